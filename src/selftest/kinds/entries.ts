import { keyedOnce } from '../../demo/careful-keying.ts';
import type { Play } from '../../demo/kind.ts';
import { enteredTwice, missingInLedger, withoutApproval } from '../../demo/missing-and-surplus-orders.ts';
import { enteredBeforeApproval } from '../../demo/pending-reports.ts';
import { sumOf, theTotal } from '../../demo/purchase.ts';
import { mistyped } from '../../demo/typing-slip.ts';
import { withdrawnButEntered } from '../../demo/withdrawn-reports.ts';
import { kindsOf } from '../kind.ts';
import { narrowTolerance, noDay, unreferencedOrders } from './lacks.ts';

/** The second PO does not say what it is for. */
const enteredTwiceUnreferenced: Play = (fortnight, kind) => {
  const report = fortnight.report({ loose: theTotal });
  fortnight.approve(report);
  const [first, second] = [keyedOnce(fortnight, report, report.id), keyedOnce(fortnight, report, '', 'second copy')];
  fortnight.truth(report, kind, 'duplicate_manual', sumOf(report.lines), [fortnight.enter(first), fortnight.enter({ ...second, date: first.date })], []);
};

/** Once as it should be, and once with a digit wrong; both say what they are for. */
const enteredTwiceMistyped: Play = (fortnight, kind) => {
  const { random, retailer } = fortnight;
  const report = fortnight.report();
  fortnight.approve(report);
  const [first, second] = [keyedOnce(fortnight, report, report.id), keyedOnce(fortnight, report, report.id)];
  const line = random.pick(second.lines);
  line.amountMinor = mistyped(random, line.amountMinor, retailer.apartMinor(report.currency, sumOf(report.lines)));
  fortnight.takeTotal(report.lines, sumOf(second.lines));
  fortnight.truth(report, kind, 'duplicate_manual', sumOf(second.lines), [fortnight.enter(first), fortnight.enter(second)], []);
};

const bought = (play: Play) => () => play;

/** POs that are missing, or stand where they should not. */
export const ENTRY_KINDS = kindsOf('entry', [
  { kind: 'missing_manual', title: 'Not keyed', looseAmounts: 1, days: 'due', lacks: noDay('due', 'matching.manualEntryGraceDays lets every PO of the window still come'), play: bought(missingInLedger('missing_manual')) },
  { kind: 'duplicate_manual', title: 'Keyed twice', play: bought(enteredTwice) },
  { kind: 'duplicate_no_reference', title: 'Keyed twice, once no reference', looseAmounts: 1, lacks: unreferencedOrders, play: bought(enteredTwiceUnreferenced) },
  { kind: 'duplicate_mistyped', title: 'Keyed twice, once mistyped', lacks: narrowTolerance, play: bought(enteredTwiceMistyped) },
  { kind: 'unexpected_manual', title: 'No approved expense', reports: 0, looseAmounts: 1, lacks: unreferencedOrders, play: bought(withoutApproval) },
  { kind: 'premature_manual', title: 'Keyed before approval', play: bought(enteredBeforeApproval) },
  { kind: 'cancelled_manual', title: 'Withdrawn, PO stands', play: bought(withdrawnButEntered) },
]);
