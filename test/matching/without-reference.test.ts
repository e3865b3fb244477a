import { describe, expect, test } from 'vitest';
import { Books } from './books.ts';

const lines = (amount: string, account = '6110') => [`${account}/D-10/L-012 ${amount}`];

describe('POs that name each other\'s reports', () => {
  test('are paired by all that they are, and say what they name', () => {
    const books = new Books().approved('EXP-9041').approved('EXP-9042', { lines: lines('250.00') }).keyed('PO-1', { reference: 'EXP-9042' }).keyed('PO-2', { reference: 'EXP-9041', lines: lines('250.00') });
    expect(books.rows().map(({ transactionId, status, flags, match }) => [transactionId, status, flags, match.why.endsWith(`${transactionId === 'EXP-9041' ? 'PO-1: it names EXP-9042' : 'PO-2: it names EXP-9041'}`)])).toEqual([
      ['EXP-9041', 'match', ['other_reference'], true], ['EXP-9042', 'match', ['other_reference'], true],
    ]);
  });

  test('say nothing where a PO names its own report too, or several reports share it', () => {
    expect(new Books().approved('EXP-9041').keyed('PO-1', { reference: 'EXP-9041', memo: 'see EXP-9042' }).rows()[0]?.flags).toEqual([]);
    const shared = new Books().approved('EXP-9041').approved('EXP-9042').keyed('PO-1', { reference: 'EXP-9041 EXP-9042', lines: lines('200.00') });
    expect(shared.rows().map(({ flags }) => flags)).toEqual([[], []]);
  });
});

describe('a PO that says the id of a report that nobody knows', () => {
  const approved = (): Books => new Books().approved('EXP-9041').approved('EXP-9042', { vendor: 'V-2' });

  test('is paired with another one where all of vendor, currency, amount, coding and date agree, and says so', () => {
    const [row] = approved().keyed('PO-1', { reference: 'EXP-7777' }).rows();
    expect([row?.transactionId, row?.status, row?.flags, row?.match.why]).toEqual(['EXP-9041', 'match', ['other_reference'], 'same vendor, currency, amount and coding, 0 days apart; PO-1: it says EXP-7777, which no report is']);
  });

  test.each<[string, Parameters<Books['keyed']>[1]]>([
    ['coding', { lines: lines('100.00', '6120') }],
    ['coding, though the memo alone says it', { lines: lines('100.00', '6120'), memo: 'for exp 7777' }],
    ['amount by a digit', { lines: lines('100.10') }],
    ['spelling of the vendor', { vendor: '', vendorName: 'Acme Janitorial Suply' }],
  ])('is paired with nobody where only the rest agrees, and not the %s', (_, parts) => {
    const memo = parts?.memo === undefined ? { reference: 'EXP-7777' } : {};
    const rows = approved().keyed('PO-1', { ...memo, ...parts }).rows();
    expect(rows.map(({ transactionId, status }) => [transactionId, status])).toEqual([['EXP-9041', 'missing_manual'], ['EXP-9042', 'missing_manual'], [null, 'unexpected_manual']]);
    expect(rows[2]?.match.why).toMatch(/^it says EXP-?7777, which no report is$/);
    expect(rows[0]?.match.candidates[0]).toMatchObject({ id: 'PO-1', why: expect.stringContaining('which no report is') });
    // Without the id it would be.
    expect(approved().keyed('PO-1', { ...parts, memo: '' }).pairs()).toHaveLength(1);
  });

  test('is no part of a sum on weak evidence', () => {
    const books = (reference: string): Books => new Books().approved('EXP-9041').keyed('PO-1', { lines: lines('60.00', '6120'), reference }).keyed('PO-2', { lines: lines('40.00', '6120') });
    expect([books('EXP-7777').pairs(), books('').pairs()]).toEqual([[], ['EXP-9041 = PO-1 + PO-2 (vendor_sum)']]);
  });

  test.each([['another number', 'REQ-169'], ['an invoice', '45531'], ['nothing', '']])('is not one that says %s', (_, reference) => {
    const [row] = approved().keyed('PO-1', { reference, lines: lines('100.00', '6120') }).rows();
    expect([row?.transactionId, row?.status, row?.flags]).toEqual(['EXP-9041', 'coding_variance', []]);
  });

  test('nor one whose slip is told', () => {
    const [row] = approved().keyed('PO-1', { reference: 'EXP-9014' }).rows();
    expect([row?.match.pass, row?.status, row?.flags]).toEqual(['near_reference', 'match', []]);
  });
});

