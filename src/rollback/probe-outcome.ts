import type { ProbeTarget } from '../domain/rollback.ts';
import { shorten, visible } from '../domain/text.ts';
import { maskSecrets, maskWords } from '../domain/mask-secrets.ts';

/** How much of an answer is read. */
export const READ_BYTES = 64 * 1024;
const KEPT_CHARACTERS = 4000;

/** What a probe found, with secrets masked. */
export interface ProbeOutcome {
  passed: boolean;
  /** What was asked. */
  what: string;
  /** What came back, or why nothing did. */
  answer: string;
}

/** What a probe asks, with secrets masked. */
export const targetText = (target: ProbeTarget): string => ('url' in target ? `${target.method} ${maskSecrets(target.url)}` : maskWords(target.command).map(quoted).join(' '));

/** A command's words whole, so that whoever allows it sees what runs. */
export const commandText = (command: readonly string[]): string => command.map(quoted).join(' ');

const quoted = (word: string): string => (/^[\w./:=@%+,-]+$/.test(word) ? word : JSON.stringify(word));

/**
 * Bytes of an answer as text to keep: masked, visible, and cut. Where the answer went on, its last word is left out, since half of
 * a secret is not known for one.
 */
export function answerText(bytes: Buffer, isCut: boolean): string {
  const text = bytes.toString('utf8');
  const whole = isCut ? text.replace(/\S*$/, '') : text;
  const masked = visible(maskSecrets(whole).trim());
  return isCut ? `${shorten(masked, KEPT_CHARACTERS)} (cut after ${READ_BYTES} bytes)` : shorten(masked, KEPT_CHARACTERS);
}
