import { describe, expect, test } from 'vitest';
import { parseInstant } from '../../../src/domain/calendar.ts';
import type { Drift } from '../../../src/domain/drift.ts';
import { importInputs, requestedInputs } from '../../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../../src/pipeline/replay-record.ts';
import { drift } from '../../../src/pipeline/watching/drift.ts';
import { driftCsv, driftMarkdown, driftText } from '../../../src/report/drift-text.ts';
import { PLAIN } from '../../../src/report/paint.ts';
import { type EventParts, type ProjectParts, approvalsText, approvedReport, makeProject } from '../../project-folder.ts';

const report = (number: number, parts: EventParts = {}): Record<string, unknown> => approvedReport({ eventId: `e${number}`, id: `EXP-${number}`, ...parts });
const FIRST = approvalsText(report(1), report(2));

/** Drift after runs in a row, each with these files written before it. */
async function driftAfter(steps: Record<string, string>[], { since, now = '2026-06-03T12:00:00Z', ...parts }: ProjectParts & { since?: string; now?: string } = {}): Promise<Drift> {
  const made = makeProject({ approvals: FIRST, ...parts });
  return made.work(async (workplace) => {
    for (const files of [{}, ...steps]) {
      for (const [path, content] of Object.entries(files)) made.write(path, content as string);
      await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
      await replayRecord(workplace, undefined);
    }
    return drift(workplace, { since, now: parseInstant(now) as number });
  });
}

const approvals = (...events: Record<string, unknown>[]): Record<string, string> => ({ 'approvals.jsonl': FIRST + approvalsText(...events) });
const saysOf = ({ values }: Drift): string[] => values.map(({ kind, value, says, needsAction, reports, first }) => `${needsAction ? 'act' : 'look'} ${kind} ${value}: ${says} (${reports}, ${first.reportId})`);

describe('what is new in the workflow', () => {
  test('is nothing where new reports hold what was there before, however it is spelled', async () => {
    const found = await driftAfter([approvals(report(3, { line: { category: ' CLEANING' } }))]);
    expect(found).toMatchObject({ needsAction: false, newReports: 1, knownReports: 2, values: [], rows: [], notes: [] });
  });

  test('is told with what knows it, how many reports have it, and the first; what nothing knows needs action', async () => {
    const chain = [{ approver: 'new@shop.example', role: 'regional', decision: 'approved', at: '2026-06-03T15:00:00Z' }, { approver: 'lee@shop.example', role: 'manager', decision: 'approved', at: '2026-06-03T16:00:00Z' }];
    const found = await driftAfter([approvals(
      report(4, { occurredAt: '2026-06-04T15:00:00Z', line: { category: 'Supplies', department: 'Marketing', location: 'Store 099', merchant: 'Nobody' } }),
      report(3, { occurredAt: '2026-06-03T15:00:00Z', currency: 'JPY', amount: '10', line: { vendorId: 'V-1003', location: 'store 099' }, report: { approvals: chain } }),
      report(5, { report: { status: 'on_hold', approvals: [] } }),
    )]);
    expect(saysOf(found)).toEqual([
      'act state on_hold: neither finalStates nor cancelStates name it (1, EXP-5)', 'act role regional: no routing rule asks for it (1, EXP-3)', 'act approver new@shop.example: no mapping (1, EXP-3)', 'look category Supplies: mapped to 6120 (1, EXP-4)',
      'look department Marketing: mapped to D-11 (1, EXP-4)', 'act location store 099: no mapping (2, EXP-3)', 'look currency JPY: vendors of the ERP use it (1, EXP-3)', 'look vendor V-1003: known to the ERP (1, EXP-3)', 'act merchant Nobody: no mapping (1, EXP-4)',
      'act finding APPROVER_UNMAPPED: Unmapped Approver (1, EXP-3)', 'act finding VENDOR_UNMAPPED: Unmapped Vendor (1, EXP-4)', 'act finding LOCATION_UNMAPPED: Unmapped Location (2, EXP-3)',
    ]);
    expect(found.values[5]).toMatchObject({ at: 'approvals.jsonl:4' });
    expect(found.needsAction).toBe(true);
  });

  test('is what a known report says for the first time, too', async () => {
    expect(saysOf(await driftAfter([approvals(report(2, { eventId: 'e9', revision: 2, occurredAt: '2026-06-05T15:00:00Z', report: { status: 'under_audit' } }))]))).toEqual(['act state under_audit: neither finalStates nor cancelStates name it (1, EXP-2)']);
  });

  test('is compared with the run before, or with the last one of before a date', async () => {
    const steps = [approvals(report(3, { occurredAt: '2026-06-03T15:00:00Z', line: { category: 'Supplies' } })), approvals(report(4, { occurredAt: '2026-06-05T15:00:00Z' }))];
    expect(saysOf(await driftAfter(steps))).toEqual([]);
    expect(saysOf(await driftAfter(steps, { since: '2026-06-03' }))).toEqual(['look category Supplies: mapped to 6120 (1, EXP-3)']);
  });

  test('can\'t be told since a date that no run was made after, and needs somebody to see why; a record that stopped is told as such', async () => {
    const steps = [approvals(report(3))];
    expect(await driftAfter(steps, { since: '2026-06-03' })).toMatchObject({ needsAction: true, values: [], notes: ['what is new since 2026-06-03: there is no run of that date or later (po-shadow run)'] });
    expect(await driftAfter(steps, { now: '2026-06-05T18:00:00Z' })).toMatchObject({ needsAction: false, notes: ['what is new since 2026-06-02T17:30:00Z, 3 days ago, of which the newest run is'] });
  });

  test('can\'t be told after the first run, and that is said', async () => {
    expect(await driftAfter([])).toMatchObject({ against: null, needsAction: false, values: [], notes: ['there is no earlier run to compare with, so nothing is told as new'] });
  });
});

