import { plural } from '../domain/plural.ts';
import { type Gate, listed, remedy } from './judgement.ts';

/** The trail is whole, and every result comes out of the evidence again. */
export const auditIntact: Gate = {
  id: 'audit_intact',
  title: 'The audit trail holds, and every result re-derives',
  waivable: false,
  judge({ audit, outdated, isEmpty }) {
    const problems = audit.checks.flatMap(({ name, problems: found }) => found.map((problem) => `${name}: ${problem}`));
    const notes = audit.checks.flatMap(({ name, notes: found }) => found.map((note) => `${name}: note: ${note}`));
    const passed = audit.intact && problems.length === 0 && outdated.length === 0 && !isEmpty;
    return {
      passed,
      measured: { problems: problems.length, outdated: outdated.length },
      required: { problems: 0, outdated: 0 },
      measuredText: `${plural(audit.length, 'entry', 'entries')}, ${plural(problems.length, 'problem')}${outdated.length === 0 ? '' : ', and the run is out of date'}`,
      requiredText: 'no problem, and an up-to-date run',
      evidence: [...outdated, ...listed(problems), ...(problems.length === 0 ? audit.checks.map(({ name, what }) => `${name}: ${what}`) : []), ...listed(notes)],
      remedies: [...(outdated.length > 0 || isEmpty ? [remedy('Replay what changed since the newest run', 'po-shadow run')] : []), ...(problems.length > 0 ? [remedy('Find out what was changed, and restore it', 'po-shadow audit')] : [])],
    };
  },
};