describe('without a reference, vendor, currency, amount and date decide', () => {
  test('one would-be PO and one PO that agree are a match', () => {
    const [row] = new Books().approved('EXP-1').keyed('PO-1', { date: '2026-06-05' }).rows();
    expect([row?.status, row?.match.pass, row?.match.why]).toEqual(['match', 'vendor_amount', 'same vendor, currency, amount and coding, 2 days apart']);
  });

  test.each([
    ['on the last day of the window', '2026-06-08', 'EXP-1 PO-1 match 0.00'],
    ['five days before', '2026-05-29', 'EXP-1 PO-1 coding_variance 0.00 period'],
    ['a day too late', '2026-06-09', 'EXP-1 – missing_manual -100.00'],
    ['a day too early', '2026-05-28', 'EXP-1 – missing_manual -100.00'],
  ])('a PO %s', (_, date, row) => {
    expect(new Books().approved('EXP-1').keyed('PO-1', { date }).table()[0]).toBe(row);
  });

  test('the same amount in another currency is another amount', () => {
    expect(new Books().approved('EXP-1').keyed('PO-1', { currency: 'CAD' }).pairs()).toEqual([]);
  });

  test('an equal amount at another vendor is a candidate, never a pair', () => {
    const rows = new Books().approved('EXP-1').keyed('PO-1', { vendor: 'V-2' }).rows();
    expect(rows.map((row) => [row.status, row.match.candidates])).toEqual([
      ['missing_manual', [{ id: 'PO-1', why: 'same amount, another vendor, 0 days apart' }]],
      ['unexpected_manual', [{ id: 'EXP-1', why: 'same amount, another vendor, 0 days apart' }]],
    ]);
  });

  test.each([
    ['as the ERP spells it', 'Acme Janitorial Supply Co', 'EXP-1 PO-1 match 0.00'],
    ['in capitals, without the legal form', 'ACME  JANITORIAL SUPPLY', 'EXP-1 PO-1 match 0.00'],
  ])('a blank vendor id and the name %s', (_, vendorName, row) => {
    expect(new Books().approved('EXP-1').keyed('PO-1', { vendor: '', vendorName }).table()).toEqual([row]);
  });

  test('wrong coding is no obstacle, and no match', () => {
    expect(new Books().approved('EXP-1').keyed('PO-1', { lines: lines('100.00', '6120') }).table()).toEqual(['EXP-1 PO-1 coding_variance 0.00 gl_account']);
  });

  test('coding tells equal amounts apart', () => {
    const books = new Books().approved('EXP-1', { lines: lines('100.00', '6120') }).approved('EXP-2').keyed('PO-1').keyed('PO-2', { lines: lines('100.00', '6120') });
    expect(books.pairs()).toEqual(['EXP-1 = PO-2 (vendor_amount)', 'EXP-2 = PO-1 (vendor_amount)']);
  });

  test('coding tells them apart also where the ledger has no departments', () => {
    const bare = (account: string) => ({ lines: [`${account}//L-012 100.00`], notCompared: ['department' as const] });
    const books = new Books().approved('EXP-1', { lines: lines('100.00', '6120') }).approved('EXP-2').keyed('PO-1', bare('6110')).keyed('PO-2', bare('6120'));
    expect(books.table()).toEqual(['EXP-1 PO-2 match 0.00', 'EXP-2 PO-1 match 0.00']);
  });

  test('the nearest date decides between two that are coded otherwise', () => {
    const books = new Books().approved('EXP-1').keyed('PO-1', { date: '2026-06-06', lines: lines('100.00', '6120') }).keyed('PO-2', { date: '2026-06-04', lines: lines('100.00', '6130') });
    expect(books.pairs()).toEqual(['EXP-1 = PO-2 (vendor_amount)']);
  });

  test('two ways that are equally good leave everybody unpaired, and say so', () => {
    const books = new Books().approved('EXP-1').keyed('PO-1', { lines: lines('100.00', '6120') }).keyed('PO-2', { lines: lines('100.00', '6130') });
    expect(books.rows().map((row) => [row.transactionId, row.status, row.flags, row.match.why])).toEqual([
      ['EXP-1', 'missing_manual', ['ambiguous'], 'several manual POs fit equally well, so none was taken'],
      [null, 'unexpected_manual', ['ambiguous'], 'several would-be POs fit equally well, so none was taken'],
      [null, 'unexpected_manual', ['ambiguous'], 'several would-be POs fit equally well, so none was taken'],
    ]);
  });

  test('also where crossing over costs no more days: nothing says who belongs to whom', () => {
    const books = new Books().approved('EXP-1', { date: '2026-06-01' }).approved('EXP-2', { date: '2026-06-02', lines: lines('100.00', '6120') });
    books.keyed('PO-1', { date: '2026-06-03', lines: lines('100.00', '6130') }).keyed('PO-2', { date: '2026-06-04', lines: lines('100.00', '6140') });
    expect(books.pairs()).toEqual([]);
  });
});

