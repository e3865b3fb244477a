import { beforeAll, describe, expect, it } from 'vitest';
import { type TestProject, approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

const line = (id: string, merchant: string, amount: string): Record<string, unknown> => ({ id, date: '2026-05-30', merchant, category: 'Cleaning', description: 'Pads', amount });
const REPORTS = approvalsText(
  approvedReport({ amount: '300.00', report: { lines: [line('1', 'Acme Janitorial', '100.00'), line('2', 'Bluebird Signage', '200.00')] } }),
  approvedReport({ eventId: 'e2', id: 'EXP-9042', amount: '50.00' }),
);
const LEDGER = ledgerText({ amount: '100.00' }, { po_number: 'PO-7783', vendor_id: 'V-1002', vendor_name: 'Bluebird Signage LLC', amount: '200.00' }, { po_number: 'PO-7784', reference: 'EXP-9042', amount: '50.00' });

describe('a mapping that was tuned until everything agreed', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = makeProject({ approvals: REPORTS, ledger: LEDGER, files: { 'mapping/vendors.csv': 'merchant,vendor_id\nAcme Janitorial,V-1001\n' } });
    expect((await project.here(['run'])).code).toBe(0);
    project.write('mapping/vendors.csv', 'merchant,vendor_id\nAcme Janitorial,V-1001\nBluebird Signage,V-1002\n');
    expect((await project.here(['run'])).stdout).toContain('Open                  nothing');
  });

  it('has one of its two transactions right at once, and both gates name the other, with what it was', async () => {
    const { gates } = JSON.parse((await project.here(['gate', '--format', 'json'])).stdout) as { gates: { id: string; measured: Record<string, unknown>; evidence: string[] }[] };
    const gate = (id: string) => gates.find((each) => each.id === id);
    expect(gate('confidence')?.measured).toMatchObject({ trials: 2, notRightAtOnce: 1 });
    expect(gate('frozen_configuration')?.measured).toMatchObject({ cleanTransactions: 1 });
    for (const id of ['confidence', 'frozen_configuration']) expect(gate(id)?.evidence).toContain('1 transaction agrees now and did not at first: EXP-9041 (Rejected)');
  });

  it('is told by explain, with the run that saw it', async () => {
    expect((await project.here(['explain', 'EXP-9041'])).stdout).toMatch(/^ {2}At first: Rejected {2}\(run-0001-[0-9a-f]{8}\)$/m);
    expect(JSON.parse((await project.here(['explain', 'EXP-9041', '--format', 'json'])).stdout)).toMatchObject({ firstStatus: { status: 'rejected', run: expect.stringMatching(/^run-0001-/) }, rows: [{ status: 'match', firstStatus: 'match' }, { status: 'match', firstStatus: 'match' }] });
    expect((await project.here(['explain', 'EXP-9042'])).stdout).not.toContain('At first');
  });

  it('comes out of the evidence again', async () => {
    expect((await project.here(['audit'])).code).toBe(0);
  });
});
