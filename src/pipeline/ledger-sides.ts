import { type AmountBasis, type Basis, type OffBasisCause, linesOnBasis } from '../domain/amount-basis.ts';
import { dayNumber } from '../domain/calendar.ts';
import { type ComparableColumn, type ManualPurchaseOrder, standingAmount, standingTax, stands } from '../domain/ledger-entry.ts';
import type { LedgerPage, StoredManual } from '../domain/ledger-page.ts';
import { ReferenceFinder, documentNumbersIn } from '../domain/reference-text.ts';
import { fold } from '../domain/text.ts';
import { bareName } from '../domain/company-name.ts';
import type { Resolver } from '../mapping/resolver.ts';
import { ledgerScope } from '../mapping/scope.ts';
import { CodingBuilder, type CodingTable } from '../matching/coding.ts';
import type { ManualSide } from '../matching/sides.ts';
import type { StoredImport, StoredQuarantine } from '../store/record-reader.ts';
import type { ComparisonJob } from './comparison-job.ts';
import type { LeftOutList } from './left-out.ts';
import { quarantineOf } from './replay-inputs.ts';
import { newestHolders, newestVersion } from './newest-version.ts';
import { type NamedOrder, namedOrdersIn } from './orders-of-number.ts';
import { supersededBy } from './superseded.ts';
import { unreadableVersion } from './unreadable-version.ts';

const NONE: never[] = [];
const NO_CODING = { codes: NONE, amounts: NONE };

/** The POs of a page that stand, in columns: objects for all of a large ledger would take several times the room. */
interface HeldPage {
  poNumber: string[];
  fullName: string[];
  entity: string[];
  poDate: string[];
  currency: string[];
  amountMinor: Float64Array;
  /** What was keyed, and its tax, where the ledger is on another basis; else undefined. `offBasis`: why a PO can't be put on that of purchase orders, or null. */
  converted: { amountMinor: Float64Array; taxMinor: Float64Array; offBasis: (OffBasisCause | null)[] } | undefined;
  period: string[];
  vendorId: string[];
  /** Period, vendor id and legal entity as they are spelled, and who keyed it: one object for all POs that have the same. */
  keyed: ManualSide['keyed'][];
  vendorName: string[];
  namedVendorId: string[];
  reference: string[];
  memo: string[];
  notCompared: (readonly ComparableColumn[])[];
  incomplete: (string | null)[];
  /** Why scope leaves it out, should it name no report of this run. */
  outOfScope: (string | null)[];
  /** Where the coding of each ends in `codes` and `amounts`. */
  codingEnd: Int32Array;
  codes: Int32Array;
  amounts: Float64Array;
  /** What each names, once that is known: most name one report. */
  references: OneOrMore[];
  memoReferences: OneOrMore[];
  /** How many POs stand on the pages before. */
  start: number;
}

/** A list, or its only member: a list for each of some hundred thousand POs would take several times the room. */
type OneOrMore = string | readonly string[];
const oneOrMore = (list: readonly string[]): OneOrMore => (list.length === 1 ? (list[0] as string) : list.length === 0 ? NONE : list);
const listOf = (given: OneOrMore): readonly string[] => (typeof given === 'string' ? [given] : given);
const namesAny = (given: OneOrMore): boolean => given.length > 0;

/** A PO that stands, as its newest version has it. */
interface Standing extends Omit<NamedOrder, 'versions'> {
  order: ManualPurchaseOrder;
  notCompared: readonly ComparableColumn[];
  /** Why that version can't be trusted, or null. */
  incomplete: string | null;
  /** The amounts of the lines that stand, in their order: on the basis of purchase orders, or as keyed where `offBasis` says why they can't be put on it. */
  amounts: readonly number[];
  offBasis: OffBasisCause | null;
}

/** What was keyed where it was converted, or why it could not be. */
function convertedAt({ converted }: HeldPage, place: number): Pick<ManualSide, 'converted' | 'offBasis'> {
  if (converted === undefined) return NOT_CONVERTED;
  const offBasis = converted.offBasis[place] as OffBasisCause | null;
  return offBasis !== null ? { converted: null, offBasis } : { converted: { amountMinor: converted.amountMinor[place] as number, taxMinor: converted.taxMinor[place] as number }, offBasis };
}

const NOT_CONVERTED = { converted: null, offBasis: null };

