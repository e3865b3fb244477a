import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ZonedClock } from '../../src/domain/calendar.ts';
import { type PackedEvent, packEvent } from '../../src/domain/expense-report.ts';
import type { Refusal } from '../../src/intake/sink.ts';
import { generic } from '../../src/sources/generic.ts';
import { fileOf } from '../intake/collected.ts';

interface Read {
  events: { event: PackedEvent; line: number; rows: number }[];
  refused: Refusal[];
  /** Keys that nobody reads. */
  unread: string[];
  /** How many events were packed from the bytes of their lines. */
  straight: number;
}

/** What becomes of a file where events may be packed straight from it, or where each is read as JSON. */
async function readAs(content: string | Buffer, straight: boolean): Promise<Read> {
  const read: Read = { events: [], refused: [], unread: [], straight: 0 };
  const packed = (event: PackedEvent, line: number, rows: number): void => {
    read.events.push({ event, line, rows });
    read.straight++;
  };
  await generic.read(fileOf(content, 'approvals.jsonl'), { clock: new ZonedClock('America/New_York') }, {
    accept: (snapshot, line, rows) => void read.events.push({ event: packEvent(snapshot), line, rows }),
    ...(straight ? { packed } : {}),
    refuse: (refusal) => void read.refused.push(refusal),
    control() {},
    unread: ({ names }) => void read.unread.push(...names),
    bytes() {},
  });
  return read;
}

/** Says that both ways of reading give the same; returns how many events were packed straight. */
async function assertSame(content: string | Buffer): Promise<number> {
  const { straight, ...read } = await readAs(content, true);
  const { straight: _, ...asJson } = await readAs(content, false);
  // Of a line that is damaged further on, keys are told where it is read from its bytes.
  expect({ ...read, unread: null }).toEqual({ ...asJson, unread: null });
  return straight;
}

const line = (members: object = {}): object => ({ id: '1', date: '2026-06-01', merchant: 'Acme', amount: '12.50', ...members });
const event = (report: object = {}, members: object = {}): object => ({
  eventId: 'evt-1', occurredAt: '2026-06-02T15:10:00Z', ...members,
  report: {
    id: 'EXP-1', revision: 1, status: 'paid', name: 'Chairs', currency: 'USD', total: '12.50', employee: { email: 'a@b.example', department: 'D', location: 'L' }, submittedAt: '2026-06-01T10:00:00Z',
    approvals: [{ approver: 'm@b.example', role: 'manager', decision: 'approved', at: '2026-06-02T15:00:00Z' }], lines: [line()], ...report,
  },
});
const file = (...events: (object | string)[]): string => `${events.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join('\n')}\n`;

describe('keys of events that nobody reads are told by their paths, each once, in the order of the file', () => {
  const events = [
    event({ colour: 'red' }, { source: 'hook' }), event({ lines: [line(), line({ id: '2', vendor_id: 'V-1' })] }),
    // Nested, escaped and ill-placed ones are read as JSON.
    event({ employee: { email: 'a@b.example', cost: { centre: '1' } }, name: 'a "b"' }), event({ approvals: [{ approver: 'm', role: 'r', decision: 'approved', at: '2026-06-02T15:00:00Z', delegate: null }] }), event({ colour: 1.5 }),
  ];
  const named = ['source', 'report.colour', 'report.lines[].vendor_id', 'report.employee.cost', 'report.approvals[].delegate'];

  it('whichever way a line is read', async () => {
    expect((await readAs(file(...events), false)).unread).toEqual(named);
    const straight = await readAs(file(...events), true);
    expect([straight.unread, straight.straight > 0 && straight.straight < events.length]).toEqual([named, true]);
  });

  it('not where all are read, and so many at most that a hostile file costs nothing', async () => {
    expect((await readAs(file(event()), true)).unread).toEqual([]);
    const many = Array.from({ length: 1_000 }, (_, index) => event({ [`k${index}`]: 'x' }));
    for (const straight of [true, false]) expect((await readAs(file(...many), straight)).unread).toHaveLength(64);
  });
});

