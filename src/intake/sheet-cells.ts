import { type CellText, isoDateText } from './cell-text.ts';

/** What stops the reading of a whole part: it would lose cells without a word. */
export class UnreadablePart extends Error {}

/** Rows and columns of a sheet that spreadsheet programs open. */
const LAST_ROW = 1_048_576;
const LAST_COLUMN = 16_384;
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
  let column = 0;
  let at = 0;
  for (let letter = address.charCodeAt(at); letter >= 65 && letter <= 90 && at < 4; letter = address.charCodeAt(++at)) column = column * 26 + letter - 64;
  return column <= LAST_COLUMN && address.slice(at) === String(row) ? column : 0;
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

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
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

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const EQUALS = 0x3d;

/** The tags of a part, one after the other. What is not well-formed is left to the reader behind it, which refuses it. */
class Tags {
  readonly content: Buffer;
  /** Whether the tag closes an element, or opens and closes one. */
  closes = false;
  empty = false;
  /** Behind the tag. */
  end = 0;
  #from = 0;
  #nameEnd = 0;

  constructor(content: Buffer) {
    this.content = content;
  }

  /** Goes to the next tag; false at the end. */
  next(): boolean {
    const { content } = this;
    for (;;) {
      const at = content.indexOf(LESS, this.end);
      if (at < 0) return false;
      const byte = content[at + 1];
      if (byte === 0x21) this.#skip(at, '<!--', '-->');
      else if (byte === 0x3f) this.#skip(at, '<?', '?>');
      else {
        this.#tag(at, byte === SLASH);
        return true;
      }
    }
  }

  /** Goes to the next tag of an element that is not closed yet. */
  nextWithin(): true {
    if (!this.next()) throw new UnreadablePart('ends in the middle');
    return true;
  }

  /** Whether the next tag closes the element that is open; else it opens another one, which is now the tag. */
  closed(name: string): boolean {
    this.nextWithin();
    if (!this.closes) return false;
    if (!this.is(name)) throw new UnreadablePart(`has ${this.shown()} where </${name}> should be`);
    return true;
  }

  is(name: string): boolean {
    const length = this.#nameEnd - this.#from;
    if (length !== name.length) return false;
    for (let index = 0; index < length; index++) if (this.content[this.#from + index] !== name.charCodeAt(index)) return false;
    return true;
  }

  /** The tag for a message. */
  shown(): string {
    return `<${this.closes ? '/' : ''}${this.content.toString('utf8', this.#from, Math.min(this.#nameEnd, this.#from + 40))}>`;
  }

  /** The value of an attribute with a name of one letter, as written; null where it is not there. */
  attribute(name: 'r' | 't'): string | null {
    const { content } = this;
    const letter = name.charCodeAt(0);
    for (let at = this.#nameEnd; at < this.end; at++) {
      const byte = content[at];
      if (byte === 0x22 || byte === 0x27) at = content.indexOf(byte, at + 1);
      else if (byte === letter && isSpace(content[at - 1])) {
        let value = at + 1;
        while (isSpace(content[value])) value++;
        if (content[value] !== EQUALS) continue;
        value++;
        while (isSpace(content[value])) value++;
        const quote = content[value];
        if (quote !== 0x22 && quote !== 0x27) continue;
        return content.toString('latin1', value + 1, content.indexOf(quote, value + 1));
      }
    }
    return null;
  }

  /** Passes over the text of the element that the tag opened and what closes it, and gives the end of the text. */
  skipText(name: string, address: string): number {
    const textEnd = this.content.indexOf(LESS, this.end);
    this.nextWithin();
    if (!this.closes || !this.is(name) || this.#from !== textEnd + 2) throw new UnreadablePart(`has something else than a text in <${name}> of cell ${address}`);
    return textEnd;
  }

  /** Blanks the element that the tag opened. */
  blank(): void {
    const { content } = this;
    const from = this.#from - 1;
    if (!this.empty) {
      const close = content.indexOf(`</${content.toString('latin1', this.#from, this.#nameEnd)}`, this.end);
      const end = close < 0 ? -1 : content.indexOf(GREATER, close);
      if (end < 0) throw new UnreadablePart('ends in the middle');
      this.end = end + 1;
    }
    content.fill(0x20, from, this.end);
  }

  #tag(at: number, closes: boolean): void {
    const { content } = this;
    this.closes = closes;
    this.#from = at + (closes ? 2 : 1);
    let end = this.#from;
    for (let byte = content[end]; byte !== undefined && byte !== GREATER && byte !== SLASH && !isSpace(byte); byte = content[++end]);
    this.#nameEnd = end;
    for (let byte = content[end]; byte !== GREATER; byte = content[++end]) {
      if (byte === 0x22 || byte === 0x27) end = content.indexOf(byte, end + 1);
      if (byte === undefined || byte === LESS || end < 0) throw new UnreadablePart('ends in the middle, or is damaged');
    }
    this.empty = !closes && content[end - 1] === SLASH;
    this.end = end + 1;
  }

  /** Passes over a comment or an instruction. exceljs passes over CDATA, too, which is a text; a DTD no part may have. */
  #skip(at: number, start: string, stop: string): void {
    const { content } = this;
    if (content.toString('latin1', at, at + start.length) !== start) throw new UnreadablePart(content.toString('latin1', at, at + 9) === '<![CDATA[' ? 'has a text in a CDATA section' : 'has a DTD');
    const end = content.indexOf(stop, at + start.length);
    if (end < 0) throw new UnreadablePart('ends in the middle');
    this.end = end + stop.length;
  }
}
