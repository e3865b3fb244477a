import { Worker } from 'node:worker_threads';
import type { SendingResult, SendingTask } from './sending-task.ts';

const ENDING = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** Sends what the outbox of a project holds, on a thread of its own: nothing that a command imports has a network for it. Never throws. */
export function startSending(task: SendingTask): Promise<SendingResult> {
  const worker = new Worker(new URL(`./sending-worker.${ENDING}`, import.meta.url), { workerData: task });
  return new Promise<SendingResult>((resolve) => {
    worker.on('message', resolve);
    worker.on('error', (error) => resolve({ trouble: error instanceof Error ? error.message : String(error) }));
    worker.on('exit', () => resolve({ trouble: 'the thread that sends ended early' }));
  }).finally(() => worker.terminate());
}
