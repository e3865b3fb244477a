import { describe, expect, it } from 'vitest';
import type { Act, AuditEntry } from '../../src/domain/audit.ts';
import { parseInstant } from '../../src/domain/calendar.ts';
import type { ChecklistItem } from '../../src/domain/rollback.ts';
import { bindingOf, bindingsOf } from '../../src/rollback/bindings.ts';
import { judgeChecklist } from '../../src/rollback/judge-checklist.ts';

const ATTEST: ChecklistItem = { id: 'owner', text: 'Owner and phone are named', kind: 'attest', maxAgeDays: 7 };
const PROBE: ChecklistItem = { id: 'status', text: 'The switch answers', kind: 'probe', maxAgeDays: 7, timeoutSeconds: 10, target: { url: 'https://sync.example.com/status', method: 'GET', expectStatus: 200 } };
const DRILL: ChecklistItem = { id: 'switch-off', text: 'It can be switched off', kind: 'drill', maxAgeDays: 7 };
const CONFIGURATION = 'mapping and settings of today';
const instant = (text: string): number => parseInstant(text) as number;
const AS_OF = instant('2026-06-15T08:00:00Z');

interface Given {
  at?: string | null;
  passed?: boolean;
  /** What it was given for: the item as it was, and the configuration. */
  for?: ChecklistItem;
  configuration?: string;
}

function actOf(item: ChecklistItem, given: Given): Act {
  const base = { item: item.id, checklist: { sha256: 'cd'.repeat(32), bytes: 10 }, bound: bindingOf(given.for ?? item, given.configuration ?? CONFIGURATION) };
  if (item.kind === 'attest') return { kind: 'attest', ...base, file: { name: 'rota.pdf', sha256: 'ab'.repeat(32), bytes: 10 }, note: '' };
  if (item.kind === 'probe') return { kind: 'probe', ...base, passed: given.passed ?? true, what: 'GET https://sync.example.com/status', answer: given.passed === false ? '503 Service Unavailable' : '200 OK' };
  return { kind: 'drill', ...base, passed: given.passed ?? true, measured: { result: given.passed === false ? '1 problem, first: an event is lost' : 'nothing lost' } };
}

/** The trail with one entry for each of these, in this order. */
const trail = (...acts: [ChecklistItem, Given][]): AuditEntry[] => acts.map(([item, given], index) => ({
  sequence: index + 1, previous: '', hash: '', clock: 'given', actor: { person: 'dana', osUser: null, osHost: null },
  at: given.at === null ? null : instant(given.at ?? '2026-06-14T08:00:00Z'), act: actOf(item, given),
}));

const judge = (item: ChecklistItem, entries: AuditEntry[], asOf: number | null = AS_OF): { verified: boolean; why: string } =>
  judgeChecklist([item], entries, { asOf, bindings: bindingsOf([item], CONFIGURATION) })[0] as { verified: boolean; why: string };

