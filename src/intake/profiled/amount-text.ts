import { currencyDecimals } from '../../domain/currency.ts';
import type { DecimalStyle } from '../../domain/header-profile.ts';

/** Spaces of any width, and the apostrophe of Swiss amounts: both only ever part thousands. */
const THIN = /[\s'\u2019]/g;
/** The digits of an amount with all that parts them, and such with thin separators as part thousands: 12 5.00 is no amount that anybody could tell. */
const DIGITS = /\d[\d.,\s'\u2019]*/;
const PARTED = /\d[\s'\u2019]+\d/;
const THIN_THOUSANDS = /^\d{1,3}(?:[\s'\u2019]\d{3})+(?:[.,]\d*)?$/;
/** A dash in place of decimals (45.- is 45.00 in Switzerland), which is no sign; whoever writes signs behind amounts may mean one. */
const DASH_FOR_DECIMALS = /[.,]-$/;
const CURRENCY_SIGN = /^(?:[A-Za-z]{3}|\p{Sc}|[A-Za-z]{1,3}\p{Sc})|(?:[A-Za-z]{3}|\p{Sc})$/gu;

/** An amount without sign, currency and thin separators: digits, points and commas alone. Null where that is not what is left. */
function bare(written: string): { digits: string; negative: boolean } | null {
  const run = DIGITS.exec(written)?.[0].trimEnd() ?? '';
  if (PARTED.test(run) && !THIN_THOUSANDS.test(run)) return null;
  let text = written.replaceAll(THIN, '').replaceAll('\u2212', '-');
  let negative = false;
  if (text.startsWith('(') && text.endsWith(')')) {
    negative = true;
    text = text.slice(1, -1);
    // Negative twice over: nobody can say which of the two is meant.
    if (/^-|-$/.test(text)) return null;
  }
  const minus = (): void => {
    if (text.startsWith('-')) {
      negative = !negative;
      text = text.slice(1);
    } else if (text.endsWith('-') && !DASH_FOR_DECIMALS.test(text)) {
      negative = !negative;
      text = text.slice(0, -1);
    } else if (text.startsWith('+')) text = text.slice(1);
  };
  minus();
  const before = text;
  // Three letters are a currency or no amount at all.
  text = text.replaceAll(CURRENCY_SIGN, (mark) => (/^[A-Za-z]{3}$/.test(mark) && currencyDecimals(mark.toUpperCase()) === undefined ? mark : ''));
  if (text !== before) minus();
  return /^[\d.,]*\d[\d.,]*$/.test(text) ? { digits: text, negative } : null;
}

/** What one written amount proves of its column: which style it can only be, `open` where it could be either, null where it says nothing of it. */
export function styleProvenBy(written: string): DecimalStyle | 'open' | null {
  const digits = bare(written)?.digits;
  if (digits === undefined) return null;
  const points = digits.split('.').length - 1;
  const commas = digits.split(',').length - 1;
  if (points + commas === 0) return null;
  if (points > 0 && commas > 0) return digits.lastIndexOf('.') > digits.lastIndexOf(',') ? '1,234.56' : '1.234,56';
  const [separator, other]: [DecimalStyle, DecimalStyle] = points > 0 ? ['1,234.56', '1.234,56'] : ['1.234,56', '1,234.56'];
  // One that stands twice parts thousands; one with other than three digits behind it, or a bare or long number before it, is the decimal one.
  if (points + commas > 1) return other;
  const [whole = '', fraction = ''] = digits.split(/[.,]/);
  return fraction.length === 3 && /^[1-9]\d{0,2}$/.test(whole) ? 'open' : separator;
}

/** An amount as a plain decimal (`-1234.5`), zeros at the end of its fraction dropped. Null where it can't be read in that style. */
export function plainAmount(written: string, style: DecimalStyle): string | null {
  const found = bare(written);
  if (found === null) return null;
  const [thousands, point] = style === '1,234.56' ? [',', '.'] : ['.', ','];
  const [whole = '', fraction, ...rest] = found.digits.split(point);
  if (rest.length > 0 || fraction?.includes(thousands) || !isGrouped(whole, thousands)) return null;
  const digits = whole.replaceAll(thousands, '').replace(/^0+(?=\d)/, '') || '0';
  const kept = (fraction ?? '').replace(/0+$/, '');
  const plain = kept === '' ? digits : `${digits}.${kept}`;
  return found.negative && /[1-9]/.test(plain) ? `-${plain}` : plain;
}

function isGrouped(whole: string, thousands: string): boolean {
  const groups = whole.split(thousands);
  return groups.length === 1 || (/^\d{1,3}$/.test(groups[0] as string) && groups.slice(1).every((group) => /^\d{3}$/.test(group)));
}
