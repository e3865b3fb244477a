import type { Selectable } from 'kysely';
import { partOfExport } from './part-reading.ts';
import type { Tables } from './schema.ts';

type StoredRow = Pick<Selectable<Tables['import_file']>, 'id' | 'kind' | 'reading' | 'evidence_id' | 'shown' | 'as_of'>;

/**
 * When exports were taken, by import, as it was said last: the same file that was read again under its name, with another instant, says so of all its imports. Where an import
 * is missing here, its own instant holds. `imports` are those that stand, oldest first.
 */
export function instantsInForce(imports: readonly StoredRow[]): ReadonlyMap<number, number | null> {
  const newest = new Map<string, StoredRow>();
  const exports = imports.filter(({ kind }) => kind === 'approvals' || kind === 'ledger');
  for (const each of exports) newest.set(fileOf(each), each);
  return new Map(exports.map((each) => [each.id, (newest.get(fileOf(each)) as StoredRow).as_of]));
}

/** What the imports of one file under one name have in common; the same file beside another one is another export. */
function fileOf({ kind, evidence_id: evidenceId, shown, reading }: StoredRow): string {
  const part = partOfExport(reading);
  return [kind, evidenceId, part?.part ?? '', part?.set ?? '', shown].join(' ');
}
