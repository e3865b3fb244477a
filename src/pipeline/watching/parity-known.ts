import { type BusinessDate, type Instant, dateOfDay, dayNumber, formatInstant, isBusinessDay } from '../../domain/calendar.ts';
import { EMPTY_DAY, type ParityGap, type ParityReach } from '../../domain/parity.ts';
import { plural } from '../../domain/plural.ts';
import type { NamedCodes } from '../../mapping/named-codes.ts';
import { DecisionBook } from '../../resolution/decision-book.ts';
import { AuditTrail } from '../../store/audit-trail.ts';
import { RecordReader, type StoredQuarantine } from '../../store/record-reader.ts';
import { missingHeldBack } from '../capture/held-back.ts';
import { uncollected } from '../capture/uncollected.ts';
import type { ConfiguredInput } from '../configured-inputs.ts';
import { decisionsInForce } from '../facts/decision-facts.ts';
import { exportsOutOfOrder } from '../facts/exports-out-of-order.ts';
import { unreadExports } from '../facts/input-facts.ts';
import type { ReplayInputs } from '../replay-inputs.ts';
import { sameLedgerPairs } from '../same-ledger.ts';
import { unreadOf } from '../unread-documents.ts';
import type { Workplace } from '../workplace.ts';

/** What was held against each other, and when. */
export interface Asked {
  from: BusinessDate;
  to: BusinessDate;
  /** The instant that counts as now. */
  asOf: Instant;
  /** Dates on which a purchase was approved, and on which a PO that stands is dated. */
  approvedOn: ReadonlySet<BusinessDate>;
  keyedOn: ReadonlySet<BusinessDate>;
  /** Transactions and POs that stand in the lines. */
  transactions: ReadonlySet<string>;
  purchaseOrders: ReadonlySet<string>;
  /** States that are named nowhere, and how many reports are in them. */
  unknownStates: Readonly<Record<string, number>>;
}

/** Why nobody can know, and how much that can't be read two people took as it is. */
export interface Known {
  unknown: string[];
  gaps: ParityGap[];
  unreadAccepted: number;
}

/** Why nobody can know whether the sides agree about some dates (docs/watch.md): both may lack the same. */
export async function whatIsKnown(workplace: Workplace, inputs: ReplayInputs, configured: readonly ConfiguredInput[], asked: Asked, reaches: readonly ParityReach[], names: NamedCodes): Promise<Known> {
  const { clock } = workplace;
  const { to, asOf, unknownStates } = asked;
  const reader = new RecordReader(workplace.database);
  const book = new DecisionBook(new AuditTrail(workplace.database).entries());
  // By the settings of now, two people who may.
  const reviewed = new Set(decisionsInForce(workplace, book, []).flatMap(({ entry, reviewed: isReviewed }) => (isReviewed ? [entry] : [])));
  const { unsaid, said } = unreadOfDates(workplace, (id) => reviewed.has(book.quarantine.get(id)?.sequence ?? 0), inputs, asked.from);
  const accepted = unreadOf({ quarantine: said, sheets: [] }, reader);
  const heldBack = await missingHeldBack(workplace);
  const ofAllDates: [about: string, says: string[]][] = [
    ['unread', unreadDocuments(unreadOf({ quarantine: unsaid, sheets: [] }, reader))],
    ['pairings', unreviewedPairings(book, reviewed, asked)],
    ['states', Object.entries(unknownStates).map(([state, reports]) => `${plural(reports, 'report')} may be approved: state "${state}" is named neither under finalStates nor under cancelStates`)],
    ['order', exportsOutOfOrder(inputs.imports, sameLedgerPairs(reader.overlappingExports(), names)).map(({ later, earlier }) => `${later} was imported after ${earlier} and counts as no newer: asOf beside the input says when it was taken`)],
    ['held back', heldBack.length > 0 ? [`${plural(heldBack.length, 'event')} went to the manual export log while the sync was off, and no export holds ${heldBack.length === 1 ? 'it' : 'them'}: po-shadow sync status`] : []],
    ['not imported', unreadExports(configured)],
    ['not collected', await uncollected(workplace, inputs.imports)],
  ];
  const today = clock.dateOf(asOf);
  return {
    unknown: [
      ...(today <= to ? [notOver(to, asOf)] : notReached(workplace, asked, reaches)),
      ...emptyDays(workplace, asked), ...ofAllDates.flatMap(([, says]) => says),
    ],
    gaps: [...gapsByDate(workplace, asked, today, reaches), ...ofAllDates.flatMap(([about, all]) => all.map((says): ParityGap => ({ about, date: null, says })))],
    unreadAccepted: accepted.ledger + accepted.approvals,
  };
}

/** Of approvals, what `asOf` says may decide how rows are read, so that it can't be said later of a file that was read. */
const REMEDIES: Record<ParityReach['side'], string> = {
  approvals: 'import a newer export, with run --as-of, which says when it was taken',
  ledger: 'import a newer export, with run --as-of, which says when it was taken, or say it of this one, by asOf beside the input',
};

