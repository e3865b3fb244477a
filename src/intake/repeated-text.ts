/** A text that mostly is the one before: it is made of bytes only where they differ. */
export class RepeatedText {
  #text = '';
  #bytes: Uint8Array = new Uint8Array(0);

  /** The text of the UTF-8 bytes from `start` to `end`. */
  of(bytes: Buffer, start: number, end: number): string {
    const last = this.#bytes;
    if (end - start === last.length) {
      let place = 0;
      while (place < last.length && bytes[start + place] === last[place]) place++;
      if (place === last.length) return this.#text;
    }
    this.#bytes = Uint8Array.prototype.slice.call(bytes, start, end);
    return (this.#text = bytes.toString('utf8', start, end));
  }
}
