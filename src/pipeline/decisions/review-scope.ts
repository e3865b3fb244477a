import { createHash } from 'node:crypto';
import { type Act, entryName } from '../../domain/audit.ts';
import type { Person } from '../../domain/people.ts';
import { CannotRun } from '../../domain/trouble.ts';
import type { DecisionBook } from '../../resolution/decision-book.ts';
import { RunReader } from '../../store/run-store.ts';
import type { DecidedRun } from '../decided-run.ts';
import type { Workplace } from '../workplace.ts';
import { statedReason } from './deciding.ts';

/** What scope left out of a run, document by document, as text that a review of it is bound to. */
export const leftOutMark = ({ database }: Workplace, { run }: DecidedRun): string => createHash('sha256').update(JSON.stringify(new RunReader(database).leftOut(run.id))).digest('hex');

/** The part that a person has in what scope leaves out: whoever made a run with a new configuration does not review it. */
export const partInScope = ({ entries }: Pick<DecisionBook, 'entries'>) => (person: Person): string | undefined => {
  let before: string | undefined;
  for (const { act, actor, sequence } of entries) {
    if (act.kind !== 'run') continue;
    if (act.configuration !== before && actor.person === person.id) return `changed the configuration (${entryName(sequence)})`;
    before = act.configuration;
  }
  return undefined;
};

/** The act of reviewing what scope leaves out. Throws CannotRun where there is nothing to review, or to refuse it. */
export function scopeReviewAct(workplace: Workplace, decided: DecidedRun, reviewer: Person, refuse: boolean, reason: string | undefined): Extract<Act, { kind: 'scope' }> {
  const { run, book } = decided;
  if (refuse) throw new CannotRun('what scope leaves out is not refused by a review', { remedy: 'Correct scope in po-shadow.yaml, and replay.' });
  if (run.summary.outOfScope.length === 0) throw new CannotRun('scope leaves nothing out, so there is nothing to review', { where: run.id });
  const part = partInScope(book)(reviewer);
  if (part !== undefined) throw new CannotRun(`${reviewer.id} ${part}, and so can't review what scope leaves out`, { remedy: 'Have somebody else review it.' });
  return { kind: 'scope', leftOut: leftOutMark(workplace, decided), reason: statedReason(reason) };
}
