import { LEDGER_COLUMNS } from '../domain/table-columns.ts';
import { CannotRun } from '../domain/trouble.ts';
import type { NamedProfile } from '../intake/profiled/fit.ts';
import { withInput } from '../intake/profiled/with-input.ts';
import { openProfiledTable } from '../intake/profiled/open-table.ts';
import type { TableReading } from '../intake/profiled/placed-table.ts';
import type { InputFile, LedgerFile, LedgerSink, ReadingOptions } from '../intake/sink.ts';
import { readLedgerTable } from './ledger-table.ts';

/**
 * Reads a ledger of any form: by the settings' own profile where there is one, else by the one of `known` that fits best. Rows that the profile passes
 * over are told as a control total, and so is what the file states of itself. Throws CannotRun where none fits.
 */
export async function readProfiledLedger(file: InputFile, options: ReadingOptions, sink: LedgerSink, known: readonly NamedProfile[]): Promise<LedgerFile> {
  const table = await openProfiledTable(file, LEDGER_COLUMNS, withInput(known, options));
  let reading: TableReading = { delivered: 0, passedOver: 0, headersAgain: [], controls: [] };
  const ledger = await readLedgerTable(async (onRow) => void (reading = table.forEachRow(onRow, (count) => sink.bytes(count))), { ...options, lineMemos: true }, sink);
  const { delivered, passedOver, controls } = reading;
  if (passedOver > 0 && delivered === 0) throw new CannotRun(`all ${passedOver} rows are passed over as no PO lines, as ${table.profile} says`, { where: file.shown, remedy: 'Export the lines too, or name the columns in a header profile of your own (docs/header-profiles.md).' });
  if (passedOver > 0) sink.control({ what: `rows that are no PO lines, passed over as ${table.profile} says`, stated: String(passedOver), found: String(passedOver), agrees: true });
  for (const control of controls) sink.control(control);
  return ledger;
}
