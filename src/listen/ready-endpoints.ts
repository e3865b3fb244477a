import type { KeyObject } from 'node:crypto';
import type { SecretPlace } from '../domain/listen-settings.ts';
import type { Settings } from '../domain/settings.ts';
import { CannotRun } from '../domain/trouble.ts';
import type { ReadyEndpoint, Verifier } from './endpoint.ts';
import { basicVerifier, concurVerifier, hmacVerifier, rampVerifier } from './verifiers.ts';

type EndpointSettings = NonNullable<Settings['listen']>['endpoints'][number];

/** Where keys come from. */
export interface Keys {
  secret(place: SecretPlace, key: string): string;
  publicKey(file: string): KeyObject;
}

const SHORTEST_KEY = 16;

/** The endpoints of the settings with their keys. Throws CannotRun for a key that is not there, or none. */
export function readyEndpoints(endpoints: readonly EndpointSettings[], keys: Keys): ReadyEndpoint[] {
  return endpoints.map((endpoint, index) => ({ path: endpoint.path, source: endpoint.source, verify: endpoint.verify, verifier: verifierOf(endpoint, `listen.endpoints[${index}].secret`, keys) }));
}

function verifierOf({ verify, secret: place, publicKey, digest, header }: EndpointSettings, key: string, keys: Keys): Verifier {
  // What each verification needs was checked with the settings.
  if (verify === 'concur') return concurVerifier(keys.publicKey(publicKey as string), digest);
  const secret = keys.secret(place as SecretPlace, key);
  if (verify === 'basic') {
    if (!/^[^:]+:.+$/s.test(secret)) throw new CannotRun('the secret is not written user:password', { where: key, remedy: 'Write both, with a colon between them.' });
    return basicVerifier(secret);
  }
  if (Buffer.byteLength(secret) < SHORTEST_KEY) throw new CannotRun(`a key of fewer than ${SHORTEST_KEY} characters can be guessed`, { where: key, remedy: 'Take the secret that the sender gave you, or agree on a longer one.' });
  return verify === 'ramp' ? rampVerifier(secret) : hmacVerifier(secret, header as string, digest);
}
