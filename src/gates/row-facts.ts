import type { BusinessDate } from '../domain/calendar.ts';
import { absolute, minorOf } from '../domain/money.ts';
import { MoneySums } from '../domain/money-sums.ts';
import type { Offsetting } from '../domain/offsetting.ts';
import { AGREEING, type VarianceRow, isOpen } from '../domain/variance.ts';
import { OffsettingGroups } from './offsetting.ts';

/** Most rows that are named one by one. */
const MOST_NAMED = 50;

/** A transaction that the gates name. */
export interface NamedRow {
  id: string;
  status: string;
  currency: string;
  amount: string;
}

/** What rows do not say themselves. */
export interface RowLookups {
  /** The approval path of a transaction: the roles that approved it, in their order. */
  pathOf(transactionId: string): string;
  /** Departments and locations of a row's would-be PO. */
  costCentresOf(row: VarianceRow): readonly string[];
  /** Whether a row's first status is unproven (AuditReport). */
  isUnproven(rowId: string): boolean;
}

/** How often the dry run was right at once. */
export interface Trials {
  clean: number;
  total: number;
}

/** What the gates need of all rows, decisions laid over them. */
export interface RowFacts {
  rows: number;
  open: number;
  awaiting: number;
  openRejections: number;
  resolved: number;
  /** Of rows that are not resolved; what tolerances let pass is in `tolerated` and not in these. */
  net: Record<string, string>;
  gross: Record<string, string>;
  tolerated: Record<string, string>;
  /** At stake in open rows. */
  openMoney: Record<string, string>;
  /** Open rows whose variance can't be told, because two currencies meet. */
  incomparable: number;
  accepted: { rows: number; rejections: number; money: Record<string, string> };
  /** What all rows are about. */
  money: Record<string, string>;
  /** Rows in which a column was not compared, by column. */
  notCompared: Record<string, number>;
  trials: Trials;
  /** By approval path. */
  trialsByPath: ReadonlyMap<string, Trials>;
  /** Clean transactions by date. */
  cleanByDate: ReadonlyMap<BusinessDate, number>;
  /** Who was wrong in rows that were decided about, by side. */
  wrong: Record<string, number>;
  /** Reports that are on their way: not finally approved, and approved but not keyed. */
  inFlight: { pending: readonly NamedRow[]; notKeyed: readonly NamedRow[]; pendingCount: number; notKeyedCount: number };
  offsetting: readonly Offsetting[];
}

/** A transaction of which more rows may follow. */
interface OpenTransaction {
  id: string;
  date: BusinessDate | null;
  isClean: boolean;
  /** Whether any of its rows was tried. */
  counts: boolean;
}

/** Gathers the facts of rows while they pass, in their order: the rows of one transaction follow one another. */
export class RowFactsTally {
  readonly #pathOf: RowLookups['pathOf'];
  readonly #isUnproven: RowLookups['isUnproven'];
  readonly #net = new MoneySums();
  readonly #gross = new MoneySums();
  readonly #tolerated = new MoneySums();
  readonly #open = new MoneySums();
  readonly #accepted = new MoneySums();
  readonly #money = new MoneySums();
  readonly #counts = { rows: 0, open: 0, awaiting: 0, openRejections: 0, resolved: 0, incomparable: 0, acceptedRows: 0, acceptedRejections: 0 };
  readonly #notCompared = new Map<string, number>();
  readonly #trials = new Map<string, Trials>();
  readonly #cleanByDate = new Map<BusinessDate, number>();
  readonly #wrong = new Map<string, number>();
  readonly #pending: NamedRow[] = [];
  readonly #notKeyed: NamedRow[] = [];
  readonly #inFlight = { pending: 0, notKeyed: 0 };
  readonly #groups: OffsettingGroups;
  #transaction: OpenTransaction | null = null;

  constructor({ pathOf, costCentresOf, isUnproven }: RowLookups) {
    this.#pathOf = pathOf;
    this.#isUnproven = isUnproven;
    this.#groups = new OffsettingGroups(costCentresOf);
  }

  add(row: VarianceRow): void {
    const counts = this.#counts;
    const { resolution, currency, status } = row;
    const isResolved = resolution?.state === 'resolved';
    counts.rows++;
    this.#money.add(currency, sizeOf(row));
    if (isOpen(row)) {
      counts.open++;
      if (status === 'rejected') counts.openRejections++;
      this.#open.addDecimal(currency, row.atStake);
    }
    if (status === 'awaiting_manual' && !isResolved) counts.awaiting++;
    if (isResolved) this.#addResolved(row);
    else this.#addVariance(row);
    if (resolution !== null && resolution.state !== 'lapsed' && resolution.state !== 'refused') this.#wrong.set(resolution.wrong, (this.#wrong.get(resolution.wrong) ?? 0) + 1);
    for (const column of row.match.notCompared) this.#notCompared.set(column, (this.#notCompared.get(column) ?? 0) + 1);
    this.#groups.add(row);
    this.#addInFlight(row);
    this.#addTrial(row);
  }

