import type { AuditCheck } from '../domain/audit-report.ts';
import { plural } from '../domain/plural.ts';
import { DatabaseComparison } from '../store/database-comparison.ts';
import type { Database } from '../store/database.ts';
import { unsoundness } from '../store/soundness.ts';

/** Looks whether the database is sound, and defined as the program defines an empty one. `readable`: whether its tables are those that the program reads. */
export function auditDatabase(database: Database, empty: Database, path: string): { check: AuditCheck; readable: boolean } {
  const comparison = new DatabaseComparison(empty, path);
  try {
    const problems = unsoundness(database);
    const notes: string[] = [];
    let readable = true;
    for (const { type, name, what } of comparison.definitions()) {
      // What somebody added to ask questions changes no answer; a trigger may.
      if (what === 'added' && type !== 'trigger') notes.push(`the ${type} ${name} is not the program's`);
      else problems.push(what === 'added' ? `the ${type} ${name} is not the program's` : what === 'missing' ? `the ${type} ${name} is missing` : `the ${type} ${name} was changed`);
      if (type === 'table' && what !== 'added') readable = false;
    }
    const { made } = comparison;
    return { check: { name: 'database', checked: made, what: `${plural(made, 'table, index or trigger', 'tables, indexes and triggers')} against the program's own, and the file itself`, problems, notes }, readable };
  } finally {
    comparison.close();
  }
}
