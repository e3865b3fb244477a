import { existsSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { probeCommand } from '../../src/rollback/probe-command.ts';
import type { ProbeOutcome } from '../../src/rollback/probe-outcome.ts';
import { makeFolder } from '../project-folder.ts';

const folder = makeFolder();
const node = (script: string, ...words: string[]): string[] => [process.execPath, '-e', script, ...words];
const probe = (command: string[], timeoutSeconds = 10): Promise<ProbeOutcome> => probeCommand(command, { folder, environment: { ...process.env, SYNC_PASSWORD: 'S3cr3tS3cr3t' }, timeoutSeconds });

describe('a probe by a command', () => {
  it('passes when the command ends with 0, and records what it said', async () => {
    expect(await probe(node("console.log('lock waits: 3')"))).toMatchObject({ passed: true, answer: 'ended with 0; lock waits: 3' });
  });

  it('fails with any other end, and where there is no such program', async () => {
    expect(await probe(node("console.error('too many locks'); process.exit(3)"))).toMatchObject({ passed: false, answer: 'ended with 3; too many locks' });
    expect(await probe(node('process.kill(process.pid, "SIGKILL")'))).toMatchObject({ passed: false, answer: 'ended by SIGKILL' });
    expect(await probe(['no-such-program-here'])).toMatchObject({ passed: false, answer: 'there is no such program' });
  });

  it('is seen by no shell', async () => {
    const outcome = await probe(node('console.log(process.argv[1])', `$(touch ${join(folder, 'made')}); echo \`id\` > x && y | z`));
    expect(outcome).toMatchObject({ passed: true });
    expect(outcome.answer).toContain('$(touch');
    expect(existsSync(join(folder, 'made'))).toBe(false);
  });

  it('runs in the project folder, without the rest of the environment and without input', async () => {
    const { answer } = await probe(node('console.log(process.cwd(), Object.keys(process.env).sort().join(), require("fs").readFileSync(0).length)'));
    expect(answer).toContain(realpathSync(folder));
    expect(answer).not.toMatch(/SYNC_PASSWORD|HOME|NODE_OPTIONS/);
    expect(answer).toMatch(/ 0$/);
  });

  it('takes no program of the project folder for one of the system, whatever PATH says', async () => {
    writeFileSync(join(folder, 'locks'), '#!/bin/sh\necho mine\n', { mode: 0o755 });
    const by = (command: string): Promise<ProbeOutcome> => probeCommand([command], { folder, environment: { PATH: `.::${process.env.PATH}` }, timeoutSeconds: 10 });
    expect(await by('locks')).toMatchObject({ passed: false, answer: 'there is no such program' });
    expect(await by('./locks')).toMatchObject({ passed: true, answer: 'ended with 0; mine' });
  });

  it('records no secret of what it was given or of what it says', async () => {
    const outcome = await probe(node("console.log('password=' + 'S3cr3t' + 'S3cr3t')", '--', '--token', 'S3cr3tS3cr3t'));
    expect(JSON.stringify(outcome)).not.toContain('S3cr3tS3cr3t');
    expect(outcome.answer).toBe('ended with 0; password=***');
  });

  it('is killed when its time is over, with all that it started', async () => {
    const started = performance.now();
    const mark = join(folder, 'outlived');
    const child = `setTimeout(() => require('fs').writeFileSync(${JSON.stringify(mark)}, ''), 2500)`;
    expect(await probe(node(`require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' }); setInterval(() => {}, 1000)`), 1)).toMatchObject({ passed: false, answer: 'no end after 1 s, killed' });
    expect(performance.now() - started).toBeLessThan(2400);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(existsSync(mark)).toBe(false);
  });

  it('does not wait for what a command leaves running in the background', async () => {
    const started = performance.now();
    expect(await probe(node("require('child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 8000)'], { stdio: 'inherit' }).unref(); console.log('done')"))).toMatchObject({ passed: true });
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('reads 64 KiB of an output without end', async () => {
    const { passed, answer } = await probe(node("process.stdout.write('word '.repeat(1e6)); process.exitCode = 0"));
    expect(passed).toBe(true);
    expect(answer.length).toBeLessThan(4200);
    expect(answer).toContain('cut after 65536 bytes');
  });
});
