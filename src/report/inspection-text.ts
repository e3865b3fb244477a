import type { Candidate, InspectedColumn, InspectedStyle, SourceInspection, TableInspection } from '../domain/table-inspection.ts';
import { plural } from '../domain/plural.ts';
import { shorten, visible } from '../domain/text.ts';
import { wrappedText } from './wrapped-text.ts';

/** Widths that add up to a screen of 80 columns. */
const NAME_WIDTH = 15;
const THEIRS_WIDTH = 22;
const CELL_WIDTH = 19;
const SCREEN = 80;
const LEAST_WIDTH = 4;
const LABEL_WIDTH = 14;
const MOST_NAMES = 40;

/** How wide lines may be, and the columns of the table among them. */
interface Layout {
  room: number;
  name: number;
  theirs: number;
  example: number;
}

/** The columns of a screen, all narrowed alike where there is less room. */
function layoutFor(room: number): Layout {
  const part = (width: number): number => Math.max(LEAST_WIDTH, Math.floor((width * Math.min(room, SCREEN)) / SCREEN));
  return { room, name: part(NAME_WIDTH), theirs: part(THEIRS_WIDTH), example: part(CELL_WIDTH) };
}

const cell = (text: string, width: number): string => shorten(visible(text), width).padEnd(width);
const line = ({ room }: Layout, label: string, text: string): string => wrappedText(visible(text), { room, first: label.padEnd(LABEL_WIDTH), further: ' '.repeat(LABEL_WIDTH) });

/** What a file looks like and how it would be read, for a screen of 80 columns or of another width. */
export function inspectionText(inspection: TableInspection, profileName: string | null, width: number = SCREEN): string {
  const layout = layoutFor(width);
  const { columns, dates, amounts, rows, problems, controls, missing, unread, words } = inspection;
  const found = columns.filter(({ theirs, fallback }) => theirs !== null || fallback !== null);
  let text = `${visible(inspection.file)}\n${lookText(inspection, layout)}\n`;
  text += `${cell('column', layout.name)} ${cell('is read from', layout.theirs)} ${cell('such as', layout.example)}  becomes\n`;
  for (const column of found) text += columnText(column, layout);
  if (columns.some(({ guess }) => guess !== null)) text += line(layout, '', '? A guess: confirm it, or correct it in the profile.');
  text += '\n';
  for (const [label, styles] of [['dates', dates], ['amounts', amounts]] as const) for (const style of styles) text += styleText(label, style, layout);
  for (const { written, means } of words) if (means === null && !CANONICAL_STATUS.has(written.toLowerCase())) text += line(layout, 'status', `"${shorten(written, 40)}" means nothing yet: say in values whether it is ${inspection.table === 'periods' ? 'open or closed' : 'open, closed or cancelled'}.`);
  for (const { column, written, line: at } of inspection.withoutZone) text += line(layout, 'time zone', `${column}: ${JSON.stringify(shorten(written, 40))} (line ${at}) has no offset. Say timeZone beside the input, or every such row goes to quarantine.`);
  text += line(layout, 'rows', `${plural(rows.delivered, 'row')} of the table, ${rows.unreadable.toLocaleString('en-US')} of them with a cell that can't be read; ${rows.passedOver.toLocaleString('en-US')} passed over`);
  for (const { line: at, field, value, reason } of problems) text += line(layout, '', `line ${at}: ${field === '' ? '' : `${field}: `}${reason}: ${shorten(value, 60)}`);
  for (const control of controls) if (!control.agrees) text += line(layout, 'disagrees', `${control.what}: the file states ${control.stated}, ${control.found} was read`);
  if (missing.length > 0) text += line(layout, 'missing', missing.join(', '));
  const optional = columns.filter(({ theirs, fallback, name }) => theirs === null && fallback === null && !missing.includes(name)).map(({ name }) => name);
  if (optional.length > 0) text += line(layout, 'not there', `${optional.join(', ')} (need not be)`);
  if (unread.length > 0) text += line(layout, 'not read', `${unread.slice(0, MOST_NAMES).map((name) => shorten(name, 40)).join(', ')}${unread.length > MOST_NAMES ? ` and ${plural(unread.length - MOST_NAMES, 'more column')}` : ''}`);
  return `${text}\n${nextText(inspection, profileName, layout)}`;
}

/** The same of a JSON file that a source reads by its own fields. */
export function sourceText({ file, source, form }: SourceInspection, width: number = SCREEN): string {
  const layout = layoutFor(width);
  const told = line(layout, 'looks like', `${form}, which source: ${source} reads by their own fields: they need no header profile and take none.`);
  return `${visible(file)}\n${told}\n${line(layout, 'What to do:', 'Say in po-shadow.yaml:')}${settingsText(['inputs:', '  approvals:', `    - source: ${source}`, `      files: ${JSON.stringify(visible(file))}`])}`;
}

const settingsText = (lines: readonly string[]): string => lines.map((each) => `${' '.repeat(LABEL_WIDTH)}${each}\n`).join('');

const CANONICAL_STATUS = new Set(['open', 'closed', 'cancelled', 'canceled']);