  #addResolved({ currency, status, resolution, atStake }: VarianceRow): void {
    this.#counts.resolved++;
    if (resolution?.disposition !== 'accepted') return;
    this.#counts.acceptedRows++;
    if (status === 'rejected') this.#counts.acceptedRejections++;
    this.#accepted.addDecimal(currency, atStake);
  }

  #addVariance({ currency, variance, status }: VarianceRow): void {
    if (variance === null) {
      this.#counts.incomparable++;
      return;
    }
    const minor = minorOf(variance, currency);
    if (status === 'match_within_tolerance') this.#tolerated.add(currency, absolute(minor));
    else {
      this.#net.add(currency, minor);
      this.#gross.add(currency, absolute(minor));
    }
  }

  #addInFlight({ status, transactionId, id, currency, expenseTotal, atStake }: VarianceRow): void {
    const named = { id: transactionId ?? id, status, currency, amount: expenseTotal ?? atStake };
    if (status === 'not_triggered' || status === 'premature_manual') {
      if (this.#inFlight.pending++ < MOST_NAMED) this.#pending.push(named);
    } else if (status === 'missing_manual' || status === 'awaiting_manual') {
      if (this.#inFlight.notKeyed++ < MOST_NAMED) this.#notKeyed.push(named);
    }
  }

  /** A transaction is a trial where the integration had to make a PO of it; a PO that nothing explains is one that it would have missed. */
  #addTrial(row: VarianceRow): void {
    const { transactionId, date } = row;
    if (transactionId === null) {
      this.#count('', date, false);
      return;
    }
    if (this.#transaction?.id !== transactionId) {
      this.#endTransaction();
      this.#transaction = { id: transactionId, date, isClean: true, counts: false };
    }
    const current = this.#transaction as OpenTransaction;
    // What waits for its final approval, or for the clerk within the days of grace, has not been tried yet.
    if (row.status === 'not_triggered' || row.status === 'awaiting_manual' || row.status === 'cancelled') return;
    current.counts = true;
    if (!AGREEING.includes(row.status) || row.match.pass === 'by_hand' || row.firstStatus === null || !AGREEING.includes(row.firstStatus) || this.#isUnproven(row.id)) current.isClean = false;
  }

  #endTransaction(): void {
    if (this.#transaction === null) return;
    const { id, date, isClean, counts } = this.#transaction;
    if (counts) this.#count(this.#pathOf(id), date, isClean);
    this.#transaction = null;
  }

  #count(path: string, date: BusinessDate | null, isClean: boolean): void {
    const trials = this.#trials.get(path) ?? { clean: 0, total: 0 };
    trials.total++;
    if (isClean) {
      trials.clean++;
      if (date !== null) this.#cleanByDate.set(date, (this.#cleanByDate.get(date) ?? 0) + 1);
    }
    this.#trials.set(path, trials);
  }

  result(): RowFacts {
    this.#endTransaction();
    const { rows, open, awaiting, openRejections, resolved, incomparable, acceptedRows, acceptedRejections } = this.#counts;
    const all = [...this.#trials.values()];
    return {
      rows, open, awaiting, openRejections, resolved, incomparable,
      net: this.#net.plain(), gross: this.#gross.plain(), tolerated: this.#tolerated.plain(), openMoney: this.#open.plain(true), money: this.#money.plain(),
      accepted: { rows: acceptedRows, rejections: acceptedRejections, money: this.#accepted.plain(true) },
      notCompared: Object.fromEntries([...this.#notCompared].sort()),
      trials: { clean: all.reduce((sum, { clean }) => sum + clean, 0), total: all.reduce((sum, { total }) => sum + total, 0) },
      trialsByPath: new Map([...this.#trials].sort()), cleanByDate: this.#cleanByDate, wrong: Object.fromEntries([...this.#wrong].sort()),
      inFlight: { pending: this.#pending, notKeyed: this.#notKeyed, pendingCount: this.#inFlight.pending, notKeyedCount: this.#inFlight.notKeyed },
      offsetting: this.#groups.result(),
    };
  }
}

/** What a row is about: the largest of its amounts, in minor units. */
function sizeOf({ dryRun, manual, expenseTotal, atStake, currency }: VarianceRow): bigint {
  let largest = 0n;
  for (const decimal of [dryRun.amount, manual.currency === currency ? manual.amount : null, expenseTotal, atStake]) {
    const size = decimal === null ? 0n : absolute(minorOf(decimal, currency));
    if (size > largest) largest = size;
  }
  return largest;
}
