import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { type LedgerRow, type TestProject, approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

const AS_OF = ['--as-of', '2026-06-16T08:00:00Z'];
const PERIODS = { 'master/periods.csv': 'name,start,end,status\n2026-05,2026-05-01,2026-05-31,open\n2026-06,2026-06-01,2026-06-30,open\n' };
/** Approved before the window of 2026-06-01 to 2026-06-14. */
const EARLIER = approvedReport({ id: 'EXP-1', eventId: 'e1', amount: '100.00', occurredAt: '2026-05-29T15:10:00Z', report: { submittedAt: '2026-05-28T18:00:00Z' } });
const FIRST_WEEK = approvedReport({ id: 'EXP-2', eventId: 'e2', amount: '200.00' });
const SECOND_WEEK = approvedReport({ id: 'EXP-3', eventId: 'e3', amount: '300.00', occurredAt: '2026-06-10T15:10:00Z', report: { submittedAt: '2026-06-09T18:00:00Z' } });
/** Which export a PO stands in is told by when the newest entry of it was made. */
const exported = (day: string, ...rows: LedgerRow[]): string => ledgerText(...rows.map((row) => ({ ...row, entered_at: `2026-06-${day}T18:00:00Z` })));
const EARLIER_PO: LedgerRow = { po_number: 'PO-1', reference: 'EXP-1', amount: '100.00', po_date: '2026-05-29', posting_period: '2026-05' };
const FIRST_PO: LedgerRow = { po_number: 'PO-2', reference: 'EXP-2', amount: '200.00' };
const SECOND_PO: LedgerRow = { po_number: 'PO-3', reference: 'EXP-3', amount: '310.00', po_date: '2026-06-10' };

/** What a sheet of lines says: where each PO ended, and the totals above the table in US dollars. */
interface Sheet {
  ended: string[];
  totals: Record<string, unknown>;
  notes: string[];
}

async function workbookOf(project: TestProject, ...options: string[]): Promise<Record<'Would-be POs' | 'Manual ledger', Sheet>> {
  const path = join(project.dir, 'reports', 'go.xlsx');
  const { stderr } = await project.here(['report', '--out', path, ...AS_OF, ...options]);
  expect(stderr).not.toContain('does not tie');
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path);
  return { 'Would-be POs': sheetOf(book, 'Would-be POs'), 'Manual ledger': sheetOf(book, 'Manual ledger') };
}

function sheetOf(book: ExcelJS.Workbook, name: string): Sheet {
  const sheet = book.getWorksheet(name) as ExcelJS.Worksheet;
  const valueAt = (row: number, column: number): unknown => sheet.getCell(row, column).result ?? sheet.getCell(row, column).value;
  const cells = (row: number): string[] => ((sheet.getRow(row).values as unknown[]) ?? []).map(String);
  let header = 1;
  while (!cells(header).includes('Where it ended')) if (header++ > 40) throw new Error(`${name} does not say where a line ended`);
  const [order, end] = ['PO', 'Where it ended'].map((column) => cells(header).indexOf(column)) as [number, number];
  const totals: Sheet['totals'] = {};
  const notes: string[] = [];
  for (let row = 2; row < header; row++) {
    const label = valueAt(row, 1);
    if (typeof label !== 'string') continue;
    if (valueAt(row, 3) === null) notes.push(label);
    else if (label !== 'Totals') totals[label] = valueAt(row, 3);
  }
  const ended: string[] = [];
  for (let row = header + 1; row <= sheet.rowCount; row++) ended.push(`${String(valueAt(row, order))} ${String(valueAt(row, end))}`);
  return { ended, totals, notes };
}

