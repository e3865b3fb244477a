import { AMOUNT_CAUSES, type AmountCause } from '../domain/amount-cause.ts';
import { FINDINGS, type FindingCode } from '../domain/finding.ts';
import { formatMinor, minorOf } from '../domain/money.ts';
import type { RootCause } from '../domain/run.ts';
import { compareText } from '../domain/text.ts';
import { STATUSES, type VarianceRow, isOpen } from '../domain/variance.ts';

const CODING_TITLES: Record<string, string> = {
  vendor: 'Another vendor was keyed', vendor_unconfirmed: 'The vendor name resolves to no vendor', gl_account: 'Another GL account was keyed', department: 'Another department was keyed',
  location: 'Another location was keyed', period: 'Another fiscal period was keyed', currency: 'Another currency was keyed', manual_incomplete: 'The newest version of the PO could not be read',
};

/** What a row is open for: the first finding of a rejected report, the first cause of a coding difference, else its status. */
function causeOf(row: VarianceRow): { cause: string; title: string } {
  const [first] = row.causes;
  if (row.status === 'rejected' && first !== undefined) return { cause: first, title: FINDINGS[first as FindingCode]?.title ?? first };
  const amount = row.status === 'amount_variance' ? row.causes.find((cause): cause is AmountCause => cause in AMOUNT_CAUSES) : undefined;
  if (amount !== undefined) return { cause: amount, title: AMOUNT_CAUSES[amount] };
  if (row.status === 'coding_variance' && first !== undefined) return { cause: first, title: CODING_TITLES[first] ?? first };
  return { cause: '', title: STATUSES[row.status].label };
}

/**
 * Open rows grouped by what they are open for, ranked by money: the currency of most rows leads, since amounts of different
 * currencies are never ranked against each other, and the next ones break ties.
 */
export class RootCauseTally {
  readonly #groups = new Map<string, { status: VarianceRow['status']; cause: string; title: string; rows: number; sums: Map<string, bigint> }>();
  readonly #currencyRows = new Map<string, number>();

  add(row: VarianceRow): void {
    this.#currencyRows.set(row.currency, (this.#currencyRows.get(row.currency) ?? 0) + 1);
    if (!isOpen(row)) return;
    const { cause, title } = causeOf(row);
    const key = `${row.status} ${cause}`;
    let group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, (group = { status: row.status, cause, title, rows: 0, sums: new Map() }));
    group.rows++;
    group.sums.set(row.currency, (group.sums.get(row.currency) ?? 0n) + minorOf(row.atStake, row.currency));
  }

  result(): RootCause[] {
    const currencies = [...this.#currencyRows].sort(([a, left], [b, right]) => right - left || compareText(a, b)).map(([currency]) => currency);
    return [...this.#groups]
      .sort(([leftKey, left], [rightKey, right]) => {
        for (const currency of currencies) {
          const difference = (right.sums.get(currency) ?? 0n) - (left.sums.get(currency) ?? 0n);
          if (difference !== 0n) return difference > 0n ? 1 : -1;
        }
        return compareText(leftKey, rightKey);
      })
      .map(([, group]) => ({
        status: group.status, label: STATUSES[group.status].label, cause: group.cause, title: group.title, rows: group.rows,
        atStake: Object.fromEntries([...group.sums].sort(([a], [b]) => compareText(a, b)).map(([currency, minor]) => [currency, formatMinor(minor, currency)])),
      }));
  }
}

/** The root causes of rows. */
export function rootCausesOf(rows: Iterable<VarianceRow>): RootCause[] {
  const tally = new RootCauseTally();
  for (const row of rows) tally.add(row);
  return tally.result();
}
