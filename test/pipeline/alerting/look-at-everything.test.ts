import { describe, expect, it } from 'vitest';
import { applyLook } from '../../../src/alerts/apply-look.ts';
import { lookAtParity } from '../../../src/alerts/causes/parity.ts';
import { parseInstant } from '../../../src/domain/calendar.ts';
import { lookAtEverything } from '../../../src/pipeline/alerting/look-at-everything.ts';
import { importInputs, requestedInputs } from '../../../src/pipeline/import-inputs.ts';
import { parity } from '../../../src/pipeline/watching/parity.ts';
import { replayRecord } from '../../../src/pipeline/replay-record.ts';
import { openAlerts, settingsOf } from '../../alerts/alerts-of.ts';
import { type ProjectParts, approvalsText, approvedReport, ledgerText, makeProject } from '../../project-folder.ts';
import { collect, deliver } from '../capture/delivered.ts';

const MORNING_AFTER = '2026-06-03T14:00:00Z';
const SETTINGS = settingsOf();

/** A project that is looked at each morning; `look` imports and replays what is written, and gives what is told. */
async function watched(parts: ProjectParts = {}) {
  const project = makeProject(parts);
  const alerts = await openAlerts();
  let minutes = 0;
  /** Imports exports that were taken on a morning, each time a minute later. */
  const importAll = (at = '2026-06-03T13:00:00Z') => project.work((workplace) => importInputs(workplace, requestedInputs(workplace), { asOf: (parseInstant(at) as number) + minutes++ * 60_000, strict: false }));
  return {
    project, alerts, importAll,
    async replay(at?: string): Promise<void> {
      await importAll(at);
      await project.work((workplace) => replayRecord(workplace, undefined));
    },
    async look(at = MORNING_AFTER, settings = SETTINGS): Promise<{ told: string[]; notLooked: string[] }> {
      const now = parseInstant(at) as number;
      const { looks, gates, notLooked } = await project.work((workplace) => lookAtEverything(workplace, settings, { now, asOf: now, open: alerts.book.open(), gates: alerts.book.gateStandings() }));
      return alerts.inTransaction(() => {
        if (gates !== null) alerts.book.noteGates(gates);
        return { told: looks.flatMap((look) => applyLook(alerts.book, look, SETTINGS, now)).map(({ kind, key }) => `${kind} ${key}`), notLooked };
      });
    },
  };
}

const sent = ({ outbox }: Awaited<ReturnType<typeof openAlerts>>): void => {
  const claim = outbox.claim('finance', 0, { digestAbove: 1 });
  if (claim !== null && 'message' in claim) outbox.note(claim.message.number, { state: 'sent', answer: '', at: 0, dueAt: 0, mayRepeat: false });
};

