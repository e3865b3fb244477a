import type { ExpenseLine } from '../../domain/expense-report.ts';
import { assertExactSum, readDate, readFlag, readText } from '../../intake/fields.ts';
import { Unreadable } from '../../intake/row-problem.ts';
import type { ReadingOptions } from '../../intake/sink.ts';
import { assertAlone, journalsOf, sharesByPercentage, taxOf } from './allocations.ts';
import { orgUnit } from './org-unit.ts';
import type { Part } from '../json/part.ts';
import { exactOrNull, sumOrNull } from './unknown-amounts.ts';

/** What every amount and code of one document is read with. */
export interface Reading {
  currency: string;
  decimals: number;
  options: ReadingOptions;
}

export interface Entry {
  id: string;
  approvedMinor: number;
  /** Null where the entry's journals do not say. */
  journalsMinor: number | null;
  lines: ExpenseLine[];
}

export function readEntries(body: Part, reading: Reading): Entry[] {
  if (!body.has('expenseEntry')) throw new Unreadable(body.at('expenseEntry'), '', 'the entries are missing');
  const ids = new Set<string>();
  const entries = body.parts('expenseEntry').map((entry) => {
    const id = readText(entry.at('entryId'), entry.text('entryId'));
    if (ids.has(id)) throw new Unreadable(entry.at('entryId'), id, 'two entries of the report have the same id');
    ids.add(id);
    return readEntry(entry, id, reading);
  });
  assertExactSum(body.at('expenseEntry[].entryApprovedAmount'), entries.flatMap((entry) => entry.lines.map((line) => line.amountMinor)));
  return entries;
}

function readEntry(entry: Part, id: string, reading: Reading): Entry {
  const approvedMinor = entry.amount('entryApprovedAmount', reading.decimals);
  const allocations = entry.parts('allocation');
  const journals = allocations.map((allocation) => journalsOf(allocation, reading.decimals));
  const journalsMinor = sumOrNull(entry.at('allocation[].journal[].amountGross'), journals);
  const line = (allocation: Part | undefined, place: string, amountMinor: number): ExpenseLine => readLine(entry, allocation, `${id}${place}`, amountMinor, reading);
  if (allocations.length <= 1 && journalsMinor !== approvedMinor) assertAlone(entry, allocations[0]);
  if (allocations.length <= 1) return { id, approvedMinor, journalsMinor, lines: [{ ...line(allocations[0], '', approvedMinor), claimedMinor: claimedOf(entry, reading) }] };
  // Journals that add up are Concur's own cut of the entry, odd cents included; percentages are the next best.
  const shares = journalsMinor === approvedMinor ? (journals as number[]) : sharesByPercentage(entry, allocations, approvedMinor);
  return { id, approvedMinor, journalsMinor, lines: allocations.map((allocation, index) => line(allocation, `/${index + 1}`, shares[index] as number)) };
}

function readLine(entry: Part, allocation: Part | undefined, id: string, amountMinor: number, { decimals, options }: Reading): ExpenseLine {
  const { orgUnits, allocationFields } = options;
  const custom = (number: number | undefined): string => (number === undefined ? '' : (allocation?.text(`allocationCustom${number}${orgUnits?.use === 'value' ? 'Value' : 'Code'}`) ?? ''));
  return {
    id,
    date: dateOf(entry),
    merchant: entry.text('entryVendorDescription'),
    vendorId: entry.text('entryVendorCode'),
    category: entry.text(options.category === 'name' ? 'expenseTypeName' : 'expenseTypeCode'),
    department: custom(allocationFields?.department) || orgUnit(entry, 'entry', orgUnits?.department, orgUnits),
    location: custom(allocationFields?.location) || orgUnit(entry, 'entry', orgUnits?.location, orgUnits),
    description: entry.text('entryDescription'),
    amountMinor,
    itemId: '',
    quantity: '',
    paymentType: entry.text('reportEntryPatKey'),
    personal: readFlag(entry.at('entryIsPersonal'), entry.text('entryIsPersonal')) ?? false,
    // Who is paid back depends on how a company has set up its payment types: nobody's guess.
    reimbursable: null,
    claimedMinor: null,
    taxMinor: allocation === undefined ? null : taxOf(allocation, decimals),
  };
}

const DATE_WITH_TIME = /^(\d{4}-\d{2}-\d{2})T[\d:.]+Z?$/;

/** The date that was entered. Some documents give it as midnight in the western United States (07:00Z or 08:00Z): the date part is it all the same. */
function dateOf(entry: Part): string {
  const text = entry.text('entryDate');
  return readDate(entry.at('entryDate'), DATE_WITH_TIME.exec(text)?.[1] ?? text);
}

/** What was claimed, where it is in the report's currency; an entry in several allocations does not say which claimed what. */
function claimedOf(entry: Part, { currency, decimals }: Reading): number | null {
  if (entry.text('entryCurrAlphaCode') !== currency || !entry.has('reportEntryTransactionAmount')) return null;
  return exactOrNull(() => entry.amount('reportEntryTransactionAmount', decimals));
}
