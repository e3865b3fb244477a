import { describe, expect, test } from 'vitest';
import { dateOfDay, dayNumber, parseInstant } from '../../../src/domain/calendar.ts';
import { MoneySums } from '../../../src/domain/money-sums.ts';
import type { Parity } from '../../../src/domain/parity.ts';
import type { Act } from '../../../src/domain/audit.ts';
import { answerText, parityText } from '../../../src/report/parity-text.ts';
import { PLAIN } from '../../../src/report/paint.ts';
import { importInputs, requestedInputs } from '../../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../../src/pipeline/replay-record.ts';
import { parity } from '../../../src/pipeline/watching/parity.ts';
import { SILENT, openWorkplace } from '../../../src/pipeline/workplace.ts';
import { RunReader } from '../../../src/store/run-store.ts';
import { generateProject } from '../../cli/generated-project.ts';
import { DEFAULTS } from '../../erp/erps.ts';
import { type EventParts, type LedgerRow, type ProjectParts, approvalsText, approvedReport, ledgerText, makeProject } from '../../project-folder.ts';
import { AuditTrail } from '../../../src/store/audit-trail.ts';
import { collect, deliver } from '../capture/delivered.ts';

const MORNING_AFTER = '2026-06-03T14:00:00Z';

/** What is asked of a project whose approvals and POs are these. */
interface Asking {
  date?: string;
  since?: string;
  /** When somebody asks, by the machine's clock; by default on the morning after 2 June. */
  asOf?: string;
  /** When the exports were taken; null where nobody says. By default when somebody asks. */
  taken?: string | null;
}

const instant = (text: string): number => parseInstant(text) as number;

async function parityOf({ date, since, asOf = MORNING_AFTER, taken = asOf, ...parts }: ProjectParts & Asking): Promise<Parity> {
  return makeProject(parts).work(async (workplace) => {
    await importInputs(workplace, requestedInputs(workplace), { asOf: taken === null ? undefined : instant(taken), strict: false });
    return parity(workplace, { date, since, asOf: undefined, now: instant(asOf) });
  });
}

const reports = (...parts: EventParts[]): string => approvalsText(...parts.map((each, place) => approvedReport({ eventId: `e${place}`, ...each })));
const kindsOf = ({ entries }: Parity): (string | null)[] => entries.map(({ kind, transactionId, purchaseOrders }) => `${kind} ${transactionId ?? '-'} ${purchaseOrders.map(({ number }) => number).join('+')}`.trim());
const figures = ({ lines }: Parity): string[] => lines.map(({ date, source, currency, vendor, approved, ledger }) => [date, source, currency, vendor, approved.count, approved.amount, ledger.count, ledger.amount].join(' '));

