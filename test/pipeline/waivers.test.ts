import { describe, expect, it } from 'vitest';
import type { Act, AuditEntry } from '../../src/domain/audit.ts';
import { waiversGiven } from '../../src/pipeline/facts/decision-facts.ts';
import { DecisionBook } from '../../src/resolution/decision-book.ts';
import { waivedMeasure } from '../../src/gates/verdict.ts';
import { noOpenVariance } from '../../src/gates/no-open-variance.ts';
import { auditProject } from '../../src/pipeline/audit-project.ts';
import { gatherFacts } from '../../src/pipeline/facts/gather-facts.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

const entry = (sequence: number, person: string, act: Act): AuditEntry => ({ sequence, at: sequence, clock: 'machine', actor: { person, osUser: null, osHost: null }, act, previous: '', hash: '' });
const WAIVER: Act = { kind: 'waive', gate: 'frozen_configuration', measured: '[]', reason: 'a vendor was added' };
const FRANK = { id: 'frank', name: 'Frank', roles: ['preparer', 'reviewer'] };
const GUS = { id: 'gus', name: 'Gus', roles: ['reviewer'] };

/** Who reviewed the waiver that frank gave and somebody agreed to, by the settings of now; null where nobody counts. */
const reviewerBy = (people: unknown[], reviewer = 'gus'): Promise<string | null | undefined> =>
  makeProject({ settings: { people } }).work(async (workplace) => waiversGiven(workplace, new DecisionBook([entry(1, 'frank', WAIVER), entry(2, reviewer, { kind: 'review', of: 1, decision: 'approved', reason: '' })]))[0]?.review?.by ?? null);

describe('the review of a waiver', () => {
  it.each<[string, Promise<string | null | undefined>, string | null]>([
    ['counts', reviewerBy([FRANK, GUS]), 'gus'],
    ['does not, once the reviewer is none by the settings', reviewerBy([FRANK, { ...GUS, roles: [] }]), null],
    ['nor where the settings no longer name the reviewer', reviewerBy([FRANK]), null],
    ['nor where they no longer name who gave it', reviewerBy([GUS]), null],
    ['nor where both are one', reviewerBy([FRANK], 'frank'), null],
  ])('%s', async (_, reviewer, expected) => {
    expect(await reviewer).toBe(expected);
  });
});

describe('what a waiver of open rows is bound to', () => {
  /** Of two reports over one amount, the measure of the gate where one of them was keyed to another account. */
  const measureWith = (miscoded: string): Promise<string> =>
    makeProject({
      approvals: approvalsText(...['EXP-9041', 'EXP-9042'].map((id) => approvedReport({ eventId: `e-${id}`, id }))),
      ledger: ledgerText(...['EXP-9041', 'EXP-9042'].map((id) => ({ po_number: `PO-${id}`, reference: id, gl_account: id === miscoded ? '6120' : '6110' }))),
    }).work(async (workplace) => {
      await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
      await replayRecord(workplace, undefined);
      return waivedMeasure(noOpenVariance.judge((await gatherFacts(workplace, await auditProject(workplace), { asOf: undefined })).facts));
    });

  it('is these rows, and not others that differ in the same way by as much', async () => {
    const [first, again, other] = [await measureWith('EXP-9041'), await measureWith('EXP-9041'), await measureWith('EXP-9042')];
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });
});
