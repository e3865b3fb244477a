export const LEDGER_HEADER =
  'po_number,po_date,posting_period,vendor_id,vendor_name,currency,reference,memo,line,gl_account,department,location,amount,entered_by,entered_at,status';

/** A CSV row; cells that hold a comma, a quote or a line break are quoted. */
export function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}
