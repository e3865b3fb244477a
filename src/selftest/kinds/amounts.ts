import { CannotDraw } from '../../demo/cannot-draw.ts';
import { keyedOnce } from '../../demo/careful-keying.ts';
import { updatedStale } from '../../demo/changing-reports.ts';
import type { Play } from '../../demo/kind.ts';
import type { OrderLine } from '../../demo/order.ts';
import { type PurchaseLine, sumOf } from '../../demo/purchase.ts';
import type { Random } from '../../demo/random.ts';
import { MEMOS_WITHOUT_REFERENCE } from '../../demo/references.ts';
import { looksMistyped } from '../../demo/typing-slip.ts';
import { type KindParts, kindsOf } from '../kind.ts';
import type { ProjectRetailer } from '../project-retailer.ts';
import { withTax } from '../tax-rates.ts';
import { type Lack, firstOf, narrowTolerance, ordersOfSeveralLines, unreferencedOrders } from './lacks.ts';

/** How an amount comes out; undefined where this draw makes no mistake of it. Both in minor units. */
type Slip = (amountMinor: number, random: Random) => number | undefined;

function digitsSwapped(amount: number, random: Random): number | undefined {
  const digits = [...String(amount)];
  const place = random.integer(1, digits.length - 1);
  [digits[place - 1], digits[place]] = [digits[place] as string, digits[place - 1] as string];
  return digits[0] === '0' ? undefined : Number(digits.join(''));
}

function digitWrong(amount: number, random: Random): number | undefined {
  const digits = [...String(amount)];
  digits[random.integer(0, digits.length - 1)] = String(random.integer(0, 9));
  return digits[0] === '0' ? undefined : Number(digits.join(''));
}

function digitMissing(amount: number, random: Random): number | undefined {
  const digits = String(amount);
  const place = random.integer(0, digits.length - 1);
  const wrong = digits.slice(0, place) + digits.slice(place + 1);
  return wrong.startsWith('0') ? undefined : Number(wrong);
}

/** The decimal point moved by one place or two. */
const decimalLost: Slip = (amount, random) => amount * random.pick([10, 100]);

/** Another amount altogether. */
function another(amount: number, random: Random): number | undefined {
  const wrong = Math.max(1, Math.floor((amount * random.integer(30, 290)) / 100));
  return looksMistyped(amount, wrong) || wrong % amount === 0 ? undefined : wrong;
}

const taxIncluded = ({ taxRates }: ProjectRetailer): Slip => (amount, random) => withTax(amount, random.pick(taxRates));

const ATTEMPTS = 200;

/** A slip that exceeds what may be off of the whole PO. Throws CannotDraw. */
function slipped(slip: Slip, amount: number, random: Random, apartMinor: number): number {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const wrong = slip(amount, random);
    if (wrong !== undefined && Math.abs(wrong - amount) > apartMinor) return wrong;
  }
  throw new CannotDraw(`no such mistake in ${amount} exceeds ${apartMinor}`);
}

/** A PO that names its report, with a mistake in one line. */
const inOneLine = (slip: Slip, lineCount?: readonly [number, number]): Play => (fortnight, kind) => {
  const { random, retailer } = fortnight;
  const report = fortnight.report(lineCount === undefined ? {} : { lineCount });
  fortnight.approve(report);
  const order = keyedOnce(fortnight, report, report.id);
  const line = random.pick(order.lines);
  const wrong = slipped(slip, line.amountMinor, random, retailer.apartMinor(report.currency, sumOf(report.lines)));
  const difference = wrong - line.amountMinor;
  line.amountMinor = wrong;
  fortnight.takeTotal(report.lines, sumOf(order.lines));
  fortnight.truth(report, kind, 'amount_variance', difference, [fortnight.enter(order)], []);
};

