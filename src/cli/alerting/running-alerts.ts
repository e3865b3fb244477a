import type { Look } from '../../domain/alert.ts';
import { type Workplace, withPresentSettings } from '../../pipeline/workplace.ts';
import { alertOf } from './alert-desk.ts';

const EACH_MS = 60_000;
/** A process that goes on for days comes back to what waits. */
const PATIENCE_MS = 3_000;

/** Alerts of a process that goes on: looks are noted and sent one after the other, beside its work, and each minute it looks again and sends what is due. Nothing that fails here disturbs it. */
export class RunningAlerts {
  readonly #workplace: Workplace;
  readonly #each: () => readonly Look[];
  readonly #timer: NodeJS.Timeout;
  #looks: Look[] = [];
  #running: Promise<void> | null = null;

  /** `each` is what is looked at every minute. */
  constructor(workplace: Workplace, each: () => readonly Look[]) {
    this.#workplace = workplace;
    this.#each = each;
    this.#timer = setInterval(() => this.note(this.#each()), EACH_MS).unref();
  }

  /** Something was seen. */
  note(looks: readonly Look[]): void {
    this.#looks.push(...looks);
    this.#running ??= this.#work();
  }

  /** Looks once more; resolves when what was seen is noted, and what can be sent soon is sent. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.note(this.#each());
    await this.#running;
  }

  async #work(): Promise<void> {
    do {
      const looks = this.#looks;
      this.#looks = [];
      await alertOf(await withPresentSettings(this.#workplace).catch(() => this.#workplace), looks, { patienceMs: PATIENCE_MS });
    } while (this.#looks.length > 0);
    this.#running = null;
  }
}
