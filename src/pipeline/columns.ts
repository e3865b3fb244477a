// Both sides of a large run are held in columns outside the engine's heap: what stands there is neither visited nor copied when garbage is
// collected, and takes a few bytes where an object would take a hundred.

const NONE: readonly never[] = [];

/** Numbers are added to in blocks of so many bits of entries: a column that doubled would leave what it had as garbage, as much as itself. */
const BLOCK_BITS = 13;
const PLACE_IN_BLOCK = (1 << BLOCK_BITS) - 1;
/** Bytes of a column of texts at first; they double as it grows. */
const BYTES = 16 * 1024;
/** A text of JavaScript takes at most so many bytes of UTF-8 for each of its units. */
const BYTES_PER_UNIT = 3;
/** What an end in a column of 32 bits can say. */
const MOST_BYTES = 2 ** 31 - 1;

/** A column of numbers. */
export class NumberColumn {
  length = 0;
  readonly #blocks: Float64Array[] = [];

  push(number: number): void {
    const block = this.length >> BLOCK_BITS;
    if (block === this.#blocks.length) this.#blocks.push(new Float64Array(1 << BLOCK_BITS));
    (this.#blocks[block] as Float64Array)[this.length++ & PLACE_IN_BLOCK] = number;
  }

  at(place: number): number {
    return (this.#blocks[place >> BLOCK_BITS] as Float64Array)[place & PLACE_IN_BLOCK] as number;
  }

  /** The numbers from a place up to another. */
  between(start: number, end: number): readonly number[] {
    return start === end ? NONE : Array.from({ length: end - start }, (_, index) => this.at(start + index));
  }
}

/** A column of whole numbers of 32 bits: places, codes, ends. */
export class IntegerColumn {
  length = 0;
  readonly #blocks: Int32Array[] = [];

  push(number: number): void {
    const block = this.length >> BLOCK_BITS;
    if (block === this.#blocks.length) this.#blocks.push(new Int32Array(1 << BLOCK_BITS));
    (this.#blocks[block] as Int32Array)[this.length++ & PLACE_IN_BLOCK] = number;
  }

  at(place: number): number {
    return (this.#blocks[place >> BLOCK_BITS] as Int32Array)[place & PLACE_IN_BLOCK] as number;
  }
}

/** Where what belongs to a place begins, in a column that says where it ends. */
export const endBefore = (ends: IntegerColumn, place: number): number => (place === 0 ? 0 : ends.at(place - 1));

/** A column of texts that hardly repeat, as UTF-8. A text that UTF-8 can't tell, since half of a character of two units is missing in it, is kept as it is. */
export class TextColumn {
  readonly #illFormed = new Map<number, string>();
  #bytes = Buffer.allocUnsafeSlow(BYTES);
  readonly #ends = new IntegerColumn();

  get length(): number {
    return this.#ends.length;
  }

  push(text: string): void {
    if (!text.isWellFormed()) this.#illFormed.set(this.length, text);
    const start = endBefore(this.#ends, this.length);
    const most = start + text.length * BYTES_PER_UNIT;
    if (most > this.#bytes.length) {
      if (most > MOST_BYTES) throw new Error('a column has more text than it can hold');
      const larger = Buffer.allocUnsafeSlow(Math.max(2 * this.#bytes.length, most));
      this.#bytes.copy(larger, 0, 0, start);
      this.#bytes = larger;
    }
    this.#ends.push(start + this.#bytes.write(text, start));
  }

  at(place: number): string {
    const illFormed = this.#illFormed.size === 0 ? undefined : this.#illFormed.get(place);
    return illFormed ?? this.#bytes.toString('utf8', endBefore(this.#ends, place), this.#ends.at(place));
  }
}

/** A column of values of which there are few: each is kept once, as the very one that came first. */
export class CodeColumn<Value = string> {
  readonly #codes = new IntegerColumn();
  readonly #codeOf = new Map<Value, number>();
  readonly #values: Value[] = [];
  #last: Value | undefined;
  #lastCode = 0;

  get length(): number {
    return this.#codes.length;
  }

  push(value: Value): void {
    // What stands in a row is mostly the same: reports of a day, POs of a clerk.
    if (value !== this.#last || this.#values.length === 0) {
      let code = this.#codeOf.get(value);
      if (code === undefined) this.#codeOf.set(value, (code = this.#values.push(value) - 1));
      this.#last = value;
      this.#lastCode = code;
    }
    this.#codes.push(this.#lastCode);
  }

  at(place: number): Value {
    return this.#values[this.#codes.at(place)] as Value;
  }
}
