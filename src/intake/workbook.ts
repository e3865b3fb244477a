import type { CellValue, Worksheet as ExcelSheet } from 'exceljs';
import { DAY_MS } from '../domain/calendar.ts';
import { CannotRun } from '../domain/trouble.ts';
import { Archive } from './archive.ts';
import { type CellText, KEPT_DIGITS, dateText, numberText, significant } from './cell-text.ts';
import { formatMarks } from './format-marks.ts';
import { LIMITS } from './limits.ts';
import { IGNORED_ELEMENTS, type MergedRange, type PlainWorkbook, plainWorkbook } from './plain-workbook.ts';
import { cellKey } from './sheet-cells.ts';

/** Why a cell can't be read, and what it holds. */
export interface CellProblem {
  value: string;
  reason: string;
}

/** One row of a worksheet as texts, with its row number, the places of cells that hold numbers, what is shown beside these, and the cells (by their place) that can't be read. */
export interface WorkbookRow {
  line: number;
  cells: string[];
  numbers: number[];
  /** What their number formats show beside them, by their place; null where none shows anything. */
  marks: Map<number, string> | null;
  problems: Map<number, CellProblem> | null;
}

export interface Worksheet {
  name: string;
  /** Rows in which any cell is filled. */
  rows: WorkbookRow[];
}

/**
 * The worksheets of an .xlsx file as rows of texts. Numbers become plain decimals, dates `YYYY-MM-DD`, formulas their last result;
 * an error, a formula without result, a merged cell and one that holds something else than it is marked as are problems of their
 * cells. The archive is inflated once under a bound, and exceljs sees its cells alone. Throws CannotRun for a file that is none or
 * that is not safe to open.
 */
export async function readWorkbook(path: string, shown: string): Promise<Worksheet[]> {
  const archive = await Archive.open(path, shown);
  let plain: PlainWorkbook;
  try {
    plain = await plainWorkbook(archive, shown);
  } finally {
    archive.close();
  }
  const { default: ExcelJS } = await import('exceljs');
  const workbook = new ExcelJS.Workbook();
  try {
    await workbook.xlsx.load(plain.bytes as unknown as ArrayBuffer, { ignoreNodes: IGNORED_ELEMENTS });
  } catch (cause) {
    throw new CannotRun(`the workbook can't be read: ${cause instanceof TypeError ? 'its parts do not fit together' : (cause as Error).message}`, { where: shown, remedy: 'Save the sheet again as .xlsx or as CSV.', cause });
  }
  if (plain.merged.length === 0 || workbook.worksheets.length !== plain.merged.length) throw new CannotRun("the workbook can't be read: it has no sheet, or not all can be read", { where: shown, remedy: 'Save the sheet again as .xlsx or as CSV.' });
  let filled = 0;
  const fill = (): void => {
    if (++filled > LIMITS.workbookCells) throw new CannotRun(`the workbook has more than ${LIMITS.workbookCells} filled cells`, { where: shown, remedy: 'Save the sheet as CSV.' });
  };
  return workbook.worksheets.map((sheet) => {
    const rows = rowsOf(sheet, plain.misread[sheet.id - 1] ?? new Map(), fill);
    markMerged(rows, plain.merged[sheet.id - 1] ?? [], fill);
    return { name: sheet.name, rows };
  });
}

function rowsOf(sheet: ExcelSheet, misread: ReadonlyMap<number, CellText>, fill: () => void): WorkbookRow[] {
  const rows: WorkbookRow[] = [];
  const known = new Map<string, string>();
  const marksOf = (format: string): string => {
    const marks = known.get(format) ?? formatMarks(format);
    known.set(format, marks);
    return marks;
  };
  sheet.eachRow({ includeEmpty: false }, (row, line) => {
    const cells: string[] = [];
    const numbers: number[] = [];
    let problems: Map<number, CellProblem> | null = null;
    let marks: Map<number, string> | null = null;
    row.eachCell({ includeEmpty: false }, (cell, column) => {
      fill();
      const told = misread.get(cellKey(line, column));
      const { text: value, problem } = told ?? valueText(cell.value);
      const text = told === undefined && isNumber(cell.value) ? withLeadingZeros(value, cell.numFmt ?? '') : value;
      while (cells.length < column) cells.push('');
      if (told === undefined && isNumber(cell.value)) {
        numbers.push(column - 1);
        const shown = marksOf(cell.numFmt ?? '');
        if (shown !== '') (marks ??= new Map<number, string>()).set(column - 1, shown);
      }
      if (problem === null) cells[column - 1] = text;
      else (problems ??= new Map<number, CellProblem>()).set(column - 1, { value: text, reason: problem });
    });
    if (problems !== null || cells.some((cell) => cell !== '')) rows.push({ line, cells, numbers, marks, problems });
  });
  return rows;
}

