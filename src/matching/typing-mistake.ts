import { comparedOf } from './coding.ts';
import type { MatchingDesk } from './desk.ts';
import type { DrySide, ManualSide } from './sides.ts';

export type TypingMistake = 'one digit wrong' | 'two digits swapped';

/** How an amount was mistyped: one digit wrong, or two digits swapped; null where neither. Both in minor units. */
export function typingMistake(right: number, typed: number): TypingMistake | null {
  if (right === typed || right < 0 !== typed < 0) return null;
  const longer = Math.max(Math.abs(right), Math.abs(typed)).toString();
  const shorter = Math.min(Math.abs(right), Math.abs(typed)).toString().padStart(longer.length, '0');
  let first = -1;
  let second = -1;
  for (let place = 0; place < longer.length; place++) {
    if (longer.charCodeAt(place) === shorter.charCodeAt(place)) continue;
    if (second !== -1) return null;
    if (first === -1) first = place;
    else second = place;
  }
  if (second === -1) return 'one digit wrong';
  return longer[first] === shorter[second] && longer[second] === shorter[first] ? 'two digits swapped' : null;
}

/**
 * The typing mistake that a difference may come from where only sums of several lines are known: one wrong digit moves a sum by
 * 1 to 9 tens of some power, two swapped ones by as often a difference of two such powers (90, 900, 990, …).
 */
export function mistakeOfDifference(differenceMinor: number): TypingMistake | null {
  let left = Math.abs(differenceMinor);
  if (left === 0) return null;
  while (left % 10 === 0) left /= 10;
  if (left <= 9) return 'one digit wrong';
  for (let nines = 9; nines <= left; nines = nines * 10 + 9) if (left % nines === 0 && left / nines <= 9) return 'two digits swapped';
  return null;
}

/**
 * The typing mistake that tells a PO from a would-be PO in the same currency, in words: in one line while the others agree, or in
 * the total; null where there is none.
 */
export function mistakeBetween(desk: MatchingDesk, dry: DrySide, manual: ManualSide): string | null {
  const inLine = mistakeInLine(desk, dry, manual);
  if (inLine !== null) return `${inLine} in one line, the others agree`;
  const inTotal = typingMistake(dry.amountMinor, manual.amountMinor);
  return inTotal === null ? null : `${inTotal} in the total`;
}

/** Lines are known by what they are coded to: all must be there, and all but one agree. Several may share a code. */
function mistakeInLine({ codings }: MatchingDesk, dry: DrySide, manual: ManualSide): TypingMistake | null {
  const compared = comparedOf(manual.notCompared);
  // Where the ledger has no coding at all, nothing but the total is known.
  if (!compared.some(Boolean)) return null;
  const expected = codings.projected(dry.coding, compared);
  const keyed = codings.projected(manual.coding, compared);
  if (expected.codes.length === 0 || expected.codes.length !== keyed.codes.length) return null;
  let difference = 0;
  for (let index = 0; index < expected.codes.length; index++) {
    const place = keyed.codes.indexOf(expected.codes[index] as number);
    if (place < 0) return null;
    const own = (keyed.amounts[place] as number) - (expected.amounts[index] as number);
    if (own === 0) continue;
    if (difference !== 0) return null;
    difference = own;
  }
  return mistakeOfDifference(difference);
}
