import { answerOf, pairNamed } from './answers.ts';
import { isMistyped } from './amounts/near-amount.ts';
import { type MatchingDesk, sameMoney } from './desk.ts';
import type { DrySide, ManualSide } from './sides.ts';
import { vendorBuckets } from './vendor-index.ts';
import { asOne } from './whole-report-pass.ts';
import { vendorAgrees } from './vendor-evidence.ts';

/**
 * Lets a deferred PO bear the wrong reference: it goes to the would-be PO whose vendor, currency, amount, coding and date it has,
 * where no other PO fits that one, and it fits no other. A would-be PO for which others wait is only free when all of them go.
 */
export function claimDeferred(desk: MatchingDesk): void {
  const homes = desk.deferred();
  if (homes.size === 0) return;
  const claims = claimsOf(desk, [...homes.keys()]);
  const waiting = new Map<DrySide, ManualSide[]>();
  for (const [manual, home] of homes) waiting.set(home, [...(waiting.get(home) ?? []), manual]);
  for (let settled = false; !settled; ) {
    settled = true;
    for (const [manual, side] of claims) {
      if ((waiting.get(side) ?? []).every((other) => claims.has(other))) continue;
      claims.delete(manual);
      settled = false;
    }
  }
  for (const [manual, side] of claims) {
    const named = [...new Set([...manual.references, ...manual.memoReferences])].join(', ');
    desk.pair({ dry: [side.index], manual: [manual.index], pass: 'vendor_amount', repeated: false, why: `same vendor, currency, amount and coding, although ${manual.poNumber} names ${named}, which it does not fit` });
  }
}

/** The one would-be PO that a deferred PO fits in everything but the reference, where that fits no other PO. */
function claimsOf(desk: MatchingDesk, deferred: readonly ManualSide[]): Map<ManualSide, DrySide> {
  const sidesOf = new Map<ManualSide, Set<DrySide>>();
  const manualsOf = new Map<DrySide, Set<ManualSide>>();
  // What has no deferred PO's amount has no part in it.
  const amounts = new Set(deferred.map(({ amountMinor }) => amountMinor));
  const manuals = [...desk.freeManual(), ...deferred].filter(({ amountMinor }) => amounts.has(amountMinor));
  const orders = desk.unpairedDry().filter((side) => side.kind === 'order' && amounts.has(side.amountMinor) && !desk.isNamedElsewhere(side.index));
  for (const bucket of vendorBuckets(desk, manuals, orders)) {
    const byAmount = Map.groupBy(bucket.manual, ({ amountMinor }) => amountMinor);
    for (const side of bucket.dry) {
      for (const manual of byAmount.get(side.amountMinor) ?? []) {
        if (desk.daysApart(side, manual) === undefined || !desk.codingAgrees(side, manual) || !desk.mayPair(side, manual)) continue;
        sidesOf.set(manual, (sidesOf.get(manual) ?? new Set()).add(side));
        manualsOf.set(side, (manualsOf.get(side) ?? new Set()).add(manual));
      }
    }
  }
  const claims = new Map<ManualSide, DrySide>();
  for (const manual of deferred) {
    const [side, ...others] = sidesOf.get(manual) ?? [];
    if (side !== undefined && others.length === 0 && manualsOf.get(side)?.size === 1) claims.set(manual, side);
  }
  return claims;
}

/** Gives the deferred POs that nobody claimed to the transaction that they name. */
export function returnDeferred(desk: MatchingDesk): void {
  for (const { home, manuals } of desk.takeDeferred()) {
    const pairing = desk.pairingOfDry(home.index);
    if (pairing === undefined) {
      pairNamed(desk, home, manuals, answerOf(desk, home, manuals));
      continue;
    }
    const sides = pairing.dry.map((index) => desk.dry[index] as DrySide) as [DrySide, ...DrySide[]];
    const whole = asOne(desk, sides);
    for (const manual of manuals) {
      // What it names was answered together with a transaction from which it was parted by hand: it stays alone.
      if (desk.holdsParted(sides, [manual])) continue;
      const said = pairing.manual.some((index) => sameAmount(desk.manual[index] as ManualSide, manual)) || sameMoney(whole, manual);
      const mistyped = vendorAgrees(whole, manual) && whole.currency === manual.currency && desk.mayShareCode(whole, manual) && isMistyped(desk.codings, whole, manual);
      desk.add(pairing, manual.index, { repeated: said || mistyped, why: `${manual.poNumber} names it too and fits nothing else` });
    }
  }
}

const sameAmount = (first: ManualSide, second: ManualSide): boolean => first.currency === second.currency && first.amountMinor === second.amountMinor;
