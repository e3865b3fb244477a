import { cutText } from '../channel-text.ts';
import { type MessageContent, fitted, listed } from '../message-content.ts';

/** Slack's limits, in characters; we count UTF-16 units, of which no character has fewer. */
const HEADER = 150;
const SECTION = 3_000;
/** From about 13,200 on Slack was seen to refuse blocks. */
const BLOCKS = 13_000;
const FALLBACK = 1_000;

interface PlainText {
  type: 'plain_text';
  text: string;
  emoji: false;
}

/** A message of an incoming webhook: Block Kit, with a text for notifications. */
export interface SlackMessage {
  text: string;
  mrkdwn: false;
  blocks: ({ type: 'header' | 'section'; text: PlainText } | { type: 'context'; elements: PlainText[] })[];
}

/** Slack parses these three in every text object, and gives them back as they were. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Text in which Slack sees neither markup nor emoji, within a limit that it has after escaping. */
function plain(text: string, limit: number): PlainText {
  let room = limit;
  let cut = escaped(cutText(text, room));
  for (; cut.length > limit; cut = escaped(cutText(text, room))) room -= Math.max(1, Math.ceil((cut.length - limit) / 5));
  return { type: 'plain_text', text: cut, emoji: false };
}

function form(content: MessageContent): SlackMessage {
  const { title, warning, facts, command, marks } = content;
  const section = (text: string): SlackMessage['blocks'] => (text === '' ? [] : [{ type: 'section', text: plain(text, SECTION) }]);
  const context = (text: string): SlackMessage['blocks'] => [{ type: 'context', elements: [plain(text, SECTION)] }];
  return {
    text: plain([...(warning === null ? [] : [warning]), title, facts].join(' — '), FALLBACK).text, mrkdwn: false,
    blocks: [
      ...(warning === null ? [] : context(warning)), { type: 'header', text: plain(title, HEADER) }, ...section(facts), ...section(listed(content)),
      ...section(command === '' ? '' : `npx po-shadow ${command}`), ...context(marks),
    ],
  };
}

/** A message as Slack takes it: lines are left out until it is within every limit, and counted. */
export function slackMessage(content: MessageContent): SlackMessage {
  return fitted(content, form, ({ blocks }, list) => escaped(list).length <= SECTION && JSON.stringify(blocks).length <= BLOCKS);
}
