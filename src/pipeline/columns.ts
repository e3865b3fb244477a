import { type CodesPage, ValueCodes } from './page-columns.ts';

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

/** Blocks of numbers, the narrowest first. */
const WIDTHS = [Uint8Array, Uint16Array, Int32Array, Float64Array] as const;
const WIDEST = WIDTHS.length - 1;
type Block = Uint8Array | Uint16Array | Int32Array | Float64Array;

/** A column of numbers: amounts, places, codes, ends. What it holds is told by reading it back, and where a number does not fit, its block and those after it are made wider. */
export class NumberColumn {
  length = 0;
  readonly #blocks: Block[] = [];
  #width = 0;

  push(number: number): void {
    const block = this.length >> BLOCK_BITS;
    const place = this.length++ & PLACE_IN_BLOCK;
    if (block === this.#blocks.length) this.#blocks.push(this.#newBlock());
    for (;;) {
      const numbers = this.#blocks[block] as Block;
      numbers[place] = number;
      if (this.#width === WIDEST || Object.is(numbers[place], number)) return;
      this.#width++;
      const wider = this.#newBlock();
      wider.set(numbers.subarray(0, place));
      this.#blocks[block] = wider;
    }
  }

  /** Adds the entries of a page. */
  pushPage(numbers: readonly number[] | Float64Array): void {
    for (const number of numbers) this.push(number);
  }

  #newBlock(): Block {
    return new (WIDTHS[this.#width] as (typeof WIDTHS)[number])(1 << BLOCK_BITS);
  }

  at(place: number): number {
    return (this.#blocks[place >> BLOCK_BITS] as Block)[place & PLACE_IN_BLOCK] as number;
  }

  /** The numbers from a place up to another. */
  between(start: number, end: number): readonly number[] {
    return start === end ? NONE : Array.from({ length: end - start }, (_, index) => this.at(start + index));
  }
}

/** Where what belongs to a place begins, in a column that says where it ends. */
export const endBefore = (ends: NumberColumn, place: number): number => (place === 0 ? 0 : ends.at(place - 1));

/** A coding, where it stands in columns. */
export interface CodesBetween {
  codes: NumberColumn;
  amounts: NumberColumn;
  start: number;
  end: number;
}

/** Whether two hold the same line by line; codings may be equal that are not, since their lines may stand in another order. */
export function sameLines(left: CodesBetween, right: CodesBetween): boolean {
  const further = right.start - left.start;
  if (left.end + further !== right.end) return false;
  for (let at = left.start; at < left.end; at++) if (left.codes.at(at) !== right.codes.at(at + further) || left.amounts.at(at) !== right.amounts.at(at + further)) return false;
  return true;
}

/** A column of texts that hardly repeat, as UTF-8. A text that UTF-8 can't tell, since half of a character of two units is missing in it, is kept as it is. */
export class TextColumn {
  readonly #illFormed = new Map<number, string>();
  #bytes = Buffer.allocUnsafeSlow(BYTES);
  readonly #ends = new NumberColumn();

  get length(): number {
    return this.#ends.length;
  }

  push(text: string): void {
    if (!text.isWellFormed()) this.#illFormed.set(this.length, text);
    const start = endBefore(this.#ends, this.length);
    const most = start + text.length * BYTES_PER_UNIT;
    if (most > this.#bytes.length) {
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
  readonly #codes = new NumberColumn();
  readonly #values = new ValueCodes<Value>();

  get length(): number {
    return this.#codes.length;
  }

  push(value: Value): void {
    this.#codes.push(this.#values.of(value));
  }

  /** Adds the entries of a page. */
  pushPage({ values, codes }: CodesPage<Value>): void {
    const own = values.map((value) => this.#values.of(value));
    for (const code of codes) this.#codes.push(own[code] as number);
  }

  at(place: number): Value {
    return this.#values.values[this.#codes.at(place)] as Value;
  }
}
