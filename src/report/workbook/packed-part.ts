import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { Deflate, type ZipInputFile } from 'fflate';
import { entryDate } from './repack.ts';

/** Fast; sheets of rows that are alike pack well at any level. */
export const LEVEL = 3;
/** How a zip file's entry tells that level. */
const LEVEL_FLAG = 2;
const DEFLATED = 8;
/** What is packed is cut into pieces of one size, since what comes out depends on where it is cut. */
const PIECE = 64 * 1024;
/** Characters that are gathered before they become bytes. */
const GATHERED = 32 * 1024;

/** A large part of a zip file: packed into a file of its own while it is written, and never held whole. */
export class PackedPart {
  readonly name: string;
  readonly #path: string;
  readonly #file: number;
  readonly #deflate: Deflate;
  readonly #piece = Buffer.alloc(PIECE);
  #filled = 0;
  #text = '';
  #size = 0;
  #crc = 0;
  #isOpen = true;

  /** `name` is that of its entry; `path` is where it stands until it is added. */
  constructor(name: string, path: string) {
    this.name = name;
    this.#path = path;
    this.#file = openSync(path, 'w', 0o600);
    this.#deflate = new Deflate({ level: LEVEL }, (packed) => {
      for (let written = 0; written < packed.length; ) written += writeSync(this.#file, packed, written);
    });
  }

  write(text: string): void {
    this.#text += text;
    if (this.#text.length >= GATHERED) this.#pack();
  }

  #pack(): void {
    const bytes = Buffer.from(this.#text);
    this.#text = '';
    for (let at = 0; at < bytes.length; ) {
      const count = bytes.copy(this.#piece, this.#filled, at);
      this.#filled += count;
      at += count;
      if (this.#filled === PIECE) this.#push(false);
    }
  }

  #push(isLast: boolean): void {
    const piece = this.#piece.subarray(0, this.#filled);
    this.#crc = crc32(piece, this.#crc);
    this.#size += piece.length;
    this.#deflate.push(piece, isLast);
    this.#filled = 0;
  }

  /** Nothing more comes. */
  end(): void {
    this.#pack();
    this.#push(true);
    this.close();
  }

  /** Lets go of the file, whole or not. */
  close(): void {
    if (this.#isOpen) closeSync(this.#file);
    this.#isOpen = false;
  }

  /** It as an entry of a zip file, and what hands over its bytes once it was added there. */
  entry(): { file: ZipInputFile; send(): void } {
    const file: ZipInputFile & { ondata?: (error: Error | null, data: Uint8Array, final: boolean) => void } = { filename: this.name, size: this.#size, crc: this.#crc, compression: DEFLATED, flag: LEVEL_FLAG, mtime: entryDate() };
    return {
      file,
      send: () => {
        const from = openSync(this.#path, 'r');
        try {
          const block = Buffer.alloc(PIECE);
          for (let count = readSync(from, block, 0, PIECE, null); count > 0; count = readSync(from, block, 0, PIECE, null)) file.ondata?.(null, Uint8Array.from(block.subarray(0, count)), false);
          file.ondata?.(null, new Uint8Array(0), true);
        } finally {
          closeSync(from);
        }
      },
    };
  }
}
