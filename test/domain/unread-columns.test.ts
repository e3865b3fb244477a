import { expect, test } from 'vitest';
import { hiddenStatus } from '../../src/domain/unread-columns.ts';

test.each(['po_status', 'PO Status', 'POStatus', 'LineState', 'state', 'is_cancelled', 'Canceled?', 'VOID', 'voided', 'closed-on', 'status2', 'Cancel date', 'cancellation_reason', 'Deletion Indicator', 'isDeleted'])('a ledger without a column status may say in %j which lines are cancelled', (name) => {
  expect(hiddenStatus({ names: ['buyer', name], lacking: ['entity', 'status'] })).toEqual([name]);
  expect(hiddenStatus({ names: [name], lacking: ['entity'] })).toEqual([]);
});

test.each(['buyer', 'statement', 'Estate', 'avoid', 'enclosed', 'United States', 'stateless', ''])('%j is no word for it', (name) => {
  expect(hiddenStatus({ names: [name], lacking: ['status'] })).toEqual([]);
});
