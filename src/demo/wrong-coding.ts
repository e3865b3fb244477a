import { CannotDraw } from './cannot-draw.ts';
import { keyedOnce } from './careful-keying.ts';
import type { Wish } from './draw-purchase.ts';
import type { Play } from './kind.ts';
import type { Order, OrderLine } from './order.ts';
import { sumOf } from './purchase.ts';
import type { Random } from './random.ts';
import type { Retailer } from './retailer.ts';

const DIMENSIONS = ['account', 'department', 'location'] as const;
type Dimension = (typeof DIMENSIONS)[number];
const CAUSES = { account: 'gl_account', department: 'department', location: 'location' } as const;

/** Throws CannotDraw unless more than a tolerance stands under another code: of this dimension, and of all three together. */
function assertMoved(right: readonly OrderLine[], keyed: readonly OrderLine[], dimension: Dimension, apartMinor: number): void {
  const codes = [(line: OrderLine) => line[dimension], (line: OrderLine) => JSON.stringify(DIMENSIONS.map((each) => line[each]))];
  for (const codeOf of codes) {
    const moved = new Map<string, number>();
    for (const [lines, sign] of [[right, -1], [keyed, 1]] as const) for (const line of lines) moved.set(codeOf(line), (moved.get(codeOf(line)) ?? 0) + sign * line.amountMinor);
    if (Math.max(...[...moved.values()].map(Math.abs)) <= apartMinor) throw new CannotDraw('what was miscoded is less than may be off');
  }
}

export type Spoil = (order: Order, random: Random, retailer: Retailer) => void;

/** A PO that names its report, whose amounts are right and whose coding is not. */
export function wrongCoding(causes: readonly string[], spoil: Spoil, wish: (random: Random) => Wish = () => ({})): Play {
  return (fortnight, kind) => {
    const report = fortnight.report(wish(fortnight.random));
    fortnight.approve(report);
    const order = keyedOnce(fortnight, report, report.id);
    const right = order.lines.map((line) => ({ ...line }));
    spoil(order, fortnight.random, fortnight.retailer);
    for (const dimension of DIMENSIONS) if (causes.includes(CAUSES[dimension])) assertMoved(right, order.lines, dimension, fortnight.retailer.apartMinor(order.currency, sumOf(order.lines)));
    fortnight.truth(report, kind, 'coding_variance', 0, [fortnight.enter(order)], causes);
  };
}

export const wrongAccount = wrongCoding(['gl_account'], (order, random, { accounts, apartMinor }) => {
  const line = random.pick(order.lines.filter(({ amountMinor }) => amountMinor > apartMinor(order.currency, sumOf(order.lines))));
  line.account = random.pick(accounts.filter((account) => account !== line.account));
});

/** Both accounts are right, each on the other's line; the sets of codes agree and the money does not. */
export const swappedAccounts = wrongCoding(['gl_account'], (order, _random, { accounts, apartMinor }) => {
  const [first, second] = order.lines as [OrderLine, OrderLine];
  [first.account, second.account] = [second.account, first.account];
  // The odd case in which both lines cost the same would be no mistake at all.
  if (Math.abs(first.amountMinor - second.amountMinor) <= apartMinor(order.currency, sumOf(order.lines))) {
    const third = accounts.find((account) => account !== first.account && account !== second.account);
    if (third === undefined) throw new CannotDraw('two lines that cost the same, and no third account');
    first.account = third;
  }
}, () => ({ lineCount: [2, 3], distinctAccounts: true }));

export const wrongDepartment = wrongCoding(['department'], (order, random, { departments }) => {
  const used = order.lines.map((line) => line.department);
  const { erpId } = random.pick(departments.filter((department) => !used.includes(department.erpId)));
  for (const line of order.lines) line.department = erpId;
});

export const wrongLocation = wrongCoding(['location'], (order, random, { stores }) => {
  const used = order.lines.map((line) => line.location);
  const { erpId } = random.pick(stores.filter((store) => !used.includes(store.erpId)));
  for (const line of order.lines) line.location = erpId;
});

export const wrongVendor = wrongCoding(['vendor'], (order, random, { vendorsIn }) => {
  order.vendor = random.pick(vendorsIn(order.currency).filter((vendor) => vendor !== order.vendor));
});

export const wrongPeriod = wrongCoding(['period'], (order, _random, { periodBeside }) => {
  order.period = periodBeside(order.period);
});
