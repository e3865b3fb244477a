import { describe, expect, it } from 'vitest';
import type { GateFacts } from '../../src/gates/facts.ts';
import { GATES, GATE_IDS } from '../../src/gates/gates.ts';
import { judgeGates, verdictOf, waivedMeasure } from '../../src/gates/verdict.ts';
import { type Finding, type FindingCode, finding } from '../../src/domain/finding.ts';
import { causeId } from '../../src/pipeline/cause-id.ts';
import { actionsHeading } from '../../src/report/gate-text.ts';
import { rootCausesOf } from '../../src/variance/root-causes.ts';
import { row } from '../report/decision-fixture.ts';
import { goodFacts, goodRows } from './facts.ts';

const failing = (facts: GateFacts): string[] => judgeGates(facts, []).filter(({ passed }) => !passed).map(({ id }) => id);
const without = (map: ReadonlyMap<string, number>, ...dates: string[]): Map<string, number> => new Map([...map].filter(([date]) => !dates.includes(date)));
const { activity } = goodFacts();

describe('the gates', () => {
  it('are all there, in the order of their documentation', () => {
    expect(GATE_IDS).toEqual([
      'window_covered', 'inputs_complete', 'in_scope', 'coding_compared', 'no_open_variance', 'zero_variance', 'no_open_rejection', 'accepted_within_limit', 'approvers_in_parity',
      'mapping_exercised', 'sandbox_accepted', 'frozen_configuration', 'confidence', 'resolutions_reviewed', 'rollback_verified', 'cutover_planned', 'dry_run_proven', 'audit_intact',
    ]);
  });

  it('can be waived but for those that nothing can stand in for', () => {
    expect(GATES.filter(({ waivable }) => !waivable).map(({ id }) => id)).toEqual(['window_covered', 'inputs_complete', 'confidence', 'resolutions_reviewed', 'dry_run_proven', 'audit_intact']);
  });

  it('let a PO dated far apart pass whose period was compared, and a ledger without periods of which all dates are near; the first is told all the same', () => {
    const judged = (rows: Parameters<typeof goodRows>[0]): ReturnType<typeof judgeGates>[number] | undefined => judgeGates(goodFacts({ rows: goodRows(rows) }), []).find(({ id }) => id === 'coding_compared');
    expect(judged({ notCompared: { period: 100 } })).toMatchObject({ passed: true, measured: { vendor: 0, gl_account: 0, cost_object: 0 } });
    expect(judged({ farApart: { rows: 2, money: { USD: '12.00' }, periodNotCompared: 0 } })).toMatchObject({ passed: true, evidence: ['2 rows, $12.00, agree although the PO is dated far from the would-be PO (flag dated_far_apart)'] });
    expect(judged({ notCompared: { period: 100 }, farApart: { rows: 2, money: { USD: '12.00' }, periodNotCompared: 1 } })).toMatchObject({ passed: false, measured: { dated_far_apart: 1 }, required: { dated_far_apart: 0 } });
  });

  it('all pass for a clean fortnight, which is GO', () => {
    const facts = goodFacts();
    expect(failing(facts)).toEqual([]);
    expect(verdictOf(facts, judgeGates(facts, []))).toMatchObject({ verdict: 'GO', words: 'GO', actions: [] });
  });

  it.each<[string, string, GateFacts]>([
    ['window_covered', 'a business day without approvals', goodFacts({ activity: { ...activity, approvals: without(activity.approvals, '2026-06-10') } })],
    ['window_covered', 'a business day without ledger entries', goodFacts({ activity: { ...activity, ledger: without(activity.ledger, '2026-06-10') } })],
    ['window_covered', 'nothing from before the window', goodFacts({ activity: { ...activity, approvals: without(activity.approvals, '2026-05-28', '2026-05-29', '2026-05-30', '2026-05-31') } })],
    ['window_covered', 'a ledger that ends with the window', goodFacts({ ledgers: [{ input: 'the ledger', until: '2026-06-18' }] })],
    ['window_covered', 'one of two ledgers that ends with the window', goodFacts({ ledgers: [{ input: 'inputs.ledger[0]', until: '2026-07-31' }, { input: 'inputs.ledger[1]', until: '2026-06-18' }] })],
    ['window_covered', 'one of two ledgers of which nothing was imported', goodFacts({ ledgers: [{ input: 'inputs.ledger[0]', until: '2026-07-31' }, { input: 'inputs.ledger[1]', until: null }] })],
    ['window_covered', 'the last day of the window, which is not over', goodFacts({ today: '2026-06-14', ledgers: [{ input: 'the ledger', until: '2026-06-14' }] }, { matching: { dateWindowDays: 0 } })],
    ['window_covered', 'a window of thirteen days', goodFacts({}, { window: { from: '2026-06-01', to: '2026-06-13' } })],
    ['inputs_complete', 'an unread row', goodFacts({ quarantine: [{ id: 1, at: 'a:2', reason: 'no amount', decision: null, reviewed: false }] })],
    ['inputs_complete', 'an unread row accepted by one person alone', goodFacts({ quarantine: [{ id: 1, at: 'a:2', reason: 'no amount', decision: 'accept', reviewed: false }] })],
    ['inputs_complete', 'a control total that differs', goodFacts({ givenControls: [{ where: 'inputs.ledger[0]', what: 'count', stated: '4', found: '3', agrees: false }] })],
    ['inputs_complete', 'a control total of a file that differs', goodFacts({ fileControls: [{ where: 'a', what: 'total', stated: '4', found: '3', agrees: false }] })],
    ['inputs_complete', 'an input without a control amount', goodFacts({ inputs: [{ input: 'inputs.ledger[0]', hasCount: true, hasAmount: false }] })],
    ['inputs_complete', 'a state that nobody named', goodFacts({ unknownStates: { archived: 2 } })],
    ['inputs_complete', 'a report that was captured while the sync was off, and that no export holds', goodFacts({ heldBack: ['EXP-2 (delivery 7)'] })],
    ['inputs_complete', 'a ledger file without a status, and a column that may be one', goodFacts({ hiddenStatuses: [{ file: 'ledger.csv', columns: ['po_status'] }] })],
    ['inputs_complete', 'a PO that vanished from the ledger, unreviewed', goodFacts({ vanished: { orders: [{ poNumber: 'PO-2', poDate: '2026-06-03', currency: 'USD', amount: '77.00', heldBy: 'l', goneFrom: 'l2' }], reviewedBy: null } })],
    ['in_scope', 'what scope leaves out, unreviewed', goodFacts({ leftOut: { what: [{ what: 'manual POs', documents: 4, amounts: { USD: '1.00' } }], reviewedBy: null } })],
    ['coding_compared', 'a ledger without accounts', goodFacts({ rows: goodRows({ notCompared: { gl_account: 100 } }) })],
    ['coding_compared', 'a ledger without legal entities, of a run in two', goodFacts({ rows: goodRows({ notCompared: { entity: 100 }, entities: 2 }) })],
    ['coding_compared', 'a PO of another year that agrees, its period not compared', goodFacts({ rows: goodRows({ notCompared: { period: 100 }, farApart: { rows: 1, money: { USD: '12.00' }, periodNotCompared: 1 } }) })],
    ['coding_compared', 'a ledger without vendors', goodFacts({ rows: goodRows({ notCompared: { vendor: 1 } }) })],
    ['coding_compared', 'a ledger without departments and locations', goodFacts({ rows: goodRows({ notCompared: { department: 100, location: 100 } }) })],
    ['no_open_variance', 'a row not yet due', goodFacts({ rows: goodRows({ awaiting: 1 }) })],
    ['no_open_variance', 'an open row', goodFacts({ rows: goodRows({ open: 1 }) })],
    ['zero_variance', 'differences that cancel out', goodFacts({ rows: goodRows({ gross: { USD: '10.00' } }) })],
    ['zero_variance', 'two currencies that meet', goodFacts({ rows: goodRows({ incomparable: 1 }) })],
    ['zero_variance', 'a cent that a tolerance let pass', goodFacts({ rows: goodRows({ tolerated: { USD: '0.01' } }) })],
    ['no_open_rejection', 'a rejected report', goodFacts({ rows: goodRows({ openRejections: 1 }) })],
    ['accepted_within_limit', 'two of a hundred rows accepted', goodFacts({ rows: goodRows({ accepted: { rows: 2, rejections: 0, money: { USD: '1.00' } } }) })],
    ['accepted_within_limit', 'one row with more than a hundredth of the money', goodFacts({ rows: goodRows({ accepted: { rows: 1, rejections: 0, money: { USD: '100.01' } } }) })],
    ['accepted_within_limit', 'a rejection accepted', goodFacts({ rows: goodRows({ accepted: { rows: 1, rejections: 1, money: {} } }) })],
    ['approvers_in_parity', 'an approver whom nothing maps', goodFacts({ approvers: [{ email: 'a@b', erpApproverId: '', exists: false, active: false, reports: 1, listed: false, at: '' }] })],
    ['approvers_in_parity', 'somebody who may approve and is not mapped', goodFacts({ approvers: [...goodFacts().approvers, { email: 'new@shop.example', erpApproverId: '', exists: false, active: false, reports: 0, listed: true, at: 'master/expense_approvers.csv:2' }] })],
    ['approvers_in_parity', 'approvals of nobody known', goodFacts({ approvers: [] })],
    ['mapping_exercised', 'a run of which nobody knows what it used', goodFacts({ coverage: [] })],
    ['approvers_in_parity', 'an approver who left', goodFacts({ approvers: [{ email: 'a@b', erpApproverId: 'U-1', exists: true, active: false, reports: 1, listed: false, at: '' }] })],
    ['mapping_exercised', 'a routing rule that nothing took', goodFacts({ coverage: [{ what: 'routing', name: 'vp', target: '', active: null, transactions: 0, amounts: {}, elsewhere: { transactions: 0, amounts: {} }, at: '' }] })],
    ['mapping_exercised', 'an unused row that leads to what is not active', goodFacts({ coverage: [{ what: 'mapping/vendors', name: 'Old', target: 'V-9', active: false, transactions: 0, amounts: {}, elsewhere: { transactions: 0, amounts: {} }, at: 'mapping/vendors.csv:9' }] })],
    ['mapping_exercised', 'money that went elsewhere', goodFacts({ coverage: [...goodFacts().coverage, { what: 'mapping/vendors', name: 'Rare', target: 'V-2', active: true, transactions: 0, amounts: {}, elsewhere: { transactions: 1, amounts: { USD: '600.00' } }, at: 'mapping/vendors.csv:3' }] })],
    ['frozen_configuration', 'a mapping changed since the newest run', goodFacts({ configuration: 'c2' })],
    ['frozen_configuration', 'a mapping changed four business days ago', goodFacts({ runs: [{ number: 1, asOf: 1, date: '2026-06-02', knows: '2026-06-02', configuration: 'c0' }, { number: 2, asOf: 2, date: '2026-06-15', knows: '2026-06-15', configuration: 'c1' }, { number: 3, asOf: 3, date: '2026-06-19', knows: '2026-06-19', configuration: 'c1' }] })],
    ['frozen_configuration', 'a mapping changed by the newest run, however long ago that was', goodFacts({ today: '2026-11-23', runs: [{ number: 1, asOf: 1, date: '2026-06-02', knows: '2026-06-02', configuration: 'c0' }, { number: 2, asOf: 2, date: '2026-06-15', knows: '2026-06-15', configuration: 'c1' }] })],
    ['frozen_configuration', 'few clean transactions since', goodFacts({ rows: goodRows({ cleanByDate: new Map([['2026-06-01', 90], ['2026-06-03', 58]]) }) })],
    ['confidence', 'fifty-eight clean transactions', goodFacts({ rows: goodRows({ trials: { clean: 58, total: 58 } }) })],
    ['confidence', 'one of sixty wrong', goodFacts({ rows: goodRows({ trials: { clean: 59, total: 60 } }) })],
    ['confidence', 'nothing tried', goodFacts({ rows: goodRows({ trials: { clean: 0, total: 0 } }) })],
    ['resolutions_reviewed', 'a decision of one person alone', goodFacts({ decisions: [{ entry: 3, what: 'Accepted, EXP-1', by: 'dana', reviewed: false, effective: true }] })],
    ['resolutions_reviewed', 'nobody who could have reviewed', goodFacts({}, { people: [] })],
    ['frozen_configuration', 'a run that is dated before what earlier runs had seen', goodFacts({ runs: [{ number: 1, asOf: 1, date: '2026-06-18', knows: '2026-06-18', configuration: 'c0' }, { number: 2, asOf: 0, date: '2026-05-28', knows: '2026-05-28', configuration: 'c1' }, { number: 3, asOf: 3, date: '2026-06-19', knows: '2026-06-19', configuration: 'c1' }] })],
    ['frozen_configuration', 'a newest run that is dated after all that was imported', goodFacts({ runs: [{ number: 1, asOf: 1, date: '2026-06-12', knows: '2026-06-12', configuration: 'c1' }, { number: 2, asOf: 2, date: '2026-06-30', knows: '2026-06-12', configuration: 'c1' }] }, { gates: { minCleanTransactions: 0 } })],
    ['frozen_configuration', 'a first run that is dated before what it knew', goodFacts({ runs: [{ number: 1, asOf: 1, date: '2026-06-01', knows: '2026-06-19', configuration: 'c1' }, { number: 2, asOf: 2, date: '2026-06-19', knows: '2026-06-19', configuration: 'c1' }] }, { gates: { minCleanTransactions: 0 } })],
    ['rollback_verified', 'no checklist', goodFacts({ rollback: null })],
    ['rollback_verified', 'a checklist without a drill, however well attested', goodFacts({ rollback: [{ id: 'owner', text: '', kind: 'attest', maxAgeDays: 7, verified: true, why: 'attested', by: 'dana', at: null }] })],
    ['rollback_verified', 'an unverified item', goodFacts({ rollback: [{ id: 'owner', text: '', kind: 'attest', maxAgeDays: 7, verified: false, why: 'never attested', by: '', at: null }] })],
    ['cutover_planned', 'no cutover', goodFacts({ cutover: null }, { cutover: undefined })],
    ['cutover_planned', 'a cutover in business hours', goodFacts({ cutover: { date: '2026-06-20', time: '12:00', weekday: 'sat' } })],
    ['cutover_planned', 'a cutover in the close of the period', goodFacts({ cutover: { date: '2026-06-30', time: '22:00', weekday: 'tue' } }, { cutover: { at: '2026-06-30T22:00:00Z', businessHours: { days: ['mon'], from: '08:00', to: '20:00' } }, gates: { maxDaysToCutover: 30 } })],
    ['cutover_planned', 'a cutover eleven days after the window', goodFacts({ cutover: { date: '2026-06-25', time: '22:00', weekday: 'thu' } }, { cutover: { at: '2026-06-25T22:00:00Z', businessHours: { days: ['mon'], from: '08:00', to: '20:00' } } })],
    ['cutover_planned', 'a cutover inside the window', goodFacts({ cutover: { date: '2026-06-14', time: '22:00', weekday: 'sun' } })],
    ['cutover_planned', 'a cutover that is over', goodFacts({ asOf: Date.parse('2026-06-21T00:00:00Z') })],
    ['cutover_planned', 'a cutover in a blackout', goodFacts({}, { cutover: { at: '2026-06-20T22:00:00Z', businessHours: { days: ['mon'], from: '08:00', to: '20:00' }, blackouts: [{ from: '2026-06-20T00:00:00Z', to: '2026-06-21T00:00:00Z' }] } })],
    ['dry_run_proven', 'a replay that reaches a network', goodFacts({ proof: { modules: 120, forbidden: ['x imports node:net'], evidence: [] } })],
    ['dry_run_proven', 'a program that can\'t be looked through', goodFacts({ proof: { modules: 0, forbidden: [], evidence: [] } })],
    ['audit_intact', 'a changed row', goodFacts({ audit: { intact: false, head: 'f', length: 1, checks: [{ name: 'record', checked: 1, what: '1 row', problems: ['event e1 differs'], notes: [] }], unproven: { rows: [], transactions: [] } } })],
    ['audit_intact', 'a run that is out of date', goodFacts({ outdated: ['files were imported since'] })],
  ])('%s does not pass for %s, and says what to do', (id, _, facts) => {
    expect(failing(facts)).toContain(id);
    const gate = judgeGates(facts, []).find((each) => each.id === id);
    expect(gate?.evidence.length, 'evidence').toBeGreaterThan(0);
    const verdict = verdictOf(facts, judgeGates(facts, []));
    expect(verdict.verdict).toBe('NO-GO');
    if (id !== 'no_open_variance' && id !== 'zero_variance' && id !== 'no_open_rejection') expect(gate?.remedies.length, 'remedies').toBeGreaterThan(0);
  });

  it('say NO-GO for a project where nothing was imported, whatever else holds', () => {
    const facts = goodFacts({ isEmpty: true });
    expect(failing(facts)).toEqual(['inputs_complete', 'no_open_variance', 'zero_variance', 'no_open_rejection', 'mapping_exercised', 'audit_intact']);
  });

  it('take a looser setting, and no looser', () => {
    const tolerated = goodFacts({ rows: goodRows({ tolerated: { USD: '0.05' } }) }, { gates: { maxTolerated: { USD: '0.05' } } });
    expect(failing(tolerated)).toEqual([]);
    expect(failing({ ...tolerated, rows: goodRows({ tolerated: { USD: '0.06' } }) })).toEqual(['zero_variance']);
    const accepted = goodRows({ accepted: { rows: 2, rejections: 1, money: { USD: '200.00' } } });
    expect(failing(goodFacts({ rows: accepted }, { gates: { maxAcceptedPercent: 2, maxAcceptedRejections: 1 } }))).toEqual([]);
    expect(failing(goodFacts({ rows: accepted }, { gates: { maxAcceptedPercent: 1.99, maxAcceptedRejections: 1 } }))).toEqual(['accepted_within_limit']);
  });

  it('let a holiday and a day declared without activity be empty', () => {
    const facts = (calendar: object): GateFacts => goodFacts({ activity: { approvals: without(activity.approvals, '2026-06-10'), ledger: without(activity.ledger, '2026-06-10', '2026-06-13') } }, { calendar });
    expect(failing(facts({}))).toEqual(['window_covered']);
    expect(failing(facts({ holidays: ['2026-06-10'] }))).toEqual([]);
    expect(failing(facts({ noActivity: ['2026-06-10'] }))).toEqual([]);
  });
});

