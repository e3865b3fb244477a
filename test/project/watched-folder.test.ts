import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { droppedFiles } from '../../src/project/dropped-files.ts';
import { assertMayBeWatched } from '../../src/project/watched-folder.ts';
import { makeFolder, makeProject } from '../project-folder.ts';

const SETTINGS = {
  inputs: { approvals: [{ source: 'generic', files: 'drop/done/*.jsonl' }], ledger: [{ format: 'generic', files: 'ledger.csv' }], master: [{ folder: 'master' }, { sheet: 'items', file: 'sheets/items.csv' }], erpLog: [{ files: 'logs/*.jsonl' }] },
  listen: { endpoints: [{ path: '/hooks/ramp', source: 'ramp', verify: 'ramp', secret: { file: 'secrets/ramp' } }, { path: '/hooks/concur', source: 'concur-reports', verify: 'concur', publicKey: 'keys/concur.pem', digest: 'sha256' }] },
  alerts: { channels: [{ name: 'finance', kind: 'slack', url: { file: 'addresses/slack' } }] },
};

const watch = (name: string) => {
  const project = makeProject({ settings: SETTINGS });
  const folder = join(project.dir, name);
  mkdirSync(folder, { recursive: true });
  return project.work(async ({ project: own, settings }) => assertMayBeWatched(own, settings, folder, name));
};

describe('a folder is watched', () => {
  it.each(['drop', 'drop/concur', 'mapping-drop', 'exports'])('where it is for deliveries alone: %s', async (name) => {
    await watch(name);
  });
});

describe('a folder is never watched', () => {
  it.each([
    ['.', 'project folder'], ['master', 'sheets'], ['mapping', 'sheets'], ['mapping/old', 'sheets'], ['sheets', 'sheets'], ['evidence', 'evidence'], ['reports', 'reports'],
    ['secrets', 'secrets'], ['addresses', 'secrets'], ['keys', 'keys'], ['logs', 'logs'], ['drop/done', 'was taken'], ['drop/refused', 'was taken'],
  ])('where its files are no deliveries: %s', async (name, says) => {
    await expect(watch(name)).rejects.toThrow(says);
  });

  it('where a link leads to such a one, nor where it is another project', async () => {
    const project = makeProject();
    const link = join(makeFolder(), 'drop');
    symlinkSync(join(project.dir, 'mapping'), link);
    const other = makeProject();
    await project.work(async ({ project: own, settings }) => {
      expect(() => assertMayBeWatched(own, settings, link, 'drop')).toThrow('sheets');
      expect(() => assertMayBeWatched(own, settings, other.dir, other.dir)).toThrow('project folder');
    });
  });
});

describe('files of a project', () => {
  it('are never taken for deliveries, and po-shadow watch moves none of its own', async () => {
    const folder = makeFolder();
    for (const name of ['po-shadow.yaml', 'po-shadow.db', 'po-shadow.db-journal', 'inbox.db', 'inbox.db-wal', 'inbox.lock', 'alerts.db', 'alerts.db-wal', 'alerts.lock', 'rollback.yaml', 'inbox.csv']) writeFileSync(join(folder, name), 'x');
    expect(droppedFiles(folder).map(({ name }) => name)).toEqual(['inbox.csv']);
    const project = makeProject();
    const before = readdirSync(project.dir);
    expect(await project.run(['watch', project.dir, '--once'])).toMatchObject({ code: 2, stderr: expect.stringContaining('project folder') });
    expect(readdirSync(project.dir)).toEqual(expect.arrayContaining(before));
  });
});
