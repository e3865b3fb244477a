import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { RunReader } from '../../src/store/run-store.ts';
import { type TestProject, ledgerText, makeProject } from '../project-folder.ts';

const GOOD = ledgerText({});
const DAMAGED = ledgerText({ po_date: '2026-06-31' });
const CORRECTED = `${GOOD}\n`;

/** Status and causes of the only report after these ledgers were exported and imported one after the other. */
async function after(...ledgers: string[]): Promise<[string, string[]]> {
  const project: TestProject = makeProject();
  let outcome: [string, string[]] = ['', []];
  for (const ledger of ledgers) {
    writeFileSync(join(project.dir, 'ledger.csv'), ledger);
    outcome = await project.work(async (workplace) => {
      await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
      const { run } = await replayRecord(workplace, undefined);
      const [row] = [...new RunReader(workplace.database).rows(run.id)].filter(({ transactionId }) => transactionId !== null);
      return [row?.status ?? '', row?.causes ?? []];
    });
  }
  return outcome;
}

test('a PO that can\'t be read is missing, and a corrected export of the same instant brings it', async () => {
  expect(await after(DAMAGED)).toEqual(['missing_manual', []]);
  expect(await after(DAMAGED, CORRECTED)).toEqual(['match', []]);
});

test('a PO that can\'t be read in a later import is no match, until a corrected export follows', async () => {
  expect(await after(GOOD, DAMAGED)).toEqual(['amount_variance', ['manual_incomplete']]);
  expect(await after(GOOD, DAMAGED, CORRECTED)).toEqual(['match', []]);
});
