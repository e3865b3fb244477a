import papaparse from 'papaparse';
import { beforeAll, describe, expect, it } from 'vitest';
import { ZonedClock, dayNumber } from '../../src/domain/calendar.ts';
import { minorOf } from '../../src/domain/money.ts';
import { toleranceMinor } from '../../src/domain/settings.ts';
import type { TruthEntry } from '../../src/demo/fortnight-sink.ts';
import { LEDGER_HEADER } from '../../src/demo/ledger-csv.ts';
import { looksMistyped } from '../../src/demo/typing-slip.ts';
import { nameKey } from '../../src/selftest/company-name.ts';
import type { Plan } from '../../src/selftest/plan.ts';
import { type Invented, invented, planOf, planOfDemo } from './project-plan.ts';

// What no one could tell from the inputs is not planted: these are the proofs, on the invented data itself.

type Row = Record<'po_number' | 'po_date' | 'posting_period' | 'vendor_id' | 'vendor_name' | 'currency' | 'reference' | 'memo' | 'gl_account' | 'department' | 'location' | 'amount' | 'status', string>;
interface Report {
  id: string;
  currency: string;
  total: string;
  approvals: { at: string; decision: string; approver: string; role: string }[];
  employee: { department: string; location: string };
  lines: { amount: string; category: string; merchant: string; vendorId?: string; department?: string; location?: string; personal?: boolean }[];
}
interface Order {
  number: string;
  rows: Row[];
  vendorId: string;
  vendorName: string;
  currency: string;
  date: string;
  reference: string;
  memo: string;
  totalMinor: number;
}

const minor = (amount: string, currency: string): number => Number(minorOf(amount, currency));

/** POs that stand, by number. */
function ordersOf({ ledger }: Invented): Map<string, Order> {
  const orders = new Map<string, Order>();
  for (const row of papaparse.parse<Row>([LEDGER_HEADER, ...ledger].join('\n'), { header: true }).data) {
    if (row.status === 'cancelled') continue;
    const { po_number: number, vendor_id: vendorId, vendor_name: vendorName, currency, po_date: date, reference, memo } = row;
    const order = orders.get(number) ?? { number, rows: [], vendorId, vendorName, currency, date, reference, memo, totalMinor: 0 };
    order.rows.push(row);
    order.totalMinor += minor(row.amount, currency);
    orders.set(number, order);
  }
  return orders;
}
const reportsOf = ({ approvals }: Invented): Map<string, Report> => new Map(approvals.map((line) => (JSON.parse(line) as { report: Report }).report).map((report) => [report.id, report]));
const isUnreferenced = ({ reference, memo }: Order): boolean => !/exp/i.test(reference + memo);
const of = ({ truth }: Invented, ...kinds: string[]): TruthEntry[] => truth.filter(({ kind }) => kinds.includes(kind));

let demo: Plan;
let large: Invented;
let orders: Map<string, Order>;
let reports: Map<string, Report>;
beforeAll(async () => {
  demo = await planOfDemo();
  large = invented(demo, { reports: 4000, seed: 6 });
  orders = ordersOf(large);
  reports = reportsOf(large);
});
const orderOf = (entry: TruthEntry): Order => orders.get(entry.poNumbers?.[0] ?? entry.poNumber ?? '') as Order;

describe('the same plan', () => {
  it('gives the same bytes for a seed, and others for another', () => {
    const once = JSON.stringify(invented(demo, { reports: 300, seed: 7 }));
    expect(JSON.stringify(invented(demo, { reports: 300, seed: 7 }))).toBe(once);
    expect(JSON.stringify(invented(demo, { reports: 300, seed: 8 }))).not.toBe(once);
  });

  it('gives about as many reports as were asked for', () => {
    expect(Math.abs(reports.size - 4000)).toBeLessThan(80);
  });
});

