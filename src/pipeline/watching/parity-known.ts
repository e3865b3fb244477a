import { type BusinessDate, type Instant, dateOfDay, dayNumber, formatInstant, isBusinessDay } from '../../domain/calendar.ts';
import type { ParityReach } from '../../domain/parity.ts';
import { plural } from '../../domain/plural.ts';
import { DecisionBook } from '../../resolution/decision-book.ts';
import { AuditTrail } from '../../store/audit-trail.ts';
import { RecordReader } from '../../store/record-reader.ts';
import { missingHeldBack } from '../capture/held-back.ts';
import { uncollected } from '../capture/uncollected.ts';
import { entityNamesInForce } from '../entity-names-in-force.ts';
import { quarantineFacts } from '../facts/decision-facts.ts';
import { exportsOutOfOrder } from '../facts/exports-out-of-order.ts';
import type { ReplayInputs } from '../replay-inputs.ts';
import { latestInstant } from '../replay-inputs.ts';
import { sameLedgerPairs } from '../same-ledger.ts';
import { unreadOf } from '../unread-documents.ts';
import type { Workplace } from '../workplace.ts';

const DAY_MS = 86_400_000;

/** How far the record reaches on each side. */
export function reachesOf({ clock }: Workplace, { imports }: ReplayInputs): ParityReach[] {
  // A date without a time is midnight UTC, and passes through no time zone.
  const dateOf = (at: Instant): BusinessDate => (at % DAY_MS === 0 ? dateOfDay(at / DAY_MS) : clock.dateOf(at));
  return (['approvals', 'ledger'] as const).map((side) => {
    const own = imports.filter(({ kind }) => kind === side);
    const until = latestInstant(own);
    const lastDate = own.reduce<BusinessDate | null>((last, each) => (each.lastDate !== null && (last === null || each.lastDate > last) ? each.lastDate : last), null);
    return { side, until: until === null ? null : formatInstant(until), date: until === null ? lastDate : dateOf(until) };
  });
}

/**
 * Why nobody can know whether the sides agree about some dates: they are not over, a side does not reach that far, an export may be newer than it counts, or something
 * could not be read and nobody said what it is, was delivered and is not in the record, or went to the manual export log and no export holds it.
 */
export async function unknownsOf(workplace: Workplace, inputs: ReplayInputs, dates: { from: BusinessDate; to: BusinessDate }, asOf: Instant | null, reaches: readonly ParityReach[]): Promise<string[]> {
  const { clock } = workplace;
  const reader = new RecordReader(workplace.database);
  const unknown: string[] = [];
  if (asOf !== null && clock.dateOf(asOf) <= dates.to) unknown.push(`${dates.to} is not over at ${formatInstant(asOf)}: --as-of says which instant is meant`);
  const needed = lastWorkedDate(workplace, dates);
  for (const { side, date } of reaches) if (needed !== null && (date === null || date < needed)) unknown.push(`${side === 'ledger' ? 'the ledger' : 'what was approved'} ${date === null ? 'was not imported' : `is known until ${date}`}, and not on ${needed}`);
  const { ledger, approvals } = unreadOf({ quarantine: unsaid(workplace, inputs, dates.from), sheets: [] }, reader);
  if (ledger + approvals > 0) unknown.push(`${[...(approvals > 0 ? [plural(approvals, 'event of approvals', 'events of approvals')] : []), ...(ledger > 0 ? [plural(ledger, 'PO of the ledger', 'POs of the ledger')] : [])].join(' and ')} could not be read: po-shadow quarantine`);
  const names = await entityNamesInForce(workplace);
  unknown.push(...exportsOutOfOrder(inputs.imports, sameLedgerPairs(reader.overlappingExports(), names)).map(({ later, earlier }) => `${later} was imported after ${earlier} and counts as no newer: asOf beside the input says when it was taken`));
  const heldBack = await missingHeldBack(workplace);
  if (heldBack.length > 0) unknown.push(`${plural(heldBack.length, 'event')} went to the manual export log while the sync was off, and no export holds ${heldBack.length === 1 ? 'it' : 'them'}: po-shadow sync status`);
  return [...unknown, ...(await uncollected(workplace, inputs.imports))];
}

/** The last of the dates on which people work; null where they do on none. */
function lastWorkedDate({ settings: { calendar } }: Workplace, { from, to }: { from: BusinessDate; to: BusinessDate }): BusinessDate | null {
  for (let day = dayNumber(to); day >= dayNumber(from); day--) {
    const date = dateOfDay(day);
    if (isBusinessDay(date, calendar) && !calendar.noActivity.includes(date)) return date;
  }
  return null;
}

/** What is in quarantine and nobody said anything of; an event of before the dates says nothing of them. */
function unsaid({ database, clock }: Workplace, { quarantine }: ReplayInputs, from: BusinessDate): ReplayInputs['quarantine'] {
  const said = new Set(quarantineFacts(quarantine, new DecisionBook(new AuditTrail(database).entries())).filter(({ decision }) => decision !== null).map(({ id }) => id));
  return quarantine.filter(({ id, kind, occurredAt }) => !said.has(id) && !(kind === 'approvals' && occurredAt !== null && clock.dateOf(occurredAt) < from));
}
