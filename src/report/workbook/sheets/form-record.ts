import type { Workbook } from 'exceljs';
import { FORM_MARK, FORM_SHEETS, FORM_VERSION, type FormIdentity, type FormRow, RECORD_COLUMNS, RECORD_KINDS } from '../../../domain/decision-form.ts';
import type { DecisionModel } from '../../decision-model.ts';

/** Characters of one part; a cell holds 32,767. */
const PART = 30_000;

/** JSON in plain ASCII, without anything that a spreadsheet or XML would read as something else. */
const asciiJson = (value: unknown): string => JSON.stringify(value).replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '\\u005f');

/** The hidden sheet: what file this is, and what every row of the forms said when it was written. */
export function addFormRecord(book: Workbook, model: DecisionModel, items: ReadonlyMap<string, FormRow>, reviews: ReadonlyMap<string, FormRow>): void {
  const sheet = book.addWorksheet(FORM_SHEETS.record, { state: 'veryHidden' });
  sheet.protect('', {});
  sheet.addRow([...RECORD_COLUMNS]);
  const add = (kind: string, key: string, value: unknown): void => {
    const json = asciiJson(value);
    for (let part = 0; part * PART < json.length; part++) sheet.addRow([kind, key, String(part + 1), json.slice(part * PART, (part + 1) * PART)]);
  };
  const { company, window, programVersion, run, verdict } = model;
  const identity: FormIdentity = { company, window, programVersion, run: { id: run.id, number: run.number, digest: run.digest, asOf: run.asOf }, auditHead: { length: verdict.auditLength, hash: verdict.auditHead } };
  add(RECORD_KINDS.identity, FORM_MARK, FORM_VERSION);
  add(RECORD_KINDS.identity, 'file', identity);
  for (const [id, row] of items) add(RECORD_KINDS.openItem, id, row);
  for (const [entry, row] of reviews) add(RECORD_KINDS.review, entry, row);
}
