import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder, makeProject, runProgram } from '../project-folder.ts';

/** Runs a command and tells which packages it loaded. */
async function packagesLoadedBy(words: readonly string[]): Promise<string[]> {
  const folder = makeFolder();
  const recorder = join(folder, 'recorder.mjs');
  writeFileSync(
    recorder,
    `import { registerHooks } from 'node:module';
     const loaded = new Set();
     registerHooks({ load(url, context, next) { const name = url.split('/node_modules/').at(-1); if (name !== url) loaded.add(name.split('/').slice(0, name.startsWith('@') ? 2 : 1).join('/')); return next(url, context); } });
     process.on('exit', () => process.stderr.write('\\nLOADED ' + [...loaded].sort().join(' ')));`,
  );
  const { code, stderr } = await runProgram(words, { nodeArguments: ['--import', recorder] });
  expect(code, stderr).toBe(0);
  return /LOADED (.*)/.exec(stderr)?.[1]?.split(' ') ?? [];
}

// Loading takes most of the time that a small command takes; what is not used is not loaded.
describe('at start', () => {
  it('the help of the program and of a command loads neither the database nor anything that reads files', async () => {
    for (const words of [['--help'], ['run', '--help'], ['--version']]) {
      const loaded = await packagesLoadedBy(words);
      expect(loaded).toContain('yargs');
      for (const name of ['better-sqlite3', 'kysely', 'zod', 'yaml', 'papaparse', 'exceljs', 'yauzl', 'cli-table3', 'cli-progress', 'fastest-levenshtein']) expect(loaded, words.join(' ')).not.toContain(name);
    }
  });

  it('a run over text files loads no reader of workbooks, and no progress bar where there is no terminal', async () => {
    const loaded = await packagesLoadedBy(['run', '--project', makeProject().dir]);
    expect(loaded).toEqual(expect.arrayContaining(['better-sqlite3', 'yaml', 'zod']));
    for (const name of ['exceljs', 'yauzl', 'cli-progress']) expect(loaded).not.toContain(name);
  });
});
