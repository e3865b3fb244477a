import { type FiscalPeriod, MAPPING_SHEETS, type Mapping, type MasterData, type MasterRecord, type Sheet, type SheetRow } from '../domain/reference-data.ts';
import { fold } from '../domain/text.ts';
import type { ChangedRule } from '../domain/whatif.ts';

/** Mapping sheets and master data of one configuration. */
export interface ReferenceData {
  mapping: Mapping;
  master: MasterData;
}

/** The rule that there is a sheet of items at all: then each item is looked up. */
export const ITEMS_CHECKED = 'items are checked';

/** The rules that there are sheets of legal entities at all: then each report's is mapped, or looked up. */
export const ENTITIES_GIVEN = 'entities are mapped';
export const ENTITIES_CHECKED = 'entities are checked';

/** Sheets of master data that are found by an id. */
const RECORDS = ['vendors', 'gl_accounts', 'departments', 'locations', 'approvers', 'items', 'entities'] as const;
type RecordSheet = (typeof RECORDS)[number];

/** A sheet of master data by the name of its file. */
export function recordsOf(master: MasterData, sheet: RecordSheet): Sheet<MasterRecord> | null {
  return { vendors: master.vendors, gl_accounts: master.glAccounts, departments: master.departments, locations: master.locations, approvers: master.approvers, items: master.items, entities: master.entities }[sheet];
}

/** Every row that is not the same in both configurations, sheet by sheet. Where a row stands in its sheet is no difference. */
export function changedRows(before: ReferenceData, after: ReferenceData): ChangedRule[] {
  const rules: ChangedRule[] = [];
  for (const sheet of MAPPING_SHEETS) rules.push(...changedIn(`mapping/${sheet}`, before.mapping[sheet], after.mapping[sheet], ({ from }) => from, ({ to }) => to));
  for (const sheet of RECORDS) rules.push(...changedIn(`master/${sheet}`, recordsOf(before.master, sheet), recordsOf(after.master, sheet), ({ id }) => id, recordText));
  const sheetGiven = (where: string, key: string, of: (data: ReferenceData) => unknown): void => {
    const [was, is] = [of(before), of(after)].map((sheet) => (sheet === null ? 'no' : 'yes')) as [string, string];
    if (was !== is) rules.push({ where, key, before: was, after: is, at: '' });
  };
  sheetGiven('mapping/entities', ENTITIES_GIVEN, ({ mapping }) => mapping.entities);
  sheetGiven('master/items', ITEMS_CHECKED, ({ master }) => master.items);
  sheetGiven('master/entities', ENTITIES_CHECKED, ({ master }) => master.entities);
  rules.push(...changedPeriods(before.master.periods, after.master.periods));
  rules.push(...changedIn('master/expense_approvers', before.master.expenseApprovers, after.master.expenseApprovers, ({ email }) => email, () => 'may approve'));
  return rules;
}

/** What master data say of an id, in words: name, currency or email where there is one, and whether it is active. */
function recordText({ id: _id, at: _at, name, active, ...rest }: MasterRecord): string {
  return [name, ...Object.values(rest as Record<string, string>).filter((text) => text !== ''), active ? 'active' : 'inactive'].join(', ');
}

function changedIn<Row extends SheetRow>(where: string, before: Sheet<Row> | null, after: Sheet<Row> | null, keyOf: (row: Row) => string, say: (row: Row) => string): ChangedRule[] {
  const rules: ChangedRule[] = [];
  const said = (row: Row | undefined): string | null => (row === undefined ? null : say(row));
  for (const row of after?.values() ?? []) {
    const old = said(before?.get(keyOf(row)));
    if (old === null || fold(old) !== fold(say(row))) rules.push({ where, key: keyOf(row), before: old, after: say(row), at: row.at });
  }
  for (const row of before?.values() ?? []) if (after?.get(keyOf(row)) === undefined) rules.push({ where, key: keyOf(row), before: say(row), after: null, at: row.at });
  return rules;
}

function changedPeriods(before: readonly FiscalPeriod[], after: readonly FiscalPeriod[]): ChangedRule[] {
  const text = ({ start, end, status }: FiscalPeriod): string => `${start} to ${end}, ${status}`;
  const named = (periods: readonly FiscalPeriod[]): Map<string, FiscalPeriod> => new Map(periods.map((period) => [fold(period.name), period]));
  const [old, now] = [named(before), named(after)];
  const where = 'master/periods';
  const changed = after.flatMap((period): ChangedRule[] => {
    const known = old.get(fold(period.name));
    return known !== undefined && text(known) === text(period) ? [] : [{ where, key: period.name, before: known === undefined ? null : text(known), after: text(period), at: period.at }];
  });
  const gone = before.filter(({ name }) => !now.has(fold(name))).map((period): ChangedRule => ({ where, key: period.name, before: text(period), after: null, at: period.at }));
  return [...changed, ...gone];
}
