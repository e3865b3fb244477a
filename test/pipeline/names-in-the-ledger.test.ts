import { expect, it } from 'vitest';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import type { VarianceRow } from '../../src/domain/variance.ts';
import { RunReader } from '../../src/store/run-store.ts';
import { type LedgerRow, type TestProject, ledgerText, makeProject } from '../project-folder.ts';
import { inFolder } from '../cli/generated-project.ts';

const rowsOf = (project: TestProject): Promise<VarianceRow[]> => project.work(async (workplace) => {
  await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
  const { run } = await replayRecord(workplace, undefined);
  return [...new RunReader(workplace.database).rows(run.id)];
});
const runOf = async (project: TestProject): Promise<string[]> => (await rowsOf(project)).map(({ status, causes, differences }) => [status, ...causes, ...differences.flatMap(({ manual }) => manual.map(({ value }) => value))].join(' '));
const project = (row: LedgerRow): TestProject => makeProject({
  ledger: ledgerText(row),
  files: { 'master/vendors.csv': 'id,name,currency,active\nV-1001,Acme Supplies,USD,true\nV-1002,Birch,USD,true\n', 'master/gl_accounts.csv': 'id,name,active\n6110,Cleaning supplies,true\n6120,Repairs,true\n', 'master/departments.csv': 'id,name,active\nD-10,Store operations,true\n', 'master/locations.csv': 'id,name,active\nL-012,Store 012,true\n' },
});

it.each<[string, LedgerRow, string]>([
  ['names', { gl_account: 'Cleaning supplies', department: 'Store operations', location: 'store 012' }, 'match'],
  ['ids and names, as a saved search shows them', { gl_account: '6100 Facilities : 6110 Cleaning supplies', department: 'D-10 Store operations', location: 'L-012' }, 'match'],
  ['the vendor by id and name', { vendor_id: '', vendor_name: 'V-1001 Acme Supplies' }, 'match'],
  ['another vendor by id and name', { vendor_id: '', vendor_name: 'V-1002 Birch' }, 'coding_variance vendor V-1002 Birch'],
  ['the name of another account, told by its id', { gl_account: 'Repairs' }, 'coding_variance gl_account 6120'],
  ['a name that nobody has, told as it stands', { gl_account: 'Cleaning' }, 'coding_variance gl_account Cleaning'],
])('a ledger that shows %s is compared by codes', async (_, row, result) => {
  expect(await runOf(project(row))).toEqual([result]);
});

const FO = { dataAreaId: 'usmf', procurementCategory: 'Services', procurementHierarchy: 'Procurement', dimensions: { order: ['department', 'blank', 'location'], delimiter: '|' } };
const exported = (dimensions: string, order: string[] = FO.dimensions.order, site = ''): TestProject => makeProject({
  settings: {
    erp: 'dynamics-fo', erpDefaults: { 'dynamics-fo': { ...FO, dimensions: { order, delimiter: '|' } } },
    inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'dynamics-fo', files: 'export.csv' }], master: 'master', mapping: 'mapping' },
  },
  files: {
    'ledger.csv': null,
    'export.csv': 'PURCHASEORDERNUMBER,ACCOUNTINGDATE,ORDERVENDORACCOUNTNUMBER,CURRENCYCODE,VENDORORDERREFERENCE,LINENUMBER,LINEAMOUNT,MAINACCOUNTIDDISPLAYVALUE,DEFAULTLEDGERDIMENSIONDISPLAYVALUE,RECEIVINGSITEID\n' +
      `PO-7782,2026-06-02 12:00:00,V-1001,USD,EXP-9041,1,845.50,6110,${dimensions},${site}\n`,
  },
});

it.each<[string, TestProject, string]>([
  ['department and location stand among them', exported('D-10||L-012'), 'match'],
  ['a blank between them may be filled', exported('D-10|P7|L-012', undefined, 'S1'), 'match'],
  ['another department', exported('D-11||L-012'), 'coding_variance department D-11'],
  ['another location, whatever the site', exported('D-10||L-003', undefined, 'L-012'), 'coding_variance location L-003'],
  ['a text in another format stays as it is', exported('D-10|L-012'), 'coding_variance department location D-10|L-012 '],
  ['a format without the location leaves it to the site', exported('D-10|', ['department', 'blank'], 'L-012'), 'match'],
])('all dimensions of F&O in one text: %s', async (_, project, result) => {
  expect(await runOf(project)).toEqual([result]);
});

it('a format of F&O without the department leaves it uncompared', async () => {
  const project = exported('|L-012', ['blank', 'location']);
  expect((await rowsOf(project)).map(({ status, match }) => [status, ...match.notCompared])).toEqual([['match', 'department', 'period', 'entity']]);
});

it('explain traces a name to the code that it stands for', async () => {
  const named = project({ gl_account: 'Cleaning supplies' });
  await runOf(named);
  expect((await inFolder(named.dir, ['explain', 'EXP-9041'])).stdout).toMatch(/ledger\.csv:2 .*Cleaning supplies \/ D-10 \/ L-012, which stands for 6110 \/ D-10 \/ L-012/);
});
