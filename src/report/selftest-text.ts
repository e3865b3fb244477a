import Table from 'cli-table3';
import { plural } from '../domain/plural.ts';
import { SELFTEST_FAMILIES, type SelftestFamily, type SelftestKindResult, type SelftestResult, figuresOf, isQuiet, selftestPassed } from '../domain/selftest.ts';
import { visible } from '../domain/text.ts';
import { STATUSES, type VarianceStatus } from '../domain/variance.ts';
import type { Paint } from './paint.ts';
import { csvCell } from './variance-text.ts';

/** How a result is shown: `width` null for as wide as it needs. */
export interface SelftestLayout {
  width: number | null;
  paint: Paint;
}

/** From this width on a table has all columns under their full names; and below this one it has recall alone. */
const WIDE = 170;
const SLIM = 60;
const LEAST_TITLE = 10;

/** A figure of a kind, and what its column is called where there is room, and where there is little. */
interface Figure {
  wide: string;
  narrow: string;
  of(kind: SelftestKindResult): number | null;
}

const figure = (of: 'detection' | 'attribution', name: 'precision' | 'recall' | 'f1', wide: string, narrow: string): Figure => ({ wide, narrow, of: (kind) => figuresOf(kind[of], kind.planted)[name] });

const FIGURES: readonly Figure[] = [
  figure('detection', 'precision', 'Detected: precision', 'Det.\nprec'), figure('detection', 'recall', 'Detected: recall', 'Det.\nrec.'), figure('detection', 'f1', 'Detected: F1', 'Det.\nF1'),
  figure('attribution', 'precision', 'Attributed: precision', 'Attr\nprec'), figure('attribution', 'recall', 'Attributed: recall', 'Attr\nrec.'), figure('attribution', 'f1', 'Attributed: F1', 'Attr\nF1'),
];
const RECALLS = FIGURES.filter(({ wide }) => wide.endsWith('recall'));

/** `1.00`, `0.96`; a dash where nothing can be told. */
const shownFigure = (hundredths: number | null): string => (hundredths === null ? '–' : (hundredths / 100).toFixed(2));

/** The statuses of a name such as `missing_manual+unexpected_manual`, as people know them. */
const labelOf = (called: string): string => called.split('+').map((status) => (status === 'none' ? 'no row' : STATUSES[status as VarianceStatus].label)).join(' and ');

const LEGEND = 'Detected: with the right status. Attributed: with the right status, causes, POs and amounts.';
const NOT_PLANTED = 'Mistakes that nobody could tell from the inputs are not planted: docs/selftest.md says which, and why.';

