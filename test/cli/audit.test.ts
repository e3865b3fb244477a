import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { copyOf, tamper } from '../pipeline/audit-tampering.ts';
import { programHere } from '../program-here.ts';
import { type Outcome, type TestProject, approvalsText, approvedReport, ledgerText, makeFolder, makeProject, runProgram } from '../project-folder.ts';

const PO = 'PO-\u001b[31m77';
const auditOf = (dir: string, ...options: string[]): Promise<Outcome> => programHere(['audit', ...options, '--project', dir]);

let project: TestProject;
let intact: Outcome;
let head: string;
beforeAll(async () => {
  project = makeProject({ approvals: approvalsText(approvedReport(), approvedReport({ eventId: 'e2', id: 'EXP-9042', amount: '12.345' })), ledger: ledgerText({ po_number: PO }) });
  expect((await project.here(['run'])).code).toBe(0);
  intact = await auditOf(project.dir);
  head = /its head is ([0-9a-f]{64})/.exec(intact.stdout)?.[1] ?? '';
});

describe('po-shadow audit', () => {
  it('prints head, length and each check, and exits 0 where everything holds', () => {
    expect(intact).toMatchObject({ code: 0, stderr: '' });
    const lines = intact.stdout.split('\n');
    expect(lines[0]).toBe(`The audit trail has 2 entries; its head is ${head}.`);
    expect(lines.slice(2, 8).map((line) => line.trim().split(/\s+/).slice(0, 2).join(' '))).toEqual(['ok trail', 'ok database', 'ok evidence', 'ok entries', 'ok record', 'ok runs']);
    expect(lines.at(-2)).toBe('Everything holds.');
  });

  it('names what does not hold and exits 1; what a file holds is not obeyed by the terminal', async () => {
    const dir = copyOf(project.dir);
    tamper(dir, "UPDATE manual_po SET po_date = '2026-06-09'");
    const { code, stdout } = await auditOf(dir);
    expect(code).toBe(1);
    expect(stdout).toContain('problem  record');
    expect(stdout).toContain('manual_po: PO PO-\\u{1b}[31m77, version 1 (ledger.csv');
    expect(stdout).toContain('has po_date 2026-06-09, and 2026-06-02 by the evidence');
    expect(stdout).not.toContain('\u001b');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('1 check does not hold.');
  });

  it('prints the report as JSON', async () => {
    const { code, stdout } = await auditOf(project.dir, '--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ intact: true, head, length: 2, checks: [{ name: 'trail', checked: 2, problems: [], notes: [] }, {}, {}, {}, {}, { name: 'runs', checked: 1 }] });
  });

  it('exits 1 where nothing was imported', async () => {
    const { code, stdout } = await auditOf(makeProject().dir);
    expect(code).toBe(1);
    expect(stdout).toContain('nothing was imported yet');
  });

  it('leaves nothing of its scratch database behind', async () => {
    const temporary = makeFolder();
    const { code } = await runProgram(['audit', '--project', project.dir], { environment: { TMPDIR: temporary } });
    expect([code, readdirSync(temporary)]).toEqual([0, []]);
  });
});

describe('po-shadow audit --expect', () => {
  it('holds for the head that was printed, in any case, and still when the trail has gone on', async () => {
    expect((await auditOf(project.dir, '--expect', head.toUpperCase())).code).toBe(0);
    const later = copyOf(project.dir);
    expect((await programHere(['run', '--as-of', '2026-07-01T00:00:00Z', '--project', later])).code).toBe(0);
    expect((await auditOf(later, '--expect', head)).code).toBe(0);
  });

  it('exits 1 for a head that the trail does not have', async () => {
    const { code, stdout } = await auditOf(project.dir, '--expect', 'ab'.repeat(32));
    expect(code).toBe(1);
    expect(stdout).toContain('no entry of the chain has the expected head');
  });

  it.each([[['--expect', 'abc'], 'is not a head of 64 hexadecimal digits'], [['--expect', 'ab'.repeat(32), '--list'], '--list only prints the trail']])('exits 2 for %j', async (options, says) => {
    const { code, stderr } = await auditOf(project.dir, ...options);
    expect(code).toBe(2);
    expect(stderr).toContain(says);
  });
});

describe('po-shadow audit --list', () => {
  it('prints one line an entry: number, instant, who, what', async () => {
    const { code, stdout } = await auditOf(project.dir, '--list');
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toBe('A1  2026-06-02T17:30:00Z  po-shadow  imported approvals.jsonl (1 row, 1 in quarantine), ledger.csv (1 row), master/approvers.csv (1 row) and 10 more files');
    expect(lines[1]).toMatch(/^A2 {2}2026-06-02T17:30:00Z {2}po-shadow {2}stored run-0001-[0-9a-f]{8}, digest [0-9a-f]{12}…$/);
    expect(lines).toHaveLength(2);
  });

  it('prints the entries as JSON, hashes and all', async () => {
    const entries = JSON.parse((await auditOf(project.dir, '--list', '--format', 'json')).stdout) as Record<string, unknown>[];
    expect(entries).toHaveLength(2);
    expect(entries[1]).toMatchObject({ sequence: 2, at: '2026-06-02T17:30:00Z', clock: 'record', actor: { person: null }, act: { kind: 'run', number: 1 }, hash: head });
  });

  it('says so where nothing happened yet', async () => {
    expect(await auditOf(makeProject().dir, '--list')).toMatchObject({ code: 0, stdout: 'The audit trail is empty.\n' });
  });
});
