import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { type DrillResult, drill } from '../../src/pipeline/drill.ts';
import { Inbox } from '../../src/store/inbox/inbox.ts';
import { collect, deliver } from '../pipeline/capture/delivered.ts';
import { type TestProject, approvedReport, makeProject } from '../project-folder.ts';

const drillIn = (project: TestProject): Promise<DrillResult> => project.work((workplace) => drill(workplace, { now: () => performance.now() }));
const arrived = { body: JSON.stringify(approvedReport({ eventId: 'w', id: 'EXP-2' })), eventId: 'w' };

async function capturing(): Promise<TestProject> {
  const project = makeProject();
  await deliver(project, arrived);
  await collect(project, { inputs: true });
  return project;
}

describe('the drill of a project that captures', () => {
  it('switches the real switch: at once, in another process, after a restart, and on again, nothing twice', async () => {
    const { passed, problems, measured } = await drillIn(await capturing());
    expect([passed, problems]).toEqual([true, []]);
    expect(measured.liveDeliveries).toBe(5);
    expect(measured.result).toMatch(/; the live switch within [\d.]+ ms$/);
  });

  it('does so on a copy: the switch and the deliveries of the project stay as they are', async () => {
    const project = await capturing();
    const stateOf = async (): Promise<unknown> => {
      const inbox = await Inbox.open(join(project.dir, 'inbox.db'));
      try {
        return [inbox.switches.all(), inbox.counts(), inbox.lastSequence()];
      } finally {
        inbox.close();
      }
    };
    const before = await stateOf();
    await drillIn(project);
    expect(await stateOf()).toEqual(before);
  });

  it('fails where the switch does not take, and says which delivery went the wrong way', async () => {
    const project = await capturing();
    const sqlite = new Sqlite(join(project.dir, 'inbox.db'));
    sqlite.exec('CREATE TRIGGER stuck BEFORE INSERT ON sync_switch BEGIN SELECT RAISE(IGNORE); END');
    sqlite.close();
    const { passed, problems } = await drillIn(project);
    expect(passed).toBe(false);
    expect(problems).toContain('the live switch: delivery after did not go to the manual export log');
  });

  it('fails where a delivery that is sent again is stored twice', async () => {
    const project = await capturing();
    const sqlite = new Sqlite(join(project.dir, 'inbox.db'));
    sqlite.exec("CREATE TRIGGER twice BEFORE INSERT ON delivery WHEN NEW.event_id LIKE 'po-shadow-drill-%' BEGIN INSERT INTO delivery (endpoint, source, event_id, received_at, body, sha256, route) SELECT NEW.endpoint, 'twice', NEW.event_id || random(), 0, NEW.body, NEW.sha256, NEW.route WHERE NEW.source <> 'twice'; END");
    sqlite.close();
    expect((await drillIn(project)).passed).toBe(false);
  });

  it('of a project that captures nothing says nothing of it', async () => {
    const project = makeProject();
    await collect(project, { inputs: true });
    expect((await drillIn(project)).measured).not.toHaveProperty('liveDeliveries');
  });
});