function lookText({ form, table, format, candidates, encoding, delimiter, sheet, header, missing }: TableInspection, layout: Layout): string {
  const [first, ...others] = candidates;
  const of = ({ found, of: all }: Candidate): string => `${found} of ${plural(all, 'column')}`;
  let text = form === null
    ? line(layout, 'looks like', `no known form; read as ${table}, by columns that are guessed`)
    : line(layout, 'looks like', `${form} (${tableWords(table, format)})${first !== undefined && first.form === form ? `: ${of(first)}${missing.length === 0 ? ', all that must be there' : ''}` : ''}`);
  const next = form === null ? first : others.find((each) => each.form !== form);
  if (next !== undefined) text += line(layout, 'next nearest', `${next.form} (${tableWords(next.table, next.format)}): ${of(next)}${next.missing.length === 0 ? ', all that must be there' : `, lacks ${next.missing.join(', ')}`}`);
  const equal = candidates.filter((each) => first !== undefined && form !== null && each.missing.length === 0 && each.found === first.found && each.table !== table).map((each) => each.table);
  if (equal.length > 0) text += line(layout, '', `It could as well be ${[...new Set(equal)].join(', ')}: say which with --as.`);
  if (encoding !== null) text += line(layout, 'encoding', `${encoding.name}${{ profile: ', as the profile says', mark: '', bytes: '', assumed: `, assumed, since its bytes are no UTF-8: does "${encoding.example?.text ?? ''}" (line ${encoding.example?.line ?? 1}) read as it should? Else say encoding in the profile.` }[encoding.by]}`);
  if (delimiter !== null) text += line(layout, 'delimiter', { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' }[delimiter] ?? delimiter);
  if (sheet !== null) text += line(layout, 'sheet', sheet);
  return text + line(layout, 'header', `line ${header}`);
}

const tableWords = (table: string, format: string): string => (format === 'generic' || format === table ? table : `${table}, ${format}`);

function columnText({ name, theirs, guess, fallback, examples, required }: InspectedColumn, layout: Layout): string {
  const from = theirs === null ? `(always "${fallback ?? ''}")` : `${guess === null ? '' : '? '}${theirs}`;
  const [first, ...others] = examples;
  const row = (left: string, middle: string, example: InspectedColumn['examples'][number] | undefined): string =>
    `${cell(left, layout.name)} ${cell(middle, layout.theirs)} ${cell(example?.written ?? '', layout.example)}  ${example === undefined ? '' : shorten(visible(example.becomes === null ? `— ${example.reason ?? ''}` : example.becomes === '' ? '(blank)' : example.becomes), layout.example)}`.trimEnd();
  const further = others.filter(({ written, becomes }) => written !== becomes);
  let text = `${row(required ? `${name} *` : name, from, first)}\n`;
  for (const example of further) text += `${row('', '', example)}\n`;
  if (guess !== null && guess !== 'its name') text += `${cell('', layout.name)} ${shorten(visible(guess), layout.room - layout.name - 1)}\n`;
  return text;
}

function styleText(label: string, { column, style, because, open }: InspectedStyle, layout: Layout): string {
  if (open !== null) return line(layout, label, `${open.what}. OPEN: nothing is guessed. ${open.remedy}`);
  return line(layout, label, `${column}: ${style ?? ''}, told by: ${because}`);
}

function nextText({ table, format, form, file, missing, dates, amounts, withoutZone }: TableInspection, profileName: string | null, layout: Layout): string {
  const isOpen = [...dates, ...amounts].some(({ open }) => open !== null);
  const own = form === null || missing.length > 0 || isOpen || profileName !== null;
  if (table.startsWith('mapping/')) return line(layout, 'What to do:', `Put it into the project's folder mapping/ as ${table.slice('mapping/'.length)}; it needs no profile.`);
  const [key, first, files] = INPUTS[table] ?? ['master', `sheet: ${table}`, 'file'];
  const lines = ['inputs:', `  ${key}:`, `    - ${table === 'ledger' ? `format: ${own ? 'generic' : format}` : first}`, `      ${files}: ${JSON.stringify(visible(file))}`];
  if (own) lines.push(`      profile: ${profileName === null ? 'profiles/mine.yaml' : JSON.stringify(visible(profileName))}`);
  else if (key === 'master' && format !== 'generic') lines.push(`      format: ${format}`);
  if (withoutZone.length > 0) lines.push('      timeZone: …   # of the clock that wrote them, such as Europe/Berlin');
  const check = `see with --as ${table} --profile what it makes of the file`;
  const isWhole = missing.length === 0 && !isOpen;
  const steps = !own ? 'Say in po-shadow.yaml:' : profileName === null ? `Make a profile to edit with --write profiles/mine.yaml, ${check}, then say in po-shadow.yaml:` : `${isWhole ? 'Check' : 'Fill in what is missing or open in'} ${profileName}, ${check}, then say in po-shadow.yaml:`;
  return line(layout, 'What to do:', steps) + settingsText(lines);
}

const INPUTS: Readonly<Record<string, [key: string, first: string, files: string]>> = {
  ledger: ['ledger', '', 'files'], approvals: ['approvals', 'source: generic', 'files'], expensify: ['approvals', 'source: expensify', 'files'], ramp: ['approvals', 'source: ramp', 'files'],
};
