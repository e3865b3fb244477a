import { beforeAll, describe, expect, it } from 'vitest';
import { FINDING_CODES } from '../../src/domain/finding.ts';
import { STATUS_NAMES } from '../../src/domain/variance.ts';
import { SELFTEST_KINDS } from '../../src/selftest/kinds/all-kinds.ts';
import { type Plan, planSelftest } from '../../src/selftest/plan.ts';
import { quotasOf } from '../../src/selftest/schedule.ts';
import type { ProjectParts } from '../project-folder.ts';
import { groundsOf, invented, planOf, planOfDemo } from './project-plan.ts';

const VENDORS = 'id,name,currency,active\nV-1001,Acme Janitorial Supply Co,USD,true\n';
const vendors = (...rows: string[]): ProjectParts => ({ files: { 'master/vendors.csv': `${VENDORS}${rows.map((row) => `${row}\n`).join('')}`, 'mapping/vendors.csv': 'merchant,vendor_id\nAcme Janitorial,V-1001\nBluebird Signage,V-1002\n' } });
const settings = (parts: Record<string, unknown>): ProjectParts => ({ settings: parts });
const file = (path: string, text: string): ProjectParts => ({ files: { [path]: text } });
const supports = ({ kinds }: Plan, kind: string): boolean => kinds.some((each) => each.kind === kind);
const whyOf = ({ leftOut }: Plan, kind: string): string | undefined => leftOut.find((each) => each.kind === kind)?.why;

describe('the catalogue', () => {
  it('names each kind once, in a code and in words that fit a column', () => {
    expect(new Set(SELFTEST_KINDS.map(({ kind }) => kind)).size).toBe(SELFTEST_KINDS.length);
    expect(new Set(SELFTEST_KINDS.map(({ title }) => title)).size).toBe(SELFTEST_KINDS.length);
    for (const { kind, title } of SELFTEST_KINDS) {
      expect(kind).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(title.length, title).toBeLessThanOrEqual(32);
    }
  });

  it('has a kind for every status, and for every reason for which an export of the generic format can be rejected', async () => {
    const parts: ProjectParts = {
      settings: {
        window: { from: '2026-06-22', to: '2026-07-10' }, grouping: 'report', tolerance: { absolute: '0.05' }, matching: { manualEntryGraceDays: 2 },
        scope: { lines: { exclude: { paymentType: 'cash_advance' } }, ledger: { exclude: { enteredBy: 'merchandise_bot' } } },
      },
      files: {
        'master/vendors.csv': `${VENDORS}V-1002,Bluebird Signage LLC,USD,true\nV-1003,Kanto Paper,JPY,true\nV-1009,Closed Corp,USD,false\n`,
        'mapping/vendors.csv': 'merchant,vendor_id\nAcme Janitorial,V-1001\nBluebird Signage,V-1002\nKanto,V-1003\n',
        'master/gl_accounts.csv': 'id,name,active\n6110,Cleaning services,true\n6120,Store supplies,true\n6130,Old,false\n',
        'mapping/categories.csv': 'category,gl_account\nCleaning,6110\nSupplies,6120\nOld,6130\nLost,6999\n',
        'master/departments.csv': 'id,name,active\nD-10,Store Operations,true\nD-11,Marketing,true\nD-19,Closed,false\n',
        'mapping/departments.csv': 'expense_department,erp_department\nStore Operations,D-10\nMarketing,D-11\nClosed,D-19\nLost,D-99\n',
        'master/locations.csv': 'id,name,active\nL-003,Store 003,true\nL-012,Store 012,true\nL-099,Closed,false\n',
        'mapping/locations.csv': 'expense_location,erp_location\nStore 003,L-003\nStore 012,L-012\nClosed,L-099\nLost,L-999\n',
        'master/approvers.csv': 'id,name,email,active\nU-100,Lee,lee@shop.example,true\nU-101,Kim,kim@shop.example,false\n',
        'mapping/approvers.csv': 'expense_approver_email,erp_approver_id\nlee@shop.example,U-100\nkim@shop.example,U-101\nmax@shop.example,U-999\n',
        'master/periods.csv': 'name,start,end,status\n1,2026-06-22,2026-06-26,closed\n2,2026-07-01,2026-07-31,open\n',
        'master/items.csv': 'id,name,active\nI-1,Mop,true\n',
      },
    };
    const { truth } = invented(await planOf(parts), { reports: 1000, seed: 1 });
    // The fields of single ERPs are none of the generic one's; what is invented stands in one legal entity and on one basis.
    const never = ['SNAPSHOT_UNREADABLE', 'SUBMITTER_CHANGED', 'ENTITY_UNMAPPED', 'ENTITY_UNKNOWN', 'ENTITY_INACTIVE', 'APPROVAL_DATE_MISSING', 'TAX_MISSING', 'TAX_IMPLAUSIBLE', 'AMOUNT_BEYOND_LIMIT', 'ERP_FIELD_TOO_LONG', 'ERP_FIELD_INVALID', 'ROUTING_NOT_EVIDENCED'];
    const causes = new Set(truth.flatMap((entry) => entry.causes ?? []));
    expect(FINDING_CODES.filter((code) => !causes.has(code))).toEqual(never);
    expect(STATUS_NAMES.filter((status) => !truth.some((entry) => entry.status === status))).toEqual([]);
  });
});

