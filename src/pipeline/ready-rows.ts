import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { compareText } from '../domain/text.ts';
import { type VarianceRow, packRow, unpackRow } from '../domain/variance.ts';

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

const hasBothSides = ({ dryRun, manual }: VarianceRow): boolean => dryRun.outcome !== 'not_triggered' && dryRun.outcome !== 'none' && manual.poNumbers.length > 0;

function ready(row: VarianceRow): ReadyRow {
  const { id, transactionId, date, status, currency, dryRun } = row;
  return {
    id, transactionId, date, status, currency, hasBothSides: hasBothSides(row), detail: packRow(row, true), withoutPositions: dryRun.findings.length === 0 ? null : packRow(row, false),
  };
}

const inOrder = (left: Pick<ReadyRow, 'date' | 'transactionId'>, right: Pick<ReadyRow, 'date' | 'transactionId'>): number =>
  compareText(left.date ?? LAST, right.date ?? LAST) || compareText(left.transactionId ?? LAST, right.transactionId ?? LAST);

/** Rows packed at a time: enough that what rows have in common costs nothing. */
const ROWS_PER_BLOCK = 500;
/** Fast; rows are alike enough for any level. */
const LEVEL = 1;
/** Neither stands in JSON as it is. */
const [BETWEEN_ROWS, BEFORE_WITHOUT_POSITIONS] = ['\n', '\t'];

/** Rows of one date, in the order in which they were added: packed blocks, and texts that wait to become one. */
class Day {
  readonly #blocks: Uint8Array[] = [];
  #texts: string[] = [];
  #last = '';
  #isSorted = true;

  add(row: VarianceRow): void {
    const { detail, withoutPositions, transactionId } = ready(row);
    this.#isSorted &&= compareText(this.#last, transactionId ?? LAST) <= 0;
    this.#last = transactionId ?? LAST;
    this.#texts.push(withoutPositions === null ? detail : `${detail}${BEFORE_WITHOUT_POSITIONS}${withoutPositions}`);
    if (this.#texts.length < ROWS_PER_BLOCK) return;
    // Copied, since what comes from zlib may hold on to more than it is.
    this.#blocks.push(new Uint8Array(deflateRawSync(this.#texts.join(BETWEEN_ROWS), { level: LEVEL })));
    this.#texts = [];
  }

  /** The rows by their transactions. */
  *rows(): Generator<ReadyRow> {
    // Reports come in the order of the database, which compares bytes: nearly always the order of texts.
    if (this.#isSorted) yield* this.#asAdded();
    else yield* [...this.#asAdded()].sort(inOrder);
  }

  *#asAdded(): Generator<ReadyRow> {
    for (const block of this.#blocks) yield* inflateRawSync(block).toString().split(BETWEEN_ROWS).map(unpacked);
    yield* this.#texts.map(unpacked);
  }
}

function unpacked(text: string): ReadyRow {
  const [detail = '', withoutPositions = null] = text.split(BEFORE_WITHOUT_POSITIONS);
  const row = unpackRow(detail, null);
  const { id, transactionId, date, status, currency } = row;
  return { id, transactionId, date, status, currency, hasBothSides: hasBothSides(row), detail, withoutPositions };
}

/** Rows that were ready before the others: each is the only one of its transaction. They are held packed, in a fifth of the room that they take as texts. */
export class ReadyRows {
  readonly #days = new Map<string, Day>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Adds a row; rows come in the order of reports. */
  add(row: VarianceRow): void {
    this.#count++;
    const date = row.date ?? LAST;
    let day = this.#days.get(date);
    if (day === undefined) this.#days.set(date, (day = new Day()));
    day.add(row);
  }

  /** All rows in their order, these and others that are in order already; `onOther` is called for each of the others. To be asked once. */
  *mergedWith(others: Iterable<VarianceRow>, onOther: (row: VarianceRow) => void): Generator<ReadyRow> {
    const own = this.#inOrder();
    let next = own.next();
    for (const other of others) {
      for (; next.done !== true && inOrder(next.value, other) < 0; next = own.next()) yield next.value;
      onOther(other);
      yield ready(other);
    }
    for (; next.done !== true; next = own.next()) yield next.value;
  }

  *#inOrder(): Generator<ReadyRow> {
    for (const date of [...this.#days.keys()].sort(compareText)) {
      yield* (this.#days.get(date) as Day).rows();
      this.#days.delete(date);
    }
  }
}
