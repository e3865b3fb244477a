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
}

/** All runs, oldest first. */
export async function listRuns(database: Database): Promise<ListedRun[]> {
  const rows = await database.query.selectFrom('run').select(['id', 'number', 'as_of', 'digest', 'settings', 'program_version']).orderBy('number').execute();
  return rows.map(({ id, number, as_of: asOf, digest, settings, program_version: programVersion }) => ({ id, number, asOf, digest, settings, programVersion }));
}
