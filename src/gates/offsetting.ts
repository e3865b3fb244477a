import type { Offsetting } from '../domain/offsetting.ts';
import { absolute, formatMinor, minorOf } from '../domain/money.ts';
import { type VarianceRow, isOpen } from '../domain/variance.ts';

interface Difference {
  minor: bigint;
  name: string;
}

/** Finds differences that cancel out within one vendor, one cost centre or one day: two of one size, or all of a group together. */
export class OffsettingGroups {
  readonly #groups = new Map<string, { within: string; currency: string; differences: Difference[] }>();
  readonly #costCentresOf: (row: VarianceRow) => readonly string[];

  constructor(costCentresOf: (row: VarianceRow) => readonly string[]) {
    this.#costCentresOf = costCentresOf;
  }

  add(row: VarianceRow): void {
    const { variance, currency, date, dryRun, transactionId, id } = row;
    if (variance === null || !isOpen(row)) return;
    const minor = minorOf(variance, currency);
    if (minor === 0n) return;
    const groups = [...(dryRun.vendorId === null ? [] : [`vendor ${dryRun.vendorId}`]), ...this.#costCentresOf(row).map((centre) => `cost centre ${centre}`), ...(date === null ? [] : [`day ${date}`])];
    for (const within of groups) {
      const key = JSON.stringify([within, currency]);
      let group = this.#groups.get(key);
      if (group === undefined) this.#groups.set(key, (group = { within, currency, differences: [] }));
      group.differences.push({ minor, name: transactionId ?? id });
    }
  }

  /** What cancels, in the order in which it was met; the same rows are told once, for the narrowest group that holds them. */
  result(): Offsetting[] {
    const told = new Set<string>();
    const found: Offsetting[] = [];
    for (const { within, currency, differences } of this.#groups.values()) {
      for (const cancelling of cancelOut(differences)) {
        const rows = cancelling.map(({ name }) => name);
        const key = JSON.stringify([...rows].sort());
        if (told.has(key)) continue;
        told.add(key);
        const gross = cancelling.reduce((sum, { minor }) => sum + absolute(minor), 0n);
        found.push({ within, currency, net: formatMinor(0, currency), gross: formatMinor(gross, currency), rows });
      }
    }
    return found;
  }
}

/** Sets of differences that add up to zero: pairs of one size, then, where what is left adds up to nothing, the rest together. */
function cancelOut(differences: readonly Difference[]): Difference[][] {
  const waiting = new Map<bigint, Difference[]>();
  const pairs: Difference[][] = [];
  for (const difference of differences) {
    const counterpart = waiting.get(-difference.minor)?.shift();
    if (counterpart !== undefined) {
      pairs.push([counterpart, difference]);
      continue;
    }
    const same = waiting.get(difference.minor);
    if (same === undefined) waiting.set(difference.minor, [difference]);
    else same.push(difference);
  }
  const rest = [...waiting.values()].flat();
  return rest.length > 1 && rest.reduce((sum, { minor }) => sum + minor, 0n) === 0n ? [...pairs, rest] : pairs;
}