describe('parity of a date', () => {
  test('is that of yesterday, and agrees where each approved report has a PO of its money', async () => {
    const found = await parityOf({});
    expect(found).toMatchObject({ answer: 'agree', from: '2026-06-02', to: '2026-06-02', agreeing: 1, unknown: [], entries: [] });
    expect(figures(found)).toEqual(['2026-06-02 generic USD V-1001 1 845.50 1 845.50']);
  });

  test('counts a PO that was keyed a day later on the date of its report, and says so', async () => {
    const project = {
      approvals: reports({}, { id: 'EXP-2', amount: '20.00' }, { id: 'EXP-3', amount: '30.00', occurredAt: '2026-06-03T15:00:00Z' },
        ...['EXP-3', 'EXP-4'].map((id) => ({ id, amount: '30.00', occurredAt: '2026-06-03T13:00:00Z', report: { status: 'submitted', approvals: [] } }))),
      ledger: ledgerText({ po_date: '2026-06-03' }, { po_number: 'PO-2', reference: 'EXP-2', amount: '20.00' }, { po_number: 'PO-3', po_date: '2026-06-03', reference: 'EXP-3', amount: '30.00' }), asOf: '2026-06-04T14:00:00Z',
    };
    expect(await parityOf({ ...project, date: '2026-06-02' })).toMatchObject({ answer: 'agree', agreeing: 2, beside: { ordersDatedOtherwise: 1 } });
    expect(await parityOf({ ...project, date: '2026-06-03' })).toMatchObject({ answer: 'agree', agreeing: 1, beside: { ordersOfOtherDates: 1, notApproved: 1 } });
  });

  test('agrees about one report in two POs, and about two reports of two dates in one PO', async () => {
    const split = ledgerText({ amount: '800.00' }, { po_number: 'PO-7783', amount: '45.50' });
    expect(figures(await parityOf({ ledger: split }))).toEqual(['2026-06-02 generic USD V-1001 1 845.50 1 845.50']);
    const merged = {
      approvals: reports({ amount: '800.00', occurredAt: '2026-06-01T15:00:00Z' }, { id: 'EXP-9042', amount: '45.50' }, { id: 'EXP-9043', amount: '7.00', occurredAt: '2026-06-01T15:00:00Z' }),
      ledger: ledgerText({ reference: 'EXP-9041, EXP-9042' }, { po_number: 'PO-3', po_date: '2026-06-01', reference: 'EXP-9043', amount: '7.00' }),
    };
    const found = await parityOf({ ...merged, since: '2026-06-01' });
    expect(found.answer).toBe('agree');
    expect(figures(found)).toEqual(['2026-06-01 generic USD V-1001 2 807.00 2 807.00', '2026-06-02 generic USD V-1001 1 45.50 1 45.50']);
  });

  test('names what differs on either side', async () => {
    const found = await parityOf({ approvals: reports({}, { id: 'EXP-9050', amount: '10.00', line: { merchant: 'Bluebird Signage' } }), ledger: ledgerText({ amount: '854.50' }, { po_number: 'PO-1', reference: 'PETTY CASH', vendor_id: 'V-1002', amount: '77.00' }) });
    expect(found.answer).toBe('differ');
    expect(kindsOf(found)).toEqual(['approved_without_po EXP-9050', 'po_without_approval - PO-1', 'different_money EXP-9041 PO-7782']);
    expect(figures(found)).toEqual(['2026-06-02 generic USD V-1001 1 845.50 1 854.50', '2026-06-02 generic USD V-1002 1 10.00 0 0.00', '2026-06-02  USD V-1002 0 0.00 1 77.00']);
  });

  test('tells of POs that scope leaves out, and of cancelled ones, and neither is a difference', async () => {
    const ledger = ledgerText({}, { po_number: 'PO-1', reference: '', vendor_id: 'V-1002', amount: '9000.00', entered_by: 'buyer' }, { po_number: 'PO-2', status: 'cancelled', reference: '', amount: '5.00' });
    expect(await parityOf({ ledger, settings: { scope: { ledger: { exclude: { enteredBy: 'buyer' } } } } })).toMatchObject({ answer: 'agree', beside: { ordersOutOfScope: 1, ordersCancelled: 1 } });
  });

  test('counts on the business date of the company: approved late in New York is yesterday', async () => {
    expect(figures(await parityOf({ approvals: reports({ occurredAt: '2026-06-03T03:30:00Z' }) }))).toEqual(['2026-06-02 generic USD V-1001 1 845.50 1 845.50']);
  });
});

