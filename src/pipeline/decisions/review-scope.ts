import { createHash } from 'node:crypto';
import { type Act, entryName } from '../../domain/audit.ts';
import type { Person } from '../../domain/people.ts';
import type { RunSummary } from '../../domain/run.ts';
import { CannotRun } from '../../domain/trouble.ts';
import type { DecidedRun } from '../decided-run.ts';
import { statedReason } from './deciding.ts';

/** What scope left out of a run, as text that a review of it is bound to. */
export const leftOutMark = ({ outOfScope }: RunSummary): string => createHash('sha256').update(JSON.stringify(outOfScope)).digest('hex');

/** The act of reviewing what scope leaves out. Throws CannotRun where there is nothing to review, or to refuse it. */
export function scopeReviewAct({ run, book }: DecidedRun, reviewer: Person, refuse: boolean, reason: string | undefined): Extract<Act, { kind: 'scope' }> {
  if (refuse) throw new CannotRun('what scope leaves out is not refused by a review', { remedy: 'Correct scope in po-shadow.yaml, and replay.' });
  if (run.summary.outOfScope.length === 0) throw new CannotRun('scope leaves nothing out, so there is nothing to review', { where: run.id });
  const changed = book.entries.find(({ act, actor }) => act.kind === 'run' && actor.person === reviewer.id);
  if (changed !== undefined) throw new CannotRun(`${reviewer.id} changed the configuration (${entryName(changed.sequence)}), and so can't review what scope leaves out`, { remedy: 'Have somebody else review it.' });
  return { kind: 'scope', leftOut: leftOutMark(run.summary), reason: statedReason(reason) };
}
