import { type StrangerId, StrangerIds } from '../domain/stranger-ids.ts';
import type { AmountRules } from './amounts/rates.ts';
import type { ByHand } from './by-hand.ts';
import { type CodingTable, comparedOf } from './coding.ts';
import type { DrySide, ManualSide, MatchResult, Pairing } from './sides.ts';
import type { VendorJudge } from './vendor-evidence.ts';
import { whyNamed } from './why-named.ts';

/** What must agree besides vendor, currency, amount and date: the coding too, or nothing more. */
export type Evidence = 'coding' | 'amount';

/** The rules of a run that matching needs. */
export interface MatchingRules {
  dateWindowDays: number;
  /** How far an amount may be from the would-be PO's, in minor units. */
  toleranceOf(currency: string, wouldBeMinor: number): number;
  /** Of vendors, what a name or a text may stand for. */
  vendors: VendorJudge;
  /** What amounts may differ by. */
  amounts: AmountRules;
  /** What people decided by hand; undefined where nobody did. */
  byHand?: ByHand | undefined;
  /** Tells ids of reports that take no part, asked for once; where it is left out, by the ids of those that are matched. */
  strangerIds?: (() => StrangerIds) | undefined;
  /** Whether both the would-be POs and the ledger say in which legal entity they stand, so that it must be the same. */
  comparesEntities?: boolean | undefined;
}

/** Most reached bounds that are told one by one. */
const MOST_LIMITS = 20;

/** What every pass works with: both sides, the rules, and what is taken. A pass takes sides only through pair() and add(). */
export class MatchingDesk {
  readonly dry: readonly DrySide[];
  readonly manual: readonly ManualSide[];
  readonly codings: CodingTable;
  readonly dateWindowDays: number;
  readonly toleranceOf: MatchingRules['toleranceOf'];
  readonly vendors: VendorJudge;
  readonly amounts: AmountRules;
  readonly byHand: ByHand | undefined;
  readonly comparesEntities: boolean;
  readonly pairings: Pairing[] = [];
  /** POs that name only transactions of other legal entities, by index. */
  readonly elsewhere: MatchResult['elsewhere'] = new Map();
  readonly ambiguousDry = new Set<number>();
  readonly ambiguousManual = new Set<number>();
  /** Sides to which others add up, where so many sums are possible that this may be chance. */
  readonly chanceDry = new Set<number>();
  readonly chanceManual = new Set<number>();
  /** Sides of which too many were alike for a pass to tell them apart: no later pass tries. */
  readonly #overBound = new Set<DrySide | ManualSide>();
  readonly #limits: string[] = [];
  #furtherLimits = 0;
  /** What tells ids of reports that take no part, once it is asked for, and what it found in texts. */
  readonly #strangerIds: () => StrangerIds;
  #strangers: StrangerIds | undefined;
  readonly #strangersIn = new Map<string, readonly StrangerId[]>();
  /** Place in `pairings`, by dry side and by manual PO; -1 while free. */
  readonly #dryPairing: Int32Array;
  readonly #manualPairing: Int32Array;
  /** Manual POs that name a transaction without answering it, waiting whether they are somebody else's: PO to dry side. */
  readonly #deferred = new Map<number, number>();
  /** Dry sides for which a deferred PO waits. */
  readonly #awaited = new Set<number>();
  /** Dry sides that POs of other legal entities name. */
  readonly #namedElsewhere = new Set<number>();

  constructor(sides: { dry: readonly DrySide[]; manual: readonly ManualSide[]; codings: CodingTable }, rules: MatchingRules) {
    this.dry = sides.dry;
    this.manual = sides.manual;
    this.codings = sides.codings;
    this.dateWindowDays = rules.dateWindowDays;
    this.toleranceOf = rules.toleranceOf;
    this.vendors = rules.vendors;
    this.amounts = rules.amounts;
    this.byHand = rules.byHand;
    this.comparesEntities = rules.comparesEntities === true;
    this.#strangerIds = rules.strangerIds ?? (() => new StrangerIds(sides.dry.map(({ transaction }) => transaction.reportId)));
    this.#dryPairing = new Int32Array(this.dry.length).fill(-1);
    this.#manualPairing = new Int32Array(this.manual.length).fill(-1);
  }

