import type { Employee, Vendor } from '../demo/parties.ts';
import { type LineMarks, minorPerUnit } from '../demo/purchase.ts';
import type { Retailer } from '../demo/retailer.ts';
import { looksMistyped } from '../demo/typing-slip.ts';
import type { BusinessDate } from '../domain/calendar.ts';
import { periodOf } from '../domain/reference-data.ts';
import { type Settings, toleranceMinor } from '../domain/settings.ts';
import { compareText, fold } from '../domain/text.ts';
import { CannotRun } from '../domain/trouble.ts';
import { ApprovalChain } from './approval-chain.ts';
import type { Grounds } from './grounds.ts';
import { type Days, calendarOf } from './open-days.ts';
import { type Parties, partiesOf } from './parties-of-sheets.ts';
import { ScopeReading } from './scope-reading.ts';
import { taxRatesOf, withTax } from './tax-rates.ts';
import { VendorNames } from './vendor-names.ts';

/** A project's company as the generator sees it, and what only the kinds of a self-test ask. */
export interface ProjectRetailer extends Retailer {
  readonly grounds: Grounds;
  readonly parties: Parties;
  readonly scope: ScopeReading;
  readonly chain: ApprovalChain;
  readonly names: VendorNames;
  readonly days: Days;
  readonly daysAfter: number;
  readonly judgedOn: BusinessDate;
  /** Currencies in which something can be bought, the one of most vendors first. */
  readonly currencies: readonly string[];
  /** Whether some clerk and some number make a PO that the settings do not leave out, also where it names no report. */
  readonly clerksInScope: boolean;
  /** Of all vendors of the ERP, as they stand there; '' for one that takes any. */
  readonly currenciesOfVendors: ReadonlySet<string>;
  /** Percentages of `matching.taxRates`. */
  readonly taxRates: readonly string[];
  /** What a vendor is paid in. */
  currencyOf(vendor: Vendor): string;
  /** An employee of these who reports in another currency. */
  inCurrency(employee: Employee, currency: string): Employee;
}

/** Where nothing says what a company pays in. */
const USUAL_CURRENCY = 'USD';
/** How many employees are invented, so that every department and store has some; and the most of them. */
const EMPLOYEES = 60;
const MOST_EMPLOYEES = 400;
/** Smallest amount of a line that the generator draws, before it is scaled. */
const SMALLEST_MINOR = 800;
/** As often as a tolerance must go into the smallest line, so that a mistake exceeds it. */
const TIMES_TOLERANCE = 20;
/** Fewer codes than these do not tell POs of one vendor apart; amounts that are spread wider then do. */
const MANY_CODES = 50;
const SPREAD = 25;
/** More than any amount that is drawn. */
const LARGE_MINOR = 10 ** 10;
const MAIL_DOMAIN = 'selftest.example';

