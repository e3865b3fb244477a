import { dateOfDay, dayNumber } from '../../domain/calendar.ts';
import { leftOutWord } from '../../domain/left-out-kind.ts';
import { formatMinor, humanAmount } from '../../domain/money.ts';
import { visible, visibleJson } from '../../domain/text.ts';
import { nearest } from '../../domain/nearest.ts';
import type { RootCause } from '../../domain/root-cause.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { STATUS_NAMES, STATUSES, type VarianceRow, type VarianceStatus, isOpen } from '../../domain/variance.ts';
import { causeFilter } from '../../pipeline/cause-filter.ts';
import { entityNamesInForce } from '../../pipeline/entity-names-in-force.ts';
import { type VanishedOrder, goneFromText, vanishedText } from '../../domain/vanished-order.ts';
import { DecidedRun } from '../../pipeline/decided-run.ts';
import { standingLedger } from '../../pipeline/standing-ledger.ts';
import { basisText } from '../../report/basis-text.ts';
import { datesApartLines } from '../../report/dates-text.ts';
import { runHeader } from '../../report/model.ts';
import { rootCausesCsv, rootCausesMarkdown, rootCausesText } from '../../report/root-cause-text.ts';
import { varianceCsv, varianceJson, varianceMarkdown } from '../../report/variance-text.ts';
import { varianceTable } from '../../report/variance-table.ts';
import { RecordReader } from '../../store/record-reader.ts';
import { type LeftOut, RunReader, type StoredRun } from '../../store/run-store.ts';
import { totalsOf } from '../../variance/totals.ts';
import { asOfOption, type CommonOptions, inProject } from '../context.ts';
import { commandFor, isOnTerminal, paintFor, tableWidth, tell, writeOut } from '../output.ts';
import { writeList } from '../write-list.ts';

export interface VarianceOptions extends CommonOptions {
  format: string;
  width?: number;
  status?: string[];
  week?: number;
  open: boolean;
  transaction?: string;
  cause?: string[];
  rootCauses: boolean;
  outOfScope: boolean;
  vanished: boolean;
  failOn?: string;
}

/** `po-shadow variance`: the table of the newest run. */
export async function run(options: VarianceOptions): Promise<number> {
  return inProject(options, async (workplace) => {
    const { database } = workplace;
    const decided = await DecidedRun.required(workplace, asOfOption(options.asOf));
    const runs = new RunReader(database);
    const stored = decided.run;
    if (options.outOfScope) {
      printLeftOut(runs.leftOut(stored.id), options.format);
      return 0;
    }
    if (options.vanished) {
      printVanished(standingLedger(workplace, decided.imports, await new RecordReader(database).quarantine(), await entityNamesInForce(workplace)).vanished, options.format);
      return 0;
    }
    await warnIfStale(new RecordReader(database), stored);
    const statuses = statusFilter(options);
    const dates = weekOf(options.week, stored.summary.window);
    const asked = options.transaction;
    const named = asked === undefined ? undefined : runs.transactionNamed(stored.id, asked);
    if (asked !== undefined && named === undefined) tell(`No row is that of ${visible(asked)}; po-shadow explain ${visible(asked)} says what is known of it.`);
    const transactionId = named ?? asked;
    const isOfCauses = options.cause === undefined ? undefined : causeFilter(decided, options.cause.flatMap((part) => part.split(',')));
    const select = function* (): Generator<VarianceRow> {
      for (const row of decided.rows({ statuses, transactionId })) {
        if (options.open && !isOpen(row)) continue;
        if (isOfCauses?.(row) === false) continue;
        if (dates === null || (row.date !== null && row.date >= dates.from && row.date <= dates.to)) yield row;
      }
    };
    const narrowed = statuses !== undefined || dates !== null || options.transaction !== undefined || isOfCauses !== undefined;
    const totals = decided.hasDecisions || narrowed ? totalsOf(select()) : stored.summary.totals;
    if (options.rootCauses) printRootCauses(options, narrowed ? decided.rootCausesOf(select()) : decided.summary().rootCauses, workplace.project.folder);
    else print(options, stored, totals, select);
    return options.failOn === 'open' && totals.open > 0 ? 1 : 0;
  });
}

