import type { AuditEntry } from '../../domain/audit.ts';
import type { SandboxAnswer, UnknownAnswer } from '../../domain/sandbox.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { tieAnswers } from '../../sandbox/standing.ts';
import { AuditTrail } from '../../store/audit-trail.ts';
import { hashFile } from '../../store/evidence.ts';
import { SandboxStore } from '../../store/sandbox-store.ts';
import type { Deciding } from '../decisions/deciding.ts';
import type { Workplace } from '../workplace.ts';
import { keepAnswersFile } from './keep-answers-file.ts';
import { type AnswersRead, readAnswersFile, storeAnswers } from './keep-sandbox.ts';

/** What became of a file of answers. */
export interface ImportedAnswers {
  /** Number of its entry in the trail; that of an earlier import where the file was known. */
  entry: number;
  alreadyKnown: boolean;
  answers: readonly SandboxAnswer[];
  unread: AnswersRead['unread'];
  /** Those of them that count for nothing, and why. */
  unknown: readonly UnknownAnswer[];
}

/** Keeps a file of answers, or a copy of it without secrets, as evidence and stores what it says, all or nothing; a file that was taken in before changes nothing. Throws CannotRun. */
export async function importAnswers({ database, evidence }: Workplace, deciding: Deciding, file: { path: string; name: string; shown: string }): Promise<ImportedAnswers> {
  const store = new SandboxStore(database);
  if (store.calls().length === 0) throw new CannotRun('nothing was exported for a sandbox yet, so no answer can belong to anything', { where: file.shown, remedy: 'Run po-shadow sandbox export DIR first, and send what it writes.' });
  return database.transaction(async () => {
    const trail = new AuditTrail(database);
    const before = entryOf(trail, hashFile(file.path).sha256);
    if (before !== undefined) return known(store, before);
    // It is the copy that is read, so what was hashed is what was taken in.
    const { original, kept } = keepAnswersFile(evidence, file, store.calls());
    const read = await readAnswersFile({ ...file, path: evidence.pathOf(kept.sha256) }, deciding.at);
    if (read.answers.length === 0 && read.unread.length === 0) throw new CannotRun('the file holds no answer', { where: file.shown, remedy: 'docs/sandbox.md says what an answer is.' });
    const entry = trail.append(deciding.entry({ kind: 'sandbox_answers', shown: file.shown, ...original, ...(kept.sha256 === original.sha256 ? {} : { kept }), answers: read.answers.length, unread: read.unread.length }));
    const answers = storeAnswers({ database }, entry, read);
    return { entry: entry.sequence, alreadyKnown: false, answers, unread: read.unread, unknown: unknownOf(store, entry.sequence) };
  });
}

/** The entry with which a file of this hash, or the file of which this is the kept copy, was taken in before. */
const entryOf = (trail: AuditTrail, sha256: string): AuditEntry | undefined => trail.entries().find(({ act }) => act.kind === 'sandbox_answers' && (act.sha256 === sha256 || act.kept?.sha256 === sha256));

function known(store: SandboxStore, { sequence }: AuditEntry): ImportedAnswers {
  const answers = store.answers().filter(({ entry }) => entry === sequence);
  return { entry: sequence, alreadyKnown: true, answers, unread: store.unread().filter(({ entry }) => entry === sequence), unknown: unknownOf(store, sequence) };
}

/** Answers of an entry that count for nothing, beside all that were ever given. */
const unknownOf = (store: SandboxStore, sequence: number): UnknownAnswer[] => tieAnswers(store.calls(), store.answers()).unknown.filter(({ answer }) => answer.entry === sequence);
