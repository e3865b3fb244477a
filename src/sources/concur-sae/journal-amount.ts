import { AMOUNT_PROBLEMS, parseMinor } from '../../domain/money.ts';
import { Unreadable } from '../../intake/row-problem.ts';
import { plainDecimal } from '../../intake/plain-decimal.ts';
import { type Column, fieldName } from './columns.ts';
import { type ExtractRow, cellOf } from './extract-row.ts';

const SIGNED = /^[+-]?\d{1,40}(?:\.\d{1,40})?$/;
/** The extract writes at most so many decimals. */
const SCALE = 8;

/** An amount of the extract (`+600.1100`) in minor units; zeros beyond the currency's decimals are no decimals. Throws Unreadable. */
export function readSigned(column: Column, text: string, decimals: number): number {
  if (text === '') throw new Unreadable(fieldName(column), text, AMOUNT_PROBLEMS.blank);
  if (!SIGNED.test(text)) throw new Unreadable(fieldName(column), text, AMOUNT_PROBLEMS.not_a_decimal);
  const minor = parseMinor(plainDecimal(text.replace('+', '')), decimals);
  if (typeof minor !== 'number') throw new Unreadable(fieldName(column), text, AMOUNT_PROBLEMS[minor]);
  return minor;
}

/**
 * The amount of a journal row in minor units. Its sign decides; an amount without one on a credit could be meant either way. Throws
 * Unreadable.
 */
export function journalAmountOf(row: ExtractRow, decimals: number): number {
  const side = cellOf(row, 'debitOrCredit');
  if (side !== 'DR' && side !== 'CR') throw new Unreadable(fieldName('debitOrCredit'), side, 'neither DR nor CR: the columns are not where they belong');
  const text = cellOf(row, 'journalAmount');
  const minor = readSigned('journalAmount', text, decimals);
  if (side === 'CR' && minor > 0 && !text.startsWith('+')) throw new Unreadable(fieldName('journalAmount'), text, 'a credit without a sign, which could add or take away');
  return minor;
}

/** A decimal as an integer of 10^-8, whatever its currency; null for a text that is none. */
export function scaledOf(text: string): bigint | null {
  if (!SIGNED.test(text)) return null;
  const [whole = '', fraction = ''] = text.replace('+', '').split('.');
  return fraction.length > SCALE ? null : BigInt(whole + fraction.padEnd(SCALE, '0'));
}

/** An integer of 10^-8 as a decimal with the four decimals that the extract writes, or as many as it needs. */
export function scaledText(scaled: bigint): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(SCALE + 1, '0');
  const fraction = digits.slice(-SCALE).replace(/0{1,4}$/, '');
  return `${scaled < 0n ? '-' : ''}${digits.slice(0, -SCALE)}.${fraction}`;
}
