import { type MatchingDesk, sameMoney } from './desk.ts';
import type { CounterpartNote, DrySide, ManualSide, MatchResult } from './sides.ts';
import { vendorAgrees } from './vendor-evidence.ts';

/** A would-be PO and a manual PO of another legal entity that may be one PO in the wrong one. */
interface Claim extends Omit<CounterpartNote, 'index'> {
  dry: DrySide;
  manual: ManualSide;
}

/**
 * What stayed unpaired and explains each other across legal entities: one PO that was entered in the wrong one. On strong evidence alone, one to
 * one, and never as a pair.
 */
export function findCounterparts(desk: MatchingDesk, candidates: Pick<MatchResult, 'dryCandidates' | 'manualCandidates'>): Pick<MatchResult, 'dryCounterparts' | 'manualCounterparts'> {
  const dryCounterparts = new Map<number, CounterpartNote>();
  const manualCounterparts = new Map<number, CounterpartNote>();
  const claims = [...byReference(desk), ...byVendorAmountAndDate(desk, candidates)];
  const claimed = new Map<number, number>();
  for (const { dry } of claims) claimed.set(dry.index, (claimed.get(dry.index) ?? 0) + 1);
  for (const { dry, manual, by, why } of claims) {
    if (claimed.get(dry.index) !== 1) continue;
    dryCounterparts.set(dry.index, { index: manual.index, by, why });
    manualCounterparts.set(manual.index, { index: dry.index, by, why });
  }
  return { dryCounterparts, manualCounterparts };
}

/** Whether a PO's amount is one to go by. */
const isSound = ({ incomplete, offBasis }: ManualSide): boolean => incomplete === null && offBasis === null;

/** POs that name one transaction, of another entity, that nobody keyed in its own. */
function byReference(desk: MatchingDesk): Claim[] {
  if (desk.elsewhere.size === 0) return [];
  const named = new Map<string, DrySide[]>([...desk.elsewhere.values()].flatMap((each) => each.named.map((id) => [id, []])));
  for (const side of desk.dry) if (side.kind === 'order') named.get(side.transaction.reportId)?.push(side);
  const unpaired = new Set(desk.unpairedDry());
  const manuals = desk.unpairedManual().filter(isSound);
  return manuals.flatMap((manual) => {
    const ids = desk.elsewhere.get(manual.index)?.named ?? [];
    const sides = ids.length === 1 ? (named.get(ids[0] as string) as DrySide[]) : [];
    const dry = sides.length === 1 ? sides[0] : onlyOf(sides.filter((side) => unpaired.has(side) && sameMoney(side, manual) && vendorAgrees(side, manual)));
    if (dry === undefined || !unpaired.has(dry) || dry.currency !== manual.currency) return [];
    return [{ dry, manual, by: 'reference' as const, why: '' }];
  });
}

const onlyOf = <Side>(sides: readonly Side[]): Side | undefined => (sides.length === 1 ? sides[0] : undefined);

/**
 * POs that name nobody and are the only candidate of one would-be PO, which has no other either: candidates of another entity have the money and
 * nearly the date (candidates.ts), and the vendor must be sure.
 */
function byVendorAmountAndDate(desk: MatchingDesk, { dryCandidates, manualCandidates }: Pick<MatchResult, 'dryCandidates' | 'manualCandidates'>): Claim[] {
  return desk.unpairedManual().filter(isSound).flatMap((manual) => {
    const note = onlyOf(manualCandidates.get(manual.index) ?? []);
    if (note === undefined || !note.isElsewhere || manual.references.length + manual.memoReferences.length > 0) return [];
    const dry = desk.dry[note.index] as DrySide;
    if (dry.kind !== 'order' || onlyOf(dryCandidates.get(dry.index) ?? [])?.index !== manual.index || !vendorAgrees(dry, manual)) return [];
    return [{ dry, manual, by: 'vendor_amount_date' as const, why: note.why }];
  });
}
