import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import type { EncodingName } from '../domain/header-profile.ts';
import { CannotRun } from '../domain/trouble.ts';
import { LIMITS } from './limits.ts';
import { type Utf8Converter, converterFor, encodingOf } from './text-encoding.ts';

const BLOCK_BYTES = 1024 * 1024;
/** How much of a line that is too long is kept: enough to tell whose it was. */
const HEAD_BYTES = 4096;
const NEWLINE = 10;
const RETURN = 13;

/** One physical line. Where it has a problem, `text` is what could be made of it (the beginning, where it is too long). */
export interface TextLine {
  number: number;
  text: string;
  problem: string | null;
}

/** The file's bytes in order; the same buffer is used again for each block. */
export function* blocksOf(path: string, onBytes?: ((count: number) => void) | undefined): Generator<Buffer> {
  const file = openSync(path, 'r');
  try {
    const block = Buffer.allocUnsafe(BLOCK_BYTES);
    for (;;) {
      const count = readSync(file, block, 0, BLOCK_BYTES, null);
      if (count === 0) return;
      onBytes?.(count);
      yield block.subarray(0, count);
    }
  } finally {
    closeSync(file);
  }
}

/** The file as UTF-8 bytes without its byte-order mark, whatever encoding it has; `given` goes before what mark and bytes tell. */
function* utf8BlocksOf(path: string, onBytes: ((count: number) => void) | undefined, given?: EncodingName): Generator<Buffer> {
  let isFirst = true;
  let decoder: Utf8Converter | null = null;
  for (let block of blocksOf(path, onBytes)) {
    if (isFirst) {
      isFirst = false;
      const { name, markBytes } = encodingOf(block);
      const encoding = given ?? name;
      if (encoding === name) block = block.subarray(markBytes);
      decoder = converterFor(encoding);
    }
    yield decoder === null ? block : decoder.toUtf8(block);
  }
  if (decoder !== null) yield decoder.end();
}

const NOT_UTF8 = 'not valid UTF-8; save the file as UTF-8 (in a spreadsheet program: "CSV UTF-8")';
const HAS_NUL = 'holds a NUL byte, which no text has: the file is damaged here';

function problemOf(bytes: Buffer): string | null {
  if (!isUtf8(bytes)) return NOT_UTF8;
  return bytes.includes(0) ? HAS_NUL : null;
}

/** One physical line as bytes: those of `bytes` from `start` to `end`, which are UTF-8 where there is no problem. */
export class RawLine {
  number = 0;
  bytes: Buffer = NO_BYTES;
  start = 0;
  end = 0;
  problem: string | null = null;
  /** Whether it stands in a block of lines without problems: up to the last line end of `bytes`, all of which are one block's, other lines stand behind it. */
  inSoundBlock = false;

  /** The text; where the line has a problem, what could be made of it. */
  get text(): string {
    // The cut of a line that is too long may go through a character.
    const text = this.bytes.toString('utf8', this.start, this.end);
    return this.problem !== null && this.problem === TOO_LONG ? text.replace(/\ufffd+$/, '') : text;
  }
}

const NO_BYTES = Buffer.alloc(0);
const TOO_LONG = `longer than ${LIMITS.lineBytes} bytes`;

/**
 * Calls `onLine` for every line of a text file (UTF-8 with or without mark, or UTF-16), without its line end (LF or CRLF). A line
 * longer than the limit is reported and never held. The RawLine object is used again, and so are its bytes: copy what outlives the call. `encoding` goes
 * before what the file's mark and bytes tell.
 */
export function forEachRawLine(path: string, onLine: (line: RawLine) => void, onBytes?: (count: number) => void, encoding?: EncodingName): void {
  const line = new RawLine();
  let carry: Buffer[] = [];
  let carryBytes = 0;
  let head: Buffer | null = null;

  const deliver = (bytes: Buffer, start: number, end: number, sound: boolean): void => {
    line.number++;
    line.bytes = bytes;
    line.start = start;
    line.end = end > start && bytes[end - 1] === RETURN ? end - 1 : end;
    line.problem = sound ? null : problemOf(bytes.subarray(start, line.end));
    onLine(line);
  };
  const deliverCarry = (): void => {
    line.inSoundBlock = false;
    if (head !== null) {
      line.number++;
      line.bytes = head;
      line.start = 0;
      line.end = head.length;
      line.problem = TOO_LONG;
      onLine(line);
    } else {
      const whole = Buffer.concat(carry);
      deliver(whole, 0, whole.length, false);
    }
    carry = [];
    carryBytes = 0;
    head = null;
  };
  const keep = (bytes: Buffer): void => {
    carryBytes += bytes.length;
    if (head !== null) return;
    carry.push(Buffer.from(bytes));
    if (carryBytes > LIMITS.lineBytes) {
      head = Buffer.from(Buffer.concat(carry).subarray(0, HEAD_BYTES));
      carry = [];
    }
  };

  for (const block of utf8BlocksOf(path, onBytes, encoding)) {
    let start = 0;
    let end = block.indexOf(NEWLINE);
    if (end < 0) {
      keep(block);
      continue;
    }
    if (carryBytes > 0) {
      keep(block.subarray(0, end));
      deliverCarry();
      start = end + 1;
      end = block.indexOf(NEWLINE, start);
    }
    // One check for the whole block; only where it fails are its lines checked one by one. A character cut by the block's
    // end belongs to the carry, so the check stops at the last line end.
    const last = block.lastIndexOf(NEWLINE);
    const sound = last >= start && problemOf(block.subarray(start, last)) === null;
    line.inSoundBlock = sound;
    while (end >= 0) {
      deliver(block, start, end, sound);
      start = end + 1;
      end = block.indexOf(NEWLINE, start);
    }
    if (start < block.length) keep(block.subarray(start));
  }
  if (carryBytes > 0) deliverCarry();
}

/** The same with the text of each line; the TextLine object is used again. */
export function forEachLine(path: string, onLine: (line: TextLine) => void, onBytes?: (count: number) => void, encoding?: EncodingName): void {
  const line: TextLine = { number: 0, text: '', problem: null };
  forEachRawLine(path, (raw) => {
    line.number = raw.number;
    line.text = raw.text;
    line.problem = raw.problem;
    onLine(line);
  }, onBytes, encoding);
}

/** A whole text file, for small ones (settings, sheets, JSON documents). Throws CannotRun where it is too large or no text. */
export function readWholeText(path: string, limitBytes: number, shown: string): string {
  const parts: Buffer[] = [];
  let bytes = 0;
  for (const block of utf8BlocksOf(path, undefined)) {
    bytes += block.length;
    if (bytes > limitBytes) throw new CannotRun(`the file is larger than ${limitBytes} bytes`, { where: shown, remedy: 'Split the export into smaller files.' });
    parts.push(Buffer.from(block));
  }
  const whole = Buffer.concat(parts);
  if (!isUtf8(whole)) throw new CannotRun('the file is not valid UTF-8', { where: shown, remedy: 'Save it as UTF-8.' });
  return whole.toString('utf8');
}
