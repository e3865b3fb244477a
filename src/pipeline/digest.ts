import { createHash } from 'node:crypto';

const PIECE_CHARACTERS = 256 * 1024;

/** SHA-256 over lines, fed in large pieces. */
export class Digest {
  readonly #hash = createHash('sha256');
  #pending = '';

  line(text: string): void {
    this.#pending += `${text}\n`;
    if (this.#pending.length > PIECE_CHARACTERS) this.#flush();
  }

  #flush(): void {
    this.#hash.update(this.#pending);
    this.#pending = '';
  }

  hex(): string {
    this.#flush();
    return this.#hash.digest('hex');
  }
}
