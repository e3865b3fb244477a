/** A stream without a pause would else never be looked at. */
const LATEST_PAUSES = 10;
/** After a failure nobody else may call. */
const TRY_AGAIN_MS = 60_000;
/** So many times as long as the last one took there is none: a quarter of the time at most is spent on them, however large the record. */
const REST = 3;

/**
 * When something is done after a burst: once nothing was noted for a while, at the latest after ten such whiles, and not before who does it has rested. What is noted meanwhile calls
 * for another time, and so does a failure. All instants are milliseconds of a clock that never goes back.
 */
export class ReplayPace {
  readonly #quietMs: number;
  #noted: { first: number; last: number } | null = null;
  #retryAt: number | null = null;
  #restsUntil = 0;
  #beganAt = 0;

  constructor(quietMs: number) {
    this.#quietMs = quietMs;
  }

  /** Something came that calls for it. */
  note(now: number): void {
    this.#noted = { first: this.#noted?.first ?? now, last: now };
  }

  /** When it is next to be done; null while nothing calls for it. */
  dueAt(): number | null {
    const calls = [this.#retryAt, this.#noted === null ? null : Math.min(this.#noted.last + this.#quietMs, this.#noted.first + LATEST_PAUSES * this.#quietMs)].filter((at) => at !== null);
    return calls.length === 0 ? null : Math.max(Math.min(...calls), this.#restsUntil);
  }

  begin(now: number): void {
    this.#beganAt = now;
    this.#noted = null;
    this.#retryAt = null;
  }

  end(now: number, wentWell: boolean): void {
    this.#restsUntil = now + REST * (now - this.#beganAt);
    if (!wentWell) this.#retryAt = now + Math.max(TRY_AGAIN_MS, this.#quietMs);
  }
}
