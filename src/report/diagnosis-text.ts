import { formatInstant } from '../domain/calendar.ts';
import { AGREEMENTS, type DiagnosedCause, type DiagnosedTransaction, type Diagnosis, type LookUp, STAGES, STAGE_STATES, type StageState, TRIGGER_MODES, type TriggerMode } from '../domain/diagnosis.ts';
import { LOG_OUTCOMES, type PlacedLogEntry } from '../domain/erp-log.ts';
import { amountsLine, humanAmount } from '../domain/money.ts';
import { MoneySums } from '../domain/money-sums.ts';
import { plural } from '../domain/plural.ts';
import { visible } from '../domain/text.ts';
import { STATUSES } from '../domain/variance.ts';
import { basisText, comparedText } from './basis-text.ts';
import type { Paint } from './paint.ts';
import { prettyJson } from './pretty-json.ts';
import { type CommandLine, sheetRowTexts } from './root-cause-text.ts';
import { wrappedText } from './wrapped-text.ts';

/** How the text is printed. */
export interface DiagnosisLook {
  paint: Paint;
  /** Null for as wide as it is. */
  width: number | null;
  command: CommandLine;
}

const NARROWEST = 60;
const MOST_NAMED = 12;
const COLOURS: Record<StageState, 'green' | 'red' | 'yellow' | 'dim'> = { ok: 'green', broken: 'red', unknown: 'yellow', not_reached: 'dim' };

/** Puts lines together, each begun by an indent. */
class Lines {
  readonly #room: number | null;
  text = '';

  constructor(width: number | null) {
    this.#room = width === null ? null : Math.max(width, NARROWEST);
  }

