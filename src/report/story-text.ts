import { offBasisCause } from '../domain/amount-basis.ts';
import { DISPOSITIONS, entryName } from '../domain/audit.ts';
import { formatInstant } from '../domain/calendar.ts';
import type { Finding } from '../domain/finding.ts';
import { CONFLICTING_FIX, incompletenessOf } from '../domain/incompleteness.ts';
import { formatMinor, humanAmount, minorOf } from '../domain/money.ts';
import { OTHER_ENTITY_FIX } from '../domain/other-entity.ts';
import type { PairedOutside } from '../domain/paired-outside.ts';
import type { CallStanding } from '../domain/sandbox.ts';
import { visible } from '../domain/text.ts';
import { RESOLUTION_STATES, type Resolution, STATUSES, type VarianceRow, type VarianceStatus, isOpen } from '../domain/variance.ts';
import { convertedTexts } from './basis-text.ts';
import { differenceTexts } from './difference-text.ts';
import { erpWords } from './erp-words.ts';
import { cellsOf, counterpartText, notComparedTexts } from './model.ts';
import { type Paint, statusPaint } from './paint.ts';
import { prettyJson } from './pretty-json.ts';
import { SANDBOX_STATES, answerText } from './sandbox-table.ts';
import { wrappedText } from './wrapped-text.ts';

/** One value's way through the mapping. */
export interface StoryMapping {
  line: string;
  field: string;
  value: string;
  result: string;
  /** The sheet row that was used, or what was looked up instead. */
  by: string;
  state: string;
}

export interface StoryEvent {
  at: string;
  eventId: string;
  occurredAt: string | null;
  revision: number;
  status: string;
  total: string;
  currency: string;
  meaning: string;
  effect: string;
  approvedAt: string | null;
  /** The event that told when, where the snapshot does not. */
  approvedBy?: string;
  poDate: string | null;
  routing: { rule: string; satisfied: boolean; roles: { role: string; by: string | null }[] }[];
  mapping: StoryMapping[];
  /** The ERP's rules that were asked, by the codes they can raise, and those that objected. */
  erpRules: { checked: string[]; objected: string[] } | null;
  findings: { code: string; severity: string; message: string; at: string; remedy: string; when?: Finding['when'] | undefined; erp?: Finding['erp'] | undefined }[];
}

/** The story of one transaction as plain data; the terminal and JSON print the same. */
export interface StoryDocument {
  run: { id: string; digest: string; asOf: string | null };
  transactionId: string | null;
  events: StoryEvent[];
  /** `requestText` is the body to the letter; read as data, its numbers are floats. */
  orders: { number: string; idempotencyKey: string; requestBody: unknown; requestText: string }[];
  /** What a sandbox of the ERP said to the calls of this transaction that were exported. */
  sandbox: CallStanding[];
  manual: {
    poNumber: string; entity?: string; poDate: string; period: string; vendorId: string; vendorName: string; currency: string; reference: string; memo: string; enteredBy: string[]; enteredAt: string | null; counts: boolean; file: string;
    /** Where exports of one instant hold it with different content: which of them this version is of, in the order of import, and of how many. */
    conflict?: { place: number; of: number; sha256: string; asOf: string | null };
    /** Of an export in several files: where its header stands. */
    header?: string;
    /** `standsFor`: the codes of account, department and location, where the ledger shows something else for them. */
    lines: { row: number; /** Likewise: where the account assignment stands that it is a share of. */ assignment?: string; line: string; glAccount: string; department: string; location: string; standsFor?: string[]; amount: string; tax?: string; status: string }[];
  }[];
  quarantine: { at: string; field: string; reason: string }[];
  /** The worst status of the transaction in the first run that tried it, and which that was; null before. */
  firstStatus: { status: VarianceStatus; run: string } | null;
  rows: VarianceRow[];
  /** For rows that lack a side: counterparts that others have, and why they are theirs. */
  takenByOthers: { rowId: string; id: string; why: string }[];
  window: { from: string; to: string };
  /** Where there is no row: manual POs and the transactions outside the window that they are paired with. */
  pairedOutside: (PairedOutside & { leftOut: string | null })[];
  /** Manual POs that name a report which they are not compared with: what became of it, to stand behind its id, and why its lines are left out where nothing is to be ordered. */
  untied: { poName: string; transactionId: string; became: string; leftOut: string[] }[];
  /** What became of a transaction that has no row; null where it has one, or is paired outside the window. */
  withoutRow: string | null;
}

