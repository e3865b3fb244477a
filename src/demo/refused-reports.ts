import type { FindingCode } from '../domain/finding.ts';
import { keyed } from './careful-keying.ts';
import type { Wish } from './draw-purchase.ts';
import type { Fortnight } from './fortnight.ts';
import type { Play } from './kind.ts';
import {
  CATEGORY_WITH_INACTIVE_ACCOUNT, CATEGORY_WITH_UNKNOWN_ACCOUNT, EMPLOYEES, EMPLOYEES_OF_UNMAPPED_STORE, GOOD_VENDORS, INACTIVE_APPROVER, INACTIVE_VENDORS, MARKETING, MERCHANT_WITH_UNKNOWN_VENDOR, UNMAPPED_APPROVER,
  UNMAPPED_CATEGORY, UNMAPPED_VENDORS,
} from './larkfield.ts';
import type { Category, Vendor } from './parties.ts';
import { type Report, businessLines, sumOf, theTotal } from './purchase.ts';
import type { Random } from './random.ts';

export interface Refusal {
  wish?: (random: Random) => Wish;
  spoil?: (report: Report, fortnight: Fortnight) => void;
  /** Loose amounts where nobody enters it; the total unless given. */
  loose?: Wish['loose'];
  /** Whether staff might enter it by hand all the same. */
  enterable?: boolean;
}

/** A report that the ERP's rules refuse, entered by hand more often than not. */
export function refused(causes: readonly FindingCode[], { wish = () => ({}), spoil = () => {}, loose = theTotal, enterable = true }: Refusal = {}): Play {
  return (fortnight, kind) => {
    const { random } = fortnight;
    const entered = enterable && random.chance(0.65);
    const report = fortnight.report({ ...wish(random), ...(!entered && { loose }) });
    spoil(report, fortnight);
    fortnight.approve(report);
    const numbers = entered ? fortnight.enterAll(keyed(fortnight, report, report.id, random.pick(['manual correction', 'picked by hand', '']))) : [];
    fortnight.truth(report, kind, 'rejected', entered ? sumOf(businessLines(report)) : 0, numbers, causes);
  };
}

const AMERICAN_EMPLOYEES = EMPLOYEES.filter(({ store }) => store.currency === 'USD');
const MARKETING_EMPLOYEES = EMPLOYEES.filter(({ department }) => department === MARKETING);
const FOREIGN_VENDORS = GOOD_VENDORS.filter(({ currency }) => currency !== 'USD');

const inDollarsFrom = (vendors: readonly Vendor[]) => (random: Random): Wish => ({ employee: random.pick(AMERICAN_EMPLOYEES), vendors: [random.pick(vendors)] });

function withoutVendorId(report: Report): void {
  for (const line of report.lines) line.vendorId = '';
}

/** A vendor number the ERP never had: chosen by hand, or given to the merchant by the mapping sheet. */
function toUnknownVendor(report: Report, { random }: Fortnight): void {
  const byMapping = random.chance(0.4);
  const vendorId = `V-0${random.integer(100, 998)}`;
  for (const line of report.lines) {
    line.vendorId = byMapping ? '' : vendorId;
    if (byMapping) line.merchant = MERCHANT_WITH_UNKNOWN_VENDOR.merchant;
  }
}

function toCategory(category: Category) {
  return (report: Report, { random }: Fortnight): void => {
    const line = random.pick(report.lines);
    line.category = category;
    line.description = random.pick(category.descriptions);
  };
}

function atOwnStore(report: Report): void {
  for (const line of report.lines) line.store = null;
}

function bySubmitter(report: Report, fortnight: Fortnight): void {
  const [first] = fortnight.approversOf(report);
  if (first !== undefined) report.employee = { ...report.employee, email: first.email };
}

function asRefund(report: Report): void {
  for (const line of report.lines) {
    line.amountMinor = -line.amountMinor;
    line.description = `Returned: ${line.description}`;
  }
}

export const vendorUnmapped = refused(['VENDOR_UNMAPPED'], { wish: inDollarsFrom(UNMAPPED_VENDORS), spoil: withoutVendorId });

export const vendorUnknown = refused(['VENDOR_UNKNOWN'], { spoil: toUnknownVendor });

export const vendorInactive = refused(['VENDOR_INACTIVE'], { wish: inDollarsFrom(INACTIVE_VENDORS) });

export const vendorInOtherCurrency = refused(['VENDOR_CURRENCY_MISMATCH'], { wish: inDollarsFrom(FOREIGN_VENDORS) });

export const locationUnmapped = refused(['LOCATION_UNMAPPED'], { wish: (random) => ({ employee: random.pick(EMPLOYEES_OF_UNMAPPED_STORE) }), spoil: atOwnStore });

export const vendorAndLocationUnmapped = refused(['VENDOR_UNMAPPED', 'LOCATION_UNMAPPED'], {
  wish: (random) => ({ employee: random.pick(EMPLOYEES_OF_UNMAPPED_STORE), vendors: [random.pick(UNMAPPED_VENDORS)] }),
  spoil: (report) => { withoutVendorId(report); atOwnStore(report); },
});

export const accountUnknown = refused(['GL_ACCOUNT_UNKNOWN'], { spoil: toCategory(CATEGORY_WITH_UNKNOWN_ACCOUNT) });

export const accountInactive = refused(['GL_ACCOUNT_INACTIVE'], { spoil: toCategory(CATEGORY_WITH_INACTIVE_ACCOUNT) });

export const accountUnmapped = refused(['GL_ACCOUNT_UNMAPPED'], { spoil: toCategory(UNMAPPED_CATEGORY) });

export const approverUnmapped = refused(['APPROVER_UNMAPPED'], { spoil: (report) => { report.standIn = UNMAPPED_APPROVER; } });

export const approverInactive = refused(['APPROVER_INACTIVE'], { spoil: (report) => { report.standIn = INACTIVE_APPROVER; } });

export const approvedByItsSubmitter = refused(['APPROVER_IS_SUBMITTER'], { spoil: bySubmitter });

export const vicePresidentMissing = refused(['ROUTING_INCOMPLETE'], { wish: () => ({ large: true }), spoil: (report) => { report.missingRole = 'vp'; } });

export const brandDirectorMissing = refused(['ROUTING_INCOMPLETE'], { wish: (random) => ({ employee: random.pick(MARKETING_EMPLOYEES), lineCount: [2, 6] }), spoil: (report) => { report.missingRole = 'brand_director'; } });

export const refundOnly = refused(['AMOUNT_NOT_POSITIVE'], { wish: () => ({ large: false }), spoil: asRefund, loose: () => [], enterable: false });

/** A report that claims more than its lines; both sums are kept apart from others where nobody enters it. */
export const linesDoNotAddUp: Play = (fortnight, kind) => {
  const excessMinor = fortnight.random.integer(100, 4999);
  const claimMore = (report: Report): void => {
    report.excessMinor = excessMinor;
  };
  refused(['AMOUNT_LINES_MISMATCH'], { spoil: claimMore, loose: (lines) => [sumOf(lines), sumOf(lines) + excessMinor] })(fortnight, kind);
};
