import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { goldenProject } from '../golden/golden-project.ts';
import { type TestProject, approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';
import { hereInFolder } from './generated-project.ts';

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
    const { here: run } = project();
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
    expect(Object.keys(document).sort()).toEqual(['amountBasis', 'causes', 'earlier', 'enteredByHand', 'log', 'nearMinutes', 'run', 'since', 'transactions', 'trigger']);
    expect(document.transactions).toMatchObject([{ transactionId: 'EXP-9060', status: 'rejected', atStake: '89.00', currency: 'USD', brokeAt: 'erp_rules', agreement: 'agrees', entries: { byReference: [{ at: '2026-06-03T15:11:00Z', where: 'erp.csv:3', outcome: 'refused', status: 400, names: 'reference' }], nearInTime: [] } }]);
  });

  it('amounts that were converted are shown with the arithmetic of explain, those of a report without a PO too, and in its snapshot', async () => {
    const dir = goldenProject('amount-basis');
    const run = (...words: string[]) => hereInFolder(dir, words);
    await run('run');
    const list = (await run('diagnose')).stdout;
    expect(list).toContain('  Expense totals are gross; would-be POs, manual amounts and variances are net (the ledger is gross).\n');
    const matched = (await run('diagnose', 'EXP-9921')).stdout;
    for (const text of ['dry run: $1,090.00 gross − $90.00 tax = $1,000.00 net', 'manual: $1,090.00 gross − $90.00 tax = $1,000.00 net']) {
      expect(matched).toContain(`     ${text}\n`);
      expect((await run('explain', 'EXP-9921')).stdout).toContain(text);
    }
    expect(matched).not.toContain('lines for POs');
    const rejected = (await run('diagnose', 'EXP-9928')).stdout;
    expect(rejected).toContain('  2026-06-03  $4,900.00  Rejected; broke at Trigger\n     lines for POs: $5,200.00 gross − $300.00 tax = $4,900.00 net\n     manual: $5,200.00 gross − $300.00 tax = $4,900.00 net\n');
    const snapshot = JSON.parse(/no body can be built\n([\s\S]*?)\n\nEach event/.exec(rejected)?.[1] ?? '') as Record<string, unknown>;
    expect(snapshot).toMatchObject({ total: '5200.00', amountBasis: 'gross', lines: [{ amount: '5200.00', tax: '300.00', mappedTo: { amount: '4900.00', amountBasis: 'net' } }] });
    const untold = (await run('diagnose', 'EXP-9925')).stdout;
    expect(untold).toContain("lines for POs: $327.00 gross; what that is net can't be told: a line gives no tax\n");
    expect(untold).toContain('"tax": null');
    const { amountBasis, transactions } = JSON.parse((await run('diagnose', 'EXP-9928', '--format', 'json')).stdout) as { amountBasis: unknown; transactions: { compared: unknown }[] };
    expect([amountBasis, transactions[0]?.compared]).toEqual([{ approvals: 'gross', purchaseOrders: 'net', ledger: 'gross' }, [
      { side: 'lines', currency: 'USD', basis: 'gross', amount: '5200.00', tax: '300.00', compared: '4900.00' }, { side: 'manual', currency: 'USD', basis: 'gross', amount: '5200.00', tax: '300.00', compared: '4900.00' },
    ]]);
  });

  it('keeps to 60 columns but for commands, rows to paste and payloads, and loses nothing', async () => {
    const id = 'EXP-of-the-third-store-in-the-north-9060';
    const MERCHANT = 'Acme Janitorial Supply Company of the North and of the South';
    const { here: run } = makeProject({
      approvals: approvalsText(
        approvedReport(), approvedReport({ eventId: 'e2', id, amount: '1234567.00', line: { merchant: MERCHANT, category: 'Cleaning of the floors and of the windows' } }),
        approvedReport({ eventId: 'e3', id: 'EXP-2', currency: 'EUR', amount: '1234567.00' }), approvedReport({ eventId: 'e4', id: 'EXP-3', currency: 'JPY', amount: '1234567' }),
      ),
      ledger: ledgerText({}), files: { 'mapping/vendors.csv': `merchant,vendor_id\n${MERCHANT},V-10O1\nAcme Janitorial,V-1001\n` },
    });
    await run(['run']);
    for (const words of [['diagnose'], ['diagnose', id]]) {
      const [narrow, wide] = await Promise.all([[...words, '--width', '60'], words].map(async (each) => (await run(each)).stdout));
      expect(narrow?.replaceAll(/\s+/g, ' ')).toBe(wide?.replaceAll(/\s+/g, ' '));
      const beforePayload = narrow?.split('What was approved')[0] as string;
      for (const line of beforePayload.split('\n').filter((each) => !/po-shadow |^ {7}Acme/.test(each))) expect([...line].length, line).toBeLessThanOrEqual(60);
      if (words.length === 2) for (const line of ['What was approved, and what the mapping made of it: no body', '  can be built']) expect(narrow?.split('\n')).toContain(line);
      else expect(narrow).toMatch(/^Approved since 2026-05-20: 3 handoffs broke, €1,234,567\.00 ·\n/);
      expect(narrow).toContain(`\n       ${MERCHANT},V-1001   (instead of mapping/vendors.csv:2)\n`);
      expect(narrow).not.toMatch(/ $/m);
    }
  });

  it('exit 0 where nothing broke: of all, and of one', async () => {
    const { here: run } = makeProject();
    await run(['run']);
    const all = await run(['diagnose']);
    expect([all.code, all.stdout.split('\n')[0]]).toEqual([0, expect.stringMatching(/^Approved since 2026-05-20: no handoff broke/)]);
    expect((await run(['diagnose', 'EXP-9041'])).code).toBe(0);
  });

  it('run imports what inputs.erpLog names, and says when times have no zone to be read in', async () => {
    const settings = { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'ledger.csv' }], erpLog: [{ files: 'erp.csv', timeZone: 'America/New_York' }] } };
    const { here: run } = makeProject({ settings, files: { 'erp.csv': 'time,ref,status\n2026-06-02 11:11:00,EXP-9041,201\n' } });
    const { code, stdout } = await run(['run', '--format', 'json']);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { files: unknown[] }).files.at(-1)).toMatchObject({ shown: 'erp.csv', kind: 'erp-log', rowsRead: 1, rowsAccepted: 1, masked: 0 });
    expect((await run(['diagnose', 'EXP-9041'])).stdout).toContain('erp.csv:2  2026-06-02T15:11:00Z  accepted 201');
    expect((await run(['audit'])).code).toBe(0);
  });

  it('a log that was read without a time zone is read again by run as soon as the settings name one, and by import with --time-zone', async () => {
    const inputs = (timeZone?: string): Record<string, unknown> => ({ inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'ledger.csv' }], erpLog: [{ files: 'erp.csv', ...(timeZone === undefined ? {} : { timeZone }) }] } });
    const { here: run, dir, write } = makeProject({ settings: inputs(), files: { 'erp.csv': 'time,ref,status\n2026-06-02 11:11:00,EXP-9041,201\n' } });
    expect((await run(['run'])).stderr).toContain('erp.csv: 1 row read, 0 rows accepted, 1 in quarantine');
    const settings = join(dir, 'po-shadow.yaml');
    write('po-shadow.yaml', `${JSON.stringify({ ...(JSON.parse(readFileSync(settings, 'utf8')) as object), ...inputs('America/New_York') })}\n`);
    const again = await run(['run']);
    expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('erp.csv: read again with another time zone, which counts from now on; 1 row read, 1 row accepted\n')]);
    expect((await run(['diagnose', 'EXP-9041'])).stdout).toContain('erp.csv:2  2026-06-02T15:11:00Z  accepted 201');
    expect((await run(['quarantine'])).stdout).not.toContain('L1');
    expect((await run(['import', 'erp-log', 'erp.csv', '--time-zone', 'UTC'])).stderr).toContain('read again with another time zone');
    expect((await run(['diagnose', 'EXP-9041'])).stdout).toContain('erp.csv:2  2026-06-02T11:11:00Z  accepted 201');
    expect((await run(['audit'])).code).toBe(0);
  });

  it.each([
    [['import', 'ledger', 'ledger.csv', '--time-zone', 'UTC'], '--time-zone says nothing about ledger'],
    [['import', 'erp-log', 'erp.csv', '--time-zone', 'Mars/Base'], '--time-zone Mars/Base is no time zone'],
    [['diagnose', '--since', 'June'], '--since June is no date'],
    [['diagnose', '--since', '2026-06-01', '--days', '3'], '--since and --days say the same'],
    [['diagnose', 'EXP-9041', '--days', '3'], 'one transaction is diagnosed whenever it was approved'],
    [['diagnose', '--near', '0'], '--near 0 is not a whole number from 1 up'],
    [['diagnose'], 'there is no run yet'],
    [['import', 'erp-log', 'master/vendors.csv'], 'this is no log that can be read'],
    [['import', 'erp-log', 'erp.csv', '--as', 'netsuite'], '--as says nothing about an ERP log'],
  ])('%j can not run: exit 2', async (words, message) => {
    const { code, stdout, stderr } = await project().here(words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toContain('What to do: ');
  });
});
