import { spawn } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { SILENT, openWorkplace } from '../../src/pipeline/workplace.ts';
import { ROWS_A_STATEMENT } from '../../src/store/run-table.ts';
import { ON_DISK, makeFolder } from '../project-folder.ts';
import { PROGRAM_VERSION, QUICK_START, generateProject, inFolder, workedRun } from './generated-project.ts';

// A killed process must leave the database as before or as after, never between. Two folders with the same inputs are worked on
// side by side, on a disk; each kill starts from a folder without a database. Moments that must be met are told by what the process does and
// not by a clock: on a busy machine a time that was measured a minute ago says nothing.

const PROGRAM = fileURLToPath(new URL('../../src/po-shadow.ts', import.meta.url));
const END_AT = new URL('end-at.mjs', import.meta.url).href;
const IMPORTED = ['evidence_file', 'import_file', 'event', 'manual_po', 'quarantine'] as const;
const REPLAYED = ['run', 'would_be_po', 'variance_row', 'first_status', 'left_out'] as const;
const MOST_MS = 30_000;
const MOST_MS_OF_A_TEST = 180_000;

/** How many rows each table has; 0 where there is no table yet. */
type Counts = Record<(typeof IMPORTED | typeof REPLAYED)[number], number>;

interface Undisturbed {
  digest: string;
  counts: Counts;
  durationMs: number;
  /** Files kept as evidence: those that were imported, and rollback.yaml. */
  evidenceFiles: number;
  /** Bytes of the database with its tables made, with everything imported, with the run stored. */
  bytes: { made: number; imported: number; replayed: number };
}

/** What a stranger sees of a running import or replay: the sizes of the database and of its rollback journal. */
interface Seen {
  databaseBytes: number;
  journal: boolean;
  /** Whether a file is just being copied into the evidence. */
  copying: boolean;
}

let lanes: string[] = [];
let undisturbed: Undisturbed;

const databaseOf = (dir: string): string => join(dir, 'po-shadow.db');
const journalOf = (dir: string): string => `${databaseOf(dir)}-journal`;

function forget(dir: string): void {
  for (const name of ['po-shadow.db', 'po-shadow.db-journal', 'evidence']) rmSync(join(dir, name), { recursive: true, force: true });
}

/** Opens a copy of the database as the next process would, journal included, so that the original is left for the command. */
function readDatabase(dir: string): { integrity: string; counts: Counts } {
  const copy = makeFolder();
  for (const path of [databaseOf(dir), journalOf(dir)]) if (existsSync(path)) copyFileSync(path, join(copy, path.slice(dir.length + 1)));
  const sqlite = new Sqlite(databaseOf(copy));
  try {
    const integrity = (sqlite.pragma('integrity_check') as { integrity_check: string }[]).map((row) => row.integrity_check).join('\n');
    const tables = new Set((sqlite.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[]).map((row) => row.name));
    const count = (table: string): number => (tables.has(table) ? (sqlite.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n : 0);
    return { integrity, counts: Object.fromEntries([...IMPORTED, ...REPLAYED].map((table) => [table, count(table)])) as Counts };
  } finally {
    sqlite.close();
    rmSync(copy, { recursive: true });
  }
}

const part = (counts: Counts, tables: readonly (keyof Counts)[]): number[] => tables.map((table) => counts[table]);
const isZero = (numbers: readonly number[]): boolean => numbers.every((number) => number === 0);

/** Names the state of a killed database, or says how it is neither before nor after. */
function stateAfterKill(dir: string): 'nothing' | 'imported' | 'imported and replayed' | string {
  if (!existsSync(databaseOf(dir))) return 'nothing';
  const { integrity, counts } = readDatabase(dir);
  if (integrity !== 'ok') return `damaged: ${integrity}`;
  const [imported, replayed] = [part(counts, IMPORTED), part(counts, REPLAYED)];
  if (isZero(imported) && isZero(replayed)) return 'nothing';
  if (imported.join() !== part(undisturbed.counts, IMPORTED).join()) return `half imported: ${JSON.stringify(counts)}`;
  if (isZero(replayed)) return 'imported';
  return replayed.join() === part(undisturbed.counts, REPLAYED).join() ? 'imported and replayed' : `half replayed: ${JSON.stringify(counts)}`;
}

/** How a process ended: by the signal, unless it was done before. */
interface Killed {
  signal: NodeJS.Signals | null;
  code: number | null;
}

/** At which statement of SQLite a process ends itself: for the how manieth time one is run that begins so. */
interface Moment {
  statement: string;
  times: number;
}

/** Starts `run` as a process of its own; it ends itself at the moment named in `environment`, or is killed once `when` resolves. */
async function runAndKill(dir: string, { when, nodeArguments = [], environment = {} }: { when?: (ended: () => boolean) => Promise<void>; nodeArguments?: string[]; environment?: Record<string, string> }): Promise<Killed> {
  const child = spawn(process.execPath, [...nodeArguments, PROGRAM, 'run', '--project', dir], { stdio: 'ignore', env: { ...process.env, ...QUICK_START, ...environment } });
  let ended = false;
  const end = new Promise<Killed>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      ended = true;
      resolve({ code, signal });
    });
  });
  if (when !== undefined) {
    await when(() => ended);
    child.kill('SIGKILL');
  }
  return end;
}

