import { describe, expect, test } from 'vitest';
import type { WouldBePurchaseOrder } from '../../src/domain/purchase-order.ts';
import { Sheet } from '../../src/domain/reference-data.ts';
import { World } from '../replay/world.ts';
import { worldOf } from './erps.ts';

const LATER = { revision: 2, at: '2026-06-04T15:00:00Z' };
const shown = (orders: readonly WouldBePurchaseOrder[]): unknown => orders.map(({ entity, lines }) => [entity, lines.map(({ location }) => location)]);

describe('an approved change of what the request body does not hold', () => {
  test('of the company of Business Central, which stands in the address, is an update', () => {
    const world = worldOf('dynamics-bc');
    world.mapping.entities = new Sheet();
    for (const [from, to] of [['Stores', 'A'], ['Outlets', 'B']] as const) world.mapping.entities.set(from.toLowerCase(), { from, to, at: 'mapping/entities.csv:2' });
    const { transaction } = world.replay({ entity: 'Stores' }, { ...LATER, entity: 'Outlets' });
    expect([transaction.outcome, shown(transaction.orders)]).toEqual(['updated', [['B', ['L-012']]]]);
  });

  test('of the location, where none of SAP\'s fields has it, is one too', () => {
    const { transaction } = worldOf('sap-s4').replay({ location: 'Store 012' }, { ...LATER, location: 'Store 003' });
    expect([transaction.outcome, shown(transaction.orders)]).toEqual(['updated', [['1010', ['L-003']]]]);
  });

  test('of the tax alone changes no PO; what it came to in the expense system is that of the newest snapshot', () => {
    const world = new World({ amountBasis: { approvals: 'gross', purchaseOrders: 'net', ledger: 'net' } });
    const { transaction } = world.replay({ lines: [{ amount: '109.00', tax: '9.00' }] }, { ...LATER, lines: [{ amount: '110.00', tax: '10.00' }] });
    expect([transaction.outcome, transaction.orders.map(({ amountMinor, expenseMinor, taxMinor }) => [amountMinor, expenseMinor, taxMinor])]).toEqual(['created', [[10_000, 11_000, 1_000]]]);
  });
});
