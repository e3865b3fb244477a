import type { Argv } from 'yargs';
import { visible } from '../domain/text.ts';
import { CannotRun } from '../domain/trouble.ts';
import { tell } from './output.ts';
import { programVersion } from './program-version.ts';

/** A command's module, loaded when it is called: what a command does not use is not paid for at start. */
type Load<Options> = () => Promise<{ run(options: Options): Promise<number> }>;

let exitCode = 0;

function handler<Options>(load: Load<Options>): (options: unknown) => Promise<void> {
  return async (options) => {
    const { run } = await load();
    exitCode = await run(options as Options);
  };
}

const FORMATS = ['table', 'json', 'csv', 'md'] as const;

const format = <T>(argv: Argv<T>, choices: readonly string[] = ['table', 'json']) =>
  argv.option('format', { choices, default: 'table', describe: 'How to print the data' });

/** Reads a whole number from `least` up; yargs would make NaN of a text and half of a decimal without a word. */
const whole = (name: string, least: number) => (given: unknown): number | undefined => {
  if (given === undefined) return undefined;
  const text = String(given);
  if (!/^\d{1,9}$/.test(text) || Number(text) < least) throw new CannotRun(`--${name} ${text} is not a whole number from ${least} up`, { remedy: 'See po-shadow --help.' });
  return Number(text);
};

const NARROWEST = 20;

const width = <T>(argv: Argv<T>) => argv.option('width', { type: 'string', coerce: whole('width', NARROWEST), describe: 'Width of tables in columns' });

/** Parses the command line, runs the command and sets the exit code: 0 done, 1 the answer is no, 2 could not run. */
export async function main(words: readonly string[]): Promise<void> {
  const { default: yargs } = await import('yargs');
  const cli = yargs([...words])
    .scriptName('po-shadow')
    .usage('$0 <command>\n\nDry-run shadow validator: would the integration have created the purchase orders that people keyed?')
    .parserConfiguration({ 'parse-numbers': false, 'parse-positional-numbers': false })
    .check((options) => {
      const twice = ['project', 'as-of', 'format', 'width', 'week', 'transaction', 'as', 'fail-on', 'reports', 'seed'].find((name) => Array.isArray(options[name]));
      if (twice !== undefined) throw new CannotRun(`--${twice} was given twice`, { remedy: 'Give it once.' });
      return true;
    }, true)
    .option('project', { type: 'string', describe: 'Project folder (default: the nearest one upwards with a po-shadow.yaml)', global: true })
    .option('as-of', { type: 'string', describe: 'The instant to take as now, such as 2026-06-15T08:00:00Z (default: the latest in the record)', global: true })
    .option('allow-outside', { type: 'boolean', default: false, describe: 'Allow inputs outside the project folder', global: true })
    .command('init [dir]', 'Write a commented project folder to start from', (argv) => argv.positional('dir', { type: 'string', default: '.', describe: 'Folder to write' }), handler(() => import('./commands/init.ts')))
    .command('demo [dir]', 'A small parallel run, data included', (argv) => width(argv.positional('dir', { type: 'string', default: 'po-shadow-demo', describe: 'Folder to write' }).option('reports', { type: 'string', coerce: whole('reports', 1), default: '300', describe: 'How many expense reports' }).option('seed', { type: 'string', coerce: whole('seed', 0), describe: 'Seed of the invented data (default: 9041)' })), handler(() => import('./commands/demo.ts')))
    .command('run', 'Import what inputs names, replay, print the summary and the open variances', (argv) => width(format(argv)).option('strict', { type: 'boolean', default: false, describe: 'Import nothing where a row can\'t be read (exit 2)' }).option('fail-on', { choices: ['open'], describe: 'Exit 1 where a variance is open' }), handler(() => import('./commands/run.ts')))
    .command('import <kind> <files..>', 'Import one kind of file', (argv) => format(argv.positional('kind', { choices: ['approvals', 'ledger', 'master', 'mapping'] as const, demandOption: true, describe: 'What the files hold' }).positional('files', { type: 'string', array: true, demandOption: true, describe: 'Files to import' }).option('as', { type: 'string', describe: 'Source or ledger format (default: generic); for a sheet its name' }).option('strict', { type: 'boolean', default: false, describe: 'Import nothing where a row can\'t be read (exit 2)' })), handler(() => import('./commands/import.ts')))
    .command('quarantine', 'What could not be read, and why', (argv) => format(argv, FORMATS), handler(() => import('./commands/quarantine.ts')))
    .command('replay', 'Replay what was imported and store the run', (argv) => format(argv), handler(() => import('./commands/replay.ts')))
    .command('variance', 'The variance table of the newest run', (argv) => width(format(argv, FORMATS))
      .option('status', { type: 'string', array: true, describe: 'Only rows with these statuses' })
      .option('week', { type: 'string', coerce: whole('week', 1), describe: 'Only rows of one week of the window, counted from 1' })
      .option('open', { type: 'boolean', default: false, describe: 'Only open rows' })
      .option('transaction', { type: 'string', describe: 'Only rows of one transaction' })
      .option('out-of-scope', { type: 'boolean', default: false, describe: 'List what scope left out instead' })
      .option('fail-on', { choices: ['open'], describe: 'Exit 1 where a variance is open' }), handler(() => import('./commands/variance.ts')))
    .command('explain <transaction>', 'The whole story of one transaction (or of a manual PO)', (argv) => format(argv.positional('transaction', { type: 'string', demandOption: true, describe: 'Transaction ID, or the number of a manual PO' })), handler(() => import('./commands/explain.ts')))
    .demandCommand(1, 'Name a command.')
    .recommendCommands()
    .strict()
    .wrap(Math.min(100, process.stdout.columns || 100))
    .version(programVersion())
    .help()
    .alias('help', 'h')
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined, self: { showHelp(to: (text: string) => void): void }) => {
      // yargs wraps what a check or a coercion throws; its text is ours, or its own about a wrong word.
      if (error !== undefined && error.name !== 'YError') throw error;
      if (error !== undefined) throw new Usage(error.message, self);
      throw new Usage(message ?? 'unknown usage error', self);
    });
  try {
    await cli.parseAsync();
    process.exitCode = exitCode;
  } catch (error) {
    process.exitCode = report(error);
  }
}

