import { connect } from 'node:net';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { InboxPage } from '../../src/domain/delivery.ts';
import { CREDENTIALS, SIGNED, type TriedPath, readyReceiver, rsa } from './ready-receiver.ts';
import { KEY, hmac } from './signed.ts';

const EVENT = JSON.stringify({ eventId: 'e1', occurredAt: '2026-06-02T15:10:00Z', report: { id: 'EXP-9041' } });
const THIN = JSON.stringify({ id: 'evt-1', type: 'bills.approved', created_at: '2026-06-02T15:10:00Z', business_id: 'b', object: { id: 'bill-1' } });
const CONCUR = JSON.stringify({ id: 'c-1', eventType: 'statusChanged', topic: 'public.concur.expense.report', timeStamp: '2026-06-02T15:10:00Z', facts: { reportId: 'R1' } });
const NOTICE = '<Notification><EventType>Approved</EventType><ObjectType>EXPRPT</ObjectType><ObjectURI>https://host/v3/R1</ObjectURI><EventDateTime>2026-06-02T15:10:00Z</EventDateTime></Notification>';
const BODIES: Record<TriedPath, string> = { '/hooks/ramp': THIN, '/hooks/concur': CONCUR, '/hooks/notice': NOTICE, '/hooks/generic': EVENT };
const PATHS = Object.keys(BODIES) as TriedPath[];

describe('a delivery', () => {
  it.each(PATHS)('to %s is stored when its sender is told so, to the byte', async (path) => {
    const { post, inbox } = await readyReceiver();
    const { statusCode } = await post(path, BODIES[path], SIGNED[path](BODIES[path]));
    expect(statusCode).toBe(200);
    const [page] = inbox.pages.settle({ deliveries: 1, bytes: 1 }, () => 'a'.repeat(64));
    expect(inbox.pages.deliveriesOf(page as InboxPage).map(({ body }) => Buffer.from(body).toString())).toEqual([BODIES[path]]);
  });

  it('that is repeated is answered as the first was, and stored once', async () => {
    const { post, inbox, metrics } = await readyReceiver();
    const first = await post('/hooks/ramp', THIN, SIGNED['/hooks/ramp'](THIN));
    const again = await post('/hooks/ramp', THIN, { ...SIGNED['/hooks/ramp'](THIN), 'x-ramp-webhook-id': 'another' });
    expect(again).toEqual({ ...first, headers: again.headers });
    expect(inbox.lastSequence()).toBe(1);
    expect(await metrics()).toEqual([
      'po_shadow_deliveries_total{endpoint="/hooks/ramp",source="ramp",outcome="known"} 1',
      'po_shadow_deliveries_total{endpoint="/hooks/ramp",source="ramp",outcome="stored"} 1',
    ]);
  });

  it('is answered with 503 and stored nowhere while the disk is full, and is taken once there is room', async () => {
    let isFull = true;
    const ready = await readyReceiver();
    const { post, app, inbox } = await readyReceiver({
      store(deliveries) {
        if (isFull) throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
        return ready.inbox.store(deliveries);
      },
      tryWriting() {
        if (isFull) throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
        ready.inbox.tryWriting();
      },
    });
    const refused = await post('/hooks/generic', EVENT, SIGNED['/hooks/generic'](EVENT));
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '5']);
    expect((await app.inject('/healthz')).statusCode).toBe(503);
    expect([ready.inbox.lastSequence(), inbox.lastSequence()]).toEqual([0, 0]);
    isFull = false;
    // Whoever goes by it sends again.
    expect((await app.inject('/healthz')).statusCode).toBe(200);
    expect((await post('/hooks/generic', EVENT, SIGNED['/hooks/generic'](EVENT))).statusCode).toBe(200);
    expect((await app.inject('/healthz')).statusCode).toBe(200);
  });

  it('is answered with 503 while another process holds the inbox for too long, and taken when that lets go', async () => {
    const { post, inbox, path } = await readyReceiver();
    const other = new Sqlite(path);
    other.exec('BEGIN IMMEDIATE');
    expect((await post('/hooks/generic', EVENT, SIGNED['/hooks/generic'](EVENT))).statusCode).toBe(503);
    other.exec('ROLLBACK');
    other.close();
    expect((await post('/hooks/generic', EVENT, SIGNED['/hooks/generic'](EVENT))).statusCode).toBe(200);
    expect(inbox.lastSequence()).toBe(1);
  });

  it('keeps its place where the clock is put back: the order is that of the acknowledgements', async () => {
    let now = Date.UTC(2026, 5, 2, 12);
    const { post, inbox } = await readyReceiver({ now: () => now });
    for (const eventId of ['a', 'b', 'c']) {
      const body = JSON.stringify({ eventId });
      await post('/hooks/generic', body, SIGNED['/hooks/generic'](body));
      now -= 3_600_000;
    }
    const [page] = inbox.pages.settle({ deliveries: 10, bytes: 10_000 }, () => 'a'.repeat(64));
    expect(inbox.pages.deliveriesOf(page as InboxPage).map(({ eventId }) => eventId)).toEqual(['a', 'b', 'c']);
  });

  it('is answered only after the commit that holds it, and what arrives together is committed together', async () => {
    const log: string[] = [];
    const { post } = await readyReceiver({
      store(deliveries) {
        log.push(`stored ${deliveries.length}`);
        return deliveries.map(() => 'stored');
      },
    });
    const answers = await Promise.all(['e1', 'e2', 'e3'].map(async (eventId) => {
      const body = JSON.stringify({ eventId });
      await post('/hooks/generic', body, SIGNED['/hooks/generic'](body));
      log.push('answered');
    }));
    expect(answers).toHaveLength(3);
    expect(log).toEqual(['stored 3', 'answered', 'answered', 'answered']);
  });
});

