import { describe, expect, test } from 'vitest';
import { Books } from './books.ts';

const lines = (amount: string, account = '6110') => [`${account}/D-10/L-012 ${amount}`];

describe('a PO is found by the transaction it names', () => {
  test.each([
    ['in the reference', { reference: 'EXP-9041' }],
    ['in the memo only', { memo: 'Expense report EXP-9041' }],
    ['in lower case and without the separator', { reference: 'exp9041' }],
    ['with a blank for the separator', { reference: 'exp 9041' }],
    ['with an en dash', { reference: 'EXP–9041' }],
    ['with a part number behind it', { reference: 'EXP-9041/1' }],
    ['in a reference that names something else first', { reference: 'REQ-169, EXP-9041' }],
  ])('%s', (_, where) => {
    expect(new Books().approved('EXP-9041').keyed('PO-1', { ...where, vendor: 'V-3', lines: lines('100.00') }).pairs()).toEqual(['EXP-9041 = PO-1 (reference)']);
  });

  test.each([
    ['a longer number', 'EXP-90411'],
    ['a number that ends in it', '1EXP-9041'],
    ['a letter behind it', 'EXP-9041b'],
  ])('but not inside %s', (_, reference) => {
    expect(new Books().approved('EXP-9041').keyed('PO-1', { reference, vendor: 'V-3' }).pairs()).toEqual([]);
  });

  test('an id that begins another id is not taken for it', () => {
    const books = new Books().approved('EXP-10').approved('EXP-100', { lines: lines('250.00') }).approved('EXP-10-2', { lines: lines('70.00') });
    books.keyed('PO-1', { reference: 'EXP-100', lines: lines('250.00') }).keyed('PO-2', { reference: 'EXP-10-2', lines: lines('70.00') });
    expect(books.table()).toEqual(['EXP-10 – missing_manual -100.00', 'EXP-10-2 PO-2 match 0.00', 'EXP-100 PO-1 match 0.00']);
  });

  test('however far apart the dates are, and whatever the amount', () => {
    const books = new Books().approved('EXP-1', { date: '2026-06-03' }).keyed('PO-1', { reference: 'EXP-1', date: '2026-07-30', period: '2026-06', lines: lines('7.00') });
    expect(books.table()).toEqual(['EXP-1 PO-1 amount_variance -93.00']);
  });
});

describe('one would-be PO, several POs that name it', () => {
  test('a split that adds up is one match', () => {
    const books = new Books().approved('EXP-1', { lines: ['6110/D-10/L-012 60.00', '6120/D-10/L-012 40.00'] });
    books.keyed('PO-1', { reference: 'EXP-1/1', lines: lines('60.00') }).keyed('PO-2', { reference: 'EXP-1/2', lines: lines('40.00', '6120') });
    expect(books.table()).toEqual(['EXP-1 PO-1+PO-2 match 0.00']);
  });

  test('a split of which one part is keyed for another vendor is miscoded', () => {
    const books = new Books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1', lines: lines('60.00') }).keyed('PO-2', { reference: 'EXP-1', vendor: 'V-2', lines: lines('40.00') });
    expect(books.table()).toEqual(['EXP-1 PO-1+PO-2 coding_variance 0.00 vendor']);
  });

  test.each([
    ['the whole twice', [['100.00', '6110'], ['100.00', '6110']], '100.00'],
    ['the whole three times', [['100.00', '6110'], ['100.00', '6110'], ['100.00', '6110']], '200.00'],
    ['the whole twice, once to another account', [['100.00', '6110'], ['100.00', '6120']], '100.00'],
    ['the whole, and once more with a digit wrong', [['100.00', '6110'], ['109.00', '6110']], '109.00'],
    ['the whole, and once more with two digits swapped', [['100.00', '6110'], ['010.00', '6110']], '10.00'],
    ['the whole, and a split beside it', [['100.00', '6110'], ['60.00', '6110'], ['40.00', '6110']], '100.00'],
    ['a split of which one part is keyed again', [['60.00', '6110'], ['40.00', '6110'], ['60.00', '6110']], '60.00'],
    ['a split keyed twice', [['60.00', '6110'], ['40.00', '6110'], ['60.00', '6110'], ['40.00', '6110']], '100.00'],
    ['twice the same wrong amount', [['109.00', '6110'], ['109.00', '6110']], '118.00'],
  ] as const)('%s is entered twice', (_, keyed, variance) => {
    const books = new Books().approved('EXP-1');
    for (const [place, [amount, account]] of keyed.entries()) books.keyed(`PO-${place + 1}`, { reference: 'EXP-1', lines: lines(amount, account) });
    const [row] = books.rows();
    expect([row?.status, row?.variance, row?.manual.poNumbers.length]).toEqual(['duplicate_manual', variance, keyed.length]);
  });

  test('amounts that neither add up nor repeat each other are an amount variance over all of them', () => {
    const books = new Books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1', lines: lines('70.00') }).keyed('PO-2', { reference: 'EXP-1', lines: lines('55.50') });
    expect(books.table()).toEqual(['EXP-1 PO-1+PO-2 amount_variance 25.50']);
  });

  test('a PO in another currency beside the right one leaves nothing to subtract', () => {
    const books = new Books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1' }).keyed('PO-2', { reference: 'EXP-1', currency: 'EUR', lines: lines('92.00') });
    expect(books.table()).toEqual(['EXP-1 PO-1+PO-2 amount_variance null currency']);
  });
});

