import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { generateFortnight } from '../../src/demo/generate.ts';
import { LEDGER_HEADER } from '../../src/demo/ledger-csv.ts';
import { projectFiles } from '../../src/demo/write-project.ts';
import type { VarianceRow } from '../../src/domain/variance.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { RunReader } from '../../src/store/run-store.ts';
import { type TestProject, makeProject } from '../project-folder.ts';
import { shuffled } from './books-at-random.ts';

const approvals: string[] = [];
const ledger: string[] = [];
const files = projectFiles();

interface Outcome {
  digest: string;
  rows: VarianceRow[];
  reused: boolean;
  /** What was imported, by file: rows that were new. */
  accepted: number;
}

beforeAll(() => {
  generateFortnight({ reports: 60, seed: 17 }, { approval: (line) => approvals.push(line), ledgerRow: (line) => ledger.push(line), truth: () => {} });
});

/** A project with these lines; the approvals in two files, of which the settings name the second first where `swapped`. */
function project(events: readonly string[], pos: readonly string[], swapped = false): TestProject {
  const half = Math.ceil(events.length / 2);
  const names = swapped ? ['b.jsonl', 'a.jsonl'] : ['a.jsonl', 'b.jsonl'];
  const settings = (files.get('po-shadow.yaml') as string).replace('files: approvals.jsonl', `files: [${names.join(', ')}]`);
  return makeProject({
    settings, ledger: `${[LEDGER_HEADER, ...pos].join('\n')}\n`,
    files: { ...Object.fromEntries(files), 'po-shadow.yaml': settings, 'approvals.jsonl': null, 'a.jsonl': `${events.slice(0, half).join('\n')}\n`, 'b.jsonl': `${events.slice(half).join('\n')}\n` },
  });
}

/** `besideFromEvents`: from how many events on replaying and comparing have threads of their own. */
function run(made: TestProject, besideFromEvents?: number): Promise<Outcome> {
  return made.work(async (workplace) => {
    const imported = await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    const { run: stored, reused } = await replayRecord(workplace, undefined, besideFromEvents === undefined ? undefined : { besideFromEvents });
    // Where a finding was read changes with the order of lines; nothing else does.
    const rows = [...new RunReader(workplace.database).rows(stored.id)].map((row) => ({ ...row, dryRun: { ...row.dryRun, findings: row.dryRun.findings.map((each) => ({ ...each, at: '' })) } }));
    return { digest: stored.digest, rows, reused, accepted: imported.reduce((sum, { rowsAccepted }) => sum + rowsAccepted, 0) };
  });
}

describe('a whole run, from the files to the stored rows', () => {
  test('gives the same digest and the same rows in any order of files and lines', async () => {
    const first = await run(project(approvals, ledger));
    expect(first.rows.length).toBeGreaterThan(50);
    await fc.assert(fc.asyncProperty(shuffled(approvals.length), shuffled(ledger.length), fc.boolean(), async (events, pos, swapped) => {
      const again = await run(project(events.map((place) => approvals[place] as string), pos.map((place) => ledger[place] as string), swapped));
      expect([again.digest, again.rows]).toEqual([first.digest, first.rows]);
    }), { numRuns: 4 });
  });

  test('gives the same on threads of their own and without them', async () => {
    const [alone, beside] = [await run(project(approvals, ledger), Number.POSITIVE_INFINITY), await run(project(approvals, ledger), 0)];
    expect(alone.rows.length).toBeGreaterThan(50);
    expect([beside.digest, beside.rows]).toEqual([alone.digest, alone.rows]);
  });

  test('a replay on threads of their own says what a replay without them says where it can\'t go on', async () => {
    const made = project(approvals, ledger);
    await run(made);
    const broken = async (besideFromEvents: number): Promise<string> => {
      try {
        await made.work(async (workplace) => replayRecord({ ...workplace, settings: { ...workplace.settings, erp: 'netsuite' } }, undefined, { besideFromEvents }));
      } catch (error) {
        return `${(error as Error).name}: ${(error as Error).message}`;
      }
      return 'went on';
    };
    expect(await broken(0)).toBe(await broken(Number.POSITIVE_INFINITY));
    expect(await broken(0)).toMatch(/erpDefaults\.netsuite is missing/);
  });

  test('changes nothing the second time', async () => {
    const made = project(approvals, ledger);
    const [first, second] = [await run(made), await run(made)];
    expect([second.digest, second.rows, second.reused, second.accepted]).toEqual([first.digest, first.rows, true, 0]);
  });

  test('counts every PO and every report once', async () => {
    const { rows } = await run(project(approvals, ledger));
    const owner = new Map<string, string>();
    for (const row of rows) {
      for (const number of row.manual.poNumbers) {
        const key = row.match.group ?? row.id;
        expect(owner.get(number) ?? key).toBe(key);
        owner.set(number, key);
      }
    }
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });
});
