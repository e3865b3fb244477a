import { type Alert, type KeptAlert, type Look, type Notice, type NoticeKind, SEVERITIES } from '../domain/alert.ts';
import type { AlertChannel, AlertSettings } from '../domain/alert-settings.ts';
import { HOUR_MS, type Instant } from '../domain/calendar.ts';
import { hasGrown } from './grown.ts';

/** Where alerts are kept; all of a look is written in one transaction. */
export interface AlertKeeping {
  open(): KeptAlert[];
  add(alert: Alert, at: Instant): KeptAlert;
  update(number: number, alert: Alert): void;
  resolve(number: number, at: Instant): void;
  lastTold(number: number, channel: string): { kind: NoticeKind; alert: Alert; at: Instant; isWaiting: boolean } | undefined;
  tell(channel: string, notice: Pick<Notice, 'kind' | 'alert' | 'alertNumber'>, at: Instant): void;
  retell(number: number, channel: string, alert: Alert): void;
}

/** What a look led to: that a channel is to be told something. */
export interface AddedNotice {
  channel: string;
  kind: NoticeKind;
  key: string;
}

/** Holds what was found against what is open: opens, keeps up to date and closes alerts, and lets each channel be told what it does not know. Needs a transaction around it. */
export function applyLook(book: AlertKeeping, { alerts, covers, at }: Look, { channels, growBy, remindAfterHours }: AlertSettings, now: Instant): AddedNotice[] {
  const added: AddedNotice[] = [];
  const tell = (channel: AlertChannel, kind: NoticeKind, { number }: KeptAlert, alert: Alert): void => {
    book.tell(channel.name, { kind, alert, alertNumber: number }, now);
    added.push({ channel: channel.name, kind, key: alert.key });
  };
  const open = new Map(book.open().map((kept) => [kept.alert.key, kept]));
  const lookedAt = at ?? now;
  const found = new Map(alerts.map((alert) => [alert.key, { ...alert, lookedAt }]));
  /** What was seen by a later instant than this one says nothing of: it knew less. */
  const isNewer = ({ alert }: KeptAlert): boolean => (alert.lookedAt ?? lookedAt) > lookedAt;
  for (const alert of found.values()) {
    const kept = open.get(alert.key) ?? book.add(alert, now);
    if (isNewer(kept)) continue;
    if (open.has(alert.key)) book.update(kept.number, alert);
    for (const channel of channels) {
      const told = book.lastTold(kept.number, channel.name);
      if (told === undefined) {
        if (isWanted(channel, alert)) tell(channel, 'opened', kept, alert);
      } else if (told.isWaiting) book.retell(kept.number, channel.name, alert);
      else if (hasGrown(alert, told.alert, growBy)) tell(channel, 'grew', kept, alert);
      else if (remindAfterHours !== undefined && now - told.at >= remindAfterHours * HOUR_MS) tell(channel, 'reminder', kept, alert);
    }
  }
  for (const kept of open.values()) {
    if (found.has(kept.alert.key) || isNewer(kept) || !covers(kept.alert)) continue;
    book.resolve(kept.number, now);
    for (const channel of channels) if (book.lastTold(kept.number, channel.name) !== undefined) tell(channel, 'resolved', kept, kept.alert);
  }
  return added;
}

/** Whether a channel is to be told of an alert, by its severity and cause. */
export const isWanted = ({ minSeverity, causes }: AlertChannel, { severity, cause }: Alert): boolean =>
  SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(minSeverity) && (causes === undefined || causes.includes(cause));
