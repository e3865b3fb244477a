import { compareText } from '../domain/text.ts';
import { type MatchingDesk, sameEntity } from './desk.ts';
import type { DrySide, ManualSide } from './sides.ts';
import { keysOfDry, sureKeysOf } from './vendor-evidence.ts';

/** Free dry sides and manual POs that share vendor evidence, a currency and, where it is compared, a legal entity. */
export interface VendorBucket {
  key: string;
  dry: DrySide[];
  manual: ManualSide[];
}

/**
 * Buckets by vendor, currency and legal entity, ids before names, in the order of their keys; by sure vendor evidence unless `keysOfManual` says more. A
 * side may be in several; whoever takes one asks the desk whether it is still free.
 */
export function vendorBuckets({ comparesEntities }: Pick<MatchingDesk, 'comparesEntities'>, manuals: readonly ManualSide[], dry: readonly DrySide[], keysOfManual: (manual: ManualSide) => string[] = sureKeysOf): VendorBucket[] {
  const buckets = new Map<string, VendorBucket>();
  const entities = comparesEntities ? [...new Set(manuals.map(({ entity }) => entity))] : [];
  const placeOf = ({ currency, entity }: Pick<ManualSide, 'currency' | 'entity'>): string => (comparesEntities ? `${currency} ${entity}` : currency);
  for (const manual of manuals) {
    for (const key of keysOfManual(manual)) {
      const full = `${key} ${placeOf(manual)}`;
      const bucket = buckets.get(full);
      if (bucket === undefined) buckets.set(full, { key: full, dry: [], manual: [manual] });
      else bucket.manual.push(manual);
    }
  }
  if (buckets.size === 0) return [];
  for (const side of dry) {
    const places = comparesEntities ? entities.filter((entity) => sameEntity(side, entity)).map((entity) => placeOf({ currency: side.currency, entity })) : [side.currency];
    for (const key of keysOfDry(side)) for (const place of places) buckets.get(`${key} ${place}`)?.dry.push(side);
  }
  return [...buckets.values()].filter((bucket) => bucket.dry.length > 0).sort((left, right) => compareText(left.key, right.key));
}
