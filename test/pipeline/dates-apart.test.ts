import { expect, test } from 'vitest';
import { codingCompared } from '../../src/gates/coding-compared.ts';
import { RowFactsTally } from '../../src/gates/row-facts.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { summaryText } from '../../src/report/summary-text.ts';
import { RunReader } from '../../src/store/run-store.ts';
import { goodFacts } from '../gates/facts.ts';
import { approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

test('a PO of last year in a ledger without posting periods is a match that the summary counts and that keeps coding_compared from passing', async () => {
  const made = makeProject({
    approvals: approvalsText(approvedReport(), approvedReport({ eventId: 'e2', id: 'EXP-9042', amount: '300.00' })),
    ledger: ledgerText({ po_date: '2025-06-02', posting_period: '' }, { po_number: 'PO-7783', posting_period: '', reference: 'EXP-9042', amount: '300.00' }),
  });
  await made.work(async (workplace) => {
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    const { run } = await replayRecord(workplace, undefined);
    const rows = [...new RunReader(workplace.database).rows(run.id)];
    expect(rows.map(({ status, flags }) => [status, ...flags])).toEqual([['match', 'dated_far_apart'], ['match']]);
    expect(run.summary.agreeingFarApart).toEqual({ rows: 1, amounts: { USD: '845.50' } });
    const text = summaryText(run.summary, { id: run.id, digest: run.digest, asOf: null }, { paint: (_, words) => words, command: (words) => words, width: null });
    expect(text).toContain('Dated far apart       1 row of those, $845.50: po-shadow variance names it');
    const tally = new RowFactsTally({ costCentresOf: () => [], pathOf: () => '', firstOf: () => 'match', isUnproven: () => false });
    for (const row of rows) tally.add(row);
    expect(codingCompared.judge({ ...goodFacts(), rows: tally.result() })).toMatchObject({ passed: false, measured: { dated_far_apart: 1 }, measuredText: '1 row agrees with a PO dated far apart whose period was not compared' });
  });
});
