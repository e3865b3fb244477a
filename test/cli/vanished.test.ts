import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { judgeGates } from '../../src/gates/verdict.ts';
import type { GateResult } from '../../src/domain/gate.ts';
import { readWorkbook } from '../../src/intake/workbook.ts';
import { auditProject } from '../../src/pipeline/audit-project.ts';
import { gatherFacts } from '../../src/pipeline/facts/gather-facts.ts';
import { type LedgerRow, type TestProject, approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

const PEOPLE = [
  { id: 'dana', name: 'Dana Lee', erpUsers: ['clerk1'], roles: ['reviewer'] },
  { id: 'frank', name: 'Frank', roles: ['preparer'] },
  { id: 'gus', name: 'Gus', roles: ['reviewer'] },
];
const AS_OF = ['--as-of', '2026-06-16T08:00:00Z'];
const KEPT: LedgerRow[] = [{ po_number: 'PO-1', reference: '', amount: '12.00' }, { po_number: 'PO-9', reference: '', amount: '13.00', po_date: '2026-06-08' }];
const GONE: LedgerRow = { po_number: 'PO-2', po_date: '2026-06-03', reference: '', amount: '77.00' };
const GONE_LATER: LedgerRow = { po_number: 'PO-3', po_date: '2026-06-04', reference: '', vendor_id: 'V-1002', amount: '5.00' };
const onDay = (day: string, ...rows: LedgerRow[]): string => ledgerText(...rows.map((row) => ({ ...row, entered_at: `2026-06-${day}T18:00:00Z` })));

/** What `inputs_complete` says, without a process of its own. */
const inputsComplete = (project: TestProject): Promise<GateResult> =>
  project.work(async (workplace) => {
    const { facts, waivers } = await gatherFacts(workplace, await auditProject(workplace), { asOf: undefined });
    return judgeGates(facts, waivers).find(({ id }) => id === 'inputs_complete') as GateResult;
  });
const saysVanished = ({ evidence }: GateResult): string[] => evidence.filter((each) => each.includes('no longer by'));
const measured = async (project: TestProject): Promise<unknown> => ((await inputsComplete(project)).measured as { vanishedUnreviewed: number }).vanishedUnreviewed;

describe('a PO that a newer export over the same dates no longer holds', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = makeProject({ ledger: onDay('08', {}, ...KEPT, GONE, GONE_LATER), settings: { people: PEOPLE } });
    await project.here(['run']);
    project.write('ledger.csv', onDay('10', {}, ...KEPT, GONE_LATER));
    expect((await project.here(['run'])).code).toBe(0);
  });

  it('keeps inputs_complete from passing: number, money, which export held it, and which no longer does', async () => {
    const gate = await inputsComplete(project);
    expect(gate.passed).toBe(false);
    expect(saysVanished(gate)).toEqual(['PO-2, $77.00: held by ledger.csv as of 2026-06-08T18:00:00Z, and no longer by ledger.csv as of 2026-06-10T18:00:00Z']);
    expect(gate.remedies.map(({ command }) => command)).toContain('po-shadow variance --vanished, then po-shadow review vanished --by …');
  });

  it('is listed', async () => {
    expect((await project.here(['variance', '--vanished'])).stdout).toBe('PO-2  2026-06-03  $77.00  held by ledger.csv as of 2026-06-08T18:00:00Z, and no longer by ledger.csv as of 2026-06-10T18:00:00Z\n');
    expect(JSON.parse((await project.here(['variance', '--vanished', '--format', 'json'])).stdout)).toEqual([{ poNumber: 'PO-2', poDate: '2026-06-03', currency: 'USD', amount: '77.00', heldBy: 'ledger.csv as of 2026-06-08T18:00:00Z', goneFrom: 'ledger.csv as of 2026-06-10T18:00:00Z' }]);
    expect((await project.here(['variance', '--vanished', '--format', 'csv'])).stdout).toBe('po,date,currency,amount,held_by,gone_from\r\nPO-2,2026-06-03,USD,77.00,ledger.csv as of 2026-06-08T18:00:00Z,ledger.csv as of 2026-06-10T18:00:00Z\r\n');
  });

  it('is marked in the workbook: on its line, and on Audit', async () => {
    await project.here(['report', '--out', 'decision.xlsx', ...AS_OF], { cwd: project.dir });
    const sheets = await readWorkbook(join(project.dir, 'decision.xlsx'), 'decision.xlsx');
    const rowsOf = (name: string): string[][] => (sheets.find((sheet) => sheet.name === name)?.rows ?? []).map(({ cells }) => cells);
    const lines = rowsOf('Manual ledger').filter((cells) => cells[0]?.startsWith('PO-'));
    expect(lines.filter((cells) => cells.includes('ledger.csv as of 2026-06-10T18:00:00Z')).map(([number]) => number)).toEqual(['PO-2']);
    expect(rowsOf('Audit').flat()).toContain('POs that a newer export no longer holds: not reviewed');
  });

  it.each([
    ['who keyed it', ['--by', 'dana', '--reason', 'a test entry'], 'dana entered PO-2'],
    ['who is no reviewer', ['--by', 'frank', '--reason', 'a test entry'], 'frank has no role reviewer'],
    ['without a reason', ['--by', 'gus'], 'the reason is missing'],
    ['to refuse it', ['--by', 'gus', '--reject', '--reason', 'no'], 'not refused by a review'],
  ])('is not reviewed by or %s', async (_, args, said) => {
    expect(await project.here(['review', 'vanished', ...args, ...AS_OF])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(said) });
  });

  it('passes once a second person reviewed it, and stays in the evidence', async () => {
    expect(await project.here(['review', 'vanished', '--by', 'gus', '--reason', 'keyed as a test, and deleted', ...AS_OF])).toMatchObject({ code: 0, stdout: 'A5  reviewed the POs that a newer export no longer holds, by gus\n' });
    const gate = await inputsComplete(project);
    expect(gate.measuredText).toContain('1 vanished PO reviewed by gus');
    expect(await measured(project)).toBe(0);
    expect((await project.here(['audit', '--list'])).stdout).toContain('reviewed the POs that a newer export no longer holds: keyed as a test, and deleted');
  });

  it('is still reviewed when a newer export does not hold it either', async () => {
    project.write('ledger.csv', onDay('11', {}, ...KEPT, GONE_LATER));
    await project.here(['run']);
    expect(await measured(project)).toBe(0);
  });

  it('is not, once the reviewer is none any more', async () => {
    const settings = (people: unknown): void => project.write('po-shadow.yaml', JSON.stringify({ timeZone: 'America/New_York', window: { from: '2026-06-01', to: '2026-06-14' }, inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'ledger.csv' }] }, people }));
    settings(PEOPLE.map((person) => ({ ...person, roles: ['preparer'] })));
    expect(await measured(project)).toBe(1);
    settings(PEOPLE.map((person) => (person.id === 'gus' ? { ...person, erpUsers: ['CLERK1 '] } : { ...person, erpUsers: [] })));
    expect(await measured(project)).toBe(1);
    settings(PEOPLE);
    expect(await measured(project)).toBe(0);
  });

  it('lets the review lapse when another vanishes', async () => {
    project.write('ledger.csv', onDay('12', {}, ...KEPT));
    await project.here(['run']);
    const gate = await inputsComplete(project);
    expect(saysVanished(gate)).toHaveLength(2);
    expect(gate.measured).toMatchObject({ vanishedUnreviewed: 2 });
  });

  it('is nothing to review where none has vanished', async () => {
    const whole = makeProject({ settings: { people: PEOPLE } });
    await whole.here(['run']);
    expect((await whole.here(['review', 'vanished', '--by', 'gus', '--reason', 'x', ...AS_OF])).stderr).toContain('no PO has vanished from the ledger');
  });
});

