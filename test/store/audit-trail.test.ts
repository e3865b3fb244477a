import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewAuditEntry } from '../../src/domain/audit.ts';
import { AuditTrail } from '../../src/store/audit-trail.ts';
import { Database } from '../../src/store/database.ts';

let folder: string;
let path: string;
let database: Database;

const waive = (reason: string): NewAuditEntry => ({ at: 1, clock: 'given', actor: { person: 'dana', osUser: 'root', osHost: 'host' }, act: { kind: 'waive', gate: 'in_scope', measured: '1', reason } });
const append = (...reasons: string[]): Promise<void> => database.transaction(() => {
  for (const reason of reasons) new AuditTrail(database).append(waive(reason));
});
/** Changes the file as somebody with a database tool would: the triggers go first. */
function tamper(sql: string): void {
  database.close();
  const raw = new Sqlite(path);
  for (const { name } of raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit_entry'").all() as { name: string }[]) raw.exec(`DROP TRIGGER ${name}`);
  raw.exec(sql);
  raw.close();
}
const problems = async (expected?: string): Promise<string[]> => {
  database = await Database.open(path);
  return new AuditTrail(database).problems(expected).map(({ what }) => what);
};

describe('the audit trail', () => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'po-shadow-trail-'));
    path = join(folder, 'po-shadow.db');
    database = await Database.open(path);
  });
  afterEach(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });

  it('begins empty and gives back what was added, in order, chained', async () => {
    expect(new AuditTrail(database).head()).toEqual({ length: 0, hash: '0'.repeat(64) });
    await append('one', 'two');
    const [first, second] = new AuditTrail(database).entries();
    expect(first).toMatchObject({ sequence: 1, previous: '0'.repeat(64), ...waive('one') });
    expect(second).toMatchObject({ sequence: 2, previous: first?.hash, act: { reason: 'two' } });
    expect(new AuditTrail(database).head()).toEqual({ length: 2, hash: second?.hash });
    expect(new AuditTrail(database).problems()).toEqual([]);
  });

  it('takes no entry outside a transaction', () => {
    expect(() => new AuditTrail(database).append(waive('alone'))).toThrow('outside a transaction');
  });

  it.each([
    ['an update', "UPDATE audit_entry SET person = 'erin'"],
    ['a deletion', 'DELETE FROM audit_entry WHERE sequence = 2'],
    ['a replacement', "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE sequence = 2"],
    ['an entry out of the chain', "INSERT INTO audit_entry SELECT 4, at, clock, person, os_user, os_host, kind, act, previous, hash FROM audit_entry WHERE sequence = 2"],
  ])('refuses %s', async (_, sql) => {
    await append('one', 'two');
    expect(() => database.sqlite.exec(sql)).toThrow(/append-only|not the next of the chain/);
    expect(new AuditTrail(database).problems()).toEqual([]);
  });

  it.each([
    ['a changed name', "UPDATE audit_entry SET person = 'erin' WHERE sequence = 2", ['A2 was changed: its content no longer has its hash']],
    ['a changed act', "UPDATE audit_entry SET act = replace(act, 'two', 'too') WHERE sequence = 2", ['A2 was changed: its content no longer has its hash']],
    ['a missing entry', 'DELETE FROM audit_entry WHERE sequence = 2', ['entry A2 is missing; A3 follows', 'A3 does not follow the entry before it']],
  ])('finds %s', async (_, sql, expected) => {
    await append('one', 'two', 'three');
    tamper(sql);
    expect(await problems()).toEqual(expected);
  });

  it('finds a cut end only by the head that somebody kept', async () => {
    await append('one', 'two', 'three');
    const { hash } = new AuditTrail(database).head();
    tamper('DELETE FROM audit_entry WHERE sequence = 3');
    expect(await problems()).toEqual([]);
    expect(await problems(hash)).toEqual([`no entry of the chain has the expected head ${hash}: it was cut, or made anew`]);
  });
});
