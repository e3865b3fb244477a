import { MarkTable, NO_SLOT } from '../domain/mark-table.ts';
import { MARK_OF_NOTHING, marked } from '../domain/text-mark.ts';

/**
 * What is made of some texts that stand in a row, `6110","D-10","L-012`, made once for all contents in which they stand. They are told by a number that marks
 * them, and compared where they stand: to look one up in a map, a text of it would have to be made each time.
 */
export class KnownRows<Value> {
  readonly #make: (texts: string[]) => Value;
  readonly #rows: string[] = [];
  readonly #values: Value[] = [];
  readonly #table = new MarkTable();

  constructor(make: (texts: string[]) => Value) {
    this.#make = make;
  }

  /** What is made of the texts that stand in a content from one place to another, without their first and last quotation marks, and with no escape in them. */
  of(content: string, start: number, end: number): Value {
    let mark = MARK_OF_NOTHING;
    for (let at = start; at < end; at++) mark = marked(mark, content.charCodeAt(at));
    for (let slot = this.#table.first(mark); slot !== NO_SLOT; slot = this.#table.next(mark, slot)) {
      const place = this.#table.placeIn(slot);
      const row = this.#rows[place] as string;
      if (row.length === end - start && content.startsWith(row, start)) return this.#values[place] as Value;
    }
    return this.#add(content.slice(start, end), mark);
  }

  #add(piece: string, mark: number): Value {
    // New texts, since a piece of a content would keep all of it.
    const texts = JSON.parse(`["${piece}"]`) as string[];
    const value = this.#make(texts);
    this.#table.add(mark, this.#values.push(value) - 1);
    this.#rows.push(texts.join('","'));
    return value;
  }
}
