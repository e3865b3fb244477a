import { describe, expect, it } from 'vitest';
import { headerProfileSchema } from '../../src/domain/header-profile.ts';
import type { MasterData, MasterSheetName } from '../../src/domain/reference-data.ts';
import type { SheetReading } from '../../src/intake/profiled/with-input.ts';
import type { Refusal } from '../../src/intake/sink.ts';
import { readReferenceData } from '../../src/reference/sheets.ts';
import { approvedReport, approvalsText, makeProject } from '../project-folder.ts';
import { fileOf } from '../intake/collected.ts';

async function read(sheet: MasterSheetName, content: string | Buffer, reading: SheetReading, name = 'export.csv'): Promise<{ master: MasterData; refused: Refusal[]; controls: string[] }> {
  const refused: Refusal[] = [];
  const file = { kind: 'master' as const, sheet, file: fileOf(content, name), reading };
  const { master, counts } = await readReferenceData([file], (_, refusal) => refused.push(refusal));
  const { rowsRead, rowsAccepted, rowsQuarantined, controls } = counts.get(file) as NonNullable<ReturnType<typeof counts.get>>;
  expect(rowsAccepted + rowsQuarantined).toBe(rowsRead);
  return { master, refused, controls: controls.map(({ what, stated, found, agrees }) => `${what}: ${stated} / ${found}${agrees ? '' : ' !'}`) };
}

type Records = 'vendors' | 'glAccounts' | 'departments' | 'locations' | 'approvers';
const KEYS: Partial<Record<MasterSheetName, Records>> = { vendors: 'vendors', gl_accounts: 'glAccounts', departments: 'departments', locations: 'locations', approvers: 'approvers' };
const idsOf = async (...parts: Parameters<typeof read>): Promise<string[]> => {
  const { master } = await read(...parts);
  const records = parts[0] === 'items' || parts[0] === 'entities' ? (master[parts[0]] ?? new Map()) : master[KEYS[parts[0]] as Records];
  return [...records.values()].map(({ id, active }) => `${id}${active ? '' : ' inactive'}`);
};

