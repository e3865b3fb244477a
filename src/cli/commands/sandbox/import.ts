import { basename, resolve } from 'node:path';
import { entryName } from '../../../domain/audit.ts';
import { plural } from '../../../domain/plural.ts';
import { type AnswerOutcome, unknownText } from '../../../domain/sandbox.ts';
import { shorten, visible, visibleJson } from '../../../domain/text.ts';
import { CannotRun } from '../../../domain/trouble.ts';
import { importAnswers } from '../../../pipeline/sandbox/import-answers.ts';
import type { Workplace } from '../../../pipeline/workplace.ts';
import { assertReadableFile } from '../../../project/project.ts';
import { acting } from '../../acting.ts';
import { commandFor, tell, writeOut } from '../../output.ts';
import type { SandboxOptions } from './sandbox-options.ts';

const LONGEST_VALUE = 120;
const OUTCOMES: Record<AnswerOutcome, string> = { accepted: 'accepted', refused: 'refused', not_judged: 'not judged' };

/** `po-shadow sandbox import FILE --by WHO`: keeps the file as evidence and stores what it says. */
export async function importSandboxAnswers(workplace: Workplace, options: SandboxOptions): Promise<number> {
  const person = acting(options, workplace.settings, null);
  if (options.path === undefined || options.path === '') throw new CannotRun('the file of answers is not named', { remedy: 'Name it: po-shadow sandbox import FILE --by ….' });
  // Whoever types a name means it, wherever the file lies.
  const path = resolve(options.path);
  assertReadableFile(path, options.path);
  const shown = basename(path);
  const { entry, alreadyKnown, answers, unread, unknown } = await importAnswers(workplace, person, { path, name: shown, shown });
  const idle = new Set(unknown.map(({ answer }) => answer.line));
  const counting = answers.filter(({ line }) => !idle.has(line));
  const counts = Object.fromEntries((Object.keys(OUTCOMES) as AnswerOutcome[]).map((outcome) => [outcome, counting.filter((answer) => answer.outcome === outcome).length])) as Record<AnswerOutcome, number>;
  if (options.format === 'json') {
    writeOut(`${visibleJson({ entry: entryName(entry), alreadyKnown, by: person.person.id, answers: counts, unknown: unknown.map(({ answer: { line, sha256, name }, why }) => ({ line, sha256, file: name, why })), unread }, 2)}\n`);
    return 0;
  }
  const told = counting.length === answers.length ? '' : `, ${counting.length.toLocaleString('en-US')} counted`;
  const said = (Object.keys(OUTCOMES) as AnswerOutcome[]).filter((outcome) => counts[outcome] > 0).map((outcome) => `${counts[outcome]} ${OUTCOMES[outcome]}`);
  writeOut(`${entryName(entry)}  ${visible(shown)}: ${alreadyKnown ? 'known already, ' : ''}${plural(answers.length, 'answer')}${told}${said.length === 0 ? '' : `, ${said.join(', ')}`}\n`);
  for (const each of unknown) tell(visible(`${shown}:${each.answer.line}: ${unknownText(each)}`));
  for (const { line, field, value, reason } of unread) tell(visible(`${shown}:${line}: ${field === '' ? '' : `${field}: `}${reason}${value === '' ? '' : ` (${shorten(value, LONGEST_VALUE)})`}`));
  if (unknown.length + unread.length > 0) tell('These count for nothing. Correct them in another file; it may hold the others again.');
  tell(`How each pattern stands: ${commandFor(workplace.project.folder, 'sandbox status')}`);
  return 0;
}
