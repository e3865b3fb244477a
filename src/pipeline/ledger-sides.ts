import { type AmountBasis, type Basis, type OffBasisCause, isPlausibleTax, linesOnBasis } from '../domain/amount-basis.ts';
import { dayNumber } from '../domain/calendar.ts';
import { type ComparableColumn, type ManualPurchaseOrder, fullName, standingAmount, standingTax, stands } from '../domain/ledger-entry.ts';
import { type LedgerPage, type StoredManual, storedAt } from '../domain/ledger-page.ts';
import type { IdPlaces } from '../domain/id-places.ts';
import type { Incompleteness } from '../domain/incompleteness.ts';
import { ReferenceFinder, documentNumbersIn } from '../domain/reference-text.ts';
import { fold } from '../domain/text.ts';
import { bareName } from '../domain/company-name.ts';
import type { Resolver } from '../mapping/resolver.ts';
import { WHOLE_LEDGER, ledgerScope } from '../mapping/scope.ts';
import { CodingBuilder, type CodingTable } from '../matching/coding.ts';
import type { Repeatable } from '../matching/repeat-pass.ts';
import type { ManualSide } from '../matching/sides.ts';
import { type LedgerOrders, NO_REPORT, SEVERAL_REPORTS } from '../matching/straight-pairs.ts';
import type { StoredImport, StoredQuarantine } from '../store/record-reader.ts';
import type { PlainKeyed } from '../variance/plain-match.ts';
import type { ComparisonJob } from './comparison-job.ts';
import { CodeColumn, type CodesBetween, NumberColumn, TextColumn, endBefore } from './columns.ts';
import type { LeftOutList } from './left-out.ts';
import { quarantineOf } from './replay-inputs.ts';
import { ManualContent } from './manual-content.ts';
import { NamedReports } from './named-reports.ts';
import { newestHolders, newestVersion } from './newest-version.ts';
import { type NamedOrder, ordersOfNumber } from './orders-of-number.ts';
import { replacedVersions } from './replaced-orders.ts';
import { supersededBy } from './superseded.ts';
import { unreadableVersion } from './unreadable-version.ts';

const NONE: never[] = [];
const NO_CODING = { codes: NONE, amounts: NONE };

/** What is held of a PO besides its lines. */
type OrderHeader = Pick<ManualPurchaseOrder, 'poDate' | 'currency' | 'period' | 'vendorId' | 'vendorName' | 'reference' | 'memo' | 'enteredBy'>;

const NOT_CONVERTED = { converted: null, offBasis: null, isPartlyTaxed: false };

function basesOf(basis: AmountBasis | undefined): { from: Basis; to: Basis } | undefined {
  return basis === undefined || basis.ledger === basis.purchaseOrders ? undefined : { from: basis.ledger, to: basis.purchaseOrders };
}

