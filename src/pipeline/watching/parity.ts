import { type BusinessDate, type Instant, formatInstant } from '../../domain/calendar.ts';
import { namedEnterers } from '../../domain/ledger-entry.ts';
import { PARITY_KINDS, type Parity, type ParityBeside, type ParityEntry, type ParityOrder } from '../../domain/parity.ts';
import { fold } from '../../domain/text.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { type VarianceRow, unpackRow } from '../../domain/variance.ts';
import { type ParitySettings, paritySchema } from '../../domain/watching-settings.ts';
import { RecordReader } from '../../store/record-reader.ts';
import { judgeRow } from '../../watching/parity/judge-row.ts';
import { lastCompleteDate } from '../../watching/parity/last-complete-date.ts';
import { ParityTally } from '../../watching/parity/parity-tally.ts';
import type { ComparisonResult, RowsPage } from '../comparison.ts';
import { entityNamesInForce } from '../entity-names-in-force.ts';
import { latestInstant, readReplayInputs, requireImports } from '../replay-inputs.ts';
import type { ReplayPage } from '../replay-page.ts';
import { computeRun } from '../replay-record.ts';
import type { Workplace } from '../workplace.ts';
import { type NewestOrder, isBetween, newestOrders, orderLookup } from './dated-orders.ts';
import { OrderKeys } from './keyed-orders.ts';
import { reachesOf, unknownsOf } from './parity-known.ts';

/** What is asked. */
export interface ParityOptions {
  /** Without it the last complete date. */
  date: BusinessDate | undefined;
  /** From which date on; without it that date alone. */
  since: BusinessDate | undefined;
  asOf: Instant | undefined;
}

type Dates = { from: BusinessDate; to: BusinessDate };

/**
 * Holds approvals and ledger of some dates against each other (docs/watch.md). The record is replayed and matched whole, with these dates as the window, and nothing is
 * stored: so it holds for dates outside the settings' window too, and for what was imported a moment ago. Throws CannotRun.
 */
export async function parity(workplace: Workplace, options: ParityOptions): Promise<Parity> {
  const { settings, database } = workplace;
  const inputs = await readReplayInputs(workplace);
  requireImports(inputs);
  const asOf = options.asOf ?? latestInstant(inputs.imports);
  const rules = settings.parity ?? paritySchema.parse({});
  const dates = datesOf(workplace, options, rules, asOf);
  const reader = new RecordReader(database);
  const names = await entityNamesInForce(workplace);
  const orders = (): Iterable<NewestOrder> => newestOrders(reader, inputs.imports, names);
  const keyed = (await OrderKeys.of(workplace)).pairings(orders(), inputs.hand);
  const taken = new TakenDay(dates);
  const hand = { ...inputs.hand, pairings: [...inputs.hand.pairings, ...keyed] };
  await computeRun({ ...workplace, settings: { ...settings, window: dates } }, { ...inputs, hand }, asOf, taken);

  const tally = new ParityTally();
  const madeBy = makers(rules, orderLookup(reader, inputs.imports, names));
  const judging = { isExact: rules.amounts === 'exact', areBasesDifferent: settings.amountBasis !== undefined && settings.amountBasis.approvals !== settings.amountBasis.purchaseOrders };
  const inLines = new Set<string>();
  const made = { integration: 0, hand: 0 };
  let differing = 0;
  for (const row of taken.varianceRows) {
    const judged = judgeRow(row, judging);
    if (judged === null) continue;
    const purchaseOrders = row.manual.poNumbers.map(madeBy);
    const entry: ParityEntry = { date: row.date, source: row.transactionId === null ? '' : sourceOf(reader, row.transactionId), transactionId: row.transactionId, ...judged, purchaseOrders };
    tally.add(entry);
    if (entry.kind !== null && PARITY_KINDS[entry.kind].differs) differing++;
    for (const { number, madeBy: maker } of purchaseOrders) {
      if (!inLines.has(number) && maker !== null) made[maker]++;
      inLines.add(number);
    }
  }
  const reaches = reachesOf(workplace, inputs);
  const unknown = await unknownsOf(workplace, inputs, dates, asOf, reaches);
  return {
    answer: differing > 0 ? 'differ' : unknown.length > 0 ? 'not_known' : 'agree', ...dates, asOf: asOf === null ? null : formatInstant(asOf), ...tally.result(),
    madeBy: rules.integrationUsers.length === 0 ? null : made, reaches, unknown, beside: besideOf(taken, orders(), inLines, dates),
  };
}

