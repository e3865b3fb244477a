import { describe, expect, test } from 'vitest';
import { dateOfDay, dayNumber, parseInstant } from '../../../src/domain/calendar.ts';
import { MoneySums } from '../../../src/domain/money-sums.ts';
import type { Parity } from '../../../src/domain/parity.ts';
import { importInputs, requestedInputs } from '../../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../../src/pipeline/replay-record.ts';
import { parity } from '../../../src/pipeline/watching/parity.ts';
import { SILENT, openWorkplace } from '../../../src/pipeline/workplace.ts';
import { RunReader } from '../../../src/store/run-store.ts';
import { generateProject } from '../../cli/generated-project.ts';
import { DEFAULTS } from '../../erp/erps.ts';
import { type EventParts, type LedgerRow, type ProjectParts, approvalsText, approvedReport, ledgerText, makeProject } from '../../project-folder.ts';
import { collect, deliver } from '../capture/delivered.ts';

const MORNING_AFTER = '2026-06-03T14:00:00Z';

/** Parity of a date in a project whose approvals and POs are these; by default on the morning after 2 June. */
async function parityOf({ date, since, asOf = MORNING_AFTER, ...parts }: ProjectParts & { date?: string; since?: string; asOf?: string }): Promise<Parity> {
  return makeProject(parts).work(async (workplace) => {
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    return parity(workplace, { date, since, asOf: parseInstant(asOf) as number });
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
    const ledger = ledgerText({ po_date: '2026-06-03', entered_at: '2026-06-03T12:00:00Z' });
    expect(await parityOf({ ledger })).toMatchObject({ answer: 'agree', beside: { ordersDatedOtherwise: 1 } });
    const next = await parityOf({ ledger, date: '2026-06-03', asOf: '2026-06-04T14:00:00Z', approvals: reports({}, { id: 'EXP-1', occurredAt: '2026-06-03T15:00:00Z', report: { status: 'submitted', approvals: [] } }) });
    expect(next).toMatchObject({ answer: 'agree', lines: [], beside: { ordersOfOtherDates: 1, notApproved: 1 } });
  });

  test('agrees about one report in two POs, and about two reports of two dates in one PO', async () => {
    const split = ledgerText({ amount: '800.00' }, { po_number: 'PO-7783', amount: '45.50' });
    expect(figures(await parityOf({ ledger: split }))).toEqual(['2026-06-02 generic USD V-1001 1 845.50 1 845.50']);
    const merged = { approvals: reports({ amount: '800.00', occurredAt: '2026-06-01T15:00:00Z' }, { id: 'EXP-9042', amount: '45.50' }), ledger: ledgerText({ reference: 'EXP-9041, EXP-9042' }) };
    const found = await parityOf({ ...merged, since: '2026-06-01' });
    expect(found.answer).toBe('agree');
    expect(figures(found)).toEqual(['2026-06-01 generic USD V-1001 1 800.00 1 800.00', '2026-06-02 generic USD V-1001 1 45.50 1 45.50']);
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

  test('where the ledger does not reach the date, though there is nothing in it that differs; on a day off nobody keys', async () => {
    const friday = { asOf: '2026-06-06T14:00:00Z', approvals: reports({}, { id: 'EXP-1', occurredAt: '2026-06-06T13:00:00Z', report: { status: 'submitted', approvals: [] } }) };
    expect(await parityOf(friday)).toMatchObject({ answer: 'not_known', to: '2026-06-05', unknown: ['the ledger is known until 2026-06-02, and not on 2026-06-05'] });
    expect(await parityOf({ ...friday, settings: { calendar: { holidays: ['2026-06-05'] } } })).toMatchObject({ answer: 'agree', to: '2026-06-05' });
  });

  test('while something could not be read and nobody said what it is', async () => {
    const broken = approvedReport({ eventId: 'e2', id: 'EXP-9099', amount: '12.345' });
    expect(await parityOf({ approvals: approvalsText(approvedReport(), broken) })).toMatchObject({ answer: 'not_known', unknown: ['1 event of approvals could not be read: po-shadow quarantine'] });
    expect((await parityOf({ ledger: ledgerText({}, { po_number: 'PO-9', reference: '', amount: 'twelve' }) })).answer).toBe('not_known');
  });
});

test('parity is not known while a delivery is not in the record yet', async () => {
  const project = makeProject();
  const ask = () => project.work((workplace) => parity(workplace, { date: '2026-06-02', since: undefined, asOf: parseInstant(MORNING_AFTER) as number }));
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
    const whole = await parity(workplace, { since: days.from, date: days.to, asOf: undefined });
    const [approved, ledger] = [new MoneySums(), new MoneySums()];
    const told: (string | null)[] = [];
    let agreeing = 0;
    for (let day = dayNumber(days.from); day <= dayNumber(days.to); day++) {
      const one = await parity(workplace, { since: undefined, date: dateOfDay(day), asOf: undefined });
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
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    const { run } = await replayRecord(workplace, undefined);
    const [order] = await new RunReader(workplace.database).ordersOf(run.id, 'EXP-9041');
    const { CorrespncExternalReference: key } = JSON.parse((order as { requestBody: string }).requestBody) as { CorrespncExternalReference: string };
    const own: LedgerRow = { po_number: '4500000001', po_date: '2026-07-02', posting_period: '2026-07', entered_at: JULY, entered_by: 'svc_expense', reference: key };
    made.write('ledger.csv', ledgerText(...ledgerOf(key).map((parts) => ({ ...own, ...parts }))));
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    return parity(workplace, { date: LATER.date, since: undefined, asOf: parseInstant(LATER.asOf) as number });
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
