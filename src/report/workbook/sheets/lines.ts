import type { Workbook, Worksheet } from 'exceljs';
import { currencyDecimals } from '../../../domain/currency.ts';
import { LINE_ENDS, type LineEnd } from '../../../domain/line-end.ts';
import { formatMinor, minorOf } from '../../../domain/money.ts';
import type { DecisionModel } from '../../decision-model.ts';
import type { Column } from '../column.ts';
import { formula, isKept, text } from '../content.ts';
import type { CurrencyFigures } from '../figures.ts';
import type { KeyedInRows } from '../keyed-in-rows.ts';
import { ENDED, LEDGER_COLUMNS, WOULD_BE_COLUMNS } from '../line-columns.ts';
import { type CountedLine, type LineFigures, LineTally } from '../line-figures.ts';
import { addPage, freeze, letterOf, put, putTitle } from '../sheet-page.ts';
import { putTable, setWidths } from '../table.ts';
import { type TotalLine, addsExactly, countIfs, putTotals, shownSum, sumIfs } from '../totals-block.ts';
import type { SideCells } from './variance.ts';

/** A file of its own that holds the lines, and what was counted while it was written. */
export interface LinesBeside {
  file: string;
  tally: LineTally;
}

/** What the lines in rows are held against: the sums of the rows, and the cells of the sheet Variance that show them. */
interface RowSide {
  name: string;
  of(figures: CurrencyFigures): string;
  sizeOf(figures: CurrencyFigures): string;
  cellOf(currency: string): string | undefined;
}

/** Lines of totals above the reasons, the place of the sum among them, and the line that says whether all ties out. */
const TOTALS = 3;
const AMOUNT = 2;
const TIES = 1;
/** What differs from the rows' sum though it is in a row. */
const BEYOND = 'In a row, beyond its amount';

/** A sheet of lines: what it is called and says, what its lines are, and what those in rows must come to. */
interface LinesSheet<Line extends CountedLine> {
  name: string;
  table: string;
  says: string;
  columns: readonly Column<Line>[];
  lines: () => Iterable<Line>;
  beside: LinesBeside | null;
  tally: LineTally;
  rows: RowSide;
  /** In minor units, what the lines in rows must come to that are no part of a PO. */
  wholeOf(currency: string): bigint;
}

/** A currency's lines held against its rows. */
interface TiedFigures extends LineFigures {
  /** What the rows come to. */
  ofRows: string;
  ofRowsSize: string;
  /** What of the lines in rows is, for a known reason, in no row's amount. */
  beyond: string;
  ties: boolean;
}

function tied({ tally, rows, wholeOf }: Pick<LinesSheet<CountedLine>, 'tally' | 'rows' | 'wholeOf'>, figures: readonly CurrencyFigures[]): TiedFigures[] {
  const byCurrency = new Map(figures.map((each) => [each.currency, each]));
  const withRows = figures.filter((each) => minorOf(rows.of(each), each.currency) !== 0n).map(({ currency }) => currency);
  return tally.result(withRows).map((line) => {
    const { currency, ended, whole } = line;
    const side = byCurrency.get(currency);
    const ofRows = side === undefined ? formatMinor(0n, currency) : rows.of(side);
    const missing = minorOf(whole, currency) - wholeOf(currency);
    const beyond = minorOf(ended['in a row'], currency) - minorOf(ofRows, currency) - missing;
    return { ...line, ofRows, ofRowsSize: side === undefined ? ofRows : rows.sizeOf(side), beyond: formatMinor(beyond, currency), ties: missing === 0n };
  });
}

/** A workbook whose lines do not come to its rows must not exist, unless something came in since the run that the rows are of. */
function assertLinesTie(name: string, tally: LineTally, figures: readonly TiedFigures[], wholeOf: (currency: string) => bigint): void {
  const wrong = figures.filter(({ ties }) => !ties).map(({ currency, whole }) => `${currency}: the lines give ${whole}, the rows ${formatMinor(wholeOf(currency), currency)}`);
  if (tally.linesOf('not replayed yet') > 0) wrong.push(`lines that ended nowhere: ${tally.linesOf('not replayed yet')}`);
  if (wrong.length > 0) throw new Error(`the decision workbook does not tie: ${name}: ${wrong.join('; ')}`);
}

