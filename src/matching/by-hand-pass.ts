import { entryName } from '../domain/audit.ts';
import type { HandPairing } from '../domain/hand-pairing.ts';
import { answerOf } from './answers.ts';
import type { MatchingDesk } from './desk.ts';
import type { DrySide, HandProblem, ManualSide } from './sides.ts';

/** Sides that pairings by hand put together. */
interface HandGroup {
  dry: Set<DrySide>;
  manual: Set<ManualSide>;
  pairings: HandPairing[];
}

/**
 * Pairs what people paired by hand, before anybody else: the named would-be PO, or all of the transaction, with the named manual POs.
 * Pairings that share a would-be PO become one. Returns what could not be done.
 */
export function byHandPass(desk: MatchingDesk, pairings: readonly HandPairing[]): HandProblem[] {
  const problems: HandProblem[] = [];
  const sidesOf = groupedBy(desk.dry, new Set(pairings.map(({ transaction }) => transaction)), ({ transaction }) => transaction.reportId);
  const wanted = new Set(pairings.flatMap(({ purchaseOrders }) => purchaseOrders));
  const [byFullName, byName] = [groupedBy(desk.manual, wanted, ({ fullName }) => fullName), groupedBy(desk.manual, wanted, ({ poNumber }) => poNumber)];
  const owners = new Map<ManualSide, HandPairing>();
  let groups: HandGroup[] = [];
  for (const pairing of pairings) {
    const problem = (what: HandProblem['what'], purchaseOrder: string | null, takenBy: HandPairing | null = null): void => {
      problems.push({ pairing, what, purchaseOrder, takenBy });
    };
    const sides = sidesOf.get(pairing.transaction) ?? [];
    const dry = pairing.order === null ? sides : sides.filter(({ order }) => order?.number === pairing.order);
    if (dry.length === 0) {
      problem(sides.length === 0 ? 'no_transaction' : 'no_order', null);
      continue;
    }
    const manuals: ManualSide[] = [];
    for (const number of pairing.purchaseOrders) {
      const [manual] = byFullName.get(number) ?? byName.get(number) ?? [];
      const owner = manual === undefined ? undefined : owners.get(manual);
      if (manual === undefined) problem('no_purchase_order', number);
      else if (owner !== undefined) problem('used', number, owner);
      else if (!dry.every((side) => desk.inOneEntity(side, manual))) problem('other_entity', number);
      else {
        owners.set(manual, pairing);
        manuals.push(manual);
      }
    }
    if (manuals.length === 0) continue;
    const shared = groups.filter((group) => dry.some((side) => group.dry.has(side)));
    groups = [...groups.filter((group) => !shared.includes(group)), {
      dry: new Set([...shared.flatMap((group) => [...group.dry]), ...dry]),
      manual: new Set([...shared.flatMap((group) => [...group.manual]), ...manuals]),
      pairings: [...shared.flatMap((group) => group.pairings), pairing],
    }];
  }
  for (const group of groups) pairGroup(desk, group);
  return problems;
}

function groupedBy<Side>(sides: readonly Side[], wanted: ReadonlySet<string>, keyOf: (side: Side) => string): Map<string, Side[]> {
  const grouped = new Map<string, Side[]>();
  for (const side of sides) {
    const key = keyOf(side);
    if (wanted.has(key)) grouped.set(key, [...(grouped.get(key) ?? []), side]);
  }
  return grouped;
}

function pairGroup(desk: MatchingDesk, group: HandGroup): void {
  const inOrder = <Side extends { index: number }>(sides: Iterable<Side>): Side[] => [...sides].sort((left, right) => left.index - right.index);
  const [dry, manual] = [inOrder(group.dry), inOrder(group.manual)];
  const [only, ...others] = dry;
  desk.pair({
    dry: dry.map(({ index }) => index), manual: manual.map(({ index }) => index), pass: 'by_hand',
    // What was keyed is still compared: two POs that a person pairs may say the same thing twice.
    repeated: only !== undefined && others.length === 0 && answerOf(desk, only, manual) === 'repeated',
    why: group.pairings.toSorted((left, right) => left.entry - right.entry).map(whyByHand).join('; '),
  });
}

const whyByHand = ({ by, entry, reason }: HandPairing): string => `paired by hand${by === '' ? '' : ` by ${by}`} (${entryName(entry)}): ${reason}`;
