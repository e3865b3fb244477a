import { LEDGER_COLUMNS } from '../domain/table-columns.ts';
import { readTable } from '../intake/table.ts';
import { readLedgerTable } from './ledger-table.ts';
import { readProfiledLedger } from './profiled-ledger.ts';
import type { LedgerFormat } from './ledger-format.ts';

const COLUMNS = { required: LEDGER_COLUMNS.filter(({ required }) => required).map(({ name }) => name), optional: LEDGER_COLUMNS.filter(({ required }) => !required).map(({ name }) => name) };

/** The canonical ledger: one row a PO line, in CSV, XLSX or JSON lines; or any table that a header profile describes. */
export const generic: LedgerFormat = {
  name: 'generic',
  read(file, options, sink) {
    if (options.profile !== undefined) return readProfiledLedger(file, options, sink, []);
    return readLedgerTable(async (onRow) => {
      const { unread } = await readTable(file, COLUMNS, onRow, (count) => sink.bytes(count));
      if (unread !== null) sink.unread?.(unread);
    }, options, sink);
  },
};
