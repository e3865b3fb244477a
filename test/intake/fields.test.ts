import { describe, expect, it } from 'vitest';
import { ZonedClock, formatInstant } from '../../src/domain/calendar.ts';
import { assertExactSum, readAmount, readCurrency, readDate, readFlag, readInstant, readText, readWhole } from '../../src/intake/fields.ts';
import { Unreadable } from '../../src/intake/row-problem.ts';

function reasonOf(read: () => unknown): string {
  try {
    return `read as ${String(read())}`;
  } catch (error) {
    if (error instanceof Unreadable) return error.problem.reason;
    throw error;
  }
}

const NOT_PLAIN = 'not a plain decimal amount (digits, at most one point, no thousands separator, no exponent)';
const TOO_FINE = 'more decimals than the currency has';

describe('an amount is read as it stands or not at all', () => {
  it.each([
    ['1245.50', 'USD', 124550],
    ['1245.5', 'USD', 124550],
    ['1245', 'USD', 124500],
    ['-3.00', 'USD', -300],
    ['-0.00', 'USD', 0],
    ['0.01', 'USD', 1],
    ['100', 'JPY', 100],
    ['1.234', 'KWD', 1234],
    ['1.5', 'KWD', 1500],
    ['90071992547409.91', 'USD', 9007199254740991],
    ['9007199254740991', 'JPY', 9007199254740991],
  ])('%s %s', (text, currency, minor) => {
    expect(readAmount('amount', text, readCurrency('currency', currency))).toBe(minor);
  });

  it.each([
    ['1,245.50', 'USD', NOT_PLAIN],
    ['1.245,50', 'USD', NOT_PLAIN],
    ['1 245.50', 'USD', NOT_PLAIN],
    ["1'245.50", 'CHF', NOT_PLAIN],
    ['845,50', 'EUR', NOT_PLAIN],
    ['NaN', 'USD', NOT_PLAIN],
    ['Infinity', 'USD', NOT_PLAIN],
    ['1e3', 'USD', NOT_PLAIN],
    ['1E3', 'JPY', NOT_PLAIN],
    ['0x10', 'USD', NOT_PLAIN],
    ['+5.00', 'USD', NOT_PLAIN],
    ['$5.00', 'USD', NOT_PLAIN],
    ['(5.00)', 'USD', NOT_PLAIN],
    ['5.00-', 'USD', NOT_PLAIN],
    ['--5', 'USD', NOT_PLAIN],
    ['.50', 'USD', NOT_PLAIN],
    ['5.', 'USD', NOT_PLAIN],
    ['1.2.3', 'USD', NOT_PLAIN],
    ['٣', 'USD', NOT_PLAIN],
    ['１２', 'USD', NOT_PLAIN],
    [' ', 'USD', NOT_PLAIN],
    ['', 'USD', 'the amount is blank'],
    ['1.234', 'USD', TOO_FINE],
    ['1.000', 'USD', TOO_FINE],
    ['100.0', 'JPY', TOO_FINE],
    ['1.2345', 'KWD', TOO_FINE],
    ['90071992547409.92', 'USD', 'larger than 2^53 - 1 minor units'],
    ['-90071992547409.92', 'USD', 'larger than 2^53 - 1 minor units'],
    ['9007199254740.992', 'KWD', 'larger than 2^53 - 1 minor units'],
    ['9007199254740992', 'JPY', 'larger than 2^53 - 1 minor units'],
    ['9'.repeat(400), 'JPY', 'larger than 2^53 - 1 minor units'],
  ])('%s %s is no amount', (text, currency, reason) => {
    expect(reasonOf(() => readAmount('amount', text, readCurrency('currency', currency)))).toBe(reason);
  });

  it.each([1245.5, 1245, true, null, undefined, [], {}])('a JSON value that is no text is no amount: %j', (value) => {
    expect(reasonOf(() => readAmount('amount', value, 2))).toMatch(/^(an amount must be a decimal in quotes, such as "12.50"|the amount is missing)$/);
  });

  it('amounts of one document whose sum would not be exact are refused together', () => {
    expect(reasonOf(() => assertExactSum('amount', [Number.MAX_SAFE_INTEGER, -1]))).toMatch(/2\^53 - 1/);
    expect(() => assertExactSum('amount', [Number.MAX_SAFE_INTEGER - 1, -1])).not.toThrow();
  });
});

describe('a currency', () => {
  it.each(['usd', 'US', 'USDX', 'XXX', 'XAU', '$', '', 'constructor', '__proto__', 840, null])('that ISO 4217 does not have is none: %j', (code) => {
    expect(reasonOf(() => readCurrency('currency', code))).toMatch(/not a currency of ISO 4217/);
  });

  it.each([['USD', 2], ['JPY', 0], ['KWD', 3], ['CLF', 4]])('has its own number of decimals: %s', (code, decimals) => {
    expect(readCurrency('currency', code)).toBe(decimals);
  });
});

describe('a date', () => {
  it.each(['2026-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-06-00', '1899-12-31', '2026-6-2', '06/02/2026', '02.06.2026', '2026-06-02T00:00:00Z', '20260602', '', '46175'])('that does not exist, or is written otherwise, is none: %j', (text) => {
    expect(reasonOf(() => readDate('date', text))).toBe('not an existing date written YYYY-MM-DD');
  });

  it.each(['2024-02-29', '2000-02-29', '2026-12-31'])('that exists is taken as it stands: %s', (text) => {
    expect(readDate('date', text)).toBe(text);
  });
});

