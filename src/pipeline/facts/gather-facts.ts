import type { AuditReport } from '../../domain/audit-report.ts';
import { type Instant, parseInstant, weekday } from '../../domain/calendar.ts';
import type { RunCoverage } from '../../domain/coverage.ts';
import type { RunSummary } from '../../domain/run.ts';
import type { VarianceRow } from '../../domain/variance.ts';
import type { GateFacts, RunFact } from '../../gates/facts.ts';
import { RowFactsTally } from '../../gates/row-facts.ts';
import type { WaiverGiven } from '../../gates/verdict.ts';
import { readReferenceData } from '../../reference/sheets.ts';
import { DecisionBook } from '../../resolution/decision-book.ts';
import { activityByDay } from '../../store/activity.ts';
import { AuditTrail } from '../../store/audit-trail.ts';
import { RecordReader } from '../../store/record-reader.ts';
import { listRuns } from '../../store/run-list.ts';
import { RunReader } from '../../store/run-store.ts';
import { changedSheets, removedSheets } from '../changed-sheets.ts';
import { configurationOf } from '../configuration.ts';
import { checkControls } from '../controls.ts';
import { DecidedRun, configurationOfRun } from '../decided-run.ts';
import { leftOutMark } from '../decisions/review-scope.ts';
import { judgeRollback } from '../judge-rollback.ts';
import { type ReplayInputs, fingerprintOf, readReplayInputs } from '../replay-inputs.ts';
import type { Workplace } from '../workplace.ts';
import { costCentresOf } from './cost-centres.ts';
import { decisionsInForce, quarantineFacts, waiversGiven } from './decision-facts.ts';
import { fileControls, givenControls, inputControls } from './input-facts.ts';
import { proveDryRun } from './prove-dry-run.ts';

/** The facts for the gates, the waivers that were given, and what else a report of them shows. */
export interface Gathered {
  facts: GateFacts;
  waivers: WaiverGiven[];
  /** Undefined where nothing was replayed yet. */
  decided: DecidedRun | undefined;
  summary: RunSummary | undefined;
}

const NO_COVERAGE: RunCoverage = { transactions: 0, amounts: {}, facts: [], approvers: [] };

/** Gathers everything that the gates judge. `audit` is what an audit of the same project found. `onRow` sees every row on its way. */
export async function gatherFacts(workplace: Workplace, audit: AuditReport, options: { asOf: Instant | undefined; onRow?: (row: VarianceRow) => void }): Promise<Gathered> {
  const { database, settings, clock } = workplace;
  const reader = new RecordReader(database);
  const decided = await DecidedRun.newest(workplace, options.asOf);
  const book = decided?.book ?? new DecisionBook(new AuditTrail(database).entries());
  const inputs = await readReplayInputs(workplace);
  const { master } = await readReferenceData(inputs.sheetFiles);
  const { rows, decidedRows } = gatherRows(workplace, decided, new Set(audit.unproven), options.onRow);
  const summary = decided?.summary();
  const configuration = await configurationOf(workplace);
  const asOf = decided?.asOf ?? options.asOf ?? null;
  const checklist = await judgeRollback(workplace, asOf ?? undefined);
  const ledgers = inputs.imports.filter(({ kind }) => kind === 'ledger');
  const reaches = ledgers.flatMap(({ asOf: exported }) => (exported === null ? [] : [clock.dateOf(exported)])).sort().at(-1) ?? null;
  const facts: GateFacts = {
    settings, asOf, today: asOf === null ? null : clock.dateOf(asOf), isEmpty: decided === undefined,
    activity: activityByDay(database, clock), ledgerReaches: reaches,
    quarantine: quarantineFacts(await reader.quarantine(), book), fileControls: fileControls(inputs.imports), givenControls: givenControls(await checkControls(workplace)), inputs: inputControls(settings, inputs.imports),
    unknownStates: summary?.unknownStates ?? {},
    leftOut: { what: summary?.outOfScope ?? [], reviewedBy: summary !== undefined && decided !== undefined && book.scope?.act.leftOut === leftOutMark(workplace, decided) ? (book.scope.actor.person ?? '') : null },
    rows, rootCauses: summary?.rootCauses ?? [],
    ...coverageOf(decided === undefined ? NO_COVERAGE : (new RunReader(database).coverage(decided.run.id) ?? NO_COVERAGE)),
    periods: [...master.periods.values()].map(({ name, start, end }) => ({ name, start, end })),
    configuration, runs: await runFacts(workplace, book),
    decisions: decisionsInForce(workplace, book, decidedRows),
    rollback: checklist.items.length === 0 ? null : checklist.facts, checklistChanges: checklist.changes,
    cutover: cutoverOf(workplace),
    proof: proveDryRun(), audit,
    outdated: [...(await unusedSheets(workplace)), ...(decided === undefined ? [] : await outdatedRun(workplace, inputs, decided))],
  };
  return { facts, waivers: waiversGiven(book), decided, summary };
}

