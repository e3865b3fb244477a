import { compareText } from '../domain/text.ts';
import { type VarianceRow, packRow } from '../domain/variance.ts';

/** A row ready to be stored: what is stored in columns of its own, and the whole as packRow gives it. */
export interface ReadyRow extends Pick<VarianceRow, 'id' | 'transactionId' | 'date' | 'status' | 'currency'> {
  /** Whether the dry run has decided and a manual PO is paired: only then does a status count as a row's first. */
  hasBothSides: boolean;
  detail: string;
  /** `detail` without positions, where that is another text. */
  withoutPositions: string | null;
}

/** Sorts behind every date and id. */
const LAST = '\uffff';

function ready(row: VarianceRow): ReadyRow {
  const { id, transactionId, date, status, currency, dryRun, manual } = row;
  return {
    id, transactionId, date, status, currency,
    hasBothSides: dryRun.outcome !== 'not_triggered' && dryRun.outcome !== 'none' && manual.poNumbers.length > 0,
    detail: packRow(row, true), withoutPositions: dryRun.findings.length === 0 ? null : packRow(row, false),
  };
}

const inOrder = (left: Pick<ReadyRow, 'date' | 'transactionId'>, right: Pick<ReadyRow, 'date' | 'transactionId'>): number =>
  compareText(left.date ?? LAST, right.date ?? LAST) || compareText(left.transactionId ?? LAST, right.transactionId ?? LAST);

/** Rows that were ready before the others: each is the only one of its transaction. */
export class ReadyRows {
  readonly #rows: ReadyRow[] = [];

  get count(): number {
    return this.#rows.length;
  }

  add(row: VarianceRow): void {
    this.#rows.push(ready(row));
  }

  /** All rows in their order, these and others that are in order already; `onOther` is called for each of the others. */
  *mergedWith(others: Iterable<VarianceRow>, onOther: (row: VarianceRow) => void): Generator<ReadyRow> {
    // From the end, so that what was given is no longer held.
    const rows = this.#rows.sort((left, right) => inOrder(right, left));
    for (const other of others) {
      for (let next = rows.at(-1); next !== undefined && inOrder(next, other) < 0; next = rows.at(-1)) {
        rows.pop();
        yield next;
      }
      onOther(other);
      yield ready(other);
    }
    for (let next = rows.pop(); next !== undefined; next = rows.pop()) yield next;
  }
}
