import type { LedgerFile } from '../intake/sink.ts';
import type { ReadingJob, ReadingSink } from './reading.ts';
import type { WorkerInput, WorkerMessage } from './reading-worker.ts';
import { PASSING_YOUNG_MB, newTakenCount, noteTaken, startThread } from './threads.ts';
import { errorOf } from './trouble.ts';

/** Decodes an export on a thread of its own, while this one stores what comes out of it. Like readHere in all that can be seen. */
export function readBeside(job: ReadingJob, sink: ReadingSink): Promise<LedgerFile | null> {
  const taken = newTakenCount();
  const input: WorkerInput = { job, taken };
  // Nothing but the nursery is bounded: a large document may need much.
  const worker = startThread('reading-worker', input, PASSING_YOUNG_MB);
  return new Promise<LedgerFile | null>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('the decoding thread ended early')));
    worker.on('message', (message: WorkerMessage) => {
      try {
        switch (message.kind) {
          case 'batch':
            deliver(message, sink);
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

function deliver({ items, bytes }: Extract<WorkerMessage, { kind: 'batch' }>, sink: ReadingSink): void {
  for (const item of items) {
    switch (item[0]) {
      case 'event':
        sink.event(item[1], item[2], item[3]);
        break;
      case 'order':
        sink.order(item[1], item[2], item[3]);
        break;
      case 'refuse':
        sink.refuse(item[1]);
        break;
      case 'control':
        sink.control(item[1], item[2]);
        break;
      case 'restart':
        sink.restart();
    }
  }
  sink.bytes(bytes);
}
