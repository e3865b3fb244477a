import { createHash } from 'node:crypto';
import Sqlite from 'better-sqlite3';
import type { Database } from './database.ts';
import { unsoundness } from './soundness.ts';

/** What a database holds: for each table the number and the hash of its rows, and for each object of the schema its definition. */
export interface DatabaseState {
  tables: Map<string, { rows: number; sha256: string }>;
  definitions: Map<string, string>;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function stateOfConnection(sqlite: Sqlite.Database): DatabaseState {
  const state: DatabaseState = { tables: new Map(), definitions: new Map() };
  const objects = sqlite.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all() as { type: string; name: string; sql: string | null }[];
  for (const { type, name, sql } of objects) {
    state.definitions.set(`${type} ${name}`, sql ?? '');
    if (type === 'table') state.tables.set(name, rowsOf(sqlite, name));
  }
  return state;
}

/** Number and hash of a table's rows, in the order of its key. */
function rowsOf(sqlite: Sqlite.Database, table: string): { rows: number; sha256: string } {
  const columns = sqlite.pragma(`table_info(${quoted(table)})`) as { name: string; pk: number }[];
  const key = columns.filter(({ pk }) => pk > 0).sort((left, right) => left.pk - right.pk).map(({ name }) => quoted(name));
  const order = [...key, ...columns.map(({ name }) => quoted(name))].join(', ');
  const hash = createHash('sha256');
  let rows = 0;
  // Whole integers, since a float would make two of them equal.
  for (const row of sqlite.prepare(`SELECT * FROM ${quoted(table)} ORDER BY ${order}`).raw().safeIntegers().iterate() as IterableIterator<unknown[]>) {
    for (const cell of row) hash.update(cellText(cell));
    hash.update('\n');
    rows++;
  }
  return { rows, sha256: hash.digest('hex') };
}

/** A cell with its type and length, so that no two rows read alike. */
function cellText(cell: unknown): string {
  if (cell === null) return 'n;';
  if (typeof cell === 'bigint') return `i${cell};`;
  if (typeof cell === 'number') return `r${cell};`;
  if (typeof cell === 'string') return `t${cell.length}:${cell};`;
  return `b${(cell as Buffer).toString('hex')};`;
}

function withDatabase<T>(path: string, work: (sqlite: Sqlite.Database) => T, options: Sqlite.Options = { readonly: true }): T {
  const sqlite = new Sqlite(path, options);
  try {
    return work(sqlite);
  } finally {
    sqlite.close();
  }
}

/** What the database at a path holds. */
export const stateOf = (path: string): DatabaseState => withDatabase(path, stateOfConnection);

/** Copies the database to a new file by SQLite's backup API, and says what it held: nobody can write between the two. */
export async function takeCheckpoint({ sqlite }: Database, path: string): Promise<DatabaseState> {
  // Reading holds writers off until the end of the transaction.
  sqlite.exec('BEGIN');
  try {
    const state = stateOfConnection(sqlite);
    await sqlite.backup(path);
    return state;
  } finally {
    sqlite.exec('ROLLBACK');
  }
}

/** Brings the database at `target`, whatever it holds, to the state of the checkpoint, by SQLite's backup API. */
export async function restoreCheckpoint(checkpoint: string, target: string): Promise<void> {
  const sqlite = new Sqlite(checkpoint, { readonly: true });
  try {
    await sqlite.backup(target);
  } finally {
    sqlite.close();
  }
}

/**
 * Changes a copy as days of work would, and worse: no triggers, a table more, and every second one emptied. What tells its version is left,
 * so that a copy which nobody restores can still be opened, and the drill says what is wrong with it.
 */
export function disturb(path: string): void {
  withDatabase(path, (sqlite) => {
    sqlite.pragma('foreign_keys = OFF');
    const names = (type: string): string[] => sqlite.prepare('SELECT name FROM sqlite_schema WHERE type = ? ORDER BY name').pluck().all(type) as string[];
    sqlite.exec('BEGIN');
    for (const trigger of names('trigger')) sqlite.exec(`DROP TRIGGER ${quoted(trigger)}`);
    const tables = names('table').filter((name) => !name.startsWith('sqlite_') && !name.startsWith('kysely'));
    for (const [index, table] of tables.entries()) if (index % 2 === 0) sqlite.exec(`DELETE FROM ${quoted(table)}`);
    sqlite.exec('CREATE TABLE after_the_checkpoint (n INTEGER) STRICT; INSERT INTO after_the_checkpoint VALUES (1); COMMIT');
  }, {});
}

/** What SQLite itself finds wrong with the file; [] for a sound one. */
export const integrityProblems = (path: string): string[] => withDatabase(path, (sqlite) => unsoundness({ sqlite }));

/** In what one state differs from another, in words; [] where they are the same. */
export function differences(before: DatabaseState, after: DatabaseState): string[] {
  const found: string[] = [];
  for (const name of new Set([...before.definitions.keys(), ...after.definitions.keys()])) {
    const was = before.definitions.get(name);
    const is = after.definitions.get(name);
    if (was === undefined) found.push(`${name} was not there`);
    else if (is === undefined) found.push(`${name} is missing`);
    else if (was !== is) found.push(`${name} is defined otherwise`);
  }
  for (const [name, was] of before.tables) {
    const is = after.tables.get(name);
    if (is === undefined) continue;
    if (was.rows !== is.rows) found.push(`table ${name} has ${is.rows} rows instead of ${was.rows}`);
    else if (was.sha256 !== is.sha256) found.push(`table ${name} has other rows`);
  }
  return found;
}
