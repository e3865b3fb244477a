import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { ZonedClock } from '../../src/domain/calendar.ts';
import type { ExpenseLine, ReportSnapshot } from '../../src/domain/expense-report.ts';
import { CannotRun } from '../../src/domain/trouble.ts';
import type { ControlTotal, ReadingOptions, Refusal } from '../../src/intake/sink.ts';
import { concurFi } from '../../src/sources/concur-fi.ts';

const DATA = fileURLToPath(new URL('../data/concur-fi/approvals/', import.meta.url));
const REAL = fileURLToPath(new URL('../../../shared/real/concur-fi/', import.meta.url));
const OPTIONS: ReadingOptions = {
  clock: undefined,
  orgUnits: { department: 2, location: 4, use: 'code' },
  allocationFields: { department: 2, location: 4 },
};
const SCRATCH = mkdtempSync(join(tmpdir(), 'concur-fi-'));
afterAll(() => rmSync(SCRATCH, { recursive: true }));

interface Read {
  accepted: { snapshot: ReportSnapshot; line: number; rows: number }[];
  refused: Refusal[];
  totals: ControlTotal[];
}

async function readPath(path: string, options: ReadingOptions = OPTIONS): Promise<Read> {
  const read: Read = { accepted: [], refused: [], totals: [] };
  await concurFi.read({ path, name: basename(path), shown: basename(path) }, options, {
    accept: (snapshot, line, rows) => void read.accepted.push({ snapshot, line, rows }),
    refuse: (refusal) => void read.refused.push(refusal),
    control: (total) => void read.totals.push(total),
    bytes: () => {},
  });
  return read;
}

const readData = (name: string, options?: ReadingOptions): Promise<Read> => readPath(join(DATA, `${name}.json`), options);

function readText(text: string, options?: ReadingOptions): Promise<Read> {
  const path = join(SCRATCH, 'given.json');
  writeFileSync(path, text);
  return readPath(path, options);
}

const textOf = (name: string): string => readFileSync(join(DATA, `${name}.json`), 'utf8');

/** The plain page with one thing in it written otherwise; the change must find its place. */
function plainWith(from: string, to: string): string {
  const text = textOf('01-plain');
  expect(text).toContain(from);
  return text.replace(from, to);
}

const only = (read: Read): ReportSnapshot => {
  expect(read.refused).toEqual([]);
  expect(read.accepted).toHaveLength(1);
  return (read.accepted[0] as Read['accepted'][number]).snapshot;
};
const refusalOf = (read: Read): Refusal => {
  expect(read.accepted).toEqual([]);
  expect(read.refused).toHaveLength(1);
  return read.refused[0] as Refusal;
};
const reportOf = (read: Read, reportId: string): ReportSnapshot => {
  const found = read.accepted.find(({ snapshot }) => snapshot.reportId === reportId);
  if (found === undefined) throw new Error(`no report ${reportId}`);
  return found.snapshot;
};
const lineOf = (snapshot: ReportSnapshot, description: string): ExpenseLine => {
  const found = snapshot.lines.find((line) => line.description === description);
  if (found === undefined) throw new Error(`no line ${description}`);
  return found;
};
const amounts = (lines: readonly ExpenseLine[]): number[] => lines.map((line) => line.amountMinor);
const sum = (minors: readonly number[]): number => minors.reduce((total, minor) => total + minor, 0);

