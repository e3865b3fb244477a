import { readFileSync, readdirSync } from 'node:fs';

const TICKS_A_SECOND = 100;

/** Resident memory of a process in bytes; null where the system does not tell. */
export function residentBytes(pid: number): number | null {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(textOf(`/proc/${pid}/status`) ?? '')?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1_024;
}

/** Time on a core that a process took so far, in seconds; null where the system does not tell. */
export function coreSeconds(pid: number): number | null {
  const fields = textOf(`/proc/${pid}/stat`)?.replace(/^.*\) /s, '').split(' ');
  return fields === undefined ? null : (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

/** The processes that a process started and that run. */
export function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) => (textOf(`/proc/${pid}/task/${task}/children`) ?? '').split(' ').filter((word) => /^\d+/.test(word)).map(Number));
  } catch {
    return [];
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