const runAndEndAt = (dir: string, moment: Moment, signal: NodeJS.Signals = 'SIGKILL'): Promise<Killed> =>
  runAndKill(dir, { nodeArguments: ['--import', END_AT], environment: { END_AT: JSON.stringify({ ...moment, signal }) } });

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Watches the files of the database until they look as asked, or the process has ended. */
async function seen(dir: string, ended: () => boolean, looks: (seen: Seen) => boolean): Promise<boolean> {
  const evidence = join(dir, 'evidence');
  for (const start = performance.now(); performance.now() - start < MOST_MS && !ended(); await pause(1)) {
    const databaseBytes = statSync(databaseOf(dir), { throwIfNoEntry: false })?.size ?? 0;
    const copying = existsSync(evidence) && readdirSync(evidence).some((name) => name.startsWith('.'));
    if (looks({ databaseBytes, journal: existsSync(journalOf(dir)), copying })) return true;
  }
  return false;
}

/** The same command again: as a process, or by the same calls without one, which leaves time for more kills. */
async function completesAgain(dir: string, asProcess: boolean): Promise<string> {
  if (!asProcess) return (await workedRun(dir)).document.run.digest;
  const { code, stdout, stderr } = await inFolder(dir, ['run', '--format', 'json']);
  expect(stderr).not.toMatch(/\bat .*\.ts:\d+/);
  expect(code).toBe(0);
  return (JSON.parse(stdout) as { run: { digest: string } }).run.digest;
}

/** How many files are kept as evidence, half copied ones included. */
function evidenceFiles(dir: string): number {
  const root = join(dir, 'evidence');
  return readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
}

/** Deals the points out to the two folders. */
async function onBothLanes<Point>(points: readonly Point[], work: (dir: string, point: Point, place: number) => Promise<void>): Promise<void> {
  let next = 0;
  // Both to their end, also where one fails: nothing may go on in a folder while the next test works in it.
  const ended = await Promise.allSettled(
    lanes.map(async (dir) => {
      for (;;) {
        const place = next++;
        const point = points[place];
        if (point === undefined) return;
        await work(dir, point, place);
      }
    }),
  );
  for (const lane of ended) if (lane.status === 'rejected') throw lane.reason;
}

async function measure(dir: string): Promise<Undisturbed> {
  forget(dir);
  const start = performance.now();
  const { code, stdout } = await inFolder(dir, ['run', '--format', 'json']);
  const durationMs = performance.now() - start;
  expect(code).toBe(0);
  const { counts } = readDatabase(dir);
  const kept = evidenceFiles(dir);
  const { digest } = (JSON.parse(stdout) as { run: { digest: string } }).run;
  forget(dir);
  const size = (): number => statSync(databaseOf(dir)).size;
  const workplace = await openWorkplace({ folder: dir, allowOutside: false }, { progress: SILENT, programVersion: PROGRAM_VERSION });
  try {
    const made = size();
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    const imported = size();
    await replayRecord(workplace, undefined);
    return { digest, counts, durationMs, evidenceFiles: kept, bytes: { made, imported, replayed: size() } };
  } finally {
    workplace.database.close();
  }
}

