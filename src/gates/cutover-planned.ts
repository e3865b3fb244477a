import { plural } from '../domain/plural.ts';
import { type BusinessDate, addBusinessDays, dayNumber, formatInstant, parseInstant } from '../domain/calendar.ts';
import type { GateFacts } from './facts.ts';
import { type Gate, listed, remedy } from './judgement.ts';

const DEFAULT_DAYS = 10;

/** Whether a date lies in a period's close: from the period's last day to the first business day of the next. */
function closingPeriod(date: BusinessDate, { periods, settings: { calendar } }: GateFacts): string | undefined {
  return periods.find(({ end }) => date >= end && date <= addBusinessDays(end, 1, calendar))?.name;
}

/** What speaks against the instant of the cutover, in words. */
function objections(facts: GateFacts): string[] {
  const { settings, cutover, asOf } = facts;
  const plan = settings.cutover;
  if (plan === undefined || cutover === null) return ['cutover.at is not set'];
  const at = parseInstant(plan.at) as number;
  const { date, time, weekday } = cutover;
  const days = dayNumber(date) - dayNumber(settings.window.to);
  const most = settings.gates.maxDaysToCutover ?? DEFAULT_DAYS;
  const hours = plan.businessHours;
  const closing = closingPeriod(date, facts);
  const found: string[] = [];
  if (hours === undefined) found.push('cutover.businessHours is not set, so nobody can tell that it lies outside them');
  else if ((hours.days as readonly string[]).includes(weekday) && time >= hours.from && time < hours.to) found.push(`${weekday} ${time} lies within business hours (${hours.from} to ${hours.to})`);
  for (const blackout of plan.blackouts) if (at >= (parseInstant(blackout.from) as number) && at <= (parseInstant(blackout.to) as number)) found.push(`it lies in the blackout from ${blackout.from} to ${blackout.to}`);
  if (closing !== undefined) found.push(`${date} lies in the close of period ${closing}`);
  if (days <= 0) found.push(`the window runs until ${settings.window.to}, and the cutover is on ${date}`);
  else if (days > most) found.push(`it is ${plural(days, 'day')} after the window, and at most ${most} are allowed: what was proven grows old`);
  if (asOf !== null && at < asOf) found.push(`it is over: the record reaches ${formatInstant(asOf)}`);
  return found;
}

/** The cutover is planned for a quiet hour, and every report on its way has one system that owns it. */
export const cutoverPlanned: Gate = {
  id: 'cutover_planned',
  title: 'The cutover is planned for a quiet hour',
  waivable: true,
  judge(facts) {
    const { cutover, settings, rows } = facts;
    const found = objections(facts);
    const { pending, notKeyed, pendingCount, notKeyedCount } = rows.inFlight;
    const when = cutover === null ? 'not planned' : `${cutover.weekday} ${cutover.date} ${cutover.time}`;
    const owned = [...pending.map(({ id }) => `${id}: not finally approved; the integration owns it if that happens after the cutover, the manual ledger if before`), ...notKeyed.map(({ id }) => `${id}: approved and not keyed; the manual ledger owns it`)];
    return {
      passed: found.length === 0,
      measured: { at: settings.cutover?.at ?? null, objections: found.length, inFlight: pendingCount + notKeyedCount },
      required: { objections: 0 },
      measuredText: `${when}${found.length === 0 ? '' : `, ${plural(found.length, 'objection')}`}; ${plural(pendingCount + notKeyedCount, 'report')} in flight`,
      requiredText: `outside business hours, blackouts and period close, within ${settings.gates.maxDaysToCutover ?? DEFAULT_DAYS} days after the window`,
      evidence: [...found, ...(owned.length > 0 ? ['approved before the cutover: the manual ledger owns it; after it: the integration'] : []), ...listed(owned)],
      remedies: found.length === 0 ? [] : [remedy('Plan the cutover in po-shadow.yaml (cutover.at, businessHours, blackouts) for an hour that nothing speaks against')],
    };
  },
};
