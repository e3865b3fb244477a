import { describe, expect, test } from 'vitest';
import { type EventParts, World, event } from './world.ts';
import { compareEvents } from '../../src/replay/recorded-event.ts';
import { replayReport } from '../../src/replay/replay-report.ts';

const DAY = (day: number, time = '15:00:00Z'): string => `2026-06-${String(day).padStart(2, '0')}T${time}`;

/** Effects of the events, in the order in which they happened. */
function effects(...events: EventParts[]): string[] {
  return new World().steps(...events).map((step) => `${step.event.snapshot.status}: ${step.effect}`);
}

const final = (day: number, parts: EventParts = {}): EventParts => ({ eventId: `final-${day}`, at: DAY(day), ...parts });
const submitted = (day: number, parts: EventParts = {}): EventParts => ({ eventId: `submitted-${day}`, at: DAY(day), status: 'submitted', chain: [], ...parts });

describe('what triggers', () => {
  test.each([
    ['only a final state creates', [submitted(1), final(2)], ['submitted: none', 'approved_for_payment: create']],
    ['a later final state that says the same changes nothing', [final(2), final(5, { status: 'paid' })], ['approved_for_payment: create', 'paid: none']],
    ['a later final state with another amount updates', [final(2), final(3, { revision: 2, lines: [{ amount: '120.00' }] })], ['approved_for_payment: create', 'approved_for_payment: update']],
    ['a state that is not final withdraws', [final(2), submitted(3, { revision: 2 })], ['approved_for_payment: create', 'submitted: withdraw']],
    ['a cancel state withdraws, once', [final(2), submitted(3, { status: 'recalled' }), submitted(4, { status: 'rejected' })], ['approved_for_payment: create', 'recalled: withdraw', 'rejected: none']],
    ['a final state after a withdrawal creates anew', [final(2), submitted(3, { revision: 2 }), final(4, { revision: 2 })], ['approved_for_payment: create', 'submitted: withdraw', 'approved_for_payment: create']],
    ['a rejected report that is mended creates', [final(2, { lines: [{ vendorId: 'V-9' }] }), final(3, { revision: 2 })], ['approved_for_payment: reject', 'approved_for_payment: create']],
    ['a state in another case is the same state', [final(2, { status: 'Approved_For_Payment ' })], ['Approved_For_Payment : create']],
  ] satisfies [string, EventParts[], string[]][])('%s', (_, events, expected) => {
    expect(effects(...events)).toEqual(expected);
  });

  test('a source that says it is posted already creates nothing', () => {
    const world = new World();
    world.posted = ['extracted'];
    const { transaction } = world.replay(final(2, { status: 'extracted' }));
    expect([transaction.outcome, transaction.flags]).toEqual(['not_triggered', ['already_posted']]);
  });

  test('posting after approval leaves what stands', () => {
    const world = new World();
    world.posted = ['extracted'];
    expect(world.replay(final(2), final(3, { status: 'extracted' })).transaction.outcome).toBe('created');
  });
});

describe('the order of events', () => {
  const history = [submitted(1), final(2), final(3, { revision: 2, lines: [{ amount: '120.00' }] }), submitted(4, { revision: 3 }), final(5, { revision: 3, lines: [{ amount: '130.00' }] })];

  test('is revision, instant, event id, whatever order they arrived in', () => {
    const { transaction } = new World().replay(...history.toReversed());
    expect([transaction.outcome, transaction.orders[0]?.amountMinor, transaction.date]).toEqual(['created', 13_000, '2026-06-02']);
  });

  test('a repeated delivery changes nothing', () => {
    expect(effects(final(2), final(2, { eventId: 'again' }), final(2, { eventId: 'and again' }))).toEqual(['approved_for_payment: create', 'approved_for_payment: none', 'approved_for_payment: none']);
  });

  test('the event id decides between two of one instant', () => {
    const { transaction } = new World().replay(final(2, { eventId: 'b', lines: [{ amount: '120.00' }] }), final(2, { eventId: 'a' }));
    expect(transaction.orders[0]?.amountMinor).toBe(12_000);
  });

  test('a snapshot of an older revision, taken after a newer one was there, is stale and ignored', () => {
    const events = [final(2), final(3, { revision: 2, lines: [{ amount: '120.00' }] }), submitted(4, { revision: 1 })];
    expect(effects(...events)).toEqual(['approved_for_payment: create', 'submitted: stale', 'approved_for_payment: update']);
    expect(new World().replay(...events).transaction.orders[0]?.poDate).toBe('2026-06-02');
  });

  test('an older revision that happened before is not stale, however late it arrives', () => {
    expect(effects(final(3, { revision: 2, lines: [{ amount: '120.00' }] }), final(2))).toEqual(['approved_for_payment: create', 'approved_for_payment: update']);
  });
});

