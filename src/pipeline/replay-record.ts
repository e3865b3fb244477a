import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { type Instant, dayNumber } from '../domain/calendar.ts';
import { finding } from '../domain/finding.ts';
import { type ComparableColumn, standingAmount, stands } from '../domain/ledger-entry.ts';
import { formatMinor } from '../domain/money.ts';
import type { Transaction } from '../domain/purchase-order.ts';
import { ReferenceFinder, documentNumbersIn } from '../domain/reference-text.ts';
import { toleranceMinor } from '../domain/settings.ts';
import { compareText, fold } from '../domain/text.ts';
import type { Population, RunSummary } from '../domain/run.ts';
import { CannotRun } from '../domain/trouble.ts';
import { type VarianceRow, packRow } from '../domain/variance.ts';
import { erpProfile } from '../erp/profile.ts';
import { Resolver, bareName } from '../mapping/resolver.ts';
import { ledgerScope, lineScope } from '../mapping/scope.ts';
import { CodingBuilder, CodingTable } from '../matching/coding.ts';
import { match } from '../matching/match.ts';
import type { DrySide, ManualSide } from '../matching/sides.ts';
import { readReferenceData, type SheetFile } from '../reference/sheets.ts';
import { type RecordedEvent, type ReplayContext, type ReplayedReport, type ReplayStep, type StateMeaning, replayReport } from '../replay/replay-report.ts';
import { sourceNamed } from '../sources/index.ts';
import { hashFile } from '../store/evidence.ts';
import { RecordReader, type StoredEvent, type StoredImport, type StoredManual, type StoredQuarantine } from '../store/record-reader.ts';
import { RunReader, RunWriter, type StoredRun } from '../store/run-store.ts';
import { buildRows } from '../variance/build-rows.ts';
import { RootCauseTally } from '../variance/root-causes.ts';
import { VarianceTally, minorOf } from '../variance/totals.ts';
import type { Workplace } from './workplace.ts';

/** Raised with every change of what the same inputs give; part of what tells runs apart. */
const RULES_VERSION = 1;

/** What a replay needs besides events and manual POs, read from the record. */
export interface ReplayInputs {
  context: ReplayContext;
  imports: StoredImport[];
  sheets: StoredImport[];
  quarantine: StoredQuarantine[];
}

/** Reads the sheets in force and prepares the rules. */
export async function prepareReplay(workplace: Workplace): Promise<ReplayInputs> {
  const { settings, clock, database, evidence } = workplace;
  const reader = new RecordReader(database);
  const sheets = await reader.sheets();
  const files: SheetFile[] = sheets.map((sheet) => ({
    kind: sheet.kind as 'master' | 'mapping', sheet: sheet.sheet as string,
    file: { path: evidence.pathOf(sheet.sha256), name: `${sheet.sheet}${extname(sheet.shown)}`, shown: sheet.shown },
  }));
  for (const { sha256, shown } of sheets) {
    const path = evidence.pathOf(sha256);
    if (!existsSync(path) || hashFile(path).sha256 !== sha256) throw new CannotRun('the kept copy of this sheet is missing or was changed', { where: shown, remedy: 'Import the sheet again: po-shadow run keeps it anew.' });
  }
  const { master, mapping } = await readReferenceData(files);
  const meanings = new Map<string, StateMeaning>();
  return {
    imports: await reader.imports(),
    sheets,
    quarantine: await reader.quarantine(),
    context: {
      settings, clock, master,
      resolver: new Resolver(mapping, master),
      profile: erpProfile(settings.erp),
      scopeOf: lineScope(settings.scope.lines),
      statesOf(name) {
        let meaning = meanings.get(name);
        if (meaning === undefined) {
          const source = sourceNamed(name);
          meaning = { final: new Set((settings.finalStates ?? source.finalStates).map(fold)), posted: new Set(source.postedStates.map(fold)) };
          meanings.set(name, meaning);
        }
        return meaning;
      },
    },
  };
}

/** The events of one report as the replay takes them. */
export function recorded(events: readonly StoredEvent[], shownOf: (importId: number) => string): RecordedEvent[] {
  return events.map((event) => ({ snapshot: event.snapshot, source: event.source, at: `${shownOf(event.importId)}:${event.line}` }));
}

