import { basename, extname } from 'node:path';
import type { ConflictingOrders } from '../domain/incompleteness.ts';
import { nearest } from '../domain/nearest.ts';
import { plural } from '../domain/plural.ts';
import { visible } from '../domain/text.ts';
import type { UnreadColumns } from '../domain/unread-columns.ts';
import type { ControlCheck } from '../pipeline/controls.ts';
import type { ImportedLog } from '../pipeline/import-erp-logs.ts';
import type { ImportedFile } from '../pipeline/import-inputs.ts';
import type { UnreadSheet } from '../project/unread-sheets.ts';

/** Most columns that are named in one line. */
const MOST_NAMED = 8;
/** Digits of a hash by which people tell files apart. */
const DIGITS = 12;

/** One line a file: what was read, and what was not. */
export function importText(files: readonly (ImportedFile | ImportedLog)[]): string[] {
  const lines = files.map((file) => {
    const name = visible(file.shown);
    if (file.alreadyKnown) return `${name}: known already, ${plural(file.rowsRead, 'row')}${file.rowsQuarantined === 0 ? '' : `, ${file.rowsQuarantined.toLocaleString('en-US')} of them in quarantine`}`;
    const parts = [`${plural(file.rowsAccepted, 'row')} accepted`];
    if (file.rowsKnown > 0) parts.push(`${file.rowsKnown.toLocaleString('en-US')} known already`);
    if (file.rowsQuarantined > 0) parts.push(`${file.rowsQuarantined.toLocaleString('en-US')} in quarantine`);
    const masked = 'masked' in file && file.masked > 0 ? `; ${plural(file.masked, 'value')} masked as secret, so a copy without them is kept instead of the original` : '';
    const again = 'readAgain' in file && file.readAgain ? 'read again with another time zone, which counts from now on; ' : 'dated' in file && file.dated !== undefined ? datedText(file.dated) : '';
    return `${name}: ${again}${plural(file.rowsRead, 'row')} read, ${parts.join(', ')}${masked}`;
  });
  for (const file of files) {
    if ('conflicting' in file && file.conflicting !== undefined) lines.push(`${visible(file.shown)}: ${conflictingText(file.conflicting)}`);
    if (file.unread !== undefined) lines.push(`${visible(file.shown)}: ${unreadText(file.unread)}`);
    for (const total of file.controlTotals) if (!total.agrees) lines.push(`${visible(file.shown)}: control total disagrees: ${visible(total.what)}: the file states ${visible(total.stated)}, ${visible(total.found)} was read`);
  }
  if (files.some((file) => file.rowsQuarantined > 0)) lines.push('What could not be read, and why: po-shadow quarantine');
  return lines;
}

/** That a known file counts as of another instant from now on. */
const datedText = ({ before, now }: NonNullable<ImportedFile['dated']>): string => `read again ${now === null ? 'without an instant' : `as of ${now}`} instead of ${before === null ? 'none' : before}, which counts from now on; `;

/** How many POs of an export another one of its instant holds with different content, and what to say then. */
function conflictingText({ orders, asOf, exports }: ConflictingOrders): string {
  const named = exports.map(({ shown, sha256 }) => `${visible(shown)}, SHA-256 ${sha256.slice(0, DIGITS)}…`).join('; ');
  return `${plural(orders, 'PO differs', 'POs differ')} from an export of the same time (${named}${asOf === null ? '' : `; both as of ${asOf}`}), and neither counts as newer: say asOf beside the input, when this one was taken, and import it again`;
}

/** Which columns nobody reads, with what each may have been meant for. */
function unreadText({ names, lacking }: UnreadColumns): string {
  const named = names.slice(0, MOST_NAMED).map((name) => {
    const meant = nearest(name, lacking);
    return meant === undefined ? visible(name) : `${visible(name)} (did you mean ${meant}?)`;
  });
  const more = names.length - named.length;
  return `${plural(names.length, 'column is', 'columns are')} not read: ${named.join(', ')}${more === 0 ? '' : ` and ${more.toLocaleString('en-US')} more`}`;
}

const MOST_UNREAD_SHOWN = 10;

/** One line a table in a folder of sheets that nothing reads, with the sheet that may be meant. */
export function unreadSheetsText(unread: readonly UnreadSheet[]): string[] {
  const lines = unread.slice(0, MOST_UNREAD_SHOWN).map(({ kind, shown, endings, meant }) => {
    const called = basename(shown);
    if (endings !== null) return `${visible(shown)} is not read: files of sheets end in ${endings.join(', ')}. Save it as ${meant}.csv.`;
    return `${visible(shown)} is not read: no sheet of ${kind === 'master' ? 'master data' : 'the mapping'} is called ${visible(basename(called, extname(called)))}.${meant === undefined ? '' : ` Did you mean ${meant}${visible(extname(called))}?`}`;
  });
  const more = unread.length - lines.length;
  return more > 0 ? [...lines, `… and ${plural(more, 'file')} more in the folders of sheets that nothing reads.`] : lines;
}

/** Needed sheets of which there are no rows, each with the file that may be meant to be it; undefined where none is missing. */
export function missingSheetsText(missing: readonly string[], unread: readonly UnreadSheet[]): string | undefined {
  if (missing.length === 0) return undefined;
  const named = missing.map((sheet) => {
    const near = unread.filter(({ kind, meant }) => `${kind}/${meant}` === sheet).map(({ shown }) => visible(shown));
    return near.length === 0 ? sheet : `${sheet} (${near.join(', ')} ${near.length === 1 ? 'is' : 'are'} not read)`;
  });
  return `No rows of ${named.join(', ')}: whatever needs them will be rejected. docs/file-formats.md describes each sheet.`;
}

/** One line a control that a person gave and that disagrees. */
export function controlsText(controls: readonly ControlCheck[]): string[] {
  return controls.filter((control) => !control.agrees).map((control) => `${control.input}: control ${control.what} disagrees: stated ${control.stated}, read ${control.found}`);
}
