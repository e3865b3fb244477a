import type { RawLine } from './lines.ts';

const QUOTE = 34;

/**
 * Cuts lines without quotes into cells. What an export repeats row by row (a PO's number, its vendor, who entered it) stands at the beginning and the end of a line as
 * it does above, and is not made anew: such cells are the very texts of the line above, and only what lies between them is looked at.
 */
export class PlainCells {
  /** Whether lines are delimited by one character of ASCII. */
  static canCut(delimiter: string): boolean {
    return delimiter.length === 1 && delimiter.charCodeAt(0) < 128;
  }

  /** The cells of the line that was cut last; the array is used again. */
  readonly cells: string[];
  /** The first cell that may differ from the one above, and the one behind the last. */
  from = 0;
  to = 0;
  readonly #delimiter: number;
  /** The bytes of the line above, where it begins and ends, and where its cells do, as places in the line; no bytes where there is none to compare with. */
  #bytes: Buffer | null = null;
  #start = 0;
  #end = 0;
  #ends: Int32Array;

  /** Lines of another number of cells than `width` are not cut. */
  constructor(delimiter: string, width: number) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.cells = new Array<string>(width).fill('');
    this.#ends = new Int32Array(width);
  }

  /** Forgets the line above, since another one stands between. */
  forget(): void {
    this.#bytes = null;
  }

  /** Cuts a line without problem that has a line end behind it; false where it has a quote, or another number of cells than the header. */
  cut({ bytes, start, end }: RawLine): boolean {
    const delimiter = this.#delimiter;
    const { cells } = this;
    const ends = this.#ends;
    const width = ends.length;
    const length = end - start;
    let from = 0;
    let to = width;
    let stop = length;
    if (this.#bytes === bytes) {
      const above = this.#start;
      const shorter = Math.min(length, this.#end - above);
      let same = 0;
      while (same < shorter && bytes[start + same] === bytes[above + same]) same++;
      while (from < width && (ends[from] as number) < same) from++;
      // A delimiter that is a part of both ends must not count twice.
      const begins = from === 0 ? 0 : (ends[from - 1] as number) + 1;
      const most = Math.min(length - begins, this.#end - above - begins);
      let alike = 0;
      while (alike < most && bytes[end - 1 - alike] === bytes[this.#end - 1 - alike]) alike++;
      const aboveLength = this.#end - above;
      while (to - 1 > from && aboveLength - (ends[to - 2] as number) <= alike) to--;
      stop = to === width ? length : length - (aboveLength - (ends[to - 1] as number));
      const shift = length - aboveLength;
      if (shift !== 0) for (let count = to; count < width; count++) ends[count] = (ends[count] as number) + shift;
    }
    this.#bytes = null;
    let at = from === 0 ? 0 : (ends[from - 1] as number) + 1;
    const first = at;
    const text = bytes.toString('utf8', start + at, start + stop);
    // Where each byte is a character, the text has its cells where the bytes have them.
    const isPlace = text.length === stop - at;
    let count = from;
    for (; ; at++) {
      if (count === to) return false;
      const begins = at;
      for (; at < stop && bytes[start + at] !== delimiter; at++) if (bytes[start + at] === QUOTE) return false;
      cells[count] = isPlace ? text.slice(begins - first, at - first) : bytes.toString('utf8', start + begins, start + at);
      ends[count++] = at;
      if (at === stop) break;
    }
    if (count !== to) return false;
    this.from = from;
    this.to = to;
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
    return true;
  }
}