describe('a record is active unless the export says otherwise', () => {
  it.each<[string, MasterSheetName, SheetReading['format'], string, string[]]>([
    ['NetSuite vendors: Inactive', 'vendors', 'netsuite', 'Internal ID,Name,Primary Currency,Inactive\n17,Acme,USD,No\n18,Bolt,EUR,Yes\n', ['17', '18 inactive']],
    ['NetSuite vendors: isinactive', 'vendors', 'netsuite', 'id,companyname,isinactive\n17,Acme,F\n18,Bolt,T\n', ['17', '18 inactive']],
    ['NetSuite accounts: a summary account takes no lines', 'gl_accounts', 'netsuite', 'Internal ID,Account,Inactive,Summary\n61,6110 Cleaning,No,No\n60,6000 Expenses,No,Yes\n', ['61', '60 inactive']],
    ['SAP suppliers: blocks and deletion flags are an X', 'vendors', 'sap-s4', 'LIFNR;NAME1;SPERR;SPERM;LOEVM\n0010300001;Acme;;;\n0010300002;Bolt;X;;\n0010300003;Coil;;X;\n0010300004;Dust;;;X\n', ['10300001', '10300002 inactive', '10300003 inactive', '10300004 inactive']],
    ['SAP accounts', 'gl_accounts', 'sap-s4', 'SAKNR,TXT50,XSPEB,XLOEV\n0000611000,Cleaning,,\n0000612000,Rent,X,\n', ['611000', '612000 inactive']],
    ['SAP cost centers', 'departments', 'sap-s4', 'Cost Center,Name,Actual Primary Costs\n0000010101,Stores,\n0000010102,Online,X\n', ['10101', '10102 inactive']],
    ['SAP plants bear no mark', 'locations', 'sap-s4', 'WERKS,NAME1\n0010,Hamburg\n', ['0010']],
    ['Business Central vendors: blocked for payment can still be ordered from', 'vendors', 'dynamics-bc', 'No.,Name,Currency Code,Blocked\n10000,Acme,,\n20000,Bolt,EUR,Payment\n30000,Coil,,All\n', ['10000', '20000', '30000 inactive']],
    ['Business Central accounts: headings are none, direct posting must be allowed', 'gl_accounts', 'dynamics-bc', 'No.,Name,Account Type,Direct Posting,Blocked\n61,Costs,Heading,No,No\n6110,Cleaning,Posting,Yes,No\n6120,Control,Posting,No,No\n6130,Old,Posting,Yes,Yes\n6199,Total costs,End-Total,No,No\n', ['6110', '6120 inactive', '6130 inactive']],
    ['F&O vendors: the hold', 'vendors', 'dynamics-fo', 'VENDORACCOUNTNUMBER,VENDORORGANIZATIONNAME,CURRENCYCODE,ONHOLDSTATUS\n1001,Acme,USD,No\n1002,Bolt,USD,All\n1003,Coil,USD,Invoice\n', ['1001', '1002 inactive', '1003']],
    ['F&O main accounts', 'gl_accounts', 'dynamics-fo', 'MainAccountId,Name,IsSuspended,MainAccountType\n606300,Cleaning,No,Expense\n606999,Total,No,Total\n606400,Rent,Yes,Expense\n', ['606300', '606400 inactive']],
    ['F&O users', 'approvers', 'dynamics-fo', 'UserID,UserName,Email,Enabled\nlee,Lee,lee@shop.example,Yes\nmo,Mo,mo@shop.example,No\n', ['lee', 'mo inactive']],
    ['NetSuite subsidiaries', 'entities', 'netsuite', 'Internal ID,Name,Inactive\n2,Larkfield US,No\n3,Larkfield UK,Yes\n', ['2', '3 inactive']],
    ['SAP company codes bear no mark', 'entities', 'sap-s4', 'BUKRS,BUTXT\n0001,Larkfield DE\n', ['0001']],
    ['Business Central companies bear no mark', 'entities', 'dynamics-bc', 'Name,Display Name\nLARKFIELD,Larkfield Ltd.\n', ['LARKFIELD']],
    ['F&O legal entities bear no mark', 'entities', 'dynamics-fo', 'LEGALENTITYID,NAME\nusmf,Larkfield US\n', ['usmf']],
    ['a canonical sheet beside exports', 'approvers', 'sap-s4', 'id,name,email,active\nU-1,Lee,lee@shop.example,true\n', ['U-1']],
  ])('%s', async (_, sheet, format, content, ids) => {
    expect(await idsOf(sheet, content, { format })).toEqual(ids);
  });

  it('a word that nobody explained is refused, and never taken for active', async () => {
    const { refused, master } = await read('vendors', 'No.,Name,Blocked\n1,Acme,Gesperrt\n2,Bolt,\n', { format: 'dynamics-bc' });
    expect(refused).toMatchObject([{ line: 2, field: 'blocked', value: 'Gesperrt', reason: expect.stringContaining('neither yes nor no') }]);
    expect(master.vendors.size).toBe(1);
  });

  it.each<[string, MasterSheetName, SheetReading, string]>([
    ['a canonical sheet under the format of an ERP', 'vendors', { format: 'netsuite' }, 'id,name,currency,active\nV-1,Acme,USD,\nV-2,Bolt,USD,true\n'],
    ['direct posting to an account of Business Central', 'gl_accounts', { format: 'dynamics-bc' }, 'No.,Name,Blocked,Direct Posting,Account Type\nV-1,Cleaning,No,,Posting\nV-2,Rent,No,Yes,Posting\n'],
    ['a user of F&O', 'approvers', { format: 'dynamics-fo' }, 'UserID,UserName,Email,Enabled\nV-1,Lee,lee@shop.example,\nV-2,Mo,mo@shop.example,Yes\n'],
    ['a column of one\'s own', 'vendors', { profile: headerProfileSchema.parse({ columns: { id: 'Code', name: 'Title', active: 'State' }, values: { active: { Live: 'true' } } }) }, 'Code,Title,State\nV-1,Acme,\nV-2,Bolt,Live\n'],
  ])('a blank where the file says whether a record is active says nothing, and is quarantined: %s', async (_, sheet, reading, content) => {
    expect(await idsOf(sheet, content, reading)).toEqual(['V-2']);
    expect((await read(sheet, content, reading)).refused).toMatchObject([{ line: 2, field: 'active', documentId: 'V-1', reason: 'neither true nor false' }]);
  });

  it('a blank is what defaults say where they say it, and a record that is blocked is inactive whatever the blank means', async () => {
    const profile = headerProfileSchema.parse({ columns: { id: 'Code', active: 'State', blocked: 'Hold' }, defaults: { active: 'true' } });
    expect(await idsOf('vendors', 'Code,State,Hold\nV-1,,\nV-2,,Yes\n', { profile })).toEqual(['V-1', 'V-2 inactive']);
    expect(await idsOf('vendors', 'Code,State,Hold\nV-2,,Yes\n', { profile: { ...profile, defaults: {} } })).toEqual(['V-2 inactive']);
  });

  it('an export that says of no row whether it is active is no known form', async () => {
    await expect(read('vendors', 'No.,Name\n1,Acme\n', { format: 'dynamics-bc' })).rejects.toThrow('lacks active');
  });
});

