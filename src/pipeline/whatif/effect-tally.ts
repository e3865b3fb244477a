import { MoneySums } from '../../domain/money-sums.ts';
import type { VarianceTotals } from '../../domain/variance.ts';
import { type ChangedRule, EFFECTS, type Effect, type EffectTotals, type OpenTotals, type RowEffect, type RowState, type RuleEffects, ruleText } from '../../domain/whatif.ts';
import { compareText } from '../../domain/text.ts';
import { isOpenState } from '../../variance/row-effects.ts';

class Sums {
  rows = 0;
  readonly openRows = { before: 0, after: 0 };
  readonly before = new MoneySums();
  readonly after = new MoneySums();

  add({ before, after }: Pick<RowEffect, 'before' | 'after'>): void {
    this.rows++;
    for (const { currency, atStake } of before.filter(isOpenState)) {
      this.openRows.before++;
      this.before.addDecimal(currency, atStake);
    }
    for (const { currency, atStake } of after.filter(isOpenState)) {
      this.openRows.after++;
      this.after.addDecimal(currency, atStake);
    }
  }

  totals(): EffectTotals {
    return { rows: this.rows, openRows: { ...this.openRows }, before: this.before.plain(true), after: this.after.plain(true) };
  }
}

/** Counts effects, in all and by rule. */
export class EffectTally {
  readonly #sums = new Map<Effect, Sums>(EFFECTS.map((effect) => [effect, new Sums()]));
  readonly #byRule = new Map<number, Map<Effect, Sums>>();
  readonly #openBefore = new MoneySums();
  #openRows = 0;

  add(row: RowEffect): void {
    (this.#sums.get(row.effect) as Sums).add(row);
    for (const rule of row.rules) {
      const byEffect = this.#byRule.get(rule) ?? new Map<Effect, Sums>();
      this.#byRule.set(rule, byEffect);
      const sums = byEffect.get(row.effect) ?? new Sums();
      byEffect.set(row.effect, sums);
      sums.add(row);
    }
    for (const { currency, atStake } of row.before.filter(isOpenState)) {
      this.#openRows++;
      this.#openBefore.addDecimal(currency, atStake);
    }
  }

  totals(): Record<Effect, EffectTotals> {
    return Object.fromEntries([...this.#sums].map(([effect, sums]) => [effect, sums.totals()])) as Record<Effect, EffectTotals>;
  }

  /** What stays open as it was, of all that was open before. Throws where that and the effects do not add up to what is open after. */
  unchanged(before: VarianceTotals, after: VarianceTotals): OpenTotals {
    const left = new MoneySums();
    for (const [currency, { open }] of Object.entries(before.currencies)) left.addDecimal(currency, open);
    for (const currency of this.#openBefore.currencies) left.add(currency, -this.#openBefore.of(currency));
    const rows = before.open - this.#openRows;
    const opened = [...this.#sums.values()].reduce((sum, { openRows }) => sum + openRows.after, 0);
    if (rows + opened !== after.open) throw new Error(`open rows do not add up: ${rows} as before and ${opened} of effects are not ${after.open}`);
    return { rows, atStake: left.plain(true) };
  }

  /** The rules with what they do, those that change most rows first; `placeOf` says where one stands now. */
  rules(rules: readonly ChangedRule[], usedOf: (rule: ChangedRule) => number | null): { rules: RuleEffects[]; placeOf: number[] } {
    const rowsOf = (place: number): number => [...(this.#byRule.get(place)?.values() ?? [])].reduce((sum, { rows }) => sum + rows, 0);
    const order = rules.map((_, place) => place).sort((left, right) => rowsOf(right) - rowsOf(left) || compareText(ruleText(rules[left] as ChangedRule), ruleText(rules[right] as ChangedRule)));
    const placeOf: number[] = [];
    const told = order.map((place, now): RuleEffects => {
      placeOf[place] = now;
      const rule = rules[place] as ChangedRule;
      const byEffect = this.#byRule.get(place);
      return { rule: ruleText(rule), ...rule, used: usedOf(rule), effects: Object.fromEntries(EFFECTS.flatMap((effect) => (byEffect?.has(effect) === true ? [[effect, (byEffect.get(effect) as Sums).totals()]] : []))) };
    });
    return { rules: told, placeOf };
  }
}

/** Open rows of a run and what is at stake in them. */
export function openTotals({ open, currencies }: VarianceTotals): OpenTotals {
  const sums = new MoneySums();
  for (const [currency, totals] of Object.entries(currencies)) sums.addDecimal(currency, totals.open);
  return { rows: open, atStake: sums.plain(true) };
}

/** POs that stand on one side alone. */
export function ordersApart(before: readonly RowState[], after: readonly RowState[]): string[] {
  const [was, is] = [new Set(before.flatMap(({ poNumbers }) => poNumbers)), new Set(after.flatMap(({ poNumbers }) => poNumbers))];
  return [...[...was].filter((number) => !is.has(number)), ...[...is].filter((number) => !was.has(number))];
}
