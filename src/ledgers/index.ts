import { generic } from './generic.ts';
import { DYNAMICS_BC, DYNAMICS_FO, NETSUITE, SAP_S4 } from './known-profiles.ts';
import type { LedgerFormat } from './ledger-format.ts';
import { readProfiledLedger } from './profiled-ledger.ts';
import type { NamedProfile } from '../intake/profiled/open-table.ts';

const profiled = (name: string, known: readonly NamedProfile[]): LedgerFormat => ({ name, read: (file, options, sink) => readProfiledLedger(file, options, sink, known) });

const FORMATS: readonly LedgerFormat[] = [generic, profiled('netsuite', NETSUITE), profiled('sap-s4', SAP_S4), profiled('dynamics-bc', DYNAMICS_BC), profiled('dynamics-fo', DYNAMICS_FO)];

/** The ledger format of a name that the settings allow. */
export function ledgerFormatNamed(name: string): LedgerFormat {
  const format = FORMATS.find((each) => each.name === name);
  if (format === undefined) throw new Error(`no ledger format is called ${name}`);
  return format;
}
