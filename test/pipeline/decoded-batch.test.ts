import { expect, test } from 'vitest';
import type { PackedEvent } from '../../src/domain/expense-report.ts';
import type { PackedManual } from '../../src/domain/ledger-entry.ts';
import { DecodedBatchBuilder, deliverBatch } from '../../src/pipeline/decoded-batch.ts';

const event = (number: number): PackedEvent => ({
  reportId: `EXP-${number}`, revision: number, occurredAt: number === 1 ? null : 1_000 * number, eventId: `evt-${number}`, status: 'paid', content: `["report ${number}"]`, currency: 'USD',
  totalMinor: 100 * number, latestInstant: number === 1 ? null : 2_000 * number,
});
const order = (number: number): PackedManual => ({
  poNumber: `PO-${number}`, entity: number === 1 ? '' : 'US-01', poDate: '2026-06-01', currency: 'EUR', content: `["order ${number}"]`, lineRows: String(number), enteredAt: number === 1 ? null : number, standingMinor: number,
});
const refusal = { line: 7, rows: 1, field: 'total', value: 'x', reason: 'not an amount' };
const total = { what: 'rows', stated: '3', found: '3', agrees: true };

/** What a sink is told, in order. */
function delivered(batch: DecodedBatchBuilder): unknown[] {
  const told: unknown[] = [];
  const note = (kind: string) => (...what: unknown[]): void => {
    told.push([kind, ...what]);
  };
  // As it arrives in another thread.
  deliverBatch(structuredClone(batch.take()), { restart: note('restart'), event: note('event'), order: note('order'), refuse: note('refuse'), control: note('control'), bytes: note('bytes') });
  return told;
}

test('what is decoded arrives whole and in the order of the file', () => {
  const batch = new DecodedBatchBuilder();
  batch.event(event(1), 1, 1);
  batch.event(event(2), 2, 3);
  batch.other({ kind: 'refusal', refusal });
  batch.event(event(3), 8, 1);
  batch.other({ kind: 'control', total, part: 'lines' });
  expect(batch.size).toBe(5);
  expect(delivered(batch)).toEqual([['event', event(1), 1, 1], ['event', event(2), 2, 3], ['refuse', refusal], ['event', event(3), 8, 1], ['control', total, 'lines']]);
});

test('manual POs of before a restart come before it, and those of after it behind it', () => {
  const batch = new DecodedBatchBuilder();
  batch.order(order(1), 1, undefined);
  batch.other({ kind: 'restart' });
  batch.order(order(1), 2, { headers: 1, lines: 2, assignments: 0 });
  batch.order(order(2), 1, undefined);
  expect(delivered(batch)).toEqual([['order', order(1), 1, undefined], ['restart'], ['order', order(1), 2, { headers: 1, lines: 2, assignments: 0 }], ['order', order(2), 1, undefined]]);
  expect(batch.size).toBe(0);
  expect(delivered(batch)).toEqual([]);
});
