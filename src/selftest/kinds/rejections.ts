import { CannotDraw } from '../../demo/cannot-draw.ts';
import type { Wish } from '../../demo/draw-purchase.ts';
import type { Play } from '../../demo/kind.ts';
import type { Category, Department, Employee, Store, Vendor } from '../../demo/parties.ts';
import { type Report, sumOf, totalOf } from '../../demo/purchase.ts';
import type { Random } from '../../demo/random.ts';
import { type Refusal, approvedByItsSubmitter, linesDoNotAddUp, refundOnly, refused } from '../../demo/refused-reports.ts';
import { currencyDecimals } from '../../domain/currency.ts';
import type { FindingCode } from '../../domain/finding.ts';
import type { RoutingRule } from '../../domain/settings.ts';
import { fold } from '../../domain/text.ts';
import { ruleHolds } from '../approval-chain.ts';
import { type KindParts, kindsOf } from '../kind.ts';
import type { ProjectRetailer } from '../project-retailer.ts';
import { routingWishes } from '../routing-wishes.ts';
import { buyingFrom } from './buying-from.ts';
import { type Lack, buyersOf, firstOf, noDay, twoVendors } from './lacks.ts';

// What no sheet has, invented; a counter makes it so where one of them is taken.
const invented = (word: string, isTaken: (text: string) => boolean): string => {
  for (let number = 1; ; number++) if (!isTaken(`${word} ${number}`)) return `${word} ${number}`;
};
const unlistedMerchant = ({ grounds: { mapping } }: ProjectRetailer): string => invented('Unlisted merchant', (text) => mapping.vendors.get(text) !== undefined);
const unlistedCategory = ({ grounds: { mapping }, accounts }: ProjectRetailer): Category => {
  const name = invented('Unlisted category', (text) => mapping.categories.get(text) !== undefined);
  return { name, account: null, keyedAccount: accounts[0] as string, descriptions: [name] };
};
// Short enough for the vendor's field of every ERP, so that it is refused for being unknown alone.
const unknownVendorId = ({ grounds: { master } }: ProjectRetailer): string => invented('V-NONE', (text) => master.vendors.get(text) !== undefined);
const unlistedApprover = ({ grounds: { mapping } }: ProjectRetailer): string => invented('unlisted.approver', (text) => mapping.approvers.get(`${text.replace(' ', '')}@selftest.example`) !== undefined).replace(' ', '').concat('@selftest.example');

/** Texts in scope, as `scope.lines` sees a line of a vendor or a category. */
const merchantInScope = (retailer: ProjectRetailer, merchant: string, vendorId = ''): boolean => retailer.scope.lineIsIn({ marks: retailer.lineMarks, vendor: [vendorId, merchant] });
const categoryInScope = (retailer: ProjectRetailer, { name }: Category): boolean => retailer.scope.lineIsIn({ marks: retailer.lineMarks, category: name });

const refusal = (causes: readonly FindingCode[], of: (retailer: ProjectRetailer) => Refusal) => (retailer: ProjectRetailer): Play => refused(causes, of(retailer));

// ---- vendors

const toMerchant = (merchant: string) => (report: Report): void => {
  for (const line of report.lines) Object.assign(line, { merchant, vendorId: '' });
};
const toVendorId = (vendorId: string) => (report: Report): void => {
  for (const line of report.lines) line.vendorId = vendorId;
};
/** Chosen by id: nobody can be sure that a closed vendor still has a merchant in the sheet. */
const chosen = (report: Report): void => {
  for (const line of report.lines) line.vendorId = line.vendor.id;
};

/** A vendor of the ERP in another currency than the report's, which is that of some other vendor. */
function mismatches(retailer: ProjectRetailer): { vendor: Vendor; employees: Employee[] }[] {
  return retailer.parties.vendors.flatMap((vendor) => {
    const employees = vendor.currency === '' ? [] : retailer.employees.filter(({ currency }) => currency !== vendor.currency && retailer.currenciesOfVendors.has(currency));
    return employees.length === 0 ? [] : [{ vendor, employees }];
  });
}
const inOtherCurrency = (retailer: ProjectRetailer): ((random: Random) => Wish) => {
  const all = mismatches(retailer);
  return (random) => {
    const { vendor, employees } = random.pick(all);
    return { employee: random.pick(employees), vendors: [vendor] };
  };
};

