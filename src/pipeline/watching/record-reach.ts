import { existsSync, readFileSync } from 'node:fs';
import { DAY_MS, type Instant, dateOfDay, dayNumber, formatInstant, parseInstant } from '../../domain/calendar.ts';
import type { ParityReach } from '../../domain/parity.ts';
import type { NamedCodes } from '../../mapping/named-codes.ts';
import type { StoredImport } from '../../store/record-reader.ts';
import { endpointOf } from '../capture/page-of-deliveries.ts';
import type { ConfiguredInput } from '../configured-inputs.ts';
import { firstApprovals } from '../facts/activity.ts';
import { ledgersOf } from '../facts/ledger-reach.ts';
import { guessedAsOf } from '../newest-version.ts';
import type { Workplace } from '../workplace.ts';

/** A source of approvals: the exports that were imported of it, or an endpoint. */
interface Source {
  input: string;
  source: string;
  exports: StoredImport[];
  /** When the newest delivery of an endpoint was received; null for exports. */
  receivedAt: Instant | null;
}

/**
 * From when and until when each source of approvals and each ledger is in the record (docs/watch.md): each on its own, since one may stop and another go on. `now` is the
 * machine's clock: an instant behind it tells nothing.
 */
export function recordReaches(workplace: Workplace, configured: readonly ConfiguredInput[], imports: readonly StoredImport[], names: NamedCodes, now: Instant): ParityReach[] {
  const { clock } = workplace;
  const reach = (until: Instant | null): Pick<ParityReach, 'until' | 'date'> => ({ until: until === null ? null : formatInstant(until), date: until === null ? null : dateOfDay(dayNumber(clock.dateOf(until)) - 1) });
  const latest = (instants: readonly Instant[]): Instant | null => instants.reduce<Instant | null>((last, at) => (at <= now && (last === null || at > last) ? at : last), null);
  const firsts = firstApprovals(workplace);
  return [
    ...sourcesOf(workplace, configured, imports).map(({ input, source, exports, receivedAt }): ParityReach => ({
      side: 'approvals', input, from: firsts.get(source) ?? null, ...reach(latest([...exports.flatMap(instantsOf), ...(receivedAt === null ? [] : [receivedAt])])),
    })),
    ...ledgersOf(workplace, configured, imports, names).map(({ input, exports }): ParityReach => ({
      side: 'ledger', input, from: exports.flatMap(({ firstDate }) => firstDate ?? []).sort()[0] ?? null, ...reach(latest(exports.flatMap(instantsOf))),
    })),
  ];
}

/** The instants that say until when an export is known. A date without a time (midnight UTC) is one only where somebody stated it: a PO or an accounting entry may be dated ahead. */
function instantsOf(each: StoredImport): Instant[] {
  const { asOf, latestInstant } = each;
  const isStated = asOf !== null && asOf !== guessedAsOf(each);
  return [...(isStated ? [asOf] : []), ...(latestInstant === null || latestInstant % DAY_MS === 0 ? [] : [latestInstant])];
}

/** The entries of `inputs.approvals` and the endpoints that delivered anything; where there is neither, each form of export that was imported. */
function sourcesOf(workplace: Workplace, configured: readonly ConfiguredInput[], imports: readonly StoredImport[]): Source[] {
  const { inputs, listen } = workplace.settings;
  const approvals = imports.filter(({ kind }) => kind === 'approvals');
  const exports = approvals.filter(({ shown }) => endpointOf(shown) === undefined);
  const endpoints = (listen?.endpoints ?? []).flatMap(({ path, source }, index): Source[] => {
    const pages = approvals.filter(({ format, shown }) => format === source && endpointOf(shown) === path);
    return pages.length === 0 ? [] : [{ input: `listen.endpoints[${index}]`, source, exports: [], receivedAt: receivedLast(workplace, pages) }];
  });
  const entries = configured.filter(({ kind }) => kind === 'approvals').map((entry, index): Source => {
    const { source } = inputs.approvals[index] as (typeof inputs.approvals)[number];
    const isOnly = inputs.approvals.every((other, place) => place === index || other.source !== source);
    const own = new Set(entry.imports.map(({ id }) => id));
    return { input: entry.name, source, exports: exports.filter(({ id, format, shown }) => own.has(id) || (format === source && (isOnly || entry.files.includes(shown)))), receivedAt: null };
  });
  if (entries.length > 0) return [...entries, ...endpoints];
  const forms = [...new Set(exports.map(({ format }) => format))].sort();
  const byForm = forms.map((source): Source => ({ input: `approvals of ${source}`, source, exports: exports.filter(({ format }) => format === source), receivedAt: null }));
  return byForm.length + endpoints.length > 0 ? [...byForm, ...endpoints] : [{ input: 'approvals', source: '', exports: [], receivedAt: null }];
}

/** When the last delivery of an endpoint was received, as the evidence of its newest page says; null where that is gone. */
function receivedLast({ evidence }: Workplace, pages: readonly StoredImport[]): Instant | null {
  const newest = pages.reduce((last, page) => (page.shown > last.shown ? page : last));
  const path = evidence.pathOf(newest.sha256);
  if (!existsSync(path)) return null;
  const line = readFileSync(path, 'utf8').trimEnd().split('\n').at(-1) as string;
  const at = parseInstant((JSON.parse(line) as { receivedAt: string }).receivedAt);
  return typeof at === 'number' ? at : null;
}
