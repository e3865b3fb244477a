// Columns as they pass from thread to thread. A thread copies a column of texts text by text, with each repetition; a number of few bytes for each entry, and each text once, costs a fraction of it.

/** Values of which a page has few, each once and in the order in which they came first, and for each entry the place of its value. */
export interface CodesPage<Value = string> {
  values: Value[];
  codes: Uint16Array | Uint32Array;
}

/** How many values a code of two bytes can tell apart. */
const NARROW_VALUES = 1 << 16;

/** Values of which there are few, each kept once, as the very one that came first, and told by a number. */
export class ValueCodes<Value = string> {
  readonly values: Value[] = [];
  readonly #codeOf = new Map<Value, number>();
  #last: Value | undefined;
  #lastCode = 0;

  of(value: Value): number {
    // What stands in a row is mostly the same: reports of a day, POs of a clerk.
    if (value !== this.#last || this.values.length === 0) {
      let code = this.#codeOf.get(value);
      if (code === undefined) this.#codeOf.set(value, (code = this.values.push(value) - 1));
      this.#last = value;
      this.#lastCode = code;
    }
    return this.#lastCode;
  }
}

/** Gathers a column of values of which there are few. */
export class CodesBuilder<Value = string> {
  readonly #values = new ValueCodes<Value>();
  readonly #codes: number[] = [];

  push(value: Value): void {
    this.#codes.push(this.#values.of(value));
  }

  take(): CodesPage<Value> {
    const { values } = this.#values;
    return { values, codes: values.length <= NARROW_VALUES ? new Uint16Array(this.#codes) : new Uint32Array(this.#codes) };
  }
}

/** The value of an entry. */
export const valueAt = <Value>({ values, codes }: CodesPage<Value>, place: number): Value => values[codes[place] as number] as Value;

/** The values of all entries. */
export const valuesOf = <Value>({ values, codes }: CodesPage<Value>): Value[] => Array.from(codes, (code) => values[code] as Value);
