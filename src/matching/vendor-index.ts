import type { MatchingDesk } from './desk.ts';
import type { DrySide, ManualSide } from './sides.ts';

/** Free sides that share vendor evidence and a currency. */
export interface VendorBucket {
  key: string;
  dry: DrySide[];
  manual: ManualSide[];
}

const keysOfDry = (side: DrySide): string[] => [...side.vendorIds.map((id) => `id ${id}`), ...side.vendorNames.map((name) => `name ${name}`)];

/** The strongest evidence alone: its id, else the id that its name resolves to, else its name. */
const keysOfManual = (side: ManualSide): string[] => {
  const keys: string[] = [];
  if (side.vendorId !== '') keys.push(`id ${side.vendorId}`);
  else if (side.namedVendorId !== '') keys.push(`id ${side.namedVendorId}`);
  if (side.bareVendorName !== '') keys.push(`name ${side.bareVendorName}`);
  return keys;
};

/**
 * Buckets of free sides by vendor and currency, ids before names, in the order of their keys. A side may be in several; whoever
 * takes one asks the desk whether it is still free.
 */
export function vendorBuckets(desk: MatchingDesk, takes: (side: DrySide) => boolean): VendorBucket[] {
  const buckets = new Map<string, VendorBucket>();
  for (const manual of desk.freeManual()) {
    for (const key of keysOfManual(manual)) {
      const full = `${key} ${manual.currency}`;
      const bucket = buckets.get(full);
      if (bucket === undefined) buckets.set(full, { key: full, dry: [], manual: [manual] });
      else bucket.manual.push(manual);
    }
  }
  for (const side of desk.freeDry()) {
    if (!takes(side)) continue;
    for (const key of keysOfDry(side)) buckets.get(`${key} ${side.currency}`)?.dry.push(side);
  }
  return [...buckets.values()].filter((bucket) => bucket.dry.length > 0).sort((left, right) => (left.key < right.key ? -1 : 1));
}