describe('parity is not known', () => {
  test('while the date is not over', async () => {
    expect(await parityOf({ date: '2026-06-02', asOf: '2026-06-02T20:00:00Z' })).toMatchObject({ answer: 'not_known', unknown: ['2026-06-02 is not over at 2026-06-02T20:00:00Z: --as-of says which instant is meant'] });
  });

  test('where the exports stopped days ago, though the last day that they hold agrees', async () => {
    const found = await parityOf({ asOf: '2026-06-06T14:00:00Z', taken: MORNING_AFTER });
    expect(found).toMatchObject({ answer: 'not_known', from: '2026-06-05', to: '2026-06-05', agreeing: 0 });
    expect(found.unknown.slice(0, 2)).toEqual([
      'inputs.approvals[0] is known until 2026-06-03T14:00:00Z, and not to the end of 2026-06-05: import a newer export, with run --as-of, which says when it was taken',
      'the ledger is known until 2026-06-03T14:00:00Z, and not to the end of 2026-06-05: import a newer export, with run --as-of, which says when it was taken, or say it of this one, by asOf beside the input',
    ]);
    expect(await parityOf({ asOf: '2026-06-06T14:00:00Z', taken: MORNING_AFTER, date: '2026-06-02' })).toMatchObject({ answer: 'agree' });
  });

  test('where a side is known for a part of the date alone', async () => {
    const half = await parityOf({ taken: null });
    expect(half.reaches.map(({ side, until, date }) => [side, until, date])).toEqual([['approvals', '2026-06-02T15:10:00Z', '2026-06-01'], ['ledger', '2026-06-02T17:30:00Z', '2026-06-01']]);
    expect(half).toMatchObject({ answer: 'not_known', agreeing: 1 });
    // Midnight in New York is 04:00 in UTC.
    expect((await parityOf({ taken: '2026-06-03T03:59:59Z' })).answer).toBe('not_known');
    expect((await parityOf({ taken: '2026-06-03T04:00:00Z' })).answer).toBe('agree');
  });

  test('where a company far east of UTC has no export of after its own midnight', async () => {
    const auckland = { settings: { timeZone: 'Pacific/Auckland' }, approvals: reports({ occurredAt: '2026-06-01T20:00:00Z' }), date: '2026-06-02' };
    expect((await parityOf({ ...auckland, taken: '2026-06-02T11:59:59Z' })).answer).toBe('not_known');
    expect((await parityOf({ ...auckland, taken: '2026-06-02T12:00:00Z' })).answer).toBe('agree');
  });

  test('where an entry is dated ahead: neither a date nor an instant that has not come says when somebody looked', async () => {
    const dated = { po_number: 'PO-9', reference: 'EXP-9', amount: '9.00', po_date: '2026-06-30' };
    const approvals = reports({}, { id: 'EXP-9', amount: '9.00', occurredAt: '2026-06-03T13:00:00Z' });
    const ahead = await parityOf({ approvals, taken: null, ledger: ledgerText({}, { ...dated, entered_at: '2062-06-03T15:00:00Z' }) });
    expect(ahead).toMatchObject({ answer: 'not_known', unknown: ['nothing says until when the ledger is known: import a newer export, with run --as-of, which says when it was taken, or say it of this one, by asOf beside the input'] });
    const undated = await parityOf({ approvals, taken: null, ledger: ledgerText({ entered_at: '' }, { ...dated, po_date: '2026-06-03', entered_at: '' }) });
    expect(undated.unknown).toEqual(['nothing says until when the ledger is known: import a newer export, with run --as-of, which says when it was taken, or say it of this one, by asOf beside the input']);
  });

  test('where one of two ledgers, or of two sources of approvals, stops earlier than the other', async () => {
    const two = (which: 'approvals' | 'ledger') => parityOf({
      settings: {
        inputs: {
          approvals: [{ source: 'generic', files: 'approvals.jsonl', asOf: MORNING_AFTER }, { source: 'generic', files: 'other.jsonl', ...(which === 'approvals' ? {} : { asOf: MORNING_AFTER }) }],
          ledger: [{ format: 'generic', files: 'ledger.csv', asOf: MORNING_AFTER }, { format: 'generic', files: 'other.csv', ...(which === 'ledger' ? {} : { asOf: MORNING_AFTER }) }], master: 'master', mapping: 'mapping',
        },
      },
      files: { 'other.jsonl': approvalsText(approvedReport({ eventId: 'o1', id: 'EXP-1', amount: '10.00', occurredAt: '2026-06-02T14:00:00Z' })), 'other.csv': ledgerText({ po_number: 'PO-1', reference: 'EXP-1', amount: '10.00', entered_at: '2026-06-02T16:00:00Z' }) },
      taken: null,
    });
    expect((await two('approvals')).unknown).toEqual([expect.stringMatching(/^inputs\.approvals\[1\] is known until 2026-06-02T14:00:00Z, and not to the end of 2026-06-02/)]);
    expect((await two('ledger')).unknown).toEqual([expect.stringMatching(/^inputs\.ledger\[1\] is known until 2026-06-02T16:00:00Z, and not to the end of 2026-06-02/)]);
  });

  test('on a business day that is empty on both sides, unless somebody declared it', async () => {
    const wednesday = { date: '2026-06-03', asOf: '2026-06-04T14:00:00Z' };
    expect(await parityOf(wednesday)).toMatchObject({
      answer: 'not_known', agreeing: 0, unknown: [
        'no purchase was approved on 2026-06-03: import what is missing, or declare the business day under calendar.holidays or calendar.noActivity',
        'no PO that stands is dated on 2026-06-03: import what is missing, or declare the business day under calendar.holidays or calendar.noActivity',
      ],
    });
    for (const calendar of [{ holidays: ['2026-06-03'] }, { noActivity: ['2026-06-03'] }]) expect(await parityOf({ ...wednesday, settings: { calendar } })).toMatchObject({ answer: 'agree', agreeing: 0 });
    expect((await parityOf({ since: '2026-06-02', ...wednesday })).unknown).toHaveLength(2);
  });

  test('on a business day of which scope leaves out everything', async () => {
    const found = await parityOf({ settings: { scope: { lines: { include: { category: 'Nothing' } }, ledger: { include: { enteredBy: 'nobody' } } } }, ledger: ledgerText({ reference: 'x' }) });
    expect(found).toMatchObject({ answer: 'not_known', agreeing: 0, beside: { reportsOutOfScope: 1, ordersOutOfScope: 1 } });
  });

  test('on a day off that the exports do not reach: people may have approved on it; one declared without activity needs none', async () => {
    const sunday = { asOf: '2026-06-08T14:00:00Z', taken: '2026-06-06T14:00:00Z', date: '2026-06-07' };
    expect((await parityOf(sunday)).unknown).toHaveLength(2);
    expect(await parityOf({ ...sunday, settings: { calendar: { noActivity: ['2026-06-07'] } } })).toMatchObject({ answer: 'agree' });
    expect(await parityOf({ ...sunday, taken: sunday.asOf })).toMatchObject({ answer: 'agree', unknown: [] });
  });

  test('of dates from before the record begins', async () => {
    expect((await parityOf({ date: '2020-01-05' })).unknown).toEqual(['inputs.approvals[0] begins on 2026-06-02, and says nothing of 2020-01-05', 'the ledger begins on 2026-06-02, and says nothing of 2020-01-05']);
    expect((await parityOf({ since: '2026-05-31' })).answer).toBe('not_known');
  });

  test('while a report is in a state that is named nowhere: it may be approved', async () => {
    const unnamed = { id: 'EXP-7', amount: '70.00', report: { status: 'approved_by_robot' } };
    expect(await parityOf({ approvals: reports({}, unnamed) })).toMatchObject({ answer: 'not_known', unknown: ['1 report may be approved: state "approved_by_robot" is named neither under finalStates nor under cancelStates'] });
    expect(kindsOf(await parityOf({ approvals: reports({}, unnamed), settings: { finalStates: ['approved_for_payment', 'approved_by_robot'] } }))).toEqual(['approved_without_po EXP-7']);
  });

  test('while something could not be read and nobody said what it is', async () => {
    const broken = approvedReport({ eventId: 'e2', id: 'EXP-9099', amount: '12.345' });
    expect(await parityOf({ approvals: approvalsText(approvedReport(), broken) })).toMatchObject({ answer: 'not_known', unknown: ['1 event of approvals could not be read, and nobody said what it is and had that reviewed: po-shadow quarantine'] });
    expect((await parityOf({ ledger: ledgerText({}, { po_number: 'PO-9', reference: '', amount: 'twelve' }) })).answer).toBe('not_known');
  });
});

