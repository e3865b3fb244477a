import { isBusinessDate } from '../domain/calendar.ts';
import { CannotRun } from '../domain/trouble.ts';

/** The date of an option. Throws CannotRun. */
export function dateOption(name: string, text: string | undefined): string | undefined {
  if (text !== undefined && !isBusinessDate(text)) throw new CannotRun(`--${name} ${text} is no date`, { remedy: 'Write it as 2026-06-01.' });
  return text;
}
