import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { KEY, signedHeaders } from '../listen/signed.ts';

const PROGRAM = fileURLToPath(new URL('../../src/po-shadow.ts', import.meta.url));
export const HOOK_SECRET = KEY;
/** The endpoint that tests of the receiver use: signed JSON of the canonical source. */
export const LISTEN = { endpoints: [{ path: '/hooks/generic', source: 'generic', verify: 'hmac', header: 'X-Signature', secret: { env: 'HOOK_SECRET' } }] };

/** A receiver in a process of its own. */
export interface Receiving {
  child: ChildProcess;
  address: string;
  /** What it printed so far, both streams. */
  printed(): string;
  /** Sends a signed body; the status, or null where there was no answer. */
  post(body: string, path?: string): Promise<number | null>;
  /** Ends it in an orderly way, or as a crash would; resolves to its exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `po-shadow listen` for a project and waits until it listens. Throws where it ends before, with what it printed. */
export async function startReceiver(dir: string, environment: Record<string, string> = { HOOK_SECRET }): Promise<Receiving> {
  const child = spawn(process.execPath, [PROGRAM, 'listen', '--port', '0', '--project', dir], { env: { ...process.env, NO_COLOR: '1', ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  const address = await new Promise<string>((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      text += chunk.toString();
      const [, found] = /Listening on (http:\/\/\S+)/.exec(text) ?? [];
      if (found !== undefined) resolve(found);
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.on('close', () => reject(new Error(`it ended before it listened:\n${text}`)));
  });
  return {
    child, address, printed: () => text,
    async post(body, path = '/hooks/generic') {
      try {
        const { status } = await fetch(`${address}${path}`, { method: 'POST', body, headers: signedHeaders(body) });
        return status;
      } catch {
        return null;
      }
    },
    async end(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const closed = once(child, 'close');
      child.kill(signal);
      return (await closed)[0] as number | null;
    },
  };
}
