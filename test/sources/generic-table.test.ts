import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { readGenericTable } from '../../src/sources/generic-table.ts';
import { approvalsFrom, fileOf, utf16 } from '../intake/collected.ts';
import { approvalsText, approvedReport } from '../project-folder.ts';

const COLUMNS = [
  'event_id', 'occurred_at', 'report_id', 'revision', 'status', 'report_name', 'currency', 'total', 'employee_email', 'department', 'location', 'submitted_at',
  'approvers', 'line_id', 'expense_date', 'merchant', 'vendor_id', 'category', 'line_department', 'line_location', 'description', 'amount', 'item_id', 'quantity',
] as const;
type Row = Partial<Record<(typeof COLUMNS)[number], string>>;
const ROW: Row = {
  event_id: 'e1', occurred_at: '2026-06-02T15:10:00Z', report_id: 'EXP-9041', revision: '1', status: 'approved_for_payment', report_name: 'Cleaning supplies', currency: 'USD', total: '845.50',
  employee_email: 'dana@shop.example', department: 'Store Operations', location: 'Store 012', submitted_at: '2026-06-01T18:00:00Z', approvers: 'manager|lee@shop.example|approved|2026-06-02T15:10:00Z',
  line_id: '1', expense_date: '2026-05-30', merchant: 'Acme Janitorial', category: 'Cleaning', description: 'Floor machine pads', amount: '845.50',
};
const cells = (row: Row): string[] => COLUMNS.map((column) => ({ ...ROW, ...row })[column] ?? '');
const csv = (rows: (Row | string)[], delimiter = ','): string =>
  [COLUMNS.join(delimiter), ...rows.map((row) => (typeof row === 'string' ? row : cells(row).join(delimiter)))].map((line) => `${line}\n`).join('');
const read = (content: string | Buffer, timeZone?: string) => approvalsFrom(content, { name: 'approvals.csv', ...(timeZone === undefined ? {} : { timeZone }) });

describe('approvals as a table', () => {
  it('say the same as the same event as JSON', async () => {
    const fromTable = await read(csv([{}]));
    const fromJson = await approvalsFrom(approvalsText(approvedReport()));
    expect(fromTable.refused).toEqual([]);
    expect(fromTable.reports).toEqual(fromJson.reports);
  });

  it.each([
    ['semicolons', Buffer.from(csv([{}], ';'))],
    ['tabs', Buffer.from(csv([{}], '\t'))],
    ['UTF-16 and CRLF', utf16(csv([{}]).replaceAll('\n', '\r\n'), 'little', true)],
  ])('read the same with %s', async (_, bytes) => {
    expect((await read(bytes)).reports).toEqual((await read(csv([{}]))).reports);
  });

  it('read the same from a workbook, whose dates and amounts are numbers', async () => {
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('Approvals');
    sheet.addRow([...COLUMNS]);
    const row: unknown[] = cells({});
    row[COLUMNS.indexOf('revision')] = 1;
    row[COLUMNS.indexOf('total')] = 845.5;
    row[COLUMNS.indexOf('amount')] = { formula: '800+45.5', result: 845.5 };
    row[COLUMNS.indexOf('expense_date')] = new Date(Date.UTC(2026, 4, 30));
    sheet.addRow(row);
    const bytes = Buffer.from(await workbook.xlsx.writeBuffer());
    const { reports, refused } = await approvalsFrom(bytes, { name: 'approvals.xlsx' });
    expect(refused).toEqual([]);
    expect(reports).toEqual((await read(csv([{}]))).reports);
  });

  it.each(['report_id', 'event_id'] as const)('are refused where a spreadsheet made an exponent of the %s', async (column) => {
    const { reports, refused } = await read(csv([{ [column]: '4.5E+11' }, { event_id: 'e2', report_id: 'EXP-2' }]));
    expect(reports.map(({ reportId }) => reportId)).toEqual(['EXP-2']);
    expect(refused).toEqual([expect.objectContaining({ line: 2, field: column, value: '4.5E+11', reason: expect.stringContaining('made an exponent of the id') })]);
  });

  it('rows of one event belong together wherever they stand', async () => {
    const { reports, rows } = await read(csv([{ line_id: '2', amount: '45.50' }, { event_id: 'e2', report_id: 'EXP-2' }, { line_id: '1', amount: '800.00' }]));
    expect(reports.map(({ reportId, lines }) => [reportId, lines.map((line) => [line.id, line.amountMinor])])).toEqual([['EXP-9041', [['1', 80000], ['2', 4550]]], ['EXP-2', [['1', 84550]]]]);
    expect(rows).toEqual({ accepted: 3, refused: 0 });
  });
});

