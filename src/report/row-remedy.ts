import { CONFLICTING_FIX, incompletenessOf } from '../domain/incompleteness.ts';
import { OTHER_ENTITY_FIX } from '../domain/other-entity.ts';
import { STATUSES, type VarianceRow, type VarianceStatus } from '../domain/variance.ts';
import { counterpartText } from './model.ts';

const BY_STATUS: Record<VarianceStatus, string> = {
  match: '', match_within_tolerance: '', awaiting_manual: 'Key the PO within the days of grace, and import the ledger again.', not_triggered: '', cancelled: '',
  amount_variance: 'Compare the approved amount with the PO, correct whichever is wrong, and import it again.',
  coding_variance: 'Decide which coding is right: correct the mapping sheet, or the PO in the ledger.',
  rejected: 'Correct what the findings name.',
  missing_manual: 'Key the PO, or find the one that was keyed without a reference and pair it by hand.',
  duplicate_manual: 'Cancel the PO that was entered twice.',
  unexpected_manual: 'Find the approval that this PO is for and pair it by hand, leave it out by scope, or cancel it.',
  premature_manual: 'Have the report approved, or cancel the PO until it is.',
  cancelled_manual: 'Cancel the PO: its approval was withdrawn.',
};

const BY_CAUSE: Record<string, string> = {
  vendor: 'Decide which vendor is right: correct mapping/vendors, or the PO in the ledger.',
  vendor_unconfirmed: 'Give the PO the vendor\'s id in the ledger, or name the vendor as master/vendors does.',
  gl_account: 'Decide which GL account is right: correct mapping/categories, or the PO in the ledger.',
  department: 'Decide which department is right: correct mapping/departments, or the PO in the ledger.',
  location: 'Decide which location is right: correct mapping/locations, or the PO in the ledger.',
  period: 'Decide which fiscal period is right; the date of the final approval decides the would-be PO\'s.',
  currency: 'Decide which currency is right, and correct the approval or the PO.',
  manual_incomplete: 'Correct the ledger\'s export where the PO could not be read, and import it again.',
};

/** What would cure an open row, in one sentence or two; '' for a row that needs nobody. */
export function rowRemedy({ status, causes, dryRun, match, flags }: VarianceRow): string {
  const finding = dryRun.findings.find(({ severity }) => severity === 'error');
  if (status === 'rejected' && finding !== undefined) return finding.remedy;
  const [candidate] = match.candidates;
  const hint = candidate === undefined || !STATUSES[status].open ? '' : ` It may be ${candidate.id}: ${candidate.why}.`;
  const cause = causes.find((each) => BY_CAUSE[each] !== undefined);
  if (match.counterpart !== undefined) return `${OTHER_ENTITY_FIX} It has a ${counterpartText(match.counterpart)}.`;
  if (cause === 'manual_incomplete' && incompletenessOf({ flags }).includes('conflicting')) return `${CONFLICTING_FIX}${hint}`;
  return `${(status === 'coding_variance' || cause === 'currency' || cause === 'manual_incomplete') && cause !== undefined ? BY_CAUSE[cause] : BY_STATUS[status]}${hint}`;
}