class Usage extends Error {
  readonly cli: { showHelp(to: (text: string) => void): void };
  constructor(message: string, cli: { showHelp(to: (text: string) => void): void }) {
    super(message);
    this.cli = cli;
  }
}

/** Tells what went wrong and returns the exit code; a bug of ours keeps its stack. */
function report(error: unknown): number {
  if (error instanceof Usage) {
    tell(`po-shadow: ${visible(error.message.replace(/\s*\n\s*/g, ' '))}`);
    tell('What to do: see po-shadow --help.');
    return 2;
  }
  if (error instanceof CannotRun) {
    tell(`po-shadow: ${error.where === undefined ? '' : `${visible(error.where)}: `}${visible(error.message)}`);
    if (error.remedy !== undefined) tell(`What to do: ${visible(error.remedy)}`);
    return 2;
  }
  const { code, message } = error as { code?: string; message?: string };
  const known = SYSTEM_TROUBLE[code ?? ''];
  if (known !== undefined) {
    tell(`po-shadow: ${known} (${visible(message ?? '')})`);
    return 2;
  }
  tell(`po-shadow: this is a bug of the program; nothing was stored.\n${(error as Error).stack ?? String(error)}`);
  return 2;
}

const SYSTEM_TROUBLE: Record<string, string> = {
  SQLITE_BUSY: 'the database is in use by another po-shadow; wait for it to end and try again',
  SQLITE_NOTADB: 'po-shadow.db is no database of po-shadow; move it away and import again',
  SQLITE_CORRUPT: 'po-shadow.db is damaged; move it away and import again from the exports',
  SQLITE_FULL: 'the disk is full; nothing was stored',
  SQLITE_READONLY: 'the database can\'t be written',
  SQLITE_CANTOPEN: 'the database can\'t be opened',
  ENOSPC: 'the disk is full; nothing was stored',
  EACCES: 'a file or folder may not be read or written',
  EPERM: 'a file or folder may not be read or written',
  EROFS: 'the folder can\'t be written',
  EMFILE: 'too many files are open',
};