/** Parity of 2 June on the morning after, once dana decided this and, with `reviewer`, somebody reviewed it. */
function decidedParity(parts: ProjectParts, act: Act, reviewer?: string): Promise<Parity> {
  const people = [{ id: 'dana', name: 'Dana', roles: ['preparer', 'reviewer'] }, { id: 'erin', name: 'Erin', roles: ['reviewer'] }];
  return makeProject({ ...parts, settings: { ...(parts.settings as object), people } }).work(async (workplace) => {
    await importInputs(workplace, requestedInputs(workplace), { asOf: instant(MORNING_AFTER), strict: false });
    const trail = new AuditTrail(workplace.database);
    await workplace.database.transaction(() => {
      const append = (person: string, appended: Act) => trail.append({ at: null, clock: 'record', actor: { person, osUser: null, osHost: null }, act: appended });
      append('dana', act);
      if (reviewer !== undefined) append(reviewer, { kind: 'review', of: trail.head().length, decision: 'approved', reason: '' });
    });
    return parity(workplace, { date: '2026-06-02', since: undefined, asOf: undefined, now: instant(MORNING_AFTER) });
  });
}

describe('what one person decided', () => {
  test('of a document that could not be read counts once another has reviewed it, and is counted from then on', async () => {
    const broken = { approvals: approvalsText(approvedReport(), approvedReport({ eventId: 'e2', id: 'EXP-9099', amount: '12.345' })) };
    const accept: Act = { kind: 'quarantine', item: 1, at: 'approvals.jsonl:2', decision: 'accept', reason: 'a test report' };
    expect(await decidedParity(broken, accept)).toMatchObject({ answer: 'not_known', beside: { unreadAccepted: 0 } });
    expect(await decidedParity(broken, accept, 'dana')).toMatchObject({ answer: 'not_known' });
    const reviewed = await decidedParity(broken, accept, 'erin');
    expect(reviewed).toMatchObject({ answer: 'agree', unknown: [], beside: { unreadAccepted: 1 } });
    expect(parityText(reviewed, { paint: PLAIN, width: null })).toContain("Beside: 1 document that can't be read, and that two people took as it is: po-shadow quarantine.");
  });

  test('of a pairing makes nothing agree before another has reviewed it', async () => {
    const apart = { ledger: ledgerText({ reference: '', po_date: '2026-05-01' }, { po_number: 'PO-2', reference: 'EXP-2', amount: '20.00' }), approvals: reports({}, { id: 'EXP-2', amount: '20.00' }) };
    const pair: Act = { kind: 'pair', transaction: 'EXP-9041', order: null, purchaseOrders: ['PO-7782'], reason: 'the receipt' };
    expect(await decidedParity(apart, pair)).toMatchObject({ answer: 'not_known', agreeing: 2, unknown: ['1 pairing or parting by hand that purchases of the dates rest on was not reviewed: po-shadow review'] });
    expect(await decidedParity(apart, pair, 'erin')).toMatchObject({ answer: 'agree', agreeing: 2 });
  });
});