/** Names of files by import. */
export function namesOf(imports: readonly StoredImport[]): (importId: number) => string {
  const names = new Map(imports.map((each) => [each.id, each.shown]));
  return (importId) => names.get(importId) ?? `import ${importId}`;
}

/**
 * The quarantined document that makes a report incomplete: one of its own that is newer than all that was read, and that no
 * later import supplied.
 */
export function unreadableNewer(quarantine: readonly StoredQuarantine[], events: readonly StoredEvent[], hasEvent: (eventId: string) => boolean): StoredQuarantine | undefined {
  const last = events[events.length - 1] as StoredEvent;
  return quarantine.find((item) => {
    if (item.eventId !== null && hasEvent(item.eventId) && !item.reason.startsWith('this id came before')) return false;
    if (item.revision === null) return true;
    if (item.revision !== last.snapshot.revision) return item.revision > last.snapshot.revision;
    return item.occurredAt === null || item.occurredAt >= (last.snapshot.occurredAt ?? Number.NEGATIVE_INFINITY);
  });
}

/** Replays one report of the record, incomplete or not. */
export function replayStored(context: ReplayContext, events: readonly StoredEvent[], unreadable: StoredQuarantine | undefined, shownOf: (importId: number) => string, trace?: (step: ReplayStep) => void): ReplayedReport {
  const replayed = replayReport(recorded(events, shownOf), context, trace);
  if (unreadable === undefined) return replayed;
  // Nobody knows what its newest snapshot says: no PO can be told, and nothing may match.
  const { transaction } = replayed;
  const numbers = transaction.orders.map((order) => order.number);
  const at = `${unreadable.shown}:${unreadable.line}`;
  transaction.findings = [finding('SNAPSHOT_UNREADABLE', { field: unreadable.field, value: unreadable.value.slice(0, 200), at, detail: unreadable.reason }), ...transaction.findings];
  transaction.outcome = 'rejected';
  transaction.orders = [];
  transaction.formerOrderNumbers = [...new Set([...transaction.formerOrderNumbers, ...numbers])];
  transaction.flags = [...transaction.flags, 'incomplete'];
  return { ...replayed, outOfScope: false };
}

/** Groups the quarantine of one kind by document. */
function quarantineOf(quarantine: readonly StoredQuarantine[], kind: 'approvals' | 'ledger'): Map<string, StoredQuarantine[]> {
  const byDocument = new Map<string, StoredQuarantine[]>();
  for (const item of quarantine) {
    if (item.kind !== kind || item.documentId === null) continue;
    const same = byDocument.get(item.documentId);
    if (same === undefined) byDocument.set(item.documentId, [item]);
    else same.push(item);
  }
  return byDocument;
}

/** What a run did, or that nothing was new. */
export interface ReplayResult {
  run: StoredRun;
  /** Whether an equal run was there already, so that nothing was stored. */
  reused: boolean;
}

/**
 * Replays the whole record, matches it with the ledger and stores the run in one transaction. Where settings, sheets, imports,
 * as-of and program are those of the newest run, that run stands and nothing is stored.
 */