describe('a report with POs for several vendors', () => {
  const twoVendors = (): Books => new Books().approved('EXP-1', [{ vendor: 'V-1', lines: lines('60.00') }, { vendor: 'V-2', lines: lines('40.00', '6120') }]);

  test('each vendor finds its own PO', () => {
    expect(twoVendors().keyed('PO-1', { reference: 'EXP-1', vendor: 'V-2', lines: lines('40.00', '6120') }).keyed('PO-2', { reference: 'EXP-1', lines: lines('60.00') }).table())
      .toEqual(['EXP-1 PO-1 match 0.00', 'EXP-1 PO-2 match 0.00']);
  });

  test('one PO keyed for both, across vendors, is a match for neither', () => {
    expect(twoVendors().keyed('PO-1', { reference: 'EXP-1', lines: [...lines('60.00'), ...lines('40.00', '6120')] }).table())
      .toEqual(['EXP-1 PO-1 coding_variance 0.00 vendor', 'EXP-1 PO-1 coding_variance 0.00 vendor']);
  });

  test('one PO for one of them leaves the other missing', () => {
    expect(twoVendors().keyed('PO-1', { reference: 'EXP-1', lines: lines('60.00') }).table()).toEqual(['EXP-1 PO-1 match 0.00', 'EXP-1 – missing_manual -40.00']);
  });

  test('a wrong amount stays with its vendor', () => {
    expect(twoVendors().keyed('PO-1', { reference: 'EXP-1', lines: lines('90.00') }).keyed('PO-2', { reference: 'EXP-1', vendor: 'V-2', lines: lines('10.00', '6120') }).table())
      .toEqual(['EXP-1 PO-1 amount_variance 30.00 digit_wrong', 'EXP-1 PO-2 amount_variance -30.00 digit_wrong']);
  });

  test('a wrong vendor is found by its amount', () => {
    expect(twoVendors().keyed('PO-1', { reference: 'EXP-1', lines: lines('60.00') }).keyed('PO-2', { reference: 'EXP-1', vendor: 'V-3', lines: lines('40.00', '6120') }).table())
      .toEqual(['EXP-1 PO-1 match 0.00', 'EXP-1 PO-2 coding_variance 0.00 vendor']);
  });

  test('one vendor split, the other entered twice', () => {
    const books = twoVendors().keyed('PO-1', { reference: 'EXP-1', lines: lines('35.00') }).keyed('PO-2', { reference: 'EXP-1', lines: lines('25.00') });
    books.keyed('PO-3', { reference: 'EXP-1', vendor: 'V-2', lines: lines('40.00', '6120') }).keyed('PO-4', { reference: 'EXP-1', vendor: 'V-2', lines: lines('40.00', '6120') });
    expect(books.table()).toEqual(['EXP-1 PO-1+PO-2 match 0.00', 'EXP-1 PO-3+PO-4 duplicate_manual 40.00']);
  });

  test('a part keyed for a third vendor completes the sum that it belongs to', () => {
    const books = twoVendors().keyed('PO-1', { reference: 'EXP-1', lines: lines('60.00') }).keyed('PO-2', { reference: 'EXP-1', vendor: 'V-2', lines: lines('25.00', '6120') });
    expect(books.keyed('PO-3', { reference: 'EXP-1', vendor: 'V-3', lines: lines('15.00', '6120') }).table()).toEqual(['EXP-1 PO-1 match 0.00', 'EXP-1 PO-2+PO-3 coding_variance 0.00 vendor']);
  });

  test('two of three vendors keyed as one PO', () => {
    const books = new Books().approved('EXP-1', [{ vendor: 'V-1', lines: lines('60.00') }, { vendor: 'V-2', lines: lines('40.00') }, { vendor: 'V-3', lines: lines('30.00') }]);
    books.keyed('PO-1', { reference: 'EXP-1', lines: lines('100.00') }).keyed('PO-2', { reference: 'EXP-1', vendor: 'V-3', lines: lines('30.00') });
    expect(books.pairs()).toEqual(['EXP-1 + EXP-1 = PO-1 (reference)', 'EXP-1 = PO-2 (reference)']);
  });
});

