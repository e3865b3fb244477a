import { type BusinessDate, dateOfDay, dayNumber } from '../domain/calendar.ts';
import type { Approver, Category, Department, Employee, Store, Vendor } from './parties.ts';
import { type Report, minorPerUnit, totalOf } from './purchase.ts';
import type { Retailer } from './retailer.ts';
import { TOLERANCE_MINOR, VP_THRESHOLD } from './thresholds.ts';
import { looksMistyped } from './typing-slip.ts';

/** The invented company; nobody in it has a name, only a place and a role. */
export const COMPANY = 'Larkfield Home & Garden';
export const TIME_ZONE = 'America/New_York';
const MAIL_DOMAIN = 'larkfield.example';

interface LarkfieldVendor extends Vendor {
  active: boolean;
  /** Whether mapping/vendors knows its merchants. */
  mapped: boolean;
  trade: string;
}

interface LarkfieldStore extends Store {
  erpName: string;
  currency: string;
  mapped: boolean;
}

interface LarkfieldDepartment extends Department {
  active: boolean;
}

interface LarkfieldApprover extends Approver {
  erpId: string;
  erpName: string;
  role: 'manager' | 'vp' | 'brand_director';
  active: boolean;
  mapped: boolean;
}

interface LarkfieldEmployee extends Employee {
  department: LarkfieldDepartment;
  store: LarkfieldStore;
}

// ---------------------------------------------------------------------------------------------------------------------- accounts

const ACCOUNTS: readonly (readonly [id: string, name: string, active: boolean])[] = [
  ['6110', 'Cleaning services', true], ['6112', 'Window cleaning (now in 6110)', false], ['6115', 'Cleaning supplies', true], ['6118', 'Waste removal', true],
  ['6120', 'Store supplies', true], ['6130', 'Signage', true], ['6132', 'Window graphics', true], ['6140', 'Repairs and maintenance', true],
  ['6142', 'Spare parts', true], ['6145', 'Refrigeration service', true], ['6150', 'Packaging materials', true], ['6152', 'Gift wrap and bags', true],
  ['6160', 'Fixtures below the capital limit', true], ['6162', 'Display props', true], ['6164', 'Assembly labour', true], ['6170', 'Lighting', true],
  ['6172', 'Electrical work', true], ['6210', 'Advertising', true], ['6220', 'Print and promotion', true], ['6230', 'Events and sampling', true],
  ['6232', 'Product photography', true], ['6310', 'Courier', true], ['6312', 'Freight', true], ['6314', 'Pallets and crates', true],
  ['6410', 'IT accessories', true], ['6412', 'Point-of-sale supplies', true], ['6430', 'Telecommunications', true], ['6510', 'Uniforms', true],
  ['6512', 'Name badges', true], ['6514', 'Laundry', true], ['6530', 'Staff meals', true], ['6532', 'Meeting catering', true],
  ['6610', 'Security services', true], ['6620', 'Pest control', true], ['6710', 'Landscaping', true], ['6990', 'Suspense (closed)', false],
];

/** Accounts that the ERP takes, which a tired clerk may hit by mistake. */
const ACTIVE_ACCOUNTS: readonly string[] = ACCOUNTS.filter(([, , active]) => active).map(([id]) => id);

function category(name: string, account: string, ...descriptions: string[]): Category {
  return { name, account, keyedAccount: account, descriptions };
}

/** The sheet sends this category to an account that the ERP does not have. */
export const CATEGORY_WITH_UNKNOWN_ACCOUNT: Category = {
  name: 'Digital signage licences', account: '6435', keyedAccount: '6430', descriptions: ['Screen licence for the entrance', 'Playlist licence, garden department'],
};
/** The sheet sends this category to an account that was merged into another. */
export const CATEGORY_WITH_INACTIVE_ACCOUNT: Category = {
  name: 'Window cleaning', account: '6112', keyedAccount: '6110', descriptions: ['Shop front glass, both sides', 'Atrium glass'],
};
/** The sheet has no row for this category. */
export const UNMAPPED_CATEGORY: Category = {
  name: 'Plant care', account: null, keyedAccount: '6710', descriptions: ['Watering of the display plants', 'Potting soil for the display'],
};

