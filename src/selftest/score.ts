import type { TruthEntry } from '../demo/fortnight-sink.ts';
import { FINDING_CODES } from '../domain/finding.ts';
import { minorOf } from '../domain/money.ts';
import { type Measure, type SelftestKindResult, type SelftestResult, isQuiet } from '../domain/selftest.ts';
import { AGREEING, type VarianceRow, type VarianceStatus } from '../domain/variance.ts';
import type { SelftestKind } from './kind.ts';

/** What a score says; what it was made under is the caller's to add. */
export type Score = Pick<SelftestResult, 'mistakes' | 'clean' | 'falseMatches' | 'falseAlarms' | 'kinds'>;

/** Causes that docs/variance.md and docs/findings.md define for a planted mistake. Other causes explain a difference further and are not judged. */
const JUDGED_CAUSES: ReadonlySet<string> = new Set(['vendor', 'vendor_unconfirmed', 'gl_account', 'department', 'location', 'period', 'currency', 'manual_incomplete', ...FINDING_CODES]);

/** What the variance table says of one thing that was planted. */
class Shown {
  readonly truth: TruthEntry;
  /** Statuses of its rows: those of the transaction, and of its POs where they stand alone. */
  readonly statuses = new Set<VarianceStatus>();
  readonly causes = new Set<string>();
  readonly purchaseOrders = new Set<string>();
  varianceMinor = 0n;

  constructor(truth: TruthEntry) {
    this.truth = truth;
  }

  add(row: VarianceRow): void {
    this.statuses.add(row.status);
    for (const cause of row.causes) if (JUDGED_CAUSES.has(cause)) this.causes.add(cause);
    for (const number of row.manual.poNumbers) this.purchaseOrders.add(number);
    if (row.variance !== null) this.varianceMinor += minorOf(row.variance, row.currency);
  }

  /** What it is called: its status, `none` without a row; of several, those that do not agree, since a mistake in a shared PO leaves other rows as they should be. */
  get called(): string {
    if (this.statuses.size === 0) return 'none';
    const differing = [...this.statuses].filter((status) => !AGREEING.includes(status));
    return (differing.length > 0 ? differing : [...this.statuses]).sort().join('+');
  }

  get isDetected(): boolean {
    return this.called === this.truth.status;
  }

  get isAttributed(): boolean {
    const { truth } = this;
    const orders = truth.poNumbers ?? (truth.poNumber === undefined ? [] : [truth.poNumber]);
    return this.isDetected && (truth.status === 'none' || (sorted(this.causes) === sorted(truth.causes ?? []) && sorted(this.purchaseOrders) === sorted(orders) && this.varianceMinor === minorOf(truth.variance, truth.currency)));
  }

  get isOpen(): boolean {
    return [...this.statuses].some((status) => !isQuiet(status));
  }

  get isMatch(): boolean {
    return this.statuses.size > 0 && [...this.statuses].every((status) => AGREEING.includes(status));
  }
}

const sorted = (texts: Iterable<string>): string => [...texts].sort().join(' ');

/** How often something was said of what was planted, and how often rightly. */
class Claims {
  readonly #said = new Map<string, { said: number; rightly: number }>();

  add(what: string, rightly: boolean): void {
    const claim = this.#said.get(what) ?? { said: 0, rightly: 0 };
    claim.said++;
    if (rightly) claim.rightly++;
    this.#said.set(what, claim);
  }

  measure(what: string, right: number): Measure {
    const { said, rightly } = this.#said.get(what) ?? { said: 0, rightly: 0 };
    return { right, said, saidRightly: rightly };
  }
}

/** Holds the rows of a run against what was planted. */
export class Scorer {
  readonly #shown: Shown[] = [];
  readonly #byTransaction = new Map<string, Shown>();
  readonly #byOrder = new Map<string, Shown>();

  /** Takes what was planted, before any row. */
  plant(truth: TruthEntry): void {
    const shown = new Shown(truth);
    this.#shown.push(shown);
    if (truth.transactionId !== null) this.#byTransaction.set(truth.transactionId, shown);
    for (const number of truth.poNumbers ?? [truth.poNumber ?? '']) if (!this.#byOrder.has(number)) this.#byOrder.set(number, shown);
  }

  /** Takes a row of the variance table. A row of nothing that was planted is a bug. */
  add(row: VarianceRow): void {
    const shown = row.transactionId === null ? this.#byOrder.get(row.manual.poNumbers[0] ?? '') : this.#byTransaction.get(row.transactionId);
    if (shown === undefined) throw new Error(`nobody planted ${row.transactionId ?? row.manual.poNumbers.join()}`);
    shown.add(row);
  }

  /** The score of all kinds that were planted, in their order. */
  result(kinds: readonly SelftestKind[]): Score {
    const detections = new Claims();
    const attributions = new Claims();
    const byKind = new Map<string, Shown[]>();
    const score: Score = { mistakes: { planted: 0, open: 0, detected: 0, attributed: 0 }, clean: { planted: 0, quiet: 0 }, falseMatches: 0, falseAlarms: 0, kinds: [] };
    for (const shown of this.#shown) {
      const { truth } = shown;
      const same = byKind.get(truth.kind);
      if (same === undefined) byKind.set(truth.kind, [shown]);
      else same.push(shown);
      for (const status of shown.called.split('+')) {
        detections.add(status, status === truth.status);
        attributions.add(`${status} ${sorted(shown.causes)}`, shown.isAttributed);
      }
      if (shown.isMatch && !AGREEING.includes(truth.status as VarianceStatus)) score.falseMatches++;
      if (isQuiet(truth.status)) {
        score.clean.planted++;
        if (shown.isOpen) score.falseAlarms++;
        else score.clean.quiet++;
        continue;
      }
      score.mistakes.planted++;
      if (shown.isOpen) score.mistakes.open++;
      if (shown.isDetected) score.mistakes.detected++;
      if (shown.isAttributed) score.mistakes.attributed++;
    }
    for (const kind of kinds) {
      const own = byKind.get(kind.kind);
      if (own !== undefined) score.kinds.push(kindResult(kind, own, detections, attributions));
    }
    return score;
  }
}

function kindResult({ kind, title, family }: SelftestKind, own: readonly Shown[], detections: Claims, attributions: Claims): SelftestKindResult {
  const [{ truth }] = own as [Shown];
  const count = (holds: (shown: Shown) => boolean): number => own.filter(holds).length;
  const shownAs: Record<string, number> = {};
  for (const called of own.filter((shown) => !shown.isDetected).map((shown) => shown.called).sort()) shownAs[called] = (shownAs[called] ?? 0) + 1;
  const causes = [...(truth.causes ?? [])].sort();
  return {
    kind, title, family, status: truth.status, causes, planted: own.length, open: count((shown) => shown.isOpen), shownAs,
    detection: detections.measure(truth.status, count((shown) => shown.isDetected)),
    attribution: attributions.measure(`${truth.status} ${sorted(causes)}`, count((shown) => shown.isAttributed)),
  };
}
