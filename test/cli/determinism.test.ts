import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../src/demo/random.ts';
import { goldenProject } from '../golden/golden-project.ts';
import { makeFolder } from '../project-folder.ts';
import { generateProject, inFolder, varianceOf, workedRun } from './generated-project.ts';

const REPORTS = 300;

let base: string;
let digest: string;
beforeAll(async () => {
  base = generateProject({ reports: REPORTS, seed: 51 });
  const pristine = copyOf(base);
  digest = (await workedRun(base)).document.run.digest;
  base = pristine;
});

function copyOf(dir: string): string {
  const copy = join(makeFolder(), 'copy');
  cpSync(dir, copy, { recursive: true });
  return copy;
}
const linesOf = (dir: string, name: string): string[] => readFileSync(join(dir, name), 'utf8').trimEnd().split('\n');
const write = (dir: string, name: string, lines: readonly string[]): void => writeFileSync(join(dir, name), `${lines.join('\n')}\n`);
const digestOf = async (dir: string): Promise<string> => (await workedRun(dir)).document.run.digest;

/** Rows of the ledger in another order; the rows of one PO stay in theirs, since their order is the PO's own. */
function shuffledLedger(rows: readonly string[], random: Random): string[] {
  const orders = new Map<string, string[]>();
  for (const row of rows) {
    const number = row.slice(0, row.indexOf(','));
    orders.set(number, [...(orders.get(number) ?? []), row]);
  }
  return random.shuffle([...orders.values()]).flat();
}

describe.concurrent('the same inputs give the same digest', () => {
  it.each([[1], [2], [3]])('whatever the order of the rows (shuffle %i)', async (seed) => {
    const random = new Random(seed);
    const dir = copyOf(base);
    write(dir, 'approvals.jsonl', random.shuffle(linesOf(dir, 'approvals.jsonl')));
    const [header = '', ...rows] = linesOf(dir, 'ledger.csv');
    write(dir, 'ledger.csv', [header, ...shuffledLedger(rows, random)]);
    for (const sheet of ['master/vendors.csv', 'mapping/vendors.csv', 'mapping/categories.csv', 'master/approvers.csv']) {
      const [head = '', ...body] = linesOf(dir, sheet);
      write(dir, sheet, [head, ...random.shuffle(body)]);
    }
    expect(await digestOf(dir)).toBe(digest);
  });

  it('whatever the files are called and into how many the exports are parted', async () => {
    const dir = copyOf(base);
    const random = new Random(7);
    const events = random.shuffle(linesOf(dir, 'approvals.jsonl'));
    const [header = '', ...rows] = linesOf(dir, 'ledger.csv');
    const shuffled = shuffledLedger(rows, random);
    // Two stores' ledgers: no PO is in both.
    const numbers = [...new Set(shuffled.map((row) => row.slice(0, row.indexOf(','))))];
    const first = new Set(numbers.slice(0, numbers.length / 2));
    write(dir, 'one.csv', [header, ...shuffled.filter((row) => first.has(row.slice(0, row.indexOf(','))))]);
    write(dir, 'two.csv', [header, ...shuffled.filter((row) => !first.has(row.slice(0, row.indexOf(','))))]);
    write(dir, 'late.jsonl', events.slice(0, 100));
    write(dir, 'early.jsonl', events.slice(100));
    const settings = readFileSync(join(dir, 'po-shadow.yaml'), 'utf8').replace('files: approvals.jsonl', 'files: [late.jsonl, early.jsonl]').replace('files: ledger.csv', 'files: [two.csv, one.csv]');
    expect(settings).toContain('late.jsonl');
    expect(settings).toContain('two.csv');
    writeFileSync(join(dir, 'po-shadow.yaml'), settings);
    expect(await digestOf(dir)).toBe(digest);
  });

  it('whatever the order of import, one kind at a time or all at once, and an export given twice', async () => {
    const dir = copyOf(base);
    const imports: readonly (readonly string[])[] = [
      ['import', 'ledger', 'ledger.csv'],
      ['import', 'mapping', ...['vendors', 'locations', 'departments', 'categories', 'approvers'].map((name) => `mapping/${name}.csv`)],
      ['import', 'approvals', 'approvals.jsonl'],
      ['import', 'master', ...['vendors', 'periods', 'locations', 'gl_accounts', 'departments', 'approvers'].map((name) => `master/${name}.csv`)],
      ['import', 'approvals', 'approvals.jsonl'],
    ];
    for (const words of imports) expect((await inFolder(dir, words)).code, words.join(' ')).toBe(0);
    expect((await inFolder(dir, ['replay'])).code).toBe(0);
    expect((await varianceOf(dir)).run.digest).toBe(digest);
  });

  it('in a growing record, week by week, as in one that is imported whole', async () => {
    const dir = copyOf(base);
    const events = linesOf(dir, 'approvals.jsonl');
    const [header = '', ...rows] = linesOf(dir, 'ledger.csv');
    const enteredOn = (row: string): string => /2026-\d\d-\d\dT/.exec(row)?.[0] ?? '';
    write(dir, 'approvals.jsonl', events.slice(0, events.length / 2));
    const firstHalf = new Set(rows.filter((row) => enteredOn(row) < '2026-06-08T').map((row) => row.slice(0, row.indexOf(','))));
    write(dir, 'ledger.csv', [header, ...rows.filter((row) => firstHalf.has(row.slice(0, row.indexOf(','))))]);
    expect(await digestOf(dir)).not.toBe(digest);
    write(dir, 'approvals.jsonl', events);
    write(dir, 'ledger.csv', [header, ...rows]);
    expect(await digestOf(dir)).toBe(digest);
  });

  it('under another time zone and language of the machine', async () => {
    const dir = copyOf(base);
    const { code, stdout, stderr } = await inFolder(dir, ['run', '--format', 'json'], { environment: { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' } });
    expect(code, stderr).toBe(0);
    expect((JSON.parse(stdout) as { run: { digest: string } }).run.digest).toBe(digest);
  });
});

describe.concurrent('other inputs give another digest', () => {
  it.each([
    ['an amount in the ledger', 'ledger.csv', (text: string) => text.replace(',845.50,', ',845.51,')],
    ['an amount in the approvals', 'approvals.jsonl', (text: string) => text.replaceAll('"845.50"', '"845.40"')],
    ['a row of the mapping', 'mapping/categories.csv', (text: string) => text.replace('Signage,6130', 'Signage,6120')],
    ['a rule of routing', 'po-shadow.yaml', (text: string) => text.replace('gt: "5000.00"', 'gt: "1000.00"')],
    ['the window', 'po-shadow.yaml', (text: string) => text.replace('to: 2026-06-14', 'to: 2026-06-03')],
  ])('when %s changes', async (_, name, change) => {
    const dir = goldenProject('first-three-transactions');
    const before = await digestOf(dir);
    const other = goldenProject('first-three-transactions');
    const text = readFileSync(join(other, name), 'utf8');
    expect(change(text)).not.toBe(text);
    writeFileSync(join(other, name), change(text));
    expect(await digestOf(other)).not.toBe(before);
  });
});
