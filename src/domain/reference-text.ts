/** A run of letters and digits in a text, upper case after NFKC. */
const TOKEN = /[\p{L}\p{N}]+/gu;

interface KnownId {
  id: string;
  /** Offsets, in the id without separators, at which a separator stands. */
  cuts: Set<number>;
}

function tokensOf(text: string): { text: string; start: number; end: number }[] {
  const tokens: { text: string; start: number; end: number }[] = [];
  for (const found of text.normalize('NFKC').toUpperCase().matchAll(TOKEN)) tokens.push({ text: found[0], start: found.index, end: found.index + found[0].length });
  return tokens;
}

/** Ids so short that they would be found in any text; they count only where they are the whole field. */
const SHORTEST_IN_TEXT = 4;
/** Most separators that may stand between two parts of an id in a text: "EXP - 9041", "EXP # 9041". */
const WIDEST_GAP = 3;

/**
 * Finds known transaction ids in free text: without regard to case, separators inside the id optional, and only where no letter
 * or digit adjoins. Longer ids win over shorter ones that they contain.
 */
export class ReferenceFinder {
  readonly #byBare = new Map<string, KnownId[]>();
  #mostParts = 1;

  constructor(ids: Iterable<string>) {
    for (const id of ids) {
      const tokens = tokensOf(id);
      const cuts = new Set<number>();
      let length = 0;
      for (const token of tokens.slice(0, -1)) cuts.add((length += token.text.length));
      const bare = tokens.map((token) => token.text).join('');
      if (bare === '') continue;
      this.#mostParts = Math.max(this.#mostParts, tokens.length);
      const same = this.#byBare.get(bare);
      if (same === undefined) this.#byBare.set(bare, [{ id, cuts }]);
      else same.push({ id, cuts });
    }
  }

  /** The ids that a text names, in the order in which it names them, each once. */
  find(text: string): string[] {
    if (text === '') return [];
    const tokens = tokensOf(text);
    const found: string[] = [];
    for (let first = 0; first < tokens.length; ) {
      let taken = 0;
      for (let parts = Math.min(this.#mostParts, tokens.length - first); parts >= 1; parts--) {
        const ids = this.#idsAt(tokens, first, parts);
        if (ids.length === 0) continue;
        for (const id of ids) if (!found.includes(id)) found.push(id);
        taken = parts;
        break;
      }
      first += taken === 0 ? 1 : taken;
    }
    return found;
  }

  #idsAt(tokens: { text: string; start: number; end: number }[], first: number, parts: number): string[] {
    let bare = '';
    const cuts: number[] = [];
    for (let index = first; index < first + parts; index++) {
      const token = tokens[index] as { text: string; start: number; end: number };
      if (index > first) {
        if (token.start - (tokens[index - 1] as { end: number }).end > WIDEST_GAP) return [];
        cuts.push(bare.length);
      }
      bare += token.text;
    }
    const known = this.#byBare.get(bare);
    if (known === undefined) return [];
    if (bare.length < SHORTEST_IN_TEXT && parts !== tokens.length) return [];
    const fitting = known.filter((candidate) => cuts.every((cut) => candidate.cuts.has(cut)));
    if (fitting.length <= 1) return fitting.map((candidate) => candidate.id);
    // "EXP-90-41" and "EXP-9041" are both "EXP9041": the one with just these separators is meant, else both are named.
    const exact = fitting.filter((candidate) => candidate.cuts.size === cuts.length);
    return (exact.length > 0 ? exact : fitting).map((candidate) => candidate.id);
  }
}

const DIGITS = /\d{4,}/g;

/** Document numbers in texts: runs of four or more digits that are not a year (1900 to 2099), compared whole; each once. */
export function documentNumbersIn(...texts: string[]): string[] {
  let found: string[] | undefined;
  for (const text of texts) {
    if (text === '') continue;
    const numbers = text.match(DIGITS);
    if (numbers === null) continue;
    for (const number of numbers) {
      if (number.length === 4 && (number.startsWith('19') || number.startsWith('20'))) continue;
      found ??= [];
      if (!found.includes(number)) found.push(number);
    }
  }
  return found ?? [];
}