  /** Whether the two may come together at all: they stand in one legal entity, and nobody parted them by hand. Every pass asks. */
  mayPair(dry: DrySide, manual: ManualSide): boolean {
    return this.inOneEntity(dry, manual) && (this.byHand === undefined || !this.byHand.parts(dry.transaction.reportId, manual));
  }

  /** Whether two sides may stand in one legal entity, so far as entities are compared; a report without a would-be PO of which none could be told may stand in any. */
  inOneEntity(dry: Pick<DrySide, 'entity' | 'order'>, { entity }: Pick<ManualSide, 'entity'>): boolean {
    return !this.comparesEntities || sameEntity(dry, entity);
  }

  /** Keeps a PO that names only transactions of other entities: no pass gives it to anybody. */
  keepElsewhere(manual: ManualSide, named: readonly string[], entities: readonly string[]): void {
    this.elsewhere.set(manual.index, { named, entities });
  }

  /** Keeps what POs of other entities name: on weaker evidence than a name it is given to nobody. */
  keepNamedElsewhere(): void {
    if (this.elsewhere.size === 0) return;
    const named = new Set([...this.elsewhere.values()].flatMap((each) => each.named));
    for (const { index, transaction } of this.dry) if (named.has(transaction.reportId)) this.#namedElsewhere.add(index);
  }

  /** Whether a PO of another entity names a dry side. */
  isNamedElsewhere(index: number): boolean {
    return this.#namedElsewhere.has(index);
  }

  /** Whether any two of these may not come together. */
  holdsParted(dry: readonly DrySide[], manual: readonly ManualSide[]): boolean {
    return (this.comparesEntities || this.byHand !== undefined) && dry.some((side) => manual.some((other) => !this.mayPair(side, other)));
  }

  /** Whether a dry side is nobody's, no PO that names it waits for it, and none of another legal entity names it. */
  dryIsFree(index: number): boolean {
    return this.#dryPairing[index] === -1 && !this.#awaited.has(index) && !this.#namedElsewhere.has(index);
  }

  /** Whether a manual PO is nobody's, and names nothing that it may yet return to, nor only what is another entity's. */
  manualIsFree(index: number): boolean {
    return this.#manualPairing[index] === -1 && !this.#deferred.has(index) && !this.elsewhere.has(index);
  }

  freeDry(): DrySide[] {
    return this.dry.filter((side) => this.dryIsFree(side.index));
  }

