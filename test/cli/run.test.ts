import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { goldenProject } from '../golden/golden-project.ts';
import { type Outcome, approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';
import { command, generateProject, hereInFolder, inFolder, varianceOf, workedRun } from './generated-project.ts';

interface RunAsJson {
  run: { id: string; digest: string; asOf: string; reused: boolean };
  files: { shown: string; kind: string; alreadyKnown: boolean; rowsRead: number; rowsAccepted: number; rowsKnown: number; rowsQuarantined: number }[];
  controls: { input: string; what: string; stated: string; found: string; agrees: boolean }[];
  summary: { totals: { rows: number; open: number } };
}
const asJson = ({ stdout }: Outcome): RunAsJson => JSON.parse(stdout) as RunAsJson;
const hashOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('po-shadow run', () => {
  let dir: string;
  let first: RunAsJson;
  beforeAll(async () => {
    dir = generateProject({ reports: 200, seed: 21 });
    const outcome = await hereInFolder(dir, ['run', '--format', 'json']);
    expect(outcome.code, outcome.stderr).toBe(0);
    first = asJson(outcome);
  });

  it('accounts for every row of every file: read = accepted + known already + in quarantine', () => {
    expect(first.files.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['approvals', 'ledger', 'master', 'mapping']));
    for (const file of first.files) {
      expect(file.rowsRead, file.shown).toBe(file.rowsAccepted + file.rowsKnown + file.rowsQuarantined);
      if (file.shown.endsWith('.csv')) expect(file.rowsRead, file.shown).toBe(readFileSync(join(dir, file.shown), 'utf8').trim().split('\n').length - 1);
    }
    expect(first.files.find(({ kind }) => kind === 'approvals')?.rowsRead).toBe(readFileSync(join(dir, 'approvals.jsonl'), 'utf8').trim().split('\n').length);
  });

  it('a second time reads nothing anew, stores nothing, and leaves the database byte for byte as it was', async () => {
    const before = hashOf(join(dir, 'po-shadow.db'));
    const second = asJson(await hereInFolder(dir, ['run', '--format', 'json']));
    expect(second.run).toEqual({ ...first.run, reused: true });
    expect(second.files.map(({ alreadyKnown, rowsAccepted, rowsQuarantined }) => [alreadyKnown, rowsAccepted, rowsQuarantined])).toEqual(first.files.map(() => [true, 0, 0]));
    expect(second.summary).toEqual(first.summary);
    expect(hashOf(join(dir, 'po-shadow.db'))).toBe(before);
  });

  it('replay says so too, and stores a run of its own once something is new', async () => {
    const again = await hereInFolder(dir, ['replay']);
    expect(again.code).toBe(0);
    expect(again.stderr).toContain(`Nothing is new since ${first.run.id}`);
    const settings = join(dir, 'po-shadow.yaml');
    writeFileSync(settings, readFileSync(settings, 'utf8').replace('tolerance: { absolute: "0.05"', 'tolerance: { absolute: "0.00"'));
    const replayed = asJson(await hereInFolder(dir, ['replay', '--format', 'json']));
    expect(replayed.run.reused).toBe(false);
    expect(replayed.run.id).not.toBe(first.run.id);
    expect(replayed.run.digest).not.toBe(first.run.digest);
    expect(replayed.summary.totals.open).toBeGreaterThan(first.summary.totals.open);
    expect((await varianceOf(dir)).run).toEqual({ id: replayed.run.id, digest: replayed.run.digest, asOf: replayed.run.asOf });
  });

  it('says first what could not be read, since POs that seem to be missing may be among it; in text, JSON and workbook alike', async () => {
    const project = makeProject({
      approvals: approvalsText(approvedReport(), approvedReport({ eventId: 'e2', id: 'EXP-2', amount: '71.00' })),
      ledger: ledgerText({ po_number: 'PO-1', amount: '845.505' }, { po_number: 'PO-2', reference: 'EXP-2', amount: '7.1.0' }),
      files: { 'mapping/vendors.csv': 'merchant,vendor_id\nAcme Janitorial,V-1001\nBluebird Signage,\n' },
    });
    const { stdout } = await project.here(['run']);
    const among = '2 POs to enter, or to read: 2 POs of the ledger could not be read, and may be among them';
    expect(stdout).toMatch(/What would clear it, most money first:\n +first what could not be read: 2 POs of the ledger, 1 row of master data and mapping; what follows may come of it: po-shadow quarantine\n/);
    expect(stdout).toContain(among);
    const { summary } = JSON.parse((await project.here(['run', '--format', 'json'])).stdout) as { summary: { unread: unknown; rootCauses: { fix: { size: string } }[] } };
    expect(summary.unread).toEqual({ ledger: 2, approvals: 0, sheets: 1 });
    expect(summary.rootCauses.map(({ fix }) => fix.size)).toEqual([among]);
    for (const format of ['table', 'csv', 'md', 'json']) expect((await project.here(['variance', '--root-causes', '--format', format])).stdout, format).toContain('2 POs of the ledger could not be read, and may be among them');
    // A later export supplies both.
    project.write('ledger.csv', ledgerText({ po_number: 'PO-1' }, { po_number: 'PO-2', reference: '', amount: '9.00' }));
    const read = JSON.parse((await project.here(['run', '--format', 'json'])).stdout) as { summary: { unread: unknown } };
    expect(read.summary.unread).toEqual({ ledger: 0, approvals: 0, sheets: 1 });
  });

  it('prints data on standard output alone, and what it read on standard error', async () => {
    const outcome = await hereInFolder(goldenProject('first-three-transactions'), ['run', '--format', 'json']);
    expect(asJson(outcome).summary.totals.rows).toBe(3);
    expect(outcome.stderr).toMatch(/^approvals\.jsonl: 3 rows read, 3 rows accepted\nledger\.csv: 4 rows read, 4 rows accepted\n/);
  });

  it('started twice at the same moment stores one run, and neither process takes the other for a bug', async () => {
    const project = generateProject({ reports: 200, seed: 22 });
    const outcomes = await Promise.all([1, 2, 3].map(() => inFolder(project, ['run', '--format', 'json'])));
    for (const { code, stderr } of outcomes) {
      expect(stderr).not.toMatch(/bug of the program|^\s+at /m);
      expect(code, stderr).toBe(0);
    }
    const runs = outcomes.map((outcome) => asJson(outcome).run);
    expect(new Set(runs.map(({ id }) => id)).size).toBe(1);
    expect(runs.filter(({ reused }) => !reused)).toHaveLength(1);
  });

  it('works from any folder below the project, without --project', async () => {
    const project = goldenProject('first-three-transactions');
    const fromRoot = asJson(await hereInFolder(project, ['run', '--format', 'json']));
    expect(asJson(await command(['run', '--format', 'json'], { cwd: join(project, 'mapping') })).run.id).toBe(fromRoot.run.id);
  });
});

