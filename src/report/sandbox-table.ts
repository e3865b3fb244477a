import Table from 'cli-table3';
import { entryName } from '../domain/audit.ts';
import { plural } from '../domain/plural.ts';
import { type CallStanding, type PatternState, type SandboxStanding, acceptedByName, byNameText, sayingText, unknownText } from '../domain/sandbox.ts';
import { shorten, visible } from '../domain/text.ts';
import { fittedWidths, wrappedCell } from './fitted-columns.ts';
import type { Paint } from './paint.ts';
import { wrappedText } from './wrapped-text.ts';

const HEAD = ['Pattern', 'PO', 'Calls', 'State', 'What the ERP said', 'Dry run'];
const WRAPPED = [0, 4, 5];
const PADDING = 2;
const LONGEST_SAID = 600;
const LONGEST_VALUE = 120;

/** A state in the words of the table. */
export const SANDBOX_STATES: Record<PatternState, string> = { accepted: 'Accepted', refused: 'REFUSED', not_judged: 'Not judged', unanswered: 'Unanswered' };
const COLOURS = { accepted: 'green', refused: 'red', not_judged: 'yellow', unanswered: 'yellow' } as const;

/** What was said to a call, `HTTP 400 USER_ERROR "…"`; '' for one without an answer. */
export function answerText({ answer }: Pick<CallStanding, 'answer'>): string {
  if (answer === null) return '';
  return shorten([`HTTP ${answer.status}`, answer.says.map(sayingText).join('; '), `(${entryName(answer.entry)}${answer.sandbox === '' ? '' : `, ${answer.sandbox}`})`].filter((part) => part !== '').join(' '), LONGEST_SAID);
}

/** Each pattern with its PO, how it stands and why; without a width nothing is wrapped. */
export function sandboxTable({ patterns }: SandboxStanding, { width, paint }: { width: number | null; paint: Paint }): string {
  const rows = patterns.map(({ pattern, poNumber, state, calls }) => {
    const accepted = calls.filter(({ outcome }) => outcome === 'accepted').length;
    const told = calls.filter(({ outcome }) => outcome !== 'accepted' && outcome !== 'unanswered');
    const said = told.map((call) => `${calls.length === 1 ? '' : `${call.call.part}: `}${answerText(call)}`).join('\n');
    const foretold = told.filter(({ outcome }) => outcome === 'refused').map(({ predicted }) => (predicted === '' ? 'not foretold' : `foretold: ${predicted}`));
    return [pattern, poNumber, `${accepted} of ${calls.length}`, SANDBOX_STATES[state], said, [...new Set(foretold)].join('\n')].map((cell) => cell.split('\n').map(visible).join('\n'));
  });
  const widths = width === null ? null : fittedWidths([HEAD, ...rows], { width, padding: PADDING, wrapping: WRAPPED });
  const laidOut = (row: readonly string[]): string[] => (widths === null ? [...row] : row.map((cell, column) => wrappedCell(cell, (widths[column] as number) - PADDING)));
  const table = new Table({ head: laidOut(HEAD), style: { head: [], border: [], compact: true }, ...(widths === null ? {} : { colWidths: widths }) });
  for (const [index, row] of rows.entries()) table.push(laidOut(row).map((cell, column) => (column === 3 ? cell.split('\n').map((line) => paint(COLOURS[patterns[index]?.state ?? 'unanswered'], line)).join('\n') : cell)));
  return table.toString();
}

/** What the table leaves open: counts, what can't be tried, and answers that count for nothing. */
export function sandboxText({ erp, patterns, refused, notTried, unknown, unread, exported }: SandboxStanding, width: number | null): string {
  const accepted = patterns.filter(({ state }) => state === 'accepted').length;
  const lines = [patterns.length === 0 ? 'The newest run has no would-be PO, so there is nothing to try.' : `${accepted} of ${plural(patterns.length, 'pattern')} accepted by a sandbox of ${erp}.${exported ? '' : ' Nothing was exported yet: po-shadow sandbox export DIR.'}`];
  const byName = acceptedByName(patterns);
  if (byName > 0) lines.push(`${byNameText(byName)}, which shows what was meant and not what was sent.`);
  const told = new Set(patterns.flatMap(({ calls }) => calls).map(({ call }) => call.id));
  for (const call of refused) if (!told.has(call.call.id)) lines.push(`Refused, though another PO of its kind is accepted: ${call.call.poNumber}, ${call.call.action} ${call.call.part}: ${answerText(call)}${call.predicted === '' ? '' : `; foretold: ${call.predicted}`}`);
  for (const what of notTried) lines.push(`Not tried: ${what}.`);
  for (const each of unknown) lines.push(`${entryName(each.answer.entry)}, row ${each.answer.line}: ${unknownText(each)}`);
  for (const { entry, line, field, value, reason } of unread) lines.push(`${entryName(entry)}, row ${line} can't be read: ${field === '' ? '' : `${field}: `}${reason}${value === '' ? '' : ` (${shorten(value, LONGEST_VALUE)})`}`);
  return lines.map((line) => wrappedText(visible(line), { room: width, first: '', further: '  ' })).join('');
}
