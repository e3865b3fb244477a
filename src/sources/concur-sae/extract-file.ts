import { CannotRun } from '../../domain/trouble.ts';
import { type TextLine, forEachLine } from '../../intake/lines.ts';
import type { InputFile } from '../../intake/sink.ts';
import { type ExtractRow, reportOf, rowOf } from './extract-row.ts';

const FIRST_WORD = /^"?(?:EXTRACT|DETAIL)"?([^A-Za-z0-9"])/;

/**
 * Calls `onRow` for each row that is not blank, in file order; `again` reads the row once more from its text, which takes a fraction of the
 * room of its cells. The delimiter is the character behind the first word, or the one that is
 * insisted on. Throws CannotRun for a file that is empty or no Standard Accounting Extract.
 */
export function forEachExtractRow(file: InputFile, insistedOn: string | undefined, onRow: (row: ExtractRow, again: () => ExtractRow) => void, onBytes?: (count: number) => void): void {
  let delimiter: string | null = null;
  forEachLine(
    file.path,
    (line) => {
      if (line.problem === null && line.text.trim() === '') return;
      const separator = (delimiter ??= delimiterOf(line, insistedOn, file.shown));
      const kept = { ...line };
      onRow(rowOf(kept, separator), () => rowOf(kept, separator));
    },
    onBytes,
  );
  if (delimiter === null) throw new CannotRun('the file is empty', { where: file.shown, remedy: 'Take it from Concur again; an extract without reports still has its header.' });
}

function delimiterOf({ text, number }: TextLine, insistedOn: string | undefined, shown: string): string {
  const where = `${shown}:${number}`;
  if (text.includes('\r')) throw new CannotRun('the lines end in CR alone', { where, remedy: 'Save the file with line ends LF or CRLF.' });
  const found = FIRST_WORD.exec(text)?.[1];
  if (found === undefined) {
    throw new CannotRun('the file is no Standard Accounting Extract: its first row begins with neither EXTRACT nor DETAIL', { where, remedy: 'Take extract_CES_SAE_v3_….txt from Concur, and import it as it is.' });
  }
  if (insistedOn !== undefined && insistedOn !== found) {
    throw new CannotRun(`the fields are separated by ${JSON.stringify(found)}, and the settings say delimiter: ${JSON.stringify(insistedOn)}`, { where, remedy: 'Correct delimiter, or leave it out.' });
  }
  return found;
}

/** How an extract's first row begins: its kind, in a row of a report the batch, and the day of the batch. */
const FIRST_FIELDS = /^"?(?:EXTRACT"?([^ A-Za-z0-9"])|DETAIL"?([^ A-Za-z0-9"])"?\d+"?\2)"?\d{4}-\d{2}-\d{2}/;

/** Whether a file is a Standard Accounting Extract, by its first row. */
export function isExtract(firstLine: string): boolean {
  return FIRST_FIELDS.test(firstLine);
}

/** The line of each report's last row: a report can be read when that has come, wherever its rows stand. */
export function lastLines(file: InputFile, insistedOn: string | undefined): Map<string, number> {
  const last = new Map<string, number>();
  forEachExtractRow(file, insistedOn, (row) => {
    if (row.kind !== 'DETAIL') return;
    const reportId = reportOf(row);
    // A copy of its own where it is new: a piece of a text would keep the whole of it.
    last.set(last.has(reportId) ? reportId : Buffer.from(reportId).toString(), row.line);
  });
  return last;
}
