import type { Verification } from '../domain/listen-settings.ts';

/** The headers of a request, by their names in small letters. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Tells whether a body is its sender's, by the headers beside it. */
export type Verifier = (headers: Headers, body: Buffer) => boolean;

/** An endpoint with what verifies its deliveries. */
export interface ReadyEndpoint {
  path: string;
  source: string;
  verify: Verification;
  verifier: Verifier;
}

/** A header that stands once; undefined where it is absent or stands several times. */
export function headerOf(headers: Headers, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  return typeof value === 'string' ? value : undefined;
}
