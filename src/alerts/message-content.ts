import { type Alert, type Notice, type NoticeKind, type OutgoingMessage, SEVERITIES } from '../domain/alert.ts';
import { formatInstant } from '../domain/calendar.ts';
import { amountsLine } from '../domain/money.ts';
import { compareText } from '../domain/text.ts';
import { cutText, harmless } from './channel-text.ts';

/** What a message says, before a channel gives it its form: plain texts in which nothing is obeyed. */
export interface MessageContent {
  title: string;
  /** First, where an earlier try may have arrived. */
  warning: string | null;
  facts: string;
  lines: string[];
  /** How many more there are than `lines`; what does not fit is added. */
  more: number;
  command: string;
  /** What it can be known by. */
  marks: string;
}

/** What a company calls itself may be long, and so may a name of a merchant. */
const LONGEST_LINE = 400;
const LONGEST_NAME = 80;
const LONGEST_KEY = 200;

const LEADS: Record<NoticeKind, string> = { opened: '', grew: 'Grew: ', reminder: 'Still: ', resolved: 'Over: ', test: 'Test: ' };

/** Puts a message into words: a single notice, or a digest of several. */
export function contentOf({ number, notices, mayRepeat }: OutgoingMessage, company: string): MessageContent {
  const [first, ...others] = notices;
  if (first === undefined) throw new Error(`message ${number} says nothing`);
  const content = others.length === 0 ? single(first, company) : digest(notices, company);
  return { ...content, warning: warningOf(number, mayRepeat), marks: `${content.marks} · ${number === 0 ? 'not noted' : `message ${number}`}` };
}

function warningOf(number: number, mayRepeat: boolean): string | null {
  if (number === 0) return 'Could not be noted on the disk of po-shadow, so it may come again.';
  return mayRepeat ? `May have reached you already as message ${number}: no answer came to an earlier try.` : null;
}

const company = (name: string): string => cutText(harmless(name), LONGEST_NAME);
const line = (text: string): string => cutText(harmless(text), LONGEST_LINE);
const CRITICAL = 'Critical: ';
const severityOf = ({ kind, alert }: Notice): string => (alert.severity === 'critical' && kind !== 'resolved' && kind !== 'test' ? CRITICAL : '');
const titleOf = (notice: Notice): string => `${severityOf(notice)}${LEADS[notice.kind]}${harmless(notice.alert.title)}`;

/** `3 purchases, $20.00`. */
function sizeOf({ count, counted, money }: Alert): string {
  return [...(counted === '' ? [] : [`${count.toLocaleString('en-US')} ${counted}`]), ...(Object.keys(money).length === 0 ? [] : [amountsLine(money)])].join(', ');
}

function single(notice: Notice, name: string): Omit<MessageContent, 'warning'> {
  const { kind, alert, alertNumber, openedAt } = notice;
  const isOver = kind === 'resolved';
  const lines = isOver ? [] : alert.lines.map(line);
  return {
    title: titleOf(notice),
    facts: [company(name), isOver ? `open since ${formatInstant(openedAt)}, and not found any more` : sizeOf(alert), kind === 'grew' || kind === 'reminder' ? `open since ${formatInstant(openedAt)}` : ''].filter((part) => part !== '').join(' · '),
    lines, more: isOver || lines.length === 0 ? 0 : Math.max(0, alert.count - lines.length), command: alert.command,
    marks: kind === 'test' ? 'test' : `${alertNumber === 0 ? '' : `A${alertNumber} · `}${cutText(harmless(alert.key), LONGEST_KEY)}`,
  };
}

const LARGEST_FIRST = (left: Notice, right: Notice): number =>
  Number(left.kind === 'resolved') - Number(right.kind === 'resolved')
  || SEVERITIES.indexOf(right.alert.severity) - SEVERITIES.indexOf(left.alert.severity)
  || right.alert.count - left.alert.count || compareText(left.alert.key, right.alert.key);

function digest(notices: readonly Notice[], name: string): Omit<MessageContent, 'warning'> {
  const over = notices.filter(({ kind }) => kind === 'resolved').length;
  const counts = [...(notices.length > over ? [`${notices.length - over} new or grown`] : []), ...(over > 0 ? [`${over} over`] : [])];
  const lines = [...notices].sort(LARGEST_FIRST).map((notice) => {
    const size = notice.kind === 'resolved' ? '' : sizeOf(notice.alert);
    return line(`${titleOf(notice)}${size === '' ? '' : `: ${size}`} (A${notice.alertNumber})`);
  });
  const isCritical = notices.some((notice) => severityOf(notice) !== '');
  return { title: `${isCritical ? CRITICAL : ''}${notices.length} alerts at once`, facts: [company(name), counts.join(', ')].join(' · '), lines, more: 0, command: 'alert --status', marks: 'digest' };
}

/** A message with as many of its lines as have room in it; the others are counted. `fits` is asked for fewer and fewer lines; without any it must agree. */
export function fitted<T>({ lines, more, ...rest }: MessageContent, form: (content: MessageContent) => T, fits: (message: T, list: string) => boolean): T {
  for (let kept = lines.length; ; kept--) {
    const content = { ...rest, lines: lines.slice(0, kept), more: more + lines.length - kept };
    const message = form(content);
    if (fits(message, listed(content))) return message;
    if (kept === 0) throw new Error(`${rest.marks}: too large even without its lines`);
  }
}

/** The lines as a list, its end told; '' where there is nothing to list. */
export function listed({ lines, more }: Pick<MessageContent, 'lines' | 'more'>): string {
  if (lines.length === 0 && more === 0) return '';
  return [...lines.map((text) => `• ${text}`), ...(more === 0 ? [] : [`… and ${more.toLocaleString('en-US')} more`])].join('\n');
}
