import { z } from 'zod';
import { clockTime } from './setting-values.ts';

/** How the two sides are held against each other each morning (docs/watch.md). */
export const paritySchema = z.strictObject({
  /** Until when the ledger of the day before is still keyed. */
  before: clockTime.default('09:00'),
  /** Whether a difference that the tolerance lets pass is one. */
  amounts: z.enum(['exact', 'tolerance']).default('exact'),
  /** The names under which the integration itself makes POs. */
  integrationUsers: z.array(z.string().min(1)).default([]),
});
export type ParitySettings = z.output<typeof paritySchema>;