describe('a signature', () => {
  it.each([
    ['/hooks/ramp', 'by the present header', { 'x-ramp-signature': hmac(THIN) }],
    ['/hooks/ramp', 'by the header of before', { 'x-ramp-webhook-signature': hmac(THIN) }],
    ['/hooks/ramp', 'by both', { 'x-ramp-signature': hmac(THIN), 'x-ramp-webhook-signature': hmac(THIN) }],
    ['/hooks/generic', 'in capitals', { 'x-signature': hmac(EVENT).toUpperCase() }],
    ['/hooks/generic', 'with the name of its digest', { 'x-signature': `sha256=${hmac(EVENT)}` }],
    ['/hooks/generic', 'in base64', { 'x-signature': Buffer.from(hmac(EVENT), 'hex').toString('base64') }],
  ] as const)('to %s is right %s', async (path, _how, headers) => {
    const { post } = await readyReceiver();
    expect((await post(path, BODIES[path], { 'content-type': 'application/json', ...headers })).statusCode).toBe(200);
  });

  const flipped = (hex: string): string => `${hex.slice(0, -1)}${hex.endsWith('0') ? '1' : '0'}`;
  it.each<[TriedPath, string, Record<string, string>]>([
    ['/hooks/ramp', 'it is missing', {}],
    ['/hooks/ramp', 'it is of another body', { 'x-ramp-signature': hmac(`${THIN} `) }],
    ['/hooks/ramp', 'it is of another key', { 'x-ramp-signature': hmac(THIN, 'another-key-of-enough-characters') }],
    ['/hooks/ramp', 'one bit is wrong', { 'x-ramp-signature': flipped(hmac(THIN)) }],
    ['/hooks/ramp', 'it is cut', { 'x-ramp-signature': hmac(THIN).slice(0, 62) }],
    ['/hooks/ramp', 'it is empty', { 'x-ramp-signature': '' }],
    ['/hooks/ramp', 'it is a shorter digest of the same key', { 'x-ramp-signature': hmac(THIN, KEY, 'sha1') }],
    ['/hooks/ramp', 'one of both headers is wrong', { 'x-ramp-signature': hmac(THIN), 'x-ramp-webhook-signature': flipped(hmac(THIN)) }],
    ['/hooks/concur', 'it is missing', {}],
    ['/hooks/concur', 'it is over another digest', { 'concur-signature': rsa(CONCUR, 'sha512') }],
    ['/hooks/concur', 'it is of another body', { 'concur-signature': rsa(`${CONCUR} `) }],
    ['/hooks/concur', 'it is an HMAC with the public key', { 'concur-signature': hmac(CONCUR) }],
    ['/hooks/concur', 'it is no base64', { 'concur-signature': '***' }],
    ['/hooks/notice', 'nobody is named', {}],
    ['/hooks/notice', 'the password is wrong', { authorization: `Basic ${Buffer.from('concur:a-passworD').toString('base64')}` }],
    ['/hooks/notice', 'the scheme is another', { authorization: `Bearer ${Buffer.from(CREDENTIALS).toString('base64')}` }],
    ['/hooks/generic', 'it stands in another header', { 'x-ramp-signature': hmac(EVENT) }],
  ])('to %s is refused with 401 and nothing is stored where %s', async (path, _why, headers) => {
    const { post, inbox, metrics } = await readyReceiver();
    const { statusCode } = await post(path, BODIES[path], { 'content-type': path === '/hooks/notice' ? 'text/xml' : 'application/json', ...headers });
    expect(statusCode).toBe(401);
    expect(inbox.lastSequence()).toBe(0);
    expect((await metrics()).join()).toContain('outcome="unauthorized"} 1');
  });

  it('that stands twice is refused: nobody can say which is meant', async () => {
    const { app } = await readyReceiver();
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.addresses()[0] as { port: number };
    const answer = await raw(port, `POST /hooks/generic HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nX-Signature: ${hmac(EVENT)}\r\nX-Signature: ${hmac(EVENT)}\r\nContent-Length: ${EVENT.length}\r\n\r\n${EVENT}`);
    expect(answer).toContain('HTTP/1.1 401');
  });
});

