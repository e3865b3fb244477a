import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import papaparse from 'papaparse';
import { beforeAll, describe, expect, it } from 'vitest';
import { isAmountCause } from '../../src/domain/amount-cause.ts';
import { differenceTexts } from '../../src/report/difference-text.ts';
import { STATUSES, type VarianceRow } from '../../src/domain/variance.ts';
import type { VarianceDocument } from '../../src/report/model.ts';
import { goldenProject } from '../golden/golden-project.ts';
import { generateProject, hereInFolder, varianceOf, workedRun } from './generated-project.ts';

let dir: string;
let document: VarianceDocument;
beforeAll(async () => {
  dir = generateProject({ reports: 250, seed: 31 });
  await workedRun(dir);
  document = await varianceOf(dir);
});

const print = async (...options: string[]): Promise<string> => {
  const { code, stdout, stderr } = await hereInFolder(dir, ['variance', ...options]);
  expect(code, stderr).toBe(0);
  return stdout;
};
const LABELS = ['Date', 'Transaction ID', 'Expense System Total', 'Integration Dry-Run Output', 'Manual Entry Ledger', 'Variance', 'Status'];
const minor = (decimal: string): bigint => BigInt(decimal.replace('.', ''));
const ids = (rows: readonly VarianceRow[]): string[] => rows.map(({ id }) => id);

describe('the variance table as JSON', () => {
  it('names the run, the window and the totals beside the rows', () => {
    expect(Object.keys(document)).toEqual(['run', 'window', 'rows', 'totals']);
    expect(document.run).toEqual({ id: expect.stringMatching(/^run-/), digest: expect.stringMatching(/^[0-9a-f]{64}$/), asOf: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) });
    expect(document.window).toEqual({ from: '2026-06-01', to: '2026-06-14' });
  });

  it('has the fields of the format on every row, amounts as decimal strings with the currency\'s own decimals', () => {
    const decimals: Record<string, RegExp> = { JPY: /^-?\d+$/, KWD: /^-?\d+\.\d{3}$/ };
    expect(new Set(document.rows.map(({ currency }) => currency)).size).toBeGreaterThanOrEqual(4);
    for (const row of document.rows) {
      expect(Object.keys(row)).toEqual(['id', 'date', 'transactionId', 'expenseTotal', 'reportTotal', 'currency', 'dryRun', 'manual', 'match', 'variance', 'atStake', 'status', 'firstStatus', 'causes', 'differences', 'flags', 'resolution']);
      expect(Object.keys(row.dryRun)).toEqual(['outcome', 'poNumber', 'vendorId', 'amount', 'findings']);
      expect(Object.keys(row.manual)).toEqual(['poNumbers', 'amount', 'currency', 'vendors', 'enteredBy']);
      expect(Object.keys(row.match)).toEqual(['pass', 'group', 'why', 'agrees', 'notCompared', 'candidates', 'runnerUp']);
      expect(row.resolution).toBeNull();
      const shape = decimals[row.currency] ?? /^-?\d+\.\d{2}$/;
      for (const amount of [row.expenseTotal, row.reportTotal, row.dryRun.amount, row.variance, row.atStake]) if (amount !== null) expect(amount).toMatch(shape);
      expect(row.transactionId === null).toBe(row.status === 'unexpected_manual');
    }
    expect(new Set(ids(document.rows)).size).toBe(document.rows.length);
  });

  it('tells the arithmetic beside an amount whose difference has a name, and in what each paired row agrees', () => {
    const named = document.rows.filter(({ causes, match }) => causes.some(isAmountCause) && match.group === null);
    expect(named.length).toBeGreaterThan(2);
    for (const { differences } of document.rows) for (const { field, how } of differences) if (field !== 'amount') expect(how).toBeNull();
    for (const { differences, currency } of named) expect(differences.find(({ field }) => field === 'amount')?.how).toContain(` ${currency}`);
    for (const { match, status } of document.rows) expect(match.agrees.length > 0, status).toBe(match.pass !== null);
  });

  it('gives both values of what differs, on rows that were compared and do not agree, and nowhere else', () => {
    const telling = document.rows.filter(({ differences }) => differences.length > 0);
    expect(new Set(telling.map(({ status }) => status))).toEqual(new Set(['amount_variance', 'coding_variance', 'duplicate_manual']));
    expect(telling).toHaveLength(document.rows.filter(({ status }) => ['amount_variance', 'coding_variance', 'duplicate_manual'].includes(status)).length);
    for (const { causes, differences } of telling) for (const cause of causes) expect(differences.map(({ field }) => field)).toContain(isAmountCause(cause) ? 'amount' : cause);
  });

  it('is sorted by date, then transaction id, then PO number', () => {
    const key = (row: VarianceRow): string => [row.date ?? '\uffff', row.transactionId ?? '\uffff', row.manual.poNumbers[0] ?? '\uffff'].join('\u0000');
    const keys = document.rows.map(key);
    expect(keys).toEqual([...keys].sort((left, right) => (left < right ? -1 : left > right ? 1 : 0)));
  });

  it('variance is manual − dry run on every row where both are in one currency, an absent side counting as zero', () => {
    let checked = 0;
    for (const row of document.rows) {
      if (row.manual.currency !== null && row.manual.currency !== row.currency) {
        expect(row.variance).toBeNull();
        continue;
      }
      expect(minor(row.variance as string), row.id).toBe(minor(row.manual.amount ?? '0') - minor(row.dryRun.amount ?? '0'));
      checked++;
    }
    expect(checked).toBeGreaterThan(200);
  });

  it('totals are the sums of the rows, currency by currency', () => {
    const { totals, rows } = document;
    expect(totals.rows).toBe(rows.length);
    expect(totals.open).toBe(rows.filter(({ status }) => STATUSES[status].open).length);
    for (const [status, count] of Object.entries(totals.byStatus)) expect(rows.filter((row) => row.status === status)).toHaveLength(count);
    expect(Object.keys(totals.currencies).sort()).toEqual([...new Set(rows.map(({ currency }) => currency))].sort());
    for (const [currency, sums] of Object.entries(totals.currencies)) {
      const own = rows.filter((row) => row.currency === currency);
      const variances = own.flatMap((row) => (row.variance === null ? [] : [minor(row.variance)]));
      expect(minor(sums.net)).toBe(variances.reduce((sum, each) => sum + each, 0n));
      expect(minor(sums.gross)).toBe(variances.reduce((sum, each) => sum + (each < 0n ? -each : each), 0n));
      expect(minor(sums.open)).toBe(own.filter(({ status }) => STATUSES[status].open).reduce((sum, row) => sum + minor(row.atStake), 0n));
    }
  });

  it('puts money at stake on every open row, and none on one that agrees', () => {
    for (const row of document.rows) {
      if (STATUSES[row.status].open) expect(minor(row.atStake), row.id).toBeGreaterThan(0n);
      if (row.status === 'match') expect(minor(row.atStake), row.id).toBe(0n);
    }
  });
});

