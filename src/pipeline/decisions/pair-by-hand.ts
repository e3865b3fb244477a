import { type Act, entryName } from '../../domain/audit.ts';
import { nearest } from '../../domain/nearest.ts';
import { fold } from '../../domain/text.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { stands } from '../../domain/ledger-entry.ts';
import type { EntityNames } from '../../mapping/entity-names.ts';
import { elsewhereInWords } from '../../matching/elsewhere-words.ts';
import { RecordReader } from '../../store/record-reader.ts';
import type { DecidedRun } from '../decided-run.ts';
import { newestVersion } from '../newest-version.ts';
import { type NamedOrder, ordersNamed } from '../orders-of-number.ts';
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

/**
 * The act that pairs a transaction with manual POs, or parts them; `names` are those of legal entities. POs are named with their entity. Throws
 * CannotRun for what the record does not know, and for what stands in different legal entities.
 */
export function pairingAct(workplace: Workplace, decided: DecidedRun, kind: 'pair' | 'unpair', given: PairingGiven, names: EntityNames): Extract<Act, { kind: 'pair' | 'unpair' }> {
  const reason = statedReason(given.reason);
  const rows = [...decided.rows()].filter(({ transactionId }) => transactionId !== null && fold(transactionId) === fold(given.transaction));
  const transaction = rows[0]?.transactionId;
  if (transaction === undefined || transaction === null) throw unknownTransaction(decided, given.transaction);
  const orders = given.purchaseOrders.map((number) => knownOrder(workplace, decided, number, names));
  const purchaseOrders = [...new Set(orders.map(({ fullName }) => fullName))].sort();
  if (kind === 'unpair') {
    const paired = new Set(rows.flatMap(({ manual }) => manual.poNumbers));
    const stranger = orders.find(({ name, fullName }) => !paired.has(name) && !paired.has(fullName))?.name;
    if (stranger !== undefined) throw new CannotRun(`${stranger} is not paired with ${transaction}`, { remedy: paired.size === 0 ? `${transaction} is paired with nothing.` : `${transaction} is paired with ${[...paired].join(', ')}.` });
    return { kind, transaction, purchaseOrders, reason };
  }
  const wouldBe = rows.find(({ dryRun }) => dryRun.entity !== undefined)?.dryRun.entity;
  const foreign = wouldBe === undefined ? undefined : orders.find(({ entity }) => entity !== '' && fold(entity) !== fold(wouldBe));
  if (foreign !== undefined) throw new CannotRun(`${foreign.name} is ${elsewhereInWords(foreign.entity, wouldBe as string)}`, { remedy: 'A PO of another legal entity is another PO: correct it in the ERP, or correct mapping/entities.' });
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

/** A manual PO as the ledger spells it. Throws CannotRun for one that the ledger does not have, for several, and for one that does not stand. */
function knownOrder({ database }: Workplace, decided: DecidedRun, given: string, names: EntityNames): NamedOrder {
  const reader = new RecordReader(database);
  const named = (name: string): NamedOrder[] => ordersNamed(name, (number) => reader.manualOrders([number]).flat(), names);
  const all = [...decided.rows()].flatMap(({ manual }) => manual.poNumbers);
  const exact = named(given);
  const alike = exact.length > 0 ? undefined : all.find((each) => fold(each) === fold(given));
  const [order, ...others] = alike === undefined ? exact : named(alike);
  if (order === undefined) {
    const close = nearest(given, all);
    throw new CannotRun(`the ledger has no PO ${given}`, { remedy: close === undefined ? 'Import the export that holds it.' : `Did you mean ${close}?` });
  }
  if (others.length > 0) throw new CannotRun(`several legal entities have a PO ${given}`, { remedy: `Name the one that is meant: ${[order, ...others].map(({ name }) => name).join(', ')}.` });
  if (!stands(newestVersion(order.versions, new Map(decided.imports.map((each) => [each.id, each]))).version.order)) throw new CannotRun(`PO ${order.name} is cancelled, and counts for nothing`, { remedy: 'Pair one that stands.' });
  return order;
}

function unknownTransaction(decided: DecidedRun, given: string): CannotRun {
  const ids = new Set<string>();
  for (const { transactionId } of decided.rows()) if (transactionId !== null) ids.add(transactionId);
  const close = nearest(given, [...ids]);
  return new CannotRun(`no row of ${decided.run.id} is of a transaction ${given}`, { remedy: close === undefined ? 'po-shadow variance lists them.' : `Did you mean ${close}?` });
}
