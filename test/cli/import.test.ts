import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { goldenProject } from '../golden/golden-project.ts';
import { approvalsText, approvedReport, ledgerText, makeFolder, makeProject } from '../project-folder.ts';
import { command, hereInFolder, varianceOf, workedRun } from './generated-project.ts';

describe.concurrent('po-shadow import', () => {
  it('imports every file that is named, and says of each what became of its rows', async () => {
    const project = makeProject({
      files: { 'one.jsonl': approvalsText(approvedReport()), 'two.jsonl': approvalsText(approvedReport({ eventId: 'e2', id: 'EXP-9052' }), 'not json'), 'three.jsonl': approvalsText(approvedReport({ eventId: 'e3', id: 'EXP-9053' })) },
    });
    const { code, stderr } = await hereInFolder(project.dir, ['import', 'approvals', 'one.jsonl', 'two.jsonl', 'three.jsonl']);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/one\.jsonl: 1 row read, 1 row accepted\ntwo\.jsonl: 2 rows read, 1 row accepted, 1 in quarantine\nthree\.jsonl: 1 row read, 1 row accepted\n/);
    const sheets = await hereInFolder(project.dir, ['import', 'mapping', 'mapping/vendors.csv', 'mapping/categories.csv', '--format', 'json']);
    expect((JSON.parse(sheets.stdout) as { files: { shown: string; rowsAccepted: number }[] }).files.map(({ shown, rowsAccepted }) => [shown, rowsAccepted])).toEqual([['mapping/vendors.csv', 2], ['mapping/categories.csv', 2]]);
  });

  it('takes the files of one command all together or not at all', async () => {
    const project = makeProject({ files: { 'good.csv': ledgerText({}), 'bad.csv': '' } });
    const failed = await hereInFolder(project.dir, ['import', 'ledger', 'good.csv', 'bad.csv']);
    expect([failed.code, failed.stderr.includes('bad.csv')], failed.stderr).toEqual([2, true]);
    const { stderr } = await hereInFolder(project.dir, ['import', 'ledger', 'good.csv']);
    expect(stderr).toMatch(/good\.csv: 1 row read, 1 row accepted/);
  });

  it('knows a file that it imported before, under another name too, and reads nothing of it', async () => {
    const project = makeProject();
    await hereInFolder(project.dir, ['import', 'ledger', 'ledger.csv']);
    copyFileSync(join(project.dir, 'ledger.csv'), join(project.dir, 'the-same.csv'));
    expect((await hereInFolder(project.dir, ['import', 'ledger', 'the-same.csv'])).stderr).toBe('the-same.csv: known already, 1 row\n');
  });

  it('says which columns nobody reads, of a file that is known too, with what they may have been meant for; JSON names all', async () => {
    const more = Array.from({ length: 9 }, (_, index) => `extra ${index + 1}`);
    const wide = ledgerText({}).replace(',status\n', ',po_status\n').replace(/\n/, `,bu\u001byer,${more.join(',')}\n`).replace(/open\n/, `open,Kim${','.repeat(more.length)}\n`);
    const project = makeProject({ ledger: wide, files: { 'approvals.csv': 'event_id,occurred_at,report_id,revision,status,report_name,currency,total,employee_email,department,location,submitted_at,approvers,line_id,expense_date,merchant,vendor_id,category,line_department,line_location,description,amount,payment-typ\ne1,2026-06-02T15:10:00Z,EXP-1,1,paid,,USD,1.00,,,,,,1,2026-06-01,,V-1001,,,,,1.00,Cash\n' } });
    const told = 'ledger.csv: 11 columns are not read: po_status (did you mean status?), bu\\u{1b}yer, extra 1, extra 2, extra 3, extra 4, extra 5, extra 6 and 3 more\n';
    expect((await hereInFolder(project.dir, ['import', 'ledger', 'ledger.csv'])).stderr).toBe(`ledger.csv: 1 row read, 1 row accepted\n${told}`);
    expect((await hereInFolder(project.dir, ['import', 'ledger', 'ledger.csv'])).stderr).toBe(`ledger.csv: known already, 1 row\n${told}`);
    const { files } = JSON.parse((await hereInFolder(project.dir, ['import', 'ledger', 'ledger.csv', '--format', 'json'])).stdout) as { files: unknown[] };
    expect(files).toMatchObject([{ unread: { names: ['po_status', 'bu\u001byer', ...more], lacking: ['entity', 'status', 'tax'] } }]);
    expect((await hereInFolder(project.dir, ['import', 'approvals', 'approvals.csv'])).stderr).toBe('approvals.csv: 1 row read, 1 row accepted\napprovals.csv: 1 column is not read: payment-typ (did you mean payment_type?)\n');
    project.write('mapping/vendors.csv', 'merchant,vendor_id,note\nAcme Janitorial,V-1001,\n');
    expect((await hereInFolder(project.dir, ['import', 'mapping', 'mapping/vendors.csv'])).stderr).toContain('mapping/vendors.csv: 1 column is not read: note\n');
  });

  it('joins headers and lines, says of each what became of its rows, and explains a PO by both', async () => {
    const project = makeProject({
      settings: { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'dynamics-fo', files: 'headers.csv', lines: 'lines.csv' }], master: 'master', mapping: 'mapping' } },
      files: {
        'ledger.csv': null,
        'headers.csv': 'PURCHASEORDERNUMBER,ACCOUNTINGDATE,ORDERVENDORACCOUNTNUMBER,CURRENCYCODE,VENDORORDERREFERENCE\nPO-7781,2026-06-02,V-1001,USD,\nPO-7782,2026-06-02,V-1001,USD,EXP-9041\n',
        'lines.csv': 'PURCHASEORDERNUMBER,LINENUMBER,LINEAMOUNT,MAINACCOUNTIDDISPLAYVALUE,DEFAULTLEDGERDIMENSIONDISPLAYVALUE,RECEIVINGSITEID\nPO-7782,1,845.50,6110,D-10,L-012\n',
      },
    });
    const imported = await hereInFolder(project.dir, ['import', 'ledger', 'headers.csv', '--lines', 'lines.csv']);
    expect([imported.code, imported.stderr]).toEqual([0, 'headers.csv: 2 rows read, 1 row accepted, 1 in quarantine\nlines.csv: 1 row read, 1 row accepted\nWhat could not be read, and why: po-shadow quarantine\n']);
    const ran = await hereInFolder(project.dir, ['run']);
    expect(ran.stderr).toContain('headers.csv: known already, 2 rows, 1 of them in quarantine\nlines.csv: known already, 1 row\n');
    const told = (await hereInFolder(project.dir, ['explain', 'EXP-9041'])).stdout;
    expect(told).toContain('; header headers.csv:3\n    lines.csv:2  line 1  6110 / D-10 / L-012  $845.50');
    const { manual } = JSON.parse((await hereInFolder(project.dir, ['explain', 'EXP-9041', '--format', 'json'])).stdout) as { manual: unknown[] };
    expect(manual).toMatchObject([{ file: 'lines.csv', header: 'headers.csv:3', lines: [{ row: 2 }] }]);
  });

  it('explains a PO whose line is shared by its assignments with the rows of all three files, and without them where an earlier version stored none', async () => {
    const dir = goldenProject('account-assignments');
    expect((await hereInFolder(dir, ['run'])).code).toBe(0);
    expect((await hereInFolder(dir, ['explain', 'EXP-9911'])).stdout).toContain('; header orders.json:2\n    items.json:2, assignments.json:2  line 10/1  6110 / D-10 / L-012  $62.50\n    items.json:2, assignments.json:3  line 10/2  6120 / D-10 / L-012  $62.50\n');
    const database = new Sqlite(join(dir, 'po-shadow.db'));
    database.exec("UPDATE manual_po SET line_rows = '2,2' WHERE po_number = '4500009911'");
    database.close();
    const told = (await hereInFolder(dir, ['explain', 'EXP-9911'])).stdout;
    expect(told).toContain('keyed by CLERK1\n    items.json:2  line 10/1  6110 / D-10 / L-012  $62.50\n    items.json:2  line 10/2');
  });

  it.each([
    [['approvals', 'approvals.jsonl', '--lines', 'ledger.csv'], '--lines says nothing about approvals'],
    [['erp-log', 'ledger.csv', '--assignments', 'ledger.csv'], '--assignments says nothing about erp-log'],
    [['ledger', 'ledger.csv', '--assignments', 'ledger.csv'], 'account assignments need the lines that they belong to'],
    [['ledger', 'ledger.csv', '--lines', 'mapping/vendors.csv', 'mapping/categories.csv'], '1 header file and 2 of lines: each export has one of each'],
  ])('import %j is refused', async (words, what) => {
    const { code, stderr } = await hereInFolder(makeProject().dir, ['import', ...words]);
    expect([code, stderr.includes(what)], stderr).toEqual([2, true]);
  });

  it('takes a file from where the user stands, wherever the project lies', async () => {
    const project = makeProject();
    const elsewhere = makeFolder();
    copyFileSync(join(project.dir, 'approvals.jsonl'), join(elsewhere, 'export.jsonl'));
    const { code, stderr } = await command(['import', 'approvals', 'export.jsonl', '--project', project.dir], { cwd: elsewhere });
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/export\.jsonl: 1 row read, 1 row accepted/);
  });

  it('takes a sheet under another name with --as, and the sheet imported last is in force', async () => {
    const project = makeProject({ files: { 'vendors-from-june.csv': 'merchant,vendor_id\nAcme Janitorial,V-1002\n' } });
    await workedRun(project.dir);
    expect((await hereInFolder(project.dir, ['import', 'mapping', 'vendors-from-june.csv', '--as', 'vendors'])).code).toBe(0);
    await hereInFolder(project.dir, ['replay']);
    expect((await varianceOf(project.dir)).rows[0]).toMatchObject({ status: 'coding_variance', causes: ['vendor'], dryRun: { vendorId: 'V-1002' } });
  });
});

