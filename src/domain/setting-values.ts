import { z } from 'zod';
import { instantTrouble, isBusinessDate } from './calendar.ts';
import { MONEY, MOST_DECIMALS, currencyDecimals } from './currency.ts';
import { AMOUNT_PROBLEMS, type AmountProblem, parseMinor } from './money.ts';
import { nearest } from './nearest.ts';

/** Complains of a value in words that follow its key, and says what to do about it. */
export function complain(context: z.RefinementCtx, message: string, remedy?: string, path: PropertyKey[] = []): void {
  context.addIssue({ code: 'custom', message, path, params: { remedy } });
}

/** A decimal in quotes, which never goes through a float. */
export const decimal = (example = '5000.00') => z.string(`must be a decimal in quotes, such as "${example}"`).regex(/^\d+(\.\d+)?$/, `must be a plain decimal from 0 up, such as "${example}"`);
const signedDecimal = z.string('must be a decimal in quotes, such as "5000.00"').regex(/^-?\d+(\.\d+)?$/, 'must be a plain decimal, such as "5000.00" or "-5000.00"');

const PERCENTAGE = 'must be a percentage from 0 to 100 in quotes, such as "0.5"';
/** A percentage in quotes, 0 and 100 included. */
export const percentage = z.string(PERCENTAGE).regex(/^0*(\d{1,2}(\.\d+)?|100(\.0+)?)$/, PERCENTAGE);

/** Refuses an empty list, which would mean something that nobody means. */
export const filledList = <T extends z.ZodType>(item: T, meaning: string, remedy: string) =>
  z.array(item).superRefine((items, context) => {
    if (items.length === 0) complain(context, `an empty list ${meaning}`, remedy);
  });

/** An ISO 4217 currency; for another text the nearest one of the same two letters of a country is named, else the nearest of all. */
export const currency = z.string().superRefine((code, context) => {
  if (currencyDecimals(code) !== undefined) return;
  const close = nearest(code, MONEY.filter((known) => known.startsWith(code.slice(0, 2).toUpperCase()))) ?? nearest(code, MONEY);
  complain(context, `${code} is not an ISO 4217 currency`, close === undefined ? 'Write its code of three capital letters, such as USD.' : `Did you mean "${close}"?`);
});

/** Complains of an amount that none of the currencies can hold; without currencies, that no currency at all can. */
export function refuseImpossible(text: string, currencies: readonly string[], context: z.RefinementCtx, path: PropertyKey[] = []): void {
  const decimals = currencies.length === 0 ? Array.from({ length: MOST_DECIMALS + 1 }, (_, count) => count) : currencies.map((code) => currencyDecimals(code) ?? MOST_DECIMALS);
  const most = Math.max(...decimals);
  const problems = decimals.map((count) => parseMinor(text, count)).filter((minor): minor is AmountProblem => typeof minor !== 'number');
  // What is no decimal at all was complained of already.
  if (problems.length < decimals.length || problems.includes('not_a_decimal')) return;
  if (!problems.includes('too_many_decimals')) return complain(context, `${text} is ${AMOUNT_PROBLEMS.too_large}`, 'Correct the amount.', path);
  const remedy = most === 0 ? 'Write it without decimals, such as "5".' : `Write it with ${most} decimals at most, such as "0.${'5'.padStart(most, '0')}".`;
  complain(context, `${text} has more decimals than ${currencies.length === 0 ? `any currency, and none has more than ${most}` : `${currencies.join(', ')}, which has ${most === 0 ? 'none' : most}`}`, remedy, path);
}

/** A decimal without the zeros that stand behind the decimals of its currency: 1.00 yen is 1 yen. */
function withoutSurplusZeros(text: string, code: string): string {
  const [whole = '', fraction = ''] = text.split('.');
  const decimals = currencyDecimals(code) ?? MOST_DECIMALS;
  return fraction.length > decimals && /^0+$/.test(fraction.slice(decimals)) ? (decimals === 0 ? whole : `${whole}.${fraction.slice(0, decimals)}`) : text;
}

/** Amounts in quotes by currency, each one that its currency can hold. */
export const amountsByCurrency = (amount: z.ZodType<string> = decimal()) =>
  z.record(currency, amount)
    .transform((amounts) => Object.fromEntries(Object.entries(amounts).map(([code, text]) => [code, withoutSurplusZeros(text, code)])))
    .superRefine((amounts, context) => {
      for (const [code, text] of Object.entries(amounts)) if (currencyDecimals(code) !== undefined) refuseImpossible(text, [code], context, [code]);
    });

export const date = z.string('must be a date such as 2026-06-01').refine(isBusinessDate, 'is not an existing date written YYYY-MM-DD');
export const instant = z.string().superRefine((text, context) => {
  const trouble = instantTrouble(text);
  if (trouble !== undefined) complain(context, `${text} is ${trouble}`, 'Correct it; an instant is written as 2026-06-15T08:00:00-04:00.');
});
export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as "08:00"');

/** What a person read off the system's own screen. */
export const controls = z.strictObject({
  count: z.number().int().nonnegative().optional(),
  amount: amountsByCurrency(signedDecimal).optional(),
});