/** The ledger's side of a run: the manual POs as the newest export has each. */
export class LedgerSides {
  /** How the manual POs ended that have no side. */
  readonly counts = { total: 0, cancelled: 0, outOfScope: 0, vanished: [] as string[] };
  readonly #resolver: Resolver;
  readonly #codings: CodingTable;
  readonly #builder = new CodingBuilder();
  readonly #imports: ReadonlyMap<number, StoredImport>;
  readonly #quarantined: ReadonlyMap<string, StoredQuarantine[]>;
  readonly #scopeOf: ReturnType<typeof ledgerScope>;
  readonly #supersededBy: ReturnType<typeof supersededBy>;
  /** By import: one list for all POs that it holds. */
  readonly #blank = new Map<string, readonly ComparableColumn[]>();
  readonly #texts = new Map<string, string>();
  /** By period, then by vendor id, then by legal entity and who keyed it. */
  readonly #keyedBy = new Map<string, Map<string, Map<string, ManualSide['keyed']>>>();
  readonly #pairedByHand: ReadonlySet<string>;
  /** Those of them that are cancelled. */
  readonly #cancelledByHand = new Set<string>();
  readonly #vanishedNames = new Set<string>();
  #carriesEntities = false;
  readonly #amountBasis: AmountBasis | undefined;
  #pages: HeldPage[] = [];
  /** How many POs stand. */
  #size = 0;

  constructor({ imports, quarantine, settings, overlapping, hand }: ComparisonJob, resolver: Resolver, codings: CodingTable) {
    this.#resolver = resolver;
    this.#codings = codings;
    this.#imports = new Map(imports.map((each) => [each.id, each]));
    this.#quarantined = quarantineOf(quarantine, 'ledger');
    this.#scopeOf = ledgerScope(settings.scope.ledger);
    this.#amountBasis = settings.amountBasis;
    this.#pairedByHand = new Set(hand.pairings.flatMap(({ purchaseOrders }) => purchaseOrders));
    this.#supersededBy = supersededBy(imports, overlapping, resolver.entityNames, this.#quarantined);
  }