/** The whole result as people read it on a terminal. */
export function selftestText(result: SelftestResult, company: string, layout: SelftestLayout): string {
  const { kinds, reports, seed } = result;
  const parts = [
    `${wrapped(`${visible(company)} · self-test on the settings and sheets of this project`, layout.width)}\n${plural(reports, 'report')}, seed ${seed}, ${plural(kinds.length, 'kind')}`,
    headline(result, layout), `${wrapped(LEGEND, layout.width)}\n${kindsTable(kinds, layout)}`, ...notFound(result, layout.width), ...leftOut(result, layout.width), wrapped(NOT_PLANTED, layout.width),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** The figures over all, and what they mean. */
function headline({ mistakes, clean, falseMatches, falseAlarms, ...result }: SelftestResult, { width, paint }: SelftestLayout): string {
  const { planted, open, detected, attributed } = mistakes;
  const passed = selftestPassed({ mistakes, falseMatches, falseAlarms });
  const lines: [string, string][] = [
    ['Planted mistakes', `${planted}, ${open} open, ${detected} detected, ${attributed} attributed`], ['Clean', `${clean.planted}, ${clean.quiet} quiet`],
    ['False matches', String(falseMatches)], ['False alarms', String(falseAlarms)],
  ];
  const words = passed
    ? `No planted mistake stays hidden, and nothing clean is open${detected < planted ? `; ${planted - detected} of the mistakes are open under another name` : ''}.`
    : `Do not trust a verdict on these settings yet: ${[...(open < planted ? [`${planted - open} planted mistakes stay hidden`] : []), ...(falseMatches > 0 ? [`${falseMatches} shown as a match`] : []), ...(falseAlarms > 0 ? [`${falseAlarms} clean ones open`] : [])].join(', ')}.`;
  const others = result.leftOut.length === 0 ? '' : ` ${plural(result.leftOut.length, 'kind')} left out.`;
  return `${lines.map(([name, figures]) => wrapped(`${name.padEnd(17)} ${figures}`, width, '  ')).join('\n')}\n\n${wrapped(words + others, width).split('\n').map((line) => paint(passed ? 'green' : 'red', line)).join('\n')}`;
}

/** The kinds, family by family. */
function kindsTable(kinds: readonly SelftestKindResult[], { width, paint }: SelftestLayout): string {
  const wide = width === null || width >= WIDE;
  const figures = wide || width >= SLIM ? FIGURES : RECALLS;
  const head = ['Kind', 'Planted', ...(wide ? ['Open'] : []), ...figures.map((each) => (wide ? each.wide : each.narrow))];
  const padding = wide ? 2 : 1;
  const widths = head.map((name, column) => (column === 0 ? Math.max(...kinds.map(({ title }) => title.length)) : Math.max(...name.split('\n').map((line) => line.length), 4)) + padding);
  if (width !== null) {
    const others = widths.slice(1).reduce((sum, each) => sum + each, widths.length + 1);
    widths[0] = Math.max(LEAST_TITLE, Math.min(widths[0] as number, width - others));
  }
  const table = new Table({
    head, colWidths: widths, wordWrap: true, colAligns: head.map((_, column) => (column === 0 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true, ...(wide ? {} : { 'padding-left': 0 }) },
  });
  for (const family of Object.keys(SELFTEST_FAMILIES) as SelftestFamily[]) {
    const own = kinds.filter((kind) => kind.family === family);
    if (own.length === 0) continue;
    table.push([{ content: paint('bold', SELFTEST_FAMILIES[family]), colSpan: head.length }]);
    for (const kind of own) {
      const isOpen = isQuiet(kind.status) ? kind.open > 0 : kind.open < kind.planted;
      table.push([kind.title, String(kind.planted), ...(wide ? [paint(isOpen ? 'red' : 'green', String(kind.open))] : []), ...figures.map((each) => {
        const value = each.of(kind);
        return paint(value === 100 ? 'green' : 'red', shownFigure(value));
      })]);
    }
  }
  return table.toString();
}

/** What the table says instead of the right status. */
function notFound({ kinds }: SelftestResult, width: number | null): string[] {
  const lines = kinds.flatMap(({ title, planted, shownAs }) => Object.entries(shownAs).map(([called, count]) => `${title}: ${count} of ${planted} shown as ${labelOf(called)}.`));
  return lines.length === 0 ? [] : [`Shown under another name:\n${lines.map((line) => wrapped(line, width, '  ')).join('\n')}`];
}

function leftOut(result: SelftestResult, width: number | null): string[] {
  const lines = result.leftOut.map(({ title, why }) => `${visible(title)}: ${visible(why)}.`);
  return lines.length === 0 ? [] : [`${wrapped('Left out, because this project does not support it:', width)}\n${lines.map((line) => wrapped(line, width, '  ')).join('\n')}`];
}

/** Breaks a text at spaces to fit a width; with a margin, each line has it, and those behind the first have it twice. */
function wrapped(text: string, width: number | null, margin = ''): string {
  if (width === null) return margin + text;
  const lines: string[] = [];
  let line = margin;
  for (const word of text.split(' ')) {
    const isFirst = line.trim() === '';
    if (!isFirst && line.length + 1 + word.length > width) {
      lines.push(line);
      line = margin + margin + word;
    } else line = isFirst ? line + word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}

const COLUMNS: readonly (readonly [name: string, of: (kind: SelftestKindResult) => string])[] = [
  ['kind', ({ kind }) => kind], ['title', ({ title }) => title], ['family', ({ family }) => family], ['status', ({ status }) => status], ['causes', ({ causes }) => causes.join(' ')],
  ['planted', ({ planted }) => String(planted)], ['open', ({ open }) => String(open)], ['detected', ({ detection }) => String(detection.right)], ['attributed', ({ attribution }) => String(attribution.right)],
  ...FIGURES.map(({ wide, of }): readonly [string, (kind: SelftestKindResult) => string] => [wide.toLowerCase().replace(': ', '_').replace('detected', 'detection').replace('attributed', 'attribution'), (kind) => {
    const value = of(kind);
    return value === null ? '' : shownFigure(value);
  }]),
  ['shown_as', ({ shownAs }) => Object.entries(shownAs).map(([called, count]) => `${called} ${count}`).join('; ')],
];

/** A row for each kind, those left out behind the others with the reason. */
export function selftestCsv({ kinds, leftOut: others }: SelftestResult): string {
  const rows = [
    [...COLUMNS.map(([name]) => name), 'left_out'],
    ...kinds.map((kind) => [...COLUMNS.map(([, of]) => of(kind)), '']),
    ...others.map(({ kind, title, why }) => [kind, title, ...COLUMNS.slice(2).map(() => ''), why]),
  ];
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

const markdownCell = (text: string): string => visible(text).replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('<', '&lt;');

/** The same as Markdown. */
export function selftestMarkdown(result: SelftestResult, company: string): string {
  const row = (cells: readonly string[]): string => `| ${cells.map(markdownCell).join(' | ')} |\n`;
  const plain: SelftestLayout = { width: null, paint: (_, text) => text };
  const table = row(['Kind', 'Planted', 'Open', ...FIGURES.map(({ wide }) => wide)]) + `|---|${'---:|'.repeat(2 + FIGURES.length)}\n` +
    result.kinds.map((kind) => row([kind.title, String(kind.planted), String(kind.open), ...FIGURES.map(({ of }) => shownFigure(of(kind)))])).join('');
  const reasons = result.leftOut.length === 0 ? '' : `\n| Left out | Why |\n|---|---|\n${result.leftOut.map(({ title, why }) => row([title, why])).join('')}`;
  return `# Self-test\n\n${markdownCell(company)}: ${plural(result.reports, 'report')}, seed ${result.seed}.\n\n${headline(result, plain).trim().replaceAll(/^ {2}(\S.*?) {2,}/gm, '- $1: ').replace(/^(Planted mistakes) +/, '- $1: ')}\n\n${table}${reasons}`;
}