/** Digits of a hash by which people tell files apart. */
const DIGITS = 12;

const EFFECTS: Record<string, string> = {
  none: 'changes nothing', create: 'would create the PO', update: 'would update the PO', withdraw: 'withdraws the approval', reject: 'is rejected',
  nothing_to_order: 'has no line for a PO', already_posted: 'is posted in the ERP already, so nothing is created',
};

/** The story as text; with a width its lines are wrapped, but for request bodies, which stand to the letter. */
export function storyText(story: StoryDocument, paint: Paint, width: number | null = null): string {
  const lines: string[] = [];
  const bodies = new Set<number>();
  const heading = (text: string): void => {
    lines.push('', paint('bold', text));
  };
  lines.push(paint('bold', story.transactionId === null ? 'A manual PO without a transaction' : `Transaction ${visible(story.transactionId)}`) + paint('dim', `  (${story.run.id})`));
  for (const row of story.rows) {
    const [date, , expense, dryRun, manual, variance, status] = cellsOf(row);
    lines.push(`  ${date}  expense ${expense}  ·  ${dryRun}  ·  ${manual}  ·  variance ${variance}  ·  ${statusPaint(paint, row.status, status ?? '')}`);
  }
  const { firstStatus } = story;
  if (firstStatus !== null && story.rows.some(({ status }) => status !== firstStatus.status)) lines.push(`  At first: ${STATUSES[firstStatus.status].label}  (${firstStatus.run})`);
  if (story.rows.length === 0) lines.push(...noRowLines(story));
  if (story.events.length > 0) heading('What the expense system said');
  for (const event of story.events) lines.push(...eventLines(event, paint));
  if (story.orders.length > 0) heading('What the ERP would have been sent');
  for (const order of story.orders) {
    lines.push(`  ${visible(order.number)}, idempotency key ${visible(order.idempotencyKey)}`);
    for (const line of prettyJson(order.requestText).split('\n')) bodies.add(lines.push(`    ${visible(line)}`) - 1);
  }
  if (story.sandbox.length > 0) heading('What a sandbox said to it');
  for (const call of story.sandbox) lines.push(...sandboxLines(call));
  if (story.manual.length > 0) heading('What people keyed');
  for (const order of story.manual) lines.push(...manualLines(order));
  if (story.quarantine.length > 0) {
    heading('What could not be read');
    for (const item of story.quarantine) lines.push(`  ${visible(item.at)}: ${visible(item.field)}: ${visible(item.reason)}`);
  }
  if (story.rows.length > 0) heading('Pairing and variance');
  const told = new Set(story.events.flatMap((event) => event.findings.map((finding) => finding.code)));
  for (const row of story.rows) lines.push(...rowLines(row, story, told, paint));
  return lines.map((line, place) => (width === null || bodies.has(place) ? line : wrappedLine(line, width))).join('\n');
}

/** A line within its indent, broken at spaces. */
function wrappedLine(line: string, width: number): string {
  const text = line.trimStart();
  const first = line.slice(0, line.length - text.length);
  return wrappedText(text, { room: width, first, further: `${first}  ` }).trimEnd();
}

/** Why there is no row. */
function noRowLines({ pairedOutside, window, withoutRow, untied }: StoryDocument): string[] {
  if (pairedOutside.length === 0) {
    const why = withoutRow === null || withoutRow === NO_ROW ? 'outside the window, out of scope, cancelled, or without a line to order' : `it ${visible(withoutRow)}`;
    return [`  No row in this run: ${why}.`, ...untied.flatMap((each) => [`  ${visible(each.poName)} names it, and stands as ${STATUSES.unexpected_manual.label}: po-shadow explain ${visible(each.poName)}`, ...untiedFix(each).map((fix) => `    ${fix}`)])];
  }
  return pairedOutside.flatMap(({ poName, poDate, transactionId, transactionDate, leftOut }) => [
    `  No row in this run: ${visible(poName)} of ${poDate} is paired with ${visible(transactionId)} of ${transactionDate}, which lies outside the window ${window.from} to ${window.to}.`,
    ...(leftOut === null ? [] : [`    It is to be looked at all the same: ${visible(leftOut)}.`, '      What to do: correct the ledger, or have somebody agree that it belongs elsewhere: po-shadow variance --out-of-scope, then po-shadow review scope --by …']),
  ]);
}

