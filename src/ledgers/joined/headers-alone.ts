import type { LedgerFormatName } from '../../domain/settings.ts';
import { HEADER_COLUMNS } from '../../domain/table-columns.ts';
import { CannotRun } from '../../domain/trouble.ts';
import type { InputFile } from '../../intake/sink.ts';
import { openPart } from './open-part.ts';
import { PART_FORMS } from './part-forms.ts';

/** The error of a file that fits no form of an export by itself; where it is a known table of headers, with the remedy to name its lines too. */
export async function troubleOfHeaders(error: CannotRun, format: LedgerFormatName, file: InputFile): Promise<CannotRun> {
  const { headers } = PART_FORMS[format];
  if (headers.length === 0) return error;
  try {
    await openPart('headers', file, HEADER_COLUMNS, headers);
  } catch (other) {
    if (!(other instanceof CannotRun)) throw other;
    return error;
  }
  return new CannotRun(`${error.message}; it fits as headers without their lines`, { where: error.where, remedy: 'Name the file of the lines too: lines beside files in inputs.ledger, or --lines (docs/systems/ledgers.md).', cause: error });
}
