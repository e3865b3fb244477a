import { type Act, DISPOSITIONS, type Disposition, WRONG_SIDES, type WrongSide } from '../../domain/audit.ts';
import { type BusinessDate, dateOfDay, dayNumber, isBusinessDate } from '../../domain/calendar.ts';
import type { Settings } from '../../domain/settings.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { STATUSES, type VarianceRow, type VarianceStatus } from '../../domain/variance.ts';
import { boundOf } from '../../resolution/bound.ts';
import type { DecidedRun } from '../decided-run.ts';
import { statedReason } from './deciding.ts';

/** What somebody says of rows. */
export interface ResolutionGiven {
  disposition: Disposition;
  reason: string | undefined;
  /** Needed for `accepted`; the other dispositions say it themselves. */
  wrong?: string | undefined;
  /** Needed for `timing`, and for nothing else. */
  due?: string | undefined;
  owner?: string | undefined;
  comment?: string | undefined;
}

/** The acts that give rows a disposition, each bound to what its row is now. Throws CannotRun for what is missing or does not fit. */
export function resolutionActs(settings: Settings, decided: DecidedRun, rows: readonly VarianceRow[], given: ResolutionGiven): Extract<Act, { kind: 'resolve' }>[] {
  const { disposition } = given;
  const reason = statedReason(given.reason);
  const wrong = wrongSide(disposition, given.wrong);
  const due = dueDate(settings, disposition, given.due, decided.today);
  if (disposition === 'timing') assertTimely(rows);
  const facts = decided.boundFacts();
  return rows.map((row) => ({
    kind: 'resolve', row: row.id, transaction: row.transactionId, disposition, wrong, reason, due, owner: given.owner?.trim() ?? '', comment: given.comment?.trim() ?? '',
    bound: { row: boundOf(row), ...facts },
  }));
}

function wrongSide(disposition: Disposition, given: string | undefined): WrongSide {
  const { wrong } = DISPOSITIONS[disposition];
  if (wrong !== null) {
    if (given !== undefined && given !== wrong) throw new CannotRun(`--disposition ${disposition} says that ${wrong} was wrong, and not ${given}`, { remedy: 'Leave --wrong out, or choose another disposition.' });
    return wrong;
  }
  if (given === undefined) throw new CannotRun(`--disposition ${disposition} does not say who was wrong`, { remedy: `Say it with --wrong ${WRONG_SIDES.join(', --wrong ')}.` });
  if (!(WRONG_SIDES as readonly string[]).includes(given)) throw new CannotRun(`--wrong ${given} is none of ${WRONG_SIDES.join(', ')}`);
  return given as WrongSide;
}

/** Statuses that time alone can cure: one side is there, and the other is still to come. */
const CURED_BY_TIME: readonly VarianceStatus[] = ['missing_manual', 'awaiting_manual', 'premature_manual', 'unexpected_manual'];

/** Throws CannotRun for a row that no waiting makes agree. */
function assertTimely(rows: readonly VarianceRow[]): void {
  const stuck = rows.find(({ status }) => !CURED_BY_TIME.includes(status));
  if (stuck !== undefined) throw new CannotRun(`${stuck.transactionId ?? stuck.id} is ${STATUSES[stuck.status].label}, and time alone does not cure that`, { remedy: 'Timing is for a side that is still to come; otherwise choose mapping_fixed, ledger_corrected or accepted.' });
}

/** How long after the window's end a due date may lie where the settings say nothing else: as long as the cutover may. */
const MOST_DAYS_DUE = 10;

function dueDate({ window, gates }: Settings, disposition: Disposition, given: string | undefined, today: BusinessDate | null): BusinessDate | null {
  if (disposition !== 'timing') {
    if (given !== undefined && given !== '') throw new CannotRun(`--due belongs to --disposition timing, not to ${disposition}`, { remedy: 'Leave it out.' });
    return null;
  }
  if (given === undefined || given === '') throw new CannotRun('timing needs a date by which both sides will agree', { remedy: 'Name it with --due, such as --due 2026-06-20.' });
  if (!isBusinessDate(given)) throw new CannotRun(`--due ${given} is not an existing date written YYYY-MM-DD`);
  if (today !== null && given < today) throw new CannotRun(`--due ${given} is over: it is ${today} already`, { remedy: 'Name a date that is still to come, or say with --as-of at which instant this is decided.' });
  const latest = dateOfDay(dayNumber(window.to) + (gates.maxDaysToCutover ?? MOST_DAYS_DUE));
  if (given > latest) throw new CannotRun(`--due ${given} lies behind ${latest}, by when the cutover must be`, { remedy: 'What will not agree by then is no matter of timing.' });
  return given;
}
