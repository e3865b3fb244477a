import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currencyDecimals } from '../../src/domain/currency.ts';
import type { ExpenseLine, ReportSnapshot } from '../../src/domain/expense-report.ts';
import { formatMinor } from '../../src/domain/money.ts';
import { CannotRun } from '../../src/domain/trouble.ts';
import type { ReadingOptions } from '../../src/intake/sink.ts';
import { concurSae } from '../../src/sources/concur-sae.ts';
import { type Cells, advance, extract, row } from './extract-text.ts';
import { type Read, disagreeing, only, readerOf, refusalOf } from './read-source.ts';

const NAME = 'extract_CES_SAE_v3_p001.txt';
const readFile = readerOf(concurSae);
const read = (text: string | Buffer, options?: Partial<ReadingOptions>): Promise<Read> => readFile(NAME, text, options);
const readRows = (rows: string[][], options?: Partial<ReadingOptions>): Promise<Read> => read(extract(rows), options);
const linesOf = ({ lines }: ReportSnapshot): [string, number][] => lines.map(({ id, amountMinor }) => [id, amountMinor]);
const lineOf = (snapshot: ReportSnapshot): ExpenseLine => {
  expect(snapshot.lines).toHaveLength(1);
  return snapshot.lines[0] as ExpenseLine;
};

describe('a report of an extract', () => {
  it('has its id, batch, dates, currency and total', async () => {
    const { lines, ...report } = only(await readRows([row()]));
    expect(report).toEqual({
      eventId: '2026-06-05/0000000000702/RPT0000000000000A001', occurredAt: Date.parse('2026-06-04T00:00:00Z'), dateOnly: true, reportId: 'RPT0000000000000A001', revision: 20260605, status: 'EXTRACTED',
      name: 'Store 012 supplies', currency: 'USD', totalMinor: 8000, entity: '', employee: { email: 'kim@shop.example', department: '', location: '' }, submittedAt: Date.parse('2026-06-02T00:00:00Z'), approvals: null,
    });
    expect(lines).toEqual([{
      id: '9001', date: '2026-06-01', merchant: 'Bramble Office Goods', vendorId: '', category: 'Office Supplies', department: '', location: '', description: 'Labels', amountMinor: 8000,
      itemId: '', quantity: '', paymentType: 'CASH', personal: false, reimbursable: null, claimedMinor: 8000, taxMinor: null,
    }]);
  });

  it.each([
    ['the login where there is no address', { email: '', loginId: 'kim' }, 'kim'],
    ['the employee id where there is neither', { email: '', loginId: '' }, 'E-100'],
  ])('names its employee by %s', async (_what, cells: Cells, email) => {
    expect(only(await readRows([row(cells)])).employee.email).toBe(email);
  });

  it.each([
    ['the employee, before the report', { unit2: 'D-10', reportUnit2: 'D-99' }, { department: 2, entity: 2 }, { department: 'D-10', entity: 'D-10' }],
    ['the report, where the employee has none', { reportUnit3: 'US01' }, { department: 3, entity: 3 }, { department: 'US01', entity: 'US01' }],
    ['the ledger', {}, { entity: 'ledger' }, { department: '', entity: 'LARKMOOR' }],
  ] as const)('takes department and entity from the org units of %s', async (_what, cells, orgUnits, expected) => {
    const report = only(await readRows([row(cells)], { orgUnits: { ...orgUnits, use: 'code' } }));
    expect({ department: report.employee.department, entity: report.entity }).toEqual(expected);
  });

  it('takes coding from the allocation before the entry', async () => {
    const options: Partial<ReadingOptions> = { orgUnits: { department: 1, location: 4, use: 'code' }, allocationFields: { department: 2 } };
    const line = lineOf(only(await readRows([row({ entryUnit1: 'D-1', entryUnit4: 'L-012', custom2: 'D-2' })], options)));
    expect([line.department, line.location]).toEqual(['D-2', 'L-012']);
  });

  it.each([
    [{ vendorDescription: '', vendorName: 'Thornbury', cardMerchant: 'THORNBURY 12' }, 'Thornbury'],
    [{ vendorDescription: '', cardMerchant: 'THORNBURY 12' }, 'THORNBURY 12'],
    [{ vendorDescription: '=HYPERLINK("x")' }, '=HYPERLINK("x")'],
  ] as [Cells, string][])('takes the merchant from the first that there is', async (cells, merchant) => {
    expect(lineOf(only(await readRows([row(cells)]))).merchant).toBe(merchant);
  });

  it('has no instant where no processing date is given', async () => {
    const report = only(await readRows([row({ processingDate: '' })]));
    expect([report.occurredAt, report.dateOnly]).toEqual([null, false]);
  });

  it('has the sum of its lines as total where none is given', async () => {
    expect(only(await readRows([row({ totalApproved: '' })])).totalMinor).toBe(8000);
  });
});