export async function replayRecord(workplace: Workplace, givenAsOf: Instant | undefined): Promise<ReplayResult> {
  const { database, settings, programVersion } = workplace;
  const runs = new RunReader(database);
  const standing = async (): Promise<{ inputs: ReplayInputs; asOf: Instant | null; fingerprint: string; latest: StoredRun | undefined }> => {
    const inputs = await prepareReplay(workplace);
    if (inputs.imports.every((each) => each.sheet !== null)) throw new CannotRun('nothing was imported yet', { where: 'po-shadow.db', remedy: 'Run po-shadow run, or po-shadow import approvals FILE and po-shadow import ledger FILE.' });
    const asOf = givenAsOf ?? latestInstant(inputs.imports);
    return { inputs, asOf, fingerprint: fingerprintOf(workplace, inputs, asOf), latest: await runs.latest() };
  };
  const before = await standing();
  if (before.latest?.fingerprint === before.fingerprint) return { run: before.latest, reused: true };

  return database.transaction(async () => {
    // Another process may have imported or replayed while this one waited for its turn.
    const { inputs, asOf, fingerprint, latest } = await standing();
    if (latest?.fingerprint === fingerprint) return { run: latest, reused: true };
    const events = inputs.imports.filter((each) => each.sheet === null);
    const number = (latest?.number ?? 0) + 1;
    const id = `run-${String(number).padStart(4, '0')}-${fingerprint.slice(0, 8)}`;
    const writer = new RunWriter(database, id);
    writer.begin();
    const computed = computeRun(workplace, inputs, asOf, runs, writer);
    await writer.finish({
      number, asOf, digest: computed.digest, fingerprint, programVersion, settings: JSON.stringify(settings),
      inputs: JSON.stringify({ sheets: inputs.sheets.map((sheet) => ({ kind: sheet.kind, sheet: sheet.sheet, sha256: sheet.sha256 })), imports: events.map((each) => ({ id: each.id, kind: each.kind, sha256: each.sha256 })) }),
      summary: computed.summary,
    });
    return { run: { id, number, asOf, digest: computed.digest, fingerprint, summary: computed.summary }, reused: false };
  });
}

/** The latest instant of what was imported, an export's own as-of included; null where nothing has one. */
export function latestInstant(imports: readonly StoredImport[]): Instant | null {
  let latest: Instant | null = null;
  for (const { latestInstant: named, asOf } of imports) {
    for (const instant of [named, asOf]) if (instant !== null && (latest === null || instant > latest)) latest = instant;
  }
  return latest;
}

/** What tells one run from another: program, settings, as-of, sheets and imports. */
export function fingerprintOf({ settings, programVersion }: Workplace, { imports, sheets }: ReplayInputs, asOf: Instant | null): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([RULES_VERSION, programVersion, settings, asOf]));
  for (const each of imports) if (each.sheet === null) hash.update(`${each.kind} ${each.id} ${each.sha256}\n`);
  for (const sheet of sheets) hash.update(`${sheet.kind}/${sheet.sheet} ${sheet.sha256}\n`);
  return hash.digest('hex');
}

interface ComputedRun {
  digest: string;
  summary: RunSummary;
}

const DIGEST_PIECE = 256 * 1024;

/** SHA-256 over lines, fed in large pieces. */
class Digest {
  readonly #hash = createHash('sha256');
  #pending = '';

  line(text: string): void {
    this.#pending += `${text}\n`;
    if (this.#pending.length > DIGEST_PIECE) this.#flush();
  }

  #flush(): void {
    this.#hash.update(this.#pending);
    this.#pending = '';
  }

  hex(): string {
    this.#flush();
    return this.#hash.digest('hex');
  }
}

