import { nearest } from '../../domain/nearest.ts';
import { fold } from '../../domain/text.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { type VarianceRow, type VarianceStatus, isOpen } from '../../domain/variance.ts';
import { causeFilter } from '../cause-filter.ts';
import type { DecidedRun } from '../decided-run.ts';

/** Which rows somebody means: by name, or all that fit every filter. */
export interface RowChoice {
  /** Row ids, or transaction ids for all rows of a transaction that need attention. */
  named: readonly string[];
  statuses?: readonly VarianceStatus[] | undefined;
  /** Ids of root causes, or causes. */
  causes?: readonly string[] | undefined;
  vendors?: readonly string[] | undefined;
}

/** Whether somebody may have to decide about a row: it is open, or not due yet. */
export const needsAttention = (row: VarianceRow): boolean => isOpen(row) || (row.status === 'awaiting_manual' && row.resolution?.state !== 'resolved');

/** Vendors that a row is about: that of its would-be PO, and those that a finding names. */
function vendorsOf({ dryRun }: VarianceRow): string[] {
  const found = dryRun.findings.filter(({ code }) => code.startsWith('VENDOR_')).map(({ value }) => value);
  return [...(dryRun.vendorId === null ? [] : [dryRun.vendorId]), ...found].map(fold);
}

/** The rows meant, in the order of the table. Throws CannotRun for a name that no row has, and for rows that need nobody's attention. */
export function chooseRows(decided: DecidedRun, choice: RowChoice): VarianceRow[] {
  return choice.named.length > 0 ? namedRows(decided, choice) : filteredRows(decided, choice);
}

function namedRows(decided: DecidedRun, { named, statuses, causes, vendors }: RowChoice): VarianceRow[] {
  if (statuses !== undefined || causes !== undefined || vendors !== undefined) throw new CannotRun('rows are named and chosen by filter at once', { remedy: 'Do one or the other.' });
  const wanted = new Map(named.map((name) => [fold(name), { name, idle: undefined as VarianceRow | undefined, found: false }]));
  const chosen: VarianceRow[] = [];
  for (const row of decided.rows()) {
    const byRow = wanted.get(fold(row.id));
    const byTransaction = row.transactionId === null ? undefined : wanted.get(fold(row.transactionId));
    const want = byRow ?? byTransaction;
    if (want === undefined) continue;
    if (!needsAttention(row)) {
      want.idle ??= row;
      continue;
    }
    want.found = true;
    chosen.push(row);
  }
  for (const { name, idle, found } of wanted.values()) {
    if (found) continue;
    if (idle !== undefined) throw new CannotRun(`${name} needs nobody's attention: it is ${idle.resolution?.state === 'resolved' ? 'resolved already' : idle.status}`, { remedy: 'po-shadow variance --open lists what does.' });
    throw unknownRow(decided, name);
  }
  return chosen;
}

/** The error for a name that no row has. */
export function unknownRow(decided: DecidedRun, name: string): CannotRun {
  const ids: string[] = [];
  for (const row of decided.rows()) ids.push(row.transactionId ?? row.id);
  const close = nearest(name, ids);
  return new CannotRun(`no row and no transaction of ${decided.run.id} is named ${name}`, { remedy: close === undefined ? 'po-shadow variance --format json gives the ids of rows.' : `Did you mean ${close}?` });
}

function filteredRows(decided: DecidedRun, { statuses, causes, vendors }: RowChoice): VarianceRow[] {
  if (statuses === undefined && causes === undefined && vendors === undefined) throw new CannotRun('no row is named', { remedy: 'Name rows or transactions, or choose them with --status, --cause or --vendor.' });
  const isOfCauses = causes === undefined ? undefined : causeFilter(decided, causes);
  const wantedVendors = vendors?.map(fold);
  const chosen: VarianceRow[] = [];
  for (const row of decided.rows({ statuses })) {
    if (!needsAttention(row)) continue;
    if (isOfCauses?.(row) === false) continue;
    if (wantedVendors !== undefined && !vendorsOf(row).some((vendor) => wantedVendors.includes(vendor))) continue;
    chosen.push(row);
  }
  if (chosen.length === 0) throw new CannotRun('no row that needs attention fits', { remedy: 'po-shadow variance --open lists those that do, with their causes.' });
  return chosen;
}
