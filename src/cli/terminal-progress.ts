import type { Progress } from '../pipeline/workplace.ts';
import { SILENT } from '../pipeline/workplace.ts';

const QUIET_MS = 1_000;
const REDRAW_MS = 100;

/**
 * Progress on standard error: nothing where it is no terminal, and nothing for work that is done within a second. The work runs
 * without pause, so the bar is redrawn by the work itself and not by a timer.
 */
export async function terminalProgress(): Promise<Progress> {
  if (!process.stderr.isTTY) return SILENT;
  const { default: cliProgress } = await import('cli-progress');
  let bar: InstanceType<typeof cliProgress.SingleBar> | null = null;
  let what = '';
  let total: number | null = null;
  let value = 0;
  let started = 0;
  let drawn = 0;
  return {
    start(name, size) {
      what = name;
      total = size;
      value = 0;
      started = performance.now();
      drawn = started;
    },
    advance(count) {
      value += count;
      const now = performance.now();
      if (now - drawn < REDRAW_MS || now - started < QUIET_MS) return;
      drawn = now;
      if (bar === null) {
        bar = new cliProgress.SingleBar({ format: '{what} [{bar}] {percentage}%', hideCursor: true, clearOnComplete: true, stream: process.stderr, noTTYOutput: false, autopadding: true }, cliProgress.Presets.shades_classic);
        bar.start(total ?? 1, 0, { what });
      }
      bar.update(Math.min(value, total ?? value), { what });
      bar.render();
    },
    done() {
      bar?.stop();
      bar = null;
    },
  };
}
