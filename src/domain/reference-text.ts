import { IdPlaces } from './id-places.ts';
import { type Token, bareOf, tokensOf } from './id-tokens.ts';

/**
 * Ids of fewer characters that are all digits, or all letters, would be found in any text; they count only in a field that names
 * nothing but ids.
 */
const SHORTEST_PLAIN = 4;

const isPlain = (bare: string): boolean => bare.length < SHORTEST_PLAIN && (/^\p{N}+$/u.test(bare) || /^\p{L}+$/u.test(bare));

const NONE: readonly never[] = [];
const NO_ID: { places: readonly number[]; parts: number; bare: string } = { places: NONE, parts: 0, bare: '' };

/**
 * Finds known transaction ids in free text: without regard to case, separators inside the id optional, and only where no letter
 * or digit adjoins. Longer ids win over shorter ones that they contain.
 */
export class ReferenceFinder {
  readonly #ids: IdPlaces;

  constructor(ids: Iterable<string> | IdPlaces) {
    this.#ids = ids instanceof IdPlaces ? ids : IdPlaces.of(ids);
  }

  /** The ids that a text names, in the order in which it names them, each once. */
  find(text: string): readonly string[] {
    return this.places(text).map((place) => this.#ids.idAt(place));
  }

  /** The same by their places. */
  places(text: string): readonly number[] {
    if (text === '') return NONE;
    // Nearly all references are an id and nothing else, and nearly all memos have nothing of one.
    const only = this.#ids.justOne(text);
    if (only !== undefined) return [only];
    return this.#ids.mayStandIn(text) ? this.#read(tokensOf(text)) : NONE;
  }

  #read(tokens: readonly Token[]): readonly number[] {
    const found: number[] = [];
    const plain: number[] = [];
    let onlyIds = true;
    for (let first = 0; first < tokens.length; ) {
      const { places, parts, bare } = this.#longestAt(tokens, first);
      if (parts === 0) onlyIds = false;
      for (const place of places) if (!found.includes(place)) found.push(place);
      if (isPlain(bare)) plain.push(...places);
      first += Math.max(parts, 1);
    }
    return onlyIds || plain.length === 0 ? found : found.filter((place) => !plain.includes(place));
  }

  /** The longest id that begins at a token, as all ids that are spelled so, and how many tokens it takes; 0 for none. */
  #longestAt(tokens: readonly Token[], first: number): { places: readonly number[]; parts: number; bare: string } {
    let bare = (tokens[first] as Token).text;
    const cuts: number[] = [];
    let longest = NO_ID;
    for (let parts = 1; ; parts++) {
      const places = this.#spelled(bare, cuts);
      if (places.length > 0) longest = { places, parts, bare };
      const next = tokens[first + parts];
      if (next === undefined || !next.continues || !this.#ids.begins(bare)) return longest;
      cuts.push(bare.length);
      bare += next.text;
    }
  }

  #spelled(bare: string, cuts: readonly number[]): readonly number[] {
    const candidates = this.#ids.spelled(bare).map((place) => ({ place, own: bareOf(this.#ids.idAt(place)).cuts }));
    const fitting = candidates.filter(({ own }) => cuts.every((cut) => own.includes(cut)));
    // "EXP-90-41" and "EXP-9041" are both "EXP9041": the one with just these separators is meant, else both are named.
    const exact = fitting.filter(({ own }) => own.length === cuts.length);
    return (exact.length > 0 ? exact : fitting).map(({ place }) => place);
  }
}

const DIGITS = /\d{4,}/g;
/** The fewest digits that are a document number. */
const FEWEST_DIGITS = 4;

/** Whether a run of digits may as well be a year, 1900 to 2099. */
export const isYear = (digits: string): boolean => digits.length === 4 && (digits.startsWith('19') || digits.startsWith('20'));

/** Whether a text may hold a document number: it has as many digits in a row, or characters beyond ASCII, which may stand for digits. Few texts do. */
function mayHoldNumber(text: string): boolean {
  if (text.length < FEWEST_DIGITS) return false;
  let digits = 0;
  for (let place = 0; place < text.length; place++) {
    const unit = text.charCodeAt(place);
    if (unit > 0x7f) return true;
    digits = unit >= 0x30 && unit <= 0x39 ? digits + 1 : 0;
    if (digits === FEWEST_DIGITS) return true;
  }
  return false;
}

/** Adds the document numbers of a text to those that were found before, as documentNumbersIn tells them. */
export function addDocumentNumbers(text: string, found: string[]): void {
  if (!mayHoldNumber(text)) return;
  for (const number of text.normalize('NFKC').match(DIGITS) ?? []) {
    if (!isYear(number) && !found.includes(number)) found.push(number);
  }
}

/** Document numbers in texts: runs of four or more digits that are not a year (1900 to 2099), compared whole; each once. */
export function documentNumbersIn(...texts: string[]): string[] {
  const found: string[] = [];
  for (const text of texts) addDocumentNumbers(text, found);
  return found;
}
