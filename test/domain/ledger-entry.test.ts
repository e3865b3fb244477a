import { describe, expect, it } from 'vitest';
import { type ManualPurchaseOrder, packManual, packRows, unpackManual } from '../../src/domain/ledger-entry.ts';

const order = (enteredBy: string[]): ManualPurchaseOrder => ({
  poNumber: 'PO-1', poDate: '2026-06-02', period: '2026-06', vendorId: 'V-1001', vendorName: 'Acme', currency: 'USD', entity: '', reference: 'EXP-1', memo: '', enteredBy, enteredAt: 1_780_000_000_000,
  lines: [{ line: '1', glAccount: '6110', department: 'D-10', location: 'L-012', amountMinor: 84_550, taxMinor: null, status: 'open', row: 2 }],
});
const KEY = { poNumber: 'PO-1', poDate: '2026-06-02', currency: 'USD' };

describe('a manual PO in the record', () => {
  it.each([[['clerk1']], [['']], [['clerk1', 'clerk2']], [['', 'a-clerk', 'clerk2']]])('keeps everybody who keyed it: %j', (enteredBy) => {
    const packed = order(enteredBy);
    expect(unpackManual(KEY, packManual(packed), packRows(packed))).toEqual(packed);
  });

  it('says of one who keyed all of it what it always said, so that the same PO in another export is no new version', () => {
    expect(packManual(order(['clerk1']))).toBe('["2026-06","V-1001","Acme","EXP-1","","clerk1",1780000000000,[["1","6110","D-10","L-012",84550,0]]]');
    expect(packManual(order(['']))).toContain(',"",1780000000000,');
  });
});
