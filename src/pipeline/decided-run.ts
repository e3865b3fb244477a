import type { AuditEntry, AuditHead } from '../domain/audit.ts';
import type { BusinessDate, Instant } from '../domain/calendar.ts';
import type { RootCause } from '../domain/root-cause.ts';
import type { RunSummary } from '../domain/run.ts';
import { CannotRun } from '../domain/trouble.ts';
import type { DisposedRows } from '../domain/unread.ts';
import { AGREEING, type VarianceRow, type VarianceStatus } from '../domain/variance.ts';
import { DecisionBook } from '../resolution/decision-book.ts';
import { Overlay } from '../resolution/overlay.ts';
import { AuditTrail } from '../store/audit-trail.ts';
import { RecordReader, type StoredImport, type StoredQuarantine } from '../store/record-reader.ts';
import { RunReader, type StoredRun } from '../store/run-store.ts';
import { RootCauseTally, rowsOfCause } from '../variance/root-causes.ts';
import { VarianceTally } from '../variance/totals.ts';
import { causeId } from './cause-id.ts';
import { configurationOfRun } from './configuration.ts';
import { mappingOf } from './mapping-evidence.ts';
import { latestInstant } from './replay-inputs.ts';
import type { Workplace } from './workplace.ts';

/** The newest run, with what people decided about its rows laid over them. */
export class DecidedRun {
  readonly run: StoredRun;
  readonly book: DecisionBook;
  readonly head: AuditHead;
  readonly imports: readonly StoredImport[];
  /** The instant for which it is asked: as given, else the latest of the record, decisions included. */
  readonly asOf: Instant | null;
  /** Its business date. */
  readonly today: BusinessDate | null;
  /** The configuration that the run was made with. */
  readonly configuration: string;
  readonly #runs: RunReader;
  readonly #overlay: Overlay;
  #disposed: DisposedRows | undefined;

  private constructor(workplace: Workplace, run: StoredRun, imports: readonly StoredImport[], givenAsOf: Instant | undefined) {
    const trail = new AuditTrail(workplace.database);
    this.run = run;
    this.imports = imports;
    this.book = new DecisionBook(trail.entries(), givenAsOf ?? null);
    this.head = trail.head();
    this.asOf = givenAsOf ?? latestRecorded(imports, this.book.entries);
    this.today = this.asOf === null ? null : workplace.clock.dateOf(this.asOf);
    this.configuration = configurationOfRun(this.book.entries, run.id);
    this.#runs = new RunReader(workplace.database);
    this.#overlay = new Overlay(this.book, {
      run: { number: run.number, configuration: this.configuration }, ledgerImport: newestLedgerImport(imports), today: this.today,
      transactionAgrees: (transactionId) => [...this.#runs.rows(run.id, { transactionId })].every(({ status }) => AGREEING.includes(status)),
    });
  }

  /** The newest run; undefined before the first. */
  static async newest(workplace: Workplace, givenAsOf: Instant | undefined): Promise<DecidedRun | undefined> {
    const run = await new RunReader(workplace.database).latest();
    if (run === undefined) return undefined;
    const reader = new RecordReader(workplace.database);
    const decided = new DecidedRun(workplace, run, await reader.imports(), givenAsOf);
    if (decided.book.quarantine.size > 0) decided.#disposed = disposedRows(await reader.quarantine(), decided.book);
    return decided;
  }

  /** The newest run. Throws CannotRun before the first. */
  static async required(workplace: Workplace, givenAsOf: Instant | undefined): Promise<DecidedRun> {
    const newest = await DecidedRun.newest(workplace, givenAsOf);
    if (newest === undefined) throw new CannotRun('there is no run yet', { where: 'po-shadow.db', remedy: 'Run po-shadow run first.' });
    return newest;
  }

  /** The rows in their order; narrowed where `statuses` or `transactionId` say so. */
  *rows(filter: { statuses?: readonly VarianceStatus[] | undefined; transactionId?: string | undefined } = {}): Generator<VarianceRow> {
    for (const row of this.#runs.rows(this.run.id, filter)) yield this.#overlay.over(row);
  }

  /** Whether anybody decided about any row, so that totals stored with the run may no longer hold. */
  get hasDecisions(): boolean {
    return this.book.resolutions.size > 0;
  }

  /** The run's summary, its totals, root causes and quarantine as they are after all decisions. */
  summary(): RunSummary {
    const summary = this.#disposed === undefined ? this.run.summary : { ...this.run.summary, quarantineDisposed: this.#disposed };
    if (!this.hasDecisions) return summary;
    const totals = new VarianceTally();
    const causes = new RootCauseTally(causeId, this.run.summary.unread);
    for (const row of this.rows()) {
      totals.add(row);
      causes.add(row);
    }
    return { ...summary, totals: totals.result(), rootCauses: causes.result(mappingOf(this.run.summary.rootCauses)) };
  }

  /** The root causes of some of the rows, in their order. */
  rootCausesOf(rows: Iterable<VarianceRow>): RootCause[] {
    const causes = new RootCauseTally(causeId, this.run.summary.unread);
    for (const row of rows) causes.add(row);
    return causes.result(mappingOf(this.run.summary.rootCauses));
  }

  /** Tells the open rows of a root cause, by its id. */
  ofCause(id: string): (row: VarianceRow) => boolean {
    return rowsOfCause(id, this.run.summary.rootCauses, causeId);
  }

  /** What a decision about a row of this run is held against. */
  boundFacts(): { configuration: string; ledgerImport: number; run: number } {
    return { configuration: this.configuration, ledgerImport: newestLedgerImport(this.imports), run: this.run.number };
  }
}

/** How many rows of quarantine people disposed of, reviewed; undefined where none. */
function disposedRows(quarantine: readonly StoredQuarantine[], book: DecisionBook): DisposedRows | undefined {
  const disposed: DisposedRows = { accepted: 0, corrected: 0 };
  for (const { id, rows } of quarantine) {
    const said = book.quarantine.get(id);
    if (said !== undefined && book.reviewOf(said.sequence) === 'approved') disposed[said.act.decision === 'accept' ? 'accepted' : 'corrected'] += rows;
  }
  return disposed.accepted + disposed.corrected === 0 ? undefined : disposed;
}

/** The latest instant of what was imported and decided; null for an empty record. */
export function latestRecorded(imports: readonly StoredImport[], entries: readonly AuditEntry[]): Instant | null {
  let latest = latestInstant(imports);
  for (const { at } of entries) if (at !== null && (latest === null || at > latest)) latest = at;
  return latest;
}

const newestLedgerImport = (imports: readonly StoredImport[]): number => imports.reduce((newest, { id, kind }) => (kind === 'ledger' && id > newest ? id : newest), 0);
