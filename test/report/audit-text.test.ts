import { describe, expect, it } from 'vitest';
import type { Act, Actor } from '../../src/domain/audit.ts';
import { actSentence, actorText, trailText } from '../../src/report/audit-text.ts';

const sha256 = '0123456789abcdef'.repeat(4);
const file = (shown: string) => ({ id: 1, kind: 'ledger', format: 'generic', sheet: null, shown, sha256, options: {}, accepted: 1218, known: 0, quarantined: 0 });
const checklist = { sha256: 'c'.repeat(64), bytes: 7 };
const bound = { row: '', configuration: '', ledgerImport: 0, run: 1 };

describe('what an entry of the trail tells', () => {
  it.each<[Act, string]>([
    [{ kind: 'import', files: [{ ...file('ledger.csv'), known: 3, quarantined: 2 }] }, 'imported ledger.csv (1,218 rows, 3 known already, 2 in quarantine)'],
    [{ kind: 'import', files: ['a', 'b', 'c', 'd'].map(file) }, 'imported a (1,218 rows), b (1,218 rows), c (1,218 rows) and 1 more file'],
    [{ kind: 'run', run: 'run-0002-1a2b3c4d', number: 2, digest: sha256, fingerprint: sha256, configuration: sha256, program: '0.1.0', settings: sha256, checklist: null, reason: 'vendor added' }, 'stored run-0002-1a2b3c4d, digest 0123456789ab…: vendor added'],
    [{ kind: 'resolve', row: 'r1', transaction: 'EXP-9041', disposition: 'timing', wrong: 'timing', reason: 'keyed on Monday', due: '2026-06-20', owner: '', comment: '', bound }, 'resolved EXP-9041 as timing until 2026-06-20: keyed on Monday'],
    [{ kind: 'resolve', row: 'r1', transaction: null, disposition: 'accepted', wrong: 'neither', reason: 'rent', due: null, owner: '', comment: '', bound }, 'resolved row r1 as accepted: rent'],
    [{ kind: 'resolve', row: 'r1', transaction: 'EXP-9042', disposition: 'accepted', wrong: 'ledger', reason: 'two cents', due: null, owner: '', comment: '', bound }, 'resolved EXP-9042 as accepted, ledger at fault: two cents'],
    [{ kind: 'pair', transaction: 'EXP-9041', order: 'DRY-EXP-9041.1', purchaseOrders: ['PO-1', 'PO-2'], reason: 'keyed in two' }, 'paired EXP-9041 (DRY-EXP-9041.1) with PO-1, PO-2: keyed in two'],
    [{ kind: 'unpair', transaction: 'EXP-9041', purchaseOrders: ['PO-1'], reason: 'another order' }, 'parted EXP-9041 from PO-1: another order'],
    [{ kind: 'waive', gate: 'in_scope', measured: '12', reason: 'merchandise' }, 'waived the gate in_scope, which measured 12: merchandise'],
    [{ kind: 'quarantine', item: 7, at: 'approvals.jsonl:42', decision: 'correct', reason: 'exported again' }, 'declared corrected quarantine 7 (approvals.jsonl:42): exported again'],
    [{ kind: 'review', of: 12, decision: 'rejected', reason: 'no receipt' }, 'refused A12: no receipt'],
    [{ kind: 'review', of: 12, decision: 'approved', reason: '' }, 'agreed to A12'],
    [{ kind: 'review', of: 4, decision: 'approved', reason: '; with workbook A9', workbook: 7 }, 'with workbook A7: agreed to A4: ; with workbook A9'],
    [{ kind: 'pair', transaction: 'EXP-1', order: null, purchaseOrders: ['PO-1'], reason: 'asked', workbook: 7 }, 'with workbook A7: paired EXP-1 with PO-1: asked'],
    [{ kind: 'workbook', shown: 'week-1.xlsx', sha256, bytes: 9, applied: 1 }, 'imported 1 decision of the workbook week-1.xlsx, SHA-256 0123456789ab…'],
    [{ kind: 'attest', item: 'owner-on-call', bound: '', checklist, file: { name: 'rota.pdf', sha256, bytes: 1 }, note: '' }, 'attested owner-on-call with rota.pdf, SHA-256 0123456789ab…'],
    [{ kind: 'drill', item: 'switch-off', bound: '', checklist, passed: false, measured: {} }, 'drilled switch-off: failed'],
  ])('%j', (act, sentence) => {
    expect(actSentence(act)).toBe(sentence);
  });
});

describe('who acted', () => {
  it.each<[Actor, string]>([
    [{ person: null, osUser: null, osHost: null }, 'po-shadow'],
    [{ person: 'dana', osUser: 'dlee', osHost: 'desk-4' }, 'dana (dlee@desk-4)'],
    [{ person: null, osUser: 'dlee', osHost: 'desk-4' }, '(dlee@desk-4)'],
  ])('%j', (actor, text) => {
    expect(actorText(actor)).toBe(text);
  });
});

it('the trail is aligned, and obeyed by no terminal', () => {
  const entry = { clock: 'machine' as const, previous: '', hash: '' };
  const text = trailText([
    { ...entry, sequence: 9, at: Date.UTC(2026, 5, 2), actor: { person: 'dana', osUser: 'd', osHost: 'h' }, act: { kind: 'waive', gate: 'in_scope', measured: '1', reason: 'a\u001b[31m\nb' } },
    { ...entry, sequence: 10, at: null, actor: { person: null, osUser: null, osHost: null }, act: { kind: 'drill', item: 'x', bound: '', checklist, passed: true, measured: {} } },
  ]);
  expect(text).toBe('A9   2026-06-02T00:00:00Z  dana (d@h)  waived the gate in_scope, which measured 1: a\\u{1b}[31m⏎b\nA10                        po-shadow   drilled x: passed\n');
});
