import { AMOUNT_PROBLEMS, MAX_MINOR, parseMinor } from '../../domain/money.ts';
import { readCurrency } from '../../intake/fields.ts';
import { Unreadable } from '../../intake/row-problem.ts';
import type { Part } from '../json/part.ts';
import { plainDecimal } from '../../intake/plain-decimal.ts';

/** An amount in minor units of its currency. */
export interface Money {
  minor: number;
  currency: string;
}

const WHOLE = /^-?\d{1,30}$/;

/**
 * Reads a CurrencyAmount: whole minor units, by the currency's own decimals, or by `minor_unit_conversion_rate` where it says how many make
 * one of the currency. Throws Unreadable.
 */
export function readCurrencyAmount(amount: Part): Money {
  const currency = amount.text('currency_code');
  const decimals = readCurrency(amount.at('currency_code'), currency);
  const text = amount.text('amount');
  if (text === '') throw new Unreadable(amount.at('amount'), '', 'the amount is missing');
  if (!WHOLE.test(text)) throw new Unreadable(amount.at('amount'), text, 'not a whole number of minor units, which is how Ramp writes an amount with its currency');
  return { minor: inMinorUnits(amount, BigInt(text), decimals), currency };
}

function inMinorUnits(amount: Part, units: bigint, decimals: number): number {
  const rateText = amount.text('minor_unit_conversion_rate');
  const ours = 10n ** BigInt(decimals);
  if (rateText !== '' && !/^[1-9]\d{0,9}$/.test(rateText)) throw new Unreadable(amount.at('minor_unit_conversion_rate'), rateText, 'not a whole number of minor units from 1 up');
  const rate = rateText === '' ? ours : BigInt(rateText);
  const scaled = units * ours;
  if (scaled % rate !== 0n) throw new Unreadable(amount.at('amount'), amount.text('amount'), AMOUNT_PROBLEMS.too_many_decimals);
  const minor = scaled / rate;
  if (minor > BigInt(MAX_MINOR) || -minor > BigInt(MAX_MINOR)) throw new Unreadable(amount.at('amount'), amount.text('amount'), AMOUNT_PROBLEMS.too_large);
  return Number(minor);
}

/** Reads the deprecated way: a plain decimal, its currency under another key. Exponents and zeros at the end are no decimals. Throws Unreadable. */
export function readLegacyAmount(field: string, text: string, currencyField: string, currency: string): Money {
  const minor = parseMinor(plainDecimal(text), readCurrency(currencyField, currency));
  if (typeof minor !== 'number') throw new Unreadable(field, text, AMOUNT_PROBLEMS[minor]);
  return { minor, currency };
}
