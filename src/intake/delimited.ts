import Papa from 'papaparse';
import type { EncodingName } from '../domain/header-profile.ts';
import { LIMITS } from './limits.ts';
import { forEachRawLine } from './lines.ts';
import { PlainCells } from './plain-cells.ts';
import { followQuotes, quotedCells } from './quotes.ts';

/**
 * One record of a delimited file: its cells, the line it starts on, and why it can't be used, where it can't. The cells of such a
 * one are those that damage has not reached, for telling whose row it was.
 */
export interface DelimitedRecord {
  line: number;
  cells: readonly string[];
  problem: string | null;
  /** The text as read, for the quarantine; '' where the cells say it all. */
  raw: string;
  /** Cells before the first of these two and from the second on are those of the record above. */
  from: number;
  to: number;
}

interface Line {
  text: string;
  number: number;
  problem: string | null;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** The mark that a file of UTF-8 may begin with, and a quote. */
const MARK_AND_QUOTE = '\ufeff"';
const NO_LINES: readonly Line[] = [];
const NEVER_CLOSED = 'a quote is opened and never closed';
const TEXT_BEHIND = 'text follows a closing quote: a quote inside a cell must be doubled';

const parseText = (text: string, delimiter: string): string[][] => Papa.parse<string[]>(text, { delimiter, newline: '\n', header: false, skipEmptyLines: false }).data;

/** A text that a formula protects from becoming a number: ="00123". */
const PROTECTED = /^="((?:[^"]|"")*)"$/;

/** Cells with the texts that formulas protect as those texts. */
const unprotected = (cells: string[]): string[] => (cells.some((cell) => cell.startsWith('="')) ? cells.map((cell) => PROTECTED.exec(cell)?.[1]?.replaceAll('""', '"') ?? cell) : cells);

/** The cells of one line. */
export const cellsOf = (line: string, delimiter: string): string[] => unprotected(parseText(line, delimiter)[0] ?? []);

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

const isSound = (cell: string): boolean => !cell.includes('\ufffd') && !cell.includes('\u0000');

/** The cells of a text but for its last, those that hold what is no text as blank ones. */
const textCells = (text: string, delimiter: string): string[] => cellsOf(text, delimiter).slice(0, -1).map((cell) => (isSound(cell) ? cell : ''));

/**
 * The cells of a damaged line that the damage has not reached: those before the one that it begins with (`cellStart`). Where that is the first, what stands in it before the next quote or
 * delimiter: a quote too many at the beginning of a line would else hide whose row it was.
 */
function soundCells(text: string, delimiter: string, cellStart: number): string[] {
  if (cellStart === 0) {
    const ends = [text.indexOf('"', 1), text.indexOf(delimiter), text.length].filter((end) => end >= 0);
    const cell = text.slice(1, Math.min(...ends));
    return isSound(cell) ? [cell] : [];
  }
  return textCells(text.slice(0, cellStart), delimiter);
}

/**
 * Calls `onRecord` for the header and every record of a CSV file (RFC 4180; comma, semicolon, tab or bar; quoted line ends).
 * Blank lines are passed over. The record and its cells are used again: copy what outlives the call. A line with an unclosed quote is a record of its own with a problem, so that damage to one line
 * never swallows those behind it. Where the header is known to stand further down, `header` says at which line and how it is delimited: what
 * stands above it is passed over.
 */
export function forEachRecord(path: string, onRecord: (record: DelimitedRecord) => void, onBytes?: (count: number) => void, header?: { from: number; delimiter: string; encoding?: EncodingName }): void {
  // Both are told by the header.
  let delimiter: string | null = header?.delimiter ?? null;
  let width: number | null = null;
  let plain: PlainCells | null = null;
  // Lines since a quote was opened: perhaps one record, perhaps damage.
  let open: Line[] = [];
  let openCharacters = 0;

  const record: DelimitedRecord = { line: 0, cells: [], problem: null, raw: '', from: 0, to: 0 };
  const deliver = (line: number, cells: readonly string[], problem: string | null, raw: string, from: number, to: number): void => {
    record.line = line;
    record.cells = cells;
    record.problem = problem;
    record.raw = raw;
    record.from = from;
    record.to = to;
    onRecord(record);
  };
  const emit = (line: number, cells: readonly string[], problem: string | null, raw: string): void => {
    plain?.forget();
    deliver(line, cells, problem, raw, 0, cells.length);
  };
  /** Takes a record whose quotes are closed. */
  const take = (text: string, line: number): void => {
    delimiter ??= delimiterOf(text);
    if (width === null) {
      const cells = cellsOf(text, delimiter);
      width = cells.length;
      if (PlainCells.canCut(delimiter)) plain = new PlainCells(delimiter, width);
      emit(line, cells, null, text);
    } else if (text.includes('"')) emit(line, unprotected(quotedCells(text, delimiter)), null, text);
    else emit(line, text.split(delimiter), null, '');
  };
  const setAside = ({ text, number }: Line, problem: string): void => {
    const separator = delimiter ?? delimiterOf(text);
    const { state, cellStart } = followQuotes(text, separator, false);
    emit(number, state === 'closed' ? textCells(text, separator) : soundCells(text, separator, cellStart), problem, text);
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
    // Where files were put together, the mark of the second stands before its first row, and would hide that the first cell is quoted.
    if (open.length === 0 && text.startsWith(MARK_AND_QUOTE)) return accept({ ...line, text: text.slice(1) });
    delimiter ??= delimiterOf(text);
    const { state } = followQuotes(text, delimiter, open.length > 0);
    if (open.length === 0) {
      if (state === 'closed') take(text, number);
      else if (state === 'damaged') setAside(line, TEXT_BEHIND);
      else {
        open = [line];
        openCharacters = text.length;
      }
      return NO_LINES;
    }
    open.push(line);
    openCharacters += text.length;
    if (state === 'damaged') return giveUpOnOpen();
    if (state === 'open') return open.length > LIMITS.quotedLines || openCharacters > LIMITS.lineBytes ? giveUpOnOpen() : NO_LINES;
    const joined = open.map((part) => part.text).join('\n');
    if (width !== null && quotedCells(joined, delimiter).length !== width) return giveUpOnOpen();
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

  forEachRawLine(path, (line) => {
    if (header !== undefined && line.number < header.from) return;
    if (plain !== null && open.length === 0 && line.inSoundBlock && line.end > line.start && plain.cut(line)) return deliver(line.number, plain.cells, null, '', plain.from, plain.to);
    const again = accept({ text: line.text, number: line.number, problem: line.problem });
    if (again.length > 0) acceptAll(again);
  }, onBytes, header?.encoding);
  while (open.length > 0) acceptAll(giveUpOnOpen());
}
