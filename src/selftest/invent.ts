import { CannotDraw } from '../demo/cannot-draw.ts';
import { Fortnight } from '../demo/fortnight.ts';
import type { FortnightSink, TruthEntry } from '../demo/fortnight-sink.ts';
import type { Play } from '../demo/kind.ts';
import type { LeftOutKind } from '../domain/selftest.ts';
import type { SelftestKind } from './kind.ts';
import type { Plan } from './plan.ts';
import { type Planting, scheduleOf } from './schedule.ts';

/** How much to invent; the same on the same plan gives the same bytes. */
export interface InventOptions {
  reports: number;
  seed: number;
}

/** How often one planting is drawn anew before it is given up. */
const ATTEMPTS = 20;

/** Holds what one planting says until it is whole. */
class Draft implements FortnightSink {
  approvals: string[] = [];
  rows: string[] = [];
  truths: TruthEntry[] = [];

  approval(line: string): void {
    this.approvals.push(line);
  }
  ledgerRow(line: string): void {
    this.rows.push(line);
  }
  truth(entry: TruthEntry): void {
    this.truths.push(entry);
  }

  empty(): void {
    this.approvals = [];
    this.rows = [];
    this.truths = [];
  }

  handTo(sink: FortnightSink): void {
    for (const line of this.approvals) sink.approval(line);
    for (const line of this.rows) sink.ledgerRow(line);
    for (const entry of this.truths) sink.truth(entry);
  }
}

/**
 * Invents a window of approvals and POs with all that the plan plants, and hands it to `sink` planting by planting, of each of which
 * it yields the reports. What can't be drawn so that it can be told is not planted. Returns the kinds of which nothing could be drawn at all.
 */
export function* inventSelftest(plan: Plan, { reports, seed }: InventOptions, sink: FortnightSink): Generator<number, LeftOutKind[]> {
  const { retailer } = plan;
  const draft = new Draft();
  const fortnight = new Fortnight({ reports, seed, window: retailer.grounds.settings.window, daysAfter: retailer.daysAfter }, retailer, draft);
  const plays = new Map<SelftestKind, Play>(plan.kinds.map((kind) => [kind, kind.play(retailer)]));
  const planted = new Set<SelftestKind>();
  for (const { kind, day } of scheduleOf(plan, reports, fortnight.random)) {
    if (plant(fortnight, draft, { kind, day }, plays.get(kind) as Play)) {
      planted.add(kind);
      draft.handTo(sink);
    }
    draft.empty();
    yield kind.reports;
  }
  return plan.kinds.filter((kind) => !planted.has(kind)).map(({ kind, title }) => ({ kind, title, why: 'none could be drawn that can be told apart from all others' }));
}

/** Plays one planting, anew where a draw fails; false where it is given up. */
function plant(fortnight: Fortnight, draft: Draft, { kind, day }: Planting, play: Play): boolean {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    draft.empty();
    fortnight.day = day;
    try {
      play(fortnight, kind.kind);
      return true;
    } catch (error) {
      if (!(error instanceof CannotDraw)) throw error;
    }
  }
  return false;
}
