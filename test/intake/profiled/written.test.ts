import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainAmount, styleProvenBy } from '../../../src/intake/profiled/amount-text.ts';
import { marksAnother } from '../../../src/intake/profiled/currency-signs.ts';
import { plainDate, stylesOf } from '../../../src/intake/profiled/date-text.ts';

describe('an amount as people write it', () => {
  it.each([
    ['1,234.56', '1,234.56', '1234.56'], ['$1,234.50', '1,234.56', '1234.5'], ['(1,234.00)', '1,234.56', '-1234'], ['-$5.00', '1,234.56', '-5'], ['$-5.00', '1,234.56', '-5'], ['USD 7', '1,234.56', '7'],
    ['1.234,56', '1.234,56', '1234.56'], ['1 234,56 €', '1.234,56', '1234.56'], ['45,50-', '1.234,56', '-45.5'], ['1\u202f234,00', '1.234,56', '1234'], ['1\'234.56', '1,234.56', '1234.56'],
    ['\u22123.10', '1,234.56', '-3.1'], ['0.00', '1,234.56', '0'], ['-0.00', '1,234.56', '0'], ['1200.0000', '1,234.56', '1200'], ['.5', '1,234.56', '0.5'],
    ['- 1 234 567.50 USD', '1,234.56', '-1234567.5'], ['45-', '1,234.56', '-45'], ['\'45.00', '1,234.56', '45'], ['1 000', '1.234,56', '1000'],
  ] as const)('%s in the style of %s is %s', (written, style, plain) => {
    expect(plainAmount(written, style)).toBe(plain);
  });

  it.each(['12,34.5', '1,23', '1.2.3', '1,234.5,6', 'twelve', '', '-', '1e5', '12-34', '--5', '=1+1', '(-5)', 'Qty 5', '5 abc', '1 00', '12 5.00', '1\'2.00', '1234 567', '1 234 56', '1.234 5', '45.-', '45,-', 'CHF 45.-'])('%s is none', (written) => {
    expect(plainAmount(written, '1,234.56')).toBeNull();
  });

  it.each([
    ['1,234.56', '1,234.56'], ['1.234,56', '1.234,56'], ['1,234,567', '1,234.56'], ['1.234.567', '1.234,56'], ['12.5', '1,234.56'], ['12,50', '1.234,56'], ['0.125', '1,234.56'], ['1234.567', '1,234.56'],
    ['1.234', 'open'], ['12,345', 'open'], ['1234', null], ['none', null],
  ] as const)('%s proves %s', (written, style) => {
    expect(styleProvenBy(written)).toBe(style);
  });

  it('comes back exactly, whatever its size and style, and is never proven to be the other style', () => {
    fc.assert(fc.property(fc.bigInt({ min: -(2n ** 53n) + 1n, max: 2n ** 53n - 1n }), fc.integer({ min: 0, max: 4 }), fc.boolean(), (minor, decimals, comma) => {
      const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0');
      const [whole, fraction] = [digits.slice(0, digits.length - decimals), digits.slice(digits.length - decimals)];
      const [thousands, point] = comma ? ['.', ','] : [',', '.'];
      const written = `${minor < 0n ? '-' : ''}${whole.replaceAll(/\B(?=(\d{3})+$)/g, thousands)}${fraction === '' ? '' : point + fraction}`;
      const trimmed = fraction.replace(/0+$/, '');
      const plain = trimmed === '' ? whole : `${whole}.${trimmed}`;
      expect(plainAmount(written, comma ? '1.234,56' : '1,234.56')).toBe(minor < 0n ? `-${plain}` : plain);
      expect([null, 'open', comma ? '1.234,56' : '1,234.56']).toContain(styleProvenBy(written));
    }));
  });
});

describe('the sign or code in an amount', () => {
  it.each([
    ['$100', 'USD CAD AUD NZD SGD HKD MXN'], ['US$100', 'USD'], ['US $ 100', 'USD'], ['ca$100', 'CAD'], ['A$100', 'AUD'], ['R$ 100', 'BRL'], ['\uff04100', 'USD'], ['100 €', 'EUR'], ['£100', 'GBP'], ['¥100', 'JPY CNY'], ['CN¥100', 'CNY'],
    ['₽100', 'RUB'], ['100 EUR', 'EUR'], ['eur 100', 'EUR'], ['100', 'USD EUR KWD'],
  ])('of %s is that of %s', (written, codes) => {
    for (const code of codes.split(' ')) expect([code, marksAnother(written, code)]).toEqual([code, false]);
  });

  it.each([
    ['$100', 'EUR GBP JPY CHF KWD BRL'], ['US$100', 'EUR CAD AUD'], ['US $ 100', 'CAD'], ['A$100', 'USD CAD'], ['R$ 100', 'USD'], ['X$100', 'USD'], ['\uff04100', 'EUR'], ['₽100', 'EUR USD'], ['£100', 'EUR EGP'], ['¥100', 'USD'], ['CN¥100', 'JPY'],
    ['100 EUR', 'USD'], ['100 €', 'CHF'], ['100¢', 'USD'], ['¤100', 'USD EUR'], ['\ufdfc100', 'USD'],
  ])('of %s is none of %s', (written, codes) => {
    for (const code of codes.split(' ')) expect([code, marksAnother(written, code)]).toEqual([code, true]);
  });
});

describe('a date as people write it', () => {
  it.each([
    ['6/2/2026', 'M/D/YYYY', '2026-06-02', ''], ['2/6/2026', 'D/M/YYYY', '2026-06-02', ''], ['02.06.26', 'D.M.YYYY', '2026-06-02', ''], ['20260602', 'YYYYMMDD', '2026-06-02', ''], ['2026-06-02', 'M/D/YYYY', '2026-06-02', ''],
    ['6/2/2026 2:03 pm', 'M/D/YYYY', '2026-06-02', 'T14:03:00'], ['6/2/2026 12:00 AM', 'M/D/YYYY', '2026-06-02', ''], ['2026-06-02T14:03:05.250+02:00', 'YYYY-MM-DD', '2026-06-02', 'T14:03:05.250+02:00'],
    ['2026-06-02T00:00:00Z', 'YYYY-MM-DD', '2026-06-02', ''], ['/Date(1780358400000)/', 'YYYY-MM-DD', '2026-06-02', ''],
  ] as const)('%s in the style of %s', (written, style, date, time) => {
    expect(plainDate(written, style)).toEqual({ date, time });
  });

  it.each([['2/30/2026', 'M/D/YYYY'], ['13/1/2026', 'M/D/YYYY'], ['1.2.2026', 'M/D/YYYY'], ['1/2/2026', 'D.M.YYYY'], ['6/2/2026 25:00', 'M/D/YYYY'], ['6/2/2026 13:00 pm', 'M/D/YYYY'], ['46175', 'M/D/YYYY'], ['', 'YYYY-MM-DD']] as const)('%s is none in the style of %s', (written, style) => {
    expect(plainDate(written, style)).toBeNull();
  });

  it.each([['3/4/2026', ['M/D/YYYY', 'D/M/YYYY']], ['13/4/2026', ['D/M/YYYY']], ['4/13/2026', ['M/D/YYYY']], ['3.4.2026', ['D.M.YYYY']], ['20260403', ['YYYYMMDD']], ['soon', []]] as const)('%s may be %j', (written, styles) => {
    expect(stylesOf(written)).toEqual(styles);
  });
});
