import type { LineMarks } from '../demo/purchase.ts';
import type { Settings } from '../domain/settings.ts';
import { exampleOf, fitsAny } from './text-pattern.ts';

type Scope = Settings['scope'];

/** What `scope.lines` looks at: the category, what the expense system says of the line, and every name that the vendor has there. What is left out is not asked about. */
export interface ScopedLine {
  category?: string;
  marks?: LineMarks;
  vendor?: readonly string[];
}

/** What `scope.ledger` looks at. */
export interface ScopedOrder {
  vendor?: readonly string[];
  accounts?: readonly string[];
  enteredBy?: string;
  poNumber?: string;
}

/** Whether each key of a filter holds; undefined for one that is not given, or not asked about. */
type Holds = (boolean | undefined)[];

/** Whether a key holds that is given, for what is asked about. */
const asked = <Given, Fact>(given: Given | undefined, fact: Fact | undefined, holds: (given: Given, fact: Fact) => boolean): boolean | undefined => (given === undefined || fact === undefined ? undefined : holds(given, fact));

const anyFits = (patterns: readonly string[], texts: readonly string[]): boolean => texts.some((text) => fitsAny(patterns, text));

function lineHolds({ category, paymentType, reimbursable, vendor }: Scope['lines']['include'], line: ScopedLine): Holds {
  return [
    asked(category, line.category, fitsAny), asked(vendor, line.vendor, anyFits),
    asked(paymentType, line.marks, (patterns, marks) => fitsAny(patterns, marks.paymentType ?? '')), asked(reimbursable, line.marks, (wanted, marks) => marks.reimbursable === wanted),
  ];
}

function orderHolds({ vendor, glAccount, enteredBy, poNumber }: Scope['ledger']['include'], order: ScopedOrder, every: boolean): Holds {
  return [
    asked(vendor, order.vendor, anyFits), asked(enteredBy, order.enteredBy, fitsAny), asked(poNumber, order.poNumber, fitsAny),
    asked(glAccount, order.accounts, (patterns, accounts) => (every ? accounts.every((account) => fitsAny(patterns, account)) : anyFits(patterns, accounts))),
  ];
}

const isIn = (include: Holds, exclude: Holds): boolean => !include.includes(false) && !exclude.includes(true);

/** What the settings leave out of the integration, read independently of the code that does so. */
export class ScopeReading {
  readonly #scope: Scope;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  lineIsIn(line: ScopedLine): boolean {
    const { include, exclude } = this.#scope.lines;
    return isIn(lineHolds(include, line), lineHolds(exclude, line));
  }

  orderIsIn(order: ScopedOrder): boolean {
    const { include, exclude } = this.#scope.ledger;
    return isIn(orderHolds(include, order, false), orderHolds(exclude, order, true));
  }

  /** What the expense system may say of a line, first of all nothing. */
  possibleMarks(): LineMarks[] {
    const { include, exclude } = this.#scope.lines;
    const types = [undefined, ...[...(include.paymentType ?? []), ...(exclude.paymentType ?? [])].map(exampleOf), 'out_of_pocket'];
    return [undefined, true, false].flatMap((reimbursable) => types.map((paymentType) => ({ ...(paymentType !== undefined && { paymentType }), ...(reimbursable !== undefined && { reimbursable }) })));
  }

  /** Who may have keyed a PO: the clerks that the settings name, else these. */
  possibleClerks(named: readonly string[]): string[] {
    const { include, exclude } = this.#scope.ledger;
    return [...named, ...Array.from({ length: 6 }, (_, index) => `clerk-0${index + 1}`), ...[...(include.enteredBy ?? []), ...(exclude.enteredBy ?? [])].map(exampleOf)];
  }

  /** What the number of a PO may begin with. */
  possiblePrefixes(): string[] {
    const { include, exclude } = this.#scope.ledger;
    return ['PO-', ...[...(include.poNumber ?? []), ...(exclude.poNumber ?? [])].map((pattern) => pattern.split('*')[0] as string)];
  }

  /** Whether the ledger is narrowed by its vendors, so that a PO without a vendor's id may be left out. */
  get narrowsLedgerByVendor(): boolean {
    const { include, exclude } = this.#scope.ledger;
    return include.vendor !== undefined || exclude.vendor !== undefined;
  }
}
