import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ZonedClock, formatInstant } from '../../src/domain/calendar.ts';
import type { ErpLogEntry } from '../../src/domain/erp-log.ts';
import { CannotRun } from '../../src/domain/trouble.ts';
import { maskLog, readErpLog } from '../../src/erp-logs/read-erp-log.ts';
import { makeFolder } from '../project-folder.ts';

interface Read {
  entries: (ErpLogEntry & { line: number })[];
  refused: { line: number; field: string; value: string; reason: string }[];
}

let files = 0;
const folder = makeFolder();

function read(text: string, zone?: string): Read {
  const path = join(folder, `${files++}.log`);
  writeFileSync(path, text);
  const found: Read = { entries: [], refused: [] };
  readErpLog({ text, path, shown: 'erp.log' }, zone === undefined ? undefined : new ZonedClock(zone), {
    accept: (entry, line) => found.entries.push({ ...entry, line }),
    refuse: (problem, line) => found.refused.push({ ...problem, line }),
  });
  return found;
}

const one = (value: unknown): ErpLogEntry => {
  const { entries, refused } = read(JSON.stringify(value));
  expect(refused).toEqual([]);
  expect(entries).toHaveLength(1);
  return entries[0] as ErpLogEntry;
};

const TIME = '2026-06-04T19:06:12Z';
const NETSUITE = { type: 'https://www.rfc-editor.org/rfc/rfc9110#name-400-bad-request', title: 'Bad Request', status: 400, 'o:errorDetails': [{ detail: 'Error while accessing a resource. Invalid entity reference key 999 for subsidiary 3.', 'o:errorCode': 'INVALID_KEY_OR_REF', 'o:errorPath': 'entity' }] };
const SAP = {
  error: {
    code: '06/025', message: { lang: 'en', value: 'Vendor V-0999 not created (please check your input)' },
    innererror: {
      transactionid: '4F2A', timestamp: '20260604190612.1234567',
      errordetails: [
        { code: '06/025', message: 'Vendor V-0999 not created (please check your input)', propertyref: '', severity: 'error' },
        { code: 'KI/265', message: 'Cost center D-77 does not exist on 04.06.2026', propertyref: 'CostCenter', severity: 'error' },
        { code: 'ME/000', message: 'Delivery date in the past', propertyref: '', severity: 'warning' },
      ],
    },
  },
};
const BUSINESS_CENTRAL = { error: { code: 'Application_DialogException', message: 'The buy-from vendor cannot be found.  CorrelationId:  6a1fe1de-22f3-4c0f-9a70-0d5c8a0b7b11.' } };
const FINANCE_AND_OPERATIONS = { error: { code: '', message: 'An error has occurred.', innererror: { message: "Write failed for table row of type 'PurchPurchaseOrderHeaderV2Entity'. Infolog: Warning: The value 'V-0999' in field 'Vendor account' is not found in the related table 'Vendors'.", type: 'Microsoft.Dynamics.Platform.Integration.Services.OData.ODataWriteException', stacktrace: '' } } };