describe('journal rows', () => {
  const PAIR = { entryId: '9002', journalAmount: '+14.0000', transactionAmount: '14.0000', paymentType: 'CBCP', personal: 'Y', allocationKey: '' };
  const table: [string, Cells[], [string, number][]][] = [
    ['out of pocket', [{}], [['9001', 8000]]],
    ['paid to the issuer of a company card', [{ paymentType: 'CBCP' }], [['9001', 8000]]],
    ['two for one allocation, as taxes make them', [{ journalAmount: '+5.0000' }, { journalAmount: '+75.0000' }], [['9001', 8000]]],
    ['a refund', [{ debitOrCredit: 'CR', journalAmount: '-80.0000' }], [['9001', -8000]]],
    ['a pair that cancels makes no line', [{}, PAIR, { ...PAIR, debitOrCredit: 'CR', journalAmount: '-14.0000' }], [['9001', 8000]]],
    ['an offset lessens the only allocation', [{ journalAmount: '+100.0000' }, { debitOrCredit: 'CR', journalAmount: '-20.0000', allocationKey: '' }], [['9001', 8000]]],
    ['an offset that takes all of it away', [{}, { debitOrCredit: 'CR', journalAmount: '-80.0000', allocationKey: '' }], []],
    ['an offset of several allocations is a line of its own',
      [{ journalAmount: '+50.0000', allocationKey: '31' }, { journalAmount: '+50.0000', allocationKey: '32' }, { debitOrCredit: 'CR', journalAmount: '-20.0000', allocationKey: '' }],
      [['9001/1', 5000], ['9001/2', 5000], ['9001/offset', -2000]]],
    ['an offset that takes several allocations away',
      [{ journalAmount: '+50.0000', allocationKey: '31' }, { journalAmount: '+50.0000', allocationKey: '32' }, { debitOrCredit: 'CR', journalAmount: '-100.0000', allocationKey: '' }], []],
    ['money that moves between two allocations',
      [{ journalAmount: '+50.0000', allocationKey: '31' }, { debitOrCredit: 'CR', journalAmount: '-50.0000', allocationKey: '32' }], [['9001/1', 5000], ['9001/2', -5000]]],
    ['halves of an odd amount, as the journal has them',
      [{ journalAmount: '+17.3700', allocationKey: '31', transactionAmount: '34.7500' }, { journalAmount: '+17.3800', allocationKey: '32', transactionAmount: '34.7500' }], [['9001/1', 1737], ['9001/2', 1738]]],
    ['one entry id for two purchases, each with an allocation of its own',
      [{ allocationKey: '31' }, { allocationKey: '32', transactionDate: '2026-06-02', description: 'Twine', journalAmount: '+20.0000' }], [['9001/1', 8000], ['9001/2', 2000]]],
    ['children of an itemized entry', [{ entryId: '9005', transactionType: 'CHD' }, { entryId: '9006', transactionType: 'CHD', journalAmount: '+1.0000' }], [['9005', 8000], ['9006', 100]]],
    ['a personal entry that does not cancel stays, as a personal line', [{ ...PAIR }], [['9002', 1400]]],
  ];
  it.each(table)('%s', async (_what, rows, expected) => {
    expect(linesOf(only(await readRows(rows.map((cells) => row({ totalApproved: '', ...cells })))))).toEqual(expected);
  });

  it('are added up whatever order they stand in, among those of other reports', async () => {
    const mine = [row({ journalAmount: '+30.0000', allocationKey: '7' }), row({ journalAmount: '+50.0000', allocationKey: '12' })];
    const other = { reportId: 'RPT0000000000000B002', reportKey: '5002', totalApproved: '2.0000', journalAmount: '+1.0000' };
    const [first, second] = mine as [string[], string[]];
    const inOrder = await readRows([first, second, row(other), row({ ...other, entryId: '9002' })]);
    const scattered = await readRows([row({ ...other, entryId: '9002' }), second, row(other), first]);
    const snapshots = ({ accepted }: Read): ReportSnapshot[] => accepted.map(({ snapshot }) => snapshot).sort((a, b) => (a.reportId < b.reportId ? -1 : 1));
    expect(snapshots(scattered)).toEqual(snapshots(inOrder));
    expect(snapshots(inOrder).map(linesOf)).toEqual([[['9001/1', 3000], ['9001/2', 5000]], [['9001', 100], ['9002', 100]]]);
    expect(scattered.accepted.map(({ line, rows }) => [line, rows])).toEqual([[2, 2], [3, 2]]);
    expect(disagreeing(scattered)).toEqual([]);
  });

  it('of a cash advance in a report make no line, and count in the header\'s total', async () => {
    const found = await readRows([row(), advance({ debitOrCredit: 'CR', journalAmount: '-30.0000' })]);
    expect(linesOf(only(found))).toEqual([['9001', 8000]]);
    expect(found.totals).toEqual([
      { what: 'approved total of report RPT0000000000000A001', stated: '80.00 USD', found: '80.00 USD', agrees: true },
      { what: 'rows of the extract (Record Count)', stated: '2', found: '2', agrees: true },
      { what: 'journal amounts of the extract, column 169 (USD)', stated: '50.0000', found: '50.0000', agrees: true },
    ]);
  });

  it('of a cash advance that belongs to no report are set aside by name', async () => {
    const found = await readRows([row(), advance({ reportId: '', reportKey: '' })]);
    expect(found.accepted).toHaveLength(1);
    expect(found.refused).toMatchObject([{ line: 3, reason: 'a cash advance that belongs to no report; no purchase order comes of it' }]);
  });

  it('of a report that is nothing but cash advance leave a report without lines', async () => {
    expect(only(await readRows([advance({ totalApproved: '0.0000' })]))).toMatchObject({ totalMinor: 0, lines: [] });
  });

  it.each([
    ['the allocation\'s, where it is given', { allocationTax: '4.0000', entryTax: '9.0000' }, 400],
    ['the entry\'s, with one allocation', { entryTax: '9.0000' }, 900],
    ['unknown, where it is finer than the currency', { entryTax: '9.0010' }, null],
  ] as [string, Cells, number | null][])('have as tax %s', async (_what, cells, tax) => {
    expect(lineOf(only(await readRows([row(cells)]))).taxMinor).toBe(tax);
  });

  it.each(['allocationTax', 'entryTax'])('with a tax that is no amount go to quarantine: %s', async (column) => {
    const found = await readRows([row({ [column]: '173,37', ...(column === 'allocationTax' ? { entryTax: '9.0000' } : {}) })]);
    expect([found.accepted, found.refused]).toMatchObject([[], [{ line: 2, value: '173,37' }]]);
  });

  it('of another currency have no claimed amount', async () => {
    expect(lineOf(only(await readRows([row({ entryCurrency: 'CAD', transactionAmount: '110.0000' })]))).claimedMinor).toBeNull();
  });
});

