import { describe, expect, it } from 'vitest';
import type { Act, AuditEntry } from '../../src/domain/audit.ts';
import type { VarianceRow } from '../../src/domain/variance.ts';
import { isOpen } from '../../src/domain/variance.ts';
import { boundOf } from '../../src/resolution/bound.ts';
import { DecisionBook } from '../../src/resolution/decision-book.ts';
import { Overlay, type OverlayFacts } from '../../src/resolution/overlay.ts';

const row: VarianceRow = {
  id: 'R1', date: '2026-06-02', transactionId: 'EXP-1', expenseTotal: '10.00', reportTotal: '10.00', currency: 'USD',
  dryRun: { outcome: 'created', poNumber: 'DRY-EXP-1.1', vendorId: 'V-1', amount: '10.00', findings: [] }, manual: { poNumbers: ['PO-1'], amount: '12.00', currency: 'USD', vendors: [], enteredBy: [] },
  match: { pass: 'reference', group: null, why: '', agrees: [], notCompared: [], candidates: [], runnerUp: null }, variance: '2.00', atStake: '2.00', status: 'amount_variance', firstStatus: 'amount_variance', causes: [], differences: [], flags: [], resolution: null,
};
/** What differs where 10.00 was keyed to another account than it should. */
const keyedTo = (account: string, asked = '6110'): VarianceRow['differences'] => [{ field: 'gl_account', dryRun: [{ value: asked, amount: '10.00' }], manual: [{ value: account, amount: '10.00' }], how: null }];
const agreeing: VarianceRow = { ...row, manual: { ...row.manual, amount: '10.00' }, variance: '0.00', atStake: '0.00', status: 'match' };

type Given = { by?: string; act: Act };
const trail = (...given: Given[]): DecisionBook => new DecisionBook(given.map(({ by = 'dana', act }, index): AuditEntry => ({ sequence: index + 1, at: 0, clock: 'given', actor: { person: by, osUser: null, osHost: null }, act, previous: '', hash: '' })));
const resolve = (parts: Partial<Extract<Act, { kind: 'resolve' }>> = {}): Given => ({
  act: { kind: 'resolve', row: 'R1', transaction: 'EXP-1', disposition: 'accepted', wrong: 'ledger', reason: 'agreed', due: null, owner: '', comment: '', bound: { row: boundOf(row), configuration: 'c1', ledgerImport: 2, run: 1 }, ...parts },
});
const review = (of: number, decision: 'approved' | 'rejected' = 'approved'): Given => ({ by: 'erin', act: { kind: 'review', of, decision, reason: '' } });
const over = (book: DecisionBook, of: VarianceRow = row, facts: Partial<OverlayFacts> = {}): VarianceRow =>
  new Overlay(book, { run: { number: 2, configuration: 'c1' }, ledgerImport: 2, today: '2026-06-15', transactionAgrees: () => true, ...facts }).over(of);
const stateOf = (...of: Parameters<typeof over>): string | undefined => over(...of).resolution?.state;

