/** A run of letters and digits in a text, upper case after NFKC. */
const TOKEN = /[\p{L}\p{N}]+/gu;

interface Token {
  text: string;
  /** Whether it may be a further part of the id that the token before it begins. */
  continues: boolean;
}

interface KnownId {
  /** The id, alone in a list: what most searches end in. */
  ids: readonly [string];
  /** Offsets, in the id without separators, at which a separator stands. */
  cuts: readonly number[];
}

/** Most characters that may stand between two parts of an id in a text: "EXP - 9041", "EXP # 9041". */
const WIDEST_GAP = 3;
/** Signs that part a list; they never stand inside an id. */
const LIST_SIGN = /[,;&+|\n]/u;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const upper = text.normalize('NFKC').toUpperCase();
  let end = 0;
  for (const found of upper.matchAll(TOKEN)) {
    tokens.push({ text: found[0], continues: found.index - end <= WIDEST_GAP && !LIST_SIGN.test(upper.slice(end, found.index)) });
    end = found.index + found[0].length;
  }
  return tokens;
}

/**
 * Ids of fewer characters that are all digits, or all letters, would be found in any text; they count only in a field that names
 * nothing but ids.
 */
const SHORTEST_PLAIN = 4;

const isPlain = (bare: string): boolean => bare.length < SHORTEST_PLAIN && (/^\p{N}+$/u.test(bare) || /^\p{L}+$/u.test(bare));

const NO_ID: { ids: readonly string[]; parts: number; bare: string } = { ids: [], parts: 0, bare: '' };

/**
 * Finds known transaction ids in free text: without regard to case, separators inside the id optional, and only where no letter
 * or digit adjoins. Longer ids win over shorter ones that they contain.
 */
export class ReferenceFinder {
  /** By the id without separators; a list where several ids differ in nothing else. */
  readonly #byBare = new Map<string, KnownId | KnownId[]>();
  /** What an id may begin with up to one of its separators. */
  readonly #beginnings = new Set<string>();

  constructor(ids: Iterable<string>) {
    for (const id of ids) {
      const tokens = tokensOf(id);
      if (tokens.length === 0) continue;
      const cuts: number[] = [];
      let bare = '';
      for (const token of tokens) {
        if (bare !== '') {
          cuts.push(bare.length);
          this.#beginnings.add(bare);
        }
        bare += token.text;
      }
      const same = this.#byBare.get(bare);
      const known: KnownId = { ids: [id], cuts };
      if (same === undefined) this.#byBare.set(bare, known);
      else if (Array.isArray(same)) same.push(known);
      else this.#byBare.set(bare, [same, known]);
    }
  }

  /** The ids that a text names, in the order in which it names them, each once. */
  find(text: string): readonly string[] {
    if (text === '') return NO_ID.ids;
    const tokens = tokensOf(text);
    const found: string[] = [];
    const plain: string[] = [];
    let onlyIds = true;
    // The list of an id that is found alone, as nearly every one is: no list is made for it.
    let alone: readonly string[] | undefined;
    for (let first = 0; first < tokens.length; ) {
      const { ids, parts, bare } = this.#longestAt(tokens, first);
      if (parts === 0) onlyIds = false;
      if (ids.length > 0) alone = found.length === 0 && ids.length === 1 ? ids : undefined;
      for (const id of ids) if (!found.includes(id)) found.push(id);
      if (isPlain(bare)) plain.push(...ids);
      first += Math.max(parts, 1);
    }
    return onlyIds || plain.length === 0 ? (alone ?? found) : found.filter((id) => !plain.includes(id));
  }

  /** The longest id that begins at a token, as all ids that are spelled so, and how many tokens it takes; 0 for none. */
  #longestAt(tokens: readonly Token[], first: number): { ids: readonly string[]; parts: number; bare: string } {
    let bare = (tokens[first] as Token).text;
    const cuts: number[] = [];
    let longest = NO_ID;
    for (let parts = 1; ; parts++) {
      const ids = this.#spelled(bare, cuts);
      if (ids.length > 0) longest = { ids, parts, bare };
      const next = tokens[first + parts];
      if (next === undefined || !next.continues || !this.#beginnings.has(bare)) return longest;
      cuts.push(bare.length);
      bare += next.text;
    }
  }

  #spelled(bare: string, cuts: readonly number[]): readonly string[] {
    const known = this.#byBare.get(bare);
    if (known === undefined) return NO_ID.ids;
    const fits = (candidate: KnownId): boolean => cuts.every((cut) => candidate.cuts.includes(cut));
    if (!Array.isArray(known)) return fits(known) ? known.ids : NO_ID.ids;
    const fitting = known.filter(fits);
    // "EXP-90-41" and "EXP-9041" are both "EXP9041": the one with just these separators is meant, else both are named.
    const exact = fitting.filter((candidate) => candidate.cuts.length === cuts.length);
    return (exact.length > 0 ? exact : fitting).flatMap((candidate) => candidate.ids);
  }
}

const DIGITS = /\d{4,}/g;
const ASCII = /^[\x00-\x7f]*$/;

/** Document numbers in texts: runs of four or more digits that are not a year (1900 to 2099), compared whole; each once. */
export function documentNumbersIn(...texts: string[]): string[] {
  let found: string[] | undefined;
  for (const text of texts) {
    if (text.length < 4) continue;
    const numbers = (ASCII.test(text) ? text : text.normalize('NFKC')).match(DIGITS);
    if (numbers === null) continue;
    for (const number of numbers) {
      if (number.length === 4 && (number.startsWith('19') || number.startsWith('20'))) continue;
      found ??= [];
      if (!found.includes(number)) found.push(number);
    }
  }
  return found ?? [];
}
