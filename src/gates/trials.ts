import type { BusinessDate } from '../domain/calendar.ts';
import { plural } from '../domain/plural.ts';
import { AGREEING, STATUSES, type VarianceRow, type VarianceStatus } from '../domain/variance.ts';

/** Most transactions that are named one by one. */
const MOST_NAMED = 20;

/** How often the dry run was right at once. */
export interface Trials {
  clean: number;
  total: number;
}

/** A transaction that agrees now, and how it stood at first. */
export interface NotAtFirst {
  id: string;
  /** The label of its first status, or what was not compared then. */
  first: string;
}

/** What is known of a transaction besides its rows. */
export interface TrialLookups {
  /** The approval path of a transaction: the roles that approved it, in their order. */
  pathOf(transactionId: string): string;
  /** The worst status of a transaction in the first run that tried it; undefined before. */
  firstOf(transactionId: string): VarianceStatus | undefined;
  /** The columns that were not compared when a transaction was first tried. */
  notComparedAtFirst(transactionId: string): ReadonlySet<string>;
  /** Whether the first status of a row, or of its transaction, is unproven (AuditReport). */
  isUnproven(row: Pick<VarianceRow, 'id' | 'transactionId'>): boolean;
}

/** What the rows say of trials. */
export interface TrialFacts {
  trials: Trials;
  /** By approval path. */
  trialsByPath: ReadonlyMap<string, Trials>;
  /** Clean transactions by date. */
  cleanByDate: ReadonlyMap<BusinessDate, number>;
  /** Transactions that agree now and did not at first, the first of them by name. */
  notAtFirst: { count: number; named: readonly NotAtFirst[] };
}

/** A transaction of which more rows may follow. */
interface OpenTransaction {
  id: string;
  date: BusinessDate | null;
  /** Whether all rows that were tried agree, and none because people paired it. */
  agrees: boolean;
  /** Whether any of its rows was tried, and whether any waits for the clerk. */
  tried: boolean;
  awaits: boolean;
  /** The first status of a row that is not one of agreeing; null for a row that has none at all. */
  rowFirst: VarianceStatus | null | undefined;
  isUnproven: boolean;
  /** Columns that any of its rows was not compared in. */
  notCompared: Set<string>;
}

/**
 * Tells trials while rows pass, in their order: the rows of one transaction follow one another. A transaction is a trial where the
 * integration had to make a PO of it, and clean where every row of it agrees and agreed when both sides were first there, and so did the
 * transaction as a whole at its first trial: one that was rejected, or had other rows, when the mapping was not yet what it is now has
 * proven nothing, and so has one of which another version of the program says otherwise how it stood, and one that agreed while a column was not compared that is now: what
 * was keyed in it may have been corrected since. A PO that nothing explains is one that the integration would have missed.
 */
export class TrialTally {
  readonly #lookups: TrialLookups;
  readonly #trials = new Map<string, Trials>();
  readonly #cleanByDate = new Map<BusinessDate, number>();
  readonly #named: NotAtFirst[] = [];
  #notAtFirst = 0;
  #transaction: OpenTransaction | null = null;

  constructor(lookups: TrialLookups) {
    this.#lookups = lookups;
  }

  add(row: VarianceRow): void {
    const { transactionId, date, status, firstStatus } = row;
    if (transactionId === null) {
      this.#count('', date, false);
      return;
    }
    if (this.#transaction?.id !== transactionId) {
      this.#endTransaction();
      this.#transaction = { id: transactionId, date, agrees: true, tried: false, awaits: false, rowFirst: undefined, isUnproven: false, notCompared: new Set() };
    }
    const current = this.#transaction as OpenTransaction;
    // What waits for its final approval, or for the clerk within the days of grace, has not been tried yet.
    if (status === 'awaiting_manual') current.awaits = true;
    if (status === 'not_triggered' || status === 'awaiting_manual' || status === 'cancelled') return;
    current.tried = true;
    if (!AGREEING.includes(status) || row.match.pass === 'by_hand') current.agrees = false;
    if (firstStatus === null || !AGREEING.includes(firstStatus)) current.rowFirst ??= firstStatus;
    if (this.#lookups.isUnproven(row)) current.isUnproven = true;
    for (const column of row.match.notCompared) current.notCompared.add(column);
  }

  #endTransaction(): void {
    if (this.#transaction === null) return;
    const { id, date, agrees, tried, awaits, rowFirst, isUnproven, notCompared } = this.#transaction;
    this.#transaction = null;
    const first = this.#lookups.firstOf(id);
    const failedAtFirst = first !== undefined && !AGREEING.includes(first);
    const isUntried = !tried || (agrees && awaits);
    // One that failed when it was tried stays a trial, also where it was withdrawn since.
    if (isUntried && !failedAtFirst && rowFirst === undefined) return;
    const unseenAtFirst = [...this.#lookups.notComparedAtFirst(id)].filter((column) => !notCompared.has(column));
    const isClean = !isUntried && agrees && !failedAtFirst && first !== undefined && rowFirst === undefined && !isUnproven && unseenAtFirst.length === 0;
    if (tried && agrees && !isClean) this.#note(id, failedAtFirst ? first : (rowFirst ?? undefined), unseenAtFirst);
    this.#count(this.#lookups.pathOf(id), date, isClean);
  }

  #note(id: string, first: VarianceStatus | undefined, unseen: readonly string[]): void {
    if (this.#notAtFirst++ < MOST_NAMED) this.#named.push({ id, first: first !== undefined ? STATUSES[first].label : unseen.length > 0 ? `${unseen.join(', ')} not compared` : 'not known' });
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

  result(): TrialFacts {
    this.#endTransaction();
    const all = [...this.#trials.values()];
    return {
      trials: { clean: all.reduce((sum, { clean }) => sum + clean, 0), total: all.reduce((sum, { total }) => sum + total, 0) },
      trialsByPath: new Map([...this.#trials].sort()), cleanByDate: this.#cleanByDate, notAtFirst: { count: this.#notAtFirst, named: this.#named },
    };
  }
}

/** Transactions that agree now and did not at first, in words; [] where there are none. */
export function firstEvidence({ notAtFirst: { count, named } }: Pick<TrialFacts, 'notAtFirst'>): string[] {
  if (count === 0) return [];
  const rest = count > named.length ? ` and ${(count - named.length).toLocaleString('en-US')} more` : '';
  return [`${plural(count, 'transaction')} ${count === 1 ? 'agrees' : 'agree'} now and did not at first: ${named.map(({ id, first }) => `${id} (${first})`).join(', ')}${rest}`];
}
