import type { Approval } from '../../domain/expense-report.ts';
import { fold } from '../../domain/text.ts';
import { readText } from '../../intake/fields.ts';
import { Unreadable } from '../../intake/row-problem.ts';
import type { ReadingOptions } from '../../intake/sink.ts';
import type { Part } from '../json/part.ts';
import type { Moments } from './moments.ts';

/** The role of whoever the settings give none: Expensify knows approvers, and no roles. */
export const PLAIN_ROLE = 'approver';

/** The roles that the settings give an address. */
export function rolesOf(email: string, approverRoles: ReadingOptions['approverRoles']): readonly string[] {
  const who = fold(email);
  const entry = Object.entries(approverRoles ?? {}).find(([address]) => fold(address) === who);
  return entry === undefined || entry[1].length === 0 ? [PLAIN_ROLE] : entry[1];
}

/** The chain: an approval for each approver and each of the roles that the settings give. Throws Unreadable for one without a date. */
export function readApprovals(approvers: readonly Part[], moments: Moments, { approverRoles }: ReadingOptions): Approval[] {
  return approvers.flatMap((approver, place) => {
    const email = readText(approver.at('email'), approver.text('email'));
    const at = moments.approvers[place] ?? null;
    if (at === null) throw new Unreadable(approver.at('date'), '', 'the date of the approval is missing');
    return rolesOf(email, approverRoles).map((role): Approval => ({ approver: email, role, decision: 'approved', at }));
  });
}
