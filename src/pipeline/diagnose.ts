import { judgeHandoff, logCausesOf } from '../diagnosis/judge-handoff.ts';
import type { LogIndex } from '../diagnosis/log-index.ts';
import { type TriggerSample, triggerMode } from '../diagnosis/trigger-mode.ts';
import { turnsOfSchedule } from '../diagnosis/watch.ts';
import { type BusinessDate, type Instant, dateOfDay, dayNumber } from '../domain/calendar.ts';
import { AGREEMENTS, type DiagnosedTransaction, type Diagnosis, type DiagnosisFacts, type Judgement, type LookUp } from '../domain/diagnosis.ts';
import { REFERENCE_KINDS } from '../domain/erp-log.ts';
import { MoneySums } from '../domain/money-sums.ts';
import { personNamed } from '../domain/people.ts';
import { compareText, fold } from '../domain/text.ts';
import { CannotRun } from '../domain/trouble.ts';
import { type VarianceRow, isOpen } from '../domain/variance.ts';
import { approvalOf } from '../replay/replay-report.ts';
import { ErpLogReader } from '../store/erp-log-store.ts';
import { RecordReader } from '../store/record-reader.ts';
import { RunReader } from '../store/run-store.ts';
import { keyFieldsOf, keysIn } from './body-keys.ts';
import { DecidedRun } from './decided-run.ts';
import { DiagnosedCauses } from './diagnosed-causes.ts';
import { DryRun, prepareRules } from './dry-run.ts';
import { gatherHandoff } from './gather-handoff.ts';
import { indexLogs } from './index-logs.ts';
import { mappingOf } from './mapping-evidence.ts';
import { fingerprintOf, quarantineOf, readReplayInputs } from './replay-inputs.ts';
import { stillUnread } from './supplied.ts';
import type { Workplace } from './workplace.ts';

/** What is asked. */
export interface DiagnoseOptions {
  /** One transaction; without it all that broke. */
  transaction: string | undefined;
  /** From which date of final approval on; without it and without `days` from the first day of the window on, or 14 days before the latest instant where that is earlier. */
  since: BusinessDate | undefined;
  /** Only those of so many latest days of the record. */
  days: number | undefined;
  nearMinutes: number;
  asOf: Instant | undefined;
}

const LEAST_DAYS = 14;

/** Most pairs of approval and call that are looked at for the trigger, the newest first. */
const MOST_PAIRS = 2_000;

/** Whether a row is one whose handoff broke: approved and without a PO, or withdrawn with one. Rejected reports that people entered are not. */
const isBroken = (row: VarianceRow): boolean =>
  isOpen(row) && row.transactionId !== null && (row.status === 'missing_manual' || row.status === 'cancelled_manual' || (row.status === 'rejected' && row.manual.poNumbers.length === 0));

/**
 * Says of the approved reports without a PO where the handoff broke and what would fix it, beside what the ERP's logs say (docs/diagnose.md).
 * `stale`: settings, sheets or imports changed since the run. Throws CannotRun before the first run, and for a transaction that nobody knows.
 */
