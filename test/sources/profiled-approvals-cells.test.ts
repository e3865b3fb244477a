import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { headerProfileSchema } from '../../src/domain/header-profile.ts';
import { sourceNamed } from '../../src/sources/index.ts';
import { fileOf } from '../intake/collected.ts';

type Cell = string | number;
const NAMES = ['Report', 'Approved', 'Pos', 'Spent', 'Shop', 'Cur', 'State', 'Kind', 'Amount'];
/** One table that each source reads by a profile: the columns that it has names for, and those that repeat what the row above says. */
const SOURCES = {
  generic: {
    columns: { event_id: 'Report', report_id: 'Report', occurred_at: 'Approved', line_id: 'Pos', expense_date: 'Spent', merchant: 'Shop', currency: 'Cur', status: 'State', total: 'Sum', amount: 'Amount' },
    filled: ['event_id', 'report_id', 'occurred_at', 'currency', 'total'], approved: 'paid',
  },
  expensify: { columns: { report_id: 'Report', approved: 'Approved', date: 'Spent', merchant: 'Shop', currency: 'Cur', status: 'State', amount: 'Amount' }, filled: ['report_id', 'approved', 'currency'], approved: 'Approved' },
  ramp: { columns: { id: 'Report', accounting_date: 'Approved', transaction_date: 'Spent', merchant: 'Shop', currency: 'Cur', status: 'State', amount: 'Amount' }, filled: ['id', 'accounting_date', 'currency'], approved: 'FULLY_APPROVED' },
};

/** What became of rows of `Report, Kind, State, Cur, Amount` and a sum; dates, shops and positions stand where an expense has them. */
async function read(source: keyof typeof SOURCES, rows: readonly (readonly Cell[])[], { fillState = true, ...more }: Record<string, unknown> = {}, ending: 'csv' | 'xlsx' = 'csv') {
  const { columns, filled, approved } = SOURCES[source];
  const table = [[...NAMES, 'Sum'], ...rows.map(([report = '', kind = '', state = '', currency = '', amount = '', sum = ''], index) => [report, report === '' ? '' : '2026-06-04', index + 1, '2026-06-02', 'Acme', currency, state === 'approved' ? approved : state, kind, amount, sum])];
  const content = ending === 'csv' ? `${table.map((row) => row.join(';')).join('\n')}\n` : await workbook(table);
  const profile = headerProfileSchema.parse({ columns, fillDown: [...filled, ...(fillState ? ['status'] : [])], ...(source === 'generic' ? { defaults: { revision: '1' } } : {}), ...more });
  const kept: string[] = [];
  const refused: string[] = [];
  await sourceNamed(source).read(fileOf(content, `reports.${ending}`), { clock: undefined, profile }, {
    accept: ({ reportId, lines }) => void kept.push(`${reportId} ${lines.map(({ amountMinor }) => amountMinor).sort((left, right) => right - left).join('+')}`),
    refuse: ({ line, documentId, reason }) => void refused.push(`${line} ${documentId ?? '-'}: ${reason}`), control() {}, bytes() {},
  });
  return { kept, refused };
}

async function workbook(rows: readonly (readonly Cell[])[]): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  book.addWorksheet('Reports').addRows(rows.map((row) => [...row]));
  return Buffer.from(await book.xlsx.writeBuffer());
}

describe.each(Object.keys(SOURCES) as (keyof typeof SOURCES)[])('approvals of %s by a profile', (source) => {
  const first = ['R-1', 'Shop', 'approved', 'EUR', '100,50', '100,50'];
  const draft = ['R-2', 'Travel', 'Draft', 'EUR', '70,50', '120,50'];
  const below = ['', '', '', '', '50,00'];

  it('lines below a report that is passed over are never those of the report before it', async () => {
    expect(await read(source, [first, draft, below], { skip: { State: 'Draft' } })).toEqual({ kept: ['R-1 10050'], refused: [] });
    expect(await read(source, [first, draft, below], { skip: { Kind: 'Travel' } })).toEqual({ kept: ['R-1 10050'], refused: [expect.stringMatching(/^4 R-2: blank, and skip asks for it: the row continues line 3/)] });
  });

  it('lines that only can\'t judge take their report to quarantine, and are never lost', async () => {
    expect(await read(source, [first, below], { only: { Kind: 'Shop' } })).toEqual({ kept: [], refused: [expect.stringMatching(/^3 R-1: blank, and only asks for it: the row continues line 2/)] });
    const sum = first.with(5, '150,50');
    expect(await read(source, [sum, below], { only: { State: SOURCES[source].approved } })).toEqual({ kept: ['R-1 10050+5000'], refused: [] });
  });

  it('behind a total nothing is filled from above', async () => {
    const { kept, refused } = await read(source, [first, ['Total', '', '', '', '100,50'], below], { totals: { Report: 'Total' } });
    expect([kept, refused]).toEqual([['R-1 10050'], [expect.stringMatching(/^4 -: blank, and not filled from above: line 3 is a total/)]]);
  });

  it('a number in a worksheet is what it is, and a text is told and read as in CSV', async () => {
    expect(await read(source, [['R-1', '', 'approved', 'EUR', 1234.5, 1234.5], ['R-2', '', 'approved', 'EUR', '1.500', '1.500']], { decimals: '1.234,56' }, 'xlsx')).toEqual({ kept: ['R-1 123450', 'R-2 150000'], refused: [] });
    await expect(read(source, [['R-1', '', 'approved', 'EUR', '1.500', 1.5]], {}, 'xlsx')).rejects.toThrow('the amounts of column amount could be read two ways, such as "1.500" (line 2)');
  });

  it.each(['csv', 'xlsx'] as const)('the sign of another currency is quarantined in .%s', async (ending) => {
    for (const sign of ['$', 'US$', '₽', '£']) {
      expect(await read(source, [['R-1', '', 'approved', 'EUR', `${sign}10,50`, '10,50'], ['R-2', '', 'approved', 'EUR', '€10,50', '10,50']], {}, ending)).toEqual({ kept: ['R-2 1050'], refused: ['2 R-1: mixed currencies: the amount is not in EUR'] });
    }
  });
});
