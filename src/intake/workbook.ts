import { readFileSync } from 'node:fs';
import { CannotRun } from '../domain/trouble.ts';
import { LIMITS } from './limits.ts';

/** One row of a worksheet as texts, with its row number. */
export interface WorkbookRow {
  line: number;
  cells: string[];
}

/**
 * Inflates every entry of a zip under a bound, before any other library sees the file: what an entry claims of its size is not
 * believed. Throws CannotRun.
 */
async function checkArchive(bytes: Buffer, shown: string): Promise<void> {
  const { fromBufferPromise } = await import('yauzl');
  const refuse = (what: string): never => {
    throw new CannotRun(`the workbook is not safe to open: ${what}`, { where: shown, remedy: 'Save the sheet again as a plain .xlsx or as CSV.' });
  };
  const archive = await fromBufferPromise(bytes, { validateEntrySizes: true }).catch((cause: unknown) => {
    throw new CannotRun('not an .xlsx workbook', { where: shown, remedy: 'Save it as .xlsx or CSV.', cause });
  });
  if (archive.entryCount > LIMITS.workbookEntries) refuse(`${archive.entryCount} entries, at most ${LIMITS.workbookEntries} are read`);
  let inflated = 0;
  for await (const entry of archive.eachEntry()) {
    if (entry.fileName.includes('..') || entry.fileName.startsWith('/')) refuse(`entry ${JSON.stringify(entry.fileName)} points outside the file`);
    const stream = await archive.openReadStreamPromise(entry);
    for await (const chunk of stream) {
      inflated += (chunk as Buffer).length;
      if (inflated > LIMITS.workbookBytes) refuse(`it inflates to more than ${LIMITS.workbookBytes} bytes`);
      if (inflated > 1_000_000 && inflated > bytes.length * LIMITS.workbookRatio) refuse(`it inflates to more than ${LIMITS.workbookRatio} times its size`);
    }
  }
}

/** A number as a plain decimal: the 15 digits that a spreadsheet keeps, no exponent, no trailing noise. */
function plainNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const text = Number(value.toPrecision(15)).toString();
  return text.includes('e') ? value.toFixed(10).replace(/\.?0+$/, '') : text;
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return plainNumber(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) return '';
    const text = value.toISOString();
    return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19);
  }
  if (typeof value === 'object') {
    if ('error' in value) return String(value.error);
    if ('richText' in value && Array.isArray(value.richText)) return value.richText.map((part: { text?: unknown }) => String(part.text ?? '')).join('');
    if ('result' in value) return cellText(value.result);
    if ('formula' in value || 'sharedFormula' in value) return '';
    if ('text' in value) return cellText(value.text);
  }
  return '';
}

/**
 * The first worksheet of an .xlsx file as rows of texts. Numbers become plain decimals, dates `YYYY-MM-DD`, formulas their last
 * result. Throws CannotRun for a file that is none or that is not safe to open.
 */
export async function readWorkbook(path: string, shown: string): Promise<WorkbookRow[]> {
  const bytes = readFileSync(path);
  await checkArchive(bytes, shown);
  const { default: ExcelJS } = await import('exceljs');
  const workbook = new ExcelJS.Workbook();
  try {
    await workbook.xlsx.load(bytes as unknown as ArrayBuffer);
  } catch (cause) {
    throw new CannotRun('the workbook can\'t be read', { where: shown, remedy: 'Save the sheet again as .xlsx or as CSV.', cause });
  }
  const sheet = workbook.worksheets[0];
  const rows: WorkbookRow[] = [];
  sheet?.eachRow({ includeEmpty: false }, (row, line) => {
    const cells: string[] = [];
    // exceljs counts columns from 1.
    for (let column = 1; column <= row.cellCount; column++) cells.push(cellText(row.getCell(column).value));
    if (cells.some((cell) => cell !== '')) rows.push({ line, cells });
  });
  return rows;
}