  /** Manual POs that nobody has in the end. */
  unpairedManual(): ManualSide[] {
    return this.manual.filter((side) => this.#manualPairing[side.index] === -1);
  }

  freeManual(): ManualSide[] {
    return this.manual.filter((side) => this.manualIsFree(side.index));
  }

  /** Free POs that name nobody: one that names a report which needs no PO, or one that no export holds, is not taken for another's on weak evidence. */
  unnamedManual(): ManualSide[] {
    return this.freeManual().filter((side) => side.references.length === 0 && side.memoReferences.length === 0 && this.strangersNamedBy(side).length === 0);
  }

  /** What a PO says that has the shape of a report's id, and is no report that takes part. */
  strangersNamedBy({ text }: Pick<ManualSide, 'text'>): readonly StrangerId[] {
    if (text === '') return [];
    this.#strangers ??= this.#strangerIds();
    let said = this.#strangersIn.get(text);
    if (said === undefined) this.#strangersIn.set(text, (said = this.#strangers.saidIn(text)));
    return said;
  }

  /** Free POs that evidence of this kind may pair. */
  manualFor(evidence: Evidence): ManualSide[] {
    return evidence === 'coding' ? this.freeManual() : this.unnamedManual();
  }

  pairingOfDry(index: number): Pairing | undefined {
    return this.pairings[this.#dryPairing[index] as number];
  }

  /** Takes the sides for one pairing. Taking one twice is a bug, and so is pairing what was parted by hand, or stands in different legal entities. */
  pair(pairing: Pairing): Pairing {
    this.#assertMayPair(pairing.dry, pairing.manual);
    for (const index of pairing.dry) {
      if (this.#dryPairing[index] !== -1) throw new Error(`dry side ${index} paired twice`);
      this.#dryPairing[index] = this.pairings.length;
    }
    for (const index of pairing.manual) this.#takeManual(index, this.pairings.length);
    this.pairings.push(pairing);
    return pairing;
  }

  /** Adds a manual PO to a pairing that stands; `why` goes on what was said of it so far. */
  add(pairing: Pairing, manual: number, { repeated, why }: Pick<Pairing, 'repeated' | 'why'>): void {
    const first = pairing.dry[0] as number;
    this.#assertMayPair(pairing.dry, [manual]);
    if (pairing.why === '') pairing.why = whyNamed(pairing.manual.map((index) => this.manual[index] as ManualSide), (this.dry[first] as DrySide).transaction.reportId);
    this.#takeManual(manual, this.#dryPairing[first] as number);
    pairing.manual.push(manual);
    if (repeated) pairing.repeated = true;
    pairing.why += `; ${why}`;
  }

  /** Adds dry sides to a pairing that stands; `why` goes on what was said of it so far. */
  widen(pairing: Pairing, dry: readonly number[], why: string): void {
    const first = pairing.dry[0] as number;
    this.#assertMayPair(dry, pairing.manual);
    if (pairing.why === '') pairing.why = whyNamed(pairing.manual.map((index) => this.manual[index] as ManualSide), (this.dry[first] as DrySide).transaction.reportId);
    for (const index of dry) {
      if (this.#dryPairing[index] !== -1) throw new Error(`dry side ${index} paired twice`);
      this.#dryPairing[index] = this.#dryPairing[first] as number;
    }
    pairing.dry = [...pairing.dry, ...dry].sort((left, right) => left - right);
    pairing.why += `; ${why}`;
  }

  #assertMayPair(dry: readonly number[], manual: readonly number[]): void {
    if (this.byHand === undefined && !this.comparesEntities) return;
    const [sides, others] = [dry.map((index) => this.dry[index] as DrySide), manual.map((index) => this.manual[index] as ManualSide)];
    if (this.holdsParted(sides, others)) throw new Error(`${sides.map(({ transaction }) => transaction.reportId).join(', ')} and ${others.map(({ poNumber }) => poNumber).join(', ')} were parted by hand, or stand in different legal entities`);
  }

  #takeManual(index: number, pairing: number): void {
    if (this.#manualPairing[index] !== -1) throw new Error(`manual PO ${index} paired twice`);
    this.#manualPairing[index] = pairing;
    this.#deferred.delete(index);
  }

  /** Lets a PO that names a dry side without answering it wait; the side waits with it while nobody has it. */
  defer(manual: ManualSide, home: DrySide): void {
    this.#deferred.set(manual.index, home.index);
    if (this.#dryPairing[home.index] === -1) this.#awaited.add(home.index);
  }

  /** POs that wait, each with the dry side that it names. */
  deferred(): Map<ManualSide, DrySide> {
    return new Map([...this.#deferred].map(([manual, home]) => [this.manual[manual] as ManualSide, this.dry[home] as DrySide]));
  }

  /** Sides that nobody has, waited for or not. */
  unpairedDry(): DrySide[] {
    return this.dry.filter((side) => this.#dryPairing[side.index] === -1);
  }

  /** Ends the waiting: the POs that found no better place, by the dry side that they name. */
  takeDeferred(): { home: DrySide; manuals: ManualSide[] }[] {
    const byHome = new Map<number, ManualSide[]>();
    for (const [index, home] of this.#deferred) {
      const same = byHome.get(home);
      if (same === undefined) byHome.set(home, [this.manual[index] as ManualSide]);
      else same.push(this.manual[index] as ManualSide);
    }
    this.#deferred.clear();
    this.#awaited.clear();
    return [...byHome]
      .sort(([left], [right]) => left - right)
      .map(([home, manuals]) => ({ home: this.dry[home] as DrySide, manuals: manuals.sort((left, right) => left.index - right.index) }));
  }

  /** Whether an amount in the dry side's currency is within its tolerance. */
  withinTolerance(dry: DrySide, amountMinor: number): boolean {
    return Math.abs(amountMinor - dry.amountMinor) <= this.toleranceOf(dry.currency, dry.amountMinor);
  }

  /** Days between the would-be PO and the manual PO, or undefined where they are further apart than the window. */
  daysApart(dry: DrySide, manual: ManualSide): number | undefined {
    if (dry.day === null) return undefined;
    const apart = Math.abs(dry.day - manual.day);
    return apart <= this.dateWindowDays ? apart : undefined;
  }

  /** Whether both are coded alike, in the dimensions that the ledger fills in. False where the dry side's coding is not known. */
  codingAgrees(dry: DrySide, manual: ManualSide): boolean {
    if (dry.coding.codes.length === 0) return false;
    return this.codings.equal(dry.coding, manual.coding) || (manual.notCompared.length > 0 && this.codings.agree(dry.coding, manual.coding, comparedOf(manual.notCompared)));
  }

  /** Whether any code of the one is a code of the other, in the dimensions that the ledger fills in. */
  sharesCode(dry: DrySide, manual: ManualSide): boolean {
    return this.codings.overlap(dry.coding, manual.coding, comparedOf(manual.notCompared));
  }

  /** The same, where a report whose coding is not known may share any. */
  mayShareCode(dry: DrySide, manual: ManualSide): boolean {
    return dry.coding.codes.length === 0 || this.sharesCode(dry, manual);
  }

  /** Whether no code's amounts are further apart than the tolerance. False where the dry side's coding is not known. */
  codingWithin(dry: DrySide, manual: ManualSide, toleranceMinor: number): boolean {
    if (dry.coding.codes.length === 0) return false;
    for (const difference of this.codings.differences(dry.coding, manual.coding, comparedOf(manual.notCompared)).values()) if (Math.abs(difference) > toleranceMinor) return false;
    return true;
  }

  /** Leaves sides open of which there are too many to be told apart, and says so. */
  leaveUnsearched(dry: Iterable<DrySide>, manual: Iterable<ManualSide>, limit: string): void {
    for (const side of dry) {
      this.#overBound.add(side);
      this.ambiguousDry.add(side.index);
    }
    for (const side of manual) {
      this.#overBound.add(side);
      this.ambiguousManual.add(side.index);
    }
    this.reach(limit);
  }

  /** Whether a side was left open for want of a search. */
  isUnsearched(side: DrySide | ManualSide): boolean {
    return this.#overBound.has(side);
  }

  /** Says that a bound was reached, so that something stayed unsearched. */
  reach(limit: string): void {
    if (this.#limits.includes(limit)) return;
    if (this.#limits.length < MOST_LIMITS) this.#limits.push(limit);
    else this.#furtherLimits++;
  }

  result(notes: Pick<MatchResult, 'dryCandidates' | 'manualCandidates' | 'dryCounterparts' | 'manualCounterparts' | 'handProblems'>): MatchResult {
    const limits = this.#furtherLimits === 0 ? this.#limits : [...this.#limits, `and ${this.#furtherLimits} more of this kind`];
    return { pairings: this.pairings, ambiguousDry: this.ambiguousDry, ambiguousManual: this.ambiguousManual, chanceDry: this.chanceDry, chanceManual: this.chanceManual, elsewhere: this.elsewhere, strangersNamedBy: (manual) => this.strangersNamedBy(manual), limits, ...notes };
  }
}

/** Whether a dry side may stand in a legal entity, folded. */
export function sameEntity({ entity, order }: Pick<DrySide, 'entity' | 'order'>, other: string): boolean {
  return entity === other || (order === null && entity === '');
}

/** Whether both are in one currency and say the same amount. */
export function sameMoney(dry: DrySide, manual: ManualSide): boolean {
  return dry.currency === manual.currency && dry.amountMinor === manual.amountMinor;
}

/** The sum of some sides in one currency, in minor units. */
export function sumOf(sides: readonly { amountMinor: number }[]): number {
  let sum = 0;
  for (const side of sides) sum += side.amountMinor;
  return sum;
}