describe('the sheets of lines', () => {
  it('say for every line where its PO ended, and tie out with the rows', async () => {
    const settings = { scope: { ledger: { exclude: { poNumber: 'STOCK-*' } } } };
    const others: LedgerRow[] = [
      { po_number: 'PO-4', reference: '', amount: '5.00', po_date: '2026-05-20', posting_period: '2026-05' }, { po_number: 'PO-5', reference: '', amount: '6.00', po_date: '2026-06-03' },
      { po_number: 'PO-6', reference: '', amount: '7.00', status: 'cancelled' }, { po_number: 'STOCK-1', reference: '', amount: '9000.00' },
    ];
    // A cancelled line of a PO that stands counts nowhere, too.
    const second: LedgerRow[] = [SECOND_PO, { ...SECOND_PO, line: '2', amount: '11.00', status: 'cancelled' }];
    const project = makeProject({ approvals: approvalsText(EARLIER, FIRST_WEEK, SECOND_WEEK), ledger: exported('11', EARLIER_PO, FIRST_PO, ...second, ...others, { po_number: 'PO-7', reference: '', amount: '8.00' }), settings, files: PERIODS });
    await project.here(['run']);
    project.write('ledger.csv', exported('12', EARLIER_PO, FIRST_PO, ...second, ...others));
    await project.here(['run']);
    const sheets = await workbookOf(project);
    expect(sheets['Would-be POs']).toEqual({
      ended: ['DRY-EXP-1.1 outside the window', 'DRY-EXP-2.1 in a row', 'DRY-EXP-3.1 in a row'], notes: [expect.stringMatching(/^3 lines\. /)],
      totals: { Lines: 3, Amount: 600, 'Amount of the lines shown': 600, 'In a row': 500, 'Outside the window': 100, 'Dry-run amounts on Variance': 500, 'Ties out': 'yes' },
    });
    expect(sheets['Manual ledger']).toEqual({
      ended: ['PO-1 report outside the window', 'PO-2 in a row', 'PO-3 in a row', 'PO-3 cancelled', 'PO-4 outside the window', 'PO-5 in a row', 'PO-6 cancelled', 'PO-7 vanished', 'STOCK-1 left out by scope'], notes: [expect.stringMatching(/^9 lines\. /)],
      totals: {
        Lines: 9, Amount: 9647, 'Amount of the lines shown': 9647, 'In a row': 516, 'Outside the window': 5, 'Report outside the window': 100, 'Left out by scope': 9000, Vanished: 8, Cancelled: 18,
        'Manual amounts on Variance': 516, 'Ties out': 'yes',
      },
    });
  });

  it('tell the rows of the week that is asked for from those of another', async () => {
    const project = makeProject({ approvals: approvalsText(EARLIER, FIRST_WEEK, SECOND_WEEK), ledger: ledgerText(EARLIER_PO, FIRST_PO, SECOND_PO), files: PERIODS });
    await project.here(['run']);
    const sheets = await workbookOf(project, '--week', '2');
    expect(sheets['Would-be POs'].ended).toEqual(['DRY-EXP-1.1 outside the window', 'DRY-EXP-2.1 in another week', 'DRY-EXP-3.1 in a row']);
    expect(sheets['Manual ledger'].totals).toMatchObject({ 'In a row': 310, 'In another week': 200, 'Report outside the window': 100, 'Manual amounts on Variance': 310, 'Ties out': 'yes' });
  });

  it('say what a report outside the window shares of a PO that is in a row', async () => {
    const project = makeProject({ approvals: approvalsText(EARLIER, FIRST_WEEK), ledger: ledgerText({ po_number: 'PO-8', reference: 'EXP-1 EXP-2', amount: '300.00' }), files: PERIODS });
    await project.here(['run']);
    const { totals, notes } = (await workbookOf(project))['Manual ledger'];
    expect(totals).toMatchObject({ 'In a row': 300, 'Manual amounts on Variance': 200, 'In a row, beyond its amount': 100, 'Ties out': 'yes' });
    expect(notes).toContainEqual(expect.stringMatching(/^In a row, beyond its amount: what a report outside the window shares of a PO/));
  });

  it('say that they do not tie where the ledger came in after the run', async () => {
    const project = makeProject({ approvals: approvalsText(FIRST_WEEK), ledger: exported('11', FIRST_PO) });
    await project.here(['run']);
    project.write('ledger.csv', exported('12', { ...FIRST_PO, amount: '210.00' }, { po_number: 'PO-9', reference: '', amount: '9.00' }));
    await project.here(['import', 'ledger', join(project.dir, 'ledger.csv')]);
    const { ended, totals, notes } = (await workbookOf(project))['Manual ledger'];
    expect(ended).toEqual(['PO-2 in a row', 'PO-9 not replayed yet']);
    expect(totals).toMatchObject({ 'In a row': 210, 'Not replayed yet': 9, 'Manual amounts on Variance': 200, 'Ties out': 'NO' });
    expect(notes).toContain('Something was imported or changed since the newest run, so that these lines need not come to its rows: po-shadow run.');
  });
});
