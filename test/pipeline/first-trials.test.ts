import { describe, expect, it } from 'vitest';
import { TrialTally } from '../../src/gates/trials.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import type { Act } from '../../src/domain/audit.ts';
import { AuditTrail } from '../../src/store/audit-trail.ts';
import { FirstTransactionStatuses } from '../../src/store/first-transaction-status.ts';
import { RunReader } from '../../src/store/run-store.ts';
import { type EventParts, type LedgerRow, type TestProject, approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

const VENDORS = 'merchant,vendor_id\nAcme Janitorial,V-1001\nBluebird Signage,V-1002\n';
const UNMAPPED = 'merchant,vendor_id\nAcme Janitorial,V-1001\n';
const WRONG = 'merchant,vendor_id\nAcme Janitorial,V-1001\nBluebird Signage,V-1001\n';
/** A change of the configuration that has nothing to do with anything. */
const UNRELATED = `${VENDORS}Somebody Else,V-1002\n`;

const of = (...events: EventParts[]): string => approvalsText(...events.map((event, place) => approvedReport({ eventId: `e${place}`, ...event })));
const line = (id: string, merchant: string, amount: string): Record<string, unknown> => ({ id, date: '2026-05-30', merchant, category: 'Cleaning', description: 'Pads', amount });
/** A report with lines of two vendors: two would-be POs, or with WRONG one. */
const TWO_VENDORS = of({ amount: '300.00', report: { lines: [line('1', 'Acme Janitorial', '100.00'), line('2', 'Bluebird Signage', '200.00')] } });
const BLUEBIRD = of({ line: { merchant: 'Bluebird Signage' } });
const PO_1: LedgerRow = { po_number: 'PO-1', amount: '100.00' };
const PO_2: LedgerRow = { po_number: 'PO-2', vendor_id: 'V-1002', vendor_name: 'Bluebird Signage LLC', amount: '200.00' };
const BLUEBIRD_PO: LedgerRow = { po_number: 'PO-2', vendor_id: 'V-1002', vendor_name: 'Bluebird Signage LLC' };
const unnamed = (order: LedgerRow): LedgerRow => ({ ...order, reference: '' });
/** A ledger that holds something else, so that it is no empty file. */
const OTHER: LedgerRow = { po_number: 'PO-9', reference: '', amount: '9.00', po_date: '2026-06-12' };

/** What is new with a run. */
interface Step {
  approvals?: string;
  ledger?: LedgerRow[];
  vendors?: string;
  settings?: Record<string, unknown>;
  asOf?: string;
  /** Decisions that stand when it is made. */
  acts?: Act[];
}

/** Runs step by step, and says how EXP-9041 stands in the end, how it stood at first, and whether it counts as clean. */
async function ranThrough(...steps: Step[]): Promise<{ now: string[]; first: string | undefined; clean: boolean }> {
  const project = makeProject();
  let written = { approvals: of({}), ledger: [OTHER] as LedgerRow[], vendors: VENDORS, settings: {} as Record<string, unknown> };
  for (const step of steps) {
    written = { ...written, ...step };
    write(project, written);
    await project.work(async (workplace) => {
      await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
      for (const act of step.acts ?? []) await workplace.database.transaction(() => new AuditTrail(workplace.database).append({ at: 0, clock: 'machine', actor: { person: 'dana', osUser: null, osHost: null }, act }));
      await replayRecord(workplace, step.asOf === undefined ? undefined : Date.parse(step.asOf));
    });
  }
  return project.work(async ({ database }) => {
    const run = await new RunReader(database).latest();
    const rows = [...new RunReader(database).rows(run?.id ?? '', { transactionId: 'EXP-9041' })];
    const statuses = new FirstTransactionStatuses(database);
    const firstOf = statuses.lookup();
    const unseen = statuses.notComparedAtFirst(run?.id ?? '');
    const tally = new TrialTally({ pathOf: () => '', firstOf: (id) => firstOf(id)?.status, notComparedAtFirst: (id) => unseen.get(id) ?? new Set(), isUnproven: () => false });
    for (const row of rows) tally.add(row);
    return { now: rows.map(({ status }) => status), first: firstOf('EXP-9041')?.status, clean: tally.result().trials.clean === 1 };
  });
}

function write(project: TestProject, { approvals, ledger, vendors, settings }: { approvals: string; ledger: LedgerRow[]; vendors: string; settings: Record<string, unknown> }): void {
  project.write('approvals.jsonl', approvals);
  project.write('ledger.csv', ledgerText(...ledger));
  project.write('mapping/vendors.csv', vendors);
  project.write('po-shadow.yaml', JSON.stringify({
    timeZone: 'America/New_York', window: { from: '2026-06-01', to: '2026-06-14' }, routing: [{ name: 'manager', require: ['manager'] }],
    inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'ledger.csv' }] }, ...settings,
  }));
}

const MATCHES = { now: ['match'], first: 'match', clean: true };