/** The same without a reference: only vendor, date and the look of the number tell. */
const unreferenced = (slip: Slip): Play => (fortnight, kind) => {
  const { random, retailer } = fortnight;
  let wrong = 0;
  const loose = (lines: readonly PurchaseLine[], currency: string): readonly number[] => {
    wrong = slipped(slip, sumOf(lines), random, retailer.apartMinor(currency, sumOf(lines)));
    return [sumOf(lines), wrong];
  };
  const report = fortnight.report({ lineCount: [1, 1], loose });
  fortnight.approve(report);
  const order = keyedOnce(fortnight, report, '', random.pick(MEMOS_WITHOUT_REFERENCE));
  const line = order.lines[0] as OrderLine;
  const difference = wrong - line.amountMinor;
  line.amountMinor = wrong;
  fortnight.truth(report, kind, 'amount_variance', difference, [fortnight.enter(order)], []);
};

/** A PO that lacks one line of its report. */
const lineMissing: Play = (fortnight, kind) => {
  const { random, retailer } = fortnight;
  const report = fortnight.report({ lineCount: [2, 6] });
  fortnight.approve(report);
  const order = keyedOnce(fortnight, report, report.id);
  const apart = retailer.apartMinor(report.currency, sumOf(report.lines));
  const left = random.pick(order.lines.filter(({ amountMinor }) => amountMinor > apart));
  fortnight.takeTotal(report.lines, sumOf(report.lines) - left.amountMinor);
  fortnight.truth(report, kind, 'amount_variance', -left.amountMinor, [fortnight.enter({ ...order, lines: order.lines.filter((line) => line !== left) })], []);
};

/** The right figures in another currency; no variance can be told between two of them. */
const otherCurrency = ({ currencies }: ProjectRetailer): Play => (fortnight, kind) => {
  const report = fortnight.report();
  fortnight.approve(report);
  const currency = fortnight.random.pick(currencies.filter((each) => each !== report.currency));
  fortnight.truth(report, kind, 'amount_variance', 0, [fortnight.enter({ ...keyedOnce(fortnight, report, report.id), currency })], ['currency']);
};

const oneCurrency: Lack = ({ currencies }) => (currencies.length < 2 ? 'all vendors that can be used are paid in one currency' : null);
const noTaxRate: Lack = ({ taxRates }) => (taxRates.length === 0 ? 'matching.taxRates names no rate' : null);

/** A mistake with a reference and without one. */
function bothWays(kind: string, title: string, slip: (retailer: ProjectRetailer) => Slip, lacks: Lack = () => null, lineCount?: readonly [number, number]): KindParts[] {
  return [
    { kind, title, lacks: firstOf(narrowTolerance, lacks), play: (retailer) => inOneLine(slip(retailer), lineCount) },
    { kind: `${kind}_no_reference`, title: `${title}, no reference`, looseAmounts: 2, lacks: firstOf(narrowTolerance, unreferencedOrders, lacks), play: (retailer) => unreferenced(slip(retailer)) },
  ];
}

/** Amounts that differ by more than the tolerance. */
export const AMOUNT_KINDS = kindsOf('amount', [
  { kind: 'amount_wrong', title: 'Another amount', lacks: narrowTolerance, play: () => inOneLine(another) },
  ...bothWays('amount_digits_swapped', 'Two digits swapped', () => digitsSwapped),
  ...bothWays('amount_digit_wrong', 'One digit wrong', () => digitWrong),
  ...bothWays('amount_digit_missing', 'One digit missing', () => digitMissing),
  ...bothWays('amount_decimal_lost', 'Decimal point lost', () => decimalLost),
  ...bothWays('amount_tax_included', 'Tax included', taxIncluded, noTaxRate, [1, 1]),
  { kind: 'amount_line_missing', title: 'A line not keyed', lacks: firstOf(ordersOfSeveralLines, narrowTolerance), play: () => lineMissing },
  { kind: 'amount_other_currency', title: 'Another currency', lacks: oneCurrency, play: otherCurrency },
  { kind: 'updated_stale', title: 'Keyed before an update', play: () => updatedStale },
]);
