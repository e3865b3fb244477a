import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CannotRun } from '../../src/domain/trouble.ts';
import { type Project, findInputs, findProject, findSheets } from '../../src/project/project.ts';
import { sheetNamed } from '../../src/reference/sheets.ts';
import { makeFolder } from '../project-folder.ts';

/** A folder with a project in it and a file beside it. */
function layout(): { project: Project; outside: string } {
  const outside = makeFolder();
  const folder = join(outside, 'project');
  for (const path of ['exports/june', 'mapping']) mkdirSync(join(folder, path), { recursive: true });
  for (const path of ['po-shadow.yaml', 'approvals.jsonl', 'exports/b.csv', 'exports/a.csv', 'exports/june/c.csv', 'mapping/vendors.csv', 'mapping/Categories.CSV', 'mapping/notes.csv', 'mapping/departments.txt']) writeFileSync(join(folder, path), 'x');
  writeFileSync(join(outside, 'secret.csv'), 'x');
  return { project: { folder, allowOutside: false }, outside };
}

const shown = (project: Project, ...patterns: string[]): string[] => findInputs(project, patterns, 'inputs.ledger[0]').map((file) => file.shown);

function told(work: () => unknown): string {
  try {
    work();
    return 'nothing';
  } catch (error) {
    if (error instanceof CannotRun) return `${error.where}: ${error.message}`;
    throw error;
  }
}

describe('an input', () => {
  it('is a path, or a pattern whose files come in the order of their names, each once', () => {
    const { project } = layout();
    expect(shown(project, 'approvals.jsonl')).toEqual(['approvals.jsonl']);
    expect(shown(project, 'exports/*.csv', 'exports/b.csv')).toEqual(['exports/a.csv', 'exports/b.csv']);
    expect(shown(project, 'exports/**/{b,c}.csv')).toEqual(['exports/b.csv', 'exports/june/c.csv']);
  });

  it('names what watch took from its folder, behind the hash in done/, and nothing else there', () => {
    const { project } = layout();
    const hash = 'a'.repeat(64);
    mkdirSync(join(project.folder, 'exports/done'));
    for (const name of [`${hash}-a.csv`, `${hash}-notes.txt`, 'b.csv', `${'x'.repeat(64)}-c.csv`]) writeFileSync(join(project.folder, 'exports/done', name), 'x');
    expect(shown(project, 'exports/*.csv')).toEqual(['exports/a.csv', 'exports/b.csv', `exports/done/${hash}-a.csv`]);
    rmSync(join(project.folder, 'exports/a.csv'));
    expect(shown(project, 'exports/a.csv')).toEqual([`exports/done/${hash}-a.csv`]);
    expect(told(() => shown(project, 'exports/other-*.csv'))).toContain('no file fits');
  });

  it('may have a name that looks like a pattern', () => {
    const { project } = layout();
    writeFileSync(join(project.folder, 'export [1].csv'), 'x');
    expect(shown(project, 'export [1].csv')).toEqual(['export [1].csv']);
  });

  it.each([
    ['missing.csv', /^missing\.csv: there is no such file \(named in po-shadow\.yaml: inputs\.ledger\[0\]\)$/],
    ['exports', /^exports: this is a folder, not a file/],
    ['approvals.jsonl/x', /there is no such file/],
    ['none/*.csv', /^po-shadow\.yaml: inputs\.ledger\[0\]: no file fits "none\/\*\.csv"$/],
    ['a\u0000b.csv', /this is not a name that a file can have/],
    [`${'x'.repeat(300)}.csv`, /the name is too long/],
    [`${'{a,b}'.repeat(20)}.csv`, /names too many alternatives in braces/],
    ['{1..999999}.csv', /names too many alternatives in braces/],
  ])('that can\'t be read is refused by name: %j', (pattern, message) => {
    expect(told(() => shown(layout().project, pattern))).toMatch(message);
  });

  it('that is a device or leads round in a circle is refused', () => {
    const { project } = layout();
    symlinkSync('loop.csv', join(project.folder, 'loop.csv'));
    expect(told(() => shown(project, 'loop.csv'))).toMatch(/^loop\.csv: the links lead round in a circle$/);
    expect(told(() => shown({ ...project, allowOutside: true }, '/dev/zero'))).toMatch(/this is not a regular file/);
  });
});

