import { describe, expect, test } from 'vitest';
import { agreesFarApart } from '../../src/domain/dated-far-apart.ts';
import { Books, type KeyedParts } from '../matching/books.ts';

const rowOf = (keyed: KeyedParts, settings: Record<string, unknown> = {}): ReturnType<Books['rows']>[number] => new Books(settings).approved('EXP-1').keyed('PO-1', { reference: 'EXP-1', period: '2026-06', ...keyed }).rows()[0] as never;

describe('a PO that names a report and is dated far from its would-be PO of 2026-06-03', () => {
  test.each([
    ['2025-06-03', 'PO-1 is dated 2025-06-03, 365 days before the would-be PO (2026-06-03)'],
    ['2026-05-28', 'PO-1 is dated 2026-05-28, 6 days before the would-be PO (2026-06-03)'],
    ['2026-06-09', 'PO-1 is dated 2026-06-09, 6 days after the would-be PO (2026-06-03)'],
  ])('as %s, agrees as before, and the row says so', (date, words) => {
    const row = rowOf({ date });
    expect([row.status, row.causes, row.flags, row.match.why]).toEqual(['match', [], ['dated_far_apart'], `the reference of PO-1 names EXP-1; ${words}`]);
    expect(agreesFarApart(row)).toBe(true);
  });

  test.each(['2026-05-29', '2026-06-03', '2026-06-08'])('and not as %s, which is within the days that the settings allow', (date) => {
    expect(rowOf({ date })).toMatchObject({ flags: [], match: { why: 'the reference of PO-1 names EXP-1' } });
  });

  test('by the days of the settings', () => {
    expect(rowOf({ date: '2026-06-09' }, { matching: { dateWindowDays: 6 } }).flags).toEqual([]);
    expect(rowOf({ date: '2026-06-04' }, { matching: { dateWindowDays: 0 } }).flags).toEqual(['dated_far_apart']);
  });

  test('is told where the row is open too, and is no reason of its own to look at it', () => {
    const row = rowOf({ date: '2025-06-03', vendor: 'V-2' });
    expect([row.status, row.flags, agreesFarApart(row)]).toEqual(['coding_variance', ['dated_far_apart'], false]);
  });

  test('of several POs only those that are', () => {
    const books = new Books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1', lines: ['6110/D-10/L-012 60.00'] }).keyed('PO-2', { reference: 'EXP-1', date: '2025-06-03', period: '2026-06', lines: ['6110/D-10/L-012 40.00'] });
    expect(books.rows()[0]?.match.why).toMatch(/; PO-2 is dated 2025-06-03, 365 days before the would-be PO \(2026-06-03\)$/);
  });

  test('says so in plain pairs that are settled first, as in all others', () => {
    const { rows, straight } = new Books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1', date: '2025-06-03', period: '2026-06' }).rowsStraightFirst();
    expect([straight, rows[0]?.flags]).toEqual([1, ['dated_far_apart']]);
  });
});
