import type { Alert, Look, Severity } from '../../domain/alert.ts';
import type { BusinessDate } from '../../domain/calendar.ts';
import { absolute, formatMinor, minorOf } from '../../domain/money.ts';
import { PARITY_KINDS, type Parity, type ParityEntry, type ParityKind } from '../../domain/parity.ts';
import { compareText } from '../../domain/text.ts';
import { entryText } from '../../report/parity-text.ts';
import { MOST_LINES } from './most-lines.ts';

/** What is a matter of coding or of reading, and not of money. */
const MILD: readonly ParityKind[] = ['other_vendor', 'not_comparable'];
const UNDATED = 'undated';
const NOT_KNOWN = 'parity_not_known';
const PREFIX = 'parity/';

/**
 * What parity found as alerts: one for each date, kind of difference and currency, and one where nobody can know. `lastComplete` is the last date that is over by now: of a question about earlier
 * dates, what is missing for later ones says nothing.
 */
export function lookAtParity(parity: Pick<Parity, 'from' | 'to' | 'entries' | 'unknown'>, lastComplete: BusinessDate): Look {
  const { from, to, entries, unknown } = parity;
  const groups = new Map<string, ParityEntry[]>();
  for (const entry of entries) {
    if (entry.kind === null || !PARITY_KINDS[entry.kind].differs) continue;
    const key = `${PREFIX}${entry.date ?? UNDATED}/${entry.kind}/${moneyOf(entry).currency}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  const tellsWhatIsMissing = to === lastComplete;
  return {
    alerts: [...[...groups].sort(([left], [right]) => compareText(left, right)).map(([key, group]) => alertOf(key, group)), ...(tellsWhatIsMissing && unknown.length > 0 ? [notKnown(unknown, to)] : [])],
    covers: ({ key, since }) => (key === NOT_KNOWN ? tellsWhatIsMissing : key.startsWith(PREFIX) && unknown.length === 0 && (since === null || (since >= from && since <= to))),
  };
}

function alertOf(key: string, entries: readonly ParityEntry[]): Alert {
  const kind = entries[0]?.kind as ParityKind;
  const date = entries[0]?.date ?? null;
  const sized = entries.map((entry) => ({ entry, ...moneyOf(entry) })).sort((left, right) => (right.minor > left.minor ? 1 : right.minor < left.minor ? -1 : compareText(nameOf(left.entry), nameOf(right.entry))));
  const currency = sized[0]?.currency ?? '';
  const sum = sized.reduce((total, { minor }) => total + minor, 0n);
  const severity: Severity = MILD.includes(kind) ? 'warning' : 'critical';
  return {
    key, cause: 'parity', severity, title: `${PARITY_KINDS[kind].label} in ${currency}, ${date ?? 'no date'}`, count: entries.length, counted: entries.length === 1 ? 'purchase' : 'purchases',
    money: { [currency]: formatMinor(sum, currency) }, lines: sized.slice(0, MOST_LINES).map(({ entry }) => entryText(entry)), command: date === null ? 'parity' : `parity --date ${date}`, since: date,
  };
}

/** What a difference is about: the amounts' own where both are known in one currency, else what stands on the side that there is. */
function moneyOf({ approved, ledger, kind }: ParityEntry): { currency: string; minor: bigint } {
  const currency = (approved ?? ledger)?.currency ?? '';
  const [left, right] = [approved, ledger].map((side) => (side === null || side.amount === null || side.currency !== currency ? null : absolute(minorOf(side.amount, currency))));
  if (left === null || left === undefined || right === null || right === undefined || kind === 'other_vendor') return { currency, minor: left ?? right ?? 0n };
  return { currency, minor: absolute(right - left) };
}

const nameOf = ({ transactionId, purchaseOrders }: ParityEntry): string => transactionId ?? purchaseOrders[0]?.number ?? '';

const notKnown = (unknown: readonly string[], date: BusinessDate): Alert => ({
  key: NOT_KNOWN, cause: 'parity_not_known', severity: 'warning', title: `Nobody can know whether the two sides agree, ${date}`, count: unknown.length, counted: unknown.length === 1 ? 'reason' : 'reasons',
  money: {}, lines: unknown.slice(0, MOST_LINES), command: `parity --date ${date}`, since: null,
});
