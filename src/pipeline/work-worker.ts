import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import { ZonedClock } from '../domain/calendar.ts';
import type { Settings } from '../domain/settings.ts';
import { DATABASE_FILE, type Project } from '../project/project.ts';
import { Database } from '../store/database.ts';
import { EvidenceStore } from '../store/evidence.ts';
import { type Task, type TaskResult, perform } from './task.ts';
import { ownPort } from './threads.ts';
import { type Trouble, troubleOf } from './trouble.ts';
import type { Progress } from './workplace.ts';

export interface WorkInput {
  project: Project;
  settings: Settings;
  programVersion: string;
  task: Task;
}
export type WorkMessage =
  | { kind: 'start'; what: string; total: number | null }
  | { kind: 'advance'; count: number }
  | { kind: 'progress_done' }
  | { kind: 'result'; result: TaskResult }
  | Trouble;

const TELL_MS = 100;

const port = ownPort();
const post = (message: WorkMessage): void => port.postMessage(message);

/** Progress as messages, not more often than anybody could see. */
function toldProgress(): Progress {
  let untold = 0;
  let told = performance.now();
  const tell = (): void => {
    if (untold > 0) post({ kind: 'advance', count: untold });
    untold = 0;
    told = performance.now();
  };
  return {
    start(what, total) {
      untold = 0;
      post({ kind: 'start', what, total });
    },
    advance(count) {
      untold += count;
      if (performance.now() - told >= TELL_MS) tell();
    },
    done() {
      tell();
      post({ kind: 'progress_done' });
    },
  };
}

const { project, settings, programVersion, task } = workerData as WorkInput;
try {
  const database = await Database.open(join(project.folder, DATABASE_FILE));
  try {
    const workplace = { project, settings, programVersion, database, clock: new ZonedClock(settings.timeZone), evidence: new EvidenceStore(project.folder), progress: toldProgress() };
    post({ kind: 'result', result: await perform(workplace, task) });
  } finally {
    database.close();
  }
} catch (error) {
  post(troubleOf(error));
}
