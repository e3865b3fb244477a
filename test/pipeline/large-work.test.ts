import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { startComparer } from '../../src/pipeline/compare-beside.ts';
import { IDLE_THREADS } from '../../src/pipeline/idle-threads.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { WORK_WORKER, startAhead } from '../../src/pipeline/large-work.ts';
import { startReplayer } from '../../src/pipeline/replay-beside.ts';
import { replayRecord, startReplayThreads } from '../../src/pipeline/replay-record.ts';
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

describe('the threads of a replay', () => {
  const waiting = () => ['replay-worker', 'comparing-worker'].map((module) => IDLE_THREADS.take(module));

  test('are used by it where they were started before, and it comes to the same', async () => {
    const digests: string[] = [];
    for (const before of [[], [startReplayer, startComparer]]) {
      await makeProject().work(async (workplace) => {
        await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
        for (const start of before) start();
        digests.push((await replayRecord(workplace, undefined, { besideFromEvents: 0 })).run.digest);
      });
      expect(waiting()).toEqual([undefined, undefined]);
    }
    expect(digests[1]).toBe(digests[0]);
  });

  test('are not started for a small record', async () => {
    await makeProject().work(async (workplace) => {
      await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false, onRead: () => startReplayThreads(workplace, 0) });
    });
    expect(waiting()).toEqual([undefined, undefined]);
  });
});
