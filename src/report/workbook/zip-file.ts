import { closeSync, openSync, writeSync } from 'node:fs';
import { Zip, ZipDeflate } from 'fflate';
import { LEVEL, type PackedPart } from './packed-part.ts';
import { entryDate, entryOrder } from './repack.ts';

/** Writes a zip file of small parts and of large ones that are packed already: one order, one date, the same bytes on every machine. */
export function writeZip(out: string, small: ReadonlyMap<string, Uint8Array>, large: readonly PackedPart[]): void {
  const file = openSync(out, 'w', 0o600);
  try {
    const zip = new Zip((error, chunk) => {
      if (error !== null) throw error;
      for (let written = 0; written < chunk.length; ) written += writeSync(file, chunk, written);
    });
    const packed = new Map(large.map((part) => [part.name, part]));
    for (const name of [...small.keys(), ...packed.keys()].sort(entryOrder)) {
      const part = packed.get(name);
      if (part !== undefined) {
        const entry = part.entry();
        zip.add(entry.file);
        entry.send();
        continue;
      }
      const entry = new ZipDeflate(name, { level: LEVEL });
      entry.mtime = entryDate();
      zip.add(entry);
      entry.push(small.get(name) as Uint8Array, true);
    }
    zip.end();
  } finally {
    closeSync(file);
  }
}
