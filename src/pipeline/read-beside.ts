import type { Worker } from 'node:worker_threads';
import type { LedgerFile } from '../intake/sink.ts';
import { deliverBatch } from './decoded-batch.ts';
import { IDLE_THREADS } from './idle-threads.ts';
import type { ReadingJob, ReadingSink } from './reading.ts';
import type { WorkerInput, WorkerMessage } from './reading-worker.ts';
import { PASSING_YOUNG_MB, newTakenCount, noteTaken, startThread } from './threads.ts';
import { errorOf } from './trouble.ts';

const MODULE = 'reading-worker';

/** Nothing but the nursery is bounded: a large document may need much. */
const start = (): Worker => startThread(MODULE, undefined, PASSING_YOUNG_MB);

/** Starts threads that will decode, so that they are ready once it is known what: a file is hashed before it is read. */
export function startDecoders(count: number): void {
  for (let started = 0; started < count; started++) IDLE_THREADS.keep(MODULE, start());
}

/** Decodes an export on a thread of its own, while this one stores what comes out of it. Like readHere in all that can be seen. */
export function readBeside(job: ReadingJob, sink: ReadingSink): Promise<LedgerFile | null> {
  const taken = newTakenCount();
  const worker = IDLE_THREADS.take(MODULE) ?? start();
  worker.postMessage({ job, taken } satisfies WorkerInput);
  return new Promise<LedgerFile | null>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('the decoding thread ended early')));
    worker.on('message', (message: WorkerMessage) => {
      try {
        switch (message.kind) {
          case 'batch':
            deliverBatch(message.batch, sink);
            sink.bytes(message.bytes);
            noteTaken(taken);
            return;
          case 'done':
            resolve(message.ledger);
            return;
          default:
            reject(errorOf(message));
        }
      } catch (error) {
        reject(error);
      }
    });
  }).finally(() => worker.terminate());
}
