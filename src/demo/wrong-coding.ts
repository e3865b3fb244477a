import { keyedOnce } from './careful-keying.ts';
import type { Wish } from './draw-purchase.ts';
import type { Play } from './kind.ts';
import type { Order, OrderLine } from './order.ts';
import type { Random } from './random.ts';
import { ACTIVE_ACCOUNTS, DEPARTMENTS, GOOD_VENDORS, MAPPED_STORES } from './retailer.ts';
import { TOLERANCE_MINOR } from './thresholds.ts';

/** A PO whose amounts are right and whose coding is not. */
function wrongCoding(cause: string, spoil: (order: Order, random: Random) => void, wish: Wish = {}): Play {
  return (fortnight, kind) => {
    const report = fortnight.report(wish);
    fortnight.approve(report);
    const order = keyedOnce(fortnight, report, report.id);
    spoil(order, fortnight.random);
    fortnight.truth(report, kind, 'coding_variance', 0, [fortnight.enter(order)], [cause]);
  };
}

export const wrongAccount = wrongCoding('gl_account', (order, random) => {
  const line = random.pick(order.lines);
  line.account = random.pick(ACTIVE_ACCOUNTS.filter((account) => account !== line.account));
});

/** Both accounts are right, each on the other's line; the sets of codes agree and the money does not. */
export const swappedAccounts = wrongCoding('gl_account', (order) => {
  const [first, second] = order.lines as [OrderLine, OrderLine];
  [first.account, second.account] = [second.account, first.account];
  // The odd case in which both lines cost the same would be no mistake at all.
  if (Math.abs(first.amountMinor - second.amountMinor) <= TOLERANCE_MINOR) first.account = ACTIVE_ACCOUNTS.find((account) => account !== first.account && account !== second.account) as string;
}, { lineCount: [2, 3], distinctAccounts: true });

export const wrongDepartment = wrongCoding('department', (order, random) => {
  const used = order.lines.map((line) => line.department);
  const { erpId } = random.pick(DEPARTMENTS.filter((department) => !used.includes(department.erpId)));
  for (const line of order.lines) line.department = erpId;
});

export const wrongLocation = wrongCoding('location', (order, random) => {
  const used = order.lines.map((line) => line.location);
  const { erpId } = random.pick(MAPPED_STORES.filter((store) => !used.includes(store.erpId)));
  for (const line of order.lines) line.location = erpId;
});

export const wrongVendor = wrongCoding('vendor', (order, random) => {
  order.vendor = random.pick(GOOD_VENDORS.filter((vendor) => vendor.currency === order.currency && vendor !== order.vendor));
});

export const wrongPeriod = wrongCoding('period', (order) => {
  const [year, month] = order.period.split('-').map(Number) as [number, number];
  order.period = new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 7);
});