/** Lines of POs as a table with live totals that tie out with the rows, or where they are in a file of their own the totals and its name. */
function addLinesSheet<Line extends CountedLine>(book: Workbook, model: DecisionModel, figures: readonly CurrencyFigures[], parts: LinesSheet<Line>): void {
  const { name, says, columns, beside, tally, rows, wholeOf } = parts;
  const sheet = addPage(book, name, model);
  setWidths(sheet, columns.map(({ width }) => width));
  if (beside === null) for (const line of parts.lines()) tally.add(line);
  const currenciesTied = tied(parts, figures);
  if (model.isReplayed) assertLinesTie(name, tally, currenciesTied, wholeOf);
  const ends = LINE_ENDS.filter((end) => end === 'in a row' || tally.linesOf(end) > 0);
  const hasBeyond = currenciesTied.some(({ beyond, currency }) => minorOf(beyond, currency) !== 0n);
  const total = currenciesTied.reduce((sum, { rows: lines }) => sum + lines, 0);
  const top = putTitle(sheet, name, [
    `${total.toLocaleString('en-US')} lines${beside === null ? '' : `, in ${beside.file} beside this file; here are their totals`}. ${says}`,
    ...(hasBeyond ? [`${BEYOND}: what a report outside the window shares of a PO, POs in several currencies, which have no sum, and tax that another basis of amounts takes off or adds.`] : []),
    ...(model.isReplayed ? [] : ['Something was imported or changed since the newest run, so that these lines need not come to its rows: po-shadow run.']),
  ]);
  const headerRow = top + TOTALS + ends.length + (hasBeyond ? 2 : 1) + TIES + 2;
  const table = beside === null ? putTable(sheet, headerRow, parts.table, columns, parts.lines()) : null;
  const [amounts, currencies, ended] = table === null ? ['', '', ''] : [table.range('Amount'), table.range('Currency'), table.range(ENDED)];
  const live = table === null ? () => null : <Formula>(of: Formula): Formula => of;
  const lines: TotalLine<TiedFigures>[] = [
    { name: 'Lines', formula: live(countIfs(currencies)), result: (each) => ({ count: each.rows }) },
    { name: 'Amount', formula: live(sumIfs(amounts, currencies)), result: ({ sum }) => ({ decimal: sum }) },
    { name: 'Amount of the lines shown', formula: live(shownSum(amounts, currencies, currenciesTied.length === 1)), result: ({ sum }) => ({ decimal: sum }) },
    ...ends.map((end): TotalLine<TiedFigures> => ({ name: labelOf(end), formula: live(sumIfs(amounts, currencies, `,${ended},"${end}"`)), result: (each) => ({ decimal: each.ended[end] }) })),
    { name: rows.name, formula: (currency, decimals) => `ROUND(${rows.cellOf(currency) ?? '0'},${decimals})`, result: ({ ofRows }) => ({ decimal: ofRows }), size: ({ ofRowsSize }) => ofRowsSize },
    ...(hasBeyond ? [{ name: BEYOND, formula: null, result: ({ beyond }: TiedFigures) => ({ decimal: beyond }) }] : []),
  ];
  putTotals(sheet, top, currenciesTied, lines, ({ size }) => size);
  putTieOut(sheet, top, currenciesTied, { ends: ends.length, hasBeyond });
  if (table !== null) freeze(sheet, headerRow, 1);
}

/** Whether the reasons add up to the total, and what is in rows to the rows: said in words, live where a spreadsheet can add it up. */
function putTieOut(sheet: Worksheet, top: number, figures: readonly TiedFigures[], { ends, hasBeyond }: { ends: number; hasBeyond: boolean }): void {
  const [sum, first, last] = [top + AMOUNT, top + TOTALS + 1, top + TOTALS + ends];
  const ofRows = last + 1;
  const row = ofRows + (hasBeyond ? 2 : 1);
  put(sheet, row, 1, text('Ties out'));
  figures.forEach((each, index) => {
    const letter = letterOf(3 + index);
    const answer = text(each.ties ? 'yes' : 'NO', 'right');
    const decimals = currencyDecimals(each.currency) ?? 2;
    const isLive = [each.sum, each.ofRows, each.beyond, ...Object.values(each.ended)].every(isKept) && addsExactly(each.size, each.rows) && addsExactly(each.ofRowsSize, each.rows);
    const beyond = hasBeyond ? `-${letter}${ofRows + 1}` : '';
    const holds = `ROUND(SUM(${letter}${first}:${letter}${last})-${letter}${sum},${decimals})=0,ROUND(${letter}${first}${beyond}-${letter}${ofRows},${decimals})=0`;
    put(sheet, row, 3 + index, isLive ? formula(`IF(AND(${holds}),"yes","NO")`, answer) : answer, 'label');
  });
}

const labelOf = (end: LineEnd): string => `${end.charAt(0).toUpperCase()}${end.slice(1)}`;

/** Adds the sheet of would-be POs, whose lines in rows are what the rows' dry run comes to. */
export function addWouldBeSheet(book: Workbook, model: DecisionModel, figures: readonly CurrencyFigures[], cells: ReadonlyMap<string, SideCells>, beside: LinesBeside | null): void {
  const sums = new Map(figures.map(({ currency, wouldBe }) => [currency, minorOf(wouldBe, currency)]));
  addLinesSheet(book, model, figures, {
    name: 'Would-be POs', table: 'WouldBe', says: 'What the integration would have sent to the ERP, line by line; Source is the file and line of the approval.', columns: WOULD_BE_COLUMNS, lines: () => model.wouldBeLines(), beside,
    tally: beside?.tally ?? new LineTally(), wholeOf: (currency) => sums.get(currency) ?? 0n,
    rows: { name: 'Dry-run amounts on Variance', of: ({ wouldBe }) => wouldBe, sizeOf: ({ wouldBeSize }) => wouldBeSize, cellOf: (currency) => cells.get(currency)?.wouldBe },
  });
}

/** Adds the sheet of the manual ledger, whose lines in rows are what the rows say was keyed. */
export function addLedgerSheet(book: Workbook, model: DecisionModel, figures: readonly CurrencyFigures[], cells: ReadonlyMap<string, SideCells>, keyed: KeyedInRows, beside: LinesBeside | null): void {
  addLinesSheet(book, model, figures, {
    name: 'Manual ledger', table: 'ManualLedger', says: 'What people keyed, line by line; Source is the file and line of the export.', columns: LEDGER_COLUMNS, lines: () => model.ledgerLines(), beside,
    tally: beside?.tally ?? new LineTally(keyed.isPart), wholeOf: (currency) => keyed.of(currency),
    rows: { name: 'Manual amounts on Variance', of: (each) => each.keyed, sizeOf: ({ keyedSize }) => keyedSize, cellOf: (currency) => cells.get(currency)?.keyed },
  });
}
