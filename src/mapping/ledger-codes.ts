import { dimensionSetIn } from '../domain/dimension-set.ts';
import type { BusinessCentralDefaults, FinanceAndOperationsDefaults } from '../domain/erp-settings.ts';
import { COMPARABLE_COLUMNS, type ComparableColumn } from '../domain/ledger-entry.ts';
import type { MasterData } from '../domain/reference-data.ts';
import type { Settings } from '../domain/settings.ts';
import { fold } from '../domain/text.ts';
import { NamedCodes } from './named-codes.ts';

/** How F&O shows all financial dimensions of a line in one text. */
type DimensionFormat = FinanceAndOperationsDefaults['dimensions'];
/** Which dimensions of Business Central are department and location. */
type DimensionNames = Pick<BusinessCentralDefaults, 'departmentDimension' | 'locationDimension'>;

/** How an ERP's ledger shows the dimensions of a line. */
export type LedgerDimensions = DimensionFormat | DimensionNames;

/** How the ledger of the project's ERP shows dimensions; undefined where it shows the department by itself. */
export function ledgerDimensions({ erp, erpDefaults }: Pick<Settings, 'erp' | 'erpDefaults'>): LedgerDimensions | undefined {
  return erp === 'dynamics-fo' ? erpDefaults?.['dynamics-fo']?.dimensions : erp === 'dynamics-bc' ? erpDefaults?.['dynamics-bc'] : undefined;
}

/** What a ledger's texts for account, department and location stand for. */
export class LedgerCodes {
  readonly #accounts: NamedCodes;
  readonly #departments: NamedCodes;
  readonly #locations: NamedCodes;
  readonly #format: DimensionFormat | undefined;
  readonly #names: DimensionNames | undefined;

  /** `dimensions`: the department's column may hold all dimensions, in this order or by these names; undefined where it holds the department alone. */
  constructor({ glAccounts, departments, locations }: Pick<MasterData, 'glAccounts' | 'departments' | 'locations'>, dimensions: LedgerDimensions | undefined) {
    this.#accounts = new NamedCodes(glAccounts);
    this.#departments = new NamedCodes(departments);
    this.#locations = new NamedCodes(locations);
    this.#format = dimensions !== undefined && 'order' in dimensions ? dimensions : undefined;
    this.#names = dimensions !== undefined && 'departmentDimension' in dimensions ? dimensions : undefined;
  }

  /** Account, department and location of a line: codes, as far as the texts stand for any. A code stays as the ledger spells it. */
  of(glAccount: string, department: string, location: string): [glAccount: string, department: string, location: string] {
    const account = codeFor(glAccount, this.#accounts);
    const parts = this.#partsOf(department, account) ?? this.#valuesIn(department);
    return [account, codeFor(parts?.department ?? department, this.#departments), codeFor(parts?.location ?? location, this.#locations)];
  }

  /** The columns that an export leaves blank, as far as the department's column does not hold what they would. */
  blank(columns: readonly ComparableColumn[]): readonly ComparableColumn[] {
    const format = this.#format;
    if (format === undefined || columns.includes('department')) return columns;
    const isBlank = (column: ComparableColumn): boolean => (column === 'department' ? !format.order.includes('department') : columns.includes(column) && !(column === 'location' && format.order.includes('location')));
    return COMPARABLE_COLUMNS.filter(isBlank);
  }

  /** Department and location by the names of their dimensions: a line that has dimension values of its own has no others. Undefined for any other text. */
  #valuesIn(text: string): { department: string; location: string } | undefined {
    const values = this.#names === undefined ? null : dimensionSetIn(text);
    if (this.#names === undefined || values === null) return undefined;
    const { departmentDimension, locationDimension } = this.#names;
    return { department: values.get(fold(departmentDimension)) ?? '', location: values.get(fold(locationDimension)) ?? '' };
  }

  /**
   * Department and location among all dimensions; the location only where the format has it. Undefined for none, for a text in another format, and for one that says more: another
   * account, or a dimension that bodies leave blank.
   */
  #partsOf(text: string, account: string): { department: string; location: string | undefined } | undefined {
    if (this.#format === undefined) return undefined;
    const { order, delimiter } = this.#format;
    const values = text.split(delimiter).map((value) => value.trim());
    if (text === '' || values.length !== order.length) return undefined;
    const fits = (value: string, place: number): boolean => (order[place] === 'blank' ? value === '' : order[place] !== 'account' || fold(codeFor(value, this.#accounts)) === fold(account));
    if (!values.every(fits)) return undefined;
    const shown = (dimension: 'department' | 'location'): string | undefined => values[order.indexOf(dimension)];
    return { department: shown('department') ?? '', location: shown('location') };
  }
}

function codeFor(text: string, codes: NamedCodes): string {
  const code = codes.codeOf(text);
  return fold(code) === fold(text) ? text : code;
}
