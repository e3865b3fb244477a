import { expect, test } from 'vitest';
import { datesApartLines } from '../../src/report/dates-text.ts';
import { row } from './decision-fixture.ts';

const far = row('EXP-1', { flags: ['dated_far_apart'], match: { why: 'the reference of PO-1 names EXP-1; PO-1 is dated 2025-06-02, 365 days before the would-be PO (2026-06-02)' } });

test('below a table stands which rows are dated far apart, with both dates, the first twenty by name', () => {
  expect(datesApartLines([row('EXP-2'), far])).toEqual(['Dated far apart: EXP-1 (Match): the reference of PO-1 names EXP-1; PO-1 is dated 2025-06-02, 365 days before the would-be PO (2026-06-02).']);
  expect(datesApartLines([row('EXP-2')])).toEqual([]);
  const many = datesApartLines(Array.from({ length: 23 }, () => far));
  expect([many.length, many.at(-1)]).toEqual([21, expect.stringContaining('and 3 more')]);
});
