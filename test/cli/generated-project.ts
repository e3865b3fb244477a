import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeProject } from '../../src/demo/write-project.ts';
import type { VarianceRow } from '../../src/domain/variance.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { SILENT, openWorkplace } from '../../src/pipeline/workplace.ts';
import { type VarianceDocument, runHeader } from '../../src/report/model.ts';
import { Database } from '../../src/store/database.ts';
import { RunReader, type StoredRun } from '../../src/store/run-store.ts';
import { ruledVersion } from '../../src/cli/program-version.ts';
import { programHere } from '../program-here.ts';
import { type Outcome, makeFolder, runProgram } from '../project-folder.ts';

/** A project folder of an invented fortnight; truth.json beside it says what a right comparison finds. */
export function generateProject(options: { reports: number; seed: number }): string {
  const dir = join(makeFolder(), 'project');
  mkdirSync(dir);
  writeProject(dir, { ...options, truthFile: 'truth.json' });
  return dir;
}

/** The version that a process of the program stores with its runs. */
export const PROGRAM_VERSION = ruledVersion();

/** Where the compiled program is kept between processes, for those that do not inherit the environment of the tests. */
export const QUICK_START: Readonly<Record<string, string>> = { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '' };

/** Runs a command as a process of its own. */
export const command = runProgram;

/** Runs a command on a project folder as a process of its own. */
export const inFolder = (dir: string, args: readonly string[], options: Parameters<typeof runProgram>[1] = {}): Promise<Outcome> => command([...args, '--project', dir], options);

/** Runs a command on a project folder without a process of its own. */
export const hereInFolder = (dir: string, args: readonly string[], options: Parameters<typeof programHere>[1] = {}): Promise<Outcome> => programHere([...args, '--project', dir], options);

/** What `variance --format json` prints. */
export async function varianceOf(dir: string, args: readonly string[] = []): Promise<VarianceDocument> {
  const { code, stdout, stderr } = await hereInFolder(dir, ['variance', '--format', 'json', ...args]);
  if (code !== 0) throw new Error(`variance ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as VarianceDocument;
}

/** The newest run that a project has stored, read without a process of its own. */
export async function storedRun(dir: string): Promise<StoredRun> {
  const database = await Database.open(join(dir, 'po-shadow.db'));
  try {
    const run = await new RunReader(database).latest();
    if (run === undefined) throw new Error(`no run in ${dir}`);
    return run;
  } finally {
    database.close();
  }
}

/** What a run without a process of its own came to. */
export interface WorkedRun {
  document: VarianceDocument;
  /** Whether an equal run stood already. */
  reused: boolean;
}

/** What `po-shadow run` does to a project folder, without a process of its own, which is a second faster. */
export async function workedRun(dir: string): Promise<WorkedRun> {
  const workplace = await openWorkplace({ folder: dir, allowOutside: false }, { progress: SILENT, programVersion: PROGRAM_VERSION });
  try {
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    const { run, reused } = await replayRecord(workplace, undefined);
    const rows: VarianceRow[] = [...new RunReader(workplace.database).rows(run.id)];
    return { document: { run: runHeader(run), window: run.summary.window, rows, totals: run.summary.totals }, reused };
  } finally {
    workplace.database.close();
  }
}
