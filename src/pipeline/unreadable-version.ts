import type { StoredManual } from '../domain/ledger-page.ts';
import type { StoredImport, StoredQuarantine } from '../store/record-reader.ts';
import { newestHolders } from './newest-version.ts';

/**
 * Of the unreadable versions of a manual PO the first that may be what its ledger says now: it stands in an export that is not older than any that holds the PO
 * readably, or of which nobody can say when it was taken. Undefined where there is none. The same file that was exported again (same name, not an older
 * instant) and now holds the PO corrects what could not be read in it; there the order of import is that of the file's contents. Otherwise it changes nothing.
 */
export function unreadableVersion(versions: readonly StoredManual[], unreadable: readonly StoredQuarantine[], imports: ReadonlyMap<number, StoredImport>): StoredQuarantine | undefined {
  const newest = newestHolders(versions, imports)[0].asOf;
  const holders = versions.flatMap(({ heldBy }) => heldBy).flatMap((id) => imports.get(id) ?? []);
  return unreadable.find(({ importId, shown }) => {
    // Of an export in several files one stands for all.
    const from = imports.get(imports.get(importId)?.exportId ?? importId);
    const asOf = from?.asOf ?? null;
    const isCorrected = holders.some((holder) => holder.id > (from?.id ?? importId) && holder.shown === (from?.shown ?? shown) && (asOf === null || (holder.asOf !== null && holder.asOf >= asOf)));
    return !isCorrected && (asOf === null || newest === null || asOf >= newest);
  });
}
