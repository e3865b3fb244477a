import { LOST_DIGITS, readText } from '../intake/fields.ts';
import { Unreadable } from '../intake/row-problem.ts';

const EXPONENT = /^-?\d(?:[.,]\d+)?E\+?\d{1,3}$/i;

/** Reads an id. Throws Unreadable where it is missing, and where a spreadsheet program has made a number of it and lost its digits. */
export function readId(field: string, text: string): string {
  const id = readText(field, text);
  if (EXPONENT.test(id)) throw new Unreadable(field, id, LOST_DIGITS);
  return id;
}
