import { ReplayPace } from './replay-pace.ts';

/** Timers, so that tests need not wait. */
export interface Timers {
  /** Calls back once so many milliseconds have passed; returns what undoes it. */
  after(milliseconds: number, then: () => void): () => void;
  /** Milliseconds that never go back. */
  elapsed(): number;
}

/** Does something at the pace of replays, and never twice at the same time. */
export class QuietMoment {
  readonly #act: () => Promise<boolean>;
  readonly #timers: Timers;
  readonly #pace: ReplayPace;
  #timer: { at: number; undo: () => void } | null = null;
  #running: Promise<void> | null = null;
  #closed = false;

  /** `act` resolves to whether it went well. */
  constructor(quietMs: number, act: () => Promise<boolean>, timers: Timers) {
    this.#act = act;
    this.#timers = timers;
    this.#pace = new ReplayPace(quietMs);
  }

  /** Something came that calls for it. */
  note(): void {
    this.#pace.note(this.#timers.elapsed());
    this.#schedule();
  }

  /** Ends it; resolves when what is being done is done. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.undo();
    await this.#running;
  }

  /** A timer is not put off at each note: when it is due, it is seen whether the moment has moved. */
  #schedule(): void {
    const dueAt = this.#pace.dueAt();
    if (this.#closed || this.#running !== null || dueAt === null || (this.#timer !== null && this.#timer.at <= dueAt)) return;
    this.#timer?.undo();
    const undo = this.#timers.after(Math.max(0, dueAt - this.#timers.elapsed()), () => {
      this.#timer = null;
      if ((this.#pace.dueAt() ?? 0) > this.#timers.elapsed()) this.#schedule();
      else this.#running = this.#do();
    });
    this.#timer = { at: dueAt, undo };
  }

  async #do(): Promise<void> {
    this.#pace.begin(this.#timers.elapsed());
    const wentWell = await this.#act();
    this.#pace.end(this.#timers.elapsed(), wentWell);
    this.#running = null;
    this.#schedule();
  }
}
