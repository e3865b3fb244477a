import { describe, expect, test } from 'vitest';
import type { CheckedHealth, HealthCheckName, HealthFacts, ReviewedRow } from '../../src/domain/health.ts';
import { reviewHealth } from '../../src/watching/health/review-health.ts';

/** A mapping row that is used and leads to what is active, and what it says otherwise. */
const rowOf = (parts: Partial<ReviewedRow> = {}): ReviewedRow => ({ sheet: 'vendors', from: 'Acme', to: 'V-1', at: 'mapping/vendors.csv:2', target: 'active', targetAt: 'master/vendors.csv:2', reports: 3, last: { reportId: 'EXP-9', date: '2026-06-02' }, ...parts });
const approver = (parts: Partial<ReviewedRow> = {}): ReviewedRow => rowOf({ sheet: 'approvers', from: 'Lee@shop.example', to: 'U-1', at: 'mapping/approvers.csv:2', targetAt: 'master/approvers.csv:2', ...parts });

/** What a check finds, on 30 June with a record from 1 January on. */
function checked(check: HealthCheckName, facts: Partial<HealthFacts>): CheckedHealth {
  const all = reviewHealth({
    today: '2026-06-30', settings: { warnDays: 30, approverSilentDays: 90 }, credentials: [], recordFrom: '2026-01-01', recordTo: '2026-06-30', values: [], valuesSeen: 0, rows: [], shared: [], decisions: new Map(), ...facts,
  });
  return all.find((each) => each.check === check) as CheckedHealth;
}
const saysOf = ({ items }: CheckedHealth): string[] => items.map(({ needsAction, says }) => `${needsAction ? 'act' : 'look'}: ${says}`);

describe('credentials', () => {
  test.each<[what: string, credential: { expiresAt?: string; rotateBy?: string }, says: string[]]>([
    ['one that ends today has expired', { expiresAt: '2026-06-30' }, ['act: token has expired on 2026-06-30']],
    ['one that ends within the days asked for is told', { expiresAt: '2026-07-30' }, ['act: token expires on 2026-07-30, in 30 days']],
    ['one that ends a day later is not', { expiresAt: '2026-07-31' }, []],
    ['one may work for long and have to be rotated', { expiresAt: '2027-06-30', rotateBy: '2026-06-01' }, ['act: token was to be rotated by 2026-06-01']],
    ['both are told in one', { expiresAt: '2026-07-01', rotateBy: '2026-06-29' }, ['act: token expires on 2026-07-01, in 1 day, and was to be rotated by 2026-06-29']],
  ])('%s', (_, credential, says) => {
    expect(saysOf(checked('credentials', { credentials: [{ name: 'token', ...credential }] }))).toEqual(says);
  });

  test('where the settings name none, that is said, and nothing is taken for well', () => {
    expect(checked('credentials', {}).notes).toEqual(['the settings name no credentials, so nothing is known of when they end']);
  });
});

describe('approvers who may have left', () => {
  const decided = (date: string) => ({ decisions: new Map([['lee@shop.example', { reportId: 'EXP-7', date }]]) });

  test('inactive in the ERP and still mapped, though they decide', () => {
    const found = checked('approvers', { rows: [approver({ target: 'inactive' })], ...decided('2026-06-29') });
    expect(saysOf(found)).toEqual(['act: Lee@shop.example: U-1 is not active in the ERP']);
    expect(found.items[0]?.evidence).toEqual(['mapping/approvers.csv:2', 'master/approvers.csv:2', 'last decision: EXP-7 (2026-06-29)']);
  });

  test('without a decision for as many days as asked for, and not a day less', () => {
    expect(saysOf(checked('approvers', { rows: [approver()], ...decided('2026-04-01') }))).toEqual(['act: Lee@shop.example: no decision for 90 days']);
    expect(saysOf(checked('approvers', { rows: [approver()], ...decided('2026-04-02') }))).toEqual([]);
  });

  test('is silent no longer than the record goes on: after it ends nobody knows who decided', () => {
    expect(saysOf(checked('approvers', { rows: [approver()], recordTo: '2026-06-10', ...decided('2026-03-20') }))).toEqual([]);
    expect(saysOf(checked('approvers', { rows: [approver()], recordTo: '2026-06-10', ...decided('2026-03-12') }))).toEqual(['act: Lee@shop.example: no decision for 90 days, up to 2026-06-10']);
  });

  test('who never decided is told only where the record is as long as the silence', () => {
    expect(saysOf(checked('approvers', { rows: [approver()] }))).toEqual(['act: Lee@shop.example: no decision since the record begins on 2026-01-01']);
    const short = checked('approvers', { rows: [approver()], recordFrom: '2026-06-01' });
    expect(short.items).toEqual([]);
    expect(short.notes).toEqual(['who never decided is not told: the record begins on 2026-06-01, and 90 days are asked for (health.approverSilentDays)']);
  });
});