describe('what the demonstration leaves out', () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await planOfDemo();
  });

  it('is told with the reason, kind by kind', () => {
    expect(Object.fromEntries(plan.leftOut.map(({ kind, why }) => [kind, why]))).toEqual({
      match_line_by_line: 'only with grouping: line',
      match_lines_as_one: 'only with grouping: line',
      match_out_of_scope_line: 'scope.lines leaves out nothing by payment type or by who is reimbursed',
      awaiting_manual: 'matching.manualEntryGraceDays gives no grace',
      out_of_scope_order: 'scope.ledger leaves out nothing by who entered it or by its number',
      amount_tax_included: 'matching.taxRates names no rate',
      amount_tax_included_no_reference: 'matching.taxRates names no rate',
      rejected_approver_unknown: 'no row of mapping/approvers leads to an approver that the ERP does not have',
      rejected_department_unknown: 'no row of mapping/departments leads to a department that the ERP does not have',
      rejected_location_unknown: 'no row of mapping/locations leads to a location that the ERP does not have',
      rejected_location_inactive: 'no row of mapping/locations leads to an inactive location',
      rejected_period_missing: 'every business day of the window lies in a fiscal period',
      rejected_period_closed: 'no business day of the window lies in a closed fiscal period',
      rejected_vendor_ambiguous: 'only with grouping: report',
      rejected_item_unknown: 'there is no sheet master/items, so that items are not checked',
    });
    expect(plan.kinds.length + plan.leftOut.length).toBe(SELFTEST_KINDS.length);
  });

  it('and all the rest is planted, at least once each in the fewest reports that may be asked for', () => {
    const { truth, leftOut } = invented(plan, { reports: 200, seed: 3 });
    expect(leftOut).toEqual([]);
    expect(plan.kinds.filter(({ kind }) => !truth.some((entry) => entry.kind === kind)).map(({ kind }) => kind)).toEqual([]);
  });
});

