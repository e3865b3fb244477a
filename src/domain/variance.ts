import type { Disposition, WrongSide } from './audit.ts';
import type { Basis } from './amount-basis.ts';
import type { BusinessDate } from './calendar.ts';
import type { Finding } from './finding.ts';
import type { DryRunOutcome } from './purchase-order.ts';

/** Every status, its label, whether it is open until resolved, and when it holds (docs/variance.md). */
export const STATUSES = {
  match: { label: 'Match', open: false },
  match_within_tolerance: { label: 'Match (within tolerance)', open: false },
  amount_variance: { label: 'Amount variance', open: true },
  coding_variance: { label: 'Coding variance', open: true },
  rejected: { label: 'Rejected', open: true },
  missing_manual: { label: 'Missing in ledger', open: true },
  awaiting_manual: { label: 'Not yet due', open: false },
  duplicate_manual: { label: 'Entered twice', open: true },
  unexpected_manual: { label: 'No approved expense', open: true },
  premature_manual: { label: 'Entered before approval', open: true },
  not_triggered: { label: 'Not approved yet', open: false },
  cancelled: { label: 'Cancelled', open: false },
  cancelled_manual: { label: 'Entered but withdrawn', open: true },
} as const;
export type VarianceStatus = keyof typeof STATUSES;
export const STATUS_NAMES = Object.keys(STATUSES) as VarianceStatus[];
/** The statuses of rows on which both sides agree. */
export const AGREEING: readonly VarianceStatus[] = ['match', 'match_within_tolerance'];
/** The statuses of rows on which the dry run had its say: it refused the report, or both sides were there. */
export const TRIED: readonly VarianceStatus[] = ['rejected', 'duplicate_manual', 'amount_variance', 'coding_variance', 'cancelled_manual', 'match_within_tolerance', 'match'];
/** All statuses, the worst first: a transaction of several rows has the first of these that any of them has. What waits for the clerk comes before what agrees. */
export const WORST_FIRST: readonly VarianceStatus[] = [
  'rejected', 'duplicate_manual', 'amount_variance', 'coding_variance', 'cancelled_manual', 'premature_manual', 'unexpected_manual', 'missing_manual', 'cancelled', 'not_triggered', 'awaiting_manual',
  'match_within_tolerance', 'match',
];

/** Fields in which the two sides of a row can agree, in the order in which they are told (docs/variance.md). */
export const AGREEABLE = ['reference', 'document', 'vendor', 'amount', 'currency', 'gl_account', 'department', 'location', 'period', 'date', 'words'] as const;
export type AgreeableField = (typeof AGREEABLE)[number];

/** What an amount was before it was put on the basis of purchase orders: a plain decimal, its basis, and the tax that was taken off or added. */
export interface Converted {
  basis: Basis;
  amount: string;
  tax: string;
}

/** Why a pair was made, or who else could have been it. */
export interface MatchEvidence {
  pass: string | null;
  /** Names the manual PO that several would-be POs share, else null. */
  group: string | null;
  why: string;
  /** In which fields every PO of the row agrees with its report; [] where nothing was paired. */
  agrees: AgreeableField[];
  notCompared: string[];
  candidates: Candidate[];
  /** What the amounts of the two sides were before they were put on one basis; left out where nothing was converted (docs/amount-basis.md). */
  converted?: { dryRun: Converted | null; manual: Converted | null };
  /** The other half of one PO in the wrong legal entity; left out where there is none (docs/legal-entities.md). */
  counterpart?: EntityCounterpart;
  /** Who else it could have been, and by how many points less speak for that; null where nobody came near. */
  runnerUp: { id: string; behind: number } | null;
}

/** What a row and one of another legal entity rest on that explain each other: the PO names the transaction, or vendor, amount and date are the same. */
export type CounterpartEvidence = 'reference' | 'vendor_amount_date';

/** The other half of one PO in the wrong legal entity: a row of its own, and never a pair. */
export interface EntityCounterpart {
  /** A PO, or a transaction where the row is a manual PO. */
  id: string;
  /** Where that one stands, or would; '' for none. */
  entity: string;
  by: CounterpartEvidence;
}

/** A counterpart that was looked at and not taken. */
export interface Candidate {
  /** A PO number, or a transaction id where the row is a manual PO. */
  id: string;
  why: string;
}

/** Where a resolution stands (docs/resolution.md); only with `resolved` is a row no longer open. */
export const RESOLUTION_STATES = {
  awaiting_review: 'To be reviewed',
  refused: 'Review refused',
  fix_pending: 'Fix pending',
  resolved: 'Resolved',
  proven: 'Proven',
  expired: 'Past due',
  lapsed: 'Lapsed',
} as const;
export type ResolutionState = keyof typeof RESOLUTION_STATES;