describe('the date of the PO', () => {
  test.each([
    ['is that of the last approving decision', { at: DAY(9), chain: [`manager lee@shop.example approved ${DAY(2)}`, `vp kim@shop.example approved ${DAY(4)}`] }, '2026-06-04'],
    ['not of a rejection after it', { at: DAY(9), chain: [`manager lee@shop.example approved ${DAY(2)}`, `vp kim@shop.example rejected ${DAY(4)}`] }, '2026-06-02'],
    ['else of the event', { at: DAY(9), chain: null }, '2026-06-09'],
    ['in the company’s time zone: a second before midnight in New York', { at: '2026-06-03T03:59:59Z' }, '2026-06-02'],
    ['and at midnight', { at: '2026-06-03T04:00:00Z' }, '2026-06-03'],
    ['a date without a time is that date', { at: '2026-06-03T00:00:00Z', dateOnly: true, chain: null }, '2026-06-03'],
  ])('%s', (_, parts, date) => {
    expect(new World().replay(parts).transaction.orders[0]?.poDate).toBe(date);
  });

  test('decides the fiscal period, at midnight in the company’s time zone', () => {
    expect(new World().findings({ at: '2026-06-01T03:59:59Z' }).map(({ code }) => code)).toEqual(['PERIOD_CLOSED']);
    expect(new World().replay({ at: '2026-06-01T04:00:00Z' }).transaction.orders[0]?.period).toBe('2026-06');
  });

  test('stays with an update', () => {
    expect(new World().replay(final(2), final(9, { revision: 2, lines: [{ amount: '120.00' }] })).transaction.orders[0]?.poDate).toBe('2026-06-02');
  });

  test('is new after a withdrawal; the report’s own date stays that of its first final approval', () => {
    const { transaction } = new World().replay(final(2), submitted(3, { revision: 2 }), final(9, { revision: 2 }));
    expect([transaction.orders[0]?.poDate, transaction.date]).toEqual(['2026-06-09', '2026-06-02']);
  });

  test('a report never approved has the date of its latest event', () => {
    expect(new World().replay(submitted(1), submitted(4, { status: 'manager_approved' })).transaction.date).toBe('2026-06-04');
  });

  test('a source without any date gives none', () => {
    const { transaction } = new World().replay({ at: null, chain: null });
    expect([transaction.outcome, transaction.date]).toEqual(['rejected', null]);
  });
});

describe('routing is judged by the revision', () => {
  test('a decision from before the revision was first submitted does not count', () => {
    const chain = [`manager lee@shop.example approved ${DAY(2)}`];
    const { transaction } = new World().replay(final(2, { chain, submitted: DAY(1) }), submitted(3, { revision: 2, submitted: DAY(3) }), final(4, { revision: 2, chain, submitted: DAY(4) }));
    expect(transaction.findings.map(({ code }) => code)).toEqual(['ROUTING_INCOMPLETE']);
  });

  test('the first submission of the revision counts, not a later stamp on the same revision', () => {
    const chain = [`manager lee@shop.example approved ${DAY(2)}`];
    expect(new World().replay(submitted(1, { submitted: DAY(1) }), final(4, { chain, submitted: DAY(3) })).transaction.outcome).toBe('created');
  });

  test.each([
    ['recalled', 'recalled', DAY(4), ['ROUTING_INCOMPLETE']],
    ['rejected', 'Rejected', DAY(4), ['ROUTING_INCOMPLETE']],
    ['recalled, where the approval came after it', 'recalled', DAY(6), []],
    ['submitted again, which takes nothing back', 'submitted', DAY(4), []],
  ])('where nobody says when a revision was submitted, an approval from before the one below it was %s does not count', (_, status, approved, codes) => {
    const chain = [`manager lee@shop.example approved ${approved}`];
    const { transaction } = new World().replay(submitted(1, { submitted: DAY(1) }), submitted(5, { status, submitted: DAY(1) }), final(7, { revision: 2, chain }));
    expect(transaction.findings.map(({ code }) => code)).toEqual(codes);
  });

  test('an approval from before a recall counts where the revision says that it was submitted before it', () => {
    const chain = [`manager lee@shop.example approved ${DAY(4)}`];
    expect(new World().replay(submitted(5, { status: 'recalled' }), final(7, { revision: 2, chain, submitted: DAY(3) })).transaction.outcome).toBe('created');
  });
});

