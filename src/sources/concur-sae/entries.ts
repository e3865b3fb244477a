import type { ExpenseLine } from '../../domain/expense-report.ts';
import { compareNatural } from '../../domain/text.ts';
import { readDate, readFlag } from '../../intake/fields.ts';
import type { ReadingOptions } from '../../intake/sink.ts';
import { atLine } from '../../intake/row-problem.ts';
import { exactOrNull, taxOrNull } from '../concur-fi/unknown-amounts.ts';
import { readId } from '../read-id.ts';
import { type Column, fieldName } from './columns.ts';
import { type ExtractRow, agreed, cellOf } from './extract-row.ts';
import { journalAmountOf, readSigned } from './journal-amount.ts';

/** What every amount and code of one report is read with. */
export interface Reading {
  currency: string;
  decimals: number;
  options: ReadingOptions;
}

/** Rows that become one line. */
interface Share {
  id: string;
  rows: readonly ExtractRow[];
  amountMinor: number;
}

/** A row of a cash advance, issued or applied, buys nothing: it has neither an entry nor a type of one. */
export const isCashAdvance = (row: ExtractRow): boolean => cellOf(row, 'entryId') === '' && cellOf(row, 'transactionType') === '';

/** The lines of a report's entries; an entry that cancels makes none. Throws Unreadable. */
export function readEntries(rows: readonly ExtractRow[], reading: Reading): ExpenseLine[] {
  const entries = new Map<string, ExtractRow[]>();
  for (const row of rows) {
    if (isCashAdvance(row)) continue;
    const id = atLine(row.line, () => readId(fieldName('entryId'), cellOf(row, 'entryId')));
    push(entries, id, row);
  }
  return [...entries].flatMap(([id, entryRows]) => readEntry(id, entryRows, reading));
}

function push<K, V>(groups: Map<K, V[]>, key: K, value: V): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [value]);
  else group.push(value);
}

function readEntry(id: string, rows: readonly ExtractRow[], reading: Reading): ExpenseLine[] {
  const shares = sharesOf(id, rows, reading.decimals);
  return shares.filter((share) => share.amountMinor !== 0).map((share) => readLine(share, shares.length === 1, reading));
}

/** The allocations of an entry with what each adds up to; rows without one belong to all of them (docs/systems/concur.md). */
function sharesOf(id: string, rows: readonly ExtractRow[], decimals: number): Share[] {
  const allocated = new Map<string, ExtractRow[]>();
  const whole: ExtractRow[] = [];
  for (const row of rows) {
    const key = cellOf(row, 'allocationKey');
    if (key === '') whole.push(row);
    else push(allocated, atLine(row.line, () => readId(fieldName('allocationKey'), key)), row);
  }
  if (allocated.size <= 1) return [shareOf(id, rows, decimals)];
  const keys = [...allocated.keys()].sort(compareNatural);
  const shares = keys.map((key, index) => shareOf(`${id}/${index + 1}`, allocated.get(key) ?? [], decimals));
  if (whole.length === 0) return shares;
  const offset = shareOf(`${id}/offset`, whole, decimals);
  const cancels = shares.reduce((sum, share) => sum + share.amountMinor, offset.amountMinor) === 0;
  return cancels ? [] : [...shares, offset];
}

function shareOf(id: string, rows: readonly ExtractRow[], decimals: number): Share {
  let amountMinor = 0;
  for (const row of rows) amountMinor += atLine(row.line, () => journalAmountOf(row, decimals));
  return { id, rows, amountMinor };
}

/**
 * One line. What its rows say must agree, those of other allocations need not: one entry id may stand for several purchases, each with an
 * allocation of its own.
 */
function readLine({ id, rows, amountMinor }: Share, isAlone: boolean, { currency, decimals, options }: Reading): ExpenseLine {
  const { orgUnits, allocationFields } = options;
  const line = rows[0]?.line ?? 0;
  const text = (column: Column): string => agreed(rows, column);
  const unit = (number: number | undefined): string => (number === undefined ? '' : agreed(rows, 'entryOrgUnit', number));
  const custom = (number: number | undefined): string => (number === undefined ? '' : agreed(rows, 'allocationCustom', number));
  const tax = (column: Column): number | null => (text(column) === '' ? null : atLine(line, () => taxOrNull(() => readSigned(column, text(column), decimals))));
  return {
    id,
    date: atLine(line, () => readDate(fieldName('transactionDate'), text('transactionDate'))),
    merchant: text('vendorDescription') || text('vendorName') || text('cardMerchant'),
    vendorId: '',
    category: text('expenseType'),
    department: custom(allocationFields?.department) || unit(orgUnits?.department),
    location: custom(allocationFields?.location) || unit(orgUnits?.location),
    description: text('description'),
    amountMinor,
    itemId: '',
    quantity: '',
    paymentType: text('paymentType'),
    personal: atLine(line, () => readFlag(fieldName('personal'), text('personal'))) ?? false,
    reimbursable: null,
    claimedMinor: isAlone && text('entryCurrency') === currency ? exactOrNull(() => readSigned('transactionAmount', text('transactionAmount'), decimals)) : null,
    taxMinor: tax('allocationTax') ?? (isAlone ? tax('entryTax') : null),
  };
}
