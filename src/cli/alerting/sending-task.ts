import type { Delivery } from '../../alerts/postman.ts';
import type { Alert } from '../../domain/alert.ts';
import type { AlertSettings } from '../../domain/alert-settings.ts';
import type { Project } from '../../project/project.ts';

/** What the thread that sends is started with. */
export interface SendingTask {
  project: Project;
  alerts: AlertSettings;
  company: string;
  /** How long it waits for what can be sent soon. */
  patienceMs: number;
  /** Instead of what the outbox holds: alerts that could not be noted in it, once each. */
  unnoted?: readonly Alert[];
}

/** What it answers: what came of it, and which channels it could not serve and why; or why nothing could be done. */
export type SendingResult = { delivery: Delivery; unserved: { channel: string; why: string }[] } | { trouble: string };
