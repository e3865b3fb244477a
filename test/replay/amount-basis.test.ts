import { describe, expect, test } from 'vitest';
import { World } from './world.ts';

const NET_ORDERS = { amountBasis: { approvals: 'gross', purchaseOrders: 'net', ledger: 'net' } };
const lines = [{ amount: '109.00', tax: '9.00' }, { amount: '50.00', tax: '0.00', category: 'Supplies' }];

describe('a report in gross, for POs in net', () => {
  test('becomes a PO of net lines, in the body too, and keeps what it was', () => {
    const { transaction } = new World(NET_ORDERS).replay({ lines });
    const [order] = transaction.orders;
    expect([order?.amountMinor, order?.expenseMinor, order?.taxMinor, order?.lines.map(({ amountMinor }) => amountMinor)]).toEqual([15_000, 15_900, 900, [10_000, 5_000]]);
    expect(order?.requestBody).toContain('"total":"150.00"');
    expect(order?.requestBody).toContain('"amount":"100.00"');
    expect([transaction.totalMinor, transaction.expenseMinor, transaction.comparedMinor]).toEqual([15_900, 15_900, 15_000]);
  });

  test('the other way round too', () => {
    const [order] = new World({ amountBasis: { approvals: 'net', purchaseOrders: 'gross', ledger: 'gross' } }).replay({ lines }).transaction.orders;
    expect([order?.amountMinor, order?.expenseMinor]).toEqual([16_800, 15_900]);
  });

  test('is rejected as a whole where one line does not say its tax, and nothing is guessed', () => {
    const { transaction } = new World(NET_ORDERS).replay({ lines: [{ amount: '109.00', tax: '9.00' }, { amount: '50.00' }, { amount: '1.00' }] });
    expect([transaction.outcome, transaction.orders, transaction.findings.map(({ message }) => message)]).toEqual(['rejected', [], ["line 2 gives no tax, without which its amount can't be put on the basis of purchase orders (and 1 more)"]]);
    expect([transaction.comparedMinor, transaction.lacksTax]).toEqual([16_000, true]);
  });

  test('is counted as it is read where a tax can\'t be that of its line: nothing is made of such a tax', () => {
    const { transaction } = new World(NET_ORDERS).replay({ lines: [{ amount: '327.00', tax: '500.00' }, { amount: '1090.00', tax: '90.00' }] });
    expect([transaction.outcome, transaction.findings.map(({ code }) => code), transaction.comparedMinor, transaction.lacksTax]).toEqual(['rejected', ['TAX_IMPLAUSIBLE'], 141_700, true]);
    expect(new World(NET_ORDERS).replay({ lines }).transaction.lacksTax).toBe(false);
  });

  test('is no PO where nothing is left without the tax', () => {
    expect(new World(NET_ORDERS).findings({ lines: [{ amount: '9.00', tax: '9.00' }] }).map(({ code }) => code)).toEqual(['AMOUNT_NOT_POSITIVE']);
  });

  test('adds up, and is approved, by what the expense system says', () => {
    const settings = { ...NET_ORDERS, routing: [{ name: 'over', when: { total: { gt: '150.00' } }, require: ['vp'] }] };
    expect(new World(settings).findings({ lines }).map(({ code }) => code)).toEqual(['ROUTING_INCOMPLETE']);
    expect(new World(NET_ORDERS).findings({ lines, total: '150.00' }).map(({ code }) => code)).toEqual(['AMOUNT_LINES_MISMATCH']);
  });
});

test('all on one basis, given or not, tax is neither needed nor taken off', () => {
  for (const settings of [{}, { amountBasis: { approvals: 'net', purchaseOrders: 'net', ledger: 'net' } }]) {
    const { transaction } = new World(settings).replay({ lines: [{ amount: '109.00', tax: '9.00' }, { amount: '50.00' }] });
    expect([transaction.outcome, transaction.orders[0]?.amountMinor]).toEqual(['created', 15_900]);
  }
});
