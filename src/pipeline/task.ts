import type { Instant } from '../domain/calendar.ts';
import type { RunCause } from './audit-run.ts';
import { type ImportRequest, type ImportedFile, importInputs } from './import-inputs.ts';
import { type ReplayResult, replayRecord } from './replay-record.ts';
import type { Workplace } from './workplace.ts';

/** Work that may take long, as plain data, so that another thread can do it. */
export type Task =
  | { kind: 'import'; requests: readonly ImportRequest[]; asOf: Instant | undefined; strict: boolean }
  | { kind: 'replay'; asOf: Instant | undefined; cause: RunCause };

export interface TaskResult {
  imported: ImportedFile[];
  replayed: ReplayResult | null;
}

/** Does the work on this thread. */
export async function perform(workplace: Workplace, task: Task): Promise<TaskResult> {
  if (task.kind === 'import') return { imported: await importInputs(workplace, task.requests, { asOf: task.asOf, strict: task.strict }), replayed: null };
  return { imported: [], replayed: await replayRecord(workplace, task.asOf, undefined, task.cause) };
}
