import { createHash } from 'node:crypto';
import { appendFileSync, chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Act } from '../../src/domain/audit.ts';
import { CannotRun } from '../../src/domain/trouble.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { SILENT, type Workplace } from '../../src/pipeline/workplace.ts';
import { AuditTrail } from '../../src/store/audit-trail.ts';
import { type ProjectParts, approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';
import { audit, copyOf, failing, inCopy, problemsOf, raw, rechain, tamper } from './audit-tampering.ts';

const runOnce = async (workplace: Workplace, asOf?: number): Promise<void> => {
  await importInputs(workplace, requestedInputs(workplace), { asOf, strict: false });
  await replayRecord(workplace, asOf);
};

const personal = { paymentType: 'cash', personal: true };
const WEEK_1: ProjectParts = {
  approvals: approvalsText(
    approvedReport(),
    approvedReport({ eventId: 'e2', id: 'EXP-9042', amount: '120.00' }),
    approvedReport({ eventId: 'e3', id: 'EXP-9043', amount: '60.00', report: { lines: [
      { id: '1', date: '2026-05-30', merchant: 'Acme Janitorial', category: 'Cleaning', description: 'Mops', amount: '50.00' },
      { id: '2', date: '2026-05-30', merchant: 'Cinema', category: 'Leisure', description: 'Film', amount: '10.00', ...personal },
    ] } }),
    approvedReport({ eventId: 'e4', id: 'EXP-9044', amount: '12.345' }),
  ),
  ledger: ledgerText({}, { po_number: 'PO-7783', reference: 'EXP-9043', amount: '50.00' }),
};
const WEEK_2 = ledgerText({}, { po_number: 'PO-7783', reference: 'EXP-9043', amount: '50.00' }, { po_number: 'PO-7790', reference: 'EXP-9042', amount: '210.00', entered_at: '2026-06-05T12:00:00Z' });

/** A project of two weeks: two exports of the ledger that share POs, a row in quarantine, a personal line, and two runs. */
let base: string;
const RUNS: string[] = [];
let newest: string;
beforeAll(async () => {
  const project = makeProject({ ...WEEK_1, settings: { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'ledger*.csv' }] } } });
  await project.work((workplace) => runOnce(workplace));
  project.write('ledger-2.csv', WEEK_2);
  await project.work((workplace) => runOnce(workplace));
  base = project.dir;
  RUNS.push(...raw(base, (sqlite) => sqlite.prepare('SELECT id FROM run ORDER BY number').pluck().all() as string[]));
  newest = RUNS[1] as string;
});

