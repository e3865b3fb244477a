import type { DrySide, ManualSide, MatchResult, Pairing } from './sides.ts';
import type { CodingTable } from './coding.ts';

/** What every pass works with: both sides, the rules, and what is taken. A pass takes sides only through pair(). */
export class MatchingDesk {
  readonly dry: readonly DrySide[];
  readonly manual: readonly ManualSide[];
  readonly codings: CodingTable;
  readonly dateWindowDays: number;
  readonly toleranceOf: (currency: string, wouldBeMinor: number) => number;
  readonly pairings: Pairing[] = [];
  readonly #dryTaken: Uint8Array;
  readonly #manualTaken: Uint8Array;
  readonly ambiguousDry = new Set<number>();
  readonly ambiguousManual = new Set<number>();
  readonly limits: string[] = [];
  /** Manual POs that name a transaction which another PO answers exactly, waiting for a better place: PO to dry side. */
  readonly surplus = new Map<number, number>();

  constructor(sides: { dry: readonly DrySide[]; manual: readonly ManualSide[]; codings: CodingTable }, rules: { dateWindowDays: number; toleranceOf: (currency: string, wouldBeMinor: number) => number }) {
    this.dry = sides.dry;
    this.manual = sides.manual;
    this.codings = sides.codings;
    this.dateWindowDays = rules.dateWindowDays;
    this.toleranceOf = rules.toleranceOf;
    this.#dryTaken = new Uint8Array(this.dry.length);
    this.#manualTaken = new Uint8Array(this.manual.length);
  }

  dryIsFree(index: number): boolean {
    return this.#dryTaken[index] === 0;
  }

  manualIsFree(index: number): boolean {
    return this.#manualTaken[index] === 0;
  }

  freeDry(): DrySide[] {
    return this.dry.filter((side) => this.dryIsFree(side.index));
  }

  freeManual(): ManualSide[] {
    return this.manual.filter((side) => this.manualIsFree(side.index));
  }

  /** Takes the sides for one pairing. Taking one twice is a bug. */
  pair(pairing: Pairing): Pairing {
    for (const index of pairing.dry) {
      if (this.#dryTaken[index] !== 0) throw new Error(`dry side ${index} paired twice`);
      this.#dryTaken[index] = 1;
    }
    for (const index of pairing.manual) this.#takeManual(index);
    this.pairings.push(pairing);
    return pairing;
  }

  /** Adds a manual PO to a pairing that stands. */
  add(pairing: Pairing, manual: number, repeated: boolean): void {
    this.#takeManual(manual);
    pairing.manual.push(manual);
    if (repeated) pairing.repeated = true;
  }

  #takeManual(index: number): void {
    if (this.#manualTaken[index] !== 0) throw new Error(`manual PO ${index} paired twice`);
    this.#manualTaken[index] = 1;
  }

  withinTolerance(dry: DrySide, amountMinor: number): boolean {
    return Math.abs(amountMinor - dry.amountMinor) <= this.toleranceOf(dry.currency, dry.amountMinor);
  }

  /** Days between the would-be PO and the manual PO, or undefined where they are further apart than the window. */
  daysApart(dry: DrySide, manual: ManualSide): number | undefined {
    if (dry.day === null) return undefined;
    const apart = Math.abs(dry.day - manual.day);
    return apart <= this.dateWindowDays ? apart : undefined;
  }

  result(notes: Pick<MatchResult, 'dryCandidates' | 'manualCandidates'>): MatchResult {
    return { pairings: this.pairings, ambiguousDry: this.ambiguousDry, ambiguousManual: this.ambiguousManual, limits: this.limits, ...notes };
  }
}

/** Whether vendor evidence joins the two: the same id, or where an id is missing the same name. */
export function vendorAgrees(dry: DrySide, manual: ManualSide): boolean {
  if (manual.vendorId !== '' && dry.vendorIds.includes(manual.vendorId)) return true;
  if (manual.vendorId === '' && manual.namedVendorId !== '' && dry.vendorIds.includes(manual.namedVendorId)) return true;
  return manual.bareVendorName !== '' && dry.vendorNames.includes(manual.bareVendorName);
}
