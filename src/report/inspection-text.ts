import type { Candidate, InspectedColumn, InspectedStyle, SourceInspection, TableInspection } from '../domain/table-inspection.ts';
import { plural } from '../domain/plural.ts';
import { shorten, visible } from '../domain/text.ts';
import { wrappedText } from './wrapped-text.ts';

/** Widths that add up to a screen of 80 columns. */
const NAME_WIDTH = 15;
const THEIRS_WIDTH = 22;
const CELL_WIDTH = 19;
const SCREEN = 80;
const LABEL_WIDTH = 14;
const MOST_NAMES = 40;

const cell = (text: string, width: number): string => shorten(visible(text), width).padEnd(width);
const line = (label: string, text: string): string => wrappedText(visible(text), { room: SCREEN, first: label.padEnd(LABEL_WIDTH), further: ' '.repeat(LABEL_WIDTH) });

/** What a file looks like and how it would be read, for a screen of 80 columns. */
export function inspectionText(inspection: TableInspection, profileName: string | null): string {
  const { columns, dates, amounts, rows, problems, controls, missing, unread, words } = inspection;
  const found = columns.filter(({ theirs, fallback }) => theirs !== null || fallback !== null);
  let text = `${visible(inspection.file)}\n${lookText(inspection)}\n`;
  text += `${cell('column', NAME_WIDTH)} ${cell('is read from', THEIRS_WIDTH)} ${cell('such as', CELL_WIDTH)}  becomes\n`;
  for (const column of found) text += columnText(column);
  if (columns.some(({ guess }) => guess !== null)) text += line('', '? A guess: confirm it, or correct it in the profile.');
  text += '\n';
  for (const [label, styles] of [['dates', dates], ['amounts', amounts]] as const) for (const style of styles) text += styleText(label, style);
  for (const { written, means } of words) if (means === null && !CANONICAL_STATUS.has(written.toLowerCase())) text += line('status', `"${shorten(written, 40)}" means nothing yet: say in values whether it is ${inspection.table === 'periods' ? 'open or closed' : 'open, closed or cancelled'}.`);
  for (const { column, written, line: at } of inspection.withoutZone) text += line('time zone', `${column}: ${JSON.stringify(shorten(written, 40))} (line ${at}) has no offset. Say timeZone beside the input, or every such row goes to quarantine.`);
  text += line('rows', `${plural(rows.delivered, 'row')} of the table, ${rows.unreadable.toLocaleString('en-US')} of them with a cell that can't be read; ${rows.passedOver.toLocaleString('en-US')} passed over`);
  for (const { line: at, field, value, reason } of problems) text += line('', `line ${at}: ${field === '' ? '' : `${field}: `}${reason}: ${shorten(value, 60)}`);
  for (const control of controls) if (!control.agrees) text += line('disagrees', `${control.what}: the file states ${control.stated}, ${control.found} was read`);
  if (missing.length > 0) text += line('missing', missing.join(', '));
  const optional = columns.filter(({ theirs, fallback, name }) => theirs === null && fallback === null && !missing.includes(name)).map(({ name }) => name);
  if (optional.length > 0) text += line('not there', `${optional.join(', ')} (need not be)`);
  if (unread.length > 0) text += line('not read', `${unread.slice(0, MOST_NAMES).map((name) => shorten(name, 40)).join(', ')}${unread.length > MOST_NAMES ? ` and ${plural(unread.length - MOST_NAMES, 'more column')}` : ''}`);
  return `${text}\n${nextText(inspection, profileName)}`;
}

/** The same of a JSON file that a source reads by its own fields. */
export function sourceText({ file, source, form }: SourceInspection): string {
  const told = line('looks like', `${form}, which source: ${source} reads by their own fields: they need no header profile and take none.`);
  return `${visible(file)}\n${told}\n${line('What to do:', 'Say in po-shadow.yaml:')}${settingsText(['inputs:', '  approvals:', `    - source: ${source}`, `      files: ${JSON.stringify(visible(file))}`])}`;
}

const settingsText = (lines: readonly string[]): string => lines.map((each) => `${' '.repeat(LABEL_WIDTH)}${each}\n`).join('');

const CANONICAL_STATUS = new Set(['open', 'closed', 'cancelled', 'canceled']);

