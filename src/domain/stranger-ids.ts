import { type Token, bareOf, isDrawnAtRandom, tokensOf } from './id-tokens.ts';
import { isYear } from './reference-text.ts';

/** Fewer digits stand in any text. */
const FEWEST_DIGITS = 3;

/** The letters of an id in their places, and how many digits stand between them: `EXP#4` for EXP-9041. */
const shapeOf = (bare: string): string => bare.replace(/\p{N}+/gu, (digits) => `#${digits.length}`);

/** Whether an id of this spelling could be told from a number or a word: it has letters, and digits enough. */
const isTelling = (bare: string): boolean => /\p{L}/u.test(bare) && (bare.match(/\p{N}/gu)?.length ?? 0) >= FEWEST_DIGITS;

/** What is known of an id that no report has which takes part: nothing; that its report could not be read; or that nothing of it is to be ordered. */
export type StrangerKind = 'unknown' | 'unread' | 'nothing_to_order';

/** An id that a text says. */
export interface StrangerId {
  /** In upper case, with hyphens for separators. */
  id: string;
  is: StrangerKind;
}

/** Tells what texts say that has the shape of a report's id: of a text that names no report which takes part, these are ids of others, or of none. */
export class StrangerIds {
  /** By shape, after how many characters a separator may stand. */
  readonly #cutsOf = new Map<string, Set<number>>();
  /** Reports that take no part, by their ids without separators. */
  readonly #known = new Map<string, StrangerKind>();
  #longest = 0;

  /** `ids` are those of all reports, in whose shapes others are told; `known` those of them, or further ones, of which is known why they take no part. */
  constructor(ids: Iterable<string>, known: Iterable<readonly [id: string, is: StrangerKind]> = []) {
    for (const [id, is] of known) this.#known.set(bareOf(id).bare, is);
    // Reports are numbered alike by the hundred thousand, and which digits an id has changes nothing of its shape.
    const seen = new Set<string>();
    for (const id of ids) {
      const alike = id.replaceAll(/\d/g, '0');
      if (seen.has(alike)) continue;
      seen.add(alike);
      const { bare, cuts } = bareOf(id);
      if (isDrawnAtRandom(bare) || !isTelling(bare)) continue;
      const shape = shapeOf(bare);
      const known = this.#cutsOf.get(shape) ?? new Set();
      for (const cut of cuts) known.add(cut);
      this.#cutsOf.set(shape, known);
      this.#longest = Math.max(this.#longest, bare.length);
    }
  }

  /** What in a text has the shape of an id, each once. */
  saidIn(text: string): StrangerId[] {
    const said = new Map<string, StrangerId>();
    if (text === '' || this.#cutsOf.size === 0) return [];
    const tokens = tokensOf(text);
    for (const first of tokens.keys()) {
      let bare = '';
      const cuts: number[] = [];
      for (let place = first; place < tokens.length && bare.length < this.#longest; place++) {
        const token = tokens[place] as (typeof tokens)[number];
        if (place > first && !token.continues) break;
        if (place > first) cuts.push(bare.length);
        bare += token.text;
        const allowed = isTelling(bare) ? this.#cutsOf.get(shapeOf(bare)) : undefined;
        if (allowed !== undefined && cuts.every((cut) => allowed.has(cut)) && !goesOn(tokens[place + 1]) && !saysYear(bare)) {
          const id = tokens.slice(first, place + 1).map((each) => each.text).join('-');
          said.set(id, { id, is: this.#known.get(bare) ?? 'unknown' });
        }
      }
    }
    return [...said.values()];
  }
}

/** Whether a number goes on after what would be an id, so that it is none: "EXP-2026-06" says no EXP-2026. */
const goesOn = (next: Token | undefined): boolean => next?.continues === true && /^\p{N}/u.test(next.text);

/** Whether the digits of what would be an id are a year and no more: "exp 2026" is an expense of that year. */
const saysYear = (bare: string): boolean => isYear(bare.replace(/^\p{L}+/u, ''));
