import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../src/domain/audit-report.ts';
import type { GateResult } from '../../src/domain/gate.ts';
import type { Trials } from '../../src/gates/trials.ts';
import { auditProject } from '../../src/pipeline/audit-project.ts';
import { judgeAudited } from '../../src/pipeline/facts/judge-project.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import type { Workplace } from '../../src/pipeline/workplace.ts';
import { approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';
import { audit, copyOf, failing, inCopy, problemsOf, raw, rechain, tamper } from './audit-tampering.ts';

const OLD = '0.0.0-test';
const NEW = '9.9.9';

const run = async (workplace: Workplace): Promise<void> => {
  await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
  await replayRecord(workplace, undefined);
};

/** EXP-9041 agrees; EXP-9042 was keyed too high in the first week, and is corrected in the second. Both runs are of the older version. */
let old: string;
/** The same, and a run of the newer version. */
let upgraded: string;
const RUNS: string[] = [];
beforeAll(async () => {
  const keyed = (amount: string, at: string): string => ledgerText({}, { po_number: 'PO-7783', reference: 'EXP-9042', amount, entered_at: at });
  const project = makeProject({
    approvals: approvalsText(approvedReport(), approvedReport({ eventId: 'e2', id: 'EXP-9042', amount: '120.00' })), ledger: keyed('210.00', '2026-06-03T12:00:00Z'),
    settings: { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'ledger*.csv' }] } },
  });
  await project.work(run);
  project.write('ledger-2.csv', keyed('120.00', '2026-06-09T12:00:00Z'));
  await project.work(run);
  old = project.dir;
  upgraded = copyOf(old);
  await inCopy(upgraded, run, { programVersion: NEW });
  RUNS.push(...raw(upgraded, (sqlite) => sqlite.prepare('SELECT id FROM run ORDER BY number').pluck().all() as string[]));
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const NUMBER_OF_ENTRY = [2, 4, 5];

/** Makes a run look as if its version had come to another result, the entry of it included. */
function madeOtherwise(dir: string, place: number, ...statements: string[]): void {
  const digest = sha256('another result');
  tamper(dir, ...statements, `UPDATE run SET digest = '${digest}' WHERE id = '${RUNS[place]}'`, `UPDATE audit_entry SET act = json_set(act, '$.digest', '${digest}') WHERE sequence = ${NUMBER_OF_ENTRY[place]}`);
  rechain(dir);
}

const asNew = (dir: string): Promise<AuditReport> => audit(dir, { programVersion: NEW });
const notesOf = (report: AuditReport): string[] => report.checks.find(({ name }) => name === 'runs')?.notes ?? [];

/** What the gates say of audit and first-time-right, as the newer version. */
const judged = (dir: string, programVersion = NEW): Promise<{ audit: GateResult; trials: Trials }> =>
  inCopy(dir, async (workplace) => {
    const { verdict, facts } = await judgeAudited(workplace, await auditProject(workplace), { asOf: undefined, present: null });
    return { audit: verdict.gates.find(({ id }) => id === 'audit_intact') as GateResult, trials: facts.rows.trials };
  }, { programVersion });

const CHANGED = (place: number): string => `UPDATE variance_row SET status = 'match' WHERE transaction_id = 'EXP-9042' AND run_id = '${RUNS[place]}'`;

describe('after an upgrade of the program', () => {
  it('the runs of before are told as what they are, and nothing else is said of them where they come out the same', async () => {
    const report = await asNew(upgraded);
    expect(failing(report)).toEqual([]);
    expect(notesOf(report)).toEqual(RUNS.slice(0, 2).map((id) => `${id} was made by po-shadow ${OLD}, and this is ${NEW}: it comes out the same`));
    expect(await judged(upgraded)).toMatchObject({ audit: { passed: true }, trials: { clean: 1, total: 2 } });
  });

  it('a run of before that comes out otherwise is a note that names every difference, and does not stand in the way of GO', async () => {
    const dir = copyOf(upgraded);
    madeOtherwise(dir, 0, CHANGED(0));
    const report = await asNew(dir);
    expect(failing(report)).toEqual([]);
    expect(notesOf(report)).toEqual(expect.arrayContaining([
      `${RUNS[0]} was made by po-shadow ${OLD}, and this is ${NEW}: that may be why it comes out otherwise; audit it with that version`,
      expect.stringMatching(`^${RUNS[0]}: variance_row: row \\w+ of EXP-9042 has status match, and amount_variance by the evidence$`),
      expect.stringMatching(`^${RUNS[0]}: run: ${RUNS[0]} has another digest than by the evidence$`),
    ]));
    const { audit: gate } = await judged(dir);
    expect(gate).toMatchObject({ passed: true });
    expect(gate.evidence.join('\n')).toContain(`was made by po-shadow ${OLD}`);
  });

  it('the run of now must come out the same as ever', async () => {
    const dir = copyOf(upgraded);
    madeOtherwise(dir, 2, `UPDATE variance_row SET status = 'amount_variance' WHERE transaction_id = 'EXP-9042' AND run_id = '${RUNS[2]}'`);
    expect(problemsOf(await asNew(dir), 'runs')).toContainEqual(expect.stringMatching(`^${RUNS[2]}: variance_row: .* has status amount_variance, and match by the evidence$`));
    expect((await judged(dir)).audit.passed).toBe(false);
  });

  it('a run whose settings this version can no longer read is a note, and the runs after it are derived again', async () => {
    const dir = copyOf(upgraded);
    const settings = raw(dir, (sqlite) => sqlite.prepare('SELECT settings FROM run WHERE number = 1').pluck().get()) as string;
    const unknown = JSON.stringify({ ...(JSON.parse(settings) as object), gone: true });
    tamper(dir, `UPDATE run SET settings = '${unknown}' WHERE number = 1`, `UPDATE audit_entry SET act = json_set(act, '$.settings', '${sha256(unknown)}') WHERE sequence = 2`);
    rechain(dir);
    const report = await asNew(dir);
    expect(failing(report)).toEqual([]);
    expect(notesOf(report)).toContain(`${RUNS[0]}: it can't be derived again, because what is stored as its settings are none`);
    // Nobody can say any more how these rows stood at first.
    expect((await judged(dir)).trials).toEqual({ clean: 0, total: 2 });
    tamper(dir, `UPDATE variance_row SET status = 'rejected' WHERE transaction_id = 'EXP-9041' AND run_id = '${RUNS[2]}'`);
    expect(problemsOf(await asNew(dir), 'runs')).toEqual([expect.stringMatching(/^run-0003-\w+: variance_row: row \w+ of EXP-9041 has status rejected, and match by the evidence$/)]);
  });
});

