import type { Database } from './database.ts';

export type Value = string | number | null;

/** A row that is not the same in both databases. */
export interface RowDifference {
  /** Where the row stands. */
  in: 'both' | 'stored' | 'derived';
  /** All its columns: as stored, or where it is not, as derived. */
  row: Record<string, Value>;
  /** The columns that differ, of a row that is in both. */
  columns: { name: string; stored: Value; derived: Value }[];
}

export interface TableComparison {
  table: string;
  /** How many rows the stored table has. */
  rows: number;
  /** The first of the differences. */
  differences: RowDifference[];
  /** How many more there are. */
  more: number;
}

/** A first status that is not the same in both databases; null where one of them has none. Each side names its run as it calls it. */
export interface FirstStatusDifference {
  id: string;
  stored: { status: string; run: string } | null;
  derived: { status: string; run: string } | null;
}

/** Which rows of a table to compare, with `$` for the database's name and a column `present`: every column but those of the key is compared. */
interface Rows {
  table: string;
  sql: string;
  key: readonly string[];
  columns: readonly string[];
  /** What `@run` is in either database. */
  parameter?: { stored: Value; derived: Value };
}

/** How many differences of a table are told one by one. */
const MOST_TOLD = 20;
/** Compared with what refers to them, or in another way. */
const NOT_BY_ITSELF = ['evidence_file', 'audit_entry', 'run'];

/** What has a first status, and the table of them, whose rows rest on all runs up to theirs. */
export const FIRST_STATUS_TABLES = { row: 'first_status', transaction: 'first_transaction_status' } as const;
export type FirstStatusOwner = keyof typeof FIRST_STATUS_TABLES;
const FIRST_STATUSES: readonly string[] = Object.values(FIRST_STATUS_TABLES);

/** Holds every row of the project's database against one that was derived anew; reads both and writes neither. */
export class DatabaseComparison {
  readonly #derived: Database;

  /** `derived` is open; the project's own is read at `storedPath`. */
  constructor(derived: Database, storedPath: string) {
    this.#derived = derived;
    derived.sqlite.prepare('ATTACH ? AS stored').run(storedPath);
    derived.sqlite.pragma('query_only = ON');
  }

  close(): void {
    this.#derived.sqlite.exec('DETACH stored');
    this.#derived.sqlite.pragma('query_only = OFF');
  }

  /** How many tables, indexes and triggers the program makes. */
  get made(): number {
    return this.#definitionsOf('main').size;
  }

  /** Tables, indexes, triggers and views that are not those that the program makes. */
  definitions(): { type: string; name: string; what: 'missing' | 'changed' | 'added' }[] {
    const [made, stored] = [this.#definitionsOf('main'), this.#definitionsOf('stored')];
    const found: ReturnType<DatabaseComparison['definitions']> = [];
    for (const [key, { type, name, sql }] of made) {
      const other = stored.get(key);
      if (other === undefined) found.push({ type, name, what: 'missing' });
      else if (other.sql !== sql) found.push({ type, name, what: 'changed' });
    }
    for (const [key, { type, name }] of stored) if (!made.has(key)) found.push({ type, name, what: 'added' });
    return found;
  }

  #definitionsOf(database: 'main' | 'stored'): Map<string, { type: string; name: string; sql: string }> {
    const rows = this.#derived.sqlite.prepare(`SELECT type, name, sql FROM ${database}.sqlite_schema WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'kysely%' ORDER BY type, name`).all() as { type: string; name: string; sql: string }[];
    return new Map(rows.map((each) => [`${each.type} ${each.name}`, each]));
  }

  /** Compares what was imported, table by table. */
  record(): TableComparison[] {
    return this.#tables().filter((table) => !this.#columnsOf(table).includes('run_id') && !NOT_BY_ITSELF.includes(table)).map((table) => this.#compare(this.#recordRows(table)));
  }

