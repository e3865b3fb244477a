import type { MatchingDesk } from './desk.ts';
import type { DrySide, ManualSide, Pairing } from './sides.ts';

/**
 * Finds manual POs that repeat one which is paired already: same vendor, currency, amount and coding, near in time, no would-be
 * PO of their own, and no reference to anything else. Where they may repeat either of two, the row says so.
 */
export function repeatPass(desk: MatchingDesk): void {
  const free = new Map<string, ManualSide[]>();
  for (const manual of desk.freeManual()) {
    const key = desk.ambiguousManual.has(manual.index) ? null : sameToRepeat(manual);
    if (key === null) continue;
    const same = free.get(key);
    if (same === undefined) free.set(key, [manual]);
    else same.push(manual);
  }
  if (free.size === 0) return;
  const amounts = new Set([...free.values()].map(([manual]) => (manual as ManualSide).amountMinor));
  const homesOf = new Map<ManualSide, Map<Pairing, ManualSide>>();
  for (const pairing of desk.pairings) {
    for (const index of pairing.manual) {
      const paired = desk.manual[index] as ManualSide;
      // Told first, since it is told of nearly every PO.
      if (!amounts.has(paired.amountMinor)) continue;
      for (const manual of free.get(sameToRepeat(paired) ?? '') ?? []) {
        if (!repeats(desk, pairing, paired, manual)) continue;
        const homes = homesOf.get(manual) ?? new Map<Pairing, ManualSide>();
        if (!homes.has(pairing)) homesOf.set(manual, homes.set(pairing, paired));
      }
    }
  }
  for (const [manual, homes] of [...homesOf].sort(([left], [right]) => left.index - right.index)) {
    const [[pairing, paired], ...others] = [...homes] as [[Pairing, ManualSide], ...unknown[]];
    if (others.length > 0) desk.ambiguousManual.add(manual.index);
    else desk.add(pairing, manual.index, { repeated: true, why: `${manual.poNumber} repeats ${paired.poNumber}: same vendor, amount and coding within ${desk.dateWindowDays} days, and no would-be PO of its own` });
  }
}

function repeats(desk: MatchingDesk, pairing: Pairing, paired: ManualSide, manual: ManualSide): boolean {
  if (Math.abs(paired.day - manual.day) > desk.dateWindowDays || !desk.codings.equal(paired.coding, manual.coding)) return false;
  if (pairing.dry.some((index) => !desk.mayPair(desk.dry[index] as DrySide, manual))) return false;
  const ids = pairing.dry.map((index) => desk.dry[index]?.transaction.reportId);
  return [...manual.references, ...manual.memoReferences].every((name) => ids.includes(name));
}

/** What tells whether one PO may repeat another, besides coding and dates. */
export type Repeatable = Pick<ManualSide, 'vendorId' | 'namedVendorId' | 'bareVendorName' | 'entity' | 'currency' | 'amountMinor'>;

/** What two POs have in common of which one may repeat the other; null without a vendor, which no other can have too. */
export function sameToRepeat({ vendorId, namedVendorId, bareVendorName, entity, currency, amountMinor }: Repeatable): string | null {
  const vendor = vendorId || namedVendorId || bareVendorName;
  return vendor === '' ? null : `${vendor}\u0000${entity}\u0000${currency}\u0000${amountMinor}`;
}
