import { leftOutWords } from '../domain/left-out-kind.ts';
import { amountsLine } from '../domain/money.ts';
import { plural } from '../domain/plural.ts';
import { type Gate, remedy } from './judgement.ts';

/** What this integration is not for was looked at by somebody, with its money. */
export const inScope: Gate = {
  id: 'in_scope',
  title: 'What is left out was reviewed',
  waivable: true,
  judge({ leftOut: { what, reviewedBy } }) {
    const documents = what.reduce((sum, each) => sum + each.documents, 0);
    const passed = documents === 0 || reviewedBy !== null;
    return {
      passed,
      measured: { documents, amounts: Object.fromEntries(what.map((each) => [each.what, each.amounts])), reviewed: reviewedBy !== null },
      required: { reviewed: true },
      measuredText: documents === 0 ? 'nothing left out' : `${plural(documents, 'document')} left out, ${reviewedBy === null ? 'not reviewed' : `reviewed by ${reviewedBy}`}`,
      requiredText: 'nothing left out, or reviewed',
      evidence: documents === 0 ? ['nothing is left out'] : what.map((each) => `${leftOutWords(each.what)}: ${plural(each.documents, 'document')}, ${amountsLine(each.amounts)}`),
      remedies: passed ? [] : [remedy('Look through what is left out, and review it', 'po-shadow variance --out-of-scope, then po-shadow review scope --by …')],
    };
  },
};
