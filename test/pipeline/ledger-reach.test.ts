import { describe, expect, test } from 'vitest';
import type { LedgerReach } from '../../src/gates/facts.ts';
import { configuredInputs } from '../../src/pipeline/configured-inputs.ts';
import { ledgerReaches } from '../../src/pipeline/facts/ledger-reach.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { NamedCodes } from '../../src/mapping/named-codes.ts';
import { RecordReader } from '../../src/store/record-reader.ts';
import { type TestProject, ledgerText, makeProject } from '../project-folder.ts';

const STORE_1 = ledgerText({ entered_at: '2026-06-19T12:00:00Z' });
const STORE_2 = ledgerText({ po_number: 'PO-9', entered_at: '2026-06-09T12:00:00Z' });

const reachesOf = (project: TestProject, now: string | null = null): Promise<LedgerReach[]> => project.work(async (workplace) => {
  const imports = await new RecordReader(workplace.database).imports();
  return ledgerReaches(workplace, configuredInputs(workplace, imports), imports, { names: new NamedCodes(null), now: now === null ? null : Date.parse(now) });
});
const importAll = (project: TestProject): Promise<unknown> => project.work((workplace) => importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false }));

/** A project of two stores, each with a ledger of its own. */
async function twoStores(files: [string, string] = ['store-1.csv', 'store-2*.csv']): Promise<TestProject> {
  const ledger = files.map((each) => ({ format: 'generic', files: each }));
  const project = makeProject({ settings: { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger } }, files: { 'store-1.csv': STORE_1, 'store-2.csv': STORE_2 } });
  await importAll(project);
  return project;
}

describe('how far a ledger reaches', () => {
  test('is told of each that the settings name: one store’s says nothing of another’s', async () => {
    expect(await reachesOf(await twoStores())).toEqual([{ input: 'inputs.ledger[0]', until: '2026-06-19' }, { input: 'inputs.ledger[1]', until: '2026-06-09' }]);
  });

  test('is its latest export’s as-of, also where that was imported by hand: it shares a PO', async () => {
    const project = await twoStores(['store-1.csv', 'store-2.csv']);
    project.write('later.csv', ledgerText({ po_number: 'PO-9' }, { po_number: 'PO-10', po_date: '2026-06-18', entered_at: '2026-06-20T12:00:00Z' }));
    expect((await project.here(['import', 'ledger', 'later.csv'], { cwd: project.dir })).code).toBe(0);
    expect((await reachesOf(project))[1]).toEqual({ input: 'inputs.ledger[1]', until: '2026-06-20' });
  });

  test('is no further than the verdict’s own instant: an as-of that is still to come was mistyped', async () => {
    const project = await twoStores();
    expect(await reachesOf(project, '2026-06-15T12:00:00Z')).toEqual([{ input: 'inputs.ledger[0]', until: '2026-06-15' }, { input: 'inputs.ledger[1]', until: '2026-06-09' }]);
  });

  test('is nowhere for one of which nothing was imported, or whose file is gone', async () => {
    const project = await twoStores();
    project.write('store-2.csv', ledgerText({ po_number: 'PO-77' }));
    expect((await reachesOf(project))[1]).toEqual({ input: 'inputs.ledger[1]', until: null });
    project.write('po-shadow.yaml', JSON.stringify({ window: { from: '2026-06-01', to: '2026-06-14' }, inputs: { ledger: [{ format: 'generic', files: 'store-1.csv' }, { format: 'generic', files: 'nowhere.csv' }] } }));
    expect((await reachesOf(project))[1]).toEqual({ input: 'inputs.ledger[1]', until: null });
  });

  test('is that of the newest export where there is one ledger', async () => {
    const project = makeProject();
    await importAll(project);
    project.write('ledger.csv', ledgerText({ po_number: 'PO-8', entered_at: '2026-06-20T12:00:00Z' }));
    await importAll(project);
    expect(await reachesOf(project)).toEqual([{ input: 'the ledger', until: '2026-06-20' }]);
  });
});
