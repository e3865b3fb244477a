import { CannotDraw } from '../../demo/cannot-draw.ts';
import { enterCarefully, keyed, keyedOnce } from '../../demo/careful-keying.ts';
import { approvedAgain, outOfOrder, redelivered, updatedFresh } from '../../demo/changing-reports.ts';
import type { Fortnight } from '../../demo/fortnight.ts';
import type { Play } from '../../demo/kind.ts';
import type { Order } from '../../demo/order.ts';
import { ordinary, withPersonalLine, withRefundLine } from '../../demo/plain-reports.ts';
import { type PurchaseLine, type Report, sumOf, theTotal } from '../../demo/purchase.ts';
import { MEMOS_WITHOUT_REFERENCE, byDocumentNumber, referenceVariant, withoutReference } from '../../demo/references.ts';
import { identical, merged, severalVendors, split, splitWithoutReference } from '../../demo/shared-orders.ts';
import { reKeyed, withinTolerance } from '../../demo/wrong-amounts.ts';
import { ruleHolds } from '../approval-chain.ts';
import { kindsOf } from '../kind.ts';
import type { ProjectRetailer } from '../project-retailer.ts';
import { routingWishes } from '../routing-wishes.ts';
import { inCapitals } from '../vendor-names.ts';
import { buyingFrom } from './buying-from.ts';
import { buyersOf, firstOf, namedVendors, narrowTolerance, ordersOfSeveralLines, tellingName, twoVendors, unreferencedOrders, vendorsAnywhere } from './lacks.ts';
import { leavesNoLineOut, withLineOutOfScope } from './out-of-scope.ts';

/** The number of a report with its first digit wrong: no report is so high. */
const mistypedId = ({ random }: Fortnight, id: string): string => id.replace(/\d/, () => String(random.integer(4, 9)));

const loosely = ({ random }: Fortnight): string => random.pick(MEMOS_WITHOUT_REFERENCE);

const referenceMistyped: Play = (fortnight, kind) => {
  const report = fortnight.report({ loose: theTotal });
  fortnight.approve(report);
  fortnight.truth(report, kind, 'match', 0, [fortnight.enter(keyedOnce(fortnight, report, mistypedId(fortnight, report.id)))]);
};

/** The clerk copies the number of another report, which has a PO of its own. */
const referenceOfAnother: Play = (fortnight, kind) => {
  const other = fortnight.report();
  const report = fortnight.report({ loose: theTotal });
  const [right, wrong] = [sumOf(report.lines), sumOf(other.lines)];
  if (Math.abs(right - wrong) <= fortnight.retailer.apartMinor(report.currency, wrong)) throw new CannotDraw('the other report has about the same amount');
  for (const each of [other, report]) fortnight.approve(each);
  fortnight.truth(other, kind, 'match', 0, enterCarefully(fortnight, other));
  fortnight.truth(report, kind, 'match', 0, [fortnight.enter(keyedOnce(fortnight, report, other.id))]);
};

/** A PO without a vendor id, whose vendor's name is written in this way. */
function byName(write: (name: string) => string, referenced: boolean) {
  return (retailer: ProjectRetailer): Play => {
    const wish = buyingFrom(retailer, namedVendors(retailer, null));
    return (fortnight, kind) => {
      const report = fortnight.report({ ...wish(fortnight.random), ...(!referenced && { loose: theTotal }) });
      fortnight.approve(report);
      const order = keyedOnce(fortnight, report, referenced ? report.id : '', referenced ? '' : loosely(fortnight));
      fortnight.truth(report, kind, 'match', 0, [fortnight.enter({ ...order, vendor: { ...order.vendor, id: '', name: write(order.vendor.name) } })]);
    };
  };
}

