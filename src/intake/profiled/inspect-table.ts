import { type HeaderProfile, type WantedColumn, headerProfileSchema } from '../../domain/header-profile.ts';
import type { Candidate, InspectedColumn, InspectedStyle, TableInspection } from '../../domain/table-inspection.ts';
import { currencyDecimals } from '../../domain/currency.ts';
import { fold } from '../../domain/text.ts';
import { excerpt } from '../row-problem.ts';
import type { InputFile } from '../sink.ts';
import { headerKey } from '../table.ts';
import { COMMON_NAMES } from './common-names.ts';
import { type Fit, type NamedProfile, bestFit, foundIn } from './fit.ts';
import { givenForm, wantedNames } from './open-table.ts';
import { PlacedTable } from './placed-table.ts';
import { type Proposal, proposeColumns } from './propose-columns.ts';
import { type RawHead, type RawTable, openRawTable } from './raw-table.ts';
import type { ToldStyle } from './styles.ts';

/** A table that could be meant, and one form that it is known in. */
export interface TableForm {
  table: string;
  format: string;
  columns: readonly WantedColumn[];
  named: NamedProfile;
}

/** What somebody says of the file: which table it is, or the profile that it should be read by. */
export interface InspectionOptions {
  table?: string | undefined;
  profile?: HeaderProfile | undefined;
}

const SAMPLED_ROWS = 200;
const EXAMPLES = 3;
const MOST_PROBLEMS = 5;
const MOST_WORDS = 30;
const MOST_CANDIDATES = 5;

/**
 * Tells what a file looks like and how it would be read: by the profile given, by the known form that fits, or where none does by columns that are
 * guessed from names and cells. Where several forms fit equally, the earlier one is taken. Throws CannotRun for a file that can't be read at all.
 */
export async function inspectTable(file: InputFile, forms: readonly TableForm[], { table, profile }: InspectionOptions): Promise<TableInspection> {
  const own = profile === undefined ? [] : [{ name: 'the profile given', profile, own: true }];
  const raw = await openRawTable(file, wantedNames([...own, ...forms.map(({ named }) => named)]), givenForm(own));
  const ranked = forms.map((form) => ({ form, fit: bestFit(raw, form.columns, [form.named]) })).sort((left, right) => isNearer(left.fit, right.fit));
  const meant = ranked.filter(({ form }) => table === undefined || form.table === table);
  const nearest = meant[0] as (typeof meant)[number];
  const chosen = profile === undefined
    ? nearest.fit.missing.length === 0 ? { form: nearest.form, fit: nearest.fit, proposals: null } : proposed(raw, meant.map(({ form }) => form))
    : { form: nearest.form, fit: bestFit(raw, nearest.form.columns, own), proposals: null };
  const { form, fit, proposals } = chosen;
  const head = raw.heads[fit.head] as RawHead;
  const candidates = ranked.slice(0, MOST_CANDIDATES).map(({ form: each, fit: its }): Candidate => ({ table: each.table, format: each.format, form: each.named.name, found: foundIn(its), of: Object.keys(each.named.profile.columns).length, missing: its.missing }));
  return {
    file: file.shown, table: form.table, format: form.format, form: proposals === null ? fit.named.name : null, candidates,
    encoding: raw.encoding, delimiter: head.delimiter ?? null, sheet: head.sheet ?? null, header: head.line, missing: fit.missing,
    unread: head.names.filter((name, place) => name.trim() !== '' && !fit.places.includes(place)).map((name) => excerpt(name.trim())),
    ...cellsOf(raw, form, fit, proposals), profile: fit.named.profile,
  };
}

/** Complete fits first, of those the one with most columns; else the one with the greatest share of what it must have. */
function isNearer(left: Fit, right: Fit): number {
  const score = (fit: Fit): number => foundIn(fit) / (foundIn(fit) + 2 * fit.missing.length);
  const [one, other] = [left.missing.length === 0, right.missing.length === 0];
  if (one !== other) return one ? -1 : 1;
  const lacking = (fit: Fit): number => Object.keys(fit.named.profile.columns).length - foundIn(fit);
  return one ? foundIn(right) - foundIn(left) || lacking(left) - lacking(right) : score(right) - score(left) || foundIn(right) - foundIn(left);
}

