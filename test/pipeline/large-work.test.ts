import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { IDLE_THREADS } from '../../src/pipeline/idle-threads.ts';
import { WORK_WORKER, startAhead } from '../../src/pipeline/large-work.ts';
import { loadSettings } from '../../src/project/load-settings.ts';
import { makeProject } from '../project-folder.ts';

/** Whether a thread was started for a project whose work is large from so many bytes on; it is ended. */
async function isStarted({ folder, bytes }: { folder: string; bytes: number }): Promise<boolean> {
  const project = { folder, allowOutside: false };
  startAhead(project, await loadSettings(project), { bytes });
  const worker = IDLE_THREADS.take(WORK_WORKER);
  await worker?.terminate();
  return worker !== undefined;
}

describe('the thread of large work', () => {
  afterEach(() => expect(IDLE_THREADS.take(WORK_WORKER)).toBeUndefined());

  test('is started ahead for large exports alone', async () => {
    const { dir } = makeProject();
    expect(await isStarted({ folder: dir, bytes: 1 })).toBe(true);
    expect(await isStarted({ folder: dir, bytes: Number.MAX_SAFE_INTEGER })).toBe(false);
  });

  test('is not started ahead where a record may know the exports', async () => {
    const { dir } = makeProject();
    writeFileSync(join(dir, 'po-shadow.db'), '');
    expect(await isStarted({ folder: dir, bytes: 1 })).toBe(false);
  });

  test('is not started ahead where an export is missing, which is told later', async () => {
    const { dir } = makeProject({ settings: { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'missing.csv' }] } } });
    expect(await isStarted({ folder: dir, bytes: 1 })).toBe(false);
  });
});
