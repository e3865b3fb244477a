import { describe, expect, it } from 'vitest';
import { approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

const MORNING_AFTER = ['--as-of', '2026-06-03T14:00:00Z'];

describe('po-shadow parity', () => {
  it('ends with 0 where the sides of yesterday agree, and stores nothing', async () => {
    const project = makeProject();
    await project.run(['run', ...MORNING_AFTER]);
    const { code, stdout, stderr } = await project.run(['parity', ...MORNING_AFTER]);
    expect(stderr).toBe('');
    expect(stdout).toContain('Known: the ledger from 2026-06-02 on, until 2026-06-03T14:00:00Z.');
    expect(stdout).toContain('2026-06-02: approvals and ledger agree, 1 purchase, as of 2026-06-03T14:00:00Z.');
    expect(code).toBe(0);
    expect(await project.run(['audit'])).toMatchObject({ code: 0 });
  });

  it('ends with 1 where they differ, names the transactions on either side, and obeys nothing that files hold', async () => {
    const project = makeProject({ approvals: approvalsText(approvedReport({ id: 'EXP-\u001b[31m9' })), ledger: ledgerText({ reference: 'x', vendor_id: 'V-1002', amount: '7.00', po_number: '=PO-1' }) });
    await project.run(['run']);
    const table = await project.run(['parity', ...MORNING_AFTER]);
    expect(table.code).toBe(1);
    expect(table.stdout).toContain('Approved without a PO: EXP-\\u{1b}[31m9, no PO; approved $845.50 V-1001, in the ledger — (2026-06-02; may be =PO-1)');
    expect(table.stdout).toContain('PO without an approval: no transaction, =PO-1; approved —, in the ledger $7.00 V-1002 (2026-06-02; may be EXP-\\u{1b}[31m9)');
    expect(table.stdout).not.toContain('\u001b[31m');
    const csv = await project.run(['parity', ...MORNING_AFTER, '--format', 'csv']);
    expect(csv.stdout.split('\r\n').slice(1, 4)).toEqual(['line,2026-06-02,generic,USD,V-1001,1,845.50,0,0.00,-845.50,1,,,,,,', 'line,2026-06-02,,USD,V-1002,0,0.00,1,7.00,7.00,1,,,,,,', 'total,,,USD,,1,845.50,1,7.00,-838.50,,,,,,,']);
    expect(csv.stdout).toContain('"\'=PO-1"');
    expect(JSON.parse((await project.run(['parity', ...MORNING_AFTER, '--format', 'json'])).stdout)).toMatchObject({ answer: 'differ', totals: { USD: { difference: '-838.50' } } });
    expect((await project.run(['parity', ...MORNING_AFTER, '--format', 'md'])).stdout).toContain('| 2026-06-02 | generic | V-1001 | 1 | $845.50 | 0 | $0.00 | -$845.50 | 1 |');
  });

  it('ends with 1 where nobody can know, and says why; with 2 for what is no date, and before anything was imported', async () => {
    const project = makeProject();
    expect(await project.run(['parity'])).toMatchObject({ code: 2, stdout: '' });
    await project.run(['run']);
    const known = await project.run(['parity', '--date', '2026-06-02', '--as-of', '2026-06-02T20:00:00Z']);
    expect(known).toMatchObject({ code: 1 });
    expect(known.stderr).toContain('Not known: 2026-06-02 is not over');
    expect((await project.run(['parity', '--date', '2026-06-31'])).stderr).toContain('--date 2026-06-31 is no date');
    // By the machine's clock yesterday is a day that nobody exported.
    const yesterday = await project.run(['parity']);
    expect(yesterday).toMatchObject({ code: 1 });
    expect(yesterday.stderr).toMatch(/Not known: inputs\.approvals\[0\] is known until 2026-06-02T15:10:00Z, and not to the end of (?!2026-06)/);
    expect((await project.run(['parity', '--since', '2026-06-09', '--date', '2026-06-08'])).stderr).toContain('--since 2026-06-09 is after 2026-06-08');
  });
});
