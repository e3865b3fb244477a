import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SandboxCall } from '../../src/domain/sandbox.ts';
import type { Manifest } from '../../src/sandbox/manifest.ts';
import { approvedReport, makeFolder, type Outcome, type TestProject } from '../project-folder.ts';
import { FORTNIGHT, replayed, triedProject } from '../sandbox/tried-project.ts';

const GUARD = new URL('../guard/no-network.mjs', import.meta.url).href;
const END_AT = new URL('end-at.mjs', import.meta.url).href;

const sandbox = (project: TestProject, args: readonly string[], options: { nodeArguments?: readonly string[]; environment?: Record<string, string> } = {}): Promise<Outcome> =>
  (Object.keys(options).length > 0 ? project.run : project.here)(['sandbox', ...args], { cwd: project.dir, ...options });
const manifestOf = (project: TestProject, dir = 'sandbox'): Manifest => JSON.parse(readFileSync(join(project.dir, dir, 'manifest.json'), 'utf8')) as Manifest;
const linesOf = (answers: readonly unknown[]): string => answers.map((answer) => `${JSON.stringify(answer)}\n`).join('');

/** What a run report of Newman tells of calls that were sent, the number of each PO filled in. */
function newmanRun(dir: string, calls: Manifest['calls'], status: (call: Manifest['calls'][number]) => number, edit: (body: string) => string = (body) => body): string {
  const bodyOf = (call: Manifest['calls'][number]): object => (call.file === '' ? {} : { body: { mode: 'raw', raw: edit(readFileSync(join(dir, call.file), 'utf8').replaceAll(/\{\{po_\w+\}\}/g, 'PO-00042')) } });
  return JSON.stringify({ run: { timings: { completed: Date.parse('2026-06-18T08:00:00Z') }, executions: calls.map((call) => ({ item: { name: call.name }, request: { method: call.method, ...bodyOf(call) }, response: { code: status(call), stream: { type: 'Buffer', data: [] } } })) } });
}