describe('a document of the Financial Integration Service', () => {
  it('becomes a report with its id, revision, state, instants and total', async () => {
    const read = await readData('01-plain');
    expect(read.accepted[0]).toMatchObject({ line: 3, rows: 1 });
    expect(only(read)).toMatchObject({
      eventId: `${/"id": "([^"]+)"/.exec(textOf('01-plain'))?.[1]}/1-READY`,
      occurredAt: Date.parse('2026-03-03T16:20:11.217Z'),
      dateOnly: false,
      reportId: 'QF3A91PLAIN000000001',
      revision: 1,
      status: 'READY',
      name: 'Nursery benches and labels',
      currency: 'USD',
      totalMinor: 50_050,
      submittedAt: Date.parse('2026-03-02T14:05:40.117Z'),
    });
  });

  it('carries no approver chain', async () => {
    expect(only(await readData('01-plain')).approvals).toBeNull();
  });

  it('has a line an entry, with vendor code, merchant, category, payment type and what was claimed', async () => {
    const plain = only(await readData('01-plain'));
    expect(lineOf(plain, 'Potting benches')).toEqual({
      id: expect.stringMatching(/^[0-9A-F]{32}$/),
      date: '2026-03-01',
      merchant: 'Tallow Nursery Supply',
      vendorId: 'V-2001',
      category: 'SUPPL',
      department: '110',
      location: 'S014',
      description: 'Potting benches',
      amountMinor: 41_250,
      itemId: '',
      quantity: '',
      paymentType: 'COPD',
      personal: false,
      reimbursable: null,
      claimedMinor: 41_250,
      taxMinor: null,
    });
    expect(lineOf(plain, 'Shelf labels')).toMatchObject({ merchant: 'Inkwell Labels', vendorId: '', amountMinor: 8_800 });
  });

  it('gives the name of the expense type as category where the settings say so', async () => {
    expect(lineOf(only(await readData('01-plain', { ...OPTIONS, category: 'name' })), 'Shelf labels').category).toBe('Printing and Labels');
  });

  it('knows its employee by e-mail, else by login, else by number', async () => {
    const gaps = await readData('06-gaps');
    expect(reportOf(gaps, 'QF3A97NODAY000000007').employee.email).toBe('sam.birkett@larkmoor.example');
    expect(reportOf(gaps, 'QF3AA3MIDNT000000013').employee.email).toBe('kit.lorrimer@larkmoor.example');
    expect(only(await readData('01-plain')).employee.email).toBe('40117');
  });

  it('is another event once it is in a later state, and the earlier state comes first', async () => {
    const { accepted } = await readData('07-states');
    const events = accepted.filter(({ snapshot }) => snapshot.reportId === 'QF3A99RECAL000000009').map(({ snapshot }) => snapshot);
    expect(events.map((event) => event.status)).toEqual(['READY', 'RECALLED']);
    const [ready, recalled] = events.map((event) => event.eventId) as [string, string];
    expect(ready.slice(0, 32)).toBe(recalled.slice(0, 32));
    expect(ready < recalled).toBe(true);
  });

  it.each([
    ['ACKNOWLEDGED', true],
    ['POSTING_CONFIRMED_SUCCESS', true],
    ['PAYMENT_CONFIRMED_SUCCESS', true],
    ['POSTING_CONFIRMED_FAILURE', false],
    ['RECALLED', false],
    ['PENDING_SYSTEM_REFRESH', false],
    ['READY', false],
  ])('in state %s counts as in the ERP already: %s', (state, posted) => {
    expect(concurFi.postedStates.includes(state)).toBe(posted);
    expect(concurFi.finalStates).toEqual(['READY']);
  });

  it('keeps the state that it says, whatever that is', async () => {
    const read = await readData('07-states');
    expect(reportOf(read, 'QF3A98POSTD000000008').status).toBe('POSTING_CONFIRMED_SUCCESS');
    expect(reportOf(read, 'QF3AA0WAITS000000010').status).toBe('PENDING_SYSTEM_REFRESH');
  });
});

