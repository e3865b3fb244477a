import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/intake/limits.ts';
import { ledgerFrom, utf16 } from '../intake/collected.ts';
import { LEDGER_COLUMNS, type LedgerRow, ledgerCells, ledgerText } from '../project-folder.ts';

const other: LedgerRow = { po_number: 'PO-2', reference: 'EXP-2' };
const twoLines = (second: LedgerRow | string): (LedgerRow | string)[] => [{ line: '1', amount: '800.00' }, typeof second === 'string' ? second : { line: '2', amount: '45.50', ...second }];

describe('a ledger reads the same', () => {
  const text = ledgerText(...twoLines({ memo: 'pads, "blue"\nsecond line' }), other);

  it.each([
    ['with byte-order mark', Buffer.from(`\ufeff${text}`)],
    ['in UTF-16 little endian', utf16(text, 'little', true)],
    ['in UTF-16 big endian without mark', utf16(text, 'big', false)],
  ])('%s', async (_, bytes) => {
    const { orders, refused } = await ledgerFrom(bytes);
    expect(refused).toEqual([expect.objectContaining({ field: 'memo', documentId: 'PO-7782' })]);
    expect(orders).toEqual((await ledgerFrom(text)).orders);
  });

  it('from CSV, from a workbook and from JSON lines', async () => {
    const rows = [...twoLines({}), other] as LedgerRow[];
    const fromCsv = await ledgerFrom(ledgerText(...rows));
    expect(fromCsv.refused).toEqual([]);

    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('Ledger');
    sheet.addRow([...LEDGER_COLUMNS]);
    for (const row of rows) {
      const cells: unknown[] = ledgerCells(row);
      const amount = LEDGER_COLUMNS.indexOf('amount');
      const date = LEDGER_COLUMNS.indexOf('po_date');
      cells[amount] = Number(cells[amount]);
      cells[date] = new Date(`${String(cells[date])}T00:00:00Z`);
      sheet.addRow(cells);
    }
    const fromWorkbook = await ledgerFrom(Buffer.from(await workbook.xlsx.writeBuffer()), { name: 'ledger.xlsx' });
    expect(fromWorkbook).toEqual(fromCsv);

    const json = rows.map((row) => JSON.stringify(Object.fromEntries(LEDGER_COLUMNS.map((column, index) => [column, column === 'line' ? Number(ledgerCells(row)[index]) : ledgerCells(row)[index]])))).join('\n');
    const fromJson = await ledgerFrom(json, { name: 'ledger.jsonl' });
    const withoutRows = (orders: typeof fromCsv.orders) => orders.map((order) => ({ ...order, lines: order.lines.map(({ row: _row, ...line }) => line) }));
    expect(fromJson.refused).toEqual([]);
    expect(withoutRows(fromJson.orders)).toEqual(withoutRows(fromCsv.orders));
  });

  it('whatever the order of its rows', async () => {
    const rows: LedgerRow[] = [...(twoLines({ entered_by: 'clerk2', entered_at: '2026-06-02T18:00:00Z' }) as LedgerRow[]), other, { ...other, line: '2', entered_by: 'a-clerk' }];
    const content = async (order: number[]) => {
      const { orders, refused } = await ledgerFrom(ledgerText(...order.map((index) => rows[index] as LedgerRow)));
      expect(refused).toEqual([]);
      return orders.map((each) => ({ ...each, lines: each.lines.map(({ row: _row, ...line }) => line) })).sort((left, right) => (left.poNumber < right.poNumber ? -1 : 1));
    };
    const expected = await content([0, 1, 2, 3]);
    for (const order of [[3, 2, 1, 0], [0, 2, 1, 3], [2, 0, 3, 1], [1, 0, 3, 2]]) expect(await content(order)).toEqual(expected);
    expect(expected.map(({ poNumber, enteredBy, enteredAt }) => [poNumber, enteredBy, enteredAt])).toEqual([['PO-2', ['a-clerk', 'clerk1'], Date.parse('2026-06-02T17:30:00Z')], ['PO-7782', ['clerk1', 'clerk2'], Date.parse('2026-06-02T18:00:00Z')]]);
  });

  it('where its PO lines have no numbers, also with two lines that say the same', async () => {
    const { orders, refused } = await ledgerFrom(ledgerText({ line: '', amount: '10.00' }, { line: '', amount: '10.00' }, { line: '', amount: '5.00' }));
    expect(refused).toEqual([]);
    expect(orders[0]?.lines.map((line) => line.amountMinor)).toEqual([500, 1000, 1000]);
  });
});

