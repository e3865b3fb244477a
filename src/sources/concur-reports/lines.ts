import type { ExpenseLine } from '../../domain/expense-report.ts';
import { formatMinor } from '../../domain/money.ts';
import { readDate, readFlag } from '../../intake/fields.ts';
import { Unreadable } from '../../intake/row-problem.ts';
import type { ControlTotal } from '../../intake/sink.ts';
import { exactOrNull, taxOfShare, taxOrNull } from '../concur-fi/unknown-amounts.ts';
import type { Part } from '../json/part.ts';
import { PERCENT_DECIMALS, cutByPercentages, isWhole } from '../percentages.ts';
import type { Dialect, Reading } from './dialect.ts';
import type { Entry } from './purchases.ts';

const NOT_ALL = 'the allocations do not add up to the entry';

/** The lines of an entry: its own, or those of its itemizations. Throws Unreadable. */
export function linesOf(entry: Entry, dialect: Dialect, reading: Reading): ExpenseLine[] {
  if (entry.children.length > 0) return entry.children.flatMap((child) => linesOf(child, dialect, reading));
  const minor = dialect.amountOf(entry.part, dialect.amount, reading);
  const isCut = entry.allocations.length > 1;
  if (!isCut) assertAlone(entry, dialect);
  const shares = isCut ? cut(entry, minor, dialect, reading) : [minor];
  const line = lineOf(entry, dialect, reading);
  return shares.map((amountMinor, index) => ({
    ...line,
    id: isCut ? `${entry.id}/${index + 1}` : entry.id,
    amountMinor,
    ...codingOf(entry, entry.allocations[index], dialect, reading),
    claimedMinor: isCut ? null : exactOrNull(() => dialect.claimedOf(entry.part, reading)),
    taxMinor: taxOfShare(taxOrNull(() => dialect.taxOf(entry.part, reading)), !isCut),
  }));
}

/** Throws Unreadable where the only allocation of an entry is a part of it: the others are not in the file. */
function assertAlone({ part, allocations: [only] }: Entry, dialect: Dialect): void {
  const written = only?.text(dialect.percentage) ?? '';
  if (only === undefined || written === '' || isWhole([only.amount(dialect.percentage, PERCENT_DECIMALS)])) return;
  throw new Unreadable(part.at(`${dialect.allocations}[].${dialect.percentage}`), written, NOT_ALL);
}

/** What the allocations carry, where it adds up to the entry; else the entry by their percentages. */
function cut({ part, allocations }: Entry, minor: number, dialect: Dialect, reading: Reading): number[] {
  const carried = dialect.sharesOf(allocations, reading);
  if (carried !== null && carried.reduce((sum, share) => sum + share, 0) === minor) return carried;
  const shares = cutByPercentages(allocations.map((allocation) => allocation.amount(dialect.percentage, PERCENT_DECIMALS)), minor);
  if (shares !== null) return shares;
  const written = allocations.map((allocation) => allocation.text(dialect.percentage)).join(' + ');
  throw new Unreadable(part.at(`${dialect.allocations}[].${dialect.percentage}`), written, NOT_ALL);
}

function lineOf(entry: Entry, dialect: Dialect, { options }: Reading): Omit<ExpenseLine, 'id' | 'amountMinor' | 'department' | 'location' | 'claimedMinor' | 'taxMinor'> {
  const { part } = entry;
  return {
    date: readDate(part.at(dialect.date), ownOr(entry, (each) => each.text(dialect.date)).slice(0, 'YYYY-MM-DD'.length)),
    merchant: ownOr(entry, dialect.merchantOf),
    vendorId: '',
    category: dialect.categoryOf(part, options.category),
    description: ownOr(entry, (each) => each.text(dialect.description)),
    itemId: '',
    quantity: '',
    paymentType: ownOr(entry, dialect.paymentTypeOf),
    personal: readFlag(part.at(dialect.personal), part.text(dialect.personal)) ?? false,
    reimbursable: null,
  };
}

/** What an itemization does not say, its entry does. */
const ownOr = ({ part, parent }: Entry, read: (part: Part) => string): string => read(part) || (parent === null ? '' : read(parent.part));

function codingOf(entry: Entry, allocation: Part | undefined, dialect: Dialect, { options }: Reading): Pick<ExpenseLine, 'department' | 'location'> {
  const { orgUnits, allocationFields } = options;
  const custom = (number: number | undefined): string => (number === undefined || allocation === undefined ? '' : dialect.customOf(allocation, number, options));
  const unit = (number: number | undefined): string => (number === undefined ? '' : ownOr(entry, (part) => dialect.unitOf(part, number, options)));
  return {
    department: custom(allocationFields?.department) || unit(orgUnits?.department),
    location: custom(allocationFields?.location) || unit(orgUnits?.location),
  };
}

/** Entries whose itemizations add up to something else. */
export function itemizedTotals(entries: readonly Entry[], report: string, dialect: Dialect, reading: Reading): ControlTotal[] {
  return entries
    .filter(({ part, children }) => children.length > 0 && part.has(dialect.amount))
    .map((entry) => {
      const found = linesOf(entry, dialect, reading).reduce((sum, line) => sum + line.amountMinor, 0);
      return totalOf(`itemizations of entry ${entry.id} of ${report}`, dialect.amountOf(entry.part, dialect.amount, reading), found, reading.currency);
    })
    .filter(({ agrees }) => !agrees);
}

/** A stated amount beside the one that was read. */
export function totalOf(what: string, statedMinor: number, foundMinor: number, currency: string): ControlTotal {
  const shown = (minor: number): string => `${formatMinor(minor, currency)} ${currency}`;
  return { what, stated: shown(statedMinor), found: shown(foundMinor), agrees: statedMinor === foundMinor };
}