describe.concurrent('new exports', () => {
  it('add only what is new, and the table follows', async () => {
    const project = makeProject();
    expect((await workedRun(project.dir)).document.rows.map(({ status }) => status)).toEqual(['match']);
    appendFileSync(join(project.dir, 'approvals.jsonl'), approvalsText(approvedReport({ eventId: 'e2', id: 'EXP-9052', amount: '450.00' })));
    const outcome = await hereInFolder(project.dir, ['run', '--format', 'json']);
    const approvals = asJson(outcome).files.find(({ kind }) => kind === 'approvals');
    expect(approvals).toMatchObject({ alreadyKnown: false, rowsRead: 2, rowsAccepted: 1, rowsKnown: 1 });
    expect((await varianceOf(project.dir)).rows.map(({ transactionId, status }) => [transactionId, status])).toEqual([['EXP-9041', 'match'], ['EXP-9052', 'missing_manual']]);
    project.write('ledger.csv', ledgerText({}, { po_number: 'PO-7790', reference: 'EXP-9052', amount: '450.00', entered_at: '2026-06-03T17:30:00Z' }));
    const { rows } = (await workedRun(project.dir)).document;
    expect(rows.map(({ status }) => status)).toEqual(['match', 'match']);
    // What it was when both sides were first there stays with the row.
    expect(rows.map(({ firstStatus }) => firstStatus)).toEqual(['match', 'match']);
  });

  it('that are imported and not yet replayed are said to be missing from the table', async () => {
    const project = makeProject();
    await workedRun(project.dir);
    project.write('more.jsonl', approvalsText(approvedReport({ eventId: 'e2', id: 'EXP-9052' })));
    expect((await hereInFolder(project.dir, ['import', 'approvals', join(project.dir, 'more.jsonl')])).code).toBe(0);
    const stale = await hereInFolder(project.dir, ['variance', '--format', 'json']);
    expect(stale.stderr).toContain('po-shadow replay');
    expect((JSON.parse(stale.stdout) as { rows: unknown[] }).rows).toHaveLength(1);
    await hereInFolder(project.dir, ['replay']);
    const fresh = await hereInFolder(project.dir, ['variance', '--format', 'json']);
    expect(fresh.stderr).toBe('');
    expect((JSON.parse(fresh.stdout) as { rows: unknown[] }).rows).toHaveLength(2);
  });

  it('of a mapping sheet are used by run, and named by replay until they are imported', async () => {
    const project = makeProject({ files: { 'mapping/vendors.csv': 'merchant,vendor_id\n' } });
    expect((await workedRun(project.dir)).document.rows[0]).toMatchObject({ status: 'rejected', causes: ['VENDOR_UNMAPPED'] });
    project.write('mapping/vendors.csv', 'merchant,vendor_id\nAcme Janitorial,V-1001\n');
    const replayed = await hereInFolder(project.dir, ['replay']);
    expect(replayed.stderr).toMatch(/mapping\/vendors\.csv differs/);
    expect((await varianceOf(project.dir)).rows[0]?.status).toBe('rejected');
    const [row] = (await workedRun(project.dir)).document.rows;
    // A mapping that was mended afterwards has not been right the first time.
    expect(row).toMatchObject({ status: 'match', firstStatus: 'rejected' });
  });
});

