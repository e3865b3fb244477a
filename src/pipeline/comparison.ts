import { APPROVED_AFTER_EVENT } from '../domain/approved-after-event.ts';
import { isWithin } from '../domain/calendar.ts';
import type { IdPlaces } from '../domain/id-places.ts';
import type { LedgerPage } from '../domain/ledger-page.ts';
import type { ReportText } from '../domain/report-text.ts';
import { type PairedOutside, inOrderOfNames } from '../domain/paired-outside.ts';
import { formatMinor, humanAmount } from '../domain/money.ts';
import type { RootCauseFacts } from '../domain/root-cause.ts';
import type { Population, RunSummary } from '../domain/run.ts';
import { toleranceMinor } from '../domain/settings.ts';
import { type StrangerKind, StrangerIds } from '../domain/stranger-ids.ts';
import { compareText, fold } from '../domain/text.ts';
import { STATUSES } from '../domain/variance.ts';
import { type AmountRules, amountRules } from '../matching/amounts/rates.ts';
import { ByHand } from '../matching/by-hand.ts';
import { CodingTable } from '../matching/coding.ts';
import type { MatchingRules } from '../matching/desk.ts';
import { matchWithoutWords } from '../matching/match.ts';
import type { DrySide, HandProblem, ManualSide, MatchResult } from '../matching/sides.ts';
import { StraightPairs } from '../matching/straight-pairs.ts';
import { VendorJudge } from '../matching/vendor-evidence.ts';
import { wordsIn } from '../matching/words.ts';
import { differenceTexts } from '../report/difference-text.ts';
import type { ReplayContext } from '../replay/replay-report.ts';
import type { LeftOut } from '../store/run-store.ts';
import { type OpenOutside, type RowRules, buildRows, namedOutside, pairedOutside, rowOfNamed } from '../variance/build-rows.ts';
import type { PlainMatch } from '../variance/packed-match.ts';
import { plainMatchOf } from '../variance/plain-match.ts';
import { sameLines } from './columns.ts';
import type { ComparisonJob } from './comparison-job.ts';
import { DrySides } from './dry-sides.ts';
import { handProblemTexts } from './hand-problems.ts';
import { LeftOutList } from './left-out.ts';
import { LedgerSides } from './ledger-sides.ts';
import { lookedUp } from './mapping-evidence.ts';
import type { SidesPage } from './replay-page.ts';
import { RowTally } from './row-tally.ts';
import { rowId } from './row-id.ts';
import { type RowsPage, inPages } from './rows-page.ts';
import { StraightRows } from './straight-rows.ts';

/** What comes out besides the rows. */
export interface ComparisonResult {
  /** Without root causes, which are put into words once the rows are stored. */
  summary: Omit<RunSummary, 'rootCauses'>;
  rootCauses: RootCauseFacts[];
  /** Where the rows stand whose mapping rows are looked up. */
  lookedUp: number[];
  leftOut: LeftOut[];
  /** Manual POs that are in no row, because of where their transactions lie. */
  pairedOutside: PairedOutside[];
}

/** The plain pairs, and what is left for the passes. */
interface PlainAndRest {
  rows: StraightRows;
  dry: DrySide[];
  manual: ManualSide[];
  paired: number;
  outsideWindow: PairedOutside[];
  openOutside: OpenOutside[];
  /** Reports whose date can't be. */
  misdated: DrySide[];
}

/** Both sides of a run: gathered page by page, then matched and compared row by row. */
export class Comparison {
  readonly #job: ComparisonJob;
  readonly #rules: ReplayContext;
  readonly #codings: CodingTable;
  readonly #leftOut = new LeftOutList();
  readonly #dry: DrySides;
  readonly #ledger: LedgerSides;
  readonly #byHand: ByHand | undefined;
  readonly #tally = new RowTally();
  #straight: PlainAndRest | undefined;
  #matched: (() => MatchResult) | undefined;
  /** By report. */
  readonly #words = new Map<string, readonly string[]>();

  constructor(job: ComparisonJob, rules: ReplayContext) {
    this.#job = job;
    this.#rules = rules;
    this.#byHand = ByHand.of(job.hand);
    this.#codings = new CodingTable(rules.resolver.ledgerCodes);
    this.#dry = new DrySides(rules.resolver, this.#codings, this.#leftOut);
    this.#ledger = new LedgerSides(job, rules.resolver, this.#codings, (report) => this.#dry.reportIdAt(report));
  }