/** A whole number as a format of zeros alone shows it: 123 in the format 00000 is seen, and meant, as 00123. */
const withLeadingZeros = (text: string, format: string): string => (/^0{2,}$/.test(format) && /^\d+$/.test(text) ? text.padStart(format.length, '0') : text);

/** A merged cell says the same of all its rows or of one alone, and nobody knows which. */
function markMerged(rows: readonly WorkbookRow[], ranges: readonly MergedRange[], fill: () => void): void {
  if (ranges.length === 0) return;
  const byLine = new Map(rows.map((row) => [row.line, row]));
  const lines = rows.map((row) => row.line);
  const width = rows.reduce((most, row) => Math.max(most, row.cells.length), 0);
  for (const { firstRow, lastRow, firstColumn, lastColumn, name } of ranges) {
    const text = byLine.get(firstRow)?.cells[firstColumn - 1] ?? '';
    for (let index = firstAtLeast(lines, firstRow); index < lines.length && (lines[index] as number) <= lastRow; index++) {
      const row = rows[index] as WorkbookRow;
      for (let column = firstColumn; column <= Math.min(lastColumn, width); column++) {
        fill();
        while (row.cells.length < column) row.cells.push('');
        // Whose row it is can be told where the merged cell holds an id.
        if (row.cells[column - 1] === '') row.cells[column - 1] = text;
        (row.problems ??= new Map()).set(column - 1, { value: text, reason: `the cell is merged (${name}); every row must stand for itself` });
      }
    }
  }
}

/** The first index of a sorted list whose number is not below `least`. */
function firstAtLeast(numbers: readonly number[], least: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

const fine = (text: string): CellText => ({ text, problem: null });

/** Days between 1899-12-30, from which serial numbers count after February 1900, and 1970-01-01. */
const EPOCH_DAYS = 25_569;

/** Decimals of the currency that has most. */
const MOST_DECIMALS = 4;

/**
 * A number that was read as a float, which gives back up to 15 digits as they were stored. One with more digits may be a cent off
 * (90071992547409.93 comes back as .94), so where it could be an amount it is refused.
 */
function floatText(value: number): CellText {
  const read = numberText(String(value));
  const [whole = '', fraction = ''] = read.text.split('.');
  const exact = fraction.length > MOST_DECIMALS || significant(whole + fraction).length <= KEPT_DIGITS;
  return exact ? read : { text: read.text, problem: 'the number has more digits than the 15 that a spreadsheet keeps; write it as text' };
}

/** Whether a cell holds a number, or a formula whose last result is one; a text that looks like one is none. */
function isNumber(value: CellValue): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Date) return typeof value === 'number';
  return 'result' in value && isNumber(value.result as CellValue);
}

function valueText(value: CellValue): CellText {
  if (value === null || value === undefined) return fine('');
  if (typeof value === 'string') return fine(value);
  if (typeof value === 'number') return floatText(value);
  if (typeof value === 'boolean') return fine(value ? 'true' : 'false');
  if (value instanceof Date) {
    const serial = value.getTime() / DAY_MS + EPOCH_DAYS;
    return Number.isNaN(serial) ? { text: '', problem: 'the cell holds no date that can be read' } : dateText(String(serial), false);
  }
  if ('error' in value) return { text: value.error, problem: `the cell holds the error ${value.error}` };
  if ('richText' in value) return fine(value.richText.map((part) => part.text).join(''));
  if ('formula' in value || 'sharedFormula' in value) {
    const { result } = value;
    if (result === undefined || result === null) return { text: '', problem: 'the formula has no stored result; open the workbook, let it calculate and save it' };
    return valueText(result as CellValue);
  }
  if ('text' in value) return valueText(value.text as CellValue);
  return { text: '', problem: 'a cell of this kind can\'t be read' };
}
