import { FINDINGS, type FindingCode } from '../../domain/finding.ts';
import type { RootCause } from '../../domain/run.ts';
import type { VarianceStatus } from '../../domain/variance.ts';

const BY_STATUS: Partial<Record<VarianceStatus, string>> = {
  amount_variance: 'Compare the PO with the report and correct whichever is wrong; a keyed amount is corrected in the ledger.',
  missing_manual: 'Enter the PO by hand, or say why it may be missing.',
  duplicate_manual: 'Cancel the second entry in the ledger.',
  unexpected_manual: 'Find the approval behind the PO and pair them, or cancel the PO.',
  premature_manual: 'Have the report approved, or cancel the PO until it is.',
  cancelled_manual: 'Cancel the PO: its report was withdrawn.',
  coding_variance: 'Correct the mapping where its coding is wrong, else the ledger.',
  rejected: 'Correct what the ERP would refuse.',
};

const BY_CODING: Record<string, string> = {
  vendor: 'Decide which vendor is right; correct mapping/vendors or the PO.',
  vendor_unconfirmed: 'Give the vendor in the ledger by a name or id that the master data knows.',
  gl_account: 'Decide which account is right; correct mapping/categories or the PO.',
  department: 'Decide which department is right; correct mapping/departments or the PO.',
  location: 'Decide which location is right; correct mapping/locations or the PO.',
  period: 'Post the PO in the period of the approval, or correct master/periods.',
  currency: 'Correct the currency of the PO.',
  manual_incomplete: 'Mend the unreadable line of the ledger export and import it again.',
};

/** What cures a root cause, in one line. */
export function fixOf({ status, cause }: RootCause): string {
  if (status === 'rejected' && cause in FINDINGS) return FINDINGS[cause as FindingCode].remedy({ field: '', value: '', at: '' });
  return (status === 'coding_variance' ? BY_CODING[cause] : undefined) ?? BY_STATUS[status as VarianceStatus] ?? '';
}
