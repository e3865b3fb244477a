import type { Employee, Vendor } from '../../demo/parties.ts';
import type { ProjectRetailer } from '../project-retailer.ts';
import type { NameSlip } from '../vendor-names.ts';

/** Why a project can't support a kind; null where it can. */
export type Lack = (retailer: ProjectRetailer) => string | null;

/** The first reason of several. */
export const firstOf = (...lacks: readonly Lack[]): Lack => (retailer) => {
  for (const lack of lacks) {
    const why = lack(retailer);
    if (why !== null) return why;
  }
  return null;
};

const when = (holds: (retailer: ProjectRetailer) => boolean, why: string): Lack => (retailer) => (holds(retailer) ? why : null);

/** A PO that names no report must be in scope. */
export const unreferencedOrders: Lack = when(({ clerksInScope }) => !clerksInScope, 'scope.ledger leaves out every PO that names no report');
export const ordersOfSeveralLines: Lack = when(({ grouping }) => grouping === 'line', 'with grouping: line a PO has one line');

/** The share of an amount that a tolerance may let pass, beyond which a wrong digit can't be told from a rounding. */
const WIDEST_PERCENT = 25;
const USUAL_MINOR = 10_000;
export const narrowTolerance: Lack = when(
  ({ currencies, toleranceMinor, amountScale }) => currencies.some((currency) => toleranceMinor(currency, USUAL_MINOR * amountScale(currency)) * 100 > USUAL_MINOR * amountScale(currency) * WIDEST_PERCENT),
  `tolerance lets more than ${WIDEST_PERCENT} % of an amount pass, so that no wrong digit can be told from a rounding`,
);

/** Employees who can buy from so many vendors of their currency. */
export const buyersOf = (retailer: ProjectRetailer, vendors: (employee: Employee) => readonly Vendor[], least: number): Employee[] => retailer.employees.filter((employee) => vendors(employee).length >= least);

export const twoVendors: Lack = when((retailer) => buyersOf(retailer, retailer.vendorsFor, 2).length === 0, 'no two vendors of one currency can be used');

const isTold = ({ names }: ProjectRetailer, slip: NameSlip | null) => (vendor: Vendor): boolean => (slip === null ? names.isCertain(vendor) : names.bears(vendor, slip));
/** Vendors whose names alone tell them, written as they are or with a slip. */
export const namedVendors = (retailer: ProjectRetailer, slip: NameSlip | null): Vendor[] => retailer.parties.vendors.filter(isTold(retailer, slip));
export const tellingName = (slip: NameSlip | null): Lack =>
  when((retailer) => !retailer.parties.vendors.some(isTold(retailer, slip)), slip === null ? 'no vendor has a name of its own' : 'no vendor\'s name is long enough, and different enough from all others, to be told in spite of the slip');
export const vendorsAnywhere: Lack = when(({ scope }) => scope.narrowsLedgerByVendor, 'scope.ledger goes by vendor, and a PO that names neither report nor vendor id may be left out');
export const noDay = (days: 'due' | 'awaiting' | 'closed' | 'undated' | 'outside', why: string): Lack => when((retailer) => retailer.days[days].length === 0, why);