describe('an instant', () => {
  const newYork = new ZonedClock('America/New_York');
  const at = (text: string, clock?: ZonedClock): string => {
    try {
      return formatInstant(readInstant('at', text, clock));
    } catch (error) {
      if (error instanceof Unreadable) return error.problem.reason;
      throw error;
    }
  };
  const NO_SUCH = 'a date or time that does not exist';

  it.each([
    ['2026-06-02T15:10:00Z', '2026-06-02T15:10:00Z'],
    ['2026-06-02T11:10:00-04:00', '2026-06-02T15:10:00Z'],
    ['2026-06-02T11:10:00-0400', '2026-06-02T15:10:00Z'],
    ['2026-06-03T01:10+10:00', '2026-06-02T15:10:00Z'],
    ['2026-06-02T15:10:00.250Z', '2026-06-02T15:10:00.250Z'],
  ])('with an offset is the same everywhere: %s', (text, expected) => {
    expect(at(text)).toBe(expected);
    expect(at(text, newYork)).toBe(expected);
  });

  it('without an offset is refused, and says what would help', () => {
    expect(at('2026-06-02T11:10:00')).toMatch(/without an offset .* timeZone beside the input/);
  });

  it('without an offset is read in the time zone that the input names', () => {
    expect(at('2026-06-02T11:10:00', newYork)).toBe('2026-06-02T15:10:00Z');
    expect(at('2026-01-02 11:10', newYork)).toBe('2026-01-02T16:10:00Z');
  });

  it.each(['2026-06-31T10:00:00Z', '2026-02-29T10:00:00Z', '2026-06-02T24:00:00Z', '2026-06-02T10:60:00Z', '2026-06-02T10:00:60Z', '2026-06-02T10:00:00+25:00'])('that does not exist is refused: %s', (text) => {
    expect(at(text)).toBe(NO_SUCH);
  });

  it.each(['2026-06-02', '1780412000', 'yesterday', '', '2026-06-02T10Z'])('that is none is refused: %j', (text) => {
    expect(at(text)).toMatch(/not an ISO 8601 instant/);
  });

  describe('without an offset on a day when clocks change', () => {
    it.each([
      ['2026-03-08T01:59:59', '2026-03-08T06:59:59Z'],
      ['2026-03-08T03:00:00', '2026-03-08T07:00:00Z'],
      ['2026-03-08T03:30:00', '2026-03-08T07:30:00Z'],
      ['2026-03-08T12:00:00', '2026-03-08T16:00:00Z'],
      ['2026-11-01T00:30:00', '2026-11-01T04:30:00Z'],
      ['2026-11-01T02:00:00', '2026-11-01T07:00:00Z'],
      ['2026-11-01T02:30:00', '2026-11-01T07:30:00Z'],
      ['2026-11-01T12:00:00', '2026-11-01T17:00:00Z'],
    ])('is the instant that the wall clock shows: %s', (text, expected) => {
      expect(at(text, newYork)).toBe(expected);
    });

    it('is refused in the hour that the clocks leave out', () => {
      expect(at('2026-03-08T02:00:00', newYork)).toBe(NO_SUCH);
      expect(at('2026-03-08T02:30:00', newYork)).toBe(NO_SUCH);
      expect(at('2026-03-29T02:30:00', new ZonedClock('Europe/Berlin'))).toBe(NO_SUCH);
    });

    it('is the earlier of the two in the hour that the clocks repeat', () => {
      expect(at('2026-11-01T01:30:00', newYork)).toBe('2026-11-01T05:30:00Z');
      expect(at('2026-10-25T02:30:00', new ZonedClock('Europe/Berlin'))).toBe('2026-10-25T00:30:00Z');
    });

    it.each(['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Kathmandu', 'America/St_Johns', 'Africa/Casablanca'])('every instant of two years is found again by its wall clock in %s', (zone) => {
      const clock = new ZonedClock(zone);
      for (let instant = Date.UTC(2025, 0, 1, 0, 15); instant < Date.UTC(2027, 0, 1); instant += 3_600_000) {
        const wall = new Date(instant + clock.offsetAt(instant)).toISOString().slice(0, 19);
        const found = readInstant('at', wall, clock);
        // In a repeated hour it is the earlier instant with the same wall clock.
        if (found !== instant) expect([found < instant, found + clock.offsetAt(found)]).toEqual([true, instant + clock.offsetAt(instant)]);
      }
    });
  });
});

describe('other fields', () => {
  it('a text that must be there is not blank', () => {
    expect(reasonOf(() => readText('id', ' \u00a0'))).toBe('the text is missing');
    expect(readText('id', ' EXP-1 ')).toBe('EXP-1');
  });

  it.each([[true, true], ['TRUE', true], ['yes', true], ['1', true], [false, false], ['No', false], ['0', false], ['', null], [undefined, null]])('yes and no are told apart: %j', (value, expected) => {
    expect(readFlag('personal', value)).toBe(expected);
  });

  it.each(['maybe', 'truee', 1, 0, {}])('what is neither yes nor no is refused: %j', (value) => {
    expect(reasonOf(() => readFlag('personal', value))).toBe('neither true nor false');
  });

  it.each([-1, 1.5, '1.0', '-1', '1e3', '', null, 2 ** 53, '9'.repeat(16)])('a revision is a whole number: %j is none', (value) => {
    expect(reasonOf(() => readWhole('revision', value))).toBe('not a whole number');
  });

  it('minus zero is zero', () => {
    expect(Object.is(readWhole('revision', -0), 0)).toBe(true);
  });
});
