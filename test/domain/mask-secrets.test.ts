import { describe, expect, it } from 'vitest';
import { maskSecrets, maskWords } from '../../src/domain/mask-secrets.ts';
import { answerText } from '../../src/rollback/probe-outcome.ts';

const SECRET = 'S3cr3tS3cr3tS3cr3t';

describe('what a probe records', () => {
  it.each([
    ['an authorization header', `Authorization: Bearer ${SECRET}`],
    ['one with basic credentials', `authorization=Basic ${SECRET}==`],
    ['one inside JSON', `{"Authorization":"Bearer ${SECRET}","status":"ok"}`],
    ['a cookie', `Set-Cookie: sid=${SECRET}; Path=/`],
    ['a bearer token in a sentence', `refused Bearer ${SECRET}`],
    ['user name and password of an address', `see https://sync:${SECRET}@erp.example.com/x`],
    ['a token in a query', `https://erp.example.com/x?access_token=${SECRET}&page=2`],
    ['an API key in a query', `https://erp.example.com/x?page=2&api-key=${SECRET}`],
    ['a signature in a query', `https://files.example.com/x?sig=${SECRET}`],
    ['a password in JSON', `{"password":"${SECRET}"}`],
    ['one with an escaped quote', `{"client_secret":"a\\"${SECRET}"}`],
    ['one that is cut off', `{"client_secret":"${SECRET}`],
    ['a password in settings', `db_password: ${SECRET}`],
    ['a password in a connection text', `Server=erp;Pwd=${SECRET};Database=x`],
    ['a secret of the environment', `SYNC_SECRET='${SECRET} ${SECRET}'`],
    ['an option', `curl --token ${SECRET} --max 5`],
    ['a user option', `curl -u sync:${SECRET} https://erp.example.com`],
    ['a private key', `-----BEGIN RSA PRIVATE KEY-----\n${SECRET}\n-----END RSA PRIVATE KEY-----`],
    ['a JSON web token', `eyJhbGciOiJIUzI1NiJ9.eyJ${SECRET}.${SECRET}`],
    ['a token of a service', `ghp_${SECRET}${SECRET}`],
  ])('does not hold %s', (_, text) => {
    expect(maskSecrets(text)).not.toContain(SECRET);
    expect(maskSecrets(text)).toContain('***');
  });

  it.each(['{"status":"ok","lockWaits":3,"responseMs":120}', 'the token was refreshed', '200 OK; text/plain', 'HTTP 503 from https://erp.example.com/status?page=2', 'monkey: 3', 'authorized: 5'])('leaves what is no secret: %s', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });

  it.each([['token', 'token'.repeat(200_000)], ['a path of tokens', 'token-'.repeat(200_000)], ['one-time passwords', 'otp_'.repeat(200_000)], ['XML that never ends', '<token><![CDATA['.repeat(50_000)], ['backslashes', `key${'\\'.repeat(1_000_000)}`]])('is masked within seconds, though made to be slow: %s', (_, text) => {
    const from = performance.now();
    maskSecrets(text);
    expect(performance.now() - from).toBeLessThan(5_000);
  });

  it('masks the word behind an option that is named for a secret', () => {
    expect(maskWords(['curl', '-u', `a:${SECRET}`, '--api-key', SECRET, '--max', '5', '--header', `Authorization: Bearer ${SECRET}`, `--password=${SECRET}`])).toEqual(['curl', '-u', '***', '--api-key', '***', '--max', '5', '--header', 'Authorization: ***', '--password=***']);
  });

  it('does not hold the first half of a word that was cut', () => {
    expect(answerText(Buffer.from('status ok ghp_12345'), true)).toBe('status ok (cut after 65536 bytes)');
  });

  it('holds nothing that a terminal would obey', () => {
    expect(answerText(Buffer.from('ok\u001b[2J'), false)).toBe('ok\\u{1b}[2J');
  });
});
