import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { CannotRun } from '../../src/domain/trouble.ts';
import { goldenProject } from '../golden/golden-project.ts';
import { type ProjectParts, approvalsText, approvedReport, makeFolder, makeProject } from '../project-folder.ts';
import { command, inFolder, workedRun } from './generated-project.ts';

let open: string;
let agreeing: string;
beforeAll(async () => {
  open = goldenProject('first-three-transactions');
  agreeing = makeProject().dir;
  for (const dir of [open, agreeing]) await workedRun(dir);
});

describe.concurrent('exit code 0', () => {
  it.each([['run'], ['variance'], ['replay'], ['explain EXP-9041']])('is that of %s when it is done, with open variances too', async (words) => {
    expect((await inFolder(open, words.split(' '))).code).toBe(0);
  });

  it('is that of --help and --version, of the program and of its commands', async () => {
    for (const words of [['--help'], ['--version'], ...['demo', 'import', 'variance'].map((name) => [name, '--help'])]) {
      const { code, stdout, stderr } = await command(words);
      expect([code, stderr], words.join(' ')).toEqual([0, '']);
      expect(stdout.length).toBeGreaterThan(4);
    }
  });

  it('is that of rows in quarantine, which alone change nothing', async () => {
    const project = makeProject({ approvals: approvalsText(approvedReport(), 'not json') });
    const { code, stderr } = await inFolder(project.dir, ['run']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/1 in quarantine[\s\S]*po-shadow quarantine/);
    expect((await inFolder(project.dir, ['quarantine'])).stdout).toMatch(/approvals\.jsonl:2: not valid JSON/);
  });
});

describe.concurrent('exit code 1', () => {
  it.each([['run'], ['variance']])('is the answer of %s --fail-on open where something is open, and 0 where nothing is', async (name) => {
    const asked = await inFolder(open, [name, '--fail-on', 'open']);
    expect(asked.code).toBe(1);
    expect(asked.stdout).toContain('EXP-9060');
    expect((await inFolder(agreeing, [name, '--fail-on', 'open'])).code).toBe(0);
  });

  it('counts the rows that were asked for', async () => {
    expect((await inFolder(open, ['variance', '--fail-on', 'open', '--status', 'match'])).code).toBe(0);
    expect((await inFolder(open, ['variance', '--fail-on', 'open', '--week', '1', '--format', 'json'])).code).toBe(1);
    expect((await inFolder(open, ['variance', '--fail-on', 'open', '--week', '2'])).code).toBe(0);
  });
});