describe('one person under two addresses', () => {
  const people = [{ id: 'lee', name: 'Lee', emails: ['lee@shop.example', 'Kim@shop.example'] }];
  const twoRoles = { routing: [{ name: 'two', require: ['manager', 'vp'] }] };
  const chain = [`manager lee@shop.example approved ${DAY(2)}`, `vp kim@shop.example approved ${DAY(2)}`];

  test('fills one role, not two', () => {
    expect(new World(twoRoles).findings(final(2, { chain }))).toEqual([]);
    expect(new World({ ...twoRoles, people }).findings(final(2, { chain })).map(({ code, message }) => [code, message])).toEqual([['ROUTING_INCOMPLETE', 'routing rule two is not satisfied: no standing approval as vp']]);
  });

  test('approves the own report', () => {
    expect(new World({ people }).findings(final(2, { email: 'KIM@shop.example' })).map(({ code, value }) => [code, value])).toEqual([['APPROVER_IS_SUBMITTER', 'lee@shop.example']]);
  });

  test('takes back under the one what was approved under the other', () => {
    const taken = [...chain.slice(0, 1), `vp kim@shop.example rejected ${DAY(3)}`];
    expect(new World({ people }).findings(final(4, { chain: taken })).map(({ code }) => code)).toEqual(['ROUTING_INCOMPLETE']);
  });
});

describe('two employees under one id', () => {
  const ofOther: EventParts = { eventId: 'other', at: DAY(3), email: 'ray@shop.example', lines: [{ amount: '55.00' }] };

  test.each<[string, EventParts]>([
    ['both approved', { status: 'approved_for_payment' }],
    ['the later one submitted, which would withdraw the first', { status: 'submitted' }],
    ['the later one of another revision', { revision: 2 }],
  ])('are rejected, whatever the states: %s', (_, parts) => {
    const { transaction } = new World().replay(final(2), { ...ofOther, ...parts });
    expect([transaction.outcome, transaction.orders, transaction.formerOrderNumbers.length]).toEqual(['rejected', [], parts.status === 'submitted' ? 0 : 1]);
    expect(transaction.findings[0]).toMatchObject({ code: 'SUBMITTER_CHANGED', field: 'report.employee.email', value: 'ray@shop.example', at: 'approvals.jsonl:2', message: 'this id has reports of two employees, dana@shop.example and ray@shop.example' });
  });

  test.each<[string, EventParts, Record<string, unknown>]>([
    ['one address in two spellings', { email: ' DANA@shop.example' }, {}],
    ['an event that names nobody', { email: '' }, {}],
    ['two addresses of one person', {}, { people: [{ id: 'dana', name: 'Dana', emails: ['dana@shop.example', 'ray@shop.example'] }] }],
  ])('are not %s', (_, parts, settings) => {
    expect(new World(settings).findings(final(2), { ...ofOther, ...parts })).toEqual([]);
  });

  test.each(['8B1DCE8B8C2D4F4D8E34', '0f8a1b2c-3d4e-4f5a-8b6c-7d8e9f0a1b2d'])('never have an id that was drawn at random: %s', (id) => {
    expect(new World().findings(final(2, { id }), { ...ofOther, id, status: 'approved_for_payment' })).toEqual([]);
  });

  test.each<[string, string, string, string[]]>([
    ['an address and an id, in two systems', 'E-1042', 'concur-sae', []],
    ['an address and an id, in one system: an answer of its API may lack the address', 'E-1042', 'generic', []],
    ['two addresses, in two systems', 'ray@shop.example', 'ramp', ['SUBMITTER_CHANGED']],
  ])('are told by two addresses: %s', (_, email, source, codes) => {
    const { transaction } = replayReport([event(final(2)), { ...event({ ...ofOther, email }, 1), source }], new World().context());
    expect(transaction.findings.map(({ code }) => code)).toEqual(codes);
  });

  test.each([['of one system', 'generic', ['SUBMITTER_CHANGED']], ['of two systems, which may number their people apart', 'concur-sae', []]])('are told by two ids %s', (_, source, codes) => {
    const { transaction } = replayReport([event({ ...final(2), email: 'E-1041' }), { ...event({ ...ofOther, email: 'E-1042' }, 1), source }], new World().context());
    expect(transaction.findings.map(({ code }) => code)).toEqual(codes);
  });
});