describe('a transaction whose coding nobody could see at first', () => {
  const LATER = { entered_at: '2026-06-15T17:30:00Z' };
  const blank = (...rows: LedgerRow[]): LedgerRow[] => rows.map((each) => ({ ...each, gl_account: '' }));

  it('was not right at once, though it agrees in all now: what was keyed may have been corrected since', async () => {
    expect(await ranThrough({ ledger: blank({}, OTHER) }, { ledger: [{ ...LATER }, { ...OTHER, ...LATER }] })).toEqual({ now: ['match'], first: 'match', clean: false });
  });

  it('was, where nobody can see it now either: that is said by another gate, and may be waived', async () => {
    expect(await ranThrough({ ledger: blank({}, OTHER) }, { ledger: blank({ ...LATER }, { ...OTHER, ...LATER }) })).toEqual(MATCHES);
  });

  it('and was, where it was first tried when it could be seen', async () => {
    expect(await ranThrough({ ledger: blank(OTHER) }, { ledger: [{ ...LATER }, { ...OTHER, ...LATER }] })).toEqual(MATCHES);
  });
});

describe('a transaction was right at once', () => {
  it('where it agreed when both sides were first there', async () => {
    expect(await ranThrough({ ledger: [{}] })).toEqual(MATCHES);
  });

  it('where the clerk keyed it after the first run', async () => {
    expect(await ranThrough({}, { ledger: [OTHER, {}] })).toEqual(MATCHES);
  });

  it('also where the configuration was changed in between: nothing could be told before', async () => {
    expect(await ranThrough({}, { ledger: [OTHER, {}], vendors: UNRELATED })).toEqual(MATCHES);
  });

  it('where the clerk keyed it before it was approved', async () => {
    const pending = of({ report: { status: 'submitted', approvals: [] } });
    expect(await ranThrough({ approvals: pending, ledger: [{}] }, { approvals: pending + of({ eventId: 'e9' }), vendors: UNRELATED })).toEqual(MATCHES);
  });

  it('where the clerk keyed it before the expense system exported it at all', async () => {
    const other = of({ eventId: 'e8', id: 'EXP-1', amount: '5.00' });
    expect(await ranThrough({ approvals: other, ledger: [unnamed({})] }, { approvals: other + of({ eventId: 'e9' }), vendors: UNRELATED })).toEqual(MATCHES);
  });

  it('where another PO told it from its twin, and nothing else changed', async () => {
    const twins = of({}, { id: 'EXP-9042' });
    expect(await ranThrough({ approvals: twins, ledger: [unnamed({})] }, { approvals: twins, ledger: [unnamed({}), { ...unnamed({}), po_number: 'PO-3' }] })).toEqual(MATCHES);
  });

  it('where one of its two POs was not due yet', async () => {
    const settings = { matching: { manualEntryGraceDays: 5 } };
    expect(await ranThrough({ approvals: TWO_VENDORS, ledger: [PO_1], settings, asOf: '2026-06-03T12:00:00Z' })).toEqual({ now: ['match', 'awaiting_manual'], first: undefined, clean: false });
    expect(await ranThrough({ approvals: TWO_VENDORS, ledger: [PO_1], settings, asOf: '2026-06-03T12:00:00Z' }, { ledger: [PO_1, PO_2], asOf: '2026-06-04T12:00:00Z' })).toEqual({ now: ['match', 'match'], first: 'match', clean: true });
  });

  it('where it was withdrawn, and approved and keyed anew', async () => {
    const withdrawn = of({}, { revision: 2, occurredAt: '2026-06-03T15:00:00Z', report: { status: 'recalled', approvals: [] } });
    expect(await ranThrough({ approvals: withdrawn, ledger: [{ ...unnamed({}), vendor_id: 'V-1002', vendor_name: 'Bluebird Signage LLC' }] }, { approvals: withdrawn + of({ eventId: 'e9', revision: 3, occurredAt: '2026-06-04T15:10:00Z' }), ledger: [{ entered_at: '2026-06-05T12:00:00Z' }] })).toEqual(MATCHES);
  });
});