describe('identical purchases', () => {
  test('are paired one to one in the order of their dates', () => {
    const books = new Books();
    for (const day of [2, 3, 4]) books.approved(`EXP-${day}`, { date: `2026-06-0${day}` }).keyed(`PO-${day}`, { date: `2026-06-0${day + 1}` });
    expect(books.table()).toEqual(['EXP-2 PO-2 match 0.00', 'EXP-3 PO-3 match 0.00', 'EXP-4 PO-4 match 0.00']);
  });

  test('on one day are paired one to one, and not called duplicates', () => {
    expect(new Books().approved('EXP-1').approved('EXP-2').keyed('PO-1').keyed('PO-2').table()).toEqual(['EXP-1 PO-1 match 0.00', 'EXP-2 PO-2 match 0.00']);
  });

  test('one of them with a reference: the other takes the PO without', () => {
    expect(new Books().approved('EXP-1').approved('EXP-2').keyed('PO-1').keyed('PO-2', { reference: 'EXP-1' }).table()).toEqual(['EXP-1 PO-2 match 0.00', 'EXP-2 PO-1 match 0.00']);
  });

  test('in unequal number on different days leave the one without a near PO missing', () => {
    const books = new Books().approved('EXP-1', { date: '2026-06-01' }).approved('EXP-2', { date: '2026-06-03' }).keyed('PO-1', { date: '2026-06-03' });
    expect(books.table()).toEqual(['EXP-1 – missing_manual -100.00', 'EXP-2 PO-1 match 0.00']);
  });

  test('in unequal number on one day stay open, since nothing says which one is missing', () => {
    const rows = new Books().approved('EXP-1').approved('EXP-2').keyed('PO-1').rows();
    expect(rows.map((row) => [row.status, row.flags])).toEqual([['missing_manual', ['ambiguous']], ['missing_manual', ['ambiguous']], ['unexpected_manual', ['ambiguous']]]);
  });

  test('more of one day than are told apart pair where their number is equal, and else say that a bound was reached', () => {
    const books = new Books();
    for (let number = 0; number < 1_500; number++) books.approved(`EXP-${10_000 + number}`).keyed(`PO-${10_000 + number}`);
    expect(books.match().pairings).toHaveLength(1_500);
    books.keyed('PO-X').keyed('PO-Y');
    const { pairings, limits } = books.match();
    expect([pairings.length, limits.length]).toEqual([0, 1]);
  });
});

describe('entered twice without a reference', () => {
  test.each([
    ['one of them names the transaction', { reference: 'EXP-1' }, {}],
    ['neither does', {}, {}],
    ['the second some days later', {}, { date: '2026-06-06' }],
  ])('%s', (_, first, second) => {
    const [row, ...more] = new Books().approved('EXP-1').keyed('PO-1', first).keyed('PO-2', second).rows();
    expect([row?.status, row?.variance, row?.manual.poNumbers, more]).toEqual(['duplicate_manual', '100.00', ['PO-1', 'PO-2'], []]);
  });

  test.each([
    ['another amount', { lines: lines('250.00') }],
    ['other coding', { lines: lines('100.00', '6120') }],
    ['another vendor', { vendor: 'V-2' }],
    ['a date too far away', { date: '2026-06-12' }],
    ['a reference to another report', { reference: 'EXP-7' }],
  ])('but %s is a PO of its own', (_, other) => {
    expect(new Books().approved('EXP-1').withdrawn('EXP-7', { vendors: ['V-3'], amount: '3.00' }).keyed('PO-1', { reference: 'EXP-1' }).keyed('PO-2', other).table()[0]).toBe('EXP-1 PO-1 match 0.00');
  });

  test('a PO that may repeat either of two stays unexplained, and says so', () => {
    const books = new Books().approved('EXP-1').approved('EXP-2').keyed('PO-1', { reference: 'EXP-1' }).keyed('PO-2', { reference: 'EXP-2' }).keyed('PO-3');
    expect(books.rows().map((row) => [row.status, row.flags])).toEqual([['match', []], ['match', []], ['unexpected_manual', ['ambiguous']]]);
  });
});

