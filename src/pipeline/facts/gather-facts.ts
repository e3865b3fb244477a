import { createHash } from 'node:crypto';
import type { AuditReport } from '../../domain/audit-report.ts';
import { type BusinessDate, type Instant, parseInstant, weekday } from '../../domain/calendar.ts';
import type { RunCoverage } from '../../domain/coverage.ts';
import type { RunSummary } from '../../domain/run.ts';
import { type VarianceRow, isOpen } from '../../domain/variance.ts';
import type { GateFacts, RunFact } from '../../gates/facts.ts';
import { RowFactsTally } from '../../gates/row-facts.ts';
import type { TrialLookups } from '../../gates/trials.ts';
import type { WaiverGiven } from '../../gates/verdict.ts';
import { NamedCodes } from '../../mapping/named-codes.ts';
import { readReferenceData } from '../../reference/sheets.ts';
import { DecisionBook } from '../../resolution/decision-book.ts';
import { AuditTrail } from '../../store/audit-trail.ts';
import { FirstTransactionStatuses } from '../../store/first-transaction-status.ts';
import { RecordReader, type StoredImport } from '../../store/record-reader.ts';
import { listRuns } from '../../store/run-list.ts';
import { RunReader } from '../../store/run-store.ts';
import { deliveredInputs } from '../capture/delivered-inputs.ts';
import { missingHeldBack } from '../capture/held-back.ts';
import { uncollected } from '../capture/uncollected.ts';
import { changedSheets, removedSheets } from '../changed-sheets.ts';
import { configurationOf, configurationOfRun } from '../configuration.ts';
import { configuredInputs } from '../configured-inputs.ts';
import { controlsOf } from '../controls.ts';
import { DecidedRun } from '../decided-run.ts';
import { leftOutMark, partInLeftOut } from '../decisions/review-scope.ts';
import { partInVanished, vanishedMark } from '../decisions/review-vanished.ts';
import { standingReviewer } from '../decisions/standing-reviewer.ts';
import { judgeRollback } from '../judge-rollback.ts';
import { type ReplayInputs, fingerprintOf, latestInstant, readReplayInputs } from '../replay-inputs.ts';
import { sameLedgerPairs } from '../same-ledger.ts';
import { sandboxStanding } from '../sandbox/sandbox-standing.ts';
import { standingLedger } from '../standing-ledger.ts';
import { withoutSupplied } from '../supplied.ts';
import type { Workplace } from '../workplace.ts';
import { approvalsByDay } from './activity.ts';
import { costCentresOf } from './cost-centres.ts';
import { exportsOutOfOrder } from './exports-out-of-order.ts';
import { decisionsInForce, quarantineFacts, waiversGiven } from './decision-facts.ts';
import { fileControls, givenControls, hiddenStatuses, inputControls, unreadExports } from './input-facts.ts';
import { ledgerReaches } from './ledger-reach.ts';
import { proveDryRun } from './prove-dry-run.ts';

/** The facts for the gates, the waivers that were given, and what else a report of them shows. */
export interface Gathered {
  facts: GateFacts;
  waivers: WaiverGiven[];
  /** Undefined where nothing was replayed yet. */
  decided: DecidedRun | undefined;
  summary: RunSummary | undefined;
}

const NONE: ReadonlySet<string> = new Set();
/** As long as a row's id. */
const HASH_LENGTH = 16;
const NO_COVERAGE: RunCoverage = { transactions: 0, amounts: {}, facts: [], approvers: [] };

