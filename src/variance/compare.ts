import { OFF_BASIS_CAUSES } from '../domain/amount-basis.ts';
import { AMOUNT_CAUSE_NAMES } from '../domain/amount-cause.ts';
import { COMPARABLE_COLUMNS, type ComparableColumn } from '../domain/ledger-entry.ts';
import { fold } from '../domain/text.ts';
import { type Coding, type CodingTable, DIMENSIONS } from '../matching/coding.ts';
import type { ManualSide, OrderHeader } from '../matching/sides.ts';

/** How the coding of a would-be PO and of what was keyed differ. */
export interface CodingDifference {
  /** Dimensions, in the order of DIMENSIONS; [] where the coding agrees. */
  causes: string[];
  /** Money that stands under another code, in minor units; also where a tolerance lets that pass, and there is no cause. */
  miscodedMinor: number;
  /** Whether each dimension agrees alone, and only their combination does not. */
  combined: boolean;
}

/** Of codings that agree. */
export const AGREED: CodingDifference = { causes: [], miscodedMinor: 0, combined: false };

/**
 * Compares two codings group by group. A dimension is named when its own groups differ by more than `thresholdMinor` (the larger
 * of the tolerance and |variance|); where only the combination differs, every dimension that moved is named.
 */
export function compareCoding(table: CodingTable, dryRun: Coding, manual: Coding, notCompared: ReadonlySet<string>, thresholdMinor: number): CodingDifference {
  if (table.equal(dryRun, manual)) return AGREED;
  const compared = DIMENSIONS.map((name) => !notCompared.has(name));
  const groups = table.differences(dryRun, manual, compared);
  let up = 0;
  let down = 0;
  let largest = 0;
  for (const difference of groups.values()) {
    if (difference > 0) up += difference;
    else down -= difference;
    largest = Math.max(largest, Math.abs(difference));
  }
  if (largest <= thresholdMinor) return { ...AGREED, miscodedMinor: Math.min(up, down) };
  const miscodedMinor = Math.min(up, down) === 0 ? Math.max(up, down) : Math.min(up, down);
  const named = DIMENSIONS.filter((_, index) => compared[index] === true && [...table.differencesOf(index, dryRun, manual).values()].some((difference) => Math.abs(difference) > thresholdMinor));
  if (named.length > 0) return { causes: named, miscodedMinor, combined: false };
  return { causes: dimensionsMoved(groups, compared), miscodedMinor, combined: true };
}

/** Compares codings whose amounts can't be compared, being in different currencies or on different bases: by the values they name alone. */
export function compareCodes(table: CodingTable, dryRun: Coding, manual: Coding, notCompared: ReadonlySet<string>): CodingDifference {
  return { causes: DIMENSIONS.filter((name, index) => !notCompared.has(name) && !table.sameValues(index, dryRun, manual)), miscodedMinor: 0, combined: false };
}

/** The same of one of several would-be POs that share manual POs: what the POs hold besides may be the others'. */
export function compareOwnCodes(table: CodingTable, own: Coding, manual: Coding, notCompared: ReadonlySet<string>): CodingDifference {
  return { causes: DIMENSIONS.filter((name, index) => !notCompared.has(name) && !table.holdsValues(index, own, manual)), miscodedMinor: 0, combined: false };
}

/**
 * Compares the coding of would-be POs with what is left of manual POs that they share. What the shared POs fall short of as a whole
 * (a negative `residualMinor`) is not money that moved; what stands under one code and should stand under another is.
 */
export function compareShared(table: CodingTable, dryRun: Coding, manual: Coding, notCompared: ReadonlySet<string>, toleranceMinor: number, residualMinor: number): CodingDifference {
  const compared = DIMENSIONS.map((name) => !notCompared.has(name));
  const groups = table.differences(dryRun, manual, compared);
  const movedIn = (differences: Map<string, number>, allowedMinor = toleranceMinor): number => {
    let short = 0;
    for (const difference of differences.values()) if (difference < -allowedMinor) short -= difference;
    return short + Math.min(residualMinor, 0);
  };
  const moved = movedIn(groups);
  if (moved <= toleranceMinor) return { ...AGREED, miscodedMinor: Math.max(movedIn(groups, 0), 0) };
  const named = DIMENSIONS.filter((_, index) => compared[index] === true && movedIn(table.differencesOf(index, dryRun, manual)) > toleranceMinor);
  return { causes: named.length > 0 ? named : dimensionsMoved(groups, compared), miscodedMinor: moved, combined: named.length === 0 };
}

/** The dimensions in which the groups that differ are not all the same. */
function dimensionsMoved(groups: ReadonlyMap<string, number>, compared: readonly boolean[]): string[] {
  const moved = [...groups].filter(([, difference]) => difference !== 0).map(([key]) => key.split('.'));
  return DIMENSIONS.filter((_, index) => compared[index] === true && new Set(moved.map((parts) => parts[index])).size > 1);
}

type HeaderCause = 'vendor' | 'vendor_unconfirmed' | null;

/** How the vendor of one PO differs: by id; by name where the id is blank, which may resolve to nobody with certainty. */
export function vendorCause(vendorId: string, manual: Pick<ManualSide, 'vendorId' | 'namedVendorId' | 'vendorName'>): HeaderCause {
  if (manual.vendorId !== '') return manual.vendorId === vendorId ? null : 'vendor';
  if (manual.namedVendorId === vendorId) return null;
  return manual.namedVendorId === '' && manual.vendorName !== '' ? 'vendor_unconfirmed' : 'vendor';
}

/** What differs besides amounts and accounts: the vendor of any of the POs, and the fiscal period. */
export function compareHeader(order: OrderHeader, manuals: readonly ManualSide[], notCompared: ReadonlySet<string>): string[] {
  const causes: string[] = [];
  if (!notCompared.has('vendor')) {
    const vendor = fold(order.vendorId);
    for (const manual of manuals) {
      const cause = vendorCause(vendor, manual);
      if (cause !== null && !causes.includes(cause)) causes.push(cause);
    }
  }
  if (!notCompared.has('period') && !manuals.every((manual) => samePeriod(order, manual))) causes.push('period');
  return causes;
}

/** Whether a PO stands in the period of an order. */
export const samePeriod = (order: Pick<OrderHeader, 'period'>, manual: Pick<ManualSide, 'period'>): boolean => manual.period === fold(order.period);

/** Columns that were not compared for any of the POs, each once, in their fixed order. */
export function notComparedOf(manuals: readonly ManualSide[]): ComparableColumn[] {
  const [first] = manuals;
  if (first === undefined) return [];
  if (manuals.length === 1) return [...first.notCompared];
  const all = new Set(manuals.flatMap((manual) => manual.notCompared));
  return COMPARABLE_COLUMNS.filter((column) => all.has(column));
}

const CAUSE_ORDER: readonly string[] = ['vendor', 'vendor_unconfirmed', 'gl_account', 'department', 'location', 'period', 'currency', ...AMOUNT_CAUSE_NAMES, ...OFF_BASIS_CAUSES, 'manual_incomplete'];

/** Causes in their documented order, each once. */
export function orderCauses(causes: readonly string[]): string[] {
  if (causes.length < 2) return [...causes];
  return [...new Set(causes)].sort((left, right) => CAUSE_ORDER.indexOf(left) - CAUSE_ORDER.indexOf(right));
}