describe('dimension values of several dimensions in one file', () => {
  const values = 'Dimension Code,Code,Name,Dimension Value Type,Blocked\nDEPARTMENT,ADM,Administration,Standard,No\nDEPARTMENT,TOTAL,All,Total,No\nAREA,30,Europe,Standard,No\n';

  it('are told apart by only', async () => {
    expect(await idsOf('departments', values, { format: 'dynamics-bc', only: { 'Dimension Code': ['DEPARTMENT'] } })).toEqual(['ADM']);
    expect(await idsOf('locations', values, { format: 'dynamics-bc', only: { 'Dimension Code': ['AREA'] } })).toEqual(['30']);
    expect((await read('departments', values, { format: 'dynamics-bc', only: { 'Dimension Code': ['DEPARTMENT'] } })).controls).toEqual(['rows that are none of departments, passed over: 2 / 2']);
  });

  it('stop the import where nothing says which are meant: an area would count as a department', async () => {
    await expect(read('departments', values, { format: 'dynamics-bc' })).rejects.toMatchObject({ message: expect.stringContaining('told apart by Dimension Code'), remedy: 'Say beside the input which rows are departments: only: { Dimension Code: … }.' });
  });

  it('need no only where one kind alone stands in the file, and are named where there are several', async () => {
    const accounts = (...charts: string[]): string => `MAINACCOUNTID,NAME,ISSUSPENDED,CHARTOFACCOUNTS\n${charts.map((chart, place) => `61${place}0,Cleaning,No,${chart}\n`).join('')}`;
    expect(await idsOf('gl_accounts', accounts('Shared', 'shared'), { format: 'dynamics-fo' })).toEqual(['6100', '6110']);
    await expect(read('gl_accounts', accounts('Shared', 'Retail', ''), { format: 'dynamics-fo' })).rejects.toMatchObject({
      message: 'the main accounts of F&O of several kinds stand in this file, told apart by ChartOfAccounts: (blank), Retail, Shared', remedy: 'Say beside the input which rows are gl_accounts: only: { ChartOfAccounts: … }.',
    });
    expect(await idsOf('gl_accounts', accounts('Shared', 'Retail'), { format: 'dynamics-fo', only: { ChartOfAccounts: ['Retail'] } })).toEqual(['6110']);
  });

  it('a column that only asks for and that is not there stops it too', async () => {
    await expect(read('departments', 'Code,Name,Blocked\nADM,Administration,No\n', { format: 'dynamics-bc', only: { 'Dimension Code': ['DEPARTMENT'] } })).rejects.toThrow('lacks Dimension Code, which only asks for');
  });
});

