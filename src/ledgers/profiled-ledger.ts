import { LEDGER_COLUMNS } from '../domain/header-profile.ts';
import { CannotRun } from '../domain/trouble.ts';
import { type NamedProfile, openProfiledTable } from '../intake/profiled/open-table.ts';
import type { InputFile, LedgerFile, LedgerSink, ReadingOptions } from '../intake/sink.ts';
import { readLedgerTable } from './ledger-table.ts';

/**
 * Reads a ledger of any form: by the settings' own profile where there is one, else by the one of `known` that fits best. Rows that the profile passes
 * over are told as a control total. Throws CannotRun where none fits.
 */
export async function readProfiledLedger(file: InputFile, options: ReadingOptions, sink: LedgerSink, known: readonly NamedProfile[]): Promise<LedgerFile> {
  const profiles = options.profile === undefined ? known : [{ name: 'the profile of the settings', profile: options.profile }];
  const table = await openProfiledTable(file, LEDGER_COLUMNS, profiles.map((each) => withCurrency(each, options.currency)));
  let passedOver = 0;
  let delivered = 0;
  const ledger = await readLedgerTable(async (onRow) => {
    delivered = 0;
    passedOver = table.forEachRow((row) => {
      delivered++;
      onRow(row);
    }, (count) => sink.bytes(count));
  }, { ...options, lineMemos: true }, sink);
  if (passedOver > 0 && delivered === 0) throw new CannotRun(`all ${passedOver} rows are passed over as no PO lines, as ${table.profile} says`, { where: file.shown, remedy: 'Export the lines too, or name the columns in a header profile of your own (docs/header-profiles.md).' });
  if (passedOver > 0) sink.control({ what: `rows that are no PO lines, passed over as ${table.profile} says`, stated: String(passedOver), found: String(passedOver), agrees: true });
  return ledger;
}

/** What the settings say of the currency of rows that name none. */
function withCurrency({ name, profile }: NamedProfile, currency: string | undefined): NamedProfile {
  return currency === undefined ? { name, profile } : { name, profile: { ...profile, defaults: { currency, ...profile.defaults } } };
}
