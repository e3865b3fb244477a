import { expect, test } from 'vitest';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { RunReader } from '../../src/store/run-store.ts';
import { LEDGER_COLUMNS, approvalsText, approvedReport, ledgerCells, makeProject } from '../project-folder.ts';

type Basis = 'gross' | 'net';

/** Status, variance and causes of the only report, given as lines of amount and tax, against one PO of such lines. */
async function rowOf(bases: { approvals: Basis; purchaseOrders: Basis; ledger: Basis }, total: string, report: [amount: string, tax: string][], keyed: [amount: string, tax: string][]): Promise<string> {
  const lines = report.map(([amount, tax], place) => ({ id: String(place + 1), date: '2026-05-30', merchant: 'Acme Janitorial', category: 'Cleaning', description: 'Pads', amount, tax }));
  const ledger = keyed.map(([amount, tax], place) => [...ledgerCells({ amount, line: String(place + 1) }), tax].join(','));
  const project = makeProject({ approvals: approvalsText(approvedReport({ report: { total, lines } })), ledger: `${[[...LEDGER_COLUMNS, 'tax'].join(','), ...ledger].join('\n')}\n`, settings: { amountBasis: bases } });
  return project.work(async (workplace) => {
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    const { run } = await replayRecord(workplace, undefined);
    const [row] = [...new RunReader(workplace.database).rows(run.id)].filter(({ transactionId }) => transactionId !== null);
    return [row?.status, row?.variance, ...(row?.causes ?? [])].join(' ');
  });
}

const LARGEST = '90071992547409.91';
const HALF = '45035996273704.95';

test('a PO whose tax would take it beyond the largest amount is no match with one of what was keyed', async () => {
  expect(await rowOf({ approvals: 'gross', purchaseOrders: 'gross', ledger: 'net' }, LARGEST, [[LARGEST, '0.00']], [[LARGEST, '0.01']])).toBe('amount_variance  beyond_limit');
});

test('nor is one of which a line alone would go beyond it, or only the sum of its lines', async () => {
  const bases = { approvals: 'gross', purchaseOrders: 'gross', ledger: 'net' } as const;
  expect(await rowOf(bases, '90071992547409.90', [['90071992547409.90', '0.00']], [[HALF, '0.01'], [HALF, '0.01']])).toBe('amount_variance  beyond_limit');
  expect(await rowOf(bases, LARGEST, [[LARGEST, '0.00']], [[HALF, '0.00'], [HALF, '0.01']])).toBe('match 0.00');
});

test('a report whose lines would come to more is rejected', async () => {
  expect(await rowOf({ approvals: 'net', purchaseOrders: 'gross', ledger: 'gross' }, '90071992547409.90', [[HALF, '0.02'], [HALF, '0.03']], [[LARGEST, '0.01']])).toMatch(/^rejected .*AMOUNT_BEYOND_LIMIT/);
});
