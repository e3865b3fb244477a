import type { DryRunOutcome } from '../domain/purchase-order.ts';
import { type VarianceRow, packRow } from '../domain/variance.ts';
import { type PlainMatch, packMatch } from '../variance/packed-match.ts';
import { CodesBuilder, valueAt } from './page-columns.ts';
import { rowId } from './row-id.ts';

/** A row ready to be stored: what is stored in columns of its own, and the whole as packRow gives it. */
export interface ReadyRow extends Pick<VarianceRow, 'id' | 'transactionId' | 'date' | 'status' | 'currency'> {
  /** Whether the dry run has decided and a manual PO is paired: only then does a status count as a row's first. */
  hasBothSides: boolean;
  detail: string;
  /** `detail` without positions, where that is another text. */
  withoutPositions: string | null;
}

/**
 * Rows in their order, as they pass from the thread that compares to the one that stores. Plain matches, eight of ten in an orderly ledger, are told by
 * what they are made of, in columns: the thread that stores has the time to make their texts, and copies less.
 */
export interface RowsPage {
  length: number;
  matches: ReturnType<MatchColumns['take']>;
  /** By their places in the page. */
  others: Map<number, ReadyRow>;
}

class MatchColumns {
  readonly #each = { transactionId: [] as string[], amountMinor: [] as number[], expenseMinor: [] as number[], totalMinor: [] as number[], dryNumber: [] as string[], vendorId: [] as string[], poNumber: [] as string[] };
  readonly #date = new CodesBuilder<PlainMatch['date']>();
  readonly #currency = new CodesBuilder();
  readonly #outcome = new CodesBuilder<DryRunOutcome>();
  readonly #namedBy = new CodesBuilder<PlainMatch['namedBy']>();
  readonly #notCompared = new CodesBuilder<PlainMatch['notCompared']>();

  push(match: PlainMatch): void {
    const each = this.#each;
    each.transactionId.push(match.transactionId);
    each.amountMinor.push(match.amountMinor);
    each.expenseMinor.push(match.expenseMinor);
    each.totalMinor.push(match.totalMinor);
    each.dryNumber.push(match.dryNumber);
    each.vendorId.push(match.vendorId);
    each.poNumber.push(match.poNumber);
    this.#date.push(match.date);
    this.#currency.push(match.currency);
    this.#outcome.push(match.outcome);
    this.#namedBy.push(match.namedBy);
    this.#notCompared.push(match.notCompared);
  }

  take() {
    return { ...this.#each, date: this.#date.take(), currency: this.#currency.take(), outcome: this.#outcome.take(), namedBy: this.#namedBy.take(), notCompared: this.#notCompared.take() };
  }
}

const matchAt = (matches: RowsPage['matches'], at: number): PlainMatch => ({
  transactionId: matches.transactionId[at] as string, date: valueAt(matches.date, at), currency: valueAt(matches.currency, at), outcome: valueAt(matches.outcome, at),
  amountMinor: matches.amountMinor[at] as number, expenseMinor: matches.expenseMinor[at] as number, totalMinor: matches.totalMinor[at] as number,
  dryNumber: matches.dryNumber[at] as string, vendorId: matches.vendorId[at] as string, poNumber: matches.poNumber[at] as string, namedBy: valueAt(matches.namedBy, at), notCompared: valueAt(matches.notCompared, at),
});

const isDecided = (outcome: DryRunOutcome): boolean => outcome !== 'not_triggered' && outcome !== 'none';

function readyRow(row: VarianceRow): ReadyRow {
  const { id, transactionId, date, status, currency, dryRun, manual } = row;
  return {
    id, transactionId, date, status, currency, hasBothSides: isDecided(dryRun.outcome) && manual.poNumbers.length > 0,
    detail: packRow(row, true), withoutPositions: dryRun.findings.length === 0 ? null : packRow(row, false),
  };
}

function readyMatch(match: PlainMatch): ReadyRow {
  const { transactionId, date, currency, outcome } = match;
  return { ...packMatch(match, rowId), transactionId, date, status: 'match', currency, hasBothSides: isDecided(outcome), withoutPositions: null };
}

const ROWS_PER_PAGE = 500;

/** Rows in pages that pass. */
export function* inPages(rows: Iterable<PlainMatch | VarianceRow>): Generator<RowsPage> {
  let [length, matches, others] = [0, new MatchColumns(), new Map<number, ReadyRow>()];
  const take = (): RowsPage => {
    const page = { length, matches: matches.take(), others };
    [length, matches, others] = [0, new MatchColumns(), new Map()];
    return page;
  };
  for (const row of rows) {
    if ('namedBy' in row) matches.push(row);
    else others.set(length, readyRow(row));
    if (++length === ROWS_PER_PAGE) yield take();
  }
  if (length > 0) yield take();
}

/** The rows of a page, ready to be stored. */
export function readyRows({ length, matches, others }: RowsPage): ReadyRow[] {
  let match = 0;
  return Array.from({ length }, (_, place) => others.get(place) ?? readyMatch(matchAt(matches, match++)));
}
