import type { PartRows } from '../../domain/ledger-part.ts';
import type { LedgerFormatName } from '../../domain/settings.ts';
import { ASSIGNMENT_COLUMNS, HEADER_COLUMNS, LEDGER_COLUMNS, LINE_COLUMNS } from '../../domain/table-columns.ts';
import { fold } from '../../domain/text.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { readAmount } from '../../intake/fields.ts';
import type { NamedProfile } from '../../intake/profiled/fit.ts';
import { withInput } from '../../intake/profiled/with-input.ts';
import { Unreadable, UnreadableRow } from '../../intake/row-problem.ts';
import type { InputFile, LedgerFile, LedgerSink, ReadingOptions, Refusal } from '../../intake/sink.ts';
import { readLedgerTable } from '../ledger-table.ts';
import { otherTotal } from '../stated-total.ts';
import { AssignmentBook } from './assignment-book.ts';
import { HeaderBook, type HeldHeader, type LineColumn, type Trouble } from './header-book.ts';
import { LineJoiner } from './join-lines.ts';
import { type PartRow, type PartTable, openPart } from './open-part.ts';
import { PART_FORMS } from './part-forms.ts';

/** The files of one export whose headers and lines are tables of their own. */
export interface JoinedFiles {
  headers: InputFile;
  lines: InputFile;
  assignments?: InputFile | undefined;
}

/** What the amount of a line is computed from, beside its price. */
const OF_PRICE: readonly LineColumn[] = ['price_per', 'price_unit', 'quantity', 'unit'];

/**
 * Reads one export of headers, lines and account assignments as manual POs. Headers and assignments are held; the lines are gone through once to judge each PO and
 * once to deliver those that are whole, so that a PO with any trouble in any file is refused, once, with its rows in all of them. Throws CannotRun where a
 * file fits no form, or where the files are not of the same export.
 */
export async function readJoinedLedger(format: LedgerFormatName, files: JoinedFiles, options: ReadingOptions, sink: LedgerSink): Promise<LedgerFile> {
  const forms = PART_FORMS[format];
  const headerTable = await openPart('headers', files.headers, HEADER_COLUMNS, formsOf(format, 'headers', files.headers, withInput(forms.headers, options)));
  const lineTable = await openLines(format, files, options);
  const assignmentTable = files.assignments === undefined ? null : await openAssignments(format, files.assignments, options, lineTable);

  const bytes = (count: number): void => sink.bytes(count);
  const keyed = headerTable.has('key') && lineTable.has('key');
  if (!keyed && !lineTable.has('po_number')) throw new CannotRun('the headers lack the id by which their lines name them', { where: files.headers.shown, remedy: `Export the column ${forms.headers.flatMap(({ profile }) => profile.columns.key ?? []).join(' or ')} too.` });
  const headers = new HeaderBook(headerTable, { keyed, entity: options.entity ?? '', clock: options.clock }, bytes);
  const assignments = new AssignmentBook(assignmentTable, bytes);
  const joiner = new LineJoiner(headers, assignments, lineTable);

  const { orphans, computed } = judge(headers, assignments, joiner, lineTable);
  const whole = new Map(headers.all.filter(({ trouble }) => trouble === null).map((header) => [keyOf(header.cells.po_number, header.entity), header]));
  const headerOf = (poNumber: string, entity: string): HeldHeader => {
    const header = whole.get(keyOf(poNumber, entity));
    if (header === undefined) throw new Error(`no header of ${poNumber} was joined`);
    return header;
  };
  const ledger = await readLedgerTable(async (onRow) => {
    lineTable.forEachRow((row) => {
      const header = headers.headerOf(row.cells);
      if ('trouble' in header && header.trouble === null) for (const each of joiner.rowsOf(header, row)) onRow(each);
    }, bytes);
  }, { ...options, described: true }, {
    restart: () => sink.restart(),
    accept(order) {
      const { cells, rows, line: headerRow } = headerOf(order.poNumber, order.entity);
      const memo = cells.memo === '' || order.memo === cells.memo ? order.memo : [cells.memo, order.memo].filter((text) => text !== '').join('; ');
      sink.accept({ ...order, memo, headerRow }, rows.lines, rows);
    },
    refuse(refusal) {
      const { rows } = headerOf(refusal.documentId ?? '', refusal.entity ?? '');
      sink.refuse({ ...refusal, rows: rows.lines, part: 'lines', parts: rows });
    },
    control: (total) => sink.control(total, 'lines'),
    bytes: () => {},
  });

  for (const refusal of [...headers.loose, ...orphans, ...assignments.loose]) sink.refuse(refusal);
  for (const { cells, entity, rows, trouble } of headers.all) if (trouble !== null) sink.refuse({ ...trouble, rows: rows[trouble.part], documentId: cells.po_number, entity, parts: rows });
  for (const table of [headerTable, lineTable, assignmentTable]) table?.tellControls(sink);
  if (computed > 0) sink.control({ what: 'amounts computed as price × quantity ÷ price unit, since the lines give no net amount; the ERP\'s own may differ by some cents', stated: String(computed), found: String(computed), agrees: true }, 'lines');
  return ledger;
}

const AMOUNT = LEDGER_COLUMNS.findIndex(({ name }) => name === 'amount');

const keyOf = (poNumber: string, entity: string): string => `${entity}\u0000${poNumber}`;

