import { spawnSync } from 'node:child_process';
import { accessSync, constants, cpSync, existsSync, globSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeFolder } from '../project-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NEEDED = [22, 18] as const;

interface Manifest {
  files: string[];
  bin: Record<string, string>;
  engines: { node: string };
  allowScripts: Record<string, boolean>;
}
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;

interface LockFile {
  packages: Record<string, { resolved?: string; integrity?: string; hasInstallScript?: boolean; link?: boolean; optional?: boolean; os?: string[]; libc?: string[] }>;
}
const lockText = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
const lock = JSON.parse(lockText) as LockFile;

/** What `npm pack` would publish, built anew in a folder of its own. */
let built: string;
let packed: string[];

beforeAll(() => {
  built = makeFolder();
  const compiled = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--noCheck', '--outDir', join(built, 'dist')], { cwd: ROOT, encoding: 'utf8' });
  expect(compiled.stdout).toBe('');
  expect(compiled.status).toBe(0);
  for (const name of ['package.json', 'LICENSE', 'README.md', 'src', 'test', 'docs', 'tsconfig.json', 'biome.json']) if (existsSync(join(ROOT, name))) cpSync(join(ROOT, name), join(built, name), { recursive: true });
  const pack = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: built, encoding: 'utf8' });
  expect(pack.status, pack.stderr).toBe(0);
  packed = (JSON.parse(pack.stdout) as { files: { path: string }[] }[]).flatMap(({ files }) => files.map(({ path }) => path));
}, 120_000);

describe('the published package', () => {
  it('holds the compiled program with its migrations, README and LICENSE, and nothing else', () => {
    expect(packed.filter((path) => !path.startsWith('dist/')).sort()).toEqual(['LICENSE', 'README.md', 'package.json'].filter((path) => path !== 'README.md' || existsSync(join(ROOT, path))));
    const sources = globSync(['src/**/*.ts', 'migrations/**/*.ts'], { cwd: ROOT, exclude: ['**/*.d.ts'] }).map((path) => `dist/${path.replace(/\.ts$/, '.js')}`);
    expect(sources.length).toBeGreaterThan(50);
    expect(packed.filter((path) => path.startsWith('dist/')).sort()).toEqual(sources.sort());
  });

  it('starts as po-shadow from the file that package.json names, and demo works with what is packed', () => {
    const published = makeFolder();
    for (const path of packed) cpSync(join(built, path), join(published, path));
    symlinkSync(join(ROOT, 'node_modules'), join(published, 'node_modules'));
    const program = join(published, manifest.bin['po-shadow'] as string);
    expect(readFileSync(program, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    const demo = spawnSync(process.execPath, [program, 'demo', 'shown', '--reports', '30'], { cwd: published, encoding: 'utf8' });
    expect(demo.stderr).not.toContain('bug of the program');
    expect(demo.status).toBe(0);
    expect(demo.stdout).toContain('Transaction ID');
  });

  it('asks npm to run no install script but those that allowScripts permits, and names every package that has one', () => {
    const withScripts = Object.entries(lock.packages).filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => path.replace(/^.*node_modules\//, ''));
    expect(withScripts).toContain('node');
    for (const name of withScripts) expect(Object.keys(manifest.allowScripts)).toContain(name);
    expect(Object.entries(manifest.allowScripts).filter(([, allowed]) => allowed).map(([name]) => name)).toEqual(['node']);
  });
});

describe('the lock file', () => {
  it('pins every package by its hash and names no registry, so that any mirror serves', () => {
    const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
    expect(packages.length).toBeGreaterThan(200);
    for (const [path, { resolved, integrity, optional, os, libc }] of packages) {
      expect(resolved, path).toBeUndefined();
      // Binaries for other systems than the one the lock was made on: npm wants them listed, and hashes what it installs there.
      if (optional === true && (os?.includes('linux') !== true || libc?.includes('musl') === true)) continue;
      expect(integrity, path).toMatch(/^sha512-/);
    }
    expect(lockText).not.toMatch(/"resolved"|registry\.|\.tgz/);
  });
});

/** Node versions on this machine, by path, that are too old to run the program. */
function olderNodes(): { path: string; version: string }[] {
  const names = [...new Set(['/usr/local/bin', '/usr/bin', ...(process.env.PATH ?? '').split(delimiter)])].map((folder) => join(folder, 'node'));
  const found = new Map<string, string>();
  for (const name of names) {
    try {
      accessSync(name, constants.X_OK);
      const path = realpathSync(name);
      const version = found.get(path) ?? spawnSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout.trim();
      found.set(path, version);
    } catch {
      // Not there, or not for us.
    }
  }
  return [...found].map(([path, version]) => ({ path, version })).filter(({ version }) => {
    const [major = 0, minor = 0] = version.split('.').map(Number);
    return /^\d+\.\d+/.test(version) && (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1]));
  });
}

const [older] = olderNodes();
if (older === undefined) console.log(`skipped: the message to an older Node, because none older than ${NEEDED.join('.')} is on this machine`);

describe.skipIf(older === undefined)('started with a Node that is too old', () => {
  it.each([[[]], [['run']], [['--help']]])('the program says which version it needs and how to get it, and exits 2 without a stack trace (%j)', (words) => {
    const { path, version } = older as { path: string; version: string };
    const { status, stdout, stderr } = spawnSync(path, [join(built, 'dist/src/po-shadow.js'), ...words], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(`needs Node ${NEEDED.join('.')}`);
    expect(stderr).toContain(version);
    expect(stderr).toMatch(/npx po-shadow/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('and package.json asks for the same version', () => {
    expect(manifest.engines.node).toBe(`>=${NEEDED.join('.')}`);
  });
});
