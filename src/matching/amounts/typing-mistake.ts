/** A slip of the hand in a number: which, and in words. */
export interface TypingMistake {
  cause: 'digits_swapped' | 'digit_wrong' | 'digit_missing';
  says: string;
}

const SWAPPED: TypingMistake = { cause: 'digits_swapped', says: 'two digits swapped' };
const WRONG: TypingMistake = { cause: 'digit_wrong', says: 'one digit wrong' };
const MISSING: TypingMistake = { cause: 'digit_missing', says: 'a digit too few or too many' };

/** How an amount was mistyped: one digit wrong, two digits swapped, or one too few or too many; null where neither. Both in minor units. */
export function typingMistake(right: number, typed: number): TypingMistake | null {
  if (right === typed || right < 0 !== typed < 0) return null;
  const [larger, smaller] = [Math.max(Math.abs(right), Math.abs(typed)), Math.min(Math.abs(right), Math.abs(typed))];
  return sameLength(larger, smaller) ?? (lacksDigit(larger, smaller) ? MISSING : null);
}

// Digits are told by division: this is asked of every two amounts that may belong together, and texts of them would be garbage at once.
const withoutLast = (number: number): number => Math.floor(number / 10);

/** What makes one number of another of as many digits; noughts stand before the smaller one. */
function sameLength(larger: number, smaller: number): TypingMistake | null {
  let differing = 0;
  let [low, otherLow, high, otherHigh] = [0, 0, 0, 0];
  for (let [one, other] = [larger, smaller]; one > 0; one = withoutLast(one), other = withoutLast(other)) {
    const [digit, otherDigit] = [one % 10, other % 10];
    if (digit === otherDigit) continue;
    if (++differing > 2) return null;
    if (differing === 1) [low, otherLow] = [digit, otherDigit];
    else [high, otherHigh] = [digit, otherDigit];
  }
  if (differing === 1) return WRONG;
  return low === otherHigh && high === otherLow ? SWAPPED : null;
}

/** Whether a number has just one digit more than another: behind it both end alike, before it they begin alike. */
function lacksDigit(larger: number, smaller: number): boolean {
  let [one, other] = [larger, smaller];
  while (other > 0 && one % 10 === other % 10) [one, other] = [withoutLast(one), withoutLast(other)];
  return withoutLast(one) === other;
}

/**
 * The typing mistake that a difference may come from where only sums of several lines are known: one wrong digit moves a sum by
 * 1 to 9 tens of some power, two swapped ones by as often a difference of two such powers (90, 900, 990, …).
 */
export function mistakeOfDifference(differenceMinor: number): TypingMistake | null {
  let left = Math.abs(differenceMinor);
  if (left === 0) return null;
  while (left % 10 === 0) left /= 10;
  if (left <= 9) return WRONG;
  for (let nines = 9; nines <= left; nines = nines * 10 + 9) if (left % nines === 0 && left / nines <= 9) return SWAPPED;
  return null;
}
