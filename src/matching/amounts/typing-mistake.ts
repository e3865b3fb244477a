import { slips } from '../slips.ts';

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
  const longer = Math.max(Math.abs(right), Math.abs(typed)).toString();
  const shorter = Math.min(Math.abs(right), Math.abs(typed)).toString();
  const same = sameLength(longer, shorter.padStart(longer.length, '0'));
  if (same !== null) return same;
  return longer.length - shorter.length === 1 && slips(longer, shorter) === 1 ? MISSING : null;
}

function sameLength(one: string, other: string): TypingMistake | null {
  let first = -1;
  let second = -1;
  for (let place = 0; place < one.length; place++) {
    if (one.charCodeAt(place) === other.charCodeAt(place)) continue;
    if (second !== -1) return null;
    if (first === -1) first = place;
    else second = place;
  }
  if (second === -1) return WRONG;
  return one[first] === other[second] && one[second] === other[first] ? SWAPPED : null;
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
