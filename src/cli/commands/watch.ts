import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { lookAtParts, lookAtRefused } from '../../alerts/causes/capture.ts';
import type { Look } from '../../domain/alert.ts';
import { watchSchema } from '../../domain/listen-settings.ts';
import { visible } from '../../domain/text.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { ReplayPace } from '../../listen/replay-pace.ts';
import { type DroppedExport, droppedExports } from '../../pipeline/capture/dropped-exports.ts';
import { assertKnownInbox } from '../../pipeline/capture/known-inbox.ts';
import { finishMoving } from '../../pipeline/capture/put-away.ts';
import { refusedIn, takeDropped } from '../../pipeline/capture/take-dropped.ts';
import { importFiles } from '../../pipeline/work-beside.ts';
import { type Workplace, withPresentSettings } from '../../pipeline/workplace.ts';
import { type DroppedFile, droppedFiles } from '../../project/dropped-files.ts';
import { shownPath, statusOf } from '../../project/project.ts';
import { assertMayBeWatched, isLookedInto } from '../../project/watched-folder.ts';
import { Settling } from '../../project/settling.ts';
import { RecordReader } from '../../store/record-reader.ts';
import { RunningAlerts } from '../alerting/running-alerts.ts';
import { type CommonOptions, asOfOption, inProject } from '../context.ts';
import { importText } from '../import-text.ts';
import { LongWaits } from '../long-waits.ts';
import { tell } from '../output.ts';
import { ReplaysApart } from '../replays-apart.ts';
import { doApart } from '../work-apart.ts';

export interface WatchOptions extends CommonOptions {
  dir: string;
  once: boolean;
}

const LOOK_AGAIN_MS = 1_000;
const TELL_WAITING_MS = 60_000;

/** `po-shadow watch DIR`: takes files that are dropped into a folder as they become whole. Exit 1 where `--once` had to refuse one. */
export async function run(options: WatchOptions): Promise<number> {
  return inProject(options, async (workplace) => {
    const folder = resolve(options.dir);
    if (statusOf(folder, options.dir)?.isDirectory() !== true) throw new CannotRun('there is no such folder', { where: options.dir, remedy: 'Make it, or check the name.' });
    assertMayBeWatched(workplace.project, workplace.settings, folder, options.dir);
    if (!isLookedInto(workplace.project, workplace.settings, folder)) tell(visible(`No input of po-shadow.yaml looks into ${options.dir} or its done/: po-shadow run and the gates don't know what is taken there. Write a pattern under inputs, such as ${options.dir}/approvals-*.jsonl.`));
    await assertKnownInbox(workplace);
    const watching = new Watching(workplace, folder, options);
    try {
      return await (options.once ? watching.once() : watching.untilEnded());
    } finally {
      await watching.close();
    }
  });
}

class Watching {
  #workplace: Workplace;
  readonly #folder: string;
  readonly #options: WatchOptions;
  readonly #settings: { settleSeconds: number; replayAfterSeconds: number };
  readonly #settling: Settling;
  readonly #pace: ReplayPace;
  #waiting: string[] | null = null;
  readonly #waits = new LongWaits(TELL_WAITING_MS);
  readonly #alerts: RunningAlerts;
  readonly #replays: ReplaysApart;

  constructor(workplace: Workplace, folder: string, options: WatchOptions) {
    this.#workplace = workplace;
    this.#folder = folder;
    this.#options = options;
    this.#settings = workplace.settings.watch ?? watchSchema.parse({});
    this.#settling = new Settling(this.#settings.settleSeconds);
    this.#pace = new ReplayPace(this.#settings.replayAfterSeconds * 1_000);
    this.#alerts = new RunningAlerts(workplace, () => this.#looks());
    this.#replays = new ReplaysApart(doApart, this.#alerts);
  }

