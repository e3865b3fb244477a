import { createHash } from 'node:crypto';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { GateResult } from '../../src/domain/gate.ts';
import { MoneySums } from '../../src/domain/money-sums.ts';
import { absolute, minorOf } from '../../src/domain/money.ts';
import { AGREEING, type VarianceRow, isOpen } from '../../src/domain/variance.ts';
import type { DecisionModel, LedgerLineFact, WouldBeLineFact } from '../../src/report/decision-model.ts';
import { causeId } from '../../src/pipeline/cause-id.ts';
import { boundOf } from '../../src/resolution/bound.ts';
import { rootCausesOf } from '../../src/variance/root-causes.ts';
import { totalsOf } from '../../src/variance/totals.ts';

const hex = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What a row may say otherwise than one that matches. */
export type RowParts = Partial<Omit<VarianceRow, 'dryRun' | 'manual' | 'match'>> & { dryRun?: Partial<VarianceRow['dryRun']>; manual?: Partial<VarianceRow['manual']>; match?: Partial<VarianceRow['match']> };

/** A row of the variance table; without parts one that matches. */
export function row(transactionId: string | null, parts: RowParts = {}): VarianceRow {
  const currency = parts.currency ?? 'USD';
  const amount = parts.expenseTotal === undefined ? '845.50' : parts.expenseTotal;
  const { dryRun, manual, match, ...rest } = parts;
  return {
    id: `R${hex(`${transactionId} ${parts.manual?.poNumbers?.join() ?? ''}`).slice(0, 15)}`, date: '2026-06-02', transactionId, expenseTotal: amount, reportTotal: amount, currency,
    variance: '0.00', atStake: '0.00', status: 'match', firstStatus: 'match', causes: [], differences: [], flags: [], resolution: null,
    ...rest,
    dryRun: { outcome: 'created', poNumber: `DRY-${transactionId}`, vendorId: 'V-1001', amount, findings: [], ...dryRun },
    manual: { poNumbers: ['PO-7782'], amount, currency, vendors: [], enteredBy: [], ...manual },
    match: { pass: 'reference', group: null, why: 'the PO names the transaction', agrees: [], notCompared: [], candidates: [], runnerUp: null, ...match },
  };
}

/** Texts that a spreadsheet, a terminal or XML could obey, as an employee might type them. */
export const HOSTILE = ['=HYPERLINK("http://evil.example","click")', "+cmd|' /C calc'!A0", '@SUM(1+1)*cmd|A1', '\tTAB first', '\rCR first', '-2+3', 'bidi \u202e desrever', 'zero \u200b width', 'null \u0000 bell \u0007', 'escaped _x0009_ tab', '\ufffe\uffff', '<b>&amp;</b> "quoted"', '\ud800 alone'];

export const LONG = `long ${'x'.repeat(40_000)}`;