describe('dates', () => {
  it('takes a processing date at midnight UTC for a date without a time', async () => {
    expect(reportOf(await readData('06-gaps'), 'QF3AA3MIDNT000000013')).toMatchObject({ occurredAt: Date.parse('2026-03-09'), dateOnly: true });
  });

  it('leaves the instant open where the processing date is missing', async () => {
    expect(reportOf(await readData('06-gaps'), 'QF3A97NODAY000000007')).toMatchObject({ occurredAt: null, dateOnly: false });
  });

  it('takes the date part of an entry date that has a time', async () => {
    expect(lineOf(reportOf(await readData('05-currencies-and-taxes'), 'QF3A95ABROD000000005'), 'Catalogue, Dutch edition').date).toBe('2026-03-03');
  });

  it('reads an instant without offset only where the settings say in which time zone', async () => {
    const text = plainWith('2026-03-03T16:20:11.217Z', '2026-03-03T10:20:11.217');
    expect(refusalOf(await readText(text))).toMatchObject({ field: 'document.report.reportPaymentProcessingDate', reason: expect.stringContaining('without an offset') });
    expect(only(await readText(text, { ...OPTIONS, clock: new ZonedClock('America/Chicago') })).occurredAt).toBe(Date.parse('2026-03-03T16:20:11.217Z'));
  });

  it.each(['2026-02-30T00:00:00.000Z', '03/01/2026', ''])('refuses an entry dated %j', async (date) => {
    const text = plainWith('"entryDate": "2026-03-01T00:00:00.000Z"', `"entryDate": "${date}"`);
    expect(refusalOf(await readText(text))).toMatchObject({ field: 'document.expenseEntry[0].entryDate' });
  });
});

describe('amounts', () => {
  it.each([
    ['412.5', 41_250],
    ['412.50000000', 41_250],
    ['"412.50"', 41_250],
    ['4.125E+2', 41_250],
    ['41250e-2', 41_250],
    ['0E-8', 0],
    ['-0.00', 0],
    ['-349', -34_900],
    ['0.1', 10],
    ['8.2E-1', 82],
    ['90071992547321.91', 9_007_199_254_732_191],
  ])('reads %s as %i cents', async (written, minor) => {
    const read = await readText(plainWith('"entryApprovedAmount": 412.5,', `"entryApprovedAmount": ${written},`));
    expect(lineOf(read.accepted[0]?.snapshot as ReportSnapshot, 'Potting benches').amountMinor).toBe(minor);
  });

  it.each([
    ['412.505', 'more decimals than the currency has'],
    ['1E-3', 'more decimals than the currency has'],
    ['90071992547409.92', 'larger than 2^53 - 1 minor units'],
    ['1E+99', 'larger than 2^53 - 1 minor units'],
    ['1E+999999999', expect.stringContaining('not a plain decimal')],
    ['"1,245.50"', expect.stringContaining('not a plain decimal')],
    ['"NaN"', expect.stringContaining('not a plain decimal')],
    ['null', 'the amount is missing'],
    ['[412.5]', 'must be a text or a number'],
  ])('refuses %s, never rounds', async (written, reason) => {
    const refusal = refusalOf(await readText(plainWith('"entryApprovedAmount": 412.5,', `"entryApprovedAmount": ${written},`)));
    expect(refusal).toMatchObject({ field: 'document.expenseEntry[0].entryApprovedAmount', reason, documentId: 'QF3A91PLAIN000000001' });
  });

  it('refuses a report whose amounts can\'t be added exactly', async () => {
    const text = plainWith('"entryApprovedAmount": 412.5,', '"entryApprovedAmount": 90071992547409.91,');
    expect(refusalOf(await readText(text))).toMatchObject({ field: 'document.expenseEntry[].entryApprovedAmount' });
  });

  it('takes as many decimals as the currency has', async () => {
    const kuwait = textOf('04-credit').replaceAll('"USD"', '"KWD"').replaceAll(/: -120,/g, ': -120.125,');
    expect(amounts(only(await readText(kuwait)).lines)).toEqual([-120_125]);
    const yen = textOf('04-credit').replaceAll('"USD"', '"JPY"').replaceAll(/: -120,/g, ': -120.00000000,');
    expect(amounts(only(await readText(yen)).lines)).toEqual([-120]);
  });

  it('refuses a currency that is none', async () => {
    expect(refusalOf(await readText(plainWith('"employeeCurrencyAlphaCode": "USD"', '"employeeCurrencyAlphaCode": "USX"')))).toMatchObject({ field: 'document.report.employeeCurrencyAlphaCode', value: 'USX' });
  });

  it('reads a wholly negative report as it is', async () => {
    const credit = only(await readData('04-credit'));
    expect(credit.totalMinor).toBe(-12_000);
    expect(amounts(credit.lines)).toEqual([-12_000]);
  });

  it('adds up the entries where the document gives no total', async () => {
    const gaps = await readData('06-gaps');
    expect(reportOf(gaps, 'QF3A97NODAY000000007').totalMinor).toBe(3_050);
    expect(gaps.totals.map((total) => total.what)).not.toContainEqual(expect.stringContaining('QF3A97NODAY000000007'));
  });

  it('keeps a personal entry as a personal line of nothing', async () => {
    const read = await readData('03-personal');
    expect(lineOf(only(read), 'Lunch, paid back')).toMatchObject({ personal: true, amountMinor: 0, claimedMinor: 1_420 });
    expect(read.totals.every((total) => total.agrees)).toBe(true);
  });

  it('takes the approved amount of what was spent in another currency, and knows no claim in it', async () => {
    const abroad = reportOf(await readData('05-currencies-and-taxes'), 'QF3A95ABROD000000005');
    expect(lineOf(abroad, 'Catalogue, Dutch edition')).toMatchObject({ amountMinor: 4_361, claimedMinor: null });
    expect(lineOf(abroad, 'Catalogue, local edition')).toMatchObject({ amountMinor: 2_870, claimedMinor: 2_870 });
  });

  it('adds up taxes that are exact, and knows none that is finer than the currency', async () => {
    const taxes = reportOf(await readData('05-currencies-and-taxes'), 'QF3A96TAXES000000006');
    expect(lineOf(taxes, 'Film')).toMatchObject({ amountMinor: 11_300, taxMinor: 1_300 });
    expect(lineOf(taxes, 'Clips')).toMatchObject({ amountMinor: 2_000, taxMinor: null });
  });

  it('quarantines a report of which a tax is no amount', async () => {
    const text = textOf('05-currencies-and-taxes');
    const broken = text.replace(/"amountTax": [\d.]+/, '"amountTax": "13,00"');
    expect(broken).not.toBe(text);
    expect((await readText(broken)).refused).toMatchObject([{ value: '13,00' }]);
  });
});

