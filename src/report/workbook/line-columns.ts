import type { LedgerLineFact, WouldBeLineFact } from '../decision-model.ts';
import type { Column } from './column.ts';
import { amount, date, text } from './content.ts';

/** The heading under which each line says where its PO ended. */
export const ENDED = 'Where it ended';
const WHERE_IT_ENDED: Column<Pick<WouldBeLineFact, 'ended'>> = { name: ENDED, width: 24, of: ({ ended }) => text(ended), look: ({ ended }) => (ended === 'in a row' ? 'cell' : 'waiting') };

/** One line of a would-be PO, with the place that it comes from. */
export const WOULD_BE_COLUMNS: readonly Column<WouldBeLineFact>[] = [
  { name: 'Transaction ID', width: 16, of: (line) => text(line.transactionId) },
  { name: 'PO', width: 24, of: (line) => text(line.poNumber) },
  { name: 'PO date', width: 12, of: (line) => date(line.poDate) },
  { name: 'Period', width: 10, of: (line) => text(line.period) },
  { name: 'Vendor', width: 14, of: (line) => text(line.vendorId) },
  { name: 'Currency', width: 10, of: (line) => text(line.currency) },
  { name: 'Amount', width: 16, of: (line) => amount(line.amount, line.currency) },
  WHERE_IT_ENDED,
  { name: 'GL account', width: 12, of: (line) => text(line.glAccount) },
  { name: 'Department', width: 13, of: (line) => text(line.department) },
  { name: 'Location', width: 12, of: (line) => text(line.location) },
  { name: 'Description', width: 44, of: (line) => text(line.description) },
  { name: 'Source', width: 30, of: (line) => text(line.at) },
];

/** One line of a manual PO, with the place that it was read from. */
export const LEDGER_COLUMNS: readonly Column<LedgerLineFact>[] = [
  { name: 'PO', width: 16, of: (line) => text(line.poNumber) },
  { name: 'PO date', width: 12, of: (line) => date(line.poDate) },
  { name: 'Period', width: 10, of: (line) => text(line.period) },
  { name: 'Vendor', width: 14, of: (line) => text(line.vendorId) },
  { name: 'Vendor name', width: 28, of: (line) => text(line.vendorName) },
  { name: 'Reference', width: 16, of: (line) => text(line.reference) },
  { name: 'Memo', width: 30, of: (line) => text(line.memo) },
  { name: 'Currency', width: 10, of: (line) => text(line.currency) },
  { name: 'Line', width: 7, of: (line) => text(line.line) },
  { name: 'GL account', width: 12, of: (line) => text(line.glAccount) },
  { name: 'Department', width: 13, of: (line) => text(line.department) },
  { name: 'Location', width: 12, of: (line) => text(line.location) },
  { name: 'Amount', width: 16, of: (line) => amount(line.amount, line.currency) },
  WHERE_IT_ENDED,
  { name: 'Status', width: 12, of: (line) => text(line.status) },
  { name: 'Entered by', width: 14, of: (line) => text(line.enteredBy) },
  { name: 'Source', width: 30, of: (line) => text(line.at) },
  { name: 'No longer in', width: 26, of: (line) => text(line.goneFrom), look: ({ goneFrom }) => (goneFrom === '' ? 'plain' : 'open') },
];
