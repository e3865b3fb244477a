import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { beforeAll, describe, expect, it } from 'vitest';
import { settingsSchema } from '../../src/domain/settings.ts';
import { goldenProject } from '../golden/golden-project.ts';
import { type Outcome, makeFolder } from '../project-folder.ts';
import { command, inFolder } from './generated-project.ts';

let dir: string;
let outcome: Outcome;
beforeAll(async () => {
  const parent = makeFolder();
  dir = join(parent, 'my-cutover');
  outcome = await command(['init', 'my-cutover'], { cwd: parent });
});

const filesIn = (folder: string): string[] => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();

describe('po-shadow init', () => {
  it('writes a project folder, names every file it wrote on standard output, and says on standard error what to do next', () => {
    expect(outcome.code).toBe(0);
    const named = outcome.stdout.trim().split('\n').map((name) => name.replace(/^my-cutover\//, '')).sort();
    expect(named).toEqual(filesIn(dir));
    expect(named).toEqual(expect.arrayContaining(['po-shadow.yaml', 'rollback.yaml', 'master/vendors.csv', 'master/periods.csv', 'mapping/vendors.csv', 'mapping/approvers.csv']));
    expect(outcome.stderr).toMatch(/approvals\.jsonl[\s\S]*master\/[\s\S]*po-shadow run --project my-cutover/);
  });

  it('writes settings that are valid, and explains most of them in comments', () => {
    const text = readFileSync(join(dir, 'po-shadow.yaml'), 'utf8');
    const settings = settingsSchema.parse(parse(text));
    expect(settings.inputs.approvals[0]?.files).toEqual(['approvals.jsonl']);
    expect(settings.tolerance).toEqual({ absolute: '0.00', percent: '0' });
    expect(text.match(/#/g)?.length).toBeGreaterThan(10);
  });

  it('refuses a folder that has settings already, and leaves every file as it is', async () => {
    const before = readFileSync(join(dir, 'po-shadow.yaml'), 'utf8');
    writeFileSync(join(dir, 'master/vendors.csv'), 'id,name,currency,active\nV-1,Kept,USD,true\n');
    const again = await command(['init', dir]);
    expect(again.code).toBe(2);
    expect(again.stdout).toBe('');
    expect(again.stderr).toContain('po-shadow.yaml');
    expect(readFileSync(join(dir, 'po-shadow.yaml'), 'utf8')).toBe(before);
    expect(readFileSync(join(dir, 'master/vendors.csv'), 'utf8')).toContain('Kept');
  });

  it('keeps files that are there already, and writes the rest around them', async () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'rollback.yaml'), 'items: []\n');
    const around = await command(['init', folder]);
    expect(around.code).toBe(0);
    expect(around.stderr).toContain('rollback.yaml');
    expect(readFileSync(join(folder, 'rollback.yaml'), 'utf8')).toBe('items: []\n');
    expect(existsSync(join(folder, 'po-shadow.yaml'))).toBe(true);
  });
});

describe('po-shadow run on a folder that init wrote', () => {
  it('says which export is missing and who names it, one after the other, and runs once they are there', async () => {
    const withoutApprovals = await inFolder(dir, ['run']);
    expect(withoutApprovals.code).toBe(2);
    expect(withoutApprovals.stderr).toMatch(/approvals\.jsonl: .*inputs\.approvals/);
    expect(withoutApprovals.stderr).toContain('What to do:');
    const golden = goldenProject('first-three-transactions');
    copyFileSync(join(golden, 'approvals.jsonl'), join(dir, 'approvals.jsonl'));
    const withoutLedger = await inFolder(dir, ['run']);
    expect(withoutLedger.code).toBe(2);
    expect(withoutLedger.stderr).toMatch(/ledger\.csv: .*inputs\.ledger/);
    copyFileSync(join(golden, 'ledger.csv'), join(dir, 'ledger.csv'));
    const complete = await inFolder(dir, ['run']);
    expect(complete.code, complete.stderr).toBe(0);
    // Its sheets are empty still, so nothing can be mapped: that is said report by report, and nothing is guessed.
    expect(complete.stdout).toMatch(/approver lee@shop\.example unmapped: 3 transactions/);
    expect(complete.stdout).toMatch(/POs that would exist\s+0 POs/);
  });
});
