import { beforeAll, describe, expect, it } from 'vitest';
import { AuditTrail } from '../../src/store/audit-trail.ts';
import { approvalsText, approvedReport, ledgerText, makeProject, type TestProject } from '../project-folder.ts';

const PEOPLE = [
  { id: 'dana', name: 'Dana Lee', emails: ['dana@shop.example'], erpUsers: ['clerk1'], roles: ['preparer', 'reviewer'] },
  { id: 'erin', name: 'Erin Ode', emails: ['erin@shop.example'], erpUsers: ['clerk2'], roles: ['preparer', 'reviewer'] },
  { id: 'lee', name: 'Lee', emails: ['lee@shop.example'], roles: ['reviewer'] },
  { id: 'frank', name: 'Frank', roles: ['preparer'] },
  { id: 'gus', name: 'Gus', roles: ['reviewer'] },
];
const AS_OF = ['--as-of', '2026-06-16T08:00:00Z'];

/** One report that dana submitted and lee approved; clerk1, who is dana too, keyed ten dollars too much for it. */
async function openRow(parts: Parameters<typeof makeProject>[0] = {}): Promise<TestProject> {
  const project = makeProject({ ledger: ledgerText({ amount: '855.50' }), settings: { people: PEOPLE }, ...parts });
  expect((await project.here(['run'])).code).toBe(0);
  return project;
}
const rowsOf = async (project: TestProject): Promise<{ id: string; status: string; resolution: { state: string } | null }[]> => JSON.parse((await project.here(['variance', '--format', 'json'])).stdout).rows;
const accept = (by: string): string[] => ['resolve', 'EXP-9041', '--disposition', 'accepted', '--wrong', 'ledger', '--reason', 'a tip', '--by', by, ...AS_OF];

