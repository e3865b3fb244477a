import type Sqlite from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestProject, makeProject } from '../project-folder.ts';
import { Database } from '../../src/store/database.ts';
import { workedRun } from '../cli/generated-project.ts';

let project: TestProject;
let sqlite: Sqlite.Database;

beforeAll(async () => {
  project = makeProject({ settings: { scope: { lines: { exclude: { category: 'Supplies' } } } } });
  await workedRun(project.dir);
  const database = await Database.open(`${project.dir}/po-shadow.db`);
  ({ sqlite } = database);
  return () => database.close();
});

interface Table {
  name: string;
  sql: string;
}
const tables = (): Table[] => sqlite.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'kysely%' AND name NOT LIKE 'sqlite%' ORDER BY name").all() as Table[];
const columns = (table: string): { name: string; type: string; pk: number }[] => sqlite.prepare(`SELECT name, type, pk FROM pragma_table_info(?)`).all(table) as { name: string; type: string; pk: number }[];

/** Copies a row with one cell changed, in a transaction that is never committed; the error's message, or null where it was taken. */
function insertChanged(table: string, column: string, value: unknown): string | null {
  const names = columns(table).map(({ name }) => name);
  const row: Record<string, unknown> = { ...(sqlite.prepare(`SELECT * FROM ${table} LIMIT 1`).get() as Record<string, unknown>), ...(names.includes('id') && table !== 'run' ? { id: null } : {}) };
  sqlite.exec('BEGIN; PRAGMA defer_foreign_keys = ON');
  try {
    sqlite.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`).run(...names.map((name) => (name === column ? value : row[name])));
    return null;
  } catch (error) {
    return (error as Error).message;
  } finally {
    sqlite.exec('ROLLBACK');
  }
}

describe('the database', () => {
  it('has strict tables only', () => {
    expect(tables().length).toBeGreaterThanOrEqual(10);
    for (const { name, sql } of tables()) expect(sql, name).toMatch(/\)\s*STRICT/);
  });

  it.each([
    ['would_be_po', 'amount_minor'], ['event', 'occurred_at'], ['event', 'revision'], ['manual_po', 'version'], ['import_file', 'rows_read'], ['import_file', 'as_of'], ['run', 'as_of'], ['run', 'number'],
    ['variance_row', 'place'], ['evidence_file', 'bytes'],
  ])('refuses 10.5 in %s.%s, which is counted in whole units', (table, column) => {
    expect(insertChanged(table, column, 10.5)).toMatch(/cannot store REAL value in INTEGER column/);
  });

  it('refuses 10.5 in every whole-number column of a table that holds a row', () => {
    let checked = 0;
    for (const { name } of tables()) {
      if (sqlite.prepare(`SELECT 1 FROM ${name}`).get() === undefined) continue;
      for (const column of columns(name)) {
        if (column.type !== 'INTEGER') continue;
        // SQLite has other words for a row's own number.
        expect(insertChanged(name, column.name, 10.5), `${name}.${column.name}`).toMatch(/cannot store REAL value in INTEGER column|datatype mismatch/);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(15);
  });

  it('holds nothing that a fraction of a cent could hide in', () => {
    for (const { name } of tables()) for (const column of columns(name)) expect(['INTEGER', 'TEXT'], `${name}.${column.name}`).toContain(column.type);
  });
});

describe('what a run stored', () => {
  const RUN_TABLES = ['run', 'would_be_po', 'variance_row', 'first_status', 'first_transaction_status'];

  it.each(RUN_TABLES)('can be neither changed nor deleted: %s', (table) => {
    const before = sqlite.prepare(`SELECT * FROM ${table}`).all();
    expect(before.length).toBeGreaterThan(0);
    for (const { name } of columns(table)) expect(() => sqlite.exec(`UPDATE ${table} SET ${name} = ${name}`), `UPDATE of ${name}`).toThrow(`${table} is append-only`);
    expect(() => sqlite.exec(`DELETE FROM ${table}`)).toThrow(`${table} is append-only`);
    expect(sqlite.prepare(`SELECT * FROM ${table}`).all()).toEqual(before);
  });

  it('can\'t be replaced by an insert either', () => {
    for (const table of RUN_TABLES) {
      const before = sqlite.prepare(`SELECT * FROM ${table}`).all();
      const text = columns(table).find(({ type, pk }) => type === 'TEXT' && pk === 0)?.name as string;
      const keys = columns(table).map(({ name }) => (name === text ? "'changed'" : name));
      expect(() => sqlite.exec(`INSERT OR REPLACE INTO ${table} SELECT ${keys.join(', ')} FROM ${table}`), table).toThrow();
      expect(sqlite.prepare(`SELECT * FROM ${table}`).all()).toEqual(before);
    }
  });

  it('has a trigger for each of its tables, what scope left out included', () => {
    const triggers = (sqlite.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name").all() as { name: string }[]).map(({ name }) => name);
    for (const table of [...RUN_TABLES, 'left_out']) expect(triggers).toEqual(expect.arrayContaining([`${table}_is_never_changed`, `${table}_is_never_deleted`]));
  });
});