/** What is said of a transaction of which no more is known than that it has no row. */
const NO_ROW = 'has no row in this run';

/** What to do about a manual PO that names a report of which nothing is to be ordered; nothing where it is not so. One that is `another` report's may hold money of both. */
function untiedFix({ poName, transactionId, leftOut }: StoryDocument['untied'][number], another = false): string[] {
  if (leftOut.length === 0) return [];
  if (another) return [`What to do: nothing of ${visible(transactionId)} is to be ordered. See whether ${visible(poName)} holds it too.`];
  const unless = leftOut.every((why) => why === 'personal') ? 'have the expense corrected where it is not personal' : 'correct scope in po-shadow.yaml, or the expense, where its lines are for this integration';
  return [`What to do: nothing of ${visible(transactionId)} is to be ordered. Cancel ${visible(poName)}, or ${unless}.`];
}

function eventLines(event: StoryEvent, paint: Paint): string[] {
  const lines = [`  ${visible(event.at)}  event ${visible(event.eventId)}, ${event.occurredAt ?? 'no instant'}, revision ${event.revision}, state ${visible(event.status)} (${event.meaning}): ${EFFECTS[event.effect] ?? event.effect}; total ${humanAmount(event.total, event.currency)}`];
  if (event.approvedAt !== null) lines.push(`    finally approved ${event.approvedAt}${event.approvedBy === undefined ? '' : `, as ${visible(event.approvedBy)} told`}${event.poDate === null ? '' : `, business date ${event.poDate}`}`);
  for (const decision of event.routing) {
    lines.push(`    routing ${visible(decision.rule)}: ${decision.satisfied ? paint('green', 'satisfied') : paint('red', 'not satisfied')}; ${decision.roles.map(({ role, by }) => `${visible(role)} by ${by === null ? 'nobody' : visible(by)}`).join(', ')}`);
  }
  for (const step of event.mapping) {
    lines.push(`    ${visible(step.line)}${visible(step.field)} "${visible(step.value)}" → ${step.result === '' ? 'nothing' : visible(step.result)}  [${visible(step.by)}]${step.state === 'ok' ? '' : ` ${paint('red', step.state)}`}`);
  }
  if (event.erpRules !== null) {
    const { checked, objected } = event.erpRules;
    lines.push(`    ERP rules: ${checked.length} checked, ${objected.length === 0 ? paint('green', 'none objects') : `${paint('red', objected.join(', '))} ${objected.length === 1 ? 'objects' : 'object'}`}`);
  }
  for (const finding of event.findings) {
    const label = finding.severity === 'error' ? paint('red', finding.code) : paint('yellow', finding.code);
    lines.push(`    ${label}: ${visible(finding.message)} (${visible(finding.at)})`);
    const said = erpWords(finding);
    if (said !== '') lines.push(`      ${visible(said)}`);
    lines.push(`      What to do: ${visible(finding.remedy)}`);
  }
  return lines;
}

function sandboxLines({ call, outcome, tiedBy, answer, predicted }: CallStanding): string[] {
  const state = outcome === 'unanswered' ? 'unanswered' : SANDBOX_STATES[outcome].toLowerCase();
  const lines = [`  ${visible(call.poNumber)}, ${call.action} ${call.part}, SHA-256 ${call.sha256.slice(0, 12)}…: ${state}${answer === null ? '' : `, ${visible(answerText({ answer }))}`}`];
  if (tiedBy === 'name') lines.push('    known by the name of the file alone');
  if (outcome === 'refused') lines.push(`    ${predicted === '' ? 'the dry run did not foretell it' : `the dry run foretold it: ${visible(predicted)}`}`);
  return lines;
}

