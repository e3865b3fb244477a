import { z } from 'zod';
import { ALERT_CAUSES, SEVERITIES } from './alert.ts';
import { secretPlace } from './listen-settings.ts';

export const CHANNEL_KINDS = ['slack', 'teams'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

const channel = z.strictObject({
  name: z.string().min(1).max(80),
  kind: z.enum(CHANNEL_KINDS),
  /** Where the address of the webhook stands: it is a secret. */
  url: secretPlace,
  /** What is milder is not told here. */
  minSeverity: z.enum(SEVERITIES).default('warning'),
  /** Without it all causes. */
  causes: z.array(z.enum(ALERT_CAUSES)).min(1).optional(),
});

/** Who is told of what (docs/watch.md). */
export const alertsSchema = z.strictObject({
  channels: z.array(channel).min(1).refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'two channels have one name'),
  /** More notices at once than so many become one message. */
  digestAbove: z.number().int().min(1).max(100).default(5),
  /** How many times what was told an alert must be, in count or money, to be told again. */
  growBy: z.number().min(1.1).max(1_000).default(2),
  /** After how long an open alert is told again; without it never. */
  remindAfterHours: z.number().min(1).max(8_760).optional(),
  /** Parity of so many dates, up to the last complete one, is looked at. */
  lookBackDays: z.number().int().min(1).max(92).default(14),
  /** How long a delivery may wait for the record. */
  lagMinutes: z.number().min(1).max(10_080).default(60),
  /** After so many tries a message is given up. */
  maxTries: z.number().int().min(1).max(1_000).default(30),
});
export type AlertSettings = z.output<typeof alertsSchema>;
export type AlertChannel = AlertSettings['channels'][number];
