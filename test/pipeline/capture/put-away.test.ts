import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { finishMoving, hashOfAll, putAway } from '../../../src/pipeline/capture/put-away.ts';
import { droppedFiles } from '../../../src/project/dropped-files.ts';
import { makeFolder } from '../../project-folder.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const NOTE = '.po-shadow-moving';
let folder: string;
beforeEach(() => {
  folder = join(makeFolder(), 'drop');
  mkdirSync(folder);
  for (const name of ['headers.csv', 'lines.csv']) writeFileSync(join(folder, name), name);
});

const hashed = () => droppedFiles(folder).map((file) => ({ ...file, sha256: sha256(file.name) }));
const noted = (files: { name: string; sha256: string }[], together = hashOfAll(hashed())): string => JSON.stringify({ to: 'done', together, files });
const BOTH = ['headers.csv', 'lines.csv'].map((name) => ({ name, sha256: sha256(name) }));

describe('files of one export', () => {
  it('are put away under one hash, which other lines beside the same headers do not have', () => {
    const files = hashed();
    expect(putAway(folder, 'done', files)).toBe(true);
    expect([readdirSync(folder), readdirSync(join(folder, 'done'))]).toEqual([['done'], [`${hashOfAll(files)}-headers.csv`, `${hashOfAll(files)}-lines.csv`]]);
    expect(hashOfAll([...files.slice(0, 1), { ...files[1], sha256: sha256('other lines') } as (typeof files)[number]])).not.toBe(hashOfAll(files));
    expect(hashOfAll(files.slice(0, 1))).toBe(sha256('headers.csv'));
  });

  it('stay together where one has changed since it was read', () => {
    const files = hashed();
    writeFileSync(join(folder, 'lines.csv'), 'other lines');
    expect(putAway(folder, 'done', files)).toBe(false);
    expect(readdirSync(folder)).toEqual(['headers.csv', 'lines.csv']);
  });

  it('end in one place also where the process was killed between two moves', () => {
    const files = hashed();
    putAway(folder, 'done', files.slice(0, 1));
    writeFileSync(join(folder, NOTE), noted(BOTH, hashOfAll(files)));
    finishMoving(folder);
    expect(readdirSync(folder)).toEqual(['done']);
    expect(readdirSync(join(folder, 'done'))).toContain(`${hashOfAll(files)}-lines.csv`);
  });

  it('are left where another file has come under the name meanwhile', () => {
    writeFileSync(join(folder, NOTE), noted(BOTH));
    writeFileSync(join(folder, 'lines.csv'), 'lines of the next day');
    finishMoving(folder);
    expect([readFileSync(join(folder, 'lines.csv'), 'utf8'), existsSync(join(folder, NOTE))]).toEqual(['lines of the next day', false]);
  });

  it.each([
    ['is half written', () => noted(BOTH).slice(0, 40)],
    ['names a file outside the folder', () => noted([{ name: '../secret', sha256: sha256('secret') }])],
    ['puts it outside the folder', () => noted(BOTH, `../../${'a'.repeat(58)}`)],
  ])('are not moved by a note that %s', (_how, note) => {
    writeFileSync(join(folder, '../secret'), 'secret');
    writeFileSync(join(folder, NOTE), note());
    finishMoving(folder);
    expect([readdirSync(folder), existsSync(join(folder, '../secret'))]).toEqual([['headers.csv', 'lines.csv'], true]);
  });

  it('are moved without writing through a link that somebody put in the way', () => {
    writeFileSync(join(folder, '../secret'), 'secret');
    symlinkSync('../secret', join(folder, NOTE));
    putAway(folder, 'done', hashed());
    expect([readFileSync(join(folder, '../secret'), 'utf8'), readdirSync(folder)]).toEqual(['secret', ['done']]);
  });
});
