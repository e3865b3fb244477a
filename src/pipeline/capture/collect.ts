import { existsSync, globSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS } from '../../domain/calendar.ts';
import type { InboxPage } from '../../domain/delivery.ts';
import { type ApprovalsInput, SOURCE_NAMES, type Settings } from '../../domain/settings.ts';
import { INBOX_FILE } from '../../project/project.ts';
import { hashBytes } from '../../store/evidence.ts';
import type { Inbox } from '../../store/inbox/inbox.ts';
import { RecordReader, type StoredImport } from '../../store/record-reader.ts';
import type { ImportRequest } from '../import-inputs.ts';
import type { Workplace } from '../workplace.ts';
import { noteSwitches } from './note-switches.ts';
import { pageName, pageText } from './page-of-deliveries.ts';
import { withInbox } from './with-inbox.ts';

/** How much stands on one page at most. */
const PAGE = { deliveries: 1_000, bytes: 16 * 1024 * 1024 };

const SCRATCH = `${INBOX_FILE}.pages-`;
/** No collection takes so long: what is older was left by one that was killed. */
const LEFT_MS = DAY_MS;

/**
 * Gives `work` what the inbox has for the record, as files to import: every page that the record does not hold. Which deliveries stand on a page was settled for good,
 * so one that was handed over before, by a process that was killed say, is the same file, and known. The files are gone when `work` is done: what was imported is evidence.
 */
export async function withPages<T>(workplace: Workplace, work: (pages: ImportRequest[]) => Promise<T>): Promise<T> {
  if (!existsSync(join(workplace.project.folder, INBOX_FILE))) return work([]);
  const scratch = mkdtempSync(join(workplace.project.folder, SCRATCH));
  try {
    removeLeft(workplace.project.folder, statSync(scratch).mtimeMs);
    return await work(await withInbox(workplace, [], async (inbox) => {
      await noteSwitches(workplace, inbox);
      inbox.pages.settle(PAGE, (deliveries) => hashBytes(pageText(deliveries)).sha256);
      return missingPages(inbox, await new RecordReader(workplace.database).imports()).map((page) => requestOf(workplace, scratch, inbox, page));
    }));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Removes the pages that a killed process left; `now` is the clock of the disk. */
function removeLeft(folder: string, now: number): void {
  for (const name of globSync(`${SCRATCH}*`, { cwd: folder })) {
    const path = join(folder, name);
    if (now - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now) > LEFT_MS) rmSync(path, { recursive: true, force: true });
  }
}

/** How many deliveries the record does not hold yet. */
export async function countUncollected(workplace: Workplace, imports: readonly StoredImport[]): Promise<number> {
  return withInbox(workplace, 0, async (inbox) => countMissing(inbox, missingPages(inbox, imports)));
}

/** The same, and since when the first of them waits; null where none does. */
export async function waitingDeliveries(workplace: Workplace, imports: readonly StoredImport[]): Promise<{ waiting: number; oldestAt: number | null }> {
  return withInbox(workplace, { waiting: 0, oldestAt: null }, async (inbox) => {
    const missing = missingPages(inbox, imports);
    const receivedAt = [...missing.map((page) => inbox.pages.receivedAt(page)), inbox.pages.oldestWaitingAt()].filter((at) => at !== null);
    return { waiting: countMissing(inbox, missing), oldestAt: receivedAt.length === 0 ? null : receivedAt.reduce((first, at) => Math.min(first, at)) };
  });
}

const countMissing = (inbox: Inbox, missing: readonly InboxPage[]): number => missing.reduce((sum, page) => sum + inbox.pages.sizeOf(page), inbox.pages.waiting());

function missingPages(inbox: Inbox, imports: readonly StoredImport[]): InboxPage[] {
  const held = new Set(imports.filter(({ kind }) => kind === 'approvals').map(({ sha256 }) => sha256));
  return inbox.pages.all().filter(({ sha256 }) => !held.has(sha256));
}

function requestOf({ settings }: Workplace, scratch: string, inbox: Inbox, page: InboxPage): ImportRequest {
  const text = pageText(inbox.pages.deliveriesOf(page));
  if (hashBytes(text).sha256 !== page.sha256) throw new Error(`page ${page.number} of the inbox is no longer what it was`);
  const path = join(scratch, `${page.number}.deliveries`);
  writeFileSync(path, text, { mode: 0o600 });
  return { kind: 'approvals', file: { path, shown: pageName(page) }, input: readingOfSource(settings, page.source) };
}

/** How deliveries of a source are read: as the first input with that source says, but for what belongs to its files alone. */
export function readingOfSource(settings: Settings, name: string): Omit<ApprovalsInput, 'files'> {
  const source = SOURCE_NAMES.find((each) => each === name);
  if (source === undefined) throw new Error(`deliveries of ${name}`);
  const { files: _files, controls: _controls, asOf: _asOf, ...input } = settings.inputs.approvals.find((each) => each.source === source) ?? { files: [], source };
  return input;
}
