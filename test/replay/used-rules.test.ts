import { defaultEntity } from '../../src/domain/erp-settings.ts';
import { Sheet } from '../../src/domain/reference-data.ts';
import { describe, expect, test } from 'vitest';
import type { BusinessDate } from '../../src/domain/calendar.ts';
import { changedSettings } from '../../src/domain/changed-settings.ts';
import { changedRows } from '../../src/mapping/changed-rows.ts';
import { UsedRules } from '../../src/replay/used-rules.ts';
import { type EventParts, World, snapshot } from './world.ts';

/** What differs once `change` was done to a world, and which of it a report of these parts has to do with. */
function usedBy(change: (world: World) => void, parts: EventParts, { routing, date = '2026-06-02' }: { routing?: unknown[]; date?: string | null } = {}): string[] {
  const [before, after] = [new World(), new World(routing === undefined ? {} : { routing })];
  change(after);
  const rules = [...changedRows(before, after), ...changedSettings(before.settings, after.settings, 'other.yaml')];
  expect(rules.length).toBeGreaterThan(0);
  const configuration = ({ mapping, master, settings }: World): { mapping: World['mapping']; master: World['master']; routing: World['settings']['routing']; defaultEntity: string | null } => ({ mapping, master, routing: settings.routing, defaultEntity: defaultEntity(settings) });
  const used = new UsedRules(rules, { before: configuration(before), after: configuration(after) });
  return used.of(snapshot(parts), date as BusinessDate | null).map((place) => `${rules[place]?.where} ${rules[place]?.key}`);
}

const leads = (sheet: keyof World['mapping'], from: string, to: string) => ({ mapping }: World): void => (mapping[sheet] ??= new Sheet()).set(from, { from, to, at: 'new.csv:9' });
const retired = (sheet: 'glAccounts' | 'departments' | 'locations', id: string) => ({ master }: World): void => master[sheet].set(id, { id, name: id, active: false, at: 'new.csv:9' });
const vendorRetired = (id: string) => ({ master }: World): void => master.vendors.set(id, { id, name: id, currency: 'USD', active: false, at: 'new.csv:9' });

describe('a report has to do with', () => {
  test.each<[string, (world: World) => void, EventParts, string[]]>([
    ['the row of a category that one of its lines has, however it is written', leads('categories', 'Supplies', '6110'), { lines: [{}, { category: ' SUPPLIES' }] }, ['mapping/categories Supplies']],
    ['no row of a category that none has', leads('categories', 'Supplies', '6110'), {}, []],
    ['no row of a category that only a personal line has', leads('categories', 'Supplies', '6110'), { lines: [{}, { category: 'Supplies', personal: true }] }, []],
    ['the row of a merchant where the line names no vendor', leads('vendors', 'Acme Janitorial', 'V-1002'), {}, ['mapping/vendors Acme Janitorial']],
    ['no row of a merchant where the line names a vendor', leads('vendors', 'Acme Janitorial', 'V-1002'), { lines: [{ vendorId: 'V-1001' }] }, []],
    ['the vendor that a line names', vendorRetired('V-1002'), { lines: [{ vendorId: 'v-1002' }] }, ['master/vendors V-1002']],
    ['the vendor to which a merchant leads', vendorRetired('V-1001'), {}, ['master/vendors V-1001']],
    ['the department of its employee, where the line has none', leads('departments', 'Marketing', 'D-10'), { department: 'Marketing' }, ['mapping/departments Marketing']],
    ['no department of its employee, where the line has one', leads('departments', 'Marketing', 'D-10'), { department: 'Marketing', lines: [{ department: 'Store Operations' }] }, []],
    ['the account to which a category leads', retired('glAccounts', '6110'), {}, ['master/gl_accounts 6110']],
    ['the location to which its employee\'s leads', retired('locations', 'L-012'), {}, ['master/locations L-012']],
    ['the rows of its approvers', leads('approvers', 'lee@shop.example', 'U-2'), {}, ['mapping/approvers lee@shop.example']],
    ['both ends of a row that leads elsewhere', (world) => { leads('categories', 'Cleaning', '6120')(world); retired('glAccounts', '6110')(world); retired('glAccounts', '6120')(world); }, {}, ['mapping/categories Cleaning', 'master/gl_accounts 6110', 'master/gl_accounts 6120']],
  ])('%s', (_, change, parts, expected) => {
    expect(usedBy(change, parts)).toEqual(expected);
  });

  test('the period that holds its date, and no other', () => {
    const closed = ({ master }: World): void => { master.periods = master.periods.map((period) => ({ ...period, status: 'closed' as const })); };
    expect(usedBy(closed, {})).toEqual(['master/periods 2026-06']);
    expect(usedBy(closed, {}, { date: '2026-07-01' })).toEqual([]);
    expect(usedBy(closed, {}, { date: null })).toEqual([]);
  });

  test('a routing rule that applies to it, as it was or as it would be', () => {
    const routing = [{ name: 'manager', require: ['manager'] }, { name: 'large', when: { total: { gt: '500.00' } }, require: ['vp'] }];
    const nothing = (): void => {};
    expect(usedBy(nothing, { lines: [{ amount: '600.00' }] }, { routing })).toEqual(['settings routing large']);
    expect(usedBy(nothing, { lines: [{ amount: '400.00' }] }, { routing })).toEqual([]);
    expect(usedBy(nothing, {}, { routing: [{ name: 'manager', when: { total: { gt: '500.00' } }, require: ['manager'] }] })).toEqual(['settings routing manager']);
  });
});
