import type { StoredManual } from '../domain/ledger-page.ts';
import type { StoredImport, StoredQuarantine } from '../store/record-reader.ts';
import { asOfOf } from './newest-version.ts';

/**
 * Tells which newer export over the same dates no longer holds a PO: the newest of them, or undefined where none lacks it. Exports count
 * as of the same ledger where they share a PO (`overlapping`); files that merely part a ledger among stores share none and take nothing
 * from each other. An export holds a PO too of which it has what could not be read (`quarantined`, by PO).
 */
export function supersededBy(imports: readonly StoredImport[], overlapping: readonly [oneId: number, otherId: number][], quarantined: ReadonlyMap<string, readonly StoredQuarantine[]>): (version: StoredManual, seen: StoredImport) => StoredImport | undefined {
  const exports = imports.filter((each) => each.kind === 'ledger').sort((left, right) => compareAsOf(right, left) || right.id - left.id);
  if (exports.length < 2) return () => undefined;
  const exportOf = new Map(exports.map(({ id, exportId }) => [id, exportId]));
  const pairs = new Set(overlapping.flatMap(([one, other]) => [`${one} ${other}`, `${other} ${one}`]));
  const related = (one: number, other: number): boolean => pairs.has(`${one} ${other}`);
  return (version, seen) =>
    exports.find(
      (other) =>
        other.id !== seen.id && asOfOf(other) > asOfOf(seen) && other.firstDate !== null && other.lastDate !== null && other.firstDate <= version.order.poDate && version.order.poDate <= other.lastDate &&
        (related(other.id, seen.id) || related(other.id, version.importId)) && quarantined.get(version.order.poNumber)?.some(({ importId }) => exportOf.get(importId) === other.id) !== true,
    );
}

function compareAsOf(left: StoredImport, right: StoredImport): number {
  const [one, other] = [asOfOf(left), asOfOf(right)];
  return one < other ? -1 : one > other ? 1 : 0;
}
