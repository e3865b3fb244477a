import { workerData } from 'node:worker_threads';
import type { LedgerFile } from '../intake/sink.ts';
import { type DecodedBatch, DecodedBatchBuilder } from './decoded-batch.ts';
import { type ReadingJob, readHere } from './reading.ts';
import { type TakenCount, ownPort, waitForRoom } from './threads.ts';
import { type Trouble, troubleOf } from './trouble.ts';

export type WorkerMessage =
  | { kind: 'batch'; batch: DecodedBatch; bytes: number }
  | { kind: 'done'; ledger: LedgerFile | null }
  | Trouble;

export interface WorkerInput {
  job: ReadingJob;
  /** [batches taken by the storing thread]; waited on, so that no more than a few lie between the threads. */
  taken: TakenCount;
}

const BATCH_ITEMS = 250;
/** Bytes read since the last batch: large documents travel few at a time. */
const BATCH_BYTES = 1024 * 1024;
const BATCHES_AHEAD = 12;

const { job, taken } = workerData as WorkerInput;
const port = ownPort();
const post = (message: WorkerMessage): void => port.postMessage(message);

const batch = new DecodedBatchBuilder();
let bytes = 0;
let sent = 0;

function send(): void {
  waitForRoom(taken, sent, BATCHES_AHEAD);
  post({ kind: 'batch', batch: batch.take(), bytes });
  sent++;
  bytes = 0;
}

function sendIfFull(): void {
  if (batch.size >= BATCH_ITEMS || bytes >= BATCH_BYTES) send();
}

try {
  const ledger = await readHere(job, {
    restart() {
      batch.other({ kind: 'restart' });
      sendIfFull();
    },
    event(event, line, rows) {
      batch.event(event, line, rows);
      sendIfFull();
    },
    order(order, rows, parts) {
      batch.order(order, rows, parts);
      sendIfFull();
    },
    refuse(refusal) {
      batch.other({ kind: 'refusal', refusal });
      sendIfFull();
    },
    control(total, part) {
      batch.other({ kind: 'control', total, part });
      sendIfFull();
    },
    bytes(count) {
      bytes += count;
    },
  });
  send();
  post({ kind: 'done', ledger });
} catch (error) {
  post(troubleOf(error));
}
