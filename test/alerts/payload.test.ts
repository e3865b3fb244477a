import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SlackMessage } from '../../src/alerts/channels/slack.ts';
import type { TeamsMessage } from '../../src/alerts/channels/teams.ts';
import { payloadOf } from '../../src/alerts/payload.ts';
import type { Notice } from '../../src/domain/alert.ts';
import { alertOf, messageOf, noticeOf } from './alerts-of.ts';

const COMPANY = 'Example Retail';
const slack = (...notices: Notice[]): SlackMessage => payloadOf('slack', messageOf(...notices), COMPANY) as SlackMessage;
const teams = (...notices: Notice[]): TeamsMessage => payloadOf('teams', messageOf(...notices), COMPANY) as TeamsMessage;
const slackTexts = ({ blocks }: SlackMessage) => blocks.flatMap((block) => (block.type === 'context' ? block.elements : [block.text]));
const teamsTexts = ({ attachments: [{ content }] }: TeamsMessage): string[] => content.body.map(({ inlines: [{ text }] }) => text);

const HOSTILE = ['<!channel> <!here> <@U012AB3CD> <#C01> <https://evil.example|Approve> & co', '*bold* _it_ ~no~ `code` @channel :rotating_light:', '[Approve](https://evil.example) <at>Dana</at> **bold** {{DATE(2026-06-01T00:00:00Z)}}', 'EXP\u202e9041\u0000'];

