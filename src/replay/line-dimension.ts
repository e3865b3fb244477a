import type { Resolved } from '../mapping/resolver.ts';
import type { Part, UsageCounter } from './usage-counter.ts';

/**
 * What lines use in one dimension, such as the department. Lines next to one another that use the same are added together: most of a
 * report do.
 */
export class LineDimension {
  readonly #countersOf: (value: Resolved) => readonly UsageCounter[];
  readonly #counters = new Map<Resolved, readonly UsageCounter[]>();
  #value: Resolved | null = null;
  #minor = 0;

  /** `countersOf` gives the counters of a value that is seen for the first time. */
  constructor(countersOf: (value: Resolved) => readonly UsageCounter[]) {
    this.#countersOf = countersOf;
  }

  /** Adds a line's amount in minor units; null, which some lines have, also ends a report. */
  add(value: Resolved | null, amountMinor: number, part: Part, report: number, currency: number): void {
    if (value === this.#value) {
      this.#minor += amountMinor;
      return;
    }
    if (this.#value !== null) for (const counter of this.#of(this.#value)) counter.add(part, report, currency, this.#minor);
    this.#value = value;
    this.#minor = amountMinor;
  }

  #of(value: Resolved): readonly UsageCounter[] {
    let counters = this.#counters.get(value);
    if (counters === undefined) this.#counters.set(value, (counters = this.#countersOf(value)));
    return counters;
  }
}