/** The recipe: replay every report, gather both sides, match, compare, store, and see that everything adds up. */
function computeRun(workplace: Workplace, inputs: ReplayInputs, asOf: Instant | null, runs: RunReader, writer: RunWriter): ComputedRun {
  const { settings, clock } = workplace;
  const codings = new CodingTable();
  const digest = new Digest();
  const left = new LeftOutLedger(writer);
  const { dry, reports } = replaySide(workplace, inputs, codings, writer, left, digest);
  const { manual, counts } = ledgerSide(workplace, inputs, codings, dry, left);
  const matched = match(
    { dry, manual, codings },
    { dateWindowDays: settings.matching.dateWindowDays, toleranceOf: (currency, minor) => toleranceMinor(settings, currency, minor) },
  );
  const { rows, count, outsideWindow } = buildRows({ dry, manual, matched, codings, settings, clock, asOf, rowId });
  const tally = new RowTally();
  const firstStatus = runs.firstStatusLookup();
  workplace.progress.start('comparing and storing', count);
  for (const row of rows) {
    row.firstStatus = firstStatus(row.id) ?? firstStatusOf(row);
    const detail = packRow(row, true);
    writer.addRow(row, detail);
    digest.line(row.dryRun.findings.length === 0 ? detail : packRow(row, false));
    tally.add(row);
    workplace.progress.advance(1);
  }
  workplace.progress.done();
  const pairedManual = new Set(matched.pairings.flatMap((pairing) => pairing.manual)).size;
  const population: Population = {
    reports: { total: reports.total, inRows: tally.transactions.size, outsideWindow: outsideWindow.transactions.size, outOfScope: reports.outOfScope },
    manualOrders: {
      total: counts.total, paired: pairedManual, unexplained: manual.length - pairedManual - outsideWindow.manualUnexplained, outsideWindow: outsideWindow.manualUnexplained,
      outOfScope: counts.outOfScope, cancelled: counts.cancelled, vanished: counts.vanished.length,
    },
  };
  assertComplete(population, tally.unexplained);
  digest.line(JSON.stringify(population));
  const summary: RunSummary = {
    importedFiles: inputs.imports.filter((each) => each.sheet === null).length,
    company: settings.company,
    window: settings.window,
    ...tally.wouldBe(),
    agreeing: tally.agreeing,
    totals: tally.totals.result(),
    rootCauses: tally.causes.result(),
    population,
    unknownStates: reports.unknownStates,
    vanished: counts.vanished,
    quarantinedRows: inputs.quarantine.reduce((sum, item) => sum + item.rows, 0),
    limits: matched.limits,
    outOfScope: left.summary(),
  };
  return { digest: digest.hex(), summary };
}

/** What the summary says of the rows, gathered while they pass. */
class RowTally {
  readonly totals = new VarianceTally();
  readonly causes = new RootCauseTally();
  readonly transactions = new Set<string>();
  readonly #approved = new Set<string>();
  readonly #sums = new Map<string, bigint>();
  agreeing = 0;
  unexplained = 0;
  #orders = 0;

  add(row: VarianceRow): void {
    this.totals.add(row);
    this.causes.add(row);
    if (row.status === 'match' || row.status === 'match_within_tolerance') this.agreeing++;
    if (row.transactionId === null) {
      this.unexplained++;
      return;
    }
    this.transactions.add(row.transactionId);
    if (row.dryRun.outcome === 'created' || row.dryRun.outcome === 'updated' || row.dryRun.outcome === 'rejected') this.#approved.add(row.transactionId);
    if (row.dryRun.amount === null) return;
    this.#orders++;
    this.#sums.set(row.currency, (this.#sums.get(row.currency) ?? 0n) + minorOf(row.dryRun.amount, row.currency));
  }

