import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Style, Worksheet } from 'exceljs';
import { unzipSync } from 'fflate';
import type { Column } from './column.ts';
import { text } from './content.ts';
import { styleOf } from './look.ts';
import { PackedPart } from './packed-part.ts';
import { dropFiles } from './place-file.ts';
import { WORKBOOK_LIMITS } from './plan.ts';
import { RowXml, StyleNumbers } from './row-xml.ts';
import { letterOf } from './sheet-page.ts';
import { writeZip } from './zip-file.ts';

/** A workbook of rows to be: everything but the rows is written by exceljs. */
interface Frame {
  name: string;
  columns: readonly Pick<Column<unknown>, 'name' | 'width'>[];
  written: Date;
}

const sheetPart = (number: number): string => `xl/worksheets/sheet${number}.xml`;

/**
 * Writes rows into a workbook of their own, row by row: a header that stays in sight, filters, and as many sheets as it takes, without
 * tables and pictures. The same rows give the same bytes. `sheetRows`: how many rows a sheet takes, header included. `isChecklist`: texts
 * wrap, and what people fill in is there to be filled in.
 */
export async function writeCompanion<Fact>(out: string, name: string, columns: readonly Column<Fact>[], facts: Iterable<Fact>, written: Date, sheetRows: number = WORKBOOK_LIMITS.sheetRows, isChecklist = false): Promise<void> {
  const frame: Frame = { name, columns, written };
  const styles = new StyleNumbers();
  styles.of(styleOf('header', text(name), true));
  const rowXml = new RowXml(columns, styles, isChecklist);
  const { head } = halves(await framed(frame, [1], styles.styles), 1);
  const sheets = new PackedSheets(out, head, sheetRows);
  try {
    for (const fact of facts) sheets.add((row) => rowXml.of(fact, row));
    const parts = await framed(frame, sheets.counts, styles.styles);
    assertNumbered(parts, styles.styles.length);
    writeZip(out, parts, sheets.end(parts));
  } finally {
    await sheets.drop();
  }
}

/** The sheets of a companion, each packed beside the file that it will be a part of. All begin alike. */
class PackedSheets {
  readonly #out: string;
  readonly #head: string;
  readonly #sheetRows: number;
  readonly #parts: PackedPart[] = [];
  readonly #temporaries: string[] = [];
  /** How many rows each sheet has, header included. */
  readonly counts: number[] = [];
  #newest: PackedPart;

  constructor(out: string, head: string, sheetRows: number) {
    this.#out = out;
    this.#head = head;
    this.#sheetRows = sheetRows;
    this.#newest = this.#begin();
  }

  #begin(): PackedPart {
    const number = this.counts.push(1);
    const temporary = `${this.#out}.${number}.sheet`;
    this.#temporaries.push(temporary);
    const sheet = new PackedPart(sheetPart(number), temporary);
    this.#parts.push(sheet);
    sheet.write(this.#head);
    return sheet;
  }

  /** Adds the row that `xmlOf` gives for its number. */
  add(xmlOf: (row: number) => string): void {
    if (this.counts.at(-1) === this.#sheetRows) this.#newest = this.#begin();
    const row = (this.counts.at(-1) as number) + 1;
    this.counts[this.counts.length - 1] = row;
    this.#newest.write(xmlOf(row));
  }

  /** Ends each sheet as `parts` has it, takes it out of there, and gives them all. Throws where one begins in another way than was written. */
  end(parts: Map<string, Uint8Array>): readonly PackedPart[] {
    for (const [index, sheet] of this.#parts.entries()) {
      const { head, tail } = halves(parts, index + 1);
      if (head !== this.#head) throw new Error(`${sheet.name} begins in another way than the first sheet`);
      sheet.write(tail);
      sheet.end();
      parts.delete(sheet.name);
    }
    return this.#parts;
  }

  /** Removes what stood beside the file. */
  async drop(): Promise<void> {
    for (const sheet of this.#parts) sheet.close();
    await dropFiles(this.#temporaries);
  }
}

/** The parts of a workbook whose sheets have so many rows, as exceljs writes them, without the rows; the first sheet has a row of one cell for each style but that of the header. */
async function framed({ name, columns, written }: Frame, counts: readonly number[], styles: readonly Partial<Style>[]): Promise<Map<string, Uint8Array>> {
  const { default: ExcelJS } = await import('exceljs');
  const stream = new PassThrough();
  const whole = buffer(stream);
  // The types leave out the dates, which the writer takes.
  const options = { stream, useStyles: true, useSharedStrings: false, created: written, modified: written, creator: 'po-shadow', lastModifiedBy: 'po-shadow' };
  const book = new ExcelJS.stream.xlsx.WorkbookWriter(options);
  for (const [index, rows] of counts.entries()) {
    const sheet = book.addWorksheet(index === 0 ? name : `${name} (${index + 1})`, { views: [{ state: 'frozen', xSplit: 0, ySplit: 1 }], pageSetup: { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 } });
    sheet.columns = columns.map(({ width }) => ({ width }));
    putRow(sheet, 1, columns.map(({ name: value }) => ({ value, style: styleOf('header', text(value), true) })));
    if (index === 0) putRow(sheet, 2, styles.slice(1).map((style) => ({ value: 0, style })));
    sheet.autoFilter = `A1:${letterOf(columns.length)}${rows}`;
    commit(sheet);
  }
  await book.commit();
  return new Map(Object.entries(unzipSync(new Uint8Array(await whole))));
}

function putRow(sheet: Worksheet, number: number, cells: readonly { value: string | number; style: Partial<Style> }[]): void {
  const row = sheet.getRow(number);
  cells.forEach(({ value, style }, index) => {
    const cell = row.getCell(index + 1);
    cell.value = value;
    cell.style = style;
  });
  row.commit();
}

// In the types, only rows can be committed.
const commit = (sheet: Worksheet): void => (sheet as unknown as { commit(): void }).commit();

const textOf = (parts: ReadonlyMap<string, Uint8Array>, number: number): string => new TextDecoder().decode(parts.get(sheetPart(number)));

/** What stands before the first row behind the header, and what behind the last. */
function halves(parts: ReadonlyMap<string, Uint8Array>, number: number): { head: string; tail: string } {
  const xml = textOf(parts, number);
  const headerEnd = xml.indexOf('</row>') + '</row>'.length;
  return { head: xml.slice(0, headerEnd), tail: xml.slice(xml.indexOf('</sheetData>')) };
}

/** Throws unless exceljs numbered the styles as the rows have them. */
function assertNumbered(parts: ReadonlyMap<string, Uint8Array>, styles: number): void {
  const numbers = [...textOf(parts, 1).matchAll(/<c r="[A-Z]+2" s="(\d+)"/g)].map(([, number]) => Number(number));
  if (numbers.length !== styles - 1 || numbers.some((number, index) => number !== index + 2)) throw new Error(`the styles are numbered otherwise: ${numbers.join()}`);
}
