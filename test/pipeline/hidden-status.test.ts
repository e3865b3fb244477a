import { describe, expect, it } from 'vitest';
import type { GateResult } from '../../src/domain/gate.ts';
import { judgeGates } from '../../src/gates/verdict.ts';
import { auditProject } from '../../src/pipeline/audit-project.ts';
import { gatherFacts } from '../../src/pipeline/facts/gather-facts.ts';
import { type TestProject, LEDGER_COLUMNS, ledgerCells, ledgerText, makeProject } from '../project-folder.ts';
import { audit, failing, problemsOf, rechain, tamper } from './audit-tampering.ts';

const CONTROLS = { controls: { count: 1, amount: { USD: '845.50' } } };
const inputs = (ledger: Record<string, unknown>) => ({ inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl', ...CONTROLS }], ledger: [{ format: 'generic', files: 'ledger.csv', ...CONTROLS, ...ledger }], master: 'master', mapping: 'mapping' } });
/** The PO that agrees with EXP-9041, with these columns and cells instead of its status. */
const named = (columns: string, cells: string): string => ledgerText({}).replace(',status\n', `,${columns}\n`).replace(',open\n', `,${cells}\n`);

async function projectOf(ledger: string, { input = {}, files = {} }: { input?: Record<string, unknown>; files?: Record<string, string | null> } = {}): Promise<TestProject> {
  const project = makeProject({ ledger, settings: inputs(input), files });
  const { code, stderr } = await project.here(['run']);
  expect(code, stderr).toBe(0);
  return project;
}

const inputsComplete = (project: TestProject): Promise<GateResult> =>
  project.work(async (workplace) => {
    const { facts, waivers } = await gatherFacts(workplace, await auditProject(workplace), { asOf: undefined });
    return judgeGates(facts, waivers).find(({ id }) => id === 'inputs_complete') as GateResult;
  });

describe('a ledger whose column of the status has another name', () => {
  it('keeps inputs_complete from passing, though a cancelled PO agrees with its report: file, column and what to do', async () => {
    const project = await projectOf(named('po_status', 'cancelled'));
    const rows = JSON.parse((await project.here(['variance', '--format', 'json'])).stdout) as { rows: { status: string }[] };
    expect(rows.rows.map(({ status }) => status)).toEqual(['match']);
    expect(await inputsComplete(project)).toMatchObject({
      passed: false, measured: { hiddenStatuses: 1 }, measuredText: expect.stringMatching(/, 1 ledger file whose status is not read$/),
      evidence: ['ledger.csv has no column status, and po_status is not read: each of its lines counts as open'],
      remedies: [{ action: 'Name the column status that says in ledger.csv which lines are cancelled, or describe it by a header profile; where it says something else, add an empty column status' }],
    });
    const { code, stdout } = await project.here(['gate', '--as-of', '2026-06-16T08:00:00Z']);
    expect([code, stdout.includes('NO-GO')]).toEqual([1, true]);
  });

  it('does so as JSON lines too', async () => {
    const keys = LEDGER_COLUMNS.map((column) => (column === 'status' ? 'LineState' : column));
    const line = JSON.stringify(Object.fromEntries(keys.map((key, index) => [key, ledgerCells({ status: 'cancelled' })[index]])));
    const project = await projectOf('', { input: { files: 'ledger.jsonl' }, files: { 'ledger.csv': null, 'ledger.jsonl': `${line}\n` } });
    expect((await inputsComplete(project)).evidence).toEqual(['ledger.jsonl has no column status, and LineState is not read: each of its lines counts as open']);
  });

  it.each<[string, string, Record<string, unknown>]>([
    ['a column status beside it, an empty one too', named('po_status,status', 'cancelled,'), {}],
    ['the name status', named('Status', 'open'), {}],
    ['a header profile that reads it', named('po_status', 'open'), { profile: { columns: { po_number: 'po_number', po_date: 'po_date', vendor_id: 'vendor_id', currency: 'currency', reference: 'reference', gl_account: 'gl_account', department: 'department', location: 'location', amount: 'amount', status: 'po_status' } } }],
    ['no word for a state among its columns', named('buyer', 'Kim'), {}],
  ])('does not where the file has %s', async (_, text, input) => {
    const gate = await inputsComplete(await projectOf(text, { input }));
    expect(gate).toMatchObject({ passed: true, remedies: [] });
    expect(gate.measured).not.toHaveProperty('hiddenStatuses');
  });

  it('no longer does once a newer export with a column status took its place', async () => {
    const project = await projectOf(named('po_status', 'open'));
    project.write('ledger.csv', ledgerText({ entered_at: '2026-06-03T17:30:00Z' }));
    expect((await project.here(['run'])).code).toBe(0);
    expect(await inputsComplete(project)).toMatchObject({ passed: true });
  });
});

/** How canonical files were read when columns that nobody reads were not kept yet. */
const READING_OF_BEFORE = '64beace227906bca';

describe('the audit', () => {
  it('derives again which columns nobody reads, and tells where the database no longer says so', async () => {
    const { dir } = await projectOf(named('po_status', 'cancelled'));
    expect(failing(await audit(dir))).toEqual([]);
    tamper(dir, "UPDATE import_file SET measured = json_remove(measured, '$.unread') WHERE shown = 'ledger.csv'");
    expect(problemsOf(await audit(dir), 'record')).toEqual([expect.stringMatching(/^import_file: import \d+ \(ledger\.csv\) has another measured than by the evidence$/)]);
  });

  it('holds for an import of before they were kept, of which no gate says anything', async () => {
    const project = await projectOf(named('po_status', 'cancelled'));
    tamper(project.dir, `UPDATE import_file SET reading = '${READING_OF_BEFORE}'`, "UPDATE import_file SET measured = json_remove(measured, '$.unread') WHERE shown = 'ledger.csv'", "UPDATE audit_entry SET act = json_remove(act, '$.files[1].unread') WHERE kind = 'import' AND act ->> '$.files[1].unread' = 1");
    rechain(project.dir);
    expect(failing(await audit(project.dir))).toEqual([]);
    expect(await inputsComplete(project)).toMatchObject({ passed: true });
    const { code, stderr } = await project.here(['run']);
    expect([code, stderr.includes('ledger.csv: known already, 1 row'), stderr.includes('not read')]).toEqual([0, true, false]);
  });
});
