import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatMinor } from '../../src/domain/money.ts';
import { genericBody } from '../../src/erp/generic-body.ts';
import { codeMember, quotedCode, quotedText } from '../../src/erp/json-text.ts';
import type { UnsentOrder } from '../../src/erp/order-draft.ts';

const RUNS = { numRuns: 500 };

/** Plain texts, and such as JSON has to escape: signs, controls, halves of a character, characters beyond the first plane. */
const text = fc.oneof(fc.constantFrom('', 'D-10', 'Floor "deep"', 'C:\\temp', 'two\nlines', '\u0000', '\ud800', '\udc00 x', '😀', '\u2028', 'ü'), fc.string(), fc.string({ unit: 'binary' }));

test('texts and codes are written as JSON writes them, each time', () => {
  const written = codeMember('key', 'written');
  const leftOut = codeMember('key', 'left_out');
  fc.assert(fc.property(text, (value) => {
    const json = JSON.stringify(value);
    const member = `,"key":${json}`;
    for (let time = 0; time < 2; time++) expect([quotedText(value), quotedCode(value), written(value), leftOut(value)]).toEqual([json, json, member, value === '' ? '' : member]);
  }), RUNS);
});

const minor = fc.integer({ min: -1_000_000, max: 1_000_000 });
const line = fc.record({ sourceLineId: text, glAccount: text, department: text, location: text, description: text, amountMinor: minor, itemId: text, quantity: text });
const order: fc.Arbitrary<UnsentOrder> = fc.record({
  key: text, number: text, idempotencyKey: text, entity: text, vendorId: text, currency: fc.constantFrom('USD', 'JPY', 'KWD'), poDate: text, period: text,
  amountMinor: minor, expenseMinor: minor, taxMinor: fc.constant(null), lineTaxes: fc.constant([]), lines: fc.array(line, { maxLength: 4 }),
});

/** A blank value has no key. */
const given = (value: string): string | undefined => (value === '' ? undefined : value);

/** The body as an object, its keys in their order. */
const bodyOf = ({ idempotencyKey, entity, vendorId, currency, poDate, period, amountMinor, lines }: UnsentOrder, reference: string, memo: string) => ({
  idempotencyKey, entity: given(entity), vendorId, currency, poDate, postingPeriod: period, reference, memo, total: formatMinor(amountMinor, currency),
  lines: lines.map(({ sourceLineId, glAccount, department, location, description, itemId, quantity, ...each }, index) => ({
    line: index + 1, glAccount, department: given(department), location: given(location), amount: formatMinor(each.amountMinor, currency),
    description: given(description), itemId: given(itemId), quantity: given(quantity), sourceLine: sourceLineId,
  })),
});

test('the body of a PO is that object as JSON', () => {
  fc.assert(fc.property(order, text, text, (one, reportId, name) => {
    expect(genericBody(one, { reportId, name })).toBe(JSON.stringify(bodyOf(one, reportId, name)));
  }), RUNS);
});