/** Well-known currencies; the first that no vendor uses is nobody's. */
const CURRENCIES = ['CHF', 'SEK', 'NZD', 'ZAR', 'EUR', 'USD', 'PLN', 'MXN'];
const nobodysCurrency = ({ currenciesOfVendors }: ProjectRetailer): string | undefined => CURRENCIES.find((code) => !currenciesOfVendors.has(code) && currencyDecimals(code) === 2);

// ---- departments and locations

const inDepartment = (department: Department | null) => (report: Report): void => {
  report.employee = { ...report.employee, department };
  for (const line of report.lines) line.department = null;
};
const inStore = (store: Store | null) => (report: Report): void => {
  report.employee = { ...report.employee, store };
  for (const line of report.lines) line.store = null;
};

/** The three ways in which a value can lead nowhere, for departments and for locations. */
function costObjects(word: string, code: 'DEPARTMENT' | 'LOCATION', of: (retailer: ProjectRetailer) => ProjectRetailer['parties']['departments'], isMapped: (retailer: ProjectRetailer, text: string) => boolean, into: (party: Department | null) => (report: Report) => void): KindParts[] {
  const flawed = (list: (retailer: ProjectRetailer) => readonly Department[], cause: FindingCode) => refusal([cause], (retailer) => ({ spoil: (report, { random }) => into(random.pick(list(retailer)))(report) }));
  const usableId = (retailer: ProjectRetailer): string => of(retailer).usable[0]?.erpId ?? '';
  const sheet = `mapping/${word}s`;
  return [
    { kind: `rejected_${word}_unmapped`, title: `Unmapped ${word}`, play: refusal([`${code}_UNMAPPED`], (retailer) => ({ spoil: into({ expenseName: invented(`Unlisted ${word}`, (text) => isMapped(retailer, text)), erpId: usableId(retailer) }) })) },
    { kind: `rejected_${word}_unknown`, title: `Unknown ${word}`, lacks: (retailer) => (of(retailer).unknown.length === 0 ? `no row of ${sheet} leads to a ${word} that the ERP does not have` : null), play: flawed((retailer) => of(retailer).unknown, `${code}_UNKNOWN`) },
    { kind: `rejected_${word}_inactive`, title: `Inactive ${word}`, rejectedFor: `${code}_INACTIVE`, lacks: (retailer) => (of(retailer).inactive.length === 0 ? `no row of ${sheet} leads to an inactive ${word}` : null), play: flawed((retailer) => of(retailer).inactive, `${code}_INACTIVE`) },
  ];
}

// ---- approvals

/** Every role of every routing rule that applies to a report which can be made. */
const rolesAsked = (retailer: ProjectRetailer): { rule: RoutingRule; wish: Wish; role: string }[] =>
  routingWishes(retailer).flatMap(({ rule, wish }) => (wish === null ? [] : [...new Map(rule.require.map((role) => [fold(role), role])).values()].map((role) => ({ rule, wish, role }))));

/** A report to which a routing rule applies, without the approval of one of its roles; the roles take turns. */
const approvalMissing = (retailer: ProjectRetailer): Play => {
  const asked = rolesAsked(retailer);
  let turn = 0;
  return (fortnight, kind) => {
    const { rule, wish, role } = asked[turn++ % asked.length] as (typeof asked)[number];
    const spoil = (report: Report): void => {
      if (!ruleHolds(rule, { ...report, totalMinor: totalOf(report) })) throw new CannotDraw(`routing rule ${rule.name} does not apply to what was drawn`);
      report.missingRole = role;
    };
    refused(['ROUTING_INCOMPLETE'], { wish: () => ({ ...wish }), spoil })(fortnight, kind);
  };
};
const standIn = (cause: FindingCode, of: (retailer: ProjectRetailer) => readonly string[]) => refusal([cause], (retailer) => ({ spoil: (report, { random }) => { report.standIn = { email: random.pick(of(retailer)), role: '' }; } }));

const nobodyApproves: Lack = ({ chain }) => (chain.people.length === 0 ? 'no approver can be used' : null);
const noRule: Lack = (retailer) => (retailer.grounds.settings.routing.length === 0 ? 'there are no routing rules' : routingWishes(retailer).some(({ wish }) => wish !== null) ? null : 'no routing rule applies to a report that can be made');

// ---- the rest

