import { type ChannelStanding, type KeptAlert, MESSAGE_STATES, type MessageState, type NoticeKind } from '../domain/alert.ts';
import { formatInstant } from '../domain/calendar.ts';
import { amountsLine } from '../domain/money.ts';
import { plural } from '../domain/plural.ts';
import { visible } from '../domain/text.ts';
import type { Paint } from './paint.ts';

/** What is open, what a look added to be told, and how each channel stands. */
export interface AlertsReport {
  alerts: readonly KeptAlert[];
  notices: readonly { channel: string; kind: NoticeKind; key: string }[];
  channels: readonly ChannelStanding[];
}

const STATE_WORDS: Record<MessageState, string> = { waiting: 'waiting', sending: 'on the way or of unknown fate', sent: 'sent', refused: 'REFUSED', given_up: 'GIVEN UP', dropped: 'dropped' };

function channelLine({ channel, notices, messages, perhapsTwice, nextTryAt, lastAnswer, lastAt }: ChannelStanding): string {
  const counts = MESSAGE_STATES.filter((state) => messages[state] > 0).map((state) => `${messages[state]} ${STATE_WORDS[state]}`);
  return [
    `${channel}: ${counts.length === 0 ? 'no message yet' : counts.join(', ')}`, ...(perhapsTwice === 0 ? [] : [`${perhapsTwice} of them perhaps twice`]), ...(notices === 0 ? [] : [`${plural(notices, 'notice')} in no message yet`]),
    ...(nextTryAt === null ? [] : [`next try ${formatInstant(nextTryAt)}`]), ...(lastAnswer === null || lastAt === null ? [] : [`last answer ${lastAnswer}, ${formatInstant(lastAt)}`]),
  ].join('; ');
}

/** Open alerts line by line, the critical ones marked, then the channels. */
export function alertsText({ alerts, notices, channels }: AlertsReport, paint: Paint): string {
  const open = alerts.map(({ number, alert: { severity, title, count, counted, money, key }, openedAt }) => {
    const size = [...(counted === '' ? [] : [`${count} ${counted}`]), ...(Object.keys(money).length === 0 ? [] : [amountsLine(money)])].join(', ');
    return `${severity === 'critical' ? paint('red', '!') : '-'} A${number} ${visible(title)}${size === '' ? '' : `: ${size}`} (${visible(key)}, since ${formatInstant(openedAt)})\n`;
  });
  const told = notices.map(({ channel, kind, key }) => `  ${visible(channel)} is told: ${kind} ${visible(key)}\n`);
  return [open.length === 0 ? 'No alert is open.\n' : `${plural(open.length, 'alert')} open:\n`, ...open, ...told, ...channels.map((standing) => `${visible(channelLine(standing))}\n`)].join('');
}