describe('damage to one row takes its whole PO, and no other', () => {
  it.each<[string, LedgerRow | string, string, RegExp]>([
    ['an amount with thousands separators', { amount: '1,045.50' }, 'amount', /not a plain decimal/],
    ['a continental amount', { amount: '1.045,50' }, 'amount', /not a plain decimal/],
    ['NaN', { amount: 'NaN' }, 'amount', /not a plain decimal/],
    ['an exponent', { amount: '1e3' }, 'amount', /not a plain decimal/],
    ['a blank amount', { amount: '' }, 'amount', /blank/],
    ['a cent too fine', { amount: '45.505' }, 'amount', /more decimals/],
    ['an unknown currency', { currency: 'XXX' }, 'currency', /ISO 4217/],
    ['another currency than its first row', { currency: 'EUR' }, 'currency', /differs from line 2 of the same PO/],
    ['another date than its first row', { po_date: '2026-06-03' }, 'po_date', /differs from line 2 of the same PO/],
    ['an instant without offset', { entered_at: '2026-06-02 17:30' }, 'entered_at', /without an offset/],
    ['an unknown status', { status: 'done' }, 'status', /not one of open, closed, cancelled/],
    ['a line number that came before', { line: '1' }, 'line', /line 1 of the PO occurs twice/],
    ['too few cells', 'PO-7782,2026-06-02,2026-06', '', /the row has 3 cells, the header 16/],
    ['too many cells', `${ledgerCells({ line: '2' }).join(',')},x`, '', /the row has 17 cells, the header 16/],
    ['an unquoted comma', ledgerCells({ line: '2', vendor_name: 'Acme, Inc' }).join(','), '', /the row has 17 cells, the header 16/],
    ['an unclosed quote', ledgerCells({ line: '2', memo: '"pads' }).join(','), '', /a quote is opened and never closed/],
    ['a NUL byte', ledgerCells({ line: '2', memo: 'p\u0000ds' }).join(','), '', /NUL byte/],
  ])('%s', async (_, second, field, reason) => {
    const { orders, refused, rows } = await ledgerFrom(ledgerText(...twoLines(second), other));
    expect(orders.map((order) => order.poNumber)).toEqual(['PO-2']);
    expect(rows).toEqual({ accepted: 1, refused: 2 });
    expect(refused).toEqual([expect.objectContaining({ line: 3, rows: 2, field, documentId: 'PO-7782', reason: expect.stringMatching(reason) })]);
  });

  it.each<[string, LedgerRow]>([
    ['a date that does not exist', { po_date: '2026-06-31' }],
    ['an American date', { po_date: '6/2/2026' }],
  ])('%s', async (_, parts) => {
    const { orders, refused } = await ledgerFrom(ledgerText({ line: '1', ...parts }, { line: '2', ...parts }, other));
    expect(orders.map((order) => order.poNumber)).toEqual(['PO-2']);
    expect(refused).toEqual([expect.objectContaining({ line: 2, rows: 2, field: 'po_date', documentId: 'PO-7782' })]);
  });

  it('a number of which a spreadsheet made an exponent: other POs would be taken for the same', async () => {
    const { orders, refused } = await ledgerFrom(ledgerText({ po_number: '4.5E+11', line: '' }, { po_number: '4.5E+11', line: '' }, other));
    expect(orders.map((order) => order.poNumber)).toEqual(['PO-2']);
    expect(refused).toEqual([expect.objectContaining({ line: 2, rows: 2, field: 'po_number', reason: expect.stringContaining('made an exponent of the id') })]);
  });

  it('a line that is not UTF-8', async () => {
    const text = ledgerText(...twoLines({ memo: 'F\u00f6r' }), other);
    const { orders, refused } = await ledgerFrom(Buffer.from(text, 'latin1'));
    expect(orders.map((order) => order.poNumber)).toEqual(['PO-2']);
    expect(refused).toEqual([expect.objectContaining({ line: 3, rows: 2, documentId: 'PO-7782', reason: expect.stringMatching(/not valid UTF-8/) })]);
  });

  it('a line of 40 MB', async () => {
    const { orders, refused } = await ledgerFrom(ledgerText(...twoLines({ memo: 'x'.repeat(40_000_000) }), other));
    expect(orders.map((order) => order.poNumber)).toEqual(['PO-2']);
    expect(refused).toEqual([expect.objectContaining({ line: 3, rows: 2, documentId: 'PO-7782', reason: `longer than ${LIMITS.lineBytes} bytes` })]);
  });

  it('amounts that can\'t be added exactly', async () => {
    const { orders, refused } = await ledgerFrom(ledgerText({ line: '1', amount: '90071992547409.91' }, { line: '2', amount: '0.01' }, other));
    expect(orders.map((order) => order.poNumber)).toEqual(['PO-2']);
    expect(refused[0]?.reason).toMatch(/2\^53 - 1/);
  });

  it('a JSON line that is cut, says a key twice, or gives the amount as a number', async () => {
    const line = (row: LedgerRow): string => JSON.stringify(Object.fromEntries(LEDGER_COLUMNS.map((column, index) => [column, ledgerCells(row)[index]])));
    for (const [damaged, field, reason] of [
      [line({ line: '2' }).slice(0, -20), '', /not valid JSON: unexpected end of JSON/],
      [line({ line: '2' }).replace('"amount":"845.50"', '"amount":"845.50","amount":"1.00"'), 'amount', /duplicate key "amount"/],
      [line({ line: '2' }).replace('"845.50"', '845.50'), 'amount', /an amount must be a decimal in quotes/],
    ] as const) {
      const { orders, refused } = await ledgerFrom([line({ line: '1' }), damaged, line(other)].join('\n'), { name: 'ledger.jsonl' });
      expect(orders.map((order) => order.poNumber), damaged).toEqual(['PO-2']);
      expect(refused).toEqual([expect.objectContaining({ line: 2, rows: 2, documentId: 'PO-7782', reason: expect.stringMatching(reason) })]);
      if (field !== '') expect(refused[0]?.field).toBe(field);
    }
  });

  it('a row without a PO number is set aside alone', async () => {
    const { orders, refused } = await ledgerFrom(ledgerText({ po_number: ' ' }, other));
    expect(orders.map((order) => order.poNumber)).toEqual(['PO-2']);
    expect(refused).toEqual([expect.objectContaining({ line: 2, rows: 1, field: 'po_number', reason: 'the text is missing' })]);
  });
});