describe('an approval behind the event that tells it', () => {
  test.each<[string, EventParts[], string[]]>([
    ['a year later', [final(2, { chain: ['manager lee@shop.example approved 2027-06-02T15:00:00Z'] })], ['approved_after_event']],
    ['a day and a second later', [final(2, { chain: [`manager lee@shop.example approved ${DAY(3, '15:00:01Z')}`] })], ['approved_after_event']],
    ['within a day, as two clocks may differ', [final(2, { chain: [`manager lee@shop.example approved ${DAY(3)}`] })], []],
    ['only in a later final snapshot, which moves no date', [final(2), final(3, { status: 'paid', chain: ['manager lee@shop.example approved 2027-06-02T15:00:00Z'] })], []],
    ['of which the event tells no time', [final(2, { at: null, chain: [`manager lee@shop.example approved ${DAY(9)}`] })], []],
  ])('is flagged: %s', (_, events, flags) => {
    expect(new World().replay(...events).transaction.flags).toEqual(flags);
  });
});

describe('an approved report without lines', () => {
  test('orders nothing, and is left out with its reason: it would be in no row and in no count', () => {
    const replayed = new World().replay(final(2, { lines: [] }));
    expect([replayed.transaction.outcome, replayed.outOfScope, replayed.leftOut]).toEqual(['none', true, [{ amountMinor: 0, why: 'the approved report has no line' }]]);
  });

  test('is none of these while it waits for approval, or where its lines are left out for a reason of their own', () => {
    expect(new World().replay(submitted(2, { lines: [] })).leftOut).toEqual([]);
    expect(new World().replay(final(2, { lines: [{ personal: true }] })).leftOut).toEqual([{ amountMinor: 10_000, why: 'personal' }]);
  });
});

describe('an update', () => {
  test('that is rejected leaves no dry-run amount, and the row names the PO that stands', () => {
    const { transaction } = new World().replay(final(2), final(3, { revision: 2, lines: [{ vendorId: 'V-9' }] }));
    expect([transaction.outcome, transaction.orders, transaction.flags, transaction.formerOrderNumbers]).toEqual(['rejected', [], ['update_rejected', 'update_rejected:DRY-EXP-1.1'], ['DRY-EXP-1.1']]);
  });

  test('that was rejected and is taken back leaves what was created', () => {
    const { transaction } = new World().replay(final(2), final(3, { revision: 2, lines: [{ vendorId: 'V-9' }] }), final(4, { revision: 3 }));
    expect([transaction.outcome, transaction.flags, transaction.orders.length]).toEqual(['created', [], 1]);
  });

  test('rejected after a withdrawal names no PO: none stands', () => {
    const { transaction } = new World().replay(final(2), submitted(3, { revision: 2 }), final(4, { revision: 2, lines: [{ vendorId: 'V-9' }] }));
    expect([transaction.outcome, transaction.flags]).toEqual(['rejected', []]);
  });

  test('moves a line to another vendor: one PO smaller, one more', () => {
    const { transaction } = new World().replay(final(2, { lines: [{}, {}] }), final(3, { revision: 2, lines: [{}, { merchant: 'Bluebird Signage' }] }));
    expect(transaction.orders.map(({ vendorId, amountMinor }) => [vendorId, amountMinor])).toEqual([['V-1001', 10_000], ['V-1002', 10_000]]);
  });

  test('of the name alone is an update too, since the body quotes it', () => {
    expect(effects(final(2), final(3, { revision: 2, name: 'Spring clean' }))).toEqual(['approved_for_payment: create', 'approved_for_payment: update']);
  });
});

