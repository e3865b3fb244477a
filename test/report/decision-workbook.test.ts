import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ExcelJS from 'exceljs';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { readWorkbook } from '../../src/intake/workbook.ts';
import type { DecisionModel } from '../../src/report/decision-model.ts';
import { COLUMNS } from '../../src/report/model.ts';
import { WORKBOOK_LIMITS } from '../../src/report/workbook/plan.ts';
import { writeDecisionWorkbook } from '../../src/report/workbook/write-decision-workbook.ts';
import { makeFolder } from '../project-folder.ts';
import { HOSTILE, LONG, modelOf, row, someRows } from './decision-fixture.ts';
import { dumpWorkbook } from './dump-workbook.ts';
import { converted, hasOffice } from './office.ts';

const GOLDEN = fileURLToPath(new URL('decision-workbook.txt', import.meta.url));

async function written(model: DecisionModel, name = 'go-no-go.xlsx'): Promise<{ path: string; companions: string[]; book: ExcelJS.Workbook }> {
  const { path, companions } = await writeDecisionWorkbook(model, join(makeFolder(), name));
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path);
  return { path, companions, book };
}

const sheetOf = (book: ExcelJS.Workbook, name: string): ExcelJS.Worksheet => book.getWorksheet(name) as ExcelJS.Worksheet;
const textsOf = (sheet: ExcelJS.Worksheet): string[] => {
  const texts: string[] = [];
  sheet.eachRow((cells) => cells.eachCell(({ value }) => texts.push(typeof value === 'string' ? value : '')));
  return texts;
};
/** The cell right of the one with this text, on its row. */
function beside(sheet: ExcelJS.Worksheet, text: string, columns = 1): ExcelJS.Cell {
  let found: ExcelJS.Cell | undefined;
  sheet.eachRow((cells) => cells.eachCell((cell) => {
    if (cell.value === text) found ??= cell;
  }));
  if (found === undefined) throw new Error(`${sheet.name} does not say ${text}`);
  return sheet.getCell(Number(found.row), Number(found.col) + columns);
}

