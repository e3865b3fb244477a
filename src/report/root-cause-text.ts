import { amountsLine } from '../domain/money.ts';
import { plural } from '../domain/plural.ts';
import type { RootCause, SheetRows } from '../domain/root-cause.ts';
import { visible } from '../domain/text.ts';
import type { Paint } from './paint.ts';
import { csvCell, markdownCell } from './variance-text.ts';
import { wrappedText } from './wrapped-text.ts';

/** A command line as it can be typed where the user stands. */
export type CommandLine = (words: string) => string;

/** Indent of what belongs to a root cause. */
const INDENT = 5;
const NARROWEST = 60;

/** What its rows are: transactions, or POs that have none. */
export function documentsOf({ transactions, manualOrders }: RootCause): string {
  return transactions > 0 ? plural(transactions, 'transaction') : plural(manualOrders, 'PO');
}

/** Money that waits for a fix, and how much of it the fix clears alone, where that is less. */
export function moneyOf({ rows, atStake, alone }: RootCause): string {
  const money = amountsLine(atStake);
  if (alone.rows === rows) return money;
  return alone.rows === 0 ? `${money} together with others` : `${money}, of which ${amountsLine(alone.atStake)} by this alone`;
}

/** How a list of root causes is ranked: `most money first`, and where several currencies are, which of them leads. */
export const rankingOf = (causes: readonly RootCause[]): string =>
  new Set(causes.flatMap(({ atStake }) => Object.keys(atStake))).size > 1 ? 'most money first (in the currency of most open rows; the others break ties)' : 'most money first';

/** A root cause in one line: `vendor V-0999 unknown: 14 transactions, $31,420.00, one row in mapping/vendors`. */
export const rootCauseLine = (cause: RootCause): string => visible(`${cause.title}: ${documentsOf(cause)}, ${moneyOf(cause)}, ${cause.fix.size}`);

/** Sheet rows to paste, each with the row that it replaces: `Acme Janitorial,V-1043 (instead of mapping/vendors.csv:7)`. */
export function sheetRowTexts({ sheet, header, rows }: SheetRows): string[] {
  return [`${sheet}: ${header}`, ...rows.map(({ row, replaces }) => (replaces === '' ? row : `${row}   (instead of ${replaces})`))];
}

/** All root causes as text: what would fix each, the rows to paste, what speaks for it, and how to get to its rows. */
export function rootCausesText(causes: readonly RootCause[], { paint, width, command }: { paint: Paint; width: number | null; command: CommandLine }): string {
  if (causes.length === 0) return 'Nothing is open.\n';
  const room = width === null ? null : Math.max(width, NARROWEST);
  const line = (text: string): string => wrappedText(visible(text), { room, first: ' '.repeat(INDENT), further: ' '.repeat(INDENT + 2) });
  return causes.map((cause, index) => {
    const { fix, evidence, examples, also, id } = cause;
    const parts = [wrappedText(rootCauseLine(cause), { room, first: `${String(index + 1).padStart(3)}. `, further: ' '.repeat(INDENT) }), line(fix.action)];
    // What is to be pasted or typed is never cut and never broken.
    if (fix.csv !== null) for (const text of sheetRowTexts(fix.csv)) parts.push(`${' '.repeat(INDENT + 2)}${visible(text)}\n`);
    for (const text of evidence) parts.push(line(text));
    if (also.length > 0) parts.push(line(`its rows also need ${also.map((other) => `${other.id} (${plural(other.rows, 'row')})`).join(', ')}`));
    parts.push(line(`${examples.join(', ')}${cause.transactions > examples.length ? ', …' : ''}`), `${' '.repeat(INDENT)}${paint('dim', visible(command(`variance --cause ${id}`)))}\n`);
    return parts.join('');
  }).join('\n');
}

const moneyCell = (amounts: Record<string, string>): string => Object.entries(amounts).map(([currency, decimal]) => `${currency} ${decimal}`).join('; ');

const COLUMNS: readonly [name: string, of: (cause: RootCause) => string][] = [
  ['id', ({ id }) => id],
  ['status', ({ status }) => status],
  ['cause', ({ cause }) => cause],
  ['title', ({ title }) => title],
  ['dry_run_values', ({ values }) => values.dryRun.join('; ')],
  ['manual_values', ({ values }) => values.manual.join('; ')],
  ['rows', ({ rows }) => String(rows)],
  ['transactions', ({ transactions }) => String(transactions)],
  ['at_stake', ({ atStake }) => moneyCell(atStake)],
  ['rows_alone', ({ alone }) => String(alone.rows)],
  ['at_stake_alone', ({ alone }) => moneyCell(alone.atStake)],
  ['also_needed', ({ also }) => also.map(({ id }) => id).join(' ')],
  ['where', ({ fix }) => fix.where],
  ['size', ({ fix }) => fix.size],
  ['action', ({ fix }) => fix.action],
  ['sheet_rows', ({ fix }) => fix.csv?.rows.map(({ row }) => row).join('\n') ?? ''],
  ['suggestion', ({ suggestion }) => (suggestion === null ? '' : `${suggestion.shown}, ${suggestion.why}`)],
  ['likely_wrong', ({ likely }) => likely ?? ''],
  ['evidence', ({ evidence }) => evidence.join('; ')],
  ['examples', ({ examples }) => examples.join(' ')],
];

/** The root causes as CSV with a header. */
export const rootCausesCsv = (causes: readonly RootCause[]): string => `${[COLUMNS.map(([name]) => name), ...causes.map((cause) => COLUMNS.map(([, of]) => csvCell(of(cause))))].map((cells) => `${cells.join(',')}\r\n`).join('')}`;

/** The same as a Markdown table. */
export function rootCausesMarkdown(causes: readonly RootCause[]): string {
  const rows = causes.map((cause) => [cause.title, String(cause.rows), moneyOf(cause), `${cause.fix.action} ${cause.fix.size}.`, cause.evidence.join('; '), cause.id].map((cell) => markdownCell(visible(cell))));
  return `| Root cause | Rows | At stake | Fix | Evidence | Id |\n|---|---:|---|---|---|---|\n${rows.map((cells) => `| ${cells.join(' | ')} |\n`).join('')}`;
}