describe('a file too large to be held', () => {
  const rows: Row[] = [
    { line_id: '2', amount: '45.50' }, { event_id: 'e2', report_id: 'EXP-2' }, { line_id: '1', amount: '800.00' }, { event_id: 'e3', report_id: 'EXP-3', line_id: '1', amount: '800.00' },
    { event_id: '', report_id: 'EXP-3' }, { event_id: 'e3', report_id: 'EXP-3', line_id: '2', amount: '45.50' }, { event_id: 'e4', report_id: 'EXP-4', amount: 'x' }, { event_id: 'e2', report_id: 'EXP-2', line_id: '2', amount: '1e3' },
  ];
  const readHolding = async (heldBytes: number) => {
    const accepted: [string, number, number][] = [];
    const refused: [string | undefined, number, number][] = [];
    await readGenericTable(fileOf(csv(rows), 'approvals.csv'), { clock: undefined }, {
      accept: (snapshot, line, count) => accepted.push([snapshot.reportId, line, count]),
      refuse: ({ documentId, line, rows: count }) => refused.push([documentId, line, count]),
      control() {},
      bytes() {},
    }, heldBytes);
    return { accepted: accepted.sort(), refused: refused.sort() };
  };

  it('reads the same, events scattered over it included', async () => {
    expect(await readHolding(0)).toEqual(await readHolding(1_000_000));
    expect(await readHolding(0)).toEqual({ accepted: [['EXP-3', 5, 2], ['EXP-9041', 2, 2]], refused: [['EXP-2', 9, 2], ['EXP-3', 6, 1], ['EXP-4', 8, 1]] });
  });
});

describe('damage to one row takes its whole event, and no other', () => {
  const two = (damaged: Row | string): string => csv([{ line_id: '1', amount: '800.00' }, damaged, { event_id: 'e2', report_id: 'EXP-2' }]);

  it.each<[string, Row | string, string, RegExp]>([
    ['an amount with thousands separators', { line_id: '2', amount: '"1,245.50"' }, 'amount', /not a plain decimal/],
    ['a date that does not exist', { line_id: '2', expense_date: '2026-02-30' }, 'expense_date', /not an existing date/],
    ['a total that differs from row to row', { line_id: '2', total: '999.00' }, 'total', /differs from line 2 of the same event/],
    ['two lines of one id', { line_id: '1' }, 'report.lines[].id', /two lines/],
    ['an approver without a decision', { line_id: '2', approvers: 'manager|lee@shop.example' }, 'approvers', /differs from line 2/],
    ['too few cells', 'e1,2026-06-02T15:10:00Z,EXP-9041', '', /the row has 3 cells, the header 24/],
    ['too many cells', `${cells({ line_id: '2' }).join(',')},x`, '', /the row has 25 cells, the header 24/],
    ['an unclosed quote', cells({ line_id: '2', merchant: '"Acme' }).join(','), '', /a quote is opened and never closed/],
  ])('%s', async (_, damaged, field, reason) => {
    const { reports, refused, rows } = await read(two(damaged));
    expect(reports.map((report) => report.reportId)).toEqual(['EXP-2']);
    expect(rows).toEqual({ accepted: 1, refused: 2 });
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({ rows: 2, field, documentId: 'EXP-9041', eventId: 'e1' });
    expect(refused[0]?.reason).toMatch(reason);
  });

  it('the line that is told is the damaged one', async () => {
    expect((await read(two({ line_id: '2', amount: 'x' }))).refused[0]?.line).toBe(3);
  });

  it('a row without the event\'s id is set aside with the report that it names', async () => {
    const { refused } = await read(two({ event_id: '' }));
    expect(refused).toEqual([expect.objectContaining({ line: 3, rows: 1, field: 'event_id', reason: 'the text is missing', documentId: 'EXP-9041' })]);
  });

  it('an approver is role, address, decision and instant', async () => {
    for (const approvers of ['manager|lee@shop.example|maybe|2026-06-02T15:10:00Z', 'manager|lee@shop.example|approved|2026-06-02', 'manager|lee@shop.example|approved|2026-06-02T15:10:00Z|x', '|lee@shop.example|approved|2026-06-02T15:10:00Z']) {
      expect((await read(csv([{ approvers }]))).refused, approvers).toEqual([expect.objectContaining({ field: 'approvers', documentId: 'EXP-9041' })]);
    }
    const { reports } = await read(csv([{ approvers: 'manager|lee@shop.example|rejected|2026-06-02T10:00:00Z; vp|ann@shop.example|approved|2026-06-02T15:10:00Z' }]));
    expect(reports[0]?.approvals).toEqual([
      { role: 'manager', approver: 'lee@shop.example', decision: 'rejected', at: Date.UTC(2026, 5, 2, 10) },
      { role: 'vp', approver: 'ann@shop.example', decision: 'approved', at: Date.UTC(2026, 5, 2, 15, 10) },
    ]);
  });
});

it('an instant without offset is refused, and read where the input has a time zone', async () => {
  const content = csv([{ occurred_at: '2026-06-02 11:10:00', approvers: 'manager|lee@shop.example|approved|2026-06-02T11:10:00' }]);
  expect((await read(content)).refused[0]).toMatchObject({ field: 'occurred_at', reason: expect.stringMatching(/without an offset/) });
  expect((await read(content, 'America/New_York')).reports[0]).toMatchObject({ occurredAt: Date.UTC(2026, 5, 2, 15, 10) });
});

it('a header that lacks a column is told by name', async () => {
  await expect(read(csv([{}]).replace('line_id,', ''))).rejects.toThrow('the header lacks line_id');
});
