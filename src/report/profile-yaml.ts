import type { InspectedColumn, TableInspection } from '../domain/table-inspection.ts';
import { shorten, visible, visibleJson } from '../domain/text.ts';

const COMMENT_AT = 44;
const LONGEST_COMMENT = 150;

/** What to write where a table that is kept by hand has no column for something. */
const HINTS: Readonly<Record<string, string>> = {
  event_id: 'where the table has one state of each report, name the column of report_id here too',
  revision: 'where it has one state of each report, say defaults: { revision: "1" }',
  line_id: 'name a column that numbers the lines of a report, or say defaults: { line_id: "1" } where each has one line',
  currency: 'name its column, or say defaults: { currency: "EUR" }',
  active: 'name it, or inactive, blocked or deleted below; or say defaults: { active: "true" }',
};

/** A text as YAML reads it back, whatever is in it. */
const quoted = (text: string): string => visibleJson(text);
const key = (text: string): string => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text) ? text : quoted(text));
const comment = (text: string): string => `# ${shorten(visible(text), LONGEST_COMMENT)}`;
const commented = (line: string, text: string): string => `${line.padEnd(COMMENT_AT)} ${comment(text)}\n`;

/** A header profile to start from: what was found, with examples in comments, and what is missing or open to be filled in. */
export function profileYaml(inspection: TableInspection): string {
  const { file, table, form, columns, profile, dates, amounts, header, sheet, encoding, delimiter, missing } = inspection;
  let text = `${comment(`Header profile (${table}) of ${file}: a start, to be checked line by line.`)}\n`;
  text += form === null ? '# No known form fits: what is marked with ? is a guess from names and cells.\n' : `${comment(`Taken from the form: ${form}.`)}\n`;
  text += '# docs/header-profiles.md describes every key.\n\ncolumns:\n';
  for (const column of columns) text += columnLine(column, missing.includes(column.name));
  const defaults = Object.entries(profile.defaults);
  text += defaults.length === 0 ? '\n# defaults: { currency: "EUR" }   # for a column that is not there, and for blank cells\n' : `\ndefaults: { ${defaults.map(([name, value]) => `${key(name)}: ${quoted(value)}`).join(', ')} }\n`;
  text += valuesText(inspection);
  text += styleLine('dates', dates, 'dates: M/D/YYYY or dates: D/M/YYYY');
  text += styleLine('decimals', amounts, 'decimals: "1,234.56" or decimals: "1.234,56"');
  for (const { column, written } of inspection.withoutZone) text += `${comment(`${column}: ${quoted(shorten(written, 40))} has no offset: say timeZone beside the input (not here), or every such row goes to quarantine`)}\n`;
  if (encoding !== null && (encoding.by === 'assumed' || encoding.by === 'profile')) text += commented(`encoding: ${encoding.name}`, encoding.by === 'assumed' ? `assumed: does "${encoding.example?.text ?? ''}" read as it should?` : 'as given');
  if (delimiter !== null && ![',', ';', '\t', '|'].includes(delimiter)) text += `delimiter: ${quoted(delimiter)}\n`;
  text += commented(`# header: ${header}`, 'the line that names the columns; found by itself where it is left out');
  if (sheet !== null) text += `sheet: ${quoted(sheet)}\n`;
  const zeros = profile.leadingZeros;
  if (zeros !== 'keep') text += `leadingZeros: ${zeros === 'drop' ? zeros : `[${zeros.map(key).join(', ')}]`}\n`;
  for (const list of ['fillDown', 'negate'] as const) if (profile[list].length > 0) text += `${list}: [${profile[list].map(key).join(', ')}]\n`;
  for (const filter of ['only', 'skip', 'totals'] as const) text += filterText(filter, profile[filter]);
  return text;
}

function columnLine({ name, theirs, guess, examples, required }: InspectedColumn, isMissing: boolean): string {
  if (theirs === null) return commented(`  # ${name}:`, isMissing ? `MUST BE THERE: ${HINTS[name] ?? 'name its column, or give it a default'}` : required ? 'not in the file' : 'not in the file; need not be');
  const [first] = examples;
  const example = first === undefined ? '' : `${first.written} → ${first.becomes ?? first.reason ?? ''}`;
  return commented(`  ${name}: ${quoted(theirs)}`, `${guess === null ? '' : `? ${guess}: `}${example}`);
}

/** All that a form or profile says of words, since another export has others; of guesses only what stands in the file. Words that mean nothing yet are a map in comments, which holds as a whole once its # are gone. */
function valuesText({ profile, words, form, table }: TableInspection): string {
  const seen = new Set(words.map(({ written }) => written.toLowerCase()));
  const said = Object.entries(profile.values).map(([column, meanings]) => ({ column, used: Object.entries(meanings).filter(([theirs]) => column !== 'status' || form !== null || seen.has(theirs.toLowerCase())) })).filter(({ used }) => used.length > 0);
  const open = words.filter(({ written, means }) => means === null && !['open', 'closed', 'cancelled', 'canceled'].includes(written.toLowerCase()));
  const question = table === 'periods' ? 'open or closed?' : 'open, closed or cancelled?';
  const proposals = (indent: string): string => open.map(({ written }) => commented(`${indent}${quoted(written)}: open`, question)).join('');
  let text = said.length === 0 ? '' : 'values:\n';
  for (const { column, used } of said) {
    text += `  ${column}:\n`;
    for (const [theirs, ours] of used) text += `    ${quoted(theirs)}: ${quoted(ours)}\n`;
    if (column === 'status') text += proposals('    # ');
  }
  if (open.length === 0 || said.some(({ column }) => column === 'status')) return text;
  return text === '' ? `# values:\n#   status:\n${proposals('#     ')}` : `${text}  # status:\n${proposals('  #   ')}`;
}

function styleLine(name: 'dates' | 'decimals', styles: TableInspection['dates'], choice: string): string {
  const open = styles.find((style) => style.open !== null);
  if (open?.open !== null && open !== undefined) return `${comment(`OPEN: ${open.open.what}`)}\n# ${choice}\n`;
  const told = styles.find(({ because }) => because.includes('(line ') || because === 'the profile' || because === 'the known form');
  return told === undefined || told.style === null ? '' : commented(`${name}: ${name === 'decimals' ? quoted(told.style) : told.style}`, `told by: ${told.because}`);
}

function filterText(name: string, filter: Readonly<Record<string, readonly string[]>>): string {
  const entries = Object.entries(filter);
  return entries.length === 0 ? '' : `${name}: { ${entries.map(([column, values]) => `${key(column)}: [${values.map(quoted).join(', ')}]`).join(', ')} }\n`;
}
