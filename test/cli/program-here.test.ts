import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { goldenProject } from '../golden/golden-project.ts';
import { programHere } from '../program-here.ts';
import { makeFolder, runProgram } from '../project-folder.ts';

// Most tests run the program's command lines without a process of its own. That they show what a user sees rests on these.

const COMMANDS = readdirSync(new URL('../../src/cli/commands', import.meta.url)).map((name) => name.replace(/\.ts$/, ''));

/** Command lines in the order in which they are given in one folder, with the exit code of each; every command is among them. */
const LINES: readonly (readonly [line: string, code: number])[] = [
  ['gate', 1], ['init new', 0], ['demo shown --reports 12', 0],
  ['import master master/vendors.csv', 0], ['run --width 80', 0], ['run --fail-on open --format json', 1], ['replay', 0], ['quarantine', 0],
  ['variance', 0], ['variance --fail-on open', 1], ['explain EXP-9060', 0], ['diagnose', 0], ['whatif --mapping mapping', 0], ['selftest --reports 200', 0], ['profile ledger.csv', 0],
  ['pair EXP-9060 PO-7795', 2], ['unpair EXP-9060 PO-7795 --by nobody', 2], ['resolve EXP-9060 --disposition accepted', 2], ['review EXP-9060 --by nobody', 2], ['waive audit', 2],
  ['rollback attest owner', 2], ['sandbox status', 0], ['audit', 0], ['gate --as-of 2026-06-19T21:00:00Z', 1], ['report --format json --as-of 2026-06-19T21:00:00Z', 1],
  ['listen', 2], ['watch nowhere --once', 2], ['sync status', 0], ['parity --as-of 2026-06-05T14:00:00Z', 1], ['health --as-of 2026-06-05T14:00:00Z', 1], ['drift', 0], ['alert --status', 2],
  ['--version', 0], ['--help', 0], ['runn', 2], ['variance --width wide', 2],
];

describe('a command line that is run without a process of its own', () => {
  let here: string;
  let apart: string;
  beforeAll(() => {
    here = goldenProject('first-three-transactions');
    apart = join(makeFolder(), 'first-three-transactions');
    cpSync(here, apart, { recursive: true });
  });

  it('is tried here for every command', () => {
    expect([...new Set(LINES.map(([line]) => line.split(' ')[0]))]).toEqual(expect.arrayContaining(COMMANDS));
  });

  /** What differs between two runs of one line is when, where and under which random name. */
  const settled = (text: string): string => text.replaceAll(here, 'DIR').replaceAll(apart, 'DIR').replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'INSTANT').replaceAll(/[0-9a-f]{12,}…?/g, 'HASH');

  it.each(LINES)('%s: prints and answers what it does as a process', async (line, code) => {
    const words = line.split(' ');
    const [own, process] = [await programHere(words, { cwd: here }), await runProgram(words, { cwd: apart })];
    expect(own.code, own.stderr).toBe(code);
    expect({ ...own, stdout: settled(own.stdout), stderr: settled(own.stderr) }).toEqual({ ...process, stdout: settled(process.stdout), stderr: settled(process.stderr) });
  });

  it('leaves the test its folder, its exit code and its standard output', async () => {
    const before = [process.cwd(), process.exitCode, process.env.NO_COLOR];
    expect((await programHere(['nothing'])).code).toBe(2);
    expect([process.cwd(), process.exitCode, process.env.NO_COLOR]).toEqual(before);
  });
});
