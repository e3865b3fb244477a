import { existsSync, globSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { FINDINGS, FINDING_CODES, type FindingFacts } from '../../src/domain/finding.ts';
import { settingsSchema } from '../../src/domain/settings.ts';
import { STATUSES, STATUS_NAMES } from '../../src/domain/variance.ts';
import { SELFTEST_KINDS } from '../../src/selftest/kinds/all-kinds.ts';
import { type Outcome, makeFolder, runProgram } from '../project-folder.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const packages = JSON.parse(read('package.json')) as { scripts: Record<string, string>; dependencies: Record<string, string>; devDependencies: Record<string, string> };

const headings = (markdown: string): string[] => withoutCode(markdown).filter((line) => /^#+ /.test(line));

/** The lines outside fenced code. */
function withoutCode(markdown: string): string[] {
  let fenced = false;
  return markdown.split('\n').filter((line) => {
    if (line.startsWith('```')) fenced = !fenced;
    return !fenced && !line.startsWith('```');
  });
}

/** The first cells of the table rows that are code, such as `window.from`. */
const firstCells = (markdown: string): string[] => [...markdown.matchAll(/^\| `([^`]+)` \|/gm)].map(([, cell]) => cell as string);

/** The text under a heading, up to the next of any level. */
function sectionOf(markdown: string, heading: string): string {
  const lines = markdown.split('\n');
  const start = lines.indexOf(heading);
  const end = lines.findIndex((line, index) => index > start && /^#+ /.test(line));
  return start < 0 ? '' : lines.slice(start + 1, end < 0 ? undefined : end).join('\n');
}

describe('docs/findings.md', () => {
  const text = read('docs/findings.md');

  it('has one heading for each code of the catalogue, in its order, and no other', () => {
    expect(headings(text).filter((line) => line.startsWith('## '))).toEqual(FINDING_CODES.map((code) => `## ${code}`));
  });

  it.each(FINDING_CODES)('shows %s as the program prints it: title, severity, message, remedy', (code) => {
    const section = sectionOf(text, `## ${code}`).replaceAll(/\s+/g, ' ');
    const entry = FINDINGS[code];
    const facts: FindingFacts = { field: '', value: '\u0001', detail: '\u0001', at: '' };
    const message = new RegExp(`\`\`\` ${entry.says(facts).split('\u0001').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('.+')} \`\`\``);
    expect(section).toContain(`**${entry.title}** · ${entry.severity}`);
    expect(section).toMatch(message);
    expect(section).toContain(`Remedy: ${entry.remedy(facts)}`);
  });
});

describe('docs/variance.md', () => {
  const text = read('docs/variance.md');

  it.each(STATUS_NAMES)('describes the status %s, with its label and whether it is open', (status) => {
    const { label, open } = STATUSES[status];
    expect(text).toContain(`| \`${status}\` | ${label} | ${open ? 'yes' : 'no'} |`);
  });
});

/** What Zod knows of a schema that these tests ask for. */
interface Definition {
  type: string;
  innerType?: SchemaNode;
  in?: SchemaNode;
  element?: SchemaNode;
  shape?: Record<string, SchemaNode>;
}
interface SchemaNode {
  _zod: { def: unknown };
}

const definitionOf = (node: SchemaNode): Definition => node._zod.def as Definition;

/** Every key of a schema by its path; items of a list of objects are written `list[].key`. */
function keysOf(node: SchemaNode, path = ''): string[] {
  const { type, innerType, in: input, element, shape } = definitionOf(node);
  if (innerType !== undefined) return keysOf(innerType, path);
  if (type === 'pipe' && input !== undefined) return keysOf(input, path);
  if (type === 'array' && element !== undefined && definitionOf(element).type === 'object') return keysOf(element, `${path}[]`);
  const inner = Object.entries(shape ?? {}).flatMap(([key, value]) => keysOf(value, path === '' ? key : `${path}.${key}`));
  return path === '' ? inner : [path, ...inner];
}

