import type { Finding } from '../domain/finding.ts';
import type { ReplayedReport } from './replayed-report.ts';
import { merchantsOf, vendorIdsOf } from './report-facts.ts';

/** A report of which no PO can be told, whatever its snapshots say: it is rejected for `finding` before all else, and nothing of it may match. */
export function rejectedWhole(replayed: ReplayedReport, finding: Finding, flags: readonly string[] = []): ReplayedReport {
  const { transaction, coded } = replayed;
  return {
    ...replayed,
    transaction: {
      ...transaction,
      outcome: 'rejected',
      orders: [],
      vendorIds: vendorIdsOf(coded),
      merchants: merchantsOf(coded),
      findings: [finding, ...transaction.findings],
      flags: [...transaction.flags, ...flags],
      formerOrderNumbers: [...new Set([...transaction.formerOrderNumbers, ...transaction.orders.map((order) => order.number)])],
    },
    outOfScope: false,
    final: null,
  };
}