/** Rows of three currencies, of every kind that the sheets tell apart. */
export function someRows(): VarianceRow[] {
  return [
    row('EXP-9041'),
    row('00042', { date: '2026-06-03', expenseTotal: '12.00', manual: { poNumbers: ['007790'] } }),
    row('EXP-9042', { date: '2026-06-03', expenseTotal: '1245.50', manual: { poNumbers: ['PO-7783'], amount: '1254.50' }, variance: '9.00', atStake: '9.00', status: 'amount_variance', causes: ['amount'] }),
    row('EXP-9044', {
      date: '2026-06-04', expenseTotal: '980.00', dryRun: { outcome: 'rejected', poNumber: null, vendorId: null, amount: null, findings: [{ code: 'VENDOR_UNKNOWN', severity: 'error', message: 'the ERP has no vendor V-9999', field: 'vendor_id', value: 'V-9999', remedy: 'Did you mean V-1009? Otherwise: create the vendor in the ERP.', at: 'approvals.jsonl:4' }] },
      manual: { poNumbers: ['PO-7795'], amount: '980.00' }, variance: '980.00', atStake: '980.00', status: 'rejected', causes: ['VENDOR_UNKNOWN'],
    }),
    row('EXP-9045', { date: '2026-06-05', expenseTotal: '310.25', manual: { poNumbers: ['PO-7796'] }, atStake: '310.25', status: 'coding_variance', causes: ['gl_account', 'department'],
      differences: [{ field: 'gl_account', dryRun: [{ value: '6110', amount: '310.25' }], manual: [{ value: '=6120', amount: '310.25' }], how: null }, { field: 'department', dryRun: [{ value: 'D-10', amount: '310.25' }], manual: [{ value: '', amount: '310.25' }], how: null }] }),
    row('EXP-9046', { date: '2026-06-09', expenseTotal: '77.10', manual: { poNumbers: [], amount: null, currency: null }, match: { pass: null, why: '' }, variance: '-77.10', atStake: '77.10', status: 'missing_manual',
      resolution: { entry: 5, disposition: 'timing', wrong: 'timing', reason: 'Keyed on Monday', by: 'dana', at: '2026-06-12T09:00:00Z', due: '2026-06-16', owner: 'erin', comment: 'asked twice', review: null, state: 'awaiting_review' } }),
    row('EXP-9047', { date: '2026-06-10', expenseTotal: '45.00', manual: { poNumbers: ['PO-7798'], amount: '40.00' }, variance: '-5.00', atStake: '5.00', status: 'amount_variance', causes: ['amount'],
      resolution: { entry: 6, disposition: 'accepted', wrong: 'neither', reason: 'Tip paid in cash', by: 'dana', at: '2026-06-12T09:05:00Z', due: null, owner: '', comment: '', review: { by: 'erin', at: '2026-06-12T10:00:00Z', decision: 'approved', reason: '' }, state: 'resolved' } }),
    row('KANTO-1', { date: '2026-06-08', currency: 'JPY', expenseTotal: '125000', manual: { poNumbers: ['PO-7800'], amount: '120500' }, variance: '-4500', atStake: '4500', status: 'amount_variance', causes: ['amount'] }),
    row('KANTO-2', { date: '2026-06-09', currency: 'JPY', expenseTotal: '9800', variance: '0', atStake: '0', manual: { poNumbers: ['PO-7801'] } }),
    row('GULF-1', { date: '2026-06-11', currency: 'KWD', expenseTotal: '1200.125', manual: { poNumbers: ['PO-7802'] }, variance: '0.000', atStake: '0.000' }),
    row('GULF-2', { date: '2026-06-11', currency: 'KWD', expenseTotal: '18.005', manual: { poNumbers: ['PO-7803', 'PO-7804'], amount: '36.010' }, variance: '18.005', atStake: '18.005', status: 'duplicate_manual', causes: [] }),
    row(null, { date: '2026-06-12', expenseTotal: null, reportTotal: null, dryRun: { outcome: 'none', poNumber: null, vendorId: null, amount: null }, manual: { poNumbers: ['=1+1'], amount: '66.00' }, match: { pass: null, why: '' }, variance: '66.00', atStake: '66.00', status: 'unexpected_manual' }),
    row('EXP-9050', { date: '2026-06-12', expenseTotal: '20.00', currency: 'USD', manual: { poNumbers: ['PO-7810'], amount: '18.00', currency: 'EUR' }, variance: null, atStake: '20.00', status: 'amount_variance', causes: ['currency'] }),
    row('EXP-9051', { date: '2026-06-12', expenseTotal: '31.00', dryRun: { outcome: 'not_triggered', poNumber: null, amount: null }, manual: { poNumbers: [], amount: null, currency: null }, status: 'not_triggered', match: { pass: null, why: '' } }),
  ];
}

const wouldBeLine = (parts: Partial<WouldBeLineFact>): WouldBeLineFact => ({
  transactionId: 'EXP-9041', poNumber: 'DRY-EXP-9041', poDate: '2026-06-02', period: '2026-06', vendorId: 'V-1001', currency: 'USD', glAccount: '6110', department: 'D-10', location: 'L-012', description: 'Floor machine pads', amount: '845.50', ended: 'outside the window', at: 'approvals.jsonl:1', ...parts,
});
const ledgerLine = (parts: Partial<LedgerLineFact>): LedgerLineFact => ({
  poNumber: 'PO-7782', poDate: '2026-06-02', period: '2026-06', vendorId: 'V-1001', vendorName: 'Acme Janitorial Supply Co', reference: 'EXP-9041', memo: '', currency: 'USD', line: '1', glAccount: '6110', department: 'D-10', location: 'L-012', amount: '845.50', status: 'open', enteredBy: 'clerk1', goneFrom: '', ended: 'outside the window', at: 'ledger.csv:2', ...parts,
});

