import type { Database } from './database.ts';

/** A run as a list of runs has it. */
export interface ListedRun {
  id: string;
  number: number;
  asOf: number | null;
  digest: string;
  /** The settings that it was made with, as JSON. */
  settings: string;
  /** The version of the program that made it. */
  programVersion: string;
  /** The newest import of approvals or ledger that it saw; 0 where it saw none. */
  importsSeen: number;
}

/** All runs, oldest first. */
export async function listRuns(database: Database): Promise<ListedRun[]> {
  const rows = await database.query.selectFrom('run').select(['id', 'number', 'as_of', 'digest', 'settings', 'program_version', 'inputs']).orderBy('number').execute();
  return rows.map(({ id, number, as_of: asOf, digest, settings, program_version: programVersion, inputs }) => ({ id, number, asOf, digest, settings, programVersion, importsSeen: newestOf(inputs) }));
}

/** Of what a run stores as its inputs, the newest import that is no sheet. */
function newestOf(inputs: string): number {
  const { imports = [] } = JSON.parse(inputs) as { imports?: { id: number }[] };
  return imports.reduce((newest, { id }) => Math.max(newest, id), 0);
}
