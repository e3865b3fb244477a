import { compareText } from '../../domain/text.ts';
import type { DayFact, DecisionModel, Week } from '../decision-model.ts';

/** How a week's rows stand. */
export interface WeekFigures extends Week {
  rows: number;
  agreeing: number;
  open: number;
}

/** The weeks with the rows of their days. */
export function weekFigures({ weeks, days }: Pick<DecisionModel, 'weeks' | 'days'>): WeekFigures[] {
  return weeks.map((week) => {
    const own = days.filter(({ date }) => date >= week.from && date <= week.to);
    const sum = (of: (day: DayFact) => number): number => own.reduce((total, day) => total + of(day), 0);
    return { ...week, rows: sum((day) => day.rows), agreeing: sum((day) => day.agreeing), open: sum((day) => day.open) };
  });
}

/** A share in percent with one decimal, cut and not rounded: only all of it is 100. Null where there is nothing. */
export function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.floor((part * 1000) / whole) / 10;
}

/** The currencies of some amounts, those that occur most often first. */
export function currenciesOf(amounts: readonly Record<string, string>[]): string[] {
  const counts = new Map<string, number>();
  for (const each of amounts) for (const [currency, decimal] of Object.entries(each)) counts.set(currency, (counts.get(currency) ?? 0) + (isZero(decimal) ? 0 : 1));
  return [...counts].sort(([a, left], [b, right]) => right - left || compareText(a, b)).map(([currency]) => currency);
}

export const isZero = (decimal: string): boolean => /^-?[0.]*$/.test(decimal);