describe('an event that is packed straight from its line', () => {
  const PLAIN: [string, object][] = [
    ['as most are', event()],
    ['without any line or approval', event({ lines: [], approvals: [] })],
    ['without what may be absent', event({ name: undefined, employee: undefined, submittedAt: undefined, approvals: undefined })],
    ['with null for what may be absent', event({ name: null, employee: null, submittedAt: null, approvals: null, entity: null, lines: [line({ vendorId: null, personal: null, tax: null })] })],
    ['of a legal entity', event({ entity: 'US-01' })],
    ['with all that a line can have', event({ lines: [line({ itemId: 'I', quantity: '2', paymentType: 'card', personal: true, reimbursable: false, claimed: '12.00', tax: '-0.50' })] })],
    ['whose line says that it is not personal', event({ lines: [line({ personal: false })] })],
    ['whose line says only whether it is paid back', event({ lines: [line({ personal: false, reimbursable: true })] })],
    ['with texts of any language', event({ name: 'Stühle 椅子 🪑', status: 'bezahlt ✓', lines: [line({ merchant: 'Müller\u2028\u007f' })] })],
    ['whose revision is a text', event({ revision: '007' })],
    ['in a currency without decimals', event({ currency: 'JPY', total: '-1250', lines: [line({ amount: '0' })] })],
    ['with instants of other forms', event({ submittedAt: '2026-06-01T10:00:00.123+02:00', approvals: [] }, { occurredAt: '2026-06-02 11:10' })],
    ['with lines that are numbered with letters', event({ lines: ['L-1', 'L-2', 'M'].map((id) => line({ id })) })],
    ['with lines 9 and 10', event({ lines: ['9', '10'].map((id) => line({ id })) })],
    ['with values that nobody asks for', { version: 3, ...event({ title: 'none' }, { source: 'x', live: true }) }],
    ['with keys in another order', { report: Object.fromEntries(Object.entries((event() as { report: object }).report).reverse()), occurredAt: '2026-06-02T15:10:00Z', eventId: 'evt-1' }],
  ];
  it.each(PLAIN)('%s', async (_, given) => {
    expect(await assertSame(file(given, given))).toBe(2);
  });

  it('is read whatever spaces stand between its parts', async () => {
    const spaced = JSON.stringify(event({ lines: [line(), line({ id: '2' })] }), null, 1).replaceAll('\n', '\t');
    expect(await assertSame(file(spaced, spaced.replaceAll('\t', ' \r ')))).toBe(2);
  });
});

describe('an event that can\'t be packed straight is read as JSON', () => {
  const OTHERS: [string, object | string][] = [
    ['an escape', event({ name: 'a "quoted" \\ name' })],
    ['an id to be trimmed', event({ id: ' EXP-1\u00a0' })],
    ['a missing id', event({ id: undefined })],
    ['an id that is too long', event({}, { eventId: 'x'.repeat(1_001) })],
    ['an amount that is a number', event({ total: 12.5 })],
    ['too many decimals', event({ lines: [line({ amount: '12.505' })] })],
    ['an amount that no double holds', event({ total: '90071992547409.93' })],
    ['an amount without digits before the point', event({ total: '.5' })],
    ['lines out of order', event({ lines: ['2', '1'].map((id) => line({ id })) })],
    ['two lines of one id', event({ lines: ['1', '1'].map((id) => line({ id })) })],
    ['a date that does not exist', event({ lines: [line({ date: '2026-02-29' })] })],
    ['an unknown currency', event({ currency: 'usd' })],
    ['a decision of another name', event({ approvals: [{ approver: 'm', role: 'r', decision: 'skipped', at: '2026-06-02T15:00:00Z' }] })],
    ['a flag in words', event({ lines: [line({ personal: 'yes' })] })],
    ['no lines at all', event({ lines: undefined })],
    ['lines that are no list', event({ lines: {} })],
    ['a report that is a text', { ...event(), report: 'EXP-1' }],
    ['an object that nobody asks for', { extra: {}, ...event() }],
    ['a decimal that nobody asks for', { score: 0.5, ...event() }],
    ['a revision with a fraction', event({ revision: 1.5 })],
    ['a revision below zero', event({ revision: -1 })],
    ['half a surrogate pair', JSON.stringify(event({ name: '?' })).replace('?', '\\ud800')],
    ['a key twice', JSON.stringify(event()).replace('"status":"paid"', '"status":"paid","status":"open"')],
    ['a key twice, nobody asking for it', JSON.stringify(event()).replace('{"eventId"', '{"x":1,"x":1,"eventId"')],
    ['a tab in a text', JSON.stringify(event()).replace('Chairs', 'Cha\tirs')],
    ['text behind its end', `${JSON.stringify(event())}}`],
    ['no end', JSON.stringify(event()).slice(0, -1)],
    ['a comma too many', JSON.stringify(event()).replace('"lines":[', '"lines":[,')],
    ['a number with a zero before it', JSON.stringify(event()).replace('"revision":1', '"revision":01')],
    ['a list instead of an event', '[]'],
  ];
  it.each(OTHERS)('%s', async (_, given) => {
    // Once more behind lines whose keys it has.
    expect(await assertSame(file(given, event(), given))).toBe(1);
  });

  it('a line that is no UTF-8, and the last one without a line end', async () => {
    const [head = '', tail = ''] = JSON.stringify(event()).split('Chairs');
    expect(await assertSame(Buffer.concat([Buffer.from(`${head}Chair`), Buffer.from([0xe9, 0x20]), Buffer.from(`${tail}\n${file(event())}`)]))).toBe(0);
    expect(await assertSame(file(event(), event()).trimEnd())).toBe(1);
  });
});

