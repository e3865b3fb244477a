import type { Workbook } from 'exceljs';
import type { RootCause } from '../../../domain/run.ts';
import { causeName } from '../../charts/cause-chart.ts';
import { currenciesOf } from '../../charts/chart-figures.ts';
import type { Offsetting } from '../../../domain/offsetting.ts';
import type { DecisionModel } from '../../decision-model.ts';
import type { Column } from '../column.ts';
import { amount, count, text } from '../content.ts';
import { fixOf } from '../fixes.ts';
import { addPage, freeze, putSection, putTitle } from '../sheet-page.ts';
import { putTable, setWidths } from '../table.ts';

/** Rows of a fact that are named; the rest is counted. */
const NAMED = 12;

const OFFSETTING: readonly Column<Offsetting>[] = [
  { name: 'Within', width: 40, wrap: true, of: ({ within }) => text(within) },
  { name: 'Rows that cancel', width: 10, of: ({ rows }) => count(rows.length) },
  { name: 'Net', width: 16, of: ({ net, currency }) => amount(net, currency) },
  { name: 'Gross', width: 16, of: ({ gross, currency }) => amount(gross, currency) },
  { name: 'Of', width: 60, wrap: true, of: ({ rows }) => text(`${rows.slice(0, NAMED).join(', ')}${rows.length > NAMED ? ` and ${rows.length - NAMED} more` : ''}`) },
];

/** Open rows by what they are open for, with the fix; and differences that cancel out, because net zero is not zero variance. */
export function addRootCausesSheet(book: Workbook, model: DecisionModel): void {
  const sheet = addPage(book, 'Root causes', model);
  const { rootCauses, offsetting } = model;
  const currencies = currenciesOf(rootCauses.map(({ atStake }) => atStake));
  const columns: Column<RootCause>[] = [
    { name: 'Cause', width: 44, wrap: true, of: (cause) => text(causeName(cause)) },
    { name: 'Rows', width: 10, of: ({ rows }) => count(rows) },
    ...currencies.map((currency): Column<RootCause> => ({ name: `At stake ${currency}`, width: 18, of: ({ atStake }) => amount(atStake[currency] ?? null, currency) })),
    { name: 'Code', width: 26, of: ({ status, cause }) => text(cause === '' ? status : cause) },
    { name: 'Fix', width: 70, wrap: true, of: (cause) => text(fixOf(cause)) },
  ];
  setWidths(sheet, columns.map(({ width }) => width));
  const headerRow = putTitle(sheet, 'Root causes', [`${model.afterResolutions.open.toLocaleString('en-US')} open rows by what they are open for, most money first.`, ...wrongLine(model)]);
  const { last } = putTable(sheet, headerRow, 'RootCauses', columns, rootCauses);
  const next = Math.max(last, headerRow + 1) + 2;
  putSection(sheet, next, 'Differences that cancel out: net zero is not zero variance');
  putTable(sheet, next + 1, 'Offsetting', OFFSETTING, offsetting);
  freeze(sheet, headerRow);
}

/** How often which side was wrong, in what people decided about; none where they decided nothing. */
function wrongLine({ wrong }: DecisionModel): string[] {
  const sides = Object.entries(wrong).map(([side, rows]) => `${side} ${rows.toLocaleString('en-US')}`);
  return sides.length === 0 ? [] : [`Who was wrong, in the rows that people decided about: ${sides.join(', ')}. Where the ledger was wrong, the integration was right.`];
}
