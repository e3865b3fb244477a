import { readFileSync, statSync } from 'node:fs';
import { type Act, type ErpLogFact, NOBODY } from '../domain/audit.ts';
import { type Instant, ZonedClock } from '../domain/calendar.ts';
import { packEntry } from '../domain/erp-log.ts';
import type { ErpLogInput } from '../domain/settings.ts';
import { CannotRun } from '../domain/trouble.ts';
import { decodeLog } from '../erp-logs/decode-log.ts';
import { maskLog, readErpLog } from '../erp-logs/read-erp-log.ts';
import { LIMITS } from '../intake/limits.ts';
import { type FoundFile, findInputs } from '../project/project.ts';
import { AuditTrail } from '../store/audit-trail.ts';
import { ErpLogReader, ErpLogWriter, type KeptLog, type LogCounts, type StoredLogFile } from '../store/erp-log-store.ts';
import { hashBytes } from '../store/evidence.ts';
import type { ImportedFile } from './import-inputs.ts';
import { sha256 } from './sha256.ts';
import type { Workplace } from './workplace.ts';

/** A log to import. */
export interface ErpLogRequest {
  file: FoundFile;
  /** For times without offset. */
  timeZone: string | undefined;
  /** Of a kept copy that is read once more: the hash of the original, and how many values were masked in it. */
  earlier?: { original: string; masked: number };
}

/** What became of a log: the counts of any import, and how many of its values were masked before it was kept. */
export interface ImportedLog extends Omit<ImportedFile, 'kind'> {
  kind: 'erp-log';
  masked: number;
  /** Whether it was imported before with another time zone, and this reading counts instead. */
  readAgain: boolean;
}

/** The logs that the settings name, in their order. Throws CannotRun. */
export function requestedLogs({ project, settings }: Workplace): ErpLogRequest[] {
  return (settings.inputs.erpLog ?? []).flatMap(({ files, timeZone }: ErpLogInput, index) => findInputs(project, files, `inputs.erpLog[${index}]`).map((file) => ({ file, timeZone })));
}

/**
 * Imports logs in one transaction: all of them, or after an error none. Secrets are masked before anything is kept or stored. A log
 * that was imported before is known by the hash of its original, or of the kept copy; with another time zone it is read again, and the new reading
 * counts instead of the old one, which stays in the record. With `strict`, an entry that can't be read undoes everything (CannotRun).
 */
export async function importErpLogs(workplace: Workplace, requests: readonly ErpLogRequest[], { strict }: { strict: boolean }): Promise<ImportedLog[]> {
  if (requests.length === 0) return [];
  const { database } = workplace;
  return database.transaction(() => {
    const added: ErpLogFact[] = [];
    const zones = new Map<string, string | null>();
    const imported = requests.map((request) => importLog(workplace, request, { added, zones }));
    const first = imported.find(({ alreadyKnown, rowsQuarantined }) => !alreadyKnown && rowsQuarantined > 0);
    if (strict && first !== undefined) throw new CannotRun(`an entry of this ERP log can't be read, and --strict was given: no ERP log was imported`, { where: first.shown, remedy: 'Import without --strict and look at po-shadow quarantine.' });
    // Without an instant: a log moves no as-of, since it is no input of a run.
    if (added.length > 0) new AuditTrail(database).append({ at: null, clock: 'record', actor: NOBODY, act: { kind: 'erp_log', files: added } satisfies Act });
    return imported;
  });
}

