import { createHash } from 'node:crypto';
import type { Act } from '../../domain/audit.ts';
import type { RunSummary } from '../../domain/run.ts';
import { CannotRun } from '../../domain/trouble.ts';
import type { DecidedRun } from '../decided-run.ts';
import { statedReason } from './deciding.ts';

/** What scope left out of a run, as text that a review of it is bound to. */
export const leftOutMark = ({ outOfScope }: RunSummary): string => createHash('sha256').update(JSON.stringify(outOfScope)).digest('hex');

/** The act of reviewing what scope leaves out. Throws CannotRun where there is nothing to review, or to refuse it. */
export function scopeReviewAct({ run }: DecidedRun, refuse: boolean, reason: string | undefined): Extract<Act, { kind: 'scope' }> {
  if (refuse) throw new CannotRun('what scope leaves out is not refused by a review', { remedy: 'Correct scope in po-shadow.yaml, and replay.' });
  if (run.summary.outOfScope.length === 0) throw new CannotRun('scope leaves nothing out, so there is nothing to review', { where: run.id });
  return { kind: 'scope', leftOut: leftOutMark(run.summary), reason: statedReason(reason) };
}