/** The lines of what rows say was keyed: one for each row that has a sum. */
const keyedLines = (rows: readonly VarianceRow[]): LedgerLineFact[] =>
  rows.flatMap(({ manual: { poNumbers: [poNumber], amount, currency } }) => (poNumber === undefined || amount === null || currency === null ? [] : [ledgerLine({ poNumber, amount, currency, ended: 'in a row' })]));

const gate = (id: string, title: string, passed: boolean, measuredText: string, requiredText: string, evidence: string[], parts: Partial<GateResult> = {}): GateResult => ({
  id, title, passed, waivable: true, measured: measuredText, required: requiredText, measuredText, requiredText, evidence, remedies: [], waiver: null, ...parts,
});

const GATES: GateResult[] = [
  gate('window_covered', 'Window covered', true, '14 days, 10 business days with data on both sides', 'at least 14 days', ['approvals from 2026-05-20 to 2026-06-19; ledger from 2026-05-25 to 2026-06-22'], { waivable: false }),
  gate('inputs_complete', 'Inputs complete', false, '2 rows in quarantine', 'quarantine empty or dispositioned; control totals agree', ['approvals.jsonl:42: an instant without an offset', 'ledger.csv:17: more decimals than the currency has', 'no control total was given for ledger.csv'], { waivable: false }),
  gate('in_scope', 'Scope reviewed', true, 'nothing left out', 'what scope left out is reviewed', []),
  gate('coding_compared', 'Coding compared', true, 'all 14 rows', 'vendor, account and cost object on every row', []),
  gate('no_open_variance', 'No open variance', false, '9 rows open, 1 not yet due', '0', ['EXP-9044 Rejected $980.00', 'EXP-9045 Coding variance $310.25', 'EXP-9046 Missing in ledger $77.10', '=1+1 No approved expense $66.00']),
  gate('zero_variance', 'Zero variance', false, 'net $977.90, gross $1,132.10; ¥-4,500; KWD 18.005', '0 net and gross in every currency', ['tolerances let nothing pass']),
  gate('no_open_rejection', 'No open rejection', false, '1', '0', ['EXP-9044: Invalid Vendor ID']),
  gate('accepted_within_limit', 'Accepted within limit', false, '1 of 14 rows (7.1 %), $5.00 gross', 'at most 1 % of rows and of gross money', ['EXP-9047: Tip paid in cash'], { waiver: { entry: 9, reason: 'One row of fourteen; the limit is made for large populations', by: 'dana', at: '2026-06-13T09:00:00Z', review: { by: 'erin', at: '2026-06-13T10:00:00Z' } } }),
  gate('approvers_in_parity', 'Approvers in parity', false, '1 of 3 unknown', 'every approver mapped, known and active', ['sam@shop.example has no row in mapping/approvers']),
  gate('mapping_exercised', 'Mapping exercised', true, 'routing 100 %, currencies 100 %, money 97.2 %', '100 % of routing, currencies and paths; 95 % of money', []),
  gate('frozen_configuration', 'Configuration frozen', true, '8 business days, 71 clean transactions', '5 business days and 59 clean transactions', []),
  gate('confidence', 'Confidence in the error rate', false, 'below 34.8 % at 95 % (7 of 7 clean)', 'at most 5 %', ['52 more clean transactions are needed'], { waivable: false }),
  gate('resolutions_reviewed', 'Resolutions reviewed', false, '1 of 2 not reviewed', 'all, by another person', ['A5: EXP-9046 Timing by dana'], { waivable: false }),
  gate('rollback_verified', 'Rollback verified', false, '2 of 3 items', 'all items, none out of date', ['erp-health: never probed']),
  gate('cutover_planned', 'Cutover planned', true, '2026-06-20 22:00, 6 days after the window', 'outside business hours, period close and blackouts; at most 10 days', []),
  gate('dry_run_proven', 'Dry run proven', true, 'no write was possible', 'no ERP write possible', ['no module that opens a connection is in the import graph'], { waivable: false }),
  gate('audit_intact', 'Audit trail intact', true, '9 entries, chain holds', 'the chain holds and every result re-derives', [], { waivable: false }),
];

