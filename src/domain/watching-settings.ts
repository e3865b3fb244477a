import { z } from 'zod';
import { clockTime, date } from './setting-values.ts';

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

/** Something that lets a system in and ends some day: never its secret. */
const credential = z.strictObject({
  name: z.string().min(1),
  /** The date on which it stops to work. */
  expiresAt: date.optional(),
  /** The date by which the company's own rules want another one. */
  rotateBy: date.optional(),
}).refine(({ expiresAt, rotateBy }) => expiresAt !== undefined || rotateBy !== undefined, 'a credential has expiresAt, or rotateBy, or both');
export const credentialsSchema = z.array(credential).refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'two credentials have one name');
export type Credential = z.output<typeof credential>;

/** What the quarterly review looks for (docs/watch.md). */
export const healthSchema = z.strictObject({
  /** How many days before it ends a credential wants somebody's attention. */
  warnDays: z.number().int().min(0).max(3_660).default(30),
  /** After how many days without a decision an approver may have left. */
  approverSilentDays: z.number().int().min(1).max(3_660).default(90),
});
export type HealthSettings = z.output<typeof healthSchema>;

/** From how many reports on a rate says anything (docs/watch.md). */
export const driftSchema = z.strictObject({ minReports: z.number().int().min(2).max(1_000_000).default(30) });
