import { describe, expect, it } from 'vitest';
import { type HeaderProfile, headerProfileSchema } from '../../../src/domain/header-profile.ts';
import type { MasterSheetName } from '../../../src/domain/reference-data.ts';
import type { ControlTotal, Refusal } from '../../../src/intake/sink.ts';
import { readReferenceData } from '../../../src/reference/sheets.ts';
import { sourceNamed } from '../../../src/sources/index.ts';
import { fileOf, ledgerFrom } from '../collected.ts';

/** What became of a table: the ids that were kept, what was refused, what does not agree. */
interface Outcome {
  kept: string[];
  refused: Refusal[];
  disagree: ControlTotal[];
}

interface Kind {
  header: string[];
  /** Two good rows, by their ids. */
  rows: [string[], string[]];
  ids: [string, string];
  /** A column that must be there, and one that holds ids. */
  mandatory: string;
  id: string;
  read(text: string | Buffer, name?: string): Promise<Outcome>;
}

async function fromSource(source: string, options: { profile?: HeaderProfile; currency?: string }, text: string | Buffer, name = 'table.csv'): Promise<Outcome> {
  const outcome: Outcome = { kept: [], refused: [], disagree: [] };
  await sourceNamed(source).read(fileOf(text, name), { clock: undefined, ...options }, {
    accept: ({ reportId }) => void outcome.kept.push(reportId), refuse: (refusal) => void outcome.refused.push(refusal), control: (total) => void (total.agrees || outcome.disagree.push(total)), bytes() {},
  });
  return outcome;
}

async function fromSheet(sheet: MasterSheetName, format: 'netsuite' | 'sap-s4', text: string | Buffer, name = 'table.csv'): Promise<Outcome> {
  const refused: Refusal[] = [];
  const file = { kind: 'master' as const, sheet, file: fileOf(text, name), reading: { format } };
  const { master, counts } = await readReferenceData([file], (_, refusal) => refused.push(refusal));
  return { kept: sheet === 'periods' ? master.periods.map(({ name: each }) => each) : [...master.vendors.values()].map(({ id }) => id), refused, disagree: (counts.get(file)?.controls ?? []).filter(({ agrees }) => !agrees) };
}

async function fromLedger(format: string, text: string | Buffer, name = 'table.csv'): Promise<Outcome> {
  const { orders, refused, controls } = await ledgerFrom(text, { name, format });
  return { kept: orders.map(({ poNumber }) => poNumber), refused, disagree: controls.filter(({ agrees }) => !agrees) };
}

const APPROVALS = headerProfileSchema.parse({
  columns: { event_id: 'Report', report_id: 'Report', occurred_at: 'Approved on', expense_date: 'Spent on', currency: 'Cur', total: 'Sum', amount: 'Amount', merchant: 'Shop', line_id: 'Pos', category: 'Kind', description: 'Note' },
  defaults: { revision: '1', status: 'paid' },
});

const KINDS: Record<string, Kind> = {
  'a ledger of NetSuite': {
    header: ['Document Number', 'Date', 'Vendor ID', 'Currency', 'Account', 'Amount'], rows: [['PO-1', '6/22/2026', 'V-1', 'USD', '6110', '10.00'], ['PO-2', '6/23/2026', 'V-2', 'USD', '6110', '20.00']],
    ids: ['PO-1', 'PO-2'], mandatory: 'Amount', id: 'Document Number', read: (text, name) => fromLedger('netsuite', text, name),
  },
  'a ledger of SAP': {
    header: ['Purchasing Document', 'Document Date', 'Supplier', 'Currency', 'Net Order Value'], rows: [['4500000001', '22.06.2026', '10300001', 'EUR', '10,00'], ['4500000002', '23.06.2026', '10300002', 'EUR', '20,00']],
    ids: ['4500000001', '4500000002'], mandatory: 'Currency', id: 'Purchasing Document', read: (text, name) => fromLedger('sap-s4', text, name),
  },
  'approvals kept by hand': {
    header: ['Report', 'Approved on', 'Pos', 'Spent on', 'Shop', 'Kind', 'Cur', 'Sum', 'Amount'], rows: [['R-1', '2026-06-04', '1', '2026-06-02', 'Acme', 'Cleaning', 'EUR', '10.00', '10.00'], ['R-2', '2026-06-05', '1', '2026-06-02', 'Acme', 'Cleaning', 'EUR', '20.00', '20.00']],
    ids: ['R-1', 'R-2'], mandatory: 'Sum', id: 'Report', read: (text, name) => fromSource('generic', { profile: APPROVALS }, text, name),
  },
  'an export of Expensify': {
    header: ['Report ID', 'Status', 'Currency', 'Report Total', 'Timestamp', 'Merchant', 'Amount'], rows: [['101', 'Open', 'USD', '10.00', '2026-06-02', 'Acme', '10.00'], ['102', 'Open', 'USD', '20.00', '2026-06-02', 'Acme', '20.00']],
    ids: ['101', '102'], mandatory: 'Status', id: 'Report ID', read: (text, name) => fromSource('expensify', {}, text, name),
  },
  'transactions of Ramp': {
    header: ['Transaction ID', 'Approval Status', 'Currency', 'Amount', 'Transaction Date', 'Merchant Name'], rows: [['t-1', 'FULLY_APPROVED', 'USD', '10.00', '06/22/26', 'Acme'], ['t-2', 'FULLY_APPROVED', 'USD', '20.00', '06/23/26', 'Acme']],
    ids: ['t-1', 't-2'], mandatory: 'Amount', id: 'Transaction ID', read: (text, name) => fromSource('ramp', {}, text, name),
  },
  'vendors of SAP': {
    header: ['Supplier', 'Name of Supplier', 'Central purchasing block'], rows: [['10300001', 'Acme', ''], ['10300002', 'Bolt', 'X']], ids: ['10300001', '10300002'], mandatory: 'Central purchasing block', id: 'Supplier',
    read: (text, name) => fromSheet('vendors', 'sap-s4', text, name),
  },
  'periods of NetSuite': {
    header: ['Period Name', 'Start Date', 'End Date', 'Closed'], rows: [['May', '5/1/2026', '5/31/2026', 'Yes'], ['June', '6/1/2026', '6/30/2026', 'No']], ids: ['May', 'June'], mandatory: 'Closed', id: '', read: (text, name) => fromSheet('periods', 'netsuite', text, name),
  },
};

