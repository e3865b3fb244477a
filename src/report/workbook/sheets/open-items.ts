import type { Workbook, Worksheet } from 'exceljs';
import { DISPOSITIONS, DISPOSITION_NAMES, WRONG_SIDES } from '../../../domain/audit.ts';
import { FORM_SHEETS, type FormRow, OPEN_ITEM_FIELDS, OPEN_ITEM_FIGURES } from '../../../domain/decision-form.ts';
import { RESOLUTION_STATES, type VarianceRow } from '../../../domain/variance.ts';
import type { DecisionModel } from '../../decision-model.ts';
import { notesOf } from '../../model.ts';
import type { Column } from '../column.ts';
import { DATE_FORMAT, date, text } from '../content.ts';
import { addPage, freeze, letterOf, printColumns, putTitle } from '../sheet-page.ts';
import { setWidths, putTable } from '../table.ts';
import { AT_STAKE, CURRENCY, DIFFERENCES, ROW_ID, knownColumns } from '../variance-columns.ts';
import { choices, suggestions, validDate } from '../validation.ts';

/** What people may not change, in the order of OPEN_ITEM_FIGURES. */
function figureColumns(): Column<VarianceRow>[] {
  const state: Column<VarianceRow> = { name: 'State', width: 13, wrap: true, of: (row) => text(row.resolution === null ? 'Open' : RESOLUTION_STATES[row.resolution.state]), look: () => 'open' };
  const known = [...knownColumns(), CURRENCY, AT_STAKE, state, ROW_ID];
  return OPEN_ITEM_FIGURES.map((name) => {
    const column = known.find((each) => each.name === name);
    if (column === undefined) throw new Error(`Open items has no column ${name}, which decision-form.ts names`);
    return column;
  });
}

function inputColumns(): Column<VarianceRow>[] {
  const input = (name: string, width: number, of: Column<VarianceRow>['of']): Column<VarianceRow> => ({ name, width, of, input: true, wrap: true });
  const { disposition, wrong, reason, resolvedBy, owner, due, comment, pairWith } = OPEN_ITEM_FIELDS;
  return [
    input(disposition, 17, ({ resolution }) => text(resolution === null ? '' : DISPOSITIONS[resolution.disposition].label)),
    input(wrong, 12, ({ resolution }) => text(resolution === null || DISPOSITIONS[resolution.disposition].wrong !== null ? '' : resolution.wrong)),
    input(reason, 28, ({ resolution }) => text(resolution?.reason ?? '')),
    input(resolvedBy, 12, ({ resolution }) => text(resolution?.by ?? '')),
    input(owner, 12, ({ resolution }) => text(resolution?.owner ?? '')),
    input(due, 12, ({ resolution }) => date(resolution?.due ?? null)),
    input(comment, 22, ({ resolution }) => text(resolution?.comment ?? '')),
    input(pairWith, 15, () => text('')),
  ];
}

/** What is left to decide, largest first, with what would cure it and the cells to fill in. Gives what the hidden record must hold. */
export function addOpenItemsSheet(book: Workbook, model: DecisionModel, rows: readonly VarianceRow[], count: number): Map<string, FormRow> {
  const sheet = addPage(book, FORM_SHEETS.openItems, model);
  const figures = figureColumns();
  const inputs = inputColumns();
  const [rowId, ...visible] = figures as [Column<VarianceRow>, ...Column<VarianceRow>[]];
  const remedy: Column<VarianceRow> = { name: 'Remedy', width: 36, wrap: true, of: (row) => text(model.remedyOf(row)) };
  const explanation: Column<VarianceRow> = { name: 'Explanation', width: 60, of: (row) => text(notesOf(row).join(' ')) };
  const printed = [...visible, DIFFERENCES, remedy, ...inputs];
  const columns = [...printed, explanation, rowId];
  setWidths(sheet, columns.map(({ width }) => width));
  const shown = rows.length === count ? `${count.toLocaleString('en-US')} open, largest first.` : `Showing the ${rows.length.toLocaleString('en-US')} largest of ${count.toLocaleString('en-US')} open rows; all are in the companion file.`;
  const headerRow = putTitle(sheet, FORM_SHEETS.openItems, [
    shown,
    'Fill in the yellow columns and hand the file back: po-shadow import resolutions FILE.xlsx. Everything else stays as it is; a row whose figures were changed is refused.',
    'Wrong side is for Accepted, which does not say it. Resolved by names a person of the settings, and somebody else reviews. Due is for Timing, as YYYY-MM-DD. Pair with PO takes PO numbers, separated by semicolons.',
  ]);
  const { last } = putTable(sheet, headerRow, 'OpenItems', columns, rows);
  printColumns(sheet, printed.length, Math.max(last, headerRow + 1));
  if (rows.length > 0) validate(sheet, model, columns.map(({ name }) => name), headerRow);
  freeze(sheet, headerRow, 2);
  return new Map(rows.map((row) => [row.id, { bound: model.boundOf(row), figures: figures.map((column) => column.of(row).read), filled: inputs.map((column) => column.of(row).read) }]));

  function validate(target: Worksheet, { people }: DecisionModel, names: readonly string[], header: number): void {
    const cells = (name: string): string => {
      const letter = letterOf(names.indexOf(name) + 1);
      return `${letter}${header + 1}:${letter}${header + rows.length}`;
    };
    choices(target, cells(OPEN_ITEM_FIELDS.disposition), DISPOSITION_NAMES.map((name) => DISPOSITIONS[name].label), OPEN_ITEM_FIELDS.disposition);
    choices(target, cells(OPEN_ITEM_FIELDS.wrong), WRONG_SIDES, OPEN_ITEM_FIELDS.wrong);
    suggestions(target, cells(OPEN_ITEM_FIELDS.resolvedBy), people.map(({ id }) => id));
    validDate(target, cells(OPEN_ITEM_FIELDS.due), DATE_FORMAT);
  }
}