describe('a decision about a row', () => {
  it('changes nothing of the row but its resolution', () => {
    const decided = over(trail(resolve(), review(1)));
    expect({ ...decided, resolution: null }).toEqual(row);
    expect(decided.resolution).toMatchObject({ entry: 1, disposition: 'accepted', wrong: 'ledger', by: 'dana', review: { by: 'erin', decision: 'approved' }, state: 'resolved' });
  });

  it.each<[string, string, boolean, Given[]]>([
    ['awaiting_review', 'accepted, and nobody has looked', true, [resolve()]],
    ['resolved', 'accepted and reviewed', false, [resolve(), review(1)]],
    ['refused', 'accepted, and refused', true, [resolve(), review(1, 'rejected')]],
    ['resolved', 'refused first and agreed to later', false, [resolve(), review(1, 'rejected'), review(1)]],
    ['awaiting_review', 'decided anew after a review of the old decision', true, [resolve(), review(1), resolve({ reason: 'other' })]],
    ['fix_pending', 'said to be fixed in the mapping, though reviewed', true, [resolve({ disposition: 'mapping_fixed', wrong: 'mapping' }), review(1)]],
    ['fix_pending', 'said to be corrected in the ledger', true, [resolve({ disposition: 'ledger_corrected' }), review(1)]],
    ['resolved', 'a matter of timing until today', false, [resolve({ disposition: 'timing', wrong: 'timing', due: '2026-06-15' }), review(1)]],
    ['awaiting_review', 'a matter of timing that nobody reviewed', true, [resolve({ disposition: 'timing', wrong: 'timing', due: '2026-06-20' })]],
    ['expired', 'a matter of timing until yesterday', true, [resolve({ disposition: 'timing', wrong: 'timing', due: '2026-06-14' }), review(1)]],
  ])('is %s where it was %s', (state, _, open, given) => {
    const decided = over(trail(...given));
    expect(decided.resolution?.state).toBe(state);
    expect(isOpen(decided)).toBe(open);
  });

  it.each<[string, VarianceRow]>([
    ['another manual amount', { ...row, manual: { ...row.manual, amount: '13.00' }, variance: '3.00' }],
    ['another expense total', { ...row, expenseTotal: '11.00' }],
    ['another PO', { ...row, manual: { ...row.manual, poNumbers: ['PO-2'] } }],
    ['one more PO', { ...row, manual: { ...row.manual, poNumbers: ['PO-1', 'PO-2'] } }],
    ['another cause', { ...row, causes: ['vendor'] }],
    ['another status', { ...row, status: 'duplicate_manual' }],
    ['the vendor of the PO, which nothing explains', { ...row, manual: { ...row.manual, vendors: ['V-9'] } }],
    ['another account that it was keyed to', { ...row, differences: keyedTo('6140') }],
    ['an account that it should have gone to', { ...row, differences: keyedTo('6130', '6120') }],
    ['another vendor of the would-be PO', { ...row, dryRun: { ...row.dryRun, vendorId: 'V-2' } }],
    ['more at stake', { ...row, atStake: '10.00' }],
    ['another finding', { ...row, dryRun: { ...row.dryRun, findings: [{ code: 'VENDOR_UNKNOWN', severity: 'error', message: '', field: '', value: 'V-9', remedy: '', at: '' }] } }],
  ])('lapses with %s, and the row is open again', (_, changed) => {
    const before = changed.differences.length === 0 ? row : { ...row, differences: keyedTo('6130') };
    const decided = over(trail(resolve({ bound: { row: boundOf(before), configuration: 'c1', ledgerImport: 2, run: 1 } }), review(1)), changed);
    expect(decided.resolution?.state).toBe('lapsed');
    expect(isOpen(decided)).toBe(true);
  });

  it('holds from replay to replay where only wording, flags or positions differ', () => {
    expect(stateOf(trail(resolve(), review(1)), { ...row, flags: ['x'], match: { ...row.match, why: 'other words' } }, { run: { number: 9, configuration: 'c9' }, ledgerImport: 9 })).toBe('resolved');
  });

  it('holds where the ledger spells a code or a vendor otherwise', () => {
    const spelled = (account: string, vendor: string): VarianceRow => ({ ...row, differences: keyedTo(account), manual: { ...row.manual, vendors: [vendor] } });
    expect(boundOf(spelled('６１４０', 'v-1'))).toBe(boundOf(spelled('6140', 'V-1')));
  });

  it.each<[string, Partial<Extract<Act, { kind: 'resolve' }>>, Partial<OverlayFacts>]>([
    ['proven', { disposition: 'mapping_fixed' }, { run: { number: 2, configuration: 'c2' } }],
    ['lapsed', { disposition: 'mapping_fixed' }, { run: { number: 2, configuration: 'c1' }, ledgerImport: 3 }],
    ['lapsed', { disposition: 'mapping_fixed' }, { run: { number: 1, configuration: 'c2' } }],
    ['lapsed', { disposition: 'mapping_fixed' }, { run: { number: 2, configuration: 'c2' }, transactionAgrees: () => false }],
    ['proven', { disposition: 'ledger_corrected' }, { ledgerImport: 3 }],
    ['lapsed', { disposition: 'ledger_corrected' }, { run: { number: 2, configuration: 'c2' }, ledgerImport: 2 }],
    ['lapsed', { disposition: 'accepted' }, { run: { number: 2, configuration: 'c2' }, ledgerImport: 3 }],
  ])('is %s where the row matches after %j, and then %j', (state, act, facts) => {
    const decided = over(trail(resolve(act)), agreeing, facts);
    expect(decided.resolution?.state).toBe(state);
    expect(isOpen(decided)).toBe(false);
  });

  it('does not count yet at an instant before it was made', () => {
    const given = resolve();
    const later = new DecisionBook([{ sequence: 1, at: 100, clock: 'given', actor: { person: 'dana', osUser: null, osHost: null }, act: given.act, previous: '', hash: '' }], 99);
    expect(over(later).resolution).toBeNull();
  });

  it('leaves rows alone that nobody decided about', () => {
    expect(over(trail(resolve({ row: 'R2' })))).toBe(row);
  });
});

describe('the book of decisions', () => {
  const pair = (purchaseOrders: string[]): Given => ({ act: { kind: 'pair', transaction: 'EXP-1', order: null, purchaseOrders, reason: '' } });
  const unpair = (purchaseOrders: string[]): Given => ({ act: { kind: 'unpair', transaction: 'EXP-1', purchaseOrders, reason: '' } });

  it('knows the newest word on each pair', () => {
    expect(trail(pair(['PO-1', 'PO-2']), unpair(['PO-1'])).pairings().map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(trail(pair(['PO-1']), unpair(['PO-1'])).pairings().map(({ sequence }) => sequence)).toEqual([2]);
    expect(trail(pair(['PO-1']), unpair(['PO-1']), pair(['PO-1'])).pairings().map(({ sequence }) => sequence)).toEqual([3]);
    expect(trail(pair(['PO-1']), unpair(['PO-1']), review(2, 'rejected')).pairings().map(({ sequence }) => sequence)).toEqual([1]);
    expect(trail(pair(['PO-1']), review(1, 'rejected')).pairings()).toEqual([]);
  });
});
