import { amountsLine } from '../domain/money.ts';
import { plural } from '../domain/plural.ts';
import type { RunSummary } from '../domain/run.ts';
import { visible } from '../domain/text.ts';
import { NOTHING_UNREAD, unreadFirst } from '../domain/unread.ts';
import { AGREEING, STATUSES, STATUS_NAMES, type VarianceTotals } from '../domain/variance.ts';
import { basisText } from './basis-text.ts';
import type { Paint } from './paint.ts';
import { type CommandLine, rootCauseLine } from './root-cause-text.ts';

/** Root causes that a summary names; the rest is counted. */
const MOST_CAUSES = 8;
/** Where what belongs to a root cause begins, behind its id. */
const BEHIND_ID = 17;

/** What a run says at a glance, for a controller. */
export function summaryText(summary: RunSummary, run: { id: string; digest: string; asOf: string | null }, { paint, command }: { paint: Paint; command: CommandLine }): string {
  const { totals, population } = summary;
  const open = Object.fromEntries(Object.entries(totals.currencies).filter(([, sums]) => !/^[0.]+$/.test(sums.open)).map(([currency, sums]) => [currency, sums.open]));
  const lines = [
    paint('bold', `${visible(summary.company)} · parallel run ${summary.window.from} to ${summary.window.to}`),
    '',
    `  Approved reports      ${plural(summary.approvedReports, 'report')}`,
    `  POs that would exist  ${plural(summary.wouldBeOrders, 'PO')}, ${amountsLine(summary.wouldBeAmounts)}`,
    `  Agree with the ledger ${plural(summary.agreeing, 'row')} of ${totals.rows.toLocaleString('en-US')}`,
    `  Open                  ${totals.open === 0 ? paint('green', 'nothing') : paint('red', `${plural(totals.open, 'row')}, ${amountsLine(open)} at stake`)}`,
  ];
  const resolved = totals.rows - summary.agreeing - totals.open - settledRows(totals);
  if (resolved > 0) lines.push(`  Resolved by people    ${plural(resolved, 'row')}`);
  const settled = settledLine(totals);
  if (settled !== null) lines.push(`  Nothing to do         ${settled}`);
  lines.push(...rootCauseLines(summary, paint, command));
  const notes: string[] = summary.amountBasis === undefined ? [] : [basisText(summary.amountBasis)];
  if (summary.objectedLater !== undefined) notes.push(laterLine(summary.objectedLater));
  if (summary.quarantinedRows > 0) notes.push(`${plural(summary.quarantinedRows, 'row')} could not be read and ${summary.quarantinedRows === 1 ? 'is' : 'are'} in quarantine: po-shadow quarantine.`);
  const states = Object.entries(summary.unknownStates);
  if (states.length > 0) notes.push(`States that the settings do not name: ${states.map(([state, count]) => `${visible(state)} (${plural(count, 'report')})`).join(', ')}.`);
  if (summary.vanished.length > 0) notes.push(`${plural(summary.vanished.length, 'manual PO')} no longer in the newest export: ${summary.vanished.slice(0, 5).map(visible).join(', ')}${summary.vanished.length > 5 ? ', …' : ''}.`);
  for (const left of summary.outOfScope) notes.push(`Left out, ${left.what.replace('expense_lines', 'expense lines').replace('manual_po', 'manual POs')}: ${plural(left.documents, 'document')}, ${amountsLine(left.amounts)}.`);
  for (const problem of summary.handProblems.slice(0, 5)) notes.push(`${visible(problem)}.`);
  if (summary.handProblems.length > 5) notes.push(`and ${summary.handProblems.length - 5} more pairings by hand that could not be made.`);
  for (const limit of summary.limits.slice(0, 5)) notes.push(`Bound reached: ${limit}.`);
  if (population.reports.outsideWindow + population.manualOrders.outsideWindow > 0) notes.push(`Outside the window: ${plural(population.reports.outsideWindow, 'report')}, ${plural(population.manualOrders.outsideWindow, 'manual PO')}.`);
  const { ordersOfReportsOutside: belonging = 0 } = summary;
  if (belonging > 0) notes.push(`In no row: ${plural(belonging, 'manual PO')} dated in the window that ${belonging === 1 ? 'belongs' : 'belong'} to reports outside it: po-shadow explain PO says to which.`);
  if (notes.length > 0) lines.push('', ...notes.map((note) => `  ${note}`));
  lines.push('', paint('dim', `  Run ${run.id} · as of ${run.asOf ?? 'unknown'} · digest ${run.digest.slice(0, 16)}…`));
  return lines.join('\n');
}

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
function rootCauseLines({ rootCauses: causes, unread = NOTHING_UNREAD }: RunSummary, paint: Paint, command: CommandLine): string[] {
  const [first] = causes;
  if (first === undefined) return [];
  const lines = ['', '  What would clear it, most money first:'];
  const before = unreadFirst(unread);
  if (before !== '') lines.push(`    ${paint('yellow', before)}`);
  for (const cause of causes.slice(0, MOST_CAUSES)) {
    lines.push(`    ${paint('dim', cause.id)}  ${rootCauseLine(cause)}`);
    const telling = cause.suggestion !== null || cause.likely !== null ? cause.evidence[0] : undefined;
    if (telling !== undefined) lines.push(`${' '.repeat(BEHIND_ID)}${visible(telling)}`);
  }
  if (causes.length > MOST_CAUSES) lines.push(`    … and ${(causes.length - MOST_CAUSES).toLocaleString('en-US')} more: ${visible(command('variance --root-causes'))}`);
  return [...lines, `    The rows of one: ${visible(command(`variance --cause ${first.id}`))}`];
}

/** What the ERP would take first and object to afterwards. */
function laterLine({ blocks_release: release, blocks_invoice: invoice }: NonNullable<RunSummary['objectedLater']>): string {
  const parts = [...(release > 0 ? [`to the release of ${plural(release, 'PO')}`] : []), ...(invoice > 0 ? [`to the receipt or invoice for ${plural(invoice, 'PO')}`] : [])];
  return `The ERP would object later ${parts.join(', and ')}: po-shadow explain says why.`;
}
