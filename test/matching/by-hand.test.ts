import { describe, expect, test } from 'vitest';
import { Books } from './books.ts';

const TWO_VENDORS = [{ vendor: 'V-1', lines: ['6110/D-10/L-012 100.00'] }, { vendor: 'V-2', lines: ['6120/D-10/L-012 40.00'] }];

describe('what a person paired', () => {
  test('goes together whatever the passes would have said, and says who, where and why', () => {
    const books = new Books().approved('EXP-901').keyed('PO-1', { reference: 'EXP-901' }).keyed('PO-2', { vendor: 'V-3', lines: ['6190/D-19/L-019 77.00'] }).paired('EXP-901', ['PO-2'], { entry: 12 });
    const { match } = books.rows().find(({ transactionId }) => transactionId === 'EXP-901') as ReturnType<Books['rows']>[number];
    expect(match.pass).toBe('by_hand');
    expect(match.why).toContain('paired by hand by dana (A12): asked the clerk');
  });

  test.each<[string, Books, string[]]>([
    ['is compared like any pair: equal is a match', new Books().approved('EXP-901').keyed('PO-1', { date: '2026-06-29' }).paired('EXP-901', ['PO-1']), ['EXP-901 PO-1 match 0.00']],
    ['is compared like any pair: another amount is a variance', new Books().approved('EXP-901').keyed('PO-1', { vendor: 'V-1', lines: ['6110/D-10/L-012 90.00'] }).paired('EXP-901', ['PO-1']), ['EXP-901 PO-1 amount_variance -10.00']],
    ['is compared like any pair: another vendor is a coding variance', new Books().approved('EXP-901').keyed('PO-1', { vendor: 'V-2' }).paired('EXP-901', ['PO-1']), ['EXP-901 PO-1 coding_variance 0.00 vendor']],
    ['may be several POs for one would-be PO', new Books().approved('EXP-901').keyed('PO-1', { lines: ['6110/D-10/L-012 60.00'] }).keyed('PO-2', { date: '2026-06-29', lines: ['6110/D-10/L-012 40.00'] }).paired('EXP-901', ['PO-1', 'PO-2']), ['EXP-901 PO-1+PO-2 match 0.00']],
    ['may be several POs by two decisions', new Books().approved('EXP-901').keyed('PO-1', { lines: ['6110/D-10/L-012 60.00'] }).keyed('PO-2', { lines: ['6110/D-10/L-012 40.00'] }).paired('EXP-901', ['PO-1']).paired('EXP-901', ['PO-2']), ['EXP-901 PO-1+PO-2 match 0.00']],
    ['is still seen to be entered twice', new Books().approved('EXP-901').keyed('PO-1').keyed('PO-2').paired('EXP-901', ['PO-1', 'PO-2']), ['EXP-901 PO-1+PO-2 duplicate_manual 100.00']],
    ['is all would-be POs of a transaction where none is named', new Books().approved('EXP-901', TWO_VENDORS).keyed('PO-1', { vendor: 'V-1', lines: ['6110/D-10/L-012 100.00', '6120/D-10/L-012 40.00'] }).paired('EXP-901', ['PO-1']),
      ['EXP-901 PO-1 coding_variance 0.00 vendor', 'EXP-901 PO-1 coding_variance 0.00 vendor']],
    ['is the named would-be PO alone', new Books().approved('EXP-901', TWO_VENDORS).keyed('PO-1', { vendor: 'V-3', lines: ['6120/D-10/L-012 40.00'] }).paired('EXP-901', ['PO-1'], { order: 'DRY-EXP-901.2' }),
      ['EXP-901 PO-1 coding_variance 0.00 vendor', 'EXP-901 – missing_manual -100.00']],
    ['may be a report that became no PO', new Books().rejected('EXP-901').keyed('PO-1', { vendor: 'V-3' }).paired('EXP-901', ['PO-1']), ['EXP-901 PO-1 rejected 100.00 VENDOR_UNKNOWN']],
    ['takes the PO from the transaction that it names', new Books().approved('EXP-901').approved('EXP-902').keyed('PO-1', { reference: 'EXP-901' }).paired('EXP-902', ['PO-1']), ['EXP-901 – missing_manual -100.00', 'EXP-902 PO-1 match 0.00']],
    ['leaves the other would-be POs of the transaction to the passes', new Books().approved('EXP-901', TWO_VENDORS).keyed('PO-1', { vendor: 'V-3', lines: ['6120/D-10/L-012 40.00'] }).keyed('PO-2', { reference: 'EXP-901' }).paired('EXP-901', ['PO-1'], { order: 'DRY-EXP-901.2' }),
      ['EXP-901 PO-1 coding_variance 0.00 vendor', 'EXP-901 PO-2 match 0.00']],
    ['does not hide another PO that names the transaction: it joins the row', new Books().approved('EXP-901').keyed('PO-1', { vendor: 'V-2' }).keyed('PO-2', { reference: 'EXP-901', lines: ['6110/D-10/L-012 31.70'] }).paired('EXP-901', ['PO-1']),
      ['EXP-901 PO-1+PO-2 amount_variance 31.70 vendor']],
  ])('%s', (_, books, table) => {
    expect(books.table()).toEqual(table);
    expect(books.match().handProblems).toEqual([]);
  });
});

