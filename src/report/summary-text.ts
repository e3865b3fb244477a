import { leftOutWords } from '../domain/left-out-kind.ts';
import { amountsLine } from '../domain/money.ts';
import { plural } from '../domain/plural.ts';
import type { RunSummary } from '../domain/run.ts';
import { visible } from '../domain/text.ts';
import { NOTHING_UNREAD, isAllDisposed, unreadFirst, waitingRows } from '../domain/unread.ts';
import { AGREEING, STATUSES, STATUS_NAMES, type VarianceTotals } from '../domain/variance.ts';
import { basisText } from './basis-text.ts';
import type { Colour, Paint } from './paint.ts';
import { type CommandLine, rankingOf, rootCauseLine } from './root-cause-text.ts';
import { wrappedText } from './wrapped-text.ts';

/** Root causes that a summary names; the rest is counted. */
const MOST_CAUSES = 8;
/** Where what belongs to a root cause begins, behind its id. */
const BEHIND_ID = 17;
/** Where a fact begins, behind its name. */
const BEHIND_NAME = 24;
const NARROWEST = 40;
/** Of POs so many are named. */
const NAMED = 5;

/** What a run says at a glance, for a controller. */
export function summaryText(summary: RunSummary, run: { id: string; digest: string; asOf: string | null }, { paint, command, width }: { paint: Paint; command: CommandLine; width: number | null }): string {
  const { totals, population, agreeingFarApart: apart } = summary;
  const open = Object.fromEntries(Object.entries(totals.currencies).filter(([, sums]) => !/^[0.]+$/.test(sums.open)).map(([currency, sums]) => [currency, sums.open]));
  const fact = (name: string, text: string, colour?: Colour): string[] => {
    const [first = '', ...further] = wrapped(text, BEHIND_NAME, width);
    const painted = (line: string): string => (colour === undefined ? line.trimStart() : paint(colour, line.trimStart()));
    return [`  ${name.padEnd(BEHIND_NAME - 2)}${painted(first)}`, ...further.map((line) => `${' '.repeat(BEHIND_NAME)}${painted(line)}`)];
  };
  const lines = [
    paint('bold', `${visible(summary.company)} · parallel run ${summary.window.from} to ${summary.window.to}`),
    '',
    ...fact('Approved reports', plural(summary.approvedReports, 'report')),
    ...fact('POs that would exist', `${plural(summary.wouldBeOrders, 'PO')}, ${amountsLine(summary.wouldBeAmounts)}`),
    ...fact('Agree with the ledger', `${plural(summary.agreeing, 'row')} of ${totals.rows.toLocaleString('en-US')}`),
    ...(apart === undefined ? [] : fact('Dated far apart', `${plural(apart.rows, 'row')} of those, ${amountsLine(apart.amounts)}: po-shadow variance names ${apart.rows === 1 ? 'it' : 'them'}`)),
    ...(totals.open === 0 ? fact('Open', 'nothing', 'green') : fact('Open', `${plural(totals.open, 'row')}, ${amountsLine(open)} at stake`, 'red')),
  ];
  const resolved = totals.rows - summary.agreeing - totals.open - settledRows(totals);
  if (resolved > 0) lines.push(...fact('Resolved by people', plural(resolved, 'row')));
  const settled = settledLine(totals);
  if (settled !== null) lines.push(...fact('Nothing to do', settled));
  lines.push(...rootCauseLines(summary, { paint, command, width }));
  const notes: string[] = summary.amountBasis === undefined ? [] : [basisText(summary.amountBasis)];
  const unseen = Object.entries(summary.notCompared ?? {}).map(([column, rows]) => `${column} on ${plural(rows, 'row')}`);
  if (unseen.length > 0) notes.push(`Not compared, since one side leaves it blank throughout: ${unseen.join(', ')}. Such rows agree in the rest alone.`);
  if (summary.objectedLater !== undefined) notes.push(laterLine(summary.objectedLater));
  if (summary.quarantinedRows > 0) notes.push(quarantineLine(summary));
  const states = Object.entries(summary.unknownStates);
  if (states.length > 0) notes.push(`States that the settings do not name: ${states.map(([state, count]) => `${visible(state)} (${plural(count, 'report')})`).join(', ')}.`);
  if (summary.vanished.length > 0) notes.push(`${plural(summary.vanished.length, 'manual PO')} no longer in the newest export: ${namesLine(summary.vanished)}.`);
  const { replacing = [] } = summary;
  if (replacing.length > 0) notes.push(`Under ${plural(replacing.length, 'PO number')} an older export has another PO, which is in no row: ${namesLine(replacing)}; po-shadow variance --vanished.`);
  for (const left of summary.outOfScope) notes.push(`Left out, ${leftOutWords(left.what)}: ${plural(left.documents, 'document')}, ${amountsLine(left.amounts)}.`);
  if (summary.outOfScope.length > 0) notes.push('Each of what is left out, and why: po-shadow variance --out-of-scope.');
  for (const problem of summary.handProblems.slice(0, 5)) notes.push(`${visible(problem)}.`);
  if (summary.handProblems.length > 5) notes.push(`and ${summary.handProblems.length - 5} more pairings by hand that could not be made.`);
  for (const limit of summary.limits.slice(0, 5)) notes.push(`Bound reached: ${limit}.`);
  if (population.reports.outsideWindow + population.manualOrders.outsideWindow > 0) notes.push(`Outside the window: ${plural(population.reports.outsideWindow, 'report')}, ${plural(population.manualOrders.outsideWindow, 'manual PO')}.`);
  const { ordersOfReportsOutside: belonging = 0 } = summary;
  if (belonging > 0) notes.push(`In no row: ${plural(belonging, 'manual PO')} dated in the window that ${belonging === 1 ? 'belongs' : 'belong'} to reports outside it: po-shadow explain PO says to which.`);
  if (notes.length > 0) lines.push('', ...notes.flatMap((note) => wrapped(note, 2, width)));
  lines.push('', paint('dim', `  Run ${run.id} · as of ${run.asOf ?? 'unknown'} · digest ${run.digest.slice(0, 16)}…`));
  return lines.join('\n');
}