describe('mapping rows', () => {
  test('that no longer resolve are told with their reports, though no new report came', async () => {
    const found = await driftAfter([{ 'master/gl_accounts.csv': 'id,name,active\n6110,Cleaning services,false\n6120,Store supplies,true\n', 'mapping/departments.csv': 'expense_department,erp_department\nMarketing,D-11\n' }]);
    expect(found.rows).toMatchObject([
      { what: 'mapping/categories', from: 'Cleaning', was: '6110 Cleaning services', is: '6110 Cleaning services, which the ERP does not take', needsAction: true, reports: 2 }, { what: 'mapping/departments', from: 'Store Operations', is: null, needsAction: true, reports: 2, at: 'mapping/departments.csv:2' },
    ]);
    expect(found).toMatchObject({ newReports: 0, values: [] });
  });
});

describe('findings', () => {
  const many = (from: number, count: number, parts: EventParts = {}): Record<string, unknown>[] => Array.from({ length: count }, (_, index) => report(from + index, parts));

  test('that new reports have more often than those of before are told with their numbers, in every format', async () => {
    const before = approvalsText(...many(1, 30), report(31, { line: { merchant: 'Somebody' } }));
    const found = await driftAfter([{ 'approvals.jsonl': before + approvalsText(...many(100, 20), ...many(200, 20, { line: { merchant: 'Nobody' } })) }], { approvals: before });
    expect(found.rates).toMatchObject([{ code: 'VENDOR_UNMAPPED', now: { failures: 20, trials: 40 }, history: { failures: 1, trials: 31 }, verdict: 'rose' }]);
    const text = driftText(found, { paint: PLAIN, width: null });
    expect(text).toContain('! rate: VENDOR_UNMAPPED: 20 of 40 new reports, 1 of 31 before: more than before [true rate 36.11 % to 63.89 %, before 0.17 % to 14.41 % (exact, each bound at 95 %)]\n');
    expect(text).toContain('2 things need action: run-0002-');
    expect(driftCsv(found)).toContain('\r\nact,rate,');
    expect(driftMarkdown(found)).toContain('| **act** | new merchant | Nobody: no mapping | 20 reports, first EXP-200 (2026-06-02), approvals.jsonl:');
  });
});

test('po-shadow drift ends with 1 where something needs action, with 0 where nothing does, with 2 before the first run', async () => {
  const project = makeProject({ approvals: FIRST });
  expect((await project.run(['drift'])).code).toBe(2);
  await project.run(['run']);
  expect(await project.run(['drift'])).toMatchObject({ code: 0 });
  project.write('approvals.jsonl', FIRST + approvalsText(report(3, { line: { category: 'Plants' } })));
  await project.run(['run']);
  expect(await project.run(['drift'])).toMatchObject({ code: 1 });
});