/** Several reports of one employee and vendor, approved on one day, that can be told apart in all their sums. */
function reportsOfOneVendor(fortnight: Fortnight, count: number): Report[] {
  const first = fortnight.report({ loose: theTotal, sums: true, lineCount: [1, 2] });
  const { employee } = first;
  const vendors = [(first.lines[0] as PurchaseLine).vendor];
  const reports = [first];
  let sums = [0, sumOf(first.lines)];
  while (reports.length < count) {
    const known = sums;
    const withSums = (lines: readonly PurchaseLine[]): readonly number[] => known.map((sum) => sum + sumOf(lines));
    const next = fortnight.report({ employee, vendors, loose: withSums, sums: true, lineCount: [1, 2] });
    reports.push(next);
    sums = [...known, ...withSums(next.lines)];
  }
  return reports;
}

/** One PO without a reference for several reports: a clerk's total. */
const totalOf = (count: readonly [least: number, most: number], memo: string): Play => (fortnight, kind) => {
  const reports = reportsOfOneVendor(fortnight, fortnight.random.integer(...count));
  for (const report of reports) fortnight.approve(report);
  const orders = reports.map((report) => keyedOnce(fortnight, report, '', memo));
  const last = orders.reduce((latest, order) => (order.enteredAt > latest.enteredAt ? order : latest));
  const number = fortnight.enter({ ...last, lines: orders.flatMap(({ lines }) => lines) });
  for (const report of reports) fortnight.truth(report, kind, 'match', 0, [number]);
};

/** With one PO a line, a clerk who keys the whole report as one. */
const linesAsOne: Play = (fortnight, kind) => {
  const report = fortnight.report({ lineCount: [2, 5], severalOrders: true });
  fortnight.approve(report);
  const orders = keyed(fortnight, report, report.id);
  const [first] = orders as [Order];
  fortnight.truth(report, kind, 'match', 0, [fortnight.enter({ ...first, lines: orders.flatMap(({ lines }) => lines) })]);
};

const lineByLine: Play = (fortnight, kind) => {
  const report = fortnight.report({ lineCount: [2, 5], severalOrders: true });
  fortnight.approve(report);
  fortnight.truth(report, kind, 'match', 0, enterCarefully(fortnight, report));
};

/** A report that a rule of the settings applies to, approved by everybody whom it asks; the rules take turns. */
const routed = (retailer: ProjectRetailer): Play => {
  const wishes = routingWishes(retailer).filter((each) => each.wish !== null);
  let turn = 0;
  return (fortnight, kind) => {
    const { rule, wish } = wishes[turn++ % wishes.length] as (typeof wishes)[number];
    const report = fortnight.report({ ...wish });
    if (!ruleHolds(rule, { ...report, totalMinor: sumOf(report.lines) })) throw new CannotDraw(`routing rule ${rule.name} does not apply to what was drawn`);
    fortnight.approve(report);
    fortnight.truth(report, kind, 'match', 0, enterCarefully(fortnight, report));
  };
};

const noRule = (retailer: ProjectRetailer): string | null => (routingWishes(retailer).some(({ wish }) => wish !== null) ? null : 'no routing rule applies to a report that can be made');
const noTolerance = ({ employees, toleranceMinor }: ProjectRetailer): string | null => (employees.some(({ currency }) => toleranceMinor(currency, 100_000) > 0) ? null : 'tolerance lets nothing pass');
const onlyByLine = ({ grouping }: ProjectRetailer): string | null => (grouping === 'line' ? null : 'only with grouping: line');

const bought = (play: Play) => () => play;

