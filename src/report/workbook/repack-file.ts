import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Zip, ZipDeflate } from 'fflate';
import { type Entry, type ZipFile, openPromise } from 'yauzl';
import { entryDate, entryOrder } from './repack.ts';

/** Fast; sheets of rows that are alike pack well at any level. */
const LEVEL = 3;
/** Parts are handed on in pieces of one size, since what comes out depends on where they are cut. */
const PIECE = 64 * 1024;

/** A zip file written anew, entry by entry and never held whole: one order, one date, the same bytes on every machine. */
export async function repackFile(from: string, to: string): Promise<void> {
  const zip = await openPromise(from, { autoClose: false, lazyEntries: true });
  try {
    await pipeline(packed(zip), createWriteStream(to, { mode: 0o600 }));
  } finally {
    zip.close();
  }
}

async function* packed(zip: ZipFile): AsyncGenerator<Uint8Array> {
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) entries.push(entry);
  const ready: Uint8Array[] = [];
  const out = new Zip((error, chunk) => {
    if (error !== null) throw error;
    ready.push(chunk);
  });
  for (const entry of entries.sort((left, right) => entryOrder(left.fileName, right.fileName))) {
    const part = new ZipDeflate(entry.fileName, { level: LEVEL });
    part.mtime = entryDate();
    out.add(part);
    for await (const piece of inPieces(await zip.openReadStreamPromise(entry))) {
      part.push(piece);
      yield* ready.splice(0);
    }
    part.push(new Uint8Array(0), true);
  }
  out.end();
  yield* ready.splice(0);
}

/** The pieces share one buffer, which is read before the next: as many of their own would wait by the hundred to be collected. */
async function* inPieces(stream: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  const piece = new Uint8Array(PIECE);
  let filled = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length; ) {
      const count = Math.min(PIECE - filled, chunk.length - at);
      piece.set(chunk.subarray(at, at + count), filled);
      filled += count;
      at += count;
      if (filled < PIECE) continue;
      yield piece;
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}
