import type { Alert, Look, Severity } from '../../domain/alert.ts';
import { type BusinessDate, isWithin } from '../../domain/calendar.ts';
import { absolute, formatMinor, minorOf } from '../../domain/money.ts';
import { EMPTY_DAY, PARITY_KINDS, type Parity, type ParityEntry, type ParityGap, type ParityKind, type ParitySide } from '../../domain/parity.ts';
import { compareText } from '../../domain/text.ts';
import { entryText } from '../../report/parity-text.ts';
import { cutText } from '../channel-text.ts';
import { MOST_LINES } from './most-lines.ts';

/** What is a matter of whom the money goes to: there is no difference, and all of it is in question. */
const OF_VENDORS: readonly ParityKind[] = ['other_vendor', 'vendor_unconfirmed'];
/** What is a matter of coding or of reading, and not of money. */
const MILD: readonly ParityKind[] = [...OF_VENDORS, 'not_comparable'];
/** A name that somebody typed must not push the money off its line. */
const LONGEST_VENDOR = 60;
const UNDATED = 'undated';
const NOT_KNOWN = 'parity_not_known';
const EMPTY_PREFIX = `${NOT_KNOWN}/`;
const PREFIX = 'parity/';
/** What leaves open whether there is a difference. */
const NOT_COMPARED: readonly ParityKind[] = ['not_yet_due', 'not_comparable'];

/** What of parity is looked at. */
type ParityFound = Pick<Parity, 'from' | 'to' | 'asOf' | 'entries' | 'gaps'>;

/**
 * What parity found as alerts: one for each date, kind of difference and currency, one for each empty business day, and one where nobody can know. `lastComplete` is the last date that is over by now: of a
 * question about earlier dates, what is missing for later ones says nothing. Nothing is said of dates before `from`.
 */
export function lookAtParity(parity: ParityFound, lastComplete: BusinessDate, from: BusinessDate = parity.from): Look {
  const { to, asOf } = parity;
  const isLooked = (date: BusinessDate | null): boolean => date === null || date >= from;
  const entries = parity.entries.filter(({ date }) => isLooked(date));
  const gaps = parity.gaps.filter(({ date }) => isLooked(date));
  const groups = new Map<string, ParityEntry[]>();
  const notCompared = new Set<string>();
  for (const entry of entries) {
    if (entry.kind !== null && NOT_COMPARED.includes(entry.kind)) for (const name of namesOf(entry)) notCompared.add(name);
    if (entry.kind === null || !PARITY_KINDS[entry.kind].differs) continue;
    const key = `${PREFIX}${entry.date ?? UNDATED}/${entry.kind}/${moneyOf(entry).currency}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  const tellsWhatIsMissing = to === lastComplete;
  const isKnown = (date: BusinessDate): boolean => gaps.every((gap) => gap.date !== null && gap.date !== date);
  return {
    at: Date.parse(asOf),
    alerts: [...[...groups].sort(([left], [right]) => compareText(left, right)).map(([key, group]) => alertOf(key, group)), ...(tellsWhatIsMissing ? missingAlerts(gaps, to) : [])],
    covers: ({ key, since, members = [] }) => {
      if (key === NOT_KNOWN) return tellsWhatIsMissing;
      if (!key.startsWith(PREFIX) && !key.startsWith(EMPTY_PREFIX)) return false;
      return isWithin({ from, to }, since) && isKnown(since ?? to) && !members.some((name) => notCompared.has(name));
    },
  };
}

/** An empty business day is told for itself: it must not hide that a source stopped meanwhile. */
function missingAlerts(gaps: readonly ParityGap[], to: BusinessDate): Alert[] {
  const empty = Map.groupBy(gaps.filter(({ about, date }) => about === EMPTY_DAY && date !== null), ({ date }) => date as BusinessDate);
  const others = gaps.filter(({ about, date }) => about !== EMPTY_DAY && (date === null || date === to));
  return [...(others.length > 0 ? [notKnown(others, to)] : []), ...[...empty].map(([date, found]) => ({ ...notKnown(found, date), key: `${EMPTY_PREFIX}${date}`, since: date }))];
}

const brief = (side: ParitySide | null): ParitySide | null => (side === null ? null : { ...side, vendor: cutText(side.vendor, LONGEST_VENDOR) });

function alertOf(key: string, entries: readonly ParityEntry[]): Alert {
  const kind = entries[0]?.kind as ParityKind;
  const date = entries[0]?.date ?? null;
  const sized = entries.map((entry) => ({ entry, ...moneyOf(entry) })).sort((left, right) => (right.minor > left.minor ? 1 : right.minor < left.minor ? -1 : compareText(nameOf(left.entry), nameOf(right.entry))));
  const currency = sized[0]?.currency ?? '';
  const sum = sized.reduce((total, { minor }) => total + minor, 0n);
  const severity: Severity = MILD.includes(kind) ? 'warning' : 'critical';
  return {
    key, cause: 'parity', severity, title: `${PARITY_KINDS[kind].label} in ${currency}, ${date ?? 'no date'}`, count: entries.length, counted: entries.length === 1 ? 'purchase' : 'purchases',
    money: { [currency]: formatMinor(sum, currency) }, lines: sized.slice(0, MOST_LINES).map(({ entry }) => entryText({ ...entry, approved: brief(entry.approved), ledger: brief(entry.ledger) })), command: date === null ? 'parity' : `parity --date ${date}`, since: date,
    members: [...new Set(entries.flatMap(namesOf))].sort(compareText),
  };
}

/** What a difference is about: the amounts' own where both are known in one currency, else what stands on the side that there is. */
function moneyOf({ approved, ledger, kind }: ParityEntry): { currency: string; minor: bigint } {
  const currency = (approved ?? ledger)?.currency ?? '';
  const [left, right] = [approved, ledger].map((side) => (side === null || side.amount === null || side.currency !== currency ? null : absolute(minorOf(side.amount, currency))));
  if (left === null || left === undefined || right === null || right === undefined || (kind !== null && OF_VENDORS.includes(kind))) return { currency, minor: left ?? right ?? 0n };
  return { currency, minor: absolute(right - left) };
}

/** All that an entry names. */
const namesOf = ({ transactionId, purchaseOrders }: ParityEntry): string[] => [...(transactionId === null ? [] : [`transaction ${transactionId}`]), ...purchaseOrders.map(({ number }) => `PO ${number}`)];

const nameOf = ({ transactionId, purchaseOrders }: ParityEntry): string => transactionId ?? purchaseOrders[0]?.number ?? '';

const notKnown = (gaps: readonly ParityGap[], date: BusinessDate): Alert => ({
  key: NOT_KNOWN, cause: 'parity_not_known', severity: 'warning', title: `Nobody can know whether the two sides agree, ${date}`, count: gaps.length, counted: gaps.length === 1 ? 'reason' : 'reasons',
  money: {}, lines: gaps.slice(0, MOST_LINES).map(({ says }) => says), command: `parity --date ${date}`, since: null, members: [...new Set(gaps.map(({ about }) => about))].sort(compareText),
});
