import Papa from 'papaparse';
import { LIMITS } from './limits.ts';
import { forEachLine } from './lines.ts';

/** One record of a delimited file: its cells, the line it starts on, and why it can't be used, where it can't. */
export interface DelimitedRecord {
  line: number;
  cells: string[];
  problem: string | null;
  /** The text as read, for the quarantine. */
  raw: string;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
const BATCH_CHARACTERS = 256 * 1024;

const parseText = (text: string, delimiter: string): Papa.ParseResult<string[]> =>
  Papa.parse<string[]>(text, { delimiter, newline: '\n', header: false, skipEmptyLines: false });

const quotesIn = (text: string): number => {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count++;
  return count;
};

/** The delimiter of a header line: the one that cuts it into most cells; a comma where none does. */
export function delimiterOf(header: string): string {
  let best: string = ',';
  let most = 1;
  for (const delimiter of DELIMITERS) {
    const cells = parseText(header, delimiter).data[0]?.length ?? 0;
    if (cells > most) {
      most = cells;
      best = delimiter;
    }
  }
  return best;
}

/**
 * Calls `onRecord` for the header and every record of a CSV file (RFC 4180; comma, semicolon, tab or bar; quoted line ends).
 * Blank lines are passed over. A line with an unclosed quote is a record of its own with a problem, so that damage to one line
 * never swallows those behind it.
 */
export function forEachRecord(path: string, onRecord: (record: DelimitedRecord) => void, onBytes?: (count: number) => void): void {
  let delimiter: string | null = null;
  let width = 0;
  let batch: string[] = [];
  let batchLines: number[] = [];
  let batchCharacters = 0;
  // Lines since an odd number of quotes: perhaps one record, perhaps damage.
  let open: { text: string; line: number; problem: string | null }[] = [];
  let openQuotes = 0;

  const emit = (line: number, cells: string[], problem: string | null, raw: string): void => onRecord({ line, cells, problem, raw });
  /** Records with quotes are parsed many at a time; where one of them is odd, one by one, so that the odd one is told. */
  const flush = (): void => {
    if (batch.length === 0 || delimiter === null) return;
    const { data, errors } = parseText(batch.join('\n'), delimiter);
    if (errors.length === 0 && data.length === batch.length) {
      for (const [index, cells] of data.entries()) emit(batchLines[index] as number, cells, null, batch[index] as string);
    } else {
      for (const [index, record] of batch.entries()) {
        const one = parseText(record, delimiter);
        emit(batchLines[index] as number, one.data[0] ?? [], one.errors.some((error) => error.type === 'Quotes') ? 'a quote inside a cell is neither doubled nor at its ends' : null, record);
      }
    }
    batch = [];
    batchLines = [];
    batchCharacters = 0;
  };
  const take = (record: string, line: number): void => {
    if (delimiter === null) {
      delimiter = delimiterOf(record);
      const cells = parseText(record, delimiter).data[0] ?? [];
      width = cells.length;
      emit(line, cells, null, record);
      return;
    }
    if (!record.includes('"')) {
      // Without a quote the delimiter is all there is.
      flush();
      emit(line, record.split(delimiter), null, record);
      return;
    }
    batch.push(record);
    batchLines.push(line);
    batchCharacters += record.length;
    if (batchCharacters > BATCH_CHARACTERS) flush();
  };
  /** The first open line is damage: it alone is set aside, and those behind it are read afresh. */
  const giveUpOnOpen = (): void => {
    const [first, ...rest] = open;
    open = [];
    openQuotes = 0;
    if (first === undefined) return;
    flush();
    emit(first.line, [], 'a quote is opened and never closed', first.text);
    for (const line of rest) accept(line.text, line.line, line.problem);
  };
  const accept = (text: string, line: number, problem: string | null): void => {
    if (problem !== null) {
      while (open.length > 0) giveUpOnOpen();
      flush();
      emit(line, [], problem, text);
      return;
    }
    const quotes = text.includes('"') ? quotesIn(text) : 0;
    if (open.length === 0) {
      if (quotes % 2 === 1) {
        open = [{ text, line, problem }];
        openQuotes = quotes;
      } else if (text !== '') take(text, line);
      return;
    }
    open.push({ text, line, problem });
    openQuotes += quotes;
    if (openQuotes % 2 === 0) {
      const joined = open.map((part) => part.text).join('\n');
      const parsed = delimiter === null ? null : parseText(joined, delimiter);
      if (parsed !== null && (parsed.data.length !== 1 || parsed.data[0]?.length !== width)) giveUpOnOpen();
      else {
        const start = (open[0] as { line: number }).line;
        open = [];
        openQuotes = 0;
        take(joined, start);
      }
    } else if (open.length > LIMITS.quotedLines) giveUpOnOpen();
  };

  forEachLine(path, ({ text, number, problem }) => accept(text, number, problem), onBytes);
  while (open.length > 0) giveUpOnOpen();
  flush();
}
