import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { DeliveryOutcome, NewDelivery } from '../domain/delivery.ts';
import type { Verification } from '../domain/listen-settings.ts';
import { challengeIn, lookAt } from './delivered-body.ts';
import { type ReadyEndpoint, headerOf } from './endpoint.ts';
import { GroupCommit } from './group-commit.ts';
import { type CaptureStanding, Metrics, type RequestOutcome } from './metrics.ts';
import { RateLimit } from './rate-limit.ts';

/** What the receiver works with; it knows no database and no clock of its own. */
export interface ReceiverParts {
  endpoints: readonly ReadyEndpoint[];
  maxBytes: number;
  maxPerSecond: number;
  /** Stores deliveries, all or, when it throws, none; they are on the disk when it returns. */
  store(deliveries: readonly NewDelivery[]): DeliveryOutcome[];
  /** Throws where nothing can be stored now. */
  assertWritable(): void;
  /** The same, and there is room on the disk: writes something that says nothing. */
  tryWriting(): void;
  standing(): CaptureStanding;
  /** Something was stored. */
  onStored(): void;
  /** A sender asks for proof that somebody listens; a person hands the challenge back. */
  onChallenge(endpoint: string, challenge: string): void;
  /** A delivery could not be stored. */
  onTrouble(error: unknown): void;
  /** The wall clock, and one that never goes back; milliseconds. */
  now(): number;
  elapsed(): number;
}

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;\s*charset="?utf-8"?\s*)?$/i;
const XML_TYPE = /^(?:application|text)\/xml\s*(?:;\s*charset="?utf-8"?\s*)?$/i;
const TYPES: Record<Verification, RegExp> = { ramp: JSON_TYPE, concur: JSON_TYPE, hmac: JSON_TYPE, basic: XML_TYPE };

/** Senders end their attempt after 10 seconds and more; a request that takes longer is none of theirs. */
const REQUEST_TIMEOUT_MS = 10_000;
/** Each may hold a body of `maxBytes` that nobody has verified yet. */
const MOST_CONNECTIONS = 256;
const RETRY_SOON = '1';
const RETRY_LATER = '5';

/** The receiver of webhooks. Every delivery is stored, synced to the disk, before its sender is answered with 200. */
export function receiver(parts: ReceiverParts): FastifyInstance {
  const { endpoints, maxBytes, maxPerSecond, standing, now } = parts;
  const app = Fastify({ bodyLimit: maxBytes, requestTimeout: REQUEST_TIMEOUT_MS, connectionTimeout: REQUEST_TIMEOUT_MS, logger: false, trustProxy: false, exposeHeadRoutes: false });
  const metrics = new Metrics();
  const health = new Health(parts);
  const commit = new GroupCommit<NewDelivery, DeliveryOutcome>((deliveries) => health.during(() => parts.store(deliveries)));
  const limit = new RateLimit(maxPerSecond, parts.elapsed);
  const byPath = new Map(endpoints.map((endpoint) => [endpoint.path, endpoint]));

  app.server.maxConnections = MOST_CONNECTIONS;
  // The signature is over the body as it came.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'no such endpoint' }));
  app.setErrorHandler((error: { statusCode?: number; code?: string }, request, reply) => {
    const endpoint = byPath.get(request.routeOptions.url ?? '');
    if (error.statusCode === 413) return refuse(reply, endpoint, 413, 'too_large', 'the body is too large');
    if (error.statusCode !== undefined && error.statusCode < 500) return reply.code(error.statusCode).send({ error: 'the request can\'t be read' });
    parts.onTrouble(error);
    return refuse(reply.header('retry-after', RETRY_LATER), endpoint, 503, 'not_stored', 'it could not be stored; send it again');
  });

  const refuse = (reply: FastifyReply, endpoint: ReadyEndpoint | undefined, code: number, outcome: RequestOutcome, error: string): FastifyReply => {
    if (endpoint !== undefined) metrics.count(endpoint.path, endpoint.source, outcome);
    return reply.code(code).send({ error });
  };

  for (const endpoint of endpoints) {
    const { path, source, verify, verifier } = endpoint;
    app.post(path, {
      async onRequest(request, reply) {
        if (!limit.take()) return refuse(reply.header('retry-after', RETRY_SOON), endpoint, 429, 'over_limit', 'too many requests');
        const encoding = headerOf(request.headers, 'content-encoding') ?? 'identity';
        if (encoding !== 'identity' || !TYPES[verify].test(headerOf(request.headers, 'content-type') ?? '')) return refuse(reply, endpoint, 415, 'wrong_type', `this endpoint takes ${verify === 'basic' ? 'XML' : 'JSON'}`);
        return undefined;
      },
    }, async (request: FastifyRequest, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      if (!verifier(request.headers, body)) {
        const challenge = verify === 'ramp' ? challengeIn(body) : null;
        if (challenge === null) return refuse(reply.header('www-authenticate', verify === 'basic' ? 'Basic realm="po-shadow"' : 'Signature'), endpoint, 401, 'unauthorized', 'signature or credentials are wrong or missing');
        // It comes before anything is agreed on, so it may not be signed; nothing is stored and nothing rests on it.
        metrics.count(path, source, 'challenge');
        parts.onChallenge(path, challenge);
        return reply.code(200).send({ challenge });
      }
      const found = lookAt(body, source, verify);
      const outcome = await commit.add({ endpoint: path, source, eventId: found.eventId, receivedAt: Math.floor(now()), body, sha256: found.sha256 });
      parts.onStored();
      if (!found.isReadable) return refuse(reply, endpoint, 422, 'unreadable', `no ${verify === 'basic' ? 'notice in XML' : 'JSON object'}; it was kept, and a person will look at it`);
      metrics.count(path, source, outcome);
      return reply.code(200).send({ received: true });
    });
  }

  app.get('/healthz', async (_request, reply) => {
    const { waiting, syncOn, lastReplayFailed, waitsForSheets } = standing();
    const canStore = health.canStore();
    return reply.code(canStore ? 200 : 503).send({ status: canStore ? 'ok' : 'deliveries can\'t be stored', sync: syncOn ? 'on' : 'off', waiting, replay: lastReplayFailed ? 'the last one failed' : waitsForSheets ? 'waiting for sheets' : 'ok' });
  });
  app.get('/metrics', async (_request, reply) => reply.type('text/plain; version=0.0.4; charset=utf-8').send(metrics.text(standing(), now())));
  return app;
}

/** Whether deliveries can be stored: the inbox can be written now, and after an attempt that failed, something was written since. */
class Health {
  readonly #parts: Pick<ReceiverParts, 'assertWritable' | 'tryWriting'>;
  #failed = false;

  constructor(parts: Pick<ReceiverParts, 'assertWritable' | 'tryWriting'>) {
    this.#parts = parts;
  }

  during<T>(store: () => T): T {
    try {
      const result = store();
      this.#failed = false;
      return result;
    } catch (error) {
      this.#failed = true;
      throw error;
    }
  }

  canStore(): boolean {
    try {
      // Who sends nothing to a receiver that is not well never lets it store anything: it has to find out by itself.
      if (this.#failed) this.#parts.tryWriting();
      else this.#parts.assertWritable();
      this.#failed = false;
      return true;
    } catch {
      return false;
    }
  }
}
