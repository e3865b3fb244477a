import { type BusinessDate, type Instant, formatInstant } from '../../domain/calendar.ts';
import { namedEnterers } from '../../domain/ledger-entry.ts';
import { PARITY_KINDS, type Parity, type ParityEntry, type ParityOrder } from '../../domain/parity.ts';
import { fold } from '../../domain/text.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { type ParitySettings, paritySchema } from '../../domain/watching-settings.ts';
import { RecordReader } from '../../store/record-reader.ts';
import { judgeRow } from '../../watching/parity/judge-row.ts';
import { lastCompleteDate } from '../../watching/parity/last-complete-date.ts';
import { ParityTally } from '../../watching/parity/parity-tally.ts';
import type { ComparisonResult } from '../comparison.ts';
import { configuredInputs } from '../configured-inputs.ts';
import { prepareRules } from '../dry-run.ts';
import { readReplayInputs, requireImports } from '../replay-inputs.ts';
import { computeRun } from '../replay-record.ts';
import { standingLedger } from '../standing-ledger.ts';
import type { Workplace } from '../workplace.ts';
import { besideOf } from './beside-lines.ts';
import { type NewestOrder, newestOrders, orderLookup } from './dated-orders.ts';
import { OrderKeys } from './keyed-orders.ts';
import { LedgerVendors } from './ledger-vendors.ts';
import { whatIsKnown } from './parity-known.ts';
import { recordReaches } from './record-reach.ts';
import { type Dates, TakenDay } from './taken-day.ts';

/** What is asked. */
export interface ParityOptions {
  /** Without it the last complete date. */
  date: BusinessDate | undefined;
  /** From which date on; without it that date alone. */
  since: BusinessDate | undefined;
  /** The instant that counts as now; without it the machine's clock. */
  asOf: Instant | undefined;
  /** What the machine's clock shows. */
  now: Instant;
}

/**
 * Holds approvals and ledger of some dates against each other (docs/watch.md). The record is replayed and matched whole, with these dates as the window, and nothing is
 * stored: so it holds for dates outside the settings' window too, and for what was imported a moment ago. Throws CannotRun.
 */
export async function parity(workplace: Workplace, options: ParityOptions): Promise<Parity> {
  const { settings, database } = workplace;
  const inputs = await readReplayInputs(workplace);
  requireImports(inputs);
  const asOf = options.asOf ?? options.now;
  const rules = rulesOf(workplace);
  const dates = datesOf(workplace, options, asOf);
  const reader = new RecordReader(database);
  const { resolver, master } = await prepareRules(settings, inputs.sheetFiles);
  const names = resolver.entityNames;
  const orders = (): Iterable<NewestOrder> => newestOrders(reader, inputs.imports, names);
  const keyed = (await OrderKeys.of(workplace)).pairings(orders(), inputs.hand);
  const taken = new TakenDay(dates);
  const hand = { ...inputs.hand, pairings: [...inputs.hand.pairings, ...keyed] };
  await computeRun({ ...workplace, settings: { ...settings, window: dates } }, { ...inputs, hand }, asOf, taken);

  const tally = new ParityTally();
  const lookUp = orderLookup(reader, inputs.imports, names);
  const madeBy = makers(rules, lookUp);
  const judging = { isExact: rules.amounts === 'exact', areBasesDifferent: settings.amountBasis !== undefined && settings.amountBasis.approvals !== settings.amountBasis.purchaseOrders };
  const vendors = new LedgerVendors(resolver, master, lookUp);
  const inLines = new Set<string>();
  const made = { integration: 0, hand: 0 };
  const approvedOn = new Set<BusinessDate>();
  const transactions = new Set<string>();
  const notCompared = { vendorNotCompared: 0, entityNotCompared: 0 };
  let differing = 0;
  for (const row of taken.varianceRows) {
    const judged = judgeRow(vendors.shownIn(row), judging);
    if (judged === null) continue;
    const purchaseOrders = row.manual.poNumbers.map(madeBy);
    const entry: ParityEntry = { date: row.date, source: row.transactionId === null ? '' : sourceOf(reader, row.transactionId), transactionId: row.transactionId, ...judged, purchaseOrders };
    tally.add(entry);
    if (entry.transactionId !== null) transactions.add(entry.transactionId);
    if (entry.approved !== null && entry.date !== null) approvedOn.add(entry.date);
    if (entry.approved !== null && entry.ledger !== null) {
      if (row.match.notCompared.includes('vendor')) notCompared.vendorNotCompared++;
      if (row.match.notCompared.includes('entity')) notCompared.entityNotCompared++;
    }
    if (entry.kind !== null && PARITY_KINDS[entry.kind].differs) differing++;
    for (const { number, madeBy: maker } of purchaseOrders) {
      if (!inLines.has(number) && maker !== null) made[maker]++;
      inLines.add(number);
    }
  }
  const result = taken.result as ComparisonResult;
  const configured = configuredInputs(workplace, inputs.imports);
  const reaches = recordReaches(workplace, configured, inputs.imports, names, options.now);
  const keyedOn = new Set(standingLedger(workplace, inputs.imports, inputs.quarantine, names).byDay.keys());
  const { unknown, gaps, unreadAccepted } = await whatIsKnown(workplace, inputs, configured, { ...dates, asOf, approvedOn, keyedOn, transactions, purchaseOrders: inLines, unknownStates: result.summary.unknownStates }, reaches, names);
  return {
    answer: differing > 0 ? 'differ' : unknown.length > 0 ? 'not_known' : 'agree', ...dates, asOf: formatInstant(asOf), ...tally.result(),
    madeBy: rules.integrationUsers.length === 0 ? null : made, reaches, unknown, gaps, beside: { ...besideOf(taken, orders(), inLines, dates), ...notCompared, unreadAccepted },
  };
}

const rulesOf = ({ settings }: Workplace): ParitySettings => settings.parity ?? paritySchema.parse({});

/** The last date that is complete at an instant, by the settings of the project. */
export const completeAt = (workplace: Workplace, at: Instant): BusinessDate => lastCompleteDate(at, rulesOf(workplace).before, workplace.clock);

function datesOf(workplace: Workplace, { date, since }: ParityOptions, asOf: Instant): Dates {
  const to = date ?? completeAt(workplace, asOf);
  if (since !== undefined && since > to) throw new CannotRun(`--since ${since} is after ${to}`, { remedy: 'Give --date too, or an earlier --since.' });
  return { from: since ?? to, to };
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
