import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import papaparse from 'papaparse';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/domain/gate.ts';
import type { RootCause, SheetRows } from '../../src/domain/root-cause.ts';
import type { RunSummary } from '../../src/domain/run.ts';
import { goldenProject } from '../golden/golden-project.ts';
import { generateProject, hereInFolder, varianceOf, workedRun } from './generated-project.ts';

const causesOf = async (dir: string, ...options: string[]): Promise<RootCause[]> => JSON.parse((await hereInFolder(dir, ['variance', '--root-causes', '--format', 'json', ...options])).stdout) as RootCause[];

describe('from a root cause to its rows', () => {
  let dir: string;
  let causes: RootCause[];
  beforeAll(async () => {
    dir = generateProject({ reports: 300, seed: 9041 });
    await workedRun(dir);
    causes = await causesOf(dir);
  });

  it('is one command, which prints as many rows and as much money as the root cause says', async () => {
    expect(causes.length).toBeGreaterThan(20);
    for (const { id, rows, atStake } of [causes[0], causes[4], causes.find(({ also }) => also.length > 0)] as RootCause[]) {
      const { rows: listed, totals } = await varianceOf(dir, ['--cause', id]);
      expect(listed).toHaveLength(rows);
      for (const [currency, decimal] of Object.entries(atStake)) expect(totals.currencies[currency]?.open).toBe(decimal);
    }
  });

  it('can be typed as it stands, from the summary and from the list, wherever the user stands', async () => {
    const run = await hereInFolder(dir, ['run'], { cwd: join(dir, '..') });
    const [, words = ''] = /The rows of one: npx po-shadow (.+)/.exec(run.stdout) ?? [];
    expect(words).toBe(`variance --cause ${causes[0]?.id} --project project`);
    expect(run.stdout).toContain(`more: npx po-shadow variance --root-causes --project project`);
    const list = await hereInFolder(dir, ['variance', '--root-causes'], { cwd: dir });
    expect(list.stdout).toContain(`npx po-shadow variance --cause ${causes[0]?.id}\n`);
  });

  it('takes several, and causes by their names as well', async () => {
    const [first, second] = causes as [RootCause, RootCause];
    const ids = async (...words: string[]): Promise<(string | null)[]> => (await varianceOf(dir, words)).rows.map(({ id }) => id);
    expect((await ids('--cause', `${first.id},${second.id}`)).length).toBe(first.rows + second.rows);
    expect(await ids('--cause', first.id, '--cause', second.id)).toEqual(await ids('--cause', `${first.id},${second.id}`));
    const byName = (await varianceOf(dir, ['--cause', 'GL_Account'])).rows;
    expect(byName.length).toBeGreaterThan(1);
    expect(byName.every(({ causes: named }) => named.includes('gl_account'))).toBe(true);
  });

  it('refuses a word that is neither, with the nearest that is, and says where ids are listed', async () => {
    const typo = await hereInFolder(dir, ['variance', '--cause', 'gl_acount']);
    expect([typo.code, typo.stderr]).toEqual([2, expect.stringContaining('Did you mean gl_account?')]);
    const nothing = await hereInFolder(dir, ['variance', '--cause', 'xyzzy-plugh']);
    expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringContaining('variance --root-causes')]);
    // Of one that was fixed since, no row is left.
    expect((await hereInFolder(dir, ['variance', '--cause', 'C0000000000'])).stdout).toBe('No rows.\n');
  });

  it('resolve takes the same id', async () => {
    const location = causes.find(({ cause, rows }) => cause === 'location' && rows === 1) as RootCause;
    const shown = await hereInFolder(dir, ['resolve', '--cause', location.id, '--disposition', 'ledger_corrected', '--reason', 'recoded', '--by', 'ap-lead']);
    expect([shown.code, shown.stdout]).toEqual([0, expect.stringMatching(new RegExp(`^1 row, .*\n  R[0-9a-f]+  ${location.examples[0]}  `))]);
  });

  it('what people decide takes its rows out, and leaves the others with what speaks for them', async () => {
    const project = generateProject({ reports: 300, seed: 9041 });
    await workedRun(project);
    const before = await causesOf(project);
    const [closed] = before.filter(({ cause, rows }) => cause === 'location' && rows === 1) as [RootCause];
    await hereInFolder(project, ['resolve', '--cause', closed.id, '--disposition', 'accepted', '--wrong', 'ledger', '--reason', 'left as it is', '--by', 'ap-lead', '--yes']);
    await hereInFolder(project, ['review', closed.examples[0] as string, '--by', 'controller']);
    const after = await causesOf(project);
    expect(after).toEqual(before.filter(({ id }) => id !== closed.id));
    expect(after.some(({ mapping, likely }) => mapping.length > 0 && likely === 'ledger')).toBe(true);
  });

  it('gate names the same fixes as its actions, each with its command', async () => {
    const { actions } = JSON.parse((await hereInFolder(dir, ['gate', '--format', 'json'])).stdout) as Verdict;
    for (const { id, title } of causes) expect(actions.some(({ action, command }) => action.includes(`"${title}"`) && command === `po-shadow variance --cause ${id}`)).toBe(true);
    const text = (await hereInFolder(dir, ['gate', '--width', '80'], { cwd: dir })).stdout;
    expect(text).toContain(`\n     npx po-shadow variance --cause ${causes[0]?.id}\n`);
  });
});