describe('amounts of the extract', () => {
  it.each([
    ['USD', '+600.1100', 60011], ['USD', '-5.0000', -500], ['USD', '5', 500], ['USD', '+0.01000000', 1],
    ['JPY', '+1200.0000', 1200], ['KWD', '+1.2340', 1234], ['CLF', '+1.23450000', 12345],
  ])('%s %s is %d minor units', async (currency, journalAmount, minor) => {
    const debitOrCredit = journalAmount.startsWith('-') ? 'CR' : 'DR';
    expect(linesOf(only(await readRows([row({ currency, journalAmount, debitOrCredit, totalApproved: '' })])))).toEqual([['9001', minor]]);
  });

  it.each([
    ['JPY', '+1200.5000', 'more decimals than the currency has'],
    ['USD', '+1.2345', 'more decimals than the currency has'],
    ['USD', '+1,245.5000', 'not a plain decimal amount'],
    ['USD', '6.0E+02', 'not a plain decimal amount'],
    ['USD', '=1+1', 'not a plain decimal amount'],
    ['USD', '', 'the amount is blank'],
    ['USD', '+90071992547409.9300', 'larger than 2^53 - 1 minor units'],
    ['ZZZ', '+1.0000', 'not a currency of ISO 4217'],
  ])('%s %s goes to quarantine', async (currency, journalAmount, reason) => {
    const found = await read(extract([row({ currency, journalAmount: '+1.0000' })]).replace('+1.0000', journalAmount));
    expect(refusalOf(found)).toMatchObject({ line: 2, rows: 1, documentId: 'RPT0000000000000A001', revision: 20260605 });
    expect(refusalOf(found).reason).toContain(reason);
  });

  it('without a sign on a credit could mean both, and goes to quarantine', async () => {
    expect(refusalOf(await readRows([row({ debitOrCredit: 'CR', journalAmount: '80.0000' })])).reason).toContain('could add or take away');
  });

  it('are read as they were written, in every currency and with zeros at their end or without', async () => {
    await fc.assert(fc.asyncProperty(fc.constantFrom('USD', 'JPY', 'KWD', 'CLF'), fc.maxSafeInteger().filter((minor) => minor !== 0), fc.integer({ min: 0, max: 4 }), async (currency, minor, zeros) => {
      const decimal = formatMinor(Math.abs(minor), currency);
      const padded = `${decimal}${currencyDecimals(currency) === 0 && zeros > 0 ? '.' : ''}${'0'.repeat(zeros)}`;
      const cells: Cells = { currency, journalAmount: `${minor < 0 ? '-' : '+'}${padded}`, debitOrCredit: minor < 0 ? 'CR' : 'DR', totalApproved: '' };
      const found = await readRows([row(cells)]);
      expect(linesOf(only(found))).toEqual([['9001', minor]]);
      expect(disagreeing(found)).toEqual([]);
    }), { numRuns: 60 });
  });
});

