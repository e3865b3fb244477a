import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { CannotRun } from '../domain/trouble.ts';
import { LIMITS } from './limits.ts';

const UNSAFE = { remedy: 'Save the sheet again as a plain .xlsx or as CSV.' };

/**
 * A zip file whose every entry was inflated once under a bound and found to be what it claims, before anything reads it: sizes
 * that an entry states are not believed. Entries are then read one by one.
 */
export class Archive {
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #shown: string;

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>, shown: string) {
    this.#zip = zip;
    this.#entries = entries;
    this.#shown = shown;
  }

  /** Opens a file and checks it. Throws CannotRun for one that is no zip, is damaged, or inflates beyond the limits. */
  static async open(path: string, shown: string): Promise<Archive> {
    await assertZip(path, shown);
    const { openPromise } = await import('yauzl');
    let zip: ZipFile;
    try {
      zip = await openPromise(path, { autoClose: false, lazyEntries: true, validateEntrySizes: true });
    } catch (cause) {
      throw new CannotRun(`not an .xlsx workbook: ${(cause as Error).message}`, { where: shown, remedy: 'Save it as .xlsx or CSV.', cause });
    }
    try {
      const entries = await entriesOf(zip, shown);
      const archive = new Archive(zip, entries, shown);
      await archive.#check();
      return archive;
    } catch (error) {
      zip.close();
      throw error;
    }
  }

  /** Whether there is an entry of this name. */
  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** The bytes of an entry. Throws CannotRun where they can't be inflated or do not agree with their checksum. */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new CannotRun(`not an .xlsx workbook: it has no ${name}`, { where: this.#shown, remedy: 'Save it as .xlsx or CSV.' });
    let checksum = 0;
    try {
      for await (const chunk of await this.#zip.openReadStreamPromise(entry)) {
        checksum = crc32(chunk as Buffer, checksum);
        yield chunk as Buffer;
      }
    } catch (cause) {
      if (cause instanceof CannotRun) throw cause;
      throw new CannotRun(`the workbook is damaged: ${name}: ${(cause as Error).message}`, { where: this.#shown, ...UNSAFE, cause });
    }
    if (checksum !== entry.crc32) throw new CannotRun(`the workbook is damaged: the checksum of ${name} does not agree`, { where: this.#shown, ...UNSAFE });
  }

  close(): void {
    this.#zip.close();
  }

  async #check(): Promise<void> {
    let inflated = 0;
    let elements = 0;
    for (const name of this.#entries.keys()) {
      if (name.endsWith('/')) continue;
      // A sheet may have any name.
      const isXml = name.endsWith('.xml');
      let tail = '';
      for await (const chunk of this.read(name)) {
        inflated += chunk.length;
        if (isXml) elements += opened(chunk);
        if (elements > LIMITS.workbookElements) throw unsafe(`it has more than ${LIMITS.workbookElements} elements; CSV is the format for so much`, this.#shown);
        if (isXml) {
          const text = tail + chunk.toString('latin1');
          if (BEYOND_THE_LAST.test(text)) throw unsafe('a row or cell beyond the last of any sheet', this.#shown);
          tail = text.slice(-OVERLAP);
        }
        if (inflated > LIMITS.workbookBytes) throw unsafe(`it inflates to more than ${LIMITS.workbookBytes} bytes`, this.#shown);
        if (inflated > 1_000_000 && inflated > this.#zip.fileSize * LIMITS.workbookRatio) throw unsafe(`it inflates to more than ${LIMITS.workbookRatio} times its size`, this.#shown);
      }
    }
  }
}

const LESS = 60;
const SLASH = 47;

/** How many elements begin in a piece of XML. */
function opened(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(LESS); at >= 0; at = chunk.indexOf(LESS, at + 1)) if (chunk[at + 1] !== SLASH) count++;
  return count;
}

/** A row number of eight digits or more, or a column of more than three letters: a sheet has 1,048,576 rows and columns up to XFD. */
const BEYOND_THE_LAST = /\sr\s*=\s*["'](?:[A-Z]{0,3}\d{8,}|[A-Z]{4,})/;
/** What is looked at again with the next piece, so that no reference is cut in two. */
const OVERLAP = 64;

const unsafe = (what: string, shown: string): CannotRun => new CannotRun(`the workbook is not safe to open: ${what}`, { where: shown, ...UNSAFE });

/** A workbook with a password, or an old .xls under a new name, is told as such. */
async function assertZip(path: string, shown: string): Promise<void> {
  const file: FileHandle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    if (bytesRead === 4 && buffer.readUInt32BE(0) === 0xd0cf11e0) {
      throw new CannotRun('this is an old .xls workbook, or one with a password', { where: shown, remedy: 'Save it as .xlsx without a password, or as CSV.' });
    }
  } finally {
    await file.close();
  }
}

async function entriesOf(zip: ZipFile, shown: string): Promise<Map<string, Entry>> {
  if (zip.entryCount > LIMITS.workbookEntries) throw unsafe(`${zip.entryCount} entries, at most ${LIMITS.workbookEntries} are read`, shown);
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.split('/').includes('..') || entry.fileName.startsWith('/')) throw unsafe(`entry ${JSON.stringify(entry.fileName)} points outside the file`, shown);
      if (entries.has(entry.fileName)) throw unsafe(`entry ${JSON.stringify(entry.fileName)} is there twice`, shown);
      if (entry.isEncrypted()) throw unsafe(`entry ${JSON.stringify(entry.fileName)} is encrypted`, shown);
      entries.set(entry.fileName, entry);
    }
  } catch (cause) {
    if (cause instanceof CannotRun) throw cause;
    throw unsafe((cause as Error).message, shown);
  }
  return entries;
}
