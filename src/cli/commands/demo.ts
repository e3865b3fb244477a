import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { DEFAULT_SEED } from '../../demo/fortnight-options.ts';
import { writeProject } from '../../demo/write-project.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { DecidedRun } from '../../pipeline/decided-run.ts';
import { reportAll } from '../../pipeline/judge-beside.ts';
import { SETTINGS_FILE } from '../../project/project.ts';
import { varianceMarkdown } from '../../report/variance-text.ts';
import { RunReader } from '../../store/run-store.ts';
import { asOfOption, type CommonOptions, inProject } from '../context.ts';
import { fullRun, showRun } from '../full-run.ts';
import { commandFor, tell, writeOut } from '../output.ts';

export interface DemoOptions extends CommonOptions {
  dir: string;
  reports: number;
  seed?: number;
  width?: number;
}

const LEAST_REPORTS = 10;
const MOST_REPORTS = 1_000_000;
/** Marks a folder that the demo made and may therefore make anew. */
const MARK = '.po-shadow-demo';
/** What the demo writes, and nothing else is removed. */
const OWN = ['po-shadow.yaml', 'approvals.jsonl', 'ledger.csv', 'master', 'mapping', 'rollback.yaml', 'po-shadow.db', 'po-shadow.db-journal', 'evidence', 'reports', MARK];

/** `po-shadow demo [dir]`: an invented fortnight of a retailer, imported, replayed and compared. Can be repeated. */
export async function run(options: DemoOptions): Promise<number> {
  if (!Number.isInteger(options.reports) || options.reports < LEAST_REPORTS || options.reports > MOST_REPORTS) {
    throw new CannotRun(`--reports ${options.reports} is not a whole number from ${LEAST_REPORTS} to ${MOST_REPORTS}`, { remedy: 'Leave it out for 300.' });
  }
  const folder = resolve(options.dir);
  prepare(folder);
  const counts = writeProject(folder, { reports: options.reports, seed: options.seed ?? DEFAULT_SEED });
  const shown = relative(process.cwd(), folder) || '.';
  tell(`An invented fortnight in ${shown}: ${counts.reports} expense reports, ${counts.expenseLines} expense lines, ${counts.purchaseOrders} manual POs.`);
  return inProject({ ...options, project: folder }, async (workplace) => {
    const full = await fullRun(workplace, { asOf: options.asOf, strict: false });
    const decided = await DecidedRun.required(workplace, undefined);
    showRun(workplace, full, { decided, summary: decided.summary() }, options.width);
    const report = join(folder, 'reports', 'variance.md');
    mkdirSync(join(folder, 'reports'), { recursive: true });
    const rows = new RunReader(workplace.database).rows(full.result.run.id);
    writeFileSync(report, `# Variance table of the demonstration\n\nInvented data: ${options.reports} expense reports, seed ${options.seed ?? DEFAULT_SEED}.\n\n${[...varianceMarkdown(rows)].join('')}`);
    const { verdict, path } = await reportAll(workplace, { asOf: asOfOption(options.asOf), present: null });
    writeOut(
      `\n${verdict.words}\n\nThe decision workbook: ${relative(process.cwd(), path ?? '')}\nThe whole table:       ${relative(process.cwd(), report)}\n\nWhat to do next:\n` +
        nextSteps([
          [commandFor(folder, 'gate'), 'why, gate by gate, and what would turn it'],
          [commandFor(folder, 'variance --root-causes'), 'what would fix what is open, most money first'],
          [commandFor(folder, 'explain EXP-9060'), 'the whole story of one transaction'],
          [commandFor(folder, 'variance --open'), 'what is open, row by row'],
          [`${commandFor(folder, 'variance --format csv')} > variance.csv`, 'the table for a spreadsheet'],
          ['npx po-shadow init my-cutover', 'a folder for your own exports'],
        ]),
    );
    return 0;
  });
}

/** Commands, and beside each what it is for. */
function nextSteps(steps: readonly (readonly [command: string, what: string])[]): string {
  const width = Math.max(...steps.map(([command]) => command.length));
  return steps.map(([command, what]) => `  ${command.padEnd(width)}  ${what}\n`).join('');
}

/** Empties a folder of an earlier demo; refuses one that holds anything else. */
function prepare(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    if (!existsSync(join(folder, MARK))) {
      const what = existsSync(join(folder, SETTINGS_FILE)) ? `it holds a ${SETTINGS_FILE} that no demo made` : 'it is not empty';
      throw new CannotRun(`the demo does not write into this folder: ${what}`, { where: folder, remedy: 'Name a folder that is new, or one of an earlier demo: po-shadow demo DIR' });
    }
    for (const name of OWN) rmSync(join(folder, name), { recursive: true, force: true });
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, MARK), 'Made by po-shadow demo, which may empty and fill this folder again.\n');
}
