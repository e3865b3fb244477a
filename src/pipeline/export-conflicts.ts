import { type Instant, formatInstant } from '../domain/calendar.ts';
import type { ConflictingOrders } from '../domain/incompleteness.ts';
import type { StoredImport } from '../store/record-reader.ts';
import type { SettledManual } from '../store/record-writer.ts';
import { asOfOf } from './newest-version.ts';

/** Counts the POs of an export on its way into the record that other exports of its instant hold with different content, and that no newer one settles. */
export class ExportConflicts {
  readonly #byId: ReadonlyMap<number, StoredImport>;
  readonly #asOf: Instant | null;
  readonly #with = new Set<number>();
  #orders = 0;

  /** `imports`: all that stand. `asOf`: the instant of the export; null where nobody can tell it. */
  constructor(imports: readonly StoredImport[], asOf: Instant | null) {
    this.#byId = new Map(imports.map((each) => [each.id, each]));
    this.#asOf = asOf;
  }

  /** How much newer this export is than another import, in milliseconds; 0 where both are of one instant, or of none that is known. */
  apartFrom(importId: number): number {
    const [own, other] = [this.#asOf ?? Number.NEGATIVE_INFINITY, asOfOf(this.#byId.get(importId))];
    return own === other ? 0 : own - other;
  }

  /** Takes what became of a PO that an earlier import holds too. */
  add({ same, others }: SettledManual): void {
    if (others.length === 0 || [same, ...others].flat().some((holder) => this.apartFrom(holder) < 0)) return;
    const rivals = others.flat().filter((holder) => this.apartFrom(holder) === 0);
    if (rivals.length === 0) return;
    this.#orders++;
    for (const holder of rivals) this.#with.add(holder);
  }

  /** What was found; undefined where nothing was. */
  found(): ConflictingOrders | undefined {
    if (this.#orders === 0) return undefined;
    const exports = [...this.#with].sort((left, right) => left - right).flatMap((id) => this.#byId.get(id) ?? []);
    return { orders: this.#orders, asOf: this.#asOf === null ? null : formatInstant(this.#asOf), exports: exports.map(({ shown, sha256 }) => ({ shown, sha256 })) };
  }
}