describe('a waiver', () => {
  const facts = goodFacts({ rows: goodRows({ awaiting: 1 }), openRows: '0f' });
  const measured = waivedMeasure(judgeGates(facts, []).find(({ id }) => id === 'no_open_variance') as ReturnType<typeof judgeGates>[number]);
  const waiver = { gate: 'no_open_variance', measured, entry: 7, reason: 'keyed tomorrow', by: 'dana', at: null, review: { by: 'erin', at: null } };

  it('lets a gate fail, and stands in the verdict', () => {
    const gates = judgeGates(facts, [waiver]);
    expect(verdictOf(facts, gates)).toMatchObject({ verdict: 'GO', words: 'GO with 1 waiver', actions: [] });
    expect(gates.find(({ id }) => id === 'no_open_variance')).toMatchObject({ passed: false, waiver: { entry: 7, by: 'dana', review: { by: 'erin' } } });
  });

  it.each([
    ['nobody reviewed it', facts, { ...waiver, review: null }],
    ['the gate measures something else by now', { ...facts, rows: goodRows({ awaiting: 2 }) }, waiver],
    ['another row differs by as much', { ...facts, openRows: '1e' }, waiver],
    ['another failure measures the same', { ...facts, rootCauses: rootCausesOf([row('EXP-1', { status: 'missing_manual', atStake: '1.00' })], causeId) }, waiver],
    ['it is for another gate', facts, { ...waiver, gate: 'zero_variance' }],
  ])('does not count where %s', (_, judged, given) => {
    expect(verdictOf(judged, judgeGates(judged, [given])).verdict).toBe('NO-GO');
  });

  it.each<[string, string, (name: string) => GateFacts]>([
    ['approver', 'approvers_in_parity', (name) => goodFacts({ approvers: [...Array.from({ length: 24 }, (_, index) => `a${index}@shop.example`), name].map((email) => ({ email, erpApproverId: '', exists: false, active: false, reports: 1, listed: false, at: '' })) })],
    ['mapping row that leads to what is not active', 'mapping_exercised', (name) => goodFacts({ coverage: [...goodFacts().coverage, ...[...Array.from({ length: 24 }, (_, index) => `Old ${index}`), name].map((each) => ({ what: 'mapping/vendors' as const, name: each, target: 'V-9', active: false, transactions: 0, amounts: {}, elsewhere: { transactions: 0, amounts: {} }, at: '' }))] })],
  ])('lapses for another %s, also where so many fail that not all are listed', (_, gate, factsWith) => {
    const given = factsWith('last');
    const bound = waivedMeasure(judgeGates(given, []).find(({ id }) => id === gate) as ReturnType<typeof judgeGates>[number]);
    const holds = (judged: GateFacts): boolean => judgeGates(judged, [{ ...waiver, gate, measured: bound }]).find(({ id }) => id === gate)?.waiver !== null;
    expect([holds(given), holds(factsWith('another'))]).toEqual([true, false]);
  });

  it('does not count for a gate that nothing can stand in for', () => {
    const judged = goodFacts({ unknownStates: { archived: 1 } });
    const result = judgeGates(judged, []).find(({ id }) => id === 'inputs_complete') as ReturnType<typeof judgeGates>[number];
    expect(verdictOf(judged, judgeGates(judged, [{ ...waiver, gate: 'inputs_complete', measured: waivedMeasure(result) }])).verdict).toBe('NO-GO');
  });
});