describe('mapping rows', () => {
  test('to what is inactive or unknown need action, used or not, with sheet row, record and report', () => {
    const found = checked('targets', { rows: [rowOf(), rowOf({ target: 'inactive' }), rowOf({ target: 'unknown', targetAt: '', reports: 0, last: null })] });
    expect(saysOf(found)).toEqual(['act: Acme → V-1 (mapping/vendors): V-1 is not active in the ERP', 'act: Acme → V-1 (mapping/vendors): V-1 is unknown to the ERP']);
    expect(found.items.map(({ evidence }) => evidence)).toEqual([['mapping/vendors.csv:2', 'master/vendors.csv:2', '3 reports, last EXP-9 (2026-06-02)'], ['mapping/vendors.csv:2']]);
  });

  test('to what no sheet of master data has are not taken for well', () => {
    expect(checked('targets', { rows: [rowOf({ sheet: 'entities', target: 'unchecked' })] }).notes).toEqual(['no sheet of master data says which entities the ERP knows']);
  });

  test('that contradict each other need action; that repeat each other are to be looked at', () => {
    const shared = { sheet: 'vendors' as const, value: 'Acme', at: ['mapping/vendors.csv:2', 'mapping/vendors.csv:5'] };
    expect(saysOf(checked('rows', { shared: [{ ...shared, isConflict: true }, { ...shared, isConflict: false }] }))).toEqual(['act: Acme is mapped to different ids in mapping/vendors, and so to none', 'look: Acme stands in mapping/vendors more than once, and says the same each time']);
  });

  test.each<[what: string, one: string, other: string, to: string, found: number]>([
    ['one merchant with and without its legal form, and two vendors', 'Acme Supply', 'ACME SUPPLY, INC.', 'V-2', 1],
    ['the same, and one vendor', 'Acme Supply', 'ACME SUPPLY, INC.', 'v-1', 0],
    ['two legal forms are two companies', 'Acme Inc', 'Acme GmbH', 'V-2', 0],
  ])('%s: %s, %s → %s', (_, one, other, to, found) => {
    expect(checked('rows', { rows: [rowOf({ from: one }), rowOf({ from: other, to })] }).items).toHaveLength(found);
  });

  test('a merchant without a legal form may be any of several companies that have one; these are no pair', () => {
    const [zeta, inc, ltd] = [rowOf({ from: 'Zeta', at: 'v:2' }), rowOf({ from: 'Zeta Inc', to: 'V-2', at: 'v:3' }), rowOf({ from: 'Zeta Ltd', to: 'V-3', at: 'v:4' })];
    const found = checked('rows', { rows: [zeta, inc, ltd] });
    expect(saysOf(found)).toEqual(['look: Zeta → V-1, Zeta Inc → V-2, Zeta Ltd → V-3: spelled alike, and mapped to different vendors']);
    expect(found.items[0]?.evidence).toEqual(['v:2', 'v:3', 'v:4']);
    expect(saysOf(checked('rows', { rows: [rowOf({ from: 'Zeta', to: 'V-2', at: 'v:2' }), inc, ltd] }))).toEqual(['look: Zeta → V-2, Zeta Ltd → V-3: spelled alike, and mapped to different vendors']);
    expect(saysOf(checked('rows', { rows: [inc, ltd] }))).toEqual([]);
  });

  test('that nothing used are to be looked at', () => {
    expect(saysOf(checked('unused', { rows: [rowOf(), rowOf({ from: 'Bluebird', reports: 0, last: null }), approver({ reports: 0 })] }))).toEqual(['look: Bluebird → V-1 (mapping/vendors): not used since the record begins on 2026-01-01']);
  });
});