/** Goes through the lines once: which PO each belongs to, and whether it is whole. Returns lines without header, and how many amounts were computed. */
function judge(headers: HeaderBook, assignments: AssignmentBook, joiner: LineJoiner, lines: PartTable<LineColumn>): { orphans: Refusal[]; computed: number } {
  const orphans = new Map<string, Refusal & { parts: PartRows }>();
  let joined = 0;
  let unjoined = 0;
  let computed = 0;
  let above: HeldHeader | null = null;
  for (const header of headers.all) header.trouble ??= assignments.troubleOf(header.cells.po_number);
  lines.forEachRow((row) => {
    const header = headers.headerOf(row.cells);
    if (!('trouble' in header)) {
      unjoined++;
      if (above !== null && isContinuation(row)) above.trouble ??= { part: 'lines', line: row.line, field: header.field, value: '', reason: `the line names no PO, and may be one of ${above.cells.po_number}; where an export names each PO once, fill the cells in` };
      const { po_number: poNumber, key, entity } = row.cells;
      const place = keyOf(poNumber || key, entity);
      const before = orphans.get(place);
      const rows = (before?.rows ?? 0) + 1;
      const problem = poNumber === '' && key === '' ? row.problem : null;
      orphans.set(place, { ...(before ?? { line: row.line, ...header, ...problem, ...(poNumber === '' ? {} : { documentId: poNumber, entity }), part: 'lines' }), rows, parts: { headers: 0, lines: rows, assignments: 0 } });
      return;
    }
    joined++;
    above = header;
    header.rows.lines++;
    header.items.add(fold(row.cells.line));
    try {
      for (const { cells } of joiner.rowsOf(header, row)) header.sumMinor += BigInt(readAmount('amount', cells[AMOUNT], header.decimals));
      if (joiner.computes) computed++;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      header.trouble ??= error instanceof UnreadableRow ? { part: 'assignments', line: error.line, ...error.problem } : { part: 'lines', line: row.line, ...error.problem };
    }
  });
  if (joined === 0 && unjoined > 0 && headers.all.length > 0) {
    const [first] = orphans.values();
    throw new CannotRun(`not one of its ${unjoined} lines names a PO of ${headers.shown}, such as ${first?.value === '' ? 'the first' : `"${first?.value}"`} (line ${first?.line})`, { where: lines.shown, remedy: 'Name the lines of the same export as the headers; several exports in one entry belong together in the order of their names.' });
  }
  const unassigned = assignments.settle(headers, lines.shown);
  for (const header of headers.all) header.trouble ??= lacksLines(header, lines.shown) ?? wrongTotal(header);
  return { orphans: [...orphans.values(), ...unassigned], computed };
}

/** Whether a line says nothing of which PO it is of, and something of a line beside its amount, as no sum does. */
function isContinuation({ cells, problem }: PartRow<LineColumn>): boolean {
  return problem?.field !== '' && cells.po_number === '' && cells.key === '' && cells.amount !== '' && [cells.line, cells.gl_account, cells.department, cells.location].some((cell) => cell !== '');
}

function lacksLines({ line, rows, cells }: HeldHeader, shown: string): Trouble | null {
  return rows.lines > 0 ? null : { part: 'headers', line, field: 'po_number', value: cells.po_number, reason: `no line of this PO in ${shown}: what it is over is not told` };
}

function wrongTotal({ line, cells, decimals, sumMinor }: HeldHeader): Trouble | null {
  const problem = otherTotal({ total: cells.total, totalWithTax: '', totalTaxes: [] }, { currency: cells.currency, decimals, minor: sumMinor, taxMinor: 0n });
  return problem === null ? null : { part: 'headers', line, ...problem };
}

function formsOf(format: string, part: string, file: InputFile, forms: readonly NamedProfile[]): readonly NamedProfile[] {
  if (forms.length > 0) return forms;
  const what = part === 'assignments' ? `format ${format} has no files of account assignments` : `format ${format} knows no ${part} in a file of their own`;
  throw new CannotRun(what, { where: file.shown, remedy: part === 'assignments' ? 'Leave assignments out.' : 'Name the columns of both files in a header profile (docs/header-profiles.md).' });
}

/** The lines by their net amounts; where they state none, by what a price is made of, which is not asked for otherwise. */
async function openLines(format: LedgerFormatName, { lines, assignments }: JoinedFiles, options: ReadingOptions): Promise<PartTable<LineColumn>> {
  // A currency that stands beside the input is the header's; a line says its own or none.
  const { currency: _currency, ...rest } = options;
  const forms = formsOf(format, 'lines', lines, withInput(PART_FORMS[format].lines, rest)).map(({ profile, ...each }) => ({ ...each, profile: { ...profile, defaults: linesDefaults(profile.defaults) } }));
  // Quantities are needed where assignments may share by them.
  const ofPrice = OF_PRICE.filter((name) => name !== 'quantity' || assignments === undefined);
  try {
    return await openPart('lines', lines, LINE_COLUMNS, forms, ['price', ...ofPrice]);
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    return openPart('lines', lines, LINE_COLUMNS, forms);
  }
}

const linesDefaults = (defaults: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(defaults).filter(([column]) => column !== 'currency' && column !== 'entity'));

async function openAssignments(format: LedgerFormatName, file: InputFile, options: ReadingOptions, lines: PartTable<LineColumn>) {
  if (options.profile !== undefined) throw new CannotRun('account assignments are read by their known forms alone, and this input has a header profile', { where: file.shown, remedy: 'Leave the profile or the assignments out.' });
  const table = await openPart('assignments', file, ASSIGNMENT_COLUMNS, formsOf(format, 'assignments', file, withInput(PART_FORMS[format].assignments, options)));
  if (!lines.has('line')) throw new CannotRun('the lines lack their number, by which assignments name them', { where: lines.shown, remedy: 'Export the column with the item number too.' });
  return table;
}