/** Of which export a version is that others of its instant gainsay. */
const conflictText = (file: string, { place, of, sha256, asOf }: NonNullable<StoryDocument['manual'][number]['conflict']>): string =>
  `as ${visible(file)} holds it, SHA-256 ${sha256.slice(0, DIGITS)}…, ${asOf === null ? 'of an unknown time' : `as of ${asOf}`}: ${place} of ${of} exports of the same time with different content, none of which counts as newer`;

function manualLines(order: StoryDocument['manual'][number]): string[] {
  const vendor = [order.vendorId, order.vendorName].filter((text) => text !== '').join(' ');
  const reference = [order.reference === '' ? '' : `reference "${order.reference}"`, order.memo === '' ? '' : `memo "${order.memo}"`].filter((text) => text !== '').join(', ');
  const lines = [`  ${visible(order.poNumber)} of ${order.poDate}${order.entity === undefined ? '' : ` in legal entity ${visible(order.entity)}`}, period ${visible(order.period === '' ? '(blank)' : order.period)}, ${visible(vendor === '' ? 'no vendor' : vendor)}${reference === '' ? '' : `, ${visible(reference)}`}; keyed by ${visible(order.enteredBy.map((name) => (name === '' ? 'unknown' : name)).join(', '))}${order.enteredAt === null ? '' : ` at ${order.enteredAt}`}${order.header === undefined ? '' : `; header ${visible(order.header)}`}${order.counts ? '' : ' (an older version, which no longer counts)'}`];
  if (order.conflict !== undefined) lines.push(`    ${conflictText(order.file, order.conflict)}`);
  for (const line of order.lines) {
    const codes = (texts: readonly string[]): string => texts.map((text) => (text === '' ? '–' : visible(text))).join(' / ');
    const coding = `${codes([line.glAccount, line.department, line.location])}${line.standsFor === undefined ? '' : `, which stands for ${codes(line.standsFor)}`}`;
    lines.push(`    ${visible(order.file)}:${line.row}${line.assignment === undefined ? '' : `, ${visible(line.assignment)}`}  line ${visible(line.line === '' ? '–' : line.line)}  ${coding}  ${humanAmount(line.amount, order.currency)}${line.tax === undefined ? '' : `, tax ${humanAmount(line.tax, order.currency)}`}${line.status === 'open' ? '' : ` (${line.status})`}`);
  }
  return lines;
}

/** What was keyed for a row, as people read it: its sum, or each PO where they are in several currencies and have none. */
function keyedText({ manual, currency }: VarianceRow, keyed: StoryDocument['manual']): string {
  if (manual.amount !== null) return humanAmount(manual.amount, manual.currency ?? currency);
  const orders = keyed.filter(({ poNumber, counts }) => counts && manual.poNumbers.includes(poNumber));
  if (orders.length === 0) return 'none';
  return orders.map((order) => `${humanAmount(formatMinor(order.lines.reduce((sum, line) => (line.status === 'cancelled' ? sum : sum + minorOf(line.amount, order.currency)), 0n), order.currency), order.currency)} (${visible(order.poNumber)})`).join(' and ');
}

