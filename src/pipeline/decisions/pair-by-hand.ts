import { type Act, entryName } from '../../domain/audit.ts';
import { nearest } from '../../domain/nearest.ts';
import { fold } from '../../domain/text.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { stands } from '../../domain/ledger-entry.ts';
import { RecordReader } from '../../store/record-reader.ts';
import type { DecidedRun } from '../decided-run.ts';
import type { Workplace } from '../workplace.ts';
import { statedReason } from './deciding.ts';

/** What somebody says belongs together, or does not. */
export interface PairingGiven {
  transaction: string;
  /** Number of the would-be PO, where a report has several. */
  order?: string | undefined;
  purchaseOrders: readonly string[];
  reason: string | undefined;
}

/** The act that pairs a transaction with manual POs, or parts them. Throws CannotRun for what the record does not know. */
export function pairingAct(workplace: Workplace, decided: DecidedRun, kind: 'pair' | 'unpair', given: PairingGiven): Extract<Act, { kind: 'pair' | 'unpair' }> {
  const reason = statedReason(given.reason);
  const rows = [...decided.rows()].filter(({ transactionId }) => transactionId !== null && fold(transactionId) === fold(given.transaction));
  const transaction = rows[0]?.transactionId;
  if (transaction === undefined || transaction === null) throw unknownTransaction(decided, given.transaction);
  const purchaseOrders = [...new Set(given.purchaseOrders.map((number) => knownOrder(workplace, decided, number)))].sort();
  if (kind === 'unpair') {
    const paired = new Set(rows.flatMap(({ manual }) => manual.poNumbers));
    const stranger = purchaseOrders.find((number) => !paired.has(number));
    if (stranger !== undefined) throw new CannotRun(`${stranger} is not paired with ${transaction}`, { remedy: paired.size === 0 ? `${transaction} is paired with nothing.` : `${transaction} is paired with ${[...paired].join(', ')}.` });
    return { kind, transaction, purchaseOrders, reason };
  }
  const already = decided.book.pairings().find(({ act }) => act.kind === 'pair' && act.transaction === transaction && purchaseOrders.every((number) => act.purchaseOrders.includes(number)));
  if (already !== undefined) throw new CannotRun(`${transaction} is paired by hand with ${purchaseOrders.join(', ')} already (${entryName(already.sequence)})`, { remedy: 'The next replay heeds it.' });
  return { kind, transaction, order: wouldBeOrder(rows.map(({ dryRun }) => dryRun.poNumber), given.order, transaction), purchaseOrders, reason };
}

function wouldBeOrder(numbers: readonly (string | null)[], given: string | undefined, transaction: string): string | null {
  if (given === undefined) return null;
  const known = numbers.find((number) => number !== null && fold(number) === fold(given));
  if (known === undefined || known === null) throw new CannotRun(`${transaction} has no would-be PO ${given}`, { remedy: `It has ${numbers.filter((number) => number !== null).join(', ') || 'none'}.` });
  return known;
}

/** The number of a manual PO as the ledger spells it. Throws CannotRun for one that the ledger does not have, or that does not stand. */
function knownOrder({ database }: Workplace, decided: DecidedRun, given: string): string {
  const reader = new RecordReader(database);
  const number = reader.manualOrders([given]).length > 0 ? given : [...decided.rows()].flatMap(({ manual }) => manual.poNumbers).find((each) => fold(each) === fold(given));
  const versions = number === undefined ? undefined : reader.manualOrders([number])[0];
  const newest = versions?.at(-1);
  if (number === undefined || newest === undefined) {
    const close = nearest(given, [...decided.rows()].flatMap(({ manual }) => manual.poNumbers));
    throw new CannotRun(`the ledger has no PO ${given}`, { remedy: close === undefined ? 'Import the export that holds it.' : `Did you mean ${close}?` });
  }
  if (!stands(newest.order)) throw new CannotRun(`PO ${number} is cancelled, and counts for nothing`, { remedy: 'Pair one that stands.' });
  return number;
}

function unknownTransaction(decided: DecidedRun, given: string): CannotRun {
  const ids = new Set<string>();
  for (const { transactionId } of decided.rows()) if (transactionId !== null) ids.add(transactionId);
  const close = nearest(given, [...ids]);
  return new CannotRun(`no row of ${decided.run.id} is of a transaction ${given}`, { remedy: close === undefined ? 'po-shadow variance lists them.' : `Did you mean ${close}?` });
}
