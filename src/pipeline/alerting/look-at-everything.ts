import { lookAtLag, lookAtUnreadable } from '../../alerts/causes/capture.ts';
import { lookAtDrift } from '../../alerts/causes/drift.ts';
import { gateStandings, lookAtGates } from '../../alerts/causes/gates.ts';
import { lookAtParity } from '../../alerts/causes/parity.ts';
import type { KeptAlert, Look } from '../../domain/alert.ts';
import type { AlertSettings } from '../../domain/alert-settings.ts';
import { type BusinessDate, type Instant, dateOfDay, dayNumber } from '../../domain/calendar.ts';
import type { Parity } from '../../domain/parity.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { listRuns } from '../../store/run-list.ts';
import { waitingDeliveries } from '../capture/collect.ts';
import { judgeAll } from '../judge-beside.ts';
import { readReplayInputs } from '../replay-inputs.ts';
import { drift } from '../watching/drift.ts';
import { completeAt, parity } from '../watching/parity.ts';
import type { Workplace } from '../workplace.ts';
import { unreadableDeliveries } from './unreadable-deliveries.ts';
import { withoutSettled } from './without-settled.ts';

/** How far back drift is looked for where nothing is open. */
const DRIFT_DAYS = 7;

/** What is known before a look. */
export interface Standing {
  /** The present, as the clock or `--as-of` has it. */
  now: Instant;
  /** The instant that gates are judged for; undefined for the latest of the record. */
  asOf: Instant | undefined;
  open: readonly KeptAlert[];
  gates: ReadonlyMap<string, boolean>;
}

export interface LookedAt {
  looks: Look[];
  /** How the gates stand now; null where they could not be judged. */
  gates: Map<string, boolean> | null;
  /** What could not be looked at, and why. */
  notLooked: string[];
}

/** Looks at everything that a project can alert of, but for what only a running `listen` or `watch` knows. Nothing is stored. What can't be looked at is said, and the others are looked at all the same. */
export async function lookAtEverything(workplace: Workplace, alerts: AlertSettings, standing: Standing): Promise<LookedAt> {
  const { now, asOf, open, gates: before } = standing;
  const looked: LookedAt = { looks: [], gates: null, notLooked: [] };
  const known = new Set(open.map(({ alert }) => alert.key));
  // What somebody else opened meanwhile was found by a look that is newer than this one.
  const add = (look: Look): number => looked.looks.push({ ...look, at: now, covers: (each) => known.has(each.key) && look.covers(each) });
  const trying = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof CannotRun)) throw error;
      looked.notLooked.push(`${what}: ${error.message}`);
    }
  };
  await trying('parity', async () => {
    const date = completeAt(workplace, now);
    const back = dateOfDay(dayNumber(date) - (alerts.lookBackDays - 1));
    const found = await parity(workplace, { date, since: earliest(open, 'parity', back), asOf: now, now });
    add(lookAtParity(await withoutSettled(workplace, found), date, earliest(open, 'parity', bothBegun(found, back))));
  });
  await trying('capture', async () => {
    const inputs = await readReplayInputs(workplace);
    add(lookAtUnreadable(unreadableDeliveries(workplace, inputs.quarantine)));
    add(lookAtLag(await waitingDeliveries(workplace, inputs.imports), alerts.lagMinutes, now));
  });
  await trying('drift', async () => {
    const since = earliest(open, 'drift', await driftSince(workplace, now));
    add(lookAtDrift(await drift(workplace, { since, now }), since));
  });
  await trying('gates', async () => {
    const verdict = await judgeAll(workplace, { asOf, present: null });
    add(lookAtGates(verdict, before, open.map(({ alert }) => alert)));
    looked.gates = gateStandings(verdict);
  });
  return looked;
}

/** The date given, or an earlier one from which on an open alert has to be looked at: its key begins with the kind, that of an empty business day with `parity`. */
function earliest(open: readonly KeptAlert[], kind: 'parity' | 'drift', date: BusinessDate): BusinessDate {
  return open.reduce((first, { alert }) => (alert.key.startsWith(kind) && alert.since !== null && alert.since < first ? alert.since : first), date);
}

/** The first date from `back` on on which both sides have begun: before that one of them is in the record alone. One that has not begun at all is missing from the beginning. */
function bothBegun({ reaches, to }: Parity, back: BusinessDate): BusinessDate {
  const begins = (['approvals', 'ledger'] as const).flatMap((side) => reaches.flatMap(({ side: own, from }) => (own === side && from !== null ? [from] : [])).sort()[0] ?? []);
  const from = [back, ...begins].sort().at(-1) as BusinessDate;
  return from < to ? from : to;
}

/** The date before which the run lies that drift is looked for against: a week ago, or the day after the first run. */
async function driftSince({ database, clock }: Workplace, now: Instant): Promise<BusinessDate> {
  const weekAgo = dayNumber(clock.dateOf(now)) - DRIFT_DAYS;
  const first = (await listRuns(database)).find(({ asOf }) => asOf !== null)?.asOf ?? null;
  return dateOfDay(first === null ? weekAgo : Math.max(weekAgo, dayNumber(clock.dateOf(first)) + 1));
}