/** Makes a retailer of a project. Throws CannotRun where nothing could be bought, coded, approved or dated, so that there is nothing to test. */
export function projectRetailer(grounds: Grounds): ProjectRetailer {
  const { settings, master } = grounds;
  const scope = new ScopeReading(settings.scope);
  const marks = marksOf(scope);
  const parties = partiesOf(grounds, scope, marks);
  assertUsable(parties, settings.inputs);
  const days = calendarOf(grounds);
  if (days === undefined) throw new CannotRun('the window holds no business day', { where: 'po-shadow.yaml: window', remedy: 'Correct window, or calendar.' });
  if (days.days.open.length === 0) throw new CannotRun('no business day of the window lies in an open fiscal period', { where: 'inputs.master: the sheet periods', remedy: 'Name the periods of the window there, or correct window.' });

  const home = homeCurrency(grounds, parties.vendors);
  const currencyOf = (vendor: Vendor): string => vendor.currency || home;
  const byCurrency = new Map<string, Vendor[]>();
  for (const vendor of parties.vendors) {
    const same = byCurrency.get(currencyOf(vendor));
    if (same === undefined) byCurrency.set(currencyOf(vendor), [vendor]);
    else same.push(vendor);
  }
  const currencies = [...byCurrency].sort(([left, ours], [right, others]) => others.length - ours.length || compareText(left, right)).map(([currency]) => currency);
  const active = new Map<string, Vendor[]>();
  const chain = new ApprovalChain(settings.routing, parties.approvers.usable);
  const employees = employeesOf(parties, byCurrency, chain);
  if (employees.length === 0) throw new CannotRun(`nobody's report could be approved: routing asks for more people than the ${parties.approvers.usable.length} approvers that can be used`, { where: 'po-shadow.yaml: routing', remedy: `Map approvers in ${settings.inputs.mapping}/approvers to active ones of the ERP.` });
  const clerk = clerksAndPrefix(scope, settings);
  const periodNames = master.periods.map(({ name }) => name);
  const [state = '', ...laterStates] = grounds.finalStates;
  const open = openStates(settings, grounds.finalStates);
  const taxRates = taxRatesOf(settings);
  const scales = new Map<string, number>();
  const spread = isAlwaysApprovable(employees, parties, chain) && codesOf(parties) < MANY_CODES ? SPREAD : 1;
  const strays = <Party>(all: readonly Party[], usable: readonly Party[]): readonly Party[] => (all.length > 2 ? usable : []);
  const strayStores = strays(parties.activeStores, parties.stores.usable);

  return {
    grounds, parties, scope, chain, ...days, names: new VendorNames([...master.vendors.values()].map(({ name }) => name)), currencies, currenciesOfVendors: new Set([...master.vendors.values()].map(({ currency }) => currency)), taxRates, clerksInScope: clerk.inScope,
    currencyOf,
    inCurrency: (employee, currency) => ({ ...employee, currency }),
    timeZone: settings.timeZone,
    states: { submitted: open.submitted, waiting: open.waiting, approved: state, paid: laterStates[0] ?? null, withdrawn: open.withdrawn },
    employees,
    vendorsFor: ({ currency }) => byCurrency.get(currency) ?? parties.vendors.filter((vendor) => vendor.currency === ''),
    grouping: settings.grouping === 'line' ? 'line' : 'vendor',
    lineMarks: marks,
    strayStores: () => strayStores,
    strayDepartments: strays(parties.activeDepartments, parties.departments.usable),
    approversOf: (report) => chain.approversOf(report),
    isApprovable: (purchase) => chain.isApprovable(purchase),
    isOpenOn: (date) => periodOf(date, master.periods)?.status === 'open',
    periodOf: (date) => periodOf(date, master.periods)?.name ?? '',
    periodBeside: (period) => periodNames[periodNames.indexOf(period) + 1] ?? periodNames.findLast((name) => fold(name) !== fold(period)) ?? '',
    accounts: parties.accounts,
    departments: parties.activeDepartments,
    stores: parties.activeStores,
    vendorsIn(currency) {
      let vendors = active.get(currency);
      if (vendors === undefined) active.set(currency, (vendors = parties.activeVendors.filter((vendor) => currencyOf(vendor) === currency)));
      return vendors;
    },
    clerks: clerk.clerks,
    keyedWithinDays: Math.min(4, settings.matching.dateWindowDays),
    orderPrefix: clerk.prefix,
    toleranceMinor: (currency, amountMinor) => toleranceMinor(settings, currency, amountMinor),
    // The other amount may be the larger one, of which a percentage allows more.
    apartMinor: (currency, amountMinor) => toleranceMinor(settings, currency, Math.ceil(amountMinor * 1.5)),
    largeAboveMinor: () => 0,
    amountScale(currency) {
      let scale = scales.get(currency);
      if (scale === undefined) scales.set(currency, (scale = scaleOf(settings, currency) * spread));
      return scale;
    },
    alike: (left, right) => alike(left, right, taxRates),
    tellsByTotal: true,
  };
}

function assertUsable({ vendors, categories, departments, stores }: Parties, { mapping }: Settings['inputs']): void {
  const lacking = (what: string, sheet: string): CannotRun =>
    new CannotRun(`nothing can be tested without ${what} that is mapped to an active one of the ERP, and in scope`, { where: `${mapping}/${sheet}`, remedy: 'Fill this sheet and those of master data; docs/file-formats.md describes them.' });
  if (vendors.length === 0) throw lacking('a merchant', 'vendors');
  if (categories.usable.length === 0) throw lacking('a category', 'categories');
  if (departments.usable.length === 0 && stores.usable.length === 0) throw lacking('a department or location', 'departments');
}

/** What is said of every line, so that the settings leave none out. Throws CannotRun where they leave out all. */
function marksOf(scope: ScopeReading): LineMarks {
  const marks = scope.possibleMarks().find((each) => scope.lineIsIn({ marks: each }));
  if (marks === undefined) throw new CannotRun('scope.lines leaves every line out', { where: 'po-shadow.yaml: scope', remedy: 'Correct include and exclude.' });
  return marks;
}

/** What vendors without a currency are paid in: as most others are, else what the settings name. */
function homeCurrency({ settings }: Grounds, vendors: readonly Vendor[]): string {
  const counts = new Map<string, number>();
  for (const { currency } of vendors) if (currency !== '') counts.set(currency, (counts.get(currency) ?? 0) + 1);
  const [most] = [...counts].sort(([left, ours], [right, others]) => others - ours || compareText(left, right));
  const { absolute } = settings.tolerance;
  const named = settings.routing.flatMap(({ when }) => when?.currency ?? []);
  return most?.[0] ?? (typeof absolute === 'string' ? undefined : Object.keys(absolute)[0]) ?? named[0] ?? USUAL_CURRENCY;
}

