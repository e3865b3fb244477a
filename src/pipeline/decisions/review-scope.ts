import { createHash } from 'node:crypto';
import { type Act, entryName } from '../../domain/audit.ts';
import type { Person } from '../../domain/people.ts';
import { CannotRun } from '../../domain/trouble.ts';
import type { DecisionBook } from '../../resolution/decision-book.ts';
import { RunReader } from '../../store/run-store.ts';
import type { DecidedRun } from '../decided-run.ts';
import type { Workplace } from '../workplace.ts';
import { statedReason } from './deciding.ts';
import { partTakenBy } from './took-part.ts';

/** What was left out of the rows of a run, document by document, as text that a review of it is bound to. */
export const leftOutMark = ({ database }: Workplace, { run }: DecidedRun): string => createHash('sha256').update(JSON.stringify(new RunReader(database).leftOut(run.id))).digest('hex');

/** As what a person took part in something; undefined for who did not. */
type PartOf = (person: Person) => string | undefined;

/** The part that a person has in the POs that are in no row because of where their reports lie: whoever keyed one of them. */
const partOutside = (workplace: Workplace, runId: string): PartOf => {
  const purchaseOrders = new RunReader(workplace.database).leftOut(runId).flatMap(({ what, documentId }) => (what === 'paired_outside' ? [documentId] : []));
  return (person) => partTakenBy(person, { transaction: null, purchaseOrders }, workplace);
};

/** The part that a person has in what is left out: whoever made a run with a new configuration does not review it, nor does who had a part in its POs. */
export const partInScope = ({ entries }: Pick<DecisionBook, 'entries'>, partInOrders: PartOf): PartOf => (person) => {
  let before: string | undefined;
  for (const { act, actor, sequence } of entries) {
    if (act.kind !== 'run') continue;
    if (act.configuration !== before && actor.person === person.id) return `changed the configuration (${entryName(sequence)})`;
    before = act.configuration;
  }
  return partInOrders(person);
};

/** The part that a person has in what is left out of a run. */
export const partInLeftOut = (workplace: Workplace, { run, book }: DecidedRun): PartOf => partInScope(book, partOutside(workplace, run.id));

/** The act of reviewing what is left out. Throws CannotRun where there is nothing to review, or to refuse it. */
export function scopeReviewAct(workplace: Workplace, decided: DecidedRun, reviewer: Person, refuse: boolean, reason: string | undefined): Extract<Act, { kind: 'scope' }> {
  const { run } = decided;
  if (refuse) throw new CannotRun('what is left out is not refused by a review', { remedy: 'Correct scope in po-shadow.yaml, or the ledger, and replay.' });
  if (run.summary.outOfScope.length === 0) throw new CannotRun('nothing is left out, so there is nothing to review', { where: run.id });
  const part = partInLeftOut(workplace, decided)(reviewer);
  if (part !== undefined) throw new CannotRun(`${reviewer.id} ${part}, and so can't review what is left out`, { remedy: 'Have somebody else review it.' });
  return { kind: 'scope', leftOut: leftOutMark(workplace, decided), reason: statedReason(reason) };
}
