import { compareText } from '../domain/text.ts';
import { type MatchingDesk, sameEntity } from './desk.ts';
import type { DrySide, ManualSide } from './sides.ts';
import { forDry, sureKeysOf } from './vendor-evidence.ts';

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
  const buckets = new Map<string, Map<string, VendorBucket>>();
  const entities = comparesEntities ? [...new Set(manuals.map(({ entity }) => entity))] : [];
  const placeOf = ({ currency, entity }: Pick<ManualSide, 'currency' | 'entity'>): string => (comparesEntities ? `${currency} ${entity}` : currency);
  for (const manual of manuals) {
    const place = placeOf(manual);
    for (const key of keysOfManual(manual)) {
      let byPlace = buckets.get(key);
      if (byPlace === undefined) buckets.set(key, (byPlace = new Map()));
      const bucket = byPlace.get(place);
      if (bucket === undefined) byPlace.set(place, { key: `${key} ${place}`, dry: [], manual: [manual] });
      else bucket.manual.push(manual);
    }
  }
  if (buckets.size === 0) return [];
  const { byId, byName } = forDry(buckets);
  for (const side of dry) {
    const places = comparesEntities ? entities.filter((entity) => sameEntity(side, entity)).map((entity) => placeOf({ currency: side.currency, entity })) : undefined;
    const put = (byPlace: ReadonlyMap<string, VendorBucket> | undefined): void => {
      if (byPlace === undefined) return;
      if (places === undefined) byPlace.get(side.currency)?.dry.push(side);
      else for (const place of places) byPlace.get(place)?.dry.push(side);
    };
    for (const id of side.vendorIds) put(byId.get(id));
    for (const name of side.vendorNames) put(byName.get(name));
  }
  return [...buckets.values()].flatMap((byPlace) => [...byPlace.values()].filter((bucket) => bucket.dry.length > 0)).sort((left, right) => compareText(left.key, right.key));
}
