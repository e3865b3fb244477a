import { type BusinessDate, type Instant, dateOfDay, dayNumber } from '../domain/calendar.ts';
import { CannotDraw } from './cannot-draw.ts';
import { isNoSum, standAlone } from './no-sums.ts';
import type { LooseAmounts } from './loose-amounts.ts';
import type { Category, Employee, Vendor } from './parties.ts';
import { type Purchase, type PurchaseLine, sumOf } from './purchase.ts';
import type { Random } from './random.ts';
import type { Retailer } from './retailer.ts';
import type { Timetable } from './timetable.ts';

/** What a report that is drawn should be like. */
export interface Wish {
  employee?: Employee;
  /** One line at least is bought from each. */
  vendors?: readonly Vendor[];
  lineCount?: readonly [from: number, to: number];
  /** Several lines also where each is a PO of its own. */
  severalOrders?: boolean;
  /** Of the first line. */
  category?: Category;
  /** What all lines add up to, in minor units. */
  totalMinor?: readonly [from: number, to: number];
  /** Above what the retailer calls large. */
  large?: boolean;
  distinctAccounts?: boolean;
  /** Amounts that will stand without a reference, the total first; they are drawn until they can't be confused. */
  loose?: (lines: readonly PurchaseLine[], currency: string) => readonly number[];
  /** The loose amounts are a sum and its parts. */
  sums?: boolean;
}

const LINE_COUNTS = [[1, 12], [2, 15], [3, 17], [4, 17], [5, 14], [6, 11], [7, 9], [8, 5]] as const;
/** Line amounts in hundredths; `amountScale` says what one is worth in a currency. */
type Band = readonly [from: number, to: number];
const AMOUNT_BANDS: readonly (readonly [Band, number])[] = [[[800, 2499], 30], [[2500, 7999], 40], [[8000, 19_999], 20], [[20_000, 45_000], 10]];
const LARGE_BAND: Band = [90_000, 260_000];
const LARGE_SHARE = 0.06;

/** What a purchase is drawn from. */
interface Draw {
  readonly random: Random;
  readonly timetable: Timetable;
  readonly retailer: Retailer;
  /** The business day on which the purchase is approved. */
  readonly day: BusinessDate;
  readonly loose: LooseAmounts;
}

/** A purchase approved today, without a report around it. Throws CannotDraw where nothing fits the wish. */
export function drawPurchase(draw: Draw, wish: Wish = {}): Purchase {
  const { random, retailer } = draw;
  const employee = wish.employee ?? random.pick(retailer.employees);
  const { currency } = employee;
  const vendors = wish.vendors ?? [random.pick(retailer.vendorsFor(employee))];
  const moments = drawMoments(draw);
  const large = wish.large ?? random.chance(LARGE_SHARE);
  const vendor = vendors[0] as Vendor;
  for (let attempt = 0; attempt < 1000; attempt++) {
    const lines = drawLines(draw, employee, vendors, large, wish, moments.submittedAt);
    const [first] = lines as [PurchaseLine];
    if (wish.category !== undefined) Object.assign(first, { category: wish.category, description: random.pick(wish.category.descriptions) });
    if (wish.totalMinor !== undefined) divide(random.integer(...wish.totalMinor), lines);
    if (large && sumOf(lines) <= retailer.largeAboveMinor(currency)) continue;
    const purchase: Purchase = { employee, currency, ...moments, lines };
    if (!retailer.isApprovable(purchase)) continue;
    if (wish.loose === undefined) {
      if (retailer.tellsByTotal && !draw.loose.take(lines)) continue;
      return purchase;
    }
    if (retailer.tellsByTotal && wish.sums !== true) standAlone(lines);
    const amounts = wish.loose(lines, currency);
    if (retailer.tellsByTotal && !amounts.slice(wish.sums === true ? 0 : 1).every(isNoSum)) continue;
    if (!draw.loose.accepts(vendor, currency, amounts)) continue;
    draw.loose.add(vendor, amounts);
    return purchase;
  }
  throw new CannotDraw(`no purchase from ${vendor.id} that can be approved, and told apart from the others`);
}

