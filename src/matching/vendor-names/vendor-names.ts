import { compareText } from '../../domain/text.ts';
import { type NameLikeness, type WordWeight, nameLikeness } from './name-likeness.ts';
import { type NameWords, nameWords } from './name-words.ts';
import { wordLikeness } from './word-likeness.ts';

/** A name that a ledger's name may stand for. */
export interface KnownName {
  /** What the name stands for: a vendor's id, or the name itself where there is none. */
  key: string;
  name: string;
}

/** Somebody whom a name may stand for, and how alike the names are. */
export interface LikeName {
  key: string;
  percent: number;
}

/** From which likeness on a name is evidence. */
export const LEAST_PERCENT = 80;
/** The same for what may be the beginning of a name. */
const LEAST_PERCENT_CUT_OFF = 40;
/** Shorter names stand in any text by chance. */
const LEAST_LETTERS = 5;
/** Trigrams that more names than this have lead nowhere, where others are there. */
const MOST_NAMES = 200;
/** The part of a name's trigrams that anybody must have whom it may stand for. */
const LEAST_SHARED = 0.4;
const MOST_REMEMBERED = 100_000;

interface IndexedName {
  key: string;
  words: NameWords;
}

/** Finds whom a name may stand for: by its trigrams, so that no name is compared with all others. */
export class VendorNames {
  readonly #names: IndexedName[] = [];
  readonly #byTrigram = new Map<string, number[]>();
  readonly #namesWithWord = new Map<string, number>();
  readonly #found = new Map<string, readonly LikeName[]>();
  /** How many trigrams each name shares with the one that is looked up; all 0 between two searches. */
  #counts: Uint16Array | undefined;

  /** `known` are all names there are; the same key may have several. */
  constructor(known: Iterable<KnownName>) {
    for (const { key, name } of known) {
      const words = nameWords(name);
      if (words.words.length === 0) continue;
      const place = this.#names.push({ key, words }) - 1;
      for (const word of new Set(words.words)) this.#namesWithWord.set(word, (this.#namesWithWord.get(word) ?? 0) + 1);
      for (const trigram of trigramsOf(words)) {
        const same = this.#byTrigram.get(trigram);
        if (same === undefined) this.#byTrigram.set(trigram, [place]);
        else same.push(place);
      }
    }
  }

  /** Everybody whom a name may stand for, the likest first; among equals in the order of their keys. */
  like(name: string): readonly LikeName[] {
    const known = this.#found.get(name);
    if (known !== undefined) return known;
    const found = this.#search(nameWords(name));
    if (this.#found.size < MOST_REMEMBERED) this.#found.set(name, found);
    return found;
  }

  #search(words: NameWords): readonly LikeName[] {
    const best = new Map<string, NameLikeness>();
    for (const place of this.#candidates(words)) {
      const { key, words: other } = this.#names[place] as IndexedName;
      const likeness = nameLikeness(words, other, this.#weightOf);
      if (likeness.percent >= (likeness.isCutOff ? LEAST_PERCENT_CUT_OFF : LEAST_PERCENT) && likeness.percent > (best.get(key)?.percent ?? 0)) best.set(key, likeness);
    }
    const cutOff = [...best.values()].filter(({ isCutOff }) => isCutOff);
    // How much of a name was cut off says nothing about whose beginning it is.
    const percentOf = ({ percent, isCutOff }: NameLikeness): number => (!isCutOff ? percent : cutOff.length > 1 ? LEAST_PERCENT : Math.max(percent, LEAST_PERCENT));
    return [...best]
      .map(([key, likeness]): LikeName => ({ key, percent: percentOf(likeness) }))
      .sort((left, right) => right.percent - left.percent || compareText(left.key, right.key));
  }

  /**
   * Everybody whose name stands in a text, whole: all words that say anything. Of names of which one is part of another, the longer counts.
   */
  namedIn(text: string): readonly string[] {
    const { words } = nameWords(text);
    const found: { key: string; at: ReadonlySet<number> }[] = [];
    for (const place of this.#candidates({ words, joined: '' })) {
      const { key, words: other } = this.#names[place] as IndexedName;
      const at = this.#placesIn(words, other);
      if (at !== null) found.push({ key, at });
    }
    const isPartOf = (part: ReadonlySet<number>, whole: ReadonlySet<number>): boolean => part.size < whole.size && part.isSubsetOf(whole);
    return [...new Set(found.filter(({ at }) => !found.some((other) => isPartOf(at, other.at))).map(({ key }) => key))].sort(compareText);
  }

  /** Where the words of a known name stand in a text; null where too many are missing, or they are too short to say anything. */
  #placesIn(text: readonly string[], { words }: NameWords): Set<number> | null {
    const at = new Set<number>();
    let found = 0;
    let all = 0;
    for (const word of words) {
      const weight = this.#weightOf(word);
      all += weight;
      let best = 0;
      let bestPlace = -1;
      for (const [place, other] of text.entries()) {
        const likeness = wordLikeness(other, word);
        if (likeness > best) [best, bestPlace] = [likeness, place];
      }
      found += weight * best;
      if (bestPlace >= 0) at.add(bestPlace);
    }
    const letters = [...at].reduce((sum, place) => sum + (text[place] as string).length, 0);
    return letters >= LEAST_LETTERS && 100 * found >= LEAST_PERCENT * all ? at : null;
  }

  /** Names that have enough trigrams in common with these words; common trigrams count only where there are no others. */
  #candidates(words: NameWords): number[] {
    const lists = [...trigramsOf(words)].flatMap((trigram) => {
      const list = this.#byTrigram.get(trigram);
      return list === undefined ? [] : [list];
    });
    const rare = lists.filter((list) => list.length <= MOST_NAMES);
    const used = rare.length > 0 ? rare : lists;
    const least = Math.ceil(used.length * LEAST_SHARED);
    this.#counts ??= new Uint16Array(this.#names.length);
    const counts = this.#counts;
    const touched: number[] = [];
    const enough: number[] = [];
    for (const list of used) {
      for (const place of list) {
        const count = (counts[place] as number) + 1;
        counts[place] = count;
        if (count === 1) touched.push(place);
        if (count === least) enough.push(place);
      }
    }
    for (const place of touched) counts[place] = 0;
    return enough;
  }

  /** Soft inverse document frequency: 1 for a word of one name at most, less for one of many. */
  readonly #weightOf: WordWeight = (word) => 1 / (1 + Math.log2(Math.max(1, this.#namesWithWord.get(word) ?? 1)));
}

/** Runs of three characters of the words written as one, its beginning marked; and the beginning of each word. */
function trigramsOf({ words, joined }: NameWords): Set<string> {
  const trigrams = new Set<string>();
  for (let place = 0; place + 3 <= joined.length; place++) trigrams.add(joined.slice(place, place + 3));
  for (const word of words) trigrams.add(`^${word.slice(0, 2)}`);
  return trigrams;
}