describe('one would-be PO a line', () => {
  const perLine = (): Books => new Books({ grouping: 'line' }).approved('EXP-1', [{ key: '1', lines: lines('60.00') }, { key: '2', lines: lines('40.00', '6120') }]);

  test('one PO keyed for the report answers every line', () => {
    expect(perLine().keyed('PO-1', { reference: 'EXP-1', lines: [...lines('60.00'), ...lines('40.00', '6120')] }).table()).toEqual(['EXP-1 PO-1 match 0.00', 'EXP-1 PO-1 match 0.00']);
  });

  test('what it has too much sits on the last line', () => {
    expect(perLine().keyed('PO-1', { reference: 'EXP-1', lines: [...lines('60.00'), ...lines('45.00', '6120')] }).table()).toEqual(['EXP-1 PO-1 match 0.00', 'EXP-1 PO-1 amount_variance 5.00']);
  });

  test('a PO that is nearest to one line is that line’s', () => {
    expect(perLine().keyed('PO-1', { reference: 'EXP-1', lines: lines('61.00') }).table()).toEqual(['EXP-1 PO-1 amount_variance 1.00 digit_wrong', 'EXP-1 – missing_manual -40.00']);
  });

  test('two equal lines find a PO each', () => {
    const books = new Books({ grouping: 'line' }).approved('EXP-1', [{ key: '1' }, { key: '2' }]);
    expect(books.keyed('PO-1', { reference: 'EXP-1' }).keyed('PO-2', { reference: 'EXP-1' }).table()).toEqual(['EXP-1 PO-1 match 0.00', 'EXP-1 PO-2 match 0.00']);
  });
});