interface Trade {
  name: string;
  nouns: readonly string[];
  categories: readonly Category[];
}

const TRADES: readonly Trade[] = [
  {
    name: 'cleaning', nouns: ['Cleaning Supply', 'Facility Care', 'Janitorial'],
    categories: [
      category('Cleaning services', '6110', 'Night cleaning', 'Floor polish, sales area', 'Carpet cleaning'),
      category('Cleaning supplies', '6115', 'Microfibre mops', 'Hand soap, five litres', 'Degreaser'),
      category('Waste removal', '6118', 'Cardboard collection', 'Skip hire'),
    ],
  },
  {
    name: 'signage', nouns: ['Signs', 'Sign Works', 'Graphics'],
    categories: [
      category('Signage', '6130', 'Aisle signs', 'Shelf talkers', 'Car park sign'),
      category('Window graphics', '6132', 'Summer window vinyl', 'Opening hours decal'),
      category('Print and promotion', '6220', 'Leaflets', 'Price cards', 'Roll-up banner'),
    ],
  },
  {
    name: 'refrigeration', nouns: ['Refrigeration', 'Climate Service', 'Cold Systems'],
    categories: [
      category('Refrigeration service', '6145', 'Cooler gas refill', 'Compressor call-out', 'Defrost timer repair'),
      category('Repairs', '6140', 'Door heater repair', 'Drain unblocked'),
      category('Spare parts', '6142', 'Fan motor', 'Door gasket', 'Thermostat'),
    ],
  },
  {
    name: 'packaging', nouns: ['Packaging', 'Paper and Box', 'Wrap Supply'],
    categories: [
      category('Packaging', '6150', 'Moving boxes', 'Bubble wrap', 'Packing tape'),
      category('Gift wrap', '6152', 'Paper carrier bags', 'Ribbon', 'Tissue paper'),
      category('Store supplies', '6120', 'Till rolls', 'Price gun labels', 'Hangers'),
    ],
  },
  {
    name: 'fixtures', nouns: ['Fixtures', 'Shop Fittings', 'Display'],
    categories: [
      category('Fixtures', '6160', 'Gondola shelf', 'Pegboard hooks', 'Plant table'),
      category('Display props', '6162', 'Mannequin repair', 'Wooden crates', 'Artificial hedge'),
      category('Assembly', '6164', 'Shelf assembly', 'Removal of old racks'),
    ],
  },
  {
    name: 'electrical', nouns: ['Electrical', 'Lighting', 'Power and Light'],
    categories: [
      category('Lighting', '6170', 'LED tubes', 'Track spotlights', 'Emergency exit lamp'),
      category('Electrical work', '6172', 'Socket fitted at till', 'Annual test, distribution board'),
      category('Repairs', '6140', 'Automatic door repair', 'Shutter motor repair'),
    ],
  },
  {
    name: 'freight', nouns: ['Couriers', 'Freight', 'Logistics'],
    categories: [
      category('Courier', '6310', 'Same-day parcel between stores', 'Documents to head office'),
      category('Freight', '6312', 'Pallet to the garden centre', 'Return of damaged stock'),
      category('Pallets', '6314', 'Plastic crates', 'Pallet exchange'),
    ],
  },
  {
    name: 'media', nouns: ['Media', 'Creative Studio', 'Outdoor Advertising'],
    categories: [
      category('Advertising', '6210', 'Local newspaper advert', 'Radio spot', 'Bus shelter poster'),
      category('Events', '6230', 'Garden weekend stand', 'Sampling staff', 'Marquee hire'),
      category('Photography', '6232', 'Product pictures', 'Store opening pictures'),
    ],
  },
  {
    name: 'it', nouns: ['Systems', 'Data Supply', 'Networks'],
    categories: [
      category('IT accessories', '6410', 'Scanner batteries', 'Network cable', 'Tablet cases'),
      category('Point-of-sale supplies', '6412', 'Receipt printer', 'Card reader stand'),
      category('Telecom', '6430', 'Cordless phones', 'Mobile router for the pop-up'),
    ],
  },
  {
    name: 'workwear', nouns: ['Workwear', 'Uniforms', 'Textile Service'],
    categories: [
      category('Uniforms', '6510', 'Aprons', 'Rain jackets, garden team', 'Safety shoes'),
      category('Name badges', '6512', 'Magnetic badges', 'Lanyards'),
      category('Laundry', '6514', 'Apron laundry', 'Curtain cleaning'),
    ],
  },
  {
    name: 'catering', nouns: ['Catering', 'Kitchen', 'Bakery'],
    categories: [
      category('Staff meals', '6530', 'Stocktake supper', 'Water cooler refill', 'Fruit basket'),
      category('Meeting catering', '6532', 'Regional meeting lunch', 'Coffee for supplier day'),
      category('Events', '6230', 'Customer evening buffet', 'Tasting table'),
    ],
  },
  {
    name: 'grounds', nouns: ['Security', 'Grounds Care', 'Pest Control'],
    categories: [
      category('Security', '6610', 'Night guard, stocktake', 'Alarm call-out', 'New door lock'),
      category('Pest control', '6620', 'Quarterly visit', 'Bird netting'),
      category('Landscaping', '6710', 'Hedge trimming, car park', 'Snow poles removed'),
    ],
  },
];