/** Sheets of the project folder that differ from what was imported: production would use them, and nobody has tried them. */
async function unusedSheets(workplace: Workplace): Promise<string[]> {
  const changed = (await changedSheets(workplace)).map((shown) => `${shown} differs from what was imported, and was not tried`);
  return [...changed, ...(await removedSheets(workplace)).map((shown) => `${shown} is gone, and what was imported from it is still in force`)];
}

/** Why the newest run is not what a replay would give; [] where it is. */
async function outdatedRun(workplace: Workplace, inputs: ReplayInputs, { run }: DecidedRun): Promise<string[]> {
  const { programVersion } = workplace;
  const madeBy = (await listRuns(workplace.database)).find(({ id }) => id === run.id)?.programVersion;
  if (madeBy !== programVersion) return [`${run.id} was made by po-shadow ${madeBy}, and this is ${programVersion}`];
  return fingerprintOf(workplace, inputs, run.asOf) === run.fingerprint ? [] : ['settings, sheets, imports or pairings by hand changed since the newest run'];
}

const coverageOf = ({ facts, approvers }: RunCoverage): Pick<GateFacts, 'coverage' | 'approvers'> => ({ coverage: facts, approvers });

function gatherRows(workplace: Workplace, decided: DecidedRun | undefined, unproven: ReadonlySet<string>, onRow: (row: VarianceRow) => void = () => {}): { rows: GateFacts['rows']; decidedRows: VarianceRow[] } {
  const paths = decided === undefined ? undefined : new RunReader(workplace.database).approvalPaths(decided.run.id);
  const tally = new RowFactsTally({ pathOf: (transactionId) => paths?.get(transactionId) ?? '', costCentresOf: decided === undefined ? () => [] : costCentresOf(workplace, decided.run.id), isUnproven: (rowId) => unproven.has(rowId) });
  const decidedRows: VarianceRow[] = [];
  for (const row of decided?.rows() ?? []) {
    tally.add(row);
    if (row.resolution !== null) decidedRows.push(row);
    onRow(row);
  }
  return { rows: tally.result(), decidedRows };
}

/** All runs in their order, each with the configuration that it was made with. */
async function runFacts({ database, clock }: Workplace, book: DecisionBook): Promise<RunFact[]> {
  return (await listRuns(database)).map(({ id, number, asOf }) => ({ number, asOf, date: asOf === null ? null : clock.dateOf(asOf), configuration: configurationOfRun(book.entries, id) }));
}

/** When the cutover is, as the company's clocks show it. */
function cutoverOf({ settings: { cutover }, clock }: Workplace): GateFacts['cutover'] {
  if (cutover === undefined) return null;
  const at = parseInstant(cutover.at) as Instant;
  const date = clock.dateOf(at);
  const minutes = Math.floor((((at + clock.offsetAt(at)) % 86_400_000) + 86_400_000) % 86_400_000 / 60_000);
  const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return { date, time, weekday: weekday(date) };
}
