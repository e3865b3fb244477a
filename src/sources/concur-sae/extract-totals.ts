import type { ControlTotal } from '../../intake/sink.ts';
import { COLUMNS, HEADER_CELLS } from './columns.ts';
import { type ExtractRow, cellOf } from './extract-row.ts';
import { scaledOf, scaledText } from './journal-amount.ts';

/** What the header states of the whole file, beside what the rows say. */
export class ExtractTotals {
  #header: ExtractRow | null = null;
  #rows = 0;
  #journalScaled = 0n;
  readonly #currencies = new Set<string>();
  readonly #batches = new Set<string>();

  /** Takes the header; false for a second one. */
  header(row: ExtractRow): boolean {
    if (this.#header !== null || this.#rows > 0) return false;
    this.#header = row;
    return true;
  }

  /** Counts a row; its amount where it can be read. */
  row(row: ExtractRow): void {
    this.#rows++;
    if (row.problem !== null) return;
    this.#journalScaled += scaledOf(cellOf(row, 'journalAmount')) ?? 0n;
    this.#currencies.add(cellOf(row, 'currency'));
    this.#batches.add(cellOf(row, 'batchId'));
  }

  controls(): ControlTotal[] {
    const found = String(this.#rows);
    if (this.#header === null) return [{ what: 'header of the extract (EXTRACT)', stated: 'none', found: `${found} rows without one`, agrees: false }];
    const [, , count = '', total = '', batch = ''] = this.#header.cells.map((cell) => cell.trim());
    if (this.#header.cells.length !== HEADER_CELLS) {
      return [{ what: 'header of the extract (EXTRACT)', stated: `${this.#header.cells.length} cells`, found: `${HEADER_CELLS} cells are a header`, agrees: false }];
    }
    return [
      { what: 'rows of the extract (Record Count)', stated: count, found, agrees: count.replace(/^0+(?=\d)/, '') === found },
      { what: this.#journalTotalOf(), stated: total, found: scaledText(this.#journalScaled), agrees: scaledOf(total) === this.#journalScaled },
      ...this.#otherBatches(batch),
    ];
  }

  #journalTotalOf(): string {
    const currencies = [...this.#currencies].sort();
    const named = currencies.length > 1 ? `${currencies.join(' and ')} under one total, compared as plain numbers` : (currencies[0] ?? 'no rows');
    return `journal amounts of the extract, column ${COLUMNS.journalAmount[0]} (${named})`;
  }

  #otherBatches(batch: string): ControlTotal[] {
    const others = [...this.#batches].filter((each) => each !== batch).sort();
    return others.length === 0 ? [] : [{ what: 'batch of the extract (Batch ID)', stated: batch, found: others.join(', '), agrees: false }];
  }
}
