import { describe, expect, it } from 'vitest';
import { type WrittenProfile, headerProfileSchema } from '../../../src/domain/header-profile.ts';
import { ledgerFrom } from '../collected.ts';

const HEADER = 'Order,Date,Supplier,Kind,State,Amount';
const columns = { po_number: 'Order', po_date: 'Date', vendor_id: 'Supplier', status: 'State', amount: 'Amount' };

/** What became of a ledger whose rows leave the number, the date and the supplier blank where they are those of the row above. */
async function read(rows: readonly string[], { fillDown = ['po_number', 'po_date', 'vendor_id'], ...more }: Partial<WrittenProfile>) {
  const profile = headerProfileSchema.parse({ columns, defaults: { currency: 'USD' }, fillDown, ...more });
  const { orders, refused, controls } = await ledgerFrom(`${[HEADER, ...rows].join('\n')}\n`, { profile });
  return {
    orders: orders.map(({ poNumber, vendorId, lines }) => `${poNumber} ${vendorId} ${lines.toSorted((left, right) => left.row - right.row).map(({ amountMinor }) => amountMinor).join('+')}`),
    refused: refused.map(({ line, documentId, field, reason }) => ({ line, documentId, field, reason })),
    passedOver: controls.filter(({ what }) => what.startsWith('rows that are no PO lines')).map(({ stated }) => stated),
  };
}

const FIRST = 'PO-1,2026-06-03,V-1,Order,open,100.00';
const SECOND = 'PO-2,2026-06-03,V-2,Cancelled,Cancelled,70.00';
const unclear = (line: number, documentId: string, field: string, by: string, of: number) => ({ line, documentId, field, reason: `blank, and ${by} asks for it: the row continues line ${of}, and whether it is passed over as that one is can't be told; fill the column in every row` });

describe('lines below a PO that is passed over are never those of the PO before it', () => {
  it('where the column that says so is filled down they are passed over with it', async () => {
    const fillDown = ['po_number', 'po_date', 'vendor_id', 'status'];
    expect(await read([FIRST, SECOND, ',,,,,50.00'], { fillDown, skip: { State: 'Cancelled' } })).toEqual({ orders: ['PO-1 V-1 10000'], refused: [], passedOver: ['2'] });
    expect(await read([FIRST, SECOND, ',,,,,50.00'], { fillDown, only: { State: 'open' } })).toEqual({ orders: ['PO-1 V-1 10000'], refused: [], passedOver: ['2'] });
  });

  it('where it is not, a blank in it leaves open whether the line goes the same way: quarantined as a part of that PO', async () => {
    expect(await read([FIRST, SECOND, ',,,,,50.00'], { skip: { Kind: 'Cancelled' } })).toEqual({ orders: ['PO-1 V-1 10000'], refused: [unclear(4, 'PO-2', 'Kind', 'skip', 3)], passedOver: ['1'] });
  });

  it('a line that says itself what it is goes by its own word', async () => {
    expect(await read([FIRST, ',,,Cancelled,,50.00', ',,,Order,,25.00'], { skip: { Kind: 'Cancelled' } })).toEqual({ orders: ['PO-1 V-1 10000+2500'], refused: [], passedOver: ['1'] });
  });

  it('a blank below a line that says otherwise than its PO is not taken for either', async () => {
    const fillDown = ['po_number', 'po_date', 'vendor_id', 'status'];
    expect(await read([FIRST, ',,,,Cancelled,50.00', ',,,,,25.00'], { fillDown, skip: { State: 'Cancelled' } })).toEqual({ orders: [], refused: [unclear(4, 'PO-1', 'State', 'skip', 2)], passedOver: ['1'] });
  });

  it('a PO that is passed over for its own number takes its lines with it', async () => {
    expect(await read([FIRST, 'SO-9,2026-06-03,V-2,Order,open,70.00', ',,,,,50.00'], { skip: { Order: 'SO-*' } })).toEqual({ orders: ['PO-1 V-1 10000'], refused: [], passedOver: ['2'] });
  });
});

describe('only, where rows below continue a PO', () => {
  it('a line that says nothing in its column is quarantined with its PO, and never lost', async () => {
    expect(await read([FIRST, ',,,,,50.00'], { only: { Kind: 'Order' } })).toEqual({ orders: [], refused: [unclear(3, 'PO-1', 'Kind', 'only', 2)], passedOver: [] });
  });

  it('a filled-down column says for the line what it says for its PO', async () => {
    expect(await read([FIRST, ',,,,,50.00'], { fillDown: ['po_number', 'po_date', 'vendor_id', 'status'], only: { State: 'open' } })).toEqual({ orders: ['PO-1 V-1 10000+5000'], refused: [], passedOver: [] });
  });

  it('a line of a PO that is none of those asked for is none either, and a note without amount is no line', async () => {
    expect(await read([FIRST, ',,checked by hand,,,', SECOND, ',,,,,50.00'], { only: { Kind: 'Order' } })).toEqual({ orders: ['PO-1 V-1 10000'], refused: [], passedOver: ['3'] });
  });
});

describe('behind a total nothing is filled from above', () => {
  const orphan = (line: number, total: number) => ({ line, documentId: undefined, field: 'po_number', reason: `blank, and not filled from above: line ${total} is a total or is passed over, and what follows it may belong to another document` });

  it.each([['one that totals names', { totals: { Order: 'Total' } }, []], ['a subtotal that skip names by its label', { skip: { Order: 'Total*' } }, ['1']]] as const)('%s', async (_, more, passedOver) => {
    expect(await read([FIRST, 'Total,,,,,100.00', ',,,,,50.00', 'PO-2,2026-06-04,V-2,Order,open,7.00', ',,,,,8.00'], more as unknown as Partial<WrittenProfile>)).toEqual({ orders: ['PO-1 V-1 10000', 'PO-2 V-2 700+800'], refused: [orphan(4, 3)], passedOver });
  });

  it('a header that stands again, as on each printed page, ends nothing', async () => {
    expect(await read([FIRST, HEADER, ',,,,,50.00'], {})).toEqual({ orders: ['PO-1 V-1 10000+5000'], refused: [], passedOver: ['1'] });
  });
});
