import { expect, test } from 'vitest';
import { packSnapshot, unpackSnapshot } from '../../src/domain/expense-report.ts';
import { snapshot } from '../replay/world.ts';

test.each([
  ['an ordinary one', snapshot({ name: 'Spring "clean"', submitted: '2026-06-01T12:00:00Z' })],
  ['one without chain, time or submission', snapshot({ at: null, chain: null })],
  ['one with everything a line can have', snapshot({ dateOnly: true, lines: [{ itemId: 'IT-1', quantity: '2', paymentType: 'Cash', personal: true, reimbursable: false }, { reimbursable: true }] })],
  ['one that was sent back', snapshot({ chain: ['manager lee@shop.example rejected 2026-06-01T15:00:00Z'] })],
  ['one without lines', snapshot({ lines: [], total: '0' })],
])('a snapshot is read from the record as it was stored: %s', (_, given) => {
  const { eventId, occurredAt, reportId, revision, status } = given;
  expect(unpackSnapshot({ eventId, occurredAt, reportId, revision, status }, packSnapshot(given))).toEqual(given);
});