/** The ledger's side of a run: the manual POs as the newest export has each. */
export class LedgerSides implements LedgerOrders {
  /** How the manual POs ended that have no side, and those that have another PO's number. */
  readonly counts = { total: 0, cancelled: 0, outOfScope: 0, vanished: [] as string[], /** Those whose number other POs had before. */ replacing: [] as string[] };
  readonly #resolver: Resolver;
  readonly #codings: CodingTable;
  readonly #builder = new CodingBuilder();
  readonly #content: ManualContent;
  /** Whether scope or bases of amounts look at lines, so that the content is not enough. */
  readonly #needsLines: boolean;
  readonly #imports: ReadonlyMap<number, StoredImport>;
  readonly #quarantined: ReadonlyMap<string, StoredQuarantine[]>;
  readonly #scopeOf: ReturnType<typeof ledgerScope>;
  readonly #supersededBy: ReturnType<typeof supersededBy>;
  /** By the columns that exports leave blank: one list for all POs of such. */
  readonly #blank = new Map<string, readonly ComparableColumn[]>();
  #lastHeldBy: readonly number[] = NONE;
  #lastBlank: readonly ComparableColumn[] = NONE;
  /** By period, then by vendor id, then by who keyed it; by legal entity and all who did where the one is said, or these are several. */
  readonly #keyedBy = new Map<string, Map<string, { byClerk: Map<string, ManualSide['keyed']>; byAll: Map<string, ManualSide['keyed']> }>>();
  readonly #pairedByHand: ReadonlySet<string>;
  /** Those of them that are cancelled. */
  readonly #cancelledByHand = new Set<string>();
  readonly #vanishedNames = new Set<string>();
  #carriesEntities = false;
  /** Where ledger and would-be POs are on different bases, those of both. */
  readonly #bases: { from: Basis; to: Basis } | undefined;
  /** The POs that stand, in columns. */
  readonly #orders = {
    poNumber: new TextColumn(),
    /** With its legal entity before it; '' where that is the same. */
    fullName: new TextColumn(),
    entity: new CodeColumn(), poDate: new CodeColumn(), currency: new CodeColumn(), amountMinor: new NumberColumn(),
    /** What was keyed, its tax, and why a PO can't be put on the basis of purchase orders, or null: empty where the ledger is on that. */
    keyedMinor: new NumberColumn(), taxMinor: new NumberColumn(), offBasis: new CodeColumn<OffBasisCause | null>(), period: new CodeColumn(), vendorId: new CodeColumn(),
    /** Period, vendor id and legal entity as they are spelled, and who keyed it: one object for all POs that have the same. */
    keyed: new CodeColumn<ManualSide['keyed']>(), vendorName: new CodeColumn(), namedVendorId: new CodeColumn(), reference: new TextColumn(), memo: new TextColumn(),
    notCompared: new CodeColumn<readonly ComparableColumn[]>(),
    /** Where the coding of each ends in `codes` and `amounts`. */
    codesEnd: new NumberColumn(), codes: new NumberColumn(), amounts: new NumberColumn(),
  };
  /** Why the newest version of a PO can't be trusted, by its index; few have a reason. */
  readonly #incomplete = new Map<number, Incompleteness>();
  /** The POs that can't be put on the basis of purchase orders, and of which a line gives a tax, by their indexes. */
  readonly #partlyTaxed = new Set<number>();
  /** Why scope leaves a PO out, should it name no report of this run, by its index. */
  readonly #outOfScope = new Map<number, string>();
  /** What each PO names, once that is known. */
  readonly #references = new NamedReports();
  readonly #memoReferences = new NamedReports();
  readonly #reportIdAt: (report: number) => string;

  /** `reportIdAt` gives the id of a report by its place. */
  constructor({ imports, quarantine, settings, overlapping, hand }: ComparisonJob, resolver: Resolver, codings: CodingTable, reportIdAt: (report: number) => string) {
    this.#resolver = resolver;
    this.#codings = codings;
    this.#content = new ManualContent(codings);
    this.#reportIdAt = reportIdAt;
    this.#imports = new Map(imports.map((each) => [each.id, each]));
    this.#quarantined = quarantineOf(quarantine, 'ledger');
    this.#scopeOf = ledgerScope(settings.scope.ledger, {
      accountOf: ({ glAccount, department, location }) => resolver.ledgerCodes.of(glAccount, department, location)[0], vendorOf: (order) => this.#namedVendor(order),
    });
    this.#bases = basesOf(settings.amountBasis);
    this.#needsLines = this.#bases !== undefined || this.#scopeOf !== WHOLE_LEDGER;
    this.#pairedByHand = new Set(hand.pairings.flatMap(({ purchaseOrders }) => purchaseOrders));
    this.#supersededBy = supersededBy(imports, overlapping, resolver.entityNames, this.#quarantined);
  }

  /** Takes a page; pages come in the order of numbers. */
  add(page: LedgerPage): void {
    const { poNumber } = page;
    for (let place = 0, end = 1; place < poNumber.length; place = end++) {
      while (end < poNumber.length && poNumber[end] === poNumber[place]) end++;
      if (end - place > 1 || !this.#addPlain(page, place)) this.#addVersions(Array.from({ length: end - place }, (_, version) => storedAt(page, place + version)));
    }
  }

  /** Takes the versions of a number. */
  #addVersions(versions: readonly StoredManual[]): void {
    for (const named of ordersOfNumber(versions, this.#resolver.entityNames)) {
      this.counts.total++;
      const { version, conflicting } = newestVersion(named.versions, this.#imports);
      if (replacedVersions(named.versions, this.#imports).length > 0) this.counts.replacing.push(named.name);
      if (!stands(version.order)) this.#noteCancelled(named);
      else if (this.#supersededBy(version, named.versions) !== undefined) this.#noteVanished(named);
      else this.#hold(named, version, conflicting);
    }
  }

  /** Takes the only version of a number by its content, without making a PO of it: the same as above, as far as it can be. False where it can't. */
  #addPlain(page: LedgerPage, place: number): boolean {
    const poNumber = page.poNumber[place] as string;
    const content = this.#content;
    if (this.#needsLines || (this.#quarantined.size > 0 && this.#quarantined.has(poNumber)) || !content.read(page.content[place] as string)) return false;
    const entity = content.entity === '' ? '' : this.#resolver.entityNames.codeOf(content.entity);
    const named = { name: poNumber, fullName: fullName(entity, poNumber), entity };
    const poDate = page.poDate[place] as string;
    const heldBy = page.heldBy[place] as readonly number[];
    this.counts.total++;
    if (!content.stands) this.#noteCancelled(named);
    else if (this.#supersededBy({ order: { poDate, poNumber }, heldBy }, [{ heldBy }]) !== undefined) this.#noteVanished(named);
    else {
      const { reference, memo, enteredBy, amountMinor, vendor: { period, vendorId, vendorName } } = content;
      this.#holdHeader(named, { poDate, currency: page.currency[place] as string, period, vendorId, vendorName, reference, memo, enteredBy }, heldBy);
      content.codeInto(this.#builder);
      this.#holdCoding(amountMinor);
    }
    return true;
  }

  #hold(named: NamedOrder, { order, heldBy }: StoredManual, conflicting: boolean): void {
    const incomplete = this.#incompleteness(named.versions, conflicting);
    if (incomplete !== null) this.#incomplete.set(this.size, incomplete);
    const outOfScope = this.#scopeOf(order);
    if (outOfScope !== null) this.#outOfScope.set(this.size, outOfScope);
    this.#holdHeader(named, order, heldBy);
    this.#holdAmounts(order);
  }

  #holdHeader({ name, fullName, entity }: Omit<NamedOrder, 'versions'>, order: OrderHeader, heldBy: readonly number[]): void {
    const held = this.#orders;
    if (entity !== '') this.#carriesEntities = true;
    held.poNumber.push(name);
    held.fullName.push(fullName === name ? '' : fullName);
    held.entity.push(fold(entity));
    held.poDate.push(order.poDate);
    held.currency.push(order.currency);
    held.period.push(fold(order.period));
    held.vendorId.push(fold(order.vendorId));
    held.keyed.push(this.#keyed(order, entity));
    held.vendorName.push(order.vendorName);
    held.namedVendorId.push(this.#namedVendor(order));
    held.reference.push(order.reference);
    held.memo.push(order.memo);
    held.notCompared.push(this.#blankIn(heldBy));
  }

  /** Holds what a PO and its lines amount to: on the basis of purchase orders, or as keyed where they can't be put on it. */
  #holdAmounts(order: ManualPurchaseOrder): void {
    const held = this.#orders;
    const bases = this.#bases;
    const standing = order.lines.filter(({ status }) => status !== 'cancelled');
    const onBases = bases === undefined ? null : linesOnBasis(standing, bases.from, bases.to);
    const offBasis = Array.isArray(onBases) ? null : onBases;
    let amountMinor = 0;
    for (const [place, { glAccount, department, location, amountMinor: keyed }] of standing.entries()) {
      const lineMinor = Array.isArray(onBases) ? (onBases[place] as number) : keyed;
      amountMinor += lineMinor;
      this.#builder.add(this.#codings.code(glAccount, department, location, 'ledger'), lineMinor);
    }
    if (bases !== undefined) {
      held.keyedMinor.push(standingAmount(order));
      held.taxMinor.push(offBasis === null ? (standingTax(order) as number) : 0);
      held.offBasis.push(offBasis);
      if (offBasis !== null && standing.some((line) => line.taxMinor !== null && isPlausibleTax(line.amountMinor, line.taxMinor, bases.from))) this.#partlyTaxed.add(this.size);
    }
    this.#holdCoding(amountMinor);
  }

  /** Holds what was coded, and what that comes to. */
  #holdCoding(amountMinor: number): void {
    const held = this.#orders;
    held.amountMinor.push(amountMinor);
    this.#builder.moveInto(held.codes, held.amounts);
    held.codesEnd.push(held.codes.length);
  }

  #noteCancelled({ name, fullName }: Omit<NamedOrder, 'versions'>): void {
    this.counts.cancelled++;
    for (const each of [name, fullName]) if (this.#pairedByHand.has(each)) this.#cancelledByHand.add(each);
  }

  #noteVanished({ name, fullName }: Omit<NamedOrder, 'versions'>): void {
    this.counts.vanished.push(name);
    for (const each of [name, fullName]) this.#vanishedNames.add(each);
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

  /** The vendor that a name without an id stands for, folded; '' for none. */
  #namedVendor({ vendorId, vendorName }: OrderHeader): string {
    const vendor = vendorId === '' ? this.#resolver.vendorNamed(vendorName) : undefined;
    return vendor === undefined ? '' : fold(vendor.id);
  }

  /** Why the newest version of a PO can't be trusted, or null. */
  #incompleteness(versions: readonly StoredManual[], conflicting: boolean): Incompleteness | null {
    const quarantined = this.#quarantined.get((versions[0] as StoredManual).order.poNumber);
    if (quarantined !== undefined && unreadableVersion(versions, quarantined, this.#imports) !== undefined) return 'unreadable';
    return conflicting ? 'conflicting' : null;
  }

  /**
   * Finds what the POs name among the reports of the run, and leaves out by scope those that name none. To be asked once, when
   * both sides are whole.
   */
  settleScope(reports: IdPlaces, leftOut: LeftOutList): void {
    const finder = new ReferenceFinder(reports);
    const { poNumber, currency, amountMinor, keyedMinor, reference, memo } = this.#orders;
    for (let index = 0; index < this.size; index++) {
      const references = finder.places(reference.at(index));
      const memoReferences = finder.places(memo.at(index));
      this.#references.push(references);
      this.#memoReferences.push(memoReferences);
      const why = this.#outOfScope.get(index);
      if (why === undefined) continue;
      if (references.length + memoReferences.length > 0) this.#outOfScope.delete(index);
      else {
        this.counts.outOfScope++;
        leftOut.entries.push({ what: 'manual_po', documentId: poNumber.at(index), currency: currency.at(index), amountMinor: (this.#bases === undefined ? amountMinor : keyedMinor).at(index), why });
      }
    }
  }

  repeatableAt(index: number): Repeatable {
    const { vendorId, namedVendorId, vendorName } = this.#orders;
    return {
      vendorId: vendorId.at(index), namedVendorId: namedVendorId.at(index), bareVendorName: bareName(vendorName.at(index)),
      entity: this.entityAt(index), currency: this.currencyAt(index), amountMinor: this.amountAt(index),
    };
  }

  /** How many POs stand, in scope or not: their indexes are below it. */
  get size(): number {
    return this.#orders.codesEnd.length;
  }

  /** The indexes of the POs that take part. */
  *indexes(): Generator<number> {
    for (let index = 0; index < this.size; index++) if (!this.#outOfScope.has(index)) yield index;
  }

  namesAt(index: number): Pick<ManualSide, 'poNumber' | 'fullName'> {
    const poNumber = this.#orders.poNumber.at(index);
    return { poNumber, fullName: this.#orders.fullName.at(index) || poNumber };
  }

  reportAt(index: number): number {
    const named = this.#references.oneAt(index);
    const inMemo = this.#memoReferences.oneAt(index);
    return inMemo === NO_REPORT || inMemo === named ? named : named === NO_REPORT ? inMemo : SEVERAL_REPORTS;
  }

  reportsAt(index: number): readonly number[] {
    const named = this.#references.at(index);
    return [...named, ...this.#memoReferences.at(index).filter((report) => !named.includes(report))];
  }

  currencyAt(index: number): string {
    return this.#orders.currency.at(index);
  }

  amountAt(index: number): number {
    return this.#orders.amountMinor.at(index);
  }

  entityAt(index: number): string {
    return this.#orders.entity.at(index);
  }

  /** One PO that names a report and nothing else, where nothing but what it says and its coding is to be told of it. */
  plainKeyedAt(index: number): PlainKeyed | undefined {
    const { entity, poDate, currency, amountMinor, period, vendorId, keyed, namedVendorId, vendorName, notCompared } = this.#orders;
    if (entity.at(index) !== '' || keyed.at(index).entity !== '' || this.#incomplete.has(index) || this.#bases !== undefined) return undefined;
    return {
      poNumber: this.namesAt(index).poNumber, poDate: poDate.at(index), currency: currency.at(index), amountMinor: amountMinor.at(index), period: period.at(index), vendorId: vendorId.at(index), namedVendorId: namedVendorId.at(index),
      vendorName: vendorName.at(index), notCompared: notCompared.at(index), namedBy: this.#references.oneAt(index) === NO_REPORT ? 'memo' : 'reference',
    };
  }

  /** The coding of one PO. */
  codesAt(index: number): CodesBetween {
    const { codesEnd, codes, amounts } = this.#orders;
    return { codes, amounts, start: endBefore(codesEnd, index), end: codesEnd.at(index) };
  }

  /** One PO by its index, without its coding. */
  bareSideAt(index: number): Omit<ManualSide, 'coding'> {
    return this.#sideOf(index, NO_CODING);
  }

  /** One PO by its index, with its coding. */
  sideAt(index: number): ManualSide {
    const { codesEnd, codes, amounts } = this.#orders;
    const end = codesEnd.at(index);
    for (let at = endBefore(codesEnd, index); at < end; at++) this.#builder.add(codes.at(at), amounts.at(at));
    return this.#sideOf(index, this.#builder.take());
  }

  #sideOf(index: number, coding: ManualSide['coding']): ManualSide {
    const held = this.#orders;
    const references = this.#idsIn(this.#references, index);
    const memoReferences = this.#idsIn(this.#memoReferences, index);
    const { converted, offBasis, isPartlyTaxed } = this.#convertedAt(index);
    const { poNumber, fullName } = this.namesAt(index);
    const poDate = held.poDate.at(index);
    const vendorId = held.vendorId.at(index);
    const vendorName = held.vendorName.at(index);
    // Once they name a report, its texts have said what they can.
    const texts = references.length + memoReferences.length > 0 ? NONE : [held.reference.at(index), held.memo.at(index)];
    return {
      index, poNumber, fullName, entity: held.entity.at(index), poDate, day: dayNumber(poDate), currency: held.currency.at(index), amountMinor: held.amountMinor.at(index), converted, offBasis, isPartlyTaxed,
      period: held.period.at(index), vendorId, vendorIsKnown: this.#isKnown(vendorId), keyed: held.keyed.at(index), vendorName, bareVendorName: bareName(vendorName), namedVendorId: held.namedVendorId.at(index),
      coding, references, memoReferences,
      documentNumbers: texts.length === 0 ? NONE : documentNumbersIn(...texts),
      text: texts.length === 0 ? '' : texts.filter((text) => text !== '').join('\n'),
      notCompared: held.notCompared.at(index), incomplete: this.#incomplete.get(index) ?? null,
    };
  }

  #idsIn(named: NamedReports, index: number): readonly string[] {
    const report = named.oneAt(index);
    if (report === NO_REPORT) return NONE;
    return report === SEVERAL_REPORTS ? named.at(index).map((each) => this.#reportIdAt(each)) : [this.#reportIdAt(report)];
  }

  /** What was keyed where it was converted, or why it could not be. */
  #convertedAt(index: number): Pick<ManualSide, 'converted' | 'offBasis' | 'isPartlyTaxed'> {
    if (this.#bases === undefined) return NOT_CONVERTED;
    const { keyedMinor, taxMinor, offBasis } = this.#orders;
    const cause = offBasis.at(index);
    return cause === null ? { converted: { amountMinor: keyedMinor.at(index), taxMinor: taxMinor.at(index) }, offBasis: null, isPartlyTaxed: false } : { converted: null, offBasis: cause, isPartlyTaxed: this.#partlyTaxed.has(index) };
  }

  #isKnown(vendorId: string): boolean {
    return vendorId !== '' && this.#resolver.vendor(vendorId, '').record !== null;
  }

  /** What the newest of the exports that hold a PO leave blank. What stands in a row is mostly held by the same. */
  #blankIn(heldBy: readonly number[]): readonly ComparableColumn[] {
    if (heldBy !== this.#lastHeldBy) {
      this.#lastBlank = this.#blankOf(newestHolders([{ heldBy }], this.#imports));
      this.#lastHeldBy = heldBy;
    }
    return this.#lastBlank;
  }

  /** The columns that these exports leave blank, all of them. */
  #blankOf([{ blankColumns: ofFirst }, ...others]: readonly [StoredImport, ...StoredImport[]]): readonly ComparableColumn[] {
    const blankColumns = others.length === 0 ? ofFirst : ofFirst.filter((column) => others.every((other) => other.blankColumns.includes(column)));
    const key = blankColumns.join();
    let known = this.#blank.get(key);
    if (known === undefined) this.#blank.set(key, (known = this.#resolver.ledgerCodes.blank(blankColumns)));
    return known;
  }

  #keyed({ period, vendorId, enteredBy }: OrderHeader, entity: string): ManualSide['keyed'] {
    let byVendor = this.#keyedBy.get(period);
    if (byVendor === undefined) this.#keyedBy.set(period, (byVendor = new Map()));
    let known = byVendor.get(vendorId);
    if (known === undefined) byVendor.set(vendorId, (known = { byClerk: new Map(), byAll: new Map() }));
    const isPlain = entity === '' && enteredBy.length === 1;
    const keys = isPlain ? known.byClerk : known.byAll;
    const key = isPlain ? (enteredBy[0] as string) : [entity, ...enteredBy].join('\u0000');
    let keyed = keys.get(key);
    if (keyed === undefined) keys.set(key, (keyed = { period, vendorId, entity, enteredBy }));
    return keyed;
  }
}
