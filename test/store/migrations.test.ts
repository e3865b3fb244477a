import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Kysely, Migrator, SqliteDialect } from 'kysely';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/index.ts';
import { Database } from '../../src/store/database.ts';
import { ErpLogReader } from '../../src/store/erp-log-store.ts';
import { makeFolder } from '../project-folder.ts';

const SHA = 'a'.repeat(64);
const definitions = ({ sqlite }: Pick<Database, 'sqlite'>): unknown[] => sqlite.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'kysely%' ORDER BY type, name").all();

describe('a database of an earlier version', () => {
  it('keeps its ERP logs, each as a first reading, and becomes what a new database is', async () => {
    const [path, fresh] = [join(makeFolder(), 'po-shadow.db'), join(makeFolder(), 'po-shadow.db')];
    const old = new Sqlite(path);
    old.pragma('foreign_keys = ON');
    const query = new Kysely<unknown>({ dialect: new SqliteDialect({ database: old }) });
    const { error } = await new Migrator({ db: query, provider: { getMigrations: async () => MIGRATIONS }, disableTransactions: true }).migrateTo('0007-erp-log');
    expect(error).toBeUndefined();
    old.exec(`INSERT INTO evidence_file (sha256, bytes) VALUES ('${SHA}', 5);
      INSERT INTO erp_log_file VALUES (1, '${SHA}', '${SHA}', 0, NULL, 'a.log', 2, 1, 0, 1, 7, 7);
      INSERT INTO erp_log_entry VALUES (1, 1, 1, 'one', '[7,"accepted",201,"",[],"","","",[]]');
      INSERT INTO erp_log_quarantine VALUES (1, 2, 2, 'time', 'x', 'y')`);
    old.close();
    const [upgraded, made] = [await Database.open(path), await Database.open(fresh)];
    expect(definitions(upgraded)).toEqual(definitions(made));
    const reader = new ErpLogReader(upgraded);
    expect([reader.files().map(({ shown, sha256, rowsRead }) => [shown, sha256, rowsRead]), [...reader.entries()].map(({ where, at }) => [where, at]), reader.quarantine().map(({ line }) => line)]).toEqual([[['a.log', SHA, 2]], [['a.log:1', 7]], [2]]);
    for (const table of ['erp_log_file', 'erp_log_entry', 'erp_log_quarantine']) expect(() => upgraded.sqlite.exec(`DELETE FROM ${table}`)).toThrow('append-only');
    expect(upgraded.sqlite.pragma('foreign_key_check')).toEqual([]);
    upgraded.close();
    made.close();
  });
});
