import { describe, expect, test } from 'vitest';
import { type FiscalPeriod, type Mapping, type MasterData, Sheet, emptyMapping, emptyMasterData } from '../../src/domain/reference-data.ts';
import { ruleText } from '../../src/domain/whatif.ts';
import { type ReferenceData, changedRows } from '../../src/mapping/changed-rows.ts';

const june: FiscalPeriod = { name: '2026-06', start: '2026-06-01', end: '2026-06-30', status: 'open', at: 'periods.csv:2' };

/** Sheets with some rows; each has a place of its own, so that no place can be taken for a value. */
function data(parts: { categories?: Record<string, string>; vendors?: Record<string, [name: string, currency: string, active: boolean]>; periods?: FiscalPeriod[]; items?: string[] }): ReferenceData {
  const mapping: Mapping = emptyMapping();
  const master: MasterData = emptyMasterData();
  let line = 1;
  for (const [from, to] of Object.entries(parts.categories ?? {})) mapping.categories.set(from, { from, to, at: `categories.csv:${++line}` });
  for (const [id, [name, currency, active]] of Object.entries(parts.vendors ?? {})) master.vendors.set(id, { id, name, currency, active, at: `vendors.csv:${++line}` });
  master.periods.push(...(parts.periods ?? []));
  if (parts.items !== undefined) {
    master.items = new Sheet();
    for (const id of parts.items) master.items.set(id, { id, name: id, active: true, at: 'items.csv:2' });
  }
  return { mapping, master };
}

describe('rows that differ', () => {
  test.each<[string, ReferenceData, ReferenceData, string[]]>([
    ['none, in any order and spelling', data({ categories: { Travel: '6100', Meals: '6200' } }), data({ categories: { ' meals': '6200', TRAVEL: '6100' } }), []],
    ['one that leads elsewhere', data({ categories: { Travel: '6100' } }), data({ categories: { Travel: '6200' } }), ['categories.csv:2 Travel: 6100 → 6200']],
    ['one that is new', data({}), data({ categories: { Travel: '6200' } }), ['categories.csv:2 Travel → 6200 (new)']],
    ['one that is gone, by its place in the sheet in force', data({ categories: { Meals: '6100', Travel: '6200' } }), data({ categories: { Meals: '6100' } }), ['categories.csv:3 Travel → 6200 (removed)']],
    ['a vendor in its currency and whether it is active', data({ vendors: { 'V-1': ['Acme', 'USD', true] } }), data({ vendors: { 'V-1': ['Acme', '', false] } }), ['vendors.csv:2 V-1: Acme, USD, active → Acme, inactive']],
    ['a period that was closed', data({ periods: [june] }), data({ periods: [{ ...june, status: 'closed' }] }), ['periods.csv:2 2026-06: 2026-06-01 to 2026-06-30, open → 2026-06-01 to 2026-06-30, closed']],
    ['a period that is gone', data({ periods: [june] }), data({}), ['periods.csv:2 2026-06 → 2026-06-01 to 2026-06-30, open (removed)']],
    ['that items are checked at all', data({}), data({ items: [] }), ['items are checked: no → yes']],
  ])('%s', (_, before, after, texts) => {
    expect(changedRows(before, after).map(ruleText)).toEqual(texts);
  });
});
