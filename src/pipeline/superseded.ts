import type { StoredManual } from '../domain/ledger-page.ts';
import { compareText } from '../domain/text.ts';
import type { NamedCodes } from '../mapping/named-codes.ts';
import type { StoredImport, StoredOverlap, StoredQuarantine } from '../store/record-reader.ts';
import { asOfOf, heldUntil } from './newest-version.ts';
import { sameLedgerPairs } from './same-ledger.ts';

/** A version so far as it says which exports could no longer hold it. */
export interface SeenVersion extends Pick<StoredManual, 'heldBy'> {
  order: Pick<StoredManual['order'], 'poDate' | 'poNumber'>;
}

/**
 * Tells which newer export over the same dates no longer holds a PO: the newest of them, or undefined where none lacks it. It is asked with the PO's version that
 * counts, and with all its versions. Exports count as of the same ledger where they share a PO (`overlapping`, `names`); files that merely part a ledger among stores share none and
 * take nothing from each other. An export holds a PO too of which it has what could not be read (`quarantined`, by PO). The answer follows from the exports
 * alone, in whatever order they were imported.
 */
export function supersededBy(
  imports: readonly StoredImport[], overlapping: readonly StoredOverlap[], names: NamedCodes, quarantined: ReadonlyMap<string, readonly StoredQuarantine[]>,
): (version: SeenVersion, versions: readonly Pick<StoredManual, 'heldBy'>[]) => StoredImport | undefined {
  const exports = imports.filter((each) => each.kind === 'ledger').sort((left, right) => compareAsOf(right, left) || compareText(left.shown, right.shown) || compareText(left.sha256, right.sha256));
  if (exports.length < 2) return () => undefined;
  const exportOf = new Map(exports.map(({ id, exportId }) => [id, exportId]));
  const byId = new Map(exports.map((each) => [each.id, each]));
  const pairs = new Set(sameLedgerPairs(overlapping, names).flatMap(([one, other]) => [`${one} ${other}`, `${other} ${one}`]));
  return ({ order: { poDate, poNumber }, heldBy: holders }, versions) => {
    const newest = heldUntil({ heldBy: holders }, byId);
    return exports.find(
      (other) =>
        asOfOf(other) > newest && other.firstDate !== null && other.lastDate !== null && other.firstDate <= poDate && poDate <= other.lastDate &&
        versions.some(({ heldBy }) => heldBy.some((holder) => pairs.has(`${other.id} ${holder}`))) && quarantined.get(poNumber)?.some(({ importId }) => exportOf.get(importId) === other.id) !== true,
    );
  };
}

function compareAsOf(left: StoredImport, right: StoredImport): number {
  const [one, other] = [asOfOf(left), asOfOf(right)];
  return one < other ? -1 : one > other ? 1 : 0;
}
