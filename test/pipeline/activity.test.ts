import { describe, expect, test } from 'vitest';
import { parseInstant } from '../../src/domain/calendar.ts';
import { approvalsByDay } from '../../src/pipeline/facts/activity.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { standingLedger } from '../../src/pipeline/standing-ledger.ts';
import { EntityNames } from '../../src/mapping/entity-names.ts';
import { RecordReader } from '../../src/store/record-reader.ts';
import { type EventParts, type ProjectParts, approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

/** What the record of a project says happened on each day. */
async function activityOf(parts: ProjectParts, ...laterLedgers: string[]): Promise<{ approvals: [string, number][]; ledger: [string, number][] }> {
  const made = makeProject(parts);
  return made.work(async (workplace) => {
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    for (const later of laterLedgers) {
      made.write('ledger.csv', later);
      await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    }
    const reader = new RecordReader(workplace.database);
    return { approvals: [...approvalsByDay(workplace)], ledger: [...standingLedger(workplace, await reader.imports(), await reader.quarantine(), new EntityNames(null)).byDay] };
  });
}

const decided = (at: string, role = 'manager', approver = 'lee@shop.example') => ({ approver, role, decision: 'approved', at });
const approvalsOf = async (...events: EventParts[]): Promise<[string, number][]> => (await activityOf({ approvals: approvalsText(...events.map((event, place) => approvedReport({ eventId: `e${place}`, ...event }))) })).approvals;

describe('the approvals of a business day', () => {
  test('are by the company’s own days: late in New York is the next day in UTC', async () => {
    expect(await approvalsOf({ id: 'EXP-1', occurredAt: '2026-06-03T03:59:59Z' }, { id: 'EXP-2', occurredAt: '2026-06-03T04:00:00Z' }, { id: 'EXP-3', occurredAt: '2026-07-01T00:00:00Z' })).toEqual([['2026-06-02', 1], ['2026-06-03', 1], ['2026-06-30', 1]]);
  });

  test('are final ones: what was merely submitted that day, or signed by the first of two, was not approved', async () => {
    expect(await approvalsOf(
      { occurredAt: '2026-06-02T15:00:00Z', report: { status: 'submitted', approvals: [] } },
      { occurredAt: '2026-06-03T15:00:00Z', report: { status: 'manager_approved', approvals: [decided('2026-06-03T15:00:00Z')] } },
      { occurredAt: '2026-06-04T15:00:00Z', report: { approvals: [decided('2026-06-03T15:00:00Z'), decided('2026-06-04T15:00:00Z', 'vp', 'vp@shop.example')] } },
    )).toEqual([['2026-06-04', 1]]);
  });

  test('are on the date of the decision, whenever the export says so, and a payment is none', async () => {
    const approvals = [decided('2026-06-03T15:00:00Z')];
    expect(await approvalsOf({ occurredAt: '2026-06-05T15:00:00Z', report: { approvals } }, { occurredAt: '2026-06-09T15:00:00Z', report: { status: 'paid', approvals } })).toEqual([['2026-06-03', 1]]);
  });

  test('are told again where a report was approved again', async () => {
    expect(await approvalsOf({ occurredAt: '2026-06-02T15:00:00Z' }, { occurredAt: '2026-06-03T15:00:00Z', report: { status: 'recalled', approvals: [] } }, { occurredAt: '2026-06-04T15:00:00Z', revision: 2 })).toEqual([['2026-06-02', 1], ['2026-06-04', 1]]);
  });

  test('of a report without decisions are on the date of its first final snapshot, of each time that it became final', async () => {
    const report = { approvals: [] };
    expect(await approvalsOf(
      { occurredAt: '2026-06-02T15:00:00Z', report }, { occurredAt: '2026-06-03T15:00:00Z', report: { ...report, status: 'paid' } },
      { occurredAt: '2026-06-04T15:00:00Z', report: { ...report, status: 'recalled' } }, { occurredAt: '2026-06-05T15:00:00Z', report }, { occurredAt: '2026-06-08T15:00:00Z', revision: 2, report },
    )).toEqual([['2026-06-02', 1], ['2026-06-05', 1], ['2026-06-08', 1]]);
  });

  test('are what the settings call final', async () => {
    const approvals = approvalsText(approvedReport(), approvedReport({ eventId: 'e2', id: 'EXP-2', occurredAt: '2026-06-04T15:10:00Z', report: { status: 'Released' } }));
    expect((await activityOf({ approvals, settings: { finalStates: ['released'] } })).approvals).toEqual([['2026-06-04', 1]]);
  });

  test('a date without a time is that date, and what has no instant is on none', async () => {
    const made = makeProject({ approvals: approvalsText(approvedReport({ report: { approvals: [] } })) });
    await made.work(async (workplace) => {
      await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
      const midnight = parseInstant('2026-06-09T00:00:00Z') as number;
      const { sqlite } = workplace.database;
      const add = (id: string, at: number, dateOnly: 0 | 1): void => {
        sqlite.prepare('INSERT INTO event (report_id, revision, occurred_at, event_id, source, status, content, import_id, line) SELECT ?, revision, ?, ?, source, status, substr(content, 1, length(content) - 2) || ? || \']\', import_id, line FROM event WHERE event_id = \'e1\'').run(id, at, id, String(dateOnly));
      };
      add('EXP-7', midnight, 1);
      add('EXP-8', midnight, 0);
      add('EXP-9', -8_640_000_000_000_000, 0);
      expect([...approvalsByDay(workplace)]).toEqual([['2026-06-02', 1], ['2026-06-08', 1], ['2026-06-09', 1]]);
    });
  });
});

describe('the ledger entries of a business day', () => {
  test('are its POs, however many lines each has', async () => {
    expect((await activityOf({ ledger: ledgerText({}, { po_number: 'PO-7783' }, { po_number: 'PO-7783', line: '2' }, { po_number: 'PO-7784', po_date: '2026-06-20' }) })).ledger).toEqual([['2026-06-02', 2], ['2026-06-20', 1]]);
  });

  test('are those that stand: a cancelled PO was not keyed, one of whose lines stands was', async () => {
    const ledger = ledgerText({ status: 'cancelled' }, { po_number: 'PO-2', po_date: '2026-06-03', status: 'cancelled' }, { po_number: 'PO-2', po_date: '2026-06-03', line: '2' });
    expect((await activityOf({ ledger })).ledger).toEqual([['2026-06-03', 1]]);
  });

  test('are on the date that the newest export gives, and none where that no longer holds them', async () => {
    const other = { po_number: 'PO-2', po_date: '2026-06-01' };
    const later = { entered_at: '2026-06-10T12:00:00Z' };
    expect((await activityOf({ ledger: ledgerText({}, other, { po_number: 'PO-3', po_date: '2026-06-03' }) }, ledgerText({ ...later, po_date: '2026-06-04' }, other))).ledger).toEqual([['2026-06-01', 1], ['2026-06-04', 1]]);
  });
});
