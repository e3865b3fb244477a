import { CannotRun } from '../domain/trouble.ts';
import { generic } from './generic.ts';
import type { LedgerFormat } from './ledger-format.ts';

const FORMATS: readonly LedgerFormat[] = [generic];

/** The ledger format of a name in the settings. Throws CannotRun for one that this version does not have yet. */
export function ledgerFormatNamed(name: string): LedgerFormat {
  const format = FORMATS.find((each) => each.name === name);
  if (format === undefined) {
    throw new CannotRun(`format: ${name} is not available in this version`, { where: 'po-shadow.yaml', remedy: 'Bring the export into the generic ledger format (docs/file-formats.md).' });
  }
  return format;
}