// What takes a kind away, and why; without the change it is there, or it is there with the change and not without it.
const TAKEN_AWAY: readonly (readonly [kind: string, change: string, parts: ProjectParts, why: string | RegExp])[] = [
  ['wrong_vendor', 'one vendor', vendors(), 'no two active vendors are paid in one currency'],
  ['match_multi_vendor', 'one vendor', vendors(), 'no two vendors of one currency can be used'],
  ['match_multi_vendor', 'grouping: report', settings({ grouping: 'report' }), 'with grouping: report the ERP refuses several vendors'],
  ['match_refund_line', 'grouping: line', settings({ grouping: 'line' }), /a refund is a PO of its own/],
  ['match_split', 'grouping: line', settings({ grouping: 'line' }), 'with grouping: line a PO has one line'],
  ['swapped_accounts', 'grouping: line', settings({ grouping: 'line' }), 'with grouping: line a PO has one line'],
  ['wrong_account', 'one active account', file('master/gl_accounts.csv', 'id,name,active\n6110,Cleaning services,true\n6120,Store supplies,false\n'), 'master/gl_accounts has one active account in scope'],
  ['wrong_department', 'one active department', file('master/departments.csv', 'id,name,active\nD-10,Store Operations,true\nD-11,Marketing,false\n'), 'master/departments has one active department'],
  ['wrong_department', 'no department', file('mapping/departments.csv', 'expense_department,erp_department\n'), 'no department can be used'],
  ['wrong_location', 'one active location', file('master/locations.csv', 'id,name,active\nL-003,Store 003,true\nL-012,Store 012,false\n'), 'master/locations has one active location'],
  ['wrong_period', 'one fiscal period', file('master/periods.csv', 'name,start,end,status\n2026-06,2026-06-01,2026-06-30,open\n'), 'master/periods has one period'],
  ['rejected_routing_incomplete', 'no routing rules', settings({ routing: [] }), 'there are no routing rules'],
  ['rejected_routing_incomplete', 'a rule that no report meets', settings({ routing: [{ name: 'board', when: { department: 'Nowhere' }, require: ['board'] }] }), 'no routing rule applies to a report that can be made'],
  ['match_no_reference', 'a scope without such POs', settings({ scope: { ledger: { exclude: { poNumber: '*' } } } }), 'scope.ledger leaves out every PO that names no report'],
  ['match_vendor_by_name_no_reference', 'a ledger scope by vendor', settings({ scope: { ledger: { exclude: { vendor: 'V-2*' } } } }), /scope.ledger goes by vendor/],
  ['rejected_vendor_unmapped', 'a scope of certain vendors', settings({ scope: { lines: { include: { vendor: 'V-10*' } } } }), 'scope.lines leaves out every merchant without a row in mapping/vendors'],
  ['rejected_account_unmapped', 'a scope of certain categories', settings({ scope: { lines: { include: { category: ['Cleaning', 'Supplies'] } } } }), 'scope.lines leaves out every category without a row in mapping/categories'],
  ['rejected_currency_unknown', 'a vendor of any currency', vendors('V-1002,Bluebird Signage LLC,,true'), 'a vendor takes any currency'],
  ['vendor_name_mistyped', 'vendors with one name', vendors('V-1002,Acme Janitorial Supply Inc,USD,true'), /no vendor's name is long enough/],
  ['match_vendor_by_name', 'vendors with one name', vendors('V-1002,Acme Janitorial Supply Inc,USD,true'), 'no vendor has a name of its own'],
  ['amount_digit_wrong', 'a tolerance of half the amount', settings({ tolerance: { percent: '50' } }), /no wrong digit can be told from a rounding/],
  ['missing_manual', 'grace beyond the window', settings({ matching: { manualEntryGraceDays: 30 } }), 'matching.manualEntryGraceDays lets every PO of the window still come'],
];
const BROUGHT: readonly (readonly [kind: string, change: string, parts: ProjectParts])[] = [
  ['match_line_by_line', 'grouping: line', settings({ grouping: 'line' })],
  ['match_lines_as_one', 'grouping: line', settings({ grouping: 'line' })],
  ['rejected_vendor_ambiguous', 'grouping: report', settings({ grouping: 'report' })],
  ['within_tolerance', 'a tolerance', settings({ tolerance: { absolute: '0.05' } })],
  ['awaiting_manual', 'grace', settings({ matching: { manualEntryGraceDays: 1 } })],
  ['match_out_of_scope_line', 'a scope by payment type', settings({ scope: { lines: { exclude: { paymentType: 'cash*' } } } })],
  ['match_out_of_scope_line', 'a scope by reimbursement', settings({ scope: { lines: { include: { reimbursable: true } } } })],
  ['out_of_scope_order', 'a scope by who enters', settings({ scope: { ledger: { include: { enteredBy: 'expense_*' } } } })],
  ['out_of_scope_order', 'a scope by number', settings({ scope: { ledger: { exclude: { poNumber: 'MERCH-*' } } } })],
  ['amount_other_currency', 'a vendor in another currency', file('mapping/vendors.csv', 'merchant,vendor_id\nAcme Janitorial,V-1001\nBluebird Signage,V-1002\nKanto,V-1003\n')],
  ['rejected_vendor_currency_mismatch', 'a vendor in another currency', file('mapping/vendors.csv', 'merchant,vendor_id\nAcme Janitorial,V-1001\nBluebird Signage,V-1002\nKanto,V-1003\n')],
  ['rejected_vendor_inactive', 'an inactive vendor', vendors('V-1002,Bluebird Signage LLC,USD,false')],
  ['rejected_account_inactive', 'a category of an inactive account', file('master/gl_accounts.csv', 'id,name,active\n6110,Cleaning services,true\n6120,Store supplies,false\n')],
  ['rejected_account_unknown', 'a category of an unknown account', file('mapping/categories.csv', 'category,gl_account\nCleaning,6110\nSupplies,6999\n')],
  ['rejected_department_inactive', 'an inactive department', file('master/departments.csv', 'id,name,active\nD-10,Store Operations,true\nD-11,Marketing,false\n')],
  ['rejected_department_unknown', 'an unknown department', file('mapping/departments.csv', 'expense_department,erp_department\nStore Operations,D-10\nMarketing,D-99\n')],
  ['rejected_location_inactive', 'an inactive location', file('master/locations.csv', 'id,name,active\nL-003,Store 003,true\nL-012,Store 012,false\n')],
  ['rejected_location_unknown', 'an unknown location', file('mapping/locations.csv', 'expense_location,erp_location\nStore 003,L-003\nStore 012,L-999\n')],
  ['rejected_approver_inactive', 'an inactive approver', { files: { 'master/approvers.csv': 'id,name,email,active\nU-100,Lee,lee@shop.example,true\nU-101,Kim,kim@shop.example,false\n', 'mapping/approvers.csv': 'expense_approver_email,erp_approver_id\nlee@shop.example,U-100\nkim@shop.example,U-101\n' } }],
  ['rejected_approver_unknown', 'an unknown approver', file('mapping/approvers.csv', 'expense_approver_email,erp_approver_id\nlee@shop.example,U-100\nkim@shop.example,U-999\n')],
  ['rejected_period_closed', 'a closed period', file('master/periods.csv', 'name,start,end,status\n1,2026-06-01,2026-06-05,open\n2,2026-06-06,2026-06-30,closed\n')],
  ['rejected_period_missing', 'days without a period', file('master/periods.csv', 'name,start,end,status\n1,2026-06-01,2026-06-05,open\n')],
  ['rejected_item_unknown', 'a sheet of items', file('master/items.csv', 'id,name,active\nI-1,Mop,true\n')],
];

describe('a small project', () => {
  let base: Plan;
  beforeAll(async () => {
    base = await planOf();
  });

  it.each(TAKEN_AWAY)('can\'t support %s with %s', async (kind, _, parts, why) => {
    expect(supports(base, kind)).toBe(true);
    const plan = await planOf(parts);
    expect(supports(plan, kind)).toBe(false);
    expect(whyOf(plan, kind)).toEqual(typeof why === 'string' ? why : expect.stringMatching(why));
  });

  it.each(BROUGHT)('supports %s with %s, and not without', async (kind, _, parts) => {
    expect(supports(base, kind)).toBe(false);
    expect(whyOf(base, kind)).not.toBe('');
    const plan = await planOf(parts);
    expect(whyOf(plan, kind)).toBeUndefined();
    expect(invented(plan, { reports: 200, seed: 1 }).truth.some((entry) => entry.kind === kind)).toBe(true);
  });

  it('supports tax that was keyed in where the settings name a rate', async () => {
    const grounds = await groundsOf();
    // The key that matching is about to get; until then only a program can set it.
    const withRates = { ...grounds, settings: { ...grounds.settings, matching: { ...grounds.settings.matching, taxRates: ['8.875', 'none'] } } };
    const plan = planSelftest(withRates);
    expect(plan.retailer.taxRates).toEqual(['8.875']);
    const { truth } = invented(plan, { reports: 300, seed: 1 });
    const [entry] = truth.filter(({ kind }) => kind === 'amount_tax_included');
    expect(Number(entry?.variance)).toBeGreaterThan(0);
    expect(truth.some(({ kind }) => kind === 'amount_tax_included_no_reference')).toBe(true);
  });

  it('plants no rejection for what the chosen ERP objects to only later', async () => {
    const later = 'the ERP objects to it only after the PO was created';
    const section = { erp: 'dynamics-bc', erpDefaults: { 'dynamics-bc': { departmentDimension: 'DEPARTMENT', locationDimension: 'STORE' } } };
    const plan = await planOf(settings(section));
    expect(plan.leftOut.filter(({ why }) => why === later).map(({ kind }) => kind)).toEqual([
      'rejected_department_inactive', 'rejected_location_inactive', 'rejected_cost_object_missing', 'rejected_period_missing', 'rejected_period_closed', 'rejected_twofold',
    ]);
    const strict = await planOf(settings({ ...section, erpObjections: { blocks_release: 'error', blocks_invoice: 'error' } }));
    expect(strict.leftOut.filter(({ why }) => why === later)).toEqual([]);
  });

  it('names the routing rules that take no part, and why', async () => {
    const { leftOut } = await planOf(settings({ routing: [
      { name: 'manager', require: ['manager'] }, { name: 'two', when: { total: { gt: '900.00' } }, require: ['vp', 'cfo'] }, { name: 'nowhere', when: { location: 'Store 999' }, require: ['x'] },
      { name: 'never', when: { total: { gte: '10.00', lt: '10.00' } }, require: ['x'] }, { name: 'rappen', when: { currency: 'CHF' }, require: ['x'] },
    ] }));
    expect(leftOut.filter(({ title }) => title.startsWith('Approval missing')).map(({ title, why }) => `${title}: ${why}`)).toEqual([
      'Approval missing, rule two: a report to which it applies needs 3 approvers, and 1 can be used',
      'Approval missing, rule nowhere: its location is not mapped to an active one',
      'Approval missing, rule never: its bounds leave no total that anybody approves',
      'Approval missing, rule rappen: no vendor that can be used is paid in its currency',
    ]);
  });
});

describe('a project of which nothing can be tested', () => {
  it.each<readonly [string, ProjectParts, RegExp]>([
    ['has no merchant that is mapped to an active vendor', file('mapping/vendors.csv', 'merchant,vendor_id\nAcme,V-9999\n'), /^nothing can be tested without a merchant/],
    ['has no category that is mapped to an active account', file('mapping/categories.csv', 'category,gl_account\n'), /without a category/],
    ['has neither department nor location', { files: { 'mapping/departments.csv': null, 'mapping/locations.csv': null } }, /without a department or location/],
    ['leaves every vendor out', settings({ scope: { lines: { include: { vendor: 'none' } } } }), /without a merchant.*in scope/],
    ['leaves every line out', settings({ scope: { lines: { exclude: { paymentType: '*' } } } }), /scope.lines leaves every line out/],
    ['has no approver whom routing could ask', file('mapping/approvers.csv', 'expense_approver_email,erp_approver_id\n'), /nobody's report could be approved/],
    ['has no fiscal period for its window', file('master/periods.csv', 'name,start,end,status\n2026-06,2026-06-01,2026-06-30,closed\n'), /no business day of the window lies in an open fiscal period/],
    ['has no business day in its window', settings({ window: { from: '2026-06-06', to: '2026-06-07' } }), /the window holds no business day/],
  ])('%s', async (_, parts, says) => {
    await expect(planOf(parts)).rejects.toThrow(says);
    await expect(planOf(parts)).rejects.toMatchObject({ name: 'CannotRun', where: expect.stringMatching(/./), remedy: expect.stringMatching(/./) });
  });
});

describe('how often', () => {
  it('each kind is planted in eight of a thousand reports, and what can only be told by its amount no oftener than its vendors have room', async () => {
    const plan = await planOfDemo();
    const counts = (reports: number): Map<string, number> => new Map([...quotasOf(plan, reports)].map(([{ kind }, count]) => [kind, count]));
    expect(counts(1000).get('wrong_account')).toBe(8);
    expect(counts(1000).get('missing_manual')).toBe(8);
    expect(counts(20_000).get('wrong_account')).toBe(160);
    const loose = counts(20_000).get('missing_manual') as number;
    expect(loose).toBeGreaterThan(8);
    expect(loose).toBeLessThan(160);
    expect(counts(100_000).get('missing_manual')).toBe(loose);
  });
});