describe('what would make it GO', () => {
  it('is told once for all gates that ask for it, the largest money first', () => {
    const rejected = (code: FindingCode, value: string): Finding => finding(code, { field: '', value, at: '' });
    const rootCauses = rootCausesOf([
      row('EXP-1', { status: 'missing_manual', atStake: '10.00', variance: '-10.00' }), row('EXP-2', { status: 'duplicate_manual', atStake: '100.00' }),
      row('EXP-3', { status: 'rejected', atStake: '70.00', dryRun: { findings: [rejected('VENDOR_UNKNOWN', 'V-0999'), rejected('PERIOD_CLOSED', '2026-05')] } }),
      row('EXP-4', { status: 'rejected', atStake: '5.00', dryRun: { findings: [rejected('VENDOR_UNKNOWN', 'V-0999')] } }),
    ], causeId);
    const facts = goodFacts({ rows: goodRows({ open: 4, openRejections: 2, openMoney: { USD: '185.00' }, net: { USD: '185.00' }, gross: { USD: '185.00' } }), rootCauses, rollback: null });
    const { actions } = verdictOf(facts, judgeGates(facts, []));
    expect(actions.map(({ action, clears }) => [action, clears.USD ?? ''])).toEqual([
      ['Clear 1 row of "POs entered twice": 1 PO in the ledger', '100.00'],
      ['Clear 1 row of "POs that nobody entered": 1 PO to enter', '10.00'],
      ['Clear 2 rows of "vendor V-0999 unknown", 1 together with other fixes: one row in master/vendors', '5.00'],
      ['Clear 1 row of "period 2026-05 closed", all together with other fixes: one row in master/periods', ''],
      ['Write rollback.yaml: po-shadow init shows one', ''],
    ]);
    expect(actions[0]?.command).toBe(`po-shadow variance --cause ${rootCauses[0]?.id}`);
  });

  it('gives the largest of each currency in turn, since currencies are not ranked against each other', () => {
    const stake = (id: string, currency: string, atStake: string): ReturnType<typeof row> => row(id, { currency, status: 'coding_variance', atStake, causes: ['vendor'], differences: [{ field: 'vendor', dryRun: [{ value: `V-${id}`, amount: null }], manual: [{ value: 'V-0', amount: null }], how: null }] });
    const rootCauses = rootCausesOf([...['90.00', '80.00', '70.00', '60.00'].map((amount, index) => stake(`U${index}`, 'USD', amount)), stake('E1', 'EUR', '5.00'), stake('E2', 'EUR', '5081.06'), stake('J1', 'JPY', '7')], causeId);
    const facts = goodFacts({ rows: goodRows({ open: 7, openMoney: { EUR: '5086.06', JPY: '7', USD: '300.00' } }), rootCauses, rollback: null });
    const { actions } = verdictOf(facts, judgeGates(facts, []));
    expect(actions.map(({ clears }) => Object.entries(clears).join())).toEqual(['USD,90.00', 'EUR,5081.06', 'JPY,7', 'USD,80.00', 'EUR,5.00', 'USD,70.00', 'USD,60.00', ...actions.slice(7).map(() => '')]);
    expect(actionsHeading(actions)).toBe('What would make it GO, most money first (each currency by its own money, in turn)');
    expect(actionsHeading(actions.filter(({ clears }) => 'USD' in clears))).toBe('What would make it GO, most money first');
  });
});
