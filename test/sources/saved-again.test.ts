import { describe, expect, it } from 'vitest';
import { expensify } from '../../src/sources/expensify.ts';
import { ramp } from '../../src/sources/ramp.ts';
import { readerOf } from './read-source.ts';

const readers = { expensify: readerOf(expensify), ramp: readerOf(ramp) };
const HEADERS = {
  expensify: ['Report ID', 'Report Status', 'Report Currency', 'Approved', 'Expense ID', 'Timestamp', 'Merchant', 'Amount'],
  ramp: ['Transaction ID', 'Approval Status', 'Currency', 'Amount', 'Transaction Date', 'Merchant Name'],
};
const row = { expensify: (date: string, amount: string) => ['R1', 'Approved', 'EUR', date, 'E1', date, 'Pier', amount], ramp: (date: string, amount: string) => ['t1', 'FULLY_APPROVED', 'EUR', amount, date, 'Pier'] };
const fileOf = (source: 'expensify' | 'ramp', delimiter: string, date: string, amount: string): string => [HEADERS[source], row[source](date, amount)].map((cells) => cells.map((cell) => (cell.includes(delimiter) ? `"${cell}"` : cell)).join(delimiter)).join('\n');
const dated = async (source: 'expensify' | 'ramp', text: string, options = {}): Promise<unknown[]> => {
  const { accepted, refused } = await readers[source]('export.csv', text, options);
  return [...accepted.map(({ snapshot: { totalMinor, lines } }) => [lines[0]?.date, totalMinor]), ...refused.map(({ reason }) => reason)];
};

describe.each(['expensify', 'ramp'] as const)('a CSV of %s that was saved again in another program', (source) => {
  it('is read month first as the system writes it', async () => {
    expect(await dated(source, fileOf(source, ',', '03/04/2026', '1,234.56'))).toEqual([['2026-03-04', 123_456]]);
  });

  it.each([['semicolons', ';', '12.00'], ['tabs', '\t', '12.00'], ['decimal commas', ',', '12,00']])('with %s is read in no order of dates that nothing in it proves', async (_, delimiter, amount) => {
    await expect(dated(source, fileOf(source, delimiter, '03/04/2026', amount))).rejects.toMatchObject({ message: expect.stringMatching(/^the dates of column \w+ could be read two ways/), remedy: expect.stringContaining('beside the input') });
  });

  it('is read where a date proves its order, or a person says it; its amounts are told by themselves', async () => {
    expect(await dated(source, fileOf(source, ';', '13/04/2026', '1.234,56 €'))).toEqual([['2026-04-13', 123_456]]);
    expect(await dated(source, fileOf(source, ';', '03/04/2026', '1.234,56 €'), { dates: 'D/M/YYYY' })).toEqual([['2026-04-03', 123_456]]);
    await expect(dated(source, fileOf(source, ';', '13/04/2026', '1.234'))).rejects.toThrow('the amounts of column amount could be read two ways');
  });
});
