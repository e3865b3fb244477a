import { type BusinessDate, dayNumber } from '../../../domain/calendar.ts';
import { plural } from '../../../domain/plural.ts';
import type { HealthCheck } from '../health-check.ts';

/** What lets the integration in, and ends some day. */
export const credentials: HealthCheck = {
  check: 'credentials',
  judge({ credentials: all, today, settings: { warnDays } }) {
    const items = all.flatMap(({ name, expiresAt, rotateBy }, index) => {
      const until = (date: BusinessDate): number => dayNumber(date) - dayNumber(today);
      const due = (date: BusinessDate | undefined, passed: string, coming: string, key: string): { left: number; says: string; evidence: string }[] =>
        date === undefined || until(date) > warnDays ? [] : [{ left: until(date), says: until(date) <= 0 ? `${passed} ${date}` : `${coming} ${date}, in ${plural(until(date), 'day')}`, evidence: `po-shadow.yaml: credentials[${index}].${key}` }];
      const found = [...due(expiresAt, 'has expired on', 'expires on', 'expiresAt'), ...due(rotateBy, 'was to be rotated by', 'is to be rotated by', 'rotateBy')];
      if (found.length === 0) return [];
      return [{ needsAction: true, says: `${name} ${found.map(({ says }) => says).join(', and ')}`, evidence: found.map(({ evidence }) => evidence), remedy: `Have ${name} renewed, and its dates corrected in the settings.` }];
    });
    return { looked: all.length, items, notes: all.length === 0 ? ['the settings name no credentials, so nothing is known of when they end'] : [] };
  },
};
