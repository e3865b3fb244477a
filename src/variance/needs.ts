import { offBasisCause } from '../domain/amount-basis.ts';
import { isAmountCause } from '../domain/amount-cause.ts';
import type { Finding, FindingCode, RefusedValue } from '../domain/finding.ts';
import { CONFLICTING, incompletenessOf } from '../domain/incompleteness.ts';
import { movedValues } from '../domain/moved-values.ts';
import { OTHER_ENTITY } from '../domain/other-entity.ts';
import { fold } from '../domain/text.ts';
import type { Difference, DifferingValue, EntityCounterpart, VarianceRow, VarianceStatus } from '../domain/variance.ts';

/** One thing that a row needs before it agrees. */
export interface Need {
  /** What rows with the same need share: neither amounts nor positions. */
  key: string;
  /** The same without values: where they are too many to be told one by one. */
  generalKey: string;
  status: VarianceStatus;
  cause: string;
  /** The refused value, or what the dry run has; and what the ledger has. */
  dryRun: string[];
  manual: string[];
  /** Of a rejection: the value with what led to it, and where the mapping row stands that did; null for other needs. */
  refused: (RefusedValue & { at: string }) | null;
}

/** Findings about one report alone: their value is nothing that reports have in common. */
const ABOUT_ONE_REPORT: ReadonlySet<FindingCode> = new Set(['SNAPSHOT_UNREADABLE', 'SUBMITTER_CHANGED', 'COST_OBJECT_MISSING', 'APPROVAL_DATE_MISSING', 'AMOUNT_LINES_MISMATCH', 'TAX_MISSING', 'TAX_IMPLAUSIBLE', 'AMOUNT_BEYOND_LIMIT', 'AMOUNT_NOT_POSITIVE', 'VENDOR_AMBIGUOUS']);
/** Causes that have both values among the row's differences. */
const CODED = ['vendor', 'vendor_unconfirmed', 'gl_account', 'department', 'location', 'period'];
/** Where matching lists who else it could be, somebody has to look; until then nothing is missing for certain. */
export const CANDIDATES = 'candidates';

/** What an open row needs, each once; a row that needs nobody has no meaning here. */
export function needsOf(row: VarianceRow): Need[] {
  const needs = allNeeds(row);
  return needs.length === 1 ? needs : [...new Map(needs.map((need) => [need.key, need])).values()];
}

function allNeeds(row: VarianceRow): Need[] {
  const { status, causes, currency, manual } = row;
  if (row.match.counterpart !== undefined) return [wrongEntityNeed(row, row.match.counterpart)];
  const offBasis = offBasisCause(causes);
  switch (status) {
    case 'rejected': {
      const found = row.dryRun.findings.filter(({ severity }) => severity === 'error').flatMap((finding) => rejectionNeeds(finding, currency));
      return found.length > 0 ? found : [need(status, '')];
    }
    case 'coding_variance':
      return codingNeeds(row);
    case 'amount_variance':
      // What can't be read can't be compared.
      if (causes.includes('manual_incomplete')) return incompletenessOf(row).map((why) => need(status, why === 'conflicting' ? CONFLICTING : 'manual_incomplete'));
      if (offBasis !== undefined) return [need(status, offBasis), ...codingNeeds(row)];
      return [causes.includes('currency') ? currencyNeed(row) : need(status, causes.find(isAmountCause) ?? ''), ...codingNeeds(row)];
    case 'missing_manual':
      return [need(status, row.flags.includes(OTHER_ENTITY) ? OTHER_ENTITY : hasCandidates(row) ? CANDIDATES : '')];
    case 'unexpected_manual':
      return [row.flags.includes(OTHER_ENTITY) ? need(status, OTHER_ENTITY, [], manual.entities ?? []) : hasCandidates(row) ? need(status, CANDIDATES) : need(status, '', [], manual.vendors)];
    default:
      return [need(status, '')];
  }
}

/** The two rows of one PO in the wrong legal entity need the same: by where it would be, and where it stands. */
function wrongEntityNeed({ transactionId, dryRun, manual }: VarianceRow, counterpart: EntityCounterpart): Need {
  const [wouldBe, posted] = transactionId === null ? [counterpart.entity, manual.entities?.[0] ?? ''] : [dryRun.entity ?? '', counterpart.entity];
  return need('missing_manual', OTHER_ENTITY, [wouldBe], [posted]);
}