describe('fiscal periods', () => {
  const ranges = ({ master }: { master: MasterData }): string[] => master.periods.map(({ name, start, end, status }) => `${name} ${start}..${end} ${status}`);

  it('of NetSuite leave out quarters, years and adjustments, and closed or locked ones are closed', async () => {
    const rows = [
      'FY 2026,1/1/2026,12/31/2026,No,Yes,No,No,No', 'Q2 2026,4/1/2026,6/30/2026,Yes,No,No,No,No', 'Apr 2026,4/1/2026,4/30/2026,No,No,No,Yes,No', 'May 2026,5/1/2026,5/31/2026,No,No,No,No,Yes', 'Jun 2026,6/1/2026,6/30/2026,No,No,No,No,No',
      'Adjust 2026,6/30/2026,6/30/2026,No,No,Yes,No,No',
    ];
    const read_ = await read('periods', `Period Name,Start Date,End Date,Quarter,Year,Adjustment,Closed,All Locked\n${rows.join('\n')}\n`, { format: 'netsuite' });
    expect(ranges(read_)).toEqual(['Apr 2026 2026-04-01..2026-04-30 closed', 'May 2026 2026-05-01..2026-05-31 closed', 'Jun 2026 2026-06-01..2026-06-30 open']);
    expect(read_.controls).toEqual(['rows that are none of periods, passed over: 3 / 3']);
  });

  it.each<[string, string, string]>([
    ['A/P Locked beside All Locked', 'export.csv', 'Period Name,Start Date,End Date,Closed,All Locked,A/P Locked\nMay 2026,5/1/2026,5/31/2026,No,No,Yes\nJun 2026,6/1/2026,6/30/2026,No,No,No\n'],
    ['AP Locked alone', 'export.csv', 'Period Name,Start Date,End Date,Closed,AP Locked\nMay 2026,5/1/2026,5/31/2026,No,Yes\nJun 2026,6/1/2026,6/30/2026,No,No\n'],
    ['All Locked beside A/P Locked', 'export.csv', 'Period Name,Start Date,End Date,Closed,A/P Locked,All Locked\nMay 2026,5/1/2026,5/31/2026,No,No,Yes\nJun 2026,6/1/2026,6/30/2026,No,No,No\n'],
    ['apLocked', 'export.json', JSON.stringify({ items: [{ periodName: 'May 2026', startDate: '2026-05-01', endDate: '2026-05-31', closed: false, allLocked: false, apLocked: true }, { periodName: 'Jun 2026', startDate: '2026-06-01', endDate: '2026-06-30', closed: false, allLocked: false, apLocked: false }] })],
  ])('of NetSuite are closed by any lock that is set: %s', async (_, name, content) => {
    expect(ranges(await read('periods', content, { format: 'netsuite' }, name))).toEqual(['May 2026 2026-05-01..2026-05-31 closed', 'Jun 2026 2026-06-01..2026-06-30 open']);
  });

  it('of which the status is blank are none, whatever the format: nobody says that they are open', async () => {
    const months = 'name,start,end,status\nMay,2026-05-01,2026-05-31,\nJune,2026-06-01,2026-06-30,open\n';
    for (const format of ['netsuite', 'sap-s4', 'dynamics-bc', 'dynamics-fo'] as const) {
      const result = await read('periods', months, { format });
      expect([format, ranges(result), result.refused]).toMatchObject([format, ['June 2026-06-01..2026-06-30 open'], [{ line: 2, field: 'status', documentId: 'May', reason: 'neither open nor closed' }]]);
    }
    const profile = headerProfileSchema.parse({ columns: { name: 'name', start: 'start', end: 'end', status: 'status' }, defaults: { status: 'open' } });
    expect(ranges(await read('periods', months, { profile }))).toHaveLength(2);
  });

  it('of Business Central have a first day alone: each ends where the next begins, and the last is none', async () => {
    const result = await read('periods', 'Starting Date,Name,Closed,Date Locked\n2026-05-01,May,Yes,Yes\n2026-06-01,June,No,No\n2026-07-01,July,No,No\n2027-05-01,May,No,No\n', { format: 'dynamics-bc' });
    expect(ranges(result)).toEqual(['May 2026-05-01 2026-05-01..2026-05-31 closed', 'June 2026-06-01..2026-06-30 open', 'July 2026-07-01..2027-04-30 open']);
  });

  it('one first day that can\'t be read leaves none: the period before it would swallow it', async () => {
    const { master, refused } = await read('periods', 'Starting Date,Name,Closed\n2026-05-01,May,No\n2026-06-31,June,No\n2026-07-01,July,No\n', { format: 'dynamics-bc' });
    expect(master.periods).toEqual([]);
    expect(refused.map(({ line }) => line).sort()).toEqual([2, 3, 4]);
  });

  it('of a fiscal year variant of SAP have a last day alone, in three columns; 29 February is the last of every February', async () => {
    const rows = '2025;12;31;012\n2026;01;31;001\n2026;02;29;002\n2026;03;31;003\n';
    const profile = headerProfileSchema.parse({ columns: { name: 'POPER', end_year: 'BDATJ', end_month: 'BUMON', end_day: 'BUTAG' }, defaults: { status: 'open' } });
    expect(ranges(await read('periods', `BDATJ;BUMON;BUTAG;POPER\n${rows}`, { profile }))).toEqual(['001 2026-01-01..2026-01-31 open', '002 2026-02-01..2026-02-28 open', '003 2026-03-01..2026-03-31 open']);
    const profiled = (...variants: string[]): Promise<unknown> => read('periods', `PERIV;BDATJ;BUMON;BUTAG;POPER;STATUS\n${variants.flatMap((variant) => rows.trim().split('\n').map((row) => `${variant};${row};open`)).join('\n')}\n`, { format: 'sap-s4' });
    await expect(profiled('K4', 'V3')).rejects.toThrow('told apart by PERIV: K4, V3');
    expect(await profiled('K4')).toMatchObject({ refused: [] });
  });

  it('of F&O leave out opening and closing periods; on hold is closed', async () => {
    const rows = 'Open 2026,2026-06-01,2026-06-01,Opening,Open\nP11,2026-05-01,2026-05-31,Operating,OnHold\nP12,2026-06-01,2026-06-30,Operating,Open\nClose,2026-06-30,2026-06-30,Closing,Open\n';
    expect(ranges(await read('periods', `PeriodName,StartDate,EndDate,PeriodType,PeriodStatus\n${rows}`, { format: 'dynamics-fo' }))).toEqual(['P11 2026-05-01..2026-05-31 closed', 'P12 2026-06-01..2026-06-30 open']);
  });

  /** The months of a year of weeks from Sunday on, as an explicit calendar. */
  function weeks(first: string, pattern: readonly number[]): string {
    let day = Date.parse(`${first}T00:00:00Z`) / 86_400_000;
    const date = (of: number): string => new Date(of * 86_400_000).toISOString().slice(0, 10);
    return `name,start,end,status\n${pattern.map((count, month) => {
      const start = day;
      day += count * 7;
      return `P${String(month + 1).padStart(2, '0')},${date(start)},${date(day - 1)},open\n`;
    }).join('')}`;
  }

  it.each([
    ['4-4-5', [4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5], '2026-02-01', '2027-01-30'],
    ['4-5-4', [4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4], '2026-02-01', '2027-01-30'],
    ['5-4-4', [5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4], '2026-02-01', '2027-01-30'],
    ['4-5-4 with a week 53', [4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 5], '2023-01-29', '2024-02-03'],
  ])('may be those of a year of %s weeks', async (_, pattern, first, last) => {
    const { master, refused, controls } = await read('periods', weeks(first, pattern), {});
    expect([master.periods.length, master.periods[0]?.start, master.periods.at(-1)?.end, refused, controls]).toEqual([12, first, last, [], []]);
  });

  it('that share a day are none, and a gap is told: every day must lie in one period', async () => {
    const overlapping = await read('periods', 'name,start,end,status\nP1,2026-05-01,2026-06-01,open\nP2,2026-06-01,2026-06-30,closed\nP3,2026-07-01,2026-07-31,open\n', {});
    expect(ranges(overlapping)).toEqual(['P3 2026-07-01..2026-07-31 open']);
    expect(overlapping.refused).toMatchObject([{ documentId: 'P2', reason: expect.stringContaining('shares days with period P1 (line 2, 2026-05-01 to 2026-06-01)') }, { documentId: 'P1' }]);
    expect((await read('periods', 'name,start,end,status\nP1,2026-05-01,2026-05-30,open\nP2,2026-06-01,2026-06-30,open\n', {})).controls).toEqual(['days between the periods P1 and P2: none / 2026-05-31 to 2026-05-31 !']);
  });

  it('that share a day hide no gap beside them, and what they cover themselves is none', async () => {
    const { controls, refused } = await read('periods', 'name,start,end,status\nQ2,2026-04-01,2026-06-30,open\nMay,2026-05-01,2026-05-31,open\nJul,2026-07-02,2026-07-31,open\n', {});
    expect([refused.map(({ documentId }) => documentId).sort(), controls]).toEqual([['May', 'Q2'], ['days between the periods Q2 and Jul: none / 2026-07-01 to 2026-07-01 !']]);
  });
});