describe('the error bodies of the four ERPs', () => {
  it.each([
    ['NetSuite', NETSUITE, 'netsuite', [['INVALID_KEY_OR_REF', /Invalid entity reference key 999 for subsidiary 3\.$/, 'entity']]],
    ['NetSuite, of one detail without a list', { status: 400, 'o:errorDetails': NETSUITE['o:errorDetails'][0] }, 'netsuite', [['INVALID_KEY_OR_REF', /Invalid entity reference key 999 for subsidiary 3\.$/, 'entity']]],
    ['SAP S/4HANA, with its details and without what is only a warning', SAP, 'sap-s4', [['06/025', /^Vendor V-0999 not created/, ''], ['KI/265', /^Cost center D-77 does not exist/, 'CostCenter']]],
    ['SAP in OData V4', { error: { code: 'MMPUR_INTEGRATION_PO/017', message: 'Invalid document type ZX', target: 'PurchaseOrderType', details: [] } }, 'sap-s4', [['MMPUR_INTEGRATION_PO/017', /ZX$/, 'PurchaseOrderType']]],
    ['Business Central, its correlation id taken out of the message', BUSINESS_CENTRAL, 'dynamics-bc', [['Application_DialogException', /^The buy-from vendor cannot be found\.$/, '']]],
    ['F&O, whose reason stands in the inner error', FINANCE_AND_OPERATIONS, 'dynamics-fo', [['', /The value 'V-0999' in field 'Vendor account'/, '']]],
  ] as const)('%s', (_, body, system, errors) => {
    const entry = one({ time: TIME, reference: 'EXP-9060', status: 400, response: body });
    expect(entry).toMatchObject({ system, outcome: 'refused', status: 400 });
    expect(entry.errors.map(({ code, target }) => [code, target])).toEqual(errors.map(([code, , target]) => [code, target]));
    for (const [index, [, message]] of errors.entries()) expect(entry.errors[index]?.message).toMatch(message);
  });

  it('may stand in a text, within a request and response, or be the whole entry', () => {
    expect(one({ time: TIME, status: 400, body: JSON.stringify(NETSUITE) }).system).toBe('netsuite');
    expect(one({ time: TIME, request: { method: 'post', url: 'https://erp.example/odata?x=1', body: { CorrespncExternalReference: '7K2M9Q0ABCDE' } }, response: { status: 400, body: SAP } })).toMatchObject({
      system: 'sap-s4', status: 400, method: 'POST', path: '/odata', references: [{ kind: 'external', value: '7K2M9Q0ABCDE' }, { kind: 'correlation', value: '4F2A' }],
    });
    const alone = one(SAP);
    expect([formatInstant(alone.at ?? 0), alone.status, alone.outcome]).toEqual([TIME, null, 'refused']);
    expect(one(BUSINESS_CENTRAL)).toMatchObject({ at: null, references: [{ kind: 'correlation', value: '6a1fe1de-22f3-4c0f-9a70-0d5c8a0b7b11' }] });
  });

  it.each([
    ['a list of errors', { errors: [{ code: 'X', message: 'no such vendor' }] }],
    ['a list of answers', [{ id: 1 }, { error: { code: 'X', message: 'no such vendor' } }]],
    ['OData V2 around it', { d: { error: { code: 'X', message: { value: 'no such vendor' } } } }],
    ['a batch', { responses: [{ id: '1', body: { id: 1 } }, { id: '2', body: { Error: { code: 'X', message: 'no such vendor' } } }] }],
  ])('an error in %s is told, in an object and in a text, and with HTTP 200 is no acceptance', (_, body) => {
    const errors = [{ code: 'X', message: 'no such vendor', target: '' }];
    for (const answer of [body, JSON.stringify(body)]) {
      expect(one({ time: TIME, reference: 'EXP-1', status: 200, body: answer })).toMatchObject({ outcome: 'unclear', errors });
      expect(one({ time: TIME, reference: 'EXP-1', response: { status: 400, body: answer } })).toMatchObject({ outcome: 'refused', errors });
    }
    const cell = JSON.stringify(body).replaceAll('"', '""');
    expect(read(`time,reference,status,body\n${TIME},EXP-1,200,"${cell}"\n`).entries).toMatchObject([{ outcome: 'unclear', errors }]);
    expect(one({ time: TIME, reference: 'EXP-1', status: 400, code: 'OWN', body })).toMatchObject({ errors: [{ code: 'OWN' }] });
  });

  it.each([[{ error: {} }], [{ errors: [{}] }], [{ status: 500 }], [{ error: true }]])('an error in which nothing can be read is no acceptance either: %j', (body) => {
    expect(one({ time: TIME, reference: 'EXP-1', status: 201, body }).outcome).toBe('unclear');
  });

  it.each([[{ id: 7, errors: [], error: null }], [{ errors: 0 }], [{ status: 'Draft', d: { PurchaseOrder: '4500000001' } }], [{ status: 201 }]])('what shows no error is an acceptance: %j', (body) => {
    expect(one({ time: TIME, reference: 'EXP-1', status: 201, body }).outcome).toBe('accepted');
  });

  it('without a time and without a reference says nothing of anybody, and is set aside', () => {
    expect(read(JSON.stringify(NETSUITE)).refused).toMatchObject([{ line: 1, field: 'time', reason: 'neither a time nor a reference: nothing says what the entry belongs to' }]);
  });
});

