import { type ErpLogEntry, type PlacedLogEntry, packEntry, unpackEntry } from '../domain/erp-log.ts';
import type { Database, Prepared } from './database.ts';
import type { FileHash } from './evidence.ts';

/** How a log file was kept: under its own hash where nothing in it was masked, else as the copy without secrets. */
export interface KeptLog {
  shown: string;
  original: string;
  kept: FileHash;
  /** How many values were masked. */
  masked: number;
  /** For times without offset; null for none. */
  timeZone: string | null;
}

/** How many entries a log had, and what became of them. */
export interface LogCounts {
  rowsRead: number;
  rowsAccepted: number;
  rowsKnown: number;
  rowsQuarantined: number;
  firstAt: number | null;
  lastAt: number | null;
}

export interface StoredLogFile extends LogCounts {
  id: number;
  shown: string;
  sha256: string;
  keptSha256: string;
  masked: number;
  timeZone: string | null;
}

/** An entry that could not be read. */
export interface QuarantinedLogEntry {
  shown: string;
  line: number;
  field: string;
  value: string;
  reason: string;
}

/** Writes ERP logs; every call needs an open transaction. */
export class ErpLogWriter {
  readonly #database: Database;
  readonly #addEntry: Prepared;
  readonly #filesWith: Prepared;
  #standing: ReadonlySet<number> = new Set();
  readonly #addQuarantine: Prepared;

  constructor(database: Database) {
    this.#database = database;
    this.#addEntry = database.sqlite.prepare('INSERT INTO erp_log_entry (file_id, place, line, identity, content) VALUES (?, ?, ?, ?, ?)');
    this.#filesWith = database.sqlite.prepare('SELECT file_id FROM erp_log_entry WHERE identity = ?').pluck();
    this.#addQuarantine = database.sqlite.prepare('INSERT INTO erp_log_quarantine (file_id, place, line, field, value, reason) VALUES (?, ?, ?, ?, ?, ?)');
  }

  /** Starts a file, whose kept copy is evidence from here on; an earlier reading of the same original no longer counts. Returns its number. */
  begin({ shown, original, kept, masked, timeZone }: KeptLog): number {
    this.#database.assertInTransaction();
    const { sqlite } = this.#database;
    sqlite.prepare('INSERT OR IGNORE INTO evidence_file (sha256, bytes) VALUES (?, ?)').run(kept.sha256, kept.bytes);
    const id = sqlite
      .prepare('INSERT INTO erp_log_file (sha256, reading, kept_sha256, masked, time_zone, shown, rows_read, rows_accepted, rows_known, rows_quarantined) VALUES (?, 1 + (SELECT count(*) FROM erp_log_file WHERE sha256 = ?), ?, ?, ?, ?, 0, 0, 0, 0) RETURNING id')
      .pluck()
      .get(original, original, kept.sha256, masked, timeZone, shown) as number;
    this.#standing = new Set(new ErpLogReader(this.#database).files().map((file) => file.id));
    return id;
  }

  /** Stores an entry; false where an earlier file that counts has the same one. `identity` is the same for the same entry. */
  add(fileId: number, place: number, line: number, identity: string, entry: ErpLogEntry): boolean {
    this.#database.assertInTransaction();
    if ((this.#filesWith.all(identity) as number[]).some((id) => this.#standing.has(id))) return false;
    this.#addEntry.run(fileId, place, line, identity, packEntry(entry));
    return true;
  }

  quarantine(fileId: number, place: number, { line, field, value, reason }: Omit<QuarantinedLogEntry, 'shown'>): void {
    this.#database.assertInTransaction();
    this.#addQuarantine.run(fileId, place, line, field, value.toWellFormed(), reason.toWellFormed());
  }

  /** Ends a file with its counts. */
  finish(fileId: number, { rowsRead, rowsAccepted, rowsKnown, rowsQuarantined, firstAt, lastAt }: LogCounts): void {
    this.#database.assertInTransaction();
    this.#database.sqlite.prepare('UPDATE erp_log_file SET rows_read = ?, rows_accepted = ?, rows_known = ?, rows_quarantined = ?, first_at = ?, last_at = ? WHERE id = ?').run(rowsRead, rowsAccepted, rowsKnown, rowsQuarantined, firstAt, lastAt, fileId);
  }
}

/** Reads ERP logs. */
export class ErpLogReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The files that count, in the order of their import: of each the newest reading. */
  files(): StoredLogFile[] {
    const readings = this.readings();
    const newest = new Map(readings.map(({ id, sha256 }) => [sha256, id]));
    return readings.filter(({ id, sha256 }) => newest.get(sha256) === id);
  }

  /** Every reading of every file, in their order. */
  readings(): StoredLogFile[] {
    const rows = this.#database.sqlite.prepare('SELECT * FROM erp_log_file ORDER BY id').all() as { id: number; shown: string; sha256: string; reading: number; kept_sha256: string; masked: number; time_zone: string | null; rows_read: number; rows_accepted: number; rows_known: number; rows_quarantined: number; first_at: number | null; last_at: number | null }[];
    return rows.map((row) => ({
      id: row.id, shown: row.shown, sha256: row.sha256, keptSha256: row.kept_sha256, masked: row.masked, timeZone: row.time_zone, rowsRead: row.rows_read,
      rowsAccepted: row.rows_accepted, rowsKnown: row.rows_known, rowsQuarantined: row.rows_quarantined, firstAt: row.first_at, lastAt: row.last_at,
    }));
  }

  /** The file that counts with this hash, of the original or of the copy that is kept; undefined where none was imported. */
  fileOf(sha256: string): StoredLogFile | undefined {
    return this.files().find((file) => file.sha256 === sha256 || file.keptSha256 === sha256);
  }

  /** All entries of files that count, in the order of their files. */
  *entries(): Generator<PlacedLogEntry> {
    const rows = this.#database.sqlite.prepare('SELECT file_id, shown, line, content FROM erp_log_entry JOIN erp_log_file ON erp_log_file.id = file_id WHERE file_id IN (SELECT value FROM json_each(?)) ORDER BY file_id, place').iterate(this.#standing()) as IterableIterator<{ file_id: number; shown: string; line: number; content: string }>;
    for (const { file_id: fileId, shown, line, content } of rows) yield { ...unpackEntry(content), fileId, where: `${shown}:${line}` };
  }

  /** What could not be read of files that count. */
  quarantine(): QuarantinedLogEntry[] {
    return this.#database.sqlite.prepare('SELECT shown, line, field, value, reason FROM erp_log_quarantine JOIN erp_log_file ON erp_log_file.id = file_id WHERE file_id IN (SELECT value FROM json_each(?)) ORDER BY file_id, place').all(this.#standing()) as QuarantinedLogEntry[];
  }

  /** The numbers of the files that count, as JSON. */
  #standing(): string {
    return JSON.stringify(this.files().map(({ id }) => id));
  }
}
