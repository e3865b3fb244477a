import { bareOf } from './id-tokens.ts';
import { MarkTable, NO_SLOT } from './mark-table.ts';
import { MARK_OF_NOTHING, markOf, marked } from './text-mark.ts';

const LAST_ASCII = 0x7f;
const HYPHEN = 0x2d;

/** A letter or digit of ASCII, as upper case; 0 for anything else. */
function plainUnit(unit: number): number {
  if (unit >= 0x61 && unit <= 0x7a) return unit - 0x20;
  return (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x30 && unit <= 0x39) ? unit : 0;
}

/**
 * Ids, each at a place, found by their letters and digits. A run has as many ids as reports: no text of them is held here, only a number that
 * marks each, which two may share. What has the mark is looked up at its place.
 */
export class IdPlaces {
  /** Gives the id at a place. */
  readonly idAt: (place: number) => string;
  readonly #table = new MarkTable();
  /** Marks of what ids begin with up to one of their separators. */
  readonly #beginnings = new Set<number>();

  constructor(idAt: (place: number) => string) {
    this.idAt = idAt;
  }

  /** Those of a list, at their places in it, each once. */
  static of(list: Iterable<string>): IdPlaces {
    const ids = [...new Set(list)];
    const places = new IdPlaces((place) => ids[place] as string);
    for (const [place, id] of ids.entries()) places.set(id, place);
    return places;
  }

  /** Takes an id that is new, at a place that gives it from now on. */
  set(id: string, place: number): void {
    const mark = this.#simpleMark(id, this.#beginnings) ?? this.#markParts(id);
    if (mark !== undefined) this.#table.add(mark, place);
  }

  /** The place of an id; undefined where it has none, or nothing by which it could be found. */
  get(id: string): number | undefined {
    const mark = this.#simpleMark(id) ?? markOf(bareOf(id).bare);
    for (let slot = this.#table.first(mark); slot !== NO_SLOT; slot = this.#table.next(mark, slot)) if (this.idAt(this.#table.placeIn(slot)) === id) return this.#table.placeIn(slot);
    return undefined;
  }

  /** The places of all ids with these letters and digits, in their order. */
  spelled(bare: string): number[] {
    const mark = markOf(bare);
    const places: number[] = [];
    for (let slot = this.#table.first(mark); slot !== NO_SLOT; slot = this.#table.next(mark, slot)) {
      const place = this.#table.placeIn(slot);
      if (bareOf(this.idAt(place)).bare === bare) places.push(place);
    }
    return places.sort((left, right) => left - right);
  }

  /** Whether an id may begin with these letters and digits, up to one of its separators; never false where one does. */
  begins(bare: string): boolean {
    return this.#beginnings.has(markOf(bare));
  }

  /** The place of the id that a text is, to the letter, where it is simple and nothing else can be meant; undefined where one must look closer. */
  justOne(text: string): number | undefined {
    const mark = this.#simpleMark(text);
    if (mark === undefined) return undefined;
    const slot = this.#table.first(mark);
    if (slot === NO_SLOT || this.#table.next(mark, slot) !== NO_SLOT) return undefined;
    const place = this.#table.placeIn(slot);
    return this.idAt(place) === text ? place : undefined;
  }

  /** Whether a text may hold one of the ids; never false where it does. */
  mayStandIn(text: string): boolean {
    let mark = MARK_OF_NOTHING;
    let isOpen = false;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit > LAST_ASCII) return true;
      const plain = plainUnit(unit);
      if (plain !== 0) {
        mark = marked(mark, plain);
        isOpen = true;
      } else if (isOpen) {
        if (this.#isFirst(mark)) return true;
        mark = MARK_OF_NOTHING;
        isOpen = false;
      }
    }
    return isOpen && this.#isFirst(mark);
  }

  /** Whether an id is, or begins with, what has this mark. */
  #isFirst(mark: number): boolean {
    return this.#beginnings.has(mark) || this.#table.first(mark) !== NO_SLOT;
  }

  /** The mark of a text of letters and digits of ASCII, parted by hyphens; undefined for any other. What stands before each hyphen is noted. */
  #simpleMark(text: string, beginnings?: Set<number>): number | undefined {
    let mark = MARK_OF_NOTHING;
    let isParted = true;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      const plain = plainUnit(unit);
      if (plain !== 0) {
        mark = marked(mark, plain);
        isParted = false;
      } else {
        if (unit !== HYPHEN || isParted) return undefined;
        beginnings?.add(mark);
        isParted = true;
      }
    }
    return isParted ? undefined : mark;
  }

  /** The mark of any other id, noting what it begins with; undefined where it has neither letters nor digits. */
  #markParts(id: string): number | undefined {
    const { bare, cuts } = bareOf(id);
    if (bare === '') return undefined;
    for (const cut of cuts) this.#beginnings.add(markOf(bare.slice(0, cut)));
    return markOf(bare);
  }
}
