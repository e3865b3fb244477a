import { expect, test } from 'vitest';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { RunReader } from '../../src/store/run-store.ts';
import type { VarianceRow } from '../../src/domain/variance.ts';
import { approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

const lines = [
  { id: '1', date: '2026-05-30', merchant: 'Acme Janitorial', category: 'Cleaning', description: 'Pads', amount: '5.35', tax: '0.35' },
  { id: '2', date: '2026-05-30', merchant: 'Acme Janitorial', category: 'Cleaning', description: 'Soap', amount: '10.50', tax: '0.50' },
];

/** The rows of a report of these lines, gross, of which `keyed` stands in a ledger of net amounts. */
const rowsOf = (keyed: string[]): Promise<VarianceRow[]> =>
  makeProject({
    approvals: approvalsText(approvedReport({ amount: '15.85', report: { lines } })), ledger: ledgerText(...keyed.map((amount, place) => ({ line: String(place + 1), amount }))),
    settings: { amountBasis: { approvals: 'gross', purchaseOrders: 'net', ledger: 'net' }, tolerance: { absolute: '1.00' } },
  }).work(async (workplace) => {
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    const { run } = await replayRecord(workplace, undefined);
    return [...new RunReader(workplace.database).rows(run.id)];
  });

test('a clerk who keyed gross on one of two lines is seen within the tolerance, by the tax of that line', async () => {
  const statuses = async (...keyed: string[]): Promise<string[]> => (await rowsOf(keyed)).map(({ status, causes }) => [status, ...causes].join(' '));
  expect(await statuses('5.00', '10.00')).toEqual(['match']);
  expect(await statuses('5.35', '10.00')).toEqual(['amount_variance tax_included']);
  expect(await statuses('5.00', '10.51')).toEqual(['amount_variance tax_nearby']);
  expect(await statuses('5.00', '10.05')).toEqual(['match_within_tolerance']);
});
