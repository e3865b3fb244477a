import { LEDGER_PARTS, type LedgerPart } from '../domain/ledger-part.ts';

/** Which file of an export in several an import is, and which files those are. */
export interface PartOfExport {
  part: LedgerPart;
  /** Hash over all files of the export, so that the same file beside another one is another export. */
  set: string;
}

/** How a file of an export in several was read, as stored: that of each of them begins alike. */
export const partReading = (reading: string, { part, set }: PartOfExport): string => `${partPrefix(reading, part)}${set}`;

/** What the stored reading of a file begins with wherever it is the same part of an export read in the same way, whatever stands beside it. */
export const partPrefix = (reading: string, part: LedgerPart): string => `${reading}/${part}/`;

/** The same from what is stored; null for a file that is an export of its own. */
export function partOfExport(reading: string): PartOfExport | null {
  const [, part, set] = reading.split('/');
  const known = LEDGER_PARTS.find((each) => each === part);
  return known === undefined || set === undefined ? null : { part: known, set };
}
