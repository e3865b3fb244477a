import { type RequestListener, createServer } from 'node:http';
import { type AddressInfo, createServer as createPlainServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { post } from '../../src/alerts/post.ts';
import { webhookAddress } from '../../src/alerts/webhook-address.ts';

const SECRET = 'a-secret-path';

async function serve(answer: RequestListener): Promise<{ url: URL; requests: string[] }> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk)).on('end', () => {
      requests.push(`${request.method} ${request.url} ${request.headers['content-type']} ${body}`);
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${SECRET}`), requests };
}

describe('posting an alert', () => {
  it('sends JSON as UTF-8, once, and gives the answer back', async () => {
    const { url, requests } = await serve((_, response) => response.setHeader('retry-after', '7').writeHead(429).end('rate_limited'));
    expect(await post(url, '{"text":"é"}', { timeoutMs: 2_000 })).toMatchObject({ status: 429, body: 'rate_limited', retryAfter: '7' });
    expect(requests).toEqual([`POST /${SECRET} application/json; charset=utf-8 {"text":"é"}`]);
  });

  it('does not follow a redirect', async () => {
    const elsewhere = await serve((_, response) => response.end('ok'));
    const { url } = await serve((_, response) => response.writeHead(302, { location: elsewhere.url.href }).end());
    expect(await post(url, '{}', { timeoutMs: 2_000 })).toMatchObject({ status: 302 });
    expect(elsewhere.requests).toEqual([]);
  });

  it('reads no more than a bit of an answer that does not end', async () => {
    const { url } = await serve((_, response) => {
      const more = (): void => {
        while (response.write('x'.repeat(65_536)));
        response.once('drain', more);
      };
      more();
    });
    const answer = await post(url, '{}', { timeoutMs: 5_000 });
    expect('body' in answer && answer.body.length).toBe(4_096);
  });

  it.each<[string, RequestListener, string]>([
    ['hangs', () => {}, 'no answer within 0.3 s'],
    ['begins an answer and hangs', (_, response) => response.writeHead(200).write('o'), 'no answer within 0.3 s'],
    ['breaks off', (request) => request.socket.destroy(), 'ECONNRESET'],
    ['breaks off with a reset', (request) => request.socket.resetAndDestroy(), 'ECONNRESET'],
  ])('says that nobody knows where a server %s after it had the message, and names no address', async (_what, answer, why) => {
    const { url } = await serve(answer);
    expect(await post(url, '{}', { timeoutMs: 300 })).toEqual({ why, neverSent: false });
  });

  it('knows that nothing was sent where nobody listens, or the name is none', async () => {
    const server = createPlainServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await post(new URL(`http://127.0.0.1:${port}/${SECRET}`), '{}', { timeoutMs: 2_000 })).toEqual({ why: 'ECONNREFUSED', neverSent: true });
    const nowhere = await post(new URL(`https://no-such-host.invalid/${SECRET}`), '{}', { timeoutMs: 2_000 });
    expect(nowhere).toMatchObject({ neverSent: true });
    expect(JSON.stringify(nowhere)).not.toMatch(/no-such-host|secret/);
  });

  it('knows that nothing was sent where a server speaks no TLS', async () => {
    const { url, requests } = await serve((_, response) => response.end('ok'));
    expect(await post(new URL(url.href.replace('http:', 'https:')), '{}', { timeoutMs: 2_000 })).toMatchObject({ neverSent: true });
    expect(requests).toEqual([]);
  });
});

describe('the address of a webhook', () => {
  it.each(['https://hooks.slack.com/services/T0/B0/x', 'http://127.0.0.1:8080/x', 'http://localhost/x', 'http://[::1]:80/x', ' https://x.example/y?sig=z\n'])('is taken: %s', (text) => {
    expect(webhookAddress(text, 'alerts.channels[0].url').protocol).toMatch(/^https?:$/);
  });

  it.each(['http://hooks.slack.com/services/T0/B0/s3cret', 'hooks.slack.com/s3cret', 'ftp://127.0.0.1/s3cret', 'https://dana:s3cret@hooks.slack.com/', 'http://127.0.0.1.evil.example/s3cret', ''])('is refused without being shown: %s', (text) => {
    let message = '';
    try {
      webhookAddress(text, 'alerts.channels[0].url');
    } catch (error) {
      message = `${(error as { where: string }).where} ${(error as Error).message} ${(error as { remedy: string }).remedy}`;
    }
    expect(message).toContain('alerts.channels[0].url');
    expect(message).not.toContain('s3cret');
  });
});
