import { type Alert, SEVERITIES } from '../domain/alert.ts';
import { absolute, minorOf } from '../domain/money.ts';

const SCALE = 1_000;

/** Whether an alert is so much more than what was told of it that it has to be told again: a higher severity, something that was not named, or so many times the count or the money of a currency. */
export function hasGrown(now: Alert, told: Alert, growBy: number): boolean {
  if (SEVERITIES.indexOf(now.severity) > SEVERITIES.indexOf(told.severity)) return true;
  if (hasNewMember(now, told)) return true;
  if (now.count > 0 && now.count >= Math.max(1, told.count) * growBy) return true;
  return Object.entries(now.money).some(([currency, decimal]) => {
    const minor = absolute(minorOf(decimal, currency));
    const before = absolute(minorOf(told.money[currency] ?? '0', currency));
    return minor > before && minor * BigInt(SCALE) >= before * BigInt(Math.round(growBy * SCALE));
  });
}

/** Whether something is named that was not: it may stand in the place of what was mended, with the same count and money. */
function hasNewMember(now: Alert, told: Alert): boolean {
  if (now.members === undefined || told.members === undefined) return false;
  const before = new Set(told.members);
  return now.members.some((member) => !before.has(member));
}