describe('resolve and review', () => {
  it('close a row once two people agree, and the totals with it', async () => {
    const project = await openRow();
    const resolved = await project.here(accept('frank'));
    expect(resolved).toMatchObject({ code: 0, stdout: expect.stringMatching(/^A3 {2}accepted {2}R[0-9a-f]{15} {2}EXP-9041 {2}amount_variance {2}\$10\.00\n$/) });
    expect((await rowsOf(project))[0]?.resolution?.state).toBe('awaiting_review');
    expect((await project.here(['variance', '--fail-on', 'open'])).code).toBe(1);
    expect(await project.here(['review', 'EXP-9041', '--by', 'GUS', ...AS_OF])).toMatchObject({ code: 0, stdout: 'A4  approved A3, by gus\n' });
    const table = await project.here(['variance', '--fail-on', 'open']);
    expect(table.code).toBe(0);
    expect(table.stdout).toContain('Resolved');
    expect(JSON.parse((await project.here(['variance', '--format', 'json'])).stdout)).toMatchObject({ rows: [{ status: 'amount_variance', variance: '10.00', resolution: { state: 'resolved', by: 'frank', review: { by: 'gus' } } }], totals: { open: 0, byStatus: { amount_variance: 1 } } });
    expect((await project.here(['run'])).stdout).toContain('Open                  nothing');
  });

  describe('take nobody as the reviewer', () => {
    let project: TestProject;
    beforeAll(async () => {
      project = await openRow();
      expect((await project.here(accept('erin'))).code).toBe(0);
    });

    it.each([
      ['who prepared the decision', 'Erin Ode', 'erin made the decision A3'],
      ['who keyed the PO', 'clerk1', 'dana entered PO-7782'],
      ['who approved the report', 'lee', 'lee approved EXP-9041'],
      ['who has no role to', 'frank', 'frank has no role reviewer'],
      ['whom the settings do not name', 'mallory', 'mallory is nobody whom the settings name'],
    ])('%s', async (_, reviewer, said) => {
      const review = await project.here(['review', 'EXP-9041', '--by', reviewer, ...AS_OF]);
      expect(review).toMatchObject({ code: 2, stdout: '' });
      expect(review.stderr).toContain(said);
    });

    it('and the row still waits for one', async () => {
      expect((await rowsOf(project))[0]?.resolution?.state).toBe('awaiting_review');
    });
  });

  it('take none of two who keyed a line each, whoever came last, cancelled lines included', async () => {
    const project = await openRow({
      ledger: ledgerText({ line: '1', amount: '800.00', entered_at: '2026-06-02T16:00:00Z' }, { line: '2', amount: '55.50', entered_by: 'clerk2' }, { line: '3', amount: '5.00', entered_by: 'clerk9', entered_at: '2026-06-02T18:00:00Z', status: 'cancelled' }),
      settings: { people: [...PEOPLE, { id: 'hal', name: 'Hal', erpUsers: ['clerk9'], roles: ['reviewer'] }] },
    });
    expect((await project.here(accept('frank'))).code).toBe(0);
    for (const reviewer of ['dana', 'erin', 'hal']) expect(await project.here(['review', 'EXP-9041', '--by', reviewer, ...AS_OF])).toMatchObject({ code: 2, stderr: expect.stringContaining(`${reviewer} entered PO-7782`) });
    expect((await project.here(['review', 'EXP-9041', '--by', 'gus', ...AS_OF])).code).toBe(0);
    expect((await project.here(['explain', 'PO-7782'])).stdout).toContain('keyed by clerk1, clerk2, clerk9');
  });

  it('open the row again when it changes, and keep the decision when it does not', async () => {
    const project = await openRow();
    await project.here(accept('frank'));
    expect((await project.here(['review', 'A3', '--reject', '--by', 'gus', ...AS_OF])).stderr).toContain('the reason to refuse is missing');
    await project.here(['review', 'A3', '--by', 'gus', ...AS_OF]);
    project.write('approvals.jsonl', approvalsText(approvedReport(), approvedReport({ eventId: 'e2', id: 'EXP-9052', amount: '450.00', occurredAt: '2026-06-03T15:10:00Z' })));
    await project.here(['run']);
    expect((await rowsOf(project)).map(({ status, resolution }) => [status, resolution?.state])).toEqual([['amount_variance', 'resolved'], ['missing_manual', undefined]]);
    project.write('ledger.csv', ledgerText({ amount: '856.50', entered_at: '2026-06-12T10:00:00Z' }));
    await project.here(['run']);
    expect((await rowsOf(project))[0]).toMatchObject({ status: 'amount_variance', resolution: { state: 'lapsed' } });
    expect((await project.here(['variance', '--fail-on', 'open'])).code).toBe(1);
  });

  it('take ledger_corrected for proven only by a later ledger', async () => {
    const project = await openRow();
    await project.here(['resolve', 'EXP-9041', '--disposition', 'ledger_corrected', '--reason', 'typo', '--by', 'frank', ...AS_OF]);
    await project.here(['review', 'EXP-9041', '--by', 'gus', ...AS_OF]);
    expect((await rowsOf(project))[0]?.resolution?.state).toBe('fix_pending');
    expect((await project.here(['variance', '--fail-on', 'open'])).code).toBe(1);
    project.write('ledger.csv', ledgerText({ entered_at: '2026-06-12T10:00:00Z' }));
    await project.here(['run']);
    expect((await rowsOf(project))[0]).toMatchObject({ status: 'match', resolution: { state: 'proven' } });
  });

  describe('write nothing, and', () => {
    let project: TestProject;
    beforeAll(async () => {
      project = await openRow();
    });

    it.each([
      ['an unknown row', ['resolve', 'EXP-9042', '--disposition', 'accepted', '--wrong', 'ledger', '--reason', 'x', '--by', 'frank'], 'Did you mean EXP-9041?'],
      ['no reason', ['resolve', 'EXP-9041', '--disposition', 'accepted', '--wrong', 'ledger', '--by', 'frank'], 'the reason is missing'],
      ['nobody', ['resolve', 'EXP-9041', '--disposition', 'accepted', '--wrong', 'ledger', '--reason', 'x'], 'who does this is not said'],
      ['accepting without saying who was wrong', ['resolve', 'EXP-9041', '--disposition', 'accepted', '--reason', 'x', '--by', 'frank'], 'does not say who was wrong'],
      ['timing without a date', ['resolve', 'EXP-9041', '--disposition', 'timing', '--reason', 'x', '--by', 'frank'], '--due 2026-06-20'],
      ['timing until a day that is over', ['resolve', 'EXP-9041', '--disposition', 'timing', '--due', '2026-06-15', '--reason', 'x', '--by', 'frank'], 'is over'],
      ['timing for what no time cures', ['resolve', 'EXP-9041', '--disposition', 'timing', '--due', '2026-06-18', '--reason', 'x', '--by', 'frank'], 'time alone does not cure that'],
      ['timing until after the cutover', ['resolve', 'EXP-9041', '--disposition', 'timing', '--due', '2026-06-25', '--reason', 'x', '--by', 'frank'], 'lies behind 2026-06-24'],
      ['no row at all', ['resolve', '--disposition', 'accepted', '--wrong', 'ledger', '--reason', 'x', '--by', 'frank'], 'no row is named'],
      ['an unknown disposition', ['resolve', 'EXP-9041', '--disposition', 'ignored', '--reason', 'x', '--by', 'frank'], 'disposition'],
      ['one good row and one unknown', ['resolve', 'EXP-9041', 'EXP-9', '--disposition', 'accepted', '--wrong', 'ledger', '--reason', 'x', '--by', 'frank'], 'is named EXP-9'],
      ['a review of nothing', ['review', 'EXP-9041', '--by', 'gus'], 'no decision about EXP-9041 waits'],
      ['a review of what is no decision', ['review', 'A1', '--by', 'gus'], 'A1 is nothing that is reviewed'],
      ['a review of an entry that is not there', ['review', 'A99', '--by', 'gus'], 'has no entry A99'],
    ])('refuse %s', async (_, args, said) => {
      const outcome = await project.here([...args, ...AS_OF]);
      expect(outcome).toMatchObject({ code: 2, stdout: '' });
      expect(outcome.stderr).toContain(said);
    });

    it('leave the trail as it was', async () => {
      expect(await project.work(async ({ database }) => new AuditTrail(database).head().length)).toBe(2);
    });
  });

  it('choose rows by filter, and write only with --yes', async () => {
    const project = await openRow();
    const filter = ['resolve', '--status', 'amount_variance', '--disposition', 'ledger_corrected', '--reason', 'typo', '--by', 'frank', ...AS_OF];
    const shown = await project.here(filter);
    expect(shown.stdout).toContain('1 row, $10.00 at stake');
    expect(shown.stdout).toContain('Nothing was written');
    expect((await rowsOf(project))[0]?.resolution).toBeNull();
    expect((await project.here([...filter, '--yes'])).code).toBe(0);
    expect((await rowsOf(project))[0]?.resolution?.state).toBe('fix_pending');
    expect((await project.here(['resolve', '--vendor', 'V-1002', '--disposition', 'ledger_corrected', '--reason', 'typo', '--by', 'frank', '--yes'])).stderr).toContain('no row that needs attention fits');
  });
});