beforeAll(async () => {
  const made = generateProject({ reports: 1500, seed: 11 });
  const [first, second] = [join(makeFolder(ON_DISK), 'project'), join(makeFolder(ON_DISK), 'project')];
  lanes = [first, second];
  for (const lane of lanes) cpSync(made, lane, { recursive: true });
  undisturbed = await measure(first);
});

describe('an undisturbed run', () => {
  it('imports and replays something in every table that a kill is judged by', () => {
    const { counts } = undisturbed;
    for (const table of ['import_file', 'event', 'manual_po', 'run', 'would_be_po', 'variance_row'] as const) expect(counts[table], table).toBeGreaterThan(0);
    expect(counts.event).toBeGreaterThan(1500);
  });
});

/** What is stored after a kill is before or after a step, and the same command completes it. */
async function judgeKilled(dir: string, name: string, state: RegExp, asProcess: boolean): Promise<string> {
  const found = stateAfterKill(dir);
  expect(found, name).toMatch(state);
  expect(await completesAgain(dir, asProcess), name).toBe(undisturbed.digest);
  expect(readDatabase(dir), name).toEqual({ integrity: 'ok', counts: undisturbed.counts });
  expect(evidenceFiles(dir), `${name}: files kept as evidence`).toBe(undisturbed.evidenceFiles);
  return found;
}

const ANY = /^(nothing|imported|imported and replayed)$/;
/** How often a process that was done before its kill is started again, to be killed sooner. */
const ATTEMPTS = 4;

