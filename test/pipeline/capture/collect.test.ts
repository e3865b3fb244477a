import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditProject } from '../../../src/pipeline/audit-project.ts';
import { countUncollected, withPages } from '../../../src/pipeline/capture/collect.ts';
import { replayRecord } from '../../../src/pipeline/replay-record.ts';
import { RecordReader } from '../../../src/store/record-reader.ts';
import { type TestProject, approvalsText, approvedReport, ledgerText, makeProject } from '../../project-folder.ts';
import { collect, deliver, rampEvent } from './delivered.ts';

const event = (eventId: string, id = 'EXP-9041', parts: object = {}): string => JSON.stringify(approvedReport({ eventId, id, ...parts }));
const quarantine = (project: TestProject) => project.work(async ({ database }) => (await new RecordReader(database).quarantine()).map(({ shown, line, field, reason, documentId }) => ({ at: `${shown}:${line}`, field, reason, documentId })));
const events = (project: TestProject) => project.work(async ({ database }) => new RecordReader(database).counts().events);
const uncollected = (project: TestProject) => project.work(async (workplace) => countUncollected(workplace, await new RecordReader(workplace.database).imports()));

describe('what was delivered', () => {
  it('is in the record as if a file had been exported: the same run, to the digest', async () => {
    const exported = makeProject();
    const delivered = makeProject({ settings: { inputs: { ledger: [{ format: 'generic', files: 'ledger.csv' }] } }, approvals: '' });
    await deliver(delivered, { body: JSON.stringify(approvedReport(), null, 2), eventId: 'e1' });
    await collect(delivered, { inputs: true });
    await collect(exported, { inputs: true });
    const digestOf = (project: TestProject) => project.work(async (workplace) => (await replayRecord(workplace, undefined)).run.digest);
    expect(await digestOf(delivered)).toBe(await digestOf(exported));
  });

  it('is collected once, whoever collects it and how often', async () => {
    const project = makeProject();
    await deliver(project, { body: event('a') }, { body: event('b', 'EXP-2') });
    expect(await uncollected(project)).toBe(2);
    expect((await collect(project)).map(({ shown, rowsAccepted }) => [shown, rowsAccepted])).toEqual([['inbox/hooks/generic/000001.deliveries', 2]]);
    expect(await collect(project)).toEqual([]);
    await deliver(project, { body: event('c', 'EXP-3') });
    expect((await collect(project)).map(({ shown }) => shown)).toEqual(['inbox/hooks/generic/000002.deliveries']);
    expect([await events(project), await uncollected(project)]).toEqual([3, 0]);
  });

  it('is not lost where the import was undone after its page was settled', async () => {
    const project = makeProject();
    await deliver(project, { body: event('a') });
    await expect(project.work((workplace) => withPages(workplace, () => Promise.reject(new Error('killed'))))).rejects.toThrow('killed');
    expect([await events(project), await uncollected(project)]).toEqual([0, 1]);
    await collect(project);
    expect([await events(project), await uncollected(project)]).toEqual([1, 0]);
  });

  it('leaves no copy beside the evidence, which its owner alone reads', async () => {
    const project = makeProject();
    await deliver(project, { body: event('a') });
    await collect(project);
    expect(readdirSync(project.dir).filter((name) => name.includes('pages-'))).toEqual([]);
    expect(statSync(join(project.dir, 'evidence')).mode & 0o777).toBe(0o700);
  });

  it('is not left lying about by a process that was killed, for longer than a day', async () => {
    const project = makeProject();
    await deliver(project, { body: event('a') });
    const [yesterday, today] = ['inbox.db.pages-aaaaaa', 'inbox.db.pages-bbbbbb'].map((name) => join(project.dir, name)) as [string, string];
    for (const path of [yesterday, today]) {
      mkdirSync(path);
      writeFileSync(join(path, '1.deliveries'), event('a'));
    }
    const then = Date.now() / 1_000 - 90_000;
    utimesSync(yesterday, then, then);
    await collect(project);
    expect([yesterday, today].map((path) => existsSync(path))).toEqual([false, true]);
  });

  it('and is in an export too counts once', async () => {
    const project = makeProject();
    await deliver(project, { body: event('e1') });
    await collect(project, { inputs: true });
    expect(await events(project)).toBe(1);
  });

  it('with a known id and another content is quarantined, and its report is no match', async () => {
    const project = makeProject({ settings: { inputs: { ledger: [{ format: 'generic', files: 'ledger.csv' }] } } });
    await deliver(project, { body: event('e1'), eventId: 'e1' }, { body: event('e1', 'EXP-9041', { amount: '900.00' }), eventId: 'e1' });
    await collect(project, { inputs: true });
    expect((await quarantine(project)).map(({ reason }) => reason)).toEqual(['this id came before with another content']);
    const { summary } = await project.work(async (workplace) => (await replayRecord(workplace, undefined)).run);
    expect(summary.totals.byStatus).toEqual({ rejected: 1 });
  });

  it.each([
    ['is no JSON', '{"eventId":', 'eventId', 'not valid JSON'],
    ['is no text', Buffer.from([0xff, 0xfe, 0x00]), 'body', 'the delivery is no text'],
    ['has line ends in it and lacks an amount', '{\n"eventId": "x",\r\n"occurredAt": "2026-06-02T15:10:00Z", "report": {"id": "EXP-7", "revision": 1, "status": "paid", "currency": "USD", "lines": []}}', 'report.total', 'the amount is missing'],
  ])('and %s is quarantined with its page and line, and the rest goes on', async (_why, body, field, reason) => {
    const project = makeProject();
    await deliver(project, { body: event('a') }, { body }, { body: event('b', 'EXP-2') });
    await collect(project);
    const [item, ...others] = await quarantine(project);
    expect(others).toEqual([]);
    expect(item).toMatchObject({ at: 'inbox/hooks/generic/000001.deliveries:2', field });
    expect(item?.reason).toContain(reason);
    expect(await events(project)).toBe(2);
  });

  it('is derived again by the audit from the evidence alone, without the inbox', async () => {
    const project = makeProject();
    await deliver(project, { body: event('a', 'EXP-1') }, { body: 'no JSON' }, rampEvent('evt-1', 'bill-1', '2026-06-02T15:10:00Z'));
    await collect(project, { inputs: true });
    await project.work((workplace) => replayRecord(workplace, undefined));
    const report = await project.work((workplace) => auditProject(workplace));
    expect(report.checks.flatMap(({ problems }) => problems)).toEqual([]);
  });

  it('keeps sequence, endpoint, instant and hash beside the body in its evidence', async () => {
    const project = makeProject();
    await deliver(project, { body: event('a') });
    await collect(project);
    const [{ sha256 } = { sha256: '' }] = await project.work(async ({ database }) => new RecordReader(database).imports());
    const line = JSON.parse(readFileSync(join(project.dir, 'evidence', sha256.slice(0, 2), sha256), 'utf8')) as Record<string, unknown>;
    expect(line).toMatchObject({ sequence: 1, endpoint: '/hooks/generic', receivedAt: '2026-06-02T16:00:00Z', body: event('a') });
  });
});