const hasCandidates = ({ match, flags }: VarianceRow): boolean => match.candidates.length > 0 || flags.includes('ambiguous');

function need(status: VarianceStatus, cause: string, dryRun: string[] = [], manual: string[] = [], more: { refused?: Need['refused']; apart?: string } = {}): Need {
  const generalKey = `${status}\u0000${cause}`;
  return { key: [generalKey, ...dryRun.map(fold), '>', ...manual.map(fold), more.apart ?? ''].join('\u0000'), generalKey, status, cause, dryRun, manual, refused: more.refused ?? null };
}

/** One need for each refused value: all of them must be fixed. */
function rejectionNeeds(finding: Finding, currency: string): Need[] {
  const { code, at, others = [] } = finding;
  if (ABOUT_ONE_REPORT.has(code)) return [need('rejected', code)];
  const first: RefusedValue & { at: string } = { ...refusedOf(finding), at: finding.from === undefined ? '' : at };
  return [first, ...others.map((other) => ({ ...refusedOf(other), at: '' }))].map((refused) => {
    // A fiscal period is a month nearly everywhere: one row of master/periods mends all its days.
    const value = code === 'PERIOD_MISSING' ? refused.value.slice(0, 7) : refused.value;
    return need('rejected', code, [value], [], { refused, ...(code === 'VENDOR_CURRENCY_MISMATCH' ? { apart: currency } : {}) });
  });
}

const refusedOf = ({ value, from, nearest }: RefusedValue): RefusedValue => ({ value, ...(from === undefined ? {} : { from }), ...(nearest === undefined ? {} : { nearest }) });

function currencyNeed({ differences }: VarianceRow): Need {
  const found = differences.find(({ field }) => field === 'currency');
  return need('amount_variance', 'currency', found?.dryRun.map(({ value }) => value), found?.manual.map(({ value }) => value));
}

/** One need for each pair of values between which money moved, in each dimension; one for all dimensions that are only combined otherwise. */
function codingNeeds({ causes, differences, currency }: VarianceRow): Need[] {
  const needs: Need[] = [];
  const combined = new Set<string>();
  for (const cause of causes) {
    if (!CODED.includes(cause)) continue;
    const field = cause === 'vendor_unconfirmed' ? 'vendor' : cause;
    const difference = differences.find((each) => each.field === field);
    if (difference === undefined) {
      needs.push(need('coding_variance', cause));
      continue;
    }
    const sides = JSON.stringify([difference.dryRun, difference.manual]);
    if (combined.has(sides)) continue;
    if (difference.dryRun.some(({ value }) => value.includes(' / '))) combined.add(sides);
    for (const { dryRun, manual } of pairsMoved(difference, currency)) needs.push(need('coding_variance', cause, dryRun, manual));
  }
  return needs;
}

/** Between which values money moved: those that moved the same amount, and no other did, are a pair; the rest is told together. */
function pairsMoved(difference: Difference, currency: string): { dryRun: string[]; manual: string[] }[] {
  const moved = movedValues(difference, currency);
  const { from, to } = moved.from.length + moved.to.length === 0 ? { from: difference.dryRun, to: difference.manual } : moved;
  const lone = (side: readonly DifferingValue[], amount: string | null): DifferingValue | undefined => {
    const [first, ...others] = side.filter((each) => each.amount !== null && each.amount === amount);
    return others.length === 0 ? first : undefined;
  };
  const pairs: { dryRun: string[]; manual: string[] }[] = [];
  const paired = new Set<DifferingValue>();
  for (const left of from) {
    const right = lone(from, left.amount) === left ? lone(to, left.amount) : undefined;
    if (right === undefined) continue;
    pairs.push({ dryRun: [left.value], manual: [right.value] });
    paired.add(left).add(right);
  }
  const rest = (side: readonly DifferingValue[]): string[] => side.filter((each) => !paired.has(each)).map(({ value }) => value);
  const [dryRun, manual] = [rest(from), rest(to)];
  return dryRun.length + manual.length === 0 ? pairs : [...pairs, { dryRun, manual }];
}
