import type { Difference, VarianceStatus } from './variance.ts';

/** What a changed configuration does to a row, in the order in which it is told (docs/whatif.md). */
export const EFFECTS = ['newly_caused', 'cured', 'changed', 'no_longer_open', 'otherwise'] as const;
export type Effect = (typeof EFFECTS)[number];

/** How people read an effect. */
export const EFFECT_LABELS: Record<Effect, string> = {
  newly_caused: 'Newly caused', cured: 'Cured', changed: 'Changed, still open', no_longer_open: 'No longer open', otherwise: 'Changed, not open',
};

/** A row of a sheet, or a setting, that is not the same in both configurations. */
export interface ChangedRule {
  /** `mapping/categories`, `master/vendors`, `settings`. */
  where: string;
  /** What finds the row: `Travel`, `V-1001`; the name of a setting. */
  key: string;
  /** What it says; null where there is no such row. */
  before: string | null;
  after: string | null;
  /** File and line: of the row to be tried, or of the one in force where that is gone. */
  at: string;
}

/** A row of the variance table as far as an effect is told from it; amounts are plain decimals in the row's currency. */
export interface RowState {
  rowId: string;
  status: VarianceStatus;
  causes: string[];
  currency: string;
  variance: string | null;
  atStake: string;
  poNumbers: string[];
  differences: Difference[];
}

/** What becomes of the rows of one transaction that can be held against each other. */
export interface RowEffect {
  /** Null for a manual PO that nothing explains. */
  transactionId: string | null;
  effect: Effect;
  /** Rows before and after; [] where there is none. */
  before: RowState[];
  after: RowState[];
  /** Places in the list of rules. */
  rules: number[];
  /** The transaction whose rules these are, where it has none of its own. */
  via: string | null;
}

/** What is compared one by one, how many rows of it are open before and after, and what is at stake in those, by currency in plain decimals. */
export interface EffectTotals {
  rows: number;
  openRows: { before: number; after: number };
  before: Record<string, string>;
  after: Record<string, string>;
}

/** A rule with what it does. */
export interface RuleEffects extends ChangedRule {
  /** `mapping/categories.csv:7 Travel: 6100 → 6200`. */
  rule: string;
  /** How many transactions of the window use it; null where a run does not keep that. */
  used: number | null;
  effects: Partial<Record<Effect, EffectTotals>>;
}

/** What was tried, as it was named; null where what is in force stays. */
export interface Tried {
  mapping: string | null;
  master: string | null;
  settings: string | null;
}

/** Open rows and what is at stake in them. */
export interface OpenTotals {
  rows: number;
  atStake: Record<string, string>;
}

/** What a changed configuration does, without the rows one by one. */
export interface WhatIfSummary {
  run: { id: string; digest: string; asOf: string | null };
  tried: Tried;
  /** Whether any rule differs. */
  differs: boolean;
  totals: Record<Effect, EffectTotals> & { openBefore: OpenTotals; openAfter: OpenTotals; unchangedOpen: OpenTotals };
  /** Those that cause or cure most first, and last those that change nothing. */
  rules: RuleEffects[];
}

/** A rule in one line. */
export function ruleText({ key, before, after, at }: ChangedRule): string {
  const place = at === '' ? '' : `${at} `;
  if (before === null) return `${place}${key} → ${after ?? ''} (new)`;
  return after === null ? `${place}${key} → ${before} (removed)` : `${place}${key}: ${before} → ${after}`;
}
