import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import type { AuditEntry } from '../domain/audit.ts';
import { CannotRun } from '../domain/trouble.ts';
import type { SheetReading } from '../intake/profiled/with-input.ts';
import type { SheetFile } from '../reference/sheets.ts';
import { hashFile } from '../store/evidence.ts';
import type { StoredImport } from '../store/record-reader.ts';
import { auditedActs } from './audit-acts.ts';
import { storedReading } from './stored-reading.ts';
import type { Workplace } from './workplace.ts';

/**
 * The kept copies of sheets, each to be read as it was read when it was imported; `entries` are those of the trail. Whoever reads a kept sheet
 * gets it here: an ERP's export is not readable without its reading. Throws CannotRun where a copy is missing or is not what it was.
 */
export function sheetsInForce({ evidence }: Pick<Workplace, 'evidence'>, sheets: readonly StoredImport[], entries: readonly AuditEntry[]): SheetFile[] {
  const readings = sheetReadings(entries);
  return sheets.map(({ id, kind, sheet, sha256, shown }) => {
    const path = evidence.pathOf(sha256);
    if (!existsSync(path) || hashFile(path).sha256 !== sha256) throw new CannotRun('the kept copy of this sheet is missing or was changed', { where: shown, remedy: 'Import the sheet again: po-shadow run keeps it anew.' });
    return { kind: kind as 'master' | 'mapping', sheet: sheet as string, reading: readings.get(id), file: { path, name: `${sheet}${extname(shown)}`, shown } };
  });
}

/** How each sheet was read that is not canonical, by the id of its import: what its entry says. */
function sheetReadings(entries: readonly AuditEntry[]): Map<number, SheetReading> {
  const readings = new Map<number, SheetReading>();
  for (const { act } of auditedActs(entries).imports) {
    for (const { id, kind, options, sheet } of act.files) {
      const reading = kind === 'master' ? storedReading(options, sheet) : undefined;
      if (reading !== undefined && reading !== null) readings.set(id, reading);
    }
  }
  return readings;
}