describe('a captured request that somebody sends again', () => {
  it('changes nothing, also under another id in a header, which nobody signed', async () => {
    const { post, inbox } = await readyReceiver();
    for (const id of ['w-1', 'w-2', 'w-3']) expect((await post('/hooks/ramp', THIN, { ...SIGNED['/hooks/ramp'](THIN), 'x-ramp-webhook-id': id })).statusCode).toBe(200);
    expect(inbox.lastSequence()).toBe(1);
  });

  it('is refused at another endpoint of another key', async () => {
    const { post } = await readyReceiver();
    expect((await post('/hooks/generic', THIN, { 'content-type': 'application/json', 'x-signature': hmac(THIN, 'another-key-of-enough-characters') })).statusCode).toBe(401);
  });
});

describe('a request that no delivery is', () => {
  it.each([['/hooks/other', 404], ['/', 404], ['/hooks/ramp/', 404], ['/HOOKS/RAMP', 404]] as const)('to %s is refused with %i', async (path, code) => {
    const { post } = await readyReceiver();
    expect((await post(path, THIN, SIGNED['/hooks/ramp'](THIN))).statusCode).toBe(code);
  });

  it('with another method finds nothing', async () => {
    const { app } = await readyReceiver();
    for (const method of ['GET', 'PUT', 'DELETE', 'HEAD'] as const) expect((await app.inject({ method, url: '/hooks/ramp' })).statusCode).toBe(404);
  });

  it.each(['text/plain', 'application/xml', 'application/json; charset=utf-16', 'application/x-www-form-urlencoded', ''])('of the type "%s" is refused with 415 where JSON is taken', async (type) => {
    const { post, inbox } = await readyReceiver();
    expect((await post('/hooks/generic', EVENT, { ...SIGNED['/hooks/generic'](EVENT), 'content-type': type })).statusCode).toBe(415);
    expect(inbox.lastSequence()).toBe(0);
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'application/json;charset=UTF-8', 'application/cloudevents+json'])('of the type "%s" is taken', async (type) => {
    const { post } = await readyReceiver();
    expect((await post('/hooks/generic', EVENT, { ...SIGNED['/hooks/generic'](EVENT), 'content-type': type })).statusCode).toBe(200);
  });

  it('that is packed is refused with 415: what unpacks to how much is not tried', async () => {
    const { post } = await readyReceiver();
    expect((await post('/hooks/generic', EVENT, { ...SIGNED['/hooks/generic'](EVENT), 'content-encoding': 'gzip' })).statusCode).toBe(415);
  });

  it('of more bytes than maxBytes is refused with 413, whether it says so or not, and nothing is stored', async () => {
    const { post, app, inbox } = await readyReceiver();
    const large = JSON.stringify({ eventId: 'e1', text: 'x'.repeat(2_048) });
    expect((await post('/hooks/generic', large, SIGNED['/hooks/generic'](large))).statusCode).toBe(413);
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.addresses()[0] as { port: number };
    const chunk = `400\r\n${'x'.repeat(1_024)}\r\n`;
    const answer = await raw(port, `POST /hooks/generic HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nX-Signature: ${hmac('')}\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}${chunk}${chunk}`);
    expect(answer).toContain('HTTP/1.1 413');
    expect(inbox.lastSequence()).toBe(0);
  });

  it('over the limit of a second is refused with 429 and told when to come again; a second later it is taken', async () => {
    let elapsed = 0;
    const { post } = await readyReceiver({ maxPerSecond: 2, elapsed: () => elapsed });
    const codes: number[] = [];
    const send = async (eventId: string): Promise<void> => {
      const body = JSON.stringify({ eventId });
      const { statusCode, headers } = await post('/hooks/generic', body, SIGNED['/hooks/generic'](body));
      codes.push(statusCode);
      if (statusCode === 429) expect(headers['retry-after']).toBe('1');
    };
    for (const id of ['a', 'b', 'c']) await send(id);
    elapsed = 1_000;
    await send('c');
    expect(codes).toEqual([200, 200, 429, 200]);
  });
});

