import { type ClientRequest, type IncomingMessage, request as plainRequest } from 'node:http';
import { type RequestOptions, request as secureRequest } from 'node:https';
import type { Answered, Unanswered } from './answer.ts';

/** No answer of a webhook is longer. */
const READ_BYTES = 4_096;

/**
 * Posts JSON to a webhook. Follows no redirect, reads no more of an answer than it needs, waits no longer than it is told, and never throws for what the server does. What it says names no address.
 */
export async function post(url: URL, body: string, options: { timeoutMs: number }): Promise<Answered | Unanswered> {
  try {
    return await ask(url, body, options);
  } catch (error) {
    // Not even a request could be made of it.
    return { why: whyOf(error as NodeJS.ErrnoException), neverSent: true };
  }
}

function ask(url: URL, body: string, { timeoutMs }: { timeoutMs: number }): Promise<Answered | Unanswered> {
  return new Promise((resolve) => {
    const bytes = Buffer.from(body, 'utf8');
    const options: RequestOptions = {
      method: 'POST', agent: false,
      headers: { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.length, accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'po-shadow', connection: 'close' },
      // Whatever the environment says.
      rejectUnauthorized: true,
    };
    let neverSent = true;
    let isDone = false;
    const isSecure = url.protocol === 'https:';
    const sent: ClientRequest = isSecure ? secureRequest(url, options, receive) : plainRequest(url, options, receive);
    const timer = setTimeout(() => end({ why: `no answer within ${timeoutMs / 1_000} s`, neverSent }), timeoutMs);
    function end(result: Answered | Unanswered): void {
      if (isDone) return;
      isDone = true;
      clearTimeout(timer);
      sent.destroy();
      resolve(result);
    }
    const fail = (error: NodeJS.ErrnoException): void => end({ why: whyOf(error), neverSent });
    function receive(message: IncomingMessage): void {
      const chunks: Buffer[] = [];
      let read = 0;
      const answered = (): void => end({ status: message.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8'), retryAfter: message.headers['retry-after'], date: message.headers.date });
      message.on('data', (chunk: Buffer) => {
        chunks.push(chunk.subarray(0, READ_BYTES - read));
        read += chunk.length;
        if (read >= READ_BYTES) answered();
      });
      message.on('end', answered);
      message.on('error', fail);
      message.on('close', () => end({ why: 'the connection was closed', neverSent }));
    }
    sent.on('socket', (socket) => socket.on(isSecure ? 'secureConnect' : 'connect', () => (neverSent = false)));
    sent.on('error', fail);
    sent.on('close', () => end({ why: 'the connection was closed', neverSent }));
    sent.end(bytes);
  });
}

/** The code of an error: its message names the host, or the whole address. */
const whyOf = ({ code }: NodeJS.ErrnoException): string => (code !== undefined && /^[A-Z][A-Z0-9_]+$/.test(code) ? code : 'the connection failed');