describe.concurrent('the same rows', () => {
  it('as CSV: one record a row, under a header, that a CSV reader takes as they are', async () => {
    const csv = await print('--format', 'csv');
    const { data, errors } = papaparse.parse<Record<string, string>>(csv.trim(), { header: true });
    expect(errors).toEqual([]);
    expect(data.map((record) => record.row_id)).toEqual(ids(document.rows));
    for (const [place, row] of document.rows.entries()) {
      expect(data[place]).toMatchObject({
        date: row.date ?? '', transaction_id: row.transactionId ?? '', currency: row.currency, expense_total: row.expenseTotal ?? '', dry_run_amount: row.dryRun.amount ?? '', manual_pos: row.manual.poNumbers.join(' '),
        manual_amount: row.manual.amount ?? '', variance: row.variance ?? '', at_stake: row.atStake, status: row.status, label: STATUSES[row.status].label, causes: row.causes.join(' '), differences: differenceTexts(row).join('; '),
        findings: row.dryRun.findings.map(({ code }) => code).join(' '),
      });
    }
  });

  it('as Markdown and as the table that people see: seven columns, a line a row, with the same cells', async () => {
    const markdown = (await print('--format', 'md')).trim().split('\n').map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
    expect(markdown[0]).toEqual(LABELS);
    expect(markdown).toHaveLength(document.rows.length + 2);
    const table = (await print()).split('\n').filter((line) => line.startsWith('│')).map((line) => line.split('│').slice(1, -1).map((cell) => cell.trim()));
    expect(table).toEqual([LABELS, ...markdown.slice(2)]);
    for (const [place, row] of document.rows.entries()) {
      expect(table[place + 1]?.[0]).toBe(row.date ?? '–');
      expect(table[place + 1]?.[1]).toBe(row.transactionId ?? '–');
      expect(table[place + 1]?.[6]?.startsWith(STATUSES[row.status].label)).toBe(true);
    }
    expect(await print('--format', 'table')).toBe(await print());
  });
});

