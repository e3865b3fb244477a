import { createHash } from 'node:crypto';
import type { Act, AuditEntry, AuditHead, NewAuditEntry } from '../domain/audit.ts';
import type { Database } from './database.ts';
import type { Tables } from './schema.ts';

const NOTHING_BEFORE = '0'.repeat(64);

type Row = Tables['audit_entry'];

/** The hash of an entry: SHA-256 over the JSON array of its columns, the hash of the entry before among them. */
function hashOf(row: Omit<Row, 'hash'>): string {
  return createHash('sha256').update(JSON.stringify([row.sequence, row.at, row.clock, row.person, row.os_user, row.os_host, row.kind, row.act, row.previous])).digest('hex');
}

/** What is wrong with the chain, at which entry. */
export interface ChainProblem {
  sequence: number;
  what: string;
}

/** The append-only trail of everything that was done; its entries are chained by SHA-256. */
export class AuditTrail {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Where the chain ends now. */
  head(): AuditHead {
    const last = this.#database.sqlite.prepare('SELECT sequence, hash FROM audit_entry ORDER BY sequence DESC LIMIT 1').get() as { sequence: number; hash: string } | undefined;
    return last === undefined ? { length: 0, hash: NOTHING_BEFORE } : { length: last.sequence, hash: last.hash };
  }

  /** Adds an entry at the end of the chain; needs an open transaction. Returns it with its number and hash. */
  append(entry: NewAuditEntry): AuditEntry {
    this.#database.assertInTransaction();
    const { length, hash: previous } = this.head();
    const { at, clock, actor, act } = entry;
    const row = { sequence: length + 1, at, clock, person: actor.person, os_user: actor.osUser, os_host: actor.osHost, kind: act.kind, act: JSON.stringify(act), previous };
    const hash = hashOf(row);
    this.#database.sqlite
      .prepare('INSERT INTO audit_entry (sequence, at, clock, person, os_user, os_host, kind, act, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(row.sequence, row.at, row.clock, row.person, row.os_user, row.os_host, row.kind, row.act, row.previous, hash);
    return { ...entry, sequence: row.sequence, previous, hash };
  }

  /** All entries, oldest first. */
  entries(): AuditEntry[] {
    return this.#rows().map((row) => ({
      sequence: row.sequence, at: row.at, clock: row.clock, actor: { person: row.person, osUser: row.os_user, osHost: row.os_host },
      // Written by append alone, and checked by problems().
      act: JSON.parse(row.act) as Act, previous: row.previous, hash: row.hash,
    }));
  }

  /** Where the chain does not hold; [] for a whole one. With `expected`, the hash that some entry of the chain must have. */
  problems(expected?: string): ChainProblem[] {
    const problems: ChainProblem[] = [];
    let previous = NOTHING_BEFORE;
    let sequence = 0;
    let held = expected === undefined;
    for (const row of this.#rows()) {
      sequence++;
      if (row.sequence !== sequence) problems.push({ sequence, what: `entry A${sequence} is missing; A${row.sequence} follows` });
      sequence = row.sequence;
      if (row.previous !== previous) problems.push({ sequence, what: `A${sequence} does not follow the entry before it` });
      if (row.hash !== hashOf(row)) problems.push({ sequence, what: `A${sequence} was changed: its content no longer has its hash` });
      previous = row.hash;
      if (row.hash === expected) held = true;
    }
    if (!held) problems.push({ sequence, what: `no entry of the chain has the expected head ${expected}: it was cut, or made anew` });
    return problems;
  }

  #rows(): Row[] {
    return this.#database.sqlite.prepare('SELECT sequence, at, clock, person, os_user, os_host, kind, act, previous, hash FROM audit_entry ORDER BY sequence').all() as Row[];
  }
}
