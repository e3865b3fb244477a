import { settleSide } from './answers.ts';
import { type MatchingDesk, sameMoney, sumOf } from './desk.ts';
import type { DrySide, ManualSide } from './sides.ts';
import { searchSubset } from './subsets.ts';
import { typingMistake } from './amounts/typing-mistake.ts';
import { whyNamed } from './why-named.ts';
import { vendorAgrees } from './vendor-evidence.ts';

/** Settles the POs that name one transaction, and nothing else, onto its dry sides. */
export function settleTransaction(desk: MatchingDesk, sides: readonly DrySide[], manuals: readonly ManualSide[]): void {
  const [only] = sides;
  if (only === undefined || manuals.length === 0) return;
  if (sides.length === 1) settleSide(desk, only, manuals);
  else new Sorting(desk, sides, manuals).settle();
}

/**
 * POs of one report with several would-be POs (one a vendor, or one a line): each finds its own by what agrees most. The steps are
 * in the order of settle(), and each sees what those before it left.
 */
class Sorting {
  readonly #desk: MatchingDesk;
  readonly #sides: readonly DrySide[];
  readonly #own = new Map<DrySide, ManualSide[]>();
  readonly #grouped = new Set<DrySide>();
  #left: ManualSide[];

  constructor(desk: MatchingDesk, sides: readonly DrySide[], manuals: readonly ManualSide[]) {
    this.#desk = desk;
    this.#sides = sides;
    this.#left = [...manuals];
  }

  settle(): void {
    const { codings } = this.#desk;
    this.#oneToOne((side, manual) => sameMoney(side, manual) && vendorAgrees(side, manual) && codings.equal(side.coding, manual.coding));
    this.#oneToOne((side, manual) => sameMoney(side, manual) && vendorAgrees(side, manual));
    this.#oneToOne((side, manual) => sameMoney(side, manual) && codings.equal(side.coding, manual.coding));
    this.#merged();
    this.#byVendor();
    this.#extras();
    this.#oneToOne(sameMoney);
    this.#missingParts();
    this.#theOnlyBareSide();
    for (const side of this.#sides) {
      const own = this.#own.get(side);
      if (own !== undefined) settleSide(this.#desk, side, own.sort((left, right) => left.index - right.index));
    }
    const home = this.#bare()[0] ?? (this.#sides[0] as DrySide);
    for (const manual of this.#left) this.#desk.defer(manual, home);
  }

  /** Sides that nobody has yet. */
  #bare(): DrySide[] {
    return this.#sides.filter((side) => !this.#own.has(side) && !this.#grouped.has(side));
  }

  #give(side: DrySide, manual: ManualSide): void {
    const own = this.#own.get(side);
    if (own === undefined) this.#own.set(side, [manual]);
    else own.push(manual);
    this.#left = this.#left.filter((other) => other !== manual);
  }

  #group(sides: readonly DrySide[], manuals: readonly ManualSide[], why: string): void {
    for (const side of sides) this.#grouped.add(side);
    this.#left = this.#left.filter((manual) => !manuals.includes(manual));
    this.#desk.pair({ dry: sides.map((side) => side.index), manual: manuals.map((manual) => manual.index), pass: 'reference', repeated: false, why });
  }

  #oneToOne(fits: (side: DrySide, manual: ManualSide) => boolean): void {
    for (const manual of [...this.#left]) {
      const side = this.#bare().find((candidate) => fits(candidate, manual));
      if (side !== undefined) this.#give(side, manual);
    }
  }

  /** One PO keyed for several of the would-be POs, told by its amount: all that are left within the tolerance, or some exactly. */
  #merged(): void {
    for (const manual of [...this.#left]) {
      const sides = this.#bare().filter((side) => side.currency === manual.currency);
      if (sides.length < 2) return;
      const sum = sumOf(sides);
      const whole = this.#left.length === 1 && sides.length === this.#bare().length && Math.abs(manual.amountMinor - sum) <= this.#desk.toleranceOf(manual.currency, sum);
      const search = whole ? null : searchSubset(sides.map((side) => side.amountMinor), manual.amountMinor);
      const chosen = search === null ? sides : (search.only ?? []).map((place) => sides[place] as DrySide);
      if (!chosen.some((side) => vendorAgrees(side, manual)) && !whole) continue;
      this.#group(chosen, [manual], `${whyNamed([manual], this.#reportId)}, whose ${chosen.length} would-be POs add up to it`);
    }
  }

  get #reportId(): string {
    return (this.#sides[0] as DrySide).transaction.reportId;
  }

  /** A vendor's POs answer for the vendor's side, right or wrong. Where a vendor has several sides, one PO may stand for them all. */
  #byVendor(): void {
    const bySides = new Map<string, { sides: DrySide[]; manuals: ManualSide[] }>();
    const bare = this.#bare();
    for (const manual of this.#left) {
      const sides = bare.filter((side) => side.currency === manual.currency && vendorAgrees(side, manual));
      if (sides.length === 0) continue;
      const key = sides.map((side) => side.index).join();
      const same = bySides.get(key);
      if (same === undefined) bySides.set(key, { sides, manuals: [manual] });
      else same.manuals.push(manual);
    }
    for (const { sides, manuals } of bySides.values()) {
      const [manual] = manuals as [ManualSide];
      const free = sides.filter((side) => !this.#grouped.has(side));
      const [first, ...others] = free;
      if (first === undefined) continue;
      const side = others.length === 0 ? first : manuals.length === 1 ? nearestSide(free, manual) : undefined;
      if (side !== undefined) for (const each of manuals) this.#give(side, each);
      else this.#group(free, manuals, `${whyNamed(manuals, this.#reportId)}, which has ${free.length} would-be POs of this vendor`);
    }
  }

  /** A PO more for a vendor whose side is answered, and one in another currency: best where it says the same amount. */
  #extras(): void {
    for (const manual of [...this.#left]) {
      const agreeing = this.#sides.filter((side) => !this.#grouped.has(side) && vendorAgrees(side, manual));
      const side = agreeing.find((candidate) => sameMoney(candidate, manual)) ?? agreeing[0];
      if (side !== undefined) this.#give(side, manual);
    }
  }

  /** A part keyed for another vendor: where it completes one side's amount. */
  #missingParts(): void {
    for (const manual of [...this.#left]) {
      const completed = [...this.#own].filter(([side, own]) => [...own, manual].every(({ currency }) => currency === side.currency) && sumOf(own) + manual.amountMinor === side.amountMinor);
      const [first] = completed;
      if (completed.length === 1 && first !== undefined) this.#give(first[0], manual);
    }
  }

  /** What names the transaction but fits none of its vendors: to the side that nobody has entered, where there is just one. */
  #theOnlyBareSide(): void {
    const [side, ...others] = this.#bare();
    if (side !== undefined && others.length === 0) for (const manual of this.#left) this.#give(side, manual);
  }
}

/** Which of several sides a PO is nearest to, or undefined where it is nearest to all of them together. */
function nearestSide(sides: readonly DrySide[], manual: ManualSide): DrySide | undefined {
  const mistyped = sides.filter((side) => typingMistake(side.amountMinor, manual.amountMinor) !== null);
  const sum = sumOf(sides);
  if (mistyped.length === 1 && typingMistake(sum, manual.amountMinor) === null) return mistyped[0];
  let nearest: DrySide | undefined;
  let least = Math.abs(manual.amountMinor - sum);
  for (const side of sides) {
    const apart = Math.abs(manual.amountMinor - side.amountMinor);
    if (apart < least) [nearest, least] = [side, apart];
  }
  return nearest;
}
