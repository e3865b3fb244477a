import fc from 'fast-check';
import { expect, test } from 'vitest';
import { currencyDecimals, currencySymbol } from '../../src/domain/currency.ts';
import { formatMinor, parseMinor } from '../../src/domain/money.ts';
import { Part } from '../../src/sources/json/part.ts';
import { plainAmount } from '../../src/intake/profiled/amount-text.ts';
import { marksAnother } from '../../src/intake/profiled/currency-signs.ts';
import { readHundredths } from '../../src/sources/expensify/amounts.ts';
import { readCurrencyAmount, readLegacyAmount } from '../../src/sources/ramp/money.ts';

const RUNS = { numRuns: 500 };

const currency = fc.constantFrom('USD', 'EUR', 'JPY', 'KRW', 'KWD', 'TND', 'CLF', 'UYW', 'GBP');
const minor = fc.maxSafeInteger();
const decimalsOf = (code: string): number => currencyDecimals(code) as number;
const grouped = (digits: string): string => digits.replaceAll(/\B(?=(\d{3})+$)/g, ',');

test('an amount in Ramp\'s minor units is read as it was written', () => {
  fc.assert(fc.property(currency, minor, fc.boolean(), (code, amount, withRate) => {
    const rate: [string, string][] = withRate ? [['minor_unit_conversion_rate', String(10 ** decimalsOf(code))]] : [];
    expect(readCurrencyAmount(new Part(new Map([['amount', String(amount)], ['currency_code', code], ...rate])))).toEqual({ minor: amount + 0, currency: code });
  }), RUNS);
});

test('an amount in Ramp\'s deprecated decimals is read as it was written, with zeros at its end or without', () => {
  fc.assert(fc.property(currency, minor, fc.nat(4), (code, amount, zeros) => {
    const decimal = formatMinor(amount, code);
    const written = decimal.includes('.') ? `${decimal}${'0'.repeat(zeros)}` : decimal;
    expect(readLegacyAmount('amount', written, 'currency_code', code).minor).toBe(amount + 0);
  }), RUNS);
});

test('hundredths of Expensify are read as they were written wherever the currency has them, and refused elsewhere', () => {
  fc.assert(fc.property(currency, fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), fc.boolean(), (code, hundredths, isGrouped) => {
    const digits = String(Math.abs(hundredths));
    const written = `${hundredths < 0 ? '-' : ''}${isGrouped ? grouped(digits) : digits}`;
    const expected = parseMinor(formatMinor(hundredths, 'USD').replace(decimalsOf(code) === 0 ? /\.00$/ : /^$/, ''), decimalsOf(code));
    if (typeof expected === 'number') expect(readHundredths('amount', written, code)).toBe(expected);
    else expect(() => readHundredths('amount', written, code)).toThrow(code);
  }), RUNS);
});

test('a formatted amount is read as it was written, with sign or code, commas, parentheses or minus', () => {
  fc.assert(fc.property(currency, minor, fc.constantFrom('sign', 'code', 'none'), fc.boolean(), fc.boolean(), (code, amount, mark, withCommas, inParentheses) => {
    const [whole = '', fraction] = formatMinor(Math.abs(amount), code).split('.');
    const digits = `${withCommas ? grouped(whole) : whole}${fraction === undefined ? '' : `.${fraction}`}`;
    const marked = `${{ sign: currencySymbol(code), code: `${code} `, none: '' }[mark]}${digits}`;
    const written = amount >= 0 ? marked : inParentheses ? `(${marked})` : `-${marked}`;
    expect(parseMinor(plainAmount(written, '1,234.56') ?? '', decimalsOf(code))).toBe(amount + 0);
    expect(marksAnother(written, code)).toBe(false);
  }), RUNS);
});
