/** A run of letters and digits in a text, upper case after NFKC. */
const TOKEN = /[\p{L}\p{N}]+/gu;

export interface Token {
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

/** What ids are made of: the runs of letters and digits of a text, in their order. */
export function tokensOf(text: string): Token[] {
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
export function bareOf(id: string): { bare: string; cuts: number[] } {
  const cuts: number[] = [];
  let bare = '';
  for (const { text } of tokensOf(id)) {
    if (bare !== '') cuts.push(bare.length);
    bare += text;
  }
  return { bare, cuts };
}

/** Letters and digits take turns more often where an id was drawn at random. */
const MOST_TURNS = 5;

/** Whether an id without its separators was drawn at random, as far as can be told (`8B1DCE8B8C2D4F4D8E34`, a UUID): then no other one looks like it, and no other system gives it. */
export const isDrawnAtRandom = (bare: string): boolean => (bare.match(/\p{N}+|\p{L}+/gu)?.length ?? 0) > MOST_TURNS;
