import { MINUTE_MS, type BusinessCalendar, type Instant, ZonedClock, isBusinessDay } from '../domain/calendar.ts';
import type { TriggerMode } from '../domain/diagnosis.ts';
import { plural } from '../domain/plural.ts';
import { type ClockWindow, INTERVAL_PART, MOST_PERCENT, clockText, clockTimes, enough, intervalOf, nextAt, plainer, turnsOf } from './clock-windows.ts';
import { durationText } from './duration-text.ts';

/** A final approval and the moment at which the ERP was asked for its PO, or somebody entered it. */
export interface TriggerSample {
  approvedAt: Instant;
  askedAt: Instant;
  /** Whether somebody whom the settings name entered it; of the ledger alone. */
  byPerson: boolean;
}

export interface TriggerEvidence {
  log: readonly TriggerSample[];
  ledger: readonly TriggerSample[];
  /** Pairs that say nothing: approvals that are dates, and moments before the approval. */
  dateOnly: number;
  before: number;
  clock: ZonedClock;
  calendar: BusinessCalendar;
  now: Instant | null;
}

/** With fewer pairs nothing is said. */
export const LEAST_SAMPLES = 8;
const SOON_MINUTES = 5;
const PEOPLE_PERCENT = 80;
const OFFICE_PERCENT = 95;
const OFFICE = { from: 6, to: 20 };

const UTC = new ZonedClock('UTC');

type Told = Partial<TriggerMode> & Pick<TriggerMode, 'mode' | 'why'>;

/** Tells how approvals reach the ERP by rules whose counts it prints; the first rule that holds decides (docs/diagnose.md). */
export function triggerMode(evidence: TriggerEvidence): TriggerMode {
  const from = evidence.log.length >= LEAST_SAMPLES ? 'log' : evidence.ledger.length >= LEAST_SAMPLES ? 'ledger' : null;
  const left = [...(evidence.dateOnly === 0 ? [] : [`${plural(evidence.dateOnly, 'approval')} left out: dates without a time`]), ...(evidence.before === 0 ? [] : [`${plural(evidence.before, 'pair')} left out: asked before the approval`])];
  const samples = from === null ? [] : evidence[from];
  const { mode, why, ...rest } = from === null
    ? { mode: 'unknown' as const, why: [...(evidence.dateOnly > 0 && evidence.log.length + evidence.ledger.length === 0 ? ['the approvals are dates without a time, so how long after them the ERP was asked can\'t be told'] : []), `${plural(evidence.log.length, 'pair')} from the log and ${evidence.ledger.length} from the ledger; at least ${LEAST_SAMPLES} from one of them are needed`] }
    : told(samples, from, evidence);
  return { mode, why: [...why, ...left], samples: samples.length, from, at: [], zone: null, intervalMinutes: null, next: null, ...rest };
}

function told(samples: readonly TriggerSample[], from: 'log' | 'ledger', evidence: TriggerEvidence): Told {
  const where = from === 'log' ? 'entries of the log' : 'POs of the ledger';
  const latencies = samples.map(({ approvedAt, askedAt }) => askedAt - approvedAt).sort((left, right) => left - right);
  const latency = `half of the ${samples.length} ${where} came within ${durationText(latencies[Math.ceil(latencies.length / 2) - 1] as number)} of the approval, the longest after ${durationText(latencies.at(-1) as number)}`;
  const people = samples.filter(({ byPerson }) => byPerson).length;
  if (from === 'ledger' && people * 100 >= samples.length * PEOPLE_PERCENT) return { mode: 'manual', why: [`${people} of ${samples.length} ${where} were entered by somebody in people`, latency] };
  const scheduled = schedule(samples, where, evidence);
  if (scheduled !== undefined) return { ...scheduled, why: [...scheduled.why, latency] };
  const soon = latencies.filter((each) => each <= SOON_MINUTES * MINUTE_MS).length;
  if (enough(soon, samples.length)) return { mode: 'event_based', why: [`${soon} of ${samples.length} ${where} came within ${SOON_MINUTES} minutes of the approval, at no fixed times`, latency] };
  const inOffice = samples.filter(({ askedAt }) => isInOffice(askedAt, evidence)).length;
  if (from === 'ledger' && inOffice * 100 >= samples.length * OFFICE_PERCENT) return { mode: 'manual', why: [`${inOffice} of ${samples.length} ${where} were entered on business days from ${OFFICE.from}:00 to ${OFFICE.to}:00, at no fixed times`, latency] };
  return { mode: 'unknown', why: [`${soon} of ${samples.length} ${where} came within ${SOON_MINUTES} minutes, and they lie at no fixed times: ${MOST_PERCENT} % of either would tell`, latency] };
}

