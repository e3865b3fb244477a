import { humanAmount } from '../domain/money.ts';
import { movedValues } from '../domain/moved-values.ts';
import type { Difference, DifferingValue, VarianceRow } from '../domain/variance.ts';

/** Values of a side that the table still names one by one. */
const NAMED = 2;

/** A value as people read it: blanks said in words, what has spaces in quotes. */
const shownValue = (value: string): string => (value === '' ? '(blank)' : /\s/.test(value) && !value.includes(' / ') ? `"${value}"` : value);

/** A side in words, `6100 240.00, 6200 60.00`; `money` says how an amount is written. */
function sideText(values: readonly DifferingValue[], field: Difference['field'], money: (decimal: string) => string): string {
  if (values.length === 0) return 'nothing';
  return values.map(({ value, amount }) => (amount === null ? shownValue(value) : field === 'amount' ? money(amount) : `${shownValue(value)} ${money(amount)}`)).join(', ');
}

/** Fields whose sides are the same, together: where only a combination differs, all its fields say the same. */
function alike(differences: readonly Difference[]): { fields: string[]; difference: Difference }[] {
  const found: { fields: string[]; difference: Difference; key: string }[] = [];
  for (const difference of differences) {
    const key = JSON.stringify([difference.dryRun, difference.manual]);
    const same = found.find((each) => each.key === key && difference.dryRun.some(({ value }) => value.includes(' / ')));
    if (same === undefined) found.push({ fields: [difference.field], difference, key });
    else same.fields.push(difference.field);
  }
  return found;
}

/** Every field that differs with both values, one text each: `gl_account: 6100 240.00 → 6200 240.00`, `amount: 100.00 → 108.88 (100.00 USD + 8.875 % tax = 108.88 USD)`. `human` writes amounts with their currency's sign. */
export function differenceTexts({ differences, currency }: { differences: readonly Difference[]; currency: string }, human = false): string[] {
  const money = (decimal: string): string => (human ? humanAmount(decimal, currency) : decimal);
  return alike(differences).map(({ fields, difference: { field, dryRun, manual, how } }) => `${fields.join(', ')}: ${sideText(dryRun, field, money)} → ${sideText(manual, field, money)}${how === null ? '' : ` (${how})`}`);
}

/**
 * Causes with the values between which money moved, for a table: `gl_account 6100 → 6200, period 2026-06 → 2026-07`; a cause without
 * values as it is.
 */
export function causesText({ causes, differences, currency }: Pick<VarianceRow, 'causes' | 'differences' | 'currency'>): string {
  const told = alike(differences).map(({ fields, difference }) => ({ fields, text: movedText(difference, currency) }));
  const texts = causes.flatMap((cause) => {
    const field = cause === 'vendor_unconfirmed' ? 'vendor' : cause;
    const found = told.find(({ fields }) => fields.some((each) => each === field));
    if (found === undefined) return [cause];
    // What several fields share is said with the first of them.
    return found.fields[0] === field ? [`${found.fields.length > 1 ? found.fields.join(' and ') : cause} ${found.text}`] : [];
  });
  return texts.join(', ');
}

function movedText(difference: Difference, currency: string): string {
  const moved = movedValues(difference, currency);
  const { from, to } = moved.from.length + moved.to.length === 0 ? { from: difference.dryRun, to: difference.manual } : moved;
  if (from.length === 0) return `also ${fewOf(to)}`;
  return to.length === 0 ? `${fewOf(from)} missing` : `${fewOf(from)} → ${fewOf(to)}`;
}

function fewOf(values: readonly DifferingValue[]): string {
  const named = values.slice(0, NAMED).map(({ value }) => shownValue(value)).join(', ');
  return values.length > NAMED ? `${named} and ${values.length - NAMED} more` : named;
}
