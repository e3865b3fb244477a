import { CannotDraw } from './cannot-draw.ts';
import type { Random } from './random.ts';

/** Whether one amount could be a slip for the other: one digit differs, is missing in front, or two are swapped. */
export function looksMistyped(left: number, right: number): boolean {
  let differing = 0;
  const odd: [left: number, right: number][] = [];
  let [leftRest, rightRest] = [left, right];
  for (; leftRest > 0 || rightRest > 0; leftRest = Math.floor(leftRest / 10), rightRest = Math.floor(rightRest / 10)) {
    const [leftDigit, rightDigit] = [leftRest % 10, rightRest % 10];
    if (leftDigit === rightDigit) continue;
    if (++differing > 2) return false;
    odd.push([leftDigit, rightDigit]);
  }
  if (differing === 0) return false;
  const [first, second] = odd;
  return differing === 1 || (first?.[0] === second?.[1] && first?.[1] === second?.[0]);
}

/** How an amount comes out when a clerk slips: two neighbouring digits swapped, or one digit wrong; more than `apartMinor` away. */
export function mistyped(random: Random, amountMinor: number, apartMinor: number): number {
  for (let attempt = 0; attempt < 1000; attempt++) {
    const digits = [...String(amountMinor)];
    const place = random.integer(0, digits.length - 1);
    if (random.chance(0.5) && place > 0) [digits[place - 1], digits[place]] = [digits[place] as string, digits[place - 1] as string];
    else digits[place] = String(random.integer(0, 9));
    const wrong = Number(digits.join(''));
    if (digits[0] !== '0' && Math.abs(wrong - amountMinor) > apartMinor) return wrong;
  }
  throw new CannotDraw(`no slip is further than ${apartMinor} from ${amountMinor}`);
}
