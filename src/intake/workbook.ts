import { CannotRun } from '../domain/trouble.ts';
import { Archive } from './archive.ts';
import { type CellText, dateText, isoDate, numberText, showsDate } from './cell-text.ts';
import { LIMITS } from './limits.ts';
import { type XmlHandler, XmlProblem, XmlReader, attributeOf } from './xml.ts';

/** Why a cell can't be read, and what it holds. */
export interface CellProblem {
  value: string;
  reason: string;
}

/** One row of a worksheet as texts, with its row number, and the cells (by their place) that can't be read. */
export interface WorkbookRow {
  line: number;
  cells: string[];
  problems: Map<number, CellProblem> | null;
}

export interface Worksheet {
  name: string;
  /** Rows in which any cell is filled. */
  rows: WorkbookRow[];
}

const LAST_ROW = 1_048_576;
const LAST_COLUMN = 16_384;

/**
 * The worksheets of an .xlsx file as rows of texts. Numbers become plain decimals with the digits that are stored, dates
 * `YYYY-MM-DD`, formulas their last result; an error, a formula without result and a merged cell are problems of their cells.
 * Throws CannotRun for a file that is none or that is not safe to open.
 */
export async function readWorkbook(path: string, shown: string): Promise<Worksheet[]> {
  const archive = await Archive.open(path, shown);
  try {
    return await new WorkbookReader(archive, shown).read();
  } finally {
    archive.close();
  }
}

interface Relation {
  id: string;
  type: string;
  target: string;
}

class WorkbookReader {
  readonly #archive: Archive;
  readonly #shown: string;
  /** Texts and filled cells so far. */
  #filled = 0;

  constructor(archive: Archive, shown: string) {
    this.#archive = archive;
    this.#shown = shown;
  }

  async read(): Promise<Worksheet[]> {
    const main = (await this.#relations('')).find((relation) => relation.type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml';
    const sheets: { name: string; relation: string }[] = [];
    let epoch1904 = false;
    await this.#parse(main, {
      open(name, attributes) {
        if (name === 'sheet') sheets.push({ name: attributeOf(attributes, 'name') ?? '', relation: attributeOf(attributes, ':id') ?? '' });
        else if (name === 'workbookPr') epoch1904 = ['1', 'true'].includes(attributeOf(attributes, 'date1904') ?? '');
      },
      text() {},
      close() {},
    });
    const relations = await this.#relations(main);
    const partOf = (kind: string): string | undefined => relations.find((relation) => relation.type.endsWith(`/${kind}`))?.target;
    const strings = await this.#strings(partOf('sharedStrings'));
    const dates = await this.#dateStyles(partOf('styles'));
    const read: Worksheet[] = [];
    for (const { name, relation } of sheets) {
      const target = relations.find((each) => each.id === relation)?.target;
      if (target === undefined) throw this.#damaged(`the sheet ${JSON.stringify(name)} is not there`);
      const collector = new RowCollector({ strings, dates, epoch1904, fill: () => this.#fill() });
      await this.#parse(target, collector);
      read.push({ name, rows: collector.finish() });
    }
    return read;
  }

  #damaged(what: string): CannotRun {
    return new CannotRun(`the workbook can't be read: ${what}`, { where: this.#shown, remedy: 'Save the sheet again as .xlsx or as CSV.' });
  }

  #fill(): void {
    if (++this.#filled > LIMITS.workbookCells) throw new CannotRun(`the workbook has more than ${LIMITS.workbookCells} filled cells`, { where: this.#shown, remedy: 'Save the sheet as CSV.' });
  }

  async #parse(part: string, handler: XmlHandler): Promise<void> {
    const reader = new XmlReader(handler);
    try {
      for await (const chunk of this.#archive.read(part)) reader.write(chunk);
      reader.end();
    } catch (error) {
      if (error instanceof XmlProblem) throw this.#damaged(`${part}: ${error.message}`);
      throw error;
    }
  }

  /** What a part refers to, with full names; '' is the file itself. */
  async #relations(part: string): Promise<Relation[]> {
    const folder = part.slice(0, part.lastIndexOf('/') + 1);
    const name = `${folder}_rels/${part.slice(folder.length)}.rels`;
    const relations: Relation[] = [];
    if (!this.#archive.has(name)) return relations;
    await this.#parse(name, {
      open(element, attributes) {
        if (element !== 'Relationship' || attributeOf(attributes, 'TargetMode') === 'External') return;
        const target = attributeOf(attributes, 'Target') ?? '';
        relations.push({ id: attributeOf(attributes, 'Id') ?? '', type: attributeOf(attributes, 'Type') ?? '', target: resolvePart(folder, target) });
      },
      text() {},
      close() {},
    });
    return relations;
  }

