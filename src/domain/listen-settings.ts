import { z } from 'zod';
import { controls } from './setting-values.ts';

/** How deliveries are verified. */
export const VERIFICATIONS = ['ramp', 'concur', 'basic', 'hmac'] as const;
export type Verification = (typeof VERIFICATIONS)[number];
/** Systems whose deliveries can be read. */
export const DELIVERING_SOURCES = ['generic', 'concur-reports', 'ramp'] as const;

/** A body stands on one line of a page, where it may take six times the room. */
const LARGEST_BODY = 1_048_576;

/** Where a secret stands; the settings never hold it. */
export const secretPlace = z.strictObject({ env: z.string().regex(/^[A-Za-z_]\w*$/, 'must be the name of an environment variable').optional(), file: z.string().min(1).optional() })
  .refine(({ env, file }) => (env === undefined) !== (file === undefined), 'a secret is named by env or by file, one of the two');
export type SecretPlace = z.output<typeof secretPlace>;

const endpoint = z.strictObject({
  path: z.string().regex(/^(\/[A-Za-z0-9._~-]+)+$/, 'must be a path such as /hooks/ramp').refine((path) => path !== '/healthz' && path !== '/metrics', 'is a path of the receiver itself'),
  source: z.enum(DELIVERING_SOURCES),
  verify: z.enum(VERIFICATIONS),
  /** ramp, hmac: the key; basic: `user:password`. */
  secret: secretPlace.optional(),
  /** concur: file of the public key, PEM. */
  publicKey: z.string().min(1).optional(),
  /** concur, hmac: the digest under the signature. */
  digest: z.enum(['sha256', 'sha384', 'sha512']).default('sha256'),
  /** hmac: the header of the signature. */
  header: z.string().regex(/^[A-Za-z0-9-]+$/, 'must be the name of a header such as X-Signature').optional(),
  /** What the sender's own screen says of all that it delivered. */
  controls: controls.optional(),
}).superRefine(({ verify, secret: named, publicKey, header }, context) => {
  const say = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
  if (verify === 'concur' && publicKey === undefined) say('publicKey', 'is needed: the file of Concur\'s public key');
  if (verify !== 'concur' && publicKey !== undefined) say('publicKey', `says nothing about verify: ${verify}`);
  if (verify !== 'concur' && named === undefined) say('secret', 'is needed: where the secret stands, { env: NAME } or { file: path }');
  if (verify === 'concur' && named !== undefined) say('secret', 'says nothing about verify: concur, which has a public key');
  if (verify === 'hmac' && header === undefined) say('header', 'is needed: the header of the signature, such as X-Signature');
  if (verify !== 'hmac' && header !== undefined) say('header', `says nothing about verify: ${verify}, whose headers are known`);
});

/** How long nothing arrives before what came is replayed. */
const replayAfterSeconds = z.number().min(0).max(86_400).default(30);

/** The receiver of webhooks (docs/capture.md). */
export const listenSchema = z.strictObject({
  endpoints: z.array(endpoint).min(1).refine((all) => new Set(all.map(({ path }) => path)).size === all.length, 'two endpoints have one path'),
  maxBytes: z.number().int().min(1_024).max(LARGEST_BODY).default(1_048_576),
  maxPerSecond: z.number().int().min(1).max(100_000).default(1_000),
  replayAfterSeconds,
});

/** The folder that is watched (docs/capture.md). */
export const watchSchema = z.strictObject({ settleSeconds: z.number().min(0).max(3_600).default(5), replayAfterSeconds });
