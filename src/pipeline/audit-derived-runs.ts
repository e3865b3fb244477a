import type { AuditCheck, AuditReport } from '../domain/audit-report.ts';
import { plural } from '../domain/plural.ts';
import { type DatabaseComparison, FIRST_STATUS_TABLES as TABLES, type FirstStatusDifference, type FirstStatusOwner, type TableComparison } from '../store/database-comparison.ts';
import type { AuditedActs } from './audit-acts.ts';
import type { Rederived, RunOrigin } from './rederive.ts';
import { differencesInWords } from './rederive-differences.ts';

export type StoredRun = RunOrigin & { number: number; asOf: number | null };

/** What runs are compared by. */
export interface RunsCompared {
  comparison: DatabaseComparison;
  again: Rederived;
  stored: readonly StoredRun[];
  acts: AuditedActs;
  /** The version that derived everything again. */
  programVersion: string;
  /** Names of files by their import. */
  shown: ReadonlyMap<number, string>;
}

type Unproven = AuditReport['unproven'];

/** How many differences of first statuses, of rows and of transactions each, are told one by one. */
const MOST_TOLD = 20;

const rowsOf = (tables: readonly TableComparison[]): number => tables.reduce((sum, { rows }) => sum + rows, 0);

/**
 * Compares every run with what came of deriving it again. What differs is a problem; of a run that another version of the program made it
 * is a note, where the entry of the run says so too: the column alone can be edited. Returns the ids of rows and
 * of transactions whose first status is another one, or of another run, by this version: nothing is proven by them.
 */
export function compareRuns(check: AuditCheck, compared: RunsCompared): Unproven {
  const { comparison, again, stored, acts, programVersion, shown } = compared;
  const told = new Map(acts.runs.map(({ act }) => [act.run, act.program]));
  const isOfAnother = (run: StoredRun): boolean => run.programVersion !== programVersion && told.get(run.id) === run.programVersion;
  let rows = 0;
  let numbered = true;
  // A first status, of a row or of a transaction, comes from the run in which it first appeared, so it needs all runs before.
  let whole = true;
  for (const run of stored) {
    const derived = again.runs.get(run.id) ?? { id: null, problems: [], otherwise: [`it can't be derived again, ${again.importTrouble === null ? 'because no entry tells when it was made' : 'because what was imported before it can\'t'}`] };
    const otherwise = [...derived.otherwise];
    if (derived.id !== null) {
      const tables = comparison.run({ stored: run.id, derived: derived.id }, numbered);
      rows += rowsOf(tables);
      otherwise.push(...tables.flatMap((table) => differencesInWords(table, shown)));
    } else {
      numbered = false;
      if (!isOfAnother(run)) whole = false;
    }
    check.problems.push(...derived.problems.map((problem) => `${run.id}: ${problem}`));
    if (isOfAnother(run)) check.notes.push(`${run.id} was made by po-shadow ${run.programVersion}, and this is ${programVersion}: ${otherwise.length === 0 ? 'it comes out the same' : 'that may be why it comes out otherwise; audit it with that version'}`);
    (isOfAnother(run) ? check.notes : check.problems).push(...otherwise.map((what) => `${run.id}: ${what}`));
  }
  check.what = `${plural(stored.length, 'run')} with ${plural(rows + comparison.firstStatusCount, 'row')}, against what the evidence gives again`;
  if (whole) return compareFirstStatuses(check, compared, isOfAnother);
  check.problems.push('first statuses can\'t be derived again, because not every run can');
  return { rows: [], transactions: [] };
}

function compareFirstStatuses(check: AuditCheck, { comparison, again, stored }: RunsCompared, isOfAnother: (run: StoredRun) => boolean): Unproven {
  const pairs = stored.map(({ id }) => [id, again.runs.get(id)?.id ?? null] as const);
  const byDerived = new Map(pairs.map(([id, derived]) => [derived, id]));
  const ofAnother = new Set(stored.filter(isOfAnother).map(({ id }) => id));
  const differencesOf = (owner: FirstStatusOwner): string[] => {
    const unproven: string[] = [];
    const problems: string[] = [];
    for (const { id, stored: one, derived } of comparison.firstStatuses(owner, pairs)) {
      const other = derived === null ? null : { status: derived.status, run: byDerived.get(derived.run) ?? derived.run };
      // In which run a first status was, and how it stood then, follows from every run before.
      if ([one, other].some((side) => side !== null && ofAnother.has(side.run))) unproven.push(id);
      else problems.push(firstStatusInWords(owner, { id, stored: one, derived: other }));
    }
    check.problems.push(...problems.slice(0, MOST_TOLD));
    if (problems.length > MOST_TOLD) check.problems.push(`${TABLES[owner]}: ${(problems.length - MOST_TOLD).toLocaleString('en-US')} more rows differ`);
    if (unproven.length > 0) check.notes.push(`${plural(unproven.length, owner)} had another first status, or had it in another run, by the version that made ${unproven.length === 1 ? 'it' : 'them'}: none counts as right at once`);
    return unproven;
  };
  return { rows: differencesOf('row'), transactions: differencesOf('transaction') };
}

/** How a first status differs; each side names its run as the project does. */
function firstStatusInWords(owner: FirstStatusOwner, { id, stored, derived }: FirstStatusDifference): string {
  const run = stored?.run ?? derived?.run;
  const how = derived === null
    ? 'is in the database, and does not come out of the evidence'
    : stored === null
      ? 'comes out of the evidence, and is missing from the database'
      : stored.run !== derived.run
        ? `was first ${owner === 'row' ? 'whole' : 'tried'} in this run, and in ${derived.run} by the evidence`
        : `has status ${stored.status}, and ${derived.status} by the evidence`;
  return `${run}: ${TABLES[owner]}: ${owner === 'row' ? `row ${id}` : id} ${how}`;
}
