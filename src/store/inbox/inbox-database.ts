import type Sqlite from 'better-sqlite3';
import { INBOX_MIGRATIONS } from '../../../migrations/inbox/index.ts';
import { openSideDatabase } from '../side-database.ts';

/** Opens inbox.db. Throws CannotRun. */
export const openInboxDatabase = (path: string): Promise<Sqlite.Database> => openSideDatabase(path, INBOX_MIGRATIONS, 'the inbox');