describe('the vendor of a PO', () => {
  const named = (vendor_name: string) => parityOf({ ledger: ledgerText({ vendor_id: '', vendor_name }) });

  test('agrees where its name stands for the vendor with certainty, and is a difference of its own where it does not', async () => {
    expect((await named('ACME Janitorial Supply')).answer).toBe('agree');
    const wrong = await named('Wrong Co');
    expect([wrong.answer, kindsOf(wrong), figures(wrong)]).toEqual(['differ', ['vendor_unconfirmed EXP-9041 PO-7782'], ['2026-06-02 generic USD V-1001 1 845.50 0 0.00', '2026-06-02 generic USD Wrong Co 0 0.00 1 845.50']]);
  });

  test('is shown by its id where its name is that of another one', async () => {
    const other = await named('Bluebird Signage');
    expect([kindsOf(other), figures(other)[1]]).toEqual([['other_vendor EXP-9041 PO-7782'], '2026-06-02 generic USD V-1002 0 0.00 1 845.50']);
  });

  test('is not compared where the ledger names none, and the answer says of how many', async () => {
    const none = await parityOf({ ledger: ledgerText({ vendor_id: '', vendor_name: '' }) });
    expect(none).toMatchObject({ answer: 'agree', beside: { vendorNotCompared: 1 } });
    expect(answerText(none)).toBe('2026-06-02: approvals and ledger agree, 1 purchase (vendors not compared), as of 2026-06-03T14:00:00Z.');
  });

  test('is another one where it is blank, and other POs name theirs', async () => {
    const ledger = ledgerText({ vendor_id: '', vendor_name: '' }, { po_number: 'PO-2', reference: 'EXP-2', amount: '20.00' });
    expect(kindsOf(await parityOf({ ledger, approvals: reports({}, { id: 'EXP-2', amount: '20.00' }) }))).toEqual(['other_vendor EXP-9041 PO-7782']);
  });

  test('of a report that the dry run rejected has to be the report’s too', async () => {
    const rejected = { approvals: reports({ report: { approvals: [{ approver: 'nobody@shop.example', role: 'manager', decision: 'approved', at: '2026-06-02T15:10:00Z' }] } }) };
    expect(await parityOf(rejected)).toMatchObject({ answer: 'agree', beside: { rejectedEnteredByHand: 1 } });
    expect(kindsOf(await parityOf({ ...rejected, ledger: ledgerText({ vendor_id: 'V-1002', vendor_name: 'Bluebird Signage LLC' }) }))).toEqual(['vendor_unconfirmed EXP-9041 PO-7782']);
    // The name is that of the report's vendor, and the id, which is what is paid, of another one.
    expect(kindsOf(await parityOf({ ...rejected, ledger: ledgerText({ vendor_id: 'V-1002' }) }))).toEqual(['vendor_unconfirmed EXP-9041 PO-7782']);
  });
});