function trail(): AuditEntry[] {
  const entries: AuditEntry[] = [];
  const add = (act: AuditEntry['act'], person: string | null): void => {
    const sequence = entries.length + 1;
    entries.push({ at: Date.UTC(2026, 5, 12, 9, sequence), clock: 'given', actor: { person, osUser: 'svc', osHost: 'build1' }, act, sequence, previous: entries.at(-1)?.hash ?? '0'.repeat(64), hash: hex(`entry ${sequence}`) });
  };
  add({ kind: 'import', files: [{ id: 1, kind: 'approvals', format: 'generic', sheet: null, options: {}, shown: 'approvals.jsonl', sha256: hex('approvals'), accepted: 412, known: 0, quarantined: 1 }] }, null);
  add({ kind: 'run', run: 'run-1', number: 1, digest: hex('run 1'), fingerprint: hex('f'), configuration: hex('c'), program: '0.1.0', settings: hex('s'), checklist: { sha256: hex('checklist'), bytes: 700 }, reason: '' }, null);
  add({ kind: 'resolve', row: 'R1', transaction: 'EXP-9046', disposition: 'timing', wrong: 'timing', reason: '=cmd|calc', due: '2026-06-16', owner: 'erin', comment: '', bound: { row: '[]', configuration: '', ledgerImport: 1, run: 1 } }, 'dana');
  add({ kind: 'workbook', shown: 'week-1.xlsx', sha256: hex('week 1'), bytes: 9, applied: 1 }, 'gus');
  add({ kind: 'review', of: 3, decision: 'approved', reason: '', workbook: 4 }, 'erin');
  return entries;
}

