import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../src/intake/sink.ts';
import { LIMITS } from '../../src/intake/limits.ts';
import { approvalsFrom, utf16 } from '../intake/collected.ts';
import { type EventParts, approvalsText, approvedReport } from '../project-folder.ts';

const sound = approvedReport({ eventId: 'sound', id: 'EXP-1' });
const last = approvedReport({ eventId: 'last', id: 'EXP-2' });

/** Reads a line between two sound ones, which must both be read; returns what was said of it. */
async function refusedBetween(line: Record<string, unknown> | string | Buffer, timeZone?: string): Promise<Refusal> {
  const text = Buffer.isBuffer(line) ? line : Buffer.from(approvalsText(line).trimEnd());
  const { reports, refused, rows } = await approvalsFrom(Buffer.concat([Buffer.from(approvalsText(sound)), text, Buffer.from(`\n${approvalsText(last)}`)]), timeZone === undefined ? {} : { timeZone });
  expect(reports.map((report) => report.reportId)).toEqual(['EXP-1', 'EXP-2']);
  expect(rows).toEqual({ accepted: 2, refused: 1 });
  const [refusal] = refused as [Refusal];
  expect(refusal.line).toBe(2);
  return refusal;
}

describe('a line that can\'t be read is told with line, field, value and reason, and the others are read', () => {
  const damaged = (parts: EventParts): Record<string, unknown> => approvedReport({ eventId: 'e9', id: 'EXP-9', ...parts });
  const PLAIN = /not a plain decimal amount/;
  const TEXT = /^must be a text in double quotes$/;

  it.each<[string, Record<string, unknown>, string, string, RegExp]>([
    ['an amount with thousands separators', damaged({ amount: '1,245.50' }), 'report.lines[0].amount', '1,245.50', PLAIN],
    ['a continental amount', damaged({ amount: '1.245,50' }), 'report.lines[0].amount', '1.245,50', PLAIN],
    ['NaN', damaged({ amount: 'NaN' }), 'report.lines[0].amount', 'NaN', PLAIN],
    ['an exponent', damaged({ amount: '1e3' }), 'report.lines[0].amount', '1e3', PLAIN],
    ['a cent too fine for dollars', damaged({ amount: '1.005' }), 'report.lines[0].amount', '1.005', /more decimals than the currency has/],
    ['a fraction of a yen', damaged({ amount: '100.5', currency: 'JPY' }), 'report.lines[0].amount', '100.5', /more decimals than the currency has/],
    ['more than 2^53 - 1 cents', damaged({ amount: '90071992547409.92' }), 'report.lines[0].amount', '90071992547409.92', /larger than 2\^53 - 1/],
    ['a total that is none', damaged({ report: { total: 'n/a' } }), 'report.total', 'n/a', PLAIN],
    ['an unknown currency', damaged({ currency: 'XXX' }), 'report.currency', 'XXX', /ISO 4217/],
    ['a currency in small letters', damaged({ currency: 'usd' }), 'report.currency', 'usd', /ISO 4217/],
    ['a date that does not exist', damaged({ line: { date: '2026-06-31' } }), 'report.lines[0].date', '2026-06-31', /not an existing date/],
    ['an instant that does not exist', damaged({ occurredAt: '2026-06-31T10:00:00Z' }), 'report.approvals[0].at', '2026-06-31T10:00:00Z', /does not exist/],
    ['an instant without offset', damaged({ event: { occurredAt: '2026-06-02T15:10:00' } }), 'occurredAt', '2026-06-02T15:10:00', /without an offset/],
    ['a submission without offset', damaged({ report: { submittedAt: '2026-06-02T15:10:00' } }), 'report.submittedAt', '2026-06-02T15:10:00', /without an offset/],
    ['a decision that is none', damaged({ report: { approvals: [{ approver: 'lee@shop.example', role: 'manager', decision: 'maybe', at: '2026-06-02T15:10:00Z' }] } }), 'report.approvals[0].decision', 'maybe', /neither approved nor rejected/],
    ['no lines', damaged({ report: { lines: null } }), 'report.lines', '', /must be a list/],
    ['two lines of one id', damaged({ report: { lines: [{ id: '1', date: '2026-06-01', amount: '1.00' }, { id: '1', date: '2026-06-01', amount: '2.00' }] } }), 'report.lines[].id', '1', /two lines of the report have the same id/],
    ['a category that is a number', damaged({ line: { category: 6110 } }), 'report.lines[0].category', '6110', TEXT],
    ['personal that is neither true nor false', damaged({ line: { personal: 'perhaps' } }), 'report.lines[0].personal', 'perhaps', /neither true nor false/],
    ['a tax that is none', damaged({ line: { tax: '5%' } }), 'report.lines[0].tax', '5%', PLAIN],
    ['an event id that is a number', damaged({ eventId: 12 as never }), 'eventId', '12', TEXT],
    ['an instant that is a number', damaged({ event: { occurredAt: 1_780_000_000_000 } }), 'occurredAt', '1780000000000', TEXT],
    ['a report id that is a number', damaged({ report: { id: 9041 } }), 'report.id', '9041', TEXT],
    ['a state that is a number', damaged({ report: { status: 5 } }), 'report.status', '5', TEXT],
    ['a submission that is a number', damaged({ report: { submittedAt: 1_780_000_000_000 } }), 'report.submittedAt', '1780000000000', TEXT],
    ['a decision at a number', damaged({ report: { approvals: [{ approver: 'lee@shop.example', role: 'manager', decision: 'approved', at: 1_780_000_000_000 }] } }), 'report.approvals[0].at', '1780000000000', TEXT],
    ['an approver that is an object', damaged({ report: { approvals: [{ approver: { email: 'lee@shop.example' }, role: 'manager', decision: 'approved', at: '2026-06-02T15:10:00Z' }] } }), 'report.approvals[0].approver', '{"email":"lee@shop.example"}', TEXT],
    ['a line id that is a number', damaged({ line: { id: 1 } }), 'report.lines[0].id', '1', TEXT],
    ['a date that is a number', damaged({ line: { date: 20_260_601 } }), 'report.lines[0].date', '20260601', TEXT],
    ['no event id', damaged({ event: { eventId: null } }), 'eventId', '', /^the text is missing$/],
    ['no instant', damaged({ event: { occurredAt: null } }), 'occurredAt', '', /^the instant is missing$/],
    ['no date', damaged({ line: { date: null } }), 'report.lines[0].date', '', /^the date is missing$/],
    ['half a revision', damaged({ report: { revision: 2.5 } }), 'report.revision', '2.5', /not a whole number/],
    ['no status', damaged({ report: { status: ' ' } }), 'report.status', ' ', /missing/],
    ['a revision that is none', damaged({ report: { revision: -1 } }), 'report.revision', '-1', /not a whole number/],
    ['a report that is none', damaged({ event: { report: 'EXP-9' } }), 'report', 'EXP-9', /must be an object/],
  ])('%s', async (_, line, field, value, reason) => {
    const refusal = await refusedBetween(line);
    expect([refusal.field, refusal.value]).toEqual([field, value]);
    expect(refusal.reason).toMatch(reason);
  });

  it.each([
    ['1245.50', 'report.lines[0].amount', '1245.50'],
    ['9007199254740993', 'report.lines[0].amount', '9007199254740993'],
    ['1e3', 'report.lines[0].amount', '1e3'],
  ])('an amount as a JSON number is refused, and shown with the digits it was written with: %s', async (written, field, value) => {
    const refusal = await refusedBetween(JSON.stringify(damaged({ amount: '@' })).replaceAll('"@"', written));
    expect(refusal).toMatchObject({ field, value, reason: 'an amount must be a decimal in quotes, such as "12.50"', documentId: 'EXP-9' });
  });

  it('a line that is not JSON', async () => {
    const refusal = await refusedBetween(JSON.stringify(damaged({})).slice(0, -30));
    expect(refusal.reason).toMatch(/^not valid JSON: .* at column \d+$/);
  });

  it('a key that stands twice', async () => {
    const refusal = await refusedBetween(JSON.stringify(damaged({})).replace('"amount":"845.50"', '"amount":"845.50","\\u0061mount" : "1.00"'));
    expect(refusal).toMatchObject({ field: 'report.lines[0].amount', documentId: 'EXP-9', eventId: 'e9' });
    expect(refusal.reason).toMatch(/duplicate key "amount"/);
  });

  it('bytes that are not UTF-8, and NUL bytes', async () => {
    const text = JSON.stringify(damaged({}));
    expect((await refusedBetween(Buffer.from(text.replace('Floor', 'Fl\u00f6r'), 'latin1'))).reason).toMatch(/not valid UTF-8/);
    expect((await refusedBetween(Buffer.from(text.replace('Floor', 'Fl\u0000r')))).reason).toMatch(/NUL byte/);
  });

  it('a line of 40 MB', async () => {
    const refusal = await refusedBetween(JSON.stringify(damaged({ line: { description: 'x'.repeat(40_000_000) } })));
    expect(refusal).toMatchObject({ reason: `longer than ${LIMITS.lineBytes} bytes`, documentId: 'EXP-9', eventId: 'e9' });
    expect(refusal.value.length).toBeLessThan(10_000);
  });

  it('an id longer than any id is', async () => {
    expect(await refusedBetween(damaged({ id: 'EXP-9'.repeat(1_000) }))).toMatchObject({ field: 'report.id', reason: 'longer than 1000 characters' });
  });

  it('a line of megabytes, of which the quarantine keeps the beginning', async () => {
    const refusal = await refusedBetween(`${JSON.stringify(damaged({ line: { description: 'x'.repeat(5_000_000) } }))}}`);
    expect(refusal.value).toHaveLength(2_001);
    expect(refusal).toMatchObject({ reason: expect.stringMatching(/text after the JSON value/), documentId: 'EXP-9' });
  });

  it('a line made to be searched for ids without end, in a moment', async () => {
    const began = performance.now();
    for (const hostile of [`{${'"report":{'.repeat(500_000)}`, `{"report":{${'"report":{}'.repeat(500_000)}`, `{"eventId"${' '.repeat(5_000_000)}`, `{"id"${'"report" : {{}'.repeat(300_000)}`]) await refusedBetween(hostile);
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('a line that is JSON but no object', async () => {
    expect((await refusedBetween('[1,2]')).reason).toBe('must be an object');
    expect((await refusedBetween('null')).reason).toBe('must be an object');
  });

  it('JSON nested without end', async () => {
    expect((await refusedBetween(`{"eventId":"e9","report":${'['.repeat(300_000)}${']'.repeat(300_000)}}`)).reason).toMatch(/nested too deeply/);
  });
});

describe('whose line it was is told as far as it can be, so that the report counts as incomplete', () => {
  it('with report, event, revision and instant where only another field is damaged', async () => {
    const refusal = await refusedBetween(approvedReport({ eventId: 'e9', id: 'EXP-9', revision: 3, amount: '1e3' }));
    expect(refusal).toMatchObject({ documentId: 'EXP-9', eventId: 'e9', revision: 3, occurredAt: Date.UTC(2026, 5, 2, 15, 10) });
  });

  it('from the text where it is not JSON', async () => {
    const text = JSON.stringify(approvedReport({ eventId: 'e9', id: 'EXP-9' }));
    expect(await refusedBetween(text.slice(0, 200))).toMatchObject({ documentId: 'EXP-9', eventId: 'e9' });
    expect(await refusedBetween('{"eventId":"e9","report":{"employee":{"id":"nobody"},"id":"EXP-9","lines":[{"id":"1"')).toMatchObject({ documentId: 'EXP-9', eventId: 'e9' });
  });

  it('and never by the id of a line or of a person', async () => {
    expect((await refusedBetween('{"report":{"lines":[{"id":"1"}],"employee":{"id":"dana"')).documentId).toBeUndefined();
  });

  it('also where the ids were written as numbers', async () => {
    expect(await refusedBetween('{"eventId":7,"report":{"id":9041,"currency":"USD"}}')).toMatchObject({ documentId: '9041', eventId: '7' });
  });
});

describe('an instant without offset', () => {
  const local = approvedReport({ eventId: 'e9', id: 'EXP-9', occurredAt: '2026-06-02T11:10:00', report: { submittedAt: '2026-06-01 14:00' } });

  it('is read where the input has a time zone', async () => {
    const { reports } = await approvalsFrom(approvalsText(local), { timeZone: 'America/New_York' });
    expect(reports.map(({ occurredAt, submittedAt, approvals }) => [occurredAt, submittedAt, approvals?.[0]?.at])).toEqual([[Date.UTC(2026, 5, 2, 15, 10), Date.UTC(2026, 5, 1, 18), Date.UTC(2026, 5, 2, 15, 10)]]);
  });

  it('is refused where it has none', async () => {
    const { reports, refused } = await approvalsFrom(approvalsText(local));
    expect(reports).toEqual([]);
    expect(refused[0]?.reason).toMatch(/without an offset/);
  });
});

describe('a file', () => {
  const text = approvalsText(sound, last);

  it.each([
    ['with byte-order mark', Buffer.from(`\ufeff${text}`)],
    ['in UTF-16', utf16(text, 'little', true)],
    ['with CRLF and blank lines', Buffer.from(`\r\n${text.replaceAll('\n', '\r\n\r\n')}`)],
  ])('%s reads the same', async (_, bytes) => {
    expect((await approvalsFrom(bytes)).reports).toEqual((await approvalsFrom(text)).reports);
  });

  it.each(['', '\n \n', '\ufeff'])('without any event is no export: %j', async (content) => {
    await expect(approvalsFrom(content)).rejects.toThrow(/the file is empty/);
  });
});

it('amounts are minor units of the report\'s currency', async () => {
  const { reports } = await approvalsFrom(approvalsText(
    approvedReport({ eventId: 'a', amount: '1245.5' }), approvedReport({ eventId: 'b', amount: '1245', currency: 'JPY' }), approvedReport({ eventId: 'c', amount: '1.245', currency: 'KWD' }),
  ));
  expect(reports.map(({ totalMinor, lines }) => [totalMinor, lines[0]?.amountMinor])).toEqual([[124550, 124550], [1245, 1245], [1245, 1245]]);
});

it('keys named __proto__ and constructor, and ids of that name, are texts like any other', async () => {
  const line = JSON.stringify(approvedReport({ eventId: 'constructor', id: '__proto__' })).replace('"merchant"', '"__proto__":{"amount":"1.00"},"constructor":"x","merchant"');
  const { reports, refused } = await approvalsFrom(`${line}\n`);
  expect(refused).toEqual([]);
  expect(reports.map(({ eventId, reportId, totalMinor }) => [eventId, reportId, totalMinor])).toEqual([['constructor', '__proto__', 84550]]);
});

it('the order of a report\'s lines in the file changes nothing', async () => {
  const lines = ['10', '2', '1'].map((id) => ({ id, date: '2026-06-01', amount: `${id}.00` }));
  const { reports } = await approvalsFrom(approvalsText(approvedReport({ eventId: 'a', report: { lines } }), approvedReport({ eventId: 'a', report: { lines: lines.toReversed() } })));
  expect(reports[0]?.lines.map((line) => line.id)).toEqual(['1', '2', '10']);
  expect(reports[1]).toEqual(reports[0]);
});

it('the order of lines changes nothing, also where some ids are numbers and others are not', async () => {
  const lines = ['2', '10', '1a'].map((id) => ({ id, date: '2026-06-01', amount: '1.00' }));
  const orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
  const { reports } = await approvalsFrom(approvalsText(...orders.map((order) => approvedReport({ report: { lines: order.map((index) => lines[index]) } }))));
  expect(new Set(reports.map((report) => report.lines.map((line) => line.id).join())).size).toBe(1);
});

describe('several events on one line, as where line ends were lost, leave every report that they name incomplete', () => {
  const [one, two] = [approvedReport({ eventId: 'g1', id: 'EXP-7' }), approvedReport({ eventId: 'g2', id: 'EXP-8' })].map((event) => JSON.stringify(event)) as [string, string];

  it.each([
    ['one behind the other', `${one}${two}`],
    ['as a list', `[${one},${two}]`],
    ['the second cut off', `${one}${two.slice(0, 200)}`],
  ])('%s', async (_, line) => {
    const { reports, refused, rows } = await approvalsFrom(`${approvalsText(sound)}${line}\n${approvalsText(last)}`);
    expect(reports.map(({ reportId }) => reportId)).toEqual(['EXP-1', 'EXP-2']);
    expect(rows).toEqual({ accepted: 2, refused: 1 });
    expect(refused.map(({ line: at, documentId, eventId, revision }) => [at, documentId, eventId, revision])).toEqual([[2, 'EXP-7', 'g1', undefined], [2, 'EXP-8', 'g2', undefined]]);
  });

  it('and a report with two ids leaves both', async () => {
    const { refused } = await approvalsFrom(`${one.replace('"id":"EXP-7"', '"id":"EXP-7","id":"EXP-8"')}\n${two.replace('g2', 'g3').replace('EXP-8', 'EXP-9')}\n`);
    expect(refused.map(({ documentId, eventId }) => [documentId, eventId])).toEqual([['EXP-7', 'g1'], ['EXP-8', 'g1']]);
  });
});

it('an optional text of nothing but blanks is none', async () => {
  const { reports } = await approvalsFrom(approvalsText(approvedReport({ line: { department: '   ', location: '\t' } })));
  expect(reports[0]?.lines[0]).toMatchObject({ department: '', location: '' });
});
