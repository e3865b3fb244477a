import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { IdleThreads } from '../../src/pipeline/idle-threads.ts';

const started: Worker[] = [];

/** A thread that answers with what it is told. */
function echo(): Worker {
  const worker = new Worker("const { parentPort } = require('node:worker_threads'); parentPort.on('message', (told) => parentPort.postMessage(told));", { eval: true });
  started.push(worker);
  return worker;
}

async function answerOf(worker: Worker, told: string): Promise<unknown> {
  const answered = once(worker, 'message');
  worker.postMessage(told);
  return (await answered)[0];
}

describe('a thread that has done its task', () => {
  afterEach(async () => {
    for (const worker of started.splice(0)) await worker.terminate();
  });

  test('does the next one of its kind, and hears nobody of the one before', async () => {
    const idle = new IdleThreads();
    const worker = echo();
    const heard: unknown[] = [];
    worker.on('message', (told) => heard.push(told));
    expect(await answerOf(worker, 'import')).toBe('import');
    idle.keep('work', worker);
    expect(idle.take('judging')).toBeUndefined();
    const again = idle.take('work') as Worker;
    expect(again).toBe(worker);
    expect(await answerOf(again, 'replay')).toBe('replay');
    expect(heard).toEqual(['import']);
  });

  test('is one thread’s work only: who takes it leaves none', () => {
    const idle = new IdleThreads();
    idle.keep('work', echo());
    expect(idle.take('work')).toBeDefined();
    expect(idle.take('work')).toBeUndefined();
  });

  test('is forgotten when it ends', async () => {
    const idle = new IdleThreads();
    const worker = echo();
    idle.keep('work', worker);
    await worker.terminate();
    expect(idle.take('work')).toBeUndefined();
  });

  test('ends by itself where nobody has another task for it', async () => {
    const idle = new IdleThreads(20);
    const worker = echo();
    const ended = new Promise((resolve) => worker.once('online', () => resolve(undefined)));
    await ended;
    idle.keep('work', worker);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(worker.threadId).toBe(-1);
    expect(idle.take('work')).toBeUndefined();
  });
});
