import type { PackedEvent } from '../domain/expense-report.ts';
import type { PackedManual } from '../domain/ledger-entry.ts';
import type { LedgerPart, PartRows } from '../domain/ledger-part.ts';
import type { UnreadColumns } from '../domain/unread-columns.ts';
import type { ControlTotal, LedgerFile, Refusal } from '../intake/sink.ts';
import { type DecodedBatch, DecodedBatchBuilder } from './decoded-batch.ts';
import { type ReadingJob, type ReadingSink, readHere } from './reading.ts';
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

const port = ownPort();
const post = (message: WorkerMessage): void => port.postMessage(message);

port.once('message', async ({ job, taken }: WorkerInput) => {
  try {
    const batches = new Batches(taken);
    const ledger = await readHere(job, batches);
    batches.send();
    post({ kind: 'done', ledger });
  } catch (error) {
    post(troubleOf(error));
  }
});

/** Sends what is decoded, many things at a time. */
class Batches implements ReadingSink {
  readonly #taken: TakenCount;
  readonly #batch = new DecodedBatchBuilder();
  #bytes = 0;
  #sent = 0;

  constructor(taken: TakenCount) {
    this.#taken = taken;
  }

  restart(): void {
    this.#other({ kind: 'restart' });
  }

  event(event: PackedEvent, line: number, rows: number): void {
    this.#batch.event(event, line, rows);
    this.#sendIfFull();
  }

  order(order: PackedManual, rows: number, parts?: PartRows): void {
    this.#batch.order(order, rows, parts);
    this.#sendIfFull();
  }

  refuse(refusal: Refusal): void {
    this.#other({ kind: 'refusal', refusal });
  }

  control(total: ControlTotal, part?: LedgerPart): void {
    this.#other({ kind: 'control', total, part });
  }

  unread(columns: UnreadColumns): void {
    this.#other({ kind: 'unread', columns });
  }

  bytes(count: number): void {
    this.#bytes += count;
  }

  #other(part: Parameters<DecodedBatchBuilder['other']>[0]): void {
    this.#batch.other(part);
    this.#sendIfFull();
  }

  #sendIfFull(): void {
    if (this.#batch.size >= BATCH_ITEMS || this.#bytes >= BATCH_BYTES) this.send();
  }

  send(): void {
    waitForRoom(this.#taken, this.#sent, BATCHES_AHEAD);
    post({ kind: 'batch', batch: this.#batch.take(), bytes: this.#bytes });
    this.#sent++;
    this.#bytes = 0;
  }
}
