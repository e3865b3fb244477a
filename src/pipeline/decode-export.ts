import type { LedgerFile } from '../intake/sink.ts';
import { readBeside, startDecoders } from './read-beside.ts';
import type { ReadingJob, ReadingSink } from './reading.ts';

/** From this size on a file is decoded on a thread of its own; below, the thread would cost more than it saves. */
const BESIDE_BYTES = 4 * 1024 * 1024;

/** Starts the threads for large exports of so many bytes, of approvals and of a ledger: of each kind one is decoded at a time. */
export function prepareDecoding(...kinds: readonly (readonly number[])[]): void {
  startDecoders(kinds.filter((sizes) => sizes.some((bytes) => bytes >= BESIDE_BYTES)).length);
}

/** Decodes an export on this thread, which loads all that can decode one only then. */
export const decodeHere = async (job: ReadingJob, sink: ReadingSink): Promise<LedgerFile | null> => (await import('./reading.ts')).readHere(job, sink);

/** Decodes an export here or beside, by its size. Workbooks are decoded here: what reads them is not ours to interrupt. */
export function decode(job: ReadingJob, bytes: number, sink: ReadingSink): Promise<LedgerFile | null> {
  return bytes >= BESIDE_BYTES ? readBeside(job, sink) : decodeHere(job, sink);
}

/** For what can't come out of an export of the other kind. */
export const never = (what: string) => (): never => {
  throw new Error(`${what} came out of a file of the other kind`);
};
