import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { settingsSchema } from '../../src/domain/settings.ts';
import { CannotRun } from '../../src/domain/trouble.ts';
import { runSelftest } from '../../src/pipeline/selftest/run-selftest.ts';
import { SILENT } from '../../src/pipeline/workplace.ts';
import type { Grounds } from '../../src/selftest/grounds.ts';
import { planSelftest } from '../../src/selftest/plan.ts';
import { PROGRAM_VERSION, generateProject } from '../cli/generated-project.ts';
import { groundsOf, invented } from '../selftest/project-plan.ts';

/** The demonstration's project with some settings otherwise. */
function demoWith(settings: Record<string, unknown>): string {
  const dir = generateProject({ reports: 10, seed: 1 });
  const path = join(dir, 'po-shadow.yaml');
  writeFileSync(path, stringify({ ...(parse(readFileSync(path, 'utf8')) as object), ...settings }));
  return dir;
}

describe('under other settings', () => {
  // Each of these bears on what agrees, what is due and what counts; the self-test must know it as the program does.
  it.each<readonly [string, Record<string, unknown>]>([
    ['one PO a line', { grouping: 'line' }], ['one PO a report', { grouping: 'report' }],
    ['no tolerance', { tolerance: {} }], ['a large tolerance', { tolerance: { absolute: '25.00' } }], ['two tolerances', { tolerance: { absolute: '10.00', percent: '2' } }],
    ['tolerances by currency', { tolerance: { absolute: { JPY: '100', EUR: '0.02' } } }],
    ['two days of grace', { matching: { manualEntryGraceDays: 2 } }], ['much grace', { matching: { manualEntryGraceDays: 40 } }],
    ['no days between the dates', { matching: { dateWindowDays: 0 } }], ['many days between the dates', { matching: { dateWindowDays: 60 } }],
    ['another week', { calendar: { businessDays: ['mon', 'sat', 'sun'], holidays: ['2026-06-06'], noActivity: ['2026-06-07'] } }], ['another time zone', { timeZone: 'Asia/Tokyo' }],
    ['other states', { finalStates: ['Submitted', 'booked'], cancelStates: ['void', 'booked'] }],
    ['a scope of lines', { scope: { lines: { include: { paymentType: ['cash*'] }, exclude: { category: ['Signage'], reimbursable: false } } } }],
    ['a scope of the ledger', { scope: { ledger: { include: { enteredBy: ['expense_*'], poNumber: ['45*'] }, exclude: { glAccount: ['64*'] } } } }],
    ['no routing', { routing: [] }],
    ['much routing', { routing: [
      { name: 'two of a kind', require: ['x', 'y', 'X '] }, { name: 'between', when: { total: { gte: '100.00', lt: '120.005' } }, require: ['z'] }, { name: 'by category', when: { category: 'Signage', currency: 'USD' }, require: ['w'] },
      { name: 'by place', when: { department: ['Marketing', 'Nowhere'], location: 'Store 003' }, require: ['v', 'x'] }, { name: 'beyond', when: { total: { gt: '1000000.00' } }, require: ['board'] }, { name: 'small', when: { total: { lt: '5.00' } }, require: ['petty'] },
    ] }],
  ])('%s: what names its report is found and attributed, nothing is a false match, and nothing clean is open', async (_, settings) => {
    const { result } = await runSelftest({ folder: demoWith(settings), allowOutside: false }, { reports: 300, seed: 1, programVersion: PROGRAM_VERSION, progress: SILENT });
    const { mistakes, clean, falseMatches, falseAlarms, leftOut } = result;
    // Without a reference, what the matching does not tie may be called otherwise; and where much grace is given, a PO outside the window is nobody's row.
    const wrong = result.kinds.filter(({ planted, attribution, kind }) => attribution.right < planted && !kind.endsWith('no_reference')).map(({ kind, shownAs }) => `${kind}: ${JSON.stringify(shownAs)}`);
    expect({ wrong, falseMatches, falseAlarms, open: clean.planted - clean.quiet }).toEqual({ wrong: [], falseMatches: 0, falseAlarms: 0, open: 0 });
    expect(mistakes.planted).toBeGreaterThan(100);
    expect(leftOut.filter(({ why }) => why.startsWith('none could be drawn'))).toEqual([]);
  });
});

