import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { watchSchema } from '../../domain/listen-settings.ts';
import { plural } from '../../domain/plural.ts';
import { visible } from '../../domain/text.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { WAITS_FOR_SHEETS, areSheetsThere } from '../../pipeline/capture/are-sheets-there.ts';
import { withInbox, withPages } from '../../pipeline/capture/collect.ts';
import { assertKnownInbox } from '../../pipeline/capture/known-inbox.ts';
import { writeManualExportLog } from '../../pipeline/capture/manual-export-log.ts';
import { type Taken, takeDropped } from '../../pipeline/capture/take-dropped.ts';
import { importFiles, replayAll } from '../../pipeline/work-beside.ts';
import { type Workplace, withPresentSettings } from '../../pipeline/workplace.ts';
import { type DroppedFile, droppedFiles } from '../../project/dropped-files.ts';
import { statusOf } from '../../project/project.ts';
import { assertMayBeWatched, isLookedInto } from '../../project/watched-folder.ts';
import { Settling } from '../../project/settling.ts';
import { RecordReader } from '../../store/record-reader.ts';
import { type CommonOptions, asOfOption, inProject } from '../context.ts';
import { importText } from '../import-text.ts';
import { tell } from '../output.ts';

export interface WatchOptions extends CommonOptions {
  dir: string;
  once: boolean;
}

const LOOK_AGAIN_MS = 1_000;

/** `po-shadow watch DIR`: takes files that are dropped into a folder as they become whole. Exit 1 where `--once` had to refuse one. */
export async function run(options: WatchOptions): Promise<number> {
  return inProject(options, async (workplace) => {
    const folder = resolve(options.dir);
    if (statusOf(folder, options.dir)?.isDirectory() !== true) throw new CannotRun('there is no such folder', { where: options.dir, remedy: 'Make it, or check the name.' });
    assertMayBeWatched(workplace.project, workplace.settings, folder, options.dir);
    if (!isLookedInto(workplace.project, workplace.settings, folder)) tell(visible(`No input of po-shadow.yaml looks into ${options.dir} or its done/: po-shadow run and the gates don't know what is taken there. Write a pattern under inputs, such as ${options.dir}/approvals-*.jsonl.`));
    await assertKnownInbox(workplace);
    const watching = new Watching(workplace, folder, options);
    return options.once ? watching.once() : watching.untilEnded();
  });
}

class Watching {
  #workplace: Workplace;
  readonly #folder: string;
  readonly #options: WatchOptions;
  readonly #settings: { settleSeconds: number; replayAfterSeconds: number };
  readonly #settling: Settling;
  #waitsForSheets = false;

  constructor(workplace: Workplace, folder: string, options: WatchOptions) {
    this.#workplace = workplace;
    this.#folder = folder;
    this.#options = options;
    this.#settings = workplace.settings.watch ?? watchSchema.parse({});
    this.#settling = new Settling(this.#settings.settleSeconds);
  }

  /** Takes what is whole: what is marked so at once, the rest where it is the same after as long as a file needs to settle. */
  async once(): Promise<number> {
    const taken = await this.#take(this.#whole());
    if (droppedFiles(this.#folder).length > 0) {
      await pause(this.#settings.settleSeconds * 1_000);
      taken.push(...(await this.#take(this.#whole())));
    }
    if (taken.some(({ outcome }) => outcome === 'imported' || outcome === 'logged')) await this.#replay();
    return taken.some(({ outcome }) => outcome === 'refused') ? 1 : 0;
  }

  async untilEnded(): Promise<number> {
    const ended = new AbortController();
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ended.abort());
    tell(visible(`Watching ${this.#folder}`));
    let unreplayedSince: number | null = null;
    while (!ended.signal.aborted) {
      const taken = await this.#trying(async () => {
        const files = this.#whole();
        if (files.length > 0) {
          this.#workplace = await withPresentSettings(this.#workplace);
          await assertKnownInbox(this.#workplace);
        }
        return this.#take(files);
      });
      if (taken?.some(({ outcome }) => outcome === 'imported' || outcome === 'logged') === true) unreplayedSince = performance.now();
      // What fails, or waits for sheets, is tried again with the next quiet moment.
      if (unreplayedSince !== null && performance.now() - unreplayedSince >= this.#settings.replayAfterSeconds * 1_000) unreplayedSince = (await this.#trying(() => this.#replay())) === undefined ? performance.now() : null;
      await pause(LOOK_AGAIN_MS, undefined, { signal: ended.signal }).catch(() => {});
    }
    return 0;
  }

  #whole(): DroppedFile[] {
    return this.#settling.observe(droppedFiles(this.#folder), performance.now());
  }

  async #take(files: readonly DroppedFile[]): Promise<Taken[]> {
    const all: Taken[] = [];
    for (const file of files) {
      const taken = await takeDropped(this.#workplace, this.#folder, file, (requests) => importFiles(this.#workplace, requests, { asOf: asOfOption(this.#options.asOf), strict: false }), Date.now());
      all.push(taken);
      if (taken.outcome === 'imported') for (const line of importText(taken.imported)) tell(line);
      else if (taken.outcome === 'logged') tell(visible(`${file.name}: the sync is off; it went to the manual export log`));
      else if (taken.outcome === 'refused') tell(visible(`${file.name}: refused: ${taken.why.replaceAll('\n', ' ')}`));
    }
    return all;
  }

  /** Brings the newest run up to date with what was taken and delivered, where sheets are there to replay by. */
  async #replay(): Promise<string | undefined> {
    const workplace = (this.#workplace = await withPresentSettings(this.#workplace));
    await withPages(workplace, (pages) => importFiles(workplace, pages, { asOf: undefined, strict: false }));
    await withInbox(workplace, undefined, (inbox) => writeManualExportLog(workplace, inbox));
    if (!areSheetsThere(await new RecordReader(workplace.database).sheets())) {
      if (!this.#waitsForSheets) tell(WAITS_FOR_SHEETS);
      this.#waitsForSheets = true;
      return undefined;
    }
    this.#waitsForSheets = false;
    const { run: stored } = await replayAll(workplace, asOfOption(this.#options.asOf));
    tell(`${stored.id}: ${plural(stored.summary.totals.open, 'open variance')}`);
    return stored.id;
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