describe.concurrent('po-shadow quarantine', () => {
  const damaged = () =>
    makeProject({
      approvals: approvalsText(approvedReport(), approvedReport({ eventId: 'e2', id: 'EXP-9052', amount: '12.345' }), '{"eventId":"e3"', approvedReport({ eventId: 'e4', id: 'EXP-9054' })),
      ledger: ledgerText({}, { po_number: 'PO-7790', reference: 'EXP-9054', amount: '1e3' }, { po_number: 'PO-7790', reference: 'EXP-9054', line: '2', amount: '1.00' }),
    });

  it('lists what could not be read with file, line, field, value and reason, a document whole', async () => {
    const project = damaged();
    await workedRun(project.dir);
    const { code, stdout } = await hereInFolder(project.dir, ['quarantine', '--format', 'json']);
    expect(code).toBe(0);
    const items = JSON.parse(stdout) as { kind: string; file: string; line: number; rows: number; field: string; value: string; reason: string; document: string | null }[];
    expect(items.map(({ kind, file, line, rows, field, value, document }) => [kind, file, line, rows, field, value, document])).toEqual([
      ['approvals', 'approvals.jsonl', 2, 1, 'report.lines[0].amount', '12.345', 'EXP-9052'],
      ['approvals', 'approvals.jsonl', 3, 1, '', '{"eventId":"e3"', null],
      ['ledger', 'ledger.csv', 3, 2, 'amount', '1e3', 'PO-7790'],
    ]);
    const table = (await hereInFolder(project.dir, ['quarantine'])).stdout;
    expect(table).toMatch(/approvals\.jsonl:2 \(report EXP-9052\): report\.lines\[0\]\.amount: .*decimals[\s\S]*12\.345/);
    expect(table).toMatch(/ledger\.csv:3 \(PO PO-7790\), with its 2 rows: amount: /);
    for (const format of ['csv', 'md']) expect((await hereInFolder(project.dir, ['quarantine', '--format', format])).stdout.trim().split('\n')).toHaveLength(format === 'csv' ? 4 : 5);
  });

  it('leaves the rest to go on, and nothing silently zero', async () => {
    const project = damaged();
    const { rows } = (await workedRun(project.dir)).document;
    expect(rows.map(({ transactionId, status }) => [transactionId, status])).toEqual([['EXP-9041', 'match'], ['EXP-9054', 'missing_manual']]);
  });

  it('says so where it is empty', async () => {
    const project = makeProject();
    await workedRun(project.dir);
    expect((await hereInFolder(project.dir, ['quarantine'])).stdout).toBe('Quarantine is empty.\n');
  });
});
