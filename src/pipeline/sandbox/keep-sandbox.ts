import { NOBODY, type NewAuditEntry } from '../../domain/audit.ts';
import type { Instant } from '../../domain/calendar.ts';
import type { SandboxAnswer, SandboxCall, UnreadAnswer } from '../../domain/sandbox.ts';
import type { ReadAnswer } from '../../sandbox/answer.ts';
import { readAnswers } from '../../sandbox/read-answers.ts';
import { SandboxStore } from '../../store/sandbox-store.ts';
import { sha256 } from '../sha256.ts';
import type { Workplace } from '../workplace.ts';

/** The entry for an export: it follows from the run alone, so that it names nobody and has the run's instant. */
export function exportEntry(run: { id: string; asOf: number | null }, calls: readonly SandboxCall[]): NewAuditEntry {
  const orders = new Set(calls.map(({ poNumber }) => poNumber)).size;
  return { at: run.asOf, clock: 'record', actor: NOBODY, act: { kind: 'sandbox_export', run: run.id, orders, calls: calls.length } };
}

/** A file of answers as it was read, not stored yet. */
export interface AnswersRead {
  answers: { line: number; answer: ReadAnswer }[];
  unread: Omit<UnreadAnswer, 'entry'>[];
}

/** Reads a file of answers that is taken in at an instant; its name's ending says how. Throws CannotRun where nothing of it can be read. */
export async function readAnswersFile(file: { path: string; name: string; shown: string }, takenIn: Instant | null): Promise<AnswersRead> {
  const read: AnswersRead = { answers: [], unread: [] };
  await readAnswers(file, { sha256, takenIn }, { answer: (answer, line) => read.answers.push({ line, answer }), unread: (problem) => read.unread.push(problem) });
  return read;
}

/** Stores what was read under its entry of the trail; needs an open transaction. What has no instant has that of the entry. */
export function storeAnswers({ database }: Pick<Workplace, 'database'>, entry: { sequence: number; at: number | null }, { answers, unread }: AnswersRead): SandboxAnswer[] {
  const store = new SandboxStore(database);
  const stored = answers.map(({ line, answer }): SandboxAnswer => ({ ...answer, entry: entry.sequence, line, at: answer.at ?? entry.at ?? 0 }));
  for (const answer of stored) store.addAnswer(answer);
  store.addUnread(unread.map((problem) => ({ ...problem, entry: entry.sequence })));
  return stored;
}
