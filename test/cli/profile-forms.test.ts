import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TableInspection } from '../../src/domain/table-inspection.ts';
import { inspectFile, inspectSource } from '../../src/pipeline/profile/inspect-file.ts';
import { inspectionText } from '../../src/report/inspection-text.ts';
import { programHere } from '../program-here.ts';
import { makeFolder } from '../project-folder.ts';

function file(content: string, name = 'table.csv'): { path: string; shown: string } {
  const path = join(makeFolder(), name);
  writeFileSync(path, content);
  return { path, shown: name };
}
const inspect = (content: string, { name, table }: { name?: string; table?: string } = {}): Promise<TableInspection> => inspectFile({ file: file(content, name), table, profile: undefined });
const settingsOf = (told: TableInspection): string[] => inspectionText(told, null).split('\n').filter((line) => /^ {16}/.test(line)).map((line) => line.trim());

describe('a file of a ledger in several files', () => {
  const EKKO = 'EBELN|BUKRS|LOEKZ|AEDAT|ERNAM|LIFNR|WAERS|BEDAT|IHREZ\n4500000001|1010||20260603|C1|10101|USD|20260603|EXP-1\n';
  const EKPO = 'EBELN|EBELP|LOEKZ|TXZ01|WERKS|MENGE|MEINS|NETPR|PEINH|NETWR\n4500000001|00010||pads|1010|1.000|EA|5.00|1|5.00\n';
  const FO_HEADERS = 'DATAAREAID,PURCHASEORDERNUMBER,ORDERVENDORACCOUNTNUMBER,ACCOUNTINGDATE,CURRENCYCODE,PURCHASEORDERSTATUS\nusmf,PO-1,V-1,2026-06-03,USD,Backorder\n';
  const FO_LINES = 'DATAAREAID,PURCHASEORDERNUMBER,LINENUMBER,LINEDESCRIPTION,LINEAMOUNT,MAINACCOUNTIDDISPLAYVALUE\nusmf,PO-1,1,pads,5.00,6110\n';
  const golden = (name: string): string => new URL(`../golden/account-assignments/${name}`, import.meta.url).pathname;

  it.each<[string, string, string, string[]]>([
    ['EKKO', EKKO, 'headers', ['files: "table.csv"', 'lines: …   # rows of EKPO', 'assignments: …   # rows of EKKN, where there are any']],
    ['EKPO', EKPO, 'lines', ['files: …   # rows of EKKO', 'lines: "table.csv"', 'assignments: …   # rows of EKKN, where there are any']],
    ['headers of F&O', FO_HEADERS, 'headers', ['files: "table.csv"', 'lines: …   # rows of PurchaseOrderLinesV2']],
    ['lines of F&O', FO_LINES, 'lines', ['files: …   # rows of PurchaseOrderHeadersV2', 'lines: "table.csv"']],
  ])('is told as what it is, with what to name beside it: %s', async (_, content, part, settings) => {
    const told = await inspect(content);
    expect([told.table, told.part?.is, told.missing]).toEqual(['ledger', part, []]);
    expect(settingsOf(told)).toEqual(['ledger:', expect.stringMatching(/^- format: (sap-s4|dynamics-fo)$/), ...settings]);
  });

  it.each([['orders.json', 'headers'], ['items.json', 'lines'], ['assignments.json', 'assignments']])('is told of the answers of SAP\'s API: %s', async (name, part) => {
    expect(await inspectFile({ file: { path: golden(name), shown: name }, table: undefined, profile: undefined })).toMatchObject({ table: 'ledger', format: 'sap-s4', part: { is: part } });
  });

  it('is a whole ledger where headers and lines stand in one table', async () => {
    expect(await inspect('EBELN,EBELP,BEDAT,LIFNR,WAERS,NETWR,MENGE,MEINS,NETPR,PEINH,BPRME\n4500000001,10,20260602,1,EUR,1.00,1,EA,1.00,1,EA\n')).toMatchObject({ form: 'rows of the tables EKKO and EKPO', part: null });
  });

  it('takes no header profile', async () => {
    const target = join(makeFolder(), 'new.yaml');
    const { code, stderr } = await programHere(['profile', file(EKKO, 'ekko.csv').path, '--write', target]);
    expect([code, existsSync(target), stderr]).toEqual([2, false, expect.stringContaining('these are the headers of a ledger in several files')]);
  }, 30_000);
});

