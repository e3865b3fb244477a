import type { Argv } from 'yargs';
import { DISPOSITION_NAMES, WRONG_SIDES } from '../domain/audit.ts';
import { MASTER_SHEETS } from '../domain/reference-data.ts';
import { visible } from '../domain/text.ts';
import { CannotRun } from '../domain/trouble.ts';
import type { CommonOptions } from './context.ts';
import { tell } from './output.ts';
import { programVersion } from './program-version.ts';

/** A command's module, loaded when it is called: what a command does not use is not paid for at start. */
type Load<Options> = () => Promise<{ run(options: Options): Promise<number> }>;

let exitCode = 0;

/** The same for a command that replays: channels are told where it fails, and where it no longer does. */
function replaying<Options extends CommonOptions>(load: Load<Options>): (options: unknown) => Promise<void> {
  const replay = handler(load);
  return async (options) => {
    const alertOf = async (error: unknown): Promise<void> => (await import('./alerting/alert-of-replay.ts')).alertOfReplay(options as Options, error);
    try {
      await replay(options);
    } catch (error) {
      await alertOf(error);
      throw error;
    }
    await alertOf(null);
  };
}

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

/** Options of commands with which a person decides something. */
const deciding = <T>(argv: Argv<T>) => argv.option('by', { type: 'string', describe: 'Who decides: id, name, email or ERP user of somebody in people' }).option('reason', { type: 'string', describe: 'Why' });

const pairing = <T>(argv: Argv<T>) =>
  argv.positional('transaction', { type: 'string', demandOption: true, describe: 'Transaction ID' }).positional('purchaseOrders', { type: 'string', array: true, demandOption: true, describe: 'Numbers of manual POs' });

const NARROWEST = 20;

const width = <T>(argv: Argv<T>) => argv.option('width', { type: 'string', coerce: whole('width', NARROWEST), describe: 'Width of tables in columns' });

