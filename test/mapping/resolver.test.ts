import { describe, expect, test } from 'vitest';
import { type Vendor, emptyMapping, emptyMasterData } from '../../src/domain/reference-data.ts';
import { Resolver } from '../../src/mapping/resolver.ts';
import { World } from '../replay/world.ts';

/** A resolver that knows these vendors: id to name, and where given a currency. */
function knowing(vendors: Record<string, string | [name: string, currency: string]>): Resolver {
  const master = emptyMasterData();
  for (const [id, text] of Object.entries(vendors)) {
    const [name, currency] = typeof text === 'string' ? [text, 'USD'] : text;
    master.vendors.set(id, { id, name, currency, active: true, at: 'vendors.csv:2' } satisfies Vendor);
  }
  return new Resolver(emptyMapping(), master);
}

describe('a vendor’s name in a ledger without ids', () => {
  test.each([
    ['spelled alike', { 'V-1': 'Acme Inc', 'V-2': 'Acme LLC' }, 'ACME  Inc', 'V-1'],
    ['without the legal form', { 'V-1': 'Acme Inc' }, 'Acme', 'V-1'],
    ['with one that the ERP leaves out', { 'V-1': 'Acme' }, 'Acme Inc.', 'V-1'],
    ['with the same one, abbreviated', { 'V-1': 'Acme Incorporated' }, 'Acme Inc.', 'V-1'],
    ['with another one is nobody with certainty', { 'V-1': 'Acme Inc' }, 'Acme GmbH', undefined],
    ['that fits two is nobody with certainty', { 'V-1': 'Acme Inc', 'V-2': 'Acme LLC' }, 'Acme', undefined],
    ['that two vendors have is nobody with certainty', { 'V-1': 'Acme', 'V-2': 'acme' }, 'Acme', undefined],
    ['unknown', { 'V-1': 'Acme' }, 'Acne', undefined],
    ['blank', { 'V-1': 'Acme' }, '', undefined],
  ])('%s', (_, vendors, name, id) => {
    expect(knowing(vendors as Record<string, string>).vendorNamed(name)?.id).toBe(id);
  });

  test('that two vendors have is told apart by the currency of the PO', () => {
    const resolver = knowing({ 'V-1': ['Acme', 'USD'], 'V-2': ['Acme', 'CAD'] });
    expect([resolver.vendorNamed('Acme', 'CAD')?.id, resolver.vendorNamed('Acme', 'EUR')?.id]).toEqual(['V-2', undefined]);
  });
});

describe('a value’s way through mapping and master data', () => {
  const { resolver } = new World().context();

  test.each([
    ['a merchant, through the mapping', resolver.vendor('', ' ACME  janitorial'), { id: 'V-1001', state: 'ok', at: 'mapping/vendors.csv:2' }],
    ['a vendor id, directly, spelled as the ERP spells it', resolver.vendor('v-1001', 'Bluebird Signage'), { id: 'V-1001', state: 'ok', at: 'vendors.csv:2' }],
    ['an unknown vendor id', resolver.vendor('V-0999', ''), { id: 'V-0999', state: 'unknown', at: '' }],
    ['a merchant mapped to nobody', resolver.vendor('', 'Ghost Supplies'), { id: 'V-0777', state: 'unknown', at: 'mapping/vendors.csv:7' }],
    ['a merchant without a row', resolver.vendor('', 'Nobody'), { id: '', state: 'unmapped', at: '' }],
    ['no merchant at all', resolver.vendor('', ''), { id: '', state: 'unmapped', at: '' }],
    ['a category', resolver.category('cleaning'), { id: '6110', state: 'ok', at: 'mapping/categories.csv:2' }],
    ['a category of an account out of use', resolver.category('Retired'), { id: '6190', state: 'inactive', at: 'mapping/categories.csv:4' }],
    ['a department', resolver.department('Marketing'), { id: 'D-11', state: 'ok', at: 'mapping/departments.csv:3' }],
    ['a location', resolver.location('Store 012'), { id: 'L-012', state: 'ok', at: 'mapping/locations.csv:3' }],
    ['an approver', resolver.approver('LEE@shop.example'), { id: 'U-1', state: 'ok', at: 'mapping/approvers.csv:2' }],
  ])('%s', (_, { id, state, at }, expected) => {
    expect({ id, state, at }).toEqual(expected);
  });
});
