import { describe, expect, test } from 'vitest';
import { importText } from '../../src/cli/import-text.ts';
import { explainTransaction } from '../../src/pipeline/explain-transaction.ts';
import { type ImportedFile, importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { rowRemedy } from '../../src/report/row-remedy.ts';
import { AuditTrail } from '../../src/store/audit-trail.ts';
import { RecordReader } from '../../src/store/record-reader.ts';
import { RunReader } from '../../src/store/run-store.ts';
import { type TestProject, approvedReport, approvalsText, ledgerText, makeProject } from '../project-folder.ts';
import { audit, failing } from './audit-tampering.ts';

const WRONG = ledgerText({ gl_account: '6120' }, { po_number: 'PO-1', reference: 'EXP-9042', amount: '7.00' });
const RIGHT = ledgerText({}, { po_number: 'PO-1', reference: 'EXP-9042', amount: '7.00' });
const WORDS = 'the reference of PO-7782 names EXP-9041; PO-7782: two exports of the same time hold it with different content, and neither counts as newer; say asOf beside the input';

const ledgerInput = (asOf?: string) => ({ format: 'generic', files: 'ledger.csv', ...(asOf === undefined ? {} : { asOf }) });
const inputs = (asOf?: string) => ({ inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [ledgerInput(asOf)], master: 'master', mapping: 'mapping' } });
const projectOf = (ledger: string, asOf?: string): TestProject =>
  makeProject({ ledger, approvals: approvalsText(approvedReport(), approvedReport({ eventId: 'e2', id: 'EXP-9042', amount: '7.00' })), settings: inputs(asOf) });
const sayAsOf = (project: TestProject, asOf: string | undefined): void =>
  project.write('po-shadow.yaml', JSON.stringify({ company: 'Example Retail', timeZone: 'America/New_York', window: { from: '2026-06-01', to: '2026-06-14' }, routing: [{ name: 'manager', require: ['manager'] }], ...inputs(asOf) }));

/** Imports what the settings name, and replays. */
const runOnce = (project: TestProject) =>
  project.work(async (workplace) => {
    const files: ImportedFile[] = await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    const { run } = await replayRecord(workplace, undefined);
    return { ledger: files.find(({ kind }) => kind === 'ledger') as ImportedFile, run, rows: [...new RunReader(workplace.database).rows(run.id)] };
  });

/** A ledger that was corrected and imported again under its name, as of the same instant. */
async function corrected(asOf?: string) {
  const project = projectOf(WRONG, asOf);
  await runOnce(project);
  project.write('ledger.csv', RIGHT);
  return { project, ...(await runOnce(project)) };
}

describe.each([['that nobody says', undefined], ['that the settings say', '2026-06-10T00:00:00Z']])('two exports of one instant, %s, that hold a PO with different content', (_, asOf) => {
  test('are what its row, its root cause and its remedy speak of, and not a line that could not be read', async () => {
    const { rows: [row, other], run } = await corrected(asOf);
    expect(row).toMatchObject({ status: 'amount_variance', causes: expect.arrayContaining(['manual_incomplete']), flags: ['incomplete:PO-7782', 'conflicting:PO-7782'], match: { why: WORDS } });
    expect(other).toMatchObject({ status: 'match', match: { why: 'the reference of PO-1 names EXP-9042' } });
    expect(run.summary.rootCauses).toMatchObject([{
      title: 'POs that exports of the same time hold with different content', rows: 1,
      fix: { where: 'po-shadow.yaml', action: 'Say when each export was taken (asOf beside the input in po-shadow.yaml) and import it again: po-shadow run; the newest one then counts.' },
    }]);
    expect(rowRemedy(row as NonNullable<typeof row>)).toMatch(/^Say when each export was taken/);
  });

  test('are told by the import that brings the second, with the first', async () => {
    const { ledger } = await corrected(asOf);
    expect(ledger.conflicting).toMatchObject({ orders: 1, asOf: asOf ?? '2026-06-02T17:30:00Z', exports: [{ shown: 'ledger.csv' }] });
    expect(importText([ledger])).toContainEqual(expect.stringMatching(/^ledger\.csv: 1 PO differs from an export of the same time \(ledger\.csv, SHA-256 [0-9a-f]{12}…; both as of [^)]*\), and neither counts as newer: say asOf beside the input/));
  });

  test('are told apart by explain', async () => {
    const { project } = await corrected(asOf);
    const story = await project.work((workplace) => explainTransaction(workplace, 'EXP-9041'));
    expect(story.manual.map(({ file, conflict, version }) => [file, conflict, version.order.lines[0]?.glAccount])).toEqual([['ledger.csv', { place: 1, of: 2 }, '6120'], ['ledger.csv', { place: 2, of: 2 }, '6110']]);
    const told = await project.here(['explain', 'EXP-9041']);
    expect(told.stdout.match(/as ledger\.csv holds it, SHA-256 [0-9a-f]{12}…, as of [^:]*:[^:]*:[^:]*: [12] of 2 exports of the same time with different content/g)).toHaveLength(2);
    expect(told.stdout).toContain('What to do: Say when each export was taken');
  });
});

