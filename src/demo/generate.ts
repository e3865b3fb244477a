import { dealt, quotas } from './dealt-kinds.ts';
import { FIXED, playFixed } from './fixed-reports.ts';
import { Fortnight } from './fortnight.ts';
import type { FortnightOptions } from './fortnight-options.ts';
import type { FortnightCounts, FortnightSink } from './fortnight-sink.ts';
import { KINDS } from './kinds.ts';
import { LARKFIELD } from './larkfield.ts';
import { orderOutsideWindow } from './missing-and-surplus-orders.ts';
import { outsideWindow } from './plain-reports.ts';

/** Of all reports, those before and those after the window, each. */
const OUTSIDE_SHARE = 0.015;

/** The names of all kinds that a large enough fortnight has. */
export const KIND_NAMES: readonly string[] = [
  ...KINDS.map(({ name }) => name), 'match', 'playbook_match', 'playbook_rejected', 'before_window', 'after_window', 'before_window_manual', 'after_window_manual',
];

function spread<Item>(items: readonly Item[], done: number, all: number): Item {
  return items[Math.min(items.length - 1, Math.floor((done * items.length) / all))] as Item;
}

/**
 * Invents a fortnight of approvals and of the POs that people keyed, with what a right comparison should find, and hands it to
 * `sink` line by line. Reports come in the order of their approval days; the same options give the same lines.
 */
export function generateFortnight(options: FortnightOptions, sink: FortnightSink): FortnightCounts {
  const { reports } = options;
  if (!Number.isSafeInteger(reports) || reports < 10) throw new RangeError('a fortnight needs at least 10 reports');
  const fortnight = new Fortnight(options, LARKFIELD, sink);
  const outside = Math.max(1, Math.round(reports * OUTSIDE_SHARE));
  playBefore(fortnight, outside);
  playDuring(fortnight, reports - 2 * outside - FIXED.length);
  playAfter(fortnight, outside);
  return fortnight.counts;
}

function playBefore(fortnight: Fortnight, reports: number): void {
  const { before } = fortnight.timetable;
  for (let done = 0; done < reports; done++) {
    fortnight.day = spread(before, done, reports);
    outsideWindow(fortnight, 'before_window');
  }
  orderOutsideWindow(fortnight, 'before_window_manual');
}

function playDuring(fortnight: Fortnight, reports: number): void {
  const { during } = fortnight.timetable;
  const fixed = [...FIXED];
  let done = 0;
  for (const kind of dealt(quotas(reports), fortnight.random)) {
    fortnight.day = spread(during, done, reports);
    for (let [next] = fixed; next !== undefined && (during[next.place] ?? fortnight.day) <= fortnight.day; [next] = fixed) {
      playFixed(fortnight, next);
      fixed.shift();
    }
    kind.play(fortnight, kind.name);
    done += kind.reports;
  }
  for (const next of fixed) playFixed(fortnight, next);
}

/** Approvals of the first days after the window, and POs up to the last day: a comparison wants the ledger for some days more. */
function playAfter(fortnight: Fortnight, reports: number): void {
  const { after } = fortnight.timetable;
  const approvalDays = after.slice(0, Math.max(1, after.length - 2));
  for (let done = 0; done < reports; done++) {
    fortnight.day = spread(approvalDays, done, reports);
    outsideWindow(fortnight, 'after_window');
  }
  for (const day of after.slice(-3)) {
    fortnight.day = day;
    orderOutsideWindow(fortnight, 'after_window_manual');
  }
}
