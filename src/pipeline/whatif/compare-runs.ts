import type { Effect, RowEffect } from '../../domain/whatif.ts';
import type { RunComparison } from '../../store/run-comparison.ts';
import { alignedRows, effectOf, isOpenState, stateOf } from '../../variance/row-effects.ts';
import { EffectTally, ordersApart } from './effect-tally.ts';
import { OwnRules, type RuleSources } from './own-rules.ts';

/** An effect whose rules lie with another transaction, if anywhere. */
interface Unexplained {
  place: number;
  orders: string[];
}

/** What is compared, and by what it is explained. */
export interface Comparing extends Pick<RuleSources, 'rules' | 'used' | 'reader'> {
  comparison: RunComparison;
}

/** Finds what becomes of every row that is not the same in both runs, keeps it in the comparison, and counts it. */
export function compareRuns({ comparison, reader, rules, used }: Comparing): EffectTally {
  const tally = new EffectTally();
  /** By PO whose pairing changed: where the effect of its transaction is kept. */
  const takers = new Map<string, number[]>();
  const unexplained: Unexplained[] = [];
  const own = new OwnRules({ rules, used, reader, hasSameOrders: (transactionId) => comparison.hasSameOrders(transactionId) });
  let place = 0;
  for (const { transactionId, ...rows } of comparison.differing()) {
    for (const aligned of alignedRows(rows)) {
      const { before, after } = aligned;
      const effect: RowEffect = { transactionId, effect: effectOf(before, after), before: before.map(stateOf), after: after.map(stateOf), rules: [], via: null };
      const orders = ordersApart(effect.before, effect.after);
      if (transactionId !== null) {
        effect.rules = own.of(transactionId, aligned);
        for (const order of orders) takers.set(order, [...(takers.get(order) ?? []), place]);
      }
      comparison.keep(place, effect.effect, JSON.stringify(effect));
      if (effect.rules.length > 0) tally.add(effect);
      else unexplained.push({ place, orders });
      place++;
    }
  }
  for (const each of unexplained) tally.add(explained(each));
  return tally;

  /** An effect with the rules of the transaction that took its PO, or gave it up. */
  function explained({ place: at, orders }: Unexplained): RowEffect {
    const effect = JSON.parse(comparison.kept(at)) as RowEffect;
    const others = orders.flatMap((order) => takers.get(order) ?? []).filter((other) => other !== at).map((other) => JSON.parse(comparison.kept(other)) as RowEffect);
    const [other] = [...others.filter(({ rules: found }) => found.length > 0), ...others];
    if (other === undefined) return effect;
    const found: RowEffect = { ...effect, effect: effect.transactionId === null ? effectOfOrder(effect, other) : effect.effect, rules: other.rules, via: other.transactionId };
    comparison.keep(at, found.effect, JSON.stringify(found));
    return found;
  }
}

/** A manual PO that nothing explained goes by the transaction that it is paired with now. One that nothing explains now had no row, and is newly caused. */
function effectOfOrder({ before, after, effect }: RowEffect, other: RowEffect): Effect {
  if (before.length === 0 || after.length > 0) return effect;
  return other.after.some(isOpenState) ? 'changed' : effectOf(before, other.after);
}
