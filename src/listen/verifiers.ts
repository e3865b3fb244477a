import { type KeyObject, createHash, createHmac, timingSafeEqual, verify } from 'node:crypto';
import { type Headers, type Verifier, headerOf } from './endpoint.ts';

export type Digest = 'sha256' | 'sha384' | 'sha512';

/** Ramp's present name of its signature and the one of before. */
export const RAMP_HEADERS = ['x-ramp-signature', 'x-ramp-webhook-signature'] as const;
const CONCUR_HEADER = 'concur-signature';

/** Ramp: HMAC-SHA256 of the raw body in hex, under either header; where both are there, both must be right. */
export function rampVerifier(key: string): Verifier {
  return (headers, body) => {
    const given = RAMP_HEADERS.filter((name) => headers[name] !== undefined);
    return given.length > 0 && given.every((name) => isHmac(headers, name, body, key, 'sha256'));
  };
}

/** Any sender that signs the raw body with an HMAC, in hex or base64, with or without the digest's name in front (`sha256=`). */
export function hmacVerifier(key: string, header: string, digest: Digest): Verifier {
  return (headers, body) => isHmac(headers, header, body, key, digest);
}

/** SAP Concur's Event Subscription Service: an RSA signature (PKCS #1 v1.5) of the raw body in base64. Which digest it is over is not documented. */
export function concurVerifier(key: KeyObject, digest: Digest): Verifier {
  return (headers, body) => {
    const text = headerOf(headers, CONCUR_HEADER);
    const signature = text === undefined ? undefined : fromBase64(text);
    return signature !== undefined && verify(digest, body, key, signature);
  };
}

/** SAP Concur's notices of before: user and password. The body is not signed, so that the way must be TLS. */
export function basicVerifier(userAndPassword: string): Verifier {
  const expected = hashed(Buffer.from(userAndPassword));
  return (headers) => {
    const [scheme, credentials, ...more] = (headerOf(headers, 'authorization') ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'basic' || credentials === undefined || more.length > 0) return false;
    // Hashes are compared: so the time tells nothing, the length neither.
    return timingSafeEqual(hashed(Buffer.from(credentials, 'base64')), expected);
  };
}

function isHmac(headers: Headers, header: string, body: Buffer, key: string, digest: Digest): boolean {
  const text = headerOf(headers, header);
  const signature = text === undefined ? undefined : signatureIn(text.trim(), digest);
  const expected = createHmac(digest, key).update(body).digest();
  return signature !== undefined && signature.length === expected.length && timingSafeEqual(signature, expected);
}

function signatureIn(text: string, digest: Digest): Buffer | undefined {
  const bare = text.toLowerCase().startsWith(`${digest}=`) ? text.slice(digest.length + 1) : text;
  return /^(?:[0-9a-f]{2})+$/i.test(bare) && bare.length % 32 === 0 ? Buffer.from(bare, 'hex') : fromBase64(bare);
}

/** Base64 as it is written, and no other: Node reads anything. */
function fromBase64(text: string): Buffer | undefined {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text.trim()) ? Buffer.from(text.trim(), 'base64') : undefined;
}

const hashed = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