it('a master sheet of any form works from the settings through run, whatif and audit, and a changed profile is another configuration', async () => {
  const project = makeProject({
    approvals: approvalsText(approvedReport()),
    settings: {
      inputs: {
        approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'ledger.csv' }], mapping: 'mapping',
        master: [{ folder: 'master' }, { sheet: 'vendors', file: 'erp/suppliers.csv', format: 'sap-s4' }, { sheet: 'departments', file: 'erp/dimensions.csv', format: 'dynamics-bc', only: { 'Dimension Code': 'DEPARTMENT' } }, { sheet: 'locations', file: 'erp/stores.csv', profile: 'profiles/stores.yaml' }],
      },
    },
    files: {
      'master/vendors.csv': null, 'master/departments.csv': null, 'master/locations.csv': null,
      'erp/suppliers.csv': 'Supplier,Name of Supplier,Central purchasing block\nV-1001,Acme Janitorial Supply Co,\n',
      'erp/dimensions.csv': 'Dimension Code,Code,Name,Blocked\nDEPARTMENT,D-10,Store Operations,No\nAREA,30,Europe,No\n',
      'erp/stores.csv': 'Filiale;Bezeichnung;Geschlossen\nL-012;Store 012;nein\n',
      'profiles/stores.yaml': 'columns: { id: Filiale, name: Bezeichnung, inactive: Geschlossen }\nvalues: { inactive: { ja: "true", nein: "false" } }\n',
    },
  });
  const first = await project.here(['run', '--format', 'json']);
  expect([first.code, JSON.parse(first.stdout).summary.totals.byStatus]).toEqual([0, { match: 1 }]);
  expect((await project.here(['audit'])).stdout).toContain('Everything holds');
  project.write('profiles/stores.yaml', 'columns: { id: Filiale, name: Bezeichnung, inactive: Geschlossen }\nvalues: { inactive: { ja: "false", nein: "true" } }\n');
  const second = await project.here(['run', '--format', 'json']);
  expect(JSON.parse(second.stdout).summary.totals.byStatus).toEqual({ rejected: 1 });
  expect((await project.here(['audit'])).stdout).toContain('Everything holds');
  project.write('profiles/stores.yaml', 'columns: { number: Filiale }\n');
  expect((await project.here(['run'])).stderr).toContain('number is no column of master/locations');
}, 40_000);

it('two files for one sheet are an error', async () => {
  const project = makeProject({ settings: { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [], mapping: 'mapping', master: [{ folder: 'master' }, { sheet: 'vendors', file: 'master/vendors.csv' }] } } });
  expect((await project.here(['run'])).stderr).toContain('are the sheet vendors');
});

