import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeProject } from '../../src/demo/write-project.ts';
import { flattenApprovals } from './flatten.ts';
import { type Measured, measure } from './measure.ts';
import { PEERS } from './peers.ts';
import { spoilLedger } from './spoil-ledger.ts';
import { stagesOf } from './stages.ts';

// npm run bench [-- REPORTS …]: how long the whole of `po-shadow run` takes, and how that compares with tools that only join the
// same data, already flattened; then audit, gate and report. Nothing here passes or fails; the numbers are for people.

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = join(ROOT, 'dist/src/po-shadow.js');
const SIZES = [1_000, 20_000, 200_000];
const SEED = 9041;
const STARTS = 10;

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const number = (value: number, digits = 0): string => value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const megabytes = (bytes: number | null): string => (bytes === null ? 'not measured' : `${number(bytes / 1e6)} MB`);
const cpu = (seconds: number | null): string => (seconds === null ? 'not measured' : `${number(seconds, 2)} s`);

function sizesAsked(words: readonly string[]): number[] {
  const sizes = words.map(Number);
  const wrong = words.find((_, place) => !Number.isInteger(sizes[place]) || (sizes[place] as number) < 10);
  if (wrong !== undefined) {
    process.stderr.write(`${wrong} is no number of reports (10 or more)\n`);
    process.exit(2);
  }
  return sizes.length === 0 ? SIZES : sizes;
}

function buildIfMissing(): void {
  if (existsSync(PROGRAM)) return;
  const { status } = spawnSync('npm', ['run', 'build'], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

function line(name: string, { seconds, cpuSeconds, peakBytes }: Measured, more = ''): string {
  return `  ${name.padEnd(26)} ${number(seconds, 2).padStart(8)} s   CPU ${cpu(cpuSeconds).padStart(9)}   peak ${megabytes(peakBytes).padStart(9)}${more}`;
}

async function benchOf(reports: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'po-shadow-bench-'));
  try {
    const project = join(folder, 'project');
    mkdirSync(project);
    const counts = writeProject(project, { reports, seed: SEED });
    const bytes = statSync(join(project, 'approvals.jsonl')).size + statSync(join(project, 'ledger.csv')).size;
    say(`\n${number(reports)} reports: ${number(counts.events)} events with ${number(counts.expenseLines)} expense lines, ${number(counts.purchaseOrders)} manual POs with ${number(counts.ledgerLines)} lines; ${number(bytes / 1e6)} MB`);
    const arguments_ = [PROGRAM, 'run', '--project', project, '--format', 'json'];
    const first = await measure(process.execPath, arguments_);
    const second = await measure(process.execPath, arguments_);
    say(line('po-shadow run', first, `   ${number(reports / first.seconds)} reports/s, database ${megabytes(statSync(join(project, 'po-shadow.db')).size)}`));
    say(line('po-shadow run, again', second, `   ${number((100 * second.seconds) / first.seconds)} % of the first`));
    for (const command of ['audit', 'gate', 'report']) say(line(`po-shadow ${command}`, await measure(process.execPath, [PROGRAM, command, '--project', project], command === 'audit' ? [0] : [0, 1])));
    const flat = join(folder, 'lines.csv');
    await flattenApprovals(join(project, 'approvals.jsonl'), flat);
    for (const peer of PEERS) {
      const found = peer.find();
      if ('skipped' in found) {
        say(`  ${peer.name.padEnd(26)} skipped: ${found.skipped}`);
        continue;
      }
      const measured = await measure(found.command, found.words({ lines: flat, ledger: join(project, 'ledger.csv'), scratch: folder }));
      say(line(`${peer.name}, joining only`, measured, `   po-shadow takes ${number(first.seconds / measured.seconds, 2)} times as long`));
    }
    await benchOfSpoilt(folder, reports, first.seconds);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same data with a ledger as people keep one: how much of a run is matching. */
async function benchOfSpoilt(folder: string, reports: number, plainSeconds: number): Promise<void> {
  const project = join(folder, 'spoilt');
  mkdirSync(project);
  writeProject(project, { reports, seed: SEED });
  await spoilLedger(join(project, 'ledger.csv'));
  const stages = await stagesOf(project);
  const total = [...stages.values()].reduce((sum, seconds) => sum + seconds, 0);
  const matching = stages.get('matching') ?? 0;
  say(`  a tenth of the references and of the vendor ids missing: ${[...stages].map(([stage, seconds]) => `${stage} ${number(seconds, 2)} s`).join(', ')}`);
  say(`  matching takes ${number((100 * matching) / total)} % of that run, and the whole ${number(total / plainSeconds, 2)} times as long as with the ledger above`);
}

/** Median seconds of several starts. */
function medianStart(words: readonly string[]): number {
  const seconds = Array.from({ length: STARTS }, () => {
    const start = performance.now();
    spawnSync(process.execPath, words, { stdio: 'ignore' });
    return (performance.now() - start) / 1000;
  }).sort((left, right) => left - right);
  return ((seconds[STARTS / 2 - 1] as number) + (seconds[STARTS / 2] as number)) / 2;
}

const sizes = sizesAsked(process.argv.slice(2));
buildIfMissing();
const [processor] = cpus();
say(`Node ${process.versions.node}, ${cpus().length} × ${processor?.model.trim() ?? 'unknown processor'}, ${megabytes(totalmem())} of memory`);
// A first start fills the file cache for all that follow.
spawnSync(process.execPath, [PROGRAM, '--help'], { stdio: 'ignore' });
const [bare, help] = [medianStart(['-e', '0']), medianStart([PROGRAM, '--help'])];
say(`Start-up, median of ${STARTS}: node -e 0 ${number(bare * 1000)} ms, po-shadow --help ${number(help * 1000)} ms: ${number(help / bare, 1)} times as long`);
for (const reports of sizes) await benchOf(reports);