describe('the would-be PO', () => {
  const lines = [{ amount: '60.00', description: 'Pads' }, { merchant: 'Bluebird Signage', amount: '40.00', department: 'Marketing', category: 'Supplies' }, { amount: '-10.00' }];

  test.each([
    ['vendor', [['V-1001', 'V-1001', 5_000], ['V-1002', 'V-1002', 4_000]]],
    ['line', [['1', 'V-1001', 6_000], ['2', 'V-1002', 4_000]]],
  ])('one per %s', (grouping, expected) => {
    const { orders } = new World({ grouping }).replay({ lines: grouping === 'line' ? lines.slice(0, 2) : lines }).transaction;
    expect(orders.map(({ key, vendorId, amountMinor }) => [key, vendorId, amountMinor])).toEqual(expected);
  });

  test('one per report', () => {
    const { orders } = new World({ grouping: 'report' }).replay({ lines: [{ amount: '60.00' }, { amount: '40.00' }] }).transaction;
    expect(orders.map(({ key, vendorId, amountMinor, idempotencyKey }) => [key, vendorId, amountMinor, idempotencyKey])).toEqual([['', 'V-1001', 10_000, 'po-shadow:EXP-1']]);
  });

  test('holds the exact request body', () => {
    const [order] = new World().replay({ name: 'Spring clean', lines }).transaction.orders;
    expect(JSON.parse(order?.requestBody ?? '')).toEqual({
      idempotencyKey: 'po-shadow:EXP-1:V-1001', vendorId: 'V-1001', currency: 'USD', poDate: '2026-06-02', postingPeriod: '2026-06', reference: 'EXP-1', memo: 'Spring clean', total: '50.00',
      lines: [
        { line: 1, glAccount: '6110', department: 'D-10', location: 'L-012', amount: '60.00', description: 'Pads', sourceLine: '1' },
        { line: 2, glAccount: '6110', department: 'D-10', location: 'L-012', amount: '-10.00', sourceLine: '3' },
      ],
    });
  });

  test.each([['JPY', 'Kanto Paper', '1200', '1200'], ['KWD', 'Gulf Catering', '1.250', '1.250']])('in %s has the currency’s own decimals', (currency, merchant, amount, total) => {
    const [order] = new World().replay({ currency, lines: [{ merchant, amount }] }).transaction.orders;
    expect(JSON.parse(order?.requestBody ?? '').total).toBe(total);
  });

  test('has its own number, and a key that a second replay reproduces', () => {
    const keys = (): unknown[] => new World().replay({ lines }).transaction.orders.map(({ number, idempotencyKey }) => [number, idempotencyKey]);
    expect(keys()).toEqual([['DRY-EXP-1.1', 'po-shadow:EXP-1:V-1001'], ['DRY-EXP-1.2', 'po-shadow:EXP-1:V-1002']]);
    expect(keys()).toEqual(keys());
  });

  test('created anew after a withdrawal has another key, since the ERP knows the first as cancelled', () => {
    const { orders } = new World().replay(final(2), submitted(3, { revision: 2 }), final(4, { revision: 2 }), final(5, { revision: 3, lines: [{ amount: '120.00' }] })).transaction;
    expect(orders[0]?.idempotencyKey).toBe('po-shadow:EXP-1:V-1001#2');
  });

  test('is coded by the line’s own department, else the employee’s', () => {
    const [order] = new World().replay({ lines: [{ department: 'Marketing' }, {}] }).transaction.orders;
    expect(order?.lines.map(({ department, location }) => [department, location])).toEqual([['D-11', 'L-012'], ['D-10', 'L-012']]);
  });

  test('takes the line’s vendor id before its merchant', () => {
    expect(new World().replay({ lines: [{ vendorId: 'v-1002' }] }).transaction.orders[0]?.vendorId).toBe('V-1002');
  });
});