describe('what can’t be paired by hand is told, and the rest is done', () => {
  const problems = (books: Books): string[] => books.match().handProblems.map(({ what, pairing, purchaseOrder, takenBy }) => `${what} A${pairing.entry} ${purchaseOrder ?? '–'} ${takenBy === null ? '–' : `A${takenBy.entry}`}`);

  test.each<[string, Books, string[], string[]]>([
    ['a PO that takes no part', new Books().approved('EXP-901').keyed('PO-1').paired('EXP-901', ['PO-1', 'PO-7']), ['no_purchase_order A1 PO-7 –'], ['EXP-901 PO-1 match 0.00']],
    ['a transaction that takes no part', new Books().approved('EXP-901').keyed('PO-1').paired('EXP-777', ['PO-1']), ['no_transaction A1 – –'], ['EXP-901 PO-1 match 0.00']],
    ['a would-be PO that is no more', new Books().approved('EXP-901').keyed('PO-1').paired('EXP-901', ['PO-1'], { order: 'DRY-EXP-901.9' }), ['no_order A1 – –'], ['EXP-901 PO-1 match 0.00']],
    ['a PO that an older decision paired', new Books().approved('EXP-901').approved('EXP-902').keyed('PO-1').paired('EXP-902', ['PO-1'], { entry: 9 }).paired('EXP-901', ['PO-1'], { entry: 4 }), ['used A9 PO-1 A4'], ['EXP-901 PO-1 match 0.00', 'EXP-902 – missing_manual -100.00']],
  ])('%s', (_, books, told, table) => {
    expect(problems(books)).toEqual(told);
    expect(books.table()).toEqual(table);
  });
});

