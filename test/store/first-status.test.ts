import { expect, it } from 'vitest';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { RunReader } from '../../src/store/run-store.ts';
import { type LedgerRow, approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

const KEYED_AT_ONCE: LedgerRow = { po_number: 'PO-1', reference: 'EXP-9041' };
const LATE_AND_WRONG: LedgerRow = { po_number: 'PO-2', reference: 'EXP-9042', gl_account: '6120' };
const LEDGERS = [[KEYED_AT_ONCE], [KEYED_AT_ONCE, LATE_AND_WRONG], [{ ...KEYED_AT_ONCE, gl_account: '6120' }, { ...LATE_AND_WRONG, gl_account: '6110' }]];

it('a row keeps the status that it had when both sides were first there, whatever later runs say', async () => {
  const project = makeProject({ approvals: approvalsText(approvedReport({}), approvedReport({ eventId: 'e2', id: 'EXP-9042' })) });
  const told: Record<string, string | null>[] = [];
  for (const [day, orders] of LEDGERS.entries()) {
    project.write('ledger.csv', ledgerText(...orders.map((order) => ({ ...order, entered_at: `2026-06-0${day + 2}T17:30:00Z` }))));
    told.push(await project.work(async (workplace) => {
      await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
      const { run } = await replayRecord(workplace, undefined);
      return Object.fromEntries([...new RunReader(workplace.database).rows(run.id)].map(({ transactionId, status, firstStatus }) => [transactionId, `${status}, first ${firstStatus}`]));
    }));
  }
  expect(told).toEqual([
    { 'EXP-9041': 'match, first match', 'EXP-9042': 'missing_manual, first null' },
    { 'EXP-9041': 'match, first match', 'EXP-9042': 'coding_variance, first coding_variance' },
    { 'EXP-9041': 'coding_variance, first match', 'EXP-9042': 'match, first coding_variance' },
  ]);
});
