import { describe, expect, it } from 'vitest';
import { refusalIn } from '../../src/erp/refusal.ts';

/** Forms of the error bodies of the four ERPs; ids and texts are the tests' own. */
const CASES: [string, unknown, { code: string; text: string }[]][] = [
  ['NetSuite', { type: 'https://www.w3.org/Protocols/rfc2616/rfc2616-sec10.html#sec10.4.1', title: 'Bad Request', status: 400, 'o:errorDetails': [{ detail: 'Invalid entity reference key 9 for subsidiary 1.', 'o:errorPath': 'entity', 'o:errorCode': 'INVALID_KEY_OR_REF' }, { detail: 'Please enter value(s) for: Department', 'o:errorCode': 'USER_ERROR' }] },
    [{ code: 'INVALID_KEY_OR_REF', text: 'Invalid entity reference key 9 for subsidiary 1.' }, { code: 'USER_ERROR', text: 'Please enter value(s) for: Department' }]],
  ['SAP', { error: { code: '06/025', message: { lang: 'en', value: 'Vendor 9 not created (please check your input)' }, innererror: { transactionid: 'T', errordetails: [{ code: '06/025', message: 'Vendor 9 not created (please check your input)', severity: 'error' }, { code: 'KI/235', message: 'Account 6110 requires an assignment to a CO object', severity: 'error' }, { code: 'ME/1', message: 'only a note', severity: 'info' }] } } },
    [{ code: '06/025', text: 'Vendor 9 not created (please check your input)' }, { code: 'KI/235', text: 'Account 6110 requires an assignment to a CO object' }]],
  ['Business Central', { error: { code: 'Application_StringExceededLength', message: 'The length of the string is 57.  CorrelationId:  1.' } }, [{ code: 'Application_StringExceededLength', text: 'The length of the string is 57.  CorrelationId:  1.' }]],
  ['F&O', { error: { code: '', message: 'An error has occurred.', innererror: { message: 'Write failed for table row of type \'X\'. Infolog: Warning: Field \'Site\' must be filled in.', type: 'ODataException' } } },
    [{ code: '', text: 'Write failed for table row of type \'X\'. Infolog: Warning: Field \'Site\' must be filled in.' }]],
  ['a gateway that says nothing', { error: {} }, [{ code: '', text: 'an error without code and text' }]],
  ['an acceptance', { id: 1, error: null }, []],
  ['a PO that came back', { d: { PurchaseOrder: '4500000001' } }, []],
];

describe('the error in an answer', () => {
  it.each(CASES)('of %s', (_, answer, expected) => {
    expect(refusalIn(answer)).toEqual(expected);
  });

  it.each([[null], ['text'], [7], [[]], [{ 'o:errorDetails': 'x' }], [{ 'o:errorDetails': [null, 3, {}] }], [JSON.parse('{"__proto__":{"error":{"code":"x"}}}')]])('is none in %j, whatever stands there', (answer) => {
    expect(refusalIn(answer)).toEqual([]);
  });

  it('is cut where it has no end', () => {
    const many = refusalIn({ 'o:errorDetails': Array.from({ length: 5_000 }, (_, index) => ({ 'o:errorCode': `C${index}`, detail: 'x'.repeat(100_000) })) });
    expect(many).toHaveLength(20);
    expect(many[0]?.text).toHaveLength(2_000);
  });
});