describe('what became of a call', () => {
  it.each([
    [{ status: 201 }, 'accepted'], [{ status: 204 }, 'accepted'], [{ status: 400 }, 'refused'], [{ status: 404 }, 'refused'], [{ status: 401 }, 'unauthorised'], [{ status: 403 }, 'unauthorised'],
    [{ status: 429 }, 'throttled'], [{ status: 408 }, 'outage'], [{ status: 500 }, 'outage'], [{ status: 503 }, 'outage'], [{ status: 302 }, 'unclear'], [{ message: 'sent' }, 'unclear'],
    [{ code: 'KI/265' }, 'refused'], [{ status: 400, code: 'INSUFFICIENT_PERMISSION' }, 'unauthorised'], [{ code: 'CONCURRENCY_LIMIT_EXCEEDED' }, 'throttled'],
    [{ status: 400, code: '/IWBEP/CX_MGW_NOT_AUTHORIZED' }, 'unauthorised'], [{ status: 200, body: BUSINESS_CENTRAL }, 'unclear'], [{ status: '400 Bad Request' }, 'refused'], [{ status: 'failed', statusCode: 400 }, 'refused'],
    [{ method: 'GET', status: 200 }, 'unclear'], [{ method: 'get', status: 404 }, 'unclear'], [{ method: 'DELETE', status: 204 }, 'unclear'], [{ method: 'GET', status: 401 }, 'unauthorised'], [{ method: 'PUT', status: 204 }, 'accepted'], [{ status: 202 }, 'unclear'], [{ status: 207 }, 'unclear'],
  ])('%j is %s', (fields, outcome) => {
    expect(one({ time: TIME, reference: 'EXP-1', ...fields }).outcome).toBe(outcome);
  });
});