describe('whatever the settings', () => {
  let base: Grounds;
  beforeAll(async () => {
    base = await groundsOf({ files: {
      'mapping/vendors.csv': 'merchant,vendor_id\nAcme Janitorial,V-1001\nBluebird Signage,V-1002\nKanto,V-1003\nGulf,V-1004\n',
      'master/approvers.csv': 'id,name,email,active\nU-100,Lee,lee@shop.example,true\nU-101,Kim,kim@shop.example,true\n', 'mapping/approvers.csv': 'expense_approver_email,erp_approver_id\nlee@shop.example,U-100\nkim@shop.example,U-101\n',
    } });
  });
  const decimal = fc.constantFrom('0', '0.05', '1', '12.345', '100.00', '5000', '99999999');
  const pattern = fc.constantFrom('*', 'V-10*', 'V-1001', 'Cleaning', 'cash', 'PO-*', 'clerk*', '6110', '', '*x*');
  const filter = (keys: readonly string[]) => fc.record(Object.fromEntries(keys.map((key) => [key, fc.array(pattern, { minLength: 1, maxLength: 2 })])), { requiredKeys: [] });
  const lines = fc.tuple(filter(['category', 'paymentType', 'vendor']), fc.option(fc.boolean(), { nil: undefined })).map(([texts, reimbursable]) => ({ ...texts, ...(reimbursable !== undefined && { reimbursable }) }));
  const ledger = filter(['vendor', 'glAccount', 'enteredBy', 'poNumber']);
  const scope = fc.record({ lines: fc.record({ include: lines, exclude: lines }, { requiredKeys: [] }), ledger: fc.record({ include: ledger, exclude: ledger }, { requiredKeys: [] }) }, { requiredKeys: [] });
  const rule = fc.record({
    name: fc.constantFrom('a', 'b', 'c'), require: fc.array(fc.constantFrom('manager', 'vp', 'MANAGER '), { minLength: 1, maxLength: 3 }),
    when: fc.record({
      total: fc.record({ gt: decimal, gte: decimal, lt: decimal, lte: decimal }, { requiredKeys: [] }), department: fc.constantFrom('marketing', 'Nowhere'), category: fc.constantFrom('Cleaning', 'Nothing'),
      location: fc.constantFrom('store  003', 'Nowhere'), currency: fc.constantFrom('USD', 'JPY', 'KWD', 'CHF'),
    }, { requiredKeys: [] }),
  }, { requiredKeys: ['name', 'require'] });
  const settings = fc.record({
    window: fc.constantFrom({ from: '2026-06-01', to: '2026-06-14' }, { from: '2026-06-05', to: '2026-06-05' }, { from: '2026-05-20', to: '2026-07-03' }), timeZone: fc.constantFrom('UTC', 'America/New_York', 'Pacific/Apia', 'Asia/Kathmandu'),
    grouping: fc.constantFrom('vendor', 'report', 'line'), tolerance: fc.record({ absolute: fc.oneof(decimal, fc.record({ JPY: fc.constantFrom('0', '100'), KWD: fc.constantFrom('0.005', '3') })), percent: fc.constantFrom('0', '0.5', '10', '100') }),
    matching: fc.record({ dateWindowDays: fc.integer({ min: 0, max: 60 }), manualEntryGraceDays: fc.constantFrom(0, 0, 1, 5, 30) }), routing: fc.array(rule, { maxLength: 4 }),
    scope: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: scope }),
    calendar: fc.record({ businessDays: fc.subarray(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], { minLength: 1 }), holidays: fc.subarray(['2026-06-05', '2026-06-08']), noActivity: fc.subarray(['2026-06-05', '2026-06-09']) }),
    finalStates: fc.subarray(['approved_for_payment', 'paid', 'submitted', 'manager_approved', 'pending'], { minLength: 1 }), cancelStates: fc.subarray(['recalled', 'paid', ' ', 'submitted']),
  }, { requiredKeys: ['window'] });

  test('a project is told why it can\'t be tested, or what is planted adds up: every kind once at least, or left out with a reason', () => {
    let planned = 0;
    fc.assert(fc.property(settings, fc.nat({ max: 1000 }), (given, seed) => {
      const parsed = settingsSchema.parse({ inputs: { ledger: [] }, ...given });
      try {
        const plan = planSelftest({ ...base, settings: parsed, finalStates: parsed.finalStates ?? base.finalStates });
        const { truth, leftOut } = invented(plan, { reports: 200, seed });
        const planted = new Set(truth.map(({ kind }) => kind));
        for (const { kind } of plan.kinds) expect(planted.has(kind) || leftOut.some((each) => each.kind === kind), kind).toBe(true);
        planned++;
      } catch (error) {
        if (!(error instanceof CannotRun)) throw error;
        expect(error.remedy).toBeDefined();
      }
    }), { numRuns: 150 });
    expect(planned).toBeGreaterThan(30);
  });
});
