import type { Workbook } from 'exceljs';
import { FINDINGS, type Finding } from '../../../domain/finding.ts';
import type { VarianceRow } from '../../../domain/variance.ts';
import type { DecisionModel } from '../../decision-model.ts';
import { erpWords } from '../../erp-words.ts';
import type { Column } from '../column.ts';
import { amount, date, text } from '../content.ts';
import { addPage, freeze, putTitle } from '../sheet-page.ts';
import { putTable, setWidths } from '../table.ts';
import { DISPOSITION } from '../variance-columns.ts';

/** A reason for which the ERP would refuse a report. */
interface Rejection {
  row: VarianceRow;
  finding: Finding;
}

const COLUMNS: readonly Column<Rejection>[] = [
  { name: 'Date', width: 12, of: ({ row }) => date(row.date) },
  { name: 'Transaction ID', width: 16, of: ({ row }) => text(row.transactionId ?? '') },
  { name: 'Currency', width: 10, of: ({ row }) => text(row.currency) },
  { name: 'At stake', width: 16, of: ({ row }) => amount(row.atStake, row.currency) },
  { name: 'Rejected for', width: 26, wrap: true, look: () => 'open', of: ({ finding }) => text(FINDINGS[finding.code].title) },
  { name: 'Message', width: 46, wrap: true, of: ({ finding }) => text([finding.message, erpWords(finding)].filter((part) => part !== '').join('. ')) },
  { name: 'Field', width: 25, of: ({ finding }) => text(finding.field) },
  { name: 'Value', width: 22, wrap: true, of: ({ finding }) => text(finding.value) },
  { name: 'Remedy', width: 50, wrap: true, of: ({ finding }) => text(finding.remedy) },
  { name: 'Entered by hand as', width: 20, wrap: true, of: ({ row }) => text(row.manual.poNumbers.join(', ')) },
  { name: DISPOSITION.name, width: DISPOSITION.width, of: ({ row }) => DISPOSITION.of(row) },
  { name: 'Code', width: 28, of: ({ finding }) => text(finding.code) },
  { name: 'Source', width: 30, of: ({ finding }) => text(finding.at) },
];

/** Every reason for which the ERP would refuse a report, one a line; `count` rows were rejected in all. */
export function addRejectionsSheet(book: Workbook, model: DecisionModel, rows: readonly VarianceRow[], count: number): void {
  const sheet = addPage(book, 'Rejections', model);
  setWidths(sheet, COLUMNS.map(({ width }) => width));
  const shown = rows.length === count ? '' : ` Showing the ${rows.length.toLocaleString('en-US')} largest.`;
  const headerRow = putTitle(sheet, 'Rejections', [`The ERP would refuse ${count.toLocaleString('en-US')} ${count === 1 ? 'report' : 'reports'}; one line a reason.${shown}`]);
  putTable(sheet, headerRow, 'Rejections', COLUMNS, rows.flatMap((row) => row.dryRun.findings.filter(({ severity }) => severity === 'error').map((finding) => ({ row, finding }))));
  freeze(sheet, headerRow, 2);
}
