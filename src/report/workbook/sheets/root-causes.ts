import type { Workbook } from 'exceljs';
import type { RootCause } from '../../../domain/root-cause.ts';
import { NOTHING_UNREAD, isAllDisposed, unreadFirst } from '../../../domain/unread.ts';
import { currenciesOf } from '../../charts/chart-figures.ts';
import type { Offsetting } from '../../../domain/offsetting.ts';
import type { DecisionModel } from '../../decision-model.ts';
import { rankingOf, sheetRowTexts } from '../../root-cause-text.ts';
import type { Column } from '../column.ts';
import { amount, count, text } from '../content.ts';
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

/** Open rows by what would fix them, with what speaks for it; and differences that cancel out, because net zero is not zero variance. */
export function addRootCausesSheet(book: Workbook, model: DecisionModel): void {
  const sheet = addPage(book, 'Root causes', model);
  const { rootCauses, offsetting } = model;
  const currencies = currenciesOf(rootCauses.map(({ atStake }) => atStake));
  const columns: Column<RootCause>[] = [
    { name: 'Root cause', width: 40, wrap: true, of: ({ title }) => text(title) },
    { name: 'Rows', width: 8, of: ({ rows }) => count(rows) },
    { name: 'Transactions', width: 13, of: ({ transactions }) => count(transactions) },
    ...currencies.flatMap((currency): Column<RootCause>[] => [
      { name: `At stake ${currency}`, width: 17, of: ({ atStake }) => amount(atStake[currency] ?? null, currency) },
      { name: `By this alone ${currency}`, width: 17, of: ({ alone }) => amount(alone.atStake[currency] ?? null, currency) },
    ]),
    { name: 'Fix', width: 44, wrap: true, of: ({ fix }) => text(fix.action) },
    { name: 'Where', width: 24, wrap: true, of: ({ fix }) => text(fix.size) },
    { name: 'Row to paste', width: 34, wrap: true, of: ({ fix }) => text(fix.csv === null ? '' : sheetRowTexts(fix.csv).slice(1).join('; ')) },
    { name: 'What speaks for it', width: 60, wrap: true, of: ({ evidence }) => text(evidence.join('; ')) },
    { name: 'Likely wrong', width: 12, of: ({ likely }) => text(likely ?? '') },
    { name: 'For example', width: 30, wrap: true, of: ({ examples }) => text(examples.join(', ')) },
    { name: 'Its rows also need', width: 16, wrap: true, of: ({ also }) => text(also.map(({ id }) => id).join(', ')) },
    { name: 'Code', width: 26, of: ({ status, cause }) => text(cause === '' ? status : cause) },
    { name: 'Id', width: 14, of: ({ id }) => text(id) },
  ];
  setWidths(sheet, columns.map(({ width }) => width));
  const before = isAllDisposed(model.summary) ? '' : unreadFirst(model.summary.unread ?? NOTHING_UNREAD);
  const headerRow = putTitle(sheet, 'Root causes', [...(before === '' ? [] : [`${before.slice(0, 1).toUpperCase()}${before.slice(1)}`]), `${model.afterResolutions.open.toLocaleString('en-US')} open rows by what would fix them, ${rankingOf(rootCauses)}. A row that needs several fixes stands at each of them whole; By this alone is what one fix clears without the others.`, 'Rows to paste are CSV, for the sheet that Where names. The rows of one: po-shadow variance --cause ID.', ...wrongLine(model)]);
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
