import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPublicKey, readSecret } from '../../src/project/secrets.ts';
import { makeFolder } from '../project-folder.ts';

const folderWith = (name: string, content: string, mode = 0o600): { folder: string; allowOutside: boolean } => {
  const folder = makeFolder();
  writeFileSync(join(folder, name), content);
  chmodSync(join(folder, name), mode);
  return { folder, allowOutside: false };
};
const secretOf = (content: string, mode?: number): string => readSecret(folderWith('secret', content, mode), { file: 'secret' }, {}, 'listen.endpoints[0].secret');

describe('a secret', () => {
  it('comes from the variable that is named', () => {
    expect(readSecret({ folder: '/', allowOutside: false }, { env: 'HOOK' }, { HOOK: 'word' }, 'key')).toBe('word');
  });

  it('comes from a file that its owner alone reads, without the line end behind it and with every other character', () => {
    expect([secretOf('word\n'), secretOf('word\r\n'), secretOf(' word \n\n')]).toEqual(['word', 'word', ' word \n']);
  });

  it.each([0o640, 0o604, 0o666, 0o602])('is not taken from a file of mode %o, and stands in no message', (mode) => {
    expect(() => secretOf('the-word-itself', mode)).toThrow('others than its owner may read this secret');
    expect(() => secretOf('the-word-itself', mode)).not.toThrow(/the-word-itself/);
  });

  it.each([['is not there', () => readSecret({ folder: makeFolder(), allowOutside: false }, { file: 'none' }, {}, 'k'), 'there is no such file'], ['is empty', () => secretOf('\n'), 'the file is empty'], ['has no variable', () => readSecret({ folder: '/', allowOutside: false }, { env: 'HOOK' }, {}, 'k'), 'the environment has no HOOK'], ['is a book', () => secretOf('x'.repeat(5_000)), 'too long for a secret']])('that %s is told as such', (_what, read, says) => {
    expect(read).toThrow(says);
  });
});

describe('a public key', () => {
  const pem = (type: 'rsa' | 'ec', bits = 2_048): string => (type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: bits }) : generateKeyPairSync('ec', { namedCurve: 'P-256' })).publicKey.export({ type: 'spki', format: 'pem' }).toString();

  it('is an RSA key of 2,048 bits or more, which everybody may read', () => {
    expect(readPublicKey(folderWith('key', pem('rsa'), 0o644), 'key').asymmetricKeyType).toBe('rsa');
  });

  it.each([['a shorter one', pem('rsa', 1_024), 'no RSA key of 2048 bits'], ['one of another kind', pem('ec'), 'no RSA key'], ['a text', 'key', 'this is no public key'], ['the private one', generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'this is a private key']])('is not %s', (_what, content, says) => {
    expect(() => readPublicKey(folderWith('key', content), 'key')).toThrow(says);
  });
});
