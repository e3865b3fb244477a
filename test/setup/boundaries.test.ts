import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeFolder } from '../project-folder.ts';

// Each rule of .dependency-cruiser.cjs is broken once in a copy of the tree: a rule that finds nothing is no rule.

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DEPCRUISE = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const { forbidden } = createRequire(import.meta.url)(join(ROOT, '.dependency-cruiser.cjs')) as { forbidden: { name: string; severity: string; comment: string }[] };

/** A file that breaks a rule, and what the rule must say of it. */
interface Planted {
  rule: string;
  /** The file, as the checker names it. */
  file: string;
  imports: string;
  /** Files beside it that the violation needs. */
  others?: Record<string, string>;
}

const stage = (name: string, forbiddenImport: string): Planted => ({ rule: `stage-${name}`, file: `src/${name}/planted.ts`, imports: forbiddenImport });

const PLANTED: readonly Planted[] = [
  stage('domain', '../mapping/resolver.ts'),
  stage('intake', '../mapping/resolver.ts'),
  stage('sources', '../mapping/resolver.ts'),
  stage('ledgers', '../sources/index.ts'),
  stage('erp-logs', '../mapping/resolver.ts'),
  stage('diagnosis', '../mapping/resolver.ts'),
  stage('reference', '../mapping/resolver.ts'),
  stage('routing', '../mapping/resolver.ts'),
  stage('mapping', '../erp/profile.ts'),
  stage('erp', '../routing/routing.ts'),
  stage('sandbox', '../mapping/resolver.ts'),
  stage('replay', '../matching/match.ts'),
  stage('matching', '../mapping/resolver.ts'),
  stage('variance', '../mapping/resolver.ts'),
  stage('resolution', '../mapping/resolver.ts'),
  stage('gates', '../mapping/resolver.ts'),
  stage('rollback', '../replay/replay-report.ts'),
  stage('watching', '../variance/build-rows.ts'),
  stage('alerts', '../store/database.ts'),
  stage('listen', '../store/database.ts'),
  stage('store', '../intake/lines.ts'),
  stage('report', '../variance/build-rows.ts'),
  stage('demo', '../mapping/resolver.ts'),
  stage('selftest', '../mapping/scope.ts'),
  stage('project', '../store/database.ts'),
  { rule: 'core-does-no-io', file: 'src/matching/planted-io.ts', imports: 'node:fs' },
  { rule: 'sqlite-only-in-store', file: 'src/pipeline/planted-sql.ts', imports: 'better-sqlite3' },
  { rule: 'exceljs-only-behind-its-guard', file: 'src/intake/planted-workbook.ts', imports: 'exceljs' },
  { rule: 'migrations-stand-alone', file: 'migrations/planted.ts', imports: '../src/domain/money.ts' },
  { rule: 'no-network', file: 'src/cli/planted-network.ts', imports: 'node:https' },
  { rule: 'no-network', file: 'src/cli/planted-network-in-a-package.ts', imports: 'planted-package' },
  { rule: 'no-network', file: 'src/cli/planted-process.ts', imports: 'node:child_process' },
  { rule: 'no-network', file: 'src/cli/planted-probe.ts', imports: '../rollback/probe-address.ts' },
  { rule: 'no-network', file: 'src/rollback/planted-probe.ts', imports: './probe-command.ts' },
  { rule: 'network-only-in-probes', file: 'src/cli/commands/rollback/planted-network.ts', imports: 'node:dns' },
  { rule: 'network-only-in-probes', file: 'node_modules/planted-package/index.js', imports: 'node:net' },
  { rule: 'fastify-only-in-receiver', file: 'src/listen/planted-server.ts', imports: 'fastify' },
  { rule: 'no-network', file: 'src/cli/planted-receiver.ts', imports: '../listen/receiver.ts' },
  { rule: 'no-network', file: 'src/pipeline/planted-process-apart.ts', imports: '../cli/work-apart.ts' },
  { rule: 'receiver-does-not-reach-the-job', file: 'src/listen/planted-replay.ts', imports: '../pipeline/replay-record.ts' },
  { rule: 'no-network', file: 'src/cli/planted-postman.ts', imports: '../alerts/post.ts' },
  { rule: 'alerts-are-sent-by-few', file: 'src/pipeline/planted-sending.ts', imports: '../cli/alerting/start-sending.ts' },
  { rule: 'sending-does-not-reach-the-job', file: 'src/alerts/planted-replay.ts', imports: '../pipeline/replay-record.ts' },
  { rule: 'no-cycles', file: 'src/cli/planted-cycle.ts', imports: './planted-cycle-back.ts', others: { 'src/cli/planted-cycle-back.ts': './planted-cycle.ts' } },
  { rule: 'resolvable', file: 'src/cli/planted-nowhere.ts', imports: './not-there.ts' },
];