describe('what a batch says a second time', () => {
  it('is a later revision, by its date', async () => {
    const later = only(await readRows([row({ batchDate: '2026-06-12', batchId: '709', totalApproved: '70.0000', journalAmount: '+70.0000' })]));
    expect([later.revision, later.eventId]).toEqual([20260612, '2026-06-12/0000000000709/RPT0000000000000A001']);
  });

  it('comes second within a day by its id', async () => {
    const ids = await Promise.all(['99', '100'].map(async (batchId) => only(await read(extract([row({ batchId })], { batch: batchId }))).eventId));
    expect([...ids].sort()).toEqual(ids);
  });
});

describe('fields with the delimiter, quotes and other signs in them', () => {
  const described = (cells: Cells): Promise<string> => readRows([row(cells)]).then((found) => lineOf(only(found)).description);
  it('are quoted, with inner quotes doubled', async () => {
    expect(await described({ description: 'Rack | 3" | "blue"' })).toBe('Rack | 3" | "blue"');
  });

  it.each([
    ['a quote inside', '3" rack'], ['quotes around a part', '"blue" rack'], ['an opening quote that nothing closes', '"blue rack'], ['tabs', 'blue\track'], ['letters beyond ASCII', 'Bücher für Köln'],
    ['a control character', 'blue\u001brack'],
  ])('may hold %s', async (_what, description) => {
    expect(await described({ description })).toBe(description);
  });

  it.each([[';', 'semicolons'], ['\t', 'tabs'], ['~', 'tildes']])('may be separated by %j', async (delimiter) => {
    expect(linesOf(only(await read(extract([row()], {}, delimiter))))).toEqual([['9001', 8000]]);
    expect(linesOf(only(await read(extract([row()], {}, delimiter), { delimiter })))).toEqual([['9001', 8000]]);
  });

  it('separated otherwise than the settings insist are an error', async () => {
    await expect(read(extract([row()]), { delimiter: ';' })).rejects.toThrow(CannotRun);
  });

  it('survive a byte-order mark, CRLF and UTF-16', async () => {
    const text = `\ufeff${extract([row()]).replaceAll('\n', '\r\n')}`;
    expect(only(await read(text))).toEqual(only(await readRows([row()])));
    expect(only(await read(Buffer.from(text, 'utf16le')))).toEqual(only(await readRows([row()])));
  });

  it('that are no UTF-8 set their report aside, and no other', async () => {
    const other = row({ reportId: 'RPT0000000000000B002', reportKey: '2' });
    const found = await read(Buffer.from(extract([row({ description: 'B\u00fccher' }), other]), 'latin1'));
    expect(found.refused).toMatchObject([{ line: 2, documentId: 'RPT0000000000000A001' }]);
    expect(found.refused[0]?.reason).toContain('UTF-8');
    expect(found.accepted.map(({ snapshot }) => snapshot.reportId)).toEqual(['RPT0000000000000B002']);
  });
});

