import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { approvedEvent } from './approved-event.ts';
import { childrenOf, coreSeconds, residentBytes } from './processes.ts';
import { type Answers, type Outgoing, sendSteadily } from './steady-sender.ts';

// npm run bench:receiver [-- SECONDS RAMP_SECONDS PROGRAM]: how `po-shadow listen` answers a second process on loopback, at a rate that does not wait for its answers: 500 a second
// for SECONDS, then at rising rates until it gives out; with replays as often as the receiver allows, and without. Bounded in count and time. Nothing here passes or fails.

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const KEY = 'a-secret-of-enough-characters';
const CONNECTIONS = 64;
const RATE = 500;
const RAMP = [1_000, 2_000, 3_000, 5_000, 8_000, 10_000, 12_000, 15_000, 20_000, 30_000];
/** Where the slowest hundredth waits longer, it has given out. */
const GIVES_OUT_MS = 1_000;
const NEVER_SECONDS = 86_400;

const [seconds = 60, rampSeconds = 10] = process.argv.slice(2, 4).map(Number);
const program = resolve(process.argv[4] ?? join(ROOT, 'dist/src/po-shadow.js'));

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** What the settings of a demonstration lack for a receiver; YAML holds JSON. */
const listening = (replayAfterSeconds: number): string =>
  `listen: ${JSON.stringify({ endpoints: [{ path: '/hook', source: 'generic', verify: 'hmac', header: 'X-Signature', secret: { env: 'HOOK_SECRET' } }], maxPerSecond: 100_000, replayAfterSeconds })}\n`;

interface Receiving {
  child: ChildProcess;
  port: number;
  replays: number;
}

async function startListening(project: string): Promise<Receiving> {
  const child = spawn(process.execPath, [program, 'listen', '--port', '0', '--project', project], { env: { ...process.env, HOOK_SECRET: KEY }, stdio: ['ignore', 'ignore', 'pipe'] });
  let printed = '';
  for (;;) {
    const [chunk] = (await once(child.stderr as NodeJS.ReadableStream, 'data')) as [Buffer];
    printed += chunk.toString();
    const [, port] = /Listening on http:\/\/[^:]+:(\d+)/.exec(printed) ?? [];
    if (port === undefined) continue;
    const receiving = { child, port: Number(port), replays: 0 };
    child.stderr?.on('data', (more: Buffer) => {
      receiving.replays += more.toString().match(/open variance/g)?.length ?? 0;
      if (!/open variance|^Ending/.test(more.toString())) process.stderr.write(more);
    });
    return receiving;
  }
}

let made = 0;
function makeDelivery(): Outgoing {
  const id = `e${made++}`;
  const body = JSON.stringify(approvedEvent(id));
  const signature = createHmac('sha256', KEY).update(body).digest('hex');
  return { id, bytes: Buffer.from(`POST /hook HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nx-signature: ${signature}\r\n\r\n${body}`) };
}

/** The memory of the receiver, second by second, and the most of what it started. */
class MemoryWatch {
  readonly receiver: number[] = [];
  mostBeside = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(pid: number) {
    this.#timer = setInterval(() => {
      const bytes = residentBytes(pid);
      if (bytes !== null) this.receiver.push(bytes);
      for (const child of childrenOf(pid)) this.mostBeside = Math.max(this.mostBeside, residentBytes(child) ?? 0);
    }, 1_000);
  }

  end(): void {
    clearInterval(this.#timer);
  }
}

const megabytes = (bytes: number | undefined): string => (bytes === undefined ? '?' : `${Math.round(bytes / 1e6)} MB`);

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Sends at a rate and says what was seen. */
async function measured(receiving: Receiving, perSecond: number, lasting: number): Promise<Answers> {
  const pid = receiving.child.pid as number;
  const memory = new MemoryWatch(pid);
  const replaysBefore = receiving.replays;
  const coreBefore = coreSeconds(pid);
  const ownBefore = process.cpuUsage();
  const started = performance.now();
  const answers = await sendSteadily(receiving.port, perSecond, lasting, CONNECTIONS, makeDelivery);
  const took = (performance.now() - started) / 1_000;
  memory.end();
  const { latencies, lateness, codes, failed } = answers;
  const own = process.cpuUsage(ownBefore);
  const cores = ((coreSeconds(pid) ?? Number.NaN) - (coreBefore ?? Number.NaN)) / took;
  const at = (share: number): string => `${percentile(latencies, share).toFixed(1)}`;
  say(`${String(perSecond).padStart(6)}/s for ${lasting} s: ${[...codes].map(([code, count]) => `${count} × ${code}`).join(', ')}${failed === 0 ? '' : `, ${failed} failed`}; ${Math.round(latencies.length / took)}/s answered; `
    + `p50 ${at(0.5)}, p99 ${at(0.99)}, p99.9 ${at(0.999)}, longest ${at(1)} ms (of it the sender's own: p99 ${percentile(lateness, 0.99).toFixed(1)} ms); `
    + `memory ${megabytes(memory.receiver[0])} at first, ${megabytes(memory.receiver[Math.floor(memory.receiver.length / 2)])} midway, ${megabytes(memory.receiver.at(-1))} at the end${memory.mostBeside === 0 ? '' : `, replays beside it ${megabytes(memory.mostBeside)} at most`}; `
    + `${receiving.replays - replaysBefore} replays; cores: receiver ${cores.toFixed(2)}, sender ${((own.user + own.system) / 1e6 / took).toFixed(2)}; load average ${loadavg()[0]?.toFixed(1)}`);
  return answers;
}

/** Says what of the acknowledged the inbox lacks, and what it has twice. */
function compareInbox(project: string, acknowledged: ReadonlySet<string>): void {
  const inbox = new Sqlite(join(project, 'inbox.db'), { readonly: true });
  const stored = inbox.prepare('SELECT event_id FROM delivery').pluck().all() as string[];
  inbox.close();
  const unique = new Set(stored);
  say(`${acknowledged.size} acknowledged; of them ${[...acknowledged].filter((id) => !unique.has(id)).length} lost; ${stored.length} stored, ${stored.length - unique.size} doubled`);
}

/** Rising rates until it gives out, for a project of its own. */
async function series(title: string, replayAfterSeconds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'po-shadow-receiver-'));
  const project = join(folder, 'demo');
  // Sheets by which what is delivered becomes POs: without them nothing would be replayed.
  const made = spawnSync(process.execPath, [program, 'demo', project, '--reports', '40'], { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
  appendFileSync(join(project, 'po-shadow.yaml'), listening(replayAfterSeconds));
  try {
    say(title);
    const receiving = await startListening(project);
    const acknowledged = new Set<string>();
    for (const [perSecond, lasting] of [[RATE, seconds], ...RAMP.map((each) => [each, rampSeconds])] as [number, number][]) {
      const { codes, failed, latencies, acknowledged: some } = await measured(receiving, perSecond, lasting);
      for (const id of some) acknowledged.add(id);
      if (failed > 0 || [...codes.keys()].some((code) => code !== 200) || percentile(latencies, 0.99) > GIVES_OUT_MS) {
        say(`It gives out at ${perSecond}/s.`);
        break;
      }
    }
    receiving.child.kill('SIGTERM');
    await once(receiving.child, 'close');
    compareInbox(project, acknowledged);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

say(`${cpus().length} cores, ${cpus()[0]?.model}; ${CONNECTIONS} connections from a second process; each delivery of ${JSON.stringify(approvedEvent('e0')).length} bytes is new; latencies in milliseconds from when a delivery was due`);
await series('Without replays:', NEVER_SECONDS);
await series('With replays, as often as the receiver allows:', 1);