describe('what a person parted', () => {
  test.each<[string, Books, string[]]>([
    ['by a reference', new Books().approved('EXP-901').keyed('PO-1', { reference: 'EXP-901' }).parted('EXP-901', 'PO-1'), ['EXP-901 – missing_manual -100.00', '– PO-1 unexpected_manual 100.00']],
    ['by vendor and amount', new Books().approved('EXP-901').keyed('PO-1').parted('EXP-901', 'PO-1'), ['EXP-901 – missing_manual -100.00', '– PO-1 unexpected_manual 100.00']],
    ['by an amount within the tolerance', new Books({ tolerance: { absolute: '1.00' } }).approved('EXP-901').keyed('PO-1', { lines: ['6110/D-10/L-012 100.50'] }).parted('EXP-901', 'PO-1'), ['EXP-901 – missing_manual -100.00', '– PO-1 unexpected_manual 100.50']],
    ['by a mistyped amount', new Books().approved('EXP-901').keyed('PO-1', { lines: ['6110/D-10/L-012 190.00'] }).parted('EXP-901', 'PO-1'), ['EXP-901 – missing_manual -100.00', '– PO-1 unexpected_manual 190.00']],
    ['by a document number', new Books().approved('EXP-901', {}, { name: 'invoice 55123' }).keyed('PO-1', { reference: '55123', lines: ['6110/D-10/L-012 3.00'] }).parted('EXP-901', 'PO-1'), ['EXP-901 – missing_manual -100.00', '– PO-1 unexpected_manual 3.00']],
    ['as part of a sum', new Books().approved('EXP-901').keyed('PO-1', { lines: ['6110/D-10/L-012 61.37'] }).keyed('PO-2', { lines: ['6110/D-10/L-012 38.63'] }).parted('EXP-901', 'PO-1'),
      ['EXP-901 – missing_manual -100.00', '– PO-1 unexpected_manual 61.37', '– PO-2 unexpected_manual 38.63']],
    ['as one for several', new Books().approved('EXP-901', { lines: ['6110/D-10/L-012 61.37'] }).approved('EXP-902', { lines: ['6110/D-10/L-012 38.63'] }).keyed('PO-1').parted('EXP-902', 'PO-1'),
      ['EXP-901 – missing_manual -61.37', 'EXP-902 – missing_manual -38.63', '– PO-1 unexpected_manual 100.00']],
    ['as a repetition', new Books().approved('EXP-901').keyed('PO-1', { reference: 'EXP-901' }).keyed('PO-2').parted('EXP-901', 'PO-2'), ['EXP-901 PO-1 match 0.00', '– PO-2 unexpected_manual 100.00']],
    ['as a report’s would-be POs together', new Books({ grouping: 'line' }).approved('EXP-901', [{ key: '1', lines: ['6110/D-10/L-012 60.00'] }, { key: '2', lines: ['6110/D-10/L-012 40.00'] }]).keyed('PO-1').parted('EXP-901', 'PO-1'),
      ['EXP-901 – missing_manual -60.00', 'EXP-901 – missing_manual -40.00', '– PO-1 unexpected_manual 100.00']],
  ])('stays apart where it would pair %s', (_, books, table) => {
    expect(books.table()).toEqual(table);
  });

  test.each<[string, Books, string[]]>([
    ['another PO that names the transaction has it', new Books().approved('EXP-901').keyed('PO-1', { reference: 'EXP-901' }).keyed('PO-2', { reference: 'EXP-901', lines: ['6110/D-10/L-012 90.00'] }).parted('EXP-901', 'PO-1'), ['EXP-901 PO-2 amount_variance -10.00', '– PO-1 unexpected_manual 100.00']],
    ['the PO finds whom it was keyed for', new Books().approved('EXP-901').approved('EXP-902', { vendor: 'V-2' }).keyed('PO-1', { vendor: 'V-2', reference: 'EXP-901' }).parted('EXP-901', 'PO-1'), ['EXP-901 – missing_manual -100.00', 'EXP-902 PO-1 match 0.00']],
    ['of two alike the other has it', new Books().approved('EXP-901').keyed('PO-1').keyed('PO-2').parted('EXP-901', 'PO-1'), ['EXP-901 PO-2 match 0.00', '– PO-1 unexpected_manual 100.00']],
    ['what it names besides stays named', new Books().approved('EXP-901').approved('EXP-902', { vendor: 'V-2' }).keyed('PO-1', { vendor: 'V-2', reference: 'EXP-901, EXP-902' }).parted('EXP-901', 'PO-1'), ['EXP-901 – missing_manual -100.00', 'EXP-902 PO-1 match 0.00']],
  ])('leaves both to the others: %s', (_, books, table) => {
    expect(books.table()).toEqual(table);
  });
});
