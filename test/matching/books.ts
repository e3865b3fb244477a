import type { OffBasisCause, TaxLack } from '../../src/domain/amount-basis.ts';
import { ZonedClock, dayNumber, isWithin, parseInstant } from '../../src/domain/calendar.ts';
import { currencyDecimals } from '../../src/domain/currency.ts';
import { type Finding, type FindingCode, finding } from '../../src/domain/finding.ts';
import type { HandDecisions, HandPairing } from '../../src/domain/hand-pairing.ts';
import type { Incompleteness } from '../../src/domain/incompleteness.ts';
import { type ComparableColumn, fullName } from '../../src/domain/ledger-entry.ts';
import { parseMinor } from '../../src/domain/money.ts';
import { StrangerIds } from '../../src/domain/stranger-ids.ts';
import { ReferenceFinder, documentNumbersIn } from '../../src/domain/reference-text.ts';
import { type Settings, settingsSchema, toleranceMinor } from '../../src/domain/settings.ts';
import { compareText, fold } from '../../src/domain/text.ts';
import type { VarianceRow } from '../../src/domain/variance.ts';
import { bareName } from '../../src/domain/company-name.ts';
import { amountRules } from '../../src/matching/amounts/rates.ts';
import { ByHand } from '../../src/matching/by-hand.ts';
import { type Coding, type CodingSum, CodingTable, type Speller } from '../../src/matching/coding.ts';
import type { MatchingRules } from '../../src/matching/desk.ts';
import { matchWithoutWords } from '../../src/matching/match.ts';
import type { DrySide, ManualSide, MatchResult } from '../../src/matching/sides.ts';
import { type LedgerOrders, NO_REPORT, SEVERAL_REPORTS, StraightPairs } from '../../src/matching/straight-pairs.ts';
import { VendorJudge } from '../../src/matching/vendor-evidence.ts';
import { wordsIn } from '../../src/matching/words.ts';
import { buildRows, rowOfNamed } from '../../src/variance/build-rows.ts';

/** `account/department/location amount`, such as `6110/D-10/L-012 100.00`; later parts may be left out. */
export type LineText = string;

/** The vendors of these books, by id. */
export const VENDOR_NAMES: Record<string, string> = { 'V-1': 'Acme Janitorial Supply Co', 'V-2': 'Bluebird Signage LLC', 'V-3': 'Cedar Catering', 'V-4': 'Kanto Paper' };

export interface OrderParts {
  vendor?: string;
  currency?: string;
  date?: string;
  period?: string;
  /** Default: one line of 100.00 to 6110/D-10/L-012. */
  lines?: LineText[];
  /** The tax that its lines say is in it. */
  tax?: string;
  /** The tax of its lines one by one. */
  lineTaxes?: string[];
  /** What tells it from the report's other POs; default the vendor. */
  key?: string;
}

export interface ReportParts {
  employee?: string;
  name?: string;
  description?: string;
  /** Date of first final approval; default that of the first order. */
  date?: string;
  entity?: string;
  flags?: string[];
  outcome?: 'created' | 'updated';
}

export interface UnorderedParts extends Pick<ReportParts, 'name' | 'description' | 'flags' | 'entity'> {
  amount?: string;
  currency?: string;
  date?: string;
  vendors?: string[];
  merchants?: string[];
  codes?: FindingCode[];
  /** Instead of codes. */
  findings?: Finding[];
  /** Its coding, as far as it is known. */
  lines?: LineText[];
  /** A tax of its lines is needed, and not known: its amount is as read. */
  lacksTax?: TaxLack;
}

export interface KeyedParts {
  vendor?: string;
  vendorName?: string;
  entity?: string;
  currency?: string;
  date?: string;
  period?: string;
  reference?: string;
  memo?: string;
  lines?: LineText[];
  notCompared?: ComparableColumn[];
  incomplete?: Incompleteness;
  /** Why it can't be put on the basis of purchase orders. */
  offBasis?: OffBasisCause;
  isPartlyTaxed?: boolean;
  enteredBy?: string;
}