/** The columns that each table which could be meant would be guessed to have; the one of which most that must be there is found. */
function proposed(raw: RawTable, forms: readonly TableForm[]): { form: TableForm; fit: Fit; proposals: Proposal[] } {
  let best: { form: TableForm; fit: Fit; proposals: Proposal[]; share: number } | undefined;
  const tables = new Map<string, TableForm[]>();
  for (const form of forms) tables.set(form.table, [...(tables.get(form.table) ?? []), form]);
  for (const [, same] of tables) {
    const form = same.find(({ format }) => format === 'generic') ?? (same[0] as TableForm);
    const known = new Map(form.columns.map(({ name }) => [name, [...(COMMON_NAMES[name] ?? []), ...same.flatMap(({ named }) => named.profile.columns[name] ?? [])]]));
    const head = likeliestHead(raw, [...known.values()].flat());
    const { names } = raw.heads[head] as RawHead;
    const proposals = proposeColumns(form.columns, names, known, samplesOf(raw, head));
    const words = Object.assign({}, ...same.map(({ named }) => named.profile.values.status ?? {})) as Record<string, string>;
    const profile = headerProfileSchema.parse({ columns: Object.fromEntries(proposals.map(({ column, place }) => [column, names[place] ?? ''])), ...(Object.keys(words).length === 0 ? {} : { values: { status: words } }) });
    const { missing, places } = bestFit(raw, form.columns, [{ name: '', profile: { ...profile, header: (raw.heads[head] as RawHead).line } }]);
    const required = form.columns.filter((column) => column.required).length;
    const share = (required - missing.length) / required + proposals.length / 100;
    if (best === undefined || share > best.share) best = { form, proposals, share, fit: { named: { name: 'columns that are guessed', profile }, head, missing, places } };
  }
  return best as NonNullable<typeof best>;
}

/** The row that names most columns as they are known, else the first with most texts that are no numbers. */
function likeliestHead({ heads }: RawTable, known: readonly string[]): number {
  const keys = new Set(known.map(headerKey));
  let best = 0;
  let most = -1;
  for (const [index, { names }] of heads.entries()) {
    const texts = new Set(names.map((name) => name.trim()).filter((name) => name !== '' && !/^[\d.,/:$€£-]+$/.test(name)));
    const score = names.filter((name) => keys.has(headerKey(name))).length * 2 + texts.size;
    if (score > most) [best, most] = [index, score];
  }
  return best;
}

function samplesOf(raw: RawTable, head: number): string[][] {
  const samples: string[][] = (raw.heads[head] as RawHead).names.map(() => []);
  let rows = 0;
  raw.forEachRow(head, ({ cells, problem }) => {
    if (problem !== null || ++rows > SAMPLED_ROWS) return;
    for (const [place, cell] of cells.entries()) if (cell.trim() !== '') samples[place]?.push(cell.trim());
  });
  return samples;
}

