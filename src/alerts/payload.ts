import type { OutgoingMessage } from '../domain/alert.ts';
import type { ChannelKind } from '../domain/alert-settings.ts';
import { type SlackMessage, slackMessage } from './channels/slack.ts';
import { type TeamsMessage, teamsMessage } from './channels/teams.ts';
import { contentOf } from './message-content.ts';

/** What is posted for a message, to a channel of this kind. */
export function payloadOf(kind: ChannelKind, message: OutgoingMessage, company: string): SlackMessage | TeamsMessage {
  const content = contentOf(message, company);
  return kind === 'slack' ? slackMessage(content) : teamsMessage(content);
}
