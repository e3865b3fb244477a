import { spawn } from 'node:child_process';
import { delimiter, isAbsolute } from 'node:path';
import { maskSecrets } from '../domain/mask-secrets.ts';
import { READ_BYTES, type ProbeOutcome, answerText, targetText } from './probe-outcome.ts';

/** Variables that a command gets; nothing else of the environment may leak into it, or out of it into the record. */
const PASSED_ON = ['PATH', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'SystemRoot'] as const;

/** How a command is run. */
export interface CommandRun {
  /** The project folder, absolute. */
  folder: string;
  environment: Readonly<Record<string, string | undefined>>;
  timeoutSeconds: number;
}

function passedOn(environment: CommandRun['environment']): Record<string, string> {
  const env: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = environment[name];
    // A relative folder in PATH would have programs of the project folder take the place of the system's.
    if (value !== undefined) env[name] = name === 'PATH' ? value.split(delimiter).filter(isAbsolute).join(delimiter) : value;
  }
  return env;
}

/** Runs a command without a shell; it passes when it ends with 0 in time. Never throws for what the command does. */
export function probeCommand(command: readonly string[], { folder, environment, timeoutSeconds }: CommandRun): Promise<ProbeOutcome> {
  const what = targetText({ command: [...command] });
  const [program = '', ...words] = command;
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let read = 0;
    let isCut = false;
    let isOver = false;
    // A group of its own, so that what it starts ends with it.
    const child = spawn(program, words, { cwd: folder, env: passedOn(environment), shell: false, detached: process.platform !== 'win32', stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    const kill = (): void => {
      try {
        if (child.pid === undefined) return;
        if (process.platform === 'win32') child.kill('SIGKILL');
        else process.kill(-child.pid, 'SIGKILL');
      } catch (error) {
        // Nothing of the group is left, or only what has ended already.
        if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      }
    };
    const interrupted = (signal: NodeJS.Signals): void => {
      kill();
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      process.kill(process.pid, signal);
    };
    process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
    const end = (passed: boolean, how: string): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      // What it started in the background ends too, and may not hold this program open.
      kill();
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      const said = answerText(Buffer.concat(chunks), isCut);
      resolve({ passed, what, answer: said === '' ? how : `${how}; ${said}` });
    };
    const timer = setTimeout(() => end(false, `no end after ${timeoutSeconds} s, killed`), timeoutSeconds * 1000);
    const take = (chunk: Buffer): void => {
      if (chunk.length > READ_BYTES - read) isCut = true;
      const part = chunk.subarray(0, READ_BYTES - read);
      if (part.length > 0) chunks.push(part);
      read += part.length;
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error: NodeJS.ErrnoException) => end(false, error.code === 'ENOENT' ? 'there is no such program' : `could not be started: ${maskSecrets(error.message)}`));
    let ended: string | undefined;
    let isZero = false;
    child.on('exit', (code, signal) => {
      ended = signal === null ? `ended with ${code}` : `ended by ${signal}`;
      isZero = code === 0;
      // What it started may keep its output open; what was written until now is enough.
      setTimeout(() => end(isZero, ended as string), 200).unref();
    });
    child.on('close', () => end(isZero, ended ?? 'ended'));
  });
}

