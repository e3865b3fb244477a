import type { Settings } from '../domain/settings.ts';
import type { Project } from '../project/project.ts';
import { giveBackRoom } from './give-back-room.ts';
import { IDLE_THREADS } from './idle-threads.ts';
import { HOLDING_YOUNG_MB, keepHeapsSmall, startThread } from './threads.ts';
import { type Trouble, errorOf } from './trouble.ts';
import type { Progress, Workplace } from './workplace.ts';

/** What a thread, or a process, that works in a project of its own accord is started with. */
export interface ThreadTask {
  project: Project;
  settings: Settings;
  programVersion: string;
  /** Plain data that its module knows. */
  task: unknown;
}

export type ThreadMessage =
  | { kind: 'start'; what: string; total: number | null }
  | { kind: 'advance'; count: number }
  | { kind: 'progress_done' }
  | { kind: 'result'; result: unknown }
  | Trouble;

/** What a task is started with by who has a workplace of his own. */
export const taskIn = ({ project, settings, programVersion }: Workplace, task: unknown): ThreadTask => ({ project, settings, programVersion, task });

/**
 * Has a task done by a thread with a database connection of its own, and shows its progress here. All that it held is given back when it
 * ends, at once or, where it `waits`, once nobody has had another task for it for a while: a run imports, and replays a moment later. `module`
 * is one that calls serveTask. Throws what the task throws.
 */
export function doOnThread<Result>(module: string, workplace: Workplace, task: unknown, { waits = false } = {}): Promise<Result> {
  keepHeapsSmall();
  const worker = IDLE_THREADS.take(module) ?? startThread(module, undefined, HOLDING_YOUNG_MB);
  worker.postMessage(taskIn(workplace, task));
  giveBackRoom();
  let isDone = false;
  return new Promise<Result>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('the working thread ended early')));
    worker.on('message', (message: ThreadMessage) => heed(message, workplace.progress, (result) => {
      isDone = true;
      resolve(result as Result);
    }, reject));
  }).finally(() => (waits && isDone ? IDLE_THREADS.keep(module, worker) : worker.terminate()));
}

/** Shows progress here, or hands on how the task ended. */
export function heed(message: ThreadMessage, progress: Progress, resolve: (result: unknown) => void, reject: (error: Error) => void): void {
  switch (message.kind) {
    case 'start':
      return progress.start(message.what, message.total);
    case 'advance':
      return progress.advance(message.count);
    case 'progress_done':
      return progress.done();
    case 'result':
      return resolve(message.result);
    default:
      return reject(errorOf(message));
  }
}