// ----------------------------------------------------------------------------------------------------------------------- vendors

const WORDS = (
  'Cascade,Alder,Bramble,Copperline,Dunmore,Eastgate,Fernhill,Goldcrest,Hawthorn,Ironbridge,Juniper,Kestrel,Larchwood,Millbrook,Nettle Creek,Oakhaven,Peregrine,' +
  'Quarry Lane,Ridgeway,Saltmarsh,Thornbury,Upland,Verity,Westmere,Yarrowby,Amberley,Birchfield,Coldwater,Driftwood,Elmstead,Foxglove,Greystone,Heronsgate,Inkwell,' +
  'Jackdaw,Kingfisher,Lockwood,Marlowe,Northgate,Oxbow,Pinecrest,Quillon,Rookery,Silverlake,Tamarack,Underhill,Valewood,Wrenfield,Zinnia,Ashdown,Bellweather,' +
  'Cobblestone,Daleside,Everglow,Flintlock,Glenbrook,Hollyoak,Islebrook,Kittiwake,Longacre'
).split(',');
const VENDORS_A_TRADE = 10;
const LEGAL_FORMS: Record<string, readonly string[]> = {
  USD: ['Inc', 'LLC', 'Co', 'Corp'], CAD: ['Ltd', 'Inc'], EUR: ['GmbH', 'SARL', 'BV'], GBP: ['Ltd', 'plc'], JPY: ['Co., Ltd.', 'KK'],
};

/** Seven of ten vendors of a trade are paid in US dollars, one in Canadian ones, two in a currency from overseas. */
function vendorCurrency(trade: number, place: number): string {
  if (place < 7) return 'USD';
  if (place === 7) return 'CAD';
  const overseas = ['EUR', 'GBP', 'JPY'];
  return overseas[(trade * 2 + place) % overseas.length] as string;
}

function vendorsOf(trade: Trade, tradePlace: number): LarkfieldVendor[] {
  return Array.from({ length: VENDORS_A_TRADE }, (_, place) => {
    const number = tradePlace * VENDORS_A_TRADE + place;
    const currency = vendorCurrency(tradePlace, place);
    const forms = LEGAL_FORMS[currency] ?? [];
    const tradeName = `${WORDS[number % WORDS.length]} ${trade.nouns[place % trade.nouns.length]}`;
    return {
      id: `V-${1001 + number}`,
      name: `${tradeName} ${forms[number % forms.length]}`,
      kin: `V-${1001 + number}`,
      currency,
      // Vendors that were closed, and vendors that nobody has put in the mapping sheet yet.
      active: !(place === 6 && tradePlace % 3 === 1),
      mapped: !(place === 5 && tradePlace % 4 === 2),
      merchants: [tradeName, `${tradeName.toUpperCase()} *WEB`],
      trade: trade.name,
      categories: trade.categories,
    };
  });
}

