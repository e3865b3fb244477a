import type { Worker } from 'node:worker_threads';

/** For how long a thread waits for another task. */
const WAIT_MS = 2_000;

interface Idle {
  worker: Worker;
  timer: NodeJS.Timeout;
}

/** The port of a thread is kept open by listeners of its own, which stay. */
function hearNothing(worker: Worker): void {
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
}

/** Threads that wait for a task, by their module: to start one takes longer than many a task. None of them keeps the process from ending. */
export class IdleThreads {
  readonly #idle = new Map<string, Idle[]>();
  readonly #waitMs: number;

  constructor(waitMs = WAIT_MS) {
    this.#waitMs = waitMs;
  }

  /** A thread that waits, if there is one; its listeners are whoever takes it. */
  take(module: string): Worker | undefined {
    const idle = this.#idle.get(module)?.pop();
    if (idle === undefined) return undefined;
    clearTimeout(idle.timer);
    hearNothing(idle.worker);
    idle.worker.ref();
    return idle.worker;
  }

  /** Lets a thread wait, which is nobody's from here on. */
  keep(module: string, worker: Worker): void {
    hearNothing(worker);
    // One that fails before it has a task is forgotten: the task starts another, and sees what is wrong.
    worker.on('error', () => {});
    worker.on('exit', () => this.#forget(module, worker));
    worker.unref();
    const timer = setTimeout(() => {
      this.#forget(module, worker);
      void worker.terminate();
    }, this.#waitMs);
    timer.unref();
    const waiting = this.#idle.get(module);
    if (waiting === undefined) this.#idle.set(module, [{ worker, timer }]);
    else waiting.push({ worker, timer });
  }

  #forget(module: string, worker: Worker): void {
    const waiting = this.#idle.get(module) ?? [];
    const place = waiting.findIndex((idle) => idle.worker === worker);
    if (place < 0) return;
    clearTimeout(waiting[place]?.timer);
    waiting.splice(place, 1);
  }
}

/** The threads of this process that wait for a task. */
export const IDLE_THREADS = new IdleThreads();
