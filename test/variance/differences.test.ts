import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAmountCause } from '../../src/domain/amount-cause.ts';
import { type Difference, packRow, unpackRow, type VarianceRow } from '../../src/domain/variance.ts';
import { causesText, differenceTexts } from '../../src/report/difference-text.ts';
import { Books, type KeyedParts, type LineText } from '../matching/books.ts';
import { type Account, account, booksOf, orderlyAccount, shuffled } from '../property/books-at-random.ts';

const line = (amount: string, account = '6110'): LineText => `${account}/D-10/L-012 ${amount}`;

/** The only row of EXP-1, for which this was keyed with its reference. */
function rowOf(keyed: KeyedParts, asked: LineText[] = [line('100.00')], settings: Record<string, unknown> = {}, currency = 'USD'): VarianceRow {
  const rows = new Books(settings).approved('EXP-1', { lines: asked, currency }).keyed('PO-1', { reference: 'EXP-1', currency, ...keyed }).rows();
  expect(rows).toHaveLength(1);
  return rows[0] as VarianceRow;
}

describe('a row that differs tells both values', () => {
  test.each<[string, KeyedParts, LineText[], string[]]>([
    ['amount', { lines: [line('123.45')] }, [line('100.00')], ['amount: 100.00 → 123.45']],
    ['amount, with the arithmetic where the difference has a name', { lines: [line('118.00')] }, [line('100.00')], ['amount: 100.00 → 118.00 (100.00 USD + 18 % tip = 118.00 USD)']],
    ['amount, with the slip that was made', { lines: [line('104.00')] }, [line('100.00')], ['amount: 100.00 → 104.00 (100.00 USD and 104.00 USD: one digit wrong in the total)']],
    ['vendor', { vendor: 'V-2' }, [line('100.00')], ['vendor: V-1 100.00 → V-2 100.00']],
    ['account', { lines: [line('240.00', '6200')] }, [line('240.00', '6100')], ['gl_account: 6100 240.00 → 6200 240.00']],
    ['department', { lines: ['6110/D-11/L-012 100.00'] }, [line('100.00')], ['department: D-10 100.00 → D-11 100.00']],
    ['location', { lines: ['6110/D-10/L-003 100.00'] }, [line('100.00')], ['location: L-012 100.00 → L-003 100.00']],
    ['fiscal period', { period: '2026-05' }, [line('100.00')], ['period: 2026-06 100.00 → 2026-05 100.00']],
    ['a blank, said in words', { lines: ['6110//L-012 100.00'] }, [line('100.00')], ['department: D-10 100.00 → (blank) 100.00']],
    ['a vendor that is only named, in quotes', { vendor: '', vendorName: 'Bluebird Signage' }, [line('100.00')], ['vendor: V-1 100.00 → "Bluebird Signage" 100.00']],
    ['a name that stands for nobody with certainty', { vendor: '', vendorName: 'Acme' }, [line('100.00')], ['vendor: V-1 100.00 → Acme 100.00']],
    ['several fields, in their fixed order', { vendor: 'V-2', period: '2026-05', lines: ['6120/D-11/L-012 90.00'] }, [line('100.00')], [
      'amount: 100.00 → 90.00', 'vendor: V-1 100.00 → V-2 90.00', 'gl_account: 6110 100.00 → 6120 90.00', 'department: D-10 100.00 → D-11 90.00', 'period: 2026-06 100.00 → 2026-05 90.00',
    ]],
  ])('%s', (_, keyed, asked, texts) => {
    expect(differenceTexts(rowOf(keyed, asked))).toEqual(texts);
  });

  test('and leaves out what the sides agree in', () => {
    const row = rowOf({ lines: [line('60.00'), line('40.00', '6130')] }, [line('60.00'), line('40.00', '6120')]);
    expect(differenceTexts(row)).toEqual(['gl_account: 6120 40.00 → 6130 40.00']);
  });

  test('sums by value, where lines share one', () => {
    const row = rowOf({ lines: [line('15.00', '6130'), '6130/D-11/L-012 85.00'] }, [line('40.00'), '6110/D-11/L-003 60.00']);
    expect(differenceTexts(row)).toEqual(['gl_account: 6110 100.00 → 6130 100.00', 'department: D-10 40.00, D-11 60.00 → D-10 15.00, D-11 85.00', 'location: L-003 60.00, L-012 40.00 → L-012 100.00']);
  });

  test('between which values money moved, where the table has room for no more', () => {
    const moved = (keyed: LineText[], asked: LineText[]): string => causesText(rowOf({ lines: keyed }, asked));
    expect(moved([line('87.00'), line('13.00', '6210')], [line('100.00')])).toBe('gl_account 6110 → 6210');
    expect(moved([line('40.00'), line('60.00', '6120')], [line('60.00'), line('40.00', '6120')])).toBe('gl_account 6110 → 6120');
    expect(moved([line('130.00'), line('-30.00', '6120')], [line('130.00'), line('-30.00', '6130')])).toBe('gl_account 6130 → 6120');
    expect(moved([line('100.00', '6200')], [line('20.00', '6110'), line('30.00', '6120'), line('50.00', '6130')])).toBe('gl_account 6110, 6120 and 1 more → 6200');
    expect(moved(['6110/D-11/L-012 60.00', '6120/D-10/L-012 60.00'], ['6110/D-10/L-012 60.00', '6120/D-11/L-012 60.00'])).toBe('gl_account and department 6110 / D-10, 6120 / D-11 → 6110 / D-11, 6120 / D-10');
    expect(causesText(rowOf({ vendor: '', vendorName: 'Acme', period: '2026-05' }))).toBe('vendor_unconfirmed V-1 → Acme, period 2026-06 → 2026-05');
    expect(causesText(rowOf({ incomplete: 'unreadable' }))).toBe('manual_incomplete');
    expect(causesText(new Books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1' }).keyed('PO-2', { reference: 'EXP-1', lines: [line('100.00', '6120')] }).rows()[0] as VarianceRow)).toBe('gl_account also 6120');
  });

  test('the combinations, where each dimension agrees alone', () => {
    const row = rowOf({ lines: ['6110/D-11/L-012 60.00', '6120/D-10/L-012 60.00'] }, ['6110/D-10/L-012 60.00', '6120/D-11/L-012 60.00']);
    expect(row.differences.map(({ field }) => field)).toEqual(['gl_account', 'department']);
    expect(differenceTexts(row)).toEqual(['gl_account, department: 6110 / D-10 60.00, 6120 / D-11 60.00 → 6110 / D-11 60.00, 6120 / D-10 60.00']);
  });

  test('each in its own spelling: the dry run\'s as the ERP has it, the ledger\'s as it was keyed', () => {
    const row = rowOf({ vendor: 'v-２', period: '2026-05 ', lines: ['6110/d-11/l-003 100.00'] });
    expect(row.differences.map(({ dryRun, manual }) => [dryRun[0]?.value, manual[0]?.value])).toEqual([['V-1', 'v-２'], ['D-10', 'd-11'], ['L-012', 'l-003'], ['2026-06', '2026-05 ']]);
  });

  test('values alone where the currencies differ: amounts in two of them are never compared', () => {
    const [row] = new Books().approved('EXP-1', { lines: [line('60.00'), line('40.00', '6120')] }).keyed('PO-1', { reference: 'EXP-1', vendor: 'V-2', currency: 'EUR', lines: [line('50.00'), line('50.00', '6130')] }).rows();
    expect(row?.differences).toEqual([
      { field: 'currency', dryRun: [{ value: 'USD', amount: null }], manual: [{ value: 'EUR', amount: null }], how: null },
      { field: 'vendor', dryRun: [{ value: 'V-1', amount: null }], manual: [{ value: 'V-2', amount: null }], how: null },
      { field: 'gl_account', dryRun: [{ value: '6120', amount: null }], manual: [{ value: '6130', amount: null }], how: null },
    ] satisfies Difference[]);
  });

  test.each([['JPY', '1200', '1201'], ['KWD', '1.250', '1.240']])('amounts in %s have the currency\'s own decimals', (currency, asked, keyed) => {
    expect(rowOf({ lines: [line(keyed)] }, [line(asked)], {}, currency).differences).toEqual([{ field: 'amount', dryRun: [{ value: asked, amount: asked }], manual: [{ value: keyed, amount: keyed }], how: `${asked} ${currency} and ${keyed} ${currency}: one digit wrong in the total` }]);
  });

  test('of a PO keyed as two, of which one has another vendor and account: what stands under each', () => {
    const books = new Books().approved('EXP-1', { lines: [line('60.00'), line('40.00', '6120')] }).keyed('PO-1', { reference: 'EXP-1', lines: [line('60.00')] }).keyed('PO-2', { reference: 'EXP-1', vendor: 'V-2', lines: [line('40.00', '6130')] });
    const [row] = books.rows();
    expect(differenceTexts(row as VarianceRow)).toEqual(['vendor: V-1 100.00 → V-1 60.00, V-2 40.00', 'gl_account: 6120 40.00 → 6130 40.00']);
  });

  test('of a PO entered twice: all that was keyed for it', () => {
    const twice = (...lines: LineText[]): string[] => {
      const [row] = lines.reduce((books, each, place) => books.keyed(`PO-${place}`, { reference: 'EXP-1', lines: [each] }), new Books().approved('EXP-1')).rows();
      expect(row?.status).toBe('duplicate_manual');
      return differenceTexts(row as VarianceRow);
    };
    expect(twice(line('100.00'), line('100.00'))).toEqual(['amount: 100.00 → 200.00']);
    expect(twice(line('100.00', '6120'), line('100.00', '6120'))).toEqual(['amount: 100.00 → 200.00', 'gl_account: 6110 100.00 → 6120 200.00']);
  });
});

describe('would-be POs that share a manual PO', () => {
  const shared = (lines: LineText[], vendor = 'V-1'): VarianceRow[] =>
    new Books().approved('EXP-1', { lines: [line('100.00')] }).approved('EXP-2', { lines: [line('50.00', '6120')] }).keyed('PO-9', { reference: 'EXP-1, EXP-2', vendor, lines }).rows();

  test('tell each its own part, and what was keyed instead of it', () => {
    const rows = shared([line('100.00'), line('50.00', '6130')]);
    expect(rows.map((row) => [row.transactionId, row.status, ...differenceTexts(row)])).toEqual([['EXP-1', 'match'], ['EXP-2', 'coding_variance', 'gl_account: 6120 50.00 → 6130 50.00']]);
  });

  test('tell what stands under another code as a whole, where it is the work of several', () => {
    const rows = shared([line('150.00', '6140')]);
    expect(rows.map((row) => differenceTexts(row))).toEqual([['gl_account: 6110 100.00 → 6140 150.00'], ['gl_account: 6120 50.00 → 6140 150.00']]);
  });

  test('tell the residual where it sits, on the last row', () => {
    expect(shared([line('100.00'), line('52.00', '6120')]).map((row) => differenceTexts(row))).toEqual([[], ['amount: 50.00 → 52.00']]);
  });

  test('tell the vendor that the shared PO has', () => {
    expect(shared([line('100.00'), line('50.00', '6120')], 'V-2').map((row) => differenceTexts(row))).toEqual([['vendor: V-1 100.00 → V-2 150.00'], ['vendor: V-1 50.00 → V-2 150.00']]);
  });
});

describe('nothing is told', () => {
  test.each<[string, Books]>([
    ['of a row that agrees', new Books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1' })],
    ['of one that agrees within the tolerance', new Books({ tolerance: { absolute: '0.05', percent: '0' } }).approved('EXP-1').keyed('PO-1', { reference: 'EXP-1', lines: [line('100.05')] })],
    ['of a rejected report: there is no would-be PO to compare', new Books().rejected('EXP-1').keyed('PO-1', { reference: 'EXP-1', lines: [line('120.00', '6190')] })],
    ['of a PO that nobody entered', new Books().approved('EXP-1')],
    ['of a PO that no report explains', new Books().keyed('PO-1')],
    ['of a PO that was entered too early', new Books().pending('EXP-1').keyed('PO-1', { reference: 'EXP-1' })],
    ['of a column that the ledger leaves blank from top to bottom', new Books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1', vendor: '', vendorName: '', lines: ['6110// 100.00'], notCompared: ['vendor', 'department', 'location'] })],
  ])('%s', (_, books) => {
    expect(books.rows().map(({ differences }) => differences)).toEqual([[]]);
  });

  test('where nothing differs, the stored row is hardly longer than without it', () => {
    const [row] = new Books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1' }).rows();
    expect(packRow(row as VarianceRow, true)).toMatch(/,\[\],0,\d{4}\]$/);
  });
});

describe('whatever the books', () => {
  const RUNS = { numRuns: 300 };
  const books = fc.oneof(account, orderlyAccount);
  const cents = (decimal: string | null): bigint => BigInt((decimal ?? '0').replace('.', ''));
  const sum = (decimals: readonly (string | null)[]): bigint => decimals.reduce((total, decimal) => total + cents(decimal), 0n);
  const differing = (each: Account): VarianceRow[] => booksOf(each).rows().filter(({ differences }) => differences.length > 0);

  test('what is listed of the ledger less what is listed of the dry run is the variance, in every field', () => {
    let checked = 0;
    fc.assert(fc.property(books, (each) => {
      for (const row of differing(each)) {
        if (row.match.group !== null) continue;
        for (const { field, dryRun, manual } of row.differences) {
          expect([row.id, field, sum(manual.map(({ amount }) => amount)) - sum(dryRun.map(({ amount }) => amount))]).toEqual([row.id, field, cents(row.variance)]);
          checked++;
        }
      }
    }), RUNS);
    expect(checked).toBeGreaterThan(200);
  });

  test('every cause has both its values, and no value is told of both sides alike', () => {
    fc.assert(fc.property(books, (each) => {
      for (const row of differing(each)) {
        if (row.match.group !== null) continue;
        const fields = row.differences.map(({ field }) => field);
        for (const cause of row.causes) expect(fields).toContain(isAmountCause(cause) ? 'amount' : cause);
        for (const { dryRun, manual } of row.differences) for (const value of dryRun) expect(manual).not.toContainEqual(value);
      }
    }), RUNS);
  });

  test('every open row that two POs were compared for tells something', () => {
    fc.assert(fc.property(books, (each) => {
      for (const row of booksOf(each).rows()) if (row.status === 'amount_variance' || row.status === 'coding_variance') expect(row.differences.length, row.id).toBeGreaterThan(0);
    }), RUNS);
  });

  test('the order in which they are read changes neither content nor order', () => {
    const both = books.chain((each) => fc.tuple(fc.constant(each), shuffled(each.reports.length), shuffled(each.keyed.length)));
    fc.assert(fc.property(both, ([each, reports, keyed]) => {
      const differencesOf = (rows: readonly VarianceRow[]): unknown => rows.map(({ id, differences }) => [id, differences]);
      expect(differencesOf(booksOf(each, {}, { reports, keyed }).rows())).toEqual(differencesOf(booksOf(each).rows()));
    }), RUNS);
  });

  test('a stored row comes back as it was', () => {
    fc.assert(fc.property(books, (each) => {
      for (const row of booksOf(each).rows()) expect(unpackRow(packRow(row, true), null)).toEqual(row);
    }), RUNS);
  });
});