describe('pair, unpair and quarantine', () => {
  it('pair by hand with the next replay, and again apart', async () => {
    const project = await openRow({ ledger: ledgerText({ reference: '', vendor_id: 'V-1002', vendor_name: 'Bluebird Signage LLC' }) });
    expect((await rowsOf(project)).map(({ status }) => status)).toEqual(['missing_manual', 'unexpected_manual']);
    for (const [args, said] of [
      [['pair', 'EXP-1', 'PO-7782'], 'no row of'],
      [['pair', 'EXP-9041', 'PO-7783'], 'Did you mean PO-7782?'],
      [['unpair', 'EXP-9041', 'PO-7782'], 'is not paired with'],
    ] as const) {
      const refused = await project.here([...args, '--reason', 'x', '--by', 'erin', ...AS_OF]);
      expect(refused).toMatchObject({ code: 2, stdout: '' });
      expect(refused.stderr).toContain(said);
    }
    expect(await project.here(['pair', 'exp-9041', 'po-7782', '--reason', 'wrong vendor chosen', '--by', 'erin', ...AS_OF])).toMatchObject({ code: 0, stdout: 'A3  EXP-9041 is paired with PO-7782\n' });
    await project.here(['replay']);
    expect((await rowsOf(project)).map(({ status }) => status)).toEqual(['coding_variance']);
    expect((await project.here(['unpair', 'EXP-9041', 'PO-7782', '--reason', 'no', '--by', 'erin', ...AS_OF])).code).toBe(0);
    await project.here(['replay']);
    expect((await rowsOf(project)).map(({ status }) => status)).toEqual(['missing_manual', 'unexpected_manual']);
  });

  it('accept what could not be read, and take a correction only where one was imported', async () => {
    const project = await openRow({ approvals: approvalsText(approvedReport(), approvedReport({ eventId: 'e2', id: 'EXP-9052', amount: 'NaN' })) });
    const correct = ['quarantine', 'correct', '1', '--reason', 'exported again', '--by', 'erin', ...AS_OF];
    expect((await project.here(correct)).stderr).toContain('nothing imported since holds');
    expect((await project.here(['quarantine', 'accept', '2', '--reason', 'x', '--by', 'erin', ...AS_OF])).stderr).toContain('quarantine holds nothing numbered 2');
    project.write('approvals.jsonl', approvalsText(approvedReport(), approvedReport({ eventId: 'e2', id: 'EXP-9052', amount: '450.00' })));
    await project.here(['run']);
    expect(await project.here(correct)).toMatchObject({ code: 0, stdout: expect.stringContaining('corrected: quarantine 1, approvals.jsonl:2') });
    expect((await project.here(['quarantine'])).stdout).toMatch(/corrected \(A\d+, not reviewed\)/);
  });

  it('say in the summary what of quarantine was disposed of and reviewed, and what still waits', async () => {
    const unread = { po_number: 'PO-X', reference: '', amount: '1x' };
    const project = await openRow({ ledger: ledgerText({ gl_account: '6120' }, unread, { ...unread, line: '2' }, { ...unread, po_number: 'PO-Y' }) });
    const told = async (): Promise<{ note: string | undefined; first: boolean; json: unknown }> => {
      const [text, json] = [(await project.here(['run'])).stdout, JSON.parse((await project.here(['run', '--format', 'json'])).stdout) as { summary: { quarantineDisposed?: unknown } }];
      return { note: text.split('\n').find((line) => line.includes('could not be read') && !line.includes('first'))?.trim(), first: text.includes('first what could not be read: 2 POs of the ledger'), json: json.summary.quarantineDisposed };
    };
    const accept = async (item: string): Promise<string> => /A\d+/.exec((await project.here(['quarantine', 'accept', item, '--reason', 'no PO', '--by', 'erin', ...AS_OF])).stdout)?.[0] as string;
    const waiting = { note: '3 rows could not be read and are in quarantine: po-shadow quarantine.', first: true, json: undefined };
    expect(await told()).toEqual(waiting);
    const first = await accept('1');
    expect(await told()).toEqual(waiting);
    await project.here(['review', first, '--by', 'gus', ...AS_OF]);
    expect(await told()).toEqual({ note: '3 rows could not be read: 2 accepted and reviewed, 1 waits in quarantine: po-shadow quarantine.', first: true, json: { accepted: 2, corrected: 0 } });
    await project.here(['review', await accept('2'), '--by', 'gus', ...AS_OF]);
    expect(await told()).toEqual({ note: '3 rows could not be read: 3 accepted and reviewed.', first: false, json: { accepted: 3, corrected: 0 } });
  });
});

describe('people', () => {
  it('may not share a name, whatever its case', async () => {
    const project = makeProject({ settings: { people: [...PEOPLE, { id: 'mallory', name: 'Mallory', emails: ['DANA@shop.example'] }] } });
    expect((await project.here(['run'])).stderr).toContain('dana and mallory are both known as "dana@shop.example"');
  });
});
