import type { MatchingDesk } from './desk.ts';
import type { ManualSide, Pairing } from './sides.ts';

/**
 * Finds manual POs that repeat one which is paired already: same vendor, currency, amount and coding, near in time, no would-be
 * PO of their own, and no reference to anything else.
 */
export function repeatPass(desk: MatchingDesk): void {
  const paired = new Map<string, { pairing: Pairing; manual: ManualSide }[]>();
  for (const pairing of desk.pairings) {
    if (pairing.dry.length !== 1) continue;
    for (const index of pairing.manual) {
      const manual = desk.manual[index] as ManualSide;
      const key = keyOf(manual);
      const same = paired.get(key);
      if (same === undefined) paired.set(key, [{ pairing, manual }]);
      else same.push({ pairing, manual });
    }
  }
  for (const manual of desk.freeManual()) {
    if (desk.ambiguousManual.has(manual.index) || desk.surplus.has(manual.index)) continue;
    const alike = (paired.get(keyOf(manual)) ?? []).filter((other) => {
      const transactionId = desk.dry[other.pairing.dry[0] as number]?.transaction.reportId ?? '';
      const names = [...manual.references, ...manual.memoReferences];
      return Math.abs(other.manual.day - manual.day) <= desk.dateWindowDays && desk.codings.equal(other.manual.coding, manual.coding) && names.every((name) => name === transactionId);
    });
    const homes = new Set(alike.map((other) => other.pairing));
    const [only] = alike;
    if (homes.size !== 1 || only === undefined) continue;
    desk.add(only.pairing, manual.index, true);
    only.pairing.why += `; ${manual.poNumber} repeats ${only.manual.poNumber}: same vendor, amount and coding within ${desk.dateWindowDays} days, and no would-be PO of its own`;
  }
}

const keyOf = (manual: ManualSide): string => `${manual.vendorId === '' ? manual.bareVendorName : manual.vendorId}\u0000${manual.currency}\u0000${manual.amountMinor}`;
