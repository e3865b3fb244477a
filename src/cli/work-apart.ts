import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type ThreadMessage, heed, taskIn } from '../pipeline/thread-task.ts';
import { HOLDING_YOUNG_MB, moduleHere } from '../pipeline/threads.ts';
import type { Workplace } from '../pipeline/workplace.ts';
import { secretPlaces } from '../project/secret-places.ts';

/** By its code a trouble is told from a mistake of the program. */
const ENDED_EARLY = 'ENDED_EARLY';
/** A nursery has three rooms of this size. */
const NURSERY = `--max-semi-space-size=${HOLDING_YOUNG_MB / 3}`;

/**
 * Has a task done by a process of its own, and shows its progress here: neither its garbage nor its end by lack of memory is this one's. It is started as this one was (`--import`),
 * without the secrets that the settings name, and ends with this process or when `ended` says so. `module` is one of the pipeline that calls serveApart. Throws what the task throws.
 */
export function doApart<Result>(module: string, workplace: Workplace, task: unknown, ended?: AbortSignal): Promise<Result> {
  const child = fork(fileURLToPath(moduleHere(module)), { execArgv: [...process.execArgv, NURSERY], env: withoutSecrets(workplace), serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const kill = (): void => void child.kill('SIGKILL');
  return new Promise<Result>((resolve, reject) => {
    let settle = (how: string): void => reject(Object.assign(new Error(`the process that does it ended early${how}`), { code: ENDED_EARLY }));
    child.on('error', reject);
    child.on('message', (message: ThreadMessage) => heed(message, workplace.progress, (result) => (settle = () => resolve(result as Result)), (error) => (settle = () => reject(error))));
    // Once it has ended it holds no lock any more.
    child.on('close', (code, signal) => settle(signal === null ? ` with ${code}` : `, by ${signal}`));
    child.send(taskIn(workplace, task), () => {});
    ended?.addEventListener('abort', kill);
    if (ended?.aborted === true) kill();
  }).finally(() => ended?.removeEventListener('abort', kill));
}

function withoutSecrets({ settings }: Workplace): NodeJS.ProcessEnv {
  const secrets = new Set(secretPlaces(settings).map(({ env }) => env));
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !secrets.has(name)));
}
