import type { VarianceRow } from './variance.ts';

/** Why nobody can tell what a manual PO says now: a version of it could not be read, or exports of one instant hold it with different content. */
export type Incompleteness = 'unreadable' | 'conflicting';

/** What stands in root causes for POs that exports of one instant hold with different content. */
export const CONFLICTING = 'manual_conflicting';

/** What is done about it, in one sentence. */
export const CONFLICTING_FIX = 'Say when each export was taken (asOf beside the input in po-shadow.yaml) and import it again: po-shadow run; the newest one then counts.';

/** A manual PO so far as flags and words need it. */
interface Keyed {
  poNumber: string;
  incomplete: Incompleteness | null;
}

const flag = ({ poNumber }: Keyed): string => `incomplete:${poNumber}`;
const conflictFlag = ({ poNumber }: Keyed): string => `conflicting:${poNumber}`;

/** The flags of incomplete POs: `incomplete:PO-1`, and `conflicting:PO-1` beside it where exports of one instant disagree. */
export const incompleteFlags = (manuals: readonly Keyed[]): string[] => [
  ...manuals.filter(({ incomplete }) => incomplete !== null).map(flag), ...manuals.filter(({ incomplete }) => incomplete === 'conflicting').map(conflictFlag),
];

/** Why POs of a row are incomplete, by its flags, each once. */
export function incompletenessOf({ flags }: Pick<VarianceRow, 'flags'>): Incompleteness[] {
  const incomplete = flags.filter((each) => each.startsWith('incomplete:')).length;
  const conflicting = flags.filter((each) => each.startsWith('conflicting:')).length;
  return [...(incomplete > conflicting ? ['unreadable' as const] : []), ...(conflicting > 0 ? ['conflicting' as const] : [])];
}

/**
 * That exports of one instant hold POs with different content, in words; '' where none is held so. Names no export: which of two was imported as which file changes nothing
 * of a row.
 */
export function conflictInWords(manuals: readonly Keyed[]): string {
  const names = manuals.filter(({ incomplete }) => incomplete === 'conflicting').map(({ poNumber }) => poNumber);
  if (names.length === 0) return '';
  return `${names.join(', ')}: two exports of the same time hold ${names.length === 1 ? 'it' : 'them'} with different content, and neither counts as newer; say asOf beside the input`;
}

/** How many POs of an export other exports of its instant hold with different content, and which exports those are. */
export interface ConflictingOrders {
  orders: number;
  /** ISO 8601. */
  asOf: string | null;
  /** The others, the oldest import first. */
  exports: { shown: string; sha256: string }[];
}