/** What a person decided about a row: an overlay, the row stays what it is. */
export interface Resolution {
  /** Number of its entry in the audit trail. */
  entry: number;
  disposition: Disposition;
  wrong: WrongSide;
  reason: string;
  by: string;
  /** ISO 8601. */
  at: string | null;
  due: BusinessDate | null;
  owner: string;
  comment: string;
  review: { by: string; at: string | null; decision: 'approved' | 'rejected'; reason: string } | null;
  state: ResolutionState;
}

/** Fields of which a row can tell both values, in the order in which it does. */
export const DIFFERENCE_FIELDS = ['amount', 'currency', 'vendor', 'gl_account', 'department', 'location', 'period'] as const;
export type DifferenceField = (typeof DIFFERENCE_FIELDS)[number];

/** A value as its side spells it, and what stands under it there: a plain decimal in the row's currency, null where values alone are compared. */
export interface DifferingValue {
  value: string;
  amount: string | null;
}

/** Both values of a field that differs (docs/variance.md): only what the two sides hold different amounts of. */
export interface Difference {
  field: DifferenceField;
  dryRun: DifferingValue[];
  manual: DifferingValue[];
  /** Of an amount: the arithmetic of the difference where it has a name, `100.00 USD + 8.875 % tax = 108.88 USD`; else null. */
  how: string | null;
}

/** One row of the variance table; amounts are plain decimals in the row's currency, null where there is none. */
export interface VarianceRow {
  id: string;
  date: BusinessDate | null;
  transactionId: string | null;
  expenseTotal: string | null;
  reportTotal: string | null;
  currency: string;
  dryRun: {
    outcome: DryRunOutcome;
    poNumber: string | null;
    vendorId: string | null;
    /** The ERP's code of its legal entity; left out where there is none, or none could be told. */
    entity?: string;
    amount: string | null;
    findings: Finding[];
  };
  manual: {
    poNumbers: string[];
    amount: string | null;
    currency: string | null;
    /** Vendors of the POs, by id or where there is none by name, and who keyed them; each once, [] on rows that agree. */
    vendors: string[];
    enteredBy: string[];
    /** Legal entities of the POs, each once; left out where the ledger says none. */
    entities?: string[];
  };
  match: MatchEvidence;
  variance: string | null;
  atStake: string;
  status: VarianceStatus;
  firstStatus: VarianceStatus | null;
  causes: string[];
  /** [] on rows that agree, and where there are not two POs to compare. */
  differences: Difference[];
  flags: string[];
  resolution: Resolution | null;
}

export interface CurrencyTotals {
  /** Sum of the variances. */
  net: string;
  /** Sum of their sizes. */
  gross: string;
  /** Sum of what is at stake in open rows. */
  open: string;
}

export interface VarianceTotals {
  rows: number;
  byStatus: Partial<Record<VarianceStatus, number>>;
  open: number;
  currencies: Record<string, CurrencyTotals>;
}

type PackedValue = [value: string, amount: string | null];
type PackedDifference = [field: DifferenceField, dryRun: PackedValue[], manual: PackedValue[], how: string | null];

/** What stands last is left out where there is none of it. */
type PackedRest = [flags: string[], group: string | null, notCompared: string[], candidates: Candidate[], findings: Finding[], runnerUp: MatchEvidence['runnerUp'], differences?: PackedDifference[], keyed?: [vendors: string[], enteredBy: string[]], entities?: [dryRun: string, manual: string[]], converted?: MatchEvidence['converted'] | null, counterpart?: [id: string, entity: string, by: CounterpartEvidence]];

/** A row as packRow puts it. */
export type PackedRow = [
  id: string, date: string | null, transactionId: string | null, currency: string, status: VarianceStatus, expenseTotal: string | null, reportTotal: string | null, outcome: DryRunOutcome,
  dryNumber: string | null, dryVendor: string | null, dryAmount: string | null, poNumbers: string[], manualAmount: string | null, manualCurrency: string | null,
  pass: string | null, why: string, variance: string | null, atStake: string, causes: string[], rest: PackedRest | 0, agrees: number,
];

const packDifference = ({ field, dryRun, manual, how }: Difference): PackedDifference => [field, dryRun.map(({ value, amount }) => [value, amount]), manual.map(({ value, amount }) => [value, amount]), how];
const unpackDifference = ([field, dryRun, manual, how]: PackedDifference): Difference => ({ field, dryRun: dryRun.map(([value, amount]) => ({ value, amount })), manual: manual.map(([value, amount]) => ({ value, amount })), how });

const POWER_OF = Object.fromEntries(AGREEABLE.map((field, place) => [field, 2 ** place])) as Record<AgreeableField, number>;