describe('a look at everything', () => {
  it('finds a difference once, and that it is over once the ledger was corrected, days later', async () => {
    const { project, alerts, replay, look } = await watched({ ledger: ledgerText({ amount: '800.00' }), settings: { calendar: { noActivity: ['2026-06-03', '2026-06-04'] } } });
    await replay();
    expect(await look()).toEqual({ told: ['opened parity/2026-06-02/different_money/USD'], notLooked: [] });
    sent(alerts);
    project.write('ledger.csv', ledgerText({ entered_at: '2026-06-05T19:30:00Z' }, { po_number: 'PO-2', po_date: '2026-06-05', reference: 'EXP-2' }));
    project.write('approvals.jsonl', approvalsText(approvedReport(), approvedReport({ eventId: 'e2', id: 'EXP-2', occurredAt: '2026-06-05T15:10:00Z' })));
    await replay('2026-06-06T13:00:00Z');
    expect((await look('2026-06-06T14:00:00Z')).told).toEqual(['resolved parity/2026-06-02/different_money/USD']);
  });

  it('is over for a difference that somebody accepted and somebody else reviewed, until the record moves on', async () => {
    const people = [{ id: 'frank', name: 'Frank', roles: ['preparer'] }, { id: 'erin', name: 'Erin', roles: ['reviewer'] }];
    const { project, importAll, replay, look } = await watched({ ledger: ledgerText({ amount: '800.00' }), settings: { people } });
    const parityTold = async () => (await look()).told.filter((each) => each.includes('parity'));
    await replay();
    await look();
    await project.here(['resolve', 'EXP-9041', '--disposition', 'accepted', '--wrong', 'ledger', '--reason', 'agreed', '--by', 'frank', '--as-of', MORNING_AFTER]);
    expect(await parityTold()).toEqual([]);
    await project.here(['review', 'EXP-9041', '--by', 'erin', '--as-of', MORNING_AFTER]);
    expect(await parityTold()).toEqual(['resolved parity/2026-06-02/different_money/USD']);
    project.write('ledger.csv', ledgerText({ amount: '700.00', entered_at: '2026-06-02T18:00:00Z' }));
    await importAll();
    expect(await parityTold()).toEqual(['opened parity/2026-06-02/different_money/USD']);
    await replay();
    expect(await parityTold()).toEqual([]);
  });

  /** Two purchases of 2 June, of which the ledger has one. */
  const lacksOne = (settings: Record<string, unknown>) => ({ settings, approvals: approvalsText(approvedReport(), approvedReport({ eventId: 'e2', id: 'EXP-2' })) });
  const MISSING = 'parity/2026-06-02/approved_without_po/USD';
  const NOTHING_MORE = { calendar: { noActivity: ['2026-06-03', '2026-06-04', '2026-06-05'] } };

  it('finds a purchase without a PO once its grace is over, days later, and by no look back that it was over', async () => {
    const { project, alerts, replay, look } = await watched(lacksOne({ ...NOTHING_MORE, matching: { manualEntryGraceDays: 2 } }));
    await replay();
    expect((await look()).told).toEqual([]);
    await replay('2026-06-08T13:00:00Z');
    const monday = '2026-06-08T14:00:00Z';
    expect((await look(monday)).told).toContain(`opened ${MISSING}`);
    const now = parseInstant(monday) as number;
    const back = await project.work(async (workplace) => lookAtParity(await parity(workplace, { date: '2026-06-02', since: undefined, asOf: parseInstant(MORNING_AFTER) as number, now }), '2026-06-02'));
    expect(alerts.inTransaction(() => applyLook(alerts.book, { ...back, covers: () => true }, SETTINGS, now))).toEqual([]);
    expect(alerts.book.open().map(({ alert: { key } }) => key)).toContain(MISSING);
  });

  it('finds what is of dates on whose mornings nobody looked, as far back as the settings say', async () => {
    const { project, replay, look } = await watched(lacksOne(NOTHING_MORE));
    project.write('ledger.csv', ledgerText({ entered_at: '2026-06-02T18:00:00Z' }));
    await replay('2026-06-08T13:00:00Z');
    expect((await look('2026-06-08T14:00:00Z', settingsOf({ lookBackDays: 5 }))).told).toEqual([]);
    expect((await look('2026-06-08T14:00:00Z')).told).toEqual([`opened ${MISSING}`]);
  });

  it('tells an empty business day once, and neither keeps it a difference of another date from being told nor from being over', async () => {
    const { project, replay, look } = await watched(lacksOne({ calendar: { noActivity: ['2026-06-04', '2026-06-05'] } }));
    const parityTold = async (at: string) => (await look(at)).told.filter((each) => each.includes('parity'));
    await replay('2026-06-08T13:00:00Z');
    expect(await parityTold('2026-06-08T14:00:00Z')).toEqual([`opened ${MISSING}`, 'opened parity_not_known/2026-06-03']);
    expect(await parityTold('2026-06-08T15:00:00Z')).toEqual([]);
    project.write('ledger.csv', ledgerText({}, { po_number: 'PO-2', reference: 'EXP-2' }));
    await replay('2026-06-08T15:30:00Z');
    expect(await parityTold('2026-06-08T16:00:00Z')).toEqual([`resolved ${MISSING}`]);
  });

  it('says nothing of dates from before the ledger begins', async () => {
    const { replay, look } = await watched({ settings: NOTHING_MORE, approvals: approvalsText(approvedReport(), approvedReport({ eventId: 'e0', id: 'EXP-0', occurredAt: '2026-06-01T15:10:00Z' })) });
    await replay('2026-06-08T13:00:00Z');
    expect((await look('2026-06-08T14:00:00Z')).told).toEqual([]);
  });

  it('leaves a difference open that can\'t be seen any more because something is missing', async () => {
    const { alerts, replay, look } = await watched({ ledger: ledgerText({ amount: '800.00' }) });
    await replay();
    await look();
    expect((await look('2026-06-05T14:00:00Z')).told).toEqual(['opened parity_not_known']);
    expect(alerts.book.open().map(({ alert: { key } }) => key)).toEqual(['parity/2026-06-02/different_money/USD', 'parity_not_known']);
  });

  it('finds a gate that no longer passes, and none that failed from the beginning', async () => {
    const { project, replay, look } = await watched();
    await replay();
    expect((await look()).told).toEqual([]);
    project.write('ledger.csv', ledgerText({ entered_at: '2026-06-02T18:00:00Z' }, { po_number: 'PO-9', po_date: '2026-06-02', reference: 'x' }));
    await replay();
    const { told } = await look();
    expect(told).toContain('opened gate/no_open_variance');
    expect(told.join()).not.toContain('window_covered');
    project.write('ledger.csv', ledgerText({ entered_at: '2026-06-02T18:30:00Z' }, { po_number: 'PO-9', po_date: '2026-06-02', reference: 'x', status: 'cancelled' }));
    await replay();
    expect((await look()).told).toContain('resolved gate/no_open_variance');
  });

  it('finds deliveries that can\'t be read, and those that wait for the record', async () => {
    const { project, replay, look } = await watched();
    await replay();
    await deliver(project, { body: '{"event": "of nobody"}', eventId: 'e9' });
    await collect(project);
    await deliver(project, { body: JSON.stringify(approvedReport({ eventId: 'e10' })), eventId: 'e10', at: Date.UTC(2026, 5, 3, 13, 50) });
    expect((await look()).told.filter((each) => each.includes('capture'))).toEqual(['opened capture/unreadable']);
    expect((await look('2026-06-12T14:00:00Z')).told).toContain('opened capture/lag');
    await collect(project);
    expect((await look('2026-06-12T14:00:00Z')).told).toContain('resolved capture/lag');
  });

  it('finds what is new in the workflow against a week ago, and keeps it open until it is mapped', async () => {
    const { project, replay, look } = await watched();
    await replay('2026-06-02T20:00:00Z');
    project.write('approvals.jsonl', approvalsText(approvedReport(), approvedReport({ eventId: 'e2', id: 'EXP-2', occurredAt: '2026-06-03T12:00:00Z', line: { category: 'Catering' } })));
    await replay();
    expect((await look()).told).toContain('opened drift/category');
    project.write('approvals.jsonl', approvalsText(approvedReport(), approvedReport({ eventId: 'e2', id: 'EXP-2', occurredAt: '2026-06-03T12:00:00Z', line: { category: 'Catering' } }), approvedReport({ eventId: 'e3', id: 'EXP-3', occurredAt: '2026-06-20T12:00:00Z' })));
    await replay('2026-06-20T13:00:00Z');
    expect((await look('2026-06-20T14:00:00Z')).told.filter((each) => each.includes('drift'))).toEqual([]);
    project.write('mapping/categories.csv', 'category,gl_account\nCleaning,6110\nSupplies,6120\nCatering,6120\n');
    await replay('2026-06-20T13:00:00Z');
    expect((await look('2026-06-20T14:00:00Z')).told).toContain('resolved drift/category');
  });

  it('says what it could not look at, and closes nothing of that', async () => {
    const { look } = await watched();
    const { told, notLooked } = await look();
    expect(told).toEqual([]);
    expect(notLooked.map((each) => each.split(':')[0])).toEqual(['parity', 'drift']);
  });
});
