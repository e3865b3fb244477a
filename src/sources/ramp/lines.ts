import type { ExpenseLine } from '../../domain/expense-report.ts';
import type { RampObject } from '../../domain/settings.ts';
import { assertExactSum, readCurrency } from '../../intake/fields.ts';
import { Unreadable } from '../../intake/row-problem.ts';
import type { ReadingOptions } from '../../intake/sink.ts';
import type { Part } from '../json/part.ts';
import { type Coding, readCoding } from './coding.ts';
import { type Money, readCurrencyAmount, readLegacyAmount } from './money.ts';

/** What is the same on every line of an object. */
export interface LineSetting {
  object: RampObject;
  date: string;
  merchant: string;
  /** The vendor's id in the ERP, as the object itself gives it; '' where it does not. */
  vendorId: string;
  memo: string;
  paymentType: string;
  reimbursable: boolean;
  personal: boolean;
}

export interface ReadLines {
  currency: string;
  /** The stated amount of the object; null where it states none. */
  statedMinor: number | null;
  lines: ExpenseLine[];
  codings: Coding[];
}

/** The lines of an object and what it states as their sum, in one currency. Throws Unreadable. */
export function readLines(whole: Part, setting: LineSetting, options: ReadingOptions): ReadLines {
  const items = [...whole.parts('line_items'), ...whole.parts('inventory_line_items')];
  const stated = statedAmount(whole);
  const currency = stated?.currency ?? currencyOf(items, whole);
  if (items.length === 0) {
    if (stated === null) throw new Unreadable(whole.at('amount'), '', 'the amount is missing');
    const coding = readCoding(null, whole, options);
    return { currency, statedMinor: stated.minor, lines: [lineOf(null, '1', stated.minor, coding, setting)], codings: [coding] };
  }
  const codings = items.map((item) => readCoding(item, whole, options));
  const lines = items.map((item, index) => lineOf(item, item.text('id') || String(index + 1), lineAmount(item, currency), codings[index] as Coding, setting));
  assertExactSum(whole.at('line_items'), lines.map((line) => line.amountMinor));
  return { currency, statedMinor: stated?.minor ?? null, lines, codings };
}

/** What the object states: an amount with its currency, or the deprecated decimal beside a currency; null where there is none. */
function statedAmount(whole: Part): Money | null {
  if (!whole.has('amount')) return null;
  if (whole.isObject('amount')) return readCurrencyAmount(whole.part('amount'));
  const key = ['currency_code', 'currency'].find((each) => whole.has(each)) ?? 'currency_code';
  return readLegacyAmount(whole.at('amount'), whole.text('amount'), whole.at(key), whole.text(key));
}

function currencyOf([first]: readonly Part[], whole: Part): string {
  const currency = whole.text('currency_code') || whole.text('currency') || first?.part(first.has('amount') ? 'amount' : 'unit_price').text('currency_code') || '';
  readCurrency(whole.at('currency_code'), currency);
  return currency;
}

/** A line's amount in the object's currency: its own, else the converted one, else price times quantity. */
function lineAmount(item: Part, currency: string): number {
  const own = item.has('amount') ? readCurrencyAmount(item.part('amount')) : priceTimesQuantity(item);
  if (own.currency === currency) return own.minor;
  const converted = item.has('converted_amount') ? readCurrencyAmount(item.part('converted_amount')) : null;
  if (converted?.currency === currency) return converted.minor;
  throw new Unreadable(item.at('amount.currency_code'), own.currency, `mixed currencies: the object is in ${currency}, and the line gives no converted_amount in it`);
}

function priceTimesQuantity(item: Part): Money {
  const price = readCurrencyAmount(item.part('unit_price'));
  const text = item.text('unit_quantity');
  const [, whole = '', fraction = ''] = /^(\d{1,15})(?:\.(\d{1,6}))?$/.exec(text) ?? [];
  if (whole === '') throw new Unreadable(item.at('unit_quantity'), text, 'not a plain quantity');
  const scale = 10n ** BigInt(fraction.length);
  const product = BigInt(price.minor) * BigInt(whole + fraction);
  const minor = Number(product / scale);
  if (product % scale !== 0n || !Number.isSafeInteger(minor)) throw new Unreadable(item.at('unit_quantity'), text, 'price times quantity is no whole number of minor units; the line must give its amount');
  return { minor, currency: price.currency };
}

function lineOf(item: Part | null, id: string, amountMinor: number, coding: Coding, setting: LineSetting): ExpenseLine {
  const { date, merchant, vendorId, memo, paymentType, reimbursable, personal } = setting;
  return {
    id,
    date,
    merchant,
    vendorId: vendorId || coding.vendorId,
    category: coding.category,
    department: coding.department,
    location: coding.location,
    description: item?.text('memo') || item?.text('description') || memo,
    amountMinor,
    itemId: coding.itemId,
    quantity: item?.text('unit_quantity') ?? '',
    paymentType,
    personal,
    reimbursable,
    claimedMinor: null,
    taxMinor: null,
  };
}