/** The months, as fiscal periods. */
const PERIODS = ['2026-05', '2026-06', '2026-07'].map((month) => ({ start: `${month}-01`, end: `${month}-${month === '2026-06' ? '30' : '31'}` }));
const PLAIN_LINES = ['6110/D-10/L-012 100.00'];

/** Words that nobody may read yet. */
const NOT_YET: readonly string[] = new Proxy([], { get: () => { throw new Error('words are read before they are there'); } });

/** Pairs both sides, whose words come when those passes are over that need none. */
function matched(sides: { dry: readonly DrySide[]; manual: readonly ManualSide[]; codings: CodingTable }, rules: MatchingRules): MatchResult {
  const words = sides.dry.map((side) => side.words);
  for (const side of sides.dry) side.words = NOT_YET;
  const finish = matchWithoutWords(sides, rules);
  for (const [place, side] of sides.dry.entries()) side.words = words[place] as readonly string[];
  return finish();
}

const strangersOf = (dry: readonly DrySide[]) => (): StrangerIds => new StrangerIds(dry.map(({ transaction }) => transaction.reportId));

/** Both sides of a comparison, written as accountants would say them. */
export class Books {
  readonly #codings = new CodingTable();
  readonly #dry: Omit<DrySide, 'index'>[] = [];
  readonly #keyed: { poNumber: string; parts: KeyedParts }[] = [];
  readonly #outOfScope: string[] = [];
  readonly #hand: HandDecisions = { pairings: [], partings: [] };
  readonly settings: Settings;

  /** Names of vendors, by id. */
  readonly #vendors: Readonly<Record<string, string>>;

  constructor(settings: Record<string, unknown> = {}, vendors: Readonly<Record<string, string>> = VENDOR_NAMES) {
    this.#vendors = vendors;
    this.settings = settingsSchema.parse({ window: { from: '2026-06-01', to: '2026-06-14' }, timeZone: 'America/New_York', inputs: {}, ...settings });
  }

