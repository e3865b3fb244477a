import { chmod, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A file's name while it is written. */
export const temporaryName = (out: string): string => join(dirname(out), `.${basename(out)}.${process.pid}.part`);

/** Puts finished files in place of what was there, whole or not at all, readable by their owner alone. */
export async function placeFiles(files: readonly { temporary: string; out: string }[]): Promise<void> {
  for (const { temporary } of files) {
    await chmod(temporary, 0o600);
    const file = await open(temporary, 'r+');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  }
  for (const { temporary, out } of files) await rename(temporary, out);
}

/** Removes what a failure left behind. */
export async function dropFiles(temporaries: readonly string[]): Promise<void> {
  for (const temporary of temporaries) await rm(temporary, { force: true });
}
