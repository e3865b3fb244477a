import { writeSync } from 'node:fs';
import { relative } from 'node:path';
import { styleText } from 'node:util';
import type { Paint } from '../report/paint.ts';

/** Writes to standard output; returns false once nobody reads it any more (`| head`), so that the caller can stop. */
export function writeOut(text: string): boolean {
  return writeAll(1, text);
}

/** Writes a line to standard error. */
export function tell(text: string): void {
  writeAll(2, `${text}\n`);
}

function writeAll(descriptor: number, text: string): boolean {
  const bytes = Buffer.from(text, 'utf8');
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      else if (code === 'EPIPE') return false;
      else throw error;
    }
  }
  return true;
}

/** A command as it can be typed in the present folder, for the project in another one. */
export function commandFor(folder: string, words: string): string {
  const shown = relative(process.cwd(), folder);
  return `npx po-shadow ${words}${shown === '' ? '' : ` --project ${/^[\w./\\:-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`}`}`;
}

/** Colours for a stream: none where it is no terminal or NO_COLOR is set. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return (colour, text) => styleText(colour, text, { stream, validateStream: true });
}

/** The width that a table may take: --width, else the terminal's, else null for as wide as it needs. */
export function tableWidth(given: number | undefined): number | null {
  if (given !== undefined) return given;
  return process.stdout.isTTY ? Math.max(process.stdout.columns || 80, 40) : null;
}

/** Whether somebody looks at standard output on a terminal, rather than a file or a program reading it. */
export const isOnTerminal = (): boolean => process.stdout.isTTY === true;