  /** Compares a run, which may have another id when derived, with all that belongs to it but first statuses; `numbered`: whether all runs before it were derived too, so that it has its number again. */
  run(ids: { stored: string; derived: string }, numbered: boolean): TableComparison[] {
    const ofRun = this.#tables().filter((table) => this.#columnsOf(table).includes('run_id') && !FIRST_STATUSES.includes(table));
    const columns = this.#columnsOf('run').filter((name) => numbered || (name !== 'id' && name !== 'number'));
    const run: Rows = { table: 'run', sql: 'SELECT 1 AS present, * FROM $.run WHERE id = @run', key: [], columns, parameter: ids };
    return [run, ...ofRun.map((table) => this.#runRows(table, ids))].map((rows) => this.#compare(rows));
  }

  /** How many first statuses are stored, of rows and of transactions. */
  get firstStatusCount(): number {
    return FIRST_STATUSES.reduce((sum, table) => sum + (this.#derived.sqlite.prepare(`SELECT count(*) FROM stored.${table}`).pluck().get() as number), 0);
  }

  /** First statuses of rows or of transactions that are not the same in both databases, or not of the same run; `runs` pairs the ids, null for a run that could not be derived. */
  *firstStatuses(owner: FirstStatusOwner, runs: readonly (readonly [stored: string, derived: string | null])[]): Generator<FirstStatusDifference> {
    const table = FIRST_STATUS_TABLES[owner];
    const key = `${owner}_id`;
    const pairs = '(SELECT value ->> 0 AS stored, value ->> 1 AS derived FROM json_each(@runs))';
    const sql = `SELECT s.${key}, s.status, s.run_id, d.status, d.run_id FROM stored.${table} AS s LEFT JOIN main.${table} AS d ON d.${key} = s.${key} LEFT JOIN ${pairs} AS pair ON pair.stored = s.run_id
      WHERE d.${key} IS NULL OR d.status <> s.status OR pair.derived IS NOT d.run_id
      UNION ALL SELECT d.${key}, NULL, NULL, d.status, d.run_id FROM main.${table} AS d LEFT JOIN stored.${table} AS s ON s.${key} = d.${key} WHERE s.${key} IS NULL ORDER BY 1`;
    const rows = this.#derived.sqlite.prepare(sql).raw().iterate({ runs: JSON.stringify(runs) }) as IterableIterator<[string, string | null, string | null, string | null, string | null]>;
    for (const [id, status, run, again, derivedRun] of rows) {
      yield { id, stored: status === null || run === null ? null : { status, run }, derived: again === null || derivedRun === null ? null : { status: again, run: derivedRun } };
    }
  }

  #tables(): string[] {
    return this.#derived.sqlite.prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'kysely%' AND name NOT LIKE 'sqlite%' ORDER BY rowid").pluck().all() as string[];
  }

  #columnsOf(table: string): string[] {
    return (this.#derived.sqlite.pragma(`main.table_info(${table})`) as { name: string }[]).map(({ name }) => name);
  }

  #keyOf(table: string): string[] {
    return (this.#derived.sqlite.pragma(`main.table_info(${table})`) as { name: string; pk: number }[]).filter(({ pk }) => pk > 0).sort((left, right) => left.pk - right.pk).map(({ name }) => name);
  }

  #recordRows(table: string): Rows {
    const columns = this.#columnsOf(table);
    switch (table) {
      case 'import_file':
        // Which file it was, rather than the number that its evidence has.
        return { table, sql: 'SELECT 1 AS present, import_file.*, sha256, bytes FROM $.import_file LEFT JOIN $.evidence_file ON evidence_file.id = evidence_id', key: ['id'], columns: [...columns.filter((name) => name !== 'evidence_id'), 'sha256', 'bytes'] };
      case 'quarantine':
        // Approvals and ledger are read side by side: numbers may differ, the order within an import may not.
        return { table, sql: 'SELECT 1 AS present, *, row_number() OVER (PARTITION BY import_id ORDER BY id) AS place FROM $.quarantine', key: ['import_id', 'place'], columns: [...columns.filter((name) => name !== 'id'), 'place'] };
      default:
        return { table, sql: `SELECT 1 AS present, * FROM $.${table}`, key: this.#keyOf(table), columns };
    }
  }

  #runRows(table: string, ids: { stored: string; derived: string }): Rows {
    const columns = this.#columnsOf(table).filter((name) => name !== 'run_id');
    const key = this.#keyOf(table).filter((name) => name !== 'run_id');
    const rows: Rows = { table, sql: `SELECT 1 AS present, * FROM $.${table} WHERE run_id = @run`, key, columns, parameter: ids };
    // Where a row is missing or added, all those behind it have another place: then rows are told by their own ids.
    if (table !== 'variance_row' || this.#count(rows, 'stored') === this.#count(rows, 'derived')) return rows;
    return { ...rows, key: ['row_id'], columns: columns.filter((name) => name !== 'place') };
  }

  #count(rows: Rows, which: 'stored' | 'derived'): number {
    return this.#derived.sqlite.prepare(`SELECT count(*) FROM (${sqlOf(rows, which)})`).pluck().get(rows.parameter ?? {}) as number;
  }

  #compare(rows: Rows): TableComparison {
    const { table, key, columns } = rows;
    const found: TableComparison = { table, rows: this.#count(rows, 'stored'), differences: [], more: 0 };
    const add = (difference: () => RowDifference): void => {
      if (found.differences.length < MOST_TOLD) found.differences.push(difference());
      else found.more++;
    };
    const compared = columns.filter((name) => !key.includes(name));
    // A table that has one row a run has no further key.
    const both = ['true', ...key.map((name) => `s.${name} = d.${name}`)].join(' AND ');
    const apart = compared.map((name) => `s.${name} IS NOT d.${name}`);
    const list = (side: string): string => columns.map((name) => `${side}.${name}`).join(', ');
    const query = (sql: string): IterableIterator<Value[]> => this.#derived.sqlite.prepare(sql).raw().iterate(rows.parameter ?? {}) as IterableIterator<Value[]>;
    const rowOf = (values: readonly Value[]): Record<string, Value> => Object.fromEntries(columns.map((name, index) => [name, values[index] ?? null]));

    const stored = `(${sqlOf(rows, 'stored')}) AS s`;
    const derived = `(${sqlOf(rows, 'derived')}) AS d`;
    for (const values of query(`SELECT d.present IS NULL, ${list('s')}, ${list('d')} FROM ${stored} LEFT JOIN ${derived} ON ${both} WHERE ${['d.present IS NULL', ...apart].join(' OR ')}`)) {
      add(() => {
        const row = rowOf(values.slice(1, 1 + columns.length));
        if (values[0] === 1) return { in: 'stored', row, columns: [] };
        const again = rowOf(values.slice(1 + columns.length));
        return { in: 'both', row, columns: compared.filter((name) => row[name] !== again[name]).map((name) => ({ name, stored: row[name] ?? null, derived: again[name] ?? null })) };
      });
    }
    for (const values of query(`SELECT ${list('d')} FROM ${derived} LEFT JOIN ${stored} ON ${both} WHERE s.present IS NULL`)) {
      add(() => ({ in: 'derived', row: rowOf(values), columns: [] }));
    }
    return found;
  }
}

/** The rows as one database has them. */
function sqlOf({ sql }: Rows, which: 'stored' | 'derived'): string {
  return sql.replaceAll('$', which === 'stored' ? 'stored' : 'main').replaceAll('@run', `@${which}`);
}
