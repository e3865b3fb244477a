import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assertKnownInbox } from '../../../src/pipeline/capture/known-inbox.ts';
import { noteSwitches } from '../../../src/pipeline/capture/note-switches.ts';
import { uncollected } from '../../../src/pipeline/capture/uncollected.ts';
import { RecordReader } from '../../../src/store/record-reader.ts';
import { Inbox } from '../../../src/store/inbox/inbox.ts';
import { type TestProject, approvedReport, makeProject } from '../../project-folder.ts';
import { collect, deliver } from './delivered.ts';
import { withInbox } from '../../../src/pipeline/capture/with-inbox.ts';

const DELIVERY = { body: JSON.stringify(approvedReport()) };
const inboxOf = ({ dir }: TestProject): string => join(dir, 'inbox.db');
const lose = (project: TestProject): void => {
  for (const end of ['', '-wal', '-shm']) rmSync(`${inboxOf(project)}${end}`, { force: true });
};
const makeAnother = async (project: TestProject): Promise<void> => (await Inbox.open(inboxOf(project))).close();
const switchOff = (project: TestProject) => project.work((workplace) => withInbox(workplace, 0, async (inbox) => {
  inbox.switches.switchTo('off', { at: 0, clock: 'machine', person: 'dana', osUser: null, osHost: null, reason: 'cutover moved' });
  return noteSwitches(workplace, inbox);
}));
const trouble = (project: TestProject) => project.work(async (workplace) => {
  const told = await uncollected(workplace, await new RecordReader(workplace.database).imports());
  await expect(assertKnownInbox(workplace)).rejects.toMatchObject({ remedy: expect.stringContaining('backup') });
  return told;
});

describe('an inbox that is not the one of which the record tells', () => {
  it('because it is gone, and the sync was switched off in it, is told, and no command makes a new one', async () => {
    const project = makeProject();
    await deliver(project, DELIVERY);
    await switchOff(project);
    lose(project);
    expect(await trouble(project)).toEqual([expect.stringContaining('inbox.db is gone')]);
    expect(await project.run(['sync', 'status'])).toMatchObject({ code: 2, stderr: expect.stringContaining('inbox.db is gone') });
    expect(existsSync(inboxOf(project))).toBe(false);
  });

  it('because another lies there, where the sync is on, is told by the switch that it does not know', async () => {
    const project = makeProject();
    await makeAnother(project);
    await switchOff(project);
    lose(project);
    await makeAnother(project);
    expect(await trouble(project)).toEqual([expect.stringContaining('it does not know switch 1 of the sync (off)')]);
  });

  it('because a copy of before was put back, is told by the page that it does not hold', async () => {
    const project = makeProject();
    await makeAnother(project);
    copyFileSync(inboxOf(project), `${inboxOf(project)}.kept`);
    await deliver(project, DELIVERY);
    await collect(project);
    lose(project);
    copyFileSync(`${inboxOf(project)}.kept`, inboxOf(project));
    expect(await trouble(project)).toEqual([expect.stringContaining('it does not hold inbox/hooks/generic/000001.deliveries')]);
  });
});

describe('an inbox is taken as it is', () => {
  it.each([
    ['where nothing was ever captured', async () => {}],
    ['where it is ahead of the record', (project: TestProject) => deliver(project, DELIVERY)],
    ['where it holds what the record and the trail tell of', async (project: TestProject) => {
      await deliver(project, DELIVERY);
      await collect(project);
      await switchOff(project);
    }],
  ])('%s', async (_where, happened: (project: TestProject) => Promise<unknown>) => {
    const project = makeProject();
    await happened(project);
    await project.work((workplace) => assertKnownInbox(workplace));
  });
});
