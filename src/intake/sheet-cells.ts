import { type CellText, isoDateText } from './cell-text.ts';
import { LIMITS } from './limits.ts';
import { Tags, UnreadablePart, isSpace } from './xml-tags.ts';

/** Rows and columns of a sheet that spreadsheet programs open. */
const LAST_ROW = 1_048_576;
const LAST_COLUMN = LIMITS.columns;
const LETTER_A = 65;
const LETTER_Z = 90;
/** Letters of the last column, XFD, and one that is too many. */
const LONGEST_COLUMN = 4;
/** Of a cell that can't be read, so much is shown. */
const SHOWN_BYTES = 400;

/** Where a cell is found among those of its sheet; both count from 1. */
export const cellKey = (row: number, column: number): number => row * LAST_COLUMN + column - 1;

/** How many texts a list of shared texts holds. Throws UnreadablePart. */
export function sharedTexts(content: Buffer): number {
  const tags = new Tags(content);
  let count = 0;
  while (tags.next()) if (!tags.closes && tags.is('si')) count++;
  return count;
}

/**
 * Looks through the XML of a sheet before exceljs does, which takes numbers as far as they go (`10 000` is 10, a date of ISO 8601 its
 * year), every boolean but 0 as true, of several rows with one number the last alone, and stops at elements that it does not know.
 * Gives the cells that it would so misread, by `cellKey`, with what they say or why that can't be told, and blanks what it stumbles
 * over and nobody needs (extensions, reading aids). One pass over the bytes, without a copy. Throws UnreadablePart where cells could
 * be lost or can't be placed; spreadsheet programs write no such sheet.
 */
export function sheetCells(content: Buffer, texts: number): Map<number, CellText> {
  const tags = new Tags(content);
  const filled = openSheetData(tags);
  const found = new Map<number, CellText>();
  let last = 0;
  while (filled && !tags.closed('sheetData')) {
    if (!tags.is('row')) throw new UnreadablePart(`has ${tags.shown()} where a row should be`);
    last = rowNumber(tags, last);
    if (!tags.empty) cellsOf(tags, last, texts, found);
  }
  if (content.indexOf('<sheetData', tags.end) >= 0) throw new UnreadablePart('has its cells in two places');
  return found;
}

/** Goes to the tag that opens the cells, and says whether there may be any. */
function openSheetData(tags: Tags): boolean {
  if (!tags.next() || !tags.is('worksheet')) throw new UnreadablePart('is no worksheet');
  while (tags.next()) {
    if (!tags.closes && tags.is('worksheet')) throw new UnreadablePart('is two worksheets in one');
    if (!tags.closes && tags.is('sheetData')) return !tags.empty;
  }
  throw new UnreadablePart('has no cells that can be found');
}

/** Rows stand in ascending order, each with its number: of two with one number exceljs keeps the latter alone. */
function rowNumber(tags: Tags, last: number): number {
  const written = tags.attribute('r');
  if (written === null) throw new UnreadablePart(`has a row without its number (the attribute r), ${last === 0 ? 'the first one' : `behind row ${last}`}`);
  const row = /^[1-9]\d{0,6}$/.test(written) ? Number(written) : 0;
  if (row === 0 || row > LAST_ROW) throw new UnreadablePart(`has a row whose number is ${JSON.stringify(written.slice(0, 40))}`);
  if (row === last) throw new UnreadablePart(`has row ${row} twice`);
  if (row < last) throw new UnreadablePart(`has row ${row} behind row ${last}`);
  return row;
}

function cellsOf(tags: Tags, row: number, texts: number, found: Map<number, CellText>): void {
  let last = '';
  let lastColumn = 0;
  while (!tags.closed('row')) {
    if (tags.is('extLst')) {
      tags.blank();
      continue;
    }
    if (!tags.is('c')) throw new UnreadablePart(`has ${tags.shown()} in row ${row} where a cell should be`);
    const address = tags.attribute('r');
    if (address === null) throw new UnreadablePart(`has a cell without its address (the attribute r) in row ${row}${last === '' ? '' : `, behind ${last}`}`);
    const column = columnIn(address, row);
    if (column === 0) throw new UnreadablePart(`has a cell in row ${row} whose address is ${JSON.stringify(address.slice(0, 40))}`);
    if (column === lastColumn) throw new UnreadablePart(`has cell ${address} twice`);
    if (column < lastColumn) throw new UnreadablePart(`has cell ${address} behind ${last}`);
    last = address;
    lastColumn = column;
    if (tags.empty) continue;
    const read = cellAt(tags, address, texts);
    if (read !== null) found.set(cellKey(row, column), read);
  }
}

/** The column of an address that stands in the row; 0 for any other. */
function columnIn(address: string, row: number): number {
  let at = 0;
  while (at < LONGEST_COLUMN && address.charCodeAt(at) >= LETTER_A && address.charCodeAt(at) <= LETTER_Z) at++;
  const column = columnOf(address.slice(0, at));
  return column <= LAST_COLUMN && address.slice(at) === String(row) ? column : 0;
}