describe('a run that is killed', () => {
  it('at any of 25 moments of its time leaves the record as before or as after, and the same command completes it', async () => {
    const points = Array.from({ length: 25 }, (_, index) => (undisturbed.durationMs * (index + 1)) / 26);
    const states: string[] = [];
    await onBothLanes(points, async (dir, planned, place) => {
      let delayMs = planned;
      for (let attempt = 1; attempt <= ATTEMPTS; attempt++, delayMs /= 2) {
        forget(dir);
        if ((await runAndKill(dir, { when: () => pause(delayMs) })).signal === 'SIGKILL') break;
      }
      states.push(await judgeKilled(dir, `killed after ${Math.round(delayMs)} ms`, ANY, place % 8 === 0));
    });
    expect(states).toContain('nothing');
  }, MOST_MS_OF_A_TEST);

  // Where a process ends itself, and what must then be stored; of how many statements a table's rows take.
  const of = (share: number, table: keyof Counts): number => Math.max(1, Math.floor(undisturbed.counts[table] * share));
  const moments: { name: string; moment: () => Moment; state: RegExp }[] = [
    { name: 'before the tables are made', moment: () => ({ statement: 'BEGIN', times: 1 }), state: /^nothing$/ },
    { name: 'while the tables are made', moment: () => ({ statement: 'CREATE TABLE variance_row', times: 1 }), state: /^nothing$/ },
    { name: 'at the start of the import', moment: () => ({ statement: 'INSERT OR IGNORE INTO event', times: 1 }), state: /^nothing$/ },
    { name: 'a third through the import', moment: () => ({ statement: 'INSERT OR IGNORE INTO event', times: of(1 / 3, 'event') }), state: /^nothing$/ },
    { name: 'two thirds through the import', moment: () => ({ statement: 'INSERT OR IGNORE INTO event', times: of(2 / 3, 'event') }), state: /^nothing$/ },
    { name: 'half through the ledger', moment: () => ({ statement: 'INSERT OR IGNORE INTO manual_po', times: of(1 / 2, 'manual_po') }), state: /^nothing$/ },
    { name: 'when the import has its entry, and is not committed', moment: () => ({ statement: 'COMMIT', times: 2 }), state: /^nothing$/ },
    { name: 'between import and replay', moment: () => ({ statement: 'BEGIN', times: 3 }), state: /^imported$/ },
    { name: 'at the start of the replay', moment: () => ({ statement: 'INSERT INTO would_be_po', times: 1 }), state: /^imported$/ },
    // What a run stores takes a statement for some dozens of rows.
    { name: 'amid the replay', moment: () => ({ statement: 'INSERT INTO would_be_po', times: of(1 / 2 / ROWS_A_STATEMENT, 'would_be_po') }), state: /^imported$/ },
    { name: 'amid the rows', moment: () => ({ statement: 'INSERT INTO variance_row', times: of(1 / 2 / ROWS_A_STATEMENT, 'variance_row') }), state: /^imported$/ },
    { name: 'before the run has its entry', moment: () => ({ statement: 'INSERT INTO audit_entry', times: 2 }), state: /^imported$/ },
    { name: 'when the run has its entry, and is not committed', moment: () => ({ statement: 'COMMIT', times: 3 }), state: /^imported$/ },
    // Once rows are read for what mapped them; the second time is the summary's, of the stored run.
    { name: 'when the run is stored', moment: () => ({ statement: 'SELECT detail, first_status.status', times: 2 }), state: /^imported and replayed$/ },
  ];

  it(`at ${moments.length} moments told by what it asks of SQLite stands before or after the step, and the same command completes it`, async () => {
    await onBothLanes(moments, async (dir, { name, moment, state }, place) => {
      forget(dir);
      expect(await runAndEndAt(dir, moment()), name).toEqual({ signal: 'SIGKILL', code: null });
      await judgeKilled(dir, name, state, place % 7 === 0);
    });
  }, MOST_MS_OF_A_TEST);

  // How the files of the database look while SQLite itself is at work, which no statement tells.
  const looks: { name: string; looks(seen: Seen): boolean; state: RegExp }[] = [
    { name: 'while the tables are made', looks: ({ databaseBytes, journal }) => databaseBytes < undisturbed.bytes.made && (journal || databaseBytes > 0), state: ANY },
    { name: 'while an original is copied', looks: ({ copying }) => copying, state: ANY },
    { name: 'while the import is written', looks: ({ databaseBytes, journal }) => databaseBytes > undisturbed.bytes.made && journal, state: ANY },
    { name: 'while the run is written', looks: ({ databaseBytes, journal }) => databaseBytes > undisturbed.bytes.imported && journal, state: /^imported( and replayed)?$/ },
  ];

  it(`at ${looks.length} moments told by the database's own files stands before or after the step, and the same command completes it`, async () => {
    await onBothLanes(looks, async (dir, { name, looks: look, state }) => {
      let caught = false;
      for (let attempt = 1; attempt <= ATTEMPTS && !caught; attempt++) {
        forget(dir);
        const { signal } = await runAndKill(dir, {
          async when(ended) {
            caught = await seen(dir, ended, look);
          },
        });
        caught &&= signal === 'SIGKILL';
      }
      // What lasts a few milliseconds may be over before it is seen, and more may have happened when the signal comes: only what was seen is sure.
      await judgeKilled(dir, name, caught ? state : ANY, true);
    });
  }, MOST_MS_OF_A_TEST);
});

describe('a run that is interrupted from the keyboard', () => {
  it('ends at once, by the signal, and leaves the record as before or as after', async () => {
    const [dir] = lanes as [string];
    forget(dir);
    const { signal, code } = await runAndEndAt(dir, { statement: 'INSERT OR IGNORE INTO event', times: Math.floor(undisturbed.counts.event / 4) }, 'SIGINT');
    expect(signal === 'SIGINT' || code === 130, JSON.stringify({ signal, code })).toBe(true);
    // At once: three quarters of the events were still to come.
    await judgeKilled(dir, 'interrupted', /^nothing$/, true);
  });
});