test('the order in which such exports were imported changes nothing of a run, whichever name they have', async () => {
  const runOf = async (...names: string[]): Promise<string> => {
    const files = { 'wrong.csv': WRONG, 'right.csv': RIGHT, 'ledger.csv': null };
    const ledger = names.map((name) => ({ format: 'generic', files: name, asOf: '2026-06-10T00:00:00Z' }));
    const { run } = await runOnce(makeProject({ files, settings: { inputs: { ...inputs().inputs, ledger } } }));
    return run.digest;
  };
  const { run } = await runOnce(makeProject({ files: { 'b.csv': WRONG, 'a.csv': RIGHT, 'ledger.csv': null }, settings: { inputs: { ...inputs().inputs, ledger: [{ format: 'generic', files: '?.csv', asOf: '2026-06-10T00:00:00Z' }] } } }));
  expect([await runOf('wrong.csv', 'right.csv'), await runOf('right.csv', 'wrong.csv')]).toEqual([run.digest, run.digest]);
});

test('a newer export that holds the PO leaves nothing to tell', async () => {
  const { project } = await corrected();
  project.write('ledger.csv', ledgerText({}, { po_number: 'PO-1', reference: 'EXP-9042', amount: '7.00' }, { po_number: 'PO-2', reference: '', amount: '8.00', entered_at: '2026-06-09T12:00:00Z' }));
  const { ledger, rows: [row] } = await runOnce(project);
  expect([ledger.conflicting, row?.status]).toEqual([undefined, 'match']);
});

test('saying when the later one was taken settles it', async () => {
  const { project } = await corrected();
  sayAsOf(project, '2026-06-10T00:00:00Z');
  const { ledger, rows: [row] } = await runOnce(project);
  expect([ledger.conflicting, row?.status]).toEqual([undefined, 'match']);
  expect(failing(await audit(project.dir))).toEqual([]);
});

