import { incompletenessOf } from '../../domain/incompleteness.ts';
import { minorOf } from '../../domain/money.ts';
import type { ParityEntry, ParityKind, ParitySide } from '../../domain/parity.ts';
import { STATUSES, type VarianceRow } from '../../domain/variance.ts';

/** A row as parity sees it: both sides, and how they differ. */
export type JudgedRow = Pick<ParityEntry, 'kind' | 'approved' | 'ledger' | 'notes'>;

/** What a row says in whose money nobody is interested: neither was it approved, nor is there a PO. */
const NEITHER = ['not_triggered', 'cancelled'];
const NOT_APPROVED = ['premature_manual', 'cancelled_manual', 'unexpected_manual'];

/** What counts as agreeing. */
export interface ParityRules {
  /** What a tolerance lets pass is a difference. */
  isExact: boolean;
  /** Approvals and POs are on different bases: what was approved and never became a would-be PO can't be compared. */
  areBasesDifferent: boolean;
}

/**
 * Whether approvals and ledger agree about a row: in currency, vendor and money. How it is coded besides is no matter of parity. Null for a row that
 * has neither side.
 */
export function judgeRow(row: VarianceRow, rules: ParityRules): JudgedRow | null {
  const { status } = row;
  if (NEITHER.includes(status)) return null;
  const approved = NOT_APPROVED.includes(status) ? null : approvedSide(row);
  const ledger = row.manual.poNumbers.length === 0 ? null : ledgerSide(row);
  return { approved, ledger, kind: kindOf(row, rules), notes: notesOf(row) };
}

const approvedSide = ({ currency, dryRun, expenseTotal, manual, match }: VarianceRow): ParitySide => ({
  // A report that the ERP would refuse has no vendor of its own; where somebody entered it, the PO says whose it is, if that one is the report's.
  currency, vendor: dryRun.vendorId ?? (manual.vendors.length === 1 && match.agrees.includes('vendor') ? (manual.vendors[0] as string) : ''), amount: dryRun.amount ?? expenseTotal, count: 1,
});

function ledgerSide({ currency, dryRun, manual, causes, status }: VarianceRow): ParitySide {
  const isOwnVendor = dryRun.vendorId !== null && !causes.includes('vendor') && !causes.includes('vendor_unconfirmed');
  return {
    currency: manual.currency ?? currency, vendor: isOwnVendor ? (dryRun.vendorId as string) : manual.vendors.join(', '), amount: manual.amount,
    count: status === 'duplicate_manual' ? manual.poNumbers.length : 1,
  };
}

function kindOf(row: VarianceRow, { isExact, areBasesDifferent }: ParityRules): ParityKind | null {
  const { status, causes, manual, currency } = row;
  if (NOT_APPROVED.includes(status)) return 'po_without_approval';
  if (status === 'missing_manual' || (status === 'rejected' && manual.poNumbers.length === 0)) return 'approved_without_po';
  if (status === 'awaiting_manual') return 'not_yet_due';
  if (status === 'duplicate_manual') return 'entered_twice';
  if (isUnread(row)) return 'not_comparable';
  if (manual.amount === null || (manual.currency !== null && manual.currency !== currency)) return 'other_currency';
  if (status === 'rejected') {
    if (areBasesDifferent) return 'not_comparable';
    if (row.expenseTotal !== manual.amount) return 'different_money';
    return row.match.agrees.includes('vendor') || row.match.notCompared.includes('vendor') ? null : 'vendor_unconfirmed';
  }
  if (row.variance === null) return 'not_comparable';
  // A row of another coding may be off within the tolerance too.
  const isOff = minorOf(row.variance, currency) !== 0n;
  if (status === 'amount_variance' || (isOff && isExact)) return 'different_money';
  if (causes.includes('vendor')) return 'other_vendor';
  if (causes.includes('vendor_unconfirmed')) return 'vendor_unconfirmed';
  return isOff ? 'within_tolerance' : null;
}

/** Whether a newer version of the report or of a PO could not be read, or exports of one instant disagree about it, so that nobody knows what it says. */
const isUnread = ({ flags, causes }: VarianceRow): boolean => causes.includes('manual_incomplete') || flags.some((flag) => flag === 'incomplete' || flag.startsWith('incomplete:'));

function notesOf({ status, dryRun, match, flags }: VarianceRow): string[] {
  const notes: string[] = [];
  const errors = dryRun.findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  if (errors.length > 0) notes.push(`the integration would be refused: ${errors.join(', ')}`);
  if (status === 'premature_manual' || status === 'cancelled_manual') notes.push(STATUSES[status].label);
  if (match.group !== null) notes.push(`shares ${match.group} with other reports`);
  if (flags.includes('incomplete') || incompletenessOf({ flags }).includes('unreadable')) notes.push('a newer version could not be read');
  if (incompletenessOf({ flags }).includes('conflicting')) notes.push('exports of the same time disagree about a PO');
  if (match.candidates.length > 0) notes.push(`may be ${match.candidates.map(({ id }) => id).join(' or ')}`);
  return notes;
}
