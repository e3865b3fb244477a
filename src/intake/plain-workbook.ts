import { crc32 } from 'node:zlib';
import { CannotRun } from '../domain/trouble.ts';
import type { Archive } from './archive.ts';
import type { CellText } from './cell-text.ts';
import { columnOf, sharedTexts, sheetCells } from './sheet-cells.ts';
import { UnreadablePart } from './xml-tags.ts';

/** A range of merged cells; rows and columns count from 1. */
export interface MergedRange {
  name: string;
  firstRow: number;
  lastRow: number;
  firstColumn: number;
  lastColumn: number;
}

/** A workbook that holds cells, texts and formats alone; of its sheets (in their order) which cells are merged, and what those say that exceljs misreads (by `cellKey`). */
export interface PlainWorkbook {
  bytes: Buffer;
  merged: MergedRange[][];
  misread: Map<number, CellText>[];
}

/** Elements of a sheet that exceljs must not look at: all but its cells. */
export const IGNORED_ELEMENTS = [
  'sheetPr', 'dimension', 'sheetViews', 'sheetFormatPr', 'cols', 'autoFilter', 'mergeCells', 'rowBreaks', 'hyperlinks', 'pageMargins', 'dataValidations', 'pageSetup',
  'headerFooter', 'printOptions', 'picture', 'drawing', 'sheetProtection', 'tableParts', 'conditionalFormatting', 'extLst',
];

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/**
 * The workbook without anything but its cells, their texts and formats, under the names that exceljs expects. exceljs turns every
 * range that it meets (merged cells, validations, defined names, widths of columns) into as many objects as the range has cells, so
 * that a file of 1.5 KB with "A1:XFD1048576" in it ends the process; and people validate whole columns, too. Throws CannotRun.
 */
export async function plainWorkbook(archive: Archive, shown: string): Promise<PlainWorkbook> {
  const refuse = (what: string): CannotRun => new CannotRun(`the workbook can't be read: ${what}`, { where: shown, remedy: 'Save the sheet again as .xlsx or as CSV.' });
  const looked = <Found>(part: string, look: () => Found): Found => {
    try {
      return look();
    } catch (cause) {
      if (!(cause instanceof UnreadablePart)) throw cause;
      throw new CannotRun(`the workbook can't be read: ${part} ${cause.message}`, { where: shown, remedy: 'Open it with a spreadsheet program and save it again, as .xlsx or as CSV.', cause });
    }
  };
  const main = (await relationsOf(archive, '')).find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml';
  if (!archive.has(main)) throw refuse(`it has no ${main}`);
  const workbook = (await contentOf(archive, main)).toString('utf8');
  const relations = await relationsOf(archive, main);
  const parts: { name: string; content: Buffer }[] = [];
  const merged: MergedRange[][] = [];
  const misread: Map<number, CellText>[] = [];
  for (const kind of ['sharedStrings', 'styles']) {
    const part = relations.find(({ type }) => type.endsWith(`/${kind}`))?.target;
    if (part !== undefined && archive.has(part)) parts.push({ name: `xl/${kind}.xml`, content: await contentOf(archive, part) });
  }
  const strings = parts.find(({ name }) => name === 'xl/sharedStrings.xml')?.content;
  const texts = strings === undefined ? 0 : looked('its list of texts', () => sharedTexts(strings));
  const sheets: string[] = [];
  for (const attributes of elements(workbook, 'sheet')) {
    const name = attribute(attributes, 'name') ?? '';
    const relation = relations.find(({ id }) => id === attribute(attributes, '[\\w.-]+:id'));
    if (relation === undefined || (relation.type.endsWith('/worksheet') && !archive.has(relation.target))) throw refuse(`its sheet "${name}" is not there`);
    // Sheets of a chart or of an old dialogue have no cells.
    if (!relation.type.endsWith('/worksheet')) continue;
    const content = await contentOf(archive, relation.target);
    if (content.indexOf('<sheetData') < 0) throw refuse(`its sheet "${name}" has no cells that can be found`);
    misread.push(looked(`its sheet "${name}"`, () => sheetCells(content, texts)));
    const number = merged.push(mergedIn(content));
    sheets.push(`<sheet name="${name.replaceAll('"', '&quot;')}" sheetId="${number}" r:id="rId${number}"/>`);
    parts.push({ name: `xl/worksheets/sheet${number}.xml`, content });
  }
  const epoch = /<(?:\w+:)?workbookPr\b[^<>]*\sdate1904\s*=\s*["'](?:1|true)["']/.test(workbook) ? '<workbookPr date1904="1"/>' : '';
  const related = sheets.map((_, index) => `<Relationship Id="rId${index + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`).join('');
  parts.unshift(
    { name: 'xl/workbook.xml', content: Buffer.from(`<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">${epoch}<sheets>${sheets.join('')}</sheets></workbook>`) },
    { name: 'xl/_rels/workbook.xml.rels', content: Buffer.from(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${related}</Relationships>`) },
  );
  return { bytes: storedZip(parts), merged, misread };
}

async function contentOf(archive: Archive, name: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of archive.read(name)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** What a part refers to, with the full names of the parts; '' is the file itself. */
async function relationsOf(archive: Archive, part: string): Promise<{ id: string; type: string; target: string }[]> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const name = `${folder}_rels/${part.slice(folder.length)}.rels`;
  if (!archive.has(name)) return [];
  return elements((await contentOf(archive, name)).toString('utf8'), 'Relationship').map((attributes) => ({
    id: attribute(attributes, 'Id') ?? '', type: attribute(attributes, 'Type') ?? '', target: fullName(folder, attribute(attributes, 'Target') ?? ''),
  }));
}

/** A part's name as an entry of the archive: relative to the folder of the part that refers to it, or from the root. */
function fullName(folder: string, target: string): string {
  const steps: string[] = [];
  for (const step of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}

/** The attributes of every element of a name, as written. XML allows no < in them, which keeps the search linear. */
const elements = (xml: string, name: string): string[] => [...xml.matchAll(new RegExp(`<(?:\\w+:)?${name}\\s((?:[^<>"']|"[^<"]*"|'[^<']*')*)>`, 'g'))].map(([, attributes = '']) => attributes);

function attribute(attributes: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return found?.[1] ?? found?.[2];
}

function mergedIn(sheet: Buffer): MergedRange[] {
  const ranges: MergedRange[] = [];
  const start = sheet.indexOf('mergeCell');
  if (start < 0) return ranges;
  for (const [, firstColumn = '', firstRow, lastColumn = '', lastRow] of sheet.toString('latin1', start - 20).matchAll(/<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"/g)) {
    ranges.push({ name: `${firstColumn}${firstRow}:${lastColumn}${lastRow}`, firstColumn: columnOf(firstColumn), firstRow: Number(firstRow), lastColumn: columnOf(lastColumn), lastRow: Number(lastRow) });
  }
  return ranges;
}

/** A zip file of entries that are not deflated. */
function storedZip(parts: readonly { name: string; content: Buffer }[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of parts) {
    const nameBytes = Buffer.from(name);
    const header = Buffer.alloc(26);
    header.writeUInt16LE(20, 0);
    header.writeUInt32LE(crc32(content), 10);
    header.writeUInt32LE(content.length, 14);
    header.writeUInt32LE(content.length, 18);
    header.writeUInt16LE(nameBytes.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    files.push(Buffer.from('PK\u0003\u0004', 'latin1'), header, nameBytes, content);
    directory.push(Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), header, place, nameBytes);
    offset += 4 + header.length + nameBytes.length + content.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, central, end]);
}