  /** What is wrong in the folder. Before it was looked into, nobody knows what waits there. */
  #looks(): Look[] {
    const shown = shownPath(this.#workplace.project, this.#folder);
    return [lookAtRefused(shown, refusedIn(this.#folder)), ...(this.#waiting === null ? [] : [lookAtParts(shown, this.#waiting, this.#waits.long())])];
  }

  /** Takes what is whole: what is marked so at once, the rest where it is the same after as long as a file needs to settle. */
  async once(): Promise<number> {
    const refused = await this.#take(this.#whole());
    if (droppedFiles(this.#folder).length > 0) {
      await pause(this.#settings.settleSeconds * 1_000);
      refused.push(...(await this.#take(this.#whole())));
    }
    for (const text of this.#waiting ?? []) tell(visible(text));
    if (this.#pace.dueAt() !== null) await this.#replay();
    return refused.length > 0 ? 1 : 0;
  }

  async untilEnded(): Promise<number> {
    const ended = new AbortController();
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ended.abort());
    tell(visible(`Watching ${this.#folder}`));
    // What one before it took, and was ended before it replayed; where there is nothing new, no run is stored.
    if (new RecordReader(this.#workplace.database).counts().events > 0) this.#pace.note(performance.now());
    while (!ended.signal.aborted) {
      await this.#trying(async () => {
        const files = this.#whole();
        if (files.length > 0) {
          this.#workplace = await withPresentSettings(this.#workplace);
          await assertKnownInbox(this.#workplace);
        }
        return this.#take(files);
      });
      this.#tellLongWaiting();
      if ((this.#pace.dueAt() ?? Number.POSITIVE_INFINITY) <= performance.now()) {
        this.#pace.begin(performance.now());
        const run = await this.#trying(() => this.#replay());
        this.#pace.end(performance.now(), run !== undefined);
      }
      await pause(LOOK_AGAIN_MS, undefined, { signal: ended.signal }).catch(() => {});
    }
    return 0;
  }

  #whole(): DroppedFile[] {
    return this.#settling.observe(droppedFiles(this.#folder), performance.now());
  }

  /** Takes what of these files is whole; returns what it had to refuse. */
  async #take(files: readonly DroppedFile[]): Promise<DroppedExport[]> {
    finishMoving(this.#folder);
    const { exports, waiting } = droppedExports(this.#workplace, this.#folder, files);
    const refused: DroppedExport[] = [];
    for (const each of exports) {
      const name = each.files.map((file) => file.name).join(', ');
      const taken = await takeDropped(this.#workplace, this.#folder, each, (requests) => importFiles(this.#workplace, requests, { asOf: asOfOption(this.#options.asOf), strict: false }), Date.now());
      if (taken.outcome === 'imported' || taken.outcome === 'logged') this.#pace.note(performance.now());
      if (taken.outcome === 'imported') for (const line of importText(taken.imported)) tell(line);
      else if (taken.outcome === 'logged') tell(visible(`${name}: the sync is off; it went to the manual export log`));
      else if (taken.outcome === 'refused') {
        refused.push(each);
        tell(visible(`${name}: refused: ${taken.why.replaceAll('\n', ' ')}`));
      }
    }
    this.#waiting = waiting.map(({ file, why }) => `${file.name} waits: ${why}`);
    return refused;
  }

  /** What waits for long is told, once; the others of its export are mostly on their way. */
  #tellLongWaiting(): void {
    for (const text of this.#waits.note(this.#waiting ?? [], performance.now())) tell(visible(text));
  }

  /** Alerts of what was seen before it ends. */
  close(): Promise<void> {
    return this.#alerts.close();
  }

  /** Brings the newest run up to date with what was taken and delivered, where sheets are there to replay by; else undefined. */
  async #replay(): Promise<string | undefined> {
    return (await this.#replays.replay(this.#workplace, asOfOption(this.#options.asOf))).run?.id;
  }

  /** Does it, and tells what stands in the way; undefined then. A mistake of the program goes on. */
  async #trying<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      if (!(error instanceof CannotRun) && code === undefined) throw error;
      tell(visible(`po-shadow: ${error instanceof CannotRun && error.where !== undefined ? `${error.where}: ` : ''}${message}; it is tried again`));
      return undefined;
    }
  }
}
