import type { Instant } from '../domain/calendar.ts';
import type { RunCoverage } from '../domain/coverage.ts';
import { reportText } from '../domain/report-text.ts';
import type { RunSummary } from '../domain/run.ts';
import type { Unread } from '../domain/unread.ts';
import { unpackRow } from '../domain/variance.ts';
import { AuditTrail } from '../store/audit-trail.ts';
import type { Database } from '../store/database.ts';
import { FirstTransactionStatuses } from '../store/first-transaction-status.ts';
import { RecordReader } from '../store/record-reader.ts';
import { listRuns } from '../store/run-list.ts';
import { RunReader, RunWriter, type StoredRun } from '../store/run-store.ts';
import { inWords } from '../variance/cause-words.ts';
import { type RunCause, UNEXPLAINED, runEntry } from './audit-run.ts';
import { awaitingReports } from './awaiting-reports.ts';
import { CompareBeside, type Comparer, compareHere, startComparer } from './compare-beside.ts';
import type { ComparisonJob } from './comparison-job.ts';
import type { ComparisonResult } from './comparison.ts';
import { configurationOf } from './configuration.ts';
import { Digest } from './digest.ts';
import type { DryRunJob } from './dry-run.ts';
import { replayBeside, replayHere, startReplayer } from './replay-beside.ts';
import { keepChecklist } from './keep-checklist.ts';
import { type ReplayInputs, fingerprintOf, latestInstant, quarantineOf, readReplayInputs, requireImports } from './replay-inputs.ts';
import { valueAt, valuesOf } from './page-columns.ts';
import { MappingEvidence } from './mapping-evidence.ts';
import type { ReplayPage } from './replay-page.ts';
import type { ReadyRow } from './rows-page.ts';
import { stillUnread } from './supplied.ts';
import { allOrFirstError } from './trouble.ts';
import { unreadOf } from './unread-documents.ts';
import type { Workplace } from './workplace.ts';

/** From how many events on replaying and comparing have threads of their own; below, the threads would cost more than they save. */
const BESIDE_EVENTS = 10_000;

/** When further threads are used; they never decide what comes out. */
export interface Threads {
  besideFromEvents: number;
}

/** What a run did, or that nothing was new. */
export interface ReplayResult {
  run: StoredRun;
  /** Whether an equal run was there already, so that nothing was stored. */
  reused: boolean;
}

/** What a replay would rest on, and the newest run. */
interface Standing {
  inputs: ReplayInputs;
  asOf: Instant | null;
  fingerprint: string;
  latest: StoredRun | undefined;
}

async function standing(workplace: Workplace, givenAsOf: Instant | undefined): Promise<Standing> {
  const inputs = await readReplayInputs(workplace);
  requireImports(inputs);
  const asOf = givenAsOf ?? latestInstant(inputs.imports);
  return { inputs, asOf, fingerprint: fingerprintOf(workplace, inputs, asOf), latest: await new RunReader(workplace.database).latest() };
}

const reused = ({ latest, fingerprint }: Standing): ReplayResult | undefined => (latest?.fingerprint === fingerprint ? { run: latest, reused: true } : undefined);

/** The newest run, where a replay would come to the same; undefined where it must be computed. Throws CannotRun. */
export async function standingRun(workplace: Workplace, givenAsOf: Instant | undefined): Promise<ReplayResult | undefined> {
  return reused(await standing(workplace, givenAsOf));
}

/** Starts the threads of a replay that follows at once on this thread where the record has so many events. */
export function startReplayThreads({ database }: Workplace, fromEvents: number): void {
  if (!new RecordReader(database).hasEvents(Math.max(fromEvents, BESIDE_EVENTS))) return;
  startReplayer();
  startComparer();
}

/**
 * Replays the whole record, matches it with the ledger and stores the run in one transaction. Where settings, sheets, imports,
 * as-of and program are those of the newest run, that run stands and nothing is stored.
 */
