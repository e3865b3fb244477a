import type { VarianceRow } from '../../domain/variance.ts';
import { erpProfile } from '../../erp/erp-profile.ts';
import { sha256 } from '../sha256.ts';
import type { Workplace } from '../workplace.ts';

/** Looks up the departments and locations that a row's would-be PO is coded to; asked only for rows that differ. */
export function costCentresOf({ database, settings }: Workplace, runId: string): (row: VarianceRow) => string[] {
  const find = database.sqlite.prepare('SELECT request_body FROM would_be_po WHERE run_id = ? AND report_id = ? AND po_number = ?').pluck();
  const profile = erpProfile(settings, sha256);
  return ({ transactionId, dryRun: { poNumber } }) => {
    if (transactionId === null || poNumber === null) return [];
    const body = find.get(runId, transactionId, poNumber) as string | undefined;
    if (body === undefined) return [];
    return [...new Set(profile.linesIn(body).flatMap(({ department, location }) => [department, location]).filter((code) => code !== ''))];
  };
}
