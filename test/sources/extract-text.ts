import { COLUMNS, type Column, ROW_CELLS } from '../../src/sources/concur-sae/columns.ts';

/** What one row says, by column name; `custom2` is the second custom field of the allocation, `unit3` the third org unit of the employee. */
export type Cells = Partial<Record<Column | `custom${number}` | `entryUnit${number}` | `unit${number}` | `reportUnit${number}`, string>>;

const PLAIN = {
  batchId: '702', batchDate: '2026-06-05', employeeId: 'E-100', reportId: 'RPT0000000000000A001', reportKey: '5001', ledger: 'LARKMOOR', currency: 'USD', submitDate: '2026-06-02',
  processingDate: '2026-06-04', reportName: 'Store 012 supplies', totalApproved: '80.0000', entryId: '9001', transactionType: 'REG', expenseType: 'Office Supplies',
  transactionDate: '2026-06-01', entryCurrency: 'USD', personal: 'N', description: 'Labels', vendorDescription: 'Bramble Office Goods', transactionAmount: '80.0000', paymentType: 'CASH',
  debitOrCredit: 'DR', journalAmount: '+80.0000', allocationKey: '31', email: 'kim@shop.example',
};
const FIRSTS: Record<string, Column> = { custom: 'allocationCustom', entryUnit: 'entryOrgUnit', unit: 'employeeOrgUnit', reportUnit: 'reportOrgUnit' };

/** One row of an extract: a plain purchase of 80.00, but for what is given. */
export function row(given: Cells = {}): string[] {
  const cells = new Array<string>(ROW_CELLS).fill('');
  cells[0] = 'DETAIL';
  for (const [name, text] of Object.entries<string>({ ...PLAIN, ...given })) {
    const [, group = '', nth = '1'] = /^(custom|entryUnit|unit|reportUnit)(\d+)$/.exec(name) ?? [];
    const column = (FIRSTS[group] ?? name) as Column;
    cells[COLUMNS[column][0] + Number(nth) - 2] = text;
  }
  return cells;
}

/** A row of a cash advance: neither entry nor type, and no allocation. */
export const advance = (given: Cells = {}): string[] =>
  row({ entryId: '', transactionType: '', expenseType: '', transactionDate: '', entryCurrency: '', personal: '', description: '', vendorDescription: '', transactionAmount: '', paymentType: '', allocationKey: '', ...given });

export interface HeaderParts {
  count?: string;
  total?: string;
  batch?: string;
  date?: string;
}

/** The whole file; count and total are those of the rows, but for what is given. */
export function extract(rows: string[][], { count, total, batch = '702', date = '2026-06-05' }: HeaderParts = {}, delimiter = '|'): string {
  const scaled = rows.reduce((sum, cells) => sum + scaledOf(cells[COLUMNS.journalAmount[0] - 1] ?? ''), 0n);
  const header = ['EXTRACT', date, count ?? String(rows.length), total ?? textOf(scaled), batch];
  return `${[header, ...rows].map((cells) => cells.map((cell) => quoted(cell, delimiter)).join(delimiter)).join('\n')}\n`;
}

const quoted = (cell: string, delimiter: string): string => (cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell);

function scaledOf(text: string): bigint {
  const [whole = '', fraction = ''] = text.replace('+', '').split('.');
  return BigInt(`${whole}${fraction.padEnd(8, '0')}`);
}

function textOf(scaled: bigint): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(9, '0');
  return `${scaled < 0n ? '-' : ''}${digits.slice(0, -8)}.${digits.slice(-8).replace(/0{1,4}$/, '')}`;
}
