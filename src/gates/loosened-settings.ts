import type { Settings } from '../domain/settings.ts';

/** A setting with its default and what it is. */
export interface Loosened {
  setting: string;
  default: string;
  value: string;
}

const WORKING_WEEK = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
const isWorkingWeek = (days: readonly string[]): boolean => new Set(days).size === WORKING_WEEK.length && WORKING_WEEK.every((day) => days.includes(day));

const isPositive = (decimal: string): boolean => /[1-9]/.test(decimal);

/** Settings that let more pass than their defaults do; a stricter one is nobody's concern. */
export function loosenedSettings({ tolerance, matching, gates, calendar, scope, erp }: Settings): Loosened[] {
  const found: Loosened[] = [];
  const add = (isLooser: boolean, setting: string, standard: string | number, value: unknown): void => {
    if (isLooser) found.push({ setting, default: String(standard), value: typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value) });
  };
  const { absolute, percent } = tolerance;
  add(typeof absolute === 'string' ? isPositive(absolute) : Object.values(absolute).some(isPositive), 'tolerance.absolute', '0', absolute);
  add(isPositive(percent), 'tolerance.percent', '0', percent);
  // A wider window pairs more; a narrower one asks for less of the ledger behind the window.
  add(matching.dateWindowDays !== 5, 'matching.dateWindowDays', 5, matching.dateWindowDays);
  add(matching.manualEntryGraceDays > 0, 'matching.manualEntryGraceDays', 0, matching.manualEntryGraceDays);
  // Fewer business days ask for approvals and entries on fewer days; more of them let the days without a change pass sooner.
  add(!isWorkingWeek(calendar.businessDays), 'calendar.businessDays', WORKING_WEEK.join(', '), calendar.businessDays.join(', '));
  add(calendar.holidays.length > 0, 'calendar.holidays', 'none', calendar.holidays);
  add(calendar.noActivity.length > 0, 'calendar.noActivity', 'none', calendar.noActivity);
  const isFiltered = (filter: object): boolean => Object.keys(filter).length > 0;
  add([scope.lines.include, scope.lines.exclude, scope.ledger.include, scope.ledger.exclude].some(isFiltered), 'scope', 'everything', scope);
  add((gates.minDays ?? 14) < 14, 'gates.minDays', 14, gates.minDays);
  add(Object.values(gates.maxTolerated ?? {}).some(isPositive), 'gates.maxTolerated', '0', gates.maxTolerated);
  add((gates.maxAcceptedPercent ?? 1) > 1, 'gates.maxAcceptedPercent', 1, gates.maxAcceptedPercent);
  add((gates.maxAcceptedRejections ?? 0) > 0, 'gates.maxAcceptedRejections', 0, gates.maxAcceptedRejections);
  add((gates.minExercisedPercent ?? 95) < 95, 'gates.minExercisedPercent', 95, gates.minExercisedPercent);
  add((gates.frozenBusinessDays ?? 5) < 5, 'gates.frozenBusinessDays', 5, gates.frozenBusinessDays);
  add((gates.minCleanTransactions ?? 59) < 59, 'gates.minCleanTransactions', 59, gates.minCleanTransactions);
  add((gates.maxErrorRatePercent ?? 5) > 5, 'gates.maxErrorRatePercent', 5, gates.maxErrorRatePercent);
  add((gates.maxDaysToCutover ?? 10) > 10, 'gates.maxDaysToCutover', 10, gates.maxDaysToCutover);
  // The generic profile has no API, so that nothing is let pass.
  add(erp !== 'generic' && gates.sandboxAccepted === 'off', 'gates.sandboxAccepted', 'required', gates.sandboxAccepted);
  return found;
}
