import { type DiagnosedCause, LOG_CAUSES, type LogCause } from '../domain/diagnosis.ts';
import type { ErpLogEntry } from '../domain/erp-log.ts';
import { MoneySums } from '../domain/money-sums.ts';
import { compareText, fold } from '../domain/text.ts';
import type { VarianceRow } from '../domain/variance.ts';

/** Transactions that one thing would fix. */
interface Group {
  cause: Omit<DiagnosedCause, 'transactions' | 'atStake'>;
  transactions: string[];
  sums: MoneySums;
}

const LONGEST_SAID = 160;

/** Groups transactions by what the log says would fix them; what findings and rows say is grouped as root causes. */
export class LogCauseTally {
  readonly #groups = new Map<string, Group>();

  /** Adds a transaction with the causes that the log tells; returns their ids. `decisive` is the log entry that told them. */
  add(transactionId: string, rows: readonly VarianceRow[], causes: readonly LogCause[], decisive: ErpLogEntry | undefined): string[] {
    return causes.map((name) => {
      const { id, title } = named(name, decisive);
      let group = this.#groups.get(id);
      if (group === undefined) this.#groups.set(id, (group = { cause: { id, rootCause: null, title, fix: LOG_CAUSES[name].fix, rowsToPaste: null }, transactions: [], sums: new MoneySums() }));
      group.transactions.push(transactionId);
      for (const { currency, atStake } of rows) group.sums.addDecimal(currency, atStake);
      return id;
    });
  }

  /** Those of most transactions first. */
  result(): DiagnosedCause[] {
    return [...this.#groups.values()].map(({ cause, transactions, sums }) => ({ ...cause, transactions, atStake: sums.plain() }));
  }
}

/** Those of most transactions first, then by id. */
export const ranked = (causes: readonly DiagnosedCause[]): DiagnosedCause[] => [...causes].sort((left, right) => right.transactions.length - left.transactions.length || compareText(left.id, right.id));

/** Refusals are one cause where code and words are the same, numbers aside. */
function named(name: LogCause, decisive: ErpLogEntry | undefined): { id: string; title: string } {
  const { title } = LOG_CAUSES[name];
  if (name !== 'erp_refused' || decisive === undefined) return { id: name, title };
  const [error] = decisive.errors;
  const said = [error?.code ?? '', error?.message ?? decisive.message].filter((text) => text !== '').join(' ').slice(0, LONGEST_SAID);
  const alike = fold(said).replaceAll(/\d+/g, '#');
  return said === '' ? { id: name, title } : { id: `${name}:${alike}`, title: `${title}: ${said}` };
}