function print(options: VarianceOptions, stored: StoredRun, totals: ReturnType<typeof totalsOf>, select: () => Generator<VarianceRow>): void {
  const pieces = ((): Iterable<string> => {
    switch (options.format) {
      case 'json':
        return varianceJson({ run: runHeader(stored), window: stored.summary.window, amountBasis: stored.summary.amountBasis, totals }, select());
      case 'csv':
        return varianceCsv(select());
      case 'md':
        return varianceMarkdown(select());
      default:
        if (totals.rows === 0) return ['No rows.\n'];
        return [`${varianceTable(select(), { width: tableWidth(options.width), shortensIds: isOnTerminal(), paint: paintFor(process.stdout) })}\n`, ...[...(stored.summary.amountBasis === undefined ? [] : [basisText(stored.summary.amountBasis)]), ...datesApartLines(select())].map((line) => `${line}\n`)];
    }
  })();
  for (const piece of pieces) if (!writeOut(piece)) return;
}

function printRootCauses(options: VarianceOptions, causes: readonly RootCause[], folder: string): void {
  switch (options.format) {
    case 'json':
      writeOut(`${visibleJson(causes, 2)}\n`);
      return;
    case 'csv':
      writeOut(rootCausesCsv(causes));
      return;
    case 'md':
      writeOut(rootCausesMarkdown(causes));
      return;
    default:
      writeOut(rootCausesText(causes, { paint: paintFor(process.stdout), width: tableWidth(options.width), command: (words) => commandFor(folder, words) }));
  }
}

function statusFilter({ status, open }: VarianceOptions): VarianceStatus[] | undefined {
  const names = statusesNamed(status);
  return open ? (names ?? STATUS_NAMES).filter((name) => STATUSES[name].open) : names;
}

/** The statuses that --status names, each option a list. Throws CannotRun for a word that is none. */
export function statusesNamed(status: readonly string[] | undefined): VarianceStatus[] | undefined {
  if (status === undefined) return undefined;
  const names = status.flatMap((part) => part.split(','));
  for (const name of names) {
    if (Object.hasOwn(STATUSES, name)) continue;
    const close = nearest(name, STATUS_NAMES);
    throw new CannotRun(`--status ${name} is no status`, { remedy: close === undefined ? `Statuses: ${STATUS_NAMES.join(', ')}.` : `Did you mean ${close}?` });
  }
  return names as VarianceStatus[];
}

/** The dates of a week of the window; weeks start on the window's first day. */
function weekOf(week: number | undefined, window: { from: string; to: string }): { from: string; to: string } | null {
  if (week === undefined) return null;
  const weeks = Math.ceil((dayNumber(window.to) - dayNumber(window.from) + 1) / 7);
  if (!Number.isInteger(week) || week < 1 || week > weeks) throw new CannotRun(`--week ${week} is not in the window`, { remedy: `The window has weeks 1 to ${weeks}.` });
  const first = dayNumber(window.from) + (week - 1) * 7;
  return { from: dateOfDay(first), to: dateOfDay(Math.min(first + 6, dayNumber(window.to))) };
}

async function warnIfStale(reader: RecordReader, stored: StoredRun): Promise<void> {
  const imports = await reader.imports();
  const events = imports.filter((each) => each.sheet === null).length;
  if (events > (stored.summary.importedFiles)) tell('Files were imported since this run; po-shadow replay brings the table up to date.');
}

const printLeftOut = (leftOut: readonly LeftOut[], format: string): void => writeList(leftOut, format, {
  names: ['What', 'Document', 'Currency', 'Amount', 'Why'], amounts: ['Amount'], empty: 'Nothing was left out.',
  cells: ({ what, documentId, currency, amountMinor, why }) => [what, documentId, currency, formatMinor(amountMinor, currency), why],
  line: ({ what, documentId, currency, amountMinor, why }) => `${leftOutWord(what)}  ${visible(documentId)}  ${humanAmount(formatMinor(amountMinor, currency), currency)}  ${why}`,
  json: ({ amountMinor, ...rest }) => ({ ...rest, amount: formatMinor(amountMinor, rest.currency) }),
});

const printVanished = (vanished: readonly VanishedOrder[], format: string): void => writeList(vanished, format, {
  names: ['PO', 'Date', 'Currency', 'Amount', 'Held by', 'Gone from'], amounts: ['Amount'], empty: 'No PO has vanished.',
  cells: ({ poNumber, poDate, currency, amount, heldBy, ...gone }) => [poNumber, poDate, currency, amount, heldBy, goneFromText(gone)],
  line: vanishedText,
  json: (order) => order,
});
