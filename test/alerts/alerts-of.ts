import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { applyLook } from '../../src/alerts/apply-look.ts';
import type { Alert, Look, Notice, OutgoingMessage } from '../../src/domain/alert.ts';
import { type AlertSettings, alertsSchema } from '../../src/domain/alert-settings.ts';
import { AlertsDatabase } from '../../src/store/alerts/alerts-database.ts';
import { makeFolder } from '../project-folder.ts';

export const NOW = Date.UTC(2026, 5, 11, 14);
export const HOUR = 3_600_000;

/** An alert about 3 purchases of 20.00 USD; without parts it is one of parity. */
export const alertOf = (parts: Partial<Alert> = {}): Alert => ({
  key: 'parity/2026-06-10/different_money/USD', cause: 'parity', severity: 'critical', title: 'Different money in USD, 2026-06-10', count: 3, counted: 'purchases', money: { USD: '20.00' },
  lines: ['Different money: EXP-1, PO-1; approved $10.00, in the ledger $15.00 (2026-06-10)'], command: 'parity --date 2026-06-10', since: '2026-06-10', ...parts,
});

/** What a look over everything found. */
export const lookOf = (...alerts: Alert[]): Look => ({ covers: () => true, alerts });

export const settingsOf = (parts: object = {}): AlertSettings => alertsSchema.parse({ channels: [{ name: 'finance', kind: 'slack', url: { env: 'SLACK_URL' } }], ...parts });

export const noticeOf = (parts: Partial<Notice> = {}): Notice => ({ kind: 'opened', alertNumber: 1, alert: alertOf(), openedAt: NOW, ...parts });
export const messageOf = (...notices: Notice[]): OutgoingMessage => ({ number: 7, notices, mayRepeat: false, tries: 1 });

/** A database of alerts in a folder of its own, closed when the test is done. */
export async function openAlerts(path = join(makeFolder(), 'alerts.db')): Promise<AlertsDatabase & { look(look: Look, settings?: AlertSettings, now?: number): string[] }> {
  const database = await AlertsDatabase.open(path);
  onTestFinished(() => database.close());
  /** What channels are told after a look, such as `finance opened KEY`. */
  const look = (found: Look, settings = settingsOf(), now = NOW): string[] => database.inTransaction(() => applyLook(database.book, found, settings, now)).map(({ channel, kind, key }) => `${channel} ${kind} ${key}`);
  return Object.assign(database, { look });
}
