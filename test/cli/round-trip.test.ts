import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { DecidedRun } from '../../src/pipeline/decided-run.ts';
import { type TestProject, approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

const AS_OF = ['--as-of', '2026-06-16T08:00:00Z'];
const PEOPLE = [
  { id: 'dana', name: 'Dana', roles: ['preparer', 'reviewer'] },
  { id: 'erin', name: 'Erin', roles: ['preparer', 'reviewer'] },
  { id: 'gus', name: 'Gus', roles: [] },
];
const report = (id: string): Record<string, unknown> => approvedReport({ id, eventId: `e-${id}` });
const LEDGER = [
  { reference: 'EXP-1', po_number: 'PO-1', amount: '855.50' }, { reference: 'EXP-2', po_number: 'PO-2', amount: '844.50' }, { reference: 'EXP-3', po_number: 'PO-3', gl_account: '6120' },
  { reference: '', po_number: 'PO-4', vendor_id: 'V-1002', vendor_name: 'Bluebird Signage LLC' },
];

/** Five reports: two keyed with wrong amounts, one with another account, one without a reference and for another vendor, one not keyed. */
async function fiveOpenRows(): Promise<TestProject> {
  const project = makeProject({ approvals: approvalsText(...['EXP-1', 'EXP-2', 'EXP-3', 'EXP-4', 'EXP-5'].map(report)), ledger: ledgerText(...LEDGER), settings: { people: PEOPLE } });
  expect((await project.here(['run'])).code).toBe(0);
  return project;
}

/** Writes the workbook, lets somebody fill it in, and gives its path. */
async function filledIn(project: TestProject, name: string, fill: (cell: (sheet: string, key: string, column: string) => ExcelJS.Cell, book: ExcelJS.Workbook) => void): Promise<string> {
  const path = join(project.dir, 'reports', name);
  expect((await project.here(['report', '--out', path, ...AS_OF])).stderr).toBe('');
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path);
  fill((sheetName, key, column) => {
    const sheet = book.getWorksheet(sheetName) as ExcelJS.Worksheet;
    const keyColumn = sheetName === 'Review' ? 'Entry' : 'Transaction ID';
    for (let header = 1; header < 20; header++) {
      const names = sheet.getRow(header).values as unknown[];
      if (!names.includes(keyColumn)) continue;
      for (let line = header + 1; line <= sheet.rowCount; line++) if (sheet.getCell(line, names.indexOf(keyColumn)).value === key) return sheet.getCell(line, names.indexOf(column));
    }
    throw new Error(`${sheetName} has no row ${key}`);
  }, book);
  await book.xlsx.writeFile(path);
  return path;
}

const statesOf = (project: TestProject): Promise<Record<string, string>> =>
  project.work(async (workplace) => Object.fromEntries([...(await DecidedRun.required(workplace, undefined)).rows()].map(({ transactionId, resolution }) => [transactionId ?? 'none', resolution?.state ?? 'open'])));

