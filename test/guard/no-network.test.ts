import { fork, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { generateProject, inFolder, workedRun } from '../cli/generated-project.ts';
import { moduleHere } from '../../src/pipeline/threads.ts';
import { taskIn } from '../../src/pipeline/thread-task.ts';
import { deliver } from '../pipeline/capture/delivered.ts';
import { type Outcome, approvedReport, makeFolder, makeProject } from '../project-folder.ts';

const GUARD = new URL('./no-network.mjs', import.meta.url).href;
const TRIES = fileURLToPath(new URL('./tries-everything.mjs', import.meta.url));
const PROGRAM = fileURLToPath(new URL('../../src/po-shadow.ts', import.meta.url));
const COMMANDS: readonly (readonly string[])[] = [['run', '--format', 'json'], ['replay'], ['variance'], ['explain', 'EXP-9060'], ['selftest', '--reports', '200'], ['whatif', '--mapping', 'tried']];

/** Runs a process to its end. */
function execute(command: string, args: readonly string[], environment: Record<string, string> = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...process.env, NO_COLOR: '1', ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

const digestOf = ({ stdout }: Outcome): string => (JSON.parse(stdout) as { run: { digest: string } }).run.digest;
const notesIn = (log: string): string[] => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []);

let digest: string;
beforeAll(async () => {
  digest = (await workedRun(generateProject({ reports: 120, seed: 3 }))).document.run.digest;
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
});

describe('the guard', () => {
  interface Tried {
    ways: string[];
    main: string[];
    worker: string[];
    workerWithOwnOptions: string[];
  }

  it('refuses every way out of the process, on the main thread and in worker threads, and notes each attempt', async () => {
    const log = join(makeFolder(), 'log');
    const { code, stdout, stderr } = await execute(process.execPath, ['--import', GUARD, TRIES], { GUARD_LOG: log });
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const tried = JSON.parse(stdout) as Tried;
    expect(tried).toEqual({ ways: tried.ways, main: [], worker: [], workerWithOwnOptions: [] });
    const notes = notesIn(log);
    expect(notes.filter((note) => note.startsWith('guarding'))).toHaveLength(3);
    expect(notes.filter((note) => note.startsWith('refused')).length).toBeGreaterThanOrEqual(3 * tried.ways.length);
  });

  it('is what refuses them: without it most of the same ways are open', async () => {
    const { stdout } = await execute(process.execPath, [TRIES, 'local']);
    const tried = JSON.parse(stdout) as Tried;
    const open = (ways: readonly string[]): number => ways.filter((way) => !way.includes('failed by itself')).length;
    expect(tried.ways.length).toBeGreaterThan(25);
    for (const thread of [tried.main, tried.worker, tried.workerWithOwnOptions]) expect(open(thread)).toBeGreaterThan(tried.ways.length * 0.8);
  });

  it('is inherited through NODE_OPTIONS as well', async () => {
    const log = join(makeFolder(), 'log');
    const { stdout } = await execute(process.execPath, [TRIES], { GUARD_LOG: log, NODE_OPTIONS: `--import=${GUARD}` });
    const { main, worker, workerWithOwnOptions } = JSON.parse(stdout) as Tried;
    expect([...main, ...worker, ...workerWithOwnOptions]).toEqual([]);
  });
});

describe('the main job under the guard', () => {
  it('imports, replays, compares and explains without one attempt to reach the network or to start a process, and comes to the same digest', async () => {
    const dir = generateProject({ reports: 120, seed: 3 });
    mkdirSync(join(dir, 'tried'));
    writeFileSync(join(dir, 'tried/categories.csv'), 'category,gl_account\nRepairs,6210\n');
    const log = join(makeFolder(), 'log');
    const outcomes: Outcome[] = [];
    for (const command of COMMANDS) outcomes.push(await inFolder(dir, command, { nodeArguments: ['--import', GUARD], environment: { GUARD_LOG: log } }));
    expect(outcomes.map(({ code }) => code)).toEqual(COMMANDS.map(() => 0));
    expect(digestOf(outcomes[0] as Outcome)).toBe(digest);
    const notes = notesIn(log);
    expect(notes.filter((note) => !note.startsWith('guarding'))).toEqual([]);
    expect(notes.filter((note) => note.includes('main')).length).toBe(COMMANDS.length);
  });
});

describe('the process that replays for those who listen and watch, under the guard', () => {
  it('collects and replays without one attempt to reach the network or to start a process', async () => {
    const project = makeProject();
    await project.run(['run']);
    await deliver(project, { body: JSON.stringify(approvedReport({ eventId: 'w', id: 'EXP-2' })) });
    const log = join(makeFolder(), 'log');
    const input = await project.work(async (workplace) => taskIn(workplace, { asOf: undefined }));
    const child = fork(fileURLToPath(moduleHere('collecting-process')), { execArgv: ['--import', GUARD], env: { ...process.env, GUARD_LOG: log }, serialization: 'advanced' });
    const last = new Promise<unknown>((resolve) => {
      let newest: unknown;
      child.on('message', (message) => (newest = message));
      child.on('close', () => resolve(newest));
    });
    child.send(input);
    expect(await last).toMatchObject({ kind: 'result', result: { through: 1, run: { open: 1 } } });
    expect(notesIn(log).map((note) => note.replace(/ \(.*/, ''))).toEqual(['guarding']);
  });
});

const MAY_UNSHARE = spawnSync('unshare', ['-rn', 'true']).status === 0;
if (!MAY_UNSHARE) console.log('skipped: the main job where there is no network, because this machine does not allow "unshare -rn"');

describe.skipIf(!MAY_UNSHARE)('the main job where there is no network', () => {
  const connects = (port: number): string => `require('node:net').connect(${port}, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(1))`;

  it('comes to the same digest, although not even the machine itself can be reached there', async () => {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as { port: number };
      expect((await execute(process.execPath, ['-e', connects(port)])).code).toBe(0);
      expect((await execute('unshare', ['-rn', process.execPath, '-e', connects(port)])).code).toBe(1);
    } finally {
      server.close();
    }
    const dir = generateProject({ reports: 120, seed: 3 });
    const outcome = await execute('unshare', ['-rn', process.execPath, PROGRAM, 'run', '--format', 'json', '--project', dir]);
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(digestOf(outcome)).toBe(digest);
  });
});