describe('an untouched project', () => {
  it('is intact: each check looked at something and found nothing', async () => {
    const report = await audit(base);
    expect(failing(report)).toEqual([]);
    expect(report).toMatchObject({ intact: true, length: 4 });
    expect(report.checks.map(({ name }) => name)).toEqual(['trail', 'database', 'evidence', 'entries', 'record', 'runs']);
    for (const { name, checked, notes } of report.checks) expect([name, checked > 0, notes]).toEqual([name, true, []]);
  });

  it('is not changed by the audit', async () => {
    const dir = copyOf(base);
    const before = readFileSync(join(dir, 'po-shadow.db'));
    await audit(dir);
    expect(readFileSync(join(dir, 'po-shadow.db')).equals(before)).toBe(true);
  });

  it('has an entry for each import that brought something and each run that was stored, and no other', async () => {
    const dir = copyOf(base);
    const entries = await inCopy(dir, async (workplace) => {
      await runOnce(workplace);
      return new AuditTrail(workplace.database).entries();
    });
    expect(entries.map(({ act }) => act.kind)).toEqual(['import', 'run', 'import', 'run']);
    expect(entries.map(({ actor, clock }) => [actor.person, actor.osUser, actor.osHost, clock])).toEqual(Array(4).fill([null, null, null, 'record']));
    expect(entries[0]?.act).toMatchObject({ files: expect.arrayContaining([expect.objectContaining({ shown: 'approvals.jsonl', accepted: 3, quarantined: 1 })]) });
    expect(entries[2]?.act).toMatchObject({ files: [{ shown: 'ledger-2.csv', accepted: 1, known: 2, quarantined: 0 }] });
  });

  it('is intact where people decided in between, for whose decisions only the entries stand', async () => {
    const dir = copyOf(base);
    await inCopy(dir, async (workplace) => {
      await workplace.database.transaction(() => new AuditTrail(workplace.database).append({
        at: Date.parse('2026-06-10T09:00:00Z'), clock: 'machine', actor: { person: 'dana', osUser: 'dana', osHost: 'desk' },
        act: { kind: 'unpair', transaction: 'EXP-9042', purchaseOrders: ['PO-7790'], reason: 'keyed for another' },
      }));
      await replayRecord(workplace, undefined);
    });
    expect(raw(dir, (sqlite) => sqlite.prepare('SELECT count(*) FROM run').pluck().get())).toBe(3);
    expect(failing(await audit(dir))).toEqual([]);
  });

  it('is intact whatever the settings say by now, and the newest run is told to be out of date', async () => {
    const dir = copyOf(base);
    const settings = JSON.parse(readFileSync(join(dir, 'po-shadow.yaml'), 'utf8')) as Record<string, unknown>;
    writeFileSync(join(dir, 'po-shadow.yaml'), JSON.stringify({ ...settings, tolerance: { absolute: '500.00', percent: '0' } }));
    const report = await audit(dir);
    expect(failing(report)).toEqual([]);
    expect(report.checks.find(({ name }) => name === 'runs')?.notes).toEqual([expect.stringContaining(`no longer those of ${newest}`)]);
  });

  it('is audited by another version of the program too, which says so', async () => {
    const report = await audit(base, { programVersion: '9.9.9' });
    expect(failing(report)).toEqual([]);
    expect(report.checks.find(({ name }) => name === 'runs')?.notes).toContain(`${newest} was made by po-shadow 0.0.0-test, and this is 9.9.9: it comes out the same`);
  });

  it('is derived again as it was read then: source, time zone and as-of come from the trail and not from the settings of today', async () => {
    const approvals = [{ source: 'generic', files: 'approvals.jsonl', timeZone: 'Asia/Tokyo' }];
    const project = makeProject({ settings: { inputs: { approvals, ledger: [{ format: 'generic', files: 'ledger.csv' }] } }, approvals: approvalsText(approvedReport({ occurredAt: '2026-06-02T23:30:00' })) });
    await project.work((workplace) => runOnce(workplace, Date.parse('2026-06-15T08:00:00Z')));
    expect(raw(project.dir, (sqlite) => sqlite.prepare('SELECT count(*) FROM event').pluck().get())).toBe(1);
    project.write('po-shadow.yaml', JSON.stringify({ company: 'Another', window: { from: '2026-06-01', to: '2026-06-14' }, inputs: { approvals: [{ source: 'concur-fi', files: 'elsewhere.json' }] } }));
    rmSync(join(project.dir, 'approvals.jsonl'));
    expect(failing(await audit(project.dir))).toEqual([]);
  });
});

describe('nothing to audit', () => {
  it('is not intact where nothing was imported', async () => {
    const report = await audit(makeProject().dir);
    expect(report).toMatchObject({ intact: false, length: 0 });
    expect(problemsOf(report, 'record')).toEqual(['nothing was imported yet']);
  });
});