/** Gathers everything that the gates judge. `audit` is what an audit of the same project found. `onRow` sees every row on its way. */
export async function gatherFacts(workplace: Workplace, audit: AuditReport, options: { asOf: Instant | undefined; onRow?: (row: VarianceRow) => void }): Promise<Gathered> {
  const { database, settings, clock } = workplace;
  const decided = await DecidedRun.newest(workplace, options.asOf);
  const book = decided?.book ?? new DecisionBook(new AuditTrail(database).entries());
  const inputs = await readReplayInputs(workplace);
  const { master } = await readReferenceData(inputs.sheetFiles);
  const { rows, openRows, decidedRows } = gatherRows(workplace, decided, audit.unproven, options.onRow);
  const summary = decided?.summary();
  const configuration = await configurationOf(workplace);
  const asOf = decided?.asOf ?? options.asOf ?? null;
  const configured = [...configuredInputs(workplace, inputs.imports), ...(await deliveredInputs(workplace, inputs.imports))];
  const names = new NamedCodes(master.entities);
  const ledger = standingLedger(workplace, inputs.imports, inputs.quarantine, names);
  const checklist = await judgeRollback(workplace, asOf ?? undefined);
  const facts: GateFacts = {
    settings, asOf, today: asOf === null ? null : clock.dateOf(asOf), isEmpty: decided === undefined,
    activity: { approvals: approvalsByDay(workplace), ledger: ledger.byDay }, ledgers: ledgerReaches(workplace, configured, inputs.imports, { names, now: asOf }),
    quarantine: quarantineFacts(withoutSupplied(inputs.quarantine, new RecordReader(database)), book), fileControls: fileControls(inputs.imports), givenControls: givenControls(controlsOf(configured)), inputs: inputControls(configured, inputs.imports),
    unknownStates: summary?.unknownStates ?? {}, heldBack: await missingHeldBack(workplace),
    leftOut: { what: summary?.outOfScope ?? [], reviewedBy: decided !== undefined && book.scope?.act.leftOut === leftOutMark(workplace, decided) ? standingReviewer(workplace, book.scope, partInLeftOut(workplace, decided)) : null },
    exportsOutOfOrder: exportsOutOfOrder(inputs.imports, sameLedgerPairs(new RecordReader(database).overlappingExports(), names)), hiddenStatuses: hiddenStatuses(inputs.imports, ledger.holders),
    vanished: { orders: ledger.vanished, reviewedBy: book.vanished?.act.vanished === vanishedMark(ledger.vanished) ? standingReviewer(workplace, book.vanished, partInVanished(workplace, ledger.vanished)) : null },
    rows, openRows, rootCauses: summary?.rootCauses ?? [],
    ...coverageOf(decided === undefined ? NO_COVERAGE : (new RunReader(database).coverage(decided.run.id) ?? NO_COVERAGE)),
    periods: [...master.periods.values()].map(({ name, start, end }) => ({ name, start, end })),
    configuration, runs: await runFacts(workplace, book, inputs.imports),
    sandbox: decided === undefined ? null : await sandboxStanding(workplace, decided.run.id, asOf),
    decisions: decisionsInForce(workplace, book, decidedRows),
    rollback: checklist.items.length === 0 ? null : checklist.facts, checklistChanges: checklist.changes,
    cutover: cutoverOf(workplace),
    proof: proveDryRun(), audit,
    outdated: [...(await unusedSheets(workplace)), ...unreadExports(configured), ...(await uncollected(workplace, inputs.imports)), ...(decided === undefined ? [] : await outdatedRun(workplace, inputs, decided))],
  };
  // What was audited must be what is judged.
  const outdated = new AuditTrail(database).head().hash === audit.head ? facts.outdated : [...facts.outdated, 'somebody imported, replayed or decided since the audit: ask again'];
  return { facts: { ...facts, outdated }, waivers: waiversGiven(workplace, book), decided, summary };
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

function gatherRows(workplace: Workplace, decided: DecidedRun | undefined, unproven: AuditReport['unproven'], onRow: (row: VarianceRow) => void = () => {}): Pick<GateFacts, 'rows' | 'openRows'> & { decidedRows: VarianceRow[] } {
  const paths = decided === undefined ? undefined : new RunReader(workplace.database).approvalPaths(decided.run.id);
  const firstOf = new FirstTransactionStatuses(workplace.database).lookup();
  const unseen = decided === undefined ? new Map<string, ReadonlySet<string>>() : new FirstTransactionStatuses(workplace.database).notComparedAtFirst(decided.run.id);
  const tally = new RowFactsTally({
    pathOf: (transactionId) => paths?.get(transactionId) ?? '', firstOf: (transactionId) => firstOf(transactionId)?.status, notComparedAtFirst: (transactionId) => unseen.get(transactionId) ?? NONE,
    costCentresOf: decided === undefined ? () => [] : costCentresOf(workplace, decided.run.id), isUnproven: unprovenIn(unproven),
  });
  const decidedRows: VarianceRow[] = [];
  const openRows = createHash('sha256');
  for (const row of decided?.rows() ?? []) {
    tally.add(row);
    if (needsSomebody(row)) openRows.update(`${row.id}\n`);
    if (row.resolution !== null) decidedRows.push(row);
    onRow(row);
  }
  const rows = tally.result();
  return { rows, openRows: rows.open + rows.awaiting === 0 ? '' : openRows.digest('hex').slice(0, HASH_LENGTH), decidedRows };
}

/** Whether a row is open, or not yet due. */
const needsSomebody = (row: VarianceRow): boolean => isOpen(row) || (row.status === 'awaiting_manual' && row.resolution?.state !== 'resolved');

function unprovenIn(unproven: AuditReport['unproven']): TrialLookups['isUnproven'] {
  const rows = new Set(unproven.rows);
  const transactions = new Set(unproven.transactions);
  return ({ id, transactionId }) => rows.has(id) || (transactionId !== null && transactions.has(transactionId));
}

/** All runs in their order, each with the configuration that it was made with. */
async function runFacts({ database, clock }: Workplace, book: DecisionBook, imports: readonly StoredImport[]): Promise<RunFact[]> {
  const dateOf = (instant: Instant | null): BusinessDate | null => (instant === null ? null : clock.dateOf(instant));
  return (await listRuns(database)).map(({ id, number, asOf, importsSeen }) => ({ number, asOf, date: dateOf(asOf), knows: dateOf(latestInstant(imports.filter((each) => each.sheet === null && each.id <= importsSeen))), configuration: configurationOfRun(book.entries, id) }));
}

/** When the cutover is, as the company's clocks show it. */
function cutoverOf({ settings: { cutover }, clock }: Workplace): GateFacts['cutover'] {
  if (cutover === undefined) return null;
  const at = parseInstant(cutover.at) as Instant;
  const date = clock.dateOf(at);
  return { date, time: clock.timeOf(at), weekday: weekday(date) };
}
