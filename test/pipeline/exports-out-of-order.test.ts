import { describe, expect, it } from 'vitest';
import { auditProject } from '../../src/pipeline/audit-project.ts';
import { gatherFacts } from '../../src/pipeline/facts/gather-facts.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { parity } from '../../src/pipeline/watching/parity.ts';
import { type LedgerRow, type TestProject, ledgerText, makeProject } from '../project-folder.ts';
import { audit, failing } from './audit-tampering.ts';

const LATE: LedgerRow = { po_number: 'PO-9', po_date: '2026-06-10', reference: '', amount: '9.00', entered_at: '2026-06-10T15:00:00Z' };
const EARLY: LedgerRow = { entered_at: '2026-06-03T15:00:00Z' };
const settings = (asOf?: string) => ({ window: { from: '2026-06-01', to: '2026-06-14' }, timeZone: 'America/New_York', inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'ledger.csv', ...(asOf === undefined ? {} : { asOf }) }], master: 'master', mapping: 'mapping' } });

/** What `run` and then `gate` do: how each PO's row stands, and which exports are in doubt. */
const runOf = (project: TestProject): Promise<{ doubtful: string[]; statuses: unknown[]; vanished: string[] }> => project.work(async (workplace) => {
  await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
  const { run } = await replayRecord(workplace, undefined);
  const { facts } = await gatherFacts(workplace, await auditProject(workplace), { asOf: undefined });
  return {
    doubtful: facts.exportsOutOfOrder.map(({ later, earlier, asOf }) => `${later} after ${earlier}, ${asOf}`), vanished: run.summary.vanished,
    statuses: workplace.database.sqlite.prepare('SELECT status FROM variance_row WHERE run_id = ? ORDER BY status').pluck().all(run.id),
  };
});
/** A ledger with a late entry, exported again under its name. */
async function exportedAgain(...rows: LedgerRow[]): Promise<TestProject> {
  const project = makeProject({ settings: settings(), ledger: ledgerText(EARLY, LATE) });
  await runOf(project);
  project.write('ledger.csv', ledgerText(...rows));
  return project;
}

describe('an export that was imported after another one, and by its latest entry is no newer', () => {
  it.each<[string, LedgerRow[], string]>([
    ['a deleted PO, which was the latest', [EARLY], '2026-06-03T15:00:00Z'],
    ['a line that was coded anew', [{ ...EARLY, gl_account: '6120' }, LATE], '2026-06-10T15:00:00Z'],
  ])('is told as such where it shows %s', async (_, rows, latest) => {
    const project = await exportedAgain(...rows);
    const [one] = (await runOf(project)).doubtful as [string];
    const [, later, earlier] = /^ledger\.csv \(SHA-256 (\w{8})…\) after ledger\.csv \(SHA-256 (\w{8})…\), (.*)$/.exec(one) ?? [];
    expect([later === earlier, one.endsWith(latest)]).toEqual([false, true]);
    const { answer, unknown } = await project.work((workplace) => parity(workplace, { date: '2026-06-02', since: undefined, asOf: undefined, now: Date.UTC(2026, 5, 3, 14) }));
    expect(answer).not.toBe('agree');
    expect(unknown).toContain(`ledger.csv (SHA-256 ${later}…) was imported after ledger.csv (SHA-256 ${earlier}…) and counts as no newer: asOf beside the input says when it was taken`);
  });

  it('is settled by saying when it was taken, though its rows were read before', async () => {
    const project = await exportedAgain({ ...EARLY, gl_account: '6120' }, { ...LATE, po_number: 'PO-10' });
    await runOf(project);
    project.write('po-shadow.yaml', JSON.stringify(settings('2026-06-15T20:00:00Z')));
    expect(await runOf(project)).toEqual({ doubtful: [], statuses: ['coding_variance', 'unexpected_manual'], vanished: ['PO-9'] });
    expect(failing(await audit(project.dir))).toEqual([]);
  });

  it('is settled so too where a pattern names both exports, and stays so when the settings are put back', async () => {
    const project = makeProject({ settings: settings(), ledger: ledgerText(EARLY, LATE) });
    const patterned = (...more: object[]): string => JSON.stringify({ ...settings(), inputs: { ...settings().inputs, ledger: [{ format: 'generic', files: 'ledger*.csv' }, ...more] } });
    const dated = patterned({ format: 'generic', files: 'ledger-2.csv', asOf: '2026-06-15T20:00:00Z' });
    project.write('po-shadow.yaml', patterned());
    await runOf(project);
    project.write('ledger-2.csv', ledgerText({ ...EARLY, gl_account: '6120' }, { ...LATE, po_number: 'PO-10' }));
    expect((await runOf(project)).doubtful).toEqual(['ledger-2.csv after ledger.csv, 2026-06-10T15:00:00Z']);
    for (const text of [dated, dated, patterned()]) {
      project.write('po-shadow.yaml', text);
      expect(await runOf(project)).toEqual({ doubtful: [], statuses: ['coding_variance', 'unexpected_manual'], vanished: ['PO-9'] });
    }
    expect(failing(await audit(project.dir))).toEqual([]);
  });

  it('can\'t be named by two entries alike: nobody could tell how it is read', async () => {
    const inputs = { ...settings().inputs, ledger: [{ format: 'generic', files: 'ledger*.csv' }, { format: 'generic', files: 'led*.csv', asOf: '2026-06-15T20:00:00Z' }] };
    await expect(runOf(makeProject({ settings: { ...settings(), inputs } }))).rejects.toThrow('two entries of inputs.ledger name this file');
  });

  it('is settled by the next export with a newer entry', async () => {
    const project = await exportedAgain(EARLY);
    await runOf(project);
    project.write('ledger.csv', ledgerText(EARLY, { ...LATE, po_number: 'PO-10', entered_at: '2026-06-11T15:00:00Z', po_date: '2026-06-11' }));
    expect((await runOf(project)).doubtful).toEqual([]);
  });

  it('is no matter where it has newer entries, or is of another ledger', async () => {
    expect((await runOf(await exportedAgain(EARLY, LATE, { ...LATE, po_number: 'PO-10', entered_at: '2026-06-11T15:00:00Z' }))).doubtful).toEqual([]);
    expect((await runOf(await exportedAgain({ ...EARLY, po_number: 'PO-50', reference: '' }))).doubtful).toEqual([]);
  });
});
