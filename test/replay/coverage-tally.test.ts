import { describe, expect, test } from 'vitest';
import type { CoverageFact, RunCoverage } from '../../src/domain/coverage.ts';
import { CoverageTally } from '../../src/replay/coverage-tally.ts';
import { compareEvents } from '../../src/replay/recorded-event.ts';
import { replayReport } from '../../src/replay/replay-report.ts';
import { type EventParts, World, event } from './world.ts';

/** What these reports exercise; each is given as its events. */
function covered(world: World, ...reports: EventParts[][]): { coverage: RunCoverage; paths: (string | null)[] } {
  const context = world.context();
  const tally = new CoverageTally(context);
  const paths = reports.map((events, report) => tally.add(replayReport(events.map((parts, place) => event({ id: `EXP-${report + 1}`, ...parts }, place)).sort(compareEvents), context)));
  return { coverage: tally.result(), paths };
}

const factOf = ({ facts }: RunCoverage, what: string, name: string): CoverageFact | undefined => facts.find((fact) => fact.what === what && fact.name === name);
/** `transactions amounts / the same elsewhere`. */
const usage = (coverage: RunCoverage, what: string, name: string): string => {
  const fact = factOf(coverage, what, name);
  return fact === undefined ? 'no fact' : [fact, fact.elsewhere].map(({ transactions, amounts }) => [transactions, ...Object.entries(amounts).map(([currency, amount]) => `${amount} ${currency}`)].join(' ')).join(' / ');
};

const LATER = '2026-06-20T12:00:00Z';

describe('what a finally approved report of the window exercises', () => {
  const two: EventParts = { lines: [{ amount: '60.00' }, { amount: '30.00', merchant: 'Bluebird Signage', category: 'Supplies', location: 'Store 003' }, { amount: '10.00' }] };
  const { coverage, paths } = covered(new World(), [two], [{ lines: [{ amount: '5.00', merchant: ' ACME  janitorial' }] }]);

  test.each([
    ['mapping/vendors', 'Acme Janitorial', '2 75.00 USD / 0'],
    ['mapping/vendors', 'Bluebird Signage', '1 30.00 USD / 0'],
    ['mapping/vendors', 'Kanto Paper', '0 / 0'],
    ['mapping/categories', 'Cleaning', '2 75.00 USD / 0'],
    ['mapping/departments', 'Store Operations', '2 105.00 USD / 0'],
    ['mapping/locations', 'Store 003', '1 30.00 USD / 0'],
    ['mapping/approvers', 'lee@shop.example', '2 105.00 USD / 0'],
    ['mapping/approvers', 'kim@shop.example', '0 / 0'],
    ['routing', 'manager', '2 105.00 USD / 0'],
    ['approval path', 'manager', '2 105.00 USD / 0'],
    ['currency', 'USD', '2 105.00 USD / 0'],
    ['currency', 'JPY', '0 / 0'],
    ['period', '2026-06', '2 105.00 USD / 0'],
    ['period', '2026-05', 'no fact'],
    ['vendor', 'V-1001', '2 75.00 USD / 0'],
  ])('%s %s: %s', (what, name, expected) => {
    expect(usage(coverage, what, name)).toBe(expected);
  });

  test('is counted once a report, and its money adds up', () => {
    expect([coverage.transactions, coverage.amounts]).toEqual([2, { USD: '105.00' }]);
    expect(paths).toEqual(['manager', 'manager']);
  });
});

describe('a report counts for the window', () => {
  const acme = (...events: EventParts[]): string => usage(covered(new World(), events).coverage, 'mapping/vendors', 'Acme Janitorial');

  test.each<[string, EventParts[], string]>([
    ['where it was finally approved in it', [{}], '1 100.00 USD / 0'],
    ['where the ERP would reject it', [{ department: 'Nowhere' }], '1 100.00 USD / 0'],
    ['where it was withdrawn later', [{}, { status: 'recalled', at: LATER }], '1 100.00 USD / 0'],
    ['as its last finally approved snapshot says', [{ lines: [{ amount: '70.00' }] }, { revision: 2, at: LATER, lines: [{ amount: '40.00' }] }], '1 40.00 USD / 0'],
    ['not where it was approved after it', [{ at: LATER }], '0 / 1 100.00 USD'],
    ['not where it was approved before it', [{ at: '2026-05-20T12:00:00Z' }], '0 / 1 100.00 USD'],
    ['not while it is pending', [{ status: 'submitted' }], '0 / 1 100.00 USD'],
    ['not for lines that are personal', [{ lines: [{ amount: '70.00' }, { amount: '30.00', personal: true }] }], '1 70.00 USD / 0'],
    ['not where nothing of it is ordered', [{ lines: [{ personal: true }] }], '0 / 0'],
  ])('%s', (_, events, expected) => {
    expect(acme(...events)).toBe(expected);
  });
});

