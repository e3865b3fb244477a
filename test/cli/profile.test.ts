import { existsSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import type { TableInspection } from '../../src/domain/table-inspection.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { inspectFile, inspectSource } from '../../src/pipeline/profile/inspect-file.ts';
import { NETSUITE } from '../../src/ledgers/known-profiles.ts';
import { inspectionText } from '../../src/report/inspection-text.ts';
import { profileYaml } from '../../src/report/profile-yaml.ts';
import { programHere } from '../program-here.ts';
import { approvedReport, approvalsText, makeFolder, makeProject } from '../project-folder.ts';

function file(content: string | Buffer, name = 'table.csv'): { path: string; shown: string } {
  const path = join(makeFolder(), name);
  writeFileSync(path, content);
  return { path, shown: name };
}

const inspect = (content: string | Buffer, { name, table }: { name?: string; table?: string } = {}): Promise<TableInspection> => inspectFile({ file: file(content, name), table, profile: undefined });

describe('what a file looks like', () => {
  it.each([
    ['ledger', 'generic', 'po_number,po_date,currency,amount,vendor_id,gl_account\nPO-1,2026-06-02,USD,1.00,V-1,6110\n'],
    ['approvals', 'generic', 'event_id,occurred_at,report_id,revision,status,report_name,currency,total,employee_email,department,location,submitted_at,approvers,line_id,expense_date,merchant,vendor_id,category,line_department,line_location,description,amount\n'],
    ['vendors', 'generic', 'id,name,currency,active\nV-1,Acme,USD,true\n'],
    ['mapping/vendors', 'generic', 'merchant,vendor_id\nAcme,V-1\n'],
    ['ledger', 'netsuite', 'Document Number,Date,Vendor ID,Currency,Account,Amount\nPO-1,6/22/2026,V-1,USD,6110,1.00\n'],
    ['ledger', 'sap-s4', 'EBELN,BEDAT,LIFNR,WAERS,NETWR\n4500000001,20260602,1,EUR,1.00\n'],
    ['ledger', 'dynamics-bc', 'No.,Buy-from Vendor No.,Document Date,Status,Currency Code,Amount\n1,2,2026-06-02,Open,USD,1.00\n'],
    ['ledger', 'dynamics-fo', 'PURCHASEORDERNUMBER,ORDERVENDORACCOUNTNUMBER,ACCOUNTINGDATE,CURRENCYCODE,LINENUMBER,LINEAMOUNT\n1,2,2026-06-02,USD,1,1.00\n'],
    ['expensify', 'expensify', 'Report ID,Status,Currency,Report Total,Timestamp,Merchant,Amount,Category\n1,Approved,USD,1.00,2026-06-02,Acme,1.00,Travel\n'],
    ['ramp', 'ramp', 'Transaction ID,Approval Status,Currency,Amount,Transaction Date,Merchant Name,User Email\nt,FULLY_APPROVED,USD,1.00,06/22/26,Acme,a@b.example\n'],
    ['vendors', 'sap-s4', 'LIFNR,NAME1,SPERR,SPERM,LOEVM\n1,Acme,,,\n'],
    ['gl_accounts', 'dynamics-bc', 'No.,Name,Account Type,Direct Posting,Blocked\n6110,Cleaning,Posting,Yes,No\n'],
    ['periods', 'netsuite', 'Period Name,Start Date,End Date,Closed\nJun 2026,6/1/2026,6/30/2026,No\n'],
    ['periods', 'dynamics-bc', 'Starting Date,Name,Closed,Date Locked\n2026-06-01,June,No,No\n'],
  ])('is told by its columns: %s of %s', async (table, format, content) => {
    const { form, missing, ...told } = await inspect(content);
    expect([told.table, told.format, missing]).toEqual([table, format, []]);
    expect(form).not.toBeNull();
  });

  it('is told by the file\'s name where several sheets have the same columns, and says that it could be another', async () => {
    const sheet = 'id,name,active\nD-10,Stores,true\n';
    expect((await inspect(sheet, { name: 'departments.csv' })).table).toBe('departments');
    expect(inspectionText(await inspect(sheet), null).replaceAll(/\s+/g, ' ')).toMatch(/It could as well be departments, locations, items(, \w+)*: say which with --as\./);
  });

  it('names the runner-up and what it lacks', async () => {
    const { candidates } = await inspect('Document Number,Date,Vendor ID,Currency,Account,Amount,Status\nPO-1,6/22/2026,V-1,USD,6110,1.00,Closed\n');
    expect(candidates[0]).toMatchObject({ form: 'a saved search or CSV export of NetSuite', found: 7, missing: [] });
    expect(candidates[1]?.missing.length).toBeGreaterThan(0);
  });
});

describe('how it would be read', () => {
  const search = 'Larkfield\n\nDocument Number,Date,Name,Currency,Amount,Status\nPO-1,6/2/2026,Acme,USD,"1,200.00",Pending Receipt\nPO-2,6/15/2026,Bolt,USD,(20.00),Odd\nTotal,,,,"1,180.00",\n';

  it('shows cells and what they become, and which value settled dates and amounts', async () => {
    const { header, columns, dates, amounts, rows, words, problems, controls } = await inspect(search);
    expect(header).toBe(3);
    expect(columns.find(({ name }) => name === 'amount')?.examples).toEqual([{ written: '1,200.00', becomes: '1200', reason: null }, { written: '(20.00)', becomes: '-20', reason: null }]);
    expect([dates, amounts]).toMatchObject([[{ style: 'M/D/YYYY', because: '"6/15/2026" (line 5)' }], [{ style: '1,234.56', because: '"1,200.00" (line 4)' }]]);
    expect([rows, words, problems.map(({ line, field }) => [line, field]), controls]).toEqual([{ delivered: 2, passedOver: 0, unreadable: 1 }, [{ written: 'Pending Receipt', means: 'open' }, { written: 'Odd', means: null }], [[5, 'status']], [{ what: 'total of amount (line 6)', stated: '1180', found: '1180', agrees: true }]]);
  });

  it('leaves open what could be read two ways, says what would settle it, and shows no guess of it', async () => {
    const { dates, amounts, columns } = await inspect('Document Number,Date,Name,Currency,Amount\nPO-1,3/4/2026,Acme,USD,1.234\n');
    expect([dates[0]?.open?.remedy, amounts[0]?.open?.remedy]).toEqual(['Say which beside the input or in its profile: dates: M/D/YYYY or dates: D/M/YYYY.', 'Say which beside the input or in its profile: decimals: "1,234.56" or "1.234,56".']);
    expect(columns.filter(({ kind }) => kind === 'date' || kind === 'amount').flatMap(({ examples }) => examples.map(({ becomes }) => becomes))).toEqual([null, null]);
  });

  it('says who says how dates are written: the cells, the known form, or the profile that is given', async () => {
    const ramp = (date: string): string => `Transaction ID,Currency,Amount,Transaction Date,Merchant Name\nt,USD,1.00,${date},Acme\n`;
    const open = await inspect(ramp('06/05/26'));
    expect(inspectionText(open, null)).toMatch(/transaction_date: M\/D\/YYYY, told by: the known form/);
    expect(profileYaml(open)).toMatch(/^dates: M\/D\/YYYY +# told by: the known form$/m);
    expect((await inspect(ramp('15/06/26'))).dates).toMatchObject([{ style: 'D/M/YYYY', because: '"15/06/26" (line 2)' }]);
    const profile = file('columns: { id: Transaction ID, currency: Currency, amount: Amount, transaction_date: Transaction Date }\ndates: D/M/YYYY\n', 'own.yaml');
    expect(inspectionText(await inspectFile({ file: file(ramp('06/05/26')), table: 'ramp', profile }), 'own.yaml')).toMatch(/transaction_date: D\/M\/YYYY, told by: the profile$/m);
  });

  it.each([
    ['ledger', 'po_number,po_date,currency,amount,entered_at\nPO-1,2026-06-02,USD,1.00,2026-06-02 14:03\n', ['entered_at']],
    ['ledger', 'po_number,po_date,currency,amount,entered_at\nPO-1,2026-06-02,USD,1.00,2026-06-02T14:03:00Z\n', []],
    ['ledger', 'po_number,po_date,currency,amount,entered_at\nPO-1,2026-06-02,USD,1.00,2026-06-02\n', []],
    ['approvals', 'event_id,occurred_at,report_id,revision,status,currency,total,line_id,expense_date,amount,submitted_at\n1,2026-06-02 14:03,R,1,paid,USD,1.00,1,2026-06-01,1.00,2026-06-01T10:00:00Z\n', ['occurred_at']],
    ['approvals', 'event_id,occurred_at,report_id,revision,status,currency,total,line_id,expense_date,amount,submitted_at\n1,2026-06-02,R,1,paid,USD,1.00,1,2026-06-01,1.00,2026-06-01 10:00\n', []],
    ['expensify', 'Report ID,Status,Currency,Report Total,Approved,Submitted,Timestamp,Amount\n1,Approved,USD,1.00,2026-06-02 10:00,2026-06-01 10:00,2026-06-01,1.00\n', ['approved', 'submitted']],
    ['ramp', 'Transaction ID,Currency,Amount,Transaction Time,Merchant Name\nt,USD,1.00,2026-06-02 15:10:00,Acme\n', []],
  ])('says of a table of %s which times need a time zone beside the input', async (table, content, columns) => {
    const told = await inspect(content, { table });
    expect(told.withoutZone.map(({ column }) => column).sort()).toEqual(columns);
    expect([/Say\s+timeZone/.test(inspectionText(told, null)), / timeZone: …/.test(inspectionText(told, null)), /^# .*say timeZone beside the input/m.test(profileYaml(told))]).toEqual(Array(3).fill(columns.length > 0));
  });

  it('reads JSON and worksheets', async () => {
    expect(await inspect(JSON.stringify({ value: [{ number: '1', orderDate: '2026-06-02', vendorNumber: '7', currencyCode: 'USD', purchaseOrderLines: [{ netAmount: 1 }] }] }), { name: 'po.json' })).toMatchObject({ table: 'ledger', format: 'dynamics-bc', encoding: null });
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet('Notes').addRow(['nothing here']);
    const orders = workbook.addWorksheet('Orders');
    orders.addRows([['Our orders'], [], ['Order no.', 'Ordered on', 'Supplier', 'Cur.', 'Net value'], ['A-1', new Date(Date.UTC(2026, 5, 2)), 'Acme', 'EUR', 12.5]]);
    const told = await inspect(Buffer.from(await workbook.xlsx.writeBuffer()), { name: 'orders.xlsx', table: 'ledger' });
    expect(told).toMatchObject({ sheet: 'Orders', header: 3, form: null, missing: [] });
    expect(told.columns.find(({ name }) => name === 'po_date')?.examples[0]?.becomes).toBe('2026-06-02');
  });
});

describe('JSON that a source reads by its own fields', () => {
  const GOLDEN = new URL('../golden/', import.meta.url).pathname;
  const told = (path: string, table?: string): unknown => inspectSource({ file: { path, shown: 'export.json' }, table, profile: undefined });
  const events = (): string => file(approvalsText(approvedReport()), 'approvals.jsonl').path;
  const spendRequests = (): string => file(JSON.stringify({ data: [{ id: 'sr-1', spend_request_status: 'APPROVED', amount: { amount: 1, currency_code: 'USD' } }] }), 'requests.json').path;

  it.each<[string, string, string | (() => string)]>([
    ['ramp', 'transactions of Ramp', 'ramp/exports/transactions-0605.json'], ['ramp', 'transactions of Ramp', 'ramp/exports/transactions-0612.jsonl'], ['ramp', 'reimbursements of Ramp', 'ramp/exports/reimbursements-0605.json'],
    ['ramp', 'bills of Ramp', 'ramp/exports/bills-0612.json'], ['ramp', 'purchase orders of Ramp', 'ramp/exports/purchase-orders-0612.json'], ['ramp', 'spend requests of Ramp', spendRequests],
    ['concur-fi', 'documents of SAP Concur\'s Financial Integration Service', '../data/concur-fi/approvals/01-plain.json'], ['generic', 'events of po-shadow', events],
  ])('is told by its fields: %s, %s', (source, form, path) => {
    expect(told(typeof path === 'string' ? join(GOLDEN, path) : path())).toEqual({ file: 'export.json', source, form });
  });

  it.each(['expensify', 'concur-reports'])('is told by its fields: all exports of %s', (source) => {
    const names = readdirSync(join(GOLDEN, source, 'exports')).filter((name) => /\.jsonl?$/.test(name));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect([name, told(join(GOLDEN, source, 'exports', name))]).toEqual([name, expect.objectContaining({ source })]);
  });

  it('is not told where it is a ledger, or said to be one, or anything else', () => {
    expect(told(file(JSON.stringify({ value: [{ number: '1', orderDate: '2026-06-02', vendorNumber: '7', currencyCode: 'USD', purchaseOrderLines: [{ netAmount: 1 }] }] }), 'po.json').path)).toBeNull();
    expect(told(join(GOLDEN, 'ramp/exports/purchase-orders-0612.json'), 'ledger')).toBeNull();
    for (const text of ['[]', '{', '[{"id":"1","user_email":"a@b.example","state":"CA"}]', '7', '']) expect(told(file(text, 'other.json').path)).toBeNull();
  });

  it('is never guessed at: what to say in the settings is shown, and no profile is read or written', async () => {
    const { path } = file(approvalsText(approvedReport()), 'approvals.jsonl');
    const shown = await programHere(['profile', path]);
    expect([shown.code, shown.stdout]).toEqual([0, expect.stringMatching(/source: generic reads by their own[\s\S]*- source: generic/)]);
    const profile = file('columns: { event_id: eventId }\n', 'own.yaml');
    expect(() => inspectSource({ file: { path, shown: 'approvals.jsonl' }, table: 'approvals', profile })).toThrow('take no header profile');
    const target = join(makeFolder(), 'new.yaml');
    expect([(await programHere(['profile', path, '--write', target])).code, existsSync(target)]).toEqual([2, false]);
  }, 60_000);

  it.each([['generic', 'approvals.jsonl'], ['ramp', 'bills.json'], ['expensify', 'reports.json']])('of source %s takes no profile beside the input either', async (source, name) => {
    const project = makeProject({
      settings: { inputs: { approvals: [{ source, files: name, profile: 'own.yaml' }], ledger: [{ format: 'generic', files: 'ledger.csv' }], master: 'master', mapping: 'mapping' } },
      files: { 'own.yaml': 'columns: {}\n', ...(name === 'approvals.jsonl' ? {} : { [name]: '[]' }) },
    });
    const imported = project.work((workplace) => importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false }));
    await expect(imported).rejects.toThrow(`JSON of source: ${source} is read by its own fields and takes no header profile`);
  });
});

describe('columns that no form names', () => {
  it('are proposed by names and by cells, each marked as a guess', async () => {
    const { form, columns, missing } = await inspect('Bestell-Nr;Bestelldatum;Lieferant;Whg;Sachkonto;Betrag\nA-1;22.06.2026;Müller GmbH;EUR;6110;1.200,50\n', { table: 'ledger' });
    expect([form, missing]).toEqual([null, []]);
    expect(Object.fromEntries(columns.filter(({ theirs }) => theirs !== null).map(({ name, theirs, guess }) => [name, `${theirs}: ${guess}`]))).toEqual({
      po_number: 'Bestell-Nr: its name', po_date: 'Bestelldatum: its name', vendor_name: 'Lieferant: its name', currency: 'Whg: the only other column of currencies', gl_account: 'Sachkonto: its name', amount: 'Betrag: its name',
    });
  });

  it.each([['Kostenstelle', 'department', 'K-10'], ['Filiale', 'location', 'F-12'], ['Gesellschaft', 'entity', 'DE01'], ['Buchungskreis', 'entity', '1010'], ['Verwendungszweck', 'memo', 'Bodenpads exp 9041']])('are guessed of the German name %s', async (name, column, cell) => {
    const { columns } = await inspect(`Bestell-Nr;Bestelldatum;Whg;Betrag;${name}\nA-1;22.06.2026;EUR;1,50;${cell}\n`, { table: 'ledger' });
    expect(columns.find(({ theirs }) => theirs === name)).toMatchObject({ name: column, guess: 'its name' });
  });

  it('are not proposed where their cells are of another kind, or where two columns could be meant', async () => {
    const { missing, columns } = await inspect('PO no,Order date,Cur,First,Second\nA-1,soon,EUR,1.50,2.50\n', { table: 'ledger' });
    expect(missing).toEqual(['po_date', 'amount']);
    expect(columns.find(({ name }) => name === 'amount')?.theirs).toBeNull();
  });
});

describe('the profile that is written', () => {
  const kept = 'Our orders\nBestell-Nr;Bestelldatum;Lieferant;Whg;Sachkonto;Dept;Loc;Betrag;Ref;Stand\nPO-7782;02.06.2026;V-1001;USD;6110;D-10;L-012;845,50;EXP-9041;Erledigt\n';

  it('leads from a spreadsheet to a run: written, completed, seen, named in the settings', async () => {
    const project = makeProject({
      approvals: approvalsText(approvedReport()), files: { 'kept.csv': kept },
      settings: { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'kept.csv', profile: 'profiles/kept.yaml' }], master: 'master', mapping: 'mapping' } },
    });
    const profile = join(project.dir, 'profiles/kept.yaml');
    const table = join(project.dir, 'kept.csv');
    const written = await programHere(['profile', table, '--as', 'ledger', '--write', profile]);
    expect([written.code, written.stderr]).toEqual([0, expect.stringContaining('was written')]);
    const text = readFileSync(profile, 'utf8');
    expect(text).toMatch(/^# values:\n# {3}status:\n# {5}"Erledigt": open +# open, closed or cancelled\?$/m);
    expect((await programHere(['profile', table, '--as', 'ledger', '--profile', profile])).stdout).toContain('not one of open, closed, cancelled');
    project.write('profiles/kept.yaml', text.replace(/^ {2}vendor_name:/m, '  vendor_id:').replace(/^ {2}# vendor_id:.*\n/m, '').replace(/^# values:\n(?:# .*\n)+/m, (map) => map.replaceAll(/^# /gm, '')).replace('"Erledigt": open', '"Erledigt": closed'));
    const seen = await programHere(['profile', table, '--as', 'ledger', '--profile', profile, '--format', 'json']);
    expect(JSON.parse(seen.stdout)).toMatchObject({ form: 'the profile given', missing: [], rows: { delivered: 1, unreadable: 0 } });
    const run = await project.here(['run', '--format', 'json']);
    expect(JSON.parse(run.stdout).summary.totals.byStatus).toEqual({ match: 1 });
  }, 40_000);

  it('of a known form holds all of its states, also those that the file does not show, and asks for the others in one map', async () => {
    const { parse } = await import('yaml');
    const yaml = profileYaml(await inspect('Document Number,Date,Name,Currency,Amount,Status\nPO-1,6/22/2026,Acme,USD,1.00,Pending Receipt\nPO-2,6/22/2026,Acme,USD,1.00,Odd\nPO-3,6/22/2026,Acme,USD,1.00,"# ""Rare"": x"\n'));
    expect(parse(yaml).values).toEqual(NETSUITE[0]?.profile.values);
    expect(parse(yaml.replaceAll(/^ {4}# "/gm, '    "')).values.status).toEqual({ ...NETSUITE[0]?.profile.values.status, Odd: 'open', '# "Rare": x': 'open' });
  });

  it('of guessed columns holds the states of the file alone', async () => {
    const { parse } = await import('yaml');
    const yaml = profileYaml(await inspect('Bestell-Nr;Bestelldatum;Whg;Betrag;Status\nA-1;22.06.2026;EUR;1,50;Closed\nA-2;22.06.2026;EUR;1,50;Received\nA-3;22.06.2026;EUR;1,50;Odd\n', { table: 'ledger' }));
    expect(parse(yaml).values).toEqual({ status: { Closed: 'closed', Received: 'open' } });
  });

  it('replaces no file unasked, and writes through no link', async () => {
    const { path } = file(kept);
    const target = file('mine: yes\n', 'mine.yaml').path;
    const refused = await programHere(['profile', path, '--write', target]);
    expect([refused.code, refused.stderr, readFileSync(target, 'utf8')]).toEqual([2, expect.stringContaining('--force'), 'mine: yes\n']);
    expect((await programHere(['profile', path, '--write', target, '--force'])).code).toBe(0);
    expect(readFileSync(target, 'utf8')).toContain('columns:');
    const link = join(makeFolder(), 'link.yaml');
    const elsewhere = join(makeFolder(), 'elsewhere.yaml');
    symlinkSync(elsewhere, link);
    expect((await programHere(['profile', path, '--write', link, '--force'])).code).toBe(2);
    expect(existsSync(elsewhere)).toBe(false);
  }, 30_000);

  it('is valid YAML and obeys no terminal, whatever the file holds', async () => {
    const { parse } = await import('yaml');
    const hostile = 'po_number,po_date,currency,amount,"a"": [x]\n# y",note\u001b[31m\u202e\nPO-1\u0007,2026-06-02,USD,1.00,"{: - \n!!js",z\n';
    const told = await inspect(hostile, { table: 'ledger' });
    const yaml = profileYaml(told);
    expect(parse(yaml)).toMatchObject({ columns: { po_number: 'po_number', po_date: 'po_date' } });
    expect(`${yaml}${inspectionText(told, null)}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/);
  });
});

describe('the text', () => {
  it('fits a screen of 80 columns, file and profile names aside', async () => {
    const long = 'x'.repeat(300);
    const told = await inspect(`Document Number,Date,Name,Currency,Amount,${long}\nPO-${long},6/2/2026,${long} ${long},USD,1.00,z\n`);
    expect(Math.max(...inspectionText(told, null).split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('a header of very many columns costs no more than its length', async () => {
    const names = Array.from({ length: 16_000 }, (_, place) => `Column ${place}`).join(',');
    const text = inspectionText(await inspect(`${names}\n`.repeat(20), { table: 'ledger' }), null);
    expect(text).toContain('more columns');
    await expect(inspect(`${'a,'.repeat(20_000)}\n`)).rejects.toThrow('none of its lines can name columns');
  }, 20_000);

  it('a file that can\'t be read at all is an error with a remedy', async () => {
    const empty = await programHere(['profile', file('').path]);
    expect([empty.code, empty.stderr]).toEqual([2, expect.stringContaining('the file is empty')]);
    expect((await programHere(['profile', file('a', 'a.pdf').path])).stderr).toContain('no reader for files that end in ".pdf"');
    expect((await programHere(['profile', makeFolder()])).stderr).toContain('this is a folder');
  }, 30_000);
});
