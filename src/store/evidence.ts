import { createHash } from 'node:crypto';
import { chmodSync, closeSync, existsSync, fstatSync, fsyncSync, mkdirSync, openSync, readSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Most that is read at once. A small file gets no larger block than it needs: a run hashes every sheet, and what it read them with stays for long. */
const BLOCK_BYTES = 1024 * 1024;
const INCOMING = '.incoming-';

/** A file's SHA-256 in hex and its size in bytes. */
export interface FileHash {
  sha256: string;
  bytes: number;
}

/** Hashes a file without keeping it. */
export function hashFile(path: string): FileHash {
  return readThrough(path, () => {});
}

/** Hashes what stands in memory. */
export function hashBytes(bytes: Buffer): FileHash {
  return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}

function readThrough(path: string, onBlock: (block: Buffer) => void): FileHash {
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  let bytes = 0;
  try {
    const block = Buffer.allocUnsafe(Math.min(fstatSync(file).size || BLOCK_BYTES, BLOCK_BYTES));
    for (;;) {
      const count = readSync(file, block, 0, block.length, null);
      if (count === 0) break;
      const part = block.subarray(0, count);
      hash.update(part);
      onBlock(part);
      bytes += count;
    }
  } finally {
    closeSync(file);
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** The originals of everything imported, by their SHA-256; folder and files are readable by their owner alone. */
export class EvidenceStore {
  readonly #folder: string;
  #swept = false;

  constructor(projectFolder: string) {
    this.#folder = join(projectFolder, 'evidence');
  }

  /** Where the original with this hash is kept. */
  pathOf(sha256: string): string {
    return join(this.#folder, sha256.slice(0, 2), sha256);
  }

  /** Everything that lies in the folder, by its path in it, sorted; without what is just being copied. */
  contents(): string[] {
    if (!existsSync(this.#folder)) return [];
    const files = readdirSync(this.#folder, { withFileTypes: true, recursive: true }).filter((entry) => !entry.isDirectory() && !entry.name.startsWith(INCOMING));
    return files.map(({ parentPath, name }) => relative(this.#folder, join(parentPath, name)).split(sep).join('/')).sort();
  }

  /** Removes what killed processes left half copied. One import runs at a time, in a transaction, so none of it is in use. */
  #sweep(): void {
    if (this.#swept) return;
    this.#swept = true;
    for (const name of readdirSync(this.#folder)) if (name.startsWith(INCOMING)) rmSync(join(this.#folder, name), { force: true });
  }

  /**
   * Keeps a copy of a file, hashed while it is copied, so that what is read afterwards is what was hashed. A copy that was cut
   * short has a temporary name and is made again.
   */
  keep(path: string): FileHash {
    return this.#keepBlocks((onBlock) => readThrough(path, onBlock));
  }

  /** Keeps bytes that stand in no file. */
  keepBytes(bytes: Buffer): FileHash {
    return this.#keepBlocks((onBlock) => {
      onBlock(bytes);
      return hashBytes(bytes);
    });
  }

  #keepBlocks(read: (onBlock: (block: Buffer) => void) => FileHash): FileHash {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    chmodSync(this.#folder, 0o700);
    this.#sweep();
    const temporary = join(this.#folder, `${INCOMING}${process.pid}`);
    const out = openSync(temporary, 'w', 0o600);
    let hashed: FileHash;
    try {
      hashed = read((block) => {
        for (let written = 0; written < block.length; ) written += writeSync(out, block, written);
      });
      fsyncSync(out);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    } finally {
      closeSync(out);
    }
    // Whatever a folder from elsewhere has under this name gives way to what was hashed just now.
    mkdirSync(join(this.#folder, hashed.sha256.slice(0, 2)), { recursive: true, mode: 0o700 });
    renameSync(temporary, this.pathOf(hashed.sha256));
    return hashed;
  }
}