describe('whatever lines hold', () => {
  const text = fc.oneof(fc.constantFrom('', 'Acme', ' x ', '12.50', '-3', '0012.5', '9999999999999.99', '2026-06-01', '2026-06-02T15:10:00Z', '2026-06-02T24:10:00Z', 'USD', 'JPY', 'BHD', '7', 'true'), fc.string({ unit: fc.constantFrom('a', 'é', '日', '😀', ' ', '\u00a0', '"', '\\', '\n', '1'), maxLength: 5 }));
  const value = fc.oneof({ weight: 8, arbitrary: text }, { weight: 1, arbitrary: fc.constantFrom<unknown>(null, true, false, 0, 7, -1, 1.5, 1e21, [], {}, undefined) });
  const members = (keys: readonly string[]): fc.Arbitrary<object> => fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 2, noNullPrototype: true });
  const keysOfLine = ['id', 'date', 'merchant', 'amount', 'itemId', 'quantity', 'personal', 'reimbursable', 'claimed', 'tax', 'other', '__proto__'];
  const anyEvent = fc.record({ report: members(['id', 'revision', 'status', 'name', 'currency', 'total', 'entity', 'employee', 'submittedAt', 'approvals', 'lines', 'other']), event: members(['eventId', 'occurredAt', 'other', '__proto__']), lines: fc.option(fc.array(members(keysOfLine), { maxLength: 3 })), approval: fc.option(members(['approver', 'role', 'decision', 'at'])) })
    .map(({ report, event: other, lines, approval }) => event({
      ...(lines === null ? {} : { lines: lines.map((each, index) => line({ id: String(index + 1), ...each })) }),
      ...(approval === null ? {} : { approvals: [{ approver: 'm', role: 'r', decision: 'approved', at: '2026-06-03T15:00:00Z', ...approval }] }), ...report,
    }, other));

  it('both ways of reading give the same', async () => {
    let straight = 0;
    await fc.assert(fc.asyncProperty(fc.array(anyEvent, { minLength: 1, maxLength: 6 }), fc.constantFrom(undefined, 1), async (events, indent) => {
      straight += await assertSame(`${events.map((each) => JSON.stringify(each, null, indent).replaceAll('\n', ' ')).join('\n')}\n`);
    }), { numRuns: 300, seed: 20_260_601 });
    expect(straight).toBeGreaterThan(50);
  });

  it('also where bytes of them are damaged', async () => {
    const whole = file(event({ lines: [line(), line({ id: '2', personal: true })] }), event({ entity: 'US' }), event({ submittedAt: null }));
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.constantFrom('"', '\\', ',', ':', '{', '}', '[', ']', '0', '1', 'e', '.', '-', ' ', '\n', '\t', '\0', 'é', '')), { minLength: 1, maxLength: 3 }), async (damage) => {
      let content = whole;
      for (const [at, by] of damage) content = content.slice(0, at) + by + content.slice(at + 1);
      await assertSame(content);
    }), { numRuns: 500, seed: 20_260_601 });
  });
});
