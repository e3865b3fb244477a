import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { approvedEvent } from './approved-event.ts';

// npm run bench:receiver [-- RATE SECONDS REPLAY_AFTER]: how `po-shadow listen` answers from a second process on loopback, at a rate that does not wait for its answers; then at
// rising rates, until it gives out. Bounded in count and time. Nothing here passes or fails; the numbers are for people.

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = join(ROOT, 'dist/src/po-shadow.js');
const KEY = 'a-secret-of-enough-characters';
const SOCKETS = 64;
const TICK_MS = 10;
const RAMP = [1_000, 2_000, 3_000, 4_000, 6_000, 8_000];
const RAMP_SECONDS = 10;

const [rate = 500, seconds = 60, replayAfterSeconds = 5] = process.argv.slice(2).map(Number);

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const SETTINGS = {
  window: { from: '2026-06-01', to: '2026-06-14' },
  inputs: { ledger: [{ format: 'generic', files: 'ledger.csv' }] },
  listen: { endpoints: [{ path: '/hook', source: 'generic', verify: 'hmac', header: 'X-Signature', secret: { env: 'HOOK_SECRET' } }], maxPerSecond: 100_000, replayAfterSeconds },
};

async function startListening(project: string): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [PROGRAM, 'listen', '--port', '0', '--project', project], { env: { ...process.env, HOOK_SECRET: KEY }, stdio: ['ignore', 'ignore', 'pipe'] });
  let printed = '';
  for (;;) {
    const [chunk] = (await once(child.stderr as NodeJS.ReadableStream, 'data')) as [Buffer];
    printed += chunk.toString();
    const [, port] = /Listening on http:\/\/[^:]+:(\d+)/.exec(printed) ?? [];
    if (port === undefined) continue;
    child.stderr?.on('data', (more: Buffer) => process.stderr.write(more));
    return { child, port: Number(port) };
  }
}

interface Answers {
  latencies: number[];
  codes: Map<number, number>;
  failed: number;
}

let sent = 0;

/** Sends at a rate, whatever is answered; resolves when all were. */
async function load(port: number, perSecond: number, lasting: number, answers: Answers): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS });
  const total = perSecond * lasting;
  const started = performance.now();
  let launched = 0;
  const running = new Set<Promise<void>>();
  while (launched < total) {
    const due = Math.min(total, Math.floor(((performance.now() - started) / 1_000) * perSecond));
    for (; launched < due; launched++) {
      // What is late counts from when it should have been sent.
      const at = started + (launched / perSecond) * 1_000;
      const one = send(agent, port, `e${sent++}`, at, answers).finally(() => running.delete(one));
      running.add(one);
    }
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  await Promise.all(running);
  agent.destroy();
}

function send(agent: Agent, port: number, id: string, at: number, answers: Answers): Promise<void> {
  const body = JSON.stringify(approvedEvent(id));
  return new Promise((resolve) => {
    const out = request({ agent, port, host: '127.0.0.1', path: '/hook', method: 'POST', headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'x-signature': createHmac('sha256', KEY).update(body).digest('hex') } }, (answer) => {
      answer.resume();
      answer.on('end', () => {
        answers.latencies.push(performance.now() - at);
        const code = answer.statusCode ?? 0;
        answers.codes.set(code, (answers.codes.get(code) ?? 0) + 1);
        resolve();
      });
    });
    out.on('error', () => {
      answers.failed++;
      resolve();
    });
    out.end(body);
  });
}

/** Resident memory of a process in bytes; null where the system does not tell. */
function residentBytes(pid: number): number | null {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) * 1_024;
  } catch {
    return null;
  }
}

async function measured(child: ChildProcess, port: number, perSecond: number, lasting: number): Promise<Answers> {
  const answers: Answers = { latencies: [], codes: new Map(), failed: 0 };
  const memory: number[] = [];
  const timer = setInterval(() => {
    const bytes = residentBytes(child.pid as number);
    if (bytes !== null) memory.push(bytes);
  }, 1_000);
  const started = performance.now();
  await load(port, perSecond, lasting, answers);
  clearInterval(timer);
  const took = (performance.now() - started) / 1_000;
  const sorted = answers.latencies.sort((left, right) => left - right);
  const at = (share: number): string => `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1)} ms`;
  const megabytes = (bytes: number | undefined): string => (bytes === undefined ? '?' : `${Math.round(bytes / 1e6)} MB`);
  say(`${String(perSecond).padStart(6)}/s for ${lasting} s: ${[...answers.codes].map(([code, count]) => `${count} × ${code}`).join(', ')}${answers.failed === 0 ? '' : `, ${answers.failed} failed`}; ${Math.round(sorted.length / took)}/s answered; p50 ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)}; memory ${megabytes(memory[0])} at first, ${megabytes(memory[Math.floor(memory.length / 2)])} midway, ${megabytes(memory.at(-1))} at the end`);
  return answers;
}

const project = mkdtempSync(join(tmpdir(), 'po-shadow-receiver-'));
writeFileSync(join(project, 'po-shadow.yaml'), JSON.stringify(SETTINGS));
try {
  say(`${cpus().length} cores, ${cpus()[0]?.model}; ${SOCKETS} connections from a second process; each delivery of ${JSON.stringify(approvedEvent('e0')).length} bytes is new; what arrived is collected and replayed after ${replayAfterSeconds} s without one, ten times that at the latest`);
  const { child, port } = await startListening(project);
  let acknowledged = 0;
  for (const [perSecond, lasting] of [[rate, seconds], ...RAMP.map((each) => [each, RAMP_SECONDS])] as [number, number][]) {
    const { codes, failed, latencies } = await measured(child, port, perSecond, lasting);
    acknowledged += codes.get(200) ?? 0;
    const late = latencies[Math.floor(latencies.length * 0.99)] ?? 0;
    if (failed > 0 || [...codes.keys()].some((code) => code !== 200) || late > 1_000) {
      say(`It gives out at ${perSecond}/s.`);
      break;
    }
  }
  child.kill('SIGTERM');
  await once(child, 'close');
  const inbox = new Sqlite(join(project, 'inbox.db'), { readonly: true });
  const [stored, unique] = ['count(*)', 'count(DISTINCT event_id)'].map((what) => inbox.prepare(`SELECT ${what} FROM delivery`).pluck().get() as number);
  inbox.close();
  say(`${acknowledged} acknowledged, ${stored} stored, ${unique} different`);
} finally {
  rmSync(project, { recursive: true, force: true });
}
