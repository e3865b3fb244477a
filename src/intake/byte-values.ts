import { type Instant, isCalendarDate } from '../domain/calendar.ts';

/** For what these do not read: the text is then read by the function that reads any form of it. */
const OTHERWISE = Number.NaN;

const ZERO = 48;
const MINUS = 45;
const POINT = 46;
const HYPHEN = 45;
const COLON = 58;
const MOST_DIGITS = 15;

/** The digit at a place; 10 or more for anything else. */
const digit = (bytes: Uint8Array, at: number): number => ((bytes[at] as number) - ZERO) >>> 0;

/** Two digits as a number; NaN for anything else. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = digit(bytes, at);
  const ones = digit(bytes, at + 1);
  return tens <= 9 && ones <= 9 ? tens * 10 + ones : OTHERWISE;
}

/** A plain decimal in minor units, as parseMinor reads it, for those whose digits are exact whatever they are; NaN for any other. */
export function minorIn(bytes: Uint8Array, start: number, end: number, decimals: number): number {
  const negative = bytes[start] === MINUS;
  let at = negative ? start + 1 : start;
  const whole = at;
  let value = 0;
  for (let each = digit(bytes, at); at < end && each <= 9; each = digit(bytes, ++at)) value = value * 10 + each;
  let digits = at - whole;
  if (digits === 0) return OTHERWISE;
  let left = decimals;
  if (at < end) {
    if (bytes[at] !== POINT || at + 1 === end) return OTHERWISE;
    for (at++; at < end; at++) {
      const each = digit(bytes, at);
      if (each > 9 || left === 0) return OTHERWISE;
      value = value * 10 + each;
      digits++;
      left--;
    }
  }
  if (digits + left > MOST_DIGITS) return OTHERWISE;
  for (; left > 0; left--) value *= 10;
  return negative && value !== 0 ? -value : value;
}

/** A whole number from 0 up of no more than 15 digits; NaN for any other. */
export function wholeIn(bytes: Uint8Array, start: number, end: number): number {
  if (end === start || end - start > MOST_DIGITS) return OTHERWISE;
  let value = 0;
  for (let at = start; at < end; at++) {
    const each = digit(bytes, at);
    if (each > 9) return OTHERWISE;
    value = value * 10 + each;
  }
  return value;
}

/** Whether a byte is a character of its own, and no space. */
const isInk = (byte: number | undefined): boolean => byte !== undefined && byte > 32 && byte < 128;

/** Whether a text of UTF-8 is nothing but itself when it is trimmed. */
export function isTrimmedIn(bytes: Buffer, start: number, end: number): boolean {
  if (start === end || (isInk(bytes[start]) && isInk(bytes[end - 1]))) return true;
  const text = bytes.toString('utf8', start, end);
  return text.trim() === text;
}

/** Whether an existing date `YYYY-MM-DD` stands at a place. */
export function isDateIn(bytes: Uint8Array, at: number): boolean {
  return bytes[at + 4] === HYPHEN && bytes[at + 7] === HYPHEN && isCalendarDate(twoDigits(bytes, at) * 100 + twoDigits(bytes, at + 2), twoDigits(bytes, at + 5), twoDigits(bytes, at + 8));
}

/** `2026-06-02T15:10:00Z` as an instant; NaN for any other form, and for what does not exist. */
export function utcSecondIn(bytes: Uint8Array, start: number, end: number): Instant {
  if (end - start !== 20 || bytes[start + 10] !== 84 || bytes[start + 13] !== COLON || bytes[start + 16] !== COLON || bytes[start + 19] !== 90 || !isDateIn(bytes, start)) return OTHERWISE;
  const hour = twoDigits(bytes, start + 11);
  const minute = twoDigits(bytes, start + 14);
  const second = twoDigits(bytes, start + 17);
  if (!(hour <= 23) || !(minute <= 59) || !(second <= 59)) return OTHERWISE;
  return Date.UTC(twoDigits(bytes, start) * 100 + twoDigits(bytes, start + 2), twoDigits(bytes, start + 5) - 1, twoDigits(bytes, start + 8), hour, minute, second);
}
