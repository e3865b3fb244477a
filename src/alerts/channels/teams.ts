import { cutText } from '../channel-text.ts';
import { type MessageContent, fitted, listed } from '../message-content.ts';

/** A posted message may have some 28 KB; beyond 20 KB some were refused. Bytes of UTF-8. */
const MESSAGE_BYTES = 20_000;
const TITLE = 300;

interface TextRun {
  type: 'TextRun';
  text: string;
  weight?: 'Bolder';
  size?: 'Medium';
  isSubtle?: true;
  fontType?: 'Monospace';
}

/** Text that knows no Markdown, as a TextBlock does. */
interface RichTextBlock {
  type: 'RichTextBlock';
  inlines: [TextRun];
}

/** A message of a Workflows webhook: its template takes what stands in `attachments`. */
export interface TeamsMessage {
  type: 'message';
  attachments: [{
    contentType: 'application/vnd.microsoft.card.adaptive';
    contentUrl: null;
    content: { $schema: 'http://adaptivecards.io/schemas/adaptive-card.json'; type: 'AdaptiveCard'; version: '1.4'; msteams: { width: 'Full' }; body: RichTextBlock[] };
  }];
}

const block = (text: string, look: Omit<TextRun, 'type' | 'text'> = {}): RichTextBlock[] => (text === '' ? [] : [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text, ...look }] }]);

function form(content: MessageContent): TeamsMessage {
  const { title, warning, facts, command, marks } = content;
  const body = [
    ...block(warning ?? ''), ...block(cutText(title, TITLE), { weight: 'Bolder', size: 'Medium' }), ...block(facts), ...listed(content).split('\n').flatMap((text) => block(text)),
    ...block(command === '' ? '' : `npx po-shadow ${command}`, { fontType: 'Monospace' }), ...block(marks, { isSubtle: true }),
  ];
  return { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: { $schema: 'http://adaptivecards.io/schemas/adaptive-card.json', type: 'AdaptiveCard', version: '1.4', msteams: { width: 'Full' }, body } }] };
}

/** A message as a workflow of Teams takes it: lines are left out until it is within its bytes, and counted. */
export function teamsMessage(content: MessageContent): TeamsMessage {
  return fitted(content, form, (message) => Buffer.byteLength(JSON.stringify(message)) <= MESSAGE_BYTES);
}