describe('amounts within the tolerance', () => {
  const tolerant = (): Books => new Books({ tolerance: { absolute: '0.05', percent: '0' } });

  test.each([
    ['100.05', 'EXP-1 PO-1 match_within_tolerance 0.05'],
    ['99.95', 'EXP-1 PO-1 match_within_tolerance -0.05'],
  ])('%s for 100.00 is paired where only one fits', (amount, row) => {
    expect(tolerant().approved('EXP-1').keyed('PO-1', { lines: lines(amount) }).table()).toEqual([row]);
  });

  test('two that fit leave everybody unpaired', () => {
    expect(tolerant().approved('EXP-1').keyed('PO-1', { lines: lines('100.04') }).keyed('PO-2', { lines: lines('99.97') }).pairs()).toEqual([]);
  });
});

describe('sums', () => {
  const three = (): Books => new Books().approved('EXP-1', { lines: ['6110/D-10/L-012 60.00', '6120/D-10/L-012 40.00'] });

  test('one would-be PO keyed as two', () => {
    expect(three().keyed('PO-1', { lines: lines('60.00') }).keyed('PO-2', { lines: lines('40.00', '6120') }).table()).toEqual(['EXP-1 PO-1+PO-2 match 0.00']);
  });

  test('two would-be POs keyed as one', () => {
    const books = new Books().approved('EXP-1', { lines: lines('60.00') }).approved('EXP-2', { lines: lines('40.00', '6120') });
    expect(books.keyed('PO-1', { lines: [...lines('60.00'), ...lines('40.00', '6120')] }).pairs()).toEqual(['EXP-1 + EXP-2 = PO-1 (vendor_sum)']);
  });

  test('a rejected report keyed as two', () => {
    expect(new Books().rejected('EXP-1').keyed('PO-1', { lines: lines('60.00') }).keyed('PO-2', { lines: lines('40.00') }).table()).toEqual(['EXP-1 PO-1+PO-2 rejected 100.00 VENDOR_UNKNOWN']);
  });

  test('two subsets that fit equally well leave everybody unpaired', () => {
    const books = new Books().approved('EXP-1').keyed('PO-1', { lines: lines('60.00') }).keyed('PO-2', { lines: lines('40.00') }).keyed('PO-3', { lines: lines('60.00') });
    expect(books.pairs()).toEqual([]);
  });

  test('coding decides between subsets', () => {
    const books = three().keyed('PO-1', { lines: lines('60.00') }).keyed('PO-2', { lines: lines('40.00', '6120') }).keyed('PO-3', { lines: lines('60.00', '6130') });
    expect(books.pairs()).toEqual(['EXP-1 = PO-1 + PO-2 (vendor_sum)']);
  });

  test('a sum that two would-be POs need is nobody’s', () => {
    const books = new Books().approved('EXP-1').approved('EXP-2').keyed('PO-1', { lines: lines('60.00') }).keyed('PO-2', { lines: lines('40.00') });
    expect(books.pairs()).toEqual([]);
  });

  test('sums of other vendors, currencies and far dates are not looked at', () => {
    for (const other of [{ vendor: 'V-2' }, { currency: 'EUR' }, { date: '2026-06-12' }]) {
      expect(new Books().approved('EXP-1').keyed('PO-1', { lines: lines('55.50') }).keyed('PO-2', { lines: lines('44.50'), ...other }).pairs()).toEqual([]);
    }
  });

  test('among many POs of the vendor, a sum of two is found by its coding', () => {
    const books = three().keyed('PO-1', { lines: lines('60.00') }).keyed('PO-2', { lines: lines('40.00', '6120') });
    for (let number = 10; number < 55; number++) books.keyed(`PO-${number}`, { lines: lines(`${number}.01`) });
    expect(books.pairs()).toEqual(['EXP-1 = PO-1 + PO-2 (vendor_sum)']);
    expect(books.match().limits).toEqual([]);
  });
});

