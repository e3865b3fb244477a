import { type BusinessDate, dateOfDay, dayNumber, isBusinessDate } from '../domain/calendar.ts';
import type { SheetTableRow } from './sheet-row.ts';

/** A row of a periods export, its cells by the columns that a profile may name. */
export interface WrittenPeriod {
  line: number;
  problem: SheetTableRow['problem'];
  cell(name: string): string;
}

interface Edge {
  period: WrittenPeriod;
  date: BusinessDate;
}

const dayAfter = (date: BusinessDate, days: number): BusinessDate => dateOfDay(dayNumber(date) + days);

/**
 * Delivers periods as explicit ranges of dates, in the columns `name, start, end, status`. Where an export gives only the first or only the last day
 * of each, a period ends where the next begins; the outermost one has then no other edge, and is no period. Returns how many rows are none.
 */
export function periodRanges(periods: readonly WrittenPeriod[], present: ReadonlyMap<string, string>, onRow: (row: SheetTableRow) => void): number {
  const has = (name: string): boolean => present.has(name);
  const deliver = (period: WrittenPeriod, name: string, start: string, end: string): void => onRow({ line: period.line, problem: period.problem, cells: [name, start, end, statusOf(period, has('status'))] });
  if (has('start') && (has('end') || has('end_day'))) {
    for (const period of periods) deliver(period, period.cell('name'), period.cell('start'), endOf(period, has('end_day')));
    return 0;
  }
  const startsAlone = has('start');
  const edges: Edge[] = [];
  for (const period of periods) {
    const date = startsAlone ? period.cell('start') : endOf(period, has('end_day'));
    if (period.problem === null && isBusinessDate(date)) edges.push({ period, date });
    else onRow({ line: period.line, problem: period.problem ?? { field: startsAlone ? 'start' : 'end', value: date, reason: 'not an existing date: the periods beside it have no edge there' }, cells: [period.cell('name'), '', '', ''] });
  }
  // An edge that can't be read would make one long period of two.
  if (edges.length < periods.length) {
    for (const { period } of edges) onRow({ line: period.line, problem: { field: 'name', value: period.cell('name'), reason: 'a row that gives an edge of the periods can\'t be read, so none of them is known to be whole' }, cells: [period.cell('name'), '', '', ''] });
    return 0;
  }
  edges.sort((left, right) => (left.date < right.date ? -1 : left.date > right.date ? 1 : left.period.line - right.period.line));
  const repeated = namesTwice(periods);
  const nameOf = ({ period }: Edge, start: string): string => (repeated.has(period.cell('name')) ? `${period.cell('name')} ${start}`.trim() : period.cell('name'));
  for (const [index, edge] of edges.entries()) {
    const other = startsAlone ? edges[index + 1] : edges[index - 1];
    if (other === undefined) continue;
    const [start, end] = startsAlone ? [edge.date, dayAfter(other.date, -1)] : [dayAfter(other.date, 1), edge.date];
    deliver(edge.period, nameOf(edge, start), start, end);
  }
  return edges.length === 0 ? 0 : 1;
}

/** Names such as `June` come back every year. */
function namesTwice(periods: readonly WrittenPeriod[]): Set<string> {
  const seen = new Set<string>();
  return new Set(periods.map((period) => period.cell('name')).filter((name) => seen.size === seen.add(name).size));
}

/** The last day: as it is written, or of a year, a month and a day; 29 February is the last of every February. */
function endOf(period: WrittenPeriod, inParts: boolean): string {
  if (!inParts) return period.cell('end');
  const [year, month, day] = ['end_year', 'end_month', 'end_day'].map((part) => period.cell(part)) as [string, string, string];
  const date = `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return date.endsWith('-02-29') && !isBusinessDate(date) ? date.replace(/29$/, '28') : date;
}

/** Open or closed, or what was written instead; a blank says nothing where the file has a column for it. */
function statusOf(period: WrittenPeriod, isThere: boolean): string {
  const status = period.cell('status');
  if (status !== '' && status.toLowerCase() !== 'open') return status;
  if (['closed', 'locked', 'ap_locked'].some((flag) => period.cell(flag) === 'true')) return 'closed';
  // A blank in those says as much as a no: the export marks what is closed.
  return isThere ? status : 'open';
}