describe('a known form that lacks something', () => {
  it('stays what it is where all that it lacks is a currency, which the input may say', async () => {
    const told = await inspect('Internal ID,*,Date,Location,Period,Type,Document Number,Name,Account,Memo,Amount\n1,,6/13/2026,S1,Jun 2026,Purchase Order,PO1,Pier,6110,x,"1,000.00"\n');
    expect([told.format, told.missing, settingsOf(told)]).toEqual(['netsuite', ['currency'], ['ledger:', '- format: netsuite', 'files: "table.csv"', 'currency: …   # of rows that name none, such as EUR']]);
  });

  it('with a blank currency asks for the one that it stands for', async () => {
    const told = await inspect('No.,Buy-from Vendor No.,Document Date,Status,Amount,Currency Code\n1,V-1,6/13/2026,Open,1.00,EUR\n2,V-1,6/13/2026,Open,1.00,\n');
    expect(inspectionText(told, null)).toMatch(/^currency +blank in line 3\. Say currency beside the input/m);
    expect(settingsOf(told)).toContain('currency: …   # of rows that name none, such as EUR');
  });

  it('is Expensify\'s Basic Export, and not another system\'s: what it lacks is said', async () => {
    const told = await inspect('Timestamp,Merchant,Amount,MCC,Category,Tag,Comment,Reimbursable,Original Currency,Original Amount,Receipt\n2026-06-02 00:00:00,Pier,$5.00,1,Pack,,,yes,USD,$5.00,http://x\n');
    expect([told.format, told.form, told.missing]).toEqual(['expensify', 'a CSV export of Expensify', ['report_id', 'status', 'currency']]);
    expect(inspectionText(told, null).replaceAll(/\s+/g, ' ')).toContain('Export it again with columns for report_id, status, currency: without them it can\'t be read.');
  });

  it('whose dates or amounts are open asks for a key beside the input, and for no profile', async () => {
    expect(settingsOf(await inspect('Document Number,Date,Name,Currency,Amount\nPO-1,3/4/2026,Acme,USD,1.234\n'))).toEqual(['ledger:', '- format: netsuite', 'files: "table.csv"', 'dates: …   # M/D/YYYY or D/M/YYYY', 'decimals: …   # "1,234.56" or "1.234,56"']);
  });
});

describe('a file of which a known form has a column or two of many', () => {
  const content = 'BUKRS,Region,Zone,Route,Truck,Driver\n1010,N,1,7,T1,Lee\n';

  it('is said to be none', async () => {
    const told = await inspect(content);
    expect([told.form, /looks like +no known form/.test(inspectionText(told, null))]).toEqual([null, true]);
  });

  it('is one where a person says which table it is', async () => {
    expect(await inspect(content, { table: 'entities' })).toMatchObject({ form: 'rows of the table T001', table: 'entities' });
  });
});

describe('an accounting extract of SAP Concur', () => {
  const told = (text: string, name = 'extract.txt'): unknown => inspectSource({ file: file(text, name), table: undefined, profile: undefined });

  it.each([['its header', 'EXTRACT|2026-06-12|13|203104.6200|567\n'], ['a row of a report', 'DETAIL,567,2026-06-12,1,1111\n'], ['a header with tabs', 'EXTRACT\t2026-06-12\t13\n']])('is told by %s', (_, text) => {
    expect(told(text)).toMatchObject({ source: 'concur-sae' });
  });

  it('is no table that has such a word in its header', () => {
    expect([told('EXTRACT,Date\n1,2026-06-12\n', 'x.csv'), told('DETAIL|Amount\n')]).toEqual([null, null]);
  });
});
