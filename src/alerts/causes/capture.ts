import type { Alert, Look, Severity } from '../../domain/alert.ts';
import { MINUTE_MS, type Instant, formatInstant } from '../../domain/calendar.ts';
import { MOST_LINES } from './most-lines.ts';

/** So many times the allowed lag is critical. */
const FAR_BEHIND = 10;

/** The kinds of trouble that capture and replay can have, each with a key of its own. */
const UNREADABLE = 'capture/unreadable';
const LAG = 'capture/lag';
const NOT_STORED = 'capture/not_stored';
const REFUSED = 'capture/refused/';
const PARTS = 'capture/parts/';
const REPLAY = 'replay/failed';

const alert = (key: string, severity: Severity, title: string, rest: Partial<Alert>): Alert => ({ key, cause: 'capture', severity, title, count: 0, counted: '', money: {}, lines: [], command: '', since: null, ...rest });
const look = (key: string, found: Alert | null): Look => ({ covers: (open) => open.key === key, alerts: found === null ? [] : [found] });

/** Deliveries that can't be read, and nobody said what they are; each in words. */
export function lookAtUnreadable(deliveries: readonly string[]): Look {
  return look(UNREADABLE, deliveries.length === 0 ? null : alert(UNREADABLE, 'warning', 'Deliveries that can\'t be read', { count: deliveries.length, counted: deliveries.length === 1 ? 'delivery' : 'deliveries', lines: deliveries.slice(0, MOST_LINES), command: 'quarantine' }));
}

/** Deliveries that are not in the record, and since when the oldest of them waits. */
export function lookAtLag({ waiting, oldestAt }: { waiting: number; oldestAt: Instant | null }, lagMinutes: number, now: Instant): Look {
  const minutes = oldestAt === null ? 0 : (now - oldestAt) / MINUTE_MS;
  if (oldestAt === null || waiting === 0 || minutes <= lagMinutes) return look(LAG, null);
  return look(LAG, alert(LAG, minutes > lagMinutes * FAR_BEHIND ? 'critical' : 'warning', 'Deliveries wait for the record', {
    count: waiting, counted: waiting === 1 ? 'delivery' : 'deliveries', lines: [`the oldest of them since ${formatInstant(oldestAt)}`], command: 'run',
  }));
}

/** Why a delivery could not be stored; null once one can be. */
export const lookAtStoring = (trouble: string | null): Look => look(NOT_STORED, trouble === null ? null : alert(NOT_STORED, 'critical', 'Deliveries can\'t be stored', { lines: [trouble, 'Their senders were told so, and send again.'] }));

/** Files that `watch` refused and that still lie in a folder. */
export function lookAtRefused(folder: string, files: readonly string[]): Look {
  const key = `${REFUSED}${folder}`;
  return look(key, files.length === 0 ? null : alert(key, 'warning', 'Dropped files were refused', { count: files.length, counted: files.length === 1 ? 'file' : 'files', lines: files.slice(0, MOST_LINES) }));
}

/** Files of exports in several that wait in a folder for the others, each in words, and which of them for long. Over where none waits: another process may know of longer. */
export function lookAtParts(folder: string, waiting: readonly string[], long: readonly string[]): Look {
  const key = `${PARTS}${folder}`;
  const found = long.length === 0 ? null : alert(key, 'warning', 'Dropped files wait for others of their export', { count: long.length, counted: long.length === 1 ? 'file' : 'files', lines: long.slice(0, MOST_LINES) });
  return { ...look(key, found), covers: (open) => open.key === key && waiting.length === 0 };
}

/** Why the last replay failed; null where it ended well. */
export const lookAtReplay = (trouble: string | null): Look => look(REPLAY, trouble === null ? null : alert(REPLAY, 'critical', 'The replay fails', { cause: 'replay', lines: [trouble], command: 'run' }));

/** A message that only shows that it arrives. */
export const TEST_ALERT: Alert = alert('test', 'warning', 'alerts of po-shadow arrive here', { lines: ['Nothing is wrong. Somebody asked for this message with po-shadow alert --test.'], command: 'alert --status' });
