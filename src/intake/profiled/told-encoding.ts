import { isUtf8 } from 'node:buffer';
import type { EncodingName } from '../../domain/header-profile.ts';
import { blocksOf, forEachLine } from '../lines.ts';
import { excerpt } from '../row-problem.ts';
import { encodingOf } from '../text-encoding.ts';

/** How a text file is encoded, and what says so. */
export interface ToldEncoding {
  name: EncodingName;
  /** `profile`: somebody said it; `mark`: its byte-order mark or its zero bytes; `bytes`: they are all valid; `assumed`: they are no UTF-8, and single bytes tell no more. */
  by: 'profile' | 'mark' | 'bytes' | 'assumed';
  /** The first text that depends on it, where it is assumed. */
  example: { line: number; text: string } | null;
}

const FIRST_HIGH = 0x80;
/** Bytes that stand for no character of windows-1252. */
const UNDEFINED = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/**
 * Tells how a text file is encoded; `given` goes before all evidence. A file without any valid character of UTF-8 beyond ASCII, but with other bytes,
 * is taken as windows-1252, and says so; one that has both is UTF-8 with damaged lines.
 */
export function tellEncoding(path: string, given: EncodingName | undefined): ToldEncoding {
  if (given !== undefined) return { name: given, by: 'profile', example: null };
  for (const block of blocksOf(path)) {
    const { name, markBytes } = encodingOf(block);
    if (name !== 'utf-8' || markBytes > 0) return { name, by: 'mark', example: null };
    break;
  }
  if (isAllUtf8(path) || !isSingleByte(path)) return { name: 'utf-8', by: 'bytes', example: null };
  return { name: 'windows-1252', by: 'assumed', example: firstBeyondAscii(path) };
}

/** Whether all of a file is valid UTF-8; the decoder keeps what a block cuts in two. */
function isAllUtf8(path: string): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (const block of blocksOf(path)) decoder.decode(block, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return false;
  }
}

/** Whether no byte beyond ASCII is part of a character of UTF-8, and each of them is one of windows-1252. */
function isSingleByte(path: string): boolean {
  for (const block of blocksOf(path)) {
    for (let at = 0; at < block.length; at++) {
      const byte = block[at] as number;
      if (byte === 0 || UNDEFINED.has(byte)) return false;
      if (byte < FIRST_HIGH) continue;
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1;
      if (length > 1 && at + length <= block.length && isUtf8(block.subarray(at, at + length))) return false;
    }
  }
  return true;
}

function firstBeyondAscii(path: string): ToldEncoding['example'] {
  let found: ToldEncoding['example'] = null;
  forEachLine(path, ({ number, text }) => {
    // A word is enough to see whether it reads as it should.
    const word = found === null ? /[^\s,;|"]*[^\u0000-\u007f][^\s,;|"]*/.exec(text)?.[0] : undefined;
    if (word !== undefined) found = { line: number, text: excerpt(word) };
  }, undefined, 'windows-1252');
  return found;
}