describe('several reports keyed as one PO', () => {
  const two = (): Books => new Books().approved('EXP-1', { lines: lines('60.00') }).approved('EXP-2', { lines: lines('40.00', '6120') });

  test.each([
    ['in the reference', { reference: 'EXP-1, EXP-2' }],
    ['in the memo', { memo: 'combined: EXP-1 and EXP-2' }],
    ['one in the reference, one in the memo', { reference: 'EXP-1', memo: 'with EXP-2' }],
  ])('named %s, each is a match with its share', (_, where) => {
    const books = two().keyed('PO-1', { ...where, lines: [...lines('60.00'), ...lines('40.00', '6120')] });
    expect(books.table()).toEqual(['EXP-1 PO-1 match 0.00', 'EXP-2 PO-1 match 0.00']);
    expect(books.rows().map((row) => [row.manual.amount, row.match.group])).toEqual([['60.00', 'PO-1'], ['40.00', 'PO-1']]);
  });

  test('a residual sits on the last row by transaction id', () => {
    expect(two().keyed('PO-1', { reference: 'EXP-2 EXP-1', lines: [...lines('60.00'), ...lines('38.00', '6120')] }).table()).toEqual(['EXP-1 PO-1 match 0.00', 'EXP-2 PO-1 amount_variance -2.00']);
  });

  test('a residual in the first report’s account does not make that one miscoded', () => {
    expect(two().keyed('PO-1', { reference: 'EXP-1 EXP-2', lines: [...lines('50.00'), ...lines('40.00', '6120')] }).table()).toEqual(['EXP-1 PO-1 match 0.00', 'EXP-2 PO-1 amount_variance -10.00']);
  });

  test('another account on one of them is that one’s alone', () => {
    expect(two().keyed('PO-1', { reference: 'EXP-1 EXP-2', lines: [...lines('60.00', '6130'), ...lines('40.00', '6120')] }).table()).toEqual(['EXP-1 PO-1 coding_variance 0.00 gl_account', 'EXP-2 PO-1 match 0.00']);
  });

  test('money moved between the accounts is never a match, however the rows share it', () => {
    const statuses = two().keyed('PO-1', { reference: 'EXP-1 EXP-2', lines: [...lines('70.00'), ...lines('40.00', '6120'), ...lines('-10.00', '6130')] }).rows().map((row) => row.status);
    expect(statuses).toContain('coding_variance');
  });

  test('a large residual does not hide that another report’s money stands under another account', () => {
    const books = new Books().approved('EXP-1', { lines: lines('200.00') }).approved('EXP-2', { lines: lines('800.00', '6120') });
    expect(books.keyed('PO-1', { reference: 'EXP-1 EXP-2', lines: [...lines('200.00', '6130'), ...lines('500.00', '6120')] }).table())
      .toEqual(['EXP-1 PO-1 coding_variance 0.00 gl_account', 'EXP-2 PO-1 amount_variance -300.00 gl_account']);
  });

  test('merged across vendors, neither is a match: one PO has one vendor', () => {
    const books = new Books().approved('EXP-1', { lines: lines('60.00') }).approved('EXP-2', { vendor: 'V-2', lines: lines('40.00') });
    expect(books.keyed('PO-1', { reference: 'EXP-1, EXP-2', lines: lines('100.00') }).table()).toEqual(['EXP-1 PO-1 coding_variance 0.00 vendor', 'EXP-2 PO-1 coding_variance 0.00 vendor']);
  });

  test('a PO that names three and has the sum of two was keyed for the two', () => {
    const books = two().approved('EXP-3', { lines: lines('77.00') });
    expect(books.keyed('PO-1', { reference: 'EXP-1, EXP-2, EXP-3', lines: [...lines('60.00'), ...lines('40.00', '6120')] }).table())
      .toEqual(['EXP-1 PO-1 match 0.00', 'EXP-2 PO-1 match 0.00', 'EXP-3 – missing_manual -77.00']);
  });

  test('a PO that names two and has the amount of one was keyed for the one', () => {
    expect(two().keyed('PO-1', { memo: 'EXP-1, see EXP-2', lines: lines('60.00') }).keyed('PO-2', { reference: 'EXP-2', lines: lines('41.00', '6120') }).table())
      .toEqual(['EXP-1 PO-1 match 0.00', 'EXP-2 PO-2 amount_variance 1.00 digit_wrong']);
  });

  test('two POs that share two reports between them', () => {
    const books = two().keyed('PO-1', { reference: 'EXP-1 EXP-2', lines: lines('50.00') }).keyed('PO-2', { reference: 'EXP-1 EXP-2', lines: [...lines('10.00'), ...lines('40.00', '6120')] });
    expect(books.table()).toEqual(['EXP-1 PO-1+PO-2 match 0.00', 'EXP-2 PO-1+PO-2 match 0.00']);
  });

  test('a merged PO keyed twice makes no row a match', () => {
    const merged = { reference: 'EXP-1 EXP-2', lines: [...lines('60.00'), ...lines('40.00', '6120')] };
    expect(two().keyed('PO-1', merged).keyed('PO-2', merged).table()).toEqual(['EXP-1 PO-1+PO-2 duplicate_manual 0.00', 'EXP-2 PO-1+PO-2 duplicate_manual 100.00']);
  });

  test('a rejected report in a merged PO keeps its own status and its share', () => {
    const books = new Books().approved('EXP-1', { lines: lines('60.00') }).rejected('EXP-2', { amount: '40.00' });
    expect(books.keyed('PO-1', { reference: 'EXP-1 EXP-2', lines: lines('100.00') }).table()).toEqual(['EXP-1 PO-1 match 0.00', 'EXP-2 PO-1 rejected 40.00 VENDOR_UNKNOWN']);
  });

  test('a merged PO in another currency is nobody’s share', () => {
    expect(two().keyed('PO-1', { reference: 'EXP-1 EXP-2', currency: 'EUR', lines: lines('92.00') }).table()).toEqual(['EXP-1 PO-1 amount_variance null currency', 'EXP-2 – missing_manual -40.00']);
  });
});

