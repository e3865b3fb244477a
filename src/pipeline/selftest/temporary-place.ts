import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Works in a folder of its own among the system's temporary files, readable by its owner alone, and removes it whatever happens: when
 * the work is done, fails, or is interrupted by a signal, which the process then dies of as it would have.
 */
export async function inTemporaryPlace<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'po-shadow-selftest-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  const onSignal = (signal: NodeJS.Signals): void => {
    remove();
    for (const each of SIGNALS) process.removeListener(each, onSignal);
    process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    return await work(folder);
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, onSignal);
    remove();
  }
}

/** Lets a signal that came meanwhile be heard. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
