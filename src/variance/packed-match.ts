import { formatMinor } from '../domain/money.ts';
import { AGREEABLE, type PackedRow, type VarianceRow, packAgrees } from '../domain/variance.ts';
import { type NamingField, fieldNames } from '../matching/why-named.ts';

/** A row that matches and of which nothing else is to be told, by what it is made of. */
export interface PlainMatch extends Pick<VarianceRow, 'date' | 'currency'> {
  transactionId: string;
  outcome: VarianceRow['dryRun']['outcome'];
  /** Of the would-be PO, and of the one that was keyed. */
  amountMinor: number;
  expenseMinor: number;
  totalMinor: number;
  dryNumber: string;
  vendorId: string;
  poNumber: string;
  /** Which field of the PO names the transaction. */
  namedBy: NamingField;
  notCompared: readonly string[];
}

const NONE: never[] = [];
/** What a PO says by its number alone, and what nobody looks up for a PO that names its report. */
const NOT_SAID: readonly string[] = ['document', 'words'];

const agreed = (notCompared: readonly string[]): number => packAgrees(AGREEABLE.filter((field) => !NOT_SAID.includes(field) && !notCompared.includes(field)));
const EVERYTHING = agreed(NONE);

/** What packRow gives of the row of a plain match, and the row's id. */
export function packMatch(match: PlainMatch, rowId: (key: string) => string): { id: string; detail: string } {
  const { transactionId, date, currency, outcome, amountMinor, dryNumber, vendorId, poNumber, notCompared } = match;
  const amount = formatMinor(amountMinor, currency);
  const of = (minor: number): string => (minor === amountMinor ? amount : formatMinor(minor, currency));
  const nothing = formatMinor(0, currency);
  const id = rowId(`txn\u0000${transactionId}`);
  const packed: PackedRow = [
    id, date, transactionId, currency, 'match', of(match.expenseMinor), of(match.totalMinor), outcome, dryNumber, vendorId, amount, [poNumber], amount, currency,
    'reference', fieldNames(match.namedBy, poNumber, transactionId), nothing, nothing, NONE, notCompared.length === 0 ? 0 : [NONE, null, [...notCompared], NONE, NONE, null], notCompared.length === 0 ? EVERYTHING : agreed(notCompared),
  ];
  return { id, detail: JSON.stringify(packed) };
}
