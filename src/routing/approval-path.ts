import type { ReportSnapshot } from '../domain/expense-report.ts';
import type { Identity } from '../domain/people.ts';
import { standingApprovals } from './routing.ts';

/** The path of a snapshot whose source carries no chain, and of one of whose approvals none stands. */
export const NO_CHAIN = 'no chain';
export const NOBODY = 'nobody';

/**
 * The roles that approved a snapshot, in the order in which they did: `manager → vp`. `submittedAt` is when the snapshot's revision was
 * first submitted; approvals that do not stand are left out.
 */
export function approvalPath({ approvals }: Pick<ReportSnapshot, 'approvals'>, submittedAt: number | null, identityOf: Identity): string {
  if (approvals === null) return NO_CHAIN;
  const standing = standingApprovals(approvals, submittedAt, identityOf);
  const [first] = standing;
  if (first === undefined) return NOBODY;
  if (standing.length === 1) return first.role;
  return standing.toSorted((left, right) => left.at - right.at).map(({ role }) => role).join(' → ');
}
