import { join } from 'node:path';
import type { AuditCheck, AuditReport } from '../domain/audit-report.ts';
import type { AuditEntry } from '../domain/audit.ts';
import { plural } from '../domain/plural.ts';
import { CannotRun } from '../domain/trouble.ts';
import { DATABASE_FILE } from '../project/project.ts';
import { DatabaseComparison, type TableComparison } from '../store/database-comparison.ts';
import type { AuditedActs } from './audit-acts.ts';
import { type StoredRun, compareRuns } from './audit-derived-runs.ts';
import { type Rederived, rederive } from './rederive.ts';
import { differencesInWords } from './rederive-differences.ts';
import { standingRun } from './replay-record.ts';
import type { Workplace } from './workplace.ts';

/** What the results are derived again from. */
interface Grounds {
  /** Null where they can't be read. */
  entries: readonly AuditEntry[] | null;
  acts: AuditedActs;
  /** Hashes of the kept files that are what was imported. */
  whole: ReadonlySet<string>;
}

const NOTHING = 'nothing was derived again';
const UNREADABLE_TRAIL = 'the trail does not say how it came about';

/** What came of it. */
export interface ResultsChecked {
  checks: [record: AuditCheck, runs: AuditCheck];
  unproven: AuditReport['unproven'];
}

/** Derives record and runs again in the empty record `anew`, and compares every row. */
export async function auditResults(workplace: Workplace, anew: Workplace, grounds: Grounds): Promise<ResultsChecked> {
  const { database, project } = workplace;
  const shown = new Map((await database.query.selectFrom('import_file').select(['id', 'shown']).execute()).map((row) => [row.id, row.shown]));
  const stored: StoredRun[] = await database.query.selectFrom('run').select(['id', 'number', 'as_of as asOf', 'settings', 'program_version as programVersion']).orderBy('number').execute();
  const record: AuditCheck = { name: 'record', checked: 0, what: NOTHING, problems: [], notes: [] };
  const runs: AuditCheck = { name: 'runs', checked: stored.length, what: NOTHING, problems: [], notes: [] };

  if (shown.size === 0) record.problems.push('nothing was imported yet');
  if (stored.length === 0) runs.problems.push('there is no run yet');
  const { entries, acts } = grounds;
  const obstacle = obstacleOf(grounds);
  if (entries === null || obstacle !== undefined) {
    for (const check of [record, runs]) check.problems.push(`nothing can be derived again: ${obstacle ?? UNREADABLE_TRAIL}`);
    return { checks: [record, runs], unproven: { rows: [], transactions: [] } };
  }

  const again = await rederive(anew, entries, acts, new Map(stored.map((run) => [run.id, run])));
  const comparison = new DatabaseComparison(anew.database, join(project.folder, DATABASE_FILE));
  let unproven: AuditReport['unproven'];
  try {
    compareRecord(record, comparison, again, shown);
    unproven = compareRuns(runs, { comparison, again, stored, acts, programVersion: workplace.programVersion, shown });
  } finally {
    comparison.close();
  }
  runs.notes.push(...(await outdated(workplace, stored.at(-1))));
  return { checks: [record, runs], unproven };
}

/** Why deriving anything again would say nothing; undefined where it can be done. */
function obstacleOf({ acts, whole }: Grounds): string | undefined {
  if (acts.unreadable.length > 0) return UNREADABLE_TRAIL;
  const logs = acts.erpLogs.flatMap(({ act }) => act.files.map(({ shown, kept }) => ({ shown, sha256: kept.sha256 })));
  const rested = [...acts.imports.flatMap(({ act }) => act.files), ...logs, ...acts.sandboxAnswers.map(({ act }) => ({ shown: act.shown, sha256: (act.kept ?? act).sha256 }))];
  const files = new Set(rested.filter(({ sha256 }) => !whole.has(sha256)).map((file) => file.shown));
  return files.size === 0 ? undefined : `the kept file of ${[...files].join(', ')} is not what was imported`;
}

const rowsOf = (tables: readonly TableComparison[]): number => tables.reduce((sum, { rows }) => sum + rows, 0);

function compareRecord(check: AuditCheck, comparison: DatabaseComparison, again: Rederived, shown: ReadonlyMap<number, string>): void {
  check.problems.push(...again.importProblems);
  if (again.importTrouble !== null) {
    check.problems.push(`the record can't be derived again: ${again.importTrouble}`);
    return;
  }
  const tables = comparison.record();
  check.checked = rowsOf(tables);
  check.what = `${plural(check.checked, 'row')} of what was imported, against what the evidence gives again`;
  check.problems.push(...tables.flatMap((table) => differencesInWords(table, shown)));
}

/** Whether the newest run is no longer what a replay would give. */
async function outdated(workplace: Workplace, newest: StoredRun | undefined): Promise<string[]> {
  if (newest === undefined) return [];
  try {
    if ((await standingRun(workplace, newest.asOf ?? undefined)) !== undefined) return [];
  } catch (error) {
    // A sheet whose kept copy is gone: another check says so.
    if (error instanceof CannotRun) return [];
    throw error;
  }
  return [`settings, sheets, imports, pairings or program are no longer those of ${newest.id}: po-shadow run makes a run that is up to date`];
}
