import { plural } from '../domain/plural.ts';
import { entryName } from '../domain/audit.ts';
import { type Gate, listed, remedy } from './judgement.ts';

/** Four eyes on everything that people decided. */
export const resolutionsReviewed: Gate = {
  id: 'resolutions_reviewed',
  title: 'Every decision was reviewed by somebody else',
  waivable: false,
  judge({ decisions, settings }) {
    const waiting = decisions.filter(({ reviewed, effective }) => !reviewed && effective);
    return {
      passed: waiting.length === 0 && settings.people.length > 0,
      measured: { decisions: decisions.length, waiting: waiting.length },
      required: { waiting: 0 },
      measuredText: `${waiting.length} of ${plural(decisions.length, 'decision')} not reviewed`,
      requiredText: 'all reviewed',
      evidence: settings.people.length === 0 ? ['people in po-shadow.yaml names nobody, so nobody could have reviewed anything'] : waiting.length === 0 ? [`${plural(decisions.length, 'decision')} in force, each with a reviewer`] : listed(waiting.map(({ entry, what, by }) => `${entryName(entry)}: ${what}, by ${by}`)),
      remedies: settings.people.length === 0 ? [remedy('Name under people in po-shadow.yaml who may decide and who may review')] : waiting.length === 0 ? [] : [remedy(`Have ${plural(waiting.length, 'decision')} reviewed by somebody who took no part`, `po-shadow review ${waiting.slice(0, 5).map(({ entry }) => entryName(entry)).join(' ')}${waiting.length > 5 ? ' …' : ''} --by …`)],
    };
  },
};