describe('a damaged extract', () => {
  const two = [row(), row({ reportId: 'RPT0000000000000B002', reportKey: '5002' })];
  const goodReport = (found: Read): void => expect(found.accepted.map(({ snapshot }) => snapshot.reportId)).toEqual(['RPT0000000000000B002']);

  it('cut off in a row: that report is set aside, and count and total disagree with what is left', async () => {
    const text = extract([two[1] as string[], two[0] as string[], row({ entryId: '9009' })], { count: '4' });
    const found = await read(text.slice(0, text.length - 300));
    goodReport(found);
    expect(found.refused).toMatchObject([{ line: 4, rows: 2, documentId: 'RPT0000000000000A001' }]);
    expect(found.refused[0]?.reason).toMatch(/^the row has \d+ cells, a row of the extract has 400: it was cut off/);
    expect(disagreeing(found).map(({ what }) => what)).toEqual(['rows of the extract (Record Count)', 'journal amounts of the extract, column 169 (USD)']);
  });

  it('cut at 100 columns: every report is set aside by name', async () => {
    const found = await read(extract(two.map((cells) => cells.slice(0, 100)), { count: '2', total: '160.0000' }));
    expect(found.accepted).toEqual([]);
    expect(found.refused.map(({ documentId, reason }) => [documentId, reason.includes('100 cells')])).toEqual([['RPT0000000000000A001', true], ['RPT0000000000000B002', true]]);
  });

  it('with a bar in a field that is not quoted: the whole report is set aside', async () => {
    const [bad, good] = extract([row({ description: 'Rack;blue' }), two[1] as string[], row({ entryId: '9009' })]).split('\n').slice(1);
    const found = await read(`EXTRACT|2026-06-05|3|240.0000|702\n${bad?.replace('Rack;blue', 'Rack|blue')}\n${good}\n${row({ entryId: '9009' }).join('|')}\n`);
    goodReport(found);
    expect(found.refused).toMatchObject([{ line: 2, rows: 2, documentId: 'RPT0000000000000A001' }]);
    expect(found.refused[0]?.reason).toContain('a field holds the delimiter and is not in quotes');
  });

  it.each([
    ['columns in another order', { debitOrCredit: '+80.0000', journalAmount: 'DR' }, 'Journal Debit or Credit (column 168)', 'neither DR nor CR'],
    ['an entry id that a spreadsheet made an exponent of', { entryId: '1.23457E+12' }, 'Report Entry Id (column 61)', 'exponent'],
    ['no batch date', { batchDate: '' }, 'Batch Date (column 3)', 'not an existing date'],
    ['a processing date that a spreadsheet rewrote', { processingDate: '6/4/2026' }, 'Report Payment Processing Date (column 26)', 'not an existing date'],
    ['a type of entry without its id', { entryId: '' }, 'Report Entry Id (column 61)', 'the text is missing'],
    ['no expense date', { transactionDate: '' }, 'Report Entry Transaction Date (column 64)', 'not an existing date'],
    ['a flag that is none', { personal: 'perhaps' }, 'Report Entry Is Personal Flag (column 68)', 'neither true nor false'],
  ] as [string, Cells, string, string][])('%s: the report is set aside with field and reason', async (_what, cells, field, reason) => {
    const found = await read(extract([row(), two[1] as string[]]).replace(row().join('|'), row(cells).join('|')));
    goodReport(found);
    expect(found.refused).toMatchObject([{ line: 2, field }]);
    expect(found.refused[0]?.reason).toContain(reason);
  });

  it('with a report id that a spreadsheet made an exponent of', async () => {
    expect(refusalOf(await readRows([row({ reportId: '1.23457E+19' })])).reason).toContain('exponent');
  });

  it.each([
    ['currencies', { currency: 'CAD' }], ['totals', { totalApproved: '81.0000' }], ['processing dates', { processingDate: '2026-06-05' }], ['batches', { batchId: '703' }], ['keys', { reportKey: '7' }],
  ])('whose rows of one report differ in %s: the report is set aside', async (_what, cells: Cells) => {
    const refusal = refusalOf(await readRows([row(), row({ entryId: '9002', ...cells })]));
    expect(refusal).toMatchObject({ line: 3, rows: 2, documentId: 'RPT0000000000000A001' });
    expect(refusal.reason).toContain('differs from line 2');
  });

  it('without a header: the rows are read, and a control says so', async () => {
    const found = await read(`${row().join('|')}\n`);
    expect(only(found).totalMinor).toBe(8000);
    expect(disagreeing(found)).toEqual([{ what: 'header of the extract (EXTRACT)', stated: 'none', found: '1 rows without one', agrees: false }]);
  });

  it('with two headers: the second is set aside', async () => {
    const text = extract([row()]);
    const found = await read(text + text.replace('|702\n', '|703\n').split('\n')[0]);
    expect(found.accepted).toHaveLength(1);
    expect(found.refused).toMatchObject([{ line: 3, rows: 1 }]);
    expect(found.refused[0]?.reason).toContain('a header that is not the first row');
  });

  it('with a header and nothing else: right where it states nothing, told where it states rows', async () => {
    expect(await read('EXTRACT|2026-06-05|0|0.0000|702\n')).toMatchObject({ accepted: [], refused: [], totals: [{ agrees: true }, { agrees: true }] });
    expect(disagreeing(await read('EXTRACT|2026-06-05|3|1230.3600|702\n'))).toHaveLength(2);
  });

  it('with a header that lacks its totals', async () => {
    expect(disagreeing(await read(`EXTRACT|2026-06-05\n${row().join('|')}\n`))).toMatchObject([{ stated: '2 cells' }]);
  });

  it.each([
    ['a count', { count: '5' }, ['rows of the extract (Record Count)']], ['a total', { total: '80.0100' }, ['journal amounts of the extract, column 169 (USD)']], ['a batch', { batch: '999' }, ['batch of the extract (Batch ID)']],
  ])('whose header states %s that is not the rows\'', async (_what, parts, expected) => {
    const found = await read(extract([row()], parts));
    expect(found.accepted).toHaveLength(1);
    expect(disagreeing(found).map(({ what }) => what)).toEqual(expected);
  });

  it('whose report does not add up to its approved total', async () => {
    expect(disagreeing(await readRows([row({ totalApproved: '90.0000' })]))).toEqual([{ what: 'approved total of report RPT0000000000000A001', stated: '90.00 USD', found: '80.00 USD', agrees: false }]);
  });

  it('with two currencies under one total names both and never adds money', async () => {
    const found = await readRows([row(), row({ reportId: 'RPT0000000000000B002', reportKey: '2', currency: 'JPY', entryCurrency: 'JPY', journalAmount: '+1200.0000', totalApproved: '1200.0000' })]);
    expect(found.totals.at(-1)).toEqual({ what: 'journal amounts of the extract, column 169 (JPY and USD under one total, compared as plain numbers)', stated: '1280.0000', found: '1280.0000', agrees: true });
  });

  it.each([
    ['is empty', ''], ['has blank lines alone', '\n\n'], ['begins with something else', 'report_id|amount\n1|2\n'], ['is a workbook', 'PK\u0003\u0004'], ['ends its lines in CR alone', 'EXTRACT|2026-06-05|0|0.0000|702\rDETAIL|'],
  ])('that %s is an error', async (_what, text) => {
    await expect(read(text)).rejects.toThrow(CannotRun);
  });

  it('asked for codes of expense types is an error', async () => {
    await expect(readRows([row()], { category: 'code' })).rejects.toThrow(CannotRun);
  });

  it('with a line of nine megabytes keeps the others', async () => {
    const found = await read(`${extract([row()])}DETAIL|${'x'.repeat(9 * 1024 * 1024)}\n`);
    expect(found.accepted).toHaveLength(1);
    expect(found.refused).toMatchObject([{ line: 3 }]);
  });
});