  /** Takes replayed reports; their pages come in the order of reports. */
  addReports(page: SidesPage): void {
    this.#dry.add(page);
  }

  /** Takes manual POs; their pages come in the order of numbers. */
  addLedger(page: LedgerPage): void {
    this.#ledger.add(page);
  }

  /**
   * Settles what is plain, once both sides are whole, and says which reports' words are wanted for the rest: those whose amount a PO has that
   * names nobody, and says something.
   */
  textsWanted(): string[] {
    const { settings } = this.#job;
    const reports = this.#dry.takePlaces();
    this.#ledger.settleScope(reports, this.#leftOut);
    this.#straight = this.#takePlain(reports, (currency, minor) => toleranceMinor(settings, currency, minor), amountRules(settings));
    const { dry, manual } = this.#straight;
    const amounts = new Set(manual.filter(({ text }) => text !== '').map(({ currency, amountMinor }) => `${currency} ${amountMinor}`));
    return [...new Set(dry.filter(({ currency, amountMinor }) => amounts.has(`${currency} ${amountMinor}`)).map(({ transaction }) => transaction.reportId))];
  }

  /** Matches as far as no words are needed: there is time for it while they are looked up. */
  matchWithoutWords(): void {
    const { dry, manual } = this.#settled;
    const { settings } = this.#job;
    const vendors = new VendorJudge([...this.#rules.master.vendors.values()].map(({ id, name }) => ({ id: fold(id), name })), dry);
    this.#matched = matchWithoutWords({ dry, manual, codings: this.#codings }, {
      dateWindowDays: settings.matching.dateWindowDays, toleranceOf: (currency, minor) => toleranceMinor(settings, currency, minor), vendors, amounts: amountRules(settings), byHand: this.#byHand, comparesEntities: this.#comparesEntities,
      strangerIds: () => this.#strangerIds(),
    });
  }

  /** Tells ids of reports that take no part, by those of all reports: scope leaves some out whole, or they order nothing, and others could not be read. */
  #strangerIds(): StrangerIds {
    const unread = this.#job.quarantine.flatMap(({ kind, documentId }): [string, StrangerKind][] => (kind === 'approvals' && documentId !== null ? [[documentId, 'unread']] : []));
    return new StrangerIds(this.#dry.reportIds(), [...unread, ...[...this.#dry.leftOutIds()].map((id): [string, StrangerKind] => [id, 'nothing_to_order'])]);
  }

  /** Takes the words that were wanted. */
  addTexts(texts: readonly ReportText[]): void {
    for (const { reportId, text } of texts) this.#words.set(reportId, wordsIn(text));
  }

  get #settled(): PlainAndRest {
    if (this.#straight === undefined) throw new Error('what is plain was not settled');
    return this.#straight;
  }