describe('a row of what was imported that somebody touched', () => {
  it.each([
    ['an amount in an event', 'UPDATE event SET content = replace(content, \'84550\', \'84551\') WHERE event_id = \'e1\'', /^event: event e1 of EXP-9041 \(approvals\.jsonl:1\) has another content than by the evidence$/],
    ['the state of an event', "UPDATE event SET status = 'paid' WHERE event_id = 'e2'", /^event: event e2 of EXP-9042 \(approvals\.jsonl:2\) has status paid, and approved_for_payment by the evidence$/],
    ['where an event stands', "UPDATE event SET line = 7 WHERE event_id = 'e2'", /^event: event e2 of EXP-9042 \(approvals\.jsonl:7\) has line 7, and 2 by the evidence$/],
    ['an event that is gone', "DELETE FROM event WHERE event_id = 'e3'", /^event: event e3 of EXP-9043 \(approvals\.jsonl:3\) comes out of the evidence, and is missing from the database$/],
    ['an event that nobody exported', "INSERT INTO event SELECT 'EXP-1', revision, occurred_at, 'e9', source, status, content, import_id, line FROM event WHERE event_id = 'e1'", /^event: event e9 of EXP-1 \(approvals\.jsonl:1\) is in the database, and does not come out of the evidence$/],
    ['a manual PO', "UPDATE manual_po SET po_date = '2026-06-03' WHERE po_number = 'PO-7782'", /^manual_po: PO PO-7782, version 1 \(ledger\.csv, .*\) has po_date 2026-06-03, and 2026-06-02 by the evidence$/],
    ['a manual PO that is gone', "DELETE FROM manual_po WHERE po_number = 'PO-7790'", /^manual_po: PO PO-7790, version 1 .*missing from the database$/],
    ['that two exports are of one ledger', 'DELETE FROM ledger_overlap', /^ledger_overlap: the overlap of imports \d+ and \d+ comes out of the evidence/],
    ['a row in quarantine that is gone', 'DELETE FROM quarantine', /^quarantine: approvals\.jsonl:4 comes out of the evidence, and is missing from the database$/],
    ['the reason of a row in quarantine', "UPDATE quarantine SET reason = 'it is fine'", /^quarantine: approvals\.jsonl:4 has reason it is fine, and .+ by the evidence$/],
    ['the as-of of an export', "UPDATE import_file SET as_of = 5 WHERE shown = 'ledger.csv'", /^import_file: import \d+ \(ledger\.csv\) has as_of 5, and \d+ by the evidence$/],
    ['control totals of a file', "UPDATE import_file SET measured = '{}' WHERE shown = 'ledger.csv'", /^import_file: import \d+ \(ledger\.csv\) has .*measured/],
  ])('%s', async (_, sql, problem) => {
    const dir = copyOf(base);
    tamper(dir, sql);
    const report = await audit(dir);
    expect(report.intact).toBe(false);
    expect(problemsOf(report, 'record')).toEqual([expect.stringMatching(problem)]);
  });

  it('is told with all others of its table, the first 20 by name', async () => {
    const approvals = Array.from({ length: 30 }, (_, index) => approvedReport({ eventId: `e${index}`, id: `EXP-${9100 + index}` }));
    const project = makeProject({ approvals: approvalsText(...approvals) });
    await project.work((workplace) => runOnce(workplace));
    tamper(project.dir, "UPDATE event SET status = 'paid'");
    const problems = problemsOf(await audit(project.dir), 'record');
    expect(problems).toHaveLength(21);
    expect(problems.at(-1)).toBe('event: 10 more rows differ');
  });
});

