import type { Selectable } from 'kysely';
import { partOfExport } from './part-reading.ts';
import type { Tables } from './schema.ts';

type StoredRow = Pick<Selectable<Tables['import_file']>, 'id' | 'kind' | 'reading' | 'evidence_id' | 'rows_accepted' | 'rows_known'>;

/**
 * Imports of exports of which nothing was taken, and all files of which were then read in another way: nothing rests on them, and what they set aside was
 * read since. Files of one export stand or fall together. `imports` are all imports, oldest first.
 */
export function readAnew(imports: readonly StoredRow[]): ReadonlySet<number> {
  const exports = Map.groupBy(imports.filter(({ kind }) => kind === 'approvals' || kind === 'ledger'), (each) => `${each.kind} ${partOfExport(each.reading) === null ? each.id : exportReading(each.reading)}`);
  const newest = new Map(imports.map(({ kind, evidence_id, id }) => [`${kind} ${evidence_id}`, id]));
  const anew = [...exports.values()].filter((files) => {
    const last = Math.max(...files.map(({ id }) => id));
    return files.every(({ kind, evidence_id, rows_accepted, rows_known }) => rows_accepted + rows_known === 0 && (newest.get(`${kind} ${evidence_id}`) as number) > last);
  });
  return new Set(anew.flat().map(({ id }) => id));
}

/** What the readings of all files of one export have in common: how they were read, and which files they are. */
const exportReading = (reading: string): string => `${reading.split('/')[0] ?? ''} ${partOfExport(reading)?.set ?? ''}`;
