import { closeSync, openSync, writeSync } from 'node:fs';

const BUFFERED_CHARACTERS = 1 << 20;

/** Appends lines to a new file, a megabyte at a time. */
export class LineWriter {
  readonly #file: number;
  #buffered = '';

  constructor(path: string) {
    this.#file = openSync(path, 'wx');
  }

  line(text: string): void {
    this.#buffered += `${text}\n`;
    if (this.#buffered.length >= BUFFERED_CHARACTERS) this.#flush();
  }

  #flush(): void {
    const bytes = Buffer.from(this.#buffered);
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#file, bytes, written);
    this.#buffered = '';
  }

  close(): void {
    try {
      this.#flush();
    } finally {
      closeSync(this.#file);
    }
  }
}