describe('an event without its object', () => {
  const settings = { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'ledger.csv' }] } };
  /** Whether EXP-9041 matches, or is held up because nobody knows what it says now. */
  const statusOf = (project: TestProject) => project.work(async (workplace) => Object.keys((await replayRecord(workplace, undefined)).run.summary.totals.byStatus));
  const awaiting = (project: TestProject) => project.run(['quarantine', '--awaiting', '--format', 'json']).then(({ stdout }) => (JSON.parse(stdout) as { document: string }[]).map(({ document }) => document));

  it('makes its report incomplete until a snapshot of then or later comes, and no match rests on what was known before', async () => {
    const project = makeProject({ settings, approvals: approvalsText(approvedReport({ occurredAt: '2026-06-02T15:10:00Z' })) });
    await deliver(project, rampEvent('evt-1', 'EXP-9041', '2026-06-02T18:00:00Z'));
    await collect(project, { inputs: true });
    expect([await statusOf(project), await awaiting(project)]).toEqual([['rejected'], ['EXP-9041']]);
    project.write('approvals.jsonl', approvalsText(approvedReport({ occurredAt: '2026-06-02T15:10:00Z' }), approvedReport({ eventId: 'e2', occurredAt: '2026-06-02T18:00:00Z' })));
    await collect(project, { inputs: true });
    expect([await statusOf(project), await awaiting(project)]).toEqual([['match'], []]);
  });

  it('that is older than what is known holds nothing up', async () => {
    const project = makeProject({ settings });
    await deliver(project, rampEvent('evt-1', 'EXP-9041', '2026-06-02T15:09:00Z'));
    await collect(project, { inputs: true });
    expect([await statusOf(project), await awaiting(project)]).toEqual([['match'], []]);
  });

  it('is not supplied by a date without a time, of which nobody knows whether it is before or after', async () => {
    const project = makeProject({ settings, approvals: approvalsText(approvedReport({ occurredAt: '2026-06-03T00:00:00Z' })) });
    await deliver(project, rampEvent('evt-1', 'EXP-9041', '2026-06-02T18:00:00Z'));
    await collect(project, { inputs: true });
    expect(await awaiting(project)).toEqual(['EXP-9041']);
  });

  it('is not supplied by an accounting date of Ramp, which may lie in the future, but by the time at which the object was changed', async () => {
    const bill = (more: object): string => JSON.stringify({ data: [{ id: 'bill-1', approval_status: 'APPROVED', status: 'OPEN', invoice_number: 'I-1', accounting_date: '2026-06-30T12:00:00Z', issued_at: '2026-06-01', due_at: '2026-07-01', amount: { amount: 1_000, currency_code: 'USD' }, vendor: { id: 'v', remote_id: 'V-1001', name: 'Acme' }, line_items: [], ...more }], page: { next: null } });
    const project = makeProject({ settings: { inputs: { approvals: [{ source: 'ramp', files: 'bills.json' }], ledger: settings.inputs.ledger } }, files: { 'bills.json': bill({}) } });
    await deliver(project, rampEvent('evt-1', 'bill-1', '2026-06-02T18:00:00Z'));
    await collect(project, { inputs: true });
    expect([await events(project), await awaiting(project)]).toEqual([1, ['bill-1']]);
    project.write('bills.json', bill({ updated_at: '2026-06-02T18:00:00Z' }));
    await collect(project, { inputs: true });
    expect(await awaiting(project)).toEqual([]);
  });

  it('is supplied by an export of which a person says that it was taken since', async () => {
    const project = makeProject({ settings: { inputs: { ...settings.inputs, approvals: [{ source: 'generic', files: 'approvals.jsonl', asOf: '2026-06-03T08:00:00Z' }] } } });
    await deliver(project, rampEvent('evt-1', 'EXP-9041', '2026-06-02T18:00:00Z'));
    await collect(project, { inputs: true });
    expect([await statusOf(project), await awaiting(project)]).toEqual([['match'], []]);
  });

  it('fails the gate inputs_complete while it waits, also for a report that nobody exported, and is told in words', async () => {
    const project = makeProject({ settings });
    await deliver(project, rampEvent('evt-1', 'bill-unknown', '2026-06-02T18:00:00Z'));
    await collect(project, { inputs: true });
    await statusOf(project);
    const { stdout, code } = await project.run(['gate', '--format', 'json']);
    const gate = (JSON.parse(stdout) as { gates: { id: string; passed: boolean; measured: { quarantine: number }; evidence: string[] }[] }).gates.find(({ id }) => id === 'inputs_complete');
    expect([code, gate?.passed, gate?.measured.quarantine]).toEqual([1, false, 1]);
    expect(gate?.evidence.join('\n')).toContain('awaits its object: it says that something happened, and not what');
  });

  it.each([
    ['of Concur', 'concur-reports', JSON.stringify({ id: 'c-1', eventType: 'statusChanged', topic: 'public.concur.expense.report', timeStamp: '2026-06-02T18:00:00Z', facts: { reportId: 'R1', currentApprovalStatus: 'A_APPR' } }), 'R1'],
    ['of Concur in XML', 'concur-reports', '<?xml version="1.0"?>\n<Notification>\n<EventType>Approved</EventType><ObjectType>EXPRPT</ObjectType><ObjectURI>https://host/expense/reports/R2?a=1</ObjectURI><EventDateTime>2026-06-02T18:00:00Z</EventDateTime></Notification>', 'R2'],
    ['of Ramp', 'ramp', rampEvent('e', 'bill-3', '2026-06-02T18:00:00Z').body as string, 'bill-3'],
  ])('%s names its report', async (_of, source, body, document) => {
    const project = makeProject();
    await deliver(project, { endpoint: '/hooks/x', source, body });
    await collect(project);
    expect(await awaiting(project)).toEqual([document]);
  });

  it('that is about no approval is quarantined as such, and awaits nothing', async () => {
    const project = makeProject();
    await deliver(project, rampEvent('evt-1', 'u-1', '2026-06-02T18:00:00Z', 'users.invite_accepted'));
    await collect(project);
    expect((await quarantine(project)).map(({ reason }) => reason)).toEqual(['is about no object that an approval stands in; subscribe to the events of docs/capture.md alone']);
    expect(await awaiting(project)).toEqual([]);
  });
});

