import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SyncSwitch } from '../../src/domain/delivery.ts';
import { auditProject } from '../../src/pipeline/audit-project.ts';
import { readManualExport } from '../../src/rollback/read-manual-export.ts';
import { AuditTrail } from '../../src/store/audit-trail.ts';
import { Inbox } from '../../src/store/inbox/inbox.ts';
import { RecordReader } from '../../src/store/record-reader.ts';
import { deliver, rampEvent } from '../pipeline/capture/delivered.ts';
import { type TestProject, approvalsText, approvedReport, makeProject } from '../project-folder.ts';
import { LISTEN, startReceiver } from './receiving.ts';

const PEOPLE = [{ id: 'dana', name: 'Dana Lee', roles: ['preparer'] }];
const projectOf = (settings: object = {}): TestProject => makeProject({ settings: { people: PEOPLE, ...settings } });
const event = (eventId: string, id: string, parts: object = {}): { body: string; eventId: string } => ({ body: JSON.stringify(approvedReport({ eventId, id, ...parts })), eventId });
const switchTo = (project: TestProject, state: 'on' | 'off') => project.run(['sync', state, '--by', 'dana', '--reason', `switched ${state}`]);
const status = async (project: TestProject) => JSON.parse((await project.run(['sync', 'status', '--format', 'json'])).stdout) as Record<string, unknown>;
const logOf = async (project: TestProject) => {
  const { events, problems } = await readManualExport(join(project.dir, 'reports/sync-manual-export.csv'), 'log');
  expect(problems).toEqual([]);
  return [...events].map(([entry, [logged]]) => [entry, logged?.transactionId, logged?.instructions.map(({ action }) => action).join()]);
};
const recorded = (project: TestProject) => project.work(async ({ database }) => new RecordReader(database).reportIds());
const trail = (project: TestProject) => project.work(async ({ database }) => new AuditTrail(database).entries().filter(({ act }) => act.kind === 'sync').map(({ act, actor }) => [act.kind === 'sync' ? act.state : '', actor.person]));

describe('po-shadow sync', () => {
  it('off sends everything that is captured to the manual export log; on again, nothing is taken twice and nothing is skipped', async () => {
    const project = projectOf();
    await deliver(project, event('a', 'EXP-1'));
    await switchTo(project, 'off');
    await deliver(project, event('b', 'EXP-2'), event('a', 'EXP-1'));
    await switchTo(project, 'on');
    await deliver(project, event('c', 'EXP-3'), event('b', 'EXP-2'));
    expect(await status(project)).toMatchObject({ waiting: 1, log: null });
    await project.run(['run']);
    expect(await recorded(project)).toEqual(['EXP-1', 'EXP-3', 'EXP-9041']);
    expect(await status(project)).toMatchObject({ state: 'on', by: 'dana', reason: 'switched on', deliveries: { record: 2, manualExport: 1 }, log: 'reports/sync-manual-export.csv' });
    expect(await logOf(project)).toEqual([[1, 'EXP-2', 'create']]);
  });

  it('holds at once in a receiver that runs, and after it was killed and started again', async () => {
    const project = projectOf({ listen: LISTEN });
    const first = await startReceiver(project.dir);
    expect(await first.post(event('a', 'EXP-1').body)).toBe(200);
    await switchTo(project, 'off');
    expect(await first.post(event('b', 'EXP-2').body)).toBe(200);
    await first.end('SIGKILL');
    const second = await startReceiver(project.dir);
    expect(await second.post(event('c', 'EXP-3').body)).toBe(200);
    await second.end();
    const inbox = await Inbox.open(join(project.dir, 'inbox.db'));
    expect(inbox.manualExports.deliveries().map(({ eventId }) => eventId)).toEqual(['b', 'c']);
    inbox.close();
  });

  it('writes each switch into the audit trail, with who and why, and the audit derives everything again', async () => {
    const project = projectOf();
    await switchTo(project, 'off');
    await switchTo(project, 'off');
    await switchTo(project, 'on');
    expect(await trail(project)).toEqual([['off', 'dana'], ['on', 'dana']]);
    expect((await project.run(['audit', '--list'])).stdout).toContain('switched the sync off after delivery 0');
    await project.run(['run']);
    expect((await project.work((workplace) => auditProject(workplace))).checks.flatMap(({ problems }) => problems)).toEqual([]);
  });

  it('that was killed before the trail had it is written by the next command', async () => {
    const project = projectOf();
    const inbox = await Inbox.open(join(project.dir, 'inbox.db'));
    const by: Pick<SyncSwitch, 'at' | 'clock' | 'person' | 'osUser' | 'osHost' | 'reason'> = { at: 0, clock: 'machine', person: 'dana', osUser: null, osHost: null, reason: 'killed' };
    inbox.switches.switchTo('off', by);
    inbox.close();
    await project.run(['run']);
    expect(await trail(project)).toEqual([['off', 'dana']]);
  });

  it.each([
    ['nobody is named', ['sync', 'off', '--reason', 'x'], 'who does this is not said'],
    ['no reason is given', ['sync', 'off', '--by', 'dana'], 'the reason is missing'],
    ['a stranger is named', ['sync', 'off', '--by', 'eve', '--reason', 'x'], 'eve is nobody whom the settings name'],
  ])('switches nothing where %s', async (_why, args, says) => {
    const project = projectOf();
    const { code, stderr } = await project.run(args);
    expect([code, stderr.includes(says)]).toEqual([2, true]);
    expect((await status(project)).state).toBe('on');
  });
});

