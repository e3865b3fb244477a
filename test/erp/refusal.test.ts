import { describe, expect, it } from 'vitest';
import { refusalIn, showsError } from '../../src/erp/refusal.ts';

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
  ['one that is a text', { error: 'no such vendor' }, [{ code: '', text: 'no such vendor' }]],
  ['a list of answers', [{ id: 1 }, { error: { code: 'X', message: 'no' } }], [{ code: 'X', text: 'no' }]],
  ['a list of errors', { errors: [{ code: 'X', message: 'no' }, 'nor this'] }, [{ code: 'X', text: 'no' }, { code: '', text: 'nor this' }]],
  ['OData V2 around it', { d: { error: { code: 'X', message: { value: 'no' } } } }, [{ code: 'X', text: 'no' }]],
  ['a batch', { responses: [{ id: '1', body: { id: 1 } }, { id: '2', body: { Error: { code: 'X', message: 'no' } } }] }, [{ code: 'X', text: 'no' }]],
  ['NetSuite, of one detail without a list', { 'o:errorDetails': { detail: 'bad', 'o:errorCode': 'X' } }, [{ code: 'X', text: 'bad' }]],
  ['SAP in OData V4, whose details stand beside the message', { error: { code: 'A/1', message: 'two things', details: [{ code: 'B/2', message: 'no cost center', severity: 'Error' }, { code: 'C/3', message: 'only a note', severity: 'info' }] } }, [{ code: 'B/2', text: 'no cost center' }, { code: 'A/1', text: 'two things' }]],
  ['F&O, whose inner error says nothing', { error: { code: '', message: 'An error has occurred.', innererror: { message: '' } } }, [{ code: '', text: 'An error has occurred.' }]],
  ['an acceptance', { id: 1, error: null }, []],
  ['a PO that came back', { d: { PurchaseOrder: '4500000001' } }, []],
];

describe('the error in an answer', () => {
  it.each(CASES)('of %s', (_, answer, expected) => {
    expect(refusalIn(answer)).toEqual(expected);
  });

  it.each([[null], ['text'], [7], [[]], [{ 'o:errorDetails': 'x' }], [{ 'o:errorDetails': [null, 3, {}] }], [{ a: { b: { c: { error: 'x' } } } }]])('is none in %j, whatever stands there', (answer) => {
    expect(refusalIn(answer)).toEqual([]);
  });

  it.each([
    [{ error: 'no' }], [[{ error: {} }]], [{ errors: [{}] }], [{ d: { error: {} } }], [{ a: { b: { error: 1 } } }], [{ 'o:errorDetails': 'x' }], [{ 'o:errorDetails': [{}] }], [{ status: 400 }], [{ responses: [{ status: '500' }] }],
    [JSON.parse('{"__proto__":{"error":{"code":"x"}}}')],
  ])('is seen in %j, readable or not', (answer) => {
    expect(showsError(answer)).toBe(true);
  });

  it.each([[null], ['error'], [{ error: null, errors: [] }], [{ error: '', errors: false }], [{ status: 'Draft' }], [{ status: 201 }], [{ status: 4000 }], [{ d: { PurchaseOrder: '4500000001', error: null } }], [{ errorFree: 1 }]])('is not seen in %j', (answer) => {
    expect(showsError(answer)).toBe(false);
  });

  it('is cut where it has no end', () => {
    const many = refusalIn({ 'o:errorDetails': Array.from({ length: 5_000 }, (_, index) => ({ 'o:errorCode': `C${index}`, detail: 'x'.repeat(100_000) })) });
    expect(many).toHaveLength(20);
    expect(many[0]?.text).toHaveLength(2_000);
  });
});
