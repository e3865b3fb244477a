import type { BusinessDate } from '../../domain/calendar.ts';
import type { VarianceRow } from '../../domain/variance.ts';
import type { ChangedRule, Effect, RowEffect } from '../../domain/whatif.ts';
import type { UsedRules } from '../../replay/used-rules.ts';
import type { RecordReader } from '../../store/record-reader.ts';
import type { RunComparison } from '../../store/run-comparison.ts';
import { alignedRows, effectOf, isOpenState, stateOf } from '../../variance/row-effects.ts';
import { EffectTally, ordersApart } from './effect-tally.ts';

/** Settings that bear on the comparison alone; the others bear on what the ERP would be sent, and the window on both. */
const COMPARING = /^(tolerance|matching|calendar|scope\.ledger|window)\b/;
const SENDING = /^(?!tolerance\b|matching\b|calendar\b|scope\.ledger\b)/;

/** An effect whose rules lie with another transaction, if anywhere. */
interface Unexplained {
  place: number;
  orders: string[];
}

/** What is compared, and by what it is explained. */
export interface Comparing {
  comparison: RunComparison;
  reader: Pick<RecordReader, 'eventsOf'>;
  rules: readonly ChangedRule[];
  used: UsedRules;
}

/** Finds what becomes of every row that is not the same in both runs, keeps it in the comparison, and counts it. */
export function compareRuns({ comparison, reader, rules, used }: Comparing): EffectTally {
  const tally = new EffectTally();
  /** By PO whose pairing changed: where the effect of its transaction is kept. */
  const takers = new Map<string, number[]>();
  const unexplained: Unexplained[] = [];
  const settings = rules.flatMap(({ where, key }, place) => (where === 'settings' && !key.startsWith('routing ') ? [{ place, key }] : []));
  let place = 0;
  for (const { transactionId, ...rows } of comparison.differing()) {
    let own: number[] | undefined;
    for (const { before, after } of alignedRows(rows)) {
      const effect: RowEffect = { transactionId, effect: effectOf(before, after), before: before.map(stateOf), after: after.map(stateOf), rules: [], via: null };
      const orders = ordersApart(effect.before, effect.after);
      if (transactionId !== null) {
        own ??= ownRules(transactionId, before[0] ?? after[0]);
        effect.rules = own;
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

  /** Rules that a transaction has to do with itself. */
  function ownRules(transactionId: string, row: VarianceRow | undefined): number[] {
    const last = reader.eventsOf(transactionId).at(-1);
    const found = last === undefined ? [] : used.of(last.snapshot, (row?.date ?? null) as BusinessDate | null);
    if (settings.length === 0) return found;
    const isSame = comparison.hasSameOrders(transactionId);
    if (found.length > 0 && !isSame) return found;
    const bearing = settings.filter(({ key }) => (isSame ? COMPARING : SENDING).test(key));
    return [...found, ...(bearing.length > 0 || found.length > 0 ? bearing : settings).map((setting) => setting.place)].sort((left, right) => left - right);
  }

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

/** A manual PO that nothing explained, or that nothing explains now, goes by the transaction that it was or is paired with. */
function effectOfOrder({ before, after, effect }: RowEffect, other: RowEffect): Effect {
  if (before.length > 0 && after.length === 0) return other.after.some(isOpenState) ? 'changed' : effectOf(before, other.after);
  if (after.length > 0 && before.length === 0) return other.before.some(isOpenState) ? 'changed' : effect;
  return effect;
}