describe('a signed body that can\'t be read', () => {
  it.each([
    ['/hooks/generic', 'is no JSON', '{"eventId":'],
    ['/hooks/generic', 'is no object', '[1]'],
    ['/hooks/generic', 'says two things', '{"eventId":"e1","eventId":"e2"}'],
    ['/hooks/generic', 'is empty', ''],
    ['/hooks/notice', 'declares a DTD', `<!DOCTYPE x [<!ENTITY e "x">]>${NOTICE}`],
    ['/hooks/notice', 'uses an entity', NOTICE.replace('Approved', '&e;')],
    ['/hooks/notice', 'is another document', '<Report/>'],
  ] as const)('to %s which %s is refused with 422 and kept, once', async (path, _why, body) => {
    const { post, inbox } = await readyReceiver();
    for (const _ of [1, 2]) expect((await post(path, body, SIGNED[path](body))).statusCode).toBe(422);
    expect(inbox.lastSequence()).toBe(1);
  });
});

describe('a challenge of Ramp', () => {
  it('is given back and told to the person who set the webhook up; nothing is stored', async () => {
    const { post, challenges, inbox } = await readyReceiver();
    const { statusCode, text } = await post('/hooks/ramp', '{"challenge":"abc-123"}', { 'content-type': 'application/json' });
    expect([statusCode, text]).toEqual([200, '{"challenge":"abc-123"}']);
    expect([challenges, inbox.lastSequence()]).toEqual([['abc-123'], 0]);
  });

  it.each(['{"challenge":"<script>"}', '{"challenge":"a","id":"evt-1"}', `{"challenge":"${'a'.repeat(600)}"}`, '{"challenge":7}'])('is no way to have anything else repeated: %s', async (body) => {
    const { post, challenges } = await readyReceiver();
    expect((await post('/hooks/ramp', body, { 'content-type': 'application/json' })).statusCode).toBe(401);
    expect(challenges).toEqual([]);
  });

  it('is none of any other sender', async () => {
    const { post } = await readyReceiver();
    expect((await post('/hooks/generic', '{"challenge":"abc-123"}', { 'content-type': 'application/json' })).statusCode).toBe(401);
  });
});

describe('what anybody may ask', () => {
  it('shows neither a body nor a key', async () => {
    const { app, post } = await readyReceiver();
    await post('/hooks/generic', EVENT, SIGNED['/hooks/generic'](EVENT));
    for (const url of ['/healthz', '/metrics']) {
      const { body, statusCode } = await app.inject(url);
      expect(statusCode).toBe(200);
      for (const secret of [KEY, CREDENTIALS, 'EXP-9041']) expect(body).not.toContain(secret);
    }
  });

  it('is a text that Prometheus reads: every series with its type, every value a number', async () => {
    const { app } = await readyReceiver();
    const { body, headers } = await app.inject('/metrics');
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    const names = body.split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => /^(po_shadow_\w+)(?:\{[^}]*\})? -?\d+(?:\.\d+)?$/.exec(line)?.[1]);
    expect(names).toEqual(['po_shadow_waiting_deliveries', 'po_shadow_oldest_waiting_seconds', 'po_shadow_sync_on', 'po_shadow_last_replay_timestamp_seconds', 'po_shadow_last_replay_failed', 'po_shadow_waiting_for_sheets']);
  });
});

/** Sends bytes as they are and returns what is answered until the connection ends. */
function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk)).on('error', () => resolve(answer)).on('close', () => resolve(answer));
  });
}
