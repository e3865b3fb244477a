import { existsSync, lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SelftestResult, selftestRecordSchema } from '../../domain/selftest.ts';
import { visibleJson } from '../../domain/text.ts';
import { readWholeText } from '../../intake/lines.ts';
import type { Project } from '../../project/project.ts';

/** Where the newest result of a project is kept, below its folder. */
export const SELFTEST_RECORD = 'reports/selftest.json';

/** Larger than any result. */
const LARGEST_RECORD = 1024 * 1024;

/** Keeps a result, put in place whole; the one before is gone. */
export function keepSelftest({ folder }: Project, result: SelftestResult): void {
  const path = join(folder, SELFTEST_RECORD);
  mkdirSync(join(folder, 'reports'), { recursive: true });
  const incoming = `${path}.${process.pid}`;
  try {
    writeFileSync(incoming, `${visibleJson({ version: 1, ...result }, 2)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(incoming, path);
  } catch (error) {
    rmSync(incoming, { force: true });
    throw error;
  }
}

/** The newest result; null where there is none, or what is there is none. A folder may come by mail, so nothing is taken that was not written so. */
export function keptSelftest({ folder }: Project): SelftestResult | null {
  const path = join(folder, SELFTEST_RECORD);
  if (!existsSync(path) || !lstatSync(path).isFile()) return null;
  try {
    const { version: _version, ...result } = selftestRecordSchema.parse(JSON.parse(readWholeText(path, LARGEST_RECORD, SELFTEST_RECORD)));
    return result as SelftestResult;
  } catch {
    return null;
  }
}