/** Gives the rows' own totals, unless it is said otherwise. */
export function modelOf(rows: VarianceRow[], parts: Partial<DecisionModel> = {}): DecisionModel {
  const totals = totalsOf(rows);
  const isResolved = ({ resolution }: VarianceRow): boolean => resolution?.state === 'resolved';
  const [net, gross, stake, wouldBeMoney] = [new MoneySums(), new MoneySums(), new MoneySums(), new MoneySums()];
  for (const each of rows) {
    wouldBeMoney.addDecimal(each.currency, each.dryRun.amount);
    if (!isResolved(each) && each.variance !== null) {
      net.addDecimal(each.currency, each.variance);
      gross.add(each.currency, absolute(minorOf(each.variance, each.currency)));
    }
    if (isOpen(each)) stake.addDecimal(each.currency, each.atStake);
  }
  const days = Array.from({ length: 14 }, (_, index) => {
    const date = `2026-06-${String(index + 1).padStart(2, '0')}`;
    const own = rows.filter((each) => each.date === date);
    const sums = new MoneySums();
    for (const each of own) if (each.variance !== null) sums.add(each.currency, absolute(minorOf(each.variance, each.currency)));
    return { date, rows: own.length, agreeing: own.filter(({ status }) => AGREEING.includes(status)).length, open: own.filter(isOpen).length, gross: sums.plain() };
  });
  const entries = trail();
  const head = { length: entries.length, hash: entries.at(-1)?.hash ?? '' };
  const verdict: DecisionModel['verdict'] = {
    verdict: 'NO-GO', words: `NO-GO: ${GATES.filter(({ passed, waiver }) => !passed && waiver === null).length} gates of ${GATES.length} do not pass`, asOf: '2026-06-15T06:00:00Z', auditHead: head.hash, auditLength: head.length, gates: GATES,
    actions: [
      { action: 'Add V-9999 to the vendors of the ERP, or correct mapping/vendors', command: 'po-shadow explain EXP-9044', rows: 1, clears: { USD: '980.00' } },
      { action: 'Decide about the rows that differ and have somebody else review them', command: 'po-shadow resolve', rows: 7, clears: { USD: '482.35', JPY: '4500', KWD: '18.005' } },
      { action: 'Review what waits for it', command: 'po-shadow review', rows: 1, clears: { USD: '77.10' } },
      { action: 'Probe erp-health', command: 'po-shadow rollback verify erp-health', rows: 0, clears: {} },
    ],
  };
  const wouldBe = [...HOSTILE.map((description, index) => wouldBeLine({ description, at: `approvals.jsonl:${index + 1}` })), wouldBeLine({ description: LONG, glAccount: '0061', vendorId: '00010' }), ...rows.flatMap(({ transactionId, dryRun, currency }) => (dryRun.amount === null ? [] : [wouldBeLine({ transactionId: transactionId ?? '', poNumber: dryRun.poNumber ?? '', currency, amount: dryRun.amount, ended: 'in a row' })]))];
  const ledger = [...HOSTILE.map((memo, index) => ledgerLine({ memo, vendorName: memo, reference: memo, at: `ledger.csv:${index + 2}` })), ledgerLine({ currency: 'USD', amount: '90071992547409.91', poNumber: '1E5', goneFrom: 'ledger-2.csv as of 2026-06-12T18:00:00Z', ended: 'vanished' }), ledgerLine({ currency: 'JPY', amount: '-20500', status: 'cancelled', ended: 'cancelled' }), ...keyedLines(rows)];
  const waiting = rows.filter(({ resolution }) => resolution?.state === 'awaiting_review');
  return {
    company: 'Example Retail & Sons', erp: 'generic', timeZone: 'America/New_York', window: { from: '2026-06-01', to: '2026-06-14' },
    weeks: [{ number: 1, from: '2026-06-01', to: '2026-06-07' }, { number: 2, from: '2026-06-08', to: '2026-06-14' }],
    programVersion: '0.0.0-test', run: { id: 'run-3', number: 3, digest: hex('digest'), asOf: '2026-06-15T06:00:00Z' }, verdict,
    summary: {
      importedFiles: 2, company: 'Example Retail & Sons', window: { from: '2026-06-01', to: '2026-06-14' }, approvedReports: 13, wouldBeOrders: 11, wouldBeAmounts: wouldBeMoney.plain(),
      agreeing: rows.filter(({ status }) => AGREEING.includes(status)).length, totals, rootCauses: rootCausesOf(rows, causeId),
      population: { reports: { total: 13, inRows: 13, outsideWindow: 0, outOfScope: 0 }, manualOrders: { total: 13, paired: 12, unexplained: 1, outsideWindow: 0, outOfScope: 0, cancelled: 0, vanished: 0 } },
      unknownStates: {}, vanished: [], handProblems: [], quarantinedRows: 2, limits: [], outOfScope: [],
    },
    afterResolutions: { open: rows.filter(isOpen).length, resolved: rows.filter(isResolved).length, net: net.plain(true), gross: gross.plain(true), openMoney: stake.plain(true) },
    selftest: { onThisConfiguration: true, words: '240 of 240 planted mistakes found under their right name; 0 false matches, 0 false alarms; 600 reports, seed 1, on the configuration in force' },
    tolerated: { USD: '0.02' },
    wrong: { mapping: 0, ledger: 0, timing: 1, neither: 1 },
    rootCauses: rootCausesOf(rows, causeId),
    settingChanges: [{ setting: 'gates.minExercisedPercent', old: '95', new: '90', by: 'dana', why: 'seasonal vendors', since: '2026-06-04' }],
    inputs: [
      { kind: 'approvals', format: 'generic', shown: 'approvals.jsonl', sha256: hex('approvals'), rowsRead: 413, rowsAccepted: 412, rowsKnown: 0, rowsQuarantined: 1, asOf: '2026-06-15T06:00:00Z' },
      { kind: 'ledger', format: 'generic', shown: 'ledger.csv', sha256: hex('ledger'), rowsRead: 640, rowsAccepted: 639, rowsKnown: 0, rowsQuarantined: 1, asOf: '2026-06-15T06:00:00Z' },
    ],
    vanished: { orders: [{ poNumber: '1E5', poDate: '2026-06-02', currency: 'USD', amount: '90071992547409.91', heldBy: 'ledger.csv as of 2026-06-08T18:00:00Z', goneFrom: 'ledger-2.csv as of 2026-06-12T18:00:00Z' }], reviewedBy: null },
    approvers: [
      { email: 'lee@shop.example', erpApproverId: 'U-100', exists: true, active: true, reports: 9, listed: false, at: 'mapping/approvers.csv:2' },
      { email: 'kim@shop.example', erpApproverId: '000101', exists: true, active: false, reports: 2, listed: false, at: 'mapping/approvers.csv:3' },
      { email: 'sam@shop.example', erpApproverId: '', exists: false, active: false, reports: 1, listed: false, at: '' },
    ],
    coverage: [
      { what: 'mapping/vendors', name: 'Acme Janitorial', target: 'V-1001', active: true, transactions: 9, amounts: { USD: '2555.35' }, elsewhere: { transactions: 1, amounts: { USD: '20.00' } }, at: 'mapping/vendors.csv:2' },
      { what: 'mapping/vendors', name: '=2+5', target: 'V-1002', active: false, transactions: 0, amounts: {}, elsewhere: { transactions: 0, amounts: {} }, at: 'mapping/vendors.csv:3' },
      { what: 'routing', name: 'manager', target: '', active: null, transactions: 11, amounts: { USD: '2555.35', JPY: '134800' }, elsewhere: { transactions: 0, amounts: {} }, at: '' },
    ],
    rollback: [
      { id: 'sync-off', text: 'The sync can be switched off at once', kind: 'drill', maxAgeDays: 14, verified: true, why: 'drilled on 2026-06-12: nothing twice, nothing lost', by: 'dana', at: '2026-06-12T09:00:00Z' },
      { id: 'owner', text: 'Owner and phone are named', kind: 'attest', maxAgeDays: 30, verified: true, why: 'attested with phones.pdf', by: 'erin', at: '2026-06-12T11:00:00Z' },
      { id: 'erp-health', text: 'Health thresholds of the ERP that trigger a rollback', kind: 'probe', maxAgeDays: 7, verified: false, why: 'never probed', by: '', at: null },
    ],
    checklistChanges: [
      { item: 'owner', what: 'maxAgeDays', old: '7 days', new: '30 days', against: 'first', since: 'A5, 2026-06-12T09:05:00Z', by: 'erin', loosens: true },
      { item: 'keyed-by-hand', what: 'item', old: '"=A clerk has keyed POs" (attest)', new: 'removed', against: 'first', since: 'not recorded yet', by: '', loosens: true },
      { item: 'switch-off', what: 'item', old: '"The sync can be switched off" (drill)', new: 'removed', against: 'init', since: 'not recorded yet', by: '', loosens: true },
    ],
    days, offsetting: [{ within: 'vendor V-1001', currency: 'USD', net: '4.00', gross: '14.00', rows: ['EXP-9042', 'EXP-9047'] }],
    runs: [1, 2, 3].map((number) => ({ id: `run-${number}`, number, asOf: '2026-06-15T06:00:00Z', digest: hex(`run ${number}`), configuration: hex('c') })),
    trail: entries, auditHead: head, people: [{ id: 'dana', name: 'Dana Lee', roles: ['preparer', 'reviewer'] }, { id: 'erin', name: 'Erin Cole', roles: ['reviewer'] }],
    reviews: waiting.map((each) => ({ entry: each.resolution?.entry ?? 0, hash: hex('entry 5'), kind: 'resolve', decision: 'Timing', about: each.transactionId ?? '', row: each, reason: each.resolution?.reason ?? '', by: each.resolution?.by ?? '', at: each.resolution?.at ?? null })),
    counts: { rows: rows.length, wouldBeLines: wouldBe.length, ledgerLines: ledger.length },
    rows: () => rows, wouldBeLines: () => wouldBe, ledgerLines: () => ledger, isReplayed: true,
    boundOf, remedyOf: (each) => (each.status === 'rejected' ? 'Create the vendor in the ERP, or correct mapping/vendors.' : 'Compare the PO with the report and correct whichever is wrong.'),
    ...parts,
  };
}