describe('an entry in several allocations', () => {
  const shares = async (text: string, description: string): Promise<ExpenseLine[]> => only(await readText(text)).lines.filter((line) => line.description === description);

  it('becomes a line each, with the amounts of their journals', async () => {
    const lines = await shares(textOf('02-allocations'), 'Trellis');
    expect(lines.map(({ id, amountMinor, department, location }) => [id.slice(32), amountMinor, department, location])).toEqual([
      ['/1', 3_762, '110', 'S014'],
      ['/2', 3_763, '120', 'S022'],
    ]);
    expect(lines.map((line) => line.claimedMinor)).toEqual([null, null]);
  });

  it('is cut by percentage where journals do not say, and what is left over goes to the last', async () => {
    expect(amounts(await shares(textOf('02-allocations'), 'Banners'))).toEqual([3_333, 3_333, 3_335]);
  });

  it('is cut by percentage where the journals do not add up to it', async () => {
    expect(amounts(await shares(textOf('02-allocations').replace('"amountGross": 37.62', '"amountGross": 37.61'), 'Trellis'))).toEqual([3_762, 3_763]);
  });

  it('is cut towards zero where it is negative', async () => {
    const text = textOf('02-allocations').replace('"entryApprovedAmount": 75.25', '"entryApprovedAmount": -75.25').replace('"totalApprovedAmount": 175.26', '"totalApprovedAmount": 24.76');
    expect(amounts(await shares(text, 'Trellis'))).toEqual([-3_762, -3_763]);
  });

  it('is refused where its only allocation says that it is a part, and its journals do not say that it is all', async () => {
    const alone = (percentage: string, gross: string): string => {
      const page = JSON.parse(textOf('02-allocations')) as { fIDocuments: { document: { expenseEntry: { allocation: Record<string, unknown>[] }[] } }[] };
      const [trellis] = page.fIDocuments[0]?.document.expenseEntry ?? [];
      if (trellis !== undefined) trellis.allocation = trellis.allocation.slice(0, 1).map((each) => ({ ...each, allocationPercentage: Number(percentage), journal: [{ amountGross: Number(gross) }] }));
      return JSON.stringify(page);
    };
    expect(refusalOf(await readText(alone('50', '37.62')))).toMatchObject({ field: 'document.expenseEntry[0].allocation[].allocationPercentage', value: '50', reason: 'neither the journals nor the percentages add up to the entry' });
    expect(amounts(await shares(alone('50', '75.25'), 'Trellis'))).toEqual([7_525]);
    expect(amounts(await shares(alone('100', '37.62'), 'Trellis'))).toEqual([7_525]);
  });

  it('is refused where neither journals nor percentages say how it is cut', async () => {
    const text = textOf('02-allocations').replace('"allocationPercentage": 33.34', '"allocationPercentage": 23.34');
    expect(refusalOf(await readText(text))).toMatchObject({
      field: 'document.expenseEntry[1].allocation[].allocationPercentage',
      value: '33.33 + 33.33 + 23.34',
      documentId: 'QF3A92SPLIT000000002',
    });
  });
});