/** Fields as the sum of the powers of two at their places: nearly every row has some, and a number takes the least room. */
export function packAgrees(fields: readonly AgreeableField[]): number {
  let sum = 0;
  for (const field of fields) sum += POWER_OF[field];
  return sum;
}
const unpackAgrees = (sum: number): AgreeableField[] => AGREEABLE.filter((_, place) => Math.floor(sum / 2 ** place) % 2 === 1);

/** Where packRow puts what is looked for in the database, as SQLite writes places in JSON; an index of migrations/ rests on the first. */
export const PACKED_PLACES = { poNumbers: '$[11]', pass: '$[14]', causes: '$[18]', notCompared: '$[19][2]' } as const;

/**
 * A row as stored in one column and taken into the run's digest: a JSON array without keys, without its first status (which has
 * a table of its own). What few rows have stands in one last part, which most leave out.
 */
export function packRow(row: VarianceRow, withPositions: boolean): string {
  const { dryRun, manual, match, differences } = row;
  const isKeyed = manual.vendors.length + manual.enteredBy.length > 0;
  const { entity = '' } = dryRun;
  const { entities = [] } = manual;
  const hasEntity = entity !== '' || entities.length > 0;
  const { converted, counterpart } = match;
  const plain = !hasEntity && converted === undefined && counterpart === undefined && row.flags.length === 0 && differences.length === 0 && !isKeyed && match.group === null && match.notCompared.length === 0 && match.candidates.length === 0 && match.runnerUp === null && dryRun.findings.length === 0;
  const findings = withPositions ? dryRun.findings : dryRun.findings.map(({ at: _at, ...finding }) => finding as Finding);
  const rest = (): PackedRest => {
    const parts: PackedRest = [row.flags, match.group, match.notCompared, match.candidates, findings, match.runnerUp];
    const isLast = [differences.length > 0, isKeyed, hasEntity, converted !== undefined, counterpart !== undefined].lastIndexOf(true);
    if (isLast >= 0) parts.push(differences.map(packDifference));
    if (isLast >= 1) parts.push([manual.vendors, manual.enteredBy]);
    if (isLast >= 2) parts.push([entity, entities]);
    if (isLast >= 3) parts.push(converted ?? null);
    if (counterpart !== undefined) parts.push([counterpart.id, counterpart.entity, counterpart.by]);
    return parts;
  };
  const packed: PackedRow = [
    row.id, row.date, row.transactionId, row.currency, row.status, row.expenseTotal, row.reportTotal, dryRun.outcome,
    dryRun.poNumber, dryRun.vendorId, dryRun.amount, manual.poNumbers, manual.amount, manual.currency,
    match.pass, match.why, row.variance, row.atStake, row.causes, plain ? 0 : rest(), packAgrees(match.agrees),
  ];
  return JSON.stringify(packed);
}

/** The row that packRow stored, with positions. */
export function unpackRow(text: string, firstStatus: VarianceStatus | null): VarianceRow {
  // Written by packRow alone: the shape is known.
  const [id, date, transactionId, currency, status, expenseTotal, reportTotal, outcome, dryNumber, dryVendor, dryAmount, poNumbers, manualAmount, manualCurrency, pass, why, variance, atStake, causes, rest, agrees] = JSON.parse(text) as PackedRow;
  const [flags, group, notCompared, candidates, findings, runnerUp, differences = [], [vendors, enteredBy] = [[], []], [entity, entities] = ['', []], converted = null, counterpart]: PackedRest = rest === 0 ? [[], null, [], [], [], null] : rest;
  return {
    id, date, transactionId, expenseTotal, reportTotal, currency,
    dryRun: { outcome, poNumber: dryNumber, vendorId: dryVendor, ...(entity === '' ? {} : { entity }), amount: dryAmount, findings },
    manual: { poNumbers, amount: manualAmount, currency: manualCurrency, vendors, enteredBy, ...(entities.length === 0 ? {} : { entities }) },
    match: { pass, group, why, agrees: unpackAgrees(agrees), notCompared, candidates, ...(converted === null ? {} : { converted }), ...(counterpart === undefined ? {} : { counterpart: { id: counterpart[0], entity: counterpart[1], by: counterpart[2] } }), runnerUp },
    variance, atStake, status, firstStatus, causes, differences: differences.map(unpackDifference), flags, resolution: null,
  };
}

/** Whether a row needs somebody's attention: its status is open, and no resolution in force closes it. */
export function isOpen({ status, resolution }: Pick<VarianceRow, 'status' | 'resolution'>): boolean {
  return STATUSES[status].open && resolution?.state !== 'resolved';
}