describe.concurrent('narrowing', () => {
  const narrowed = async (...options: string[]): Promise<VarianceDocument> => varianceOf(dir, options);

  it('--status takes one status or several, and its totals are of these rows', async () => {
    const missing = await narrowed('--status', 'missing_manual');
    expect(ids(missing.rows)).toEqual(ids(document.rows.filter(({ status }) => status === 'missing_manual')));
    expect(missing.totals.byStatus).toEqual({ missing_manual: missing.rows.length });
    expect(missing.rows.length).toBeGreaterThan(0);
    const several = ids(document.rows.filter(({ status }) => status === 'rejected' || status === 'duplicate_manual'));
    expect(ids((await narrowed('--status', 'rejected,duplicate_manual')).rows)).toEqual(several);
    expect(ids((await narrowed('--status', 'rejected', '--status', 'duplicate_manual')).rows)).toEqual(several);
  });

  it('--open takes what somebody has to look at', async () => {
    const open = await narrowed('--open');
    expect(ids(open.rows)).toEqual(ids(document.rows.filter(({ status }) => STATUSES[status].open)));
    expect(open.rows.length).toBe(document.totals.open);
  });

  it('--week takes one of the window\'s weeks, and the weeks together are the window', async () => {
    const [first, second] = [await narrowed('--week', '1'), await narrowed('--week', '2')];
    expect(first.rows.every(({ date }) => date !== null && date >= '2026-06-01' && date <= '2026-06-07')).toBe(true);
    expect(second.rows.every(({ date }) => date !== null && date >= '2026-06-08' && date <= '2026-06-14')).toBe(true);
    expect([...ids(first.rows), ...ids(second.rows)]).toEqual(ids(document.rows.filter(({ date }) => date !== null)));
    expect((await narrowed('--week', '2', '--status', 'rejected')).rows.length).toBeLessThan(second.rows.length);
  });

  it('--transaction takes the rows of one transaction, all of them', async () => {
    const counts = new Map<string, number>();
    for (const { transactionId } of document.rows) if (transactionId !== null) counts.set(transactionId, (counts.get(transactionId) ?? 0) + 1);
    const [several, count] = [...counts].find(([, rows]) => rows > 1) as [string, number];
    const { rows } = await narrowed('--transaction', several);
    expect(rows.map(({ transactionId }) => transactionId)).toEqual(Array.from({ length: count }, () => several));
    expect((await narrowed('--transaction', several.toLowerCase())).rows).toEqual(rows);
  });

  it('that leaves nothing says so', async () => {
    expect(await print('--transaction', 'EXP-0')).toBe('No rows.\n');
    expect((await hereInFolder(dir, ['variance', '--transaction', 'EXP-0'])).stderr).toContain('po-shadow explain EXP-0');
    expect(await varianceOf(dir, ['--transaction', 'EXP-0'])).toMatchObject({ rows: [], totals: { rows: 0, open: 0 } });
  });

});

describe.concurrent('--out-of-scope', () => {
  it('lists what scope left out with its money and why, in every format, and the summary counts it', async () => {
    const project = goldenProject('out-of-scope');
    const run = await hereInFolder(project, ['run']);
    expect(run.stdout).toMatch(/Left out, expense lines: .*2 documents, \$650\.00\./);
    expect(run.stdout).toMatch(/Left out, manual POs: .*1 document, \$77,000\.00\./);
    const list = async (format: string): Promise<string> => (await hereInFolder(project, ['variance', '--out-of-scope', '--format', format])).stdout;
    const json = JSON.parse(await list('json')) as { what: string; documentId: string; currency: string; amount: string; why: string }[];
    expect(json).toEqual([
      { what: 'expense_lines', documentId: 'EXP-9802', currency: 'USD', amount: '120.00', why: 'scope.lines.exclude.paymentType' },
      { what: 'expense_lines', documentId: 'EXP-9803', currency: 'USD', amount: '530.00', why: 'scope.lines.exclude.paymentType' },
      { what: 'manual_po', documentId: 'PO-9803', currency: 'USD', amount: '77000.00', why: 'scope.ledger.exclude.glAccount' },
    ]);
    for (const format of ['table', 'csv', 'md']) for (const { documentId, why } of json) expect(await list(format)).toMatch(new RegExp(`${documentId}.*${why.replaceAll('.', '\\.')}`));
    const { rows } = await varianceOf(project);
    expect(rows.some(({ transactionId, manual }) => transactionId === 'EXP-9803' || manual.poNumbers.includes('PO-9803'))).toBe(false);
  });

  it('says so where nothing was left out', async () => {
    const project = goldenProject('first-three-transactions');
    await workedRun(project);
    expect((await hereInFolder(project, ['variance', '--out-of-scope'])).stdout).toBe('Nothing was left out.\n');
  });
});

describe('what files say, printed', () => {
  it('can\'t take over a terminal, a spreadsheet or a Markdown page', async () => {
    const project = goldenProject('first-three-transactions');
    const evil = 'PO-\u001b[31m|<b>=1';
    const ledger = join(project, 'ledger.csv');
    writeFileSync(ledger, readFileSync(ledger, 'utf8').replaceAll('PO-7790', evil).replaceAll('PO-7795', '=HYPERLINK(1)'));
    await workedRun(project);
    const table = (await hereInFolder(project, ['variance'])).stdout;
    expect(table).not.toContain('\u001b');
    expect(table).toContain('PO-\\u{1b}[31m|<b>=1');
    const markdown = (await hereInFolder(project, ['variance', '--format', 'md'])).stdout;
    expect(markdown).toContain('\\|&lt;b>=1');
    const csv = papaparse.parse<Record<string, string>>((await hereInFolder(project, ['variance', '--format', 'csv'])).stdout.trim(), { header: true }).data;
    expect(csv[2]?.manual_pos).toBe("'=HYPERLINK(1)");
    expect((await varianceOf(project)).rows[1]?.manual.poNumbers).toEqual([evil]);
  });
});
