import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../domain/settings.ts';
import { CannotRun } from '../domain/trouble.ts';
import { DATABASE_FILE, type Project, findInputs } from '../project/project.ts';
import { IDLE_THREADS } from './idle-threads.ts';
import { HOLDING_YOUNG_MB, keepHeapsSmall, startThread } from './threads.ts';

/**
 * From this size on, work has a thread of its own even where the terminal's thread has nothing else to do: a thread can be held to
 * a small nursery, which halves the memory that the program takes.
 */
export const LARGE: Large = { bytes: 32 * 1024 * 1024, events: 50_000 };

/** From which size on work is large. */
export interface Large {
  bytes: number;
  events: number;
}

/** The module of the thread that does large work. */
export const WORK_WORKER = 'work-worker';

/** Starts the thread that large exports are imported by, so that it loads what it needs while this one does. A record that stands may know the exports already: then it is not worth it. */
export function startAhead(project: Project, { inputs }: Settings, large: Pick<Large, 'bytes'> = LARGE): void {
  if (existsSync(join(project.folder, DATABASE_FILE)) || exportBytes(project, inputs) < large.bytes) return;
  keepHeapsSmall();
  IDLE_THREADS.keep(WORK_WORKER, startThread(WORK_WORKER, undefined, HOLDING_YOUNG_MB));
}

function exportBytes(project: Project, { approvals, ledger }: Settings['inputs']): number {
  try {
    return [...approvals, ...ledger].flatMap(({ files }) => findInputs(project, files, 'inputs')).reduce((sum, { path }) => sum + statSync(path).size, 0);
  } catch (error) {
    // Whoever imports says what is wrong with them.
    if (!(error instanceof CannotRun)) throw error;
    return 0;
  }
}
