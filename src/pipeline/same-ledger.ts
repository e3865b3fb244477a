import { fold } from '../domain/text.ts';
import type { EntityNames } from '../mapping/entity-names.ts';
import type { StoredOverlap } from '../store/record-reader.ts';

/**
 * Pairs of ledger imports that share a PO, and so are exports of the same ledger: both have a PO number in legal entities that are the same by their names, or of
 * which one is not said. The same number in two entities is none that they share.
 */
export function sameLedgerPairs(overlaps: readonly StoredOverlap[], names: EntityNames): [oneId: number, otherId: number][] {
  const entityOf = (text: string): string => fold(names.codeOf(text));
  return overlaps.filter(({ oneEntity, otherEntity }) => oneEntity === '' || otherEntity === '' || entityOf(oneEntity) === entityOf(otherEntity)).map(({ oneId, otherId }) => [oneId, otherId]);
}
