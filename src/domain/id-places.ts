import { bareOf } from './id-tokens.ts';
import { MARK_OF_NOTHING, markOf, marked } from './text-mark.ts';

/** Slots at first; they double as ids are added, so that half of them stay free at least. */
const LEAST_SLOTS = 1024;
const FREE = 0;
const NO_SLOT = -1;
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
  /** By slot: a place and one more, and the mark of the id there. */
  #places = new Int32Array(LEAST_SLOTS);
  #marks = new Int32Array(LEAST_SLOTS);
  #count = 0;
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
    if (mark === undefined) return;
    if (2 * ++this.#count > this.#places.length) this.#grow();
    this.#put(mark, place + 1);
  }

  /** The place of an id; undefined where it has none, or nothing by which it could be found. */
  get(id: string): number | undefined {
    const mark = this.#simpleMark(id) ?? markOf(bareOf(id).bare);
    for (let slot = this.#next(mark, mark); slot !== NO_SLOT; slot = this.#next(mark, slot + 1)) if (this.idAt(this.#placeIn(slot)) === id) return this.#placeIn(slot);
    return undefined;
  }

  /** The places of all ids with these letters and digits, in their order. */
  spelled(bare: string): number[] {
    const mark = markOf(bare);
    const places: number[] = [];
    for (let slot = this.#next(mark, mark); slot !== NO_SLOT; slot = this.#next(mark, slot + 1)) if (bareOf(this.idAt(this.#placeIn(slot))).bare === bare) places.push(this.#placeIn(slot));
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
    const slot = this.#next(mark, mark);
    if (slot === NO_SLOT || this.#next(mark, slot + 1) !== NO_SLOT) return undefined;
    const place = this.#placeIn(slot);
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
    return this.#beginnings.has(mark) || this.#next(mark, mark) !== NO_SLOT;
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

  #placeIn(slot: number): number {
    return (this.#places[slot & (this.#places.length - 1)] as number) - 1;
  }

  /** The next slot of a mark, from one on; they follow one another up to a free one. */
  #next(mark: number, from: number): number {
    const last = this.#places.length - 1;
    for (let slot = from & last; this.#places[slot] !== FREE; slot = (slot + 1) & last) if (this.#marks[slot] === mark) return slot;
    return NO_SLOT;
  }

  #put(mark: number, entry: number): void {
    const last = this.#places.length - 1;
    let slot = mark & last;
    while (this.#places[slot] !== FREE) slot = (slot + 1) & last;
    this.#places[slot] = entry;
    this.#marks[slot] = mark;
  }

  #grow(): void {
    const [places, marks] = [this.#places, this.#marks];
    this.#places = new Int32Array(2 * places.length);
    this.#marks = new Int32Array(2 * places.length);
    for (let slot = 0; slot < places.length; slot++) if (places[slot] !== FREE) this.#put(marks[slot] as number, places[slot] as number);
  }
}