describe('departments and locations', () => {
  it('are the org units that the settings name, by code or by value', async () => {
    const plain = only(await readData('01-plain', { clock: undefined, orgUnits: { department: 2, location: 4, use: 'value' } }));
    expect(plain.employee).toMatchObject({ department: 'Store Operations', location: 'Dubuque' });
    expect(plain.lines[0]).toMatchObject({ department: 'Store Operations', location: 'Dubuque' });
  });

  it('are blank where the settings name none', async () => {
    const plain = only(await readData('01-plain', { clock: undefined }));
    expect(plain.employee).toMatchObject({ department: '', location: '' });
    expect(plain.lines[0]).toMatchObject({ department: '', location: '' });
  });

  it('are the report\'s where the employee has none', async () => {
    expect(only(await readText(plainWith('"employeeOrgUnit2Code": "110"', '"employeeOrgUnit2Code": null'))).employee.department).toBe('110');
  });

  it('are the entry\'s where the allocation has none', async () => {
    const text = plainWith('"allocationCustom2Code": "110"', '"allocationCustom2Code": ""').replace('"entryOrgUnit2Code": "110"', '"entryOrgUnit2Code": "120"');
    expect(lineOf(only(await readText(text)), 'Potting benches').department).toBe('120');
  });
});

describe('control totals', () => {
  it('say once a document that its total is the sum of its entries', async () => {
    expect((await readData('01-plain')).totals).toEqual([
      { what: 'totalApprovedAmount of report QF3A91PLAIN000000001, revision 1', stated: '500.50 USD', found: '500.50 USD', agrees: true },
      { what: 'pages of the export (nextPage)', stated: 'no further page', found: 'no further page in the file', agrees: true },
      { what: 'documents in the file (numberReturned)', stated: '1', found: '1', agrees: true },
    ]);
  });

  it('disagree where the page names a next one', async () => {
    const { totals } = await readText(plainWith('"nextPage": null', '"nextPage": "https://shop.example/2"'));
    expect(totals.filter(({ agrees }) => !agrees)).toEqual([{ what: 'pages of the export (nextPage)', stated: 'a further page', found: 'no further page in the file', agrees: false }]);
  });

  it('disagree where total, journals or number of documents do not, and the reports are accepted all the same', async () => {
    const totals = await readData('08-totals');
    expect(totals.refused).toEqual([]);
    expect(reportOf(totals, 'QF3AA1WRONG000000011')).toMatchObject({ totalMinor: 21_000 });
    const damage = await readData('09-damage');
    expect([...totals.totals, ...damage.totals].filter((total) => !total.agrees)).toEqual([
      { what: 'totalApprovedAmount of report QF3AA1WRONG000000011, revision 1', stated: '210.00 USD', found: '200.00 USD', agrees: false },
      { what: expect.stringMatching(/^journals of entry [0-9A-F]{32} of report QF3AA2JRNAL000000012, revision 1$/), stated: '60.00 USD', found: '59.00 USD', agrees: false },
      { what: 'documents in the file (numberReturned)', stated: '7', found: '6', agrees: false },
    ]);
  });
});

