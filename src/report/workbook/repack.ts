import { unzipSync, zipSync } from 'fflate';
import { compareText } from '../../domain/text.ts';

/** The earliest date that a zip file knows. Its dates are local time by definition, so that every zone writes the same bytes. */
export const entryDate = (): Date => new Date(1980, 0, 1);
/** Parts that fflate packs: 6 is a spreadsheet's own level. Pictures are packed already. */
const LEVEL = 6;

/** What may follow the list of errors that a sheet lets pass, in the order that the format prescribes. */
const AFTER_IGNORED_ERRORS = /<drawing |<legacyDrawing |<picture |<tableParts |<extLst>|<\/worksheet>/;

/** Ids are texts on purpose; without this a spreadsheet marks each that consists of digits as a mistake. */
function ignoreTextNumbers(sheet: string): string {
  const used = /<dimension ref="([A-Z0-9:]+)"/.exec(sheet)?.[1];
  return used === undefined ? sheet : sheet.replace(AFTER_IGNORED_ERRORS, (after) => `<ignoredErrors><ignoredError sqref="${used}" numberStoredAsText="1"/></ignoredErrors>${after}`);
}

/** The content types come first, by which readers tell what the file is; then by name. */
export function entryOrder(left: string, right: string): number {
  return Number(right === '[Content_Types].xml') - Number(left === '[Content_Types].xml') || compareText(left, right);
}

/** The same workbook with its entries in one order, under one date, packed by code that gives the same bytes on every machine. */
export function repack(bytes: Uint8Array): Uint8Array {
  const parts = unzipSync(bytes);
  const packed: Parameters<typeof zipSync>[0] = {};
  for (const name of Object.keys(parts).sort(entryOrder)) {
    const content = parts[name] as Uint8Array;
    const isSheet = /^xl\/worksheets\/[^/]+\.xml$/.test(name);
    packed[name] = [isSheet ? new TextEncoder().encode(ignoreTextNumbers(new TextDecoder().decode(content))) : content, { level: name.endsWith('.png') ? 0 : LEVEL, mtime: entryDate() }];
  }
  return zipSync(packed);
}
