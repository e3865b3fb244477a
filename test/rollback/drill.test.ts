import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { ManualExportEntry } from '../../src/domain/manual-export.ts';
import { type DrillOptions, type DrillResult, drill } from '../../src/pipeline/drill.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { manualExportCsv } from '../../src/report/manual-export-csv.ts';
import { type EventParts, type ProjectParts, type TestProject, approvalsText, approvedReport, makeProject } from '../project-folder.ts';

const line = (id: string, amount: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({ id, date: '2026-05-30', merchant: 'Acme Janitorial', category: 'Cleaning', description: 'Pads', amount, ...more });
const later = (day: number): string => `2026-06-0${day}T15:10:00Z`;

/** A report with one PO that is changed, one that is withdrawn and approved anew, one that waits, one that is rejected after it stood, one of two vendors that loses one of them. */
const STREAM: EventParts[] = [
  { eventId: 'e1', id: 'EXP-1', amount: '100.00' },
  { eventId: 'e2', id: 'EXP-2', amount: '200.00' },
  { eventId: 'e3', id: 'EXP-3', report: { status: 'submitted' } },
  { eventId: 'e4', id: 'EXP-4', amount: '50.00' },
  { eventId: 'e5', id: 'EXP-5', report: { total: '30.00', lines: [line('1', '10.00'), line('2', '20.00', { merchant: 'Bluebird Signage' })] } },
  { eventId: 'e6', id: 'EXP-1', amount: '110.00', revision: 2, occurredAt: later(3) },
  { eventId: 'e7', id: 'EXP-2', revision: 2, occurredAt: later(3), amount: '200.00', report: { status: 'recalled' } },
  { eventId: 'e8', id: 'EXP-4', revision: 2, occurredAt: later(3), line: { merchant: 'Nobody Ltd' }, amount: '55.00' },
  { eventId: 'e9', id: 'EXP-5', revision: 2, occurredAt: later(4), report: { total: '20.00', lines: [line('2', '20.00', { merchant: 'Bluebird Signage' })] } },
  { eventId: 'e10', id: 'EXP-2', revision: 3, occurredAt: later(4), amount: '210.00' },
];

async function projectOf(events: readonly EventParts[], parts: ProjectParts = {}): Promise<TestProject> {
  const project = makeProject({ approvals: approvalsText(...events.map(approvedReport)), ...parts });
  await project.work(async (workplace) => {
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    await replayRecord(workplace, undefined);
  });
  return project;
}

const drillIn = (project: TestProject, options: Partial<DrillOptions> = {}): Promise<DrillResult> => project.work((workplace) => drill(workplace, { now: () => performance.now(), ...options }));
const logOf = ({ dir }: TestProject): string[] => readFileSync(join(dir, 'reports/drill-manual-export-log.csv'), 'utf8').trimEnd().split('\r\n');

describe('the drill', () => {
  it('passes over reports that are created, changed, withdrawn, approved anew, rejected and regrouped, at every stop', async () => {
    const project = await projectOf(STREAM);
    const { passed, problems, measured } = await drillIn(project);
    expect(problems).toEqual([]);
    expect(passed).toBe(true);
    expect(measured).toMatchObject({ events: 10, stops: 11, reports: 5, logged: 5, timed: 10, unreadable: 0, problems: 0 });
    // EXP-1, EXP-2, EXP-4 (whose update was rejected, and which stands) and one of EXP-5.
    expect(measured.orders).toBe(4);
    expect(measured.tables).toBeGreaterThan(8);
    expect(measured.result).toMatch(/^switched off at 11 stops of 10 events: nothing lost, nothing twice, 4 POs as undisturbed/);
  });

  it('passes whatever the order in which events arrive', async () => {
    for (const events of [STREAM.toReversed(), [...STREAM.slice(5), ...STREAM.slice(0, 5)]]) expect(await drillIn(await projectOf(events))).toMatchObject({ passed: true, problems: [] });
  });

  it('writes the log of a stop in the middle, from which a clerk can key, in the order of arrival', async () => {
    const project = await projectOf(STREAM);
    await drillIn(project);
    const [header, ...rows] = logOf(project);
    expect(header).toBe('entry,action,transaction_id,event_id,occurred_at,revision,state,po_number,po_date,posting_period,vendor_id,vendor_name,currency,reference,memo,line,gl_account,department,location,amount,item_id,quantity,entered_by,entered_at,status');
    expect(rows).toEqual([
      '6,change,EXP-1,e6,2026-06-03T15:10:00Z,2,approved_for_payment,DRY-EXP-1.1,2026-06-02,2026-06,V-1001,Acme Janitorial Supply Co,USD,EXP-1,Floor machine pads,1,6110,D-10,L-012,110.00,,,,,open',
      '7,cancel,EXP-2,e7,2026-06-03T15:10:00Z,2,recalled,DRY-EXP-2.1,2026-06-02,2026-06,V-1001,Acme Janitorial Supply Co,USD,EXP-2,Floor machine pads,1,6110,D-10,L-012,200.00,,,,,cancelled',
      expect.stringMatching(/^8,by_hand,EXP-4,e8,2026-06-03T15:10:00Z,2,approved_for_payment,,,,,,,,"?Change DRY-EXP-4\.1 by hand: approved over 55\.00 USD, and the integration can't make a PO of it: VENDOR_UNMAPPED: /),
      '9,cancel,EXP-5,e9,2026-06-04T15:10:00Z,2,approved_for_payment,DRY-EXP-5.2,2026-06-02,2026-06,V-1002,Bluebird Signage LLC,USD,EXP-5,Pads,1,6110,D-10,L-012,20.00,,,,,cancelled',
      '9,change,EXP-5,e9,2026-06-04T15:10:00Z,2,approved_for_payment,DRY-EXP-5.1,2026-06-02,2026-06,V-1002,Bluebird Signage LLC,USD,EXP-5,Pads,1,6110,D-10,L-012,20.00,,,,,open',
      '10,create,EXP-2,e10,2026-06-04T15:10:00Z,3,approved_for_payment,DRY-EXP-2.1,2026-06-04,2026-06,V-1001,Acme Janitorial Supply Co,USD,EXP-2,Floor machine pads,1,6110,D-10,L-012,210.00,,,,,open',
    ]);
  });

  it('passes with texts that a spreadsheet would take for formulas, and writes none of them as one', async () => {
    const project = await projectOf([{ eventId: 'e0', id: 'EXP-0' }, { eventId: '=1+1', id: '+EXP-1', line: { description: '=HYPERLINK("http://x","y")', id: '@1' } }, { eventId: 'e2', id: 'EXP-2', line: { description: 'two\nlines, "quoted"' } }]);
    expect(await drillIn(project)).toMatchObject({ passed: true, problems: [] });
    expect(logOf(project).join('\n')).toContain(`"'=HYPERLINK(""http://x"",""y"")"`);
    expect(logOf(project).join('\n')).toContain(`"'+EXP-1"`);
  });

  const planted: [string, (entry: ManualExportEntry) => string, RegExp][] = [
    ['an event is missing from the log', (entry) => (entry.eventId === 'e6' ? '' : manualExportCsv(entry)), /EXP-1, switched off after 1 of its 2 events: event e6 is lost: neither processed nor logged/],
    ['an event without a PO is missing from the log', (entry) => (entry.eventId === 'e3' ? '' : manualExportCsv(entry)), /event e3 is lost/],
    ['an event is logged twice', (entry) => manualExportCsv(entry).repeat(entry.eventId === 'e2' ? 2 : 1), /event e2 is logged 2 times/],
    ['a PO is to be created that stands', (entry) => (entry.eventId === 'e6' ? manualExportCsv(entry).replace(',change,', ',create,') : manualExportCsv(entry)), /DRY-EXP-1\.1 would be created twice/],
    ['a PO is to be cancelled that does not stand', (entry) => (entry.eventId === 'e1' ? manualExportCsv(entry).replace(',create,', ',cancel,') : manualExportCsv(entry)), /DRY-EXP-1\.1 does not stand, and is to be cancelled/],
    ['a cancellation is missing', (entry) => manualExportCsv(entry.eventId === 'e9' ? { ...entry, changes: entry.changes.filter(({ action }) => action !== 'cancel') } : entry), /DRY-EXP-5\.2 stands, and would not have stood/],
    ['a line is missing', (entry) => manualExportCsv(entry.eventId === 'e5' ? { ...entry, changes: entry.changes.slice(1) } : entry), /DRY-EXP-5\.1/],
    ['an amount is another', (entry) => manualExportCsv(entry).replace('210.00', '201.00'), /DRY-EXP-2\.1 is not what it would have been/],
    ['an account is another', (entry) => (entry.eventId === 'e10' ? manualExportCsv(entry).replace(',6110,', ',6120,') : manualExportCsv(entry)), /DRY-EXP-2\.1 is not what it would have been/],
    ['an event is logged for another report', (entry) => (entry.eventId === 'e6' ? manualExportCsv({ ...entry, transactionId: 'EXP-9' }) : manualExportCsv(entry)), /event e6 is logged as e6 of EXP-9/],
    ['something is logged that never arrived', (entry) => manualExportCsv(entry) + (entry.eventId === 'e6' ? manualExportCsv({ ...entry, entry: 99, eventId: 'e99' }) : ''), /entry 99 of the log is no event of the stream/],
    ['a row can\'t be read', (entry) => (entry.eventId === 'e6' ? manualExportCsv(entry).replace(',change,', ',chnage,') : manualExportCsv(entry)), /can't be read/],
  ];
  it.each(planted)('fails where %s', async (_, csvOf, problem) => {
    const { passed, problems, measured } = await drillIn(await projectOf(STREAM), { csvOf });
    expect(passed).toBe(false);
    expect(problems.join('\n')).toMatch(problem);
    expect(measured.result).toMatch(/^\d+ problems?, first: /);
  });

  it.each([
    ['has lost a row', 'DROP TRIGGER run_is_never_deleted; PRAGMA foreign_keys = OFF; DELETE FROM run', /table run has 0 rows instead of 1/],
    ['has another value', "UPDATE event SET status = 'paid' WHERE event_id = 'e1'", /table event has other rows/],
    ['has lost a trigger', 'DROP TRIGGER run_is_never_deleted', /trigger run_is_never_deleted is missing/],
  ])('fails where the restored database %s', async (_, sql, problem) => {
    const project = await projectOf(STREAM);
    const result = await drillIn(project, {
      async restore(checkpoint, target) {
        const copy = new Sqlite(checkpoint);
        await copy.backup(target);
        copy.close();
        const restored = new Sqlite(target);
        restored.exec(sql);
        restored.close();
      },
    });
    expect(result.passed).toBe(false);
    expect(result.problems.join('\n')).toMatch(problem);
  });

  it('fails where a checkpoint is not restored at all', async () => {
    const { passed, problems } = await drillIn(await projectOf(STREAM), { restore: async () => {} });
    expect(passed).toBe(false);
    expect(problems.join('\n')).toContain('table after_the_checkpoint was not there');
  });

  it('fails over a record without events, and over one of which no PO comes: nothing would be shown', async () => {
    expect(await drillIn(makeProject())).toMatchObject({ passed: false, problems: [expect.stringContaining('no events')] });
    expect(await drillIn(await projectOf([{ report: { status: 'submitted' } }]))).toMatchObject({ passed: false, problems: [expect.stringContaining('no PO comes')] });
  });

  it('counts what could not be read, which took no part', async () => {
    const project = await projectOf([], { approvals: approvalsText(approvedReport(), 'no event') });
    expect((await drillIn(project)).measured).toMatchObject({ events: 1, unreadable: 1 });
  });

  it('leaves the database as it is, and no scratch folder behind', async () => {
    const project = await projectOf(STREAM);
    const before = readFileSync(join(project.dir, 'po-shadow.db'));
    await drillIn(project);
    expect(readFileSync(join(project.dir, 'po-shadow.db')).equals(before)).toBe(true);
    expect(readdirSync(project.dir).filter((name) => name.includes('drill'))).toEqual([]);
  });

  it('replaces a link that stands where the log goes, and does not write through it', async () => {
    const project = await projectOf(STREAM);
    mkdirSync(join(project.dir, 'reports'), { recursive: true });
    const target = join(project.dir, 'elsewhere.csv');
    writeFileSync(target, 'mine');
    symlinkSync(target, join(project.dir, 'reports/drill-manual-export-log.csv'));
    expect(await drillIn(project)).toMatchObject({ passed: true });
    expect(readFileSync(target, 'utf8')).toBe('mine');
    expect(lstatSync(join(project.dir, 'reports/drill-manual-export-log.csv')).isSymbolicLink()).toBe(false);
    expect(existsSync(target)).toBe(true);
  });

  it('measures the switch-off by the clock that it is given', async () => {
    let now = 0;
    const { measured } = await drillIn(await projectOf(STREAM), { now: () => (now += 7) });
    expect(measured).toMatchObject({ medianMs: 7, longestMs: 7 });
  });
});