describe('damage', () => {
  it('to one document leaves those before and behind it alone', async () => {
    const { accepted, refused } = await readData('09-damage');
    expect(accepted.map(({ snapshot }) => snapshot.reportId)).toEqual(['QF3AA4FIRST000000014', 'QF3AA9AFTER000000019']);
    expect(refused.map(({ documentId, field, reason }) => [documentId, field, reason])).toEqual([
      ['QF3AA5TWICE000000015', '', expect.stringMatching(/^not valid JSON: duplicate key "entryApprovedAmount" at line \d+$/)],
      ['QF3AA6FINER000000016', 'document.expenseEntry[0].entryApprovedAmount', 'more decimals than the currency has'],
      [undefined, 'docType', 'not an expense document; no purchase order comes of it'],
      ['QF3AA8TESTU000000018', 'document.report.isTest', 'the report of a test user; it must never reach the ERP'],
    ]);
  });

  it('is told with the line of the document, its event, revision and instant', async () => {
    const lines = textOf('09-damage').split('\n');
    const { refused } = await readData('09-damage');
    for (const refusal of refused) {
      expect(refusal.rows).toBe(1);
      expect(lines[refusal.line - 1]?.trim()).toBe('{');
      expect(refusal.eventId).toBe(`${/"id": "([^"]+)"/.exec(lines[refusal.line] ?? '')?.[1]}/1-READY`);
    }
    expect(refused[1]).toMatchObject({ value: '12.345', revision: 1, occurredAt: Date.parse('2026-03-11T16:00:00.250Z') });
  });

  it('to the JSON names the line in the file, and what can still be told of the document', async () => {
    const [twice] = (await readData('09-damage')).refused;
    const line = textOf('09-damage').split('\n').findIndex((text) => text.includes('"entryApprovedAmount": 13,')) + 1;
    expect(twice?.reason).toBe(`not valid JSON: duplicate key "entryApprovedAmount" at line ${line}`);
    expect(twice?.revision).toBe(1);
  });

  it.each([
    ['a trailing comma', '"docStatus": "READY"', '"docStatus": "READY",'],
    ['NaN', '"revisionNumber": "1"', '"revisionNumber": NaN'],
    ['an unclosed text', '"reportName": "Nursery benches and labels"', '"reportName": "Nursery benches'],
  ])('such as %s is the document\'s alone', async (_what, from, to) => {
    expect(refusalOf(await readText(plainWith(from, to)))).toMatchObject({ line: 3, reason: expect.stringMatching(/^not valid JSON: /), documentId: 'QF3A91PLAIN000000001' });
  });

  it.each([
    ['document.report.reportId', '"reportId": "QF3A91PLAIN000000001"', '"reportId": null'],
    ['docStatus', '"docStatus": "READY"', '"docStatus": ""'],
    ['id', '"docType": "expense"', '"docType": "expense"', '"id": "'],
    ['document.report.revisionNumber', '"revisionNumber": "1"', '"revisionNumber": "1.5"'],
    ['document.employee', '"employee": {', '"employees": {'],
    ['document.expenseEntry', '"expenseEntry": [', '"expenseEntries": ['],
    ['document.expenseEntry[0].allocation', '"allocation": [', '"allocation": 5, "allocations": ['],
    ['document.expenseEntry[0].allocation[0].journal[0].amountGross', '"amountGross": 412.5', '"amountGross": 412.505'],
    ['document.expenseEntry[0].entryIsPersonal', '"entryIsPersonal": "N"', '"entryIsPersonal": "perhaps"'],
  ])('to %s names the field', async (field, from, to, gone = '') => {
    const text = plainWith(from, to);
    expect(refusalOf(await readText(gone === '' ? text : text.replace(gone, '"other": "')))).toMatchObject({ field, rows: 1 });
  });

  it('of two entries with one id is not guessed away', async () => {
    const [first, second] = [...textOf('01-plain').matchAll(/"entryId": "([^"]+)"/g)].map((match) => match[1]) as [string, string];
    expect(refusalOf(await readText(plainWith(second, first)))).toMatchObject({ field: 'document.expenseEntry[1].entryId', value: first });
  });

  it('of an element that is no document is refused in its place', async () => {
    const { accepted, refused } = await readText(plainWith('"fIDocuments": [', '"fIDocuments": [7,'));
    expect(accepted).toHaveLength(1);
    expect(refused).toMatchObject([{ line: 2, rows: 1, reason: expect.stringContaining('no document') }]);
  });

  it('that leaves no way to tell the documents apart stops the file, with its line', async () => {
    const cut = textOf('05-currencies-and-taxes').split('\n').slice(0, 200).join('\n');
    const error = await readText(cut).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(CannotRun);
    expect(error).toMatchObject({ message: expect.stringMatching(/^not valid JSON: /), where: 'given.json:200', remedy: expect.any(String) });
  });

  it.each([
    ['', 'the file is empty'],
    ['{"reports": []}', 'the file holds no Financial Integration documents'],
    ['null', 'the file holds no Financial Integration documents'],
    ['{"fIDocuments": [], "fIDocuments": []}', 'not valid JSON: duplicate key "fIDocuments"'],
  ])('such as %j is no file of documents', async (text, message) => {
    await expect(readText(text)).rejects.toMatchObject({ name: 'CannotRun', message });
  });
});

