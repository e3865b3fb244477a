import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';
import { type Perform, answer } from './serve-task.ts';
import type { ThreadMessage, ThreadTask } from './thread-task.ts';
import { keepHeapsSmall } from './threads.ts';

/** Where cores are scarce, who started it gets ten times as much of them. */
const NICE = 10;

/**
 * Does the one task that this process is sent by who started it, and answers with the result or the trouble. It gives way on the cores, and ends when who started it does: so no
 * process is left that holds the database. What that breaks off was in a transaction.
 */
export function serveApart(perform: Perform): void {
  if (process.send === undefined) throw new Error('this module is the inside of a process of its own');
  let posted = Promise.resolve();
  const post = (message: ThreadMessage): void => void (posted = new Promise((resolve) => process.send?.(message, undefined, undefined, () => resolve())));
  giveWay();
  keepHeapsSmall();
  // A terminal and a supervisor tell all processes to end: who started it decides when this one does.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
  process.on('disconnect', () => process.exit());
  process.once('message', (task: ThreadTask) => void answer(task, post, perform).then(() => posted).finally(() => process.disconnect()));
}

/** Linux counts each thread for itself; those of the engine are there before this module is. */
function giveWay(): void {
  for (const thread of ownThreads()) {
    try {
      setPriority(thread, NICE);
    } catch {
      // It has ended, or this machine does not let it; then it works as others do.
    }
  }
}

function ownThreads(): number[] {
  try {
    return readdirSync('/proc/self/task').map(Number);
  } catch {
    return [process.pid];
  }
}
