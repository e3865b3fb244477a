import { join } from 'node:path';
import { differences, disturb, integrityProblems, restoreCheckpoint, stateOf, takeCheckpoint } from '../store/checkpoint.ts';
import type { Database } from '../store/database.ts';

/** What restoring a checkpoint came to. */
export interface CheckpointDrill {
  /** Where the restored database stands. */
  restored: string;
  tables: number;
  rows: number;
  /** [] where the state restored is the state at the checkpoint. */
  problems: string[];
}

/** Takes a checkpoint, changes a working copy, restores it, and compares; all of it in the scratch folder. `restore` is SQLite's, but for a test of the comparison. */
export async function drillCheckpoint(database: Database, scratch: string, restore: typeof restoreCheckpoint = restoreCheckpoint): Promise<CheckpointDrill> {
  const checkpoint = join(scratch, 'checkpoint.db');
  const restored = join(scratch, 'restored.db');
  const state = await takeCheckpoint(database, checkpoint);
  const problems = differences(state, stateOf(checkpoint)).map((what) => `the checkpoint is not the database: ${what}`);
  await restoreCheckpoint(checkpoint, restored);
  disturb(restored);
  if (differences(state, stateOf(restored)).length === 0) problems.push('the comparison does not see that the working copy was changed');
  await restore(checkpoint, restored);
  problems.push(...differences(state, stateOf(restored)).map((what) => `the restored state is not that of the checkpoint: ${what}`));
  problems.push(...integrityProblems(restored).map((what) => `the restored database is damaged: ${what}`));
  let rows = 0;
  for (const table of state.tables.values()) rows += table.rows;
  return { restored, tables: state.tables.size, rows, problems };
}