describe('a version that was only claimed', () => {
  it('in the database turns a tampered run into no note: its entry says which version made it', async () => {
    const dir = copyOf(old);
    tamper(dir, CHANGED(1).replace("'match'", "'amount_variance'"), `UPDATE run SET program_version = '0.0.1' WHERE id = '${RUNS[1]}'`);
    const report = await audit(dir, { programVersion: OLD });
    expect(problemsOf(report, 'entries')).toEqual([`${RUNS[1]}: program is 0.0.1 in the database, and ${OLD} in A4`]);
    expect(problemsOf(report, 'runs')).toContainEqual(expect.stringMatching(/has status amount_variance, and match by the evidence$/));
    expect(notesOf(report).join()).not.toContain('was made by');
  });

  it('in the database, of a run that nobody changed, is found too', async () => {
    const dir = copyOf(old);
    tamper(dir, `UPDATE run SET program_version = '0.0.1' WHERE id = '${RUNS[0]}'`);
    const report = await audit(dir, { programVersion: OLD });
    expect(problemsOf(report, 'entries')).toEqual([`${RUNS[0]}: program is 0.0.1 in the database, and ${OLD} in A2`]);
    expect(problemsOf(report, 'runs')).toContainEqual(expect.stringContaining('A2: configuration is'));
  });

  it('of the newest run, with its entry and all hashes made anew, never gives GO', async () => {
    const dir = copyOf(old);
    tamper(dir, CHANGED(1), `UPDATE run SET program_version = '0.0.1' WHERE id = '${RUNS[1]}'`, "UPDATE audit_entry SET act = json_set(act, '$.program', '0.0.1') WHERE sequence = 4");
    rechain(dir);
    const { audit: gate } = await judged(dir, OLD);
    expect(gate.passed).toBe(false);
    expect(gate.evidence).toContain(`${RUNS[1]} was made by po-shadow 0.0.1, and this is ${OLD}`);
    expect(gate.remedies.map(({ command }) => command)).toContain('po-shadow run');
  });

  it('of an earlier run, with its entry and all hashes made anew, proves no row of it right at once', async () => {
    const dir = copyOf(upgraded);
    tamper(dir, `UPDATE first_status SET status = 'match' WHERE run_id = '${RUNS[0]}' AND row_id = (SELECT row_id FROM variance_row WHERE transaction_id = 'EXP-9042' LIMIT 1)`);
    const report = await asNew(dir);
    expect(failing(report)).toEqual([]);
    expect(report.unproven).toEqual({ rows: [expect.any(String)], transactions: [] });
    expect(notesOf(report)).toContain('1 row had another first status, or had it in another run, by the version that made it: none counts as right at once');
    expect(await judged(dir)).toMatchObject({ trials: { clean: 1, total: 2 } });
  });

  it('of an earlier run proves no transaction right at once either', async () => {
    const dir = copyOf(upgraded);
    tamper(dir, `UPDATE first_transaction_status SET status = 'match' WHERE transaction_id = 'EXP-9042'`);
    const report = await asNew(dir);
    expect(failing(report)).toEqual([]);
    expect(report.unproven).toEqual({ rows: [], transactions: ['EXP-9042'] });
    expect(notesOf(report)).toContain('1 transaction had another first status, or had it in another run, by the version that made it: none counts as right at once');
    expect(await judged(dir)).toMatchObject({ trials: { clean: 1, total: 2 } });
  });
});

describe('a project of another version in which nothing was replayed yet', () => {
  it('is no GO: the newest run is of the other version, whatever it says', async () => {
    const { audit: gate } = await judged(old);
    expect(gate.passed).toBe(false);
    expect(gate.evidence).toContain(`${RUNS[1]} was made by po-shadow ${OLD}, and this is ${NEW}`);
  });
});