describe('docs/settings.md', () => {
  it('has a table row for every key of the settings, in their order, and none for a key that is not there', () => {
    const keys = keysOf(settingsSchema);
    expect(keys).toContain('inputs.approvals[].orgUnits.use');
    expect(firstCells(read('docs/settings.md'))).toEqual(keys);
  });
});

describe('docs/cli.md', () => {
  const text = read('docs/cli.md');
  // One file a command.
  const commands = readdirSync(join(ROOT, 'src/cli/commands')).map((name) => name.replace(/\.ts$/, ''));

  it('has one heading for each command, and no other', () => {
    const named = headings(text).flatMap((line) => /^## `po-shadow (\w+)/.exec(line)?.[1] ?? []);
    expect(named.sort()).toEqual([...commands].sort());
  });

  it.each(commands)('names every option of %s', async (command) => {
    const { stdout, code } = await runProgram([command, '--help']);
    expect(code).toBe(0);
    const options = [...stdout.matchAll(/^ +(?:-\w, )?(--[a-z-]+) /gm)].map(([, option]) => option as string);
    expect(options).toContain('--project');
    const section = text.split('\n').findIndex((line) => line.startsWith(`## \`po-shadow ${command}`));
    const own = sectionOf(text, text.split('\n')[section] ?? '');
    const common = sectionOf(text, '## Options of every command');
    for (const option of options) expect(own.includes(`| \`${option}`) || common.includes(`\`${option}`), option).toBe(true);
  });

  it('names every command of the help, and the help names every command', async () => {
    const { stdout } = await runProgram(['--help']);
    const listed = [...stdout.matchAll(/^ {2}po-shadow (\w+)/gm)].map(([, command]) => command as string);
    expect(listed.sort()).toEqual([...commands].sort());
  });
});

describe('docs/selftest.md', () => {
  const text = read('docs/selftest.md');

  it('has a table row for every kind, with the words that it is shown in, in their order, and none for a kind that is not there', () => {
    const rows = [...text.matchAll(/^\| `([a-z_]+)` \| ([^|]+) \|/gm)].map(([, kind, title]) => [kind, title]);
    expect(rows.filter(([kind]) => SELFTEST_KINDS.some((each) => each.kind === kind))).toEqual(SELFTEST_KINDS.map(({ kind, title }) => [kind, title]));
    for (const heading of ['### Agreeing, however it was keyed', '### Nothing to do', '### Amounts', '### Coding', '### Entries', '### Rejections']) expect(firstCells(sectionOf(text, heading)).filter((kind) => !SELFTEST_KINDS.some((each) => each.kind === kind))).toEqual([]);
  });

  it('shows what the command prints for the demonstration, and what the workbook quotes of it', () => {
    const printed = read('test/selftest/demo-seed-1.txt').split('\n');
    const [shown = '', quoted = ''] = [...text.matchAll(/```\n((?:Larkfield|\d+ of)[^`]+)```/g)].map(([, block]) => block as string);
    expect(shown.split('\n').length).toBeGreaterThan(20);
    for (const line of shown.split('\n')) expect(printed).toContain(line);
    const [, planted, detected] = /Planted mistakes +(\d+), \d+ open, (\d+) detected/.exec(printed.join('\n')) ?? [];
    expect(quoted).toContain(`${detected} of ${planted} planted mistakes found`);
  });
});

describe('docs/dependencies.md', () => {
  it.each([['At run time', 'dependencies'], ['In development', 'devDependencies']] as const)('%s: a line for every package, and none for a package that is not there', (heading, kind) => {
    expect(firstCells(sectionOf(read('docs/dependencies.md'), `## ${heading}`)).sort()).toEqual(Object.keys(packages[kind]).sort());
  });
});

/** The demonstration that README and docs quote, in a folder of its own. */
const demoFolder = makeFolder();
let demo: Outcome;
beforeAll(async () => {
  demo = await runProgram(['demo', demoFolder]);
  expect(demo.code, demo.stderr).toBe(0);
});

describe('docs/database.md', () => {
  const text = read('docs/database.md');

  it.each([...text.matchAll(/```sql\n([^`]+)```\n\n```\n([^`]*)```/g)].map(([, query = '', answer = '']) => [query, answer] as const))('shows what this answers for the demo: %s', (query, answer) => {
    const database = new Sqlite(join(demoFolder, 'po-shadow.db'), { readonly: true });
    try {
      const rows = database.prepare(query).raw().all() as unknown[][];
      expect(rows.map((row) => `${row.join('|')}\n`).join('')).toBe(answer);
    } finally {
      database.close();
    }
  });

  it('has a line for every table, and none for a table that is not there', () => {
    const database = new Sqlite(join(demoFolder, 'po-shadow.db'), { readonly: true });
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'kysely%'").pluck().all() as string[];
    database.close();
    expect(firstCells(sectionOf(text, '## Tables')).filter((name) => !name.startsWith('kysely')).sort()).toEqual(tables.sort());
  });
});

describe('reports/demo', () => {
  it.each(['variance.md', 'go-no-go-2026-06-19.xlsx'])('keeps the %s that the demo writes, byte for byte', (name) => {
    expect(readFileSync(join(ROOT, 'reports/demo/reports', name)).equals(readFileSync(join(demoFolder, 'reports', name)))).toBe(true);
  });
});

/** A line without what only fills it up. */
const collapsed = (line: string): string => line.replaceAll(/\s+/g, ' ').trim();

/** The rows of a table whose cells are wrapped, as the lines that they are when they are not. */
function rowsOf(lines: readonly string[]): string[] {
  const rows: string[][] = [];
  let open = false;
  for (const line of lines) {
    if (!line.startsWith('│')) {
      open = false;
      continue;
    }
    const cells = line.split('│').slice(1, -1).map((cell) => cell.trim());
    if (open && cells[0] === '') rows[rows.length - 1] = (rows[rows.length - 1] ?? []).map((cell, index) => `${cell} ${cells[index] ?? ''}`.trim());
    else rows.push(cells);
    open = true;
  }
  return rows.map((cells) => `│ ${cells.join(' │ ')} │`);
}

describe('README.md', () => {
  const text = read('README.md');
  const firstScreen = text.split('\n').slice(0, 40);

  it('begins with the two lines, word for word, whose scripts exist', () => {
    expect(firstScreen).toContain('npm ci && npm run demo');
    expect(firstScreen).toContain('npm ci && npm test');
    expect(Object.keys(packages.scripts)).toEqual(expect.arrayContaining(['demo', 'test']));
  });

  it('shows what the demo really prints: summary lines and table rows', () => {
    const printed = demo.stdout.split('\n').map(collapsed);
    const block = text.split('```')[3]?.split('\n') ?? [];
    const rows = rowsOf(block);
    expect(rows.length).toBeGreaterThan(4);
    for (const row of rows) expect(printed).toContain(row);
    const summary = block.filter((line) => !/^[│┌├└]/.test(line));
    expect(summary.length).toBeGreaterThan(6);
    for (const line of summary) expect(printed).toContain(collapsed(line));
  });
});

/** The anchor that a heading has where Markdown is shown. */
const anchorOf = (heading: string): string =>
  heading.replace(/^#+ /, '').toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');

describe('links between documents', () => {
  const documents = [...globSync('*.md', { cwd: ROOT }), ...globSync('docs/**/*.md', { cwd: ROOT }), ...globSync('test/**/*.md', { cwd: ROOT })].sort();

  it.each(documents)('of %s lead to a file, and to a heading in it', (document) => {
    for (const [, target = ''] of withoutCode(read(document)).join('\n').matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? join(ROOT, document) : resolve(ROOT, dirname(document), path);
      expect(existsSync(file), `${document}: ${target}`).toBe(true);
      if (anchor !== undefined) expect(headings(readFileSync(file, 'utf8')).map(anchorOf), `${document}: ${target}`).toContain(anchor);
    }
  });
});