describe('a workbook that people filled in', () => {
  it('is shown first, then taken over, and reviewed in the next one', async () => {
    const project = await fiveOpenRows();
    const path = await filledIn(project, 'week-1.xlsx', (cell) => {
      cell('Open items', 'EXP-1', 'Disposition').value = 'Accepted';
      cell('Open items', 'EXP-1', 'Wrong side').value = 'ledger';
      cell('Open items', 'EXP-1', 'Reason').value = '=HYPERLINK("http://example.com")';
      cell('Open items', 'EXP-1', 'Resolved by').value = 'Dana';
      cell('Open items', 'EXP-5', 'Disposition').value = 'Timing';
      cell('Open items', 'EXP-5', 'Due').value = new Date('2026-06-20T00:00:00Z');
      cell('Open items', 'EXP-5', 'Reason').value = 'keyed next week';
      cell('Open items', 'EXP-5', 'Resolved by').value = 'dana';
      cell('Open items', 'EXP-4', 'Pair with PO').value = 'PO-4';
      cell('Open items', 'EXP-4', 'Reason').value = 'the clerk chose the wrong vendor';
      cell('Open items', 'EXP-4', 'Resolved by').value = 'erin';
    });
    const shown = await project.here(['import', 'resolutions', path, '--by', 'gus', ...AS_OF]);
    expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining('pair EXP-4 with PO-4, by erin') });
    expect(shown.stderr).toContain('Nothing was written');
    expect(new Set(Object.values(await statesOf(project)))).toEqual(new Set(['open']));
    expect((await project.here(['import', 'resolutions', path, '--by', 'gus', '--yes', ...AS_OF])).code).toBe(0);
    await project.here(['replay']);
    expect(await statesOf(project)).toEqual({ 'EXP-1': 'awaiting_review', 'EXP-2': 'open', 'EXP-3': 'open', 'EXP-4': 'open', 'EXP-5': 'awaiting_review' });
    const trail = (await project.here(['audit', '--list'])).stdout.split('\n');
    expect(trail[2]).toMatch(/^A3 .* gus \(.*imported 3 decisions of the workbook .*week-1\.xlsx/);
    expect(trail[3]).toMatch(/^A4 .* erin \(.* {2}with workbook A3: paired EXP-4 .*with PO-4: the clerk chose the wrong vendor$/);
    expect(trail.slice(4, 6)).toEqual(expect.arrayContaining([expect.stringMatching(/^A\d .* dana \(.* {2}with workbook A3: resolved EXP-1 as accepted/)]));
    expect(await project.here(['audit'])).toMatchObject({ code: 0 });

    const next = await filledIn(project, 'week-2.xlsx', (cell, book) => {
      const audit: string[] = [];
      book.getWorksheet('Audit')?.eachRow((row) => audit.push((row.values as unknown[]).join(' | ')));
      expect(audit.filter((row) => row.includes('with workbook A3: '))).toHaveLength(3);
      for (const entry of ['A5', 'A6']) {
        cell('Review', entry, 'Review').value = 'approve';
        cell('Review', entry, 'Reviewed by').value = 'erin';
      }
      // The pairing is the largest, and so came first.
      cell('Review', 'A4', 'Review').value = 'approve';
      cell('Review', 'A4', 'Reviewed by').value = 'erin';
    });
    const reviewed = await project.here(['import', 'resolutions', next, '--by', 'gus', '--yes', ...AS_OF]);
    expect(reviewed.code).toBe(1);
    expect(reviewed.stdout).toContain('approve A5, by erin');
    expect(reviewed.stdout).toMatch(/REFUSED {2}Review, row \d+: erin made the decision A4/);
    expect(await statesOf(project)).toMatchObject({ 'EXP-1': 'resolved', 'EXP-5': 'resolved' });
  }, 60_000);

  it('has each row refused that was edited, is older, or lacks something, and the rest taken', async () => {
    const project = await fiveOpenRows();
    const accept = (cell: Parameters<Parameters<typeof filledIn>[2]>[0], key: string, by = 'dana'): void => {
      cell('Open items', key, 'Disposition').value = 'Ledger corrected';
      cell('Open items', key, 'Reason').value = 'typo';
      cell('Open items', key, 'Resolved by').value = by;
    };
    const mine = await filledIn(project, 'mine.xlsx', (cell) => {
      accept(cell, 'EXP-1');
      accept(cell, 'EXP-2');
      cell('Open items', 'EXP-2', 'Variance').value = 0;
      accept(cell, 'EXP-3', 'mallory');
      accept(cell, 'EXP-4', 'gus');
    });
    const hers = await filledIn(project, 'hers.xlsx', (cell) => accept(cell, 'EXP-1', 'erin'));
    const first = await project.here(['import', 'resolutions', mine, '--by', 'gus', '--yes', ...AS_OF]);
    expect(first.code).toBe(1);
    expect(first.stdout).toContain('ledger_corrected for EXP-1, by dana');
    expect(first.stdout).toContain('figures were changed in the workbook: Variance');
    expect(first.stdout).toContain('mallory is nobody whom the settings name');
    expect(first.stdout).toContain('gus has no role preparer');
    const second = await project.here(['import', 'resolutions', hers, '--by', 'gus', '--yes', ...AS_OF]);
    expect(second).toMatchObject({ code: 1, stdout: expect.stringContaining('dana decided about the row since the workbook was written (A4)') });
    project.write('ledger.csv', ledgerText(...LEDGER.map((row) => (row.po_number === 'PO-2' ? { ...row, amount: '843.50', entered_at: '2026-06-10T10:00:00Z' } : row))));
    const old = await filledIn(project, 'old.xlsx', (cell) => accept(cell, 'EXP-2'));
    await project.here(['run']);
    expect((await project.here(['import', 'resolutions', old, '--by', 'gus', '--yes', ...AS_OF])).stdout).toContain('the row has changed since the workbook was written');
  }, 60_000);

  it('of another project, cut short, or no workbook at all is one error, and nothing is written', async () => {
    const [project, other] = await Promise.all([fiveOpenRows(), fiveOpenRows()]);
    await other.here(['resolve', 'EXP-1', '--disposition', 'ledger_corrected', '--reason', 'x', '--by', 'dana', ...AS_OF]);
    const strange = await filledIn(other, 'strange.xlsx', () => {});
    project.write('cut.xlsx', readFileSync(strange).subarray(0, 5_000));
    for (const [file, said] of [[strange, 'was written from another record'], [join(project.dir, 'cut.xlsx'), 'cut.xlsx'], [join(project.dir, 'ledger.csv'), 'ledger.csv'], [join(project.dir, 'none.xlsx'), 'no such file']] as const) {
      const refused = await project.here(['import', 'resolutions', file, '--by', 'gus', '--yes', ...AS_OF]);
      expect(refused, file).toMatchObject({ code: 2, stdout: '' });
      expect(refused.stderr).toContain(said);
      expect(refused.stderr).toContain('What to do:');
    }
    expect((await project.here(['audit', '--list', '--format', 'json'])).stdout).not.toContain('workbook');
  }, 60_000);
});