/** Sources and ledgers that stop before the dates are over, or begin after the first of them. Dates on which nothing happens, as somebody declared, need none. */
function notReached({ settings: { calendar } }: Workplace, { from, to }: Asked, reaches: readonly ParityReach[]): string[] {
  let [first, last] = [dayNumber(from), dayNumber(to)];
  while (last >= first && calendar.noActivity.includes(dateOfDay(last))) last--;
  while (first <= last && calendar.noActivity.includes(dateOfDay(first))) first++;
  if (first > last) return [];
  const [begin, end] = [dateOfDay(first), dateOfDay(last)];
  return reaches.flatMap(({ side, input, from: begins, until, date }) => [
    ...(begins !== null && begins > begin ? [`${input} begins on ${begins}, and says nothing of ${begin}`] : []),
    ...(date !== null && date >= end ? [] : [stopped({ side, input, until }, end)]),
  ]);
}

const stopped = ({ side, input, until }: Pick<ParityReach, 'side' | 'input' | 'until'>, end: BusinessDate): string => (until === null
  ? `nothing says until when ${input} is known: ${REMEDIES[side]}`
  : `${input} is known until ${until}, and not to the end of ${end}: ${input.startsWith('listen.') ? 'ask again once something was delivered' : REMEDIES[side]}`);

const notOver = (date: BusinessDate, asOf: Instant): string => `${date} is not over at ${formatInstant(asOf)}: --as-of says which instant is meant`;

/** What is missing of each date. An empty business day is one only where the record reaches it: before that nobody can tell. */
function gapsByDate(workplace: Workplace, asked: Asked, today: BusinessDate, reaches: readonly ParityReach[]): ParityGap[] {
  const { calendar } = workplace.settings;
  return datesFrom(asked).flatMap((date): ParityGap[] => {
    if (date >= today) return [{ about: 'not over', date, says: notOver(date, asked.asOf) }];
    const missing = calendar.noActivity.includes(date) ? [] : reaches.filter((reach) => reach.date === null || reach.date < date);
    if (missing.length > 0) return missing.map((reach) => ({ about: reach.input, date, says: stopped(reach, date) }));
    return emptyDays(workplace, { ...asked, from: date, to: date }).map((says) => ({ about: EMPTY_DAY, date, says }));
  });
}

const datesFrom = ({ from, to }: Pick<Asked, 'from' | 'to'>): BusinessDate[] => Array.from({ length: dayNumber(to) - dayNumber(from) + 1 }, (_each, index) => dateOfDay(dayNumber(from) + index));

/** Business days on which nothing was approved, or nothing keyed, though nobody declared them to be such. */
function emptyDays({ settings: { calendar } }: Workplace, { from, to, approvedOn, keyedOn }: Asked): string[] {
  const worked = datesFrom({ from, to }).filter((date) => isBusinessDay(date, calendar) && !calendar.noActivity.includes(date));
  const told = (what: string, dates: readonly BusinessDate[]): string[] => (dates.length === 0 ? [] : [`${what} on ${datesText(dates)}: import what is missing, or declare ${dates.length === 1 ? 'the business day' : 'the business days'} under calendar.holidays or calendar.noActivity`]);
  return [...told('no purchase was approved', worked.filter((date) => !approvedOn.has(date))), ...told('no PO that stands is dated', worked.filter((date) => !keyedOn.has(date)))];
}

/** Pairings and partings by hand that a purchase of the dates rests on, and that one person alone made. */
function unreviewedPairings(book: DecisionBook, reviewed: ReadonlySet<number>, { transactions, purchaseOrders }: Asked): string[] {
  const concerned = book.pairings().filter(({ sequence, act }) => !reviewed.has(sequence) && (transactions.has(act.transaction) || act.purchaseOrders.some((name) => purchaseOrders.has(name))));
  return concerned.length === 0 ? [] : [`${plural(concerned.length, 'pairing or parting', 'pairings or partings')} by hand that purchases of the dates rest on ${concerned.length === 1 ? 'was' : 'were'} not reviewed: po-shadow review`];
}

const MOST_DATES = 5;

const datesText = (dates: readonly BusinessDate[]): string => (dates.length > MOST_DATES ? `${dates.slice(0, MOST_DATES).join(', ')} and ${dates.length - MOST_DATES} more` : dates.join(', '));

function unreadDocuments({ ledger, approvals }: { ledger: number; approvals: number }): string[] {
  const counts = [...(approvals > 0 ? [plural(approvals, 'event of approvals', 'events of approvals')] : []), ...(ledger > 0 ? [plural(ledger, 'PO of the ledger', 'POs of the ledger')] : [])];
  return counts.length === 0 ? [] : [`${counts.join(' and ')} could not be read, and nobody said what ${approvals + ledger === 1 ? 'it is' : 'they are'} and had that reviewed: po-shadow quarantine`];
}

/** What is in quarantine and may be of the dates: an event of before them says nothing of them. What one person said of it counts once another has reviewed it. */
function unreadOfDates({ clock }: Workplace, isSaid: (id: number) => boolean, { quarantine }: ReplayInputs, from: BusinessDate): { unsaid: StoredQuarantine[]; said: StoredQuarantine[] } {
  const ofDates = quarantine.filter(({ kind, occurredAt }) => !(kind === 'approvals' && occurredAt !== null && clock.dateOf(occurredAt) < from));
  return { unsaid: ofDates.filter(({ id }) => !isSaid(id)), said: ofDates.filter(({ id }) => isSaid(id)) };
}