const csv = (...rows: readonly (readonly string[])[]): string => rows.map((row) => `${row.map((cell) => (cell.includes(';') ? `"${cell}"` : cell)).join(';')}\n`).join('');
const KIND_NAMES = Object.keys(KINDS);
const kindOf = (name: string): Kind => KINDS[name] as Kind;

describe.each(KIND_NAMES)('%s', (name) => {
  const { header, rows: [first, second], ids, mandatory, read } = kindOf(name);

  it('is read whatever the order of its columns, and names none of them otherwise', async () => {
    const turned = (row: readonly string[]): string[] => row.toReversed();
    const [straight, other] = [await read(csv(header, first, second)), await read(csv(turned(header), turned(first), turned(second)))];
    expect(straight).toMatchObject({ kept: ids, refused: [], disagree: [] });
    expect(other.kept).toEqual(straight.kept);
  });

  it('that was cut off keeps what was read whole; the row that the cut went through is quarantined', async () => {
    const whole = csv(header, first, second);
    const { kept, refused } = await read(whole.slice(0, whole.lastIndexOf(';')));
    expect([kept, refused.map(({ line, reason }) => [line, reason])]).toEqual([[ids[0]], [[3, `the row has ${header.length - 1} cells, the header ${header.length}`]]]);
  });

  it('that has a header and no rows says so', async () => {
    expect((await read(csv(header))).disagree).toEqual([{ what: 'rows below the header', stated: 'some', found: 'none', agrees: false }]);
  });

  it('that lacks a column which must be there is not read, and says what it has', async () => {
    const at = header.indexOf(mandatory);
    const without = (row: readonly string[]): string[] => row.filter((_, place) => place !== at);
    await expect(read(csv(without(header), without(first)))).rejects.toMatchObject({ message: expect.stringContaining('lacks'), remedy: expect.stringContaining(`It names: ${without(header).join(', ')}`) });
  });

  it('in which the header stands again keeps its rows', async () => {
    expect((await read(csv(header, first, header, second))).kept).toEqual(ids);
  });

  it('in which a column that is read stands twice is not read: nobody knows which is meant', async () => {
    await expect(read(csv([...header, mandatory], [...first, ''], [...second, '']))).rejects.toThrow(`column ${mandatory} occurs twice`);
  });

  it('of 100 columns, some of them missing, says that it may be cut', async () => {
    const filler = Array.from({ length: 100 - header.length }, (_, place) => `Column ${place}`);
    const { kept, disagree } = await read(csv([...header, ...filler], [...first, ...filler]));
    expect([kept, disagree.map(({ what }) => what)]).toEqual([[ids[0]], ['columns (some exports are cut at 100)']]);
  });
});

it.each(KIND_NAMES.filter((name) => kindOf(name).id !== ''))('%s whose ids a spreadsheet made exponents of loses those rows, and no other', async (name) => {
  const { header, rows: [first, second], ids, id, read } = kindOf(name);
  const { kept, refused } = await read(csv(header, first.with(header.indexOf(id), '1.03E+09'), second));
  expect([kept, refused.map(({ line, value }) => [line, value])]).toEqual([[ids[1]], [[2, '1.03E+09']]]);
});