describe('a PO whose number another PO has in another ledger', () => {
  const OTHER: LedgerRow = { po_number: 'PO-7782', po_date: '2026-06-09', vendor_id: 'V-1002', vendor_name: 'Bluebird Signage LLC', reference: 'EXP-9042', amount: '55.00', entered_by: 'clerk7', entered_at: '2026-06-15T18:00:00Z' };
  const SAYS = 'PO-7782  2026-06-09  $55.00  held by other.csv as of 2026-06-15T18:00:00Z, and no longer by ledger.csv as of 2026-06-16T18:00:00Z, which has another PO under its number: V-1001 Acme Janitorial Supply Co, $845.50, 2026-06-02';
  const project = makeProject({
    ledger: onDay('16', {}),
    files: { 'other.csv': ledgerText(OTHER) },
    settings: { people: [...PEOPLE, { id: 'hal', name: 'Hal', erpUsers: ['clerk7'], roles: ['reviewer'] }], inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'ledger.csv' }, { format: 'generic', files: 'other.csv' }] } },
  });

  it('is named by the run, listed, and keeps inputs_complete from passing until somebody who keyed neither reviewed it', async () => {
    const run = await project.here(['run']);
    expect(run.stdout.replaceAll(/\s+/g, ' ')).toContain('Under 1 PO number an older export has another PO, which is in no row: PO-7782; po-shadow variance --vanished.');
    expect((await project.here(['variance', '--vanished'])).stdout).toBe(`${SAYS}\n`);
    expect(JSON.parse((await project.here(['variance', '--vanished', '--format', 'json'])).stdout)).toMatchObject([{ goneFrom: 'ledger.csv as of 2026-06-16T18:00:00Z', instead: 'V-1001 Acme Janitorial Supply Co, $845.50, 2026-06-02' }]);
    const gate = await inputsComplete(project);
    expect([gate.passed, gate.measured]).toEqual([false, expect.objectContaining({ vanishedUnreviewed: 1 })]);
    expect(saysVanished(gate)[0]).toContain('other.csv as of 2026-06-15T18:00:00Z, and no longer by ledger.csv as of 2026-06-16T18:00:00Z, which has another PO under its number');
    expect((await project.here(['review', 'vanished', '--by', 'hal', '--reason', 'x', ...AS_OF.with(1, '2026-06-17T08:00:00Z')])).stderr).toContain('hal entered PO-7782');
    expect(await project.here(['review', 'vanished', '--by', 'gus', '--reason', 'merchandise, no expense', ...AS_OF.with(1, '2026-06-17T08:00:00Z')])).toMatchObject({ code: 0 });
    expect(await measured(project)).toBe(0);
  });

  it('leaves the line of the PO that counts unmarked in the workbook', async () => {
    await project.here(['report', '--out', 'decision.xlsx', ...AS_OF.with(1, '2026-06-17T08:00:00Z')], { cwd: project.dir });
    const lines = (await readWorkbook(join(project.dir, 'decision.xlsx'), 'decision.xlsx')).find(({ name }) => name === 'Manual ledger')?.rows.filter(({ cells }) => cells[0]?.startsWith('PO-')) ?? [];
    expect(lines.map(({ cells }) => [cells[0], cells.some((cell) => cell.startsWith('ledger.csv as of'))])).toEqual([['PO-7782', false]]);
  });

  it('is two POs where the inputs say their legal entities', async () => {
    const apart = makeProject({
      ledger: onDay('16', {}), files: { 'other.csv': ledgerText(OTHER) },
      settings: { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'ledger.csv', entity: '1010' }, { format: 'generic', files: 'other.csv', entity: '2000' }] } },
    });
    await apart.here(['run']);
    expect(await measured(apart)).toBe(0);
    const { rows } = JSON.parse((await apart.here(['variance', '--format', 'json'])).stdout) as { rows: { manual: { poNumbers: string[] } }[] };
    expect(rows.flatMap(({ manual }) => manual.poNumbers).sort()).toEqual(['1010/PO-7782', '2000/PO-7782']);
  });

  it('is one PO where two formats of one ledger hold it', async () => {
    const twice = makeProject({
      ledger: onDay('16', {}), files: { 'other.csv': onDay('15', { vendor_id: '', reference: '' }) },
      settings: { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'ledger.csv' }, { format: 'generic', files: 'other.csv' }] } },
    });
    await twice.here(['run']);
    expect(await measured(twice)).toBe(0);
  });
});

