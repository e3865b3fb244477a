import type { Migration } from 'kysely';
import * as alerts from './0001-alerts.ts';

/** Every migration of alerts.db by name, in order; a name once released never changes, nor does what it does. */
export const ALERTS_MIGRATIONS: Record<string, Migration> = {
  '0001-alerts': alerts,
};