describe('what nothing used', () => {
  const { coverage } = covered(new World(), [{}]);

  test.each([
    ['a row that leads to what is active', 'mapping/vendors', 'Kanto Paper', ['V-1003 Kanto Paper', true, 'mapping/vendors.csv:4']],
    ['a row that leads to what is out of use', 'mapping/categories', 'Retired', ['6190 6190 name', false, 'mapping/categories.csv:4']],
    ['a row that leads to nothing', 'mapping/vendors', 'Ghost Supplies', ['V-0777', false, 'mapping/vendors.csv:7']],
  ])('is named with where it leads: %s', (_, what, name, expected) => {
    const fact = factOf(coverage, what, name);
    expect([fact?.target, fact?.active, fact?.at]).toEqual(expected);
    expect(fact?.transactions).toBe(0);
  });

  test('is also a routing rule that applied and was not satisfied, and one that never applied', () => {
    const world = new World({ routing: [{ name: 'manager', require: ['manager'] }, { name: 'second', require: ['vp'] }, { name: 'large', when: { total: { gt: '5000.00' } }, require: ['vp'] }] });
    const told = covered(world, [{}]).coverage;
    expect(['manager', 'second', 'large'].map((name) => factOf(told, 'routing', name)?.transactions)).toEqual([1, 0, 0]);
  });
});

describe('approvers', () => {
  const chain = (...approvers: string[]): string[] => approvers.map((who) => `manager ${who} approved 2026-06-02T10:00:00Z`);
  const { coverage } = covered(new World(), [{ chain: chain('lee@shop.example', 'stranger@shop.example') }], [{ status: 'submitted', chain: chain('STRANGER@shop.example') }], [{ at: LATER, chain: chain('kim@shop.example').map((each) => each.replace('06-02', '06-20')) }]);

  test('of every report of the window are told, mapped or not, and those whom only the sheet names', () => {
    expect(coverage.approvers.map(({ email, erpApproverId, exists, active, reports }) => [email, erpApproverId, exists, active, reports])).toEqual([
      ['lee@shop.example', 'U-1', true, true, 1], ['kim@shop.example', 'U-2', true, true, 0], ['max@shop.example', 'U-9', true, false, 0], ['una@shop.example', 'U-7', false, false, 0], ['stranger@shop.example', '', false, false, 2],
    ]);
  });
});

describe('everybody who may approve', () => {
  test('is told, where a sheet names them, mapped or not and asked or not', () => {
    const world = new World();
    for (const email of ['KIM@shop.example', 'new@shop.example']) world.master.expenseApprovers.set(email, { email, at: 'master/expense_approvers.csv:2' });
    const { coverage } = covered(world, [{}]);
    expect(coverage.approvers.filter(({ listed }) => listed).map(({ email, erpApproverId, reports, at }) => [email, erpApproverId, reports, at])).toEqual([
      ['kim@shop.example', 'U-2', 0, expect.stringContaining('mapping/approvers.csv')], ['new@shop.example', '', 0, 'master/expense_approvers.csv:2'],
    ]);
  });
});

describe('money', () => {
  test('is summed exactly, also beyond what a number holds', () => {
    const most = '90071992547409.91';
    const reports = Array.from({ length: 3 }, () => [{ lines: [{ amount: most }] }]);
    expect(covered(new World(), ...reports).coverage.amounts).toEqual({ USD: '270215977642229.73' });
  });

  test('of different currencies is never added', () => {
    const { coverage } = covered(new World(), [{}], [{ currency: 'JPY', lines: [{ amount: '500', merchant: 'Kanto Paper' }] }]);
    expect(usage(coverage, 'routing', 'manager')).toBe('2 500 JPY 100.00 USD / 0');
  });

  test('and roles are told apart without regard to case', () => {
    const { coverage, paths } = covered(new World(), [{}], [{ chain: ['Manager lee@shop.example approved 2026-06-02T10:00:00Z'] }]);
    expect(usage(coverage, 'approval path', 'manager')).toBe('2 200.00 USD / 0');
    expect(paths).toEqual(['manager', 'manager']);
  });
});