/** The first of some names, for a line that must not grow without end. */
const namesLine = (names: readonly string[]): string => `${names.slice(0, NAMED).map(visible).join(', ')}${names.length > NAMED ? ', …' : ''}`;

/** A text as lines that begin after so many spaces, broken where they would be wider than there is room. */
const wrapped = (text: string, indent: number, width: number | null): string[] =>
  wrappedText(text, { room: width === null ? null : Math.max(width, NARROWEST), first: ' '.repeat(indent), further: ' '.repeat(indent + 2) }).trimEnd().split('\n');

/** How many rows neither agree nor need anybody. */
function settledRows({ byStatus }: VarianceTotals): number {
  return STATUS_NAMES.reduce((sum, status) => sum + (STATUSES[status].open || AGREEING.includes(status) ? 0 : (byStatus[status] ?? 0)), 0);
}

/** Rows that neither agree nor are open, by status: `5 rows (Not approved yet 3, Cancelled 2)`; null where there is none. */
function settledLine({ byStatus }: VarianceTotals): string | null {
  const settled = STATUS_NAMES.filter((status) => !STATUSES[status].open && !AGREEING.includes(status) && (byStatus[status] ?? 0) > 0);
  if (settled.length === 0) return null;
  const rows = settled.reduce((sum, status) => sum + (byStatus[status] ?? 0), 0);
  return `${plural(rows, 'row')} (${settled.map((status) => `${STATUSES[status].label} ${byStatus[status]?.toLocaleString('en-US')}`).join(', ')})`;
}

/** What would clear what is open: the largest root causes, what speaks for each, and the way to their rows. */
function rootCauseLines(summary: RunSummary, { paint, command, width }: { paint: Paint; command: CommandLine; width: number | null }): string[] {
  const { rootCauses: causes, unread = NOTHING_UNREAD } = summary;
  const [first] = causes;
  if (first === undefined) return [];
  const lines = ['', ...wrapped(`What would clear it, ${rankingOf(causes)}:`, 2, width)];
  const before = isAllDisposed(summary) ? '' : unreadFirst(unread);
  if (before !== '') lines.push(...wrapped(before, 4, width).map((line) => paint('yellow', line)));
  for (const cause of causes.slice(0, MOST_CAUSES)) {
    const [head = '', ...further] = wrapped(rootCauseLine(cause), BEHIND_ID, width);
    lines.push(`    ${paint('dim', cause.id)}  ${head.trimStart()}`, ...further);
    const telling = cause.suggestion !== null || cause.likely !== null ? cause.evidence[0] : undefined;
    if (telling !== undefined) lines.push(...wrapped(visible(telling), BEHIND_ID, width));
  }
  if (causes.length > MOST_CAUSES) lines.push(`    … and ${(causes.length - MOST_CAUSES).toLocaleString('en-US')} more: ${visible(command('variance --root-causes'))}`);
  return [...lines, `    The rows of one: ${visible(command(`variance --cause ${first.id}`))}`];
}

/** What could not be read, and what became of it. */
function quarantineLine(summary: RunSummary): string {
  const { quarantinedRows, quarantineDisposed: { accepted, corrected } = { accepted: 0, corrected: 0 } } = summary;
  const waiting = waitingRows(summary);
  if (accepted + corrected === 0) return `${plural(quarantinedRows, 'row')} could not be read and ${quarantinedRows === 1 ? 'is' : 'are'} in quarantine: po-shadow quarantine.`;
  const said = [...(accepted > 0 ? [`${accepted.toLocaleString('en-US')} accepted`] : []), ...(corrected > 0 ? [`${corrected.toLocaleString('en-US')} corrected`] : [])].join(', ');
  return `${plural(quarantinedRows, 'row')} could not be read: ${said} and reviewed${waiting === 0 ? '.' : `, ${waiting.toLocaleString('en-US')} ${waiting === 1 ? 'waits' : 'wait'} in quarantine: po-shadow quarantine.`}`;
}

/** What the ERP would take first and object to afterwards. */
function laterLine({ blocks_release: release, blocks_invoice: invoice }: NonNullable<RunSummary['objectedLater']>): string {
  const parts = [...(release > 0 ? [`to the release of ${plural(release, 'PO')}`] : []), ...(invoice > 0 ? [`to the receipt or invoice for ${plural(invoice, 'PO')}`] : [])];
  return `The ERP would object later ${parts.join(', and ')}: po-shadow explain says why.`;
}
