import { formatInstant } from '../../domain/calendar.ts';
import type { ExportOutOfOrder } from '../../gates/facts.ts';
import type { StoredImport } from '../../store/record-reader.ts';
import { asOfOf, guessedAsOf } from '../newest-version.ts';

/** Whether nobody said when an export was taken: its instant is that of its latest entry, which neither a deletion nor a changed line moves. */
const isGuessed = (each: StoredImport): boolean => each.asOf === null || each.asOf === guessedAsOf(each);

/** The names of two exports; with the beginning of their hashes where one was written over the other. */
function toldApart(one: StoredImport, other: StoredImport): [string, string] {
  if (one.shown !== other.shown) return [one.shown, other.shown];
  const hashed = ({ shown, sha256 }: StoredImport): string => `${shown} (SHA-256 ${sha256.slice(0, 8)}…)`;
  return [hashed(one), hashed(other)];
}

/**
 * Exports of a ledger that were imported after another one of it, and by their latest entry count as older or as old: what they hold otherwise, or no longer hold, goes by
 * the other one. `pairs` are exports that share a PO. None where a newer export settles it.
 */
export function exportsOutOfOrder(imports: readonly StoredImport[], pairs: readonly [oneId: number, otherId: number][]): ExportOutOfOrder[] {
  const exports = new Map(imports.filter(({ kind, part }) => kind === 'ledger' && (part === null || part === 'lines')).map((each) => [each.id, each]));
  const beside = new Map<number, Set<number>>();
  for (const [one, other] of pairs) for (const [from, to] of [[one, other], [other, one]] as const) beside.set(from, (beside.get(from) ?? new Set()).add(to));
  const doubtful: ExportOutOfOrder[] = [];
  for (const later of exports.values()) {
    if (!isGuessed(later)) continue;
    const others = [...(beside.get(later.id) ?? [])].flatMap((id) => exports.get(id) ?? []);
    const newest = others.reduce<StoredImport | undefined>((best, each) => (best === undefined || asOfOf(each) > asOfOf(best) ? each : best), undefined);
    // An export that is imported after both, and is newer than both, says what the ledger holds now.
    if (newest === undefined || newest.id > later.id || asOfOf(newest) < asOfOf(later)) continue;
    const [laterName, earlierName] = toldApart(later, newest);
    doubtful.push({ later: laterName, earlier: earlierName, asOf: later.asOf === null ? null : formatInstant(later.asOf) });
  }
  return doubtful;
}
