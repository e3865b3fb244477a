import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Outcome, makeFolder } from '../project-folder.ts';
import { command, storedRun } from './generated-project.ts';

const FEW = ['--reports', '40', '--seed', '5'];

let parent: string;
let first: Outcome;
beforeAll(async () => {
  parent = makeFolder();
  first = await command(['demo', 'shown', ...FEW], { cwd: parent });
});
const digestIn = async (dir: string): Promise<string> => (await storedRun(dir)).digest;

describe('po-shadow demo', () => {
  it('tells a controller at a glance how many were approved, would exist, agree and are open, and what would clear it by money', () => {
    expect(first.code, first.stderr).toBe(0);
    expect(first.stdout).toMatch(/Approved reports +\d+ reports/);
    expect(first.stdout).toMatch(/POs that would exist +\d+ POs, .*\$[\d,]+\.\d\d/);
    expect(first.stdout).toMatch(/Agree with the ledger +\d+ rows of \d+/);
    expect(first.stdout).toMatch(/Open +\d+ rows, .*at stake/);
    expect(first.stdout).toMatch(/most money first \(in the currency of most open rows; the others break ties\):\n +C[0-9a-f]{10} {2}vendor V-0999 unknown: 1 transaction, \$8,900\.00, one row in master\/vendors\n/);
  });

  it('prints the open variances as a table, and what to do next with this very folder', () => {
    const table = first.stdout.slice(first.stdout.indexOf('┌'), first.stdout.lastIndexOf('┘'));
    expect(table).toMatch(/Date .*Transaction ID .*Expense System Total .*Integration Dry-Run Output .*Manual Entry Ledger .*Variance .*Status/);
    expect(table).toMatch(/EXP-9060 .*\$8,900\.00 .*Mismatch: Invalid Vendor ID .*PO-7795 \(Manual Correction\) .*\$8,900\.00 .*Rejected/);
    expect(table).not.toMatch(/│ Match /);
    const next = first.stdout.slice(first.stdout.indexOf('What to do next'));
    expect(next).toContain('explain EXP-9060 --project shown');
    expect(next).toContain('variance --open --project shown');
    expect(next).toContain('init ');
  });

  it('makes several currencies and most kinds of variance', async () => {
    const { totals } = (await storedRun(join(parent, 'shown'))).summary;
    expect(Object.keys(totals.currencies).length).toBeGreaterThanOrEqual(4);
    expect(Object.keys(totals.byStatus).length).toBeGreaterThanOrEqual(9);
  });

  it('writes the whole table below reports/, every row of it', async () => {
    const { totals } = (await storedRun(join(parent, 'shown'))).summary;
    const lines = readFileSync(join(parent, 'shown/reports/variance.md'), 'utf8').split('\n');
    expect(lines.filter((line) => /^\| (\d{4}-\d\d-\d\d|–) \|/.test(line))).toHaveLength(totals.rows);
  });

  it('can be repeated, and comes to the same digest; the same seed does so in another folder too, another seed does not', async () => {
    const digest = await digestIn(join(parent, 'shown'));
    const again = await command(['demo', 'shown', ...FEW], { cwd: parent });
    expect(again.code, again.stderr).toBe(0);
    expect(again.stdout).toBe(first.stdout);
    expect(await digestIn(join(parent, 'shown'))).toBe(digest);
    await command(['demo', 'elsewhere', ...FEW], { cwd: parent });
    expect(await digestIn(join(parent, 'elsewhere'))).toBe(digest);
    await command(['demo', 'otherwise', '--reports', '40', '--seed', '6'], { cwd: parent });
    expect(await digestIn(join(parent, 'otherwise'))).not.toBe(digest);
  });

  it('leaves what somebody else put into its folder when it is repeated', async () => {
    writeFileSync(join(parent, 'shown/notes.txt'), 'mine');
    const again = await command(['demo', 'shown', ...FEW], { cwd: parent });
    expect(again.code, again.stderr).toBe(0);
    expect(readFileSync(join(parent, 'shown/notes.txt'), 'utf8')).toBe('mine');
  });

  it.each([
    ['that holds a file of somebody else', 'letter.txt', 'is not empty'],
    ['that is a project of somebody else', 'po-shadow.yaml', 'po-shadow.yaml that no demo made'],
  ])('refuses a folder %s, and writes nothing into it', async (_, name, why) => {
    const folder = join(makeFolder(), 'foreign');
    mkdirSync(folder);
    writeFileSync(join(folder, name), 'window: {}\n');
    const refused = await command(['demo', folder, ...FEW]);
    expect(refused.code).toBe(2);
    expect(refused.stdout).toBe('');
    expect(refused.stderr).toContain(why);
    expect(readdirSync(folder)).toEqual([name]);
  });

  it.concurrent.each([['3'], ['-1'], ['12.5'], ['many']])('refuses --reports %s before it touches anything, as a mistake of the command and not of the program', async (reports) => {
    const folder = makeFolder();
    const refused = await command(['demo', 'shown', '--reports', reports], { cwd: folder });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/--reports/);
    expect(refused.stderr).not.toMatch(/bug of the program|^\s+at /m);
    expect(existsSync(join(folder, 'shown'))).toBe(false);
  });

  it('keeps database and evidence for its owner alone', () => {
    const mode = (path: string): string => (statSync(join(parent, 'shown', path)).mode & 0o777).toString(8);
    expect(mode('po-shadow.db')).toBe('600');
    expect(mode('evidence')).toBe('700');
    const kept = readdirSync(join(parent, 'shown/evidence'), { recursive: true, withFileTypes: true });
    expect(kept.filter((entry) => entry.isFile()).length).toBeGreaterThanOrEqual(13);
    for (const entry of kept) expect(mode(join(entry.parentPath, entry.name).slice(join(parent, 'shown').length + 1))).toBe(entry.isFile() ? '600' : '700');
  });
});