it('semicolons and tabs part cells as well, and a decimal comma is no decimal point', async () => {
  for (const delimiter of [';', '\t']) {
    const text = [LEDGER_COLUMNS.join(delimiter), ledgerCells(other).join(delimiter), ledgerCells({ amount: '1.245,50' }).join(delimiter)].join('\n');
    const { orders, refused } = await ledgerFrom(text);
    expect(orders.map(({ poNumber, lines }) => [poNumber, lines[0]?.amountMinor])).toEqual([['PO-2', 84550]]);
    expect(refused).toEqual([expect.objectContaining({ field: 'amount', value: '1.245,50', documentId: 'PO-7782' })]);
  }
});

it('a time of entry without offset is read where the input has a time zone', async () => {
  const { orders } = await ledgerFrom(ledgerText({ entered_at: '2026-06-02 13:30:00' }), { timeZone: 'America/New_York' });
  expect(orders[0]?.enteredAt).toBe(Date.UTC(2026, 5, 2, 17, 30));
});

it('columns that are blank in every row are named, one that is filled anywhere is not', async () => {
  const blank = { gl_account: '', department: '', vendor_id: '' };
  expect((await ledgerFrom(ledgerText(blank, { ...blank, ...other, department: 'D-10' }))).file.blankColumns).toEqual(['gl_account']);
});

it('a PO number named __proto__ and a vendor named constructor are texts like any other', async () => {
  const { orders, refused } = await ledgerFrom(ledgerText({ po_number: '__proto__', vendor_id: 'constructor' }));
  expect(refused).toEqual([]);
  expect(orders.map(({ poNumber, vendorId }) => [poNumber, vendorId])).toEqual([['__proto__', 'constructor']]);
});

it('a header alone is a ledger without POs', async () => {
  const { orders, refused } = await ledgerFrom(ledgerText());
  expect([orders, refused]).toEqual([[], []]);
});