test('parity is not known while a file of the inputs lies there and was not imported', async () => {
  const project = makeProject();
  const found = await project.work(async (workplace) => {
    await importInputs(workplace, requestedInputs(workplace), { asOf: instant(MORNING_AFTER), strict: false });
    project.write('approvals.jsonl', reports({}, { id: 'EXP-2' }));
    return parity(workplace, { date: '2026-06-02', since: undefined, asOf: undefined, now: instant(MORNING_AFTER) });
  });
  expect(found).toMatchObject({ answer: 'not_known', agreeing: 1, unknown: ['approvals.jsonl is a file of inputs.approvals[0], and was not imported'] });
});

test('legal entities that the ledger does not name are not compared, and the answer says so', async () => {
  const found = await parityOf({ approvals: reports({ report: { entity: '1010' } }) });
  expect(found).toMatchObject({ answer: 'agree', beside: { entityNotCompared: 1 } });
  expect(answerText(found)).toContain('1 purchase (legal entities not compared), as of');
});

test('an endpoint is known until its newest delivery was received, and only then', async () => {
  const endpoints = [{ path: '/hooks/generic', source: 'generic', verify: 'hmac', header: 'X-Signature', secret: { env: 'S' } }];
  const project = makeProject({ settings: { listen: { endpoints }, inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl', asOf: MORNING_AFTER }], ledger: [{ format: 'generic', files: 'ledger.csv', asOf: MORNING_AFTER }], master: 'master', mapping: 'mapping' } } });
  const ask = () => project.work((workplace) => parity(workplace, { date: '2026-06-02', since: undefined, asOf: undefined, now: instant(MORNING_AFTER) }));
  await deliver(project, { body: JSON.stringify(approvedReport()), at: instant('2026-06-02T16:00:00Z') });
  await collect(project, { inputs: true });
  expect(await ask()).toMatchObject({ answer: 'not_known', unknown: [expect.stringMatching(/^listen\.endpoints\[0\] is known until 2026-06-02T16:00:00Z/)] });
  await deliver(project, { body: JSON.stringify(approvedReport({ eventId: 'e2', id: 'EXP-2', occurredAt: '2026-06-03T05:00:00Z' })), at: instant('2026-06-03T05:00:00Z') });
  await collect(project);
  expect(await ask()).toMatchObject({ answer: 'agree', unknown: [] });
});

test('parity is not known while a delivery is not in the record yet', async () => {
  const project = makeProject({ settings: { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl', asOf: MORNING_AFTER }], ledger: [{ format: 'generic', files: 'ledger.csv', asOf: MORNING_AFTER }], master: 'master', mapping: 'mapping' } } });
  const ask = () => project.work((workplace) => parity(workplace, { date: '2026-06-02', since: undefined, asOf: undefined, now: instant(MORNING_AFTER) }));
  await collect(project, { inputs: true });
  expect((await ask()).answer).toBe('agree');
  await deliver(project, { body: JSON.stringify(approvedReport({ eventId: 'late', id: 'EXP-LATE' })) });
  expect(await ask()).toMatchObject({ answer: 'not_known', unknown: ['1 delivery of the inbox is not in the record yet'] });
  await collect(project);
  expect(kindsOf(await ask())).toEqual(['approved_without_po EXP-LATE']);
});

test('the days of an invented fortnight add up to it, in counts, money and names, and no purchase is told twice', async () => {
  const workplace = await openWorkplace({ folder: generateProject({ reports: 80, seed: 7 }), allowOutside: false }, { progress: SILENT, programVersion: '0.0.0-test' });
  try {
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    const days = { from: '2026-06-01', to: '2026-06-14' };
    const now = instant('2026-07-15T14:00:00Z');
    const whole = await parity(workplace, { since: days.from, date: days.to, asOf: undefined, now });
    const [approved, ledger] = [new MoneySums(), new MoneySums()];
    const told: (string | null)[] = [];
    let agreeing = 0;
    for (let day = dayNumber(days.from); day <= dayNumber(days.to); day++) {
      const one = await parity(workplace, { since: undefined, date: dateOfDay(day), asOf: undefined, now });
      for (const [currency, total] of Object.entries(one.totals)) {
        approved.addDecimal(currency, total.approved.amount);
        ledger.addDecimal(currency, total.ledger.amount);
      }
      told.push(...kindsOf(one));
      agreeing += one.agreeing;
    }
    const sums = (side: 'approved' | 'ledger') => Object.fromEntries(Object.entries(whole.totals).map(([currency, total]) => [currency, total[side].amount]));
    expect([approved.plain(), ledger.plain(), agreeing]).toEqual([sums('approved'), sums('ledger'), whole.agreeing]);
    expect(told.sort()).toEqual(kindsOf(whole).sort());
    expect(told.length).toBeGreaterThan(5);
  } finally {
    workplace.database.close();
  }
});

const CUTOVER = { erp: 'sap-s4', erpDefaults: { 'sap-s4': DEFAULTS['sap-s4'] }, parity: { integrationUsers: ['SVC_EXPENSE'] } };
const JULY = '2026-07-02T14:00:00Z';
const LATER = { date: '2026-07-02', asOf: '2026-07-03T14:00:00Z' };

/** Parity of a date after the window, when the integration makes the POs: `ledgerOf` is given the key that SAP holds of the report's would-be PO. */
async function afterCutover(ledgerOf: (key: string) => LedgerRow[]): Promise<Parity> {
  const periods = 'name,start,end,status\n2026-06,2026-06-01,2026-06-30,closed\n2026-07,2026-07-01,2026-07-31,open\n';
  const made = makeProject({ settings: CUTOVER, approvals: reports({ occurredAt: JULY }), ledger: ledgerText({ status: 'cancelled' }), files: { 'master/periods.csv': periods } });
  return made.work(async (workplace) => {
    await importInputs(workplace, requestedInputs(workplace), { asOf: instant('2026-07-03T06:00:00Z'), strict: false });
    const { run } = await replayRecord(workplace, undefined);
    const [order] = await new RunReader(workplace.database).ordersOf(run.id, 'EXP-9041');
    const { CorrespncExternalReference: key } = JSON.parse((order as { requestBody: string }).requestBody) as { CorrespncExternalReference: string };
    const own: LedgerRow = { po_number: '4500000001', po_date: '2026-07-02', posting_period: '2026-07', entered_at: JULY, entered_by: 'svc_expense', reference: key };
    made.write('ledger.csv', ledgerText(...ledgerOf(key).map((parts) => ({ ...own, ...parts }))));
    await importInputs(workplace, requestedInputs(workplace), { asOf: instant(LATER.asOf), strict: false });
    return parity(workplace, { date: LATER.date, since: undefined, asOf: undefined, now: instant(LATER.asOf) });
  });
}

describe('after cutover', () => {
  test('a PO is its report’s by the key that the ERP holds, whatever else it says', async () => {
    expect(await afterCutover(() => [{}])).toMatchObject({ answer: 'agree', agreeing: 1, madeBy: { integration: 1, hand: 0 } });
    expect(kindsOf(await afterCutover(() => [{ amount: '12.00', vendor_id: 'V-1002' }]))).toEqual(['different_money EXP-9041 4500000001']);
    expect(kindsOf(await afterCutover(() => [{ amount: '12.00', vendor_id: 'V-1002', reference: 'ABC' }]))).toEqual(['approved_without_po EXP-9041', 'po_without_approval - 4500000001']);
  });

  test('or by the number of the would-be PO', async () => {
    expect(kindsOf(await afterCutover(() => [{ amount: '12.00', vendor_id: 'V-1002', reference: 'DRY-EXP-9041.1' }]))).toEqual(['different_money EXP-9041 4500000001']);
  });

  test('what somebody keyed beside the integration is entered twice, and it is told who made which', async () => {
    const found = await afterCutover(() => [{}, { po_number: '4500000002', reference: 'EXP-9041', entered_by: 'clerk1' }]);
    expect(found).toMatchObject({ answer: 'differ', madeBy: { integration: 1, hand: 1 } });
    const { kind, purchaseOrders } = found.entries[0] as Parity['entries'][number];
    expect(kind).toBe('entered_twice');
    expect(purchaseOrders).toEqual([{ number: '4500000001', madeBy: 'integration', enteredBy: ['svc_expense'] }, { number: '4500000002', madeBy: 'hand', enteredBy: ['clerk1'] }]);
  });
});
