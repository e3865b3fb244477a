/** Slots at first; they double as entries are added, so that half of them stay free at least. */
const LEAST_SLOTS = 256;
const FREE = 0;
/** Stands for a slot where there is none. */
export const NO_SLOT = -1;

/** Places by the marks of their texts (text-mark.ts): eight bytes a slot and nothing of the texts. Two texts may share a mark, so what a slot gives has to be compared. */
export class MarkTable {
  /** By slot: a place and one more, and its mark. */
  #places = new Int32Array(LEAST_SLOTS);
  #marks = new Int32Array(LEAST_SLOTS);
  #count = 0;

  add(mark: number, place: number): void {
    if (2 * ++this.#count > this.#places.length) this.#grow();
    this.#put(mark, place + 1);
  }

  /** The first slot of a mark; NO_SLOT where it has none. */
  first(mark: number): number {
    return this.#from(mark, mark);
  }

  /** The slot of a mark behind another one of it; NO_SLOT where there is none. */
  next(mark: number, slot: number): number {
    return this.#from(mark, slot + 1);
  }

  /** The place that stands in a slot. */
  placeIn(slot: number): number {
    return (this.#places[slot] as number) - 1;
  }

  /** Those of a mark follow one another up to a free slot. */
  #from(mark: number, from: number): number {
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