describe('near amounts', () => {
  test.each([
    ['one digit wrong', '170.00'],
    ['a digit missing in front', '00.00'],
    ['two neighbouring digits swapped', '010.00'],
    ['two digits swapped that are apart', '001.00'],
  ])('%s in the total pairs as an amount variance', (_, amount) => {
    const keyed = new Books().approved('EXP-1').keyed('PO-1', { lines: lines(amount) });
    expect(keyed.pairs()).toEqual(['EXP-1 = PO-1 (vendor_near_amount)']);
    expect(keyed.rows()[0]?.status).toBe('amount_variance');
  });

  test('one line mistyped while the others agree, whatever that does to the total', () => {
    const books = new Books().approved('EXP-1', { lines: ['6110/D-10/L-012 95.08', '6120/D-10/L-012 40.00', '6120/D-10/L-012 3.00'] });
    expect(books.keyed('PO-1', { lines: ['6110/D-10/L-012 59.08', '6120/D-10/L-012 43.00'] }).table()).toEqual(['EXP-1 PO-1 amount_variance -36.00 digits_swapped']);
  });

  test.each([['50.00', '77.00'], ['50.00', '110.00'], ['95.00', '105.00'], ['40.00', '130.00']])('%s for %s is no slip of the hand, though their difference could be one', (approved, keyed) => {
    for (const notCompared of [[], ['department', 'location'] as const]) {
      const [row] = new Books().approved('EXP-1', { lines: lines(approved) }).keyed('PO-1', { lines: lines(keyed), notCompared: [...notCompared] }).rows();
      expect([row?.status, row?.match.pass]).toEqual(['missing_manual', null]);
    }
  });

  test.each([
    ['another vendor', { vendor: 'V-2' }],
    ['a far date', { date: '2026-06-12' }],
    ['another currency', { currency: 'EUR' }],
    ['no code in common', { lines: lines('101.00', '6190') }],
    ['two digits wrong', { lines: lines('122.00') }],
  ])('%s makes no pair', (_, other) => {
    expect(new Books().approved('EXP-1').keyed('PO-1', { lines: lines('101.00'), ...other }).pairs()).toEqual([]);
  });

  test('two candidates on one side make no pair', () => {
    expect(new Books().approved('EXP-1').keyed('PO-1', { lines: lines('101.00') }).keyed('PO-2', { lines: lines('200.00') }).pairs()).toEqual([]);
    expect(new Books().approved('EXP-1').approved('EXP-2', { lines: lines('200.00') }).keyed('PO-1', { lines: lines('900.00') }).pairs()).toEqual([]);
  });

  test('an exact amount is taken before a near one', () => {
    const books = new Books().approved('EXP-1').approved('EXP-2', { lines: lines('101.00', '6120') }).keyed('PO-1', { lines: lines('101.00') });
    expect(books.pairs()).toEqual(['EXP-2 = PO-1 (vendor_amount)']);
  });

  test('a rejected report takes part', () => {
    expect(new Books().rejected('EXP-1').keyed('PO-1', { lines: lines('101.00') }).table()).toEqual(['EXP-1 PO-1 rejected 101.00 VENDOR_UNKNOWN']);
  });
});