describe('an endpoint is an input', () => {
  const listen = (controls?: object) => ({ endpoints: [{ path: '/hooks/generic', source: 'generic', verify: 'hmac', header: 'X-Signature', secret: { env: 'S' }, ...(controls === undefined ? {} : { controls }) }] });
  const inputsGate = async (project: TestProject): Promise<string[]> => {
    const { stdout } = await project.run(['gate', '--format', 'json']);
    return (JSON.parse(stdout) as { gates: { id: string; evidence: string[] }[] }).gates.find(({ id }) => id === 'inputs_complete')?.evidence ?? [];
  };

  it('whose count and amount a person gives: a report that changed counts once, with its newest total', async () => {
    const inputs = { ledger: [{ format: 'generic', files: 'ledger.csv', controls: { count: 1, amount: { USD: '845.50' } } }] };
    const project = makeProject({ settings: { inputs, listen: listen({ count: 1, amount: { USD: '845.50' } }) }, ledger: ledgerText({}) });
    await deliver(project, { body: event('e1', 'EXP-9041', { amount: '800.00' }) });
    await collect(project);
    await deliver(project, { body: event('e2', 'EXP-9041', { revision: 2 }) });
    await collect(project, { inputs: true });
    await project.work((workplace) => replayRecord(workplace, undefined));
    expect(await inputsGate(project)).toEqual(['4 controls agree; 0 documents in quarantine, all disposed of and reviewed']);
  });

  it('without them fails the gate, once and not for each page', async () => {
    const project = makeProject({ settings: { listen: listen() } });
    await deliver(project, { body: event('a') });
    await collect(project);
    await deliver(project, { body: event('b', 'EXP-2') });
    await collect(project, { inputs: true });
    await project.work((workplace) => replayRecord(workplace, undefined));
    expect((await inputsGate(project)).filter((line) => line.includes('listen') || line.includes('inbox'))).toEqual(['listen.endpoints[0] has no control count and amount']);
  });

  it('of which something waits makes every verdict one of yesterday', async () => {
    const project = makeProject();
    await collect(project, { inputs: true });
    await project.work((workplace) => replayRecord(workplace, undefined));
    await deliver(project, { body: event('b', 'EXP-2') });
    expect((await project.run(['gate', '--format', 'json'])).stdout).toContain('1 delivery of the inbox is not in the record yet');
  });

  it('whose inbox is gone lets no verdict stand: nobody can tell what was in it', async () => {
    const project = makeProject();
    await deliver(project, { body: event('a') });
    await collect(project, { inputs: true });
    await project.work((workplace) => replayRecord(workplace, undefined));
    for (const name of ['inbox.db', 'inbox.db-wal', 'inbox.db-shm']) rmSync(join(project.dir, name), { force: true });
    expect((await project.run(['gate', '--format', 'json'])).stdout).toContain('inbox.db is gone: what was delivered and not collected, or held back, can\'t be told');
  });

  it('is emptied by po-shadow run', async () => {
    const project = makeProject();
    await deliver(project, { body: event('b', 'EXP-2') });
    const { stdout } = await project.run(['run', '--format', 'json']);
    expect((JSON.parse(stdout) as { files: { shown: string }[] }).files.map(({ shown }) => shown)).toContain('inbox/hooks/generic/000001.deliveries');
    expect(await uncollected(project)).toBe(0);
  });
});