const REAL = fileURLToPath(new URL('../../../shared/real/concur-sae/', import.meta.url));
const realFiles = existsSync(REAL) ? readdirSync(REAL).filter((name) => name.endsWith('.txt')).sort() : [];
if (realFiles.length === 0) console.info('extracts as SAP Concur wrote them: skipped, ../shared/real/concur-sae is not there');

describe.skipIf(realFiles.length === 0)('extracts as SAP Concur wrote them', () => {
  const readReal = (kind: string): Promise<Read> => read(readFileSync(join(REAL, realFiles.find((name) => name.includes(kind)) ?? '')));
  /** Column 169 of every row, added up without a float, in the cells that plain bars make. */
  const header = (kind: string): string[] => readFileSync(join(REAL, realFiles.find((name) => name.includes(kind)) ?? ''), 'utf8').split('\n')[0]?.split('|') ?? [];

  it.each(['testGoodFile', 'testGoodQuoteFile'])('%s is read whole, and count, journal total and approved total agree', async (kind) => {
    const found = await readReal(kind);
    const report = only(found);
    const [, , count, total] = header(kind);
    expect(String(report.lines.length)).toBe(count);
    expect(report.lines.reduce((sum, line) => sum + line.amountMinor, 0)).toBe(Number(total?.replace('.', '')) / 100);
    expect(found.totals.map(({ agrees }) => agrees)).toEqual([true, true, true]);
  });

  it('the quoted bars stay in their fields', async () => {
    const merchants = only(await readReal('testGoodQuoteFile')).lines.map(({ merchant }) => merchant);
    expect(merchants.filter((merchant) => merchant.split('|').length === 4)).toHaveLength(1);
  });

  it('bars without an opening quote set the report aside, by name, and the journal total tells', async () => {
    const found = await readReal('testBadQuoteFile');
    expect(refusalOf(found)).toMatchObject({ line: 4, rows: 3 });
    expect(refusalOf(found).documentId).toHaveLength(20);
    expect(refusalOf(found).reason).toContain('the row has 403 cells');
    expect(disagreeing(found).map(({ what }) => what)).toEqual(['journal amounts of the extract, column 169 (USD)']);
  });
});
