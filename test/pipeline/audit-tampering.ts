import { createHash } from 'node:crypto';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { type AuditOptions, auditProject } from '../../src/pipeline/audit-project.ts';
import { type Progress, SILENT, type Workplace, openWorkplace } from '../../src/pipeline/workplace.ts';
import type { AuditCheckName, AuditReport } from '../../src/domain/audit-report.ts';
import { makeFolder } from '../project-folder.ts';

/** A project folder like another one. */
export function copyOf(dir: string): string {
  const copy = join(makeFolder(), 'copy');
  cpSync(dir, copy, { recursive: true });
  return copy;
}

/** Works in a project folder as this or another version of the program. */
export async function inCopy<T>(dir: string, task: (workplace: Workplace) => Promise<T>, { programVersion = '0.0.0-test', progress = SILENT }: { programVersion?: string; progress?: Progress } = {}): Promise<T> {
  const workplace = await openWorkplace({ folder: dir, allowOutside: false }, { progress, programVersion });
  try {
    return await task(workplace);
  } finally {
    workplace.database.close();
  }
}

/** Audits a project folder. */
export const audit = (dir: string, options: AuditOptions & { programVersion?: string; progress?: Progress } = {}): Promise<AuditReport> => inCopy(dir, (workplace) => auditProject(workplace, options), options);

/** The problems of one check. */
export const problemsOf = (report: AuditReport, check: AuditCheckName): string[] => report.checks.find(({ name }) => name === check)?.problems ?? [];

/** The names of the checks that do not hold. */
export const failing = (report: AuditReport): AuditCheckName[] => report.checks.filter(({ problems }) => problems.length > 0).map(({ name }) => name);

/** Opens the database as somebody with a database tool does. */
export function raw<T>(dir: string, work: (sqlite: Sqlite.Database) => T): T {
  const sqlite = new Sqlite(join(dir, 'po-shadow.db'));
  try {
    return work(sqlite);
  } finally {
    sqlite.close();
  }
}

/** Changes the database behind the program's back: the triggers are dropped for it, and put back as they were. */
export function tamper(dir: string, ...statements: string[]): void {
  raw(dir, (sqlite) => {
    sqlite.pragma('foreign_keys = OFF');
    const triggers = sqlite.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as { name: string; sql: string }[];
    for (const { name } of triggers) sqlite.exec(`DROP TRIGGER ${name}`);
    for (const statement of statements) if (sqlite.prepare(statement).run().changes === 0) throw new Error(`nothing was changed by ${statement}`);
    for (const { sql } of triggers) sqlite.exec(sql);
  });
}

/** Computes all hashes of the trail anew, so that its chain holds again whatever its entries say. */
export function rechain(dir: string): void {
  const entries = raw(dir, (sqlite) => sqlite.prepare('SELECT sequence, at, clock, person, os_user, os_host, kind, act FROM audit_entry ORDER BY sequence').raw().all() as unknown[][]);
  const updates: string[] = [];
  let previous = '0'.repeat(64);
  for (const columns of entries) {
    const hash = createHash('sha256').update(JSON.stringify([...columns, previous])).digest('hex');
    updates.push(`UPDATE audit_entry SET previous = '${previous}', hash = '${hash}' WHERE sequence = ${columns[0]}`);
    previous = hash;
  }
  tamper(dir, ...updates);
}
