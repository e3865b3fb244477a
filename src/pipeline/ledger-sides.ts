import { dayNumber } from '../domain/calendar.ts';
import { type ComparableColumn, standingAmount, stands } from '../domain/ledger-entry.ts';
import { type LedgerPage, type StoredManual, manualOrdersIn } from '../domain/ledger-page.ts';
import { ReferenceFinder, documentNumbersIn } from '../domain/reference-text.ts';
import { compareText, fold } from '../domain/text.ts';
import { type Resolver, bareName } from '../mapping/resolver.ts';
import { ledgerScope } from '../mapping/scope.ts';
import type { CodingBuilder, CodingTable } from '../matching/coding.ts';
import type { ManualSide } from '../matching/sides.ts';
import type { StoredImport, StoredQuarantine } from '../store/record-reader.ts';
import type { ComparisonJob } from './comparison-job.ts';
import type { LeftOutList } from './left-out.ts';
import { quarantineOf } from './replay-inputs.ts';

const NONE: never[] = [];
const orNone = <T>(list: T[]): T[] => (list.length === 0 ? NONE : list);

/** A manual PO that stands, before its texts were searched for the transactions that they name. */
interface Standing {
  side: ManualSide;
  reference: string;
  memo: string;
  /** Why scope leaves it out, should it name no transaction of this run. */
  outOfScope: string | null;
}

/** The ledger's side of a run: the manual POs as the newest export has each. */
export class LedgerSides {
  /** How the manual POs ended that have no side. */
  readonly counts = { total: 0, cancelled: 0, outOfScope: 0, vanished: [] as string[] };
  readonly #resolver: Resolver;
  readonly #codings: CodingTable;
  readonly #builder: CodingBuilder;
  readonly #imports: ReadonlyMap<number, StoredImport>;
  readonly #quarantined: ReadonlyMap<string, StoredQuarantine[]>;
  readonly #scopeOf: ReturnType<typeof ledgerScope>;
  readonly #isSuperseded: ((version: StoredManual, seen: StoredImport) => boolean) | undefined;
  /** By import: one list for all POs that it holds. */
  readonly #blank = new Map<string, readonly ComparableColumn[]>();
  readonly #texts = new Map<string, string>();
  #standing: Standing[] = [];

  constructor({ imports, quarantine, settings, overlapping }: ComparisonJob, resolver: Resolver, codings: CodingTable, builder: CodingBuilder) {
    this.#resolver = resolver;
    this.#codings = codings;
    this.#builder = builder;
    this.#imports = new Map(imports.map((each) => [each.id, each]));
    this.#quarantined = quarantineOf(quarantine, 'ledger');
    this.#scopeOf = ledgerScope(settings.scope.ledger);
    const exports = imports.filter((each) => each.kind === 'ledger');
    if (exports.length > 1) this.#isSuperseded = supersededBy(exports, overlapping);
  }