  async #strings(part: string | undefined): Promise<string[]> {
    const strings: string[] = [];
    if (part === undefined) return strings;
    const rich = new RichText();
    await this.#parse(part, {
      open: (name) => {
        if (name === 'si') rich.start();
        else rich.open(name);
      },
      text: (piece) => rich.add(piece),
      close: (name) => {
        rich.close(name);
        if (name !== 'si') return;
        this.#fill();
        strings.push(rich.take());
      },
    });
    return strings;
  }

  /** Which cell styles show a number as a date. */
  async #dateStyles(part: string | undefined): Promise<boolean[]> {
    const dates: boolean[] = [];
    if (part === undefined) return dates;
    const codes = new Map<number, string>();
    let inCellFormats = false;
    await this.#parse(part, {
      open(name, attributes) {
        if (name === 'numFmt') codes.set(Number(attributeOf(attributes, 'numFmtId')), attributeOf(attributes, 'formatCode') ?? '');
        else if (name === 'cellXfs') inCellFormats = true;
        else if (name === 'xf' && inCellFormats) {
          const id = Number(attributeOf(attributes, 'numFmtId') ?? 0);
          dates.push(showsDate(id, codes.get(id)));
        }
      },
      text() {},
      close(name) {
        if (name === 'cellXfs') inCellFormats = false;
      },
    });
    return dates;
  }
}

