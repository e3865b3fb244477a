/** Timers, so that tests need not wait. */
export interface Timers {
  /** Calls back once so many milliseconds have passed; returns what undoes it. */
  after(milliseconds: number, then: () => void): () => void;
  /** Milliseconds that never go back. */
  elapsed(): number;
}

/** A stream without a pause would else never be looked at. */
const LATEST_PAUSES = 10;
/** After a failure nobody else may call. */
const TRY_AGAIN_MS = 60_000;

/**
 * Does something once after a burst: when nothing was noted for a while, at the latest after ten such whiles. It is never done twice at the same time; what is noted
 * meanwhile calls for another time, and so does a failure.
 */
export class QuietMoment {
  readonly #quietMs: number;
  readonly #act: () => Promise<boolean>;
  readonly #timers: Timers;
  #undo: (() => void) | null = null;
  #firstAt: number | null = null;
  #running: Promise<void> | null = null;
  #closed = false;

  /** `act` resolves to whether it went well. */
  constructor(quietMs: number, act: () => Promise<boolean>, timers: Timers) {
    this.#quietMs = quietMs;
    this.#act = act;
    this.#timers = timers;
  }

  /** Something came that calls for it. */
  note(): void {
    if (this.#closed) return;
    const now = this.#timers.elapsed();
    this.#firstAt ??= now;
    if (this.#running === null) this.#schedule(Math.max(0, Math.min(this.#quietMs, this.#firstAt + LATEST_PAUSES * this.#quietMs - now)));
  }

  /** Ends it; resolves when what is being done is done. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#undo?.();
    await this.#running;
  }

  #schedule(milliseconds: number): void {
    this.#undo?.();
    this.#undo = this.#timers.after(milliseconds, () => {
      this.#undo = null;
      this.#firstAt = null;
      this.#running = this.#do();
    });
  }

  async #do(): Promise<void> {
    const wentWell = await this.#act();
    this.#running = null;
    if (this.#closed) return;
    if (this.#firstAt !== null) this.note();
    else if (!wentWell) {
      this.#firstAt = this.#timers.elapsed();
      this.#schedule(Math.max(TRY_AGAIN_MS, this.#quietMs));
    }
  }
}
