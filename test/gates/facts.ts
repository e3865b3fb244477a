import type { GateFacts } from '../../src/gates/facts.ts';
import type { RowFacts } from '../../src/gates/row-facts.ts';
import { settingsSchema } from '../../src/domain/settings.ts';
import { dateOfDay, dayNumber } from '../../src/domain/calendar.ts';

const WINDOW = { from: '2026-06-01', to: '2026-06-14' };

/** Every day from a few before the window to a week after it. */
const everyDay = new Map(Array.from({ length: 26 }, (_, day) => [dateOfDay(dayNumber('2026-05-28') + day), 3]));

/** A fortnight with which every gate is content: 100 transactions, all right at once. */
export function goodRows(rows: Partial<RowFacts> = {}): RowFacts {
  return {
    rows: 100, open: 0, awaiting: 0, openRejections: 0, resolved: 0, net: { USD: '0.00' }, gross: { USD: '0.00' }, tolerated: {}, openMoney: {}, incomparable: 0,
    accepted: { rows: 0, rejections: 0, money: {} }, money: { USD: '10000.00' }, notCompared: {}, farApart: { rows: 0, money: {}, periodNotCompared: 0 }, entities: 0, trials: { clean: 100, total: 100 }, trialsByPath: new Map([['manager', { clean: 100, total: 100 }]]),
    cleanByDate: new Map([['2026-06-03', 100]]), notAtFirst: { count: 0, named: [] }, wrong: {}, inFlight: { pending: [], notKeyed: [], pendingCount: 0, notKeyedCount: 0 }, offsetting: [], ...rows,
  };
}

/** Facts with which every gate passes, but for what is given. */
export function goodFacts(facts: Partial<GateFacts> = {}, settings: Record<string, unknown> = {}): GateFacts {
  return {
    settings: settingsSchema.parse({
      window: WINDOW, inputs: { approvals: [{ source: 'generic', files: 'a' }], ledger: [{ format: 'generic', files: 'l' }] },
      people: [{ id: 'dana', name: 'Dana', roles: ['preparer'] }, { id: 'erin', name: 'Erin', roles: ['reviewer'] }],
      cutover: { at: '2026-06-20T22:00:00Z', businessHours: { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'], from: '08:00', to: '20:00' } }, ...settings,
    }),
    asOf: Date.parse('2026-06-19T20:00:00Z'), today: '2026-06-19', isEmpty: false, activity: { approvals: everyDay, ledger: everyDay }, ledgers: [{ input: 'the ledger', until: '2026-06-19' }],
    quarantine: [], fileControls: [], givenControls: [], inputs: [{ input: 'inputs.approvals[0]', hasCount: true, hasAmount: true }], unknownStates: {}, heldBack: [], vanished: { orders: [], reviewedBy: null }, exportsOutOfOrder: [], hiddenStatuses: [],
    leftOut: { what: [], reviewedBy: null }, rows: goodRows(), openRows: '', rootCauses: [],
    approvers: [{ email: 'lee@shop.example', erpApproverId: 'U-100', exists: true, active: true, reports: 100, listed: false, at: 'mapping/approvers.csv:2' }],
    coverage: [
      { what: 'mapping/vendors', name: 'Acme', target: 'V-1001', active: true, transactions: 100, amounts: { USD: '9600.00' }, elsewhere: { transactions: 0, amounts: {} }, at: 'mapping/vendors.csv:2' },
      { what: 'routing', name: 'manager', target: '', active: null, transactions: 100, amounts: { USD: '9600.00' }, elsewhere: { transactions: 0, amounts: {} }, at: '' },
    ],
    periods: [{ name: '2026-06', start: '2026-06-01', end: '2026-06-30' }],
    configuration: 'c1', runs: [{ number: 1, asOf: 1, date: '2026-06-02', knows: '2026-06-02', configuration: 'c1' }, { number: 2, asOf: 2, date: '2026-06-19', knows: '2026-06-19', configuration: 'c1' }],
    sandbox: null, decisions: [], rollback: [{ id: 'switch-off', text: 'It can be switched off', kind: 'drill', maxAgeDays: 7, verified: true, why: 'passed', by: 'dana', at: '2026-06-18T10:00:00Z' }], checklistChanges: [],
    cutover: { date: '2026-06-20', time: '22:00', weekday: 'sat' }, proof: { modules: 120, forbidden: [], evidence: [] },
    audit: { intact: true, head: 'f'.repeat(64), length: 4, checks: [], unproven: { rows: [], transactions: [] } }, outdated: [], ...facts,
  };
}