const toCategory = (of: (retailer: ProjectRetailer) => readonly Category[]) => (retailer: ProjectRetailer): Refusal => ({
  spoil: (report, { random }) => {
    const category = random.pick(of(retailer));
    Object.assign(random.pick(report.lines), { category, description: category.descriptions[0] });
  },
});

/** Lines of two vendors where one PO a report is asked for. */
const severalVendorsInOne = (retailer: ProjectRetailer): Refusal => ({
  wish: (random) => {
    const employee = random.pick(buyersOf(retailer, retailer.vendorsFor, 2));
    return { employee, vendors: random.shuffle(retailer.vendorsFor(employee)).slice(0, 2), lineCount: [2, 4] };
  },
  loose: (lines) => [sumOf(lines), ...new Set(lines.map(({ vendor }) => sumOf(lines.filter((line) => line.vendor === vendor))))],
});

const withItem: Refusal = { spoil: (report, { random }) => { random.pick(report.lines).itemId = 'SELFTEST-ITEM'; } };

const anyOf = (list: (retailer: ProjectRetailer) => readonly unknown[], why: string): Lack => (retailer) => (list(retailer).length === 0 ? why : null);
const bought = (play: Play) => () => play;

const KINDS: readonly KindParts[] = [
  { kind: 'rejected_routing_incomplete', title: 'Approval missing', least: (retailer) => rolesAsked(retailer).length, lacks: firstOf(noRule, nobodyApproves), play: approvalMissing },
  { kind: 'rejected_approver_is_submitter', title: 'Approved by its submitter', lacks: nobodyApproves, play: bought(approvedByItsSubmitter) },
  { kind: 'rejected_approver_unmapped', title: 'Unmapped approver', lacks: nobodyApproves, play: standIn('APPROVER_UNMAPPED', (retailer) => [unlistedApprover(retailer)]) },
  { kind: 'rejected_approver_unknown', title: 'Unknown approver', lacks: firstOf(nobodyApproves, anyOf(({ parties }) => parties.approvers.unknown, 'no row of mapping/approvers leads to an approver that the ERP does not have')), play: standIn('APPROVER_UNKNOWN', ({ parties }) => parties.approvers.unknown) },
  { kind: 'rejected_approver_inactive', title: 'Inactive approver', lacks: firstOf(nobodyApproves, anyOf(({ parties }) => parties.approvers.inactive, 'no row of mapping/approvers leads to an inactive approver')), play: standIn('APPROVER_INACTIVE', ({ parties }) => parties.approvers.inactive) },
  {
    kind: 'rejected_vendor_unmapped', title: 'Unmapped vendor', lacks: (retailer) => (merchantInScope(retailer, unlistedMerchant(retailer)) ? null : 'scope.lines leaves out every merchant without a row in mapping/vendors'),
    play: refusal(['VENDOR_UNMAPPED'], (retailer) => ({ spoil: toMerchant(unlistedMerchant(retailer)) })),
  },
  {
    kind: 'rejected_vendor_unknown', title: 'Unknown vendor', lacks: (retailer) => (merchantInScope(retailer, '', unknownVendorId(retailer)) ? null : 'scope.lines leaves out every vendor that the ERP does not have'),
    play: refusal(['VENDOR_UNKNOWN'], (retailer) => ({
      spoil: (report, { random }) => {
        const merchants = retailer.parties.merchantsOfNobody.filter((merchant) => merchantInScope(retailer, merchant));
        if (merchants.length > 0 && random.chance(0.4)) toMerchant(random.pick(merchants))(report);
        else toVendorId(unknownVendorId(retailer))(report);
      },
    })),
  },
  {
    kind: 'rejected_vendor_inactive', title: 'Inactive vendor', lacks: anyOf(({ parties }) => parties.inactiveVendors, 'master/vendors has no inactive vendor in scope'),
    play: refusal(['VENDOR_INACTIVE'], (retailer) => ({ wish: buyingFrom(retailer, retailer.parties.inactiveVendors), spoil: chosen })),
  },
  {
    kind: 'rejected_vendor_currency_mismatch', title: 'Vendor of another currency', lacks: anyOf(mismatches, 'no two vendors that can be used are paid in different currencies'),
    play: refusal(['VENDOR_CURRENCY_MISMATCH'], (retailer) => ({ wish: inOtherCurrency(retailer) })),
  },
  {
    kind: 'rejected_currency_unknown', title: 'A currency nobody uses',
    lacks: (retailer) => (retailer.currenciesOfVendors.has('') ? 'a vendor takes any currency' : nobodysCurrency(retailer) === undefined ? 'the vendors use every well-known currency' : null),
    play: refusal(['VENDOR_CURRENCY_MISMATCH', 'CURRENCY_UNKNOWN'], (retailer) => ({
      wish: (random) => {
        const employee = random.pick(retailer.employees);
        return { employee: retailer.inCurrency(employee, nobodysCurrency(retailer) as string), vendors: [random.pick(retailer.vendorsFor(employee))] };
      },
    })),
  },
  {
    kind: 'rejected_account_unmapped', title: 'Unmapped category', lacks: (retailer) => (categoryInScope(retailer, unlistedCategory(retailer)) ? null : 'scope.lines leaves out every category without a row in mapping/categories'),
    play: refusal(['GL_ACCOUNT_UNMAPPED'], toCategory((retailer) => [unlistedCategory(retailer)])),
  },
  { kind: 'rejected_account_unknown', title: 'Unknown account', lacks: anyOf(({ parties }) => parties.categories.unknown, 'no row of mapping/categories leads to an account that the ERP does not have'), play: refusal(['GL_ACCOUNT_UNKNOWN'], toCategory(({ parties }) => parties.categories.unknown)) },
  { kind: 'rejected_account_inactive', title: 'Inactive account', lacks: anyOf(({ parties }) => parties.categories.inactive, 'no row of mapping/categories leads to an inactive account'), play: refusal(['GL_ACCOUNT_INACTIVE'], toCategory(({ parties }) => parties.categories.inactive)) },
  ...costObjects('department', 'DEPARTMENT', ({ parties }) => parties.departments, ({ grounds }, text) => grounds.mapping.departments.get(text) !== undefined, inDepartment),
  ...costObjects('location', 'LOCATION', ({ parties }) => parties.stores, ({ grounds }, text) => grounds.mapping.locations.get(text) !== undefined, inStore),
  { kind: 'rejected_cost_object_missing', title: 'No department or location', rejectedFor: 'COST_OBJECT_MISSING', play: refusal(['COST_OBJECT_MISSING'], () => ({ spoil: (report) => { inDepartment(null)(report); inStore(null)(report); } })) },
  { kind: 'rejected_period_missing', title: 'No fiscal period', rejectedFor: 'PERIOD_MISSING', days: 'undated', lacks: noDay('undated', 'every business day of the window lies in a fiscal period'), play: refusal(['PERIOD_MISSING'], () => ({})) },
  { kind: 'rejected_period_closed', title: 'Closed fiscal period', rejectedFor: 'PERIOD_CLOSED', days: 'closed', lacks: noDay('closed', 'no business day of the window lies in a closed fiscal period'), play: refusal(['PERIOD_CLOSED'], () => ({})) },
  { kind: 'rejected_lines_mismatch', title: 'Lines do not add up', play: bought(linesDoNotAddUp) },
  { kind: 'rejected_amount_not_positive', title: 'Refund alone', play: bought(refundOnly) },
  { kind: 'rejected_vendor_ambiguous', title: 'Several vendors in one', reports: 1, lacks: firstOf(({ grounds }) => (grounds.settings.grouping === 'report' ? null : 'only with grouping: report'), twoVendors), play: refusal(['VENDOR_AMBIGUOUS'], severalVendorsInOne) },
  { kind: 'rejected_item_unknown', title: 'Unknown item', lacks: ({ grounds }) => (grounds.master.items === null ? 'there is no sheet master/items, so that items are not checked' : null), play: refusal(['ITEM_UNKNOWN'], () => withItem) },
  {
    kind: 'rejected_twofold', title: 'Two reasons at once', rejectedFor: 'COST_OBJECT_MISSING', lacks: (retailer) => (merchantInScope(retailer, unlistedMerchant(retailer)) ? null : 'scope.lines leaves out every merchant without a row in mapping/vendors'),
    play: refusal(['VENDOR_UNMAPPED', 'COST_OBJECT_MISSING'], (retailer) => ({ spoil: (report) => { toMerchant(unlistedMerchant(retailer))(report); inDepartment(null)(report); inStore(null)(report); } })),
  },
];

/** Reports that the ERP would refuse, keyed by hand more often than not; those that are not are loose amounts. */
export const REJECTION_KINDS = kindsOf('rejection', KINDS.map((parts) => ({ looseAmounts: 1, ...parts })));