export async function diagnose(workplace: Workplace, options: DiagnoseOptions): Promise<{ diagnosis: Diagnosis; stale: boolean }> {
  const decided = await DecidedRun.required(workplace, options.asOf);
  const { run } = decided;
  const inputs = await readReplayInputs(workplace);
  const rules = await prepareRules(workplace.settings, inputs.sheetFiles);
  const reader = new RecordReader(workplace.database);
  const since = options.since ?? sinceDays(decided.today, options.days, workplace.settings.window.from);
  const one = options.transaction === undefined ? undefined : knownTransaction(reader, options.transaction);

  const diagnosed = new Map<string, VarianceRow[]>();
  const paired: VarianceRow[] = [];
  const ordersOf = new Map<string, string>();
  let enteredByHand = 0;
  const earlier = new Map<string, BusinessDate>();
  for (const row of decided.rows()) {
    if (row.transactionId === null) continue;
    for (const number of row.manual.poNumbers) ordersOf.set(fold(number), row.transactionId);
    const isRecent = since === null || row.date === null || row.date >= since;
    if (one === undefined && isBroken(row) && !isRecent && !earlier.has(row.transactionId)) earlier.set(row.transactionId, row.date as BusinessDate);
    if (one === undefined ? isBroken(row) && isRecent : row.transactionId === one) diagnosed.set(row.transactionId, [...(diagnosed.get(row.transactionId) ?? []), row]);
    if (isRecent && row.status === 'rejected' && row.manual.poNumbers.length > 0) enteredByHand++;
    if (isRecent && row.date !== null) paired.push(row);
  }
  if (one !== undefined && !diagnosed.has(one)) diagnosed.set(one, []);

  const logs = new ErpLogReader(workplace.database);
  const index = indexLogs(workplace, run.id, logs, reader.reportIds(), ordersOf);
  const runs = new RunReader(workplace.database);
  const ledgerAsOf = inputs.imports.reduce<number | null>((newest, { kind, asOf }) => (kind === 'ledger' && asOf !== null && (newest === null || asOf > newest) ? asOf : newest), null);
  const { calendar } = workplace.settings;
  const trigger = triggerMode({ ...samplesOf(workplace, reader, rules.statesOf, paired.slice(-MOST_PAIRS), index), clock: workplace.clock, calendar, now: decided.asOf });
  const pace = { mode: trigger.mode, turnAfter: turnsOfSchedule(trigger, calendar) };
  const causes = new DiagnosedCauses();
  const transactions: DiagnosedTransaction[] = [];
  for (const [transactionId, rows] of [...diagnosed].sort(([left, leftRows], [right, rightRows]) => compareText(leftRows[0]?.date ?? '', rightRows[0]?.date ?? '') || compareText(left, right))) {
    const quarantine = inputs.quarantine.filter((item) => item.documentId === transactionId);
    const unread = quarantineOf(stillUnread(quarantine, reader), 'approvals');
    const dryRun = new DryRun({ shown: new Map(inputs.imports.map((each) => [each.id, each.shown])), unread, told: inputs.told }, rules);
    const orders = await runs.ordersOf(run.id, transactionId);
    const { facts, payload, compared } = gatherHandoff({ transactionId, rows, events: reader.eventsOf(transactionId), dryRun, orders, index, ledgerAsOf, nearMinutes: options.nearMinutes, pace, clock: workplace.clock, calendar, amountBasis: workplace.settings.amountBasis });
    const judgement = judgeHandoff(facts);
    const broken = rows.filter(isBroken);
    if (judgement.brokeAt !== null) causes.add(transactionId, broken.length > 0 ? broken : rows, logCausesOf(facts, judgement), judgement.decisive?.entry);
    transactions.push({ ...diagnosedOf(facts, broken.length > 0 ? broken : rows, judgement, payload), compared, lookFirst: judgement.doubtful.length === 0 ? null : lookUps(workplace, orders, judgement) });
  }
  const grouped = causes.result(mappingOf(run.summary.rootCauses), run.summary.unread);
  for (const transaction of transactions) transaction.causes = grouped.ofTransaction.get(transaction.transactionId) ?? [];
  const namingBroken = index.namingAny(transactions.map(({ transactionId }) => transactionId));
  const files = logs.files();
  const instants = files.flatMap(({ firstAt, lastAt }) => [firstAt, lastAt]).filter((at) => at !== null);
  return {
    stale: fingerprintOf(workplace, inputs, run.asOf) !== run.fingerprint,
    diagnosis: {
      run: { id: run.id, digest: run.digest, asOf: decided.asOf }, since: one === undefined ? since : null, earlier: earlierOf(earlier), nearMinutes: options.nearMinutes,
      amountBasis: run.summary.amountBasis ?? null,
      log: {
        files: files.length, entries: index.entries, from: instants.length === 0 ? null : Math.min(...instants), to: instants.length === 0 ? null : Math.max(...instants), quarantined: files.reduce((sum, { rowsQuarantined }) => sum + rowsQuarantined, 0),
        namingBroken, namingOthers: index.naming - namingBroken, namingNobody: index.entries - index.naming,
      },
      trigger, enteredByHand, causes: grouped.causes, transactions,
    },
  };
}

/** From which date on; null where the record has no instant. */
function sinceDays(today: BusinessDate | null, days: number | undefined, windowFrom: BusinessDate): BusinessDate | null {
  if (today === null) return null;
  const latest = dateOfDay(dayNumber(today) - (days ?? LEAST_DAYS) + 1);
  return days === undefined && windowFrom < latest ? windowFrom : latest;
}