  wouldBe(): Pick<RunSummary, 'approvedReports' | 'wouldBeOrders' | 'wouldBeAmounts'> {
    const wouldBeAmounts = Object.fromEntries([...this.#sums].sort(([a], [b]) => compareText(a, b)).map(([currency, minor]) => [currency, formatMinor(minor, currency)]));
    return { approvedReports: this.#approved.size, wouldBeOrders: this.#orders, wouldBeAmounts };
  }
}

/** A row's status counts as its first when both sides are there: the dry run has decided, and a manual PO is paired. */
function firstStatusOf(row: VarianceRow): VarianceRow['firstStatus'] {
  const decided = row.dryRun.outcome !== 'not_triggered' && row.dryRun.outcome !== 'none';
  return decided && row.manual.poNumbers.length > 0 ? row.status : null;
}

/** Stable across replays: the same transaction (and PO of it) or the same manual PO gives the same id. */
function rowId(key: string): string {
  return `R${createHash('sha256').update(key).digest('hex').slice(0, 15)}`;
}

/** Throws where a report or a manual PO ended nowhere or twice: such a run must not exist. */
function assertComplete({ reports, manualOrders }: Population, unexplained: number): void {
  const ended = manualOrders.paired + manualOrders.unexplained + manualOrders.outsideWindow + manualOrders.outOfScope + manualOrders.cancelled + manualOrders.vanished;
  if (ended !== manualOrders.total) throw new Error(`manual POs do not add up: ${JSON.stringify(manualOrders)}`);
  if (reports.inRows + reports.outsideWindow + reports.outOfScope !== reports.total) throw new Error(`reports do not add up: ${JSON.stringify(reports)}`);
  if (unexplained !== manualOrders.unexplained) throw new Error(`${unexplained} rows without a transaction, ${manualOrders.unexplained} manual POs unexplained`);
}

/** What scope leaves out, stored line by line and summed. */
class LeftOutLedger {
  readonly #writer: RunWriter;
  readonly #sums = new Map<string, { documents: number; amounts: Map<string, bigint> }>();

  constructor(writer: RunWriter) {
    this.#writer = writer;
  }

  add(what: 'expense_lines' | 'manual_po', documentId: string, currency: string, amountMinor: number, why: string): void {
    this.#writer.addLeftOut({ what, documentId, currency, amountMinor, why });
    const key = `${what}: ${why}`;
    let sum = this.#sums.get(key);
    if (sum === undefined) this.#sums.set(key, (sum = { documents: 0, amounts: new Map() }));
    sum.documents++;
    sum.amounts.set(currency, (sum.amounts.get(currency) ?? 0n) + BigInt(amountMinor));
  }

  summary(): RunSummary['outOfScope'] {
    return [...this.#sums].sort(([left], [right]) => compareText(left, right)).map(([what, sum]) => ({
      what, documents: sum.documents,
      amounts: Object.fromEntries([...sum.amounts].sort(([left], [right]) => compareText(left, right)).map(([currency, minor]) => [currency, formatMinor(minor, currency)])),
    }));
  }
}

const KIND: Record<Transaction['outcome'], DrySide['kind']> = { created: 'order', updated: 'order', rejected: 'rejected', cancelled: 'cancelled', not_triggered: 'pending', none: 'pending' };

/** Replays every report and gathers the dry sides, in the order of report ids. */
function replaySide(workplace: Workplace, inputs: ReplayInputs, codings: CodingTable, writer: RunWriter, left: LeftOutLedger, digest: Digest): { dry: DrySide[]; reports: { total: number; outOfScope: number; unknownStates: Record<string, number> } } {
  const { database, progress, settings } = workplace;
  const { context, quarantine } = inputs;
  const reader = new RecordReader(database);
  const shownOf = namesOf(inputs.imports);
  const quarantined = quarantineOf(quarantine, 'approvals');
  const dry: DrySide[] = [];
  const pendingStates = new Set<string>();
  const lastStates = new Map<string, number>();
  let total = 0;
  let outOfScope = 0;
  progress.start('replaying approvals', reader.counts().events);
  for (const events of reader.reports()) {
    total++;
    const reportId = (events[0] as StoredEvent).snapshot.reportId;
    const own = quarantined.size === 0 ? undefined : quarantined.get(reportId);
    const unreadable = own === undefined ? undefined : unreadableNewer(own, events, (eventId) => reader.hasEvent(eventId));
    const replayed = replayStored(context, events, unreadable, shownOf);
    const { transaction } = replayed;
    progress.advance(events.length);
    for (const state of replayed.pendingStates) pendingStates.add(fold(state));
    const last = events[events.length - 1] as StoredEvent;
    const { final, posted } = context.statesOf(last.source);
    const state = fold(replayed.lastState);
    if (!final.has(state) && !posted.has(state)) lastStates.set(replayed.lastState, (lastStates.get(replayed.lastState) ?? 0) + 1);
    for (const { why, amountMinor } of replayed.leftOut) left.add('expense_lines', reportId, transaction.currency, amountMinor, why);
    if (replayed.outOfScope) {
      outOfScope++;
      continue;
    }
    addSides(dry, transaction, context.resolver, codings);
    for (const order of transaction.orders) {
      writer.addOrder(reportId, order);
      digest.line(order.requestBody);
    }
  }
  progress.done();
  const cancel = new Set(settings.cancelStates.map(fold));
  const unknownStates = Object.fromEntries([...lastStates].sort(([a], [b]) => compareText(a, b)).filter(([state]) => !cancel.has(fold(state)) && !pendingStates.has(fold(state))));
  return { dry, reports: { total, outOfScope, unknownStates } };
}

const NONE: never[] = [];
const builder = new CodingBuilder();

/** What is held of a report after its replay: headers and codings. Empty lists are one and the same. */
function addSides(dry: DrySide[], transaction: Transaction, resolver: Resolver, codings: CodingTable): void {
  const kind = KIND[transaction.outcome];
  const { reportId, outcome, date, totalMinor, findings, flags, documentNumbers } = transaction;
  const header = {
    reportId, outcome, date, totalMinor,
    findings: findings.length === 0 ? NONE : findings, flags: flags.length === 0 ? NONE : flags, documentNumbers: documentNumbers.length === 0 ? NONE : documentNumbers,
  };
  if (kind === 'order') {
    for (const order of transaction.orders) {
      for (const line of order.lines) builder.add(codings.code(line.glAccount, line.department, line.location), line.amountMinor);
      const coding = builder.take();
      const { key, number, vendorId, currency, amountMinor, poDate, period } = order;
      const vendor = evidenceOf(resolver, vendorId);
      dry.push({
        index: dry.length, kind, transaction: header, order: { key, number, vendorId, currency, amountMinor, poDate, period }, currency, amountMinor, date: poDate, day: dayNumber(poDate),
        vendorIds: vendor.ids, vendorNames: vendor.names, coding,
      });
    }
    return;
  }
  const names = new Set([...transaction.vendorIds.flatMap((id) => evidenceOf(resolver, id).names), ...transaction.merchants.map(bareName)].filter((name) => name !== ''));
  dry.push({
    index: dry.length, kind, transaction: header, order: null, currency: transaction.currency, amountMinor: transaction.expenseMinor,
    date, day: date === null ? null : dayNumber(date),
    vendorIds: transaction.vendorIds.map(fold), vendorNames: [...names], coding: { codes: [], amounts: [] },
  });
}

const orNone = <T>(list: T[]): T[] => (list.length === 0 ? NONE : list);

const SHARED = new Map<string, string>();

/** One copy of a text that repeats over a ledger: rows from the database bring a copy each. */
function shared(text: string): string {
  const known = SHARED.get(text);
  if (known !== undefined) return known;
  if (SHARED.size < 200_000) SHARED.set(text, text);
  return text;
}

const EVIDENCE = new WeakMap<Resolver, Map<string, { ids: string[]; names: string[] }>>();

/** A vendor's id and name as evidence; one object for all its POs. */
function evidenceOf(resolver: Resolver, vendorId: string): { ids: string[]; names: string[] } {
  let known = EVIDENCE.get(resolver);
  if (known === undefined) EVIDENCE.set(resolver, (known = new Map()));
  let evidence = known.get(vendorId);
  if (evidence === undefined) {
    const name = bareName(resolver.vendor(vendorId, '').record?.name ?? '');
    known.set(vendorId, (evidence = { ids: [fold(vendorId)], names: name === '' ? NONE : [name] }));
  }
  return evidence;
}

/** Gathers the manual POs that stand, in the order of their numbers. */
function ledgerSide(workplace: Workplace, inputs: ReplayInputs, codings: CodingTable, dry: readonly DrySide[], left: LeftOutLedger): { manual: ManualSide[]; counts: { total: number; outOfScope: number; cancelled: number; vanished: string[] } } {
  const { database, settings, progress } = workplace;
  const { resolver } = inputs.context;
  const reader = new RecordReader(database);
  const imports = new Map(inputs.imports.map((each) => [each.id, each]));
  const finder = new ReferenceFinder(new Set(dry.map((side) => side.transaction.reportId)));
  const scopeOf = ledgerScope(settings.scope.ledger);
  const quarantined = quarantineOf(inputs.quarantine, 'ledger');
  const exports = inputs.imports.filter((each) => each.kind === 'ledger');
  const supersededBy = exports.length > 1 ? supersedingExports(database, exports) : undefined;
  const blank = new Map<string, readonly ComparableColumn[]>();
  const manual: ManualSide[] = [];
  const counts = { total: 0, outOfScope: 0, cancelled: 0, vanished: [] as string[] };
  progress.start('matching with the ledger', reader.counts().manual);
  for (const versions of reader.manualOrders()) {
    progress.advance(versions.length);
    counts.total++;
    const newest = newestVersion(versions, imports);
    const { order } = newest.version;
    if (!stands(order)) {
      counts.cancelled++;
      continue;
    }
    const seen = imports.get(newest.version.seenImportId) as StoredImport;
    if (supersededBy?.(newest.version, seen) === true) {
      counts.vanished.push(order.poNumber);
      continue;
    }
    const references = finder.find(order.reference);
    const memoReferences = finder.find(order.memo);
    const why = references.length + memoReferences.length > 0 ? null : scopeOf(order);
    if (why !== null) {
      counts.outOfScope++;
      left.add('manual_po', order.poNumber, order.currency, standingAmount(order), why);
      continue;
    }
    for (const line of order.lines) if (line.status !== 'cancelled') builder.add(codings.code(line.glAccount, line.department, line.location), line.amountMinor);
    const coding = builder.take();
    const unreadable = quarantined.get(order.poNumber)?.find((item) => asOfOf(imports.get(item.importId)) >= asOfOf(seen));
    const vendor = order.vendorId === '' ? resolver.vendorNamed(order.vendorName) : undefined;
    const blankKey = seen.blankColumns.join();
    let notCompared = blank.get(blankKey);
    if (notCompared === undefined) blank.set(blankKey, (notCompared = seen.blankColumns));
    manual.push({
      index: manual.length, poNumber: order.poNumber, poDate: shared(order.poDate), day: dayNumber(order.poDate), currency: shared(order.currency), amountMinor: standingAmount(order),
      period: fold(order.period), vendorId: fold(order.vendorId), vendorName: shared(order.vendorName), bareVendorName: bareName(order.vendorName),
      namedVendorId: vendor === undefined ? '' : fold(vendor.id), coding, references: orNone(references), memoReferences: orNone(memoReferences),
      documentNumbers: references.length + memoReferences.length > 0 ? NONE : orNone(documentNumbersIn(order.reference, order.memo)), notCompared,
      incomplete: unreadable !== undefined ? `${unreadable.shown}:${unreadable.line}` : newest.conflicting ? 'two exports of the same time hold it with different content' : null,
    });
  }
  progress.done();
  return { manual, counts };
}

const asOfOf = (each: StoredImport | undefined): number => each?.asOf ?? Number.NEGATIVE_INFINITY;

/** The version that the newest export holds; conflicting where two exports of the same instant disagree. */
function newestVersion(versions: readonly StoredManual[], imports: ReadonlyMap<number, StoredImport>): { version: StoredManual; conflicting: boolean } {
  const [only] = versions;
  if (versions.length === 1 && only !== undefined) return { version: only, conflicting: false };
  const sorted = [...versions].sort((left, right) => asOfOf(imports.get(right.seenImportId)) - asOfOf(imports.get(left.seenImportId)) || compareText(JSON.stringify(left.order), JSON.stringify(right.order)));
  const [first, second] = sorted as [StoredManual, StoredManual];
  return { version: first, conflicting: asOfOf(imports.get(first.seenImportId)) === asOfOf(imports.get(second.seenImportId)) };
}

/**
 * Tells whether a newer export over the same dates no longer holds a PO. Exports count as of the same ledger where they share a
 * PO; files that merely part a ledger among stores share none and take nothing from each other.
 */
function supersedingExports(database: Workplace['database'], exports: readonly StoredImport[]): (version: StoredManual, seen: StoredImport) => boolean {
  const related = new Set<string>();
  for (const { one_id: one, other_id: other } of database.sqlite.prepare('SELECT one_id, other_id FROM ledger_overlap').all() as { one_id: number; other_id: number }[]) {
    related.add(`${one} ${other}`);
    related.add(`${other} ${one}`);
  }
  return (version, seen) =>
    exports.some(
      (other) =>
        other.id !== seen.id && asOfOf(other) > asOfOf(seen) && other.firstDate !== null && other.lastDate !== null && other.firstDate <= version.order.poDate && version.order.poDate <= other.lastDate &&
        (related.has(`${other.id} ${seen.id}`) || related.has(`${other.id} ${version.importId}`)),
    );
}
