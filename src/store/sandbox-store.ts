import type { AnswerOutcome, ErpSaying, SandboxAnswer, SandboxCall, UnreadAnswer } from '../domain/sandbox.ts';
import type { Database } from './database.ts';

/** Calls that were exported for a sandbox, and what was answered; rows are only added. */
export class SandboxStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Whether calls of a run were exported before. */
  hasCallsOf(runId: string): boolean {
    return this.#database.sqlite.prepare('SELECT 1 FROM sandbox_call WHERE run_id = ? LIMIT 1').get(runId) !== undefined;
  }

  /** Adds the calls of a run in their order; needs an open transaction. */
  addCalls(runId: string, calls: readonly SandboxCall[]): void {
    this.#database.assertInTransaction();
    const add = this.#database.sqlite.prepare('INSERT INTO sandbox_call (run_id, place, sha256, name, report_id, po_number, action, call) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    for (const [place, call] of calls.entries()) add.run(runId, place, call.sha256, call.name, call.transactionId, call.poNumber, call.action, JSON.stringify(call));
  }

  /** The calls of all exports, oldest run first. */
  calls(): SandboxCall[] {
    const rows = this.#database.sqlite.prepare('SELECT call FROM sandbox_call JOIN run ON run.id = run_id ORDER BY run.number, place').pluck().all() as string[];
    // Written by addCalls alone: the shape is known.
    return rows.map((call) => JSON.parse(call) as SandboxCall);
  }

  /** Adds an answer; needs an open transaction. */
  addAnswer({ entry, line, sha256, name, sent, status, outcome, says, at, sandbox }: SandboxAnswer): void {
    this.#database.assertInTransaction();
    this.#database.sqlite.prepare('INSERT INTO sandbox_answer (entry, line, sha256, name, sent, status, outcome, says, at, sandbox) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(entry, line, sha256, name, sent, status, outcome, JSON.stringify(says), at, sandbox);
  }

  /** Adds rows of a file that can't be read, in their order; needs an open transaction. */
  addUnread(unread: readonly UnreadAnswer[]): void {
    this.#database.assertInTransaction();
    const add = this.#database.sqlite.prepare('INSERT INTO sandbox_unread (entry, place, line, field, value, reason) VALUES (?, ?, ?, ?, ?, ?)');
    for (const [place, { entry, line, field, value, reason }] of unread.entries()) add.run(entry, place, line, field, value, reason);
  }

  /** All answers in the order in which they were taken in. */
  answers(): SandboxAnswer[] {
    const rows = this.#database.sqlite.prepare('SELECT entry, line, sha256, name, sent, status, outcome, says, at, sandbox FROM sandbox_answer ORDER BY entry, line').all() as (Omit<SandboxAnswer, 'says'> & { says: string; outcome: AnswerOutcome })[];
    return rows.map((row) => ({ ...row, says: JSON.parse(row.says) as ErpSaying[] }));
  }

  unread(): UnreadAnswer[] {
    return this.#database.sqlite.prepare('SELECT entry, line, field, value, reason FROM sandbox_unread ORDER BY entry, place').all() as UnreadAnswer[];
  }
}
