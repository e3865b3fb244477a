import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { CannotRun } from '../domain/trouble.ts';
import { LIMITS } from './limits.ts';

const BLOCK_BYTES = 1024 * 1024;
const NEWLINE = 10;

/** One physical line, or why it has no text. `offset` and `length` are bytes of the file (of its UTF-8 form where it was UTF-16). */
export interface TextLine {
  number: number;
  text: string;
  problem: string | null;
}

/** The file's bytes in order; the same buffer is used again for each block. */
function* blocksOf(path: string, onBytes: ((count: number) => void) | undefined): Generator<Buffer> {
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

/** The file as UTF-8 bytes without its byte-order mark. UTF-16 is told by its mark, or by zero bytes in the first character. */
function* utf8BlocksOf(path: string, onBytes: ((count: number) => void) | undefined): Generator<Buffer> {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  let first = true;
  for (let block of blocksOf(path, onBytes)) {
    if (first) {
      first = false;
      const [one, two, three] = block;
      if ((one === 0xff && two === 0xfe) || (two === 0 && one !== 0)) decoder = new TextDecoder('utf-16le');
      else if ((one === 0xfe && two === 0xff) || (one === 0 && two !== 0)) decoder = new TextDecoder('utf-16be');
      else if (one === 0xef && two === 0xbb && three === 0xbf) block = block.subarray(3);
    }
    yield decoder === null ? block : Buffer.from(decoder.decode(block, { stream: true }), 'utf8');
  }
  if (decoder !== null) yield Buffer.from(decoder.decode(), 'utf8');
}

const NOT_UTF8 = 'not valid UTF-8; save the file as UTF-8 (in a spreadsheet program: "CSV UTF-8")';

/**
 * Calls `onLine` for every line of a text file (UTF-8 with or without mark, or UTF-16), without its line end (LF or CRLF). A line
 * longer than the limit is reported and never held. The TextLine object is used again: copy what outlives the call.
 */
export function forEachLine(path: string, onLine: (line: TextLine) => void, onBytes?: (count: number) => void): void {
  const line: TextLine = { number: 0, text: '', problem: null };
  let carry: Buffer[] = [];
  let carryBytes = 0;
  let tooLong = false;

  const deliver = (bytes: Buffer, start: number, end: number, known: boolean): void => {
    line.number++;
    const stop = end > start && bytes[end - 1] === 13 ? end - 1 : end;
    line.problem = known || isUtf8(bytes.subarray(start, stop)) ? null : NOT_UTF8;
    line.text = bytes.toString('utf8', start, stop);
    onLine(line);
  };
  const deliverCarry = (): void => {
    if (tooLong) {
      line.number++;
      line.text = '';
      line.problem = `longer than ${LIMITS.lineBytes} bytes`;
      onLine(line);
    } else {
      const whole = Buffer.concat(carry);
      deliver(whole, 0, whole.length, false);
    }
    carry = [];
    carryBytes = 0;
    tooLong = false;
  };
  const keep = (bytes: Buffer): void => {
    carryBytes += bytes.length;
    if (carryBytes > LIMITS.lineBytes) {
      tooLong = true;
      carry = [];
    } else carry.push(Buffer.from(bytes));
  };

  for (const block of utf8BlocksOf(path, onBytes)) {
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
    const known = last >= start && isUtf8(block.subarray(start, last));
    while (end >= 0) {
      deliver(block, start, end, known);
      start = end + 1;
      end = block.indexOf(NEWLINE, start);
    }
    if (start < block.length) keep(block.subarray(start));
  }
  if (carryBytes > 0) deliverCarry();
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