describe.concurrent('exit code 2', () => {
  const USAGE: readonly (readonly [words: readonly string[], says: RegExp])[] = [
    [[], /command[\s\S]*--help/],
    [['varience'], /Did you mean variance\?[\s\S]*--help/],
    [['run', '--formt', 'json'], /formt[\s\S]*--help/],
    [['variance', '--format', 'xml'], /xml[\s\S]*json[\s\S]*--help/],
    [['variance', '--status', 'mach'], /mach[\s\S]*Did you mean match\?/],
    [['variance', '--status', 'match,constructor'], /constructor/],
    [['variance', '--week', '3'], /--week 3[\s\S]*1 to 2/],
    [['variance', '--week', 'last'], /--week/],
    [['run', '--fail-on', 'closed'], /closed[\s\S]*open/],
    [['explain'], /--help/],
    [['explain', 'EXP-0000'], /EXP-0000/],
    [['import', 'ledger'], /--help/],
    [['import', 'receipts', 'a.csv'], /receipts/],
    [['import', 'ledger', 'not-there.csv'], /not-there\.csv: there is no such file/],
    [['import', 'approvals', 'approvals.jsonl', '--as', 'expensifi'], /expensifi/],
    [['import', 'mapping', 'ledger.csv'], /ledger\.csv[\s\S]*--as/],
  ];

  it.each(USAGE)('is that of a mistake in the command, said in a line with what to do: %j', async (words, says) => {
    const { code, stdout, stderr } = await command(words, { cwd: open });
    expect([code, stdout], stderr).toEqual([2, '']);
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/^\s+at |bug of the program|⏎/m);
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(4);
  });

  const PROJECTS: readonly (readonly [what: string, parts: ProjectParts, says: RegExp])[] = [
    ['an unknown key in the settings, with the nearest known one', { settings: 'window: { from: 2026-06-01, to: 2026-06-14 }\ninputs: {}\ntolerence: {}\n' }, /po-shadow\.yaml:3: .*tolerence[\s\S]*tolerance/],
    ['a date that does not exist in the settings', { settings: { window: { from: '2026-06-01', to: '2026-06-31' } } }, /window\.to/],
    ['a window that ends before it starts', { settings: { window: { from: '2026-06-14', to: '2026-06-01' } } }, /window\.from/],
    ['settings that are no YAML', { settings: 'window: [\n' }, /po-shadow\.yaml:\d+/],
    ['a time zone that there is not', { settings: { timeZone: 'America/Springfield' } }, /timeZone/],
    ['a file that is not there', { files: { 'ledger.csv': null } }, /ledger\.csv[\s\S]*inputs\.ledger/],
    ['an empty file', { ledger: '' }, /ledger\.csv[\s\S]*empty/],
    ['no mapping folder', { settings: { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [], master: 'master', mapping: 'maping' } } }, /maping/],
    ['a ledger without a column that it needs', { ledger: 'po_number,amount\nPO-1,1.00\n' }, /ledger\.csv/],
  ];

  it.each(PROJECTS)('is that of %s', async (_, parts, says) => {
    // What every CannotRun comes to as a process is seen above; that it is one, and says where, what and what to do, is seen here.
    const trouble = await workedRun(makeProject(parts).dir).then(() => 'it ran', (error: unknown) => error);
    expect(trouble).toBeInstanceOf(CannotRun);
    const { where, message, remedy } = trouble as CannotRun;
    expect(`${where}: ${message}\n${remedy}`).toMatch(says);
    expect(remedy).toMatch(/\w+/);
  });

  it('is that of a folder that is no project, and of a record that is empty', async () => {
    const nowhere = makeFolder();
    expect(await inFolder(nowhere, ['run'])).toMatchObject({ code: 2, stderr: expect.stringMatching(/po-shadow\.yaml[\s\S]*po-shadow init/) });
    expect(await command(['variance'], { cwd: nowhere })).toMatchObject({ code: 2, stderr: expect.stringMatching(/po-shadow\.yaml[\s\S]*po-shadow init/) });
    const fresh = makeProject();
    for (const words of [['variance'], ['explain', 'EXP-9041'], ['replay']]) expect(await inFolder(fresh.dir, words)).toMatchObject({ code: 2, stderr: expect.stringMatching(/po-shadow run/) });
  });

  it('is that of --strict where a row can\'t be read, and then nothing is imported', async () => {
    const project = makeProject({ approvals: approvalsText(approvedReport(), 'not json') });
    const strict = await inFolder(project.dir, ['run', '--strict']);
    expect(strict).toMatchObject({ code: 2, stderr: expect.stringMatching(/approvals\.jsonl: 1 row can't be read/) });
    expect(await inFolder(project.dir, ['replay'])).toMatchObject({ code: 2, stderr: expect.stringMatching(/nothing was imported/) });
    expect((await inFolder(project.dir, ['run'])).code).toBe(0);
  });

  it('is that of a database which is none, or which a newer program made, and the file stays as it is', async () => {
    const project = makeProject();
    const database = join(project.dir, 'po-shadow.db');
    writeFileSync(database, 'this is a letter, not a database, and long enough to be read as one page of something else. '.repeat(20));
    const before = readFileSync(database);
    expect(await inFolder(project.dir, ['run'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/po-shadow\.db[\s\S]*What to do/) });
    expect(readFileSync(database)).toEqual(before);
    rmSync(database);
    await workedRun(project.dir);
    const sqlite = new Sqlite(database);
    sqlite.exec("INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-from-the-future', '2099-01-01')");
    sqlite.close();
    expect(await inFolder(project.dir, ['variance'])).toMatchObject({ code: 2, stderr: expect.stringMatching(/newer version of po-shadow \(9999-from-the-future\)/) });
  });

  it('is that of a database which another process is writing to, after a wait', async () => {
    const project = makeProject();
    await workedRun(project.dir);
    const sqlite = new Sqlite(join(project.dir, 'po-shadow.db'));
    sqlite.exec('BEGIN EXCLUSIVE');
    try {
      expect(await inFolder(project.dir, ['variance'])).toMatchObject({ code: 2, stderr: expect.stringMatching(/in use by another po-shadow/) });
    } finally {
      sqlite.close();
    }
  }, 60_000);

  it('is that of a folder where nothing may be written', async ({ skip }) => {
    if (process.getuid?.() === 0) skip('root may write everywhere');
    const project = makeProject();
    mkdirSync(join(project.dir, 'evidence'), { mode: 0o500 });
    expect(await inFolder(project.dir, ['run'])).toMatchObject({ code: 2, stderr: expect.stringMatching(/may not be read or written/) });
  });
});