describe.concurrent('--as-of', () => {
  const graceful = { settings: { matching: { dateWindowDays: 5, manualEntryGraceDays: 2 } }, ledger: ledgerText({ reference: '', po_number: 'PO-1', amount: '1.00', vendor_id: 'V-1002' }) };

  it('is stored with the run, shown with its table, and decides what is not yet due', async () => {
    const project = makeProject(graceful);
    // Approved on Tuesday; Thursday ends the second business day of grace.
    await hereInFolder(project.dir, ['run', '--as-of', '2026-06-04T23:59:59-04:00']);
    const early = await varianceOf(project.dir);
    expect(early.run.asOf).toBe('2026-06-05T03:59:59Z');
    expect(early.rows[0]?.status).toBe('awaiting_manual');
    await hereInFolder(project.dir, ['run', '--as-of', '2026-06-05T00:00:00-04:00']);
    const late = await varianceOf(project.dir);
    expect(late.run.asOf).toBe('2026-06-05T04:00:00Z');
    expect(late.rows[0]?.status).toBe('missing_manual');
  });

  it('left out, is the latest instant of what was imported, and never the machine\'s clock', async () => {
    const project = makeProject(graceful);
    expect((await workedRun(project.dir)).document.run.asOf).toBe('2026-06-02T17:30:00Z');
  });

  const WRONG = ['yesterday', '2026-06-04T23:59:59', '2026-06-31T00:00:00Z'];
  it('is refused by every command where it is no instant: it is never taken and then passed over', async () => {
    const project = makeProject();
    await workedRun(project.dir);
    const commands = [['run'], ['replay'], ['variance'], ['quarantine'], ['explain', 'EXP-9041'], ['import', 'ledger', 'ledger.csv']];
    const outcomes = await Promise.all(commands.map((words, place) => hereInFolder(project.dir, [...words, '--as-of', WRONG[place % WRONG.length] as string])));
    expect(outcomes.map(({ code, stderr }, place) => [commands[place]?.[0], code, stderr.includes(WRONG[place % WRONG.length] as string)])).toEqual(commands.map(([name]) => [name, 2, true]));
  });
});

describe('controls that stand beside an input', () => {
  it('are checked against what was read, and a disagreement is said with both numbers', async () => {
    const ledger = [{ format: 'generic', files: 'ledger.csv', controls: { count: 2, amount: { USD: '845.50' } } }];
    const project = makeProject({ settings: { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl', controls: { count: 1, amount: { USD: '845.51' } } }], ledger, master: 'master', mapping: 'mapping' } } });
    const outcome = await hereInFolder(project.dir, ['run', '--format', 'json']);
    expect(outcome.code).toBe(0);
    expect(asJson(outcome).controls.map(({ input, what, stated, found, agrees }) => [input, what, stated, found, agrees])).toEqual([
      ['inputs.approvals[0]', 'count', '1', '1', true], ['inputs.approvals[0]', 'amount in USD', '845.51', '845.50', false],
      ['inputs.ledger[0]', 'count', '2', '1', false], ['inputs.ledger[0]', 'amount in USD', '845.50', '845.50', true],
    ]);
    expect(outcome.stderr).toMatch(/inputs\.approvals\[0\].*stated 845\.51, read 845\.50/);
    expect(outcome.stderr).toMatch(/inputs\.ledger\[0\].*stated 2, read 1/);
  });
});
