import { lookAtReplay, lookAtUnreadable } from '../alerts/causes/capture.ts';
import type { Look } from '../domain/alert.ts';
import type { Instant } from '../domain/calendar.ts';
import type { CollectedAndReplayed } from '../domain/delivery.ts';
import { plural } from '../domain/plural.ts';
import { WAITS_FOR_SHEETS } from '../pipeline/capture/are-sheets-there.ts';
import { type Workplace, withPresentSettings } from '../pipeline/workplace.ts';
import { troubleWords } from './alerting/trouble-words.ts';
import { tell } from './output.ts';

/** Has a task done by a process of its own, as doApart does; neither that nor the sending of alerts is reached from here. */
export type Apart = (module: string, workplace: Workplace, task: { asOf: Instant | undefined }, ended: AbortSignal | undefined) => Promise<CollectedAndReplayed>;

/** Has what was captured collected and replayed by a process of its own, time and again, and tells the terminal and the channels what came of it. */
export class ReplaysApart {
  readonly #apart: Apart;
  readonly #alerts: { note(looks: readonly Look[]): void };
  #waitsForSheets = false;

  constructor(apart: Apart, alerts: { note(looks: readonly Look[]): void }) {
    this.#apart = apart;
    this.#alerts = alerts;
  }

  /** Whether nothing was replayed the last time, because no sheets were imported yet. */
  get waitsForSheets(): boolean {
    return this.#waitsForSheets;
  }

  /** Brings the record and its newest run up to date, by the settings as they are now. Throws what the process throws; channels know of it then, unless it was `ended` that broke it off. */
  async replay(workplace: Workplace, asOf: Instant | undefined, ended?: AbortSignal): Promise<CollectedAndReplayed> {
    try {
      const done = await this.#apart('collecting-process', await withPresentSettings(workplace), { asOf }, ended);
      if (done.run !== null) tell(`${done.run.id}: ${plural(done.run.open, 'open variance')}`);
      else if (!this.#waitsForSheets) tell(WAITS_FOR_SHEETS);
      this.#waitsForSheets = done.run === null;
      this.#alerts.note([lookAtUnreadable(done.unreadable), ...(done.run === null ? [] : [lookAtReplay(null)])]);
      return done;
    } catch (error) {
      if (ended?.aborted !== true) this.#alerts.note([lookAtReplay(troubleWords(error))]);
      throw error;
    }
  }
}