describe('forms of a log', () => {
  const entry = (id: string): string => `{"time":"${TIME}","reference":"${id}","status":400}`;

  it.each([
    ['JSON lines', `${entry('A-1')}\n\n${entry('A-2')}\n`, [1, 3]],
    ['a JSON array', `[\n  ${entry('A-1')},\n  ${entry('A-2')}\n]\n`, [2, 3]],
    ['a list within an object', `{ "from": "x",\n "entries": [\n${entry('A-1')},\n${entry('A-2')} ] }`, [3, 4]],
    ['CSV with other names, in another order', `Reference;HTTP Status;Timestamp\nA-1;400;${TIME}\n\nA-2;400;${TIME}\n`, [2, 4]],
    ['CSV with line ends in quotes', `timestamp,ref,status_code,message\n${TIME},A-1,400,"two\nlines"\n${TIME},A-2,400,x\n`, [2, 4]],
  ])('%s: each entry with its line', (_, text, lines) => {
    const { entries, refused } = read(text);
    expect(refused).toEqual([]);
    expect(entries.map(({ line, references, status, at }) => [line, references[0]?.value, status, at])).toEqual(lines.map((line, index) => [line, `A-${index + 1}`, 400, Date.parse(TIME)]));
  });

  it('a time without offset is read in the time zone that is given, else set aside', () => {
    const text = 'time,reference,status\n2026-06-04 15:06:12,A-1,400\n';
    expect(read(text, 'America/New_York').entries[0]?.at).toBe(Date.parse(TIME));
    expect(read(text).refused).toMatchObject([{ line: 2, field: 'time', value: '2026-06-04 15:06:12' }]);
  });

  it.each([
    ['"/Date(1780599972000)/"', TIME, TIME], ['"/Date(1780599972000+0120)/"', TIME, TIME], ['1780599972000', TIME, TIME], ['"1780599972000"', TIME, TIME],
    ['20260604150612', undefined, TIME], ['"20260604150612.0000000"', undefined, TIME], ['"04.06.2026 15:06:12"', undefined, TIME], ['"4.6.2026 15:06:12"', undefined, TIME], ['"04.06.2026 15:06"', undefined, '2026-06-04T19:06:00Z'],
    ['"31.06.2026 15:06:12"', undefined, undefined], ['"20260631150612"', undefined, undefined], ['"06.13.2026 15:06:12"', undefined, undefined], ['"06/04/2026 15:06:12"', undefined, undefined], ['1780599972', undefined, undefined], ['"20260604"', undefined, undefined],
  ])('the time %s is %s without a time zone, and %s in New York', (time, plain, inNewYork) => {
    const text = `{"time":${time},"reference":"A-1","status":400}\n`;
    const told = ({ entries, refused }: Read): string | undefined => {
      expect(entries.length + refused.length).toBe(1);
      for (const { field, reason } of refused) expect([field, reason === '']).toEqual(['time', false]);
      return entries[0] === undefined ? undefined : formatInstant(entries[0].at ?? 0);
    };
    expect([told(read(text)), told(read(text, 'America/New_York'))]).toEqual([plain, inNewYork]);
  });

  it('what can\'t be read is set aside with field, value and reason, and the rest goes on', () => {
    const { entries, refused } = read(`${entry('A-1')}\n{"time": nonsense}\n{"time":"${TIME}","time":"${TIME}","reference":"x"}\n{"time":"${TIME}","reference":"A-2","status":999}\n{"time":"2026-13-01T00:00:00Z","reference":"A-2","status":400}\n{"time":"${TIME}","reference":"A-2"}\n7\n${entry('A-3')}\n`);
    expect(entries.map(({ line }) => line)).toEqual([1, 8]);
    expect(refused.map(({ line, field }) => [line, field])).toEqual([[2, 'time'], [3, 'time'], [4, 'status'], [5, 'time'], [6, ''], [7, '']]);
    expect(refused[1]?.reason).toContain('duplicate key');
  });

  it.each([
    ['a damaged document', `[\n${entry('A-1')},\n{"time"\n]`, /not valid JSON/, 'erp.log:4'],
    ['a table that is no log', 'po_number,amount\nPO-1,5\n', /no log that can be read/, 'erp.log:1'],
    ['nesting without end', `[${'['.repeat(200)}${']'.repeat(200)}]`, /nested too deeply/, 'erp.log:1'],
  ])('%s can\'t be read at all', (_, text, message, where) => {
    let caught: unknown;
    try {
      read(text);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(CannotRun);
    expect((caught as CannotRun).message).toMatch(message);
    expect((caught as CannotRun).where).toBe(where);
  });
});

const SECRET = 'S3cr3tS3cr3tS3cr3t';

describe('secrets in a log', () => {
  it.each([
    ['a header in JSON', `{"time":"${TIME}","headers":{"Authorization":"Bearer ${SECRET}","Accept":"*/*"}}`],
    ['a header whose value has no known form', `{"headers":{"X-Api-Key":"${SECRET}"}}`],
    ['a list of cookies', `{"headers":{"Cookie":["a=${SECRET}","b=${SECRET}"]}}`],
    ['all that a secret key holds', `{"credentials":{"user":"sync","pin":"${SECRET}"}}`],
    ['a header by name and value', `{"headers":[{"name":"Cookie","value":"${SECRET}"}]}`],
    ['a token in an address', `{"url":"https://erp.example/x?access_token=${SECRET}&a=1"}`],
    ['a token in a message', `{"message":"refused: Authorization: Bearer ${SECRET}"}`],
    ['JSON within JSON', JSON.stringify({ body: JSON.stringify({ client_secret: SECRET, inner: JSON.stringify({ password: SECRET }) }) })],
    ['a number', '{"apiKey": 123456789012}'],
    ...['MYSAPSSO2', 'sso', 'SSO2', 'sap-sso', 'ssoCookie', 'logonTicket', 'ticket', 'X-JWT', 'jwt_assertion', 'otp', 'otp_code', 'userOTP', 'totp', 'pin', 'userPin', 'PIN-code'].flatMap((name): [string, string][] => [
      [`a key ${name}`, JSON.stringify({ [name]: SECRET })], [`a column ${name}`, `time,${name},status\n${TIME},${SECRET},400\n`], [`${name} in a message`, JSON.stringify({ message: `sent ${name}=${SECRET}` })],
    ]),
    ['a header by key and value', `{"headers":[{"key":"Authorization","value":"${SECRET}"}]}`],
    ['a header whose value comes before its name', `{"headers":[{"Value":"${SECRET}","Name":"Authorization"}]}`],
    ['a header as a pair', `{"headers":[["Accept","*/*"],["Authorization","${SECRET}"]]}`],
    ['a header as a pair of name and list', `{"headers":[["Set-Cookie",["a=${SECRET}"]]]}`],
    ['headers as one list', `{"rawHeaders":["Accept","*/*","Authorization","${SECRET}"]}`],
    ['a key that is a path', `{"request.headers.authorization":"${SECRET}"}`],
    ['a key with spaces', `{"API Key":"${SECRET}","Access Token":"${SECRET}"}`],
    ['a key with a sign before it', `{"@authorization":"${SECRET}"}`],
    ['keys of gateways', `{"X-Auth":"${SECRET}","Ocp-Apim-Subscription-Key":"${SECRET}","oauth_consumer_key":"${SECRET}"}`],
    ['parameters of an OAuth header in a message', JSON.stringify({ message: `Authorization: OAuth realm="1", oauth_consumer_key="${SECRET}", oauth_nonce="${SECRET}"` })],
    ['JSON with escaped quotes in a message', JSON.stringify({ message: `sent {\\"password\\":\\"${SECRET}\\"} and failed` })],
    ['headers as another language prints them', JSON.stringify({ message: `{'Authorization': '${SECRET}', 'Cookie': 'a=${SECRET}'}` })],
    ['a header by key and value within a sentence', JSON.stringify({ message: `failed: [{"key":"Authorization","value":"${SECRET}"}]` })],
    ['the parameters of a sign-in', JSON.stringify({ body: `code=${SECRET}&code_verifier=${SECRET}&client_assertion=${SECRET}` })],
    ['the code of a sign-in in an address', `{"url":"https://erp.example/back?code=${SECRET}&a=1"}`],
    ['XML in a message', JSON.stringify({ message: `<o:Password Type="text">${SECRET}</o:Password><token><![CDATA[${SECRET}]]></token>` })],
    ['columns of CSV with spaces and paths', `time,ref,API Key,request.authorization\n${TIME},A-1,${SECRET},${SECRET}\n`],
    ['a variable of Postman with a space in its name', `{"auth":{"type":"apikey"},"variable":[{"key":"API Key","value":"${SECRET}","type":"string"}]}`],
    ['a header by key and value in a line that is cut off', `{"a":1}\n{"headers":[{"key":"Authorization","value":"${SECRET}`],
    ['one in a cell of CSV that is cut off', `time,status,body\n${TIME},400,"{""headers"":[{""key"":""Cookie"",""value"":""${SECRET}"\n`],
    ['a damaged line', `{"a":1}\n{"Authorization":"Bearer ${SECRET}`],
    ['a column of CSV', `time,status,authorization,ref\n${TIME},400,"Basic ${SECRET}==",A-1\n`],
    ['a cell of CSV', `time,status,message\n${TIME},400,token=${SECRET}\n`],
    ['JSON in a cell of CSV', `time,status,body\n${TIME},400,"{""password"":""${SECRET}""}"\n`],
  ])('%s is masked, and masking again changes nothing', (_, text) => {
    const { text: safe, masked } = maskLog(text);
    expect(masked).toBeGreaterThan(0);
    expect(safe).toContain('***');
    expect(safe).not.toContain(SECRET);
    expect(safe).not.toContain('123456789012');
    expect(safe.split('\n')).toHaveLength(text.split('\n').length);
    expect(maskLog(safe)).toEqual({ text: safe, masked: 0 });
  });

  it('leaves what is none to the letter: bodies, layout, keys and amounts', () => {
    const texts = [
      JSON.stringify({ processor: 'a', shipping: 'b', footprint: 'c', lesson: 'd', associate: 'e', spin: 'f', opinion: 'g', pinned: 'h', Pinned: 'i', shopping: 'j' }),
      JSON.stringify({ message: 'processor: a, shipping=b; footprint: c; pinned: d; hotspots=e' }),
      `[\r\n  ${JSON.stringify({ time: TIME, status: 400, body: NETSUITE })},\r\n\t{ "a" : 1.50, "b": "x \\"y\\"", "idempotencyKey": "po-shadow:EXP-9060:V-0999" }\r\n]`,
      `${JSON.stringify({ time: TIME, response: SAP })}\n${JSON.stringify({ time: TIME, response: FINANCE_AND_OPERATIONS })}\n`,
      `${JSON.stringify({ time: TIME, headers: [{ key: 'Authorization', value: '***' }, { name: 'Accept', value: '*/*' }], path: '/x?codes=1', tags: ['po', 'EXP-1'], 'error.code': 'KI/265', message: '<code>X</code> the authorization failed' })}\n`,
      `time,reference,status,message\r\n${TIME},EXP-9060,400,"Invalid entity reference key 999, ""x"" for subsidiary 3."\r\n`,
    ];
    for (const text of texts) expect(maskLog(text)).toEqual({ text, masked: 0 });
  });

  it.each(['idempotencyKey', 'idempotency-key', 'Idempotency Key', 'idempotency.key', 'X-NetSuite-Idempotency-Key', 'request.idempotency.key', 'external.id', 'VendorOrderReference', 'error.code', '@odata.error/code', 'purchase order', 'ship to', 'correlation-id'])('leaves the column and key %s, by which a transaction is told', (name) => {
    for (const text of [JSON.stringify({ [name]: 'EXP-9060' }), JSON.stringify({ headers: [{ key: name, value: 'EXP-9060' }, [name, 'EXP-9060']] }), `time,${name},status\n${TIME},EXP-9060,400\n`]) expect(maskLog(text)).toEqual({ text, masked: 0 });
  });

  it.each(['duplicate key: po-shadow:EXP-9060:V-0999', 'idempotency key=EXP-9060 was used', 'no record with entity key: V-0999', 'Invalid entity reference key 999 for subsidiary 3.', 'refused: invalid token', 'GET /purchaseOrder?codes=5', 'code=KI/265 message=no cost center', 'Fields [Vendor] of {PO} are missing', 'assertion failed: total'])('leaves a message by which a prediction is judged: %s', (message) => {
    expect(maskLog(JSON.stringify({ message })).masked).toBe(0);
  });

  it('a sentence in a list that ends with the word token names nothing', () => {
    const text = JSON.stringify({ messages: ['refused: invalid token', 'EXP-9060 was not created'], links: ['https://erp.example/oauth/token', 'EXP-9060'] });
    expect(maskLog(text)).toEqual({ text, masked: 0 });
  });

  it('of a header by key and value the name stays and the value goes', () => {
    expect(maskLog(`{"headers":[{"key":"Accept","value":"*/*"},{"key":"X-Api-Key","value":"${SECRET}"}],"key":"${SECRET}"}`)).toEqual({ text: '{"headers":[{"key":"Accept","value":"*/*"},{"key":"X-Api-Key","value":"***"}],"key":"***"}', masked: 2 });
  });

  it('a masked log reads as the same entries', () => {
    const text = `time,reference,status,authorization,message\n${TIME},EXP-1,400,Basic ${SECRET}==,"no, ""way"""\n`;
    expect(read(maskLog(text).text).entries).toEqual(read(text).entries);
  });
});