describe('a Slack message', () => {
  it('says what it is, how much, what shows the rest, and by what it is known', () => {
    expect(slackTexts(slack(noticeOf())).map(({ text }) => text)).toEqual([
      'Critical: Different money in USD, 2026-06-10', 'Example Retail · 3 purchases, $20.00', '• Different money: EXP-1, PO-1; approved $10.00, in the ledger $15.00 (2026-06-10)\n… and 2 more',
      'npx po-shadow parity --date 2026-06-10', 'A1 · parity/2026-06-10/different_money/USD · message 7',
    ]);
  });

  it('has no text in which Slack sees markup, a mention or a link, whatever employees typed', () => {
    const message = slack(noticeOf({ alert: alertOf({ lines: HOSTILE, title: HOSTILE[0] as string, key: '<!here>' }) }));
    expect(slackTexts(message).every(({ type, emoji }) => type === 'plain_text' && emoji === false)).toBe(true);
    expect(message.mrkdwn).toBe(false);
    for (const text of [message.text, ...slackTexts(message).map((each) => each.text)]) expect(text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
    expect(JSON.stringify(message)).toContain('&lt;!channel&gt; &lt;!here&gt; &lt;@U012AB3CD&gt;');
    expect(JSON.stringify(message)).toContain('EXP\\\\u{202e}9041\\\\u{0}');
  });

  it('says first that it may have arrived already, where nobody knows', () => {
    const message = payloadOf('slack', { ...messageOf(noticeOf()), mayRepeat: true }, COMPANY) as SlackMessage;
    expect(slackTexts(message)[0]?.text).toBe('May have reached you already as message 7: no answer came to an earlier try.');
    expect(message.text).toMatch(/^May have reached you already/);
  });
});

describe('a Teams message', () => {
  it('is an Adaptive Card 1.4 among attachments, of text that knows no Markdown', () => {
    const { type, attachments: [attachment] } = teams(noticeOf({ alert: alertOf({ lines: HOSTILE }) }));
    expect([type, attachment.contentType, attachment.content.$schema, attachment.content.version]).toEqual(['message', 'application/vnd.microsoft.card.adaptive', 'http://adaptivecards.io/schemas/adaptive-card.json', '1.4']);
    for (const element of attachment.content.body) expect([element.type, element.inlines.length, element.inlines[0].type]).toEqual(['RichTextBlock', 1, 'TextRun']);
    expect(JSON.stringify(attachment)).not.toContain('entities');
    expect(teamsTexts(teams(noticeOf({ alert: alertOf({ lines: HOSTILE }) })))).toContain('• [Approve](https://evil.example) <at>Dana</at> **bold** { {DATE(2026-06-01T00:00:00Z)}}');
  });

  it('keeps to its bytes where every character takes four of them, and says how many lines were left out', () => {
    const message = teams(noticeOf({ alert: alertOf({ count: 500, lines: Array.from({ length: 20 }, () => '🧾'.repeat(2_000)) }) }));
    expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThanOrEqual(20_000);
    const lines = teamsTexts(message).filter((text) => text.startsWith('• '));
    expect(lines.length).toBeGreaterThan(5);
    expect(teamsTexts(message)).toContain(`… and ${500 - lines.length} more`);
  });
});

describe('more notices than are told one by one', () => {
  const many = Array.from({ length: 9 }, (_, index) => noticeOf({ alertNumber: index + 1, alert: alertOf({ key: `k${index}`, title: `Cause ${index}`, count: index, severity: index === 4 ? 'critical' : 'warning' }) }));

  it('become one message: the critical first, then the largest, what is over last', () => {
    const message = slack(...many, noticeOf({ kind: 'resolved', alertNumber: 10, alert: alertOf({ title: 'Gone' }) }));
    const [title, facts, list] = slackTexts(message).map(({ text }) => text);
    expect([title, facts]).toEqual(['Critical: 10 alerts at once', 'Example Retail · 9 new or grown, 1 over']);
    expect(list?.split('\n').map((line) => /Cause \d|Gone/.exec(line)?.[0])).toEqual(['Cause 4', 'Cause 8', 'Cause 7', 'Cause 6', 'Cause 5', 'Cause 3', 'Cause 2', 'Cause 1', 'Cause 0', 'Gone']);
  });
});

describe('what is over', () => {
  it('says since when it was open, and lists nothing', () => {
    expect(slackTexts(slack(noticeOf({ kind: 'resolved' }))).map(({ text }) => text).slice(0, 3)).toEqual(['Over: Different money in USD, 2026-06-10', 'Example Retail · open since 2026-06-11T14:00:00Z, and not found any more', 'npx po-shadow parity --date 2026-06-10']);
  });
});

describe('whatever people typed', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 900 }), fc.constantFrom(...HOSTILE), fc.constant('&'.repeat(4_000)), fc.constant('"\\'.repeat(700)), fc.constant('\u202e🧾'.repeat(800)));
  const alert = fc.record({ title: text, key: text, lines: fc.array(text, { maxLength: 20 }), count: fc.nat(5_000) }).map((parts) => alertOf(parts));
  const notices = fc.array(fc.record({ kind: fc.constantFrom('opened' as const, 'grew' as const, 'resolved' as const), alert }).map((parts) => noticeOf(parts)), { minLength: 1, maxLength: 40 });

  it('a message is within all limits of its channel', () => {
    fc.assert(fc.property(notices, fc.boolean(), (all, mayRepeat) => {
      const toSlack = payloadOf('slack', { ...messageOf(...all), mayRepeat }, '<'.repeat(500)) as SlackMessage;
      expect(toSlack.blocks.length).toBeLessThanOrEqual(50);
      expect(JSON.stringify(toSlack.blocks).length).toBeLessThanOrEqual(13_000);
      for (const block of toSlack.blocks) {
        for (const each of block.type === 'context' ? block.elements : [block.text]) {
          expect(each.text.length).toBeGreaterThan(0);
          expect(each.text.length).toBeLessThanOrEqual(block.type === 'header' ? 150 : 3_000);
          expect(each.text.isWellFormed()).toBe(true);
        }
      }
      const toTeams = payloadOf('teams', { ...messageOf(...all), mayRepeat }, COMPANY) as TeamsMessage;
      expect(Buffer.byteLength(JSON.stringify(toTeams))).toBeLessThanOrEqual(20_000);
      for (const each of teamsTexts(toTeams)) expect([each.length > 0, each.isWellFormed()]).toEqual([true, true]);
    }), { numRuns: 150 });
  });
});
