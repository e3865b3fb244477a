import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { TruthEntry } from '../../src/demo/fortnight-sink.ts';
import { generateProject, hereInFolder, workedRun } from '../cli/generated-project.ts';
import { makeFolder } from '../project-folder.ts';
import { score } from './score.ts';

// Cases made elsewhere lie beside the checkout on some machines; the generated ones are tried everywhere.
const CASES = fileURLToPath(new URL('../../../shared/cases', import.meta.url));
const HAS_CASES = existsSync(join(CASES, 'score.mjs'));
if (!HAS_CASES) console.log(`skipped: the cases made elsewhere, because there is no ${CASES}`);

/** A case in a folder of its own, run. */
async function ranCase(name: string): Promise<string> {
  const dir = join(makeFolder(), name);
  cpSync(join(CASES, name), dir, { recursive: true });
  for (const leftover of ['po-shadow.db', 'evidence']) rmSync(join(dir, leftover), { recursive: true, force: true });
  const { code, stderr } = await hereInFolder(dir, ['run']);
  expect(code, stderr).toBe(0);
  return dir;
}

const cells = (line: string): string[] => line.split('|').slice(1, -1).map((cell) => cell.trim());

describe.skipIf(!HAS_CASES)('cases made elsewhere', () => {
  it('the three transactions that the users tell of give the table they expect', async () => {
    const dir = await ranCase('playbook');
    const [head, , ...wanted] = readFileSync(join(dir, 'expected-table.md'), 'utf8').trim().split('\n').map(cells);
    const { stdout } = await hereInFolder(dir, ['variance', '--format', 'md']);
    const [gotHead, , ...got] = stdout.trim().split('\n').map(cells);
    expect(gotHead).toEqual(head);
    expect(wanted).toHaveLength(3);
    // "DRY-…" stands for any number of a would-be PO; "Rejected, and Resolved once …" for the status before anybody resolved it.
    expect(got.map((row) => row.map((cell) => cell.replace(/DRY-\S+/, 'DRY-…')))).toEqual(wanted.map((row) => row.map((cell) => cell.replace(/^Rejected, and .*$/, 'Rejected'))));
  });

  it.each([['playbook'], ['tour']])('%s scores 100 on status, variance, causes and pairs, with nothing false, missing or spurious', async (name) => {
    const dir = await ranCase(name);
    const { stdout: variance } = await hereInFolder(dir, ['variance', '--format', 'json']);
    writeFileSync(join(dir, 'variance.json'), variance);
    const scored = spawnSync(process.execPath, [join(CASES, 'score.mjs'), join(dir, 'truth.json'), join(dir, 'variance.json')], { encoding: 'utf8' });
    expect(scored.stderr).toBe('');
    const transactions = (JSON.parse(readFileSync(join(dir, 'truth.json'), 'utf8')) as unknown[]).length;
    expect(JSON.parse(scored.stdout)).toEqual({ transactions, statusRight: 100, varianceRight: 100, causesRight: 100, pairRight: 100, falseMatch: 0, falseAlarm: 0, missing: 0, spurious: 0 });
  });
});

describe('generated fortnights', () => {
  const readTruth = (dir: string): TruthEntry[] => JSON.parse(readFileSync(join(dir, 'truth.json'), 'utf8')) as TruthEntry[];
  const flawless = (judged: number) => ({ judged, status: [], variance: [], pairing: [], causes: [], falseMatches: [], falseAlarms: [], missing: [], spurious: [] });

  it.each([[1], [2], [77], [2026], [90_410]])('of 600 reports are judged without a mistake (seed %i)', async (seed) => {
    const dir = generateProject({ reports: 600, seed });
    const { document } = await workedRun(dir);
    const truth = readTruth(dir);
    expect(new Set(truth.map(({ status }) => status)).size).toBeGreaterThanOrEqual(12);
    expect(score(truth, document.rows)).toEqual(flawless(truth.length));
  });

  it('are scored by a scorer that sees every kind of mistake', async () => {
    const dir = generateProject({ reports: 120, seed: 5 });
    const { document } = await workedRun(dir);
    const truth = readTruth(dir);
    expect(score(truth, document.rows)).toEqual(flawless(truth.length));
    const rows = (change: (row: (typeof document.rows)[number]) => unknown, of: (row: (typeof document.rows)[number]) => boolean = () => true) => {
      let changed = false;
      return document.rows.flatMap((row) => {
        if (changed || row.transactionId === null || !of(row)) return [row];
        changed = true;
        const copy = structuredClone(row);
        return change(copy) === null ? [] : [copy];
      });
    };
    const mistakes = (these: typeof document.rows) => Object.entries(score(truth, these)).flatMap(([what, found]) => (Array.isArray(found) && found.length > 0 ? [what] : []));
    const matches = (row: (typeof document.rows)[number]): boolean => row.status === 'match';
    expect(mistakes(rows((row) => (row.status = 'missing_manual'), matches))).toEqual(['status', 'falseAlarms']);
    expect(mistakes(rows((row) => (row.status = 'match'), (row) => row.status === 'coding_variance'))).toEqual(['status', 'falseMatches']);
    expect(mistakes(rows((row) => (row.variance = '0.01'), matches))).toEqual(['variance']);
    expect(mistakes(rows((row) => (row.currency = 'XXX'), matches))).toEqual(['variance']);
    expect(mistakes(rows((row) => (row.manual.poNumbers = ['PO-0']), matches))).toEqual(['pairing']);
    expect(mistakes(rows((row) => (row.causes = ['location', 'vendor', 'period']), (row) => row.status === 'coding_variance'))).toEqual(['causes']);
    expect(mistakes(rows(() => null, matches))).toEqual(['missing']);
    expect(mistakes(rows((row) => (row.transactionId = 'EXP-0'), matches))).toEqual(['missing', 'spurious']);
  });
});
