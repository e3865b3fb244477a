import { type Act, DISPOSITIONS, type Disposition, WRONG_SIDES, type WrongSide } from '../../domain/audit.ts';
import { type BusinessDate, isBusinessDate } from '../../domain/calendar.ts';
import { CannotRun } from '../../domain/trouble.ts';
import type { VarianceRow } from '../../domain/variance.ts';
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
export function resolutionActs(decided: DecidedRun, rows: readonly VarianceRow[], given: ResolutionGiven): Extract<Act, { kind: 'resolve' }>[] {
  const { disposition } = given;
  const reason = statedReason(given.reason);
  const wrong = wrongSide(disposition, given.wrong);
  const due = dueDate(disposition, given.due, decided.today);
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

function dueDate(disposition: Disposition, given: string | undefined, today: BusinessDate | null): BusinessDate | null {
  if (disposition !== 'timing') {
    if (given !== undefined && given !== '') throw new CannotRun(`--due belongs to --disposition timing, not to ${disposition}`, { remedy: 'Leave it out.' });
    return null;
  }
  if (given === undefined || given === '') throw new CannotRun('timing needs a date by which both sides will agree', { remedy: 'Name it with --due 2026-06-20.' });
  if (!isBusinessDate(given)) throw new CannotRun(`--due ${given} is not an existing date written YYYY-MM-DD`);
  if (today !== null && given < today) throw new CannotRun(`--due ${given} is over: it is ${today} already`, { remedy: 'Name a date that is still to come.' });
  return given;
}
