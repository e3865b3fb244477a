import { MAX_MINOR } from '../../domain/money.ts';
import { type AmountRules, withRate, withoutRate } from './rates.ts';

/**
 * Every amount that a manual PO may have whose difference from a would-be PO has a name: a superset, so that POs are looked up by their
 * amounts and not one by one. `parts` is what the would-be PO is made of; all in minor units.
 */
export function amountsNear({ currency, wouldBeMinor, parts, taxMinor }: { currency: string; wouldBeMinor: number; parts: readonly number[]; taxMinor: number | null }, rules: AmountRules): Set<number> {
  const near = new Set<number>([-wouldBeMinor, wouldBeMinor * 10, wouldBeMinor * 100, wouldBeMinor / 10, wouldBeMinor / 100]);
  const slack = Math.max(1, Math.floor(parts.length / 2));
  const about = (minor: number): void => {
    for (let at = minor - slack; at <= minor + slack; at++) near.add(at);
  };
  about(wouldBeMinor);
  if (taxMinor !== null) near.add(wouldBeMinor - taxMinor).add(wouldBeMinor + taxMinor);
  for (const rate of [...rules.taxRates, ...rules.tipRates]) {
    about(withRate(wouldBeMinor, rate));
    about(withoutRate(wouldBeMinor, rate));
  }
  for (const { rate, amountMinor } of rules.fees) {
    const fixed = amountMinor.get(currency) ?? 0;
    about((rate === null ? wouldBeMinor : withRate(wouldBeMinor, rate)) + fixed);
    about(rate === null ? wouldBeMinor - fixed : withoutRate(wouldBeMinor - fixed, rate));
  }
  for (const part of parts) near.add(wouldBeMinor - part);
  slips(wouldBeMinor, Math.max(...[wouldBeMinor, ...parts].map((minor) => String(Math.abs(minor)).length)), near);
  near.delete(wouldBeMinor);
  return near;
}

/** One digit wrong, two swapped (in the total or in one of several lines), one too few or too many. */
function slips(minor: number, mostDigits: number, near: Set<number>): void {
  const digits = String(Math.abs(minor));
  const sign = minor < 0 ? -1 : 1;
  for (let high = 0, power = 1; power <= MAX_MINOR; high++, power *= 10) {
    for (let step = 1; step <= 9; step++) near.add(minor + step * power).add(minor - step * power);
    // Only a digit that is there can change places.
    if (high > mostDigits) continue;
    for (let low = 1; low < power; low *= 10) for (let step = 1; step <= 9; step++) near.add(minor + step * (power - low)).add(minor - step * (power - low));
  }
  for (let place = 0; place <= digits.length; place++) {
    if (place < digits.length && digits.length > 1) near.add(sign * Number(digits.slice(0, place) + digits.slice(place + 1)));
    for (let digit = 0; digit <= 9; digit++) near.add(sign * Number(digits.slice(0, place) + digit + digits.slice(place)));
  }
}
