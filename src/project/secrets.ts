import { type KeyObject, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SecretPlace } from '../domain/listen-settings.ts';
import { CannotRun } from '../domain/trouble.ts';
import { type Project, SETTINGS_FILE, assertReadableFile, shownPath, statusOf } from './project.ts';

const LONGEST_SECRET = 4_096;
const OTHERS = 0o077;

/** A secret from where the settings say that it stands; its text appears in no message. Throws CannotRun. */
export function readSecret(project: Project, { env, file }: SecretPlace, environment: Readonly<Record<string, string | undefined>>, key: string): string {
  const where = `${SETTINGS_FILE}: ${key}`;
  const secret = env === undefined ? readSecretFile(project, file as string) : environment[env];
  if (secret === undefined || secret === '') {
    throw new CannotRun(env === undefined ? 'the file is empty' : `the environment has no ${env}`, { where, remedy: env === undefined ? 'Write the secret into it.' : `Set ${env} for the process, or name a file instead.` });
  }
  if (secret.length > LONGEST_SECRET) throw new CannotRun('this is too long for a secret', { where, remedy: 'Check which file or variable is named.' });
  return secret;
}

function readSecretFile(project: Project, file: string): string {
  const path = resolve(project.folder, file);
  const shown = shownPath(project, path);
  assertReadableFile(path, shown, SETTINGS_FILE);
  const mode = statusOf(path, shown)?.mode ?? OTHERS;
  if ((mode & OTHERS) !== 0) throw new CannotRun('others than its owner may read this secret', { where: shown, remedy: `chmod 600 ${shown}` });
  return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
}

const SMALLEST_KEY_BITS = 2_048;

/** An RSA public key from a file of the project. Throws CannotRun. */
export function readPublicKey(project: Project, file: string): KeyObject {
  const path = resolve(project.folder, file);
  const shown = shownPath(project, path);
  assertReadableFile(path, shown, SETTINGS_FILE);
  const pem = readFileSync(path);
  // Of a private key the public one could be told; but whoever verifies must not hold it.
  if (pem.includes('PRIVATE KEY')) throw new CannotRun('this is a private key', { where: shown, remedy: 'Save the public key that the sender publishes as PEM, and keep the private one away from here.' });
  let key: KeyObject;
  try {
    key = createPublicKey(pem);
  } catch (cause) {
    throw new CannotRun('this is no public key', { where: shown, remedy: 'Save the key that the sender publishes as PEM.', cause });
  }
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < SMALLEST_KEY_BITS) throw new CannotRun(`this is no RSA key of ${SMALLEST_KEY_BITS} bits or more`, { where: shown, remedy: 'Save the key that the sender publishes as PEM.' });
  return key;
}