export const VENDORS: readonly LarkfieldVendor[] = TRADES.flatMap(vendorsOf);
/** Vendors with which nothing is wrong. */
export const GOOD_VENDORS: readonly LarkfieldVendor[] = VENDORS.filter((vendor) => vendor.active && vendor.mapped);
export const INACTIVE_VENDORS: readonly LarkfieldVendor[] = VENDORS.filter((vendor) => !vendor.active);
export const UNMAPPED_VENDORS: readonly LarkfieldVendor[] = VENDORS.filter((vendor) => !vendor.mapped);

/** A merchant that the sheet sends to a vendor number the ERP never had. */
export const MERCHANT_WITH_UNKNOWN_VENDOR = { merchant: 'Brightline Parcel Service', vendorId: 'V-2107' };

/** The vendor of one trade at one place of the list; for the transactions that every demonstration has. */
export function vendorOfTrade(trade: string, place: number): LarkfieldVendor {
  const vendor = GOOD_VENDORS.filter((candidate) => candidate.trade === trade)[place];
  if (vendor === undefined) throw new Error(`no vendor ${place} in ${trade}`);
  return vendor;
}

// -------------------------------------------------------------------------------------------------------- stores and departments

const STREETS = (
  'Maple Street,Harbor Road,Mill Lane,Station Square,Orchard Avenue,River Walk,Chapel Hill,Market Place,Canal Street,Pine Ridge,College Green,Foundry Yard,' +
  'Lakeside,Ferry Point,Cedar Avenue,Summit Drive,Old Town,Prospect Park,Bay Street,Union Square,Meadow Lane,Bridge Street,Court House,Quarry Park,Elm Grove,' +
  'Depot Road,Garden Mile,West End,Rue du Parc,Queen Street,Birch Bay,Granite Court,Lindenallee,Quai Sud,Kanaalstraat,High Street,Castle Gate,North Quay,Midori Park,Sakura Dori'
).split(',');
/** Of forty stores, 28 are American, four Canadian, three on the continent, three British and two Japanese. */
function storeCurrency(number: number): string {
  if (number <= 28) return 'USD';
  if (number <= 32) return 'CAD';
  if (number <= 35) return 'EUR';
  return number <= 38 ? 'GBP' : 'JPY';
}
const UNMAPPED_STORE_NUMBER = 27;

const STORES: readonly LarkfieldStore[] = STREETS.map((street, index) => {
  const number = String(index + 1).padStart(3, '0');
  return { expenseName: `Store ${number}`, erpId: `L-${number}`, erpName: `Store ${number} ${street}`, currency: storeCurrency(index + 1), mapped: index + 1 !== UNMAPPED_STORE_NUMBER };
});
const HEAD_OFFICE: LarkfieldStore = { expenseName: 'Head Office', erpId: 'L-900', erpName: 'Head Office', currency: 'USD', mapped: true };
const ALL_STORES: readonly LarkfieldStore[] = [...STORES, HEAD_OFFICE];
/** Stores that are in the sheet; an expense may be for another one than the employee's own. */
const MAPPED_STORES: readonly LarkfieldStore[] = STORES.filter((store) => store.mapped);

function department(expenseName: string, erpId: string, active = true): LarkfieldDepartment {
  return { expenseName, erpId, active };
}

const STORE_DEPARTMENTS = [department('Store Operations', 'D-10'), department('Facilities', 'D-12'), department('Logistics', 'D-14'), department('Merchandising', 'D-15')] as const;
/** Approvals of this department need the brand director too. */
export const MARKETING: LarkfieldDepartment = department('Marketing', 'D-11');
const OFFICE_DEPARTMENTS = [MARKETING, department('IT', 'D-13'), department('People', 'D-16'), department('Finance', 'D-17'), department('E-commerce', 'D-18')] as const;
const CLOSED_DEPARTMENT = department('Visual Display', 'D-19', false);
/** Departments that the ERP takes. */
const DEPARTMENTS: readonly LarkfieldDepartment[] = [...STORE_DEPARTMENTS, ...OFFICE_DEPARTMENTS];