function datesOf({ clock }: Workplace, { date, since }: ParityOptions, { before }: ParitySettings, asOf: Instant | null): Dates {
  if (date === undefined && asOf === null) throw new CannotRun('nothing that was imported has an instant, so that no date is known to be over', { remedy: 'Give --date.' });
  const to = date ?? lastCompleteDate(asOf as Instant, before, clock);
  if (since !== undefined && since > to) throw new CannotRun(`--since ${since} is after ${to}`, { remedy: 'Give --date too, or an earlier --since.' });
  return { from: since ?? to, to };
}

/** Takes what a run of these dates comes to. */
class TakenDay {
  readonly varianceRows: VarianceRow[] = [];
  readonly #dates: Dates;
  result: ComparisonResult | undefined;
  /** Reports of these dates of which scope leaves out lines, or that order nothing. */
  outOfScope = 0;

  constructor(dates: Dates) {
    this.#dates = dates;
  }

  replayed({ sides: { reports } }: ReplayPage): void {
    for (const [index, rest] of reports.rest.entries()) {
      const date = reports.date[index] ?? null;
      if (rest !== null && (rest.outOfScope || rest.leftOut.length > 0) && (date === null || isBetween(date, this.#dates))) this.outOfScope++;
    }
  }

  rows(page: RowsPage): void {
    for (const detail of page.detail) this.varianceRows.push(unpackRow(detail, null));
  }

  besides(result: ComparisonResult): void {
    this.result = result;
  }
}

/** Says who made a PO. */
function makers({ integrationUsers }: ParitySettings, lookUp: ReturnType<typeof orderLookup>): (number: string) => ParityOrder {
  if (integrationUsers.length === 0) return (number) => ({ number, madeBy: null, enteredBy: [] });
  const users = new Set(integrationUsers.map(fold));
  return (number) => {
    const order = lookUp(number);
    const enteredBy = order === undefined ? [] : namedEnterers(order);
    // Whoever is not known to be the integration is a person: nothing is taken for made by it that may have been keyed.
    return { number, madeBy: enteredBy.length > 0 && enteredBy.every((name) => users.has(fold(name))) ? 'integration' : 'hand', enteredBy };
  };
}

const sourceOf = (reader: RecordReader, transactionId: string): string => reader.eventsOf(transactionId).at(-1)?.source ?? '';

/** What of the dates is in no line. Throws where a PO dated on them is nowhere. */
function besideOf(taken: TakenDay, orders: Iterable<NewestOrder>, inLines: ReadonlySet<string>, dates: Dates): ParityBeside {
  const { summary, leftOut, pairedOutside } = taken.result as ComparisonResult;
  const named = { vanished: new Set(summary.vanished), outOfScope: new Set(leftOut.flatMap(({ what, documentId }) => (what === 'manual_po' ? [documentId] : []))), others: new Set(pairedOutside.map(({ poName }) => poName)) };
  const beside: ParityBeside = {
    notApproved: 0, withdrawn: 0, codedOtherwise: 0, rejectedEnteredByHand: 0, reportsOutOfScope: taken.outOfScope,
    ordersOfOtherDates: 0, ordersOutOfScope: 0, ordersCancelled: 0, ordersVanished: 0, ordersDatedOtherwise: 0,
  };
  for (const { status, causes, manual } of taken.varianceRows) {
    if (status === 'not_triggered') beside.notApproved++;
    if (status === 'cancelled') beside.withdrawn++;
    if (status === 'coding_variance' && !causes.includes('vendor')) beside.codedOtherwise++;
    if (status === 'rejected' && manual.poNumbers.length > 0) beside.rejectedEnteredByHand++;
  }
  for (const { name, order, stands } of orders) {
    const isDated = isBetween(order.poDate, dates);
    if (inLines.has(name)) {
      if (!isDated) beside.ordersDatedOtherwise++;
    } else if (isDated) {
      if (!stands) beside.ordersCancelled++;
      else if (named.vanished.has(name)) beside.ordersVanished++;
      else if (named.outOfScope.has(name)) beside.ordersOutOfScope++;
      else if (named.others.has(name)) beside.ordersOfOtherDates++;
      else throw new Error(`the PO ${name} of ${order.poDate} ended nowhere`);
    }
  }
  return beside;
}
