import { join } from 'node:path';
import { ZonedClock } from '../domain/calendar.ts';
import { DATABASE_FILE } from '../project/project.ts';
import { Database } from '../store/database.ts';
import { EvidenceStore } from '../store/evidence.ts';
import type { ThreadMessage, ThreadTask } from './thread-task.ts';
import { ownPort } from './threads.ts';
import { troubleOf } from './trouble.ts';
import type { Progress, Workplace } from './workplace.ts';

const TELL_MS = 100;

/** What a task is done by. */
export type Perform = (workplace: Workplace, task: unknown) => Promise<unknown>;

/** Does each task that this thread is sent, one at a time, in the project that it is for, and answers with the result or the trouble. */
export function serveTask(perform: Perform): void {
  const port = ownPort();
  port.on('message', (task: ThreadTask) => void answer(task, (message) => port.postMessage(message), perform));
}

/** Does a task and posts its progress, last its result or the trouble. */
export async function answer({ project, settings, programVersion, task }: ThreadTask, post: (message: ThreadMessage) => void, perform: Perform): Promise<void> {
  try {
    const database = await Database.open(join(project.folder, DATABASE_FILE));
    try {
      const workplace = { project, settings, programVersion, database, clock: new ZonedClock(settings.timeZone), evidence: new EvidenceStore(project.folder), progress: toldProgress(post) };
      post({ kind: 'result', result: await perform(workplace, task) });
    } finally {
      database.close();
    }
  } catch (error) {
    post(troubleOf(error));
  }
}

/** Progress as messages, not more often than anybody could see. */
function toldProgress(post: (message: ThreadMessage) => void): Progress {
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
