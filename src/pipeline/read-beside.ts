import { Worker } from 'node:worker_threads';
import type { LedgerFile } from '../intake/sink.ts';
import type { ReadingJob, ReadingSink } from './reading.ts';
import type { WorkerInput, WorkerMessage } from './reading-worker.ts';
import { PASSING_YOUNG_MB } from './threads.ts';
import { errorOf } from './trouble.ts';

const WORKER = new URL(import.meta.url.endsWith('.ts') ? './reading-worker.ts' : './reading-worker.js', import.meta.url);

/** Decodes an export on a thread of its own, while this one stores what comes out of it. Like readHere in all that can be seen. */
export function readBeside(job: ReadingJob, sink: ReadingSink): Promise<LedgerFile | null> {
  const taken = new Int32Array(new SharedArrayBuffer(4));
  const input: WorkerInput = { job, taken };
  // What it makes dies young: a small nursery keeps its memory small, and nothing bounds what a large document may need.
  const worker = new Worker(WORKER, { workerData: input, resourceLimits: { maxYoungGenerationSizeMb: PASSING_YOUNG_MB } });
  return new Promise<LedgerFile | null>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('the decoding thread ended early')));
    worker.on('message', (message: WorkerMessage) => {
      try {
        switch (message.kind) {
          case 'batch':
            deliver(message, sink);
            Atomics.add(taken, 0, 1);
            Atomics.notify(taken, 0);
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

function deliver({ items, bytes }: Extract<WorkerMessage, { kind: 'batch' }>, sink: ReadingSink): void {
  for (const item of items) {
    switch (item[0]) {
      case 'event':
        sink.event(item[1], item[2], item[3]);
        break;
      case 'order':
        sink.order(item[1], item[2]);
        break;
      case 'refuse':
        sink.refuse(item[1]);
        break;
      case 'control':
        sink.control(item[1]);
        break;
      case 'restart':
        sink.restart();
    }
  }
  sink.bytes(bytes);
}
