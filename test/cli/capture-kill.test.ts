import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Random } from '../../src/demo/random.ts';
import { auditProject } from '../../src/pipeline/audit-project.ts';
import { RecordReader } from '../../src/store/record-reader.ts';
import { Inbox } from '../../src/store/inbox/inbox.ts';
import { approvedReport, makeProject } from '../project-folder.ts';
import { LISTEN, type Receiving, startReceiver } from './receiving.ts';

// Between the inbox and the record there is no transaction that holds both: what is handed over when the process dies must be neither skipped nor doubled.

const KILLS = Number(process.env.RECEIVER_KILLS ?? 10);
const MOST_MS_OF_A_KILL = 15_000;
const started: Receiving[] = [];
afterEach(async () => {
  for (const each of started.splice(0)) await each.end('SIGKILL');
});

describe('a receiver that is killed while it collects and replays', () => {
  it(`leaves every acknowledged delivery once in the record (${KILLS} kills)`, async () => {
    const project = makeProject({ settings: { listen: { ...LISTEN, replayAfterSeconds: 0.02 } } });
    await project.run(['run']);
    const random = new Random(7);
    const acknowledged: string[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const receiving = await startReceiver(project.dir);
      started.push(receiving);
      const until = performance.now() + random.integer(0, 1_200);
      for (let next = 0; performance.now() < until; next++) {
        const id = `EXP-${kill}-${next}`;
        if ((await receiving.post(JSON.stringify(approvedReport({ eventId: id, id })))) === 200) acknowledged.push(id);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      await receiving.end('SIGKILL');
    }
    const { code, stderr } = await project.run(['run']);
    expect(code, stderr).toBe(0);
    const inbox = await Inbox.open(join(project.dir, 'inbox.db'));
    const stored = inbox.lastSequence();
    expect(inbox.pages.all().reduce((sum, page) => sum + inbox.pages.sizeOf(page), 0)).toBe(stored);
    inbox.close();
    const { reports, events } = await project.work(async ({ database }) => ({ reports: new RecordReader(database).reportIds(), events: new RecordReader(database).counts().events }));
    const known = new Set(reports);
    expect(acknowledged.filter((id) => !known.has(id))).toEqual([]);
    // EXP-9041 of approvals.jsonl beside what was delivered.
    expect([reports.length, events]).toEqual([stored + 1, stored + 1]);
    expect((await project.work((workplace) => auditProject(workplace))).checks.flatMap(({ problems }) => problems)).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(KILLS);
  }, KILLS * MOST_MS_OF_A_KILL + 60_000);
});