describe('the list of root causes', () => {
  let dir: string;
  beforeAll(async () => {
    dir = goldenProject('one-row-fixes-many');
    await workedRun(dir);
  });

  it('is that of the summary, in every format', async () => {
    const causes = await causesOf(dir);
    const { summary } = JSON.parse((await hereInFolder(dir, ['run', '--format', 'json'])).stdout) as { summary: RunSummary };
    expect(causes).toEqual(summary.rootCauses);
    const { data } = papaparse.parse<Record<string, string>>((await hereInFolder(dir, ['variance', '--root-causes', '--format', 'csv'])).stdout.trim(), { header: true });
    expect(data.map(({ id, title, rows, at_stake }) => [id, title, rows, at_stake])).toEqual(causes.map(({ id, title, rows, atStake }) => [id, title, String(rows), `USD ${atStake.USD}`]));
    expect(data[0]).toMatchObject({ sheet_rows: 'Harbor Paper & Print,V-1004', suggestion: 'V-1004 Harbor Paper & Print, name equals the merchant', rows_alone: '4', at_stake_alone: 'USD 1246.00' });
    const markdown = (await hereInFolder(dir, ['variance', '--root-causes', '--format', 'md'])).stdout.trim().split('\n');
    expect(markdown).toHaveLength(causes.length + 2);
  });

  it('is narrowed as rows are', async () => {
    const [only, ...others] = await causesOf(dir, '--week', '1', '--status', 'coding_variance', '--transaction', 'EXP-9633');
    expect(others).toEqual([]);
    expect(only).toMatchObject({ title: 'account 6110 keyed as 6140', rows: 1, likely: 'ledger' });
    expect((await hereInFolder(dir, ['variance', '--root-causes', '--status', 'match'])).stdout).toBe('Nothing is open.\n');
  });

  it('fits eighty columns, but for what is to be pasted or typed', async () => {
    const { stdout } = await hereInFolder(dir, ['variance', '--root-causes', '--width', '80']);
    for (const line of stdout.split('\n')) if (!/npx po-shadow|\(instead of|,V-|,L-/.test(line)) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  it('pasting the row that it offers mends what it says', async () => {
    const [vendor] = await causesOf(dir) as [RootCause];
    const project = goldenProject('one-row-fixes-many');
    const sheet = join(project, 'mapping/vendors.csv');
    const [{ row, replaces }] = (vendor.fix.csv as SheetRows).rows as [SheetRows['rows'][number]];
    const rows = readFileSync(sheet, 'utf8').split('\n');
    rows[Number(replaces.split(':')[1]) - 1] = row;
    writeFileSync(sheet, rows.join('\n'));
    const { document } = await workedRun(project);
    const rejected = document.rows.filter(({ causes }) => causes.includes('VENDOR_UNKNOWN'));
    expect(rejected).toEqual([]);
    expect(document.rows.filter(({ status }) => status === 'rejected').map(({ transactionId }) => transactionId)).toEqual(['EXP-9640', 'EXP-9614']);
  });
});

describe('what files say', () => {
  it('can\'t take over a terminal, a spreadsheet or a Markdown page by way of a root cause', async () => {
    const dir = goldenProject('one-row-fixes-many');
    const approvals = join(dir, 'approvals.jsonl');
    writeFileSync(approvals, readFileSync(approvals, 'utf8').replace('Bluebird Signage', '=cmd|\\u001b[31m\\u202e<b>\'$(id)'));
    await workedRun(dir);
    const printed = async (...options: string[]): Promise<string> => (await hereInFolder(dir, ['variance', '--root-causes', ...options])).stdout;
    for (const options of [[], ['--format', 'csv'], ['--format', 'md'], ['--format', 'json']]) expect(await printed(...options)).not.toMatch(/[\u001b\u202e]/);
    expect(await printed()).toContain("merchant =cmd|\\u{1b}[31m\\u{202e}<b>'$(id) unmapped");
    expect(await printed('--format', 'md')).toContain('=cmd\\|');
    const causes = await causesOf(dir);
    // What is to be typed holds nothing of what a file says.
    for (const { id } of causes) expect(id).toMatch(/^C[0-9a-f]{10}$/);
  });
});
