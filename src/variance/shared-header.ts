import { fold } from '../domain/text.ts';
import type { DrySide, ManualSide, OrderHeader } from '../matching/sides.ts';

/** Would-be POs and the manual POs of their vendor and period; `residualMinor` is what was keyed beyond what was asked for. */
export interface SharedPart {
  orders: readonly DrySide[];
  manuals: readonly ManualSide[];
  residualMinor: number;
}

/** How would-be POs that share manual POs differ in vendor and period. */
export interface SharedHeaders {
  /** By the index of the dry side, for sides with a would-be PO; [] where both agree. */
  causes: Map<number, string[]>;
  /** The group taken apart by vendor and period; null where any of these differ, and where all have one. */
  parts: SharedPart[] | null;
}

/** The vendor of a PO whose name stands for nobody with certainty; no id is this. */
const UNCONFIRMED = '\u0000';

const vendorAsked = ({ vendorId }: OrderHeader): string => fold(vendorId);
const periodAsked = ({ period }: OrderHeader): string => fold(period);
const periodKeyed = ({ period }: ManualSide): string => period;

function vendorKeyed({ vendorId, namedVendorId, vendorName }: ManualSide): string {
  if (vendorId !== '' || namedVendorId !== '') return vendorId !== '' ? vendorId : namedVendorId;
  return vendorName === '' ? '' : UNCONFIRMED;
}

/**
 * Compares vendors and periods of a group by the money that was asked for and keyed under each. A PO has one vendor and one period for
 * all its lines: where money of one vendor was keyed under another, neither agrees. What the POs have more or less as a whole is a
 * variance of amount, and no vendor's. `sides` are all of the group, the last of which bears that residual.
 */
export function sharedHeaders(sides: readonly DrySide[], manuals: readonly ManualSide[], notCompared: ReadonlySet<string>, toleranceOf: (side: DrySide) => number): SharedHeaders {
  const orders = sides.filter((side) => side.order !== null);
  const without = sides.filter((side) => side.order === null);
  const by = (asked: (order: OrderHeader) => string, keyed: (manual: ManualSide) => string): MoneyByKey => new MoneyByKey(orders, without, manuals, asked, keyed);
  const vendors = notCompared.has('vendor') ? null : by(vendorAsked, vendorKeyed);
  const periods = notCompared.has('period') ? null : by(periodAsked, periodKeyed);
  const both = vendors === null || periods === null ? (vendors ?? periods) : by((order) => pairOf(vendorAsked(order), periodAsked(order)), (manual) => pairOf(vendorKeyed(manual), periodKeyed(manual)));
  const isUnconfirmed = manuals.some((manual) => vendorKeyed(manual) === UNCONFIRMED);
  const causes = new Map(orders.map((side) => {
    const differs = (money: MoneyByKey | null): boolean => money?.differs(side, toleranceOf(side), side === sides.at(-1)) === true;
    const [vendor, period] = [differs(vendors), differs(periods)];
    // Each agrees alone and the two together do not: money of one vendor's period stands in another vendor's.
    const crossed = !vendor && !period && differs(both);
    return [side.index, [...(vendor || crossed ? [isUnconfirmed && vendors?.isShort(side) === true ? 'vendor_unconfirmed' : 'vendor'] : []), ...(period || crossed ? ['period'] : [])]];
  }));
  const agree = [...causes.values()].every((found) => found.length === 0);
  return { causes, parts: agree && both !== null && both.keys.length > 1 ? both.parts() : null };
}

const pairOf = (vendor: string, period: string): string => JSON.stringify([vendor, period]);

/** What was asked for and what was keyed, by vendor, by period, or by both. */
class MoneyByKey {
  readonly #asked = new Map<string, number>();
  readonly #keyed = new Map<string, number>();
  readonly #askedOf: (order: OrderHeader) => string;
  readonly #keyedOf: (manual: ManualSide) => string;
  readonly #orders: readonly DrySide[];
  readonly #manuals: readonly ManualSide[];
  /** Money that stands under another key than it should, in minor units. */
  readonly #movedMinor: number;
  /** Money under keys that no would-be PO has, beyond what the others are short of. */
  readonly #strangeMinor: number;
  /** Whether nothing at all was keyed for one of the keys. */
  readonly #lacksOne: boolean;

  constructor(orders: readonly DrySide[], without: readonly DrySide[], manuals: readonly ManualSide[], askedOf: (order: OrderHeader) => string, keyedOf: (manual: ManualSide) => string) {
    this.#askedOf = askedOf;
    this.#keyedOf = keyedOf;
    this.#orders = orders;
    this.#manuals = manuals;
    for (const side of orders) add(this.#asked, this.#keyOf(side), side.amountMinor);
    for (const manual of manuals) add(this.#keyed, keyedOf(manual), manual.amountMinor);
    let [over, short, strange] = [0, 0, 0];
    for (const key of new Set([...this.#asked.keys(), ...this.#keyed.keys()])) {
      const apart = this.#apart(key);
      if (apart > 0) over += apart;
      else short -= apart;
      if (!this.#asked.has(key)) strange += apart;
    }
    // A report without a would-be PO was keyed for whatever vendor and period the clerk knew.
    const open = without.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    this.#movedMinor = Math.max(0, Math.min(over - Math.max(open, 0), short + Math.min(open, 0)));
    this.#strangeMinor = without.length > 0 ? 0 : strange - short;
    this.#lacksOne = this.keys.some((key) => !this.#keyed.has(key));
  }

  /** What would-be POs ask for, each once. */
  get keys(): string[] {
    return [...this.#asked.keys()];
  }

  #keyOf(side: DrySide): string {
    return this.#askedOf(side.order as OrderHeader);
  }

  #apart(key: string): number {
    return (this.#keyed.get(key) ?? 0) - (this.#asked.get(key) ?? 0);
  }

  /** Whether less was keyed under a side's key than was asked for. */
  isShort(side: DrySide): boolean {
    return this.#apart(this.#keyOf(side)) < 0;
  }

  /** Whether a side's key differs: nothing was keyed under it, or money stands under another key, or the residual that the last side bears does. */
  differs(side: DrySide, toleranceMinor: number, isLast: boolean): boolean {
    const key = this.#keyOf(side);
    if (!this.#keyed.has(key) || (isLast && this.#strangeMinor > 0)) return true;
    const apart = this.#apart(key);
    return this.#movedMinor > toleranceMinor ? Math.abs(apart) > toleranceMinor : this.#movedMinor > 0 && this.#lacksOne && apart > 0;
  }

  /** The group taken apart by key; a PO under a key that nobody asked for is in none. */
  parts(): SharedPart[] {
    return this.keys.map((key) => ({ orders: this.#orders.filter((side) => this.#keyOf(side) === key), manuals: this.#manuals.filter((manual) => this.#keyedOf(manual) === key), residualMinor: this.#apart(key) }));
  }
}

function add(sums: Map<string, number>, key: string, amountMinor: number): void {
  sums.set(key, (sums.get(key) ?? 0) + amountMinor);
}