  /** A finally approved report that would become these POs; without any, one PO of 100.00 at V-1 on 2026-06-03. */
  approved(reportId: string, orders: OrderParts | OrderParts[] = {}, parts: ReportParts = {}): this {
    const all = [orders].flat();
    const made = all.map((order, place) => {
      const { vendor = 'V-1', currency = 'USD', date = '2026-06-03', lines = PLAIN_LINES, key = vendor } = order;
      const coded = this.#coding(lines, currency, 'erp');
      return { coding: coded.coding, taxMinor: order.tax === undefined ? null : minor(order.tax, currency), lineTaxes: (order.lineTaxes ?? []).map((tax) => minor(tax, currency)), order: { key, number: `DRY-${reportId}.${place + 1}`, entity: parts.entity ?? '', vendorId: vendor, currency, amountMinor: coded.amountMinor, poDate: date, period: order.period ?? date.slice(0, 7) } };
    });
    const transaction = {
      reportId, outcome: parts.outcome ?? ('created' as const), date: parts.date ?? made[0]?.order.poDate ?? null, totalMinor: made.reduce((sum, { order }) => sum + order.amountMinor, 0),
      findings: [], flags: parts.flags ?? [], documentNumbers: documentNumbersIn(parts.name ?? '', parts.description ?? ''),
    };
    for (const { order, coding, taxMinor, lineTaxes } of made) {
      this.#dry.push({
        kind: 'order', transaction, order, entity: fold(order.entity), entityCode: order.entity, currency: order.currency, amountMinor: order.amountMinor, expenseMinor: order.amountMinor, date: order.poDate, day: dayNumber(order.poDate),
        vendorIds: [fold(order.vendorId)], vendorNames: this.#namesOf([order.vendorId]), coding, lacksTax: null, taxMinor, lineTaxes, words: wordsIn(`${parts.employee ?? ''} ${parts.name ?? ''} ${parts.description ?? ''}`),
      });
    }
    return this;
  }

  rejected(reportId: string, parts: UnorderedParts = {}): this {
    return this.#unordered(reportId, 'rejected', 'rejected', parts);
  }

  pending(reportId: string, parts: UnorderedParts = {}): this {
    return this.#unordered(reportId, 'pending', 'not_triggered', parts);
  }

  withdrawn(reportId: string, parts: UnorderedParts = {}): this {
    return this.#unordered(reportId, 'cancelled', 'cancelled', parts);
  }

  #unordered(reportId: string, kind: DrySide['kind'], outcome: 'rejected' | 'not_triggered' | 'cancelled', parts: UnorderedParts): this {
    const { amount = '100.00', currency = 'USD', date = '2026-06-03', vendors = ['V-1'], merchants = [], codes = kind === 'rejected' ? ['VENDOR_UNKNOWN'] : [] } = parts;
    const amountMinor = minor(amount, currency);
    this.#dry.push({
      kind, order: null, entity: fold(parts.entity ?? ''), entityCode: parts.entity ?? '', currency, amountMinor, expenseMinor: amountMinor, date, day: dayNumber(date), vendorIds: vendors.map(fold), vendorNames: [...this.#namesOf(vendors), ...merchants.map(bareName)],
      coding: parts.lines === undefined ? { codes: [], amounts: [] } : this.#coding(parts.lines, currency, 'erp').coding, lacksTax: parts.lacksTax ?? null, taxMinor: null, lineTaxes: [], words: wordsIn(`${parts.name ?? ''} ${parts.description ?? ''}`),
      transaction: {
        reportId, outcome, date, totalMinor: amountMinor, flags: parts.flags ?? [], documentNumbers: documentNumbersIn(parts.name ?? '', parts.description ?? ''),
        findings: parts.findings ?? codes.map((code) => finding(code, { field: 'field', value: 'value', at: 'approvals.jsonl:1' })),
      },
    });
    return this;
  }

  /** A known report with nothing to order. */
  outOfScope(reportId: string): this {
    this.#outOfScope.push(reportId);
    return this;
  }

  /** A PO that people keyed; without parts 100.00 at V-1 on 2026-06-03, without a reference. */
  keyed(poNumber: string, parts: KeyedParts = {}): this {
    this.#keyed.push({ poNumber, parts });
    return this;
  }

  /** A person says: these POs were keyed for this transaction. Entries are numbered as they come; dana decides. */
  paired(transaction: string, purchaseOrders: string[], parts: Partial<Pick<HandPairing, 'order' | 'entry' | 'reason'>> = {}): this {
    this.#hand.pairings.push({ transaction, purchaseOrders, entry: this.#nextEntry, by: 'dana', reason: 'asked the clerk', order: null, ...parts });
    return this;
  }

  /** A person says: these were not. */
  parted(transaction: string, ...purchaseOrders: string[]): this {
    this.#hand.partings.push({ transaction, purchaseOrders, entry: this.#nextEntry, by: 'dana', reason: 'asked the clerk' });
    return this;
  }

  #namesOf(vendors: readonly string[]): string[] {
    return vendors.map((vendor) => bareName(this.#vendors[vendor] ?? '')).filter((name) => name !== '');
  }

  get #nextEntry(): number {
    return this.#hand.pairings.length + this.#hand.partings.length + 1;
  }

  get #byHand(): ByHand | undefined {
    return ByHand.of(this.#hand);
  }

  #coding(lines: readonly LineText[], currency: string, speller: Speller): { coding: Coding; amountMinor: number } {
    const coding: CodingSum = { codes: [], amounts: [] };
    let sum = 0;
    for (const line of lines) {
      const [codes = '', amount = ''] = line.split(' ');
      const [account = '', department = '', location = ''] = codes.split('/');
      const amountMinor = minor(amount, currency);
      this.#codings.add(coding, this.#codings.code(account, department, location, speller), amountMinor);
      sum += amountMinor;
    }
    return { coding, amountMinor: sum };
  }

  /** The sides in the order in which a run hands them over. */
  sides(): { dry: DrySide[]; manual: ManualSide[]; codings: CodingTable } {
    const dry = this.#dry.toSorted((left, right) => compareText(left.transaction.reportId, right.transaction.reportId)).map((side, index) => ({ ...side, index }));
    const finder = new ReferenceFinder(new Set([...dry.map((side) => side.transaction.reportId), ...this.#outOfScope]));
    const manual = this.#keyed.toSorted((left, right) => compareText(left.poNumber, right.poNumber)).map(({ poNumber, parts }, index): ManualSide => {
      const { vendor = 'V-1', currency = 'USD', date = '2026-06-03', reference = '', memo = '', lines = PLAIN_LINES, notCompared = [] } = parts;
      const vendorName = parts.vendorName ?? this.#vendors[vendor] ?? '';
      const named = Object.entries(this.#vendors).filter(([, name]) => bareName(name) === bareName(vendorName));
      const coded = this.#coding(lines, currency, 'ledger');
      const [references, memoReferences] = [finder.find(reference), finder.find(memo)];
      return {
        index, poNumber, fullName: fullName(parts.entity ?? '', poNumber), entity: fold(parts.entity ?? ''), poDate: date, day: dayNumber(date), currency, amountMinor: coded.amountMinor, converted: null, offBasis: parts.offBasis ?? null, isPartlyTaxed: parts.isPartlyTaxed ?? false, period: fold(parts.period ?? date.slice(0, 7)), vendorId: fold(vendor), vendorIsKnown: this.#vendors[vendor] !== undefined, keyed: { period: parts.period ?? date.slice(0, 7), vendorId: vendor, entity: parts.entity ?? '', enteredBy: [parts.enteredBy ?? ''] }, vendorName,
        bareVendorName: bareName(vendorName), namedVendorId: vendor === '' && named.length === 1 ? fold((named[0] as [string, string])[0]) : '', coding: coded.coding, references, memoReferences,
        documentNumbers: references.length + memoReferences.length > 0 ? [] : documentNumbersIn(reference, memo), text: references.length + memoReferences.length > 0 ? '' : [reference, memo].filter((text) => text !== '').join('\n'), notCompared, incomplete: parts.incomplete ?? null,
      };
    });
    return { dry, manual, codings: this.#codings };
  }

  /** Pairs both sides. */
  match(): MatchResult {
    const sides = this.sides();
    return matched(sides, this.#rulesFor(sides.dry));
  }

  #comparesEntities(dry: readonly DrySide[]): boolean {
    return dry.some(({ entity }) => entity !== '') && this.#keyed.some(({ parts }) => (parts.entity ?? '') !== '');
  }

  #rulesFor(dry: readonly DrySide[]): MatchingRules {
    const { settings } = this;
    return {
      comparesEntities: this.#comparesEntities(dry), strangerIds: strangersOf(dry), dateWindowDays: settings.matching.dateWindowDays, toleranceOf: (currency, amount) => toleranceMinor(settings, currency, amount), byHand: this.#byHand, amounts: amountRules(settings),
      vendors: new VendorJudge(Object.entries(this.#vendors).map(([id, name]) => ({ id: fold(id), name })), dry),
    };
  }

  /** The pairings as `EXP-1 + EXP-2 = PO-1 + PO-2 (pass)`, an exclamation mark where the POs repeat each other. */
  pairs(): string[] {
    const { dry, manual } = this.sides();
    return this.match().pairings
      .map(({ dry: left, manual: right, pass, repeated }) =>
        `${left.map((index) => dry[index]?.transaction.reportId).join(' + ')} = ${right.map((index) => manual[index]?.poNumber).sort().join(' + ')} (${pass})${repeated ? '!' : ''}`)
      .sort();
  }

  rows(asOf = '2026-06-20T00:00:00Z'): VarianceRow[] {
    const { settings } = this;
    const instant = parseInstant(asOf);
    if (typeof instant !== 'number') throw new Error(instant);
    const sides = this.sides();
    return [...buildRows({ ...sides, manual: this.#withoutParted(sides.manual), matched: this.match(), settings, amounts: amountRules(settings), periods: PERIODS, clock: new ZonedClock(settings.timeZone), asOf: instant, rowId: (key) => key.replaceAll('\u0000', '|') }).rows];
  }

  #withoutParted(manual: readonly ManualSide[]): ManualSide[] {
    return manual.map((side) => this.#byHand?.withoutParted(side) ?? side);
  }

  /** The same rows made as a run makes them: plain pairs first, and the passes see only what those leave. */
  rowsStraightFirst(asOf = '2026-06-20T00:00:00Z'): { rows: VarianceRow[]; straight: number } {
    const { settings } = this;
    const { dry: allDry, manual: allManual, codings } = this.sides();
    const toleranceOf = (currency: string, amount: number): number => toleranceMinor(settings, currency, amount);
    const rowId = (key: string): string => key.replaceAll('\u0000', '|');
    const placeOf = new Map([...new Set(allDry.map((side) => side.transaction.reportId))].map((id, place) => [id, place]));
    const pairs = new StraightPairs({ placeOf, count: placeOf.size }, ordersOf(allManual, placeOf), { toleranceOf, byHand: this.#byHand, comparesEntities: this.#comparesEntities(allDry) });
    const dry: DrySide[] = [];
    const rows: VarianceRow[] = [];
    const taken = new Set<number>();
    for (const side of allDry) {
      const isOnly = allDry.filter((other) => other.transaction.reportId === side.transaction.reportId).length === 1;
      const index = isOnly && side.order !== null ? pairs.manualOf(placeOf.get(side.transaction.reportId) as number, side) : undefined;
      if (index === undefined) dry.push({ ...side, index: dry.length });
      else {
        taken.add(index);
        if (isWithin(settings.window, side.transaction.date)) rows.push(rowOfNamed({ codings, settings, amounts: amountRules(settings), periods: PERIODS, rowId }, side, allManual[index] as ManualSide));
      }
    }
    const manual = this.#withoutParted(allManual.filter((side) => !taken.has(side.index))).map((side, index) => ({ ...side, index }));
    const pairings = matched({ dry, manual, codings }, { ...this.#rulesFor(dry), comparesEntities: this.#comparesEntities(allDry), strangerIds: strangersOf(allDry) });
    rows.push(...buildRows({ dry, manual, codings, matched: pairings, settings, amounts: amountRules(settings), periods: PERIODS, clock: new ZonedClock(settings.timeZone), asOf: parseInstant(asOf) as number, rowId }).rows);
    return { rows, straight: taken.size };
  }

  /** The rows as `EXP-1 PO-1+PO-2 status variance causes`. */
  table(): string[] {
    return this.rows().map((row) => [row.transactionId ?? '–', row.manual.poNumbers.join('+') || '–', row.status, row.variance ?? 'null', row.causes.join(',')].filter((cell) => cell !== '').join(' '));
  }
}

/** Sides as a ledger that has each at its index; what its POs name are reports of the run, or such as are out of its scope and have no place. */
function ordersOf(manual: readonly ManualSide[], placeOf: ReadonlyMap<string, number>): LedgerOrders {
  const sideAt = (index: number): ManualSide => manual[index] as ManualSide;
  const idsAt = (index: number): string[] => [...new Set([...sideAt(index).references, ...sideAt(index).memoReferences])];
  const reportsAt = (index: number): number[] => idsAt(index).flatMap((id) => placeOf.get(id) ?? []);
  return {
    indexes: () => manual.keys(),
    namesAt: sideAt,
    reportAt(index) {
      const ids = idsAt(index);
      return ids.length === 0 ? NO_REPORT : ids.length > 1 ? SEVERAL_REPORTS : (reportsAt(index)[0] ?? SEVERAL_REPORTS);
    },
    reportsAt,
    currencyAt: (index) => sideAt(index).currency,
    amountAt: (index) => sideAt(index).amountMinor,
    entityAt: (index) => sideAt(index).entity,
    repeatableAt: sideAt,
    bareSideAt: sideAt,
  };
}

function minor(amount: string, currency: string): number {
  const parsed = parseMinor(amount, currencyDecimals(currency) ?? 2);
  if (typeof parsed !== 'number') throw new Error(`${amount} ${currency}: ${parsed}`);
  return parsed;
}
