import { slips } from '../slips.ts';
import type { NameWords } from './name-words.ts';
import { wordLikeness } from './word-likeness.ts';

/** How much a word says about who is meant: the fewer names have it, the more; 1 for one that no known name has. */
export type WordWeight = (word: string) => number;

/** Two names in one word each are compared letter by letter from this length on. */
const LEAST_JOINED = 6;
/** A slip for so many letters is one of the hand, and not another name. */
const LETTERS_PER_SLIP = 6;
/** What each slip in a name as a whole takes off, in percent. */
const PERCENT_PER_SLIP = 4;
/** A name that was cut off in the middle of a word. */
const CUT_OFF_PERCENT = 90;

/** How heavily the words count that one name has more than the other: as its end that was cut off; anywhere else. */
const CUT_OFF_WEIGHT = 0.3;
const LEFT_OUT_WEIGHT = 0.6;

/** How alike two names are. */
export interface NameLikeness {
  /** Whole percent: 100 where they are the same words in any order. */
  percent: number;
  /** Whether the first is nothing but the beginning of the second: it may as well be the beginning of another. */
  isCutOff: boolean;
}

const UNLIKE: NameLikeness = { percent: 0, isCutOff: false };

/**
 * How alike a name is to a known one. Word by word, each weighed by how much it says (soft TF-IDF with Jaro–Winkler inside, after Cohen,
 * Ravikumar and Fienberg 2003), or as a whole where that says more.
 */
export function nameLikeness(name: NameWords, known: NameWords, weightOf: WordWeight): NameLikeness {
  if (name.words.length === 0 || known.words.length === 0) return UNLIKE;
  if (name.joined === known.joined) return { percent: 100, isCutOff: false };
  const [words, whole] = [byWords(name, known, weightOf), asAWhole(name.joined, known.joined)];
  return words.percent >= whole.percent ? words : whole;
}

function byWords(name: NameWords, known: NameWords, weightOf: WordWeight): NameLikeness {
  const { pairs, leftOver: [ownRest, knownRest] } = pairWords(name.words, known.words);
  let likeness = 0;
  let weight = 0;
  for (const [one, other, alike] of pairs) {
    const both = (weightOf(one) + weightOf(other)) / 2;
    likeness += both * alike;
    weight += both;
  }
  if (weight === 0) return UNLIKE;
  const weightOfAll = (words: readonly string[]): number => words.reduce((sum, word) => sum + weightOf(word), 0);
  // Words on both sides that the other lacks contradict each other; words on one side alone may have been left out.
  const contradicts = ownRest.length > 0 && knownRest.length > 0;
  const isCutOff = ownRest.length === 0 && knownRest.length > 0 && isBeginning(name.words, known.words);
  const against = contradicts ? 1 : isCutOff ? CUT_OFF_WEIGHT : LEFT_OUT_WEIGHT;
  return { percent: Math.floor((100 * likeness) / (weight + against * (weightOfAll(ownRest) + weightOfAll(knownRest)))), isCutOff };
}

type WordPair = [left: string, right: string, likeness: number];

/** Each word with the one that it stands for, the likest first; every word at most once. */
function pairWords(left: readonly string[], right: readonly string[]): { pairs: WordPair[]; leftOver: [string[], string[]] } {
  const candidates: { from: number; to: number; likeness: number }[] = [];
  for (const [from, one] of left.entries()) {
    for (const [to, other] of right.entries()) {
      const likeness = wordLikeness(one, other);
      if (likeness > 0) candidates.push({ from, to, likeness });
    }
  }
  candidates.sort((a, b) => b.likeness - a.likeness || Math.abs(a.from - a.to) - Math.abs(b.from - b.to) || a.from - b.from || a.to - b.to);
  const [usedLeft, usedRight] = [new Set<number>(), new Set<number>()];
  const pairs: WordPair[] = [];
  for (const { from, to, likeness } of candidates) {
    if (usedLeft.has(from) || usedRight.has(to)) continue;
    usedLeft.add(from);
    usedRight.add(to);
    pairs.push([left[from] as string, right[to] as string, likeness]);
  }
  return { pairs, leftOver: [left.filter((_, place) => !usedLeft.has(place)), right.filter((_, place) => !usedRight.has(place))] };
}

/** Whether a name is the first words of another. */
const isBeginning = (shorter: readonly string[], longer: readonly string[]): boolean => shorter.every((word, place) => wordLikeness(word, longer[place] as string) > 0);

/** The same for both written as one word: a slip here and there, or cut off at the end. */
function asAWhole(name: string, known: string): NameLikeness {
  if (Math.min(name.length, known.length) < LEAST_JOINED || digitsOf(name) !== digitsOf(known)) return UNLIKE;
  if (known.startsWith(name) && name.length * 2 > known.length) return { percent: CUT_OFF_PERCENT, isCutOff: true };
  if (Math.abs(known.length - name.length) > 2) return UNLIKE;
  const apart = slips(name, known);
  return apart * LETTERS_PER_SLIP <= Math.min(name.length, known.length) ? { percent: 100 - PERCENT_PER_SLIP * apart, isCutOff: false } : UNLIKE;
}

const digitsOf = (text: string): string => text.replace(/[^0-9]/g, '');
