import type { Migration } from 'kysely';
import * as deliveries from './0001-deliveries.ts';

/** Every migration of inbox.db by name, in order; a name once released never changes, nor does what it does. */
export const INBOX_MIGRATIONS: Record<string, Migration> = {
  '0001-deliveries': deliveries,
};
