import type { FinanceAndOperationsDefaults } from '../domain/erp-settings.ts';
import { COMPARABLE_COLUMNS, type ComparableColumn } from '../domain/ledger-entry.ts';
import type { MasterData } from '../domain/reference-data.ts';
import { fold } from '../domain/text.ts';
import { NamedCodes } from './named-codes.ts';

/** How F&O shows all financial dimensions of a line in one text. */
type DimensionFormat = FinanceAndOperationsDefaults['dimensions'];

/** What a ledger's texts for account, department and location stand for. */
export class LedgerCodes {
  readonly #accounts: NamedCodes;
  readonly #departments: NamedCodes;
  readonly #locations: NamedCodes;
  readonly #format: DimensionFormat | undefined;

  /** `format`: the department's column holds all dimensions, in this order; undefined where it holds the department alone. */
  constructor({ glAccounts, departments, locations }: Pick<MasterData, 'glAccounts' | 'departments' | 'locations'>, format: DimensionFormat | undefined) {
    this.#accounts = new NamedCodes(glAccounts);
    this.#departments = new NamedCodes(departments);
    this.#locations = new NamedCodes(locations);
    this.#format = format;
  }

  /** Account, department and location of a line: codes, as far as the texts stand for any. A code stays as the ledger spells it. */
  of(glAccount: string, department: string, location: string): [glAccount: string, department: string, location: string] {
    const parts = this.#partsOf(department);
    return [codeFor(glAccount, this.#accounts), codeFor(parts?.department ?? department, this.#departments), codeFor(parts?.location ?? location, this.#locations)];
  }

  /** The columns that an export leaves blank, as far as the department's column does not hold what they would. */
  blank(columns: readonly ComparableColumn[]): readonly ComparableColumn[] {
    const format = this.#format;
    if (format === undefined || columns.includes('department')) return columns;
    const isBlank = (column: ComparableColumn): boolean => (column === 'department' ? !format.order.includes('department') : columns.includes(column) && !(column === 'location' && format.order.includes('location')));
    return COMPARABLE_COLUMNS.filter(isBlank);
  }

  /** Department and location among all dimensions; the location only where the format has it. Undefined for a text in another format, and for none. */
  #partsOf(text: string): { department: string; location: string | undefined } | undefined {
    if (this.#format === undefined) return undefined;
    const { order, delimiter } = this.#format;
    const values = text.split(delimiter);
    if (text === '' || values.length !== order.length) return undefined;
    const shown = (dimension: 'department' | 'location'): string | undefined => values[order.indexOf(dimension)]?.trim();
    return { department: shown('department') ?? '', location: shown('location') };
  }
}

function codeFor(text: string, codes: NamedCodes): string {
  const code = codes.codeOf(text);
  return fold(code) === fold(text) ? text : code;
}