describe('the decision workbook', () => {
  const model = modelOf(someRows());
  let made: Awaited<ReturnType<typeof written>>;
  beforeAll(async () => {
    made = await written(model);
  });

  it('says in its cells what it said before (GOLDEN=write writes it anew)', async () => {
    const dump = await dumpWorkbook(made.path);
    if (process.env.GOLDEN === 'write') writeFileSync(GOLDEN, dump);
    expect(dump).toBe(readFileSync(GOLDEN, 'utf8'));
  });

  it('is the same, byte for byte, when it is written again, in another time zone and at another time', async () => {
    const zone = process.env.TZ;
    try {
      process.env.TZ = 'Pacific/Kiritimati';
      const again = await written(modelOf(someRows()));
      expect(readFileSync(again.path).equals(readFileSync(made.path))).toBe(true);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  it('is readable by its owner alone, and leaves nothing else in the folder', () => {
    expect(statSync(made.path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(made.path, '..'))).toEqual(['go-no-go.xlsx']);
  });

  it('has the sheets in the order in which they are read', () => {
    expect(made.book.worksheets.map(({ name }) => name)).toEqual([
      'Decision', 'Charts', 'Variance', 'Week 1', 'Week 2', 'Open items', 'Review', 'Root causes', 'Rejections', 'Would-be POs', 'Manual ledger', 'Approvers', 'Coverage', 'Rollback checklist', 'Audit', 'po-shadow',
    ]);
    expect(made.book.worksheets.at(-1)?.state).toBe('veryHidden');
  });

  it('lists the inputs in force, the newest of each name, approvals and ledger before sheets, and counts the others', async () => {
    const imported = (kind: string, shown: string, sha256: string, format = 'generic') => ({ kind, format, shown, sha256, rowsRead: 1, rowsAccepted: 1, rowsKnown: 0, rowsQuarantined: 0, asOf: null });
    const sheets = ['vendors', 'gl_accounts', 'departments', 'locations', 'periods', 'approvers'].map((name) => imported('master', `master/${name}.csv`, `${name} first`, name));
    const mapped = imported('mapping', 'mapping/vendors.csv', 'mapping first', 'vendors');
    const inputs = [imported('approvals', 'approvals.jsonl', 'approvals first'), imported('ledger', 'ledger.csv', 'ledger first'), ...sheets, mapped, imported('mapping', 'mapping/vendors.xlsx', 'mapping last', 'vendors'), imported('approvals', 'approvals.jsonl', 'approvals last'), imported('ledger', 'ledger.csv', 'ledger last')];
    const hashesOf = async (given: typeof inputs): Promise<string[]> => {
      const texts = textsOf(sheetOf((await written({ ...modelOf(someRows()), inputs: given })).book, 'Decision'));
      return texts.filter((each, place) => place > texts.lastIndexOf('SHA-256') && / (first|last)$|on Audit$/.test(each) && texts[place - 1] !== each);
    };
    expect(await hashesOf(inputs)).toEqual(['approvals last', 'ledger last', ...sheets.slice(0, 6).map(({ sha256 }) => sha256), 'and 1 more and 3 earlier on Audit']);
    const many = [...Array(20)].map((_, index) => imported('approvals', `day-${index + 1}.jsonl`, `approvals ${index + 1} last`));
    expect(await hashesOf([...many, ...inputs])).toEqual(['approvals 15 last', 'approvals 16 last', 'approvals 17 last', 'approvals 18 last', 'approvals 19 last', 'approvals 20 last', 'approvals last', 'ledger last', 'and 21 more and 3 earlier on Audit']);
  });

  it('shows verdict, gates, inputs and seal on one printed page', () => {
    const sheet = sheetOf(made.book, 'Decision');
    expect(sheet.pageSetup).toMatchObject({ fitToPage: true, fitToWidth: 1, fitToHeight: 1, orientation: 'portrait' });
    const texts = textsOf(sheet);
    expect(texts).toContain(model.verdict.words);
    for (const { title, measuredText, requiredText, waivable } of model.verdict.gates) {
      expect(texts).toContain(`${title}${waivable ? '' : ' ∎'}`);
      expect(texts).toContain(measuredText);
      expect(texts).toContain(requiredText);
    }
    for (const { sha256 } of model.inputs) expect(texts).toContain(sha256);
    expect(texts.join('\n')).toContain(model.run.digest);
    expect(texts.join('\n')).toContain(`5 entries, head ${model.auditHead.hash}`);
    for (const role of ['Prepared', 'Reviewed', 'Approved']) expect(texts).toContain(role);
  });

  it('counts every row that was compared once: agreeing, open, resolved, or nothing to do', () => {
    const sheet = sheetOf(made.book, 'Decision');
    const counted = (name: string): number => beside(sheet, name).value as number;
    const parts = ['Rows that agree', 'Rows open', 'Rows resolved', 'Nothing to do'].map(counted);
    expect(parts).toEqual([4, 8, 1, 1]);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(counted('Rows compared'));
  });

  it('shows what would be ordered and what was keyed in rows beside their difference, and what of them can’t be subtracted', () => {
    const sheet = sheetOf(made.book, 'Decision');
    const figures = (currency: string): unknown[] => [1, 2, 3, 4, 5, 6].map((column) => beside(sheet, currency, column).value);
    expect(['Would-be POs', 'Manual POs, in rows', 'Net variance', 'Gross variance', 'At stake, open', 'Net, not resolved']).toEqual([1, 2, 3, 4, 5, 6].map((column) => beside(sheet, 'Currency', column).value));
    expect(figures('JPY')).toEqual([134800, 130300, -4500, 4500, 4500, -4500]);
    // Of the would-be POs, 20.00 stand in a row that was keyed in EUR.
    expect(figures('USD')).toEqual([2555.35, 3508.25, 972.9, 1137.1, 1462.35, 977.9]);
    expect(2555.35 - 20 + 972.9).toBeCloseTo(3508.25);
    expect(figures('EUR')).toEqual([0, 18, 0, 0, 0, 0]);
    expect(textsOf(sheet)).toContain('1 row can’t be subtracted (other currencies, or another basis of amounts): would-be $20.00 and manual €18.00 are in those columns, and not in net.');
  });

  it('says what is at stake, and why that is another sum than the gross variance', () => {
    expect(textsOf(sheetOf(made.book, 'Decision')).join()).toMatch(/gross = the sizes of all variances\. At stake, open = what open rows are about, also where their variance is zero/);
  });

  it('tells a waived gate from one that passed, and names who waived it', () => {
    const sheet = sheetOf(made.book, 'Decision');
    expect(beside(sheet, 'Accepted within limit').value).toBe('WAIVED');
    expect(textsOf(sheet).some((text) => text.startsWith('Waived by dana (A9)') && text.includes('reviewed by erin'))).toBe(true);
    expect(beside(sheet, 'No open rejection').value).toBe('FAIL');
  });

  it('quotes the self-test below the gates, or says that there is none of this configuration', async () => {
    expect(beside(sheetOf(made.book, 'Decision'), 'Self-test (no gate)').value).toBe(model.selftest.words);
    const words = 'not run on this configuration (po-shadow selftest)';
    const without = await written(modelOf(someRows(), { selftest: { onThisConfiguration: false, words } }));
    expect(beside(sheetOf(without.book, 'Decision'), 'Self-test (no gate)').value).toBe(words);
  });

  it('begins the Variance table with the seven columns, keeps its header in sight and filters it', () => {
    const sheet = sheetOf(made.book, 'Variance');
    const [table] = Object.values((sheet as unknown as { tables: Record<string, { table: { columns: { name: string; filterButton: boolean }[] } }> }).tables);
    expect(table?.table.columns.slice(0, 7).map(({ name }) => name)).toEqual([...COLUMNS]);
    expect(table?.table.columns.every(({ filterButton }) => filterButton)).toBe(true);
    const header = Number(beside(sheet, 'Integration Dry-Run Output').row);
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: header });
  });

  it('writes amounts as numbers in the format of their currency, and ids as texts that keep their zeros', () => {
    const sheet = sheetOf(made.book, 'Variance');
    expect(beside(sheet, 'EXP-9042')).toMatchObject({ value: 1245.5, numFmt: '"$"#,##0.00;-"$"#,##0.00' });
    expect(beside(sheet, 'KANTO-1')).toMatchObject({ value: 125000, numFmt: '"¥"#,##0;-"¥"#,##0' });
    expect(beside(sheet, 'GULF-1')).toMatchObject({ value: 1200.125, numFmt: '"KWD "#,##0.000;-"KWD "#,##0.000' });
    expect(beside(sheet, '00042').value).toBe(12);
    expect(textsOf(sheetOf(made.book, 'Manual ledger'))).toContain('1E5');
    expect(textsOf(sheetOf(made.book, 'Approvers'))).toContain('000101');
  });

  it('keeps an amount of more than 15 digits exact, as text, and totals beside it too', () => {
    const sheet = sheetOf(made.book, 'Manual ledger');
    expect(textsOf(sheet)).toContain('90071992547409.91');
    expect(beside(sheet, 'Amount', 5).value).toBe('90071992561909.66');
  });

  it('leaves no text that a spreadsheet, a terminal or XML would obey', async () => {
    const formulas: string[] = [];
    for (const sheet of made.book.worksheets) {
      sheet.eachRow((cells) => cells.eachCell((cell) => {
        if (cell.formula !== undefined) formulas.push(cell.formula);
        if (typeof cell.value === 'string') {
          expect(cell.numFmt ?? '@', `${sheet.name} ${cell.address}`).toMatch(sheet.name === 'po-shadow' ? /./ : /^@$/);
          expect(cell.value).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\ufffe\uffff]/u);
        }
      }));
    }
    // The only formulas are totals of our own.
    for (const formula of formulas) expect(formula).toMatch(/^(ROUND\(|COUNTIFS\(|IF\(AND\()/);
    const descriptions = textsOf(sheetOf(made.book, 'Would-be POs'));
    for (const text of ['=HYPERLINK("http://evil.example","click")', "+cmd|' /C calc'!A0", '@SUM(1+1)*cmd|A1', ' TAB first', '\\u{d}CR first', '-2+3', 'escaped _x0009_ tab', '<b>&amp;</b> "quoted"']) expect(descriptions).toContain(text);
    expect(HOSTILE.length).toBeGreaterThan(10);
    const sheets = await readWorkbook(made.path, 'go-no-go.xlsx');
    expect(sheets.find(({ name }) => name === 'Would-be POs')?.rows.some(({ cells }) => cells.includes('escaped _x0009_ tab'))).toBe(true);
  });

  it('cuts a text that no cell can hold, and says so', () => {
    const cut = textsOf(sheetOf(made.book, 'Would-be POs')).find((text) => text.startsWith('long '));
    expect(cut).toHaveLength(32_767);
    expect(cut?.endsWith(`… (cut: ${LONG.length.toLocaleString('en-US')} characters)`)).toBe(true);
  });

  it('lists open items by money within their currency, with remedy, and unlocks only what people fill in', () => {
    const sheet = sheetOf(made.book, 'Open items');
    const header = Number(beside(sheet, 'Transaction ID').row);
    const columns = (sheet.getRow(header).values as string[]).slice(1);
    const rows = Array.from({ length: sheet.rowCount - header }, (_, index) => sheet.getRow(header + 1 + index));
    expect(rows.map((cells) => cells.getCell(columns.indexOf('Transaction ID') + 1).value)).toEqual(['EXP-9044', 'EXP-9045', 'EXP-9046', '–', 'EXP-9050', 'EXP-9042', 'KANTO-1', 'GULF-2']);
    const unlocked = columns.filter((_, index) => rows.every((cells) => cells.getCell(index + 1).protection?.locked === false));
    expect(unlocked).toEqual(['Disposition', 'Wrong side', 'Reason', 'Resolved by', 'Owner', 'Due', 'Comment', 'Pair with PO']);
    expect(rows[0]?.getCell(columns.indexOf('Remedy') + 1).value).toContain('Create the vendor');
    expect(rows[0]?.getCell(columns.indexOf('Disposition') + 1).dataValidation?.formulae).toEqual(['"Mapping fixed,Ledger corrected,Timing,Accepted"']);
  });

  it('protects every sheet, without a password', () => {
    const parts = unzipSync(readFileSync(made.path));
    const sheets = Object.keys(parts).filter((name) => /^xl\/worksheets\/sheet\d+\.xml$/.test(name));
    expect(sheets).toHaveLength(16);
    for (const name of sheets) {
      const xml = new TextDecoder().decode(parts[name]);
      expect(xml).toContain('<sheetProtection sheet="1"');
      expect(xml).not.toMatch(/hashValue|saltValue/);
    }
  });

  it('refuses to be written when its rows do not add up to its headline', async () => {
    const folder = makeFolder();
    const wrong = modelOf(someRows(), { afterResolutions: { ...model.afterResolutions, open: 3 } });
    await expect(writeDecisionWorkbook(wrong, join(folder, 'wrong.xlsx'))).rejects.toThrow('open rows: the rows give 8, the model says 3');
    const money = modelOf(someRows(), { summary: { ...model.summary, wouldBeAmounts: { ...model.summary.wouldBeAmounts, JPY: '134801' } } });
    await expect(writeDecisionWorkbook(money, join(folder, 'money.xlsx'))).rejects.toThrow('would-be POs JPY: the rows give 134800, the model says 134801');
    const odd = someRows().map((each) => (each.transactionId === 'KANTO-1' ? { ...each, manual: { ...each.manual, amount: '120501' } } : each));
    await expect(writeDecisionWorkbook(modelOf(odd), join(folder, 'odd.xlsx'))).rejects.toThrow('manual less would-be POs JPY: the rows give -4499, the model says -4500');
    const lost = modelOf(someRows(), { rows: () => someRows().slice(1) });
    await expect(writeDecisionWorkbook(lost, join(folder, 'lost.xlsx'))).rejects.toThrow(/the decision workbook does not tie: rows: the rows give 13/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is written for an empty record, too, and says NO-GO', async () => {
    const empty = modelOf([], {
      weeks: [], days: [], approvers: [], coverage: [], rollback: [], inputs: [], offsetting: [], reviews: [], runs: [], trail: [], settingChanges: [], people: [],
      run: { id: '', number: 0, digest: '', asOf: null }, counts: { rows: 0, wouldBeLines: 0, ledgerLines: 0 }, wouldBeLines: () => [], ledgerLines: () => [],
    });
    const { book } = await written(empty);
    expect(textsOf(sheetOf(book, 'Decision'))).toContain('Nothing was imported.');
    expect(textsOf(sheetOf(book, 'Open items'))).toContain('None.');
    expect(book.created.toISOString()).toBe('2026-06-01T00:00:00.000Z');
  });

  describe.skipIf(!hasOffice)('in LibreOffice', () => {
    it('opens, and every formula comes to the result that is stored with it', async () => {
      // Without their stored results, so that LibreOffice must calculate them.
      const bare = new ExcelJS.Workbook();
      await bare.xlsx.readFile(made.path);
      const stored = new Map<string, unknown>();
      for (const sheet of bare.worksheets) {
        sheet.eachRow((cells) => cells.eachCell((cell) => {
          if (cell.formula === undefined) return;
          stored.set(`${sheet.name}!${cell.address}`, cell.result);
          cell.value = { formula: cell.formula } as ExcelJS.CellFormulaValue;
        }));
      }
      const folder = makeFolder();
      await bare.xlsx.writeFile(join(folder, 'bare.xlsx'));
      const calculated = new ExcelJS.Workbook();
      await calculated.xlsx.readFile(converted(join(folder, 'bare.xlsx'), 'bare.xlsx', 'xlsx:Calc MS Excel 2007 XML'));
      expect(stored.size).toBeGreaterThan(30);
      for (const [name, result] of stored) {
        const [sheet = '', address = ''] = name.split('!');
        expect(sheetOf(calculated, sheet).getCell(address).result ?? 0, name).toEqual(result);
      }
    });

    it('prints the decision on one page', () => {
      const pdf = readFileSync(converted(made.path, 'go-no-go.pdf', 'pdf'), 'latin1');
      expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBe(made.book.worksheets.length - 1);
    });
  });
});

describe('totals', () => {
  it('agree with the Decision sheet, and say so on Variance', async () => {
    const { book } = await written(modelOf(someRows()));
    const sheet = sheetOf(book, 'Variance');
    // EUR, in which something was keyed and no row is, JPY, KWD, USD.
    for (const column of [2, 3, 4, 5]) expect(beside(sheet, 'Agrees with the Decision sheet', column).result).toBe('yes');
    expect(beside(sheet, 'Net variance', 5)).toMatchObject({ result: 972.9 });
    expect(beside(sheet, 'At stake, open', 5)).toMatchObject({ result: 1462.35 });
  });

  it('stand as exact figures where floats could not add them up', async () => {
    const large = Array.from({ length: 40 }, (_, index) => row(`EXP-${index}`, { manual: { amount: '9999999999999.99' }, variance: '9999999999154.49', atStake: '9999999999154.49', status: 'amount_variance', causes: ['amount'] }));
    const { book } = await written(modelOf(large));
    expect(beside(sheetOf(book, 'Variance'), 'Net variance', 2).value).toBe('399999999966179.60');
  });
});

describe('the sheets of lines', () => {
  const rowSums = ['In a row', 'Outside the window', 'Vanished', 'Cancelled', 'Manual amounts on Variance', 'Ties out'];

  it('tie out with the rows by currency, and live where a spreadsheet can add it up', async () => {
    const { book } = await written(modelOf(someRows()));
    const ledger = sheetOf(book, 'Manual ledger');
    // EUR, JPY, KWD, USD.
    const of = (column: number): unknown[] => rowSums.map((name) => { const { result, value } = beside(ledger, name, column); return result ?? value; });
    expect([2, 3, 4].map(of)).toEqual([[18, 0, 0, 0, 18, 'yes'], [130300, 0, 0, -20500, 130300, 'yes'], [1236.135, 0, 0, 0, 1236.135, 'yes']]);
    expect(of(5)).toEqual([3508.25, 10991.5, '90071992547409.91', 0, 3508.25, 'yes']);
    expect(beside(ledger, 'Ties out', 3).formula).toMatch(/^IF\(AND\(ROUND\(SUM\(D/);
    expect(beside(ledger, 'Manual amounts on Variance', 3).formula).toBe('ROUND(Variance!$D$10,0)');
    expect(beside(sheetOf(book, 'Variance'), 'Manual amounts', 3)).toMatchObject({ address: 'D10', result: 130300 });
    expect(beside(sheetOf(book, 'Would-be POs'), 'In a row', 4)).toMatchObject({ result: 2555.35 });
    expect(beside(sheetOf(book, 'Would-be POs'), 'Dry-run amounts on Variance', 4)).toMatchObject({ result: 2555.35 });
  });

  it('are not written when they do not come to the rows, but for what came in since the run', async () => {
    const folder = makeFolder();
    const { ledgerLines, wouldBeLines } = modelOf(someRows());
    const short = { ledgerLines: () => [...ledgerLines()].slice(0, -1) };
    await expect(writeDecisionWorkbook(modelOf(someRows(), short), join(folder, 'ledger.xlsx'))).rejects.toThrow('the decision workbook does not tie: Manual ledger: EUR: the lines give 0.00, the rows 18.00');
    await expect(writeDecisionWorkbook(modelOf(someRows(), { wouldBeLines: () => [...wouldBeLines()].slice(0, -1) }), join(folder, 'would-be.xlsx'))).rejects.toThrow('the decision workbook does not tie: Would-be POs: USD: the lines give 2535.35, the rows 2555.35');
    const lost = { ledgerLines: () => [...ledgerLines()].map((line) => (line.ended === 'cancelled' ? { ...line, ended: 'not replayed yet' as const } : line)) };
    await expect(writeDecisionWorkbook(modelOf(someRows(), lost), join(folder, 'lost.xlsx'))).rejects.toThrow('Manual ledger: lines that ended nowhere: 1');
    const { book } = await written(modelOf(someRows(), { ...short, isReplayed: false }));
    expect(beside(sheetOf(book, 'Manual ledger'), 'Ties out', 2)).toMatchObject({ result: 'NO' });
  });
});

describe('the figures beside the charts', () => {
  const miscoded = (id: string, currency: string, atStake: string): ReturnType<typeof row> => row(id, { currency, variance: currency === 'JPY' ? '0' : '0.00', atStake, status: 'coding_variance', causes: ['vendor'], differences: [{ field: 'vendor', dryRun: [{ value: `V-${id}`, amount: null }], manual: [{ value: 'V-0', amount: null }], how: null }] });
  const dollars = Array.from({ length: 30 }, (_, index) => miscoded(`U${index}`, 'USD', `${100 + index}.00`));

  it('hold every bar, though another currency has more rows', async () => {
    const { book } = await written(modelOf([...dollars, miscoded('E1', 'EUR', '5081.06'), ...Array.from({ length: 9 }, (_, index) => miscoded(`J${index}`, 'JPY', String(10 + index)))]));
    const sheet = sheetOf(book, 'Charts');
    const texts = textsOf(sheet);
    expect(texts).toContain('Root cause (20 of 40)');
    expect(beside(sheet, 'vendor V-E1 keyed as V-0', 2 + ['USD', 'JPY'].length)).toMatchObject({ value: 5081.06 });
    const charted = ['E1', ...[22, 23, 24, 25, 26, 27, 28, 29].map((index) => `U${index}`), ...[1, 2, 3, 4, 5, 6, 7, 8].map((index) => `J${index}`)];
    for (const id of charted) expect(texts).toContain(`vendor V-${id} keyed as V-0`);
  });

  it('say of a currency without any that it has none, and which currencies have rows and no bar', async () => {
    const { book } = await written(modelOf([...dollars, row('G1', { currency: 'GBP' }), row('E1', { currency: 'EUR', manual: { amount: '846.00' }, variance: '0.50', status: 'match_within_tolerance' })], { days: [{ date: '2026-06-02', rows: 32, agreeing: 2, open: 30, gross: { EUR: '0.50' } }] }));
    const sheet = sheetOf(book, 'Charts');
    const headers = textsOf(sheet).filter((text) => /^(Gross|At stake) /.test(text));
    expect(headers).toEqual(['Gross USD', 'Gross EUR', 'At stake USD', 'At stake EUR']);
    const below = (header: string): ExcelJS.CellValue => {
      const cell = beside(sheet, header, 0);
      return sheet.getCell(Number(cell.row) + 1, Number(cell.col)).value;
    };
    expect(headers.map(below)).toEqual(['none', 0.5, 129, 'none']);
    expect(textsOf(sheet)).toContain('GBP: no variance, and nothing at stake.');
  });

  it('count the rows that the bars of a day call neither', async () => {
    const { book } = await written(modelOf(someRows()));
    expect([1, 2, 3, 4].map((column) => beside(sheetOf(book, 'Charts'), 'Day', column).value)).toEqual(['Rows', 'Agreeing', 'Open', 'Neither']);
    const header = beside(sheetOf(book, 'Charts'), 'Neither', 0);
    // 12 June: one open PO, one in another currency, one that was not approved.
    expect(sheetOf(book, 'Charts').getCell(Number(header.row) + 12, Number(header.col)).value).toBe(1);
  });
});

describe('a record too large for one workbook', () => {
  const many = (count: number): ReturnType<typeof someRows> => Array.from({ length: count }, (_, index) => {
    const parts = index % 3 === 0 ? {} : { manual: { amount: '845.00' }, variance: '-0.50', atStake: `${index}.50`, status: 'amount_variance' as const, causes: ['amount'] };
    return row(`EXP-${index}`, index % 7 === 0 ? { ...parts, currency: 'EUR' } : parts);
  });

  it('keeps the verdict and the largest open items of every currency in the workbook, and has its rows in companions', async () => {
    const rows = many(WORKBOOK_LIMITS.detailRows + 10);
    const open = rows.filter(({ status }) => status === 'amount_variance');
    const { book, companions } = await written(modelOf(rows));
    expect(companions.map((path) => path.slice(path.lastIndexOf('/') + 1))).toEqual(['go-no-go-variance.xlsx', 'go-no-go-would-be-pos.xlsx', 'go-no-go-manual-ledger.xlsx']);
    expect(textsOf(sheetOf(book, 'Open items'))[1]).toBe(`Showing the 2,000 largest of ${open.length.toLocaleString('en-US')} open rows; all are in the companion file.`);
    const ids = new Set(textsOf(sheetOf(book, 'Open items')));
    const largest = (currency: string): string => open.filter((each) => each.currency === currency).at(-1)?.transactionId ?? '';
    expect(ids.has(largest('USD')) && ids.has(largest('EUR'))).toBe(true);
    expect(textsOf(sheetOf(book, 'Variance')).join()).toContain('in go-no-go-variance.xlsx beside this file');

    const [details] = await readWorkbook(companions[0] as string, 'details');
    expect(details?.rows).toHaveLength(rows.length + 1);
    expect(details?.rows[0]?.cells.slice(0, 7)).toEqual([...COLUMNS]);
    expect(statSync(companions[0] as string).mode & 0o777).toBe(0o600);
    for (const [index, name] of [[1, 'Would-be POs'], [2, 'Manual ledger']] as const) {
      const [lines] = await readWorkbook(companions[index] as string, 'lines');
      expect(lines?.rows[0]?.cells).toContain('Where it ended');
      expect(lines?.rows.at(-1)?.cells).toContain('in a row');
      for (const column of [2, 3]) expect(beside(sheetOf(book, name), 'Ties out', column)).toMatchObject({ result: 'yes' });
    }
  });

  it('gives the same bytes again, companions included', async () => {
    const rows = many(WORKBOOK_LIMITS.detailRows + 10);
    const [one, other] = [await written(modelOf(rows)), await written(modelOf(rows))];
    for (const [index, path] of [one.path, ...one.companions].entries()) expect(readFileSync(path).equals(readFileSync([other.path, ...other.companions][index] as string))).toBe(true);
  });

  it('leaves all files as they were when one of them can’t be written', async () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'go-no-go.xlsx'), 'before');
    mkdirSync(join(folder, `.go-no-go-manual-ledger.xlsx.${process.pid}.part`));
    await expect(writeDecisionWorkbook(modelOf(many(WORKBOOK_LIMITS.detailRows + 10)), join(folder, 'go-no-go.xlsx'))).rejects.toThrow();
    expect(readFileSync(join(folder, 'go-no-go.xlsx'), 'utf8')).toBe('before');
  });
});