describe('a PO that names nobody', () => {
  /** Those of one name and currency, with what each was planted for. */
  const groups = (): { order: Order; entry: TruthEntry | undefined }[][] => {
    const entryOf = new Map(large.truth.flatMap((entry) => (entry.poNumbers ?? [entry.poNumber ?? '']).map((number) => [number, entry] as const)));
    const nameOf = new Map(demo.retailer.parties.vendors.map(({ id, name }) => [id, name]));
    const byVendor = new Map<string, { order: Order; entry: TruthEntry | undefined }[]>();
    for (const order of orders.values()) {
      if (!isUnreferenced(order)) continue;
      const key = `${nameKey(nameOf.get(order.vendorId) ?? order.vendorName)} ${order.currency}`;
      byVendor.set(key, [...(byVendor.get(key) ?? []), { order, entry: entryOf.get(order.number) }]);
    }
    return [...byVendor.values()];
  };

  it('has an amount that no other of the vendor has, resembles or could be a slip of', () => {
    let compared = 0;
    for (const group of groups()) {
      for (const { order, entry } of group) {
        for (const other of group) {
          if (other.entry === entry) continue;
          compared++;
          const about = `${order.number} ${order.totalMinor}, ${other.order.number} ${other.order.totalMinor}`;
          expect(Math.abs(order.totalMinor - other.order.totalMinor), about).toBeGreaterThan(5);
          expect(looksMistyped(order.totalMinor, other.order.totalMinor), about).toBe(false);
        }
      }
    }
    expect(compared).toBeGreaterThan(2000);
  });

  it('is no sum of two or three others of the vendor, unless that is what was planted', () => {
    let compared = 0;
    for (const group of groups()) {
      const totals = new Map(group.map(({ order, entry }) => [order.totalMinor, entry]));
      for (const [first, { order: a, entry: one }] of group.entries()) {
        for (const [second, { order: b, entry: two }] of group.entries()) {
          if (second <= first) continue;
          compared++;
          const sum = totals.get(a.totalMinor + b.totalMinor);
          if (sum !== undefined) expect([one, two]).toContain(sum);
          for (const { order: c, entry: three } of group.slice(second + 1)) {
            const total = totals.get(a.totalMinor + b.totalMinor + c.totalMinor);
            if (total !== undefined) expect([one, two, three]).toContain(total);
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(1000);
  });

  it('has not the amount of a PO of the vendor that names its report, which it would repeat', () => {
    const referenced = new Set([...orders.values()].filter((order) => !isUnreferenced(order)).map(({ vendorId, currency, totalMinor }) => `${vendorId} ${currency} ${totalMinor}`));
    const meant = new Set(of(large, 'duplicate_no_reference', 'match_identical').flatMap(({ poNumbers = [] }) => poNumbers));
    const single = [...orders.values()].filter((order) => isUnreferenced(order) && !meant.has(order.number));
    expect(single.length).toBeGreaterThan(400);
    for (const { number, vendorId, currency, totalMinor } of single) expect(referenced.has(`${vendorId} ${currency} ${totalMinor}`), number).toBe(false);
  });

  it('is dated within the days that matching looks around an approval', () => {
    const clock = new ZonedClock('America/New_York');
    let compared = 0;
    for (const entry of large.truth) {
      const report = reports.get(entry.transactionId ?? '');
      const approvedAt = report?.approvals.filter(({ decision }) => decision === 'approved').map(({ at }) => at).sort().at(-1);
      for (const number of entry.poNumbers ?? []) {
        const order = orders.get(number);
        if (order === undefined || approvedAt === undefined || !isUnreferenced(order)) continue;
        compared++;
        expect(Math.abs(dayNumber(order.date) - dayNumber(clock.dateOf(Date.parse(approvedAt)))), number).toBeLessThanOrEqual(5);
      }
    }
    expect(compared).toBeGreaterThan(400);
  });

  it('is never for a vendor, department, location or period that it was not bought under: nothing would tie the two', () => {
    const needReference = ['wrong_vendor', 'wrong_department', 'wrong_location', 'wrong_period', 'wrong_vendor_and_period', 'amount_wrong', 'amount_other_currency', 'premature_manual', 'cancelled_manual'];
    for (const entry of of(large, ...needReference)) for (const number of entry.poNumbers ?? []) expect(isUnreferenced(orders.get(number) as Order), entry.kind).toBe(false);
  });
});

describe('a wrong amount', () => {
  it.each<readonly [string, Record<string, unknown>]>([
    ['no tolerance', {}], ['cents', { absolute: '0.05' }], ['much', { absolute: '40.00' }], ['a percentage', { percent: '8' }], ['both', { absolute: '10.00', percent: '2' }],
  ])('is off by more than may be, with %s of tolerance', async (_, tolerance) => {
    const plan = await planOf({ settings: { tolerance } });
    const data = invented(plan, { reports: 600, seed: 2 });
    const wrong = data.truth.filter(({ status, kind }) => status === 'amount_variance' && kind !== 'amount_other_currency');
    expect(wrong.length).toBeGreaterThan(15);
    const own = reportsOf(data);
    for (const { transactionId, kind, variance, currency } of wrong) {
      const { total } = own.get(transactionId ?? '') as Report;
      expect(Math.abs(minor(variance, currency)), kind).toBeGreaterThan(toleranceMinor(plan.retailer.grounds.settings, currency, minor(total, currency)));
    }
  });

  it('is never what the report would come to together with something else that nothing ties to it', () => {
    const loose = new Map<string, Set<number>>();
    for (const order of orders.values()) if (isUnreferenced(order)) loose.set(order.vendorId, (loose.get(order.vendorId) ?? new Set()).add(order.totalMinor));
    const wrong = large.truth.filter(({ kind }) => kind.startsWith('amount_') && !kind.endsWith('no_reference') && kind !== 'amount_other_currency');
    expect(wrong.length).toBeGreaterThan(150);
    for (const entry of wrong) expect(loose.get(orderOf(entry).vendorId)?.has(Math.abs(minor(entry.variance, entry.currency))) ?? false, entry.transactionId ?? '').toBe(false);
  });
});

describe('a wrong code', () => {
  it.each([['0.05', '0'], ['30.00', '0'], ['0', '15']])('stands for more money than may be off (%s absolute, %s percent)', async (absolute, percent) => {
    const plan = await planOf({ settings: { tolerance: { absolute, percent } } });
    const data = invented(plan, { reports: 600, seed: 4 });
    const own = reportsOf(data);
    const keyed = ordersOf(data);
    const { settings, mapping } = plan.retailer.grounds;
    const coded = of(data, 'wrong_account', 'swapped_accounts', 'wrong_department', 'wrong_location', 'wrong_account_no_reference');
    expect(coded.length).toBeGreaterThan(10);
    for (const { transactionId, kind, poNumbers = [], currency } of coded) {
      const report = own.get(transactionId ?? '') as Report;
      const moved = new Map<string, number>();
      const add = (code: string, amount: number): unknown => moved.set(code, (moved.get(code) ?? 0) + amount);
      for (const line of report.lines) {
        add([mapping.categories.get(line.category)?.to, mapping.departments.get(line.department ?? report.employee.department)?.to, mapping.locations.get(line.location ?? report.employee.location)?.to].join(), -minor(line.amount, currency));
      }
      for (const row of (keyed.get(poNumbers[0] ?? '') as Order).rows) add([row.gl_account, row.department, row.location].join(), minor(row.amount, currency));
      expect(Math.max(...[...moved.values()].map(Math.abs)), kind).toBeGreaterThan(toleranceMinor(settings, currency, minor(report.total, currency)));
    }
  });
});

describe('a reference', () => {
  it('that is mistyped is nobody\'s number', () => {
    const mistyped = of(large, 'match_reference_mistyped');
    expect(mistyped.length).toBeGreaterThan(5);
    for (const entry of mistyped) {
      const { reference } = orderOf(entry);
      expect(reference).not.toBe(entry.transactionId);
      expect(reports.has(reference)).toBe(false);
    }
  });

  it('of another report is on a PO that does not have that one\'s amount', () => {
    const taken = of(large, 'match_reference_of_another').filter((entry) => orderOf(entry).reference !== entry.transactionId);
    expect(taken.length).toBeGreaterThan(5);
    for (const entry of taken) expect(minor(reports.get(orderOf(entry).reference)?.total ?? '', entry.currency)).not.toBe(orderOf(entry).totalMinor);
  });
});

describe('a vendor\'s name without an id', () => {
  const names = (): string[] => [...demo.retailer.grounds.master.vendors.values()].map(({ name }) => name);

  it('is that of one vendor alone, as it is written or in capitals', () => {
    const named = of(large, 'match_vendor_by_name', 'match_vendor_by_name_no_reference', 'match_vendor_in_capitals');
    expect(named.length).toBeGreaterThan(40);
    for (const entry of named) {
      expect(orderOf(entry).vendorId).toBe('');
      expect(names().filter((name) => nameKey(name) === nameKey(orderOf(entry).vendorName))).toHaveLength(1);
    }
  });

  it('with a slip is nobody\'s, and begins as that of one vendor alone', () => {
    const slipped = of(large, ...['mistyped', 'abbreviated', 'truncated'].flatMap((slip) => [`vendor_name_${slip}`, `vendor_name_${slip}_no_reference`]));
    expect(slipped.length).toBeGreaterThan(100);
    for (const entry of slipped) {
      const { vendorId, vendorName } = orderOf(entry);
      expect(vendorId).toBe('');
      expect(names().filter((name) => nameKey(name) === nameKey(vendorName))).toEqual([]);
      const [first = '', second = ''] = nameKey(vendorName).split(' ');
      const beginning = entry.kind.includes('abbreviated') ? `${first} ${second.slice(0, 3)}` : nameKey(vendorName).replaceAll(' ', '').slice(0, 8);
      const alike = names().filter((name) => (entry.kind.includes('abbreviated') ? nameKey(name).startsWith(beginning) : nameKey(name).replaceAll(' ', '').startsWith(beginning)));
      expect(alike, vendorName).toHaveLength(1);
    }
  });
});

describe('approvals', () => {
  it('are those that the routing rules ask for, each role by another person, but where one is missing on purpose', async () => {
    const plan = await planOf({
      settings: { routing: [{ name: 'two', require: ['manager', 'manager'] }, { name: 'large', when: { total: { gte: '300.00' } }, require: ['Vp'] }, { name: 'marketing', when: { department: 'marketing' }, require: ['brand director'] }] },
      files: {
        'master/approvers.csv': `id,name,email,active\n${[1, 2, 3, 4].map((number) => `U-${number},Person ${number},p${number}@shop.example,true\n`).join('')}`,
        'mapping/approvers.csv': `expense_approver_email,erp_approver_id\n${[1, 2, 3, 4].map((number) => `p${number}@shop.example,U-${number}\n`).join('')}`,
      },
    });
    const data = invented(plan, { reports: 400, seed: 1 });
    const missing = new Set(of(data, 'rejected_routing_incomplete').map(({ transactionId }) => transactionId));
    let asked = 0;
    for (const [id, { total, approvals, employee, lines, currency }] of reportsOf(data)) {
      const approved = approvals.filter(({ decision }) => decision === 'approved');
      if (approved.length === 0 || missing.has(id) || of(data, 'not_triggered', 'premature_manual').some(({ transactionId }) => transactionId === id)) continue;
      const roles = ['manager', 'manager', ...(minor(total, currency) >= 30_000 ? ['Vp'] : []), ...(lines.some(({ department }) => (department ?? employee.department) === 'Marketing') ? ['brand director'] : [])];
      expect(approved.map(({ role }) => role).sort(), id).toEqual(roles.sort());
      expect(new Set(approved.map(({ approver }) => approver)).size, id).toBe(approved.length);
      asked++;
    }
    expect(asked).toBeGreaterThan(300);
    expect(missing.size).toBe(3);
  });
});
