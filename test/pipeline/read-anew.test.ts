import { describe, expect, it } from 'vitest';
import { checkControls } from '../../src/pipeline/controls.ts';
import { explainTransaction } from '../../src/pipeline/explain-transaction.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { AuditTrail } from '../../src/store/audit-trail.ts';
import { RecordReader } from '../../src/store/record-reader.ts';
import { type TestProject, approvedReport, approvalsText, makeProject } from '../project-folder.ts';
import { audit, failing } from './audit-tampering.ts';

/** What `run` does, and what came of it: rows accepted of the two exports, and statuses of the newest run. */
const runOnce = (project: TestProject): Promise<{ accepted: number[]; statuses: unknown[]; quarantine: number; imports: number; entries: string[] }> =>
  project.work(async (workplace) => {
    const files = await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    const { run } = await replayRecord(workplace, undefined);
    const reader = new RecordReader(workplace.database);
    return {
      accepted: files.filter(({ kind }) => kind === 'approvals' || kind === 'ledger').map(({ rowsAccepted }) => rowsAccepted),
      statuses: workplace.database.sqlite.prepare('SELECT status FROM variance_row WHERE run_id = ? ORDER BY status').pluck().all(run.id),
      quarantine: (await reader.quarantine()).length, imports: (await reader.imports()).filter(({ sheet }) => sheet === null).length,
      entries: new AuditTrail(workplace.database).entries().map(({ act }) => act.kind),
    };
  });

