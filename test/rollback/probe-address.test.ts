import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probeAddress } from '../../src/rollback/probe-address.ts';
import type { ProbeOutcome } from '../../src/rollback/probe-outcome.ts';
import { isRefusedAddress } from '../../src/rollback/refused-addresses.ts';

const asked: { method: string | undefined; url: string | undefined; headers: IncomingMessage['headers'] }[] = [];
let port: number;

function answer(request: IncomingMessage, response: ServerResponse): void {
  asked.push({ method: request.method, url: request.url, headers: request.headers });
  const [, page = '', argument = ''] = (request.url ?? '').split('/');
  const redirect = (to: string): void => void response.writeHead(302, { location: to }).end('moved');
  switch (page) {
    case 'ok':
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"on","token":"S3cr3tS3cr3t"}');
      return;
    case 'status':
      response.writeHead(Number(argument)).end();
      return;
    case 'times':
      return redirect(argument === '1' ? '/ok' : `/times/${Number(argument) - 1}`);
    case 'to':
      return redirect(decodeURIComponent(argument));
    case 'endless': {
      response.writeHead(200);
      const more = (): void => {
        if (response.destroyed) return;
        response.write('x'.repeat(16_384));
        setImmediate(more);
      };
      more();
      return;
    }
    case 'slow':
      return;
    case 'drip': {
      response.writeHead(200);
      const timer = setInterval(() => response.write('.'), 50);
      response.on('close', () => clearInterval(timer));
      return;
    }
    case 'upgrade':
      response.writeHead(101, { upgrade: 'x', connection: 'upgrade' }).end();
      return;
    case 'cut':
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setTimeout(() => response.destroy(), 20);
      return;
  }
  response.writeHead(404).end('nothing here');
}

const server = createServer(answer);
const other = createServer(answer);
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  other.closeAllConnections();
  other.close();
});

const probe = (path: string, options: { method?: 'GET' | 'HEAD'; expectStatus?: number; timeoutSeconds?: number } = {}): Promise<ProbeOutcome> => {
  asked.length = 0;
  const url = path.includes('://') ? path : `http://127.0.0.1:${port}${path}`;
  return probeAddress({ url, method: options.method ?? 'GET', expectStatus: options.expectStatus ?? 200 }, { timeoutSeconds: options.timeoutSeconds ?? 5 });
};

describe('a probe of an address', () => {
  it('passes with the status that is expected, and records what came back without its secrets', async () => {
    expect(await probe('/ok')).toEqual({ passed: true, what: `GET http://127.0.0.1:${port}/ok`, answer: '200 OK; application/json; {"status":"on","token":"***"}' });
  });

  it('asks by HEAD where it is to, and sends nothing that tells who asks', async () => {
    expect((await probe('/ok', { method: 'HEAD' })).passed).toBe(true);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.method).toBe('HEAD');
    expect(Object.keys(asked[0]?.headers ?? {}).sort()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
  });

  it.each([[500, '500 Internal Server Error, and 200 is expected'], [404, '404 Not Found, and 200 is expected'], [204, '204 No Content, and 200 is expected']])('fails with status %i, and says so', async (status, said) => {
    expect(await probe(`/status/${status}`)).toMatchObject({ passed: false, answer: said });
  });

  it('passes with another status where that is the one expected, a redirect among them', async () => {
    expect(await probe('/status/503', { expectStatus: 503 })).toMatchObject({ passed: true });
    expect(await probe(`/to/${encodeURIComponent('http://elsewhere.example/')}`, { expectStatus: 302 })).toMatchObject({ passed: true });
  });

  it('follows three redirects on the same host and no fourth', async () => {
    expect(await probe('/times/3')).toMatchObject({ passed: true });
    expect(asked.map(({ url }) => url)).toEqual(['/times/3', '/times/2', '/times/1', '/ok']);
    expect(await probe('/times/4')).toMatchObject({ passed: false, answer: 'more than 3 redirects' });
  });

  it.each([
    ['another host', () => `http://localhost:${port}/ok`, /^302: redirects to another host, which is not followed: http:\/\/localhost/],
    ['another port of the same host', () => `http://127.0.0.1:${(other.address() as AddressInfo).port}/ok`, /^302: redirects to another port, which is not followed/],
    ['a file', () => 'file:///etc/passwd', /^302: redirects to something that is neither http nor https/],
    ['nothing', () => 'http://', /^302: redirects to something that is no address/],
  ])('does not follow a redirect to %s', async (_, location, said) => {
    const outcome = await probe(`/to/${encodeURIComponent(location())}`);
    expect(outcome.passed).toBe(false);
    expect(outcome.answer).toMatch(said);
    expect(asked).toHaveLength(1);
  });

  it('masks a secret in an address that it is sent to', async () => {
    expect((await probe(`/to/${encodeURIComponent('http://elsewhere.example/?token=S3cr3tS3cr3t')}`)).answer).not.toContain('S3cr3t');
  });

  it('reads 64 KiB of a body without end, and records less', async () => {
    const { passed, answer: said } = await probe('/endless');
    expect(passed).toBe(true);
    expect(said.length).toBeLessThan(4200);
    expect(said).toContain('cut after 65536 bytes');
  });

  it.each(['/slow', '/drip'])('gives %s up when its time is over', async (path) => {
    const started = performance.now();
    expect(await probe(path, { timeoutSeconds: 1 })).toMatchObject({ passed: false, answer: 'no answer within 1 s' });
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('fails where the answer breaks off, where nobody listens and where the name is unknown', async () => {
    expect((await probe('/cut')).passed).toBe(false);
    expect((await probe('/upgrade')).passed).toBe(false);
    expect(await probe('http://127.0.0.1:9/')).toMatchObject({ passed: false, answer: expect.stringMatching(/^no answer: .*ECONNREFUSED/) });
    expect(await probe('http://nowhere.invalid/')).toMatchObject({ passed: false, answer: expect.stringMatching(/^no answer/) });
  });

  it.each(['http://169.254.169.254/latest/meta-data/', 'http://[fe80::1]/', 'http://[::ffff:169.254.169.254]/', 'http://2852039166/', 'http://0.0.0.0/'])('does not ask %s', async (url) => {
    expect(await probe(url)).toMatchObject({ passed: false, answer: expect.stringMatching(/is an address that probes do not ask$/) });
  });

  it.each([['127.0.0.1', false], ['10.1.2.3', false], ['192.168.0.9', false], ['::1', false], ['fd12::1', false], ['169.254.0.1', true], ['224.0.0.1', true], ['ff02::1', true], ['::ffff:a9fe:a9fe', true], ['fd00:ec2::254', true], ['a.name', false]])('address %s is refused: %s', (address, refused) => {
    expect(isRefusedAddress(address)).toBe(refused);
  });
});
