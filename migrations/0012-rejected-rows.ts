import { type Kysely, sql } from 'kysely';

/** What finds in earlier runs how a transaction stood that only awaited its object: its row was rejected, and no first status came of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw("CREATE INDEX variance_row_rejected ON variance_row (transaction_id) WHERE status = 'rejected'").execute(db);
}
