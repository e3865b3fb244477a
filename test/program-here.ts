import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import type { Outcome } from './project-folder.ts';

const written: Record<number, Buffer[]> = { 1: [], 2: [] };
const { writeSync } = fs;
const { log } = console;
const { NO_COLOR, FORCE_COLOR } = process.env;

/** The program writes to the descriptors themselves; whatever else is written goes where it would. */
function keep(descriptor: number, content: Buffer | string, ...rest: unknown[]): number {
  const kept = written[descriptor];
  if (kept === undefined) return (writeSync as (...given: unknown[]) => number)(descriptor, content, ...rest);
  const [offset = 0] = rest as [number?];
  const bytes = Buffer.from(content as Buffer).subarray(offset);
  kept.push(bytes);
  return bytes.length;
}

function write(by: typeof writeSync): void {
  fs.writeSync = by;
  syncBuiltinESMExports();
}

const taken = (descriptor: number): string => Buffer.concat(written[descriptor]?.splice(0) ?? []).toString('utf8');

async function execute(words: readonly string[], cwd: string): Promise<Outcome> {
  const { main } = await import('../src/cli/main.ts');
  const { exitCode } = process;
  const folder = process.cwd();
  process.env.NO_COLOR = '1';
  delete process.env.FORCE_COLOR;
  write(keep as typeof writeSync);
  // yargs prints help and version so.
  console.log = (text: string) => keep(1, `${text}\n`);
  try {
    process.chdir(cwd);
    await main(words);
    return { code: Number(process.exitCode), stdout: taken(1), stderr: taken(2) };
  } finally {
    write(writeSync);
    console.log = log;
    process.chdir(folder);
    process.exitCode = exitCode;
    for (const [name, value] of Object.entries({ NO_COLOR, FORCE_COLOR })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs a command line of the program without a process of its own, which saves its start; one after the other, since they share their
 * standard output. What a command says and answers is the same (`test/cli/program-here.test.ts`); what a process is, its environment, its
 * signals, its memory and how it ends, is for `runProgram`.
 */
export function programHere(words: readonly string[], { cwd = process.cwd() }: { cwd?: string } = {}): Promise<Outcome> {
  const outcome = last.then(() => execute(words, cwd));
  last = outcome.catch(() => undefined);
  return outcome;
}