/** Invented employees: in each currency as many as its share of the vendors, in every department and store by turns; without those whose reports nobody could approve. */
function employeesOf({ vendors, departments, stores, approvers }: Parties, byCurrency: ReadonlyMap<string, readonly Vendor[]>, chain: ApprovalChain): Employee[] {
  const all = Math.min(MOST_EMPLOYEES, Math.max(EMPLOYEES, departments.usable.length, stores.usable.length, approvers.usable.length));
  const employees: Employee[] = [];
  let place = 0;
  for (const [currency, own] of byCurrency) {
    for (let count = Math.max(2, Math.round((all * own.length) / vendors.length)); count > 0; count--) {
      const turn = <Party>(list: readonly Party[]): Party | null => list[place % list.length] ?? null;
      const manager = turn(approvers.usable);
      employees.push({ email: `staff${place + 1}@${MAIL_DOMAIN}`, department: turn(departments.usable), store: turn(stores.usable), currency, manager: manager === null ? null : { email: manager, role: '' } });
      place++;
    }
  }
  return employees.filter((employee) => chain.rolesFor({ employee, currency: employee.currency, totalMinor: 0, lines: [] }).length <= chain.people.length);
}

/** Who keys, and what PO numbers begin with, so that a PO without reference is in scope. */
function clerksAndPrefix(scope: ScopeReading, { people }: Settings): { clerks: string[]; prefix: string; inScope: boolean } {
  const clerks = scope.possibleClerks(people.flatMap(({ erpUsers }) => erpUsers)).filter((enteredBy) => enteredBy !== '' && scope.orderIsIn({ enteredBy }));
  const prefix = scope.possiblePrefixes().find((each) => scope.orderIsIn({ poNumber: `${each}8001` }) && scope.orderIsIn({ poNumber: `${each}17999` }));
  return { clerks: clerks.length > 0 ? clerks.slice(0, 8) : ['clerk-01'], prefix: prefix ?? 'PO-', inScope: clerks.length > 0 && prefix !== undefined };
}

/** States that are not final: before an approval, and after one that is taken back. */
function openStates({ cancelStates }: Settings, finalStates: readonly string[]): { submitted: string; waiting: string; withdrawn: string[] } {
  const final = new Set(finalStates.map(fold));
  const open = ['submitted', 'manager_approved', 'pending', 'in_review', 'waiting_for_approval'].filter((state) => !final.has(fold(state)));
  const withdrawn = [...new Set([...cancelStates, open[0] as string])].filter((state) => state.trim() !== '' && !final.has(fold(state)));
  return { submitted: open[0] as string, waiting: open[1] as string, withdrawn };
}

/** How many ways there are to code a line. */
const codesOf = ({ categories, departments, stores }: Parties): number => new Set(categories.usable.map(({ account }) => account)).size * Math.max(1, departments.usable.length) * Math.max(1, stores.usable.length);

/** Whether people are enough to approve a report of any amount. */
function isAlwaysApprovable(employees: readonly Employee[], { categories }: Parties, chain: ApprovalChain): boolean {
  return employees.every((employee) => categories.usable.every((category) => chain.rolesFor({ employee, currency: employee.currency, totalMinor: LARGE_MINOR, lines: [{ department: null, store: null, category }] }).length <= chain.people.length));
}

/** How large amounts are in a currency: no line so small that the tolerance could hide a mistake in it. */
function scaleOf(settings: Settings, currency: string): number {
  const base = minorPerUnit(currency) === 1 ? 1.5 : 1;
  const absolute = toleranceMinor({ ...settings, tolerance: { ...settings.tolerance, percent: '0' } }, currency, SMALLEST_MINOR);
  return base * Math.max(1, Math.ceil((TIMES_TOLERANCE * absolute) / (SMALLEST_MINOR * base)));
}

/** Percentages that people add without being asked. */
const TIPS = ['10', '15', '18', '20', '25'];

/** Whether the one amount could be the other: a digit wrong, swapped or missing, the decimal point moved, tax or a tip in or out. */
function alike(left: number, right: number, taxRates: readonly string[]): boolean {
  const [small, large] = left < right ? [left, right] : [right, left];
  if (looksMistyped(left, right) || small * 10 === large || small * 100 === large || withoutOneDigit(large).has(small)) return true;
  return [...taxRates, ...TIPS].some((rate) => Math.abs(withTax(small, rate) - large) <= 1);
}

function withoutOneDigit(amount: number): Set<number> {
  const digits = String(amount);
  return new Set(Array.from(digits, (_, place) => Number(digits.slice(0, place) + digits.slice(place + 1))));
}
