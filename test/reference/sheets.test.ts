import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import type { Mapping, MasterData } from '../../src/domain/reference-data.ts';
import type { Refusal } from '../../src/intake/sink.ts';
import { type SheetCounts, readReferenceData, sheetNamed } from '../../src/reference/sheets.ts';
import { fileOf } from '../intake/collected.ts';

async function read(kind: 'master' | 'mapping', sheet: string, content: string | Buffer, name = `${sheet}.csv`): Promise<{ master: MasterData; mapping: Mapping; refused: Refusal[]; counts: SheetCounts }> {
  const refused: Refusal[] = [];
  const file = { kind, sheet, file: fileOf(content, name) };
  const { master, mapping, counts } = await readReferenceData([file], (_, refusal) => refused.push(refusal));
  return { master, mapping, refused, counts: counts.get(file) as SheetCounts };
}

describe('a mapping sheet', () => {
  it('is found by its text whatever case, width and spacing it has', async () => {
    const { mapping } = await read('mapping', 'vendors', 'merchant,vendor_id\n Acme  Janitorial ,V-1001\n');
    for (const merchant of ['ACME JANITORIAL', 'acme janitorial', 'Ａｃｍｅ Janitorial']) expect(mapping.vendors.get(merchant)?.to).toBe('V-1001');
    expect(mapping.vendors.get('Acme')).toBeUndefined();
  });

  it('may say the same twice', async () => {
    const { mapping, refused, counts } = await read('mapping', 'vendors', 'merchant,vendor_id\nAcme,V-1\nACME,v-1\n');
    expect(mapping.vendors.get('acme')).toMatchObject({ to: 'V-1', at: 'vendors.csv:2' });
    expect(refused).toEqual([]);
    expect(counts).toEqual({ rowsRead: 2, rowsAccepted: 2, rowsQuarantined: 0, controls: [] });
  });

  it('that gives one merchant two vendors gives it none, and says so on each row', async () => {
    const { mapping, refused, counts } = await read('mapping', 'vendors', 'merchant,vendor_id\nAcme,V-1\nBluebird,V-2\nacme,V-3\n');
    expect(mapping.vendors.get('acme')).toBeUndefined();
    expect(mapping.vendors.get('bluebird')?.to).toBe('V-2');
    expect(refused.map(({ line, documentId, reason }) => [line, documentId, reason])).toEqual([
      [2, 'Acme', 'lines 2, 4 give the same merchant different meanings; none of them is used'],
      [4, 'acme', 'lines 2, 4 give the same merchant different meanings; none of them is used'],
    ]);
    expect(counts).toEqual({ rowsRead: 3, rowsAccepted: 1, rowsQuarantined: 2, controls: [] });
  });

  it('of which another row for the same merchant can\'t be read gives it none', async () => {
    const { mapping, refused, counts } = await read('mapping', 'vendors', 'merchant,vendor_id\nAcme,V-1\nAcme,V-2,x\nBluebird,V-2\n');
    expect(mapping.vendors.get('acme')).toBeUndefined();
    expect(mapping.vendors.get('bluebird')?.to).toBe('V-2');
    expect(refused.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'the row has 3 cells, the header 2'],
      [2, 'line 3 gives the same merchant and can\'t be read; neither is used'],
    ]);
    expect(counts).toEqual({ rowsRead: 3, rowsAccepted: 1, rowsQuarantined: 2, controls: [] });
  });

  it.each([
    ['no merchant', ',V-1', 'merchant'],
    ['no vendor', 'Acme,', 'vendor_id'],
  ])('sets a row with %s aside', async (_, row, field) => {
    const { refused, mapping } = await read('mapping', 'vendors', `merchant,vendor_id\n${row}\nBluebird,V-2\n`);
    expect(refused).toEqual([expect.objectContaining({ line: 2, field, reason: 'the text is missing' })]);
    expect(mapping.vendors.size).toBe(1);
  });

  it('may be a workbook in which ids are numbers', async () => {
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet('Mapping').addRows([['category', 'gl_account'], ['Cleaning', 6110], [{ richText: [{ text: 'Store ' }, { text: 'supplies' }] }, { formula: 'B2+10', result: 6120 }], ['Signage', { error: '#N/A' } as ExcelJS.CellValue]]);
    const { mapping, refused } = await read('mapping', 'categories', Buffer.from(await workbook.xlsx.writeBuffer()), 'categories.xlsx');
    expect([mapping.categories.get('cleaning')?.to, mapping.categories.get('store supplies')?.to]).toEqual(['6110', '6120']);
    expect(refused).toEqual([expect.objectContaining({ line: 4, field: 'gl_account', value: '#N/A', documentId: 'Signage' })]);
  });

  it('keeps values named __proto__ and constructor apart from everything else', async () => {
    const { mapping, refused } = await read('mapping', 'vendors', 'merchant,vendor_id\n__proto__,V-1\nconstructor,V-2\n');
    expect(refused).toEqual([]);
    expect([mapping.vendors.get('__proto__')?.to, mapping.vendors.get('constructor')?.to, mapping.vendors.get('toString')]).toEqual(['V-1', 'V-2', undefined]);
  });
});

describe('a master sheet', () => {
  it.each([
    ['vendors', 'id,name,currency,active', 'V-1,Acme,XXX,true', 'currency', /ISO 4217/],
    ['vendors', 'id,name,currency,active', 'V-1,Acme,USD,', 'active', /neither true nor false/],
    ['vendors', 'id,name,currency,active', 'V-1,Acme,USD,perhaps', 'active', /neither true nor false/],
    ['vendors', 'id,name,currency,active', ',Acme,USD,true', 'id', /missing/],
    ['gl_accounts', 'id,name,active', '6110,Cleaning', '', /the row has 2 cells, the header 3/],
    ['periods', 'name,start,end,status', '2026-06,2026-06-01,2026-06-31,open', 'end', /not an existing date/],
    ['periods', 'name,start,end,status', '2026-06,2026-06-30,2026-06-01,open', 'end', /before its start/],
    ['periods', 'name,start,end,status', '2026-06,2026-06-01,2026-06-30,locked', 'status', /neither open nor closed/],
  ])('sets aside what it can\'t read, with the line: %s: %s: %s', async (sheet, header, row, field, reason) => {
    const { refused, counts } = await read('master', sheet, `${header}\n${row}\n`);
    expect(refused).toEqual([expect.objectContaining({ line: 2, rows: 1, field })]);
    expect(refused[0]?.reason).toMatch(reason);
    expect(counts).toEqual({ rowsRead: 1, rowsAccepted: 0, rowsQuarantined: 1, controls: [] });
  });

  it('that says of one vendor both active and inactive says nothing of it', async () => {
    const { master, refused } = await read('master', 'vendors', 'id,name,currency,active\nV-1,Acme,USD,true\nV-1,Acme,USD,false\nV-2,Blue,,yes\n');
    expect(master.vendors.get('V-1')).toBeUndefined();
    expect(master.vendors.get('v-2')).toMatchObject({ id: 'V-2', currency: '', active: true });
    expect(refused).toHaveLength(2);
  });

  it('is known by its file\'s name, whatever case and spacing it has; other names are no sheets', () => {
    expect(['GL Accounts', 'gl-accounts', 'Vendors', 'expense_approvers', 'constructor', '~$vendors'].map((name) => sheetNamed('master', name))).toEqual(['gl_accounts', 'gl_accounts', 'vendors', 'expense_approvers', undefined, undefined]);
    expect(sheetNamed('mapping', 'periods')).toBeUndefined();
  });
});
