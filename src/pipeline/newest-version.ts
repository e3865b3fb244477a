import type { StoredManual } from '../domain/ledger-page.ts';
import { compareText } from '../domain/text.ts';
import type { StoredImport } from '../store/record-reader.ts';

/** The instant of an export; before all others where it has none. */
export const asOfOf = (each: StoredImport | undefined): number => each?.asOf ?? Number.NEGATIVE_INFINITY;

/** The version that the newest export holds; conflicting where two exports of the same instant disagree. */
export function newestVersion(versions: readonly StoredManual[], imports: ReadonlyMap<number, StoredImport>): { version: StoredManual; conflicting: boolean } {
  const [only] = versions;
  if (versions.length === 1 && only !== undefined) return { version: only, conflicting: false };
  const sorted = [...versions].sort((left, right) => asOfOf(imports.get(right.seenImportId)) - asOfOf(imports.get(left.seenImportId)) || compareText(JSON.stringify(left.order), JSON.stringify(right.order)));
  const [first, second] = sorted as [StoredManual, StoredManual];
  return { version: first, conflicting: asOfOf(imports.get(first.seenImportId)) === asOfOf(imports.get(second.seenImportId)) };
}