describe('an input outside the project folder', () => {
  const OUTSIDE = /lies outside the project folder|searches outside the project folder/;

  it.each([
    ['one level up', () => '../secret.csv'],
    ['around a corner', () => 'exports/../../secret.csv'],
    ['an absolute path', (outside: string) => join(outside, 'secret.csv')],
    ['a pattern one level up', () => '../*.csv'],
    ['a pattern with an absolute path', (outside: string) => join(outside, '*.csv')],
    ['a pattern around a corner', () => 'exports/*/../../../*.csv'],
    ['a link', () => 'link.csv'],
    ['a folder that is a link', () => 'linked/secret.csv'],
    ['a pattern over a link', () => 'link*.csv'],
  ])('is refused, and read only where that was allowed: %s', (_, nameOf) => {
    const { project, outside } = layout();
    symlinkSync(join(outside, 'secret.csv'), join(project.folder, 'link.csv'));
    symlinkSync(outside, join(project.folder, 'linked'));
    expect(told(() => shown(project, nameOf(outside)))).toMatch(OUTSIDE);
    expect(shown({ ...project, allowOutside: true }, nameOf(outside)).length).toBeGreaterThan(0);
  });

  it('is not one whose project is itself reached by a link', () => {
    const { project, outside } = layout();
    symlinkSync(project.folder, join(outside, 'by-link'));
    expect(shown({ ...project, folder: join(outside, 'by-link') }, 'exports/a.csv')).toEqual(['exports/a.csv']);
  });

  it('is not a folder beside it whose name begins the same', () => {
    const { project, outside } = layout();
    mkdirSync(join(outside, 'project-2'));
    writeFileSync(join(outside, 'project-2', 'x.csv'), 'x');
    expect(told(() => shown(project, '../project-2/x.csv'))).toMatch(OUTSIDE);
  });
});

describe('a folder of sheets', () => {
  const sheets = (project: Project, folder = 'mapping') => findSheets(project, folder, (name) => sheetNamed('mapping', name), 'mapping').map(({ shown: name, sheet }) => [name, sheet]);

  it('gives the sheets by name, whatever case it has; other files are passed over', () => {
    expect(sheets(layout().project)).toEqual([['mapping/Categories.CSV', 'categories'], ['mapping/vendors.csv', 'vendors']]);
  });

  it('with one sheet in two files is refused', () => {
    const { project } = layout();
    writeFileSync(join(project.folder, 'mapping', 'Vendors.xlsx'), 'x');
    expect(told(() => sheets(project))).toBe('mapping/vendors.csv: both this file and mapping/Vendors.xlsx are the sheet vendors');
  });

  it('that is missing, a file or outside is refused', () => {
    const { project, outside } = layout();
    expect(told(() => sheets(project, 'maping'))).toBe('maping: there is no such folder');
    expect(told(() => sheets(project, 'approvals.jsonl'))).toBe('approvals.jsonl: this is a file, not a folder of sheets');
    expect(told(() => sheets(project, '..'))).toMatch(/lies outside the project folder/);
    symlinkSync(join(outside, 'secret.csv'), join(project.folder, 'mapping', 'locations.csv'));
    expect(told(() => sheets(project))).toMatch(/^mapping\/locations\.csv: the file lies outside the project folder$/);
  });
});

describe('the project', () => {
  it('is the folder named, or the nearest one upwards with settings', () => {
    const { project } = layout();
    expect(findProject(undefined, join(project.folder, 'exports/june'), false).folder).toBe(project.folder);
    expect(findProject('project', join(project.folder, '..'), false).folder).toBe(project.folder);
  });

  it.each(['po-shadow.db', 'po-shadow.db-journal', 'evidence', 'reports'])('in which %s is a link to elsewhere is refused: nothing is written outside the folder', (name) => {
    const { project, outside } = layout();
    symlinkSync(join(outside, 'secret.csv'), join(project.folder, name));
    expect(told(() => findProject(project.folder, '/', false))).toMatch(/lies outside the project folder/);
    expect(told(() => findProject(undefined, project.folder, false))).toMatch(/lies outside the project folder/);
    expect(findProject(project.folder, '/', true).folder).toBe(project.folder);
    const { project: other } = layout();
    symlinkSync(join(outside, 'not-there'), join(other.folder, name));
    expect(told(() => findProject(other.folder, '/', false))).toBe(`${name}: this is a link to nothing`);
    const { project: third } = layout();
    symlinkSync('exports', join(third.folder, name));
    expect(findProject(third.folder, '/', false).folder).toBe(third.folder);
  });

  it('that is not there is told so, with the command that makes one', () => {
    const folder = makeFolder();
    expect(() => findProject(undefined, folder, false)).toThrow(/no po-shadow\.yaml in this folder or above it/);
    expect(() => findProject('elsewhere', folder, false)).toThrow(/there is no such folder/);
  });
});
