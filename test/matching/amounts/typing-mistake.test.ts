import fc from 'fast-check';
import { expect, test } from 'vitest';
import { typingMistake } from '../../../src/matching/amounts/typing-mistake.ts';
import { slips } from '../../../src/matching/slips.ts';

/** The same told from the digits as texts. */
function told(right: number, typed: number): string | null {
  if (right === typed || right < 0 !== typed < 0) return null;
  const texts = [String(Math.abs(right)), String(Math.abs(typed))].sort((one, other) => other.length - one.length);
  const [longer, shorter] = texts as [string, string];
  const padded = shorter.padStart(longer.length, '0');
  const places = [...longer].flatMap((digit, place) => (digit === padded[place] ? [] : [place]));
  const [first, second] = places;
  if (places.length === 1) return 'digit_wrong';
  if (first !== undefined && second !== undefined && places.length === 2) return longer[first] === padded[second] && longer[second] === padded[first] ? 'digits_swapped' : lacksOne(longer, shorter);
  return places.length > 2 ? lacksOne(longer, shorter) : null;
}

const lacksOne = (longer: string, shorter: string): string | null => (longer.length - shorter.length === 1 && slips(longer, shorter) === 1 ? 'digit_missing' : null);

/** Numbers of few digits, and such as one slip makes of another. */
const digits = fc.array(fc.constantFrom(...'00112359'), { minLength: 1, maxLength: 9 }).map((all) => all.join(''));
const slipped = fc.tuple(digits, fc.nat(), fc.constantFrom('wrong', 'swapped', 'missing', 'none'), fc.constantFrom(...'0159')).map(([text, at, how, digit]) => {
  const place = at % text.length;
  const [before, here, behind] = [text.slice(0, place), text[place] as string, text.slice(place + 1)];
  return [text, how === 'wrong' ? before + digit + behind : how === 'swapped' ? before + behind.slice(0, 1) + here + behind.slice(1) : how === 'missing' ? before + behind : text + digit];
});

test('how an amount was mistyped is told from numbers as it is from their digits', () => {
  fc.assert(fc.property(fc.oneof(slipped, fc.tuple(digits, digits)), fc.boolean(), fc.boolean(), ([one = '', other = ''], isNegative, isOtherNegative) => {
    const [right, typed] = [Number(one) * (isNegative ? -1 : 1), Number(other) * (isOtherNegative ? -1 : 1)];
    expect(typingMistake(right, typed)?.cause ?? null).toBe(told(right, typed));
  }), { numRuns: 5_000 });
});