/** The number of the column that letters name: A is 1. */
export function columnOf(letters: string): number {
  let column = 0;
  for (let at = 0; at < letters.length; at++) column = column * 26 + letters.charCodeAt(at) - LETTER_A + 1;
  return column;
}

const NO_RESULT = 'the formula has a result of a kind that formulas can\'t have; open the workbook, let it calculate and save it';

/** Reads a cell to its end; null where exceljs reads it rightly. */
function cellAt(tags: Tags, address: string, texts: number): CellText | null {
  const type = tags.attribute('t') ?? 'n';
  let formula = false;
  let inline = false;
  let values = 0;
  let from = 0;
  let to = 0;
  while (!tags.closed('c')) {
    if (tags.is('v')) {
      values++;
      if (tags.empty) continue;
      from = tags.end;
      to = tags.skipText('v', address);
    } else if (tags.is('f')) {
      formula = true;
      if (!tags.empty) tags.skipText('f', address);
    } else if (tags.is('is')) {
      inline = true;
      if (tags.empty) continue;
      from = tags.end;
      to = skipInline(tags, address);
    } else if (tags.is('extLst')) tags.blank();
    else throw new UnreadablePart(`has ${tags.shown()} in cell ${address}`);
  }
  if (from === to) return null;
  const { content } = tags;
  while (from < to && isSpace(content[from])) from++;
  while (to > from && isSpace(content[to - 1])) to--;
  const stored = (): string => content.toString('utf8', from, Math.min(to, from + SHOWN_BYTES));
  const problem = (reason: string): CellText => ({ text: stored(), problem: reason });
  if (values > 1 || (values > 0 && inline)) return problem('the cell holds two values');
  if (formula && (inline || type === 's' || type === 'inlineStr')) return problem(NO_RESULT);
  if (inline) return type === 'inlineStr' ? null : problem('the cell holds a text and is not marked as one');
  switch (type) {
    case 'n':
      return isDouble(content, from, to) ? null : problem('the cell is marked as a number and holds something else');
    case 's':
      if (!(indexIn(content, from, to) < texts)) throw new UnreadablePart(`has in cell ${address} the text of number ${JSON.stringify(stored().slice(0, 40))}, and the workbook holds ${texts}, counted from 0`);
      return null;
    case 'b': {
      const said = stored();
      if (said === '0' || said === '1') return null;
      return said === 'true' || said === 'false' ? { text: said, problem: null } : problem('the cell is marked as true or false and holds something else');
    }
    case 'd': {
      const read = isoDateText(stored());
      return read.problem === null && to - from <= SHOWN_BYTES ? read : problem('the cell is marked as a date and holds something else');
    }
    case 'str':
    case 'inlineStr':
    case 'e':
      return null;
    default:
      return problem(`the cell is marked as of a kind that does not exist (${JSON.stringify(type.slice(0, 40))})`);
  }
}

/** A text within its cell, and where it ends. exceljs knows no reading aids there, and ends the cell at the first one. */
function skipInline(tags: Tags, address: string): number {
  let end = tags.end;
  while (!tags.closed('is')) {
    if (tags.is('rPh') || tags.is('phoneticPr')) tags.blank();
    else if (tags.is('t')) {
      if (!tags.empty) tags.skipText('t', address);
    } else if (tags.is('r')) {
      if (!tags.empty) while (!(tags.nextWithin() && tags.closes && tags.is('r')));
    } else throw new UnreadablePart(`has ${tags.shown()} in cell ${address}`);
    end = tags.end;
  }
  return end;
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/**
 * Whether bytes are a number as the schema has it (the lexical form of xsd:double): digits with at most one point, a sign, an exponent.
 * White space around it collapses there (` 10 ` is 10), within it is none. INF and NaN, which that form has too, are no amounts. A
 * number that is written with references (`1&#48;`) is not looked into.
 */
function isDouble(bytes: Buffer, from: number, to: number): boolean {
  const digitsFrom = (at: number): number => {
    let end = at;
    while (end < to && isDigit(bytes[end])) end++;
    return end;
  };
  const behindSign = (at: number): number => (at < to && (bytes[at] === 0x2b || bytes[at] === 0x2d) ? at + 1 : at);
  const whole = behindSign(from);
  const point = digitsFrom(whole);
  const end = point < to && bytes[point] === 0x2e ? digitsFrom(point + 1) : point;
  // Digits before the point, or behind it.
  if (point === whole && end < point + 2) return false;
  if (end === to) return true;
  if (bytes[end] !== 0x45 && bytes[end] !== 0x65) return false;
  const exponent = behindSign(end + 1);
  return exponent < to && digitsFrom(exponent) === to;
}

/** The number of a shared text; NaN for what is none. */
function indexIn(bytes: Buffer, from: number, to: number): number {
  let index = 0;
  for (let at = from; at < to; at++) {
    if (!isDigit(bytes[at])) return Number.NaN;
    index = index * 10 + (bytes[at] as number) - 0x30;
  }
  return from === to ? Number.NaN : index;
}
