import { fold } from '../domain/text.ts';
import type { FindingCode } from '../domain/finding.ts';
import type { LedgerPart } from '../domain/ledger-part.ts';
import type { StoredManual } from '../domain/ledger-page.ts';
import { nearest } from '../domain/nearest.ts';
import type { CallStanding } from '../domain/sandbox.ts';
import type { PairedOutside } from '../domain/paired-outside.ts';
import { plural } from '../domain/plural.ts';
import { ReferenceFinder } from '../domain/reference-text.ts';
import { CannotRun } from '../domain/trouble.ts';
import { DATABASE_FILE } from '../project/project.ts';
import type { VarianceRow } from '../domain/variance.ts';
import type { Resolver } from '../mapping/resolver.ts';
import type { NamedCodes } from '../mapping/named-codes.ts';
import type { ReplayStep } from '../replay/replay-report.ts';
import { type FirstTransactionStatus, FirstTransactionStatuses } from '../store/first-transaction-status.ts';
import { RecordReader, type StoredImport, type StoredQuarantine } from '../store/record-reader.ts';
import { type LeftOut, RunReader, type StoredRun } from '../store/run-store.ts';
import { deliveryNaming } from './capture/delivery-naming.ts';
import { DecidedRun } from './decided-run.ts';
import { DryRun, prepareRules } from './dry-run.ts';
import { type ReplayInputs, fingerprintOf, quarantineOf, readReplayInputs } from './replay-inputs.ts';
import { heldUntil, newestVersion } from './newest-version.ts';
import { type NamedOrder, namedOrdersIn, ordersNamed } from './orders-of-number.ts';
import { callsOfTransaction } from './sandbox/sandbox-standing.ts';
import { stillUnread, withoutSupplied } from './supplied.ts';
import { type TakenByOther, takenByOthers } from './taken-by-others.ts';
import { type NamingOrder, type UntiedName, untiedNames, withoutRow } from './untied-names.ts';
import type { Workplace } from './workplace.ts';

/** A version of a manual PO, and the newest export that holds it. */
export interface ToldVersion {
  name: string;
  version: StoredManual;
  file: string;
  sha256: string;
  beside: { headers: string; assignments: string } | null;
  asOf: number | null;
  counts: boolean;
  /** Where exports of one instant hold the PO with different content: its place among those by import, from 1, and how many they are; else null. */
  conflict: { place: number; of: number } | null;
}

/** Everything that is known of one transaction, or of one manual PO. */
export interface Story {
  run: StoredRun;
  transactionId: string | null;
  steps: ReplayStep[];
  orders: { number: string; idempotencyKey: string; requestBody: string }[];
  /** Versions of every manual PO of its rows, with the newest export that holds each. */
  manual: ToldVersion[];
  quarantine: StoredQuarantine[];
  rows: VarianceRow[];
  /** The worst status of the transaction in the first run that tried it; null before. */
  first: FirstTransactionStatus | null;
  /** For rows that lack a side: counterparts that others have. */
  takenByOthers: TakenByOther[];
  /** What the ledger's GL accounts, departments and locations stand for. */
  ledgerCodes: Resolver['ledgerCodes'];
  /** Codes that the ERP profile's rules and its check of the body can raise, in their order. */
  ruleCodes: readonly FindingCode[];
  /** Calls of the transaction that were exported for a sandbox, with their newest answer. */
  sandbox: CallStanding[];
  /** Where it has no row: what is paired outside the window; and why it is listed with what is left out, where the two differ. */
  pairedOutside: (PairedOutside & { leftOut: string | null })[];
  /** Reports that its manual POs name and are not compared with; where the transaction has no row, manual POs without a transaction that name it. */
  untied: UntiedName[];
  /** What became of a transaction that has no row, to stand behind its id; null where it has one, or is paired with a PO outside the window. */
  withoutRow: string | null;
  /** Whether settings, sheets or imports changed since the run, so that the steps may differ from the rows. */
  stale: boolean;
}

/** Of POs so many are named. */
const MOST_NAMED = 5;