describe('the ways in which the documents come', () => {
  const document = (): string => {
    const text = textOf('01-plain');
    return text.slice(text.indexOf('[') + 1, text.lastIndexOf(']'));
  };

  it.each([
    ['one document', (text: string) => text],
    ['a list of documents', (text: string) => `[${text}]`],
    ['a page whose list is called content', (text: string) => `{"links": [], "content": [${text}], "page": {"size": 1}}`],
    ['a page with its list last', (text: string) => `{"note": "fIDocuments", "more": [[{}]], "fIDocuments": [${text}]}`],
    ['a document sent as text', (text: string) => JSON.stringify([{ ...JSON.parse(text), document: JSON.stringify(JSON.parse(text).document) }])],
  ])('%s', async (_what, wrap) => {
    expect(only(await readText(wrap(document())))).toEqual(only(await readData('01-plain')));
  });

  it('a page without documents is no error', async () => {
    expect(await readText('{"fIDocuments": [], "numberReturned": 0}')).toEqual({ accepted: [], refused: [], totals: [{ what: 'documents in the file (numberReturned)', stated: '0', found: '0', agrees: true }] });
  });

  it('brackets, quotes and line ends within texts cut nothing', async () => {
    const name = 'Benches ]} \\" {[ \\\\';
    expect(only(await readText(plainWith('Nursery benches and labels', name))).name).toBe('Benches ]} " {[ \\');
  });

  it.each([['an org unit', 2, 'employeeOrgUnit2Code'], ['the ledger', 'ledger', 'ledgerCode']] as const)('has as entity %s, where the settings name it', async (_what, entity, field) => {
    const code = new RegExp(`"${field}": "([^"]+)"`).exec(textOf('01-plain'))?.[1];
    expect(code).toBeDefined();
    expect(only(await readData('01-plain', { clock: undefined, orgUnits: { entity, use: 'code' } })).entity).toBe(code);
    expect(only(await readData('01-plain')).entity).toBe('');
  });

  it('a revision that is not written is the first', async () => {
    expect(only(await readText(plainWith('"revisionNumber": "1",', ''))).revision).toBe(1);
  });
});