describe('a transaction was not right at once', () => {
  it('where it was rejected as a whole, and comes to several POs now, each of them a new row', async () => {
    expect(await ranThrough({ approvals: TWO_VENDORS, ledger: [PO_1, PO_2], vendors: UNMAPPED }, { vendors: VENDORS })).toEqual({ now: ['match', 'match'], first: 'rejected', clean: false });
  });

  it('where it came to one PO of the wrong vendor, and comes to two now', async () => {
    expect(await ranThrough({ approvals: TWO_VENDORS, ledger: [PO_1, PO_2], vendors: WRONG }, { vendors: VENDORS })).toEqual({ now: ['match', 'match'], first: 'coding_variance', clean: false });
  });

  it('where it was rejected before the clerk keyed, and the mapping was corrected in between', async () => {
    expect(await ranThrough({ approvals: BLUEBIRD, vendors: UNMAPPED }, { vendors: VENDORS, ledger: [OTHER, BLUEBIRD_PO] })).toEqual({ now: ['match'], first: 'rejected', clean: false });
    expect(await ranThrough({ approvals: BLUEBIRD, vendors: UNMAPPED }, { vendors: VENDORS }, { ledger: [OTHER, BLUEBIRD_PO] })).toEqual({ now: ['match'], first: 'rejected', clean: false });
  });

  it('where only one of its POs was keyed when it was first compared', async () => {
    expect(await ranThrough({ approvals: TWO_VENDORS, ledger: [PO_1] }, { ledger: [PO_1, PO_2] })).toEqual({ now: ['match', 'match'], first: 'missing_manual', clean: false });
  });

  it('where its PO stood unexplained beside it until the mapping was corrected', async () => {
    expect(await ranThrough({ approvals: BLUEBIRD, ledger: [unnamed(BLUEBIRD_PO)], vendors: WRONG })).toMatchObject({ now: ['missing_manual'], first: undefined });
    expect(await ranThrough({ approvals: BLUEBIRD, ledger: [unnamed(BLUEBIRD_PO)], vendors: WRONG }, { vendors: VENDORS })).toEqual({ now: ['match'], first: 'missing_manual', clean: false });
  });

  it('also while it was not due yet, and with a run between that knew neither', async () => {
    const grace = { matching: { manualEntryGraceDays: 5 } };
    expect(await ranThrough({ approvals: BLUEBIRD, ledger: [unnamed(BLUEBIRD_PO)], vendors: WRONG, settings: grace, asOf: '2026-06-03T12:00:00Z' }, { vendors: VENDORS, asOf: '2026-06-04T12:00:00Z' })).toMatchObject({ first: 'missing_manual', clean: false });
    expect(await ranThrough({ approvals: BLUEBIRD, ledger: [unnamed(BLUEBIRD_PO)], vendors: WRONG }, { settings: { window: { from: '2026-06-08', to: '2026-06-14' } } }, { vendors: VENDORS, settings: {} })).toMatchObject({ first: 'missing_manual', clean: false });
  });

  it('where the PO that stood unexplained was corrected by the clerk', async () => {
    expect(await ranThrough({ ledger: [unnamed({ vendor_id: 'V-1002', vendor_name: 'Bluebird Signage LLC' })] }, { ledger: [unnamed({ entered_at: '2026-06-05T12:00:00Z' })] })).toEqual({ now: ['match'], first: 'missing_manual', clean: false });
  });

  it('where what was approved did not count as final until the settings were corrected', async () => {
    expect(await ranThrough({ ledger: [{}], settings: { finalStates: ['paid'] } })).toMatchObject({ now: ['premature_manual'], first: undefined });
    expect(await ranThrough({ ledger: [{}], settings: { finalStates: ['paid'] } }, { settings: {} })).toEqual({ now: ['match'], first: 'missing_manual', clean: false });
  });

  it('where scope left it out until that was corrected', async () => {
    expect(await ranThrough({ ledger: [{}], settings: { scope: { lines: { exclude: { category: 'Cleaning' } } } } })).toMatchObject({ now: [] });
    expect(await ranThrough({ ledger: [{}], settings: { scope: { lines: { exclude: { category: 'Cleaning' } } } } }, { settings: {} })).toEqual({ now: ['match'], first: 'missing_manual', clean: false });
  });

  it('where people paired it until the mapping was corrected', async () => {
    const pair: Act = { kind: 'pair', transaction: 'EXP-9041', order: null, purchaseOrders: ['PO-2'], reason: 'asked' };
    const wrongRow = { approvals: BLUEBIRD, ledger: [unnamed(BLUEBIRD_PO)], vendors: WRONG };
    expect(await ranThrough(wrongRow, { vendors: VENDORS, acts: [pair] })).toEqual({ now: ['match'], first: undefined, clean: false });
    expect(await ranThrough(wrongRow, { acts: [pair] })).toMatchObject({ now: ['coding_variance'], first: 'coding_variance' });
    const refused: Act = { kind: 'review', of: 4, decision: 'rejected', reason: 'no longer needed' };
    expect(await ranThrough(wrongRow, { vendors: VENDORS, acts: [pair] }, { acts: [refused] })).toEqual({ now: ['match'], first: 'missing_manual', clean: false });
  });

  it('whatever else it was since: the first trial is kept', async () => {
    expect(await ranThrough({ approvals: BLUEBIRD, ledger: [BLUEBIRD_PO], vendors: WRONG }, { vendors: UNMAPPED }, { vendors: VENDORS })).toMatchObject({ now: ['match'], first: 'coding_variance', clean: false });
  });
});

describe('of several rows', () => {
  it('the worst is kept, and it is the same on every machine', async () => {
    const worse: LedgerRow = { ...PO_2, amount: '210.00' };
    expect(await ranThrough({ approvals: TWO_VENDORS, ledger: [PO_1, worse] })).toMatchObject({ now: ['match', 'amount_variance'], first: 'amount_variance' });
    expect(await ranThrough({ approvals: TWO_VENDORS, ledger: [{ ...PO_1, gl_account: '6120' }, worse] })).toMatchObject({ now: ['coding_variance', 'amount_variance'], first: 'amount_variance' });
  });
});
