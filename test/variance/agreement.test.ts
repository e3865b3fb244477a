import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AGREEABLE, AGREEING, type VarianceRow, packRow, unpackRow } from '../../src/domain/variance.ts';
import { Books } from '../matching/books.ts';

const CODED = ['gl_account', 'department', 'location', 'period'];
const EVERYTHING = ['reference', 'vendor', 'amount', 'currency', ...CODED, 'date'];
const without = (...fields: string[]): string[] => EVERYTHING.filter((field) => !fields.includes(field));
const line = (amount: string, account = '6110'): string => `${account}/D-10/L-012 ${amount}`;
const rowsOf = (books: Books): VarianceRow[] => books.rows();

describe('a paired row tells in which fields its two sides agree', () => {
  const paired = (): Books => new Books().approved('EXP-1');

  test.each<[string, Books, string[]]>([
    ['in all of them', paired().keyed('PO-1', { reference: 'EXP-1' }), EVERYTHING],
    ['in all of them, by its memo', paired().keyed('PO-1', { memo: 'for exp 1' }), EVERYTHING],
    ['not in the vendor', paired().keyed('PO-1', { reference: 'EXP-1', vendor: 'V-2' }), without('vendor')],
    ['not in a vendor that its name leaves open', paired().keyed('PO-1', { reference: 'EXP-1', vendor: '', vendorName: 'Acme' }), without('vendor')],
    ['not in the amount', paired().keyed('PO-1', { reference: 'EXP-1', lines: [line('104.00')] }), without('amount')],
    ['not in currency and amount, where the currencies differ', paired().keyed('PO-1', { reference: 'EXP-1', currency: 'EUR' }), without('amount', 'currency')],
    ['not in the account', paired().keyed('PO-1', { reference: 'EXP-1', lines: [line('100.00', '6120')] }), without('gl_account')],
    ['not in the period', paired().keyed('PO-1', { reference: 'EXP-1', period: '2026-05' }), without('period')],
    ['not in the date, where that lies farther off than the date window', paired().keyed('PO-1', { reference: 'EXP-1', date: '2026-06-11' }), without('date')],
    ['in nothing that the ledger leaves blank throughout', paired().keyed('PO-1', { reference: 'EXP-1', notCompared: ['vendor', 'department'] }), without('vendor', 'department')],
    ['not in the reference, where none was keyed', paired().keyed('PO-1', {}), without('reference')],
    ['in words that both say', new Books().approved('EXP-1', {}, { name: 'Spring window graphics' }).keyed('PO-1', { memo: 'graphics for Lee' }), [...without('reference'), 'words']],
    ['not in words, where the amount is another: those are looked up by amount', new Books().approved('EXP-1', {}, { name: 'Spring window graphics' }).keyed('PO-1', { memo: 'graphics for Lee', lines: [line('104.00')] }), without('reference', 'amount')],
    ['in a document number', new Books().approved('EXP-1', {}, { name: 'Invoice 88123' }).keyed('PO-1', { memo: 'inv 88123' }), ['document', ...without('reference')]],
    ['of a rejected report only in what can be told without a would-be PO', new Books().rejected('EXP-1').keyed('PO-1', { reference: 'EXP-1' }), without(...CODED)],
  ])('%s', (_, books, fields) => {
    const [row, ...others] = rowsOf(books);
    expect(others).toEqual([]);
    expect(row?.match.agrees).toEqual(AGREEABLE.filter((field) => fields.includes(field)));
  });

  test('only in what all of its POs agree in', () => {
    const [row] = rowsOf(paired().keyed('PO-1', { reference: 'EXP-1', lines: [line('60.00')] }).keyed('PO-2', { reference: 'EXP-1', date: '2026-06-12', lines: [line('40.00')] }));
    expect(row?.manual.poNumbers).toEqual(['PO-1', 'PO-2']);
    expect(row?.match.agrees).toEqual(without('date'));
  });

  test('in nothing where nothing was paired', () => {
    const rows = rowsOf(paired().keyed('PO-1', { vendor: 'V-2', lines: [line('7.77')] }));
    expect(rows.map(({ status, match }) => [status, match.agrees])).toEqual([['missing_manual', []], ['unexpected_manual', []]]);
  });
});

describe('whatever the books', () => {
  const lines = fc.array(fc.constantFrom(line('10.00'), line('20.00', '6120'), line('90.00')), { minLength: 1, maxLength: 2 });
  const keyed = fc.record({ vendor: fc.constantFrom('V-1', 'V-2'), currency: fc.constantFrom('USD', 'USD', 'EUR'), date: fc.constantFrom('2026-06-03', '2026-06-09'), lines, reference: fc.constantFrom('', 'EXP-1', 'EXP-2') });
  const books = fc.tuple(lines, lines, fc.array(keyed, { maxLength: 4 })).map(([first, second, orders]) => {
    const made = new Books().approved('EXP-1', { lines: first }).approved('EXP-2', { lines: second });
    for (const [place, order] of orders.entries()) made.keyed(`PO-${place}`, order);
    return made;
  });

  test('no field agrees and differs, a row that agrees says so of every field that was compared, and a stored row comes back as it was', () => {
    fc.assert(fc.property(books, (each) => {
      for (const row of rowsOf(each)) {
        const { agrees, pass } = row.match;
        for (const { field } of row.differences) if (row.status !== 'duplicate_manual') expect(agrees).not.toContain(field);
        for (const cause of row.causes) expect(agrees).not.toContain(cause);
        if (AGREEING.includes(row.status)) expect(agrees).toEqual(expect.arrayContaining(['vendor', 'amount', 'currency', ...CODED]));
        if (pass === null) expect(agrees).toEqual([]);
        expect(unpackRow(packRow(row, true), row.firstStatus)).toEqual(row);
      }
    }), { numRuns: 300 });
  });
});