/** What can be said of an id before anything was replayed. */
async function beforeAnyRun(workplace: Workplace, given: string): Promise<CannotRun> {
  const reader = new RecordReader(workplace.database);
  const events = reader.eventsOf(given).length;
  if (events > 0) return new CannotRun(`the record holds ${plural(events, 'event')} of ${given}, and there is no run yet`, { where: DATABASE_FILE, remedy: 'Run po-shadow run.' });
  return (await deliveryNaming(workplace, given, await reader.imports())) ?? new CannotRun('there is no run yet', { where: DATABASE_FILE, remedy: 'Run po-shadow run first.' });
}

/** Gathers the story of a transaction id or of a manual PO's name. Throws CannotRun where the record knows neither, or several POs of that number. */
export async function explainTransaction(workplace: Workplace, given: string): Promise<Story> {
  const { database } = workplace;
  const decided = await DecidedRun.newest(workplace, undefined);
  if (decided === undefined) throw await beforeAnyRun(workplace, given);
  const { run } = decided;
  const runs = new RunReader(database);
  const reader = new RecordReader(database);
  const inputs = await readReplayInputs(workplace);
  const rules = await prepareRules(workplace.settings, inputs.sheetFiles);
  const transactionId = knownTransaction(workplace, given);
  const keyed = transactionId === undefined ? keyedAs(workplace, given, rules.resolver.entityNames) : [];
  const keyedNames = new Set(keyed.map(({ name }) => name));
  let rows: VarianceRow[];
  if (transactionId !== undefined) rows = [...decided.rows({ transactionId })];
  else {
    if (keyed.length === 0) throw await unknown(workplace, given, inputs, rules.resolver.entityNames);
    if (keyed.length > 1) throw ambiguous(given, keyed);
    rows = [];
    for (const row of decided.rows()) if (row.manual.poNumbers.some((name) => keyedNames.has(name))) rows.push(row);
  }
  const outside = rows.length > 0 ? [] : runs.pairedOutside(run.id, { poNames: [...keyedNames], transactionId: transactionId ?? null });
  const id = transactionId ?? rows.find((row) => row.transactionId !== null)?.transactionId ?? outside[0]?.transactionId ?? null;
  const names = [...new Set([...rows.flatMap((row) => row.manual.poNumbers), ...keyedNames, ...outside.map(({ poName }) => poName)])].sort();
  const ordersOf = (name: string): NamedOrder[] => ordersNamed(name, (number) => reader.manualOrders([number]).flat(), rules.resolver.entityNames);
  const isAlone = transactionId !== undefined && names.length === 0 && rows.length === 0;
  const candidates = isAlone ? withoutTransaction(decided, transactionId, ordersOf) : names.flatMap(ordersOf);
  const stepsOf = (reportId: string): ReplayStep[] => stepsOfReport(reportId, { reader, inputs, rules });
  const untied = untiedNames(namingOrders(manualVersions(inputs.imports, candidates)), isAlone ? null : id, { ids: () => reader.reportIds(), rowsOf: (reportId) => decided.rows({ transactionId: reportId }), stepsOf })
    .filter((each) => !isAlone || each.transactionId === id);
  const orders = isAlone ? candidates.filter(({ name }) => untied.some(({ poName }) => poName === name)) : candidates;
  const numbers = new Set(orders.flatMap(({ versions }) => versions.map(({ order }) => order.poNumber)));
  const quarantine = inputs.quarantine.filter((item) => item.documentId !== null && (item.documentId === id || fold(item.documentId) === fold(given) || (item.kind === 'ledger' && numbers.has(item.documentId))));
  const steps = id === null ? [] : stepsOf(id);
  return {
    run, transactionId: id, steps, rows, quarantine: withoutSupplied(quarantine, reader), first: id === null ? null : (new FirstTransactionStatuses(database).lookup()(id) ?? null),
    takenByOthers: takenByOthers(rows, decided.rows(), workplace.settings.matching.dateWindowDays),
    pairedOutside: withReasons(outside, runs.leftOut(run.id)), ledgerCodes: rules.resolver.ledgerCodes, ruleCodes: rules.profile.codes,
    sandbox: id === null ? [] : callsOfTransaction(workplace, run.id, id),
    orders: id === null ? [] : await runs.ordersOf(run.id, id),
    manual: manualVersions(inputs.imports, orders),
    untied, withoutRow: isAlone ? withoutRow(steps).became : null,
    stale: fingerprintOf(workplace, inputs, run.asOf) !== run.fingerprint,
  };
}