const settings = (approvals: object, ledger: object = { format: 'generic', files: 'ledger.csv' }) => ({ inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl', ...approvals }], ledger: [ledger], master: 'master', mapping: 'mapping' } });
const setTo = (project: TestProject, given: Record<string, unknown>): void => project.write('po-shadow.yaml', JSON.stringify({ company: 'Example Retail', timeZone: 'America/New_York', window: { from: '2026-06-01', to: '2026-06-14' }, routing: [{ name: 'manager', require: ['manager'] }], ...given }));
const withoutOffset = approvalsText(approvedReport({ occurredAt: '2026-06-02T15:10:00' }));

describe('a file of which nothing was taken', () => {
  it('is read again with a time zone: what was set aside is read, and the record holds', async () => {
    const project = makeProject({ approvals: withoutOffset, settings: settings({}) });
    expect(await runOnce(project)).toMatchObject({ accepted: [0, 1], quarantine: 1, imports: 2 });
    setTo(project, settings({ timeZone: 'UTC' }));
    expect(await runOnce(project)).toMatchObject({ accepted: [1, 0], statuses: ['match'], quarantine: 0, imports: 2, entries: ['import', 'run', 'import', 'run'] });
    expect(failing(await audit(project.dir))).toEqual([]);
    expect((await runOnce(project)).entries).toHaveLength(4);
  });

  it('is read again by a corrected profile, as often as need be', async () => {
    const ledger = (status: string) => ({ format: 'generic', files: 'kept.csv', profile: { columns: { po_number: 'No', po_date: 'Date', vendor_id: 'Vendor', currency: 'Cur', reference: 'Ref', gl_account: 'Acct', department: 'Dept', location: 'Loc', amount: 'Net', status: 'State' }, values: { status: { Done: status } } } });
    const project = makeProject({ files: { 'kept.csv': 'No,Date,Vendor,Cur,Ref,Acct,Dept,Loc,Net,State\nPO-7782,2026-06-02,V-1001,USD,EXP-9041,6110,D-10,L-012,845.50,Done\n' }, settings: settings({}, ledger('done')) });
    expect(await runOnce(project)).toMatchObject({ accepted: [1, 0], quarantine: 1 });
    setTo(project, settings({}, ledger('finished')));
    expect(await runOnce(project)).toMatchObject({ accepted: [0, 0], quarantine: 1 });
    setTo(project, settings({}, ledger('done')));
    expect(await runOnce(project)).toMatchObject({ accepted: [0, 0], quarantine: 1 });
    setTo(project, settings({}, ledger('closed')));
    expect(await runOnce(project)).toMatchObject({ accepted: [0, 1], statuses: ['match'], quarantine: 0, imports: 2 });
    expect(failing(await audit(project.dir))).toEqual([]);
    setTo(project, settings({}, ledger('done')));
    await expect(runOnce(project)).rejects.toThrow('read in another way');
  });

  it('is read again with all files of its export, and only where all of them are', async () => {
    const lines = (amount: string): string => `No,Net,Acct,Dept,Loc\nPO-7782,${amount},6110,D-10,L-012\n`;
    const columns = { po_number: 'No', po_date: 'Date', vendor_id: 'Vendor', currency: 'Cur', reference: 'Ref', gl_account: 'Acct', department: 'Dept', location: 'Loc', amount: 'Net', status: 'State' };
    const ledger = (values: object, file = 'lines.csv') => ({ format: 'generic', files: 'headers.csv', lines: file, profile: { columns, values: { status: values } } });
    const project = makeProject({ files: { 'headers.csv': 'No,Date,Vendor,Cur,Ref,State\nPO-7782,2026-06-02,V-1001,USD,EXP-9041,Done\n', 'lines.csv': lines('845.50'), 'others.csv': lines('845.51') }, settings: settings({}, ledger({})) });
    expect(await runOnce(project)).toMatchObject({ accepted: [1, 0, 0], quarantine: 1, imports: 3 });
    setTo(project, settings({}, ledger({}, 'others.csv')));
    expect(await runOnce(project)).toMatchObject({ accepted: [0, 0, 0], quarantine: 2, imports: 5 });
    setTo(project, settings({}, ledger({ Done: 'closed' })));
    expect(await runOnce(project)).toMatchObject({ accepted: [0, 1, 1], quarantine: 1, imports: 5 });
    expect(failing(await audit(project.dir))).toEqual([]);
    setTo(project, settings({}, ledger({})));
    await expect(runOnce(project)).rejects.toThrow('read in another way');
  });
});

describe('a file of which rows count', () => {
  it('is not read in another way: what to move away is named, and that decisions go with it', async () => {
    const project = makeProject({ approvals: approvalsText(approvedReport(), approvedReport({ eventId: 'e2', id: 'EXP-9042', occurredAt: '2026-06-02T15:10:00' })), settings: settings({}) });
    expect(await runOnce(project)).toMatchObject({ accepted: [1, 1], quarantine: 1 });
    setTo(project, settings({ timeZone: 'UTC' }));
    await expect(runOnce(project)).rejects.toMatchObject({ where: 'approvals.jsonl', remedy: expect.stringMatching(/^Put the settings back: .* start again: move po-shadow\.db and evidence\/ away, with which all decisions go too/) });
  });
});

describe('an export of approvals of which rows count', () => {
  it('is taken again once a person says when it was taken: what that tells counts, its rows count once, and the record holds', async () => {
    const report = { reportId: '764428DD', approvalStatusId: 'A_APPR', currencyCode: 'USD', reportVersion: 3, name: 'Trip', approvedAmount: { value: 80, currencyCode: 'USD' }, userId: 'u', expenses: [{ expenseId: '84FC', expenseType: { id: 'Supplies' }, approvedAmount: { value: 80, currencyCode: 'USD' }, transactionDate: '2026-05-30', vendor: { description: 'Acme Janitorial' } }] };
    const exported = (asOf: object) => settings({ source: 'concur-reports', files: 'v4.json', controls: { count: 1 }, ...asOf });
    const project = makeProject({ files: { 'v4.json': JSON.stringify([report]) }, settings: exported({}) });
    const findings = () => project.work(async (workplace) => (await explainTransaction(workplace, '764428DD')).rows.flatMap((row) => row.causes));
    await runOnce(project);
    expect(await findings()).toContain('APPROVAL_DATE_MISSING');
    setTo(project, exported({ asOf: '2026-06-05T14:00:00Z' }));
    expect(await runOnce(project)).toMatchObject({ accepted: [1, 0] });
    expect(await findings()).not.toContain('APPROVAL_DATE_MISSING');
    expect(await project.work((workplace) => checkControls(workplace))).toMatchObject([{ agrees: true }]);
    expect(failing(await audit(project.dir))).toEqual([]);
    setTo(project, exported({ asOf: '2026-06-06T14:00:00Z' }));
    await expect(runOnce(project)).rejects.toMatchObject({ message: expect.stringContaining('read in another way (as of 2026-06-05T14:00:00Z,'), remedy: expect.stringMatching(/^Put asOf back to 2026-06-05T14:00:00Z\. Or export it again .* Where neither will do, start again: move po-shadow\.db/) });
  });
});
