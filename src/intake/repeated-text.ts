/** Longer texts are made anew each time. */
const LONGEST = 64;

/** A text that mostly is the one before: it is made of bytes only where they differ. */
export class RepeatedText {
  #text = '';
  readonly #bytes = new Uint8Array(LONGEST);
  #length = 0;

  /** The text of the UTF-8 bytes from `start` to `end`. */
  of(bytes: Buffer, start: number, end: number): string {
    const last = this.#bytes;
    const length = end - start;
    if (length > LONGEST) return bytes.toString('utf8', start, end);
    let place = 0;
    if (length === this.#length) while (place < length && bytes[start + place] === last[place]) place++;
    if (place === length && length === this.#length) return this.#text;
    for (place = 0; place < length; place++) last[place] = bytes[start + place] as number;
    this.#length = length;
    return (this.#text = bytes.toString('utf8', start, end));
  }
}