describe('an item of the rollback checklist', () => {
  const rows: [string, ChecklistItem, [ChecklistItem, Given][], boolean, RegExp][] = [
    ['attested yesterday is verified', ATTEST, [[ATTEST, {}]], true, /^A1: attested with rota\.pdf \(SHA-256 abababababab…\)$/],
    ['probed yesterday is verified', PROBE, [[PROBE, {}]], true, /^A1: GET https:\/\/sync\.example\.com\/status: 200 OK$/],
    ['drilled yesterday is verified', DRILL, [[DRILL, {}]], true, /^A1: nothing lost$/],
    ['that nobody attested is not', ATTEST, [], false, /^nobody has attested it$/],
    ['that was never probed is not', PROBE, [], false, /^it was never probed$/],
    ['without a drill is not', DRILL, [], false, /^there was no drill yet$/],
    ['is not verified by the evidence of another', ATTEST, [[{ ...ATTEST, id: 'deputy' }, {}]], false, /^nobody/],
    ['is not verified by evidence from when it was of another kind', PROBE, [[{ ...ATTEST, id: 'status' }, {}]], false, /^it was never probed$/],
    ['counts to the last moment of maxAgeDays', ATTEST, [[ATTEST, { at: '2026-06-08T08:00:00Z' }]], true, /^A1/],
    ['does not count a moment later', ATTEST, [[ATTEST, { at: '2026-06-08T07:59:59Z' }]], false, /^A1 is older than 7 days: attested with/],
    ['that is dated after the judgement does not count', DRILL, [[DRILL, { at: '2026-06-15T08:00:01Z' }]], false, /^A1 is dated 2026-06-15T08:00:01Z, after 2026-06-15T08:00:00Z$/],
    ['without a date does not count', DRILL, [[DRILL, { at: null }]], false, /^A1 has no date$/],
    ['of which the newest probe failed is not verified, whatever passed before', PROBE, [[PROBE, {}], [PROBE, { passed: false }]], false, /^A2 failed: GET .* 503 Service Unavailable$/],
    ['of which the drill failed says what was found', DRILL, [[DRILL, { passed: false }]], false, /^A1 failed: 1 problem, first: an event is lost$/],
    ['that passed after a failure is verified', PROBE, [[PROBE, { passed: false, at: '2026-06-13T08:00:00Z' }], [PROBE, {}]], true, /^A2/],
    ['is not healed by a pass that is dated before the failure', PROBE, [[PROBE, { passed: false }], [PROBE, { at: '2026-06-13T08:00:00Z' }]], false, /^A1 failed/],
    ['fails by the last entry, even where that is dated before the pass', PROBE, [[PROBE, {}], [PROBE, { passed: false, at: '2026-06-13T08:00:00Z' }]], false, /^A2 failed/],
    ['falls back to older evidence where the newer is dated after the judgement', PROBE, [[PROBE, {}], [PROBE, { passed: false, at: '2026-06-16T08:00:00Z' }]], true, /^A1/],
    ['whose text changed must be attested anew', { ...ATTEST, text: 'Owner, phone and deputy are named' }, [[ATTEST, {}]], false, /^A1 was given for something else: the text of the item has changed$/],
    ['whose address changed must be probed anew', PROBE, [[PROBE, { for: { ...PROBE, target: { url: 'https://sync.example.com/other', method: 'GET', expectStatus: 200 } } }]], false, /^A1 was given for something else: the probe,/],
    ['that expects another status must be probed anew', PROBE, [[PROBE, { for: { ...PROBE, target: { url: 'https://sync.example.com/status', method: 'GET', expectStatus: 204 } } }]], false, /^A1 was given for something else/],
    ['that becomes a command must be probed anew', PROBE, [[PROBE, { for: { ...PROBE, target: { command: ['true'] } } }]], false, /^A1 was given for something else/],
    ['must be probed anew after a change of the configuration', PROBE, [[PROBE, { configuration: 'yesterday' }]], false, /^A1 was given for something else: .* settings/],
    ['must be drilled anew after a change of the configuration', DRILL, [[DRILL, { configuration: 'yesterday' }]], false, /^A1 was given for something else: mapping, master data/],
    ['keeps its attestation through a change of the configuration', ATTEST, [[ATTEST, { configuration: 'yesterday' }]], true, /^A1/],
    ['keeps its drill through a change of its text', { ...DRILL, text: 'It can be switched off at once' }, [[DRILL, {}]], true, /^A1/],
    ['keeps its probe through a longer time limit', { ...PROBE, timeoutSeconds: 60 }, [[PROBE, {}]], true, /^A1/],
  ];

  it.each(rows)('%s', (_, item, acts, verified, why) => {
    const fact = judge(item, trail(...acts));
    expect(fact).toMatchObject({ verified });
    expect(fact.why).toMatch(why);
  });

  it('is not verified where the record has no instant to judge by', () => {
    expect(judge(ATTEST, trail([ATTEST, {}]), null)).toMatchObject({ verified: false, why: expect.stringMatching(/no date to judge by/) });
  });

  it('says by whom and when', () => {
    expect(judge(ATTEST, trail([ATTEST, {}]))).toMatchObject({ by: 'dana', at: '2026-06-14T08:00:00Z', id: 'owner', text: ATTEST.text, kind: 'attest', maxAgeDays: 7 });
    expect(judge(ATTEST, [])).toMatchObject({ by: '', at: null });
  });
});

it('a checklist without items has nothing that could be verified', () => {
  expect(judgeChecklist([], trail([ATTEST, {}]), { asOf: AS_OF, bindings: new Map() })).toEqual([]);
});
