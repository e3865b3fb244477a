import type { Workbook, Worksheet } from 'exceljs';
import { formatInstant } from '../../domain/calendar.ts';
import { visible } from '../../domain/text.ts';
import type { DecisionModel } from '../decision-model.ts';
import { type Content, text } from './content.ts';
import { type Look, styleOf } from './look.ts';

const NARROW = { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.2, footer: 0.25 };

/** A text in a header or footer, where & begins a code. */
const plainFooter = (value: string): string => visible(value).slice(0, 80).replaceAll('&', '&&');

/** A protected sheet (no password: it guards against slips) that prints landscape, as wide as a page. */
export function addPage(book: Workbook, name: string, model: DecisionModel, orientation: 'landscape' | 'portrait' = 'landscape'): Worksheet {
  const sheet = book.addWorksheet(name, {
    properties: { defaultRowHeight: 15 },
    pageSetup: { orientation, fitToPage: true, fitToWidth: 1, fitToHeight: 0, margins: NARROW },
    headerFooter: { oddFooter: `&L&8${plainFooter(model.company)} · ${name}&C&8Run ${model.run.number} · ${model.run.asOf ?? 'no record'} · digest ${model.run.digest.slice(0, 12)}&R&8Page &P of &N` },
    views: [{ showGridLines: false }],
  });
  // What exceljs does here is done when it returns; its promise waits for nothing.
  sheet.protect('', { autoFilter: true, sort: true, formatColumns: true, formatRows: true, selectLockedCells: true, selectUnlockedCells: true });
  return sheet;
}

/** Writes a cell. */
export function put(sheet: Worksheet, row: number, column: number, content: Content, look: Look = 'plain', wrap = false): void {
  const cell = sheet.getCell(row, column);
  cell.value = content.value;
  cell.style = styleOf(look, content, wrap);
}

/** Writes a cell over several columns. */
export function putWide(sheet: Worksheet, row: number, [first, last]: readonly [number, number], content: Content, look: Look = 'plain', wrap = false): void {
  for (let column = first; column <= last; column++) sheet.getCell(row, column).style = styleOf(look, content, wrap);
  if (last > first) sheet.mergeCells(row, first, row, last);
  sheet.getCell(row, first).value = content.value;
}

/** Title and what the sheet says, one line each, on top; gives the next free row. */
export function putTitle(sheet: Worksheet, title: string, notes: readonly string[]): number {
  put(sheet, 1, 1, text(title), 'title');
  sheet.getRow(1).height = 24;
  notes.forEach((note, index) => {
    put(sheet, 2 + index, 1, text(note), 'subtitle');
  });
  return 3 + notes.length;
}

/** A stretch of the sheet begins. */
export function putSection(sheet: Worksheet, row: number, title: string): void {
  put(sheet, row, 1, text(title), 'section');
  sheet.getRow(row).height = 20;
}

/** Makes a column wide enough for what would else be shown as ###. */
export function widen(sheet: Worksheet, column: number, characters: number): void {
  const found = sheet.getColumn(column);
  if ((found.width ?? 0) < characters) found.width = characters;
}

/** Columns by their letters. */
export function letterOf(column: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

/** Header rows stay in sight and are printed on every page. */
export function freeze(sheet: Worksheet, headerRow: number, columns = 0): void {
  sheet.views = [{ state: 'frozen', xSplit: columns, ySplit: headerRow, showGridLines: false }];
  sheet.pageSetup.printTitlesRow = `${headerRow}:${headerRow}`;
}

/** A range from the first cell on, as exceljs wants it: it writes a $ before each letter, and none before the number. */
export const printArea = (columns: number, lastRow: number): string => `A$1:${letterOf(columns)}$${lastRow}`;

/** Prints the first columns alone: on paper nobody reads what would make all of it small. */
export function printColumns(sheet: Worksheet, columns: number, lastRow: number): void {
  sheet.pageSetup.printArea = printArea(columns, lastRow);
}

/** An instant as text, or what stands where there is none. */
export const instantText = (instant: number | null): string => (instant === null ? '' : formatInstant(instant));
