import { z } from 'zod';
import { FORM_MARK, FORM_SHEETS, FORM_VERSION, type FormIdentity, type FormRow, RECORD_KINDS } from '../../domain/decision-form.ts';
import { shorten, visible } from '../../domain/text.ts';
import { CannotRun } from '../../domain/trouble.ts';
import type { Worksheet } from '../workbook.ts';

/** What the hidden sheet says of the file and of every row that was written. */
export interface FormRecord {
  identity: FormIdentity;
  openItems: Map<string, FormRow>;
  reviews: Map<string, FormRow>;
}

const identitySchema = z.strictObject({
  company: z.string(),
  window: z.strictObject({ from: z.string(), to: z.string() }),
  programVersion: z.string(),
  run: z.strictObject({ id: z.string(), number: z.int(), digest: z.string(), asOf: z.string().nullable() }),
  auditHead: z.strictObject({ length: z.int(), hash: z.string() }),
});
const rowSchema = z.strictObject({ bound: z.string(), figures: z.array(z.string()), filled: z.array(z.string()) });

/** Reads the hidden sheet. Throws CannotRun for a workbook that is not ours, is of another version, or whose record was changed. */
export function readFormRecord(sheets: readonly Worksheet[], shown: string): FormRecord {
  const sheet = sheets.find(({ name }) => name === FORM_SHEETS.record);
  const values = sheet === undefined ? undefined : valuesOf(sheet, shown);
  const version = values?.get(`${RECORD_KINDS.identity}\u0000${FORM_MARK}`);
  if (values === undefined || version === undefined) {
    throw new CannotRun('this is not a decision workbook of po-shadow', { where: shown, remedy: 'Hand back the file that po-shadow report wrote, with all its sheets; a copy of single sheets can’t be read.' });
  }
  if (version !== JSON.stringify(FORM_VERSION)) {
    throw new CannotRun(`the workbook has version ${shorten(visible(version), 20)} of the form, and this program reads version ${JSON.stringify(FORM_VERSION)}`, { where: shown, remedy: 'Write it anew with po-shadow report, and fill in that one.' });
  }
  const rowsOf = (kind: string): Map<string, FormRow> =>
    new Map([...values].flatMap(([key, json]) => (key.startsWith(`${kind}\u0000`) ? [[key.slice(kind.length + 1), parsed(rowSchema, json, shown)] as const] : [])));
  return { identity: parsed(identitySchema, values.get(`${RECORD_KINDS.identity}\u0000file`), shown), openItems: rowsOf(RECORD_KINDS.openItem), reviews: rowsOf(RECORD_KINDS.review) };
}

/** The values by what and key, their parts put together. */
function valuesOf({ rows }: Worksheet, shown: string): Map<string, string> {
  const values = new Map<string, { parts: number; text: string }>();
  for (const { cells: [what = '', key = '', part = '', text = ''], problems } of rows.slice(1)) {
    const name = `${what}\u0000${key}`;
    const { parts, text: before } = values.get(name) ?? { parts: 0, text: '' };
    if (problems !== null || part !== String(parts + 1)) throw changed(shown);
    values.set(name, { parts: parts + 1, text: before + text });
  }
  return new Map([...values].map(([name, { text }]) => [name, text]));
}

function parsed<Value>(schema: z.ZodType<Value>, json: string | undefined, shown: string): Value {
  try {
    return schema.parse(JSON.parse(json ?? ''));
  } catch (cause) {
    throw changed(shown, cause);
  }
}

const changed = (shown: string, cause?: unknown): CannotRun =>
  new CannotRun('the hidden sheet that says what was written has been changed', { where: `${shown}: sheet ${FORM_SHEETS.record}`, remedy: 'Write the workbook anew with po-shadow report, and fill in that one.', cause });
