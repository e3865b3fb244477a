import { type MatchingDesk, vendorAgrees } from './desk.ts';
import type { CandidateNote, DrySide, ManualSide } from './sides.ts';

const MOST = 5;

/**
 * For everything that stayed unpaired: who else it could have been, and why it was not taken. Looked up by vendor and by amount,
 * never all against all.
 */
export function listCandidates(desk: MatchingDesk): { dryCandidates: Map<number, CandidateNote[]>; manualCandidates: Map<number, CandidateNote[]> } {
  const dryCandidates = new Map<number, CandidateNote[]>();
  const manualCandidates = new Map<number, CandidateNote[]>();
  const dry = desk.freeDry();
  const byAmount = new Map<string, DrySide[]>();
  const byVendor = new Map<string, DrySide[]>();
  const append = (map: Map<string, DrySide[]>, key: string, side: DrySide): void => {
    const same = map.get(key);
    if (same === undefined) map.set(key, [side]);
    else same.push(side);
  };
  for (const side of dry) {
    append(byAmount, `${side.currency} ${side.amountMinor}`, side);
    for (const id of side.vendorIds) append(byVendor, `${side.currency} ${id}`, side);
  }
  for (const manual of desk.freeManual()) {
    const sameAmount = byAmount.get(`${manual.currency} ${manual.amountMinor}`) ?? [];
    const vendor = manual.vendorId === '' ? manual.namedVendorId : manual.vendorId;
    const sameVendor = vendor === '' ? [] : (byVendor.get(`${manual.currency} ${vendor}`) ?? []);
    const scored: { side: DrySide; why: string; rank: number }[] = [];
    for (const side of new Set([...sameAmount, ...sameVendor])) {
      const apart = side.day === null ? null : Math.abs(side.day - manual.day);
      const agrees = vendorAgrees(side, manual);
      const amount = side.amountMinor === manual.amountMinor;
      if (!amount && (apart === null || apart > desk.dateWindowDays)) continue;
      const facts = [amount ? 'same amount' : 'another amount', agrees ? 'same vendor' : 'another vendor', apart === null ? 'no date' : `${apart} day${apart === 1 ? '' : 's'} apart`];
      if (desk.ambiguousDry.has(side.index) && desk.ambiguousManual.has(manual.index)) facts.push('others fit as well');
      scored.push({ side, why: facts.join(', '), rank: (amount ? 0 : 2) + (agrees ? 0 : 1) + (apart ?? 99) / 100 });
    }
    scored.sort((left, right) => left.rank - right.rank || left.side.index - right.side.index);
    for (const { side, why } of scored.slice(0, MOST)) {
      note(manualCandidates, manual.index, { id: side.transaction.reportId, why });
      note(dryCandidates, side.index, { id: manual.poNumber, why });
    }
  }
  return { dryCandidates, manualCandidates };
}

function note(notes: Map<number, CandidateNote[]>, index: number, candidate: CandidateNote): void {
  const list = notes.get(index);
  if (list === undefined) notes.set(index, [candidate]);
  else if (list.length < MOST && !list.some((other) => other.id === candidate.id)) list.push(candidate);
}

/** Gives manual POs that name an answered transaction, and found no better place, back to it. */
export function returnSurplus(desk: MatchingDesk): void {
  const pairingOf = new Map<number, (typeof desk.pairings)[number]>();
  for (const pairing of desk.pairings) for (const index of pairing.dry) pairingOf.set(index, pairing);
  for (const [index, home] of [...desk.surplus].sort(([left], [right]) => left - right)) {
    if (!desk.manualIsFree(index)) continue;
    const manual = desk.manual[index] as ManualSide;
    const pairing = pairingOf.get(home);
    if (pairing === undefined) {
      pairingOf.set(home, desk.pair({ dry: [home], manual: [index], pass: 'reference', why: `${manual.poNumber} names ${desk.dry[home]?.transaction.reportId}`, repeated: false }));
      continue;
    }
    const first = desk.manual[pairing.manual[0] as number] as ManualSide;
    desk.add(pairing, index, pairing.dry.length === 1 && first.amountMinor === manual.amountMinor && first.currency === manual.currency);
    pairing.why += `; ${manual.poNumber} names it too and fits nothing else`;
  }
}
