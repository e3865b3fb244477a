import { CannotDraw } from '../../demo/cannot-draw.ts';
import { keyedOnce } from '../../demo/careful-keying.ts';
import type { Play } from '../../demo/kind.ts';
import { sumOf, theTotal } from '../../demo/purchase.ts';
import { MEMOS_WITHOUT_REFERENCE } from '../../demo/references.ts';
import { type Spoil, wrongAccount, wrongCoding, wrongDepartment, wrongLocation, wrongPeriod, swappedAccounts } from '../../demo/wrong-coding.ts';
import { type KindParts, kindsOf } from '../kind.ts';
import type { ProjectRetailer } from '../project-retailer.ts';
import type { NameSlip } from '../vendor-names.ts';
import { buyingFrom } from './buying-from.ts';
import { type Lack, buyersOf, firstOf, namedVendors, ordersOfSeveralLines, tellingName, unreferencedOrders, vendorsAnywhere } from './lacks.ts';

const toOtherVendor: Spoil = (order, random, { vendorsIn }) => {
  order.vendor = random.pick(vendorsIn(order.currency).filter((vendor) => vendor !== order.vendor));
};
const toOtherPeriod: Spoil = (order, _random, { periodBeside }) => {
  order.period = periodBeside(order.period);
};

/** Employees who may have bought from another vendor of their currency. */
const choosers = (retailer: ProjectRetailer) => buyersOf(retailer, ({ currency }) => retailer.vendorsIn(currency), 2);
const wrongVendor = (causes: readonly string[], spoil: Spoil) => (retailer: ProjectRetailer): Play => wrongCoding(causes, spoil, (random) => ({ employee: random.pick(choosers(retailer)) }));

/** One line under another account, and no reference: amount, vendor and date tell. */
const wrongAccountUnreferenced: Play = (fortnight, kind) => {
  const { random, retailer } = fortnight;
  const report = fortnight.report({ loose: theTotal });
  fortnight.approve(report);
  const order = keyedOnce(fortnight, report, '', random.pick(MEMOS_WITHOUT_REFERENCE));
  const line = random.pick(order.lines.filter(({ amountMinor }) => amountMinor > retailer.apartMinor(report.currency, sumOf(report.lines))));
  line.account = random.pick(retailer.accounts.filter((account) => account !== line.account));
  fortnight.truth(report, kind, 'coding_variance', 0, [fortnight.enter(order)], ['gl_account']);
};

/** A PO without a vendor id, whose vendor's name was written with a slip: it stands for nobody with certainty. */
const unconfirmedVendor = (slip: NameSlip, referenced: boolean) => (retailer: ProjectRetailer): Play => {
  const wish = buyingFrom(retailer, namedVendors(retailer, slip));
  return (fortnight, kind) => {
    const { random } = fortnight;
    const report = fortnight.report({ ...wish(random), ...(!referenced && { loose: theTotal }) });
    fortnight.approve(report);
    const order = keyedOnce(fortnight, report, referenced ? report.id : '', referenced ? '' : random.pick(MEMOS_WITHOUT_REFERENCE));
    const name = retailer.names.written(order.vendor, slip, random);
    if (name === undefined) throw new CannotDraw(`no slip of this kind in ${order.vendor.name}`);
    fortnight.truth(report, kind, 'coding_variance', 0, [fortnight.enter({ ...order, vendor: { ...order.vendor, id: '', name } })], ['vendor_unconfirmed']);
  };
};

function bothWays(slip: NameSlip, title: string): KindParts[] {
  return [
    { kind: `vendor_name_${slip}`, title, lacks: tellingName(slip), play: unconfirmedVendor(slip, true) },
    { kind: `vendor_name_${slip}_no_reference`, title: `${title}, no reference`, looseAmounts: 1, lacks: firstOf(unreferencedOrders, vendorsAnywhere, tellingName(slip)), play: unconfirmedVendor(slip, false) },
  ];
}

const fewer = (least: number, of: (retailer: ProjectRetailer) => readonly unknown[], why: string): Lack => (retailer) => (of(retailer).length < least ? why : null);
const oneAccount = fewer(2, ({ accounts }) => accounts, 'master/gl_accounts has one active account in scope');
const oneVendor = fewer(1, choosers, 'no two active vendors are paid in one currency');
const oneDepartment = firstOf(fewer(1, ({ parties }) => parties.departments.usable, 'no department can be used'), fewer(2, ({ departments }) => departments, 'master/departments has one active department'));
const oneLocation = firstOf(fewer(1, ({ parties }) => parties.stores.usable, 'no location can be used'), fewer(2, ({ stores }) => stores, 'master/locations has one active location'));
const onePeriod = fewer(2, ({ grounds }) => grounds.master.periods, 'master/periods has one period');
const noTwoAccounts: Lack = ({ parties }) => (parties.vendors.some(({ categories }) => new Set(categories.map(({ account }) => account)).size > 1) ? null : 'no two categories lead to different accounts');

const bought = (play: Play) => () => play;

/** Amounts that agree, under another code. */
export const CODING_KINDS = kindsOf('coding', [
  { kind: 'wrong_vendor', title: 'Another vendor', lacks: oneVendor, play: wrongVendor(['vendor'], toOtherVendor) },
  { kind: 'wrong_account', title: 'Another account', lacks: oneAccount, play: bought(wrongAccount) },
  { kind: 'wrong_account_no_reference', title: 'Another account, no reference', looseAmounts: 1, lacks: firstOf(oneAccount, unreferencedOrders), play: bought(wrongAccountUnreferenced) },
  { kind: 'swapped_accounts', title: 'Two accounts swapped', lacks: firstOf(ordersOfSeveralLines, oneAccount, noTwoAccounts), play: bought(swappedAccounts) },
  { kind: 'wrong_department', title: 'Another department', lacks: oneDepartment, play: bought(wrongDepartment) },
  { kind: 'wrong_location', title: 'Another location', lacks: oneLocation, play: bought(wrongLocation) },
  { kind: 'wrong_period', title: 'Another period', lacks: onePeriod, play: bought(wrongPeriod) },
  {
    kind: 'wrong_vendor_and_period', title: 'Another vendor and period', lacks: firstOf(oneVendor, onePeriod),
    play: wrongVendor(['vendor', 'period'], (...parts) => { toOtherVendor(...parts); toOtherPeriod(...parts); }),
  },
  ...bothWays('mistyped', 'Name mistyped'),
  ...bothWays('abbreviated', 'Name abbreviated'),
  ...bothWays('truncated', 'Name cut off'),
]);
