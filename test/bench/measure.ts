import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a process took; null where this machine offers no way to tell. */
export interface Measured {
  seconds: number;
  cpuSeconds: number | null;
  peakBytes: number | null;
}

const TIME = '/usr/bin/time';
/** GNU time, which other systems' own does not replace. */
const HAS_TIME = spawnSync(TIME, ['-f', '%U %S %M', 'true']).status === 0;
const POLL_MS = 20;
/** Ticks of /proc/PID/stat on every Linux of today. */
const TICKS_PER_SECOND = 100;

/** Runs a process to its end, without its output, and measures it. Throws where it ends with another code than those that are `fine`. */
export async function measure(command: string, words: readonly string[], fine: readonly number[] = [0]): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'po-shadow-measure-'));
  const report = join(folder, 'time');
  try {
    const [program, programWords] = HAS_TIME ? [TIME, ['-f', '%U %S %M', '-o', report, command, ...words]] : [command, [...words]];
    const polled: Pick<Measured, 'cpuSeconds' | 'peakBytes'> = { cpuSeconds: null, peakBytes: null };
    const start = performance.now();
    const child = spawn(program, programWords, { stdio: ['ignore', 'ignore', 'pipe'] });
    let complaints = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      complaints = (complaints + chunk).slice(-2000);
    });
    const poll = HAS_TIME ? undefined : setInterval(() => look(child.pid, polled), POLL_MS);
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    const seconds = (performance.now() - start) / 1000;
    clearInterval(poll);
    if (code === null || !fine.includes(code)) throw new Error(`${command} ended with ${code}: ${complaints}`);
    if (!HAS_TIME) return { seconds, ...polled };
    const [user = 0, system = 0, kilobytes = 0] = readFileSync(report, 'utf8').trim().split('\n').at(-1)?.split(' ').map(Number) ?? [];
    return { seconds, cpuSeconds: user + system, peakBytes: kilobytes * 1024 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Reads what Linux says of a process; elsewhere, and once it has ended, nothing changes. */
function look(pid: number | undefined, seen: Pick<Measured, 'cpuSeconds' | 'peakBytes'>): void {
  try {
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    if (peak !== undefined) seen.peakBytes = Number(peak) * 1024;
    // The process's name stands in brackets and may hold spaces; user and system time are the 12th and 13th after it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    seen.cpuSeconds = (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    // It has ended, or this is not Linux.
  }
}