/** Parses the command line, runs the command and sets the exit code: 0 done, 1 the answer is no, 2 could not run. */
export async function main(words: readonly string[]): Promise<void> {
  exitCode = 0;
  const { default: yargs } = await import('yargs');
  const cli = yargs([...words])
    .scriptName('po-shadow')
    .usage('$0 <command>\n\nDry-run shadow validator: would the integration have created the purchase orders that people keyed?')
    .parserConfiguration({ 'parse-numbers': false, 'parse-positional-numbers': false })
    .check((options) => {
      const twice = ['project', 'as-of', 'format', 'width', 'week', 'transaction', 'as', 'fail-on', 'by', 'reason', 'disposition', 'wrong', 'due', 'owner', 'comment', 'order', 'expect', 'out', 'file', 'note', 'reports', 'seed', 'mapping', 'master', 'settings', 'profile', 'write', 'since', 'days', 'near', 'port', 'host', 'date'].find((name) => Array.isArray(options[name]));
      if (twice !== undefined) throw new CannotRun(`--${twice} was given twice`, { remedy: 'Give it once.' });
      return true;
    }, true)
    .option('project', { type: 'string', describe: 'Project folder (default: the nearest one upwards with a po-shadow.yaml)', global: true })
    .option('as-of', { type: 'string', describe: 'The instant to take as now, such as 2026-06-15T08:00:00Z (default: the latest in the record)', global: true })
    .option('allow-outside', { type: 'boolean', default: false, describe: 'Allow inputs, and the folder of sandbox export, outside the project folder', global: true })
    .command('init [dir]', 'Write a commented project folder to start from', (argv) => argv.positional('dir', { type: 'string', default: '.', describe: 'Folder to write' }), handler(() => import('./commands/init.ts')))
    .command('demo [dir]', 'A small parallel run, data included', (argv) => width(argv.positional('dir', { type: 'string', default: 'po-shadow-demo', describe: 'Folder to write' }).option('reports', { type: 'string', coerce: whole('reports', 1), default: '300', describe: 'How many expense reports' }).option('seed', { type: 'string', coerce: whole('seed', 0), describe: 'Seed of the invented data (default: 9041)' })), handler(() => import('./commands/demo.ts')))
    .command('run', 'Import what inputs names, replay, print the summary and the open variances', (argv) => deciding(width(format(argv))).option('strict', { type: 'boolean', default: false, describe: 'Import nothing where a row can\'t be read (exit 2)' }).option('fail-on', { choices: ['open'], describe: 'Exit 1 where a variance is open' }), replaying(() => import('./commands/run.ts')))
    .command('import <kind> <files..>', 'Import one kind of file', (argv) => format(argv.positional('kind', { choices: ['approvals', 'ledger', 'master', 'mapping', 'erp-log', 'resolutions'] as const, demandOption: true, describe: 'What the files hold' }).positional('files', { type: 'string', array: true, demandOption: true, describe: 'Files to import' }).option('as', { type: 'string', describe: 'Source or ledger format (default: generic); for a sheet its name' }).option('time-zone', { type: 'string', describe: 'Time zone in which times without offset are read (erp-log)' }).option('lines', { type: 'string', array: true, requiresArg: true, describe: 'Files of the lines, where the files hold headers alone (ledger)' }).option('assignments', { type: 'string', array: true, requiresArg: true, describe: 'Files of the account assignments of those lines (ledger)' }).option('strict', { type: 'boolean', default: false, describe: 'Import nothing where a row can\'t be read (exit 2)' })).option('by', { type: 'string', describe: 'Who hands the workbook in (resolutions)' }).option('yes', { type: 'boolean', default: false, describe: 'Write what the workbook decides; without it that is only shown (resolutions)' }), handler(() => import('./commands/import.ts')))
    .command('profile <file>', 'What a file looks like, how it would be read, and a header profile for it to edit', (argv) => width(format(argv.positional('file', { type: 'string', demandOption: true, describe: 'The export or spreadsheet' })))
      .option('as', { choices: ['ledger', 'approvals', 'expensify', 'ramp', ...MASTER_SHEETS], describe: 'Which table it is (default: what it looks like)' })
      .option('profile', { type: 'string', describe: 'Read it by this header profile' })
      .option('write', { type: 'string', describe: 'Write a header profile to edit into this file' })
      .option('force', { type: 'boolean', default: false, describe: 'Replace the file that --write names' }), handler(() => import('./commands/profile.ts')))
    .command('quarantine [action] [ids..]', 'What could not be read, and why; accept or correct it', (argv) => deciding(format(argv, FORMATS).positional('action', { choices: ['accept', 'correct'] as const, describe: 'What becomes of it (default: list it)' }).positional('ids', { type: 'string', array: true, describe: 'Numbers in quarantine' })).option('awaiting', { type: 'boolean', default: false, describe: 'Only events that await their object' }), handler(() => import('./commands/quarantine.ts')))
    .command('replay', 'Replay what was imported and store the run', (argv) => deciding(format(argv)), replaying(() => import('./commands/replay.ts')))
    .command('variance', 'The variance table of the newest run', (argv) => width(format(argv, FORMATS))
      .option('status', { type: 'string', array: true, describe: 'Only rows with these statuses' })
      .option('week', { type: 'string', coerce: whole('week', 1), describe: 'Only rows of one week of the window, counted from 1' })
      .option('open', { type: 'boolean', default: false, describe: 'Only open rows' })
      .option('transaction', { type: 'string', describe: 'Only rows of one transaction' })
      .option('cause', { type: 'string', array: true, describe: 'Only rows of these root causes (by id), or with these causes' })
      .option('root-causes', { type: 'boolean', default: false, describe: 'List what would fix the open rows instead, most money first' })
      .option('out-of-scope', { type: 'boolean', default: false, describe: 'List what is left out of the rows instead' })
      .option('vanished', { type: 'boolean', default: false, describe: 'List POs that a newer export no longer holds instead' })
      .option('fail-on', { choices: ['open'], describe: 'Exit 1 where a variance is open' }), handler(() => import('./commands/variance.ts')))
    .command('resolve [rows..]', 'Say what open rows are about', (argv) => deciding(format(argv.positional('rows', { type: 'string', array: true, describe: 'Row ids, or transaction ids for all their open rows' })))
      .option('disposition', { choices: DISPOSITION_NAMES, demandOption: true, describe: 'What is done about it' })
      .option('wrong', { choices: WRONG_SIDES, describe: 'Who was wrong (needed for accepted)' })
      .option('due', { type: 'string', describe: 'By when both sides agree (needed for timing), such as 2026-06-20' })
      .option('owner', { type: 'string', describe: 'Who sees to it' })
      .option('comment', { type: 'string', describe: 'Anything else' })
      .option('status', { type: 'string', array: true, describe: 'Instead of rows: all open ones with these statuses' })
      .option('cause', { type: 'string', array: true, describe: 'Instead of rows: all open ones of these root causes (by id), or with one of these causes' })
      .option('vendor', { type: 'string', array: true, describe: 'Instead of rows: all open ones of these vendors' })
      .option('yes', { type: 'boolean', default: false, describe: 'Write what a filter chose; without it the rows are only shown' }), handler(() => import('./commands/resolve.ts')))
    .command('review <targets..>', 'Agree to decisions of somebody else, or refuse them', (argv) => deciding(format(argv.positional('targets', { type: 'string', array: true, demandOption: true, describe: 'Row ids, transaction ids, entries such as A12, scope, or vanished' }))).option('reject', { type: 'boolean', default: false, describe: 'Refuse instead (needs --reason)' }), handler(() => import('./commands/review.ts')))
    .command('pair <transaction> <purchaseOrders..>', 'Pair a transaction with the POs that were keyed for it', (argv) => deciding(pairing(argv)).option('order', { type: 'string', describe: 'Number of the would-be PO, where there are several (default: all)' }), handler(() => import('./commands/pair.ts')))
    .command('unpair <transaction> <purchaseOrders..>', 'Say that POs were not keyed for a transaction', (argv) => deciding(pairing(argv)), handler(() => import('./commands/unpair.ts')))
    .command('waive <gate>', 'Let a gate fail with what it measured', (argv) => deciding(argv.positional('gate', { type: 'string', demandOption: true, describe: 'Id of the gate' })), handler(() => import('./commands/waive.ts')))
    .command('gate', 'The verdict: every gate, GO or NO-GO', (argv) => width(format(argv)).option('expect', { type: 'string', describe: 'The head that the audit trail must hold' }), handler(() => import('./commands/gate.ts')))
    .command('report', 'The decision workbook', (argv) => format(argv).option('week', { type: 'string', coerce: whole('week', 1), describe: 'Only the rows of one week of the window' }).option('out', { type: 'string', describe: 'The file to write (default: reports/go-no-go-DATE.xlsx)' }).option('expect', { type: 'string', describe: 'The head that the audit trail must hold' }), handler(() => import('./commands/report.ts')))
    .command('selftest', 'Plant known mistakes on the project\'s own settings and mapping, and say what is found of them', (argv) => width(format(argv, FORMATS)).option('reports', { type: 'string', coerce: whole('reports', 1), default: '600', describe: 'How many expense reports to invent' }).option('seed', { type: 'string', coerce: whole('seed', 0), default: '1', describe: 'Seed of the invented data' }), handler(() => import('./commands/selftest.ts')))
    .command('whatif', 'What a changed mapping, master data or settings would cure, and what they would newly cause', (argv) => width(format(argv, FORMATS))
      .option('mapping', { type: 'string', describe: 'Folder of mapping sheets to try' })
      .option('master', { type: 'string', describe: 'Folder of master data to try' })
      .option('settings', { type: 'string', describe: 'Settings to try, a file such as po-shadow.yaml' })
      .option('fail-on', { choices: ['newly-caused'], describe: 'Exit 1 where a variance would be newly caused' }), handler(() => import('./commands/whatif.ts')))
    .command('diagnose [transaction]', 'Where the handoff of approved reports without a PO broke, and what would fix it', (argv) => width(format(argv.positional('transaction', { type: 'string', describe: 'Transaction ID (default: all that broke)' })))
      .option('since', { type: 'string', describe: 'Only reports approved from this date on, such as 2026-06-01' })
      .option('days', { type: 'string', coerce: whole('days', 1), describe: 'Only reports approved in so many latest days of the record (default: the whole window)' })
      .option('near', { type: 'string', coerce: whole('near', 1), default: '30', describe: 'Minutes around an approval in which log entries count as near in time' }), handler(() => import('./commands/diagnose.ts')))
    .command('explain <transaction>', 'The whole story of one transaction (or of a manual PO)', (argv) => width(format(argv.positional('transaction', { type: 'string', demandOption: true, describe: 'Transaction ID, or the number of a manual PO' }))), handler(() => import('./commands/explain.ts')))
    .command('rollback <action> [item]', 'The rollback checklist: list it, verify it, attest an item, run the drill', (argv) => width(format(argv.positional('action', { choices: ['list', 'verify', 'attest', 'drill'] as const, demandOption: true, describe: 'What to do' }).positional('item', { type: 'string', describe: 'attest: id of the item' })))
      .option('by', { type: 'string', describe: 'Who does it: id, name, email or ERP user of somebody in people' })
      .option('file', { type: 'string', describe: 'attest: the file that shows it; it is kept' })
      .option('note', { type: 'string', describe: 'attest: anything else' })
      .option('allow-commands', { type: 'boolean', default: false, describe: 'verify: run the commands of rollback.yaml' }), handler(() => import('./commands/rollback/rollback.ts')))
    .command('sandbox <action> [path]', 'Write calls for a sandbox ERP, read its answers back, show how each pattern stands', (argv) => width(format(argv.positional('action', { choices: ['export', 'import', 'status'] as const, demandOption: true, describe: 'What to do' }).positional('path', { type: 'string', describe: 'export: the folder to write; import: the file of answers' })))
      .option('by', { type: 'string', describe: 'import: who hands the answers in: id, name, email or ERP user of somebody in people' })
      .option('force', { type: 'boolean', default: false, describe: 'export: write an earlier export anew' }), handler(() => import('./commands/sandbox/sandbox.ts')))
    .command('listen', 'Receive webhooks of expense systems', (argv) => argv.option('port', { type: 'string', coerce: whole('port', 0), default: '8484', describe: 'The port; 0 takes any that is free' }).option('host', { type: 'string', default: '127.0.0.1', describe: 'The address to listen on' }), handler(() => import('./commands/listen.ts')))
    .command('watch <dir>', 'Import files that are dropped into a folder', (argv) => argv.positional('dir', { type: 'string', demandOption: true, describe: 'The folder' }).option('once', { type: 'boolean', default: false, describe: 'Take what is there and end, for cron' }), handler(() => import('./commands/watch.ts')))
    .command('parity', 'Whether approvals and ledger of a date agree in counts and money', (argv) => width(format(argv, FORMATS))
      .option('date', { type: 'string', describe: 'The date, such as 2026-06-12 (default: the last complete one)' })
      .option('since', { type: 'string', describe: 'From this date on' })
      .option('alert', { type: 'boolean', default: true, describe: 'Tell the channels of the settings; --no-alert only prints' }), handler(() => import('./commands/parity.ts')))
    .command('health', 'The quarterly review: credentials, mapping sheets and approvers', (argv) => width(format(argv, [...FORMATS, 'xlsx'])).option('out', { type: 'string', describe: 'xlsx: the file to write (default: reports/health-DATE.xlsx)' }), handler(() => import('./commands/health.ts')))
    .command('drift', 'What is new in the workflow since the run before', (argv) => width(format(argv, FORMATS)).option('since', { type: 'string', describe: 'Compare with the last run of before this date (default: with the run before the newest)' }), handler(() => import('./commands/drift.ts')))
    .command('alert', 'Tell Slack and Teams what is wrong, and what is over', (argv) => format(argv)
      .option('dry-run', { type: 'boolean', default: false, describe: 'Print the payloads; send and store nothing' })
      .option('status', { type: 'boolean', default: false, describe: 'What is open, and what became of each message' })
      .option('test', { type: 'boolean', default: false, describe: 'One message to each channel' })
      .option('retry', { type: 'boolean', default: false, describe: 'Send again what was refused or given up' }), handler(() => import('./commands/alert.ts')))
    .command('sync <action>', 'The switch: off, what is captured goes to the manual export log; on, to the record', (argv) => deciding(format(argv.positional('action', { choices: ['off', 'on', 'status'] as const, demandOption: true, describe: 'Where to switch it, or how it stands' }))), handler(() => import('./commands/sync.ts')))
    .command('audit', 'Derive every result again from the evidence, and check the audit trail', (argv) => format(argv).option('expect', { type: 'string', describe: 'Fail unless the trail has this head' }).option('list', { type: 'boolean', default: false, describe: 'Print the entries of the trail instead' }), handler(() => import('./commands/audit.ts')))
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
