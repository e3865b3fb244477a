import Papa from 'papaparse';
import type { EncodingName } from '../domain/header-profile.ts';
import { LIMITS } from './limits.ts';
import { forEachLine } from './lines.ts';
import { followQuotes } from './quotes.ts';

/**
 * One record of a delimited file: its cells, the line it starts on, and why it can't be used, where it can't. The cells of such a
 * one are those that damage has not reached, for telling whose row it was.
 */
export interface DelimitedRecord {
  line: number;
  cells: string[];
  problem: string | null;
  /** The text as read, for the quarantine; '' where the cells say it all. */
  raw: string;
}

interface Line {
  text: string;
  number: number;
  problem: string | null;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
const BATCH_CHARACTERS = 64 * 1024;

const NO_LINES: readonly Line[] = [];
const NEVER_CLOSED = 'a quote is opened and never closed';
const TEXT_BEHIND = 'text follows a closing quote: a quote inside a cell must be doubled';

const parseText = (text: string, delimiter: string): string[][] => Papa.parse<string[]>(text, { delimiter, newline: '\n', header: false, skipEmptyLines: false }).data;

/** The cells of one line. */
export const cellsOf = (line: string, delimiter: string): string[] => parseText(line, delimiter)[0] ?? [];

/** The delimiter of a header line: the one that cuts it into most cells; a comma where none does. */
export function delimiterOf(header: string): string {
  let best: string = ',';
  let most = 1;
  for (const delimiter of DELIMITERS) {
    const cells = parseText(header, delimiter)[0]?.length ?? 0;
    if (cells > most) {
      most = cells;
      best = delimiter;
    }
  }
  return best;
}

/** The cells of a damaged line that the damage has not reached: those before `end`, without the one that it cuts. */
function soundCells(text: string, delimiter: string, end: number): string[] {
  const cells = parseText(text.slice(0, end), delimiter)[0] ?? [];
  cells.pop();
  return cells.map((cell) => (cell.includes('\ufffd') || cell.includes('\u0000') ? '' : cell));
}

/**
 * Calls `onRecord` for the header and every record of a CSV file (RFC 4180; comma, semicolon, tab or bar; quoted line ends).
 * Blank lines are passed over. A line with an unclosed quote is a record of its own with a problem, so that damage to one line
 * never swallows those behind it. Where the header is known to stand further down, `header` says at which line and how it is delimited: what
 * stands above it is passed over.
 */
export function forEachRecord(path: string, onRecord: (record: DelimitedRecord) => void, onBytes?: (count: number) => void, header?: { from: number; delimiter: string; encoding?: EncodingName }): void {
  // Both are told by the header.
  let delimiter: string | null = header?.delimiter ?? null;
  let width: number | null = null;
  let batch: string[] = [];
  let batchLines: number[] = [];
  let batchCharacters = 0;
  // Lines since a quote was opened: perhaps one record, perhaps damage.
  let open: Line[] = [];
  let openCharacters = 0;

  const emit = (line: number, cells: string[], problem: string | null, raw: string): void => onRecord({ line, cells, problem, raw });
  /** Of what waits, the records with quotes are parsed in one go, since a call costs more than a record. */
  const flush = (): void => {
    if (batch.length === 0 || delimiter === null) return;
    const quoted = batch.filter((record) => record.includes('"'));
    const parsed = quoted.length === 0 ? [] : parseText(quoted.join('\n'), delimiter);
    const together = parsed.length === quoted.length;
    let next = 0;
    for (const [index, record] of batch.entries()) {
      const line = batchLines[index] as number;
      if (!record.includes('"')) emit(line, record.split(delimiter), null, '');
      else emit(line, (together ? parsed[next++] : parseText(record, delimiter)[0]) ?? [], null, record);
    }
    batch = [];
    batchLines = [];
    batchCharacters = 0;
  };
  const take = (record: string, line: number): void => {
    delimiter ??= delimiterOf(record);
    if (width === null) {
      const cells = parseText(record, delimiter)[0] ?? [];
      width = cells.length;
      emit(line, cells, null, record);
      return;
    }
    if (batch.length === 0 && !record.includes('"')) {
      emit(line, record.split(delimiter), null, '');
      return;
    }
    batch.push(record);
    batchLines.push(line);
    batchCharacters += record.length;
    if (batchCharacters > BATCH_CHARACTERS) flush();
  };
  const setAside = ({ text, number }: Line, problem: string): void => {
    flush();
    const separator = delimiter ?? delimiterOf(text);
    const { state, cellStart } = followQuotes(text, separator, false);
    emit(number, soundCells(text, separator, state === 'closed' ? text.length : cellStart), problem, text);
  };
  /** The first open line is damage: it alone is set aside, and those behind it, which are returned, are to be read afresh. */
  const giveUpOnOpen = (): readonly Line[] => {
    const [first, ...rest] = open;
    open = [];
    openCharacters = 0;
    if (first !== undefined) setAside(first, NEVER_CLOSED);
    return rest;
  };
  /** Takes one line; returns those that must be read again. */
  const accept = (line: Line): readonly Line[] => {
    const { text, number, problem } = line;
    if (problem !== null) {
      if (open.length > 0) return [...giveUpOnOpen(), line];
      setAside(line, problem);
      return NO_LINES;
    }
    if (open.length === 0 && !text.includes('"')) {
      if (text !== '') take(text, number);
      return NO_LINES;
    }
    delimiter ??= delimiterOf(text);
    const { state } = followQuotes(text, delimiter, open.length > 0);
    if (open.length === 0) {
      if (state === 'closed') take(text, number);
      else if (state === 'damaged') setAside(line, TEXT_BEHIND);
      else {
        open = [{ ...line }];
        openCharacters = text.length;
      }
      return NO_LINES;
    }
    open.push({ ...line });
    openCharacters += text.length;
    if (state === 'damaged') return giveUpOnOpen();
    if (state === 'open') return open.length > LIMITS.quotedLines || openCharacters > LIMITS.lineBytes ? giveUpOnOpen() : NO_LINES;
    const joined = open.map((part) => part.text).join('\n');
    if (width !== null && parseText(joined, delimiter)[0]?.length !== width) return giveUpOnOpen();
    const start = (open[0] as Line).number;
    open = [];
    openCharacters = 0;
    take(joined, start);
    return NO_LINES;
  };
  const acceptAll = (lines: readonly Line[]): void => {
    // The first is read first; what it gives back goes before the others.
    const waiting = lines.toReversed();
    for (let line = waiting.pop(); line !== undefined; line = waiting.pop()) waiting.push(...accept(line).toReversed());
  };

  forEachLine(path, (line) => {
    if (header !== undefined && line.number < header.from) return;
    const again = accept(line);
    if (again.length > 0) acceptAll(again.map((each) => ({ ...each })));
  }, onBytes, header?.encoding);
  while (open.length > 0) acceptAll(giveUpOnOpen());
  flush();
}