describe('a PO of the window that differs from its report outside of it', () => {
  const inScope = (project: TestProject): Promise<GateResult> =>
    project.work(async (workplace) => {
      const { facts, waivers } = await gatherFacts(workplace, await auditProject(workplace), { asOf: undefined });
      return judgeGates(facts, waivers).find(({ id }) => id === 'in_scope') as GateResult;
    });
  const early = approvedReport({ eventId: 'e2', id: 'EXP-1001', amount: '88.00', occurredAt: '2026-05-28T15:10:00Z', report: { submittedAt: '2026-05-27T12:00:00Z' } });
  const order: LedgerRow = { po_number: 'PO-5', reference: 'EXP-1001', amount: '880.00', posting_period: '2026-05' };

  it('is reviewed as it is: the review lapses when it differs otherwise, and nobody who keyed it gives one', async () => {
    const project = makeProject({
      approvals: approvalsText(approvedReport(), early), ledger: onDay('08', {}, order), settings: { people: PEOPLE },
      files: { 'master/periods.csv': 'name,start,end,status\n2026-05,2026-05-01,2026-05-31,open\n2026-06,2026-06-01,2026-06-30,open\n' },
    });
    await project.here(['run', '--by', 'frank']);
    expect((await inScope(project)).passed).toBe(false);
    expect((await project.here(['review', 'scope', '--by', 'dana', '--reason', 'of May', ...AS_OF])).stderr).toContain('dana entered PO-5');
    expect(await project.here(['review', 'scope', '--by', 'gus', '--reason', 'of May', ...AS_OF])).toMatchObject({ code: 0 });
    expect((await inScope(project)).passed).toBe(true);
    project.write('ledger.csv', onDay('10', {}, { ...order, vendor_id: 'V-1002', vendor_name: 'Bluebird Signage LLC' }));
    await project.here(['run', '--by', 'frank']);
    expect((await inScope(project)).passed).toBe(false);
  });
});