describe('a result that somebody touched', () => {
  it.each([
    ['a status', "UPDATE variance_row SET status = 'match' WHERE transaction_id = 'EXP-9042'", /variance_row: row \w+ of EXP-9042 has status match, and amount_variance by the evidence$/],
    ['an amount in a row', "UPDATE variance_row SET detail = replace(detail, '\"90.00\"', '\"0.00\"') WHERE transaction_id = 'EXP-9042'", /variance_row: row \w+ of EXP-9042 .*has variance 0\.00, and 90\.00 by the evidence/],
    ['a row that is gone', "DELETE FROM variance_row WHERE transaction_id = 'EXP-9041'", /variance_row: row \w+ of EXP-9041 comes out of the evidence, and is missing from the database$/],
    ['a row that nothing gave', "INSERT INTO variance_row SELECT run_id, 99, 'planted', transaction_id, row_date, status, currency, detail FROM variance_row WHERE place = 0", /variance_row: row planted of EXP-\d+ is in the database, and does not come out of the evidence$/],
    ['the amount of a would-be PO', "UPDATE would_be_po SET amount_minor = 1 WHERE report_id = 'EXP-9041'", /would_be_po: DRY-EXP-9041\S* of EXP-9041 has amount_minor 1, and 84550 by the evidence$/],
    ['a request body', "UPDATE would_be_po SET request_body = replace(request_body, '845.50', '8455.0') WHERE report_id = 'EXP-9041'", /would_be_po: DRY-EXP-9041\S* of EXP-9041 has another request_body than by the evidence$/],
    ['an idempotency key', "UPDATE would_be_po SET idempotency_key = 'x' WHERE report_id = 'EXP-9041'", /would_be_po: DRY-EXP-9041\S* of EXP-9041 has idempotency_key x, and po-shadow:EXP-9041:V-1001 by the evidence$/],
    ['a would-be PO that is gone', "DELETE FROM would_be_po WHERE report_id = 'EXP-9041'", /would_be_po: DRY-EXP-9041\S* of EXP-9041 comes out of the evidence, and is missing from the database$/],
    ['what was left out', 'UPDATE left_out SET amount_minor = 1', /left_out: EXP-9043 has amount_minor 1, and 1000 by the evidence$/],
    ['the settings of a run', "UPDATE run SET settings = replace(settings, '\"dateWindowDays\":5', '\"dateWindowDays\":6')", /run: run-\S+ has id .* fingerprint/],
    ['the as-of of a run', 'UPDATE run SET as_of = as_of + 1', /run: run-\S+ has as_of/],
    ['the summary of a run', "UPDATE run SET summary = replace(summary, '\"agreeing\":2', '\"agreeing\":3')", /run: run-\S+ has another summary than by the evidence$/],
    ['the inputs of a run', "UPDATE run SET inputs = '{}'", /run: run-\S+ has another inputs than by the evidence$/],
  ])('%s', async (_, sql, problem) => {
    const dir = copyOf(base);
    tamper(dir, sql);
    const report = await audit(dir);
    expect(report.intact).toBe(false);
    const problems = problemsOf(report, 'runs');
    expect(problems.filter((each) => problem.test(each)).length, problems.join('\n')).toBeGreaterThan(0);
    expect(problemsOf(report, 'record')).toEqual([]);
  });

  it.each([
    ['the people who may decide', `UPDATE run SET settings = json_set(settings, '$.people', json('[{"id":"mallory","name":"Mallory","emails":[],"erpUsers":[],"roles":["reviewer"]}]'))`],
    ['a threshold of a gate', "UPDATE run SET settings = json_set(settings, '$.gates.maxErrorRatePercent', 50)"],
    ['a control count', "UPDATE run SET settings = json_set(settings, '$.inputs.approvals[0].controls', json('{\"count\":3}'))"],
    ['when the cutover is', "UPDATE run SET settings = json_set(settings, '$.cutover', json('{\"at\":\"2026-06-20T22:00:00Z\",\"blackouts\":[]}'))"],
    ['the spelling of a setting alone', "UPDATE run SET settings = settings || ' '"],
  ])('the settings of a run where they bear on no answer: %s', async (_, sql) => {
    const dir = copyOf(base);
    tamper(dir, `${sql} WHERE id = '${newest}'`);
    const report = await audit(dir);
    expect(report.intact).toBe(false);
    expect(problemsOf(report, 'entries')).toEqual([`${newest}: the settings stored with it are not those of A4`]);
  });

  it('a status first seen in an earlier run', async () => {
    const dir = copyOf(base);
    tamper(dir, `UPDATE first_status SET status = 'amount_variance' WHERE run_id = '${RUNS[0]}' AND row_id = (SELECT row_id FROM variance_row WHERE transaction_id = 'EXP-9041' LIMIT 1)`);
    expect(problemsOf(await audit(dir), 'runs')).toEqual([expect.stringMatching(`^${RUNS[0]}: first_status: row \\w+ has status amount_variance, and match by the evidence$`)]);
  });

  it.each<[string, string, RegExp]>([
    ['the first status of a transaction', "UPDATE first_transaction_status SET status = 'match' WHERE transaction_id = 'EXP-9042'", /first_transaction_status: EXP-9042 has status match, and amount_variance by the evidence$/],
    ['that a transaction was ever tried', "DELETE FROM first_transaction_status WHERE transaction_id = 'EXP-9042'", /first_transaction_status: EXP-9042 comes out of the evidence, and is missing from the database$/],
    ['a trial that was none', "INSERT INTO first_transaction_status SELECT 'EXP-1', status, run_id FROM first_transaction_status WHERE transaction_id = 'EXP-9042'", /first_transaction_status: EXP-1 is in the database, and does not come out of the evidence$/],
    ['the run of a first trial', `UPDATE first_transaction_status SET run_id = (SELECT id FROM run WHERE number = 1) WHERE transaction_id = 'EXP-9042'`, /^run-0001-\w+: first_transaction_status: EXP-9042 was first tried in this run, and in run-0002-\w+ by the evidence$/],
  ])('%s', async (_, sql, problem) => {
    const dir = copyOf(base);
    tamper(dir, sql);
    expect(problemsOf(await audit(dir), 'runs')).toContainEqual(expect.stringMatching(problem));
  });

  it('an older run, which was made of fewer imports', async () => {
    const dir = copyOf(base);
    tamper(dir, `UPDATE variance_row SET status = 'match' WHERE transaction_id = 'EXP-9042' AND run_id = '${RUNS[0]}'`);
    expect(problemsOf(await audit(dir), 'runs')).toEqual([expect.stringMatching(`^${RUNS[0]}: variance_row: row \\w+ of EXP-9042 has status match, and missing_manual by the evidence$`)]);
  });

  it('together with its digest, the entry of its run and all hashes of the trail', async () => {
    const dir = copyOf(base);
    tamper(dir, "UPDATE variance_row SET status = 'match' WHERE transaction_id = 'EXP-9042'", `UPDATE run SET digest = '${'ab'.repeat(32)}' WHERE id = '${newest}'`, `UPDATE audit_entry SET act = json_set(act, '$.digest', '${'ab'.repeat(32)}') WHERE sequence = 4`);
    rechain(dir);
    const report = await audit(dir);
    expect(failing(report)).toEqual(['runs']);
    expect(problemsOf(report, 'runs')).toEqual(expect.arrayContaining([expect.stringMatching(`^${newest}: run: ${newest} has another digest`), expect.stringMatching(/has status match, and amount_variance by the evidence$/)]));
  });

  it('by another version of the program, of which the report says that the version may be why', async () => {
    const dir = copyOf(base);
    tamper(dir, "UPDATE variance_row SET status = 'match' WHERE transaction_id = 'EXP-9042'");
    const report = await audit(dir, { programVersion: '9.9.9' });
    expect(report.checks.find(({ name }) => name === 'runs')?.notes).toContain(`${newest} was made by po-shadow 0.0.0-test, and this is 9.9.9: that may be why it comes out otherwise; audit it with that version`);
  });
});

