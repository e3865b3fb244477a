/** Since when texts have been waiting, so that what waits for long is told once. */
export class LongWaits {
  readonly #afterMs: number;
  readonly #since = new Map<string, number>();
  readonly #told = new Set<string>();
  #now = 0;

  constructor(afterMs: number) {
    this.#afterMs = afterMs;
  }

  /** Notes what waits now; returns what has been waiting for long and was not returned before. `now` is in milliseconds of a clock that only goes forward. */
  note(waiting: readonly string[], now: number): string[] {
    this.#now = now;
    for (const text of [...this.#since.keys()]) {
      if (waiting.includes(text)) continue;
      this.#since.delete(text);
      this.#told.delete(text);
    }
    for (const text of waiting) if (!this.#since.has(text)) this.#since.set(text, now);
    const untold = this.long().filter((text) => !this.#told.has(text));
    for (const text of untold) this.#told.add(text);
    return untold;
  }

  /** All that has been waiting for long. */
  long(): string[] {
    return [...this.#since].filter(([, since]) => this.#now - since >= this.#afterMs).map(([text]) => text);
  }
}