// -------------------------------------------------------------------------------------------------------- approvers and employees

function approver(mailbox: string, erpId: string, erpName: string, role: LarkfieldApprover['role'], standing: Partial<Pick<LarkfieldApprover, 'active' | 'mapped'>> = {}): LarkfieldApprover {
  return { email: `${mailbox}@${MAIL_DOMAIN}`, erpId, erpName, role, active: true, mapped: true, ...standing };
}

const STORE_MANAGERS: readonly LarkfieldApprover[] = STORES.map((store) => {
  const number = store.expenseName.slice(-3);
  return approver(`manager.store${number}`, `U-1${number.slice(1)}`, `Manager, store ${number}`, 'manager');
});
const OFFICE_MANAGERS: readonly LarkfieldApprover[] = OFFICE_DEPARTMENTS.map(({ expenseName }, index) =>
  approver(`manager.${expenseName.toLowerCase()}`, `U-${160 + index}`, `Manager, ${expenseName}`, 'manager'));
const VICE_PRESIDENT: LarkfieldApprover = approver('vp.operations', 'U-200', 'VP Operations', 'vp');
const BRAND_DIRECTOR: LarkfieldApprover = approver('brand.director', 'U-300', 'Brand director', 'brand_director');
/** Left the company: still in the sheet and in the ERP, where the account was closed. */
export const INACTIVE_APPROVER: LarkfieldApprover = approver('former.area.manager', 'U-170', 'Area manager (left)', 'manager', { active: false });
/** Stands in for somebody since May, and nobody has put them in the sheet. */
export const UNMAPPED_APPROVER: LarkfieldApprover = approver('acting.area.manager', 'U-171', 'Area manager (acting)', 'manager', { mapped: false });
const APPROVERS: readonly LarkfieldApprover[] = [...STORE_MANAGERS, ...OFFICE_MANAGERS, INACTIVE_APPROVER, UNMAPPED_APPROVER, VICE_PRESIDENT, BRAND_DIRECTOR];

const EMPLOYEES_A_STORE = 8;
const EMPLOYEES_A_DEPARTMENT = 6;
const EMPLOYEES_IN_MARKETING = 28;

function staffOfStore(store: LarkfieldStore, place: number): LarkfieldEmployee[] {
  const mailbox = store.expenseName.toLowerCase().replace(' ', '');
  return Array.from({ length: EMPLOYEES_A_STORE }, (_, index) => ({
    email: `${mailbox}.staff${index + 1}@${MAIL_DOMAIN}`,
    // Half of a store's reports are its own operations; facilities, logistics and merchandising share the rest.
    department: STORE_DEPARTMENTS[Math.max(0, index - 4) % STORE_DEPARTMENTS.length] ?? STORE_DEPARTMENTS[0],
    store,
    currency: store.currency,
    manager: STORE_MANAGERS[place] as LarkfieldApprover,
  }));
}

function staffOfDepartment(officeDepartment: LarkfieldDepartment, place: number): LarkfieldEmployee[] {
  const count = officeDepartment === MARKETING ? EMPLOYEES_IN_MARKETING : EMPLOYEES_A_DEPARTMENT;
  return Array.from({ length: count }, (_, index) => ({
    email: `${officeDepartment.expenseName.toLowerCase()}.staff${index + 1}@${MAIL_DOMAIN}`,
    department: officeDepartment,
    store: HEAD_OFFICE,
    currency: HEAD_OFFICE.currency,
    manager: OFFICE_MANAGERS[place] as LarkfieldApprover,
  }));
}

const ALL_EMPLOYEES: readonly LarkfieldEmployee[] = [...STORES.flatMap(staffOfStore), ...OFFICE_DEPARTMENTS.flatMap(staffOfDepartment)];
/** Employees whose store and department are in the sheets. */
export const EMPLOYEES: readonly LarkfieldEmployee[] = ALL_EMPLOYEES.filter(({ store }) => store.mapped);
export const EMPLOYEES_OF_UNMAPPED_STORE: readonly LarkfieldEmployee[] = ALL_EMPLOYEES.filter(({ store }) => !store.mapped);