/** Submitted on one of the days before, approved today; one in a hundred late in the evening, when it is tomorrow in UTC. */
function drawMoments({ random, timetable, day }: Draw): Pick<Purchase, 'submittedAt' | 'approvedAt' | 'approvedOn'> {
  const daysBefore = random.weighted([[0, 20], [1, 60], [2, 20]]);
  const submittedAt = timetable.at(timetable.step(day, -daysBefore), random.integer(8 * 60, daysBefore === 0 ? 11 * 60 + 59 : 17 * 60 + 45), random.integer(0, 59));
  const approvalMinute = random.chance(0.01) ? random.integer(20 * 60 + 15, 23 * 60) : random.integer(daysBefore === 0 ? 12 * 60 + 40 : 9 * 60, 17 * 60 + 45);
  return { submittedAt, approvedAt: timetable.at(day, approvalMinute, random.integer(0, 59)), approvedOn: day };
}

function drawLines({ random, timetable, retailer }: Draw, employee: Employee, vendors: readonly Vendor[], large: boolean, wish: Wish, submittedAt: Instant): PurchaseLine[] {
  const alone = retailer.grouping === 'line' && wish.severalOrders !== true;
  const [least, most] = alone ? [1, 1] : (wish.lineCount ?? (large ? [3, 8] : [1, 8]));
  const wanted = Math.min(most, Math.max(least, vendors.length, random.weighted(LINE_COUNTS)));
  const chosen = random.chance(0.55);
  // One report in sixteen has a line for another store, one in thirty for another department.
  const strayStore = random.chance(1 / 16) ? pickOrNone(random, retailer.strayStores(employee)) : null;
  const strayDepartment = random.chance(1 / 30) ? pickOrNone(random, retailer.strayDepartments) : null;
  const strayLine = random.integer(0, wanted - 1);
  const submittedOn = dayNumber(timetable.clock.dateOf(submittedAt));
  const categories = wish.distinctAccounts === true ? random.shuffle(onePerAccount((vendors[0] as Vendor).categories)) : null;
  return Array.from({ length: categories === null ? wanted : Math.min(wanted, categories.length) }, (_, index) => {
    const vendor = vendors[index % vendors.length] as Vendor;
    const category = categories?.[index] ?? random.pick(vendor.categories);
    return {
      date: dateOfDay(submittedOn - random.integer(1, 6)),
      merchant: random.pick(vendor.merchants),
      vendorId: chosen ? vendor.id : '',
      vendor,
      category,
      department: index === strayLine ? strayDepartment : null,
      store: index === strayLine ? strayStore : null,
      description: random.pick(category.descriptions),
      amountMinor: drawAmount(random, retailer.amountScale(employee.currency), large),
      itemId: '',
      standing: 'ordered',
      marks: retailer.lineMarks,
    };
  });
}

const pickOrNone = <Item>(random: Random, items: readonly Item[]): Item | null => (items.length === 0 ? null : random.pick(items));

/** Of categories that are coded to one account, the first. */
const onePerAccount = (categories: readonly Category[]): Category[] => categories.filter(({ account }, place) => categories.findIndex((other) => other.account === account) === place);

/** Gives lines equal shares of a total, the first what is left over. */
function divide(totalMinor: number, lines: readonly PurchaseLine[]): void {
  const share = Math.max(1, Math.floor(totalMinor / lines.length));
  for (const [place, line] of lines.entries()) line.amountMinor = place === 0 ? totalMinor - share * (lines.length - 1) : share;
}

function drawAmount(random: Random, scale: number, large: boolean): number {
  const [from, to] = large ? LARGE_BAND : random.weighted(AMOUNT_BANDS);
  return random.integer(from * scale, to * scale);
}
