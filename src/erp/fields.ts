import { z } from 'zod';
import { JsonDecimal } from './body-text.ts';

/** Field types of the APIs. Lengths count UTF-16 code units, as the ERPs store text. */

/** A text of at most `length` characters that may be blank. */
export const text = (length: number) => z.string().max(length);

/** A text of at most `length` characters that must not be blank. */
export const filled = (length = Number.MAX_SAFE_INTEGER) => z.string().min(1).max(length);

/** A JSON number: written exactly by this program, or read from somebody else's body. */
export const decimal = z.custom<JsonDecimal | number>((value) => value instanceof JsonDecimal || (typeof value === 'number' && Number.isFinite(value)), 'takes a decimal number');

/** A business date, `2026-06-02`. */
export const date = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'takes a date written YYYY-MM-DD');

/** A decimal in quotes of at most `digits` digits, `scale` of them after the point, not negative: OData V2's Edm.Decimal. */
export const quotedDecimal = (digits: number, scale: number) =>
  z.string().regex(new RegExp(`^\\d{1,${digits - scale}}${scale === 0 ? '' : `(\\.\\d{1,${scale}})?`}$`), `takes at most ${digits - scale} digits before the point and ${scale} after it`);

/** A text cut to a field's length where `how` is `cut`; never through the middle of a character. */
export function fitted(value: string, length: number, how: 'refuse' | 'cut'): string {
  if (how === 'refuse' || value.length <= length) return value;
  const cut = value.slice(0, length);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}