/** People who key POs; the first two are also in the settings' `people`. */
const CLERKS = ['clerk-01', 'clerk-02', 'clerk-03', 'clerk-04', 'clerk-05', 'clerk-06'] as const;

/** Who prepares, reviews and signs the comparison. */
export const PEOPLE = [
  { id: 'ap-lead', name: 'Accounts Payable Lead', emails: [`ap.lead@${MAIL_DOMAIN}`], erpUsers: [CLERKS[0]], roles: ['preparer', 'reviewer'] },
  { id: 'ap-analyst', name: 'Accounts Payable Analyst', emails: [`ap.analyst@${MAIL_DOMAIN}`], erpUsers: [CLERKS[1]], roles: ['preparer', 'reviewer'] },
  { id: 'controller', name: 'Controller', emails: [`controller@${MAIL_DOMAIN}`], erpUsers: [], roles: ['controller', 'reviewer'] },
] as const;

/** The vendors whom people in a department, paid in a currency, buy from: head office does not order refrigeration. */
function vendorsFor({ store, department, currency }: Employee): readonly Vendor[] {
  const office = store === HEAD_OFFICE ? department?.expenseName : undefined;
  const key = `${currency} ${office ?? ''}`;
  let known = VENDORS_BY_BUYER.get(key);
  if (known === undefined) {
    const trades = office === undefined ? TRADES.map(({ name }) => name) : (OFFICE_TRADES[office] ?? OFFICE_TRADES_OTHERWISE);
    known = GOOD_VENDORS.filter((vendor) => vendor.currency === currency && trades.includes(vendor.trade));
    VENDORS_BY_BUYER.set(key, known);
  }
  return known;
}

const VENDORS_BY_BUYER = new Map<string, readonly Vendor[]>();
const OFFICE_TRADES_OTHERWISE = ['packaging', 'freight', 'it', 'catering'];
const OFFICE_TRADES: Record<string, readonly string[]> = { Marketing: ['signage', 'packaging', 'media', 'catering', 'workwear'], IT: ['it', 'electrical', 'freight'] };

/** Who has to approve a report: marketing's needs the brand director too, a large one the vice president. */
function approversOf(report: Report): Approver[] {
  const { employee, currency } = report;
  const approvers = employee.manager === null ? [] : [employee.manager];
  if (report.lines.some((line) => (line.department ?? employee.department) === MARKETING)) approvers.push(BRAND_DIRECTOR);
  if (totalOf(report) > VP_THRESHOLD * minorPerUnit(currency)) approvers.push(VICE_PRESIDENT);
  return approvers;
}

export const LARKFIELD: Retailer = {
  timeZone: TIME_ZONE,
  calendar: { businessDays: ['mon', 'tue', 'wed', 'thu', 'fri'], holidays: [] },
  states: { submitted: 'submitted', waiting: 'manager_approved', approved: 'approved_for_payment', paid: 'paid', withdrawn: ['recalled', 'rejected', 'submitted'] },
  employees: EMPLOYEES,
  vendorsFor,
  grouping: 'vendor',
  lineMarks: {},
  strayStores: ({ currency }) => MAPPED_STORES.filter((store) => store.currency === currency),
  strayDepartments: DEPARTMENTS,
  approversOf,
  isApprovable: () => true,
  isOpenOn: () => true,
  periodOf: (date) => date.slice(0, 7),
  periodBeside: (period) => monthStart(`${period}-01`, 1).slice(0, 7),
  accounts: ACTIVE_ACCOUNTS,
  departments: DEPARTMENTS,
  stores: MAPPED_STORES,
  vendorsIn: (currency) => GOOD_VENDORS.filter((vendor) => vendor.currency === currency),
  clerks: CLERKS,
  keyedWithinDays: 4,
  orderPrefix: 'PO-',
  // Five hundredths are nothing in yen: there the tolerance allows no difference at all.
  toleranceMinor: (currency) => (minorPerUnit(currency) > 1 ? TOLERANCE_MINOR : 0),
  apartMinor: () => TOLERANCE_MINOR,
  largeAboveMinor: (currency) => VP_THRESHOLD * minorPerUnit(currency),
  // Yen have no hundredths, so that one stands for one and a half yen.
  amountScale: (currency) => (minorPerUnit(currency) === 1 ? 1.5 : 1),
  alike: looksMistyped,
  tellsByTotal: false,
};

