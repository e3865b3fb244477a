import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packSnapshot, unpackSnapshot } from '../../src/domain/expense-report.ts';
import { compareEvents } from '../../src/replay/recorded-event.ts';
import { replayReport } from '../../src/replay/replay-report.ts';
import { type EventParts, World, event } from '../replay/world.ts';
import { shuffled } from './books-at-random.ts';

const RUNS = { numRuns: 150 };

const line = fc.record({
  merchant: fc.constantFrom('Acme Janitorial', 'Bluebird Signage', 'Nobody'), category: fc.constantFrom('Cleaning', 'Cleaning', 'Supplies', 'Retired'), amount: fc.constantFrom('60.00', '40.00', '-10.00'),
  personal: fc.constantFrom(false, false, false, true), department: fc.constantFrom('', '', 'Marketing', 'Nowhere'),
});
const moment = fc.record({
  hour: fc.integer({ min: 0, max: 200 }), revision: fc.integer({ min: 1, max: 3 }), status: fc.constantFrom('submitted', 'approved_for_payment', 'approved_for_payment', 'paid', 'recalled', 'on_hold'),
  lines: fc.array(line, { maxLength: 3 }), approved: fc.boolean(), wrongTotal: fc.constantFrom(false, false, false, true),
});

/** A report's history: snapshots at different hours, in order. */
const history: fc.Arbitrary<EventParts[]> = fc.uniqueArray(moment, { minLength: 1, maxLength: 6, selector: ({ hour }) => hour }).map((moments) =>
  moments.sort((left, right) => left.hour - right.hour).map(({ hour, approved, wrongTotal, ...rest }, place): EventParts => {
    const at = new Date(Date.UTC(2026, 4, 29, hour)).toISOString();
    return { ...rest, at, eventId: `e${place}`, chain: approved ? [`manager lee@shop.example approved ${at}`] : [], ...(wrongTotal ? { total: '1.00' } : {}) };
  }),
);
const world = new World();

test('a report ends the same, whatever order its events arrived in', () => {
  const both = history.chain((events) => fc.tuple(fc.constant(events), shuffled(events.length)));
  fc.assert(fc.property(both, ([events, order]) => {
    const recorded = events.map(event);
    const arrived = order.map((place) => recorded[place] as (typeof recorded)[number]).sort(compareEvents);
    expect(replayReport(arrived, world.context())).toEqual(replayReport(recorded.sort(compareEvents), world.context()));
  }), RUNS);
});

test('a second delivery of any event changes nothing', () => {
  fc.assert(fc.property(history, fc.nat(), (events, place) => {
    const again = events[place % events.length] as EventParts;
    const once = world.replay(...events).transaction;
    const twice = world.replay(...events, { ...again, eventId: `${again.eventId} again` }).transaction;
    // Only where it was read may be another line of the file.
    expect({ ...twice, at: '', findings: twice.findings.map((each) => ({ ...each, at: '' })) }).toEqual({ ...once, at: '', findings: once.findings.map((each) => ({ ...each, at: '' })) });
  }), RUNS);
});

test('what is stored of a snapshot replays as the snapshot does', () => {
  fc.assert(fc.property(history, (events) => {
    const recorded = events.map(event).sort(compareEvents);
    const stored = recorded.map((each) => ({ ...each, snapshot: unpackSnapshot(each.snapshot, packSnapshot(each.snapshot)) }));
    expect(replayReport(stored, world.context())).toEqual(replayReport(recorded, world.context()));
  }), RUNS);
});

test('a report has POs, or says why not, and its POs are its lines', () => {
  fc.assert(fc.property(history, (events) => {
    const { transaction, leftOut, outOfScope } = world.replay(...events);
    const ordered = transaction.orders.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    const leftOutMinor = leftOut.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    const standing = transaction.outcome === 'created' || transaction.outcome === 'updated';
    expect(transaction.orders.length > 0).toBe(standing);
    expect(transaction.findings.some(({ severity }) => severity === 'error')).toBe(transaction.outcome === 'rejected');
    if (standing) expect(ordered + leftOutMinor).toBe(transaction.totalMinor);
    if (outOfScope) expect(['none', 'not_triggered']).toContain(transaction.outcome);
    for (const order of transaction.orders) expect([order.amountMinor > 0, order.lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0)]).toEqual([true, order.amountMinor]);
  }), RUNS);
});