describe('the instant of an export that was imported already', () => {
  const entered = { entered_at: '2026-06-01T12:00:00Z' };
  const OLD = ledgerText({ ...entered, gl_account: '6120' });
  const NEW = ledgerText(entered);
  const two = (old: string, newer: string) => ({ inputs: { ...inputs().inputs, ledger: [{ format: 'generic', files: 'old.csv', asOf: old }, { format: 'generic', files: 'new.csv', asOf: newer }] } });
  const setTo = (project: TestProject, settings: object): void =>
    project.write('po-shadow.yaml', JSON.stringify({ company: 'Example Retail', timeZone: 'America/New_York', window: { from: '2026-06-01', to: '2026-06-14' }, routing: [{ name: 'manager', require: ['manager'] }], ...settings }));
  const at = (day: string): string => `2026-06-${day}T00:00:00Z`;
  const projectWith = (settings: object): TestProject => makeProject({ files: { 'ledger.csv': null, 'old.csv': OLD, 'new.csv': NEW }, settings: settings as Record<string, unknown> });
  const statuses = (rows: readonly { status: string }[]): string[] => rows.map(({ status }) => status);

  test('is corrected upwards: its POs count as of then, the trail keeps both, and the record holds', async () => {
    const { project } = await corrected('2026-06-10T00:00:00Z');
    sayAsOf(project, '2026-06-12T00:00:00Z');
    const { ledger, rows } = await runOnce(project);
    expect(statuses(rows)).toEqual(['match', 'match']);
    expect(ledger).toMatchObject({ alreadyKnown: false, rowsAccepted: 0, rowsKnown: 2, dated: { before: '2026-06-10T00:00:00Z', now: '2026-06-12T00:00:00Z' } });
    expect(importText([ledger])[0]).toBe('ledger.csv: read again as of 2026-06-12T00:00:00Z instead of 2026-06-10T00:00:00Z, which counts from now on; 2 rows read, 0 rows accepted, 2 known already');
    expect((await runOnce(project)).ledger.alreadyKnown).toBe(true);
    const said = await project.work(async ({ database }) => new AuditTrail(database).entries().flatMap(({ act }) => (act.kind === 'import' ? act.files : [])).filter(({ kind }) => kind === 'ledger').map(({ options }) => options.asOf));
    expect(said).toEqual(['2026-06-10T00:00:00Z', '2026-06-10T00:00:00Z', '2026-06-12T00:00:00Z']);
    expect(failing(await audit(project.dir))).toEqual([]);
  });

  test('is corrected downwards: what it was said to be of first counts no more, nor for the instant of the run', async () => {
    const project = projectWith(two(at('20'), at('12')));
    const wrong = await runOnce(project);
    expect([statuses(wrong.rows), wrong.run.asOf]).toEqual([['coding_variance'], Date.parse(at('20'))]);
    setTo(project, two(at('08'), at('12')));
    const right = await runOnce(project);
    expect([statuses(right.rows), right.run.asOf]).toEqual([['match'], Date.parse(at('12'))]);
    expect(right.run.digest).toBe((await runOnce(projectWith(two(at('08'), at('12'))))).run.digest);
    expect(failing(await audit(project.dir))).toEqual([]);
  });

  test('is corrected back again, as often as need be', async () => {
    const project = projectWith(two(at('08'), at('12')));
    const days = [['20', 'coding_variance'], ['08', 'match'], ['20', 'coding_variance']] as const;
    for (const [day, status] of days) {
      setTo(project, two(at(day), at('12')));
      expect(statuses((await runOnce(project)).rows)).toEqual([status]);
      expect((await runOnce(project)).ledger.alreadyKnown).toBe(true);
    }
    expect(failing(await audit(project.dir))).toEqual([]);
  });

  test('moves a PO that another export holds too to that one, where its own is the older one now', async () => {
    const third = (old: string) => ({ inputs: { ...inputs().inputs, ledger: [...two(old, at('14')).inputs.ledger, { format: 'generic', files: 'between.csv', asOf: at('16') }] } });
    const project = makeProject({ files: { 'ledger.csv': null, 'old.csv': OLD, 'new.csv': NEW, 'between.csv': `${OLD}\n` }, settings: third(at('20')) });
    expect(statuses((await runOnce(project)).rows)).toEqual(['coding_variance']);
    setTo(project, third(at('08')));
    expect(statuses((await runOnce(project)).rows)).toEqual(['coding_variance']);
    expect(failing(await audit(project.dir))).toEqual([]);
  });

  test('is none of the same bytes under another name: a ledger that did not change was exported twice', async () => {
    const project = makeProject({ files: { 'ledger.csv': null, 'old.csv': NEW, 'new.csv': NEW }, settings: two(at('08'), at('12')) });
    await runOnce(project);
    const again = await project.work((workplace) => importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false }));
    expect(again.filter(({ alreadyKnown }) => !alreadyKnown)).toEqual([]);
    expect(await project.work(async ({ database }) => (await new RecordReader(database).imports()).filter(({ kind }) => kind === 'ledger').map(({ shown, asOf }) => [shown, asOf]))).toEqual([['old.csv', Date.parse(at('08'))], ['new.csv', Date.parse(at('12'))]]);
  });

  test('of approvals is corrected where nothing that was read rests on it', async () => {
    const approvals = (asOf: string) => ({ inputs: { ...inputs().inputs, approvals: [{ source: 'generic', files: 'approvals.jsonl', asOf }] } });
    const project = makeProject({ settings: approvals(at('20')) });
    await runOnce(project);
    setTo(project, approvals(at('12')));
    const { run, rows } = await runOnce(project);
    expect([run.asOf, statuses(rows)]).toEqual([Date.parse(at('12')), ['match']]);
    expect(failing(await audit(project.dir))).toEqual([]);
  });
});
