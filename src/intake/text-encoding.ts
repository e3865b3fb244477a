import type { EncodingName } from '../domain/header-profile.ts';

/** How a text file is encoded, and how many bytes its byte-order mark takes. */
export interface TextEncoding {
  name: EncodingName;
  markBytes: number;
}

const SAMPLE_BYTES = 4096;

/**
 * Tells a file's encoding by its byte-order mark; without one, UTF-16 shows in every other byte being zero. A few stray zero
 * bytes are damage to a UTF-8 file and no encoding: the line that holds them is set aside, the others are read.
 */
export function encodingOf(start: Buffer): TextEncoding {
  const [one, two, three] = start;
  if (one === 0xff && two === 0xfe) return { name: 'utf-16le', markBytes: 2 };
  if (one === 0xfe && two === 0xff) return { name: 'utf-16be', markBytes: 2 };
  if (one === 0xef && two === 0xbb && three === 0xbf) return { name: 'utf-8', markBytes: 3 };
  const pairs = Math.floor(Math.min(start.length, SAMPLE_BYTES) / 2);
  let evenZeros = 0;
  let oddZeros = 0;
  for (let pair = 0; pair < pairs; pair++) {
    if (start[2 * pair] === 0) evenZeros++;
    if (start[2 * pair + 1] === 0) oddZeros++;
  }
  if (oddZeros > pairs * 0.2 && evenZeros < oddZeros / 4) return { name: 'utf-16le', markBytes: 0 };
  if (evenZeros > pairs * 0.2 && oddZeros < evenZeros / 4) return { name: 'utf-16be', markBytes: 0 };
  return { name: 'utf-8', markBytes: 0 };
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const FIRST_HIGH = 0x80;
const LAST_CONTROL = 0x9f;
/** A byte that no UTF-8 text holds: what was not valid UTF-16 becomes invalid UTF-8, so that its line is set aside and not changed. */
const INVALID = Buffer.from([0xff]);

/** Turns a file's bytes, block by block, into UTF-8. */
export interface Utf8Converter {
  /** The UTF-8 form of the next bytes. */
  toUtf8(bytes: Buffer): Buffer;
  /** What is left at the end of the file. */
  end(): Buffer;
}

/** What converts an encoding into UTF-8; null for UTF-8 itself. */
export function converterFor(name: EncodingName): Utf8Converter | null {
  if (name === 'utf-8') return null;
  return name === 'utf-16le' || name === 'utf-16be' ? new Utf16Decoder(name) : new SingleByteDecoder(name);
}

/** Turns an encoding of one byte a character into UTF-8. A byte that has no character in it stays invalid, so that its line is set aside. */
class SingleByteDecoder implements Utf8Converter {
  readonly #characters: Buffer[];

  constructor(name: EncodingName) {
    const decoder = new TextDecoder(name);
    // The web's iso-8859-1 is windows-1252; the standard's has control characters there.
    const characterOf = (byte: number): string => (name === 'iso-8859-1' ? String.fromCharCode(byte) : decoder.decode(Uint8Array.of(byte)));
    this.#characters = Array.from({ length: 256 }, (_, byte) => {
      const character = characterOf(byte);
      const isUndefined = byte >= FIRST_HIGH && byte <= LAST_CONTROL && name.startsWith('windows') && character === String.fromCharCode(byte);
      return isUndefined ? INVALID : Buffer.from(character, 'utf8');
    });
  }

  toUtf8(bytes: Buffer): Buffer {
    const pieces: Buffer[] = [];
    let start = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte < FIRST_HIGH) continue;
      if (at > start) pieces.push(bytes.subarray(start, at));
      pieces.push(this.#characters[byte] as Buffer);
      start = at + 1;
    }
    if (start === 0) return bytes;
    pieces.push(bytes.subarray(start));
    return Buffer.concat(pieces);
  }

  end(): Buffer {
    return Buffer.alloc(0);
  }
}

/** Turns UTF-16, block by block, into UTF-8. */
class Utf16Decoder implements Utf8Converter {
  readonly #bigEndian: boolean;
  /** Bytes at the end of a block that do not make a character yet: half a code unit, or the first of a pair. */
  #left: Buffer = Buffer.alloc(0);

  constructor(encoding: 'utf-16le' | 'utf-16be') {
    this.#bigEndian = encoding === 'utf-16be';
  }

  toUtf8(bytes: Buffer): Buffer {
    const whole = Buffer.concat([this.#left, bytes]);
    let end = whole.length - (whole.length % 2);
    if (end >= 2) {
      const last = this.#bigEndian ? whole.readUInt16BE(end - 2) : whole.readUInt16LE(end - 2);
      if (last >= 0xd800 && last <= 0xdbff) end -= 2;
    }
    this.#left = Buffer.from(whole.subarray(end));
    const units = whole.subarray(0, end);
    return utf8Of((this.#bigEndian ? units.swap16() : units).toString('utf16le'));
  }

  /** What is left at the end of the file: nothing, or the sign that it was cut. */
  end(): Buffer {
    return this.#left.length === 0 ? this.#left : INVALID;
  }
}

function utf8Of(text: string): Buffer {
  if (text.isWellFormed()) return Buffer.from(text, 'utf8');
  const pieces = text.split(LONE_SURROGATE).flatMap((piece) => [INVALID, Buffer.from(piece, 'utf8')]);
  return Buffer.concat(pieces.slice(1));
}
