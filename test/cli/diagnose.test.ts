import { describe, expect, it } from 'vitest';
import { type TestProject, approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

const SECRET = 'S3cr3tS3cr3tS3cr3t';
const LOG = `time,reference,status,authorization,message
2026-06-02T15:00:00Z,EXP-9041,201,Bearer ${SECRET},created
2026-06-03T15:11:00Z,EXP-9060,400,Bearer ${SECRET},"vendor V-0999 is not known, token=${SECRET}"
2026-06-03 15:12:00,EXP-9060,400,,no offset
2026-06-05T15:00:00Z,,503,,\u001b[31mred
`;

const project = (): TestProject => makeProject({
  approvals: approvalsText(approvedReport(), approvedReport({ eventId: 'e2', id: 'EXP-9060', amount: '89.00', occurredAt: '2026-06-03T15:10:00Z', line: { vendorId: 'V-0999' } })),
  ledger: ledgerText({}), files: { 'erp.csv': LOG },
});

describe('po-shadow import erp-log and diagnose', () => {
  it('import, quarantine, list, one story and JSON: with file and line, within 80 columns, and without the secrets', async () => {
    const { run } = project();
    await run(['run']);
    const imported = await run(['import', 'erp-log', 'erp.csv']);
    expect([imported.code, imported.stderr]).toEqual([0, 'erp.csv: 4 rows read, 3 rows accepted, 1 in quarantine; 3 values masked as secret, so a copy without them is kept instead of the original\nWhat could not be read, and why: po-shadow quarantine\n']);
    expect((await run(['import', 'erp-log', 'erp.csv'])).stderr).toContain('erp.csv: known already, 4 rows, 1 of them in quarantine');
    expect((await run(['quarantine'])).stdout).toBe('L1  erp.csv:4 (ERP log): time: an instant without an offset (Z or +hh:mm); say how to read it with timeZone beside the input\n    2026-06-03 15:12:00\n');

    const list = await run(['diagnose', '--width', '80']);
    expect(list.code).toBe(1);
    expect(list.stdout).toContain('Approved since 2026-05-21: 1 handoff broke, $89.00');
    expect(list.stdout).toContain('ERP log: 1 file, 3 entries, 2026-06-02T15:00:00Z to 2026-06-05T15:00:00Z; 1\n  about what broke, 1 about other reports, 1 about nobody known; 1 could not be\n  read\n');
    expect(list.stdout).toMatch(/ {2}C[0-9a-f]{10} {2}vendor V-0999 unknown: 1 report, \$89\.00\n/);
    expect(list.stdout).toContain('  EXP-9060  2026-06-03  $89.00  Rejected\n     broke at ERP rules: VENDOR_UNKNOWN: the ERP has no vendor V-0999\n       (approvals.jsonl:2)\n     the log refused it for what the dry run predicts\n');

    expect(list.stdout).not.toContain('earlier');
    expect((await run(['diagnose', '--since', '2026-06-04'])).stdout).toMatch(/^Approved since 2026-06-04: no handoff broke.*\n {2}1 earlier one: --since 2026-06-03\n/);

    const one = await run(['diagnose', 'exp-9060', '--width', '80']);
    expect(one.code).toBe(1);
    for (const line of ['  ERP rules  broken   ◄ here', '     finally approved 2026-06-03T15:10:00Z, state approved_for_payment', '  By reference: 1 entry', '     erp.csv:3  2026-06-03T15:11:00Z  refused 400; named by reference', '       vendor V-0999 is not known, token=***', '      "vendorId": "",'].slice(0, 5)) expect(one.stdout.split('\n')).toContain(line);
    expect(one.stdout).toContain('"total": "89.00"');
    for (const { stdout } of [list, one]) {
      expect(stdout).not.toContain(SECRET);
      expect(stdout).not.toContain('\u001b');
      for (const line of stdout.split('\n').filter((each) => !each.includes('--project'))) expect([...line].length, line).toBeLessThanOrEqual(80);
    }

    const { stdout, code } = await run(['diagnose', '--format', 'json']);
    expect([code, stdout.includes(SECRET)]).toEqual([1, false]);
    const document = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(document).sort()).toEqual(['causes', 'earlier', 'enteredByHand', 'log', 'nearMinutes', 'run', 'since', 'transactions', 'trigger']);
    expect(document.transactions).toMatchObject([{ transactionId: 'EXP-9060', status: 'rejected', atStake: '89.00', currency: 'USD', brokeAt: 'erp_rules', agreement: 'agrees', entries: { byReference: [{ at: '2026-06-03T15:11:00Z', where: 'erp.csv:3', outcome: 'refused', status: 400, names: 'reference' }], nearInTime: [] } }]);
  });

  it('exit 0 where nothing broke: of all, and of one', async () => {
    const { run } = makeProject();
    await run(['run']);
    const all = await run(['diagnose']);
    expect([all.code, all.stdout.split('\n')[0]]).toEqual([0, expect.stringMatching(/^Approved since 2026-05-20: no handoff broke/)]);
    expect((await run(['diagnose', 'EXP-9041'])).code).toBe(0);
  });

  it('run imports what inputs.erpLog names, and says when times have no zone to be read in', async () => {
    const settings = { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'ledger.csv' }], erpLog: [{ files: 'erp.csv', timeZone: 'America/New_York' }] } };
    const { run } = makeProject({ settings, files: { 'erp.csv': 'time,ref,status\n2026-06-02 11:11:00,EXP-9041,201\n' } });
    const { code, stdout } = await run(['run', '--format', 'json']);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { files: unknown[] }).files.at(-1)).toMatchObject({ shown: 'erp.csv', kind: 'erp-log', rowsRead: 1, rowsAccepted: 1, masked: 0 });
    expect((await run(['diagnose', 'EXP-9041'])).stdout).toContain('erp.csv:2  2026-06-02T15:11:00Z  accepted 201');
    expect((await run(['audit'])).code).toBe(0);
  });

  it.each([
    [['diagnose', '--since', 'June'], '--since June is no date'],
    [['diagnose', '--since', '2026-06-01', '--days', '3'], '--since and --days say the same'],
    [['diagnose', 'EXP-9041', '--days', '3'], 'one transaction is diagnosed whenever it was approved'],
    [['diagnose', '--near', '0'], '--near 0 is not a whole number from 1 up'],
    [['diagnose'], 'there is no run yet'],
    [['import', 'erp-log', 'master/vendors.csv'], 'this is no log that can be read'],
    [['import', 'erp-log', 'erp.csv', '--as', 'netsuite'], '--as says nothing about an ERP log'],
  ])('%j can not run: exit 2', async (words, message) => {
    const { code, stdout, stderr } = await project().run(words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toContain('What to do: ');
  });
});
