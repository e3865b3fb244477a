import { describe, expect, it } from 'vitest';
import { type Answered, judgeAnswer } from '../../src/alerts/answer.ts';
import { askedPause, growingPause } from '../../src/alerts/pauses.ts';

const NOW = Date.UTC(2026, 5, 11, 14);
const ADDRESS = 'https://hooks.example/SecretWord';
const answered = (status: number, body = '', parts: Partial<Answered> = {}): Answered => ({ status, body, retryAfter: undefined, date: undefined, ...parts });

describe('an answer to an alert', () => {
  it.each([
    ['slack', 200, 'ok', 'sent', '200 ok'],
    ['slack', 200, '<html>Please sign in</html>', 'refused', '200, which is no answer of Slack'],
    ['slack', 200, '{"ok":false,"error":"channel_not_found"}', 'refused', '200 channel_not_found, which is no answer of Slack'],
    ['slack', 400, 'invalid_blocks', 'refused', '400 invalid_blocks'],
    ['slack', 403, 'action_prohibited', 'refused', '403 action_prohibited'],
    ['slack', 404, 'no_service', 'refused', '404 no_service'],
    ['slack', 410, 'channel_is_archived', 'refused', '410 channel_is_archived'],
    ['slack', 302, '', 'refused', '302: leads elsewhere, and redirects are not followed'],
    ['slack', 404, 'no such path /services/T0/B0/a-secret', 'refused', '404'],
    ['teams', 202, '', 'sent', '202'],
    ['teams', 200, '{"any":"thing"}', 'sent', '200'],
    ['teams', 202, 'Accepted', 'sent', '202 Accepted'],
    ['teams', 200, '', 'sent', '200'],
    ['teams', 200, '<html>Please sign in</html>', 'refused', '200, which is no answer of a Teams workflow'],
    ['teams', 200, 'no_service', 'refused', '200 no_service, which is no answer of a Teams workflow'],
    ['teams', 200, '{"error":{"code":"Throttled"}}', 'refused', '200 Throttled, which is no answer of a Teams workflow'],
    ['slack', 400, '{"error":"secretWord"}', 'refused', '400'],
    ['teams', 400, '{"error":{"code":"WorkflowTriggerIsNotEnabled","message":"https://x?sig=secret"}}', 'refused', '400 WorkflowTriggerIsNotEnabled'],
    ['teams', 413, '', 'refused', '413'],
  ] as const)('of %s, %i %s: %s, in words %s', (kind, status, body, state, says) => {
    expect(judgeAnswer(kind, answered(status, body), NOW, ADDRESS)).toEqual({ state, says });
  });

  it.each([
    [429, false], [503, false], [408, true], [500, true], [502, true], [504, true],
  ])('of %i is no end; that the message may have arrived: %s', (status, mayHaveArrived) => {
    expect(judgeAnswer('slack', answered(status), NOW, ADDRESS)).toMatchObject({ state: 'again', mayHaveArrived });
  });

  it('that never came leaves open whether the message arrived, unless there was no connection', () => {
    expect(judgeAnswer('slack', { why: 'ECONNRESET', neverSent: false }, NOW, ADDRESS)).toEqual({ state: 'again', says: 'ECONNRESET', mayHaveArrived: true, pauseMs: null });
    expect(judgeAnswer('slack', { why: 'ECONNREFUSED', neverSent: true }, NOW, ADDRESS)).toMatchObject({ mayHaveArrived: false });
  });
});

describe('how long a message waits for its next try', () => {
  it.each([
    ['seconds', '30', undefined, 30_000],
    ['none at all, which is a second', '0', undefined, 1_000],
    ['a date, by this clock', 'Thu, 11 Jun 2026 14:00:45 GMT', undefined, 45_000],
    ['a date, by the server\'s own clock, which is an hour off', 'Thu, 11 Jun 2026 15:00:45 GMT', 'Thu, 11 Jun 2026 15:00:00 GMT', 45_000],
    ['a date that is over', 'Thu, 11 Jun 2026 13:00:00 GMT', undefined, 1_000],
    ['a month, which is a day', '2592000', undefined, 86_400_000],
    ['what nobody understands', 'soon', undefined, null],
    ['nothing', undefined, undefined, null],
  ])('follows Retry-After: %s', (_what, retryAfter, date, pause) => {
    expect(askedPause(retryAfter, date, NOW)).toBe(pause);
    expect(judgeAnswer('slack', answered(429, '', { retryAfter, date }), NOW, ADDRESS)).toMatchObject({ pauseMs: pause });
  });

  it('is doubled each time up to an hour, less up to half of it at random', () => {
    expect([1, 2, 3, 10, 12, 500].map((tries) => growingPause(tries, 0))).toEqual([2_000, 4_000, 8_000, 1_024_000, 3_600_000, 3_600_000]);
    expect(growingPause(3, 1)).toBe(4_000);
  });
});
