import { workerData } from 'node:worker_threads';
import type { PackedEvent } from '../domain/expense-report.ts';
import type { PackedManual } from '../domain/ledger-entry.ts';
import type { LedgerPart, PartRows } from '../domain/ledger-part.ts';
import type { ControlTotal, LedgerFile, Refusal } from '../intake/sink.ts';
import { type ReadingJob, readHere } from './reading.ts';
import { type TakenCount, ownPort, waitForRoom } from './threads.ts';
import { type Trouble, troubleOf } from './trouble.ts';

/** What passes from the decoding thread to the storing one: things in file order, many at a time. */
export type Decoded = ['event', PackedEvent, number, number] | ['order', PackedManual, number, PartRows | undefined] | ['refuse', Refusal] | ['control', ControlTotal, LedgerPart | undefined] | ['restart'];
export type WorkerMessage =
  | { kind: 'batch'; items: Decoded[]; bytes: number }
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

let items: Decoded[] = [];
let bytes = 0;
let sent = 0;

function send(): void {
  waitForRoom(taken, sent, BATCHES_AHEAD);
  post({ kind: 'batch', items, bytes });
  sent++;
  items = [];
  bytes = 0;
}

function add(item: Decoded): void {
  items.push(item);
  if (items.length >= BATCH_ITEMS || bytes >= BATCH_BYTES) send();
}

try {
  const ledger = await readHere(job, {
    restart: () => add(['restart']),
    event: (event, line, rows) => add(['event', event, line, rows]),
    order: (order, rows, parts) => add(['order', order, rows, parts]),
    refuse: (refusal) => add(['refuse', refusal]),
    control: (total, part) => add(['control', total, part]),
    bytes(count) {
      bytes += count;
    },
  });
  send();
  post({ kind: 'done', ledger });
} catch (error) {
  post(troubleOf(error));
}
