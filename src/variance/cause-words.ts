import { AMOUNT_CAUSES, isAmountCause } from '../domain/amount-cause.ts';
import { CONFLICTING, CONFLICTING_FIX } from '../domain/incompleteness.ts';
import { OTHER_ENTITY, OTHER_ENTITY_FIX, entityInWords } from '../domain/other-entity.ts';
import { plural } from '../domain/plural.ts';
import type { Fix, RootCause, RootCauseFacts } from '../domain/root-cause.ts';
import { NOTHING_UNREAD, type Unread, unreadAmong } from '../domain/unread.ts';
import { STATUSES, type VarianceStatus } from '../domain/variance.ts';
import { codingInWords, keyedInWords } from './coding-words.ts';
import { CANDIDATES } from './needs.ts';
import { rejectionInWords } from './rejection-words.ts';

/** A root cause with its title, its fix and what speaks for it: `vendor V-0999 unknown`, `one row in mapping/vendors`. `unread`: what of the record could not be read. */
export function inWords(facts: RootCauseFacts, unread: Unread = NOTHING_UNREAD): RootCause {
  const { status, enteredBy } = facts;
  const label = STATUSES[status].label;
  const suggestion = facts.refused.find(({ nearest }) => nearest !== undefined)?.nearest ?? null;
  const clerks = enteredBy.length === 0 ? [] : [`keyed by ${enteredBy.map(({ name, rows }) => (enteredBy.length === 1 ? name : `${name} (${rows.toLocaleString('en-US')})`)).join(', ')}`];
  if (status === 'coding_variance') return { ...facts, label, ...codingInWords(facts, clerks) };
  const nearest = suggestion === null ? [] : [`nearest known: ${suggestion.shown}, ${suggestion.why}`];
  if (status === 'rejected') return { ...facts, label, suggestion, likely: null, evidence: nearest, ...rejectionInWords(facts) };
  return { ...facts, label, suggestion, likely: null, evidence: clerks, title: titleOf(facts), fix: fixOf(facts, unread) };
}

const TITLES: Partial<Record<VarianceStatus, string>> = {
  missing_manual: 'POs that nobody entered',
  duplicate_manual: 'POs entered twice',
  unexpected_manual: 'POs without an approved expense',
  premature_manual: 'POs entered before approval',
  cancelled_manual: 'POs whose approval was withdrawn',
};

function titleOf({ status, cause, values }: RootCauseFacts): string {
  const { dryRun, manual } = values;
  if (cause === CANDIDATES) return status === 'missing_manual' ? 'POs that may have been entered already' : 'POs that may belong to a report';
  if (cause === OTHER_ENTITY && dryRun.length > 0) return `POs entered in ${entityInWords(manual.join(', '))} that would be in ${dryRun.join(', ') || 'none'}`;
  if (cause === OTHER_ENTITY) return status === 'missing_manual' ? 'POs that were entered in another legal entity' : `POs entered in ${entityInWords(manual.join(', '))} that would be in another`;
  if (cause === 'manual_incomplete') return 'POs whose newest version could not be read';
  if (cause === CONFLICTING) return 'POs that exports of the same time hold with different content';
  if (cause === 'beyond_limit') return 'POs whose amounts are beyond what is exact';
  if (cause === 'tax_implausible') return 'POs of which the ledger gives a tax that can\'t be';
  if (cause === 'tax_missing') return 'POs of which the ledger gives no tax';
  if (cause === 'currency') return keyedInWords('currency', dryRun, manual);
  if (status === 'amount_variance') return isAmountCause(cause) ? `amounts that differ: ${AMOUNT_CAUSES[cause].toLowerCase()}` : 'amounts that differ';
  if (status === 'unexpected_manual' && manual.length > 0) return `POs of vendor ${manual.join(', ')} without an approved expense`;
  return TITLES[status] ?? STATUSES[status].label;
}

const ACTIONS: Partial<Record<VarianceStatus, string>> = {
  amount_variance: 'Compare the PO with the report and correct whichever is wrong; a keyed amount is corrected in the ledger.',
  missing_manual: 'Enter the PO by hand, or say why it may be missing.',
  duplicate_manual: 'Cancel the second entry in the ledger.',
  unexpected_manual: 'Find the approval behind the PO and pair them, leave the vendor out by scope, or cancel the PO.',
  premature_manual: 'Have the report approved, or cancel the PO until it is.',
  cancelled_manual: 'Cancel the PO: its report was withdrawn.',
};

function fixOf({ status, cause, values, rows, transactions, manualOrders }: RootCauseFacts, unread: Unread): Fix {
  const orders = plural(status === 'missing_manual' ? rows : manualOrders, 'PO');
  const inLedger = (action: string): Fix => ({ action, where: 'the ledger', size: `${orders} in the ledger`, csv: null });
  if (cause === CANDIDATES) return { action: 'Look at the candidates, and pair by hand what belongs together: po-shadow pair.', where: 'po-shadow pair', size: `${orders} to pair`, csv: null };
  if (cause === OTHER_ENTITY) return { ...inLedger(OTHER_ENTITY_FIX), size: values.dryRun.length > 0 ? plural(manualOrders, 'PO') : orders };
  if (cause === 'manual_incomplete') return inLedger('Mend the unreadable line of the ledger export and import it again.');
  if (cause === CONFLICTING) return { action: CONFLICTING_FIX, where: 'po-shadow.yaml', size: `asOf beside the inputs that hold ${orders}`, csv: null };
  if (cause === 'beyond_limit') return inLedger('Correct amounts and tax of the PO in the ledger, or correct amountBasis.ledger.');
  if (cause === 'tax_implausible') return inLedger('Correct the tax of the lines in the ledger (its sign, or a tax larger than the gross amount), or the column that it is read from.');
  if (cause === 'tax_missing') return inLedger('Export the ledger with the tax of each line (column tax), or correct amountBasis.ledger.');
  if (cause === 'currency') return inLedger('Correct the currency of the PO.');
  const action = ACTIONS[status] ?? '';
  const among = unreadAmong(unread);
  if (status === 'missing_manual') return among === '' ? { ...inLedger(action), size: `${orders} to enter` } : { ...inLedger(`Mend what of the ledger could not be read, and import it again: po-shadow quarantine. Then: ${action}`), size: `${orders} to enter, or to read: ${among}` };
  if (status === 'premature_manual') return { action, where: 'the expense system', size: `${plural(transactions, 'report')} in the expense system`, csv: null };
  return inLedger(action);
}
