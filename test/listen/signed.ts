import { createHmac } from 'node:crypto';

export const KEY = 'a-secret-of-enough-characters';

/** The HMAC of a body in hex. */
export const hmac = (body: string | Buffer, key = KEY, digest = 'sha256'): string => createHmac(digest, key).update(body).digest('hex');

/** The headers of a signed body for an endpoint that takes JSON with an HMAC. */
export const signedHeaders = (body: string): Record<string, string> => ({ 'content-type': 'application/json', 'x-signature': hmac(body) });
