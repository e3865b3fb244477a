import { describe, expect, it } from 'vitest';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import type { VarianceRow } from '../../src/domain/variance.ts';
import { RunReader } from '../../src/store/run-store.ts';
import { type LedgerRow, type TestProject, approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';
import { hereInFolder } from '../cli/generated-project.ts';

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
  ['a dimension that bodies leave blank, filled: the text stays as it is', exported('D-10|P7|L-012', undefined, 'S1'), 'coding_variance department location D-10|P7|L-012 S1'],
  ['their account is that of the line', exported('6110|D-10|L-012', ['account', 'department', 'location']), 'match'],
  ['their account is another than that of the line', exported('6120|D-10|L-012', ['account', 'department', 'location']), 'coding_variance department location 6120|D-10|L-012 '],
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

it('a name of a department of which one row could not be read is nobody\'s', async () => {
  const made = project({ department: 'Store operations' });
  made.write('master/departments.csv', 'id,name,active\nD-10,Store operations,true\nD-11,Store operations,maybe\n');
  expect(await runOf(made)).toEqual(['coding_variance department Store operations']);
});

it('a scope by account keeps a PO whose account the ledger shows by name, and so shows one that nobody approved', async () => {
  const named = { gl_account: 'Cleaning supplies' };
  const made = makeProject({
    ledger: ledgerText(named, { po_number: 'PO-2', reference: '', amount: '900.00', ...named }, { po_number: 'PO-3', reference: '', amount: '70.00', gl_account: 'Repairs' }), settings: { scope: { ledger: { include: { glAccount: '6110' } } } },
    files: { 'master/gl_accounts.csv': 'id,name,active\n6110,Cleaning supplies,true\n6120,Repairs,true\n' },
  });
  expect((await rowsOf(made)).map(({ status, manual }) => `${manual.poNumbers.join()} ${status}`)).toEqual(['PO-7782 match', 'PO-2 unexpected_manual']);
});

it('explain traces a name to the code that it stands for', async () => {
  const named = project({ gl_account: 'Cleaning supplies' });
  await runOf(named);
  expect((await hereInFolder(named.dir, ['explain', 'EXP-9041'])).stdout).toMatch(/ledger\.csv:2 .*Cleaning supplies \/ D-10 \/ L-012, which stands for 6110 \/ D-10 \/ L-012/);
});

type Dimension = { code: string; valueCode: string };
const BC = { departmentDimension: 'DEPARTMENT', locationDimension: 'STORE' };
const values = (department: string | null, location: string | null): Dimension[] => [{ code: 'PROJECT', valueCode: 'P 7' }, ...(department === null ? [] : [{ code: 'DEPARTMENT', valueCode: department }]), ...(location === null ? [] : [{ code: 'STORE', valueCode: location }])];
const bcSettings = (erp = 'dynamics-bc', lines?: string): Record<string, unknown> => ({
  erp, erpDefaults: { 'dynamics-bc': BC },
  inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'dynamics-bc', files: 'po.json', ...(lines === undefined ? {} : { lines }), asOf: '2026-06-20T00:00:00Z' }], master: 'master', mapping: 'mapping' },
});
const bcHeader = (department: string | undefined, location: string | undefined): Record<string, unknown> => ({
  id: 'a', number: 'PO-7782', orderDate: '2026-06-02', vendorNumber: 'V-1001', currencyCode: 'USD', yourReference: 'EXP-9041', shortcutDimension1Code: department, shortcutDimension2Code: location,
});
const bcLine = (dimensionSetLines: unknown): Record<string, unknown> => ({ documentId: 'a', sequence: 10000, lineType: 'Account', lineObjectNumber: '6110', netAmount: 845.5, dimensionSetLines });
const bcProject = (dimensions: unknown, header: [string?, string?] = ['D-10', 'L-012'], erp?: string): TestProject => makeProject({
  settings: bcSettings(erp), files: { 'ledger.csv': null, 'po.json': JSON.stringify({ value: [{ ...bcHeader(...header), purchaseOrderLines: [bcLine(dimensions)] }] }) },
});

it.each<[string, TestProject, string]>([
  ['are its department and location', bcProject(values('D-10', 'L-012'), []), 'match'],
  ['go before those of the header', bcProject(values('D-10', 'L-012'), ['D-11', 'L-003']), 'match'],
  ['name another department than the header', bcProject(values('D-11', 'L-012')), 'coding_variance department D-11'],
  ['name another location than the header', bcProject(values('D-10', 'L-003')), 'coding_variance location L-003'],
  ['name no department, and the header\'s is not the line\'s', bcProject(values(null, 'L-012')), 'coding_variance department '],
  ['are none: the header\'s are', bcProject([]), 'match'],
  ['were not asked for: the header\'s are', bcProject(undefined), 'match'],
  ['stay one text without the profile of the ERP', bcProject(values('D-10', 'L-012'), undefined, 'generic'), 'coding_variance department DEPARTMENT=D-10; PROJECT=P 7; STORE=L-012'],
])('dimension values of a line of Business Central %s', async (_, project, result) => {
  expect(await runOf(project)).toEqual([result]);
});

