import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DroppedFile, droppedFiles, fitsAny } from '../../src/project/dropped-files.ts';
import { Settling } from '../../src/project/settling.ts';
import { makeFolder } from '../project-folder.ts';

const file = (parts: Partial<DroppedFile> = {}): DroppedFile => ({ name: 'a.jsonl', path: '/a.jsonl', size: 10, modifiedAt: 1, isMarked: false, ...parts });

describe('a dropped file is whole', () => {
  it('when neither its size nor its time changed for so many seconds', () => {
    const settling = new Settling(5);
    expect(settling.observe([file()], 0)).toEqual([]);
    expect(settling.observe([file({ size: 20 })], 4_000)).toEqual([]);
    expect(settling.observe([file({ size: 20 })], 8_999)).toEqual([]);
    expect(settling.observe([file({ size: 20 })], 9_000)).toHaveLength(1);
  });

  it('not while its time changes, though its size is the same', () => {
    const settling = new Settling(5);
    settling.observe([file()], 0);
    expect(settling.observe([file({ modifiedAt: 2 })], 10_000)).toEqual([]);
  });

  it('at once where a marker says so', () => {
    expect(new Settling(3_600).observe([file({ isMarked: true })], 0)).toHaveLength(1);
  });

  it('never at first sight, and not for having been there under the same name before', () => {
    const settling = new Settling(0);
    expect(settling.observe([file()], 0)).toEqual([]);
    settling.observe([], 1_000);
    expect(settling.observe([file()], 2_000)).toEqual([]);
    expect(settling.observe([file()], 2_001)).toHaveLength(1);
  });
});

describe('a watched folder', () => {
  it('holds the files to take; folders, links, markers and what senders have not finished are left alone', () => {
    const folder = makeFolder();
    for (const name of ['b.csv', 'a.jsonl', 'a.jsonl.done', 'c.csv.part', 'd.csv.filepart', '.hidden', 'e.tmp', 'f.csv~']) writeFileSync(join(folder, name), 'x');
    mkdirSync(join(folder, 'done'));
    symlinkSync('/etc/passwd', join(folder, 'g.csv'));
    expect(droppedFiles(folder).map(({ name, isMarked }) => [name, isMarked])).toEqual([['a.jsonl', true], ['b.csv', false]]);
  });

  it('has the files that the last step of a pattern names', () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'approvals-1.jsonl'), 'x');
    expect([['exports/approvals-*.jsonl'], ['approvals-1.jsonl'], ['x/{ledger,approvals}-?.jsonl']].map((patterns) => fitsAny(folder, 'approvals-1.jsonl', patterns))).toEqual([true, true, true]);
    expect([['approvals-*.csv'], ['approvals-*.jsonl/other'], []].map((patterns) => fitsAny(folder, 'approvals-1.jsonl', patterns))).toEqual([false, false, false]);
  });
});