export async function replayRecord(workplace: Workplace, givenAsOf: Instant | undefined, threads: Threads = { besideFromEvents: BESIDE_EVENTS }, cause: RunCause = UNEXPLAINED): Promise<ReplayResult> {
  const { database, settings, programVersion } = workplace;
  const before = await standingRun(workplace, givenAsOf);
  if (before !== undefined) return before;
  return database.transaction(async () => {
    // Another process may have imported or replayed while this one waited for its turn.
    const now = await standing(workplace, givenAsOf);
    const already = reused(now);
    if (already !== undefined) return already;
    const { inputs, asOf, fingerprint, latest } = now;
    const events = inputs.imports.filter((each) => each.sheet === null);
    const number = (latest?.number ?? 0) + 1;
    const id = `run-${String(number).padStart(4, '0')}-${fingerprint.slice(0, 8)}`;
    const writer = new RunWriter(database, id);
    writer.begin();
    const awaiting = awaitingReports(unreadReports(inputs, new RecordReader(database)));
    const storing = new Storing(writer, awaiting);
    const computed = await computeRun(workplace, inputs, asOf, storing, threads);
    const digest = storing.digest.hex();
    const summary = await withRootCauses(computed, storing.causes, database, id, unreadOf(inputs, new RecordReader(database)));
    const stored = JSON.stringify(settings);
    const configuration = await configurationOf(workplace);
    const firsts = new FirstTransactionStatuses(database);
    firsts.store(id, {
      pairedByHand: inputs.hand.pairings.map(({ transaction }) => transaction), awaiting: [...awaiting],
      notAtOnce: latest === undefined ? [] : (await import('./first-trials.ts')).notRightAtOnce(workplace, firsts, id, await listRuns(database), new AuditTrail(database).entries(), configuration),
    });
    await writer.finish({
      number, asOf, digest, fingerprint, programVersion, settings: stored,
      inputs: JSON.stringify({ sheets: inputs.sheets.map((sheet) => ({ kind: sheet.kind, sheet: sheet.sheet, sha256: sheet.sha256 })), imports: events.map((each) => ({ id: each.id, kind: each.kind, sha256: each.sha256 })) }),
      summary,
    });
    const run: StoredRun = { id, number, asOf, digest, fingerprint, summary };
    new AuditTrail(database).append(runEntry(run, { configuration, settings: stored, programVersion, checklist: keepChecklist(workplace) }, givenAsOf, cause));
    return { run, reused: false };
  });
}

interface ComputedRun {
  summary: ComparisonResult['summary'];
  coverage: RunCoverage;
  dryRun: DryRunJob;
}

/** What is done with a run while it is computed. */
export interface RunTaker {
  /** A page of replayed reports. */
  replayed(page: ReplayPage): void;
  /** Some hundred rows in their order, once all reports were replayed. */
  rows(rows: readonly ReadyRow[]): void;
  /** What comes out besides, last of all. */
  besides(result: ComparisonResult, coverage: RunCoverage): void;
}

/** The recipe: replay every report, give both sides to the comparison, and hand over what the ERP would have been sent and every row. */
export async function computeRun(workplace: Workplace, inputs: ReplayInputs, asOf: Instant | null, taker: RunTaker, threads: Threads = { besideFromEvents: BESIDE_EVENTS }): Promise<ComputedRun> {
  const { settings, progress, database } = workplace;
  const { imports, sheetFiles: sheets, quarantine } = inputs;
  const reader = new RecordReader(database);
  const counts = reader.counts();
  const beside = counts.events >= threads.besideFromEvents;
  const dryRun: DryRunJob = {
    settings, sheets, shown: new Map(imports.map((each) => [each.id, each.shown])),
    unread: unreadReports(inputs, reader), told: inputs.told,
  };
  const job: ComparisonJob = { settings, sheets, imports, quarantine, overlapping: reader.overlappingExports(), asOf, hand: inputs.hand };
  const comparer: Comparer = beside ? new CompareBeside(job) : await compareHere(job);
  try {
    const replay = beside ? replayBeside(dryRun, reader.eventPages()) : replayHere(dryRun, reader.eventPages());
    progress.start('replaying', counts.events + counts.manual);
    const ledger = reader.ledgerPages();
    let gathered = 0;
    const gatherUpTo = async (share: number): Promise<void> => {
      while (gathered < share) {
        const next = ledger.next();
        if (next.done === true) return;
        const { length } = next.value.poNumber;
        gathered += length;
        await comparer.addLedger(next.value);
        progress.advance(length);
      }
    };
    let replayed = 0;
    for await (const page of replay.pages) {
      replayed += page.sides.events;
      // The ledger keeps step with the replay. Replaying takes longest: where all of the ledger came first, three threads would share two processors, and later two would have one to do.
      const more = allOrFirstError(comparer.addReports(page.sides), gatherUpTo((counts.manual * replayed) / counts.events));
      // Awaited below; where storing fails first, its own failure must not end the process.
      more.catch(() => {});
      taker.replayed(page);
      progress.advance(page.sides.events);
      await more;
    }
    await gatherUpTo(Number.POSITIVE_INFINITY);
    progress.done();
    progress.start('matching', null);
    // The rules, by which root causes are put into words in the end, are loaded while the other thread matches.
    if (beside) import('./dry-run.ts').catch(() => {});
    for (const ids of inPages(await comparer.textsWanted())) await comparer.addTexts(ids.flatMap((id) => reportText(reader.eventsOf(id)) ?? []));
    for await (const rows of comparer.compare((count) => {
      progress.done();
      progress.start('comparing and storing', count);
    })) {
      taker.rows(rows);
      progress.advance(rows.length);
    }
    progress.done();
    const result = comparer.result();
    const coverage = replay.coverage();
    taker.besides(result, coverage);
    return { summary: result.summary, coverage, dryRun };
  } finally {
    await comparer.close();
  }
}

