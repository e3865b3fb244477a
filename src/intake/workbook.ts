import { readFileSync } from 'node:fs';
import type { Cell, CellValue, Worksheet as ExcelSheet } from 'exceljs';
import { CannotRun } from '../domain/trouble.ts';
import { Archive } from './archive.ts';
import { type CellText, dateText, numberText } from './cell-text.ts';
import { LIMITS } from './limits.ts';

/** Why a cell can't be read. */
export interface CellProblem {
  value: string;
  reason: string;
}

/** One row of a worksheet as texts, with its row number, and why single cells (by their place) can't be read. */
export interface WorkbookRow {
  line: number;
  cells: string[];
  problems: Map<number, CellProblem> | null;
}

export interface Worksheet {
  name: string;
  /** Rows in which any cell is filled. */
  rows: WorkbookRow[];
}

/**
 * The worksheets of an .xlsx file as rows of texts. Numbers become plain decimals, dates `YYYY-MM-DD`, formulas their last result;
 * an error, a formula without result and a merged cell are problems of their cells. The archive is inflated once under a bound
 * before exceljs sees it. Throws CannotRun for a file that is none or that is not safe to open.
 */
export async function readWorkbook(path: string, shown: string): Promise<Worksheet[]> {
  const archive = await Archive.open(path, shown);
  archive.close();
  const { default: ExcelJS } = await import('exceljs');
  const workbook = new ExcelJS.Workbook();
  try {
    await workbook.xlsx.load(readFileSync(path) as unknown as ArrayBuffer);
  } catch (cause) {
    throw new CannotRun(`the workbook can't be read: ${(cause as Error).message}`, { where: shown, remedy: 'Save the sheet again as .xlsx or as CSV.', cause });
  }
  let filled = 0;
  const fill = (): void => {
    if (++filled > LIMITS.workbookCells) throw new CannotRun(`the workbook has more than ${LIMITS.workbookCells} filled cells`, { where: shown, remedy: 'Save the sheet as CSV.' });
  };
  if (workbook.worksheets.length === 0) throw new CannotRun("the workbook can't be read: it has no sheet", { where: shown, remedy: 'Save the sheet again as .xlsx or as CSV.' });
  return workbook.worksheets.map((sheet) => ({ name: sheet.name, rows: rowsOf(sheet, fill) }));
}

function rowsOf(sheet: ExcelSheet, fill: () => void): WorkbookRow[] {
  const rows: WorkbookRow[] = [];
  sheet.eachRow({ includeEmpty: false }, (row, line) => {
    const cells: string[] = [];
    let problems: Map<number, CellProblem> | null = null;
    row.eachCell({ includeEmpty: false }, (cell, column) => {
      fill();
      const { text, problem } = textOf(cell);
      while (cells.length < column) cells.push('');
      cells[column - 1] = text;
      // A merged cell says the same of all its rows or of one alone, and nobody knows which.
      const reason = cell.isMerged ? `the cell is merged (${mergedRange(sheet, cell)}); every row must stand for itself` : problem;
      if (reason !== null) (problems ??= new Map<number, CellProblem>()).set(column - 1, { value: text, reason });
    });
    if (problems !== null || cells.some((cell) => cell !== '')) rows.push({ line, cells, problems });
  });
  return rows;
}

/** The range of a merged cell, such as `B2:B3`. */
function mergedRange(sheet: ExcelSheet, cell: Cell): string {
  const { master } = cell;
  const inside = (sheet.model.merges ?? []).find((range) => range.split(':')[0] === master.address);
  return inside ?? master.address;
}

const fine = (text: string): CellText => ({ text, problem: null });

/** Days between 1899-12-30, from which serial numbers count after February 1900, and 1970-01-01. */
const EPOCH_DAYS = 25_569;
const DAY_MS = 86_400_000;

function textOf(cell: Cell): CellText {
  return valueText(cell.value);
}

function valueText(value: CellValue): CellText {
  if (value === null || value === undefined) return fine('');
  if (typeof value === 'string') return fine(value);
  if (typeof value === 'number') return numberText(String(value));
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
