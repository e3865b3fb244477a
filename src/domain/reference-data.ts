import type { BusinessDate } from './calendar.ts';
import { fold } from './text.ts';

/** Where a sheet's row was read: file and line, for the trace. */
export interface SheetRow {
  at: string;
}

export interface MasterRecord extends SheetRow {
  id: string;
  name: string;
  active: boolean;
}

export interface Vendor extends MasterRecord {
  /** ISO 4217, or '' for a vendor that takes any currency. */
  currency: string;
}

export interface ErpApprover extends MasterRecord {
  email: string;
}

/** Somebody who may approve in the expense system, whether or not anybody has asked them yet. */
export interface ExpenseApprover extends SheetRow {
  email: string;
}

export interface FiscalPeriod extends SheetRow {
  name: string;
  start: BusinessDate;
  end: BusinessDate;
  status: 'open' | 'closed';
}

export interface MappingRow extends SheetRow {
  /** The value on the expense side, as written in the sheet. */
  from: string;
  /** The ERP's id, as written in the sheet. */
  to: string;
}

/** A sheet whose rows are found by one folded key. */
export class Sheet<Row extends SheetRow> {
  readonly #rows = new Map<string, Row>();
  /** Names of rows that could not be read, folded: what bears one of them may be that row's. */
  readonly unreadNames = new Set<string>();

  set(key: string, row: Row): void {
    this.#rows.set(fold(key), row);
  }

  get(key: string): Row | undefined {
    return this.#rows.get(fold(key));
  }

  values(): IterableIterator<Row> {
    return this.#rows.values();
  }

  get size(): number {
    return this.#rows.size;
  }
}

/** What the ERP knows. */
export interface MasterData {
  vendors: Sheet<Vendor>;
  glAccounts: Sheet<MasterRecord>;
  departments: Sheet<MasterRecord>;
  locations: Sheet<MasterRecord>;
  approvers: Sheet<ErpApprover>;
  /** Absent where the project has no items sheet: then items are not checked. */
  items: Sheet<MasterRecord> | null;
  /** Absent where the project has no entities sheet: then legal entities are not looked up. */
  entities: Sheet<MasterRecord> | null;
  /** Everybody who may approve in the expense system, by email address, where a sheet says so. */
  expenseApprovers: Sheet<ExpenseApprover>;
  /** By start date. */
  periods: FiscalPeriod[];
}

/** The mapping sheets that production will use. */
export interface Mapping {
  vendors: Sheet<MappingRow>;
  categories: Sheet<MappingRow>;
  departments: Sheet<MappingRow>;
  locations: Sheet<MappingRow>;
  approvers: Sheet<MappingRow>;
  /** Absent where the project has no such sheet: then what a report names is the ERP's code. */
  entities: Sheet<MappingRow> | null;
}

export const MASTER_SHEETS = ['vendors', 'gl_accounts', 'departments', 'locations', 'periods', 'approvers', 'items', 'entities', 'expense_approvers'] as const;
export type MasterSheetName = (typeof MASTER_SHEETS)[number];
export const MAPPING_SHEETS = ['vendors', 'categories', 'departments', 'locations', 'approvers', 'entities'] as const;
/** Sheets without which less is checked, or nothing is translated; any other one is needed. */
export const OPTIONAL_SHEETS: Record<'master' | 'mapping', readonly string[]> = { master: ['items', 'entities', 'expense_approvers'], mapping: ['entities'] };
export type MappingSheetName = (typeof MAPPING_SHEETS)[number];
/** The two columns of each mapping sheet: from which value to which id. */
export const MAPPING_HEADERS: Record<MappingSheetName, readonly [from: string, to: string]> = {
  vendors: ['merchant', 'vendor_id'],
  categories: ['category', 'gl_account'],
  departments: ['expense_department', 'erp_department'],
  locations: ['expense_location', 'erp_location'],
  approvers: ['expense_approver_email', 'erp_approver_id'],
  entities: ['expense_entity', 'erp_entity'],
};

export function emptyMasterData(): MasterData {
  return { vendors: new Sheet(), glAccounts: new Sheet(), departments: new Sheet(), locations: new Sheet(), approvers: new Sheet(), items: null, entities: null, expenseApprovers: new Sheet(), periods: [] };
}

export function emptyMapping(): Mapping {
  return { vendors: new Sheet(), categories: new Sheet(), departments: new Sheet(), locations: new Sheet(), approvers: new Sheet(), entities: null };
}

/** The fiscal period that holds a date, or undefined. */
export function periodOf<Period extends Pick<FiscalPeriod, 'start' | 'end'>>(date: BusinessDate, periods: readonly Period[]): Period | undefined {
  for (const period of periods) if (period.start <= date && date <= period.end) return period;
  return undefined;
}