describe('lines that never reach a PO', () => {
  test('personal and out-of-scope lines are left out, and the expense is the rest', () => {
    const world = new World({ scope: { lines: { exclude: { category: 'Supplies' } } } });
    const { transaction, leftOut } = world.replay({ lines: [{ amount: '60.00' }, { amount: '30.00', personal: true }, { amount: '10.00', category: 'Supplies' }] });
    expect([transaction.totalMinor, transaction.expenseMinor, transaction.orders[0]?.amountMinor, leftOut]).toEqual([
      10_000, 6_000, 6_000, [{ why: 'personal', amountMinor: 3_000 }, { why: 'scope.lines.exclude.category', amountMinor: 1_000 }],
    ]);
  });

  test('a report of such lines alone is out of scope', () => {
    const replayed = new World().replay({ lines: [{ personal: true }] });
    expect([replayed.outOfScope, replayed.transaction.outcome]).toEqual([true, 'none']);
  });

  test('but not where its total says that lines are missing: they may be the very ones to order', () => {
    for (const lines of [[{ personal: true }], []]) {
      const replayed = new World().replay({ total: '500.00', lines });
      expect([replayed.outOfScope, replayed.transaction.outcome, replayed.transaction.findings.map(({ code }) => code)]).toEqual([false, 'rejected', ['AMOUNT_LINES_MISMATCH']]);
    }
  });

  test('and not where its PO stood before: then the approval of it is withdrawn', () => {
    const replayed = new World().replay(final(2), final(3, { revision: 2, lines: [{ personal: true }] }));
    expect([replayed.outOfScope, replayed.transaction.outcome]).toEqual([false, 'cancelled']);
  });

  test('a withdrawn report stays in scope whatever its last snapshot still holds', () => {
    const replayed = new World().replay(final(2), submitted(3, { revision: 2, lines: [] }));
    expect([replayed.outOfScope, replayed.transaction.outcome]).toEqual([false, 'cancelled']);
  });

  test('a draft without lines is pending, not out of scope', () => {
    const replayed = new World().replay(submitted(2, { lines: [] }));
    expect([replayed.outOfScope, replayed.transaction.outcome]).toEqual([false, 'not_triggered']);
  });

  test('a report that ordered nothing and is handed in again waits', () => {
    const replayed = new World().replay(final(2, { lines: [{ personal: true }] }), submitted(3, { revision: 2 }));
    expect([replayed.outOfScope, replayed.transaction.outcome]).toEqual([false, 'not_triggered']);
  });
});

describe('states', () => {
  test('seen before a final state are known as pending; every other open one is told', () => {
    const replayed = new World().replay(submitted(1), final(2), submitted(3, { status: 'on_hold' }), final(4, { revision: 2 }));
    expect([replayed.pendingStates, replayed.openStates]).toEqual([['submitted'], ['submitted', 'on_hold']]);
  });

  test('of a report that was never final are not known by it', () => {
    expect(new World().replay(submitted(1)).pendingStates).toEqual([]);
  });
});

describe('what matching is told of a report without POs', () => {
  test('vendors and merchants, as far as they could be told', () => {
    const replayed = new World().replay({ lines: [{}, { merchant: 'Nobody', category: 'Nothing', amount: '5.00' }] });
    expect([replayed.transaction.vendorIds, replayed.transaction.merchants]).toEqual([['V-1001'], ['Acme Janitorial', 'Nobody']]);
  });

  test('document numbers of its name and descriptions', () => {
    expect(new World().replay({ name: 'Invoice 45531', lines: [{ description: 'order 9001234' }] }).transaction.documentNumbers).toEqual(['45531', '9001234']);
  });
});

describe('a replay', () => {
  test('of the same events gives the same report', () => {
    const world = new World();
    const events = [submitted(1), final(2), final(3, { revision: 2, lines: [{ amount: '120.00' }] })].map(event).sort(compareEvents);
    expect(replayReport(events, world.context())).toEqual(replayReport(events, world.context()));
  });
});

test('a second delivery of a final snapshot that has nothing left to order changes nothing', () => {
  const created = { eventId: 'e0', at: '2026-06-02T21:00:00Z', chain: ['manager lee@shop.example approved 2026-06-02T21:00:00Z'] };
  const emptied = { eventId: 'e1', at: '2026-06-03T14:00:00Z', lines: [], total: '0.00', chain: [] };
  const once = new World().replay(created, emptied).transaction;
  expect(once.outcome).toBe('cancelled');
  expect(new World().replay(created, emptied, { ...emptied, eventId: 'e1 again' }).transaction).toEqual(once);
});
