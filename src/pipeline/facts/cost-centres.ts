import type { VarianceRow } from '../../domain/variance.ts';
import type { Workplace } from '../workplace.ts';

/** Looks up the departments and locations that a row's would-be PO is coded to; asked only for rows that differ. */
export function costCentresOf({ database }: Workplace, runId: string): (row: VarianceRow) => string[] {
  const find = database.sqlite.prepare('SELECT request_body FROM would_be_po WHERE run_id = ? AND report_id = ? AND po_number = ?').pluck();
  return ({ transactionId, dryRun: { poNumber } }) => {
    if (transactionId === null || poNumber === null) return [];
    const body = find.get(runId, transactionId, poNumber) as string | undefined;
    if (body === undefined) return [];
    // The body of the generic ERP profile; another profile's lines may name them otherwise, and then none is told.
    const { lines = [] } = JSON.parse(body) as { lines?: { department?: string; location?: string }[] };
    return [...new Set(lines.flatMap(({ department, location }) => [department, location]).filter((code) => code !== undefined && code !== ''))] as string[];
  };
}
