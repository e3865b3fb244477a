// Columns as they pass from thread to thread. A thread copies a column of texts text by text, with each repetition; a number of few bytes for each entry, and each text once, costs a fraction of it.

/** Values of which a page has few, each once and in the order in which they came first, and for each entry the place of its value. */
export interface CodesPage<Value = string> {
  values: Value[];
  codes: Uint16Array | Uint32Array;
}

/** How many values a code of two bytes can tell apart. */
const NARROW_VALUES = 1 << 16;

/** Gathers a column of values of which there are few. */
export class CodesBuilder<Value = string> {
  readonly #places = new Map<Value, number>();
  readonly #values: Value[] = [];
  readonly #codes: number[] = [];
  #last: Value | undefined;
  #lastCode = 0;

  push(value: Value): void {
    // What stands in a row is mostly the same: reports of a day, POs of a currency.
    if (value !== this.#last || this.#values.length === 0) {
      let code = this.#places.get(value);
      if (code === undefined) this.#places.set(value, (code = this.#values.push(value) - 1));
      this.#last = value;
      this.#lastCode = code;
    }
    this.#codes.push(this.#lastCode);
  }

  take(): CodesPage<Value> {
    return { values: this.#values, codes: this.#values.length <= NARROW_VALUES ? new Uint16Array(this.#codes) : new Uint32Array(this.#codes) };
  }
}

/** The value of an entry. */
export const valueAt = <Value>({ values, codes }: CodesPage<Value>, place: number): Value => values[codes[place] as number] as Value;

/** The values of all entries. */
export const valuesOf = <Value>({ values, codes }: CodesPage<Value>): Value[] => Array.from(codes, (code) => values[code] as Value);
