import { accessSync, constants, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const IN_MEMORY = '/dev/shm';
/** Far more than the folders of all tests take at once. */
const ENOUGH_BYTES = 4 * 2 ** 30;

function hasRoom(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= ENOUGH_BYTES;
  } catch {
    return false;
  }
}

/**
 * What all tests and the processes that they start inherit. The compiled program is kept between processes, since compiling takes half of
 * what a small command does. Temporary folders lie in memory where there is room: what a database waits for its disk shows nothing but
 * where a stranger watches it write, and `ON_DISK` (`project-folder.ts`) is for that.
 */
export function setup(): (() => void) | undefined {
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/po-shadow-tests', import.meta.url));
  process.env.PO_SHADOW_TESTS_DISK ??= tmpdir();
  if (process.env.TMPDIR !== undefined || !hasRoom(IN_MEMORY)) return undefined;
  const folder = mkdtempSync(join(IN_MEMORY, 'po-shadow-tests-'));
  process.env.TMPDIR = folder;
  // A run that is interrupted leaves its folder, as it does on a disk.
  return () => rmSync(folder, { recursive: true, force: true });
}