/** What a replay does with each event of a report. */
function stepsOfReport(reportId: string, { reader, inputs, rules }: { reader: RecordReader; inputs: ReplayInputs; rules: Awaited<ReturnType<typeof prepareRules>> }): ReplayStep[] {
  const steps: ReplayStep[] = [];
  const events = reader.eventsOf(reportId);
  if (events.length === 0) return steps;
  const unread = quarantineOf(stillUnread(inputs.quarantine.filter(({ documentId }) => documentId === reportId), reader), 'approvals');
  new DryRun({ shown: new Map(inputs.imports.map((each) => [each.id, each.shown])), unread, told: inputs.told }, rules).report(events, (step) => steps.push(step));
  return steps;
}

/** The manual POs without a transaction in which a report seems to be named. */
function withoutTransaction(decided: DecidedRun, transactionId: string, ordersOf: (name: string) => NamedOrder[]): NamedOrder[] {
  const finder = new ReferenceFinder([transactionId]);
  const found: NamedOrder[] = [];
  for (const row of decided.rows({ statuses: ['unexpected_manual'] })) {
    found.push(...row.manual.poNumbers.flatMap(ordersOf).filter(({ versions }) => versions.some(({ order }) => finder.places(order.reference).length + finder.places(order.memo).length > 0)));
  }
  return found;
}

/** Where manual POs may name reports, by the versions that count. */
const namingOrders = (manual: Story['manual']): NamingOrder[] => manual.filter(({ counts }) => counts).map(({ name, version: { order } }) => ({ name, texts: [order.reference, order.memo] }));

/** What is paired outside the window, with why it is left out of the rows and yet to be looked at. */
function withReasons(outside: readonly PairedOutside[], leftOut: readonly LeftOut[]): Story['pairedOutside'] {
  const whyOf = new Map(leftOut.flatMap(({ what, documentId, why }) => (what === 'paired_outside' ? [[documentId, why] as const] : [])));
  return outside.map((each) => ({ ...each, leftOut: whyOf.get(each.poName) ?? null }));
}

function knownTransaction({ database }: Workplace, given: string): string | undefined {
  const exact = database.sqlite.prepare('SELECT report_id FROM event WHERE report_id = ? LIMIT 1').get(given) as { report_id: string } | undefined;
  if (exact !== undefined) return exact.report_id;
  const wanted = fold(given);
  for (const { report_id: id } of database.sqlite.prepare('SELECT DISTINCT report_id FROM event').iterate() as IterableIterator<{ report_id: string }>) if (fold(id) === wanted) return id;
  return undefined;
}

function manualNumbers({ database }: Workplace, given: string): string[] {
  const wanted = fold(given);
  return (database.sqlite.prepare('SELECT DISTINCT po_number FROM manual_po').all() as { po_number: string }[]).map((row) => row.po_number).filter((number) => fold(number) === wanted);
}

/** The manual POs of a name, whatever the case it is asked for in. */
function keyedAs(workplace: Workplace, given: string, names: NamedCodes): NamedOrder[] {
  const reader = new RecordReader(workplace.database);
  return ordersNamed(given, (number) => manualNumbers(workplace, number).slice(0, 1).flatMap((known) => reader.manualOrders([known]).flat()), names);
}

/** Stories of POs that only share a number are never mixed. */
function ambiguous(given: string, orders: readonly NamedOrder[]): CannotRun {
  const names = orders.filter(({ entity }) => entity !== '').map(({ name }) => name);
  const unsaid = names.length < orders.length ? ' The ledger has it without a legal entity too: that one is listed by po-shadow variance.' : '';
  return new CannotRun(`several legal entities have a PO ${given}`, { remedy: `Name the one that is meant: ${names.join(', ')}.${unsaid}` });
}