describe('who keyed a PO', () => {
  it.each<[string, LedgerRow[], string[]]>([
    ['is everybody who keyed a line', [{ line: '1' }, { line: '2', entered_by: 'clerk2' }, { line: '3', entered_by: 'a-clerk' }], ['a-clerk', 'clerk1', 'clerk2']],
    ['each once', [{ line: '1' }, { line: '2', entered_by: 'clerk2' }, { line: '3' }], ['clerk1', 'clerk2']],
    ['whoever came last', [{ line: '1', entered_at: '2026-06-03T08:00:00Z' }, { line: '2', entered_by: 'clerk2', entered_at: '2026-06-02T08:00:00Z' }], ['clerk1', 'clerk2']],
    ['also of a line that was cancelled', [{ line: '1' }, { line: '2', entered_by: 'clerk2', status: 'cancelled' }], ['clerk1', 'clerk2']],
    ['also at no time that anybody knows', [{ line: '1' }, { line: '2', entered_by: 'clerk2', entered_at: '' }], ['clerk1', 'clerk2']],
    ['and somebody where a line names nobody', [{ line: '1' }, { line: '2', entered_by: '' }], ['', 'clerk1']],
    ['or nobody whom the ledger names', [{ entered_by: '' }], ['']],
  ])('%s', async (_, rows, expected) => {
    const { orders, refused } = await ledgerFrom(ledgerText(...rows));
    expect(refused).toEqual([]);
    expect(orders.map(({ enteredBy }) => enteredBy)).toEqual([expected]);
  });
});

describe('a row whose PO can\'t be told', () => {
  const nameless = ',2026-06-02,2026-06,V-1001,,USD,EXP-9041,,2,6120,D-10,L-012,45.50,clerk1,2026-06-02T17:30:00Z,open';

  it('in the middle of a PO sets the whole of it aside', async () => {
    const { orders, refused } = await ledgerFrom(ledgerText({ line: '1', amount: '800.00' }, nameless, { line: '3', amount: '1.00' }, other));
    expect(orders.map(({ poNumber }) => poNumber)).toEqual(['PO-2']);
    expect(refused.map(({ line, rows, documentId }) => [line, rows, documentId])).toEqual([[3, 1, undefined], [3, 2, 'PO-7782']]);
  });

  it('between two POs is set aside alone', async () => {
    const { orders, refused } = await ledgerFrom(ledgerText({ line: '1', amount: '800.00' }, nameless, other));
    expect(orders.map(({ poNumber }) => poNumber)).toEqual(['PO-7782', 'PO-2']);
    expect(refused.map(({ line, documentId }) => [line, documentId])).toEqual([[3, undefined]]);
  });

  it('and that says of its PO nothing at all, but is a line, may be one of the PO above it', async () => {
    const { orders, refused } = await ledgerFrom(ledgerText({ line: '1', amount: '800.00' }, ',,,,,,,,2,6120,D-10,L-012,45.50,,,', other));
    expect(orders.map(({ poNumber }) => poNumber)).toEqual(['PO-2']);
    expect(refused.map(({ line, rows, documentId }) => [line, rows, documentId])).toEqual([[3, 1, undefined], [3, 1, 'PO-7782']]);
    expect(refused[1]?.reason).toContain('may be a line of PO-7782; where an export names each PO once, fill the cells in');
  });

  it('and that is a sum, or stands above all POs, is none of them', async () => {
    const { orders, refused } = await ledgerFrom(ledgerText(',,,,,,,,2,6120,D-10,L-012,45.50,,,', { line: '1', amount: '800.00' }, ',,,,,,,,,,,,800.00,,,', other, ',,,,,,Total,,,,,,845.50,,,'));
    expect(orders.map(({ poNumber }) => poNumber)).toEqual(['PO-7782', 'PO-2']);
    expect(refused.map(({ line, documentId }) => [line, documentId])).toEqual([[2, undefined], [4, undefined], [6, undefined]]);
  });

  it('for a quote that opens its line is told by what the quote hides', async () => {
    const { orders, refused } = await ledgerFrom(ledgerText({ line: '1', amount: '800.00' }, `"PO-7782${nameless}`, other));
    expect(orders.map(({ poNumber }) => poNumber)).toEqual(['PO-2']);
    expect(refused.map(({ line, rows, documentId }) => [line, rows, documentId])).toEqual([[3, 2, 'PO-7782']]);
  });
});

it('a column that one row alone fills is not blank, though the amount of that row can\'t be read', async () => {
  const { file } = await ledgerFrom(ledgerText({ department: '' }, { ...other, department: 'D-10', amount: '8900,00' }));
  expect(file.blankColumns).toEqual([]);
  expect((await ledgerFrom(ledgerText({ department: '' }, { ...other, department: '' }))).file.blankColumns).toEqual(['department']);
});
