import { LEDGER_FORMATS, type LedgerFormatName } from '../domain/settings.ts';
import { CannotRun } from '../domain/trouble.ts';
import type { LedgerFile } from '../intake/sink.ts';
import { generic } from './generic.ts';
import { troubleOfHeaders } from './joined/headers-alone.ts';
import { DYNAMICS_BC, DYNAMICS_FO, NETSUITE, SAP_S4 } from './known-profiles.ts';
import type { LedgerFormat } from './ledger-format.ts';
import { readProfiledLedger } from './profiled-ledger.ts';
import type { NamedProfile } from '../intake/profiled/fit.ts';

/** The known forms of each format's exports; the canonical ledger has none but itself. */
export const LEDGER_FORMS: Record<LedgerFormatName, readonly NamedProfile[]> = { generic: [], netsuite: NETSUITE, 'sap-s4': SAP_S4, 'dynamics-bc': DYNAMICS_BC, 'dynamics-fo': DYNAMICS_FO };

const FORMATS: readonly LedgerFormat[] = LEDGER_FORMATS.map((name) => (name === 'generic' ? generic : { name, read: (file, options, sink) => readKnown(name, file, options, sink) }));

async function readKnown(name: LedgerFormatName, ...[file, options, sink]: Parameters<LedgerFormat['read']>): Promise<LedgerFile> {
  try {
    return await readProfiledLedger(file, options, sink, LEDGER_FORMS[name]);
  } catch (error) {
    if (!(error instanceof CannotRun) || options.profile !== undefined) throw error;
    throw await troubleOfHeaders(error, name, file);
  }
}

/** The ledger format of a name that the settings allow. */
export function ledgerFormatNamed(name: string): LedgerFormat {
  const format = FORMATS.find((each) => each.name === name);
  if (format === undefined) throw new Error(`no ledger format is called ${name}`);
  return format;
}