it.each([['D-10', 'match'], ['D-11', 'coding_variance department D-11']])('dimension values in Business Central\'s own file of lines (%s) go before those of the header', async (department, result) => {
  const project = makeProject({
    settings: bcSettings('dynamics-bc', 'lines.json'), files: { 'ledger.csv': null, 'po.json': JSON.stringify([bcHeader('D-10', 'L-012')]), 'lines.json': JSON.stringify([bcLine(values(department, 'L-012'))]) },
  });
  expect(await runOf(project)).toEqual([result]);
});

it('a list of dimension values that is cut off, or of which one can\'t be told, sets its PO aside', async () => {
  for (const dimensions of [[{ code: 'DEPARTMENT' }], [{ code: 'A=B', valueCode: '1' }], [{ code: 'DEPARTMENT', valueCode: 'D-10; STORE=L-012' }]]) expect(await runOf(bcProject(dimensions))).toEqual(['missing_manual']);
  const cut = { ...bcLine(values('D-10', 'L-012')), 'dimensionSetLines@odata.nextLink': 'x' };
  expect(await runOf(makeProject({ settings: bcSettings(), files: { 'ledger.csv': null, 'po.json': JSON.stringify([{ ...bcHeader('D-10', 'L-012'), purchaseOrderLines: [cut] }]) } }))).toEqual(['missing_manual']);
});

describe('a PO as the tool\'s own body for Business Central writes it', () => {
  const twoDepartments = approvalsText(approvedReport({ report: { lines: [
    { id: '1', date: '2026-05-30', merchant: 'Acme Janitorial', category: 'Cleaning', description: 'Pads', amount: '800.00' },
    { id: '2', date: '2026-05-30', merchant: 'Acme Janitorial', category: 'Cleaning', description: 'Poster', amount: '45.50', department: 'Marketing' },
  ] } }));
  interface Written { purchaseOrderLines: { quantity: number; directUnitCost: number; dimensionSetLines: Dimension[] }[] }
  const readBack = async (changed: (body: Written) => void = () => {}): Promise<string[]> => {
    const project = makeProject({ approvals: twoDepartments, settings: bcSettings(), files: { 'ledger.csv': null, 'po.json': '[]' } });
    project.write('po.json', JSON.stringify([{ ...bcHeader('', ''), number: 'PO-1', yourReference: '', vendorNumber: 'V-1002', purchaseOrderLines: [bcLine(undefined)] }]));
    await runOf(project);
    const { orders } = JSON.parse((await hereInFolder(project.dir, ['explain', 'EXP-9041', '--format', 'json'])).stdout) as { orders: { requestBody: Written }[] };
    const body = (orders[0] as { requestBody: Written }).requestBody;
    changed(body);
    const lines = body.purchaseOrderLines.map((line, index) => ({ ...line, sequence: index + 1, netAmount: line.quantity * line.directUnitCost }));
    const other = makeProject({ approvals: twoDepartments, settings: bcSettings(), files: { 'ledger.csv': null, 'po.json': JSON.stringify({ value: [{ ...body, number: 'PO-7782', purchaseOrderLines: lines }] }) } });
    return runOf(other);
  };

  it('matches when it is read back', async () => {
    expect(await readBack()).toEqual(['match']);
  });

  it('does not where the two lines changed their departments', async () => {
    const swap = ({ purchaseOrderLines: [one, two] }: Written): void => {
      if (one !== undefined && two !== undefined) [one.dimensionSetLines, two.dimensionSetLines] = [two.dimensionSetLines, one.dimensionSetLines];
    };
    expect(await readBack(swap)).toEqual([expect.stringMatching(/^coding_variance department/)]);
  });
});

it('explain traces dimension values to the codes that they stand for', async () => {
  const project = bcProject(values('D-11', 'L-012'));
  await runOf(project);
  expect((await hereInFolder(project.dir, ['explain', 'EXP-9041'])).stdout).toMatch(/6110 \/ DEPARTMENT=D-11; PROJECT=P 7; STORE=L-012 \/ L-012, which stands for 6110 \/ D-11 \/ L-012/);
});
