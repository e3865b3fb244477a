import { type AmountBasis, offBasisCause } from '../domain/amount-basis.ts';
import { formatInstant } from '../domain/calendar.ts';
import { FINDINGS } from '../domain/finding.ts';
import { humanAmount } from '../domain/money.ts';
import { entityInWords } from '../domain/other-entity.ts';
import { shorten, visible } from '../domain/text.ts';
import { type EntityCounterpart, RESOLUTION_STATES, type ResolutionState, STATUSES, type VarianceRow, type VarianceTotals } from '../domain/variance.ts';
import { causesText, differenceTexts } from './difference-text.ts';
import { erpWords } from './erp-words.ts';

/** The run that a table belongs to. */
export interface RunHeader {
  id: string;
  digest: string;
  asOf: string | null;
}

/** The document that `variance --format json` prints. */
export interface VarianceDocument {
  run: RunHeader;
  window: { from: string; to: string };
  /** On which basis each side's amounts are; left out where the settings do not say. */
  amountBasis?: AmountBasis | undefined;
  rows: VarianceRow[];
  totals: VarianceTotals;
}

/** The header of a stored run. */
export function runHeader(run: { id: string; digest: string; asOf: number | null }): RunHeader {
  return { id: run.id, digest: run.digest, asOf: run.asOf === null ? null : formatInstant(run.asOf) };
}

/** The columns that people see, in their order. */
export const COLUMNS = ['Date', 'Transaction ID', 'Expense System Total', 'Integration Dry-Run Output', 'Manual Entry Ledger', 'Variance', 'Status'] as const;

/** A row as people read it: seven texts, safe to print; `brief` leaves out the would-be PO's own number and the values that differ, for narrow tables. */
export function cellsOf(row: VarianceRow, brief = false): string[] {
  const money = (decimal: string | null): string => (decimal === null ? '–' : humanAmount(decimal, row.currency));
  return [row.date ?? '–', row.transactionId ?? '–', money(row.expenseTotal), dryRunCell(row, brief), manualCell(row), row.variance === null ? noVariance(row) : money(row.variance), statusCell(row, brief)].map(visible);
}

/** What stands for a variance that there is not. */
export function noVariance({ causes }: VarianceRow): string {
  const offBasis = offBasisCause(causes);
  return offBasis === undefined ? 'other currency' : NO_VARIANCE[offBasis];
}
const NO_VARIANCE = { tax_missing: 'tax not given', beyond_limit: 'beyond limit' };

function dryRunCell(row: VarianceRow, brief: boolean): string {
  const [first, ...more] = row.dryRun.findings.filter((finding) => finding.severity === 'error');
  switch (row.dryRun.outcome) {
    case 'created':
      return brief ? 'PO would be created' : `${row.dryRun.poNumber} would be created`;
    case 'updated':
      return brief ? 'PO would be updated' : `${row.dryRun.poNumber} would be updated`;
    case 'rejected':
      return first === undefined ? 'Rejected' : `Mismatch: ${FINDINGS[first.code].title}${more.length === 0 ? '' : ` (+${more.length})`}`;
    case 'cancelled':
      return 'Withdrawn after approval';
    case 'not_triggered':
      return row.flags.includes('already_posted') ? 'Already posted by the source' : 'Not triggered';
    case 'none':
      return 'None';
  }
}

function manualCell(row: VarianceRow): string {
  const { poNumbers } = row.manual;
  if (poNumbers.length === 0) return 'Not entered';
  const shown = poNumbers.length <= 3 ? poNumbers.join(', ') : `${poNumbers.slice(0, 2).join(', ')} and ${poNumbers.length - 2} more`;
  return row.status === 'rejected' ? `${shown} (Manual Correction)` : row.match.group === null ? shown : `${shown} (shared)`;
}

/** States of a decision that say more of a row than its status alone. */
const SHOWN_STATES: readonly ResolutionState[] = ['awaiting_review', 'refused', 'fix_pending', 'expired'];

function statusCell(row: VarianceRow, brief: boolean): string {
  const { label } = STATUSES[row.status];
  if (row.resolution?.state === 'resolved') return RESOLUTION_STATES.resolved;
  if (row.resolution !== null && SHOWN_STATES.includes(row.resolution.state)) return `${label} (${RESOLUTION_STATES[row.resolution.state]})`;
  if (row.status === 'rejected' || row.causes.length === 0) return label;
  return `${label}: ${brief ? row.causes.join(', ') : causesText(row)}`;
}

/** Everything that explains one row, in a sentence each. */
export function notesOf(row: VarianceRow): string[] {
  const notes = row.dryRun.findings.map((finding) => {
    const said = erpWords(finding);
    return `${finding.severity}: ${finding.message} (${finding.code}, ${finding.field}, ${finding.at}). ${said === '' ? '' : `${said}. `}${finding.remedy}`;
  });
  for (const text of differenceTexts(row)) notes.push(`Differs in ${text}.`);
  if (row.match.why !== '') notes.push(`${row.match.pass === null ? 'Not paired' : 'Paired because'}: ${row.match.why}.`);
  if (row.match.counterpart !== undefined) notes.push(`L${counterpartText(row.match.counterpart).slice(1)}.`);
  for (const candidate of row.match.candidates) notes.push(`Candidate ${candidate.id}: ${candidate.why}.`);
  for (const text of notComparedTexts(row)) notes.push(`${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`);
  if (row.flags.length > 0) notes.push(`Flags: ${row.flags.join(', ')}.`);
  return notes.map((note) => visible(shorten(note, 2_000)));
}

/** The other half of one PO in the wrong legal entity, in words: `likely counterpart in legal entity 2000: PO-90, by its reference; …`. */
export const counterpartText = ({ id, entity, by }: EntityCounterpart): string =>
  `likely counterpart in ${entityInWords(entity)}: ${id}, by ${by === 'reference' ? 'its reference' : 'vendor, amount and date'}; no pair is made across legal entities, and the money of both counts once`;

/** What of a row was not compared, and why, in words: `not compared (blank throughout the ledger): period`. */
export function notComparedTexts({ match: { notCompared }, dryRun }: VarianceRow): string[] {
  const blank = notCompared.filter((column) => column !== 'entity');
  return [
    ...(blank.length > 0 ? [`not compared (blank throughout the ledger): ${blank.join(', ')}`] : []),
    ...(blank.length < notCompared.length ? [`legal entities not compared: ${dryRun.entity === undefined ? 'the dry run' : 'the ledger'} says none`] : []),
  ];
}