  /** Matches and compares, once the words are there. */
  compare(): { count: number; rows: Generator<RowsPage>; result(): ComparisonResult } {
    const { settings, asOf } = this.#job;
    const codings = this.#codings;
    const tally = this.#tally;
    const amounts = amountRules(settings);
    const straight = this.#settled;
    const { dry, manual } = straight;
    if (this.#matched === undefined) this.matchWithoutWords();
    for (const side of dry) side.words = this.#words.get(side.transaction.reportId) ?? side.words;
    const matched = (this.#matched as () => MatchResult)();
    const { rows, count, outsideWindow } = buildRows({ dry, manual, matched, codings, settings, amounts, periods: this.#rules.master.periods, clock: this.#rules.clock, asOf, rowId });
    return {
      count: straight.rows.count + count,
      rows: inPages(straight.rows.mergedWith(rows, tally)),
      result: () => {
        const reports = this.#dry.counts(settings.cancelStates);
        const ledger = this.#ledger.counts;
        const paired = new Set(matched.pairings.flatMap((pairing) => pairing.manual)).size;
        const population: Population = {
          reports: { total: reports.total, inRows: tally.transactions, outsideWindow: outsideWindow.transactions.size + straight.outsideWindow.length, outOfScope: reports.outOfScope },
          manualOrders: {
            total: ledger.total, paired: straight.paired + paired, unexplained: manual.length - paired - outsideWindow.manualUnexplained, outsideWindow: outsideWindow.manualUnexplained,
            outOfScope: ledger.outOfScope, cancelled: ledger.cancelled, vanished: ledger.vanished.length,
          },
        };
        assertComplete(population, tally.unexplained);
        const pairedOutside = inOrderOfNames([...straight.outsideWindow, ...outsideWindow.paired]);
        this.#leaveOut([...straight.openOutside, ...outsideWindow.open]);
        this.#leaveOutMisdated([...straight.misdated, ...outsideWindow.transactions.values()]);
        const rootCauses = tally.causes.facts();
        const datedWithin = new Set(pairedOutside.filter(({ poDate }) => isWithin(settings.window, poDate)).map(({ poName }) => poName)).size;
        return { summary: { ...this.#summary(tally, population, reports.unknownStates, matched), ...(datedWithin === 0 ? {} : { ordersOfReportsOutside: datedWithin }) }, rootCauses, lookedUp: tally.causes.placesOf(lookedUp(rootCauses)), leftOut: this.#leftOut.entries, pairedOutside };
      },
    };
  }

  /** POs of reports outside the window, in the order of their names: they are in no row, and would be open in one. */
  #leaveOut(open: readonly OpenOutside[]): void {
    const sorted = [...open].sort((left, right) => compareText(left.manual.poNumber, right.manual.poNumber));
    for (const { manual, dry: { transaction: { reportId, date }, currency, amountMinor }, status, differences } of sorted) {
      // With its values: a review of it is bound to what stands here.
      const why = [`its report ${reportId} of ${date} over ${humanAmount(formatMinor(amountMinor, currency), currency)} is outside the window: ${STATUSES[status].label}`, ...differenceTexts({ differences, currency })].join('; ');
      this.#leftOut.entries.push({ what: 'paired_outside', documentId: manual.poNumber, currency: manual.currency, amountMinor: manual.converted?.amountMinor ?? manual.amountMinor, why });
    }
  }

  /** Reports that are outside the window by a date that can't be: they are in no row. */
  #leaveOutMisdated(outside: readonly Pick<DrySide, 'transaction' | 'currency'>[]): void {
    const misdated = outside.filter(isMisdated).sort((left, right) => compareText(left.transaction.reportId, right.transaction.reportId));
    for (const { transaction: { reportId, date, totalMinor }, currency } of misdated) {
      this.#leftOut.entries.push({ what: 'expense_lines', documentId: reportId, currency, amountMinor: totalMinor, why: `outside the window by an approval of ${date}, which lies behind the event that tells it` });
    }
  }

  /** Whether legal entities are compared: both sides say some. */
  get #comparesEntities(): boolean {
    return this.#dry.carriesEntities && this.#ledger.carriesEntities;
  }

  /** Takes the plain pairs out; what is left is for the passes, each side in its place. */
  #takePlain(reports: IdPlaces, toleranceOf: MatchingRules['toleranceOf'], amounts: AmountRules): PlainAndRest {
    const { settings } = this.#job;
    const rules = { codings: this.#codings, settings, amounts, periods: this.#rules.master.periods, rowId };
    const [dryRun, ledger] = [this.#dry, this.#ledger];
    const pairs = new StraightPairs({ placeOf: reports, count: dryRun.size }, ledger, { toleranceOf, byHand: this.#byHand, comparesEntities: this.#comparesEntities });
    const isPaired = new Uint8Array(ledger.size);
    const onlySideAt = (report: number): DrySide => dryRun.sidesAt(report)[0] as DrySide;
    const rows = new StraightRows({
      reportIdAt: (report) => dryRun.reportIdAt(report),
      rowOf: (report, index) => this.#plainMatch(rules, report, index) ?? rowOfNamed(rules, onlySideAt(report), ledger.sideAt(index)),
    });
    const dry: DrySide[] = [];
    let paired = 0;
    const outsideWindow: PairedOutside[] = [];
    const openOutside: OpenOutside[] = [];
    const misdated: DrySide[] = [];
    for (let report = 0; report < dryRun.size; report++) {
      const only = dryRun.onlyOrderAt(report);
      const index = only === undefined ? undefined : pairs.manualOf(report, only);
      if (index === undefined) {
        for (const side of dryRun.sidesAt(report)) side.index = dry.push(side) - 1;
        continue;
      }
      paired++;
      isPaired[index] = 1;
      const date = dryRun.dateAt(report);
      if (isWithin(settings.window, date)) rows.add(date, report, index);
      else {
        const outside = onlySideAt(report);
        const bare = ledger.bareSideAt(index);
        outsideWindow.push(pairedOutside(outside.transaction, bare));
        if (isMisdated(outside)) misdated.push(outside);
        if (isWithin(settings.window, bare.poDate)) openOutside.push(...namedOutside(rules, outside, ledger.sideAt(index)));
      }
    }
    const manual: ManualSide[] = [];
    for (const index of ledger.indexes()) {
      if (isPaired[index] === 1) continue;
      const whole = ledger.sideAt(index);
      const side = this.#byHand?.withoutParted(whole) ?? whole;
      side.index = manual.push(side) - 1;
    }
    return { rows, dry, manual, paired, outsideWindow, openOutside, misdated };
  }

  /** What the row of a plain pair is made of, where it is a plain match: told from the columns, since nine of ten are in an orderly ledger. */
  #plainMatch(rules: RowRules, report: number, index: number): PlainMatch | undefined {
    if (!sameLines(this.#dry.codesAt(report), this.#ledger.codesAt(index))) return undefined;
    const order = this.#dry.plainOrderAt(report);
    const keyed = order === undefined ? undefined : this.#ledger.plainKeyedAt(index);
    return order === undefined || keyed === undefined ? undefined : plainMatchOf(rules, order, keyed);
  }

  #summary(tally: RowTally, population: Population, unknownStates: RunSummary['unknownStates'], { limits, handProblems }: Pick<MatchResult, 'limits' | 'handProblems'>): ComparisonResult['summary'] {
    const { imports, quarantine, settings } = this.#job;
    return {
      importedFiles: imports.filter((each) => each.sheet === null).length,
      ...(settings.amountBasis === undefined ? {} : { amountBasis: settings.amountBasis }),
      company: settings.company,
      window: settings.window,
      ...tally.wouldBe(),
      agreeing: tally.agreeing,
      ...tally.farApart(),
      ...tally.notCompared(),
      totals: tally.totals.result(),
      population,
      unknownStates,
      vanished: this.#ledger.counts.vanished,
      ...(this.#ledger.counts.replacing.length === 0 ? {} : { replacing: this.#ledger.counts.replacing }),
      quarantinedRows: quarantine.reduce((sum, item) => sum + item.rows, 0),
      limits,
      handProblems: this.#handProblems(handProblems),
      outOfScope: this.#leftOut.summary(),
    };
  }

  #handProblems(problems: readonly HandProblem[]): string[] {
    if (problems.length === 0) return [];
    const { entries } = this.#leftOut;
    const scope = (what: LeftOut['what'], document: string): string | undefined => {
      const left = entries.find((each) => each.what === what && each.documentId === document);
      return left === undefined ? undefined : `it is left out: ${left.why}`;
    };
    return handProblemTexts(problems, { ofOrder: (number) => this.#ledger.absenceOf(number) ?? scope('manual_po', number), ofTransaction: (id) => scope('expense_lines', id) });
  }
}

const isMisdated = ({ transaction }: Pick<DrySide, 'transaction'>): boolean => transaction.flags.includes(APPROVED_AFTER_EVENT);

/** Throws where a report or a manual PO ended nowhere or twice: such a run must not exist. */
function assertComplete({ reports, manualOrders }: Population, unexplained: number): void {
  const ended = manualOrders.paired + manualOrders.unexplained + manualOrders.outsideWindow + manualOrders.outOfScope + manualOrders.cancelled + manualOrders.vanished;
  if (ended !== manualOrders.total) throw new Error(`manual POs do not add up: ${JSON.stringify(manualOrders)}`);
  if (reports.inRows + reports.outsideWindow + reports.outOfScope !== reports.total) throw new Error(`reports do not add up: ${JSON.stringify(reports)}`);
  if (unexplained !== manualOrders.unexplained) throw new Error(`${unexplained} rows without a transaction, ${manualOrders.unexplained} manual POs unexplained`);
}
