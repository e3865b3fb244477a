import { join } from 'node:path';
import { type AddedNotice, applyLook } from '../../alerts/apply-look.ts';
import type { Look } from '../../domain/alert.ts';
import type { AlertSettings } from '../../domain/alert-settings.ts';
import { HOUR_MS } from '../../domain/calendar.ts';
import { plural } from '../../domain/plural.ts';
import { visible } from '../../domain/text.ts';
import type { Workplace } from '../../pipeline/workplace.ts';
import { ALERTS_FILE } from '../../project/project.ts';
import { AlertsDatabase } from '../../store/alerts/alerts-database.ts';
import { tell } from '../output.ts';
import type { SendingResult } from './sending-task.ts';
import { startSending } from './start-sending.ts';

/** What a command needs of a project to alert. */
export type AlertingPlace = Pick<Workplace, 'project' | 'settings'>;

/** How long a command that ends soon waits for what can be sent. */
export const PATIENCE_MS = 20_000;

/** Opens the alerts of a project and works with them. */
export async function withAlerts<T>({ project }: Pick<Workplace, 'project'>, work: (database: AlertsDatabase) => Promise<T> | T): Promise<T> {
  const database = await AlertsDatabase.open(join(project.folder, ALERTS_FILE));
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

/** Writes what looks found, and what channels are to be told of it: all of it, or nothing. */
export function noteLooks(database: AlertsDatabase, looks: readonly Look[], alerts: AlertSettings, now: number): AddedNotice[] {
  return database.inTransaction(() => {
    database.outbox.keepOnly(alerts.channels.map(({ name }) => name), now);
    return looks.flatMap((look) => applyLook(database.book, look, alerts, now));
  });
}

/** Sends what waits, and tells what did not get through. */
export async function sendWaiting({ project, settings: { alerts, company } }: AlertingPlace, patienceMs = PATIENCE_MS): Promise<SendingResult> {
  if (alerts === undefined) throw new Error('no channel to send to');
  const result = await startSending({ project, alerts, company, patienceMs });
  for (const line of troublesOf(result)) tell(visible(`po-shadow: ${line}`));
  return result;
}

/** What of a sending somebody should know, in words. */
export function troublesOf(result: SendingResult): string[] {
  if ('trouble' in result) return [`alerts could not be sent: ${result.trouble}`];
  const { delivery: { tries, isBusy }, unserved } = result;
  const last = new Map(tries.map((each) => [`${each.channel} ${each.message}`, each]));
  return [
    ...unserved.map(({ channel, why }) => `alerts for ${channel} wait, since it has no address: ${why}`),
    ...[...last.values()].flatMap(({ channel, message, outcome: { state, says } }) => (state === 'sent' ? [] : [`alert message ${message} for ${channel} ${state === 'refused' ? `was refused: ${says}. Mend the channel, then: po-shadow alert --retry` : `could not be sent yet, and is tried again: ${says}`}`])),
    ...(isBusy ? ['another po-shadow sends alerts; what is left goes out with it or with the next one'] : []),
  ];
}

/**
 * Notes what looks found and sends what waits, for a command whose own answer is another one: whatever fails here is told and changes nothing of it. Does nothing where the settings name no channel. `now` is the
 * wall clock.
 */
export async function alertOf(place: AlertingPlace, looks: readonly Look[], { now = Date.now(), patienceMs = PATIENCE_MS }: { now?: number; patienceMs?: number } = {}): Promise<void> {
  const { settings: { alerts } } = place;
  if (alerts === undefined) return;
  let hasDue = true;
  try {
    await withAlerts(place, (database) => {
      const added = noteLooks(database, looks, alerts, now);
      if (added.length > 0) tell(`Alerts: ${plural(added.length, 'notice')} for ${[...new Set(added.map(({ channel }) => channel))].map(visible).join(', ')}`);
      hasDue = database.outbox.hasDue(now + patienceMs);
    });
  } catch (error) {
    tell(visible(`po-shadow: alerts could not be noted: ${error instanceof Error ? error.message : String(error)}`));
    await sendUnnoted(place, looks);
    return;
  }
  if (hasDue) await sendWaiting(place, patienceMs);
}

/** Once in so many milliseconds a process sends an alert that it can't note: nobody remembers that it was sent. */
const UNNOTED_EACH_MS = HOUR_MS;
const sentUnnoted = new Map<string, number>();

/** Sends what is critical of what the disk can't take: the alarm of a full disk must not need one. */
export async function sendUnnoted({ project, settings: { alerts, company } }: AlertingPlace, looks: readonly Look[]): Promise<void> {
  const now = performance.now();
  const all = looks.flatMap((look) => look.alerts.filter(({ severity }) => severity === 'critical'));
  const placeOf = (key: string): string => `${project.folder}\n${key}`;
  const unnoted = all.filter(({ key }) => now - (sentUnnoted.get(placeOf(key)) ?? Number.NEGATIVE_INFINITY) >= UNNOTED_EACH_MS);
  if (alerts === undefined || unnoted.length === 0) return;
  for (const { key } of unnoted) sentUnnoted.set(placeOf(key), now);
  for (const line of troublesOf(await startSending({ project, alerts, company, patienceMs: 0, unnoted }))) tell(visible(`po-shadow: ${line}`));
}