const realFiles = existsSync(REAL) ? readdirSync(REAL).filter((name) => name.endsWith('.json')).sort() : [];
if (realFiles.length === 0) console.info('documents as SAP Concur wrote them: skipped, ../shared/real/concur-fi is not there');

describe.skipIf(realFiles.length === 0)('documents as SAP Concur wrote them', () => {
  interface RawEntry {
    entryId: string;
    entryApprovedAmount: string;
  }
  /** The document with every number as its text: what the reading must not have changed. */
  const raw = (name: string): { report: Record<string, string | null>; entries: RawEntry[] } => {
    const keepText = (_key: string, value: unknown, context: { source?: string }): unknown => (typeof value === 'number' ? context.source : value);
    const page = (JSON.parse as (text: string, reviver: typeof keepText) => { fIDocuments: { document: { report: Record<string, string | null>; expenseEntry: RawEntry[] } }[] })(readFileSync(join(REAL, name), 'utf8'), keepText);
    const [first] = page.fIDocuments;
    if (first === undefined) throw new Error(`${name} holds no document`);
    return { report: first.document.report, entries: first.document.expenseEntry };
  };
  /** Cents of a decimal with at most two decimals, without a float. */
  const cents = (decimal: string): number => {
    const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(decimal) ?? [];
    return Number(`${sign}${whole}${fraction.padEnd(2, '0')}`);
  };

  it('are all accepted', async () => {
    expect(realFiles).toHaveLength(13);
    for (const name of realFiles) {
      const { accepted, refused, totals } = await readPath(join(REAL, name));
      expect([name, accepted.length, refused, totals.filter((total) => !total.agrees)]).toEqual([name, 1, [], []]);
    }
  });

  it('keep every amount exactly', async () => {
    for (const name of realFiles) {
      const snapshot = only(await readPath(join(REAL, name)));
      for (const entry of raw(name).entries) {
        const lines = snapshot.lines.filter((line) => line.id === entry.entryId || line.id.startsWith(`${entry.entryId}/`));
        expect([name, entry.entryId, sum(amounts(lines))]).toEqual([name, entry.entryId, cents(entry.entryApprovedAmount)]);
      }
    }
  });

  it('add up to the total that they give', async () => {
    for (const name of realFiles) {
      const snapshot = only(await readPath(join(REAL, name)));
      const stated = raw(name).report.totalApprovedAmount;
      expect([name, sum(amounts(snapshot.lines))]).toEqual([name, snapshot.totalMinor]);
      if (typeof stated === 'string') expect([name, snapshot.totalMinor]).toEqual([name, cents(stated)]);
    }
  });

  it('have their kinds told apart: posted, without a processing date, personal, in allocations, negative, abroad', async () => {
    const snapshots = await Promise.all(realFiles.map(async (name) => only(await readPath(join(REAL, name)))));
    const count = (holds: (snapshot: ReportSnapshot) => boolean): number => snapshots.filter(holds).length;
    expect(count(({ status }) => concurFi.postedStates.includes(status))).toBe(1);
    expect(count(({ occurredAt }) => occurredAt === null)).toBe(1);
    expect(count(({ lines }) => lines.some((line) => line.personal && line.amountMinor === 0))).toBe(2);
    expect(count(({ lines }) => lines.some((line) => line.id.includes('/')))).toBe(1);
    expect(count(({ totalMinor }) => totalMinor < 0)).toBe(2);
    expect(new Set(snapshots.map(({ currency }) => currency))).toEqual(new Set(['USD', 'GBP', 'CAD']));
  });
});