/** How many transactions that broke are left out, by their dates, and from when on they would be told. */
function earlierOf(dates: ReadonlyMap<string, BusinessDate>): Diagnosis['earlier'] {
  const [since] = [...dates.values()].sort();
  return since === undefined ? null : { transactions: dates.size, since };
}

function knownTransaction(reader: RecordReader, given: string): string {
  const ids = reader.reportIds();
  const found = ids.find((id) => id === given) ?? ids.find((id) => fold(id) === fold(given));
  if (found === undefined) throw new CannotRun(`the record knows no transaction ${given}`, { remedy: 'po-shadow diagnose lists those that broke; po-shadow explain takes numbers of manual POs too.' });
  return found;
}

/** By what to look for a PO that the ERP may hold already: what the log says was sent, and the key that the dry run would send. */
function lookUps({ settings }: Workplace, orders: readonly { requestBody: string; idempotencyKey: string }[], { doubtful }: Judgement): LookUp[] {
  const sent = doubtful.flatMap(({ entry }) => entry.references.filter(({ kind }) => kind !== 'correlation').map(({ kind, value }) => ({ field: REFERENCE_KINDS[kind], value, where: entry.where })));
  const own = orders.flatMap(({ requestBody, idempotencyKey }) => (settings.erp === 'generic' ? [{ field: 'idempotencyKey', value: idempotencyKey }] : keysIn(JSON.parse(requestBody), keyFieldsOf(settings))));
  const all = [...own.map((key) => ({ ...key, where: '' })), ...sent];
  return all.filter(({ value }, index) => all.findIndex((other) => fold(other.value) === fold(value)) === index);
}

/** `rows` are those that broke, or all where none did. */
function diagnosedOf(facts: DiagnosisFacts, rows: readonly VarianceRow[], { stages, brokeAt, agreement }: Judgement, payload: DiagnosedTransaction['payload']): Omit<DiagnosedTransaction, 'lookFirst' | 'compared'> {
  const currency = rows[0]?.currency ?? '';
  const sums = new MoneySums();
  for (const row of rows) sums.addDecimal(row.currency, row.atStake);
  return {
    transactionId: facts.transactionId, date: facts.date, status: facts.statuses[0] ?? null, currency, atStake: sums.plain()[currency] ?? '', stages, brokeAt, agreement,
    why: stages.find(({ stage }) => stage === brokeAt)?.says[0] ?? AGREEMENTS[agreement], causes: [],
    entries: { byReference: facts.byReference, nearInTime: facts.nearInTime }, payload,
  };
}

/** Pairs of approval and the moment at which the ERP was asked, from the log and from the ledger. */
function samplesOf(workplace: Workplace, reader: RecordReader, statesOf: (source: string) => { final: ReadonlySet<string> }, rows: readonly VarianceRow[], index: LogIndex): { log: TriggerSample[]; ledger: TriggerSample[]; dateOnly: number; before: number } {
  const found = { log: [] as TriggerSample[], ledger: [] as TriggerSample[], dateOnly: 0, before: 0 };
  const seen = new Set<string>();
  for (const { transactionId, manual } of rows) {
    if (transactionId === null || seen.has(transactionId)) continue;
    seen.add(transactionId);
    const final = reader.eventsOf(transactionId).find(({ snapshot, source }) => statesOf(source).final.has(fold(snapshot.status)));
    const approval = final === undefined ? null : approvalOf(final.snapshot);
    if (approval === null) continue;
    const asked = index.byReference(transactionId).flatMap(({ entry }) => entry.at ?? []);
    const orders = reader.manualOrders(manual.poNumbers).flatMap((versions) => versions.slice(0, 1)).filter(({ order }) => order.enteredAt !== null);
    if (approval.dateOnly) {
      if (asked.length + orders.length > 0) found.dateOnly++;
      continue;
    }
    const first = asked.find((at) => at >= approval.at);
    if (first !== undefined) found.log.push({ approvedAt: approval.at, askedAt: first, byPerson: false });
    else if (asked.length > 0) found.before++;
    for (const { order } of orders) {
      const enteredAt = order.enteredAt as Instant;
      if (enteredAt < approval.at) found.before++;
      else found.ledger.push({ approvedAt: approval.at, askedAt: enteredAt, byPerson: order.enteredBy.every((name) => personNamed(workplace.settings.people, name) !== undefined) });
    }
  }
  return found;
}