/** Transactions on which both sides agree: whatever the clerk left out or wrote otherwise. */
export const AGREEING_KINDS = kindsOf('agreeing', [
  { kind: 'match', title: 'Keyed as it should be', play: bought(ordinary) },
  { kind: 'match_routing', title: 'Approved as a rule asks', least: (retailer) => routingWishes(retailer).filter(({ wish }) => wish !== null).length, lacks: noRule, play: routed },
  { kind: 'match_reference_variant', title: 'Reference written otherwise', play: bought(referenceVariant) },
  { kind: 'match_reference_mistyped', title: 'Reference mistyped', looseAmounts: 1, lacks: unreferencedOrders, play: bought(referenceMistyped) },
  { kind: 'match_reference_of_another', title: 'Reference of another report', reports: 2, looseAmounts: 1, play: bought(referenceOfAnother) },
  { kind: 'match_no_reference', title: 'No reference', looseAmounts: 1, lacks: unreferencedOrders, play: bought(withoutReference) },
  { kind: 'match_document_number', title: 'Invoice number instead', looseAmounts: 1, lacks: unreferencedOrders, play: bought(byDocumentNumber) },
  { kind: 'match_vendor_by_name', title: 'Vendor by name', lacks: tellingName(null), play: byName((name) => name, true) },
  { kind: 'match_vendor_by_name_no_reference', title: 'Vendor by name, no reference', looseAmounts: 1, lacks: firstOf(unreferencedOrders, vendorsAnywhere, tellingName(null)), play: byName((name) => name, false) },
  { kind: 'match_vendor_in_capitals', title: 'Name in capitals, no reference', looseAmounts: 1, lacks: firstOf(unreferencedOrders, vendorsAnywhere, tellingName(null)), play: byName(inCapitals, false) },
  { kind: 'match_split', title: 'Split', lacks: ordersOfSeveralLines, play: bought(split) },
  { kind: 'match_split_no_reference', title: 'Split, no reference', looseAmounts: 3, lacks: firstOf(ordersOfSeveralLines, unreferencedOrders), play: bought(splitWithoutReference) },
  { kind: 'match_merged', title: 'Two reports on one PO', reports: 2, play: bought(merged) },
  { kind: 'match_merged_no_reference', title: 'Two on one PO, no reference', reports: 2, looseAmounts: 3, lacks: unreferencedOrders, play: bought(totalOf([2, 2], 'combined')) },
  { kind: 'match_total_of_several', title: 'A clerk\'s total of several', reports: 4, looseAmounts: 15, lacks: unreferencedOrders, play: bought(totalOf([3, 4], 'total of the day')) },
  { kind: 'match_multi_vendor', title: 'Several vendors, a PO each', lacks: firstOf(twoVendors, ({ grounds }) => (grounds.settings.grouping === 'report' ? 'with grouping: report the ERP refuses several vendors' : null)), play: (retailer) => severalVendors(buyersOf(retailer, retailer.vendorsFor, 2)) },
  { kind: 'match_line_by_line', title: 'A PO for each line', lacks: onlyByLine, play: bought(lineByLine) },
  { kind: 'match_lines_as_one', title: 'All lines on one PO', lacks: onlyByLine, play: bought(linesAsOne) },
  { kind: 'match_identical', title: 'The same bought twice', reports: 2, looseAmounts: 1, lacks: unreferencedOrders, play: bought(identical) },
  { kind: 'match_refund_line', title: 'With a refund line', lacks: ({ grouping }) => (grouping === 'line' ? 'with grouping: line a refund is a PO of its own, which the ERP refuses' : null), play: bought(withRefundLine) },
  { kind: 'match_personal_line', title: 'With a personal line', play: bought(withPersonalLine) },
  { kind: 'match_out_of_scope_line', title: 'With a line out of scope', lacks: leavesNoLineOut, play: withLineOutOfScope },
  { kind: 'match_updated', title: 'Updated, then keyed', play: bought(updatedFresh) },
  { kind: 'match_approved_again', title: 'Approved once more', play: bought(approvedAgain) },
  { kind: 'match_redelivered', title: 'Delivered again', play: bought(redelivered) },
  { kind: 'match_out_of_order', title: 'Delivered out of order', play: bought(outOfOrder) },
  { kind: 'match_re_keyed', title: 'Cancelled and keyed again', lacks: narrowTolerance, play: bought(reKeyed) },
  { kind: 'within_tolerance', title: 'Off by less than tolerated', lacks: noTolerance, play: bought(withinTolerance) },
]);
