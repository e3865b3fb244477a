import { describe, expect, it } from 'vitest';
import { headerProfileSchema } from '../../../src/domain/header-profile.ts';
import { tellEncoding } from '../../../src/intake/profiled/told-encoding.ts';
import { fileOf, ledgerFrom, utf16 } from '../collected.ts';

const HEADER = 'Order,Day,Supplier,Cur,Value\n';
const row = (supplier: string, po = 'PO-1'): string => `${po},2026-06-02,${supplier},EUR,1.00\n`;
const columns = { po_number: 'Order', po_date: 'Day', vendor_name: 'Supplier', currency: 'Cur', amount: 'Value' };
const read = (content: Buffer, more: Record<string, unknown> = {}) => ledgerFrom(content, { profile: headerProfileSchema.parse({ columns, ...more }) });
const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('a text of a header profile', () => {
  it.each([
    ['UTF-8', Buffer.from(HEADER + row('Müller €')), 'Müller €'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${HEADER}${row('Müller')}`), 'Müller'],
    ['UTF-16 with a mark', utf16(HEADER + row('Müller'), 'little', true), 'Müller'],
    ['windows-1252', latin(HEADER + row('M\u00fcller \u0080')), 'Müller €'],
  ])('in %s is read as what it says', async (_, content, supplier) => {
    const { orders, refused } = await read(content);
    expect([orders.map(({ vendorName }) => vendorName), refused]).toEqual([[supplier], []]);
  });

  it('says so where its encoding is assumed, with the word that depends on it', async () => {
    const { controls } = await read(latin(HEADER + row('Acme') + row('Caf\u00e9 Paris', 'PO-2')));
    expect(controls).toEqual([{ what: 'encoding, assumed since the bytes are no UTF-8 (line 3: "Café")', stated: 'windows-1252', found: 'windows-1252', agrees: true }]);
  });

  it('with damage in one line of valid UTF-8 keeps its other lines, and is never taken for another encoding', async () => {
    const { orders, refused } = await read(Buffer.concat([Buffer.from(HEADER + row('Müller')), latin(row('Caf\u00e9', 'PO-2')), Buffer.from(row('Zoë', 'PO-3'))]));
    expect(orders.map(({ vendorName }) => vendorName)).toEqual(['Müller', 'Zoë']);
    expect(refused).toMatchObject([{ line: 3, reason: expect.stringContaining('not valid UTF-8') }]);
  });

  it('with a byte that windows-1252 has no character for is not taken for it', async () => {
    const { refused } = await read(latin(HEADER + row('M\u00fcller') + row('\u0081', 'PO-2')));
    expect(refused.map(({ line }) => line)).toEqual([2, 3]);
  });

  it.each([['windows-1250', [0xa3, 0xf3, 0x64, 0x9f], 'Łódź'], ['iso-8859-15', [0xa4], '€'], ['iso-8859-1', [0xa4], '¤'], ['windows-1252', [0x8a], 'Š']] as const)('is read in %s where the profile says so', async (encoding, bytes, supplier) => {
    const { orders, controls } = await read(Buffer.concat([Buffer.from(HEADER), Buffer.from('PO-1,2026-06-02,'), Buffer.from(bytes), Buffer.from(',EUR,1.00\n')]), { encoding });
    expect([orders.map(({ vendorName }) => vendorName), controls]).toEqual([[supplier], []]);
  });

  it('given as UTF-8 is read as that, and its lines that are not are set aside', async () => {
    expect((await read(latin(HEADER + row('M\u00fcller')), { encoding: 'utf-8' })).refused).toMatchObject([{ line: 2, reason: expect.stringContaining('not valid UTF-8') }]);
  });

  it('of several blocks is told whole: a character that a block cuts in two is none of another encoding', () => {
    const long = Buffer.concat([Buffer.alloc(1024 * 1024 - 1, 'a'), Buffer.from('ü\n')]);
    expect(tellEncoding(fileOf(long, 'long.csv').path, undefined)).toMatchObject({ name: 'utf-8', by: 'bytes' });
    expect(tellEncoding(fileOf(Buffer.concat([Buffer.alloc(2 * 1024 * 1024, 'a\n'), latin('\u00fc')]), 'late.csv').path, undefined)).toMatchObject({ name: 'windows-1252', example: { text: 'ü' } });
  });

  it('is parted by what the profile says', async () => {
    const { orders } = await ledgerFrom('Order~Day~Value;net\nPO-1~2026-06-02~1.00\n', { profile: headerProfileSchema.parse({ columns: { po_number: 'Order', po_date: 'Day', amount: 'Value;net' }, defaults: { currency: 'EUR' }, delimiter: '~' }) });
    expect(orders.map(({ poNumber }) => poNumber)).toEqual(['PO-1']);
  });
});