/** The fixed times or the interval at which the ERP was asked, where the approvals did not come so themselves: whichever explains more, the times at a tie. */
function schedule(samples: readonly TriggerSample[], where: string, { clock, now }: TriggerEvidence): Told | undefined {
  const asked = samples.map(({ askedAt }) => askedAt);
  const approved = samples.map(({ approvedAt }) => approvedAt);
  const counted = `of ${samples.length} ${where} came`;
  const [times, interval] = [fixedTimes(asked, approved, clock), fixedInterval(asked, approved, clock)];
  if (times !== undefined && times.moments >= (interval?.moments ?? 0)) {
    const { windows, zone, moments } = times;
    const starts = windows.map(({ first }) => first);
    return { mode: 'scheduled', why: [`${moments} ${counted} at ${windows.map(windowText).join(' and ')} (${zone.zone}), and the approvals did not`], at: starts.map(clockText), zone: zone.zone, next: now === null ? null : nextAt(starts, now, zone) };
  }
  if (interval === undefined) return undefined;
  const { minutes, first, zone, moments } = interval;
  const within = durationText((minutes / INTERVAL_PART) * MINUTE_MS);
  return {
    mode: 'scheduled', why: [`${moments} ${counted} every ${durationText(minutes * MINUTE_MS)}, within ${within} from ${clockText(first)} on (${zone.zone}), and the approvals did not`],
    zone: zone.zone, intervalMinutes: minutes, next: now === null ? null : nextAt(turnsOf(minutes, first), now, zone),
  };
}

function fixedTimes(asked: readonly Instant[], approved: readonly Instant[], clock: ZonedClock): { windows: ClockWindow[]; zone: ZonedClock; moments: number } | undefined {
  const [local, utc] = [clock, UTC].map((zone) => ({ zone, windows: clockTimes(asked, zone) })) as [{ zone: ZonedClock; windows: ClockWindow[] | undefined }, { zone: ZonedClock; windows: ClockWindow[] | undefined }];
  const { zone, windows } = plainer(local.windows, utc.windows) ? local : utc;
  return windows === undefined || clockTimes(approved, zone) !== undefined ? undefined : { windows, zone, moments: windows.reduce((sum, { moments }) => sum + moments, 0) };
}

function fixedInterval(asked: readonly Instant[], approved: readonly Instant[], clock: ZonedClock): { minutes: number; first: number; zone: ZonedClock; moments: number } | undefined {
  for (const zone of [clock, UTC]) {
    const interval = intervalOf(asked, zone);
    const own = intervalOf(approved, zone);
    if (interval !== undefined && (own === undefined || own.minutes < interval.minutes)) return { ...interval, zone };
  }
  return undefined;
}

const windowText = ({ first, last, dates }: ClockWindow): string => `${clockText(first)}${clockText(last) === clockText(first) ? '' : ` to ${clockText(last)}`} on ${plural(dates, 'date')}`;

function isInOffice(instant: Instant, { clock, calendar }: TriggerEvidence): boolean {
  const hour = new Date(instant + clock.offsetAt(instant)).getUTCHours();
  return isBusinessDay(clock.dateOf(instant), calendar) && hour >= OFFICE.from && hour < OFFICE.to;
}