// ------------------------------------------------------------------------------------------------------------------------ sheets

/** The first day of the month that holds a date, or of one `months` later. */
function monthStart(date: BusinessDate, months: number): BusinessDate {
  return new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1 + months, 1)).toISOString().slice(0, 10);
}

/** One fiscal period a month: the one before the window is closed, those of the window and the one after are open. */
function periodRows(window: { from: BusinessDate; to: BusinessDate }): string[][] {
  const rows: string[][] = [];
  const last = monthStart(window.to, 1);
  for (let months = -1; ; months++) {
    const start = monthStart(window.from, months);
    rows.push([start.slice(0, 7), start, dateOfDay(dayNumber(monthStart(start, 1)) - 1), months < 0 ? 'closed' : 'open']);
    if (start >= last) return rows;
  }
}

/** The master and mapping sheets as rows with a header, by path below the project folder. */
export function sheetsOf(window: { from: BusinessDate; to: BusinessDate }): Map<string, string[][]> {
  const departments = [...DEPARTMENTS, CLOSED_DEPARTMENT];
  const categories = new Map<string, string>();
  for (const { name, account } of [...TRADES.flatMap((trade) => trade.categories), CATEGORY_WITH_UNKNOWN_ACCOUNT, CATEGORY_WITH_INACTIVE_ACCOUNT, UNMAPPED_CATEGORY]) {
    if (account !== null) categories.set(name, account);
  }
  const merchants = VENDORS.filter(({ mapped }) => mapped).flatMap((vendor) => vendor.merchants.map((merchant) => [merchant, vendor.id]));
  return new Map([
    ['master/vendors.csv', [['id', 'name', 'currency', 'active'], ...VENDORS.map(({ id, name, currency, active }) => [id, name, currency, String(active)])]],
    ['master/gl_accounts.csv', [['id', 'name', 'active'], ...ACCOUNTS.map(([id, name, active]) => [id, name, String(active)])]],
    ['master/departments.csv', [['id', 'name', 'active'], ...departments.map(({ erpId, expenseName, active }) => [erpId, expenseName, String(active)])]],
    ['master/locations.csv', [['id', 'name', 'active'], ...ALL_STORES.map(({ erpId, erpName }) => [erpId, erpName, 'true'])]],
    ['master/periods.csv', [['name', 'start', 'end', 'status'], ...periodRows(window)]],
    ['master/approvers.csv', [['id', 'name', 'email', 'active'], ...APPROVERS.map(({ erpId, erpName, email, active }) => [erpId, erpName, email, String(active)])]],
    ['mapping/vendors.csv', [['merchant', 'vendor_id'], ...merchants, [MERCHANT_WITH_UNKNOWN_VENDOR.merchant, MERCHANT_WITH_UNKNOWN_VENDOR.vendorId]]],
    ['mapping/categories.csv', [['category', 'gl_account'], ...categories]],
    ['mapping/departments.csv', [['expense_department', 'erp_department'], ...departments.map(({ expenseName, erpId }) => [expenseName, erpId])]],
    ['mapping/locations.csv', [['expense_location', 'erp_location'], ...ALL_STORES.filter(({ mapped }) => mapped).map(({ expenseName, erpId }) => [expenseName, erpId])]],
    ['mapping/approvers.csv', [['expense_approver_email', 'erp_approver_id'], ...APPROVERS.filter(({ mapped }) => mapped).map(({ email, erpId }) => [email, erpId])]],
  ]);
}
