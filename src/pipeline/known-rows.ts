import { MARK_OF_NOTHING, marked } from '../domain/text-mark.ts';

/** Slots at first; they double as rows are added, so that half of them stay free at least. */
const LEAST_SLOTS = 256;
const FREE = 0;

/**
 * What is made of some texts that stand in a row, `6110","D-10","L-012`, made once for all contents in which they stand. They are told by a number that marks
 * them, and compared where they stand: to look one up in a map, a text of it would have to be made each time.
 */
export class KnownRows<Value> {
  readonly #make: (texts: string[]) => Value;
  readonly #rows: string[] = [];
  readonly #values: Value[] = [];
  readonly #markOf: number[] = [];
  /** By slot: the place of a row and one more, and its mark. */
  #places = new Int32Array(LEAST_SLOTS);
  #marks = new Int32Array(LEAST_SLOTS);

  constructor(make: (texts: string[]) => Value) {
    this.#make = make;
  }

  /** What is made of the texts that stand in a content from one place to another, without their first and last quotation marks, and with no escape in them. */
  of(content: string, start: number, end: number): Value {
    let mark = MARK_OF_NOTHING;
    for (let at = start; at < end; at++) mark = marked(mark, content.charCodeAt(at));
    const last = this.#places.length - 1;
    for (let slot = mark & last; this.#places[slot] !== FREE; slot = (slot + 1) & last) {
      if (this.#marks[slot] !== mark) continue;
      const place = (this.#places[slot] as number) - 1;
      const row = this.#rows[place] as string;
      if (row.length === end - start && content.startsWith(row, start)) return this.#values[place] as Value;
    }
    return this.#add(content.slice(start, end), mark);
  }

  #add(piece: string, mark: number): Value {
    // New texts, since a piece of a content would keep all of it.
    const texts = JSON.parse(`["${piece}"]`) as string[];
    const value = this.#make(texts);
    this.#values.push(value);
    this.#markOf.push(mark);
    if (2 * this.#rows.push(texts.join('","')) > this.#places.length) this.#grow();
    else this.#put(this.#rows.length);
    return value;
  }

  #put(entry: number): void {
    const last = this.#places.length - 1;
    const mark = this.#markOf[entry - 1] as number;
    let slot = mark & last;
    while (this.#places[slot] !== FREE) slot = (slot + 1) & last;
    this.#places[slot] = entry;
    this.#marks[slot] = mark;
  }

  #grow(): void {
    this.#places = new Int32Array(2 * this.#places.length);
    this.#marks = new Int32Array(this.#places.length);
    for (let entry = 1; entry <= this.#rows.length; entry++) this.#put(entry);
  }
}
