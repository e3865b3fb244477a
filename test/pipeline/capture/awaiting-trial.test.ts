import { describe, expect, it } from 'vitest';
import { auditProject } from '../../../src/pipeline/audit-project.ts';
import { replayRecord } from '../../../src/pipeline/replay-record.ts';
import { FirstTransactionStatuses } from '../../../src/store/first-transaction-status.ts';
import { RunReader } from '../../../src/store/run-store.ts';
import { type TestProject, approvalsText, approvedReport, ledgerText, makeProject } from '../../project-folder.ts';
import { collect, deliver, rampEvent } from './delivered.ts';

const NOTICE = rampEvent('evt-1', 'EXP-9041', '2026-06-03T09:00:00Z');
const OBJECT = approvedReport({ eventId: 'e2', revision: 2, occurredAt: '2026-06-03T10:00:00Z' });
const VENDORS = 'merchant,vendor_id\nAcme Janitorial,V-1001\n';

const run = async (project: TestProject): Promise<void> => {
  await collect(project, { inputs: true });
  await project.work((workplace) => replayRecord(workplace, undefined));
};

/** How EXP-9041 stands now and stood at first, as a transaction and as rows, and whether all of it comes out of the evidence again. */
const standing = (project: TestProject) => project.work(async (workplace) => {
  const { database } = workplace;
  const latest = await new RunReader(database).latest();
  const rows = [...new RunReader(database).rows(latest?.id ?? '', { transactionId: 'EXP-9041' })];
  const { intact } = await auditProject(workplace);
  return { now: rows.map(({ status }) => status), rows: rows.map(({ firstStatus }) => firstStatus), first: new FirstTransactionStatuses(database).lookup()('EXP-9041')?.status, intact };
});

const objectComes = (project: TestProject): void => project.write('approvals.jsonl', approvalsText(approvedReport(), OBJECT));

describe('a run that is made while an event awaits its object', () => {
  it('has not tried its report: it is right at once where it agrees when the object has come', async () => {
    const project = makeProject();
    await deliver(project, NOTICE);
    await run(project);
    expect(await standing(project)).toEqual({ now: ['rejected'], rows: [null], first: undefined, intact: true });
    objectComes(project);
    await run(project);
    expect(await standing(project)).toEqual({ now: ['match'], rows: ['match'], first: 'match', intact: true });
  });

  it('leaves a report that was tried before with the status that it had then', async () => {
    const project = makeProject({ ledger: ledgerText({ amount: '800.00' }) });
    await run(project);
    await deliver(project, NOTICE);
    await run(project);
    objectComes(project);
    project.write('ledger.csv', ledgerText({ entered_at: '2026-06-05T12:00:00Z' }));
    await run(project);
    expect(await standing(project)).toMatchObject({ now: ['match'], first: 'amount_variance', intact: true });
  });

  it('has tried a report that is rejected for something else too', async () => {
    const project = makeProject({ files: { 'mapping/vendors.csv': 'merchant,vendor_id\nBluebird Signage,V-1002\n' } });
    await deliver(project, NOTICE);
    await run(project);
    expect(await standing(project)).toMatchObject({ first: 'rejected', rows: ['rejected'] });
  });

  it.each([
    ['the mapping', 'mapping/vendors.csv', 'merchant,vendor_id\nAcme Janitorial,V-1002\n', VENDORS],
    ['the PO', 'ledger.csv', ledgerText({ vendor_id: 'V-1002', vendor_name: 'Bluebird Signage LLC' }), ledgerText({ entered_at: '2026-06-05T12:00:00Z' })],
  ])('gives no second chance: where %s was corrected before the object came, the report was not right at once', async (_what, file, wrong, right) => {
    const project = makeProject({ files: { [file]: wrong } });
    await deliver(project, NOTICE);
    await run(project);
    expect((await standing(project)).first).toBeUndefined();
    project.write(file, right);
    await run(project);
    objectComes(project);
    await run(project);
    expect(await standing(project)).toMatchObject({ now: ['match'], first: 'missing_manual', intact: true });
  });
});
