import { describe, expect, it } from 'vitest';
import { auditProject } from '../../../src/pipeline/audit-project.ts';
import { explainTransaction } from '../../../src/pipeline/explain-transaction.ts';
import { replayRecord } from '../../../src/pipeline/replay-record.ts';
import { makeProject } from '../../project-folder.ts';
import { type Arrived, collect, deliver } from './delivered.ts';

const ID = '764428DD6A664AF0BFCB';
const REPORT = {
  reportId: ID, approvalStatusId: 'A_APPR', currencyCode: 'USD', reportVersion: 3, name: 'Trip', approvedAmount: { value: 80, currencyCode: 'USD' }, userId: 'u', submitDate: '2026-06-02',
  expenses: [{ expenseId: '84FC', expenseType: { id: 'Supplies' }, approvedAmount: { value: 80, currencyCode: 'USD' }, transactionDate: '2026-05-30', vendor: { description: 'Acme Janitorial' } }],
  allocations: [{ allocationId: '3BBB', expenseId: '84FC', percentage: 100 }],
};

/** An event of Concur's Event Subscription Service, which says that the report came into a state. */
const told = (state: string, at: string, reportId = ID): Arrived => {
  const id = `evt-${state}-${at}`;
  return { endpoint: '/hooks/concur', source: 'concur-reports', eventId: id, body: JSON.stringify({ id, eventType: 'statusChanged', timeStamp: at, topic: 'public.concur.expense.report', facts: { reportId, currentApprovalStatus: state } }) };
};

/** When the report of an export of 5 June counts as approved, by what, and the date of its row, after these events. */
async function approved(events: Arrived[], report: object = {}, finalStates?: string[]) {
  const settings = { ...(finalStates === undefined ? {} : { finalStates }), inputs: { approvals: [{ source: 'concur-reports', files: 'v4.json', asOf: '2026-06-05T14:00:00Z' }], ledger: [{ format: 'generic', files: 'ledger.csv' }], master: 'master', mapping: 'mapping' } };
  const project = makeProject({ settings, files: { 'v4.json': JSON.stringify([{ ...REPORT, ...report }]) } });
  await deliver(project, ...events);
  await collect(project, { inputs: true });
  return project.work(async (workplace) => {
    await replayRecord(workplace, undefined);
    const { steps, rows } = await explainTransaction(workplace, ID);
    const { intact } = await auditProject(workplace);
    const step = steps.at(-1);
    return [step?.approvedAt == null ? null : new Date(step.approvedAt).toISOString(), step?.event.told?.where ?? null, rows[0]?.date, intact];
  });
}

const OF_EXPORT = ['2026-06-05T14:00:00.000Z', null, '2026-06-05', true];

describe('a report whose export does not say when it was approved', () => {
  it('was approved when a captured event told so, and not when the export was taken', async () => {
    expect(await approved([told('A_APPR', '2026-06-03T15:00:00Z')])).toEqual(['2026-06-03T15:00:00.000Z', 'inbox/hooks/concur/000001.deliveries:1', '2026-06-03', true]);
  });

  it('keeps the first instant of its approval, whatever is told of its payment later, and counts anew after it was sent back', async () => {
    expect((await approved([told('A_APPR', '2026-06-03T15:00:00Z'), told('A_APPR', '2026-06-04T15:00:00Z')]))[2]).toBe('2026-06-03');
    expect((await approved([told('A_APPR', '2026-06-02T15:00:00Z'), told('A_RESU', '2026-06-03T15:00:00Z'), told('A_APPR', '2026-06-04T15:00:00Z')]))[2]).toBe('2026-06-04');
  });

  it.each([
    ['of another report', [told('A_APPR', '2026-06-03T15:00:00Z', 'OTHER')], {}],
    ['of a state that is not final', [told('A_PEND', '2026-06-03T15:00:00Z')], {}],
    ['of a time after its export', [told('A_APPR', '2026-06-06T15:00:00Z')], {}],
    ['of a time before it was submitted', [told('A_APPR', '2026-06-01T15:00:00Z')], {}],
    ['that another one contradicts', [told('A_APPR', '2026-06-03T15:00:00Z'), told('A_PEND', '2026-06-04T15:00:00Z')], {}],
  ])('goes by its export where the event is one %s', async (_which, events, report) => {
    expect(await approved(events, report)).toEqual(OF_EXPORT);
  });

  it('has a final state by the settings, and an event of that state tells when', async () => {
    expect((await approved([told('A_ACCO', '2026-06-03T15:00:00Z'), told('A_APPR', '2026-06-04T15:00:00Z')], {}, ['A_ACCO', 'A_APPR']))[2]).toBe('2026-06-03');
  });
});
