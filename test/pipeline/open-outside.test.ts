import { describe, expect, test } from 'vitest';
import { gatherFacts } from '../../src/pipeline/facts/gather-facts.ts';
import { auditProject } from '../../src/pipeline/audit-project.ts';
import { judgeGates } from '../../src/gates/verdict.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { RunReader } from '../../src/store/run-store.ts';
import { type EventParts, type LedgerRow, approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

const PERIODS = { 'master/periods.csv': 'name,start,end,status\n2026-05,2026-05-01,2026-05-31,open\n2026-06,2026-06-01,2026-06-30,open\n' };
/** Approved before the window of 2026-06-01 to 2026-06-14. */
const BEFORE: EventParts = { occurredAt: '2026-05-29T15:10:00Z', report: { submittedAt: '2026-05-28T18:00:00Z' } };

interface Result {
  rows: number;
  leftOut: string[];
  gate: { passed: boolean; evidence: string[] };
}

/** What becomes of reports and the ledger's POs. */
async function resultOf(reports: EventParts | EventParts[], ...orders: LedgerRow[]): Promise<Result> {
  const project = makeProject({ approvals: approvalsText(...[reports].flat().map(approvedReport)), ledger: ledgerText(...orders.map((order) => ({ posting_period: '2026-05', ...order }))), files: PERIODS });
  return project.work(async (workplace) => {
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    const { run } = await replayRecord(workplace, undefined);
    const reader = new RunReader(workplace.database);
    const { facts, waivers } = await gatherFacts(workplace, await auditProject(workplace), { asOf: undefined });
    const gate = judgeGates(facts, waivers).find(({ id }) => id === 'in_scope');
    return {
      rows: [...reader.rows(run.id)].length, leftOut: reader.leftOut(run.id).map(({ what, documentId, currency, amountMinor, why }) => `${what} ${documentId} ${currency} ${amountMinor} ${why}`),
      gate: { passed: gate?.passed ?? false, evidence: [...(gate?.evidence ?? [])] },
    };
  });
}

describe('a PO dated in the window of a report outside of it', () => {
  test.each<[string, EventParts, LedgerRow[], string[]]>([
    ['over another amount', BEFORE, [{ amount: '5000.00' }], ['paired_outside PO-7782 USD 500000 its report EXP-9041 of 2026-05-29 over $845.50 is outside the window: Amount variance; amount: 845.50 → 5000.00']],
    ['of another vendor', BEFORE, [{ vendor_id: 'V-1002', vendor_name: 'Bluebird Signage LLC' }], ['paired_outside PO-7782 USD 84550 its report EXP-9041 of 2026-05-29 over $845.50 is outside the window: Coding variance; vendor: V-1001 845.50 → V-1002 845.50']],
    ['entered twice', BEFORE, [{}, { po_number: 'PO-7790' }], ['PO-7782', 'PO-7790'].map((name) => `paired_outside ${name} USD 84550 its report EXP-9041 of 2026-05-29 over $845.50 is outside the window: Entered twice; amount: 845.50 → 1691.00`)],
    ['whose report is not approved yet, and was touched last after the window', { occurredAt: '2026-06-16T15:10:00Z', report: { status: 'submitted' } }, [{}], ['paired_outside PO-7782 USD 84550 its report EXP-9041 of 2026-06-16 over $845.50 is outside the window: Entered before approval']],
    ['that was rejected, and whose amount is another', { ...BEFORE, line: { category: 'Unmapped' } }, [{ amount: '845.00' }], ['paired_outside PO-7782 USD 84500 its report EXP-9041 of 2026-05-29 over $845.50 is outside the window: Rejected']],
    ['that was rejected since nobody knows its vendor', { ...BEFORE, line: { merchant: 'Nobody' } }, [{}], ['paired_outside PO-7782 USD 84550 its report EXP-9041 of 2026-05-29 over $845.50 is outside the window: Rejected']],
  ])('is listed with what is left out where it is one %s', async (_, report, orders, expected) => {
    const { rows, leftOut, gate } = await resultOf(report, ...orders);
    expect({ rows, leftOut, passed: gate.passed }).toEqual({ rows: 0, leftOut: expected, passed: false });
    expect(gate.evidence).toEqual([expect.stringMatching(/^manual POs dated in the window that differ from their reports outside of it: \d documents?, /)]);
  });

  test.each<[string, EventParts, LedgerRow[]]>([
    ['that matches', BEFORE, [{}]],
    ['that was rejected, and whose vendor and amount it has', { ...BEFORE, line: { category: 'Unmapped' } }, [{}]],
    ['dated outside the window too', BEFORE, [{ po_date: '2026-05-29', amount: '5000.00' }]],
  ])('is not where it is one %s', async (_, report, orders) => {
    expect(await resultOf(report, ...orders)).toEqual({ rows: 0, leftOut: [], gate: { passed: true, evidence: ['nothing is left out'] } });
  });
});

describe('a PO that a report of the window shares with one outside of it', () => {
  const reports: EventParts[] = [{}, { eventId: 'e2', id: 'EXP-9042', occurredAt: '2026-06-17T15:10:00Z', amount: '200.00', line: { category: 'Supplies' } }];
  const line = { reference: 'EXP-9041 EXP-9042', posting_period: '2026-06' };

  test.each<[string, LedgerRow, string[]]>([
    ['is listed where the part of the other is coded otherwise, which no row tells', { gl_account: '6130' }, ['paired_outside PO-7782 USD 104550 its report EXP-9042 of 2026-06-17 over $200.00 is outside the window: Coding variance; gl_account: 6120 200.00 → 6130 200.00']],
    ['is not where that agrees too', {}, []],
  ])('%s', async (_, other, expected) => {
    const { rows, leftOut, gate } = await resultOf(reports, line, { ...line, line: '2', gl_account: '6120', amount: '200.00', ...other });
    expect({ rows, leftOut, passed: gate.passed }).toEqual({ rows: 1, leftOut: expected, passed: expected.length === 0 });
  });
});

describe('a report that an approval behind its own event takes out of the window', () => {
  const misdated: EventParts = { report: { approvals: [{ approver: 'lee@shop.example', role: 'manager', decision: 'approved', at: '2027-06-02T15:10:00Z' }] } };
  const LISTED = 'expense_lines EXP-9041 USD 84550 outside the window by an approval of 2027-06-02, which lies behind the event that tells it';

  test.each<[string, LedgerRow, string[]]>([
    ['whose PO nobody keyed', { po_number: 'PO-9', reference: '', amount: '9.00' }, [LISTED]],
    ['whose PO agrees', { posting_period: '' }, [LISTED]],
  ])('is listed with what is left out, also one %s', async (_, order, expected) => {
    const { leftOut, gate } = await resultOf(misdated, order);
    expect([leftOut.filter((each) => each.startsWith('expense_lines')), gate.passed]).toEqual([expected, false]);
  });
});