function rowLines(row: VarianceRow, { manual, takenByOthers, untied }: StoryDocument, told: ReadonlySet<string>, paint: Paint): string[] {
  const taken = takenByOthers.filter(({ rowId }) => rowId === row.id);
  // A counterpart in another legal entity says more of the report that is named.
  const named = row.match.counterpart === undefined ? untied.filter(({ poName }) => row.manual.poNumbers.includes(poName)) : [];
  const money = (decimal: string | null): string => (decimal === null ? 'none' : humanAmount(decimal, row.currency));
  const lines = [`  Row ${row.id}: ${statusPaint(paint, row.status, STATUSES[row.status].label)}`];
  if (row.match.pass !== null) lines.push(`    paired by ${row.match.pass}: ${visible(row.match.why)}`);
  else if (row.match.why !== '') lines.push(`    not paired: ${visible(row.match.why)}`);
  if (row.match.agrees.length > 0) lines.push(`    agrees in ${row.match.agrees.join(', ')}`);
  for (const text of convertedTexts(row)) lines.push(`    ${visible(text)}`);
  lines.push(`    manual ${keyedText(row, manual)} − dry run ${money(row.dryRun.amount)} = ${row.variance === null ? notComparable(row) : money(row.variance)}; at stake ${money(row.atStake)}`);
  if (row.causes.length > 0) lines.push(`    causes: ${row.causes.join(', ')}`);
  for (const text of differenceTexts(row, true)) lines.push(`    differs in ${visible(text)}`);
  for (const finding of row.dryRun.findings) {
    if (!told.has(finding.code)) lines.push(`    ${paint('red', finding.code)}: ${visible(finding.message)} (${visible(finding.at)})`, `      What to do: ${visible(finding.remedy)}`);
  }
  if (incompletenessOf(row).includes('conflicting')) lines.push(`    What to do: ${CONFLICTING_FIX}`);
  if (row.flags.length > 0) lines.push(`    flags: ${visible(row.flags.join(', '))}`);
  for (const text of notComparedTexts(row)) lines.push(`    ${text}`);
  if (row.firstStatus !== null && row.firstStatus !== row.status) lines.push(`    first status: ${STATUSES[row.firstStatus].label}`);
  if (row.resolution !== null) lines.push(...resolutionLines(row.resolution));
  if (row.match.runnerUp !== null) lines.push(`    runner-up ${visible(row.match.runnerUp.id)}: ${row.match.runnerUp.behind < 0 ? `${-row.match.runnerUp.behind} points ahead, and better placed elsewhere` : `${row.match.runnerUp.behind} points behind`}`);
  if (row.match.counterpart !== undefined) lines.push(`    ${visible(counterpartText(row.match.counterpart))}`, `      What to do: ${OTHER_ENTITY_FIX}`);
  for (const candidate of row.match.candidates) lines.push(`    candidate ${visible(candidate.id)}, which nobody has: ${visible(candidate.why)}`);
  for (const other of taken) lines.push(`    not ${visible(other.id)}: ${visible(other.why)}`);
  for (const each of named) lines.push(`    ${visible(each.poName)} names ${visible(each.transactionId)}, which ${visible(each.became)}`, ...untiedFix(each, row.transactionId !== null).map((fix) => `      ${fix}`));
  const lacksSide = row.manual.poNumbers.length === 0 || row.transactionId === null;
  if (isOpen(row) && lacksSide && row.match.candidates.length + taken.length + named.length === 0) lines.push(`    nothing else comes near: no ${row.transactionId === null ? 'report' : 'PO'} of its amount, and none of its vendor near in time`);
  return lines;
}

const NOT_COMPARABLE = { tax_missing: 'not comparable, the ledger does not give its tax', tax_implausible: 'not comparable, the tax that the ledger gives can\'t be', beyond_limit: 'not comparable, on the basis of purchase orders it is beyond what is exact' };
/** Why there is no variance. */
function notComparable({ causes }: VarianceRow): string {
  const offBasis = offBasisCause(causes);
  return offBasis === undefined ? 'not comparable, the currencies differ' : NOT_COMPARABLE[offBasis];
}

function resolutionLines({ entry, state, disposition, wrong, reason, by, at, due, review }: Resolution): string[] {
  const decided = `    ${entryName(entry)} ${RESOLUTION_STATES[state]}: ${DISPOSITIONS[disposition].label}${due === null ? '' : ` until ${due}`} (${wrong} was wrong), by ${visible(by)}${at === null ? '' : ` at ${at}`}: ${visible(reason)}`;
  return review === null ? [decided] : [decided, `      ${review.decision} by ${visible(review.by)}${review.at === null ? '' : ` at ${review.at}`}${review.reason === '' ? '' : `: ${visible(review.reason)}`}`];
}

/** An instant as the story prints it. */
export const storyInstant = (instant: number | null): string | null => (instant === null ? null : formatInstant(instant));

/** An amount in minor units as the story carries it. */
export const storyAmount = (minor: number, currency: string): string => formatMinor(minor, currency);
