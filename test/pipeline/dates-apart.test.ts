import { expect, test } from 'vitest';
import { codingCompared } from '../../src/gates/coding-compared.ts';
import { RowFactsTally } from '../../src/gates/row-facts.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import type { VarianceRow } from '../../src/domain/variance.ts';
import { summaryText } from '../../src/report/summary-text.ts';
import { RunReader, type StoredRun } from '../../src/store/run-store.ts';
import { goodFacts } from '../gates/facts.ts';
import { approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

/** The rows of two reports of June 2026, and what coding_compared says about them. */
async function compared(made: ReturnType<typeof makeProject>): Promise<{ run: StoredRun; rows: VarianceRow[]; judged: ReturnType<typeof codingCompared.judge> }> {
  return made.work(async (workplace) => {
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    const { run } = await replayRecord(workplace, undefined);
    const rows = [...new RunReader(workplace.database).rows(run.id)];
    const tally = new RowFactsTally({ costCentresOf: () => [], pathOf: () => '', firstOf: () => 'match', notComparedAtFirst: () => new Set(), isUnproven: () => false });
    for (const row of rows) tally.add(row);
    return { run, rows, judged: codingCompared.judge({ ...goodFacts(), rows: tally.result() }) };
  });
}
const TWO = approvalsText(approvedReport(), approvedReport({ eventId: 'e2', id: 'EXP-9042', amount: '300.00' }));
const UNSEEN = '1 row agrees with a PO dated far apart whose period was not compared or is not that of its date';

test('a PO of last year in a ledger without posting periods is a match that the summary counts and that keeps coding_compared from passing', async () => {
  const ledger = ledgerText({ po_date: '2025-06-02', posting_period: '' }, { po_number: 'PO-7783', posting_period: '', reference: 'EXP-9042', amount: '300.00' });
  const { run, rows, judged } = await compared(makeProject({ approvals: TWO, ledger }));
  expect(rows.map(({ status, flags }) => [status, ...flags])).toEqual([['match', 'dated_far_apart'], ['match']]);
  expect(run.summary.agreeingFarApart).toEqual({ rows: 1, amounts: { USD: '845.50' } });
  const text = summaryText(run.summary, { id: run.id, digest: run.digest, asOf: null }, { paint: (_, words) => words, command: (words) => words, width: null });
  expect(text).toContain('Dated far apart       1 row of those, $845.50: po-shadow variance names it');
  expect(judged).toMatchObject({ passed: false, measured: { dated_far_apart: 1 }, measuredText: UNSEEN });
});

test('so does one of last year whose posting period, June, has no year in its name', async () => {
  const ledger = ledgerText({ po_date: '2025-06-02', posting_period: 'June' }, { po_number: 'PO-7783', posting_period: 'June', reference: 'EXP-9042', amount: '300.00' });
  const { rows, judged } = await compared(makeProject({ approvals: TWO, ledger, files: { 'master/periods.csv': 'name,start,end,status\nJune,2026-06-01,2026-06-30,open\n' } }));
  expect(rows.map(({ status, flags }) => [status, ...flags])).toEqual([['match', 'dated_far_apart', 'dated_outside_period'], ['match']]);
  expect(judged).toMatchObject({ passed: false, measured: { dated_far_apart: 1 }, measuredText: UNSEEN });
});

test('one dated late within its period is told, and passes', async () => {
  const ledger = ledgerText({ po_date: '2026-06-29' }, { po_number: 'PO-7783', reference: 'EXP-9042', amount: '300.00' });
  const { rows, judged } = await compared(makeProject({ approvals: TWO, ledger }));
  expect(rows.map(({ status, flags }) => [status, ...flags])).toEqual([['match', 'dated_far_apart'], ['match']]);
  expect(judged.passed).toBe(true);
});
