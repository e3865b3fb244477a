import { compareText } from '../domain/text.ts';
import type { DrySide, ManualSide } from './sides.ts';
import { keysOfDry, sureKeysOf } from './vendor-evidence.ts';

/** Free dry sides and manual POs that share vendor evidence and a currency. */
export interface VendorBucket {
  key: string;
  dry: DrySide[];
  manual: ManualSide[];
}

/**
 * Buckets by vendor and currency, ids before names, in the order of their keys; by sure vendor evidence unless `keysOfManual` says more. A
 * side may be in several; whoever takes one asks the desk whether it is still free.
 */
export function vendorBuckets(manuals: readonly ManualSide[], dry: readonly DrySide[], keysOfManual: (manual: ManualSide) => string[] = sureKeysOf): VendorBucket[] {
  const buckets = new Map<string, VendorBucket>();
  for (const manual of manuals) {
    for (const key of keysOfManual(manual)) {
      const full = `${key} ${manual.currency}`;
      const bucket = buckets.get(full);
      if (bucket === undefined) buckets.set(full, { key: full, dry: [], manual: [manual] });
      else bucket.manual.push(manual);
    }
  }
  if (buckets.size === 0) return [];
  for (const side of dry) for (const key of keysOfDry(side)) buckets.get(`${key} ${side.currency}`)?.dry.push(side);
  return [...buckets.values()].filter((bucket) => bucket.dry.length > 0).sort((left, right) => compareText(left.key, right.key));
}
