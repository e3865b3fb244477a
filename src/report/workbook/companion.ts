import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { PassThrough, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Worksheet, stream } from 'exceljs';
import type { Column } from './column.ts';
import { text } from './content.ts';
import { styleOf } from './look.ts';
import { WORKBOOK_LIMITS } from './plan.ts';
import { repackFile } from './repack-file.ts';
import { letterOf } from './sheet-page.ts';
import { dropFiles } from './place-file.ts';

/** Rows between two looks at whether the file keeps up. */
const ROWS_A_LOOK = 50;

/**
 * Writes rows into a workbook of their own, row by row: a header that stays in sight, filters, and as many sheets as it takes. The
 * streaming writer has neither tables nor pictures. The same rows give the same bytes.
 */
export async function writeCompanion<Fact>(out: string, name: string, columns: readonly Column<Fact>[], facts: Iterable<Fact>, written: Date): Promise<void> {
  const loose = `${out}.loose`;
  try {
    await writeLoose(loose, name, columns, facts, written);
    await repackFile(loose, out);
  } finally {
    await dropFiles([loose]);
  }
}

async function writeLoose<Fact>(out: string, name: string, columns: readonly Column<Fact>[], facts: Iterable<Fact>, written: Date): Promise<void> {
  const { default: ExcelJS } = await import('exceljs');
  const stream = new PassThrough();
  // The types leave out the dates, which the writer takes.
  const options = { stream, useStyles: true, useSharedStrings: false, created: written, modified: written, creator: 'po-shadow', lastModifiedBy: 'po-shadow', zip: { zlib: { level: 1 } } };
  const book = new ExcelJS.stream.xlsx.WorkbookWriter(options);
  await Promise.all([pipeline(stream, createWriteStream(out, { mode: 0o600 })), fill(book, name, columns, facts)]);
}

/** Writes the rows, on as many sheets as it takes. */
async function fill<Fact>(book: stream.xlsx.WorkbookWriter, name: string, columns: readonly Column<Fact>[], facts: Iterable<Fact>): Promise<void> {
  let sheets = 1;
  let rows = 1;
  let sheet = begin(book, name, columns);
  for (const fact of facts) {
    if (rows === WORKBOOK_LIMITS.sheetRows) {
      finish(sheet, columns.length, rows);
      sheet = begin(book, `${name} (${++sheets})`, columns);
      rows = 1;
    }
    const row = sheet.getRow(++rows);
    columns.forEach((column, index) => {
      const content = column.of(fact);
      if (content.value === null) return;
      const cell = row.getCell(index + 1);
      cell.value = content.value;
      cell.style = styleOf(column.look?.(fact) ?? 'plain', content, false);
    });
    row.commit();
    if (rows % ROWS_A_LOOK === 0) await keptUp(sheet);
  }
  finish(sheet, columns.length, rows);
  await book.commit();
}

/** A sheet with its header, which stays in sight. */
function begin<Fact>(book: stream.xlsx.WorkbookWriter, name: string, columns: readonly Column<Fact>[]): Worksheet {
  const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', xSplit: 0, ySplit: 1 }], pageSetup: { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 } });
  sheet.columns = columns.map(({ width }) => ({ width }));
  const header = sheet.getRow(1);
  columns.forEach((column, index) => {
    const cell = header.getCell(index + 1);
    cell.value = column.name;
    cell.style = styleOf('header', text(column.name), true);
  });
  header.commit();
  return sheet;
}

function finish(sheet: Worksheet, columns: number, rows: number): void {
  sheet.autoFilter = `A1:${letterOf(columns)}${rows}`;
  // In the types, only rows can be committed.
  (sheet as unknown as { commit(): void }).commit();
}

/**
 * Waits until the file has taken what was written: the streaming writer itself never says that it is too much. What it writes into are
 * streams of an older make, of which only their state tells that they are full.
 */
async function keptUp(sheet: Worksheet): Promise<void> {
  const { pipes } = (sheet as unknown as { stream: { pipes: (Writable & { _writableState: { needDrain: boolean } })[] } }).stream;
  for (const pipe of pipes) if (pipe._writableState.needDrain) await once(pipe, 'drain');
}
