import { LogCauseTally, ranked } from '../diagnosis/log-cause-tally.ts';
import type { DiagnosedCause, LogCause } from '../domain/diagnosis.ts';
import type { ErpLogEntry } from '../domain/erp-log.ts';
import { MoneySums } from '../domain/money-sums.ts';
import type { UsedMappingRow } from '../domain/root-cause.ts';
import type { Unread } from '../domain/unread.ts';
import type { VarianceRow } from '../domain/variance.ts';
import { RootCauseTally, rowsOfCause } from '../variance/root-causes.ts';
import { causeId } from './cause-id.ts';

/** Groups diagnosed transactions by what would fix them: root causes of their rows, and causes that the log alone tells. */
export class DiagnosedCauses {
  readonly #fromLog = new LogCauseTally();
  readonly #rows: VarianceRow[] = [];
  readonly #logIds = new Map<string, string[]>();

  /** Adds a transaction with its rows that broke. A missing PO is a root cause of its own only where the log tells none. */
  add(transactionId: string, rows: readonly VarianceRow[], causes: readonly LogCause[], decisive: ErpLogEntry | undefined): void {
    this.#logIds.set(transactionId, this.#fromLog.add(transactionId, rows, causes, decisive));
    this.#rows.push(...rows.filter(({ status }) => status !== 'missing_manual' || causes.length === 0));
  }

  /** `unread`: what of the record could not be read. The causes, those of most transactions first, and the ids of those that each transaction has. */
  result(mappingOf: (id: string) => UsedMappingRow[], unread?: Unread): { causes: DiagnosedCause[]; ofTransaction: Map<string, string[]> } {
    const tally = new RootCauseTally(causeId, unread);
    for (const row of this.#rows) tally.add(row);
    const roots = tally.result(mappingOf);
    const found: DiagnosedCause[] = roots.map(({ id, title, fix }) => {
      const belongs = rowsOfCause(id, roots, causeId);
      const own = this.#rows.filter(belongs);
      const sums = new MoneySums();
      for (const { currency, atStake } of own) sums.addDecimal(currency, atStake);
      return { id, rootCause: id, title, fix: `${fix.action} (${fix.size})`, rowsToPaste: fix.csv, transactions: [...new Set(own.flatMap(({ transactionId }) => transactionId ?? []))], atStake: sums.plain() };
    });
    const causes = ranked([...found, ...this.#fromLog.result()]);
    const ofTransaction = new Map<string, string[]>();
    for (const { id, transactions } of causes) for (const transaction of transactions) ofTransaction.set(transaction, [...(ofTransaction.get(transaction) ?? []), id]);
    return { causes, ofTransaction };
  }
}