describe('money', () => {
  it.each(KIND_NAMES.filter((name) => kindOf(name).header.includes('Amount')))('%s: the sign of another currency is quarantined', async (name) => {
    const { header, rows: [first, second], ids, read } = kindOf(name);
    const at = header.indexOf('Amount');
    const { kept, refused } = await read(csv(header, first.with(at, `£${first[at]}`), second));
    expect([kept, refused.map(({ line, reason }) => [line, reason])]).toEqual([[ids[1]], [[2, expect.stringMatching(/^mixed currencies: the amount is not in (USD|EUR)$/)]]]);
  });

  it.each(['$', 'US$', '₽'])('%s is quarantined in a row in euros, though it could be the sign of several currencies', async (sign) => {
    const { header, rows: [first, second], ids, read } = kindOf('a ledger of SAP');
    const { kept, refused } = await read(csv(header, first.with(4, `${sign}10,00`), second));
    expect([kept, refused.map(({ line, value, reason }) => [line, value, reason])]).toEqual([[ids[1]], [[2, `${sign}10,00`, 'mixed currencies: the amount is not in EUR']]]);
  });

  const { header, rows: [first, second], read } = kindOf('a ledger of NetSuite');
  const total = (amount: string): string[] => ['Total', '', '', '', '', amount];

  it('a totals row is checked against the rows above it', async () => {
    expect((await read(csv(header, first, second, total('30.00')))).disagree).toEqual([]);
    expect(await read(csv(header, first, total('30.00')))).toMatchObject({ kept: ['PO-1'], disagree: [{ what: 'total of amount (line 3)', stated: '30', found: '10', agrees: false }] });
  });

  it('a header that stands again does not switch that check off', async () => {
    expect((await read(csv(header, first, header, second, total('30.00')))).disagree).toEqual([]);
    expect((await read(csv(header, first, header, total('250.00')))).disagree).toEqual([{ what: 'total of amount (line 4)', stated: '250', found: '10', agrees: false }]);
  });

  it('several currencies under one total are no total', async () => {
    expect((await read(csv(header, first, second.with(3, 'EUR'), total('30.00')))).disagree).toMatchObject([{ found: 'mixed currencies under one total: EUR, USD' }]);
  });

  it('a total over an amount that can\'t be read is not known to agree', async () => {
    expect((await read(csv(header, first.with(5, 'ten'), second, total('20.00')))).disagree).toMatchObject([{ stated: '20', found: 'an amount that can\'t be read (line 2)' }]);
  });

  it('lines of one PO in two currencies are no PO', async () => {
    expect(await read(csv(header, first, first.with(3, 'EUR'), second))).toMatchObject({ kept: ['PO-2'], refused: [{ documentId: 'PO-1', rows: 2, field: 'currency', reason: expect.stringContaining('differs from line 2') }] });
  });
});

describe('JSON that was cut off', () => {
  const order = (number: string): string => `{"number":"${number}","orderDate":"2026-06-02","vendorNumber":"1","currencyCode":"USD","purchaseOrderLines":[{"lineObjectNumber":"6110","netAmount":1}]}`;
  const reading = (text: string): Promise<Outcome> => fromLedger('dynamics-bc', text, 'orders.json');

  it.each([
    ['within a document', `{"value":[\n${order('1')},\n${order('2')},\n${order('3').slice(0, 60)}`, 4],
    ['between two', `{"value":[\n${order('1')},\n${order('2')},`, 3],
    ['behind the last, before the list ends', `[\n${order('1')},\n${order('2')}`, 3],
  ])('%s keeps the documents that are whole, and says that more was to come', async (_, text, line) => {
    const { kept, refused, disagree } = await reading(text);
    expect(kept).toEqual(['1', '2']);
    expect(refused).toMatchObject([{ line, reason: expect.stringContaining('the file ends in the middle of its list') }]);
    expect(disagree).toEqual([{ what: 'end of the file', stated: 'a list that ends', found: `a file that ends in it (line ${line})`, agrees: false }]);
  });

  it('under d.results keeps them too', async () => {
    const sap = (number: string): string => `{"PurchaseOrder":"${number}","PurchaseOrderDate":"2026-06-02","Supplier":"1","DocumentCurrency":"EUR","to_PurchaseOrderItem":{"results":[{"to_AccountAssignment":{"results":[{"GLAccount":"6","PurgDocNetAmount":"1"}]}}]}}`;
    const { kept, refused } = await fromLedger('sap-s4', `{"d":{"results":[\n${sap('1')},\n${sap('2').slice(0, 90)}`, 'orders.json');
    expect([kept, refused.length]).toEqual([['1'], 1]);
  });

  it('damage within one document is that document\'s own', async () => {
    const { kept, refused, disagree } = await reading(`{"value":[\n${order('1')},\n${order('2').replace('"netAmount":1', '"netAmount":01')},\n${order('3')}\n]}`);
    expect([kept, refused.map(({ line }) => line), disagree]).toEqual([['1', '3'], [3], []]);
  });

  it('what stands between documents and is none of them is no list', async () => {
    await expect(reading(`[${order('1')} and ${order('2')}]`)).rejects.toThrow('not valid JSON');
    await expect(reading('{"value":[')).rejects.toThrow('not valid JSON');
  });
});
