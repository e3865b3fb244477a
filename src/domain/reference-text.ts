/** A run of letters and digits in a text, upper case after NFKC. */
const TOKEN = /[\p{L}\p{N}]+/gu;

interface Token {
  text: string;
  /** Whether it may be a further part of the id that the token before it begins. */
  continues: boolean;
}

/** Most characters that may stand between two parts of an id in a text: "EXP - 9041", "EXP # 9041". */
const WIDEST_GAP = 3;
/** Signs that part a list; they never stand inside an id. */
const LIST_SIGN = /[,;&+|\n]/u;

/** What nearly every id and most references are: letters and digits of ASCII, parted by hyphens. */
const SIMPLE = /^[\dA-Za-z]+(?:-[\dA-Za-z]+)*$/;

function tokensOf(text: string): Token[] {
  // The same as below at a third of the cost; a run has hundreds of thousands of ids and as many references.
  if (SIMPLE.test(text)) return text.toUpperCase().split('-').map((token) => ({ text: token, continues: true }));
  const tokens: Token[] = [];
  const upper = text.normalize('NFKC').toUpperCase();
  let end = 0;
  for (const found of upper.matchAll(TOKEN)) {
    tokens.push({ text: found[0], continues: found.index - end <= WIDEST_GAP && !LIST_SIGN.test(upper.slice(end, found.index)) });
    end = found.index + found[0].length;
  }
  return tokens;
}

/** An id without its separators, and the offsets in that at which they stand. */
function bareOf(id: string): { bare: string; cuts: number[] } {
  const cuts: number[] = [];
  let bare = '';
  for (const { text } of tokensOf(id)) {
    if (bare !== '') cuts.push(bare.length);
    bare += text;
  }
  return { bare, cuts };
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
  /** By the id without separators; a list where several ids differ in nothing else. Where their separators stand is looked up again when it matters, since there are as many ids as reports. */
  readonly #byBare = new Map<string, string | string[]>();
  /** What an id may begin with up to one of its separators. */
  readonly #beginnings = new Set<string>();

  constructor(ids: Iterable<string>) {
    for (const id of ids) {
      const { bare, cuts } = bareOf(id);
      if (bare === '') continue;
      for (const cut of cuts) this.#beginnings.add(bare.slice(0, cut));
      const same = this.#byBare.get(bare);
      if (same === undefined) this.#byBare.set(bare, id);
      else if (typeof same === 'string') this.#byBare.set(bare, [same, id]);
      else same.push(id);
    }
  }

  /** The ids that a text names, in the order in which it names them, each once. */
  find(text: string): readonly string[] {
    if (text === '') return NO_ID.ids;
    const tokens = tokensOf(text);
    const found: string[] = [];
    const plain: string[] = [];
    let onlyIds = true;
    for (let first = 0; first < tokens.length; ) {
      const { ids, parts, bare } = this.#longestAt(tokens, first);
      if (parts === 0) onlyIds = false;
      for (const id of ids) if (!found.includes(id)) found.push(id);
      if (isPlain(bare)) plain.push(...ids);
      first += Math.max(parts, 1);
    }
    return onlyIds || plain.length === 0 ? found : found.filter((id) => !plain.includes(id));
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
    const candidates = (typeof known === 'string' ? [known] : known).map((id) => ({ id, own: cuts.length === 0 && typeof known === 'string' ? cuts : bareOf(id).cuts }));
    const fitting = candidates.filter(({ own }) => cuts.every((cut) => own.includes(cut)));
    // "EXP-90-41" and "EXP-9041" are both "EXP9041": the one with just these separators is meant, else both are named.
    const exact = fitting.filter(({ own }) => own.length === cuts.length);
    return (exact.length > 0 ? exact : fitting).map(({ id }) => id);
  }
}

const DIGITS = /\d{4,}/g;
/** The fewest digits that are a document number. */
const FEWEST_DIGITS = 4;

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
    const isYear = number.length === 4 && (number.startsWith('19') || number.startsWith('20'));
    if (!isYear && !found.includes(number)) found.push(number);
  }
}

/** Document numbers in texts: runs of four or more digits that are not a year (1900 to 2099), compared whole; each once. */
export function documentNumbersIn(...texts: string[]): string[] {
  const found: string[] = [];
  for (const text of texts) addDocumentNumbers(text, found);
  return found;
}