  add(text: string, indent = 0): void {
    this.text += wrappedText(visible(text), { room: this.#room, first: ' '.repeat(indent), further: ' '.repeat(indent + 2) });
  }

  /** A line that is printed as it is. */
  plain(line: string): void {
    this.text += `${line}\n`;
  }

  heading(title: string, paint: Paint): void {
    this.plain('');
    this.text += paint('bold', wrappedText(title, { room: this.#room, first: '', further: '  ' }).trimEnd());
    this.plain('');
  }

  /** What a text is about, and in brackets the run. What is painted is measured without its colour. */
  title(text: string, run: string, paint: Paint): void {
    const wrapped = wrappedText(`${visible(text)}  (${run})`, { room: this.#room, first: '', further: '  ' }).trimEnd();
    const tail = wrapped.length - run.length - 2;
    this.plain(paint('bold', wrapped.slice(0, tail)) + paint('dim', wrapped.slice(tail)));
  }

  /** A line that begins with a painted word. */
  led(word: string, text: string, paint: Paint): void {
    const wrapped = wrappedText(`${visible(word)}${visible(text)}`, { room: this.#room, first: '  ', further: ' '.repeat(5) });
    this.text += wrapped.replace(visible(word), (found) => paint('bold', found));
  }

  /** What a command does, and the command itself, which is never broken: on a line of its own where it does not fit. */
  command(does: string, command: string): void {
    const line = `${does} ${visible(command)}`;
    this.plain('');
    this.plain(this.#room === null || line.length <= this.#room ? line : `${does}\n  ${visible(command)}`);
  }
}

/** All that broke: how the trigger works, what would fix it, and each transaction. */
export function diagnosisText({ run, since, earlier, amountBasis, log, trigger, enteredByHand, causes, transactions }: Diagnosis, { paint, width, command }: DiagnosisLook): string {
  const lines = new Lines(width);
  const sums = new MoneySums();
  for (const { currency, atStake } of transactions) if (atStake !== '') sums.addDecimal(currency, atStake);
  const broken = transactions.length === 0 ? 'no handoff broke' : `${plural(transactions.length, 'handoff')} broke, ${amountsLine(sums.plain())}`;
  lines.title(`${since === null ? 'All reports' : `Approved since ${since}`}: ${broken}`, run.id, paint);
  if (enteredByHand > 0) lines.add(`the dry run rejects ${plural(enteredByHand, 'more report')}, which people entered by hand`, 2);
  if (earlier !== null) lines.add(`${plural(earlier.transactions, 'earlier one')}: --since ${earlier.since}`, 2);
  if (amountBasis !== null) lines.add(basisText(amountBasis), 2);
  lines.plain('');
  addLog(lines, log, 'what broke');
  addTrigger(lines, trigger);
  if (causes.length > 0) lines.heading('What would fix it', paint);
  for (const cause of causes) addCause(lines, cause);
  if (transactions.length > 0) lines.heading('Where each broke', paint);
  for (const transaction of transactions) addBrief(lines, transaction, paint);
  const [first] = transactions;
  if (first !== undefined) lines.command('The whole story of one:', command(`diagnose ${first.transactionId}`));
  return lines.text;
}

const counted = (count: number): string => count.toLocaleString('en-US');

function addLog(lines: Lines, { files, entries, from, to, quarantined, namingBroken, namingOthers, namingNobody }: Diagnosis['log'], those: string): void {
  if (files === 0) {
    lines.add('ERP log: none was imported, so only the dry run speaks. po-shadow import erp-log FILE takes one in.');
    return;
  }
  const reach = from === null || to === null ? '' : `, ${formatInstant(from)} to ${formatInstant(to)}`;
  lines.add(`ERP log: ${plural(files, 'file')}, ${plural(entries, 'entry', 'entries')}${reach}; ${[`${counted(namingBroken)} about ${those}`, `${counted(namingOthers)} about other reports`, `${counted(namingNobody)} about nobody known`].join(', ')}${quarantined === 0 ? '' : `; ${counted(quarantined)} could not be read`}`);
}

function addTrigger(lines: Lines, { mode, why, at, zone, intervalMinutes, next }: TriggerMode): void {
  const when = at.length > 0 ? ` at ${at.join(', ')} (${zone})` : intervalMinutes === null ? '' : ` every ${intervalMinutes} minutes`;
  lines.add(`Trigger: ${TRIGGER_MODES[mode]}${when}${next === null ? '' : `, next ${formatInstant(next)}`}`);
  for (const text of why) lines.add(text, 2);
}

function addCause(lines: Lines, { id, rootCause, title, fix, rowsToPaste, transactions, atStake }: DiagnosedCause): void {
  lines.add(`${rootCause === null ? '' : `${id}  `}${title}: ${plural(transactions.length, 'report')}, ${amountsLine(atStake)}`, 2);
  lines.add(`What to do: ${fix}`, 5);
  if (rowsToPaste !== null) for (const text of sheetRowTexts(rowsToPaste)) lines.plain(`${' '.repeat(7)}${visible(text)}`);
  const more = transactions.length - MOST_NAMED;
  lines.add(`${transactions.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`, 5);
}

const statusOf = ({ status }: DiagnosedTransaction): string => (status === null ? 'no row in this run' : STATUSES[status].label);
const moneyOf = ({ atStake, currency }: DiagnosedTransaction): string => (atStake === '' ? '' : `  ${humanAmount(atStake, currency)}`);

function addBrief(lines: Lines, transaction: DiagnosedTransaction, paint: Paint): void {
  const { transactionId, date, brokeAt, why, agreement, stages, lookFirst } = transaction;
  lines.led(transactionId, `  ${date ?? ''}${moneyOf(transaction)}  ${statusOf(transaction)}`, paint);
  const evidence = stages.find(({ stage }) => stage === brokeAt)?.evidence[0];
  lines.add(`${brokeAt === null ? 'nothing broke' : `broke at ${STAGES[brokeAt]}`}: ${why}${evidence === undefined ? '' : ` (${evidence})`}`, 5);
  if (agreement !== 'no_log') lines.add(AGREEMENTS[agreement], 5);
  if (lookFirst !== null) lines.add(lookText(lookFirst), 5);
}

/** By what to look for the PO before anything is sent again or entered. */
const lookText = (keys: readonly LookUp[]): string =>
  `Look for the PO in the ERP first, by ${keys.length === 0 ? 'vendor, amount and date: no key of it is known' : keys.map(({ field, value, where }) => `${field} ${value}${where === '' ? '' : ` (${where})`}`).join(', or ')}`;

/** The whole story of one transaction: stages, log entries, what would fix it, and what would have been sent. */
export function transactionText({ run, log, trigger, nearMinutes, causes, transactions }: Diagnosis, { paint, width, command }: DiagnosisLook): string {
  const lines = new Lines(width);
  const [transaction] = transactions;
  if (transaction === undefined) throw new Error('a diagnosis of one transaction holds it');
  const { transactionId, date, brokeAt, stages, agreement, compared, entries, payload, lookFirst } = transaction;
  lines.title(`Transaction ${transactionId}`, run.id, paint);
  lines.add(`${date ?? 'no date'}${moneyOf(transaction)}  ${statusOf(transaction)}; ${brokeAt === null ? 'nothing broke' : `broke at ${STAGES[brokeAt]}`}`, 2);
  for (const amount of compared) lines.add(comparedText(amount), 5);
  lines.heading('From approval to PO', paint);
  for (const { stage, state, says, evidence } of stages) {
    lines.plain(`  ${STAGES[stage].padEnd(11)}${paint(COLOURS[state], STAGE_STATES[state])}${stage === brokeAt ? paint('red', '   ◄ here') : ''}`);
    for (const text of says) lines.add(text, 5);
    if (evidence.length > 0) lines.add(`[${evidence.join(', ')}]`, 5);
  }
  lines.heading('What the ERP\'s log says', paint);
  addLog(lines, log, 'this report');
  lines.add(`By reference: ${plural(entries.byReference.length, 'entry', 'entries')}`, 2);
  for (const { entry, names } of entries.byReference) addEntry(lines, entry, `named by ${names}`);
  lines.add(`Near in time, within ${nearMinutes} minutes, naming nobody: ${plural(entries.nearInTime.length, 'entry', 'entries')}${entries.nearInTime.length === 0 ? '' : '; they may be anybody\'s'}`, 2);
  for (const entry of entries.nearInTime) addEntry(lines, entry, '');
  lines.add(`Prediction and log: ${AGREEMENTS[agreement]}`, 2);
  addTrigger(lines, trigger);
  if (causes.length > 0) lines.heading('What would fix it', paint);
  if (lookFirst !== null) lines.add(lookText(lookFirst), 2);
  for (const cause of causes) addCause(lines, cause);
  lines.heading(payload.kind === 'body' ? 'What the ERP would have been sent' : 'What was approved, and what the mapping made of it: no body can be built', paint);
  for (const text of payload.texts) for (const line of prettyJson(text).split('\n')) lines.plain(`    ${visible(line)}`);
  if (payload.texts.length === 0) lines.add('nothing', 2);
  lines.command('Each event and mapping row:', command(`explain ${transactionId}`));
  return lines.text;
}

function addEntry(lines: Lines, { at, where, outcome, status, errors, message, method, path }: PlacedLogEntry, names: string): void {
  const call = [method, path].filter((part) => part !== '').join(' ');
  lines.add([`${where}  ${at === null ? 'time unknown' : formatInstant(at)}  ${LOG_OUTCOMES[outcome]}${status === null ? '' : ` ${status}`}`, call, names].filter((part) => part !== '').join('; '), 5);
  for (const { code, message: text, target } of errors) lines.add([code, text, target === '' ? '' : `(${target})`].filter((part) => part !== '').join(' '), 7);
  if (message !== '') lines.add(message, 7);
}

const instantText = (at: number | null): string | null => (at === null ? null : formatInstant(at));

function entryDocument({ at, where, outcome, status, errors, message, method, path }: PlacedLogEntry): Record<string, unknown> {
  const [first] = errors;
  return { at: instantText(at), where, outcome, status, code: first?.code ?? '', message: first?.message ?? message, errors, text: message, method, path };
}

function transactionDocument({ entries, ...transaction }: DiagnosedTransaction): Record<string, unknown> {
  return { ...transaction, entries: { byReference: entries.byReference.map(({ entry, names }) => ({ ...entryDocument(entry), names })), nearInTime: entries.nearInTime.map(entryDocument) } };
}

/** The diagnosis as plain data, instants as texts (docs/diagnose.md). */
export function diagnosisDocument({ run, log, trigger, transactions, ...rest }: Diagnosis): Record<string, unknown> {
  return {
    run: { ...run, asOf: instantText(run.asOf) }, ...rest, log: { ...log, from: instantText(log.from), to: instantText(log.to) },
    trigger: { ...trigger, next: instantText(trigger.next) }, transactions: transactions.map(transactionDocument),
  };
}
