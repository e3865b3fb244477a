import { describe, expect, it } from 'vitest';
import type { CallStanding, PatternState, SandboxAnswer, SandboxStanding } from '../../src/domain/sandbox.ts';
import { loosenedSettings } from '../../src/gates/loosened-settings.ts';
import { sandboxAccepted } from '../../src/gates/sandbox-accepted.ts';
import { judgeGates, verdictOf, waivedMeasure } from '../../src/gates/verdict.ts';
import { DEFAULTS } from '../erp/erps.ts';
import { goodFacts } from './facts.ts';

const NETSUITE = { erp: 'netsuite', erpDefaults: { netsuite: DEFAULTS.netsuite } };
const answer = (outcome: SandboxAnswer['outcome']): SandboxAnswer => ({ entry: 7, line: 3, sha256: 'a'.repeat(64), name: '', sent: null, status: 400, outcome, says: [{ code: 'USER_ERROR', text: 'no' }], at: 1, sandbox: '' });
const call = (id: string, outcome: CallStanding['outcome'], more: Partial<CallStanding> = {}): CallStanding => ({
  call: { id, sha256: 'a'.repeat(64), name: `create-${id}`, transactionId: 'EXP-1', poNumber: 'DRY-EXP-1.1', action: 'create', part: 'order', method: 'POST', path: '/x' },
  outcome, tiedBy: outcome === 'unanswered' ? null : 'hash', answer: outcome === 'unanswered' ? null : answer(outcome), predicted: '', ...more,
});
const standing = (states: PatternState[], more: Partial<SandboxStanding> = {}): SandboxStanding => {
  const patterns = states.map((state, index) => ({ pattern: `p${index}`, state, transactionId: 'EXP-1', poNumber: 'DRY-EXP-1.1', calls: [call(`c${index}`, state)] }));
  return { erp: 'netsuite', patterns, refused: patterns.flatMap(({ calls }) => calls).filter(({ outcome }) => outcome === 'refused'), notTried: [], unknown: [], unread: [], exported: true, ...more };
};
const judge = (sandbox: SandboxStanding | null, settings: Record<string, unknown> = NETSUITE) => sandboxAccepted.judge(goodFacts({ sandbox }, settings));

describe('sandbox_accepted', () => {
  it('passes where each pattern is accepted', () => {
    expect(judge(standing(['accepted', 'accepted']))).toMatchObject({ passed: true, measuredText: '2 of 2 patterns accepted', remedies: [] });
  });

  it.each<[string, SandboxStanding | null]>([
    ['one that was refused', standing(['accepted', 'refused'])],
    ['one that nobody answered', standing(['accepted', 'unanswered'])],
    ['one of which nothing was decided', standing(['accepted', 'not_judged'])],
    ['a call that was refused although its pattern is accepted', standing(['accepted'], { refused: [call('other', 'refused')] })],
    ['no would-be PO', standing([])],
    ['no run of the profile', null],
  ])('fails for %s', (_, sandbox) => {
    const { passed, evidence, remedies } = judge(sandbox);
    expect(passed).toBe(false);
    expect(evidence.length).toBeGreaterThan(0);
    expect(remedies.length).toBeGreaterThan(0);
  });

  it('says what the ERP said, where that stands, and whether the dry run foretold it', () => {
    expect(judge(standing(['refused'])).evidence[0]).toBe('p0: DRY-EXP-1.1 refused, HTTP 400 USER_ERROR "no" (A7); the dry run did not foretell it');
    const foretold = { ...standing(['refused']) };
    expect(judge({ ...foretold, patterns: foretold.patterns.map((each) => ({ ...each, calls: [call('c0', 'refused', { predicted: 'PERIOD_CLOSED' })] })) }).evidence[0]).toContain('foretold as PERIOD_CLOSED');
  });

  it('tells calls that rest on a name alone, answers without a call, and what can\'t be tried', () => {
    const { evidence, passed, measuredText } = judge({ ...standing(['accepted']), patterns: [{ pattern: 'p', state: 'accepted', transactionId: 'E', poNumber: 'D', calls: [call('c', 'accepted', { tiedBy: 'name' })] }], notTried: ['cancel: why'], unknown: [{ answer: answer('accepted'), why: 'no_such_body' }], unread: [{ entry: 7, line: 1, field: '', value: '', reason: 'x' }] });
    expect(evidence.join('\n')).toMatch(/not tried: cancel: why\n1 accepted call known by the file's name alone.*\n1 answer that counts for nothing.*\n1 row of answers can't be read/);
    expect({ passed, measuredText }).toEqual({ passed: true, measuredText: "1 of 1 pattern accepted, 1 accepted call known by the file's name alone" });
  });

  it('says on a pass too that an answer by a name alone was set aside', () => {
    expect(judge(standing(['accepted'], { unknown: [{ answer: answer('accepted'), why: 'name_after_hash' }] })).measuredText).toBe('1 of 1 pattern accepted, 1 answer by a name alone set aside');
  });

  it('is not applicable to the generic profile, which leaves the verdict as it was; visible all the same', () => {
    const facts = goodFacts();
    const gates = judgeGates(facts, []);
    expect(gates.find(({ id }) => id === 'sandbox_accepted')).toMatchObject({ passed: true, measuredText: 'not applicable: erp is generic, which has no API' });
    expect(verdictOf(facts, gates).words).toBe('GO');
  });

  it('fails with the generic profile where the settings ask for it', () => {
    expect(judge(null, { gates: { sandboxAccepted: 'required' } })).toMatchObject({ passed: false, measuredText: 'nothing to ask: erp is generic' });
  });

  it('can be switched off, which is a setting looser than the default', () => {
    const off = { ...NETSUITE, gates: { sandboxAccepted: 'off' } };
    expect(judge(null, off)).toMatchObject({ passed: true, measuredText: 'switched off' });
    expect(loosenedSettings(goodFacts({}, off).settings)).toEqual([{ setting: 'gates.sandboxAccepted', default: 'required', value: 'off' }]);
    expect(loosenedSettings(goodFacts({}, NETSUITE).settings)).toEqual([]);
    expect(loosenedSettings(goodFacts({}, { gates: { sandboxAccepted: 'off' } }).settings)).toEqual([]);
    const facts = goodFacts({}, off);
    expect(verdictOf(facts, judgeGates(facts, [])).words).toBe('GO with 1 setting looser than the default');
  });

  it('can be waived for what it measured, and for nothing else', () => {
    const given = judge(standing(['refused']));
    const waiver = { gate: 'sandbox_accepted', measured: waivedMeasure(given), entry: 9, reason: 'the sandbox lacks the vendor', by: 'dana', at: null, review: { by: 'erin', at: null } };
    const result = (sandbox: SandboxStanding) => judgeGates(goodFacts({ sandbox }, NETSUITE), [waiver]).find(({ id }) => id === 'sandbox_accepted');
    expect(result(standing(['refused']))?.waiver).not.toBeNull();
    expect(result(standing(['refused', 'unanswered']))?.waiver).toBeNull();
  });
});
