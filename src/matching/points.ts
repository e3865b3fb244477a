import type { MatchingDesk } from './desk.ts';
import type { DrySide, ManualSide } from './sides.ts';
import type { VendorEvidence } from './vendor-evidence.ts';

/**
 * How much speaks for a pair that is possible, in points of which each makes it about twice as likely (weights of agreement in the sense of
 * Fellegi and Sunter, 1969); docs/matching.md has the table.
 */
export const POINTS = {
  amount: { equal: 8, withinTolerance: 7 },
  vendor: { id: 6, certain_name: 6, bare_name: 5, similar_name: 3, in_text: 3 } satisfies Record<VendorEvidence['kind'], number>,
  veryAlikeName: 1,
  coding: { same: 4, shared: 2, unknown: 1, none: 0 },
  date: 5,
  mostWords: 3,
  order: 2,
} as const;

/** From which likeness on a name that is similar has a point more. */
const VERY_ALIKE_PERCENT = 90;

/** By how much a pair must be better than every other way for it to be made. */
export const MARGIN = 2;

/** A pair that is possible, and what speaks for it. */
export interface Weighed {
  dry: DrySide;
  manual: ManualSide;
  points: number;
  vendor: VendorEvidence;
  isEqual: boolean;
  coding: keyof typeof POINTS.coding;
  daysApart: number;
  /** Words that only these two have in common. */
  words: readonly string[];
}

/** Weighs a pair whose amounts are equal or within the tolerance; null where it is not possible: parted, too far apart, or of other vendors. */
export function weigh(desk: MatchingDesk, dry: DrySide, manual: ManualSide): Weighed | null {
  const daysApart = desk.daysApart(dry, manual);
  if (daysApart === undefined || !desk.mayPair(dry, manual)) return null;
  const vendor = desk.vendors.between(dry, manual);
  if (vendor === null) return null;
  const isEqual = dry.amountMinor === manual.amountMinor;
  const coding = codingOf(desk, dry, manual);
  const points =
    (isEqual ? POINTS.amount.equal : POINTS.amount.withinTolerance) + POINTS.vendor[vendor.kind] + (vendor.kind === 'similar_name' && vendor.percent >= VERY_ALIKE_PERCENT ? POINTS.veryAlikeName : 0) +
    POINTS.coding[coding] + datePoints(daysApart, desk.dateWindowDays) + (dry.kind === 'order' ? POINTS.order : 0);
  return { dry, manual, points, vendor, isEqual, coding, daysApart, words: [] };
}

function codingOf(desk: MatchingDesk, dry: DrySide, manual: ManualSide): Weighed['coding'] {
  if (dry.coding.codes.length === 0) return 'unknown';
  if (desk.codingAgrees(dry, manual) || desk.codingWithin(dry, manual, desk.toleranceOf(dry.currency, dry.amountMinor))) return 'same';
  return desk.sharesCode(dry, manual) ? 'shared' : 'none';
}

/** Full points on the same day, none at the end of the window. */
function datePoints(daysApart: number, windowDays: number): number {
  return windowDays <= POINTS.date ? POINTS.date - daysApart : POINTS.date - Math.ceil((POINTS.date * daysApart) / windowDays);
}

const VENDOR_IN_WORDS: Record<Exclude<VendorEvidence['kind'], 'similar_name'>, string> = { id: 'same vendor', certain_name: 'vendor by name', bare_name: 'same vendor name', in_text: 'its text names the vendor' };
const CODING_IN_WORDS: Record<Weighed['coding'], string> = { same: 'same coding', shared: 'some code in common', unknown: 'coding not known', none: 'other coding' };

/** What joins two sides by their vendor, in words. */
export const vendorInWords = (vendor: VendorEvidence): string => (vendor.kind === 'similar_name' ? `similar vendor name (${vendor.percent} %)` : VENDOR_IN_WORDS[vendor.kind]);

/** What speaks for a pair, in words. */
export function inWords({ isEqual, vendor, coding, daysApart, words }: Weighed): string {
  return [
    isEqual ? 'same amount' : 'amount within the tolerance', vendorInWords(vendor), CODING_IN_WORDS[coding],
    `${daysApart} day${daysApart === 1 ? '' : 's'} apart`, ...(words.length === 0 ? [] : [`both say ${words.map((word) => `"${word}"`).join(', ')}`]),
  ].join(', ');
}
