const MINUS = 45;
const ZERO = 48;
/** What a content has at most beside its texts and its lines. */
const BESIDE = 1_024;

/** Writes the content of one event as bytes, most of them copied from its line: a text without anything escaped is the same in what is stored. */
export class ContentWriter {
  #out = Buffer.alloc(64 * 1024);
  #at = 0;
  #line: Uint8Array = this.#out;

  /** Begins the content of an event that stands in `line`; it has no more than `most` bytes beside the few that every event has. */
  begin(line: Uint8Array, most: number): void {
    this.#line = line;
    this.#at = 0;
    if (this.#out.length < most + BESIDE) this.#out = Buffer.alloc(2 * most + BESIDE);
  }

  /** Writes characters of JSON. */
  mark(characters: string): void {
    for (let place = 0; place < characters.length; place++) this.#out[this.#at++] = characters.charCodeAt(place);
  }

  /** Copies bytes of the line. */
  copy(start: number, end: number): void {
    const out = this.#out;
    const line = this.#line;
    let to = this.#at;
    for (let from = start; from < end; from++) out[to++] = line[from] as number;
    this.#at = to;
  }

  /** Writes a whole number that is exact. */
  number(value: number): void {
    const out = this.#out;
    let rest = value;
    if (rest < 0) {
      out[this.#at++] = MINUS;
      rest = -rest;
    }
    let digits = 1;
    for (let limit = 10; limit <= rest; limit *= 10) digits++;
    this.#at += digits;
    for (let to = this.#at - 1, left = digits; left > 0; left--) {
      const tens = Math.floor(rest / 10);
      out[to--] = ZERO + rest - tens * 10;
      rest = tens;
    }
  }

  /** The content. */
  text(): string {
    return this.#out.toString('utf8', 0, this.#at);
  }
}
