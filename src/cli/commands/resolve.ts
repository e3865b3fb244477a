import { type Disposition, entryName } from '../../domain/audit.ts';
import { amountsLine, humanAmount } from '../../domain/money.ts';
import { MoneySums } from '../../domain/money-sums.ts';
import { plural } from '../../domain/plural.ts';
import { visible, visibleJson } from '../../domain/text.ts';
import type { VarianceRow } from '../../domain/variance.ts';
import { DecidedRun } from '../../pipeline/decided-run.ts';
import { chooseRows } from '../../pipeline/decisions/choose-rows.ts';
import { writeDecisions } from '../../pipeline/decisions/deciding.ts';
import { resolutionActs } from '../../pipeline/decisions/resolve-rows.ts';
import { acting, actingInstant, type ActingOptions } from '../acting.ts';
import { inProject } from '../context.ts';
import { commandFor, tell, writeOut } from '../output.ts';
import { statusesNamed } from './variance.ts';

export interface ResolveOptions extends ActingOptions {
  rows?: string[];
  disposition: Disposition;
  reason?: string | undefined;
  wrong?: string | undefined;
  due?: string | undefined;
  owner?: string | undefined;
  comment?: string | undefined;
  status?: string[];
  cause?: string[];
  vendor?: string[];
  yes: boolean;
  format: string;
}

/** Options that a command line may give as lists: `--cause a,b --cause c`. */
const flat = (words: readonly string[] | undefined): string[] | undefined => words?.flatMap((word) => word.split(',')).filter((word) => word !== '');

/** `po-shadow resolve`: gives open rows a disposition. */
export async function run(options: ResolveOptions): Promise<number> {
  return inProject(options, async (workplace) => {
    const deciding = acting(options, workplace.settings, 'preparer');
    const decided = await DecidedRun.required(workplace, actingInstant(options).at);
    const named = options.rows ?? [];
    const rows = chooseRows(decided, { named, statuses: statusesNamed(options.status), causes: flat(options.cause), vendors: flat(options.vendor) });
    const acts = resolutionActs(workplace.settings, decided, rows, { ...options, reason: options.reason });
    const what = `${plural(rows.length, 'row')}, ${atStake(rows)} at stake`;
    if (named.length === 0 && !options.yes) {
      writeOut(`${what}, would be given ${options.disposition}:\n${rows.slice(0, 20).map((row) => `  ${lineOf(row)}\n`).join('')}${rows.length > 20 ? `  … and ${(rows.length - 20).toLocaleString('en-US')} more\n` : ''}Nothing was written. Repeat the command with --yes to do it.\n`);
      return 0;
    }
    const entries = await writeDecisions(workplace, deciding, acts, decided.head.length);
    if (options.format === 'json') {
      writeOut(`${visibleJson(entries.map(({ sequence, act }, index) => ({ entry: entryName(sequence), row: rows[index]?.id, transactionId: rows[index]?.transactionId ?? null, disposition: act.kind === 'resolve' ? act.disposition : null })), 2)}\n`);
      return 0;
    }
    for (const [index, { sequence }] of entries.entries()) writeOut(`${entryName(sequence)}  ${options.disposition}  ${lineOf(rows[index] as VarianceRow)}\n`);
    const first = entryName(entries[0]?.sequence ?? 0);
    tell(`${what}: somebody else must review: ${visible(commandFor(workplace.project.folder, `review ${first}${entries.length > 1 ? ' …' : ''} --by …`))}`);
    return 0;
  });
}

/** `$1,245.50 · €30.00`. */
function atStake(rows: readonly VarianceRow[]): string {
  const sums = new MoneySums();
  for (const row of rows) sums.addDecimal(row.currency, row.atStake);
  return amountsLine(sums.plain());
}

const lineOf = ({ id, transactionId, manual, status, atStake: money, currency }: VarianceRow): string => visible(`${id}  ${transactionId ?? manual.poNumbers.join(', ')}  ${status}  ${humanAmount(money, currency)}`);