/** What becomes of the cells: examples by column, styles, and rows that can't be read. */
function cellsOf(raw: RawTable, { columns, table: tableName }: TableForm, fit: Fit, proposals: readonly Proposal[] | null): Pick<TableInspection, 'columns' | 'dates' | 'amounts' | 'rows' | 'problems' | 'controls' | 'words' | 'withoutZone'> {
  const table = new PlacedTable(raw, columns, fit);
  const { profile } = fit.named;
  const told = table.tellStyles();
  const styles = { dates: known(told.dates), amounts: known(told.amounts) };
  const open = new Set([...told.dates, ...told.amounts].filter(({ trouble }) => trouble !== null).map(({ column }) => column));
  const examples = columns.map((): InspectedColumn['examples'] => []);
  const problems: TableInspection['problems'] = [];
  const words = new Map<string, string | null>();
  const statusAt = STATES[tableName] === undefined ? -1 : columns.findIndex(({ name }) => name === 'status');
  const withoutZone = new Map<string, { column: string; written: string; line: number }>();
  let unreadable = 0;
  const { delivered, passedOver, controls } = table.forEachRow(styles, ({ line, cells, problem }, { cells: written }) => {
    for (const [index, { name }] of columns.entries()) {
      const seen = examples[index] as InspectedColumn['examples'];
      const cell = excerpt(written[fit.places[index] as number]?.trim() ?? '');
      if (index === statusAt && cell !== '' && words.size < MOST_WORDS) words.set(cell, meaningOf(cell, profile.values.status));
      if (cell === '' || seen.length >= EXAMPLES || seen.some((example) => example.written === cell)) continue;
      const refused = problem !== null && problem.field === name;
      seen.push({ written: cell, becomes: open.has(name) || refused ? null : (cells[index] as string), reason: open.has(name) ? 'could be read two ways' : refused ? problem.reason : null });
    }
    for (const [index, column] of instantsWithoutZone(columns, cells, tableName)) if (!withoutZone.has(column)) withoutZone.set(column, { column, written: excerpt(written[fit.places[index] as number]?.trim() ?? ''), line });
    // A style that is open is told once, and not of every row.
    const wrong = problem === null || open.has(problem.field) ? wrongCell(columns, cells, tableName, fit.missing) : problem;
    if (wrong === null) return;
    unreadable++;
    if (problems.length < MOST_PROBLEMS) problems.push({ line, ...wrong });
  });
  return {
    columns: columns.map(({ name, kind, required }, index): InspectedColumn => ({
      name, kind, required, theirs: fit.places[index] === -1 ? null : excerpt(table.head.names[fit.places[index] as number]?.trim() ?? ''),
      guess: proposals?.find(({ column }) => column === name)?.why ?? null, fallback: profile.defaults[name] ?? null, examples: examples[index] as InspectedColumn['examples'],
    })),
    dates: told.dates.map(inspected), amounts: told.amounts.map(inspected), rows: { delivered, passedOver, unreadable }, problems, controls,
    words: [...words].map(([written, means]) => ({ written, means })), withoutZone: [...withoutZone.values()],
  };
}

/** Columns that are read as instants; those of approvals count as dates where any of them is one. */
const INSTANTS: Readonly<Record<string, readonly string[]>> = { ledger: ['entered_at'], approvals: ['occurred_at', 'submitted_at'], expensify: ['submitted', 'approved', 'reimbursed'] };
const OFFSET = /(?:Z|[+-]\d{2}:\d{2})$/;

/** The places and names of a row's instants that the readers behind would refuse without a time zone. */
function instantsWithoutZone(columns: readonly WantedColumn[], cells: readonly string[], table: string): [place: number, column: string][] {
  const filled = columns.flatMap(({ name }, place): [number, string][] => (INSTANTS[table]?.includes(name) && cells[place] !== '' ? [[place, name]] : []));
  const text = (place: number): string => cells[place] as string;
  return filled.every(([place]) => text(place).includes('T')) ? filled.filter(([place]) => !OFFSET.test(text(place))) : [];
}

/** What the readers behind would refuse of a row by itself: a blank that must be filled, a currency or a state that is none. */
function wrongCell(columns: readonly WantedColumn[], cells: readonly string[], table: string, missing: readonly string[]): { field: string; value: string; reason: string } | null {
  for (const [index, { name, kind, required, or }] of columns.entries()) {
    const text = cells[index] as string;
    if (text === '' && required && or === undefined && !missing.includes(name)) return { field: name, value: '', reason: 'the cell is blank' };
    if (text !== '' && kind === 'currency' && currencyDecimals(text) === undefined) return { field: name, value: text, reason: 'not a currency of ISO 4217' };
    if (name === 'status' && text !== '' && STATES[table]?.includes(text.toLowerCase()) === false) return { field: name, value: text, reason: `not one of ${STATES[table].join(', ')}; values says what it means` };
  }
  return null;
}

/** What the column status may say, where that is not the source's own affair. */
const STATES: Readonly<Record<string, readonly string[]>> = { ledger: ['open', 'closed', 'cancelled', 'canceled'], periods: ['open', 'closed'] };

function meaningOf(word: string, values: Readonly<Record<string, string>> | undefined): string | null {
  return Object.entries(values ?? {}).find(([theirs]) => fold(theirs) === fold(word))?.[1] ?? null;
}

const known = <Style>(told: readonly ToldStyle<Style>[]): Map<string, Style> => new Map(told.flatMap(({ column, style }) => (style === null ? [] : [[column, style] as const])));

const inspected = ({ column, style, because, trouble }: ToldStyle<string>): InspectedStyle => ({ column, style, because, open: trouble });