describe('a wrong reference', () => {
  test('to a transaction that has its own PO: the PO goes where vendor, amount, coding and date say', () => {
    const books = new Books().approved('EXP-1').approved('EXP-2', { vendor: 'V-2', lines: lines('250.00') });
    books.keyed('PO-1', { reference: 'EXP-1' }).keyed('PO-2', { reference: 'EXP-1', vendor: 'V-2', lines: lines('250.00') });
    expect(books.table()).toEqual(['EXP-1 PO-1 match 0.00', 'EXP-2 PO-2 match 0.00']);
  });

  test('also where both are of one vendor, or the other transaction has no PO', () => {
    const books = new Books().approved('EXP-1').approved('EXP-2', { lines: lines('250.00') });
    expect(books.keyed('PO-2', { reference: 'EXP-1', lines: lines('250.00') }).table()).toEqual(['EXP-1 – missing_manual -100.00', 'EXP-2 PO-2 match 0.00']);
  });

  test('also where two POs bear each other’s reference', () => {
    const books = new Books().approved('EXP-1').approved('EXP-2', { lines: lines('250.00') });
    books.keyed('PO-1', { reference: 'EXP-2' }).keyed('PO-2', { reference: 'EXP-1', lines: lines('250.00') });
    expect(books.table()).toEqual(['EXP-1 PO-1 match 0.00', 'EXP-2 PO-2 match 0.00']);
  });

  test('but a wrong amount stays with the transaction it names, where it fits no other in everything', () => {
    const books = new Books().approved('EXP-1').approved('EXP-2', { lines: lines('250.00', '6120') });
    expect(books.keyed('PO-1', { reference: 'EXP-1', lines: lines('250.00', '6130') }).table()).toEqual(['EXP-1 PO-1 amount_variance 150.00 gl_account', 'EXP-2 – missing_manual -250.00']);
  });

  test('a transaction with a waiting PO is not given away to a PO without reference', () => {
    const books = new Books().approved('EXP-1').keyed('PO-1', { reference: 'EXP-1', lines: lines('109.00') }).keyed('PO-2');
    expect(books.table()).toEqual(['EXP-1 PO-1 amount_variance 9.00 digit_wrong', '– PO-2 unexpected_manual 100.00']);
  });

  test('a PO that names a withdrawn, pending or rejected report is that report’s', () => {
    const books = new Books().withdrawn('EXP-1').pending('EXP-2').rejected('EXP-3');
    books.keyed('PO-1', { reference: 'EXP-1' }).keyed('PO-2', { reference: 'EXP-2' }).keyed('PO-3', { reference: 'EXP-3' });
    expect(books.table()).toEqual(['EXP-1 PO-1 cancelled_manual 100.00', 'EXP-2 PO-2 premature_manual 100.00', 'EXP-3 PO-3 rejected 100.00 VENDOR_UNKNOWN']);
  });

  test('to a report that has nothing to order: not taken for another’s because of an amount', () => {
    const books = new Books().approved('EXP-1', { lines: lines('100.00', '6120') }).outOfScope('EXP-7').keyed('PO-1', { reference: 'EXP-7' });
    expect(books.table()).toEqual(['EXP-1 – missing_manual -100.00', '– PO-1 unexpected_manual 100.00']);
    expect(books.rows()[1]?.match.why).toBe('names EXP-7, which needs no PO');
  });
});