  /** Takes a page; pages come in the order of numbers. */
  add(page: LedgerPage): void {
    const standing: Standing[] = [];
    for (const named of namedOrdersIn(page, this.#resolver.entityNames)) this.#take(named, standing);
    const of = <T>(column: (order: ManualPurchaseOrder) => T): T[] => standing.map(({ order }) => column(order));
    this.#pages.push({
      poNumber: standing.map(({ name }) => name), fullName: standing.map(({ name, fullName }) => (name === fullName ? name : fullName)), entity: standing.map(({ entity }) => this.#shared(fold(entity))), poDate: of((order) => this.#shared(order.poDate)), currency: of((order) => this.#shared(order.currency)),
      ...this.#amountsOf(standing), period: of((order) => this.#shared(fold(order.period))),
      vendorId: of((order) => this.#shared(fold(order.vendorId))), keyed: standing.map(({ order, entity }) => this.#keyed(order, this.#shared(entity))), vendorName: of((order) => this.#shared(order.vendorName)), namedVendorId: of((order) => this.#namedVendor(order)),
      reference: of((order) => order.reference), memo: of((order) => this.#shared(order.memo)),
      notCompared: standing.map(({ notCompared }) => notCompared), incomplete: standing.map(({ incomplete }) => incomplete), outOfScope: of((order) => this.#scopeOf(order)),
      ...this.#codingOf(standing), references: [], memoReferences: [], start: this.#size,
    });
    this.#size += standing.length;
  }

  #take({ versions, ...named }: NamedOrder, standing: Standing[]): void {
    this.counts.total++;
    const { version, conflicting } = newestVersion(versions, this.#imports);
    if (!stands(version.order)) this.#noteCancelled(named);
    else if (this.#supersededBy(version, versions) !== undefined) {
      this.counts.vanished.push(named.name);
      for (const name of [named.name, named.fullName]) this.#vanishedNames.add(name);
    } else {
      standing.push({ ...named, order: version.order, notCompared: this.#blankOf(newestHolders([version], this.#imports)), incomplete: this.#incompleteness(versions, conflicting), ...this.#amountsOn(version.order) });
      if (named.entity !== '') this.#carriesEntities = true;
    }
  }

  #noteCancelled({ name, fullName }: Omit<NamedOrder, 'versions'>): void {
    this.counts.cancelled++;
    for (const each of [name, fullName]) if (this.#pairedByHand.has(each)) this.#cancelledByHand.add(each);
  }

  /** Whether any PO that stands says in which legal entity. */
  get carriesEntities(): boolean {
    return this.#carriesEntities;
  }

  /** Why a PO that somebody paired by hand does not stand; undefined for one that does, and for one that the ledger does not have. */
  absenceOf(poNumber: string): string | undefined {
    if (this.#cancelledByHand.has(poNumber)) return 'it is cancelled';
    return this.#vanishedNames.has(poNumber) ? 'the newest export no longer has it' : undefined;
  }

  /** Whether ledger and would-be POs are on different bases; then those of both. */
  get #bases(): { from: Basis; to: Basis } | undefined {
    const basis = this.#amountBasis;
    return basis === undefined || basis.ledger === basis.purchaseOrders ? undefined : { from: basis.ledger, to: basis.purchaseOrders };
  }

  #amountsOn({ lines }: ManualPurchaseOrder): Pick<Standing, 'amounts' | 'offBasis'> {
    const standing = lines.filter(({ status }) => status !== 'cancelled');
    const bases = this.#bases;
    const amounts = bases === undefined ? null : linesOnBasis(standing, bases.from, bases.to);
    return Array.isArray(amounts) ? { amounts, offBasis: null } : { amounts: standing.map(({ amountMinor }) => amountMinor), offBasis: amounts };
  }

  #amountsOf(standing: readonly Standing[]): Pick<HeldPage, 'amountMinor' | 'converted'> {
    const amountMinor = Float64Array.from(standing, ({ amounts }) => amounts.reduce((sum, minor) => sum + minor, 0));
    if (this.#bases === undefined) return { amountMinor, converted: undefined };
    const keyed = Float64Array.from(standing, ({ order }) => standingAmount(order));
    const taxMinor = Float64Array.from(standing, ({ order, offBasis }) => (offBasis === null ? (standingTax(order) as number) : 0));
    return { amountMinor, converted: { amountMinor: keyed, taxMinor, offBasis: standing.map(({ offBasis }) => offBasis) } };
  }

  #codingOf(standing: readonly Standing[]): Pick<HeldPage, 'codingEnd' | 'codes' | 'amounts'> {
    const codes: number[] = [];
    const amounts: number[] = [];
    const codingEnd = Int32Array.from(standing, ({ order, amounts: ofLines }) => {
      let place = 0;
      for (const line of order.lines) {
        if (line.status === 'cancelled') continue;
        this.#builder.add(this.#codings.code(line.glAccount, line.department, line.location, 'ledger'), ofLines[place++] as number);
      }
      const coding = this.#builder.take();
      codes.push(...coding.codes);
      amounts.push(...coding.amounts);
      return codes.length;
    });
    return { codingEnd, codes: Int32Array.from(codes), amounts: Float64Array.from(amounts) };
  }

  /** The vendor that a name without an id stands for, folded; '' for none. */
  #namedVendor({ vendorId, vendorName }: ManualPurchaseOrder): string {
    const vendor = vendorId === '' ? this.#resolver.vendorNamed(vendorName) : undefined;
    return vendor === undefined ? '' : fold(vendor.id);
  }

  /** Why the newest version of a PO can't be trusted, or null. */
  #incompleteness(versions: readonly StoredManual[], conflicting: boolean): string | null {
    const quarantined = this.#quarantined.get((versions[0] as StoredManual).order.poNumber);
    const unreadable = quarantined === undefined ? undefined : unreadableVersion(versions, quarantined, this.#imports);
    if (unreadable !== undefined) return `${unreadable.shown}:${unreadable.line}`;
    return conflicting ? 'two exports of the same time hold it with different content' : null;
  }

  /**
   * Finds what the POs name among the reports of the run, and leaves out by scope those that name none. To be asked once, when
   * both sides are whole.
   */
  settleScope(reportIds: ReadonlySet<string>, leftOut: LeftOutList): void {
    const finder = new ReferenceFinder(reportIds);
    for (const page of this.#pages) {
      page.references = page.reference.map((text) => oneOrMore(finder.find(text)));
      page.memoReferences = page.memo.map((text) => oneOrMore(finder.find(text)));
      for (const [place, why] of page.outOfScope.entries()) {
        if (namesAny(page.references[place] as OneOrMore) || namesAny(page.memoReferences[place] as OneOrMore)) {
          page.outOfScope[place] = null;
          // Its texts have said what they can.
          page.reference[place] = '';
          page.memo[place] = '';
        } else if (why !== null) {
          this.counts.outOfScope++;
          leftOut.entries.push({ what: 'manual_po', documentId: page.poNumber[place] as string, currency: page.currency[place] as string, amountMinor: (page.converted ?? page).amountMinor[place] as number, why });
        }
      }
    }
  }

  /** How many POs stand, in scope or not: their indexes are below it. */
  get size(): number {
    return this.#size;
  }

  /** The POs that take part, without their coding, made one by one. */
  *sides(): Generator<Omit<ManualSide, 'coding'>> {
    for (const page of this.#pages) for (let place = 0; place < page.poNumber.length; place++) if (page.outOfScope[place] === null) yield this.#sideOf(page, place, NO_CODING);
  }

  /** One PO by its index, with its coding. */
  sideAt(index: number): ManualSide {
    let [low, high] = [0, this.#pages.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pages[middle] as HeldPage).start <= index) low = middle;
      else high = middle - 1;
    }
    const page = this.#pages[low] as HeldPage;
    const place = index - page.start;
    for (let at = place === 0 ? 0 : (page.codingEnd[place - 1] as number); at < (page.codingEnd[place] as number); at++) this.#builder.add(page.codes[at] as number, page.amounts[at] as number);
    return this.#sideOf(page, place, this.#builder.take());
  }

  /** Lets go of the POs; the counts stay. */
  release(): void {
    this.#pages = [];
  }

  #sideOf(page: HeldPage, place: number, coding: ManualSide['coding']): ManualSide {
    const references = listOf(page.references[place] as OneOrMore);
    const memoReferences = listOf(page.memoReferences[place] as OneOrMore);
    const poDate = page.poDate[place] as string;
    const vendorName = page.vendorName[place] as string;
    const namesAny = references.length + memoReferences.length > 0;
    return {
      index: page.start + place, poNumber: page.poNumber[place] as string, fullName: page.fullName[place] as string, entity: page.entity[place] as string, poDate, day: dayNumber(poDate), currency: page.currency[place] as string, amountMinor: page.amountMinor[place] as number, ...convertedAt(page, place),
      period: page.period[place] as string, vendorId: page.vendorId[place] as string, vendorIsKnown: this.#isKnown(page.vendorId[place] as string), keyed: page.keyed[place] as ManualSide['keyed'], vendorName, bareVendorName: bareName(vendorName), namedVendorId: page.namedVendorId[place] as string,
      coding, references, memoReferences,
      documentNumbers: namesAny ? NONE : documentNumbersIn(page.reference[place] as string, page.memo[place] as string),
      text: namesAny ? '' : [page.reference[place] as string, page.memo[place] as string].filter((text) => text !== '').join('\n'),
      notCompared: page.notCompared[place] as readonly ComparableColumn[], incomplete: page.incomplete[place] as string | null,
    };
  }

  #isKnown(vendorId: string): boolean {
    return vendorId !== '' && this.#resolver.vendor(vendorId, '').record !== null;
  }

  /** The columns that these exports leave blank, all of them. */
  #blankOf([{ blankColumns: ofFirst }, ...others]: readonly [StoredImport, ...StoredImport[]]): readonly ComparableColumn[] {
    const blankColumns = others.length === 0 ? ofFirst : ofFirst.filter((column) => others.every((other) => other.blankColumns.includes(column)));
    const key = blankColumns.join();
    let known = this.#blank.get(key);
    if (known === undefined) this.#blank.set(key, (known = this.#resolver.ledgerCodes.blank(blankColumns)));
    return known;
  }

  #keyed({ period, vendorId, enteredBy }: ManualPurchaseOrder, entity: string): ManualSide['keyed'] {
    let byVendor = this.#keyedBy.get(period);
    if (byVendor === undefined) this.#keyedBy.set(period, (byVendor = new Map()));
    let byClerk = byVendor.get(vendorId);
    if (byClerk === undefined) byVendor.set(vendorId, (byClerk = new Map()));
    const clerks = [entity, ...enteredBy].join('\u0000');
    let keyed = byClerk.get(clerks);
    if (keyed === undefined) byClerk.set(clerks, (keyed = { period, vendorId, entity, enteredBy }));
    return keyed;
  }

  /** One copy of a text that repeats over a ledger: every page brings copies of its own. */
  #shared(text: string): string {
    const known = this.#texts.get(text);
    if (known === undefined) this.#texts.set(text, text);
    return known ?? text;
  }
}
