import type { TruthEntry } from '../../src/demo/fortnight-sink.ts';
import type { VarianceDocument } from '../../src/report/model.ts';

type Row = VarianceDocument['rows'][number];

/** How a variance table answers to what is known of its data; a mistake is a sentence. */
export interface Score {
  /** Transactions and unexplained POs that were judged. */
  judged: number;
  status: string[];
  variance: string[];
  pairing: string[];
  causes: string[];
  /** Called a match and is none. */
  falseMatches: string[];
  /** A match that asks for somebody's attention. */
  falseAlarms: string[];
  /** No row where one is due. */
  missing: string[];
  /** A row where none is due. */
  spurious: string[];
}

/** Statuses that need no one's attention. */
const QUIET: ReadonlySet<string> = new Set(['match', 'match_within_tolerance', 'not_triggered', 'cancelled', 'awaiting_manual']);
const MATCHES: ReadonlySet<string> = new Set(['match', 'match_within_tolerance']);

/** A decimal in thousandths, the finest unit of any currency here; exact. */
function thousandths(decimal: string): bigint {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,3}))?$/.exec(decimal) ?? [];
  if (whole === undefined) throw new Error(`${decimal} is no amount`);
  const size = BigInt(whole + fraction.padEnd(3, '0'));
  return sign === '-' ? -size : size;
}

const sorted = (texts: Iterable<string>): string => [...new Set(texts)].sort().join(' ');

/** Compares a variance table with the truth about its data. A report not approved yet may go without a row. */
export function score(truth: readonly TruthEntry[], rows: readonly Row[]): Score {
  const result: Score = { judged: truth.length, status: [], variance: [], pairing: [], causes: [], falseMatches: [], falseAlarms: [], missing: [], spurious: [] };
  const due = new Map<string, Row[]>();
  const nameOf = (transactionId: string | null, poNumber: string | undefined): string => transactionId ?? `PO ${poNumber}`;
  for (const row of rows) {
    const name = nameOf(row.transactionId, row.manual.poNumbers[0]);
    due.set(name, [...(due.get(name) ?? []), row]);
  }
  for (const entry of truth) {
    const name = nameOf(entry.transactionId, entry.poNumber);
    const own = due.get(name);
    due.delete(name);
    const wanted = `${name} (${entry.kind})`;
    if (entry.status === 'none') {
      if (own !== undefined) result.spurious.push(`${wanted}: ${own.length} rows, none is due`);
      continue;
    }
    if (own === undefined) {
      if (entry.status !== 'not_triggered') result.missing.push(`${wanted}: no row, ${entry.status} is due`);
      continue;
    }
    judge(result, wanted, entry, own);
  }
  for (const [name, own] of due) result.spurious.push(`${name}: ${own.length} rows of something that the truth does not know`);
  return result;
}

function judge(result: Score, wanted: string, entry: TruthEntry, rows: readonly Row[]): void {
  const statuses = rows.map((row) => row.status);
  if (statuses.some((status) => status !== entry.status)) result.status.push(`${wanted}: ${statuses.join(' and ')}, not ${entry.status}`);
  if (!MATCHES.has(entry.status) && statuses.every((status) => MATCHES.has(status))) result.falseMatches.push(`${wanted}: ${statuses.join(' and ')}`);
  if (MATCHES.has(entry.status) && statuses.some((status) => !QUIET.has(status))) result.falseAlarms.push(`${wanted}: ${statuses.join(' and ')}`);
  const variance = rows.reduce((sum, row) => sum + thousandths(row.variance ?? '0'), 0n);
  const currencies = sorted(rows.map((row) => row.currency));
  if (variance !== thousandths(entry.variance) || currencies !== entry.currency) result.variance.push(`${wanted}: ${variance} thousandths of ${currencies}, not ${entry.variance} ${entry.currency}`);
  const paired = sorted(rows.flatMap((row) => row.manual.poNumbers));
  const expected = entry.poNumbers ?? (entry.poNumber === undefined ? undefined : [entry.poNumber]);
  if (expected !== undefined && paired !== sorted(expected)) result.pairing.push(`${wanted}: paired with ${paired || 'nothing'}, not ${sorted(expected) || 'nothing'}`);
  const causes = sorted(rows.flatMap((row) => row.causes));
  if (entry.causes !== undefined && causes !== sorted(entry.causes)) result.causes.push(`${wanted}: causes ${causes || 'none'}, not ${sorted(entry.causes)}`);
}