/** What of approvals is unread still, by report. */
const unreadReports = ({ quarantine }: ReplayInputs, reader: RecordReader): ReturnType<typeof quarantineOf> => quarantineOf(stillUnread(quarantine, reader), 'approvals');

/** Puts root causes into words, with the mapping rows that the largest of them used, which are looked up in the rows that were stored. */
async function withRootCauses({ summary: compared, coverage, dryRun }: ComputedRun, { rootCauses, lookedUp }: CountedCauses, database: Database, runId: string, unread: Unread): Promise<RunSummary> {
  const summary = unread.ledger + unread.approvals + unread.sheets === 0 ? compared : { ...compared, unread };
  const causes = rootCauses.map((facts) => inWords(facts, unread));
  const evidence = await MappingEvidence.of(causes, dryRun, new RecordReader(database));
  if (evidence === undefined) return { ...summary, rootCauses: causes };
  for (const row of new RunReader(database).rows(runId, { places: lookedUp })) evidence.add(row);
  return { ...summary, rootCauses: evidence.complete(causes, coverage) };
}

/** How many reports' words pass to the comparison at once; a few such pages may wait while it matches what needs none. */
const TEXTS_PER_PAGE = 2_000;

function* inPages(ids: readonly string[]): Generator<string[]> {
  for (let from = 0; from < ids.length; from += TEXTS_PER_PAGE) yield ids.slice(from, from + TEXTS_PER_PAGE);
}

/** Whether a rejected row has nothing against it but what is not read of its report. */
const isUnreadAlone = (detail: string): boolean => unpackRow(detail, null).causes.join() === 'SNAPSHOT_UNREADABLE';

type CountedCauses = Pick<ComparisonResult, 'rootCauses' | 'lookedUp'>;

/** What is stored of a run, and the digest over it. */
class Storing implements RunTaker {
  readonly #writer: RunWriter;
  readonly digest = new Digest();
  readonly #awaiting: ReadonlySet<string>;
  /** What of open rows was counted, once it is known. */
  causes: CountedCauses = { rootCauses: [], lookedUp: [] };

  constructor(writer: RunWriter, awaiting: ReadonlySet<string>) {
    this.#writer = writer;
    this.#awaiting = awaiting;
  }

  /** Stores what the ERP would have been sent, and the approval paths of reports. */
  replayed({ sides: { reports, orders }, requests, paths }: ReplayPage): void {
    const [reportId, currency]: [string[], string[]] = [[], []];
    for (let report = 0; report < reports.reportId.length; report++) {
      for (let left = reports.orders[report] as number; left > 0; left--) {
        reportId.push(reports.reportId[report] as string);
        currency.push(valueAt(reports.currency, report));
      }
    }
    this.#writer.addOrders({ ...orders, ...requests, reportId, currency, vendorId: valuesOf(orders.vendorId), poDate: valuesOf(orders.poDate), period: valuesOf(orders.period) });
    for (const requestBody of requests.requestBody) this.digest.line(requestBody);
    for (const [path, reportIds] of paths) this.#writer.addPath(path, reportIds);
  }

  /** Stores rows. */
  rows(rows: readonly ReadyRow[]): void {
    const awaitsAlone = ({ status, transactionId, detail }: ReadyRow): boolean => status === 'rejected' && this.#awaiting.has(transactionId ?? '') && isUnreadAlone(detail);
    this.#writer.addRows(rows, (row) => row.hasBothSides && !awaitsAlone(row));
    for (const { detail, withoutPositions } of rows) this.digest.line(withoutPositions ?? detail);
  }

  /** Stores what belongs to no row, and what the run exercised. */
  besides({ summary, rootCauses, lookedUp, leftOut, pairedOutside }: ComparisonResult, coverage: RunCoverage): void {
    this.causes = { rootCauses, lookedUp };
    for (const each of leftOut) this.#writer.addLeftOut(each);
    for (const each of pairedOutside) this.#writer.addPairedOutside(each);
    this.#writer.addCoverage(coverage);
    this.digest.line(JSON.stringify(summary.population));
  }
}