  /** Takes a page; pages come in the order of numbers. */
  add(page: LedgerPage): void {
    for (const versions of manualOrdersIn(page)) {
      this.counts.total++;
      const newest = newestVersion(versions, this.#imports);
      const seen = this.#imports.get(newest.version.seenImportId) as StoredImport;
      if (!stands(newest.version.order)) this.counts.cancelled++;
      else if (this.#isSuperseded?.(newest.version, seen) === true) this.counts.vanished.push(newest.version.order.poNumber);
      else this.#add(newest.version, newest.conflicting, seen);
    }
  }

  #add({ order }: StoredManual, conflicting: boolean, seen: StoredImport): void {
    for (const line of order.lines) if (line.status !== 'cancelled') this.#builder.add(this.#codings.code(line.glAccount, line.department, line.location), line.amountMinor);
    const unreadable = this.#quarantined.get(order.poNumber)?.find((item) => asOfOf(this.#imports.get(item.importId)) >= asOfOf(seen));
    const vendor = order.vendorId === '' ? this.#resolver.vendorNamed(order.vendorName) : undefined;
    const side: ManualSide = {
      index: -1, poNumber: order.poNumber, poDate: this.#shared(order.poDate), day: dayNumber(order.poDate), currency: this.#shared(order.currency), amountMinor: standingAmount(order),
      period: fold(order.period), vendorId: fold(order.vendorId), vendorName: this.#shared(order.vendorName), bareVendorName: bareName(order.vendorName),
      namedVendorId: vendor === undefined ? '' : fold(vendor.id), coding: this.#builder.take(), references: NONE, memoReferences: NONE, documentNumbers: NONE, notCompared: this.#blankOf(seen),
      incomplete: unreadable !== undefined ? `${unreadable.shown}:${unreadable.line}` : conflicting ? 'two exports of the same time hold it with different content' : null,
    };
    this.#standing.push({ side, reference: order.reference, memo: order.memo, outOfScope: this.#scopeOf(order) });
  }

  /**
   * The POs that take part: those that name a report of the run, and of the others what scope does not leave out. To be asked
   * once, when both sides are whole.
   */
  inScope(reportIds: ReadonlySet<string>, leftOut: LeftOutList): ManualSide[] {
    const finder = new ReferenceFinder(reportIds);
    const manual: ManualSide[] = [];
    for (const { side, reference, memo, outOfScope: why } of this.#standing) {
      side.references = orNone(finder.find(reference));
      side.memoReferences = orNone(finder.find(memo));
      const namesOne = side.references.length + side.memoReferences.length > 0;
      if (!namesOne && why !== null) {
        this.counts.outOfScope++;
        leftOut.entries.push({ what: 'manual_po', documentId: side.poNumber, currency: side.currency, amountMinor: side.amountMinor, why });
        continue;
      }
      if (!namesOne) side.documentNumbers = orNone(documentNumbersIn(reference, memo));
      side.index = manual.length;
      manual.push(side);
    }
    this.#standing = [];
    return manual;
  }

  #blankOf({ blankColumns }: StoredImport): readonly ComparableColumn[] {
    const key = blankColumns.join();
    const known = this.#blank.get(key);
    if (known === undefined) this.#blank.set(key, blankColumns);
    return known ?? blankColumns;
  }

  /** One copy of a text that repeats over a ledger: every page brings copies of its own. */
  #shared(text: string): string {
    const known = this.#texts.get(text);
    if (known === undefined) this.#texts.set(text, text);
    return known ?? text;
  }
}

const asOfOf = (each: StoredImport | undefined): number => each?.asOf ?? Number.NEGATIVE_INFINITY;

/** The version that the newest export holds; conflicting where two exports of the same instant disagree. */
function newestVersion(versions: readonly StoredManual[], imports: ReadonlyMap<number, StoredImport>): { version: StoredManual; conflicting: boolean } {
  const [only] = versions;
  if (versions.length === 1 && only !== undefined) return { version: only, conflicting: false };
  const sorted = [...versions].sort((left, right) => asOfOf(imports.get(right.seenImportId)) - asOfOf(imports.get(left.seenImportId)) || compareText(JSON.stringify(left.order), JSON.stringify(right.order)));
  const [first, second] = sorted as [StoredManual, StoredManual];
  return { version: first, conflicting: asOfOf(imports.get(first.seenImportId)) === asOfOf(imports.get(second.seenImportId)) };
}

/**
 * Tells whether a newer export over the same dates no longer holds a PO. Exports count as of the same ledger where they share a
 * PO; files that merely part a ledger among stores share none and take nothing from each other.
 */
function supersededBy(exports: readonly StoredImport[], overlapping: ComparisonJob['overlapping']): (version: StoredManual, seen: StoredImport) => boolean {
  const pairs = new Set(overlapping.flatMap(([one, other]) => [`${one} ${other}`, `${other} ${one}`]));
  const related = (one: number, other: number): boolean => pairs.has(`${one} ${other}`);
  return (version, seen) =>
    exports.some(
      (other) =>
        other.id !== seen.id && asOfOf(other) > asOfOf(seen) && other.firstDate !== null && other.lastDate !== null && other.firstDate <= version.order.poDate && version.order.poDate <= other.lastDate &&
        (related(other.id, seen.id) || related(other.id, version.importId)),
    );
}
