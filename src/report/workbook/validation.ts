import type { DataValidation, Worksheet } from 'exceljs';

/** Longest list that a drop-down holds in itself. */
const LIST_CHARACTERS = 255;

/** exceljs has validations of ranges, and leaves them out of its types; cell by cell they cost a second for a thousand rows. */
function validate(sheet: Worksheet, cells: string, validation: DataValidation): void {
  (sheet as unknown as { dataValidations: { add(range: string, validation: DataValidation): void } }).dataValidations.add(cells, validation);
}

const listOf = (values: readonly string[]): string => `"${values.join(',')}"`;

/** A drop-down from which a cell must be filled. */
export function choices(sheet: Worksheet, cells: string, values: readonly string[], what: string): void {
  validate(sheet, cells, { type: 'list', allowBlank: true, formulae: [listOf(values)], showErrorMessage: true, errorStyle: 'stop', errorTitle: what, error: `Choose one of: ${values.join(', ')}.` });
}

/** A drop-down from which a cell may be filled; none where a name would break the list. */
export function suggestions(sheet: Worksheet, cells: string, values: readonly string[]): void {
  if (values.length === 0 || values.some((value) => /[",\p{C}]/u.test(value)) || values.join(',').length > LIST_CHARACTERS) return;
  validate(sheet, cells, { type: 'list', allowBlank: true, formulae: [listOf(values)], showErrorMessage: false });
}

/** Only a date, from 2000 on: earlier ones are slips. */
export function validDate(sheet: Worksheet, cells: string, format: string): void {
  validate(sheet, cells, {
    type: 'date', operator: 'greaterThan', allowBlank: true, formulae: [new Date(Date.UTC(2000, 0, 1))],
    showErrorMessage: true, errorStyle: 'stop', errorTitle: 'Date', error: `Give a date as ${format.toUpperCase()}.`,
  });
}
