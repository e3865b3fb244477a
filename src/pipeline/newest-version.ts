import type { StoredManual } from '../domain/ledger-page.ts';
import { packManual } from '../domain/ledger-entry.ts';
import { compareText } from '../domain/text.ts';
import type { StoredImport } from '../store/record-reader.ts';

/** The instant of an export; before all others where it has none. */
export const asOfOf = (each: StoredImport | undefined): number => each?.asOf ?? Number.NEGATIVE_INFINITY;

/** What counts as the instant of an export where nobody says when it was taken: its latest entry, else its last date; null where it has neither. */
export const guessedAsOf = ({ latestInstant, lastDate }: Pick<StoredImport, 'latestInstant' | 'lastDate'>): number | null => latestInstant ?? (lastDate === null ? null : Date.parse(lastDate));

/** The instant of the newest export that holds a version; before all others where none has one. */
export function heldUntil({ heldBy }: Pick<StoredManual, 'heldBy'>, imports: ReadonlyMap<number, StoredImport>): number {
  let newest = Number.NEGATIVE_INFINITY;
  for (const id of heldBy) newest = Math.max(newest, asOfOf(imports.get(id)));
  return newest;
}

/** The version that the newest export holds; conflicting where two exports of the same instant disagree. */
export function newestVersion(versions: readonly StoredManual[], imports: ReadonlyMap<number, StoredImport>): { version: StoredManual; conflicting: boolean } {
  const [only] = versions;
  if (versions.length === 1 && only !== undefined) return { version: only, conflicting: false };
  const [first, second] = newestFirst(versions, imports) as [StoredManual, StoredManual];
  return { version: first, conflicting: heldUntil(first, imports) === heldUntil(second, imports) };
}

/** Versions by the newest export that holds each, the newest first; of one instant by what they say, so that the order of import changes nothing. */
export const newestFirst = (versions: readonly StoredManual[], imports: ReadonlyMap<number, StoredImport>): StoredManual[] =>
  [...versions].sort((left, right) => compareInstants(heldUntil(right, imports), heldUntil(left, imports)) || compareText(contentOf(left), contentOf(right)));

/** Two instants of exports in order, those that nobody knows first. */
const compareInstants = (left: number, right: number): number => (left < right ? -1 : left > right ? 1 : 0);

/** What a version says, without the rows it was read from. */
const contentOf = ({ order }: StoredManual): string => JSON.stringify([order.poDate, order.currency, packManual(order)]);

/** The newest export that holds a version; of several of one instant the one that it was read from last. */
export function newestHolder(version: StoredManual, imports: ReadonlyMap<number, StoredImport>): StoredImport {
  const seen = imports.get(version.seenImportId) as StoredImport;
  // The instant of that one may have been corrected since.
  return asOfOf(seen) === heldUntil(version, imports) ? seen : (newestHolders([version], imports).at(-1) as StoredImport);
}

/** The newest of the exports that hold a PO: several where they are of one instant, in the order of import. */
export function newestHolders(versions: readonly Pick<StoredManual, 'heldBy'>[], imports: ReadonlyMap<number, StoredImport>): [StoredImport, ...StoredImport[]] {
  const ids = versions.length === 1 ? (versions[0] as (typeof versions)[number]).heldBy : [...new Set(versions.flatMap(({ heldBy }) => heldBy))].sort((left, right) => left - right);
  const holders = ids.map((id) => imports.get(id)) as [StoredImport, ...StoredImport[]];
  if (holders.length === 1) return holders;
  const newest = Math.max(...holders.map(asOfOf));
  return holders.filter((holder) => asOfOf(holder) === newest) as typeof holders;
}
