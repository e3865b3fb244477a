import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import ExcelJS from 'exceljs';
import { unzipSync } from 'fflate';

/** A workbook as text: every cell with its type, format and value, every sheet with what it allows, every picture by its hash. */
export async function dumpWorkbook(path: string): Promise<string> {
  const bytes = readFileSync(path);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as ArrayBuffer);
  const lines = [`created ${book.created.toISOString()} modified ${book.modified.toISOString()} by ${book.creator}`];
  for (const sheet of book.worksheets) {
    const { pageSetup } = sheet;
    const isProtected = (sheet as unknown as { sheetProtection: unknown }).sheetProtection !== null;
    lines.push('', `== ${sheet.name} (${sheet.state}${isProtected ? ', protected' : ''}) ${pageSetup.orientation ?? ''} ${pageSetup.fitToPage === true ? `fits ${pageSetup.fitToWidth}x${pageSetup.fitToHeight}` : ''}`.trimEnd());
    for (const table of Object.values((sheet as unknown as { tables: Record<string, { table: { tableRef: string; name: string } }> }).tables)) lines.push(`table ${table.table.name} ${table.table.tableRef}`);
    sheet.eachRow((row) => {
      row.eachCell((cell) => {
        if (cell.isMerged && cell.master !== cell) return;
        if (cell.value !== null) lines.push(`${cell.address}${cell.protection?.locked === false ? ' unlocked' : ''} ${describe(cell)}`);
      });
    });
  }
  const parts = unzipSync(bytes);
  const pictures = Object.entries(parts).filter(([name]) => name.startsWith('xl/media/'));
  lines.push('', ...pictures.map(([name, content]) => `${name} ${createHash('sha256').update(content).digest('hex')}`), '');
  return lines.join('\n');
}

const shown = (text: string): string => (text.length <= 300 ? text : `${text.slice(0, 120)}…${text.slice(-60)} (${text.length} characters)`);

function describe(cell: ExcelJS.Cell): string {
  const { value } = cell;
  if (typeof value === 'string') return `text ${JSON.stringify(shown(value))}`;
  if (value !== null && typeof value === 'object' && 'formula' in value) return `formula =${value.formula} → ${JSON.stringify(value.result)} [${cell.numFmt}]`;
  if (value instanceof Date) return `date ${value.toISOString().slice(0, 10)} [${cell.numFmt}]`;
  return `${typeof value} ${String(value)} [${cell.numFmt}]`;
}