async function unknown(workplace: Workplace, given: string, { quarantine, imports }: Pick<ReplayInputs, 'quarantine' | 'imports'>, names: NamedCodes): Promise<CannotRun> {
  const { database } = workplace;
  const unread = quarantine.find((item) => item.documentId !== null && fold(item.documentId) === fold(given));
  if (unread !== undefined) {
    return new CannotRun(`${unread.documentId} could not be read: ${unread.field === '' ? '' : `${unread.field}: `}${unread.reason}`, { where: `${unread.shown}:${unread.line}`, remedy: 'Correct it where it comes from, export it again and import that: po-shadow run.' });
  }
  const waiting = await deliveryNaming(workplace, given, imports);
  if (waiting !== undefined) return waiting;
  const ids = (database.sqlite.prepare('SELECT DISTINCT report_id FROM event').all() as { report_id: string }[]).map((row) => row.report_id);
  const close = nearest(given, ids);
  const naming = ordersSaying(workplace, given, imports, names);
  const [first] = naming;
  const named = first === undefined ? '' : `; ${listed(naming)} ${naming.length === 1 ? 'names' : 'name'} it`;
  const next = first !== undefined ? `po-shadow explain ${first} says what became of that PO.` : close === undefined ? 'po-shadow variance lists them; po-shadow quarantine lists what could not be read.' : '';
  return new CannotRun(`the record knows no transaction and no manual PO ${given}${named}`, { remedy: [close === undefined ? '' : `Did you mean ${close}?`, next].filter((part) => part !== '').join(' ') });
}

/** The manual POs that say an id of a report that nobody knows, in their newest versions; none where it has no digit, since such a word is no id. */
function ordersSaying({ database }: Workplace, given: string, imports: readonly StoredImport[], names: NamedCodes): string[] {
  if (!/\d/.test(given)) return [];
  const byId = new Map(imports.map((each) => [each.id, each]));
  const finder = new ReferenceFinder([given]);
  const found: string[] = [];
  for (const page of new RecordReader(database).ledgerPages()) {
    for (const { name, versions } of namedOrdersIn(page, names)) {
      const { reference, memo } = newestVersion(versions, byId).version.order;
      if (finder.places(reference).length + finder.places(memo).length > 0) found.push(name);
    }
  }
  return found;
}

/** The first of some names, and how many more there are. */
const listed = (all: readonly string[]): string => (all.length <= MOST_NAMED ? all.join(', ') : `${all.slice(0, MOST_NAMED).join(', ')} and ${(all.length - MOST_NAMED).toLocaleString('en-US')} more`);

function manualVersions(imports: readonly StoredImport[], orders: readonly NamedOrder[]): Story['manual'] {
  const byId = new Map(imports.map((each) => [each.id, each]));
  const all: Story['manual'] = [];
  for (const { name, versions } of orders) {
    const seen = (version: StoredManual): number => heldUntil(version, byId);
    const newest = Math.max(...versions.map(seen));
    const counting = versions.filter((version) => seen(version) === newest).sort((left, right) => left.seenImportId - right.seenImportId);
    for (const version of versions) {
      const from = byId.get(version.seenImportId);
      const counts = counting.includes(version);
      all.push({
        name, version, file: from?.shown ?? '', sha256: from?.sha256 ?? '', beside: besideOf(imports, from), asOf: Number.isFinite(seen(version)) ? seen(version) : null, counts,
        conflict: counts && counting.length > 1 ? { place: counting.indexOf(version) + 1, of: counting.length } : null,
      });
    }
  }
  return all;
}

/** The other files of an export in several: of its headers, and of its account assignments where it has any. */
function besideOf(imports: readonly StoredImport[], seen: StoredImport | undefined): Story['manual'][number]['beside'] {
  if (seen === undefined || seen.part === null) return null;
  const shown = (part: LedgerPart): string => imports.find((each) => each.exportId === seen.exportId && each.part === part)?.shown ?? '';
  return { headers: shown('headers'), assignments: shown('assignments') };
}