interface Violation {
  from: string;
  to: string;
  rule: { name: string; severity: string };
}

/** The tree without what the rules do not read; packages by links, so that one can be added. */
function copyTree(): string {
  const dir = makeFolder();
  for (const name of ['src', 'migrations', '.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) cpSync(join(ROOT, name), join(dir, name), { recursive: true });
  mkdirSync(join(dir, 'node_modules'));
  for (const name of readdirSync(join(ROOT, 'node_modules'))) if (!name.startsWith('.')) symlinkSync(join(ROOT, 'node_modules', name), join(dir, 'node_modules', name));
  return dir;
}

function write(dir: string, path: string, imports: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), `import * as planted from '${imports}';\nexport const used = planted;\n`);
}

function violationsIn(dir: string): Violation[] {
  const { stdout, stderr } = spawnSync(process.execPath, [DEPCRUISE, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src', 'migrations'], { cwd: dir, encoding: 'utf8', maxBuffer: 1 << 29 });
  expect(stderr).toBe('');
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
}

/** The check as `npm run boundaries` runs it. */
const check = (dir: string): { status: number | null; stdout: string } => spawnSync(process.execPath, [DEPCRUISE, '--config', '.dependency-cruiser.cjs', 'src', 'migrations'], { cwd: dir, encoding: 'utf8' });

const filesOf = ({ file, others = {} }: Planted): string[] => [file, ...Object.keys(others)];

describe('the boundaries of the rooms', () => {
  let dir: string;
  let untouched: ReturnType<typeof check>;
  let broken: Violation[];
  beforeAll(() => {
    dir = copyTree();
    untouched = check(dir);
    mkdirSync(join(dir, 'node_modules/planted-package'));
    writeFileSync(join(dir, 'node_modules/planted-package/package.json'), '{"name":"planted-package","version":"1.0.0","type":"module","exports":"./index.js"}\n');
    for (const { file, imports, others = {} } of PLANTED) {
      write(dir, file, imports);
      for (const [path, other] of Object.entries(others)) write(dir, path, other);
    }
    broken = violationsIn(dir);
  }, 120_000);

  it('are kept by the tree as it is', () => {
    expect(untouched.stdout).toMatch(/no dependency violations found \([1-9]\d+ modules/);
    expect(untouched.status).toBe(0);
  });

  it('have a planted violation for each rule, and every rule says why it is there', () => {
    expect([...new Set(PLANTED.map(({ rule }) => rule))].sort()).toEqual(forbidden.map(({ name }) => name).sort());
    for (const { comment } of forbidden) expect(comment.length).toBeGreaterThan(20);
  });

  it.each(PLANTED)('$rule is an error for $file, which imports $imports', (planted) => {
    // A cycle is told once, of either of its files.
    const violations = broken.filter((violation) => filesOf(planted).includes(violation.from));
    expect(violations.map((violation) => violation.rule)).toContainEqual({ name: planted.rule, severity: 'error' });
  });

  it('find nothing else than what was planted', () => {
    const planted = new Set(PLANTED.flatMap(filesOf));
    expect(broken.filter(({ from }) => !planted.has(from))).toEqual([]);
  });

  it('fail the check for a single violation, and name the rule and the file', () => {
    const [first, ...others] = PLANTED as [Planted, ...Planted[]];
    for (const path of others.flatMap(filesOf)) rmSync(join(dir, path));
    const { status, stdout } = check(dir);
    expect(status).not.toBe(0);
    expect(stdout).toContain(first.rule);
    expect(stdout).toContain(first.file);
  });
});
