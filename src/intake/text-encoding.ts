/** How a text file is encoded, and how many bytes its byte-order mark takes. */
export interface TextEncoding {
  name: 'utf-8' | 'utf-16le' | 'utf-16be';
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
/** A byte that no UTF-8 text holds: what was not valid UTF-16 becomes invalid UTF-8, so that its line is set aside and not changed. */
const INVALID = Buffer.from([0xff]);

/** Turns UTF-16, block by block, into UTF-8. */
export class Utf16Decoder {
  readonly #bigEndian: boolean;
  /** Bytes at the end of a block that do not make a character yet: half a code unit, or the first of a pair. */
  #left: Buffer = Buffer.alloc(0);

  constructor(encoding: 'utf-16le' | 'utf-16be') {
    this.#bigEndian = encoding === 'utf-16be';
  }

  /** The UTF-8 form of the next bytes. */
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