/** A part's name as an entry of the archive: relative to the folder of the part that refers to it, or from the root. */
function resolvePart(folder: string, target: string): string {
  const steps: string[] = [];
  for (const step of (target.startsWith('/') ? target.slice(1) : folder + target).split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}

/** Gathers a text that may be in several runs; the reading aid of East Asian texts is no part of it. */
class RichText {
  #text = '';
  #taking = false;
  #aid = 0;

  start(): void {
    this.#text = '';
  }

  open(name: string): void {
    if (name === 'rPh') this.#aid++;
    else if (name === 't') this.#taking = this.#aid === 0;
  }

  add(piece: string): void {
    if (this.#taking) this.#text += piece;
  }

  close(name: string): void {
    if (name === 'rPh') this.#aid--;
    else if (name === 't') this.#taking = false;
  }

  take(): string {
    return unescaped(this.#text);
  }
}

/** `_x000D_` and its like stand for characters that XML can't hold. */
function unescaped(text: string): string {
  return text.includes('_x') ? text.replace(/_x([0-9a-fA-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))) : text;
}

interface SheetContext {
  strings: readonly string[];
  dates: readonly boolean[];
  epoch1904: boolean;
  fill(): void;
}

interface Range {
  firstRow: number;
  lastRow: number;
  firstColumn: number;
  lastColumn: number;
  name: string;
}

/** Builds the rows of one worksheet from its XML. */
class RowCollector implements XmlHandler {
  readonly #context: SheetContext;
  readonly #rows: WorkbookRow[] = [];
  readonly #merged: Range[] = [];
  readonly #rich = new RichText();
  #row: WorkbookRow | null = null;
  #line = 0;
  #column = -1;
  #type = '';
  #style = 0;
  #value: string | null = null;
  #hasFormula = false;
  #inValue = false;
  #inCell = false;

  constructor(context: SheetContext) {
    this.#context = context;
  }

  open(name: string, attributes: string): void {
    switch (name) {
      case 'row': {
        const stated = attributeOf(attributes, 'r');
        this.#line = stated === undefined ? this.#line + 1 : Number(stated);
        if (!Number.isInteger(this.#line) || this.#line < 1 || this.#line > LAST_ROW) throw new XmlProblem(`there is no row ${JSON.stringify(stated)}`);
        this.#row = { line: this.#line, cells: [], problems: null };
        this.#column = -1;
        return;
      }
      case 'c': {
        const stated = attributeOf(attributes, 'r');
        this.#column = stated === undefined ? this.#column + 1 : columnOf(stated);
        if (this.#column >= LAST_COLUMN) throw new XmlProblem('a row is too long');
        this.#type = attributeOf(attributes, 't') ?? 'n';
        this.#style = Number(attributeOf(attributes, 's') ?? 0);
        this.#value = null;
        this.#hasFormula = false;
        this.#inCell = true;
        this.#rich.start();
        return;
      }
      case 'v':
        this.#value = '';
        this.#inValue = true;
        return;
      case 'f':
        this.#hasFormula = true;
        return;
      case 'mergeCell': {
        const name = attributeOf(attributes, 'ref') ?? '';
        const corners = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(name);
        if (corners !== null) this.#merged.push({ firstColumn: columnOf(corners[1] as string), firstRow: Number(corners[2]), lastColumn: columnOf(corners[3] as string), lastRow: Number(corners[4]), name });
        return;
      }
      default:
        if (this.#inCell) this.#rich.open(name);
    }
  }

  text(piece: string): void {
    if (this.#inValue) this.#value += piece;
    else if (this.#inCell) this.#rich.add(piece);
  }

  close(name: string): void {
    if (name === 'v') this.#inValue = false;
    else if (name === 'c') this.#endCell();
    else if (name === 'row') {
      if (this.#row !== null && (this.#row.cells.some((cell) => cell !== '') || this.#row.problems !== null)) this.#rows.push(this.#row);
      this.#row = null;
    } else if (this.#inCell) this.#rich.close(name);
  }

  #endCell(): void {
    this.#inCell = false;
    const { text, problem } = this.#cell();
    if (this.#row === null || (text === '' && problem === null)) return;
    this.#context.fill();
    const { cells } = this.#row;
    const twice = (cells[this.#column] ?? '') !== '';
    while (cells.length < this.#column) cells.push('');
    cells[this.#column] = problem === null && !twice ? text : '';
    if (problem !== null || twice) this.#refuse(this.#row, this.#column, { value: text, reason: problem ?? 'the cell is there twice' });
  }

  #refuse(row: WorkbookRow, column: number, problem: CellProblem): void {
    row.problems ??= new Map();
    if (!row.problems.has(column)) row.problems.set(column, problem);
  }

  #cell(): CellText {
    const value = this.#value ?? '';
    const fine = (text: string): CellText => (text.isWellFormed() ? { text, problem: null } : { text, problem: 'the cell holds half a character' });
    if (this.#hasFormula && value === '' && this.#type !== 'str') return { text: '', problem: 'the formula has no stored result; open the workbook, let it calculate and save it' };
    switch (this.#type) {
      case 's': {
        const text = this.#context.strings[Number(value === '' ? Number.NaN : value)];
        return text === undefined ? { text: value, problem: 'the cell points to a text that the workbook does not have' } : fine(text);
      }
      case 'inlineStr':
        return fine(this.#rich.take());
      case 'str':
        return fine(unescaped(value));
      case 'b':
        return value === '1' || value === '0' ? { text: value === '1' ? 'true' : 'false', problem: null } : { text: value, problem: 'neither true nor false' };
      case 'e':
        return { text: value, problem: `the cell holds the error ${value}` };
      case 'd':
        return isoDate(value);
      case 'n':
        if (value === '') return { text: '', problem: null };
        return this.#context.dates[this.#style] === true ? dateText(value, this.#context.epoch1904) : numberText(value);
      default:
        return { text: value, problem: `a cell of the kind ${JSON.stringify(this.#type)} can't be read` };
    }
  }

  /** The rows; a merged cell says the same of all its rows or of one alone, and nobody knows which. */
  finish(): WorkbookRow[] {
    const rows = this.#rows;
    if (this.#merged.length === 0) return rows;
    const byLine = new Map(rows.map((row) => [row.line, row]));
    const lines = [...byLine.keys()].sort((left, right) => left - right);
    const width = rows.reduce((most, row) => Math.max(most, row.cells.length), 0);
    for (const { firstRow, lastRow, firstColumn, lastColumn, name } of this.#merged) {
      const text = byLine.get(firstRow)?.cells[firstColumn] ?? '';
      for (let index = firstAtLeast(lines, firstRow); index < lines.length && (lines[index] as number) <= lastRow; index++) {
        const row = byLine.get(lines[index] as number) as WorkbookRow;
        for (let column = firstColumn; column <= Math.min(lastColumn, width - 1); column++) {
          this.#context.fill();
          while (row.cells.length <= column) row.cells.push('');
          // Whose row it is can be told where the merged cell holds an id.
          if (row.cells[column] === '') row.cells[column] = text;
          this.#refuse(row, column, { value: text, reason: `the cell is merged (${name}); every row must stand for itself` });
        }
      }
    }
    return rows;
  }
}

/** The first index of a sorted list whose number is not below `least`. */
function firstAtLeast(numbers: readonly number[], least: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The place of a column, from 0, in a reference such as `AB12` or `AB`. */
function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (letters === undefined) throw new XmlProblem(`there is no cell ${JSON.stringify(reference.slice(0, 20))}`);
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
