import { describe, expect, test } from 'vitest';
import type { Act } from '../../src/domain/audit.ts';
import type { VarianceRow } from '../../src/domain/variance.ts';
import { handDecisions } from '../../src/resolution/hand-decisions.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { AuditTrail } from '../../src/store/audit-trail.ts';
import { RunReader, type StoredRun } from '../../src/store/run-store.ts';
import { type TestProject, approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

const pair = (transaction: string, ...purchaseOrders: string[]): Act => ({ kind: 'pair', transaction, order: null, purchaseOrders, reason: 'asked the clerk' });
const unpair = (transaction: string, ...purchaseOrders: string[]): Act => ({ kind: 'unpair', transaction, purchaseOrders, reason: 'wrong store' });
const refuse = (of: number): Act => ({ kind: 'review', of, decision: 'rejected', reason: 'no' });
const approve = (of: number): Act => ({ kind: 'review', of, decision: 'approved', reason: '' });

/** What is in force, as `A2 + EXP-1 PO-1` for a pairing and `A2 - EXP-1 PO-1` for a parting. */
function inForce(...acts: Act[]): string[] {
  const entries = acts.map((act, place) => ({ sequence: place + 1, at: null, clock: 'record' as const, actor: { person: 'dana', osUser: null, osHost: null }, act, previous: '', hash: '' }));
  const { pairings, partings } = handDecisions(entries);
  const told = (sign: string) => ({ entry, transaction, purchaseOrders }: { entry: number; transaction: string; purchaseOrders: string[] }): string => `A${entry} ${sign} ${transaction} ${purchaseOrders.join(' ')}`;
  return [...pairings.map(told('+')), ...partings.map(told('-'))];
}

describe('of the pairings by hand is in force', () => {
  test.each<[string, Act[], string[]]>([
    ['one that nobody reviewed yet', [pair('EXP-1', 'PO-1')], ['A1 + EXP-1 PO-1']],
    ['one that was approved', [pair('EXP-1', 'PO-1'), approve(1)], ['A1 + EXP-1 PO-1']],
    ['none that a review refused', [pair('EXP-1', 'PO-1'), refuse(1)], []],
    ['one that was refused first and then approved', [pair('EXP-1', 'PO-1'), refuse(1), approve(1)], ['A1 + EXP-1 PO-1']],
    ['none that was parted later: the parting is', [pair('EXP-1', 'PO-1'), unpair('EXP-1', 'PO-1')], ['A2 - EXP-1 PO-1']],
    ['the one before, where the parting was refused', [pair('EXP-1', 'PO-1'), unpair('EXP-1', 'PO-1'), refuse(2)], ['A1 + EXP-1 PO-1']],
    ['none that was paired later: the pairing is', [unpair('EXP-1', 'PO-1'), pair('EXP-1', 'PO-1')], ['A2 + EXP-1 PO-1']],
    ['what a parting leaves of several POs', [pair('EXP-1', 'PO-1', 'PO-2'), unpair('EXP-1', 'PO-2')], ['A1 + EXP-1 PO-1', 'A2 - EXP-1 PO-2']],
    ['a parting from one transaction, whatever was paired with another', [pair('EXP-1', 'PO-1'), unpair('EXP-2', 'PO-1')], ['A1 + EXP-1 PO-1', 'A2 - EXP-2 PO-1']],
  ])('%s', (_, acts, expected) => {
    expect(inForce(...acts)).toEqual(expected);
  });
});

/** Two reports of one vendor, and POs of which the references are the wrong way round; one PO is cancelled. */
const project = (): TestProject => makeProject({
  approvals: approvalsText(approvedReport(), approvedReport({ eventId: 'e2', id: 'EXP-9042', amount: '300.00' })),
  ledger: ledgerText({ reference: 'EXP-9042' }, { po_number: 'PO-7783', amount: '300.00', reference: 'EXP-9041' }, { po_number: 'PO-7784', status: 'cancelled' }),
});

interface Outcome {
  run: StoredRun;
  reused: boolean;
  rows: VarianceRow[];
}

/** Imports, writes the acts into the trail and replays; `besideFromEvents` 0 does it on threads of their own. */
function decided(made: TestProject, acts: readonly Act[], besideFromEvents = Number.POSITIVE_INFINITY): Promise<Outcome> {
  return made.work(async (workplace) => {
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    await workplace.database.transaction(() => {
      const trail = new AuditTrail(workplace.database);
      for (const act of acts) trail.append({ at: null, clock: 'record', actor: { person: 'dana', osUser: null, osHost: null }, act });
    });
    const { run, reused } = await replayRecord(workplace, undefined, { besideFromEvents });
    return { run, reused, rows: [...new RunReader(workplace.database).rows(run.id)] };
  });
}

const table = ({ rows }: Outcome): string[] => rows.map((row) => `${row.transactionId ?? '–'} ${row.manual.poNumbers.join('+') || '–'} ${row.status} ${row.match.pass ?? '–'}`);

describe('a replay after people paired by hand', () => {
  test('follows them, and what it stored before stays', async () => {
    const made = project();
    const before = await decided(made, []);
    const pairs = [pair('EXP-9041', 'PO-7782'), pair('EXP-9042', 'PO-7783')];
    const after = await decided(made, pairs);
    expect(table(after)).toEqual(['EXP-9041 PO-7782 match by_hand', 'EXP-9042 PO-7783 match by_hand']);
    expect(after.run.number).toBe(before.run.number + 1);
    expect(after.run.fingerprint).not.toBe(before.run.fingerprint);
    expect(after.rows[0]?.match.why).toMatch(/^paired by hand by dana \(A\d+\): asked the clerk$/);
  });

  test('is no new one where a review agrees, and a new one where it refuses', async () => {
    const made = project();
    const first = await decided(made, [pair('EXP-9041', 'PO-7783')]);
    const entry = Number(/\(A(\d+)\)/.exec(first.rows[0]?.match.why ?? '')?.[1]);
    expect([(await decided(made, [approve(entry)])).reused, (await decided(made, [refuse(entry)])).reused]).toEqual([true, false]);
  });

  test('tells what can’t be done, with who decided it and why it can’t', async () => {
    const { run } = await decided(project(), [pair('EXP-9041', 'PO-7784'), pair('EXP-9042', 'PO-9999'), pair('EXP-8888', 'PO-7783')]);
    expect(run.summary.handProblems.map((text) => text.replace(/^A\d+/, 'A?'))).toEqual([
      'A? by dana can\'t pair EXP-9041 with PO-7784: it is cancelled', 'A? by dana can\'t pair EXP-9042 with PO-9999: the ledger has no such PO', 'A? by dana can\'t pair EXP-8888 with PO-7783: the record has no such transaction',
    ]);
  });

  test('comes to the same on threads of their own', async () => {
    const acts = [pair('EXP-9041', 'PO-7782', 'PO-7784'), unpair('EXP-9042', 'PO-7782')];
    const [alone, beside] = [await decided(project(), acts), await decided(project(), acts, 0)];
    expect([beside.run.digest, beside.rows, beside.run.summary]).toEqual([alone.run.digest, alone.rows, alone.run.summary]);
    expect(table(alone)).toEqual(['EXP-9041 PO-7782 match by_hand', 'EXP-9042 PO-7783 match vendor_amount']);
  });
});
