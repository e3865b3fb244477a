import type { Database } from './database.ts';

/** What SQLite finds wrong with a database: damaged pages and indexes, values against their column, rows that refer to missing ones. */
export function unsoundness({ sqlite }: Pick<Database, 'sqlite'>): string[] {
  const damage = (sqlite.pragma('integrity_check') as { integrity_check: string }[]).map((row) => row.integrity_check).filter((text) => text !== 'ok');
  const orphans = new Map<string, number>();
  for (const { table, parent } of sqlite.pragma('foreign_key_check') as { table: string; parent: string }[]) {
    const what = `rows of ${table} refer to rows of ${parent} that are missing`;
    orphans.set(what, (orphans.get(what) ?? 0) + 1);
  }
  return [...damage, ...[...orphans].map(([what, count]) => `${count.toLocaleString('en-US')} ${what}`)];
}
