import type { ExpenseLine } from '../domain/expense-report.ts';
import type { LedgerLine, ManualPurchaseOrder } from '../domain/ledger-entry.ts';
import type { Settings } from '../domain/settings.ts';
import { patternMatcher } from '../domain/pattern.ts';

type LineTest = (line: ExpenseLine, vendorId: string) => boolean;
type LineFilter = Settings['scope']['lines']['include'];
type LedgerFilter = Settings['scope']['ledger']['include'];

function lineTests(filter: LineFilter): { name: string; holds: LineTest }[] {
  const tests: { name: string; holds: LineTest }[] = [];
  if (filter.category !== undefined) {
    const matches = patternMatcher(filter.category);
    tests.push({ name: 'category', holds: (line) => matches(line.category) });
  }
  if (filter.paymentType !== undefined) {
    const matches = patternMatcher(filter.paymentType);
    tests.push({ name: 'paymentType', holds: (line) => matches(line.paymentType) });
  }
  if (filter.vendor !== undefined) {
    const matches = patternMatcher(filter.vendor);
    tests.push({ name: 'vendor', holds: (line, vendorId) => matches(vendorId) || matches(line.vendorId) || matches(line.merchant) });
  }
  if (filter.reimbursable !== undefined) {
    const wanted = filter.reimbursable;
    tests.push({ name: 'reimbursable', holds: (line) => line.reimbursable === wanted });
  }
  return tests;
}

/**
 * Says why an expense line is not for this integration, or null where it is: everything that include names must hold, and nothing
 * that exclude names.
 */
export function lineScope(scope: Settings['scope']['lines']): (line: ExpenseLine, vendorId: string) => string | null {
  const include = lineTests(scope.include);
  const exclude = lineTests(scope.exclude);
  if (include.length === 0 && exclude.length === 0) return () => null;
  return (line, vendorId) => {
    const failed = include.find((test) => !test.holds(line, vendorId));
    if (failed !== undefined) return `scope.lines.include.${failed.name}`;
    const hit = exclude.find((test) => test.holds(line, vendorId));
    return hit === undefined ? null : `scope.lines.exclude.${hit.name}`;
  };
}

/** What texts of the ledger stand for, in the master data. */
export interface LedgerMeaning {
  /** The account of a line, by its code; the text itself where it stands for none. */
  accountOf(line: LedgerLine): string;
  /** The id of the vendor that a PO names; '' where the name stands for none. */
  vendorOf(order: ManualPurchaseOrder): string;
}

function ledgerTests(filter: LedgerFilter, every: boolean, { accountOf, vendorOf }: LedgerMeaning): { name: string; holds: (order: ManualPurchaseOrder) => boolean }[] {
  const tests: { name: string; holds: (order: ManualPurchaseOrder) => boolean }[] = [];
  if (filter.vendor !== undefined) {
    const matches = patternMatcher(filter.vendor);
    tests.push({ name: 'vendor', holds: (order) => matches(order.vendorId) || matches(order.vendorName) || matches(vendorOf(order)) });
  }
  if (filter.glAccount !== undefined) {
    const matches = patternMatcher(filter.glAccount);
    tests.push({
      name: 'glAccount',
      holds: ({ lines }) => {
        const standing = lines.filter(({ status }) => status !== 'cancelled');
        // What is to be left out is told by the code alone: levels above an account (`5000 Goods : 6110 Cleaning`) are not the account.
        return every ? standing.every((line) => matches(accountOf(line))) : standing.some((line) => matches(line.glAccount) || matches(accountOf(line)));
      },
    });
  }
  if (filter.enteredBy !== undefined) {
    const matches = patternMatcher(filter.enteredBy);
    tests.push({ name: 'enteredBy', holds: ({ enteredBy }) => (every ? enteredBy.every(matches) : enteredBy.some(matches)) });
  }
  if (filter.poNumber !== undefined) {
    const matches = patternMatcher(filter.poNumber);
    tests.push({ name: 'poNumber', holds: (order) => matches(order.poNumber) });
  }
  return tests;
}

/** The scope of settings that leave nothing of the ledger out. */
export const WHOLE_LEDGER = (): null => null;

/**
 * The same for a manual PO. An account is included where any standing line has it, and excluded only where every one has it. So with who
 * keyed it: included where anybody who did fits, excluded only where all of them do, and a line that names nobody was keyed by somebody else.
 */
export function ledgerScope(scope: Settings['scope']['ledger'], meaning: LedgerMeaning): (order: ManualPurchaseOrder) => string | null {
  const include = ledgerTests(scope.include, false, meaning);
  const exclude = ledgerTests(scope.exclude, true, meaning);
  if (include.length === 0 && exclude.length === 0) return WHOLE_LEDGER;
  return (order) => {
    const failed = include.find((test) => !test.holds(order));
    if (failed !== undefined) return `scope.ledger.include.${failed.name}`;
    const hit = exclude.find((test) => test.holds(order));
    return hit === undefined ? null : `scope.ledger.exclude.${hit.name}`;
  };
}