describe('an evidence file that somebody touched', () => {
  const evidenceOf = (dir: string, shown: string): string => {
    const sha256 = raw(dir, (sqlite) => sqlite.prepare('SELECT sha256 FROM evidence_file JOIN import_file ON evidence_id = evidence_file.id WHERE shown = ?').pluck().get(shown)) as string;
    return join(dir, 'evidence', sha256.slice(0, 2), sha256);
  };
  const writable = (path: string): string => {
    chmodSync(path, 0o600);
    return path;
  };

  it.each<[string, (path: string) => void, RegExp]>([
    ['one byte changed', (path) => writeFileSync(path, readFileSync(path, 'utf8').replace('845.50', '845.51')), /the kept file was changed: its SHA-256 is [0-9a-f]{64} now$/],
    ['cut short', (path) => truncateSync(path, 10), /the kept file has 10 bytes instead of [\d,]+$/],
    ['a byte more', (path) => appendFileSync(path, '\n'), /the kept file has [\d,]+ bytes instead of [\d,]+$/],
    ['gone', (path) => rmSync(path), /the kept file is gone$/],
    ['a link to the same content', (path) => {
      copyFileSync(path, `${path}-elsewhere`);
      rmSync(path);
      symlinkSync(`${path}-elsewhere`, path);
    }, /no regular file$/],
  ])('%s: it is named, and what rests on it is said not to be derived', async (_, touch, problem) => {
    const dir = copyOf(base);
    touch(writable(evidenceOf(dir, 'ledger.csv')));
    const report = await audit(dir);
    expect(report.intact).toBe(false);
    expect(problemsOf(report, 'evidence')).toEqual([expect.stringMatching(problem)]);
    expect(problemsOf(report, 'evidence')[0]).toMatch(/^ledger\.csv \(evidence\//);
    for (const check of ['record', 'runs'] as const) expect(problemsOf(report, check)).toEqual(['nothing can be derived again: the kept file of ledger.csv is not what was imported']);
  });

  it('and whose hash and size were put right in the database as well: the trail knows better', async () => {
    const dir = copyOf(base);
    const path = writable(evidenceOf(dir, 'ledger.csv'));
    const old = path.slice(-64);
    const content = readFileSync(path, 'utf8').replace('845.50', '845.51');
    const sha256 = createHash('sha256').update(content).digest('hex');
    rmSync(path);
    mkdirSync(join(dir, 'evidence', sha256.slice(0, 2)), { recursive: true });
    writeFileSync(join(dir, 'evidence', sha256.slice(0, 2), sha256), content);
    tamper(dir, `UPDATE evidence_file SET sha256 = '${sha256}' WHERE sha256 = '${old}'`);
    const report = await audit(dir);
    expect(problemsOf(report, 'evidence')).toEqual([]);
    expect(problemsOf(report, 'entries')).toEqual([expect.stringMatching(`^import \\d+ \\(ledger.csv\\): sha256 is ${sha256} in the database, and ${old} in A1$`)]);
    expect(problemsOf(report, 'record').join()).toContain('nothing can be derived again');
  });

  it('and that is rollback.yaml as a run saw it: what the decision holds the checklist of now against', async () => {
    const project = makeProject({ files: { 'rollback.yaml': 'items:\n  - { id: switch-off, text: Off, kind: drill, maxAgeDays: 7 }\n' } });
    await project.work((workplace) => runOnce(workplace));
    project.write('rollback.yaml', '# another one now\n');
    expect(failing(await audit(project.dir))).toEqual([]);
    const { sha256 } = raw(project.dir, (sqlite) => JSON.parse(sqlite.prepare("SELECT act ->> 'checklist' FROM audit_entry WHERE kind = 'run'").pluck().get() as string) as { sha256: string });
    const path = writable(join(project.dir, 'evidence', sha256.slice(0, 2), sha256));
    writeFileSync(path, readFileSync(path, 'utf8').replace('maxAgeDays: 7', 'maxAgeDays: 9'));
    expect(problemsOf(await audit(project.dir), 'evidence')).toEqual([expect.stringMatching(/^rollback\.yaml \(evidence\/.*the kept file was changed/)]);
  });

  it('that nobody imported is named, and nothing is wrong with that', async () => {
    const dir = copyOf(base);
    writeFileSync(join(dir, 'evidence', 'notes.txt'), 'mine');
    const report = await audit(dir);
    expect(report.intact).toBe(true);
    expect(report.checks.find(({ name }) => name === 'evidence')?.notes).toEqual(['evidence/notes.txt was never imported']);
  });
});

describe('a trail that somebody touched', () => {
  it.each<[string, string[], boolean, [check: 'trail' | 'entries', problem: string | RegExp][]]>([
    ['an entry changed', ["UPDATE audit_entry SET person = 'erin' WHERE sequence = 2"], false, [['trail', /^A2 was changed/]]],
    ['an entry missing in the middle', ['DELETE FROM audit_entry WHERE sequence = 2'], false, [['trail', /^entry A2 is missing/], ['entries', /^run-0001-\w+ has no entry in the trail$/]]],
    ['the last entry missing', ['DELETE FROM audit_entry WHERE sequence = 4'], false, [['entries', /^run-0002-\w+ has no entry in the trail$/]]],
    ['the entry of an import missing, and the rest chained anew', ['DELETE FROM audit_entry WHERE sequence = 3', 'UPDATE audit_entry SET sequence = 3 WHERE sequence = 4'], true, [['entries', /^import \d+ \(ledger-2\.csv\) has no entry in the trail$/]]],
    ['a run that the database no longer has', ["DELETE FROM run WHERE number = 2", "DELETE FROM variance_row WHERE run_id LIKE 'run-0002%'", "DELETE FROM would_be_po WHERE run_id LIKE 'run-0002%'", "DELETE FROM left_out WHERE run_id LIKE 'run-0002%'", "DELETE FROM first_status WHERE run_id LIKE 'run-0002%'", "DELETE FROM first_transaction_status WHERE run_id LIKE 'run-0002%'"], false, [['entries', /^A4 tells of run-0002-\w+, which the database no longer has$/]]],
    ['an entry with another digest, chained anew', ["UPDATE audit_entry SET act = json_set(act, '$.digest', 'x') WHERE sequence = 4"], true, [['entries', /^run-0002-\w+: digest is [0-9a-f]{64} in the database, and x in A4$/]]],
    ['an entry that tells of fewer rows in quarantine, chained anew', ["UPDATE audit_entry SET act = json_set(act, '$.files[0].quarantined', 0) WHERE sequence = 1"], true, [['entries', /^import 1 \(approvals\.jsonl\): quarantined is 1 in the database, and 0 in A1$/]]],
    ['an entry that is no JSON', ["UPDATE audit_entry SET act = '{' WHERE sequence = 1"], true, [['trail', 'an entry is no JSON any more, so that none can be gone by']]],
    ['an entry without what it should say, chained anew', ["UPDATE audit_entry SET act = '{\"kind\":\"import\"}' WHERE sequence = 1"], true, [['entries', 'A1 does not say what an entry of its kind says']]],
  ])('%s', async (_, statements, chainedAnew, expected) => {
    const dir = copyOf(base);
    tamper(dir, ...statements);
    if (chainedAnew) rechain(dir);
    const report = await audit(dir);
    expect(report.intact).toBe(false);
    for (const [check, problem] of expected) expect(problemsOf(report, check)).toContainEqual(typeof problem === 'string' ? problem : expect.stringMatching(problem));
  });

  it.each<[string, object[], string]>([
    ['none before it', [{ workbook: 9 }], 'A5 says that it came with the workbook A9, which is none that was imported before'],
    ['one that tells of more decisions', [{ kind: 'workbook', shown: 'week-1.xlsx', sha256: 'PUT', bytes: 3, applied: 2 }, { workbook: 5 }], 'A5 tells of 2 decisions, and 1 entry names it'],
    ['one that was imported after it', [{ workbook: 6 }, { kind: 'workbook', shown: 'week-1.xlsx', sha256: 'PUT', bytes: 3, applied: 1 }], 'A5 says that it came with the workbook A6, which is none that was imported before'],
  ])('so that a decision names, as the workbook that it came with, %s', async (_, acts, problem) => {
    const dir = copyOf(base);
    await inCopy(dir, async ({ database, evidence }) => {
      writeFileSync(join(dir, 'week-1.xlsx'), 'abc');
      const { sha256 } = evidence.keep(join(dir, 'week-1.xlsx'));
      await database.transaction(() => {
        for (const act of acts) {
          const whole = 'kind' in act ? { ...act, sha256 } : { kind: 'unpair', transaction: 'EXP-9042', purchaseOrders: ['PO-7790'], reason: 'keyed for another', ...act };
          new AuditTrail(database).append({ at: Date.parse('2026-06-10T09:00:00Z'), clock: 'machine', actor: { person: 'dana', osUser: 'gus', osHost: 'desk' }, act: whole as Act });
        }
      });
    });
    expect(problemsOf(await audit(dir), 'entries')).toContain(problem);
  });

  it('so that a run has another configuration, chained anew: deriving it again tells', async () => {
    const dir = copyOf(base);
    tamper(dir, "UPDATE audit_entry SET act = json_set(act, '$.configuration', 'x') WHERE sequence = 4");
    rechain(dir);
    expect(problemsOf(await audit(dir), 'runs')).toEqual([expect.stringMatching(`^${newest}: A4: configuration is x, and [0-9a-f]{64} by the evidence$`)]);
  });

  it('and made anew as a whole is found by the head that was printed before', async () => {
    const dir = copyOf(base);
    const { head } = await audit(dir);
    expect((await audit(dir, { expect: head })).intact).toBe(true);
    tamper(dir, "UPDATE audit_entry SET os_user = 'erin'");
    rechain(dir);
    expect((await audit(dir)).intact).toBe(true);
    expect(problemsOf(await audit(dir, { expect: head }), 'trail')).toEqual([expect.stringContaining(`no entry of the chain has the expected head ${head}`)]);
  });
});

describe('a database that somebody defined otherwise', () => {
  it.each([
    ['a trigger dropped', 'DROP TRIGGER variance_row_is_never_changed', 'the trigger variance_row_is_never_changed is missing'],
    ['a trigger that does nothing any more', "DROP TRIGGER run_is_never_deleted; CREATE TRIGGER run_is_never_deleted BEFORE DELETE ON run WHEN 0 BEGIN SELECT RAISE(ABORT, 'run is append-only'); END", 'the trigger run_is_never_deleted was changed'],
    ['a trigger of somebody\'s own', 'CREATE TRIGGER mine AFTER INSERT ON event BEGIN DELETE FROM quarantine; END', 'the trigger mine is not the program\'s'],
    ['an index dropped', 'DROP INDEX event_by_id', 'the index event_by_id is missing'],
    ['a table dropped', 'DROP TABLE quarantine', 'the table quarantine is missing'],
  ])('%s', async (_, sql, problem) => {
    const dir = copyOf(base);
    raw(dir, (sqlite) => sqlite.exec(sql));
    const report = await audit(dir);
    expect(report.intact).toBe(false);
    expect(problemsOf(report, 'database')).toEqual([problem]);
  });

  it('a row that refers to a missing one', async () => {
    const dir = copyOf(base);
    tamper(dir, "DELETE FROM run WHERE number = 1");
    expect(problemsOf(await audit(dir), 'database')).toContainEqual(expect.stringMatching(/rows of variance_row refer to rows of run that are missing$/));
  });

  it('an index of somebody\'s own is named, and nothing is wrong with that', async () => {
    const dir = copyOf(base);
    raw(dir, (sqlite) => sqlite.exec('CREATE INDEX mine ON event (status)'));
    const report = await audit(dir);
    expect(report.intact).toBe(true);
    expect(report.checks.find(({ name }) => name === 'database')?.notes).toEqual(['the index mine is not the program\'s']);
  });
});

describe('somebody at work during the audit', () => {
  it('makes it stop, since nobody could say what was audited', async () => {
    const dir = copyOf(base);
    let waiting = true;
    const progress = {
      ...SILENT,
      start() {
        if (!waiting) return;
        waiting = false;
        raw(dir, (sqlite) => sqlite.exec(`INSERT INTO audit_entry SELECT 5, at, clock, person, os_user, os_host, 'scope', '{"kind":"scope","leftOut":"","reason":""}', hash, '${'c'.repeat(64)}' FROM audit_entry WHERE sequence = 4`));
      },
    };
    await expect(audit(dir, { progress })).rejects.toThrow(CannotRun);
  });
});
