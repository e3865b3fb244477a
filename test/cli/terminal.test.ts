import { execFile, spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { goldenProject } from '../golden/golden-project.ts';
import { programHere } from '../program-here.ts';
import { approvalsText, approvedReport, ledgerText, makeFolder, makeProject } from '../project-folder.ts';
import { replayed, triedProject } from '../sandbox/tried-project.ts';
import { QUICK_START, generateProject, hereInFolder, inFolder, workedRun } from './generated-project.ts';

const PROGRAM = fileURLToPath(new URL('../../src/po-shadow.ts', import.meta.url));

let dir: string;
let large: string;
beforeAll(async () => {
  dir = goldenProject('first-three-transactions');
  large = generateProject({ reports: 250, seed: 41 });
  for (const project of [dir, large]) await workedRun(project);
});

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const isTable = (line: string): boolean => /^[┌├│└]/.test(line);
const widest = (lines: readonly string[]): number => Math.max(...lines.map((line) => [...line].length));

describe.concurrent('the table where standard output is no terminal', () => {
  it('is neither wrapped nor cut: a line a row, every cell whole', async () => {
    const { stdout } = await hereInFolder(dir, ['variance']);
    const lines = linesOf(stdout);
    expect(lines).toHaveLength(3 + 3 + 1);
    expect(stdout).not.toContain('…');
    expect(stdout).toMatch(/│ 2026-06-04 │ EXP-9060 +│ +\$8,900\.00 │ Mismatch: Invalid Vendor ID +│ PO-7795 \(Manual Correction\) +│ +\$8,900\.00 │ Rejected +│/);
  });

  it('is as wide as its longest cells need, even beyond 80 columns', async () => {
    expect(widest(linesOf((await hereInFolder(large, ['variance'])).stdout))).toBeGreaterThan(120);
  });
});

/** A row's cells, put together from the lines that it was wrapped over. */
function unwrapped(table: string): string[][] {
  const rows: string[][] = [];
  for (const line of linesOf(table).slice(1)) {
    const cells = line.split('│').slice(1, -1).map((cell) => cell.trim());
    if (cells.length === 0) continue;
    if (cells[0] !== '' && /^\d{4}|^–|^Date/.test(cells[0] as string)) rows.push(cells);
    else rows.at(-1)?.forEach((cell, place, row) => {
      row[place] = `${cell} ${cells[place] ?? ''}`.trim();
    });
  }
  return rows;
}
const bare = (cell: string): string => cell.replaceAll(/\s/g, '');

describe.concurrent('--width 80', () => {
  it.each([['variance'], ['run']])('fits every line of the table of %s into 80 columns', async (command) => {
    for (const project of [dir, large]) {
      const table = linesOf((await hereInFolder(project, [command, '--width', '80'])).stdout).filter(isTable);
      expect(table.length).toBeGreaterThan(3);
      expect(widest(table)).toBeLessThanOrEqual(80);
    }
  });

  it('cuts no date, no id, no number and no amount: put together again, the wrapped cells are those of the unwrapped table', async () => {
    for (const project of [dir, large]) {
      const wide = unwrapped((await hereInFolder(project, ['variance'])).stdout);
      const narrow = unwrapped((await hereInFolder(project, ['variance', '--width', '80'])).stdout);
      // Where room is short, the number of a would-be PO and the values that differ are left out; they are in the other formats and in explain.
      const brief = (row: readonly string[]): string[] => row.map((cell, column) => bare(column === 3 ? cell.replace(/^DRY-\S+/, 'PO') : column === 6 ? cell.replace(/:.*/, '') : cell));
      const label = (row: readonly string[]): string[] => row.map((cell, column) => bare(column === 6 ? cell.replace(/:.*/, '') : cell));
      expect(wide.length).toBeGreaterThan(3);
      expect(narrow.map(label)).toEqual(wide.map(brief));
      for (const [place, row] of narrow.entries()) for (const cause of (row[6] as string).split(':')[1]?.split(',') ?? []) expect(bare(wide[place]?.[6] as string)).toContain(bare(cause));
    }
  });

  it('keeps each date and each amount on one line', async () => {
    const { stdout } = await hereInFolder(dir, ['variance', '--width', '80']);
    for (const whole of ['2026-06-02', '2026-06-03', '2026-06-04', '$1,245.50', '$450.00', '$8,900.00', '$0.00']) expect(stdout).toContain(whole);
  });

  it('fits a PO number of forty characters too', async () => {
    const project = goldenProject('first-three-transactions');
    const ledger = join(project, 'ledger.csv');
    writeFileSync(ledger, readFileSync(ledger, 'utf8').replaceAll('PO-7790', `PO-${'7790'.repeat(10)}`));
    await workedRun(project);
    const { stdout } = await hereInFolder(project, ['variance', '--width', '80']);
    expect(widest(linesOf(stdout))).toBeLessThanOrEqual(80);
    expect(unwrapped(stdout).map((row) => bare(row[4] ?? ''))).toContain(`PO-${'7790'.repeat(10)}`);
  });

  it('uses more columns where there are more', async () => {
    const at = async (width: string): Promise<string[]> => linesOf((await hereInFolder(large, ['variance', '--width', width])).stdout);
    const [narrow, wide] = [await at('80'), await at('130')];
    expect(widest(wide)).toBeGreaterThan(80);
    expect(widest(wide)).toBeLessThanOrEqual(130);
    expect(wide.length).toBeLessThan(narrow.length);
  });

  it.each([['abc'], ['-5'], ['12.5']])('is refused as %s', async (width) => {
    const { code, stderr } = await hereInFolder(dir, ['variance', `--width=${width}`]);
    expect(code, stderr).toBe(2);
    expect(stderr).toContain('--width');
  });
});

const HAS_PTY = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0;
if (!HAS_PTY) console.log('skipped: output on a terminal, because "script" is not on this machine');

/** Runs a command on a pseudo-terminal of so many columns (0: of unknown width) and gives what the terminal was sent. */
function onTerminal(words: readonly string[], options: { columns?: number; environment?: Record<string, string>; nodeArguments?: readonly string[]; redirect?: string } = {}): Promise<{ code: number | null; screen: string }> {
  const quoted = [process.execPath, ...(options.nodeArguments ?? []), PROGRAM, ...words].map((word) => `'${word}'`).join(' ');
  const columns = options.columns ?? 100;
  const line = `${columns === 0 ? 'true' : `stty cols ${columns} rows 40`}; ${quoted} ${options.redirect ?? ''}`;
  return new Promise((resolve, reject) => {
    const child = spawn('script', ['-qec', line, '/dev/null'], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, TERM: 'xterm-256color', SHELL: '/bin/sh', ...QUICK_START, ...options.environment }, stdio: ['ignore', 'pipe', 'ignore'],
    });
    let screen = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (screen += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, screen: screen.replaceAll('\r\n', '\n') }));
  });
}
const ESCAPE = '\u001b[';
const withoutColour = (text: string): string => text.replaceAll(/\u001b\[[\d;]*m/g, '');

describe('every text keeps the width that it is given', () => {
  const ID = '3f0c9a2e-5b7d-4c18-9e60-a4d291b7d041';
  let tried: string;
  let longIds: string;
  beforeAll(async () => {
    const project = triedProject('netsuite');
    await replayed(project);
    tried = project.dir;
    longIds = makeProject({ approvals: approvalsText(approvedReport({ id: ID, line: { location: 'Nowhere' } })), ledger: ledgerText({ reference: '', amount: '12.00' }) }).dir;
    await workedRun(longIds);
  });
  /** A command to type, a request body and a hash stand on one line each, however long it is. */
  const isWhole = (line: string): boolean => line.includes('po-shadow ') || /^ +(["{}[\]]|[\da-f]{64})/.test(line);
  const tooWide = (text: string, width: number): string[] => linesOf(text).filter((line) => !isWhole(line) && [...line].length > width);

  it.each([[80], [60]])('sandbox status in %i columns', async (width) => {
    const { stdout } = await hereInFolder(tried, ['sandbox', 'status', '--width', String(width)]);
    expect(stdout).toContain('currency');
    expect(widest(linesOf(stdout).filter(isTable))).toBeLessThanOrEqual(width);
  });

  it('gate in 80 columns wraps what it says and cuts nothing', async () => {
    const [narrow, wide] = await Promise.all([['--width', '80'], []].map(async (options) => (await hereInFolder(large, ['gate', ...options])).stdout));
    expect(tooWide(narrow as string, 80)).toEqual([]);
    expect(narrow?.replaceAll(/\s+/g, ' ')).toBe(wide?.replaceAll(/\s+/g, ' '));
  });

  it('run in 80 columns, root causes with it', async () => {
    const { stdout } = await hereInFolder(large, ['run', '--width', '80']);
    expect(stdout).toContain('What would clear it');
    expect(tooWide(stdout, 80)).toEqual([]);
  });

  it('explain in 80 columns, but for request bodies, and nothing of it is lost', async () => {
    const [narrow, wide] = await Promise.all([['--width', '80'], []].map(async (options) => (await hereInFolder(dir, ['explain', 'EXP-9060', ...options])).stdout));
    expect(tooWide(narrow as string, 80)).toEqual([]);
    expect(narrow?.replaceAll(/\s+/g, ' ')).toBe(wide?.replaceAll(/\s+/g, ' '));
  });

  it('profile in 60 columns', async () => {
    const { code, stdout } = await programHere(['profile', 'ledger.csv', '--width', '60'], { cwd: dir });
    expect(code).toBe(0);
    expect(tooWide(stdout, 60)).toEqual([]);
  });

  it('ids are whole where standard output is no terminal, in every format', async () => {
    const bareText = async (options: readonly string[]): Promise<string> => (await hereInFolder(longIds, ['variance', ...options])).stdout;
    for (const options of [[], ['--format', 'csv'], ['--format', 'md'], ['--format', 'json']]) expect(await bareText(options)).toContain(ID);
    const narrow = await bareText(['--width', '80']);
    expect(narrow).not.toContain('…');
    expect(unwrapped(narrow).map((row) => bare(row[1] ?? ''))).toContain(ID);
  });

  it.skipIf(!HAS_PTY)('a long id is shortened in the middle on a terminal that has no room for it, and whole on one that has', async () => {
    const on = async (columns: number): Promise<string> => (await onTerminal(['variance', '--project', longIds], { columns, environment: { NO_COLOR: '1' } })).screen;
    const narrow = await on(80);
    expect(narrow).toContain('3f0c9a2e…1b7d041');
    expect(widest(linesOf(narrow))).toBeLessThanOrEqual(80);
    expect(await on(200)).toContain(ID);
  });
});

describe.skipIf(!HAS_PTY).concurrent('on a terminal', () => {
  it('statuses are coloured, red what is open and green what agrees', async () => {
    const { code, screen } = await onTerminal(['variance', '--project', dir]);
    expect(code).toBe(0);
    expect(screen).toMatch(/\u001b\[31mRejected\u001b\[39m/);
    expect(screen).toMatch(/\u001b\[32mMatch\u001b\[39m/);
  });

  it.each([['NO_COLOR set', { NO_COLOR: '1' }], ['a terminal that can\'t', { TERM: 'dumb' }]])('nothing is coloured with %s', async (_, environment) => {
    const { screen } = await onTerminal(['variance', '--project', dir], { environment });
    expect(screen).toContain('Rejected');
    expect(screen).not.toContain(ESCAPE);
  });

  it.each([[80], [132]])('the table fits %i columns without being told', async (columns) => {
    const { screen } = await onTerminal(['variance', '--project', large], { columns });
    expect(widest(linesOf(withoutColour(screen)))).toBeLessThanOrEqual(columns);
  });

  it('of unknown width, 80 columns are taken', async () => {
    const { screen } = await onTerminal(['variance', '--project', dir], { columns: 0, environment: { NO_COLOR: '1' } });
    expect(screen).toBe((await hereInFolder(dir, ['variance', '--width', '80'])).stdout);
  });

  it('--width beats the terminal\'s own', async () => {
    const { screen } = await onTerminal(['variance', '--width', '200', '--project', dir], { columns: 80, environment: { NO_COLOR: '1' } });
    expect(screen).toBe((await hereInFolder(dir, ['variance', '--width', '200'])).stdout);
  });
});

describe.concurrent('where standard output is no terminal', () => {
  it.each([['run'], ['variance'], ['explain EXP-9060']])('nothing is coloured: %s', async (words) => {
    const { stdout, stderr } = await inFolder(dir, words.split(' '), { environment: { NO_COLOR: '', TERM: 'xterm-256color' } });
    expect(stdout + stderr).not.toContain('\u001b');
  });
});

describe.concurrent('progress', () => {
  // A clock that runs a thousand times faster makes every step last longer than a second.
  const hurried = (): readonly string[] => {
    const file = join(makeFolder(), 'hurry.mjs');
    writeFileSync(file, 'const real = performance.now.bind(performance);\nperformance.now = () => real() * 1000;\n');
    return ['--import', file];
  };
  const BAR = /(reading|replaying|matching|comparing) .*\[.*\] +\d+%/;

  it.skipIf(!HAS_PTY)('of work that takes longer than a second shows on a terminal, and is wiped when it is done', async () => {
    const project = generateProject({ reports: 250, seed: 41 });
    const { code, screen } = await onTerminal(['run', '--project', project], { nodeArguments: hurried(), environment: { NO_COLOR: '1' } });
    expect(code).toBe(0);
    expect(screen).toMatch(BAR);
    expect(screen).toContain('\u001b[?25h');
    expect(screen.slice(screen.lastIndexOf('%'))).toContain('Approved reports');
  });

  it.skipIf(!HAS_PTY)('of work that is done within a second shows nowhere', async () => {
    const { screen } = await onTerminal(['replay', '--project', dir], { environment: { NO_COLOR: '1' } });
    expect(screen).toContain('Approved reports');
    expect(screen).not.toMatch(/%|\u001b/);
  });

  it('shows nothing where standard error is no terminal, however long it takes', async () => {
    const project = generateProject({ reports: 250, seed: 41 });
    const { code, stdout, stderr } = await inFolder(project, ['run'], { nodeArguments: hurried() });
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/%|\u001b/);
    expect(stderr).not.toMatch(BAR);
    expect(stdout).not.toMatch(/%|\u001b/);
  });
});

describe.concurrent('a reader that stops reading', () => {
  const pipeline = async (words: string): Promise<{ first: string; status: string; errors: string }> => {
    const errors = join(makeFolder(), 'errors');
    const line = `'${process.execPath}' '${PROGRAM}' ${words} 2>'${errors}' | head -c 60; printf '\\n%s' "\${PIPESTATUS[0]}"`;
    const { stdout } = await promisify(execFile)('bash', ['-c', line], { encoding: 'utf8', env: { ...process.env, ...QUICK_START } });
    const cut = stdout.lastIndexOf('\n');
    return { first: stdout.slice(0, cut), status: stdout.slice(cut + 1), errors: readFileSync(errors, 'utf8') };
  };

  it.each([['variance'], ['variance --format json'], ['run']])('ends %s without a crash and without a word', async (words) => {
    const { first, status, errors } = await pipeline(`${words} --project '${large}'`);
    expect(first.length).toBeGreaterThan(10);
    expect(status).toBe('0');
    expect(errors).not.toMatch(/EPIPE|^\s+at |bug of the program/m);
  });
});