describe('document numbers', () => {
  test.each([
    ['with the vendor, whatever the amount', { lines: lines('55.50') }],
    ['with the amount, whatever the vendor', { vendor: 'V-2' }],
  ])('a shared number pairs %s', (_, other) => {
    expect(new Books().approved('EXP-1', {}, { description: 'Invoice 45531' }).keyed('PO-1', { memo: 'inv. 45531', ...other }).pairs()).toEqual(['EXP-1 = PO-1 (document)']);
  });

  test.each([
    ['neither vendor nor amount', '45531', '45531', { vendor: 'V-2', lines: lines('55.50') }],
    ['a far date', '45531', '45531', { lines: lines('55.50'), date: '2026-06-12' }],
    ['another currency', '45531', '45531', { currency: 'EUR' }],
    ['a year', '2026', '2026', { lines: lines('55.50') }],
    ['three digits', '455', '455', { lines: lines('55.50') }],
    ['a number inside a longer one', '45531', '145531', { lines: lines('55.50') }],
  ])('but %s is no evidence', (_, said, keyed, other) => {
    expect(new Books().approved('EXP-1', {}, { name: `Invoice ${said}` }).keyed('PO-1', { memo: keyed, ...other }).pairs()).toEqual([]);
  });

  test('a number that two reports have says nothing', () => {
    const books = new Books().approved('EXP-1', {}, { name: '45531' }).approved('EXP-2', { lines: lines('70.00') }, { name: '45531' });
    expect(books.keyed('PO-1', { reference: '45531', lines: lines('55.50') }).pairs()).toEqual([]);
  });

  test('several POs of the number are a split, or entered twice', () => {
    const said = (): Books => new Books().approved('EXP-1', {}, { name: 'Invoice 45531' });
    expect(said().keyed('PO-1', { reference: '45531', lines: lines('60.00') }).keyed('PO-2', { reference: '45531', lines: lines('40.00') }).pairs()).toEqual(['EXP-1 = PO-1 + PO-2 (document)']);
    expect(said().keyed('PO-1', { reference: '45531' }).keyed('PO-2', { reference: '45531' }).pairs()).toEqual(['EXP-1 = PO-1 + PO-2 (document)!']);
  });
});

describe('rejected, pending and withdrawn reports take part without a reference', () => {
  test.each([
    ['rejected', 'EXP-1 PO-1 rejected 100.00 VENDOR_UNKNOWN'],
    ['pending', 'EXP-1 PO-1 premature_manual 100.00'],
    ['withdrawn', 'EXP-1 PO-1 cancelled_manual 100.00'],
  ] as const)('%s', (kind, row) => {
    expect(new Books()[kind]('EXP-1').keyed('PO-1').table()).toEqual([row]);
  });

  test('but a would-be PO comes first', () => {
    expect(new Books().rejected('EXP-1').approved('EXP-2').keyed('PO-1').pairs()).toEqual(['EXP-2 = PO-1 (vendor_amount)']);
  });

  test('a report whose vendor could not be told is found by its merchant’s name', () => {
    expect(new Books().rejected('EXP-1', { vendors: [], merchants: ['Acme Janitorial Supply'], codes: ['VENDOR_UNMAPPED'] }).keyed('PO-1').pairs()).toEqual(['EXP-1 = PO-1 (vendor_amount)']);
  });

  test('equal ones in equal number pair one to one', () => {
    expect(new Books().rejected('EXP-1').rejected('EXP-2').keyed('PO-1').keyed('PO-2').pairs()).toEqual(['EXP-1 = PO-1 (vendor_amount)', 'EXP-2 = PO-2 (vendor_amount)']);
  });
});

describe('one would-be PO a line, and one PO keyed for the report', () => {
  const perLine = (): Books => new Books({ grouping: 'line' }).approved('EXP-1', [{ key: '1', lines: lines('60.00') }, { key: '2', lines: lines('40.00', '6120') }], { description: 'Invoice 45531' });

  test.each([
    ['that agrees', { lines: [...lines('60.00'), ...lines('40.00', '6120')] }, ['match', 'match']],
    ['that has another account', { lines: [...lines('60.00'), ...lines('40.00', '6130')] }, ['match', 'coding_variance']],
    ['of which a line was mistyped', { lines: [...lines('60.00'), ...lines('04.00', '6120')] }, ['match', 'amount_variance']],
    ['that has the document number alone', { memo: 'inv. 45531', lines: lines('77.00') }, ['match', 'amount_variance']],
  ])('%s answers every line', (_, keyed, statuses) => {
    expect(perLine().keyed('PO-1', keyed).rows().map((row) => [row.status, row.manual.poNumbers])).toEqual(statuses.map((status) => [status, ['PO-1']]));
  });

  test('keyed twice makes no line a match', () => {
    const whole = { lines: [...lines('60.00'), ...lines('40.00', '6120')] };
    expect(perLine().keyed('PO-1', whole).keyed('PO-2', whole).rows().map((row) => row.status)).toEqual(['duplicate_manual', 'duplicate_manual']);
  });

  test('a PO for one line alone is that line’s', () => {
    expect(perLine().keyed('PO-1', { lines: lines('40.00', '6120') }).table()).toEqual(['EXP-1 PO-1 match 0.00', 'EXP-1 – missing_manual -60.00']);
  });
});