describe('po-shadow sandbox', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = triedProject('dynamics-fo');
    expect((await project.here(['run'])).code).toBe(0);
  });

  it('goes from an export through what Newman sent to a gate that passes, and opens no connection', async () => {
    const log = join(project.dir, 'guard.log');
    const guarded = { nodeArguments: ['--import', GUARD], environment: { GUARD_LOG: log } };
    const made = await sandbox(project, ['export', 'sandbox'], guarded);
    expect(made, made.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining('many_lines: DRY-EXP-502.1, 4 calls') });
    expect(made.stdout).toContain('not tried: cancel: 1 report withdrawn after approval, and no call of the ERP that cancels a PO is sourced');
    const { calls } = manifestOf(project);
    expect(readdirSync(join(project.dir, 'sandbox/bodies')).sort()).toEqual(calls.map(({ file }) => file.slice('bodies/'.length)).sort());

    project.write('run.json', newmanRun(join(project.dir, 'sandbox'), calls, () => 201));
    const taken = await sandbox(project, ['import', 'run.json', '--by', 'dana'], guarded);
    expect(taken).toMatchObject({ code: 0, stdout: expect.stringMatching(new RegExp(`^A\\d+ {2}run\\.json: ${calls.length} answers, ${calls.length} accepted\\n$`)) });
    const notes = readFileSync(log, 'utf8').trim().split('\n');
    expect(notes).toHaveLength(2);
    expect(notes.every((note) => note.startsWith('guarding'))).toBe(true);
    expect((await sandbox(project, ['import', 'run.json', '--by', 'dana'])).stdout).toMatch(/^A\d+ {2}run\.json: known already, /);

    const status = await sandbox(project, ['status']);
    expect(status.stdout).toMatch(/│ many_lines +│ DRY-EXP-502\.1 │ 4 of 4 │ Accepted/);
    expect(status.stdout).toMatch(/\n11 of 11 patterns accepted by a sandbox of dynamics-fo\./);
    const json = JSON.parse((await sandbox(project, ['status', '--format', 'json'])).stdout) as { sandbox: { patterns: { state: string }[] } };
    expect(json.sandbox.patterns.every(({ state }) => state === 'accepted')).toBe(true);

    const verdict = JSON.parse((await project.here(['gate', '--format', 'json'])).stdout) as { gates: { id: string; passed: boolean; measuredText: string }[] };
    expect(verdict.gates.find(({ id }) => id === 'sandbox_accepted')).toMatchObject({ passed: true, measuredText: '11 of 11 patterns accepted' });
    expect(verdict.gates.find(({ id }) => id === 'audit_intact')).toMatchObject({ passed: true });
    const story = (await project.here(['explain', 'EXP-501'])).stdout;
    expect(story).toMatch(/What a sandbox said to it\n {2}DRY-EXP-501\.1, create header, SHA-256 \w{12}…: accepted, HTTP 201 \(A\d+\)\n/);
    expect((await project.here(['audit', '--list'])).stdout).toMatch(/po-shadow +wrote 12 calls for 4 POs of run-0001-\w+ out for a sandbox[\s\S]*dana .*took in 12 answers of a sandbox from run\.json/);
  });

  it('tells a body that was edited before it was sent, line by line', async () => {
    const { calls } = manifestOf(project);
    project.write('edited.json', newmanRun(join(project.dir, 'sandbox'), calls.slice(0, 2), () => 201, (body) => body.replace('"USD"', '"EUR"').replace('240.00', '240.01')));
    const { stdout, stderr, code } = await sandbox(project, ['import', 'edited.json', '--by', 'dana']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^A\d+ {2}edited\.json: 2 answers, 0 counted\n$/)]);
    expect(stderr).toMatch(/edited\.json:1: the hash \w{12}… is no body of an export \(create-DRY-EXP-501-1-header-\w{12}\): it was edited before it was sent, or never exported\nedited\.json:2: /);
  });

  it('needs somebody who takes the answers in, a file, and options that belong together', async () => {
    project.write('one.jsonl', linesOf([{ file: 'x', status: 201 }]));
    expect(await sandbox(project, ['import', 'one.jsonl'])).toMatchObject({ code: 2, stderr: expect.stringContaining('who does this is not said') });
    expect(await sandbox(project, ['import', 'one.jsonl', '--by', 'nobody'])).toMatchObject({ code: 2 });
    expect(await sandbox(project, ['import', '--by', 'dana'])).toMatchObject({ code: 2, stderr: expect.stringContaining('the file of answers is not named') });
    expect(await sandbox(project, ['import', 'nothing.jsonl', '--by', 'dana'])).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no such file') });
    expect(await sandbox(project, ['status', '--force'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--force does not belong to sandbox status') });
    expect(await sandbox(project, ['export'])).toMatchObject({ code: 2, stderr: expect.stringContaining('the folder to write is not named') });
  });
});

describe('po-shadow sandbox export', () => {
  it('exits 1 with the reason where there is nothing to try, and writes nothing', async () => {
    const generic = triedProject('generic');
    expect(await sandbox(generic, ['export', 'sandbox'])).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no run yet') });
    await replayed(generic);
    expect(await sandbox(generic, ['export', 'sandbox'])).toMatchObject({ code: 1, stderr: expect.stringContaining('has no API') });
    expect(existsSync(join(generic.dir, 'sandbox'))).toBe(false);
    expect(await sandbox(generic, ['status'])).toMatchObject({ code: 0, stderr: expect.stringContaining('has no API') });
  });

  it('writes only into a folder of the project that is empty or an export, and through no link', async () => {
    const project = triedProject('netsuite');
    await replayed(project);
    const outside = makeFolder();
    symlinkSync(outside, join(project.dir, 'link'));
    project.write('full/README.md', 'mine\n');
    const refused: [string[], string][] = [
      [[outside], 'outside the project folder'], [['../elsewhere'], 'outside the project folder'], [['sub/../../elsewhere'], 'outside the project folder'], [['link'], 'outside the project folder'], [['link/sub'], 'outside the project folder'],
      [['.'], 'the project folder itself'], [['full'], 'not empty'], [['full', '--force'], 'nothing in it is removed'], [['ledger.csv'], 'a file, not a folder'], [['evidence'], 'not empty'],
    ];
    for (const [args, message] of refused) expect(await sandbox(project, ['export', ...args]), args.join(' ')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
    expect(readdirSync(outside)).toEqual([]);
    expect(readdirSync(join(project.dir, 'full'))).toEqual(['README.md']);
    expect(await project.work(async ({ database }) => database.sqlite.prepare('SELECT count(*) FROM sandbox_call').pluck().get())).toBe(0);
    expect((await sandbox(project, ['export', join(outside, 'out'), '--allow-outside'])).code).toBe(0);
    expect(existsSync(join(outside, 'out/manifest.json'))).toBe(true);
  });

  it('made anew with --force is the same, keeps what is not its own, and follows no link that was put in its place', async () => {
    const project = triedProject('netsuite');
    await replayed(project);
    expect((await sandbox(project, ['export', 'sandbox'])).code).toBe(0);
    const before = readFileSync(join(project.dir, 'sandbox/manifest.json'), 'utf8');
    expect(lstatSync(join(project.dir, 'sandbox/manifest.json')).mode & 0o077).toBe(0);
    expect(await sandbox(project, ['export', 'sandbox'])).toMatchObject({ code: 2, stderr: expect.stringContaining('holds an export') });
    project.write('sandbox/answers.jsonl', 'mine\n');
    project.write('victim.txt', 'untouched\n');
    rmSync(join(project.dir, 'sandbox/README.md'));
    symlinkSync(join(project.dir, 'victim.txt'), join(project.dir, 'sandbox/README.md'));
    expect((await sandbox(project, ['export', 'sandbox', '--force'])).code).toBe(0);
    expect(readFileSync(join(project.dir, 'sandbox/manifest.json'), 'utf8')).toBe(before);
    expect(readFileSync(join(project.dir, 'victim.txt'), 'utf8')).toBe('untouched\n');
    expect(readFileSync(join(project.dir, 'sandbox/answers.jsonl'), 'utf8')).toBe('mine\n');
    expect(readFileSync(join(project.dir, 'sandbox/README.md'), 'utf8')).toContain('# Calls for a sandbox');
    expect(await project.work(async ({ database }) => database.sqlite.prepare("SELECT count(*) FROM audit_entry WHERE kind = 'sandbox_export'").pluck().get())).toBe(1);
  });

  it('leaves braces that somebody typed alone: no tool fills anything into such a body, and no name of it leads anywhere', async () => {
    const project = triedProject('netsuite', { events: [approvedReport({ id: '../../{{token}}', line: { description: '{{token}} {{$guid}}' } })] });
    await replayed(project);
    expect((await sandbox(project, ['export', 'sandbox'])).code).toBe(0);
    const [call] = manifestOf(project).calls;
    expect(call?.file).toMatch(/^bodies\/create-DRY--token-1-[0-9a-f]{12}\.json$/);
    const collection = JSON.parse(readFileSync(join(project.dir, 'sandbox/postman_collection.json'), 'utf8')) as { item: { request: { body: unknown } }[] };
    expect(collection.item[0]?.request.body).toEqual({ mode: 'file', file: { src: call?.file } });
    expect(readFileSync(join(project.dir, 'sandbox/requests.http'), 'utf8')).toContain(`\n< ./${call?.file}\n`);
    expect(readFileSync(join(project.dir, 'sandbox', call?.file ?? ''), 'utf8')).toContain('{{token}} {{$guid}}');
  });
});

describe('hostile answers', () => {
  it('obey neither the terminal nor the spreadsheet', async () => {
    const project = triedProject('netsuite');
    await replayed(project);
    await sandbox(project, ['export', 'sandbox']);
    const { calls } = manifestOf(project);
    const [first] = calls as unknown as [SandboxCall];
    const nasty = '=HYPERLINK("http://evil.example","\u001b[31mclick\u202e")';
    project.write('nasty.jsonl', `${linesOf([{ sha256: first.sha256, status: 400, answer: { error: { code: '=1+1', message: nasty } }, sandbox: '@SUM(A1)\u0007' }])}{"sha256":"\u001b[2J\n`);
    const taken = await sandbox(project, ['import', 'nasty.jsonl', '--by', 'dana']);
    expect(taken.stderr).toContain('nasty.jsonl:2: ');
    const status = await sandbox(project, ['status']);
    const explained = await project.here(['explain', first.transactionId]);
    const gate = await project.here(['gate']);
    for (const text of [taken, status, explained, gate].map(({ stdout, stderr }) => stdout + stderr)) {
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    }
    expect(status.stdout).toContain('\\u{1b}');
    expect(gate.stdout).toContain('=1+1');
    expect((await project.here(['report', '--out', join(project.dir, 'decision.xlsx')])).code).toBe(1);
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(join(project.dir, 'decision.xlsx'));
    const found: ExcelJS.ValueType[] = [];
    book.eachSheet((sheet) => sheet.eachRow((row) => row.eachCell((cell) => {
      if (cell.value === null || !JSON.stringify(cell.value).includes('HYPERLINK')) return;
      // Cells that a wide one covers repeat its value.
      if (cell.type !== ExcelJS.ValueType.Merge) found.push(cell.type);
    })));
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found)).toEqual(new Set([ExcelJS.ValueType.String]));
  });
});

