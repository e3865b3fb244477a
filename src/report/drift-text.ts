import { type ChangedRow, DRIFT_KINDS, type Drift, type DriftKind, type DriftedRate, type FindingRate, type NewValue } from '../domain/drift.ts';
import { plural } from '../domain/plural.ts';
import { visible } from '../domain/text.ts';
import type { Paint } from './paint.ts';
import { csvCell, markdownCell } from './variance-text.ts';
import { wrappedText } from './wrapped-text.ts';

/** One thing that drifted, in the words of every format. */
interface DriftedLine {
  what: string;
  needsAction: boolean;
  says: string;
  evidence: string;
}

const VERDICTS: Record<DriftedRate['verdict'], string> = { rose: 'more than before', fell: 'less than before', as_before: 'as before, as far as these numbers can tell', too_few: 'too few to tell' };

/** A share as percent with two decimals, rounded to the nearest. */
const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
const rateText = ({ failures, trials }: FindingRate): string => `${failures} of ${trials.toLocaleString('en-US')}`;
const boundText = ([lower, upper]: [lower: number, upper: number]): string => `${percent(lower)} to ${percent(upper)}`;

const valueLine = ({ kind, value, needsAction, says, reports, first, at }: NewValue): DriftedLine => ({
  what: `new ${DRIFT_KINDS[kind]}`, needsAction, says: `${value}${says === '' ? '' : `: ${says}`}`, evidence: `${plural(reports, 'report')}, first ${first.reportId} (${first.date ?? 'no date'}), ${at}`,
});

const rowLine = ({ what, from, was, is, needsAction, reports, at }: ChangedRow): DriftedLine => ({
  what, needsAction, says: `${from} led to ${was}, and ${is === null ? 'is gone' : `now leads to ${is}`}`, evidence: `${reports === 0 ? 'no report went through it' : `${plural(reports, 'report')} went through it`}, ${at}`,
});

const rateLine = ({ code, now, history, bounds, verdict }: DriftedRate): DriftedLine => ({
  what: 'rate', needsAction: verdict === 'rose', says: `${code}: ${rateText(now)} new reports, ${rateText(history)} before: ${VERDICTS[verdict]}`,
  evidence: bounds === null ? '' : `true rate ${boundText(bounds.now)}, before ${boundText(bounds.history)} (exact, each bound at 95 %)`,
});

/** Each thing that drifted in words, in the order of the document, with what it belongs to: a kind of new value, mapping rows, rates. */
export const driftedLines = ({ values, rows, rates }: Drift): (DriftedLine & { group: DriftKind | 'row' | 'rate' })[] => [
  ...values.map((value) => ({ group: value.kind, ...valueLine(value) })), ...rows.map((row) => ({ group: 'row' as const, ...rowLine(row) })), ...rates.map((rate) => ({ group: 'rate' as const, ...rateLine(rate) })),
];

/** What was compared, and how many things need action, in a sentence. */
export function driftAnswer(drift: Drift): string {
  const acts = driftedLines(drift).filter(({ needsAction }) => needsAction).length;
  const compared = drift.against === null ? `${drift.newest} has nothing before it` : `${drift.newest} against ${drift.against}, ${plural(drift.newReports, 'new report')} and ${drift.knownReports.toLocaleString('en-US')} of before`;
  return `${acts === 0 ? 'Nothing needs action' : `${plural(acts, 'thing')} ${acts === 1 ? 'needs' : 'need'} action`}: ${compared}.`;
}

/** What drifted, line by line; `!` before what somebody has to act on. */
export function driftText(drift: Drift, { paint, width }: { paint: Paint; width: number | null }): string {
  const lines = driftedLines(drift).map(({ what, needsAction, says, evidence }) => wrappedText(visible(`${what}: ${says}${evidence === '' ? '' : ` [${evidence}]`}`), { room: width, first: needsAction ? `${paint('red', '!')} ` : '- ', further: '    ' }));
  const notes = drift.notes.map((note) => wrappedText(visible(`Not told: ${note}.`), { room: width, first: '', further: '  ' }));
  return `${lines.join('')}${notes.join('')}${paint(drift.needsAction ? 'red' : 'green', visible(driftAnswer(drift)))}\n`;
}

/** The same as a Markdown list. */
export function driftMarkdown(drift: Drift): string {
  const cell = (text: string): string => markdownCell(visible(text));
  const lines = driftedLines(drift).map(({ what, needsAction, says, evidence }) => `| ${needsAction ? '**act**' : 'look'} | ${[what, says, evidence].map(cell).join(' | ')} |\n`);
  return `${cell(driftAnswer(drift))}\n\n| | What | | Evidence |\n|---|---|---|---|\n${lines.join('')}${drift.notes.map((note) => `\nNot told: ${cell(note)}.\n`).join('')}`;
}

/** The same as CSV with a header. */
export const driftCsv = (drift: Drift): string => [['state', 'what', 'says', 'evidence'], ...driftedLines(drift).map(({ what, needsAction, says, evidence }) => [needsAction ? 'act' : 'look', what, says, evidence]), ...drift.notes.map((note) => ['not told', '', note, ''])]
  .map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
