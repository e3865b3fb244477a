import { isYear } from '../domain/reference-text.ts';
import { MARK_OF_NOTHING, markOf, marked } from '../domain/text-mark.ts';
import type { MatchingDesk } from './desk.ts';
import type { DrySide, ManualSide } from './sides.ts';
import { slips } from './slips.ts';
import { vendorAgrees } from './vendor-evidence.ts';

/** Shorter ids are near to too many others, and so are those with fewer digits. */
const LEAST_LENGTH = 5;
const LEAST_DIGITS = 3;
/** A number alone stands for an id from so many digits on, and is no year. */
const LEAST_NUMBER = 4;

/**
 * Pairs POs whose reference or memo holds an id with one slip in it (a character wrong, too few, too many, or two neighbours swapped), or the number
 * of an id alone: where exactly one transaction that nobody has is meant, the money is the same within the tolerance, and the vendor is, or where the
 * ERP knows none by the PO the date is near.
 */
export function nearReferencePass(desk: MatchingDesk): void {
  const manuals = desk.freeManual().filter(({ text }) => text !== '');
  if (manuals.length === 0) return;
  const saidBy = manuals.map(({ text }) => idsIn(text));
  const ids = new KnownIds(desk.freeDry(), new Set(saidBy.flat()));
  const claims = manuals.flatMap((manual, place) => {
    const said = saidBy[place] as string[];
    const meant = new Map<string, { said: string; isNumber: boolean }>();
    for (const word of said) for (const [id, isNumber] of ids.near(word)) if (!meant.has(id)) meant.set(id, { said: word, isNumber });
    const fitting = [...meant].flatMap(([id, how]) => {
      const side = fittingSide(desk, ids.sidesOf(id), manual);
      return side === undefined ? [] : [{ id, side, ...how }];
    });
    const [only, ...others] = fitting;
    return only === undefined || others.length > 0 ? [] : [{ manual, ...only }];
  });
  const wanted = Map.groupBy(claims, ({ side }) => side);
  for (const { manual, side, id, said, isNumber } of claims.sort((left, right) => left.side.index - right.side.index || left.manual.index - right.manual.index)) {
    if (wanted.get(side)?.length !== 1) continue;
    desk.pair({ dry: [side.index], manual: [manual.index], pass: 'near_reference', repeated: false, why: `${manual.poNumber} says ${said}, which no report is: ${isNumber ? `the number of ${id}` : `nearly ${id}`}, whose amount it has` });
  }
}

/** The one side of a transaction that has a PO's money, and nothing that contradicts it. */
function fittingSide(desk: MatchingDesk, sides: readonly DrySide[], manual: ManualSide): DrySide | undefined {
  const fitting = sides.filter(
    (side) => side.currency === manual.currency && desk.withinTolerance(side, manual.amountMinor) && desk.mayPair(side, manual) && (vendorAgrees(side, manual) || (!manual.vendorIsKnown && desk.daysApart(side, manual) !== undefined)),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** What may be an id in a text: words with digits in them, and letters with the digits that follow; upper case, without separators. */
function idsIn(text: string): string[] {
  const found = new Set<string>();
  for (const [match] of text.normalize('NFKC').toUpperCase().matchAll(/[\p{L}\p{N}]+(?:[^\p{L}\p{N},;&+|\n]{1,3}\p{N}[\p{L}\p{N}]*)*/gu)) {
    const bare = match.replace(/[^\p{L}\p{N}]/gu, '');
    if (digitsOf(bare).length >= LEAST_DIGITS) found.add(bare);
    for (const [word] of match.matchAll(/[\p{L}\p{N}]+/gu)) if (digitsOf(word).length >= LEAST_DIGITS) found.add(word);
  }
  return [...found];
}

const digitsOf = (text: string): string => text.replace(/[^0-9]/g, '');

/** Ids of transactions that nobody has, found by what they look like with one slip in them; only such as any of the words may stand for. */
class KnownIds {
  readonly #sides = new Map<string, DrySide[]>();
  /** By what is left of an id without one of its characters, and by the whole: two texts with one slip between them share one of these. */
  readonly #byRemains = new Map<string, { id: string; bare: string }[]>();
  readonly #byNumber = new Map<string, string[]>();

  constructor(dry: readonly DrySide[], words: ReadonlySet<string>) {
    const remainsOfWords = new RemainsMarks(words);
    for (const side of dry) {
      const id = side.transaction.reportId;
      const same = this.#sides.get(id);
      if (same !== undefined) {
        same.push(side);
        continue;
      }
      const bare = id.normalize('NFKC').toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
      const number = digitsOf(bare);
      const isNumbered = number.length >= LEAST_NUMBER && number !== bare && !isYear(number) && words.has(number);
      const isSpelled = bare.length >= LEAST_LENGTH && number.length >= LEAST_DIGITS && remainsOfWords.share(bare);
      if (!isNumbered && !isSpelled) continue;
      this.#sides.set(id, [side]);
      if (isNumbered) append(this.#byNumber, number, id);
      if (isSpelled) for (const remains of remainsOf(bare)) append(this.#byRemains, remains, { id, bare });
    }
  }

  sidesOf(id: string): readonly DrySide[] {
    return this.#sides.get(id) ?? [];
  }

  /** Ids that a word may stand for, and whether it is their number alone. */
  near(word: string): Map<string, boolean> {
    const found = new Map<string, boolean>();
    if (/^[0-9]+$/.test(word)) for (const id of this.#byNumber.get(word) ?? []) found.set(id, true);
    if (word.length >= LEAST_LENGTH) for (const remains of remainsOf(word)) for (const { id, bare } of this.#byRemains.get(remains) ?? []) if (!found.has(id) && isSlip(bare, word)) found.set(id, false);
    return found;
  }
}

/** One slip; an id that goes on before or behind is another id, and so is one that ends early. */
const isSlip = (id: string, word: string): boolean => !id.includes(word) && !word.includes(id) && slips(id, word) === 1;

function remainsOf(bare: string): Set<string> {
  const remains = new Set([bare]);
  for (let place = 0; place < bare.length; place++) remains.add(bare.slice(0, place) + bare.slice(place + 1));
  return remains;
}

/** Tells which texts may share remains with some words, before any of their remains is made: there are as many ids as open reports, and few are near to a word. */
class RemainsMarks {
  readonly #marks = new Set<number>();

  constructor(words: Iterable<string>) {
    for (const word of words) if (word.length >= LEAST_LENGTH) for (const remains of remainsOf(word)) this.#marks.add(markOf(remains));
  }

  /** Never false for a text that does. */
  share(bare: string): boolean {
    // What remains without the character at the length is the whole.
    for (let left = bare.length; left >= 0; left--) {
      let mark = MARK_OF_NOTHING;
      for (let at = 0; at < bare.length; at++) if (at !== left) mark = marked(mark, bare.charCodeAt(at));
      if (this.#marks.has(mark)) return true;
    }
    return false;
  }
}

function append<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const same = map.get(key);
  if (same === undefined) map.set(key, [value]);
  else same.push(value);
}
