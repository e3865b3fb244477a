import type { Workbook, Worksheet } from 'exceljs';
import { causeChart, chartedCauses } from '../../charts/cause-chart.ts';
import { currenciesOf, isZero, percentOf, weekFigures } from '../../charts/chart-figures.ts';
import { dayChart } from '../../charts/day-chart.ts';
import { pngOf } from '../../charts/render.ts';
import type { Picture } from '../../charts/svg.ts';
import { weekChart } from '../../charts/week-chart.ts';
import type { RootCause } from '../../../domain/run.ts';
import type { DecisionModel } from '../../decision-model.ts';
import { type Content, amount, count, date, percent, text } from '../content.ts';
import { addPage, put, putTitle } from '../sheet-page.ts';
import { setWidths } from '../table.ts';

/** Points of a row, and pixels of one. */
const ROW_POINTS = 15;
const ROW_PIXELS = 20;
/** Root causes beside their picture, at least, where there are so many; all of them are on a sheet of their own. */
const CAUSES = 20;
/** The figures begin in this column, beside the pictures. */
const FIGURES = 2;

/** The three pictures, and beside each its figures. */
export async function addChartsSheet(book: Workbook, model: DecisionModel): Promise<void> {
  const sheet = addPage(book, 'Charts', model);
  sheet.pageSetup.fitToHeight = 1;
  const currencies = currenciesOf([...model.days.map(({ gross }) => gross), ...model.rootCauses.map(({ atStake }) => atStake)]);
  setWidths(sheet, [123, 40, ...Array.from({ length: currencies.length + 4 }, () => 16)]);
  let row = putTitle(sheet, 'Charts', ['Pictures on the left, their figures on the right. Each currency has a scale of its own.', ...withoutMoney(model, currencies)]);
  const money = (all: readonly Record<string, string>[]): Content[][] => all.map((amounts, line) => currencies.map((currency) => (line === 0 && all.every((each) => isZero(each[currency] ?? '0')) ? text('none', 'right') : amount(amounts[currency] ?? null, currency))));
  const heads = (...names: string[]): Content[] => names.map((name, index) => text(name, index === 0 ? 'left' : 'right'));
  const gross = money(model.days.map((day) => day.gross));
  row = await putChart(book, sheet, row, dayChart(model), heads('Day', 'Rows', 'Agreeing', 'Open', 'Neither', ...currencies.map((currency) => `Gross ${currency}`)),
    model.days.map((day, line) => [date(day.date), count(day.rows), count(day.agreeing), count(day.open), count(day.rows - day.agreeing - day.open), ...(gross[line] as Content[])]));
  const causes = listedCauses(model.rootCauses);
  const stakes = money(causes.map(({ atStake }) => atStake));
  row = await putChart(book, sheet, row, causeChart(model.rootCauses), heads(causes.length < model.rootCauses.length ? `Root cause (${causes.length} of ${model.rootCauses.length})` : 'Root cause', 'Rows', ...currencies.map((currency) => `At stake ${currency}`)),
    causes.map((cause, line) => [text(cause.title), count(cause.rows), ...(stakes[line] as Content[])]));
  const weeks = weekFigures(model);
  await putChart(book, sheet, row, weekChart(weeks), heads('Week', 'Rows', 'Agreeing', 'Open', 'Match rate'),
    weeks.map((week) => [text(`Week ${week.number}, ${week.from} to ${week.to}`), count(week.rows), count(week.agreeing), count(week.open), percent(percentOf(week.agreeing, week.rows))]));
}

/** The causes that are drawn, and more of the first where that leaves room; in their order. */
function listedCauses(causes: readonly RootCause[]): RootCause[] {
  const charted = chartedCauses(causes);
  let room = CAUSES - charted.size;
  return causes.filter((cause) => charted.has(cause) || room-- > 0);
}

/** Which currencies have rows and no bar, so that nobody looks for them. */
function withoutMoney({ summary }: DecisionModel, currencies: readonly string[]): string[] {
  const without = Object.keys(summary.totals.currencies).filter((currency) => !currencies.includes(currency));
  return without.length === 0 ? [] : [`${without.join(', ')}: no variance, and nothing at stake.`];
}

/** A picture with its table; gives the row below both. */
async function putChart(book: Workbook, sheet: Worksheet, top: number, picture: Picture, head: readonly Content[], rows: readonly (readonly Content[])[]): Promise<number> {
  const png = await pngOf(picture);
  const image = book.addImage({ buffer: Buffer.from(png) as unknown as ArrayBuffer, extension: 'png' });
  sheet.addImage(image, { tl: { col: 0, row: top - 1 }, ext: { width: picture.width, height: picture.height }, editAs: 'oneCell' });
  head.forEach((content, index) => {
    put(sheet, top, FIGURES + index, content, 'header', true);
  });
  rows.forEach((contents, line) => {
    contents.forEach((content, index) => {
      put(sheet, top + 1 + line, FIGURES + index, content, 'cell', index === 0);
    });
  });
  if (rows.length === 0) put(sheet, top + 1, FIGURES, text('None.'), 'subtitle');
  const last = top + Math.max(rows.length + 1, Math.ceil(picture.height / ROW_PIXELS)) + 1;
  // Rows as high as they were reckoned with, so that the picture ends where the next one begins.
  for (let row = top; row < last; row++) sheet.getRow(row).height = ROW_POINTS;
  return last + 1;
}
