import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ManualPurchaseOrder, packManual, standingAmount, stands, unpackManual } from '../../src/domain/ledger-entry.ts';
import { CodingBuilder, CodingTable } from '../../src/matching/coding.ts';
import { ManualContent } from '../../src/pipeline/manual-content.ts';

const KEY = { poNumber: 'PO-1', poDate: '2026-06-02', currency: 'USD' };
/** Texts that look like what stands between texts, and such as JSON must escape. */
const text = fc.oneof(fc.constantFrom('', '6110', 'D-10', 'L-012', ',', '],[', 'null', '12', 'Müller', '日本'), fc.string({ unit: fc.constantFrom(...'a1, ][-"\\\n\u2028é') }), fc.string({ unit: 'binary' }));
const line = fc.record({
  line: text, glAccount: text, department: text, location: text, amountMinor: fc.oneof(fc.integer(), fc.maxSafeInteger()), taxMinor: fc.option(fc.integer()),
  status: fc.constantFrom('open' as const, 'closed' as const, 'cancelled' as const), row: fc.constant(2),
});
const order: fc.Arbitrary<ManualPurchaseOrder> = fc.record({
  poNumber: fc.constant(KEY.poNumber), poDate: fc.constant(KEY.poDate), currency: fc.constant(KEY.currency), period: text, vendorId: text, vendorName: text, entity: text, reference: text, memo: text,
  enteredBy: fc.array(text, { minLength: 1, maxLength: 2 }), enteredAt: fc.option(fc.integer()), lines: fc.array(line, { maxLength: 4 }),
});

test('what is read of a content is what unpacking it gives; what can\'t be read is left to that', () => {
  const codings = new CodingTable();
  const content = new ManualContent(codings);
  fc.assert(fc.property(fc.array(order, { minLength: 1, maxLength: 3 }), (orders) => {
    for (const each of orders) {
      const packed = packManual(each);
      const unpacked = unpackManual(KEY, packed, '2');
      if (!content.read(packed)) {
        const isPlain = !packed.includes('\\') && each.enteredBy.length === 1 && each.lines.length > 0 && each.lines.every(({ amountMinor }) => Math.abs(amountMinor) < 1e15);
        expect(isPlain).toBe(false);
        continue;
      }
      const { vendor, reference, memo, enteredBy, entity } = content;
      expect({ ...vendor, reference, memo, enteredBy, entity }).toEqual({
        period: unpacked.period, vendorId: unpacked.vendorId, vendorName: unpacked.vendorName, reference: unpacked.reference, memo: unpacked.memo, enteredBy: unpacked.enteredBy, entity: unpacked.entity,
      });
      expect([content.stands, content.amountMinor]).toEqual([stands(unpacked), standingAmount(unpacked)]);
      const [read, expected] = [new CodingBuilder(), new CodingBuilder()];
      content.codeInto(read);
      for (const { glAccount, department, location, amountMinor, status } of unpacked.lines) if (status !== 'cancelled') expected.add(codings.code(glAccount, department, location, 'ledger'), amountMinor);
      expect(read.take()).toEqual(expected.take());
    }
  }), { numRuns: 1_000 });
});

test('a content of another form is not read', () => {
  const content = new ManualContent(new CodingTable());
  const plain = '["2026-06","V-1","Acme","EXP-1","","clerk",null,[["1","6110","D-10","L-012",84550,0]]]';
  expect(content.read(plain)).toBe(true);
  for (let at = 0; at < plain.length; at++) expect([plain.slice(0, at), content.read(plain.slice(0, at))]).toEqual([plain.slice(0, at), false]);
  for (const other of [`${plain} `, plain.replace(',0]', ',3]'), plain.replace('84550', '845.5'), plain.replace('"clerk"', '["clerk","other"]'), plain.replace('[["1"', '[ ["1"')]) expect([other, content.read(other)]).toEqual([other, false]);
});