function lookText({ form, table, format, candidates, encoding, delimiter, sheet, header, missing }: TableInspection): string {
  const [first, ...others] = candidates;
  const of = ({ found, of: all }: Candidate): string => `${found} of ${plural(all, 'column')}`;
  let text = form === null
    ? line('looks like', `no known form; read as ${table}, by columns that are guessed`)
    : line('looks like', `${form} (${tableWords(table, format)})${first !== undefined && first.form === form ? `: ${of(first)}${missing.length === 0 ? ', all that must be there' : ''}` : ''}`);
  const next = form === null ? first : others.find((each) => each.form !== form);
  if (next !== undefined) text += line('next nearest', `${next.form} (${tableWords(next.table, next.format)}): ${of(next)}${next.missing.length === 0 ? ', all that must be there' : `, lacks ${next.missing.join(', ')}`}`);
  const equal = candidates.filter((each) => first !== undefined && form !== null && each.missing.length === 0 && each.found === first.found && each.table !== table).map((each) => each.table);
  if (equal.length > 0) text += line('', `It could as well be ${[...new Set(equal)].join(', ')}: say which with --as.`);
  if (encoding !== null) text += line('encoding', `${encoding.name}${{ profile: ', as the profile says', mark: '', bytes: '', assumed: `, assumed, since its bytes are no UTF-8: does "${encoding.example?.text ?? ''}" (line ${encoding.example?.line ?? 1}) read as it should? Else say encoding in the profile.` }[encoding.by]}`);
  if (delimiter !== null) text += line('delimiter', { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' }[delimiter] ?? delimiter);
  if (sheet !== null) text += line('sheet', sheet);
  return text + line('header', `line ${header}`);
}

const tableWords = (table: string, format: string): string => (format === 'generic' || format === table ? table : `${table}, ${format}`);

function columnText({ name, theirs, guess, fallback, examples, required }: InspectedColumn): string {
  const from = theirs === null ? `(always "${fallback ?? ''}")` : `${guess === null ? '' : '? '}${theirs}`;
  const [first, ...others] = examples;
  const row = (left: string, middle: string, example: InspectedColumn['examples'][number] | undefined): string =>
    `${cell(left, NAME_WIDTH)} ${cell(middle, THEIRS_WIDTH)} ${cell(example?.written ?? '', CELL_WIDTH)}  ${example === undefined ? '' : shorten(visible(example.becomes === null ? `— ${example.reason ?? ''}` : example.becomes === '' ? '(blank)' : example.becomes), CELL_WIDTH)}`.trimEnd();
  const further = others.filter(({ written, becomes }) => written !== becomes);
  let text = `${row(required ? `${name} *` : name, from, first)}\n`;
  for (const example of further) text += `${row('', '', example)}\n`;
  if (guess !== null && guess !== 'its name') text += `${cell('', NAME_WIDTH)} ${shorten(visible(guess), SCREEN - NAME_WIDTH - 1)}\n`;
  return text;
}

function styleText(label: string, { column, style, because, open }: InspectedStyle): string {
  if (open !== null) return line(label, `${open.what}. OPEN: nothing is guessed. ${open.remedy}`);
  return line(label, `${column}: ${style ?? ''}, told by ${because}`);
}

function nextText({ table, format, form, file, missing, dates, amounts, withoutZone }: TableInspection, profileName: string | null): string {
  const isOpen = [...dates, ...amounts].some(({ open }) => open !== null);
  const own = form === null || missing.length > 0 || isOpen || profileName !== null;
  if (table.startsWith('mapping/')) return line('What to do:', `Put it into the project's folder mapping/ as ${table.slice('mapping/'.length)}; it needs no profile.`);
  const [key, first, files] = INPUTS[table] ?? ['master', `sheet: ${table}`, 'file'];
  const lines = ['inputs:', `  ${key}:`, `    - ${table === 'ledger' ? `format: ${own ? 'generic' : format}` : first}`, `      ${files}: ${JSON.stringify(visible(file))}`];
  if (own) lines.push(`      profile: ${profileName === null ? 'profiles/mine.yaml' : JSON.stringify(visible(profileName))}`);
  else if (key === 'master' && format !== 'generic') lines.push(`      format: ${format}`);
  if (withoutZone.length > 0) lines.push('      timeZone: …   # of the clock that wrote them, such as Europe/Berlin');
  const check = `see with --as ${table} --profile what it makes of the file`;
  const isWhole = missing.length === 0 && !isOpen;
  const steps = !own ? 'Say in po-shadow.yaml:' : profileName === null ? `Make a profile to edit with --write profiles/mine.yaml, ${check}, then say in po-shadow.yaml:` : `${isWhole ? 'Check' : 'Fill in what is missing or open in'} ${profileName}, ${check}, then say in po-shadow.yaml:`;
  return line('What to do:', steps) + settingsText(lines);
}

const INPUTS: Readonly<Record<string, [key: string, first: string, files: string]>> = {
  ledger: ['ledger', '', 'files'], approvals: ['approvals', 'source: generic', 'files'], expensify: ['approvals', 'source: expensify', 'files'], ramp: ['approvals', 'source: ramp', 'files'],
};
