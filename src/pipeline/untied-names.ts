import { ReferenceFinder } from '../domain/reference-text.ts';
import { fold } from '../domain/text.ts';
import { STATUSES, type VarianceRow } from '../domain/variance.ts';
import type { ReplayStep } from '../replay/replay-report.ts';

/** A manual PO whose reference or memo names a report that it is not compared with. */
export interface UntiedName {
  poName: string;
  transactionId: string;
  /** What became of the report, to stand behind its id. */
  became: string;
  /** Why its lines are left out, where that leaves nothing to order. */
  leftOut: string[];
}

/** The texts of a manual PO in which reports are named. */
export interface NamingOrder {
  name: string;
  texts: readonly string[];
}

/** What is known of a report that a PO names. */
export interface KnownReports {
  ids(): readonly string[];
  rowsOf(transactionId: string): Iterable<VarianceRow>;
  stepsOf(transactionId: string): readonly ReplayStep[];
}

/** Most reports of a PO that are looked up; a memo may name hundreds. */
const MOST_NAMED = 10;

/** The reports that POs name beside `transactionId`, the one that they are compared with, if any. What has rows of its own is told of POs without one alone. */
export function untiedNames(orders: readonly NamingOrder[], transactionId: string | null, reports: KnownReports): UntiedName[] {
  const own = transactionId === null ? '' : fold(transactionId);
  const naming = orders.map(({ name, texts }) => ({ name, texts: texts.filter((text) => text !== '' && fold(text) !== own) })).filter(({ texts }) => texts.length > 0);
  if (naming.length === 0) return [];
  const finder = new ReferenceFinder(reports.ids());
  return naming.flatMap(({ name, texts }) => {
    const named = new Set(texts.flatMap((text) => finder.find(text)));
    return [...named].filter((id) => id !== transactionId).slice(0, MOST_NAMED).flatMap((id) => untied(name, id, transactionId !== null, reports));
  });
}

function untied(poName: string, transactionId: string, isCompared: boolean, reports: KnownReports): UntiedName[] {
  const rows = [...reports.rowsOf(transactionId)];
  if (rows.some(({ manual }) => manual.poNumbers.includes(poName)) || (rows.length > 0 && isCompared)) return [];
  if (rows.length === 0) return [{ poName, transactionId, ...withoutRow(reports.stepsOf(transactionId)) }];
  const standing = rows.map(({ manual, status }) => `${STATUSES[status].label}${manual.poNumbers.length === 0 ? '' : ` with ${manual.poNumbers.join(', ')}`}`);
  return [{ poName, transactionId, became: `has a row of its own: ${[...new Set(standing)].join('; ')}`, leftOut: [] }];
}

/** What became of a report that has no row, by what its newest event did. */
export function withoutRow(steps: readonly ReplayStep[]): Pick<UntiedName, 'became' | 'leftOut'> {
  const last = steps.findLast(({ effect }) => effect !== 'stale');
  if (last?.effect === 'already_posted') return { became: 'is posted in the ERP already', leftOut: [] };
  if (last?.effect !== 'nothing_to_order') return { became: 'has no row in this run', leftOut: [] };
  const leftOut = [...new Set(last.coded?.leftOut.map(({ why }) => why))];
  return { became: `has no line for a PO${leftOut.length === 0 ? '' : `, since all of it is left out as ${leftOut.join(', ')}`}`, leftOut };
}
