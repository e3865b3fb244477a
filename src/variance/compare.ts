import type { ComparableColumn } from '../domain/ledger-entry.ts';
import { fold } from '../domain/text.ts';
import { type Coding, type CodingTable, DIMENSIONS } from '../matching/coding.ts';
import type { ManualSide, OrderHeader } from '../matching/sides.ts';

/** How the coding of a would-be PO and of what was keyed differ. */
export interface CodingDifference {
  /** Dimensions, in the order of DIMENSIONS; [] where the coding agrees. */
  causes: string[];
  /** Money that stands under another code, in minor units. */
  miscodedMinor: number;
}

/**
 * Compares two codings group by group. A dimension is named when its own groups differ by more than `thresholdMinor` (the larger
 * of the tolerance and |variance|); where only the combination differs, every dimension that moved is named.
 */
export function compareCoding(table: CodingTable, dryRun: Coding, manual: Coding, notCompared: ReadonlySet<string>, thresholdMinor: number): CodingDifference {
  if (table.equal(dryRun, manual)) return { causes: [], miscodedMinor: 0 };
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
  if (largest <= thresholdMinor) return { causes: [], miscodedMinor: 0 };
  const miscodedMinor = Math.min(up, down) === 0 ? Math.max(up, down) : Math.min(up, down);
  const named = DIMENSIONS.filter((_, index) => compared[index] === true && [...table.differencesOf(index, dryRun, manual).values()].some((difference) => Math.abs(difference) > thresholdMinor));
  if (named.length > 0) return { causes: named, miscodedMinor };
  const moved = [...groups].filter(([, difference]) => difference !== 0).map(([key]) => key.split('.'));
  return { causes: DIMENSIONS.filter((_, index) => compared[index] === true && new Set(moved.map((parts) => parts[index])).size > 1), miscodedMinor };
}

/**
 * What differs besides amounts and accounts: the vendor (by id; by name where the id is blank) and the fiscal period. A vendor
 * name that resolves to nobody is `vendor_unconfirmed`.
 */
export function compareHeader(order: OrderHeader, manuals: readonly ManualSide[], notCompared: ReadonlySet<string>): string[] {
  const causes = new Set<string>();
  const vendor = fold(order.vendorId);
  for (const manual of manuals) {
    if (!notCompared.has('vendor')) {
      if (manual.vendorId !== '') {
        if (manual.vendorId !== vendor) causes.add('vendor');
      } else if (manual.namedVendorId !== vendor) causes.add(manual.namedVendorId !== '' || manual.vendorName === '' ? 'vendor' : 'vendor_unconfirmed');
    }
    if (!notCompared.has('period') && manual.period !== fold(order.period)) causes.add('period');
  }
  return [...causes].sort();
}

/** Columns that were not compared for any of the POs, each once, in their fixed order. */
export function notComparedOf(manuals: readonly ManualSide[]): ComparableColumn[] {
  const [first] = manuals;
  if (first === undefined) return [];
  if (manuals.length === 1) return [...first.notCompared];
  const all = new Set(manuals.flatMap((manual) => manual.notCompared));
  return [...all];
}

const CAUSE_ORDER = ['vendor', 'vendor_unconfirmed', 'gl_account', 'department', 'location', 'period', 'currency', 'manual_incomplete'];

/** Causes in their documented order, each once. */
export function orderCauses(causes: Iterable<string>): string[] {
  return [...new Set(causes)].sort((left, right) => CAUSE_ORDER.indexOf(left) - CAUSE_ORDER.indexOf(right));
}