describe('a killed process', () => {
  it.each(['INSERT INTO sandbox_call', 'INSERT INTO sandbox_answer', 'COMMIT'])('at %s leaves nothing half done, and the same command again completes it', async (statement) => {
    const project = triedProject('netsuite', { events: FORTNIGHT });
    await replayed(project);
    const kill = { nodeArguments: ['--import', END_AT], environment: { END_AT: JSON.stringify({ statement, times: statement === 'COMMIT' ? 1 : 2, signal: 'SIGKILL' }) } };
    const ofExport = statement !== 'INSERT INTO sandbox_answer';
    if (!ofExport) expect((await sandbox(project, ['export', 'sandbox'])).code).toBe(0);
    const answers = ofExport ? [] : manifestOf(project).calls.map(({ sha256, name }) => ({ sha256, file: name, status: 201 }));
    mkdirSync(join(project.dir, 'in'));
    writeFileSync(join(project.dir, 'in/answers.jsonl'), linesOf(answers));
    const words = ofExport ? ['export', 'sandbox'] : ['import', 'in/answers.jsonl', '--by', 'dana'];
    const killed = await sandbox(project, words, kill);
    expect(killed.code).toBeNull();
    const tables = 'SELECT (SELECT count(*) FROM sandbox_answer), (SELECT count(*) FROM audit_entry WHERE kind LIKE \'sandbox_%\')';
    const count = () => project.work(async ({ database }) => database.sqlite.prepare(tables).raw().get());
    expect(await count()).toEqual([0, ofExport ? 0 : 1]);
    expect((await sandbox(project, words)).code).toBe(0);
    expect(await count()).toEqual([answers.length, ofExport ? 1 : 2]);
    const { code, stdout } = await project.here(['audit']);
    expect(code, stdout).toBe(0);
  });
});
