import { beforeAll, describe, expect, test } from 'vitest';
import type { RunCoverage } from '../../src/domain/coverage.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { RunReader } from '../../src/store/run-store.ts';
import { generateFortnight } from '../../src/demo/generate.ts';
import { LEDGER_HEADER } from '../../src/demo/ledger-csv.ts';
import { projectFiles } from '../../src/demo/write-project.ts';
import { type TestProject, approvalsText, approvedReport, makeProject } from '../project-folder.ts';

interface Outcome {
  digest: string;
  coverage: RunCoverage | undefined;
  paths: [reportId: string, path: string][];
}

/** Imports and replays; `besideFromEvents` 0 does it on threads of their own. */
function replayed(made: TestProject, besideFromEvents: number): Promise<Outcome> {
  return made.work(async (workplace) => {
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    const { run } = await replayRecord(workplace, undefined, { besideFromEvents });
    const reader = new RunReader(workplace.database);
    return { digest: run.digest, coverage: reader.coverage(run.id), paths: [...reader.approvalPaths(run.id)] };
  });
}

const approvals: string[] = [];
const ledger: string[] = [];
beforeAll(() => {
  // More events than a page holds.
  generateFortnight({ reports: 700, seed: 11 }, { approval: (line) => approvals.push(line), ledgerRow: (line) => ledger.push(line), truth: () => {} });
});

const fortnight = (): TestProject => makeProject({ ledger: `${[LEDGER_HEADER, ...ledger].join('\n')}\n`, files: { ...Object.fromEntries(projectFiles()), 'approvals.jsonl': `${approvals.join('\n')}\n` }, settings: projectFiles().get('po-shadow.yaml') as string });

describe('the coverage of a run', () => {
  test('is stored with it, and is the same on threads of their own', async () => {
    const [alone, beside] = [await replayed(fortnight(), Number.POSITIVE_INFINITY), await replayed(fortnight(), 0)];
    expect(alone.coverage?.facts.length).toBeGreaterThan(300);
    expect(beside).toEqual(alone);
  });

  test('adds up: every report that counts is on one approval path and in one currency', async () => {
    const { coverage, paths } = await replayed(fortnight(), Number.POSITIVE_INFINITY);
    const sum = (what: string): number => (coverage?.facts ?? []).filter((fact) => fact.what === what).reduce((total, { transactions }) => total + transactions, 0);
    expect(coverage?.transactions).toBeGreaterThan(500);
    expect([sum('approval path'), sum('currency'), sum('period'), paths.length]).toEqual([coverage?.transactions, coverage?.transactions, coverage?.transactions, coverage?.transactions]);
    for (const { what, name, transactions } of coverage?.facts ?? []) {
      if (what === 'approval path') expect(paths.filter(([, path]) => path === name).length).toBe(transactions);
    }
  });

  test('can be neither changed nor deleted', async () => {
    const made = makeProject();
    await replayed(made, Number.POSITIVE_INFINITY);
    await made.work(async ({ database: { sqlite } }) => {
      for (const table of ['run_coverage', 'run_path']) {
        expect(sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(1);
        expect(() => sqlite.exec(`UPDATE ${table} SET run_id = run_id`)).toThrow(`${table} is append-only`);
        expect(() => sqlite.exec(`DELETE FROM ${table}`)).toThrow(`${table} is append-only`);
      }
    });
  });

  test('leaves out a report whose newest snapshot could not be read', async () => {
    const unread = JSON.stringify(approvedReport({ eventId: 'e2', revision: 2, amount: 'a lot', occurredAt: '2026-06-03T10:00:00Z' }));
    const { coverage } = await replayed(makeProject({ approvals: approvalsText(approvedReport(), unread) }), Number.POSITIVE_INFINITY);
    const acme = coverage?.facts.find(({ name }) => name === 'Acme Janitorial');
    expect([coverage?.transactions, acme?.transactions, acme?.elsewhere]).toEqual([0, 0, { transactions: 1, amounts: { USD: '845.50' } }]);
  });

  test('of a run that stored none is not known', async () => {
    await makeProject().work(async ({ database }) => {
      expect(new RunReader(database).coverage('run-0001')).toBeUndefined();
      expect(new RunReader(database).approvalPaths('run-0001').size).toBe(0);
    });
  });
});
