import { formatMinor } from '../domain/money.ts';
import { AGREEABLE, type PackedRow, type VarianceRow, packAgrees } from '../domain/variance.ts';
import type { DrySide, ManualSide } from '../matching/sides.ts';
import { whyNamed } from '../matching/why-named.ts';
import { type RowRules, rowOfNamed } from './build-rows.ts';
import { samePeriod, sameVendor } from './compare.ts';

/** A row that matches and of which nothing else is to be told, as it is stored: what packRow gives of it, and what is counted of rows. */
export interface PlainMatch extends Pick<VarianceRow, 'id' | 'date' | 'currency'> {
  transactionId: string;
  outcome: VarianceRow['dryRun']['outcome'];
  amountMinor: number;
  detail: string;
}

const NONE: never[] = [];
/** What a PO says by its number alone, and what nobody looks up for a PO that names its report. */
const NOT_SAID: readonly string[] = ['document', 'words'];

const agreed = (notCompared: readonly string[]): number => packAgrees(AGREEABLE.filter((field) => !NOT_SAID.includes(field) && !notCompared.includes(field)));
const EVERYTHING = agreed(NONE);

/** The row of a report's only would-be PO with the one PO that names it: packed at once where it is plain, since nine of ten are in an orderly ledger. */
export function namedRow(rules: RowRules, dry: DrySide, manual: ManualSide): PlainMatch | VarianceRow {
  return plainMatchOf(rules, dry, manual) ?? rowOfNamed(rules, dry, manual);
}

/** The row that rowOfNamed would make, where it is a plain match; undefined where anything differs, is converted, or has something to be told. */
function plainMatchOf({ codings, settings, rowId }: RowRules, dry: DrySide, manual: ManualSide): PlainMatch | undefined {
  const { order, transaction, currency, amountMinor } = dry;
  if (order === null || manual.currency !== currency || manual.amountMinor !== amountMinor || order.amountMinor !== amountMinor) return undefined;
  if (saysMore(dry, manual) || settings.amountBasis !== undefined) return undefined;
  if (dry.day === null || Math.abs(manual.day - dry.day) > settings.matching.dateWindowDays) return undefined;
  const { notCompared, poNumber, references, memoReferences } = manual;
  if (!references.includes(transaction.reportId) && !memoReferences.includes(transaction.reportId)) return undefined;
  if (!notCompared.includes('vendor') && !sameVendor(order, manual)) return undefined;
  if (!notCompared.includes('period') && !samePeriod(order, manual)) return undefined;
  if (!codings.equal(dry.coding, manual.coding)) return undefined;
  const { reportId, date, outcome, totalMinor } = transaction;
  const amount = formatMinor(amountMinor, currency);
  const of = (minor: number): string => (minor === amountMinor ? amount : formatMinor(minor, currency));
  const nothing = formatMinor(0, currency);
  const id = rowId(`txn\u0000${reportId}`);
  const packed: PackedRow = [
    id, date, reportId, currency, 'match', of(dry.expenseMinor), of(totalMinor), outcome, order.number, order.vendorId, amount, [poNumber], amount, currency,
    'reference', whyNamed([manual], reportId), nothing, nothing, NONE, notCompared.length === 0 ? 0 : [NONE, null, [...notCompared], NONE, NONE, null], notCompared.length === 0 ? EVERYTHING : agreed(notCompared),
  ];
  return { id, transactionId: reportId, date, currency, outcome, amountMinor, detail: JSON.stringify(packed) };
}

/** Whether either side says what few do: findings, flags, a legal entity, what its texts hold besides a name, or why it can't be compared. */
function saysMore({ transaction, entity, entityCode, words }: DrySide, manual: ManualSide): boolean {
  return (
    transaction.findings.length + transaction.flags.length + words.length + manual.documentNumbers.length > 0 ||
    entity !== '' || entityCode !== '' || manual.entity !== '' || manual.keyed.entity !== '' || manual.offBasis !== null || manual.incomplete !== null
  );
}