function importLog(workplace: Workplace, { file, timeZone, earlier }: ErpLogRequest, { added, zones }: { added: ErpLogFact[]; zones: Map<string, string | null> }): ImportedLog {
  const { evidence, database } = workplace;
  const { path, shown } = file;
  if (statSync(path).size > LIMITS.logBytes) throw new CannotRun(`the log is larger than ${LIMITS.logBytes} bytes`, { where: shown, remedy: 'Split it into smaller files.' });
  // Read once: what is hashed, masked and kept are the same bytes.
  const bytes = readFileSync(path);
  const own = hashBytes(bytes);
  const known = new ErpLogReader(database).fileOf(earlier?.original ?? own.sha256);
  const original = known?.sha256 ?? earlier?.original ?? own.sha256;
  const zone = timeZone ?? null;
  if (zones.has(original) && zones.get(original) !== zone) throw new CannotRun('two inputs name this log, with different time zones', { where: shown, remedy: 'Give it one timeZone: the same file can\'t count twice.' });
  zones.set(original, zone);
  if (known !== undefined && known.timeZone === zone) return knownLog(known, shown);
  if (bytes.length === 0) throw new CannotRun('the file is empty', { where: shown, remedy: 'Export it again.' });
  const text = decodeLog(bytes, shown);
  // What was kept without its secrets is masked already, and says so no more.
  const before = earlier ?? (known !== undefined && own.sha256 !== known.sha256 ? known : undefined);
  const { text: safe, masked } = before === undefined ? maskLog(text) : { text, masked: before.masked };
  const kept = evidence.keepBytes(safe === text ? bytes : Buffer.from(safe, 'utf8'));
  const log: KeptLog = { shown, original, kept, masked, timeZone: zone };
  const writer = new ErpLogWriter(database);
  const id = writer.begin(log);
  const counts = readInto(writer, id, { text: safe, path: evidence.pathOf(kept.sha256), shown }, timeZone);
  writer.finish(id, counts);
  added.push({ id, shown, sha256: log.original, kept, masked, timeZone: log.timeZone, accepted: counts.rowsAccepted, known: counts.rowsKnown, quarantined: counts.rowsQuarantined });
  return { shown, kind: 'erp-log', alreadyKnown: false, readAgain: known !== undefined, masked, controlTotals: [], ...countsOf(counts) };
}

const countsOf = ({ rowsRead, rowsAccepted, rowsKnown, rowsQuarantined }: LogCounts): Pick<ImportedFile, 'rowsRead' | 'rowsAccepted' | 'rowsKnown' | 'rowsQuarantined'> => ({ rowsRead, rowsAccepted, rowsKnown, rowsQuarantined });

function knownLog(known: StoredLogFile, shown: string): ImportedLog {
  return { shown, kind: 'erp-log', alreadyKnown: true, readAgain: false, masked: known.masked, controlTotals: [], rowsRead: known.rowsRead, rowsAccepted: 0, rowsKnown: known.rowsRead - known.rowsQuarantined, rowsQuarantined: known.rowsQuarantined };
}

function readInto(writer: ErpLogWriter, fileId: number, file: { text: string; path: string; shown: string }, timeZone: string | undefined): LogCounts {
  const counts: LogCounts = { rowsRead: 0, rowsAccepted: 0, rowsKnown: 0, rowsQuarantined: 0, firstAt: null, lastAt: null };
  const seen = new Map<string, number>();
  const extend = (at: Instant): void => {
    counts.firstAt = Math.min(counts.firstAt ?? at, at);
    counts.lastAt = Math.max(counts.lastAt ?? at, at);
  };
  readErpLog(file, timeZone === undefined ? undefined : new ZonedClock(timeZone), {
    accept(entry, line) {
      const place = ++counts.rowsRead;
      const content = packEntry(entry);
      // A retry within the same second is a second entry; the same one in an overlapping log is not.
      const occurrence = (seen.get(content) ?? 0) + 1;
      seen.set(content, occurrence);
      if (writer.add(fileId, place, line, sha256(`${occurrence}\n${content}`), entry)) counts.rowsAccepted++;
      else counts.rowsKnown++;
      if (entry.at !== null) extend(entry.at);
    },
    refuse(problem, line) {
      writer.quarantine(fileId, ++counts.rowsRead, { ...problem, line });
      counts.rowsQuarantined++;
    },
  });
  return counts;
}
