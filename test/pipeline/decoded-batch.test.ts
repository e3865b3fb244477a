import { expect, test } from 'vitest';
import { type PackedEvent, packEvent, unpackSnapshot } from '../../src/domain/expense-report.ts';
import { type LedgerLine, type ManualPurchaseOrder, type PackedManual, packOrder, unpackManual } from '../../src/domain/ledger-entry.ts';
import { type DecodedBatch, DecodedBatchBuilder, deliverBatch } from '../../src/pipeline/decoded-batch.ts';
import { snapshot } from '../replay/world.ts';

// Required: a field that these gain, an optional one too, does not compile here until it is given.
const event = (number: number): Required<PackedEvent> => ({
  reportId: `EXP-${number}`, revision: number, occurredAt: number === 1 ? null : 1_000 * number, eventId: `evt-${number}`, status: 'paid', content: `["report ${number}"]`, currency: 'USD',
  totalMinor: 100 * number, latestInstant: number === 1 ? null : 2_000 * number,
});
const order = (number: number): Required<PackedManual> => ({
  poNumber: `PO-${number}`, entity: number === 1 ? '' : 'US-01', poDate: '2026-06-01', currency: 'EUR', content: `["order ${number}"]`, lineRows: String(number), enteredAt: number === 1 ? null : number, standingMinor: number,
});
const refusal = { line: 7, rows: 1, field: 'total', value: 'x', reason: 'not an amount' };
const columns = { names: ['po_status'], lacking: ['status'] };
const total = { what: 'rows', stated: '3', found: '3', agrees: true };

/** What a sink is told, in order. */
function told(batch: DecodedBatch): [string, ...unknown[]][] {
  const all: [string, ...unknown[]][] = [];
  const note = (kind: string) => (...what: unknown[]): void => {
    all.push([kind, ...what]);
  };
  // As it arrives in another thread.
  deliverBatch(structuredClone(batch), { restart: note('restart'), event: note('event'), order: note('order'), refuse: note('refuse'), control: note('control'), unread: note('unread'), bytes: note('bytes') });
  return all;
}

const delivered = (batch: DecodedBatchBuilder): [string, ...unknown[]][] => told(batch.take());

test('what is decoded arrives whole and in the order of the file', () => {
  const batch = new DecodedBatchBuilder();
  batch.event(event(1), 1, 1);
  batch.event(event(2), 2, 3);
  batch.other({ kind: 'refusal', refusal });
  batch.event(event(3), 8, 1);
  batch.other({ kind: 'control', total, part: 'lines' });
  batch.other({ kind: 'unread', columns });
  expect(batch.size).toBe(6);
  expect(delivered(batch)).toEqual([['event', event(1), 1, 1], ['event', event(2), 2, 3], ['refuse', refusal], ['event', event(3), 8, 1], ['control', total, 'lines'], ['unread', columns]]);
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

test('a report arrives with all that its source can say', () => {
  const given = snapshot({ entity: 'US-01', dateOnly: true, submitted: '2026-06-01T12:00:00Z', name: 'Spring', lines: [{ tax: '5.00', itemId: 'IT-1', quantity: '2', paymentType: 'Cash', personal: true, reimbursable: false }] });
  const whole = { ...given, lines: given.lines.map((line) => ({ ...line, claimedMinor: 9_900 })) };
  const batch = new DecodedBatchBuilder();
  batch.event(packEvent(whole), 3, 1);
  const [[, packed]] = delivered(batch) as [[string, PackedEvent]];
  expect(unpackSnapshot(packed, packed.content)).toMatchObject(whole);
});

test('a PO read from several files arrives with the rows of its header and its account assignments', () => {
  const line: Required<LedgerLine> = { line: '10', glAccount: '6110', department: 'D-10', location: 'L-012', amountMinor: 2_500, taxMinor: 500, status: 'closed', row: 7, assignmentRow: 12 };
  const whole: Required<ManualPurchaseOrder> = {
    poNumber: 'PO-1', poDate: '2026-06-01', period: '2026-06', vendorId: 'V-1001', vendorName: 'Acme', currency: 'USD', entity: 'US-01', reference: 'EXP-1', memo: 'pads', enteredBy: ['clerk1', 'clerk2'], enteredAt: 1_000,
    lines: [line, { ...line, line: '20', row: 4, assignmentRow: 9 }], headerRow: 3,
  };
  const batch = new DecodedBatchBuilder();
  batch.order(packOrder(whole), 2, { headers: 1, lines: 2, assignments: 2 });
  const [[, packed, rows, parts]] = delivered(batch) as [[string, PackedManual, number, unknown]];
  expect(unpackManual(packed, packed.content, packed.lineRows)).toMatchObject(whole);
  expect([rows, parts]).toEqual([2, { headers: 1, lines: 2, assignments: 2 }]);
});
