import { agreesFarApart } from '../domain/dated-far-apart.ts';
import { absolute, minorOf } from '../domain/money.ts';
import { MoneySums } from '../domain/money-sums.ts';
import type { Offsetting } from '../domain/offsetting.ts';
import { AGREEING, type VarianceRow, isOpen } from '../domain/variance.ts';
import { OffsettingGroups } from './offsetting.ts';
import { type TrialFacts, type TrialLookups, TrialTally } from './trials.ts';

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
export interface RowLookups extends TrialLookups {
  /** Departments and locations of a row's would-be PO. */
  costCentresOf(row: VarianceRow): readonly string[];
}

/** What the gates need of all rows, decisions laid over them. */
export interface RowFacts extends TrialFacts {
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
  /** Rows that agree although their dates lie far apart: all, and those whose period was not compared. */
  farApart: { rows: number; money: Record<string, string>; periodNotCompared: number };
  /** In how many legal entities the would-be POs would stand. */
  entities: number;
  /** Who was wrong in rows that were decided about, by side. */
  wrong: Record<string, number>;
  /** Reports that are on their way: not finally approved, and approved but not keyed. */
  inFlight: { pending: readonly NamedRow[]; notKeyed: readonly NamedRow[]; pendingCount: number; notKeyedCount: number };
  offsetting: readonly Offsetting[];
}

/** Gathers the facts of rows while they pass, in their order: the rows of one transaction follow one another. */
export class RowFactsTally {
  readonly #net = new MoneySums();
  readonly #gross = new MoneySums();
  readonly #tolerated = new MoneySums();
  readonly #open = new MoneySums();
  readonly #accepted = new MoneySums();
  readonly #money = new MoneySums();
  readonly #counts = { rows: 0, open: 0, awaiting: 0, openRejections: 0, resolved: 0, incomparable: 0, acceptedRows: 0, acceptedRejections: 0 };
  readonly #notCompared = new Map<string, number>();
  readonly #farApart = { rows: 0, money: new MoneySums(), periodNotCompared: 0 };
  readonly #entities = new Set<string>();
  readonly #wrong = new Map<string, number>();
  readonly #pending: NamedRow[] = [];
  readonly #notKeyed: NamedRow[] = [];
  readonly #inFlight = { pending: 0, notKeyed: 0 };
  readonly #groups: OffsettingGroups;
  readonly #trials: TrialTally;

  constructor({ costCentresOf, ...lookups }: RowLookups) {
    this.#trials = new TrialTally(lookups);
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
    // Of a report without a would-be PO no legal entity is asked: it is open for another reason.
    const columns = row.dryRun.poNumber === null ? row.match.notCompared.filter((column) => column !== 'entity') : row.match.notCompared;
    for (const column of columns) this.#notCompared.set(column, (this.#notCompared.get(column) ?? 0) + 1);
    if (agreesFarApart(row) && !isResolved) this.#addFarApart(row);
    if (row.dryRun.entity !== undefined) this.#entities.add(row.dryRun.entity);
    this.#groups.add(row);
    this.#addInFlight(row);
    this.#trials.add(row);
  }

  #addFarApart({ currency, dryRun, match }: VarianceRow): void {
    this.#farApart.rows++;
    this.#farApart.money.addDecimal(currency, dryRun.amount ?? '0');
    if (match.notCompared.includes('period')) this.#farApart.periodNotCompared++;
  }

  #addResolved({ currency, status, resolution, atStake }: VarianceRow): void {
    this.#counts.resolved++;
    if (resolution?.disposition !== 'accepted') return;
    this.#counts.acceptedRows++;
    if (status === 'rejected') this.#counts.acceptedRejections++;
    this.#accepted.addDecimal(currency, atStake);
  }

  #addVariance({ currency, variance, status, atStake }: VarianceRow): void {
    if (variance === null) {
      this.#counts.incomparable++;
      return;
    }
    const minor = minorOf(variance, currency);
    // Amounts that are equal may be coded otherwise by as much as a tolerance lets pass: that is at stake in the row.
    const moved = AGREEING.includes(status) ? minorOf(atStake, currency) : 0n;
    if (moved !== 0n || status === 'match_within_tolerance') this.#tolerated.add(currency, moved > absolute(minor) ? moved : absolute(minor));
    if (status !== 'match_within_tolerance') {
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

  result(): RowFacts {
    const { rows, open, awaiting, openRejections, resolved, incomparable, acceptedRows, acceptedRejections } = this.#counts;
    return {
      rows, open, awaiting, openRejections, resolved, incomparable,
      net: this.#net.plain(), gross: this.#gross.plain(), tolerated: this.#tolerated.plain(), openMoney: this.#open.plain(true), money: this.#money.plain(),
      accepted: { rows: acceptedRows, rejections: acceptedRejections, money: this.#accepted.plain(true) },
      notCompared: Object.fromEntries([...this.#notCompared].sort()), entities: this.#entities.size,
      farApart: { rows: this.#farApart.rows, money: this.#farApart.money.plain(), periodNotCompared: this.#farApart.periodNotCompared },
      ...this.#trials.result(), wrong: Object.fromEntries([...this.#wrong].sort()),
      inFlight: { pending: this.#pending, notKeyed: this.#notKeyed, pendingCount: this.#inFlight.pending, notKeyedCount: this.#inFlight.notKeyed },
      offsetting: this.#groups.result(),
    };
  }
}

/**
 * What a row is about: the largest of its amounts, in minor units. The expense total, which is on the approvals' basis, counts only where the row has
 * neither a would-be PO nor, as a rejected one, the report's amount at stake: what was accepted is held against amounts of its own basis.
 */
function sizeOf({ status, dryRun, manual, expenseTotal, atStake, currency }: VarianceRow): bigint {
  let largest = 0n;
  for (const decimal of [dryRun.amount ?? (status === 'rejected' ? null : expenseTotal), manual.currency === currency ? manual.amount : null, atStake]) {
    const size = decimal === null ? 0n : absolute(minorOf(decimal, currency));
    if (size > largest) largest = size;
  }
  return largest;
}