describe('the manual export log', () => {
  it('says what a clerk has to do about each delivery: create, change, cancel, nothing, or look it up', async () => {
    const project = projectOf();
    await project.run(['run']);
    await switchTo(project, 'off');
    await deliver(project,
      event('x1', 'EXP-1'), event('x2', 'EXP-1', { revision: 2, amount: '900.00' }), event('x3', 'EXP-1', { revision: 3, report: { status: 'recalled' } }),
      event('x4', 'EXP-2', { report: { status: 'submitted' } }), rampEvent('x5', 'bill-7', '2026-06-02T18:00:00Z'), { body: 'no JSON' });
    await status(project);
    expect(await logOf(project)).toEqual([[1, 'EXP-1', 'create'], [2, 'EXP-1', 'change'], [3, 'EXP-1', 'cancel'], [4, 'EXP-2', ''], [5, 'bill-7', ''], [6, '', '']]);
    const text = readFileSync(join(project.dir, 'reports/sync-manual-export.csv'), 'utf8');
    expect(text).toContain('No PO: not finally approved');
    expect(text).toContain('Look it up in the expense system: awaits its object');
  });

  it('knows what the record had when a delivery arrived, and nothing that came later', async () => {
    const project = projectOf();
    await deliver(project, event('a', 'EXP-1'));
    await switchTo(project, 'off');
    await deliver(project, event('b', 'EXP-1', { revision: 2, amount: '900.00' }), event('d', 'EXP-4'));
    await switchTo(project, 'on');
    await deliver(project, event('c', 'EXP-4', { revision: 5, report: { status: 'recalled' } }));
    await project.run(['run']);
    expect(await logOf(project)).toEqual([[1, 'EXP-1', 'change'], [2, 'EXP-4', 'create']]);
  });

  it('keeps what was written, to the byte, whatever is captured and imported later', async () => {
    const project = projectOf();
    await project.run(['run']);
    await switchTo(project, 'off');
    await deliver(project, event('a', 'EXP-1'));
    await status(project);
    const path = join(project.dir, 'reports/sync-manual-export.csv');
    const first = readFileSync(path, 'utf8');
    project.write('mapping/vendors.csv', 'merchant,vendor_id\n');
    await switchTo(project, 'on');
    await deliver(project, event('b', 'EXP-1', { revision: 2, report: { status: 'recalled' } }));
    await project.run(['run']);
    await switchTo(project, 'off');
    await deliver(project, event('c', 'EXP-5'));
    await status(project);
    expect(readFileSync(path, 'utf8').startsWith(first)).toBe(true);
    expect(await logOf(project)).toEqual([[1, 'EXP-1', 'create'], [2, 'EXP-5', '']]);
  });

  it('is not there where nothing was captured while the sync was off', async () => {
    const project = projectOf();
    await switchTo(project, 'off');
    await project.run(['run']);
    expect(existsSync(join(project.dir, 'reports/sync-manual-export.csv'))).toBe(false);
  });
});

describe('what was held back', () => {
  const heldBack = async (project: TestProject): Promise<unknown[]> => {
    const { gates } = JSON.parse((await project.run(['gate', '--format', 'json'])).stdout) as { gates: { id: string; passed: boolean; measured: { heldBack?: number }; evidence: string[] }[] };
    const gate = gates.find(({ id }) => id === 'inputs_complete');
    return [gate?.measured.heldBack, ...(gate?.evidence ?? []).filter((line) => line.includes('manual export log'))];
  };

  it('is compared with nothing, so that inputs_complete fails until an export holds it, be it as the same event or as a later snapshot', async () => {
    const project = projectOf();
    await project.run(['run']);
    await switchTo(project, 'off');
    await deliver(project, event('b', 'EXP-2'), rampEvent('x5', 'EXP-3', '2026-06-02T18:00:00Z'), { body: 'no JSON' });
    await switchTo(project, 'on');
    await project.run(['run']);
    const says = (what: string): string => `${what} went to the manual export log, and nothing in the record holds it`;
    expect(await heldBack(project)).toEqual([2, says('EXP-2 (delivery 1)'), says('EXP-3 (delivery 2)')]);
    const parity = await project.run(['parity', '--date', '2026-06-02', '--as-of', '2026-06-03T14:00:00Z', '--format', 'json']);
    expect(JSON.parse(parity.stdout)).toMatchObject({ answer: 'not_known', unknown: expect.arrayContaining(['2 events went to the manual export log while the sync was off, and no export holds them: po-shadow sync status']) });
    project.write('approvals.jsonl', approvalsText(approvedReport(), approvedReport({ eventId: 'b', id: 'EXP-2' }), approvedReport({ eventId: 'later', id: 'EXP-3', occurredAt: '2026-06-02T18:00:01Z' })));
    await project.run(['run']);
    expect(await heldBack(project)).toEqual([undefined]);
  });
});
