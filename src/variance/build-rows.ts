import type { Basis } from '../domain/amount-basis.ts';
import type { NamedDifference } from '../domain/amount-cause.ts';
import { type BusinessCalendar, type BusinessDate, type Instant, type ZonedClock, addBusinessDays, isWithin } from '../domain/calendar.ts';
import { conflictInWords, incompleteFlags } from '../domain/incompleteness.ts';
import { COMPARABLE_COLUMNS } from '../domain/ledger-entry.ts';
import { DATED_FAR_APART, DATED_OUTSIDE_PERIOD } from '../domain/dated-far-apart.ts';
import { absolute, formatMinor } from '../domain/money.ts';
import { OTHER_ENTITY } from '../domain/other-entity.ts';
import type { PairedOutside } from '../domain/paired-outside.ts';
import type { FiscalPeriod } from '../domain/reference-data.ts';
import { toleranceMinor, type Settings } from '../domain/settings.ts';
import { compareText } from '../domain/text.ts';
import { AGREEING, STATUSES, type Candidate, type Converted, type Difference, type MatchEvidence, type VarianceRow, type VarianceStatus } from '../domain/variance.ts';
import { nearAmount } from '../matching/amounts/near-amount.ts';
import { taxDifference } from '../matching/amounts/tax-difference.ts';
import { elsewhereInWords } from '../matching/elsewhere-words.ts';
import type { AmountRules } from '../matching/amounts/rates.ts';
import { type Coding, type CodingTable, mergeCodings } from '../matching/coding.ts';
import { strangersNamed, whyNamed } from '../matching/why-named.ts';
import type { CandidateNote, DrySide, ManualSide, MatchResult, Pairing } from '../matching/sides.ts';
import { agreedFields } from './agreement.ts';
import { atStakeWithoutOrder } from './at-stake.ts';
import { datesFarApart } from './dates-apart.ts';
import { AGREED, type CodingDifference, compareCodes, compareCoding, compareHeader, compareOwnCodes, notComparedOf, orderCauses } from './compare.ts';
import { differencesOf } from './differences.ts';
import { type SharedDifference, sharedDifferences } from './shared-coding.ts';
import { OTHER_REFERENCE, otherReferences } from './other-reference.ts';
import { counterpartOfManual, counterpartOfOrder } from './wrong-entity.ts';

/** The taxes by which a row's amount may be off. */
type Taxes = Pick<DrySide, 'taxMinor' | 'lineTaxes'>;

/** What a single row is made with. */
export interface RowRules {
  codings: CodingTable;
  settings: Settings;
  /** What amounts may differ by. */
  amounts: AmountRules;
  /** The ERP's fiscal periods. */
  periods: readonly Pick<FiscalPeriod, 'start' | 'end'>[];
  rowId(key: string): string;
  /** What matching found; absent for a PO that names its report and needed none. */
  matched?: Pick<MatchResult, 'strangersNamedBy'>;
}

/** What the rows are made from. */
export interface VarianceInput extends RowRules {
  dry: readonly DrySide[];
  manual: readonly ManualSide[];
  matched: MatchResult;
  clock: ZonedClock;
  /** The instant up to which the record is known; null for an empty record. */
  asOf: Instant | null;
}

/** A row before its id, with what only the totals need. */
interface Draft {
  dry: DrySide | null;
  manuals: readonly ManualSide[];
  /** This row's part of the manual POs; null where there is none or their currencies differ from one another. */
  manualMinor: bigint | null;
  status: VarianceStatus;
  varianceMinor: bigint | null;
  atStakeMinor: bigint;
  causes: string[];
  differences: Difference[];
  flags: string[];
  match: MatchEvidence;
}

const NONE: never[] = [];

/** Where every side ended: the rows of the window, made one by one as they are asked for, and what lies outside it. */
export interface VarianceResult {
  count: number;
  rows: Generator<VarianceRow>;
  /** What belongs to no row because of the window. */
  outsideWindow: { transactions: ReadonlyMap<string, DrySide>; manualUnexplained: number; paired: readonly PairedOutside[]; open: readonly OpenOutside[] };
}

/** A manual PO dated in the window that would be open, were its report not outside of it: the two sides, and how they would stand as a row. */
export interface OpenOutside {
  manual: ManualSide;
  dry: DrySide;
  differences: readonly Difference[];
  status: VarianceStatus;
}

/** What a row comes from: a pairing or a side, since a run holds all of these but only one row at a time. */
type Origin = { kind: 'pairing'; pairing: Pairing } | { kind: 'group'; draft: Draft; poNumber: string } | { kind: 'dry'; side: DrySide } | { kind: 'manual'; side: ManualSide };

/** A row that is due, with its dry side and what it is sorted by before anything else; null for a manual PO that nothing explains. */
interface Due {
  from: Origin;
  dry: DrySide | null;
  date: string;
  transactionId: string;
}

/** Sorts behind every date, id and number. */
const LAST = '\uffff';

/**
 * One row per would-be PO, per rejected, pending or withdrawn report, and per manual PO that nothing explains, for what belongs
 * to the window; sorted by date, transaction id and PO number.
 */
export function buildRows(input: VarianceInput): VarianceResult {
  const within = (date: BusinessDate | null): boolean => isWithin(input.settings.window, date);
  const entries: Due[] = [];
  const transactions = new Map<string, DrySide>();
  let manualUnexplained = 0;
  const paired: PairedOutside[] = [];
  const open: OpenOutside[] = [];
  const dryDone = new Uint8Array(input.dry.length);
  const manualDone = new Uint8Array(input.manual.length);
  const add = (dry: DrySide, from: Origin): void => {
    const { date, reportId } = dry.transaction;
    if (within(date)) entries.push({ from, dry, date: date ?? LAST, transactionId: reportId });
    else transactions.set(reportId, dry);
  };
  for (const pairing of input.matched.pairings) {
    for (const index of pairing.dry) dryDone[index] = 1;
    for (const index of pairing.manual) manualDone[index] = 1;
    const sides = pairing.dry.map((index) => input.dry[index] as DrySide);
    // A PO that any transaction of the window shares is in its row.
    if (!sides.some(({ transaction }) => within(transaction.date))) {
      for (const { transaction } of sides) for (const index of pairing.manual) paired.push(pairedOutside(transaction, input.manual[index] as ManualSide));
    }
    if (!sides.every(({ transaction }) => within(transaction.date))) open.push(...openOutside(input, pairing));
    if (pairing.dry.length === 1) add(input.dry[pairing.dry[0] as number] as DrySide, { kind: 'pairing', pairing });
    else for (const draft of draftGroup(input, pairing)) add(draft.dry as DrySide, { kind: 'group', draft, poNumber: leastNumber(input, pairing) });
  }
  for (const side of input.dry) if (dryDone[side.index] === 0) add(side, { kind: 'dry', side });
  for (const side of input.manual) {
    if (manualDone[side.index] === 1) continue;
    if (within(side.poDate)) entries.push({ from: { kind: 'manual', side }, dry: null, date: side.poDate, transactionId: LAST });
    else manualUnexplained++;
  }
  entries.sort((left, right) => compareDue(input, left, right));
  return { count: entries.length, rows: inOrder(input, entries), outsideWindow: { transactions, manualUnexplained, paired, open } };
}

/** A manual PO with the transaction outside the window that it is paired with; what has no date belongs to every window. */
export const pairedOutside = ({ reportId, date }: DrySide['transaction'], { poNumber, poDate }: Pick<ManualSide, 'poNumber' | 'poDate'>): PairedOutside => ({ poName: poNumber, poDate, transactionId: reportId, transactionDate: date as BusinessDate });

/** The POs of a pairing that are dated in the window, where what they have outside of it would be open: no row of a PO that both share tells how the other part is coded. */
function openOutside(input: VarianceInput, pairing: Pairing): OpenOutside[] {
  const dated = pairing.manual.map((index) => input.manual[index] as ManualSide).filter(({ poDate }) => isWithin(input.settings.window, poDate));
  if (dated.length === 0) return [];
  const drafts = pairing.dry.length === 1 ? [draftSingle(input, pairing)] : draftGroup(input, pairing);
  const first = drafts.find(({ dry, ...standing }) => !isWithin(input.settings.window, (dry as DrySide).transaction.date) && isOpenOutside(standing));
  return first === undefined ? [] : dated.map((manual) => ({ manual, dry: first.dry as DrySide, status: first.status, differences: first.differences }));
}

/** The same of a PO dated in the window that names a report's only would-be PO. */
export function namedOutside(rules: RowRules, dry: DrySide, manual: ManualSide): OpenOutside[] {
  const row = rowOfNamed(rules, dry, manual);
  return isOpenOutside(row) ? [{ manual, dry, status: row.status, differences: row.differences }] : [];
}

/**
 * Whether a pairing outside the window would be open as a row. Why a report of before was rejected is none of the window's business (its period may be closed by now): there
 * it is enough that the PO is its vendor's and has its amount.
 */
const isOpenOutside = ({ status, match: { agrees } }: Pick<Draft, 'status' | 'match'>): boolean => STATUSES[status].open && !(status === 'rejected' && agrees.includes('amount') && agrees.includes('vendor'));

/** The row of a report's only would-be PO with the one PO that names it. */
export function rowOfNamed(rules: RowRules, dry: DrySide, manual: ManualSide): VarianceRow {
  const manuals = [manual];
  const match = evidence({ dry: [dry.index], manual: [manual.index], pass: 'reference', why: '', repeated: false }, manuals, dry);
  return toRow(rules, judge(rules, dry, manuals, BigInt(manual.amountMinor), match, false, null), false);
}

function leastNumber(input: VarianceInput, { manual }: Pairing): string {
  let least = LAST;
  for (const index of manual) {
    const { poNumber } = input.manual[index] as ManualSide;
    if (poNumber < least) least = poNumber;
  }
  return least;
}

function poNumberOf(input: VarianceInput, from: Origin): string {
  return from.kind === 'pairing' ? leastNumber(input, from.pairing) : from.kind === 'group' ? from.poNumber : from.kind === 'manual' ? from.side.poNumber : LAST;
}

/** By date, transaction id and PO number; where all agree, by the would-be PO's number. */
function compareDue(input: VarianceInput, left: Due, right: Due): number {
  return (
    compareText(left.date, right.date) || compareText(left.transactionId, right.transactionId) ||
    compareText(poNumberOf(input, left.from), poNumberOf(input, right.from)) || compareText(left.dry?.order?.number ?? LAST, right.dry?.order?.number ?? LAST)
  );
}

function* inOrder(input: VarianceInput, entries: readonly Due[]): Generator<VarianceRow> {
  const asRow = (draft: Draft): VarianceRow => toRow(input, draft, draft.dry !== null && hasSeveralRows(input, draft.dry));
  for (const { from } of entries) {
    switch (from.kind) {
      case 'pairing':
        yield asRow(draftSingle(input, from.pairing));
        break;
      case 'group':
        yield asRow(from.draft);
        break;
      case 'dry':
        yield asRow(draftUnmatchedDry(input, from.side));
        break;
      case 'manual':
        yield asRow(draftUnmatchedManual(input, from.side));
    }
  }
}

/** Whether a transaction has several rows: then each needs its PO's key to be told apart. Its sides stand next to one another. */
function hasSeveralRows(input: VarianceInput, { index, transaction }: DrySide): boolean {
  return input.dry[index - 1]?.transaction.reportId === transaction.reportId || input.dry[index + 1]?.transaction.reportId === transaction.reportId;
}

/** The sum of manual POs in one currency; null where they are in several. */
function sumManual(manuals: readonly ManualSide[]): bigint | null {
  const [first] = manuals;
  if (first === undefined) return null;
  let sum = 0n;
  for (const manual of manuals) {
    if (manual.currency !== first.currency) return null;
    sum += BigInt(manual.amountMinor);
  }
  return sum;
}

const evidence = (pairing: Pairing, manuals: readonly ManualSide[], dry: DrySide): MatchEvidence => ({
  pass: pairing.pass,
  group: pairing.dry.length > 1 ? manuals.map((manual) => manual.poNumber).join('+') : null,
  why: pairing.why === '' ? whyNamed(manuals, dry.transaction.reportId) : pairing.why,
  agrees: [],
  notCompared: [...notComparedOf(manuals), ...(entityIsTold(dry, manuals) ? [] : ['entity'])],
  candidates: [],
  runnerUp: pairing.runnerUp ?? null,
});

/** Whether both sides say a legal entity, or neither does; where one alone does, it was not compared. */
const entityIsTold = ({ entity }: DrySide, manuals: readonly ManualSide[]): boolean => manuals.every((manual) => (manual.entity === '') === (entity === ''));

function draftSingle(input: VarianceInput, pairing: Pairing): Draft {
  const dry = input.dry[pairing.dry[0] as number] as DrySide;
  const manuals = pairing.manual.map((index) => input.manual[index] as ManualSide).sort((left, right) => compareText(left.poNumber, right.poNumber));
  const manualMinor = sumManual(manuals);
  const match = evidence(pairing, manuals, dry);
  if (dry.order === null) return draftWithoutOrder(input, dry, manuals, manualMinor, match);
  return judge(input, dry, manuals, manualMinor, match, pairing.repeated, null);
}

/** Compares one would-be PO with what was keyed for it. `shared` replaces the comparison of vendor, period and coding in a group. */
function judge(
  input: RowRules, dry: DrySide, manuals: readonly ManualSide[], manualMinor: bigint | null, match: MatchEvidence, repeated: boolean, shared: SharedDifference | null, taxes: Taxes = dry,
): Draft {
  const order = dry.order as NonNullable<DrySide['order']>;
  const notCompared = new Set<string>(match.notCompared);
  const header = shared?.header ?? compareHeader(order, manuals, notCompared);
  const flags = [...dry.transaction.flags];
  const tolerance = BigInt(toleranceMinor(input.settings, dry.currency, dry.amountMinor));
  const sameCurrency = manualMinor !== null && manuals[0]?.currency === dry.currency;
  const offBasis = manuals.flatMap((manual) => manual.offBasis ?? []);
  const comparable = sameCurrency && offBasis.length === 0;
  const varianceMinor = comparable ? manualMinor - BigInt(dry.amountMinor) : null;
  const keyed = (): Coding => mergeCodings(input.codings, manuals.map((manual) => manual.coding));
  const size = varianceMinor === null ? 0n : absolute(varianceMinor);
  const coding =
    !sameCurrency || (!comparable && shared === null) ? compareCodes(input.codings, dry.coding, keyed(), notCompared)
    : !comparable ? compareOwnCodes(input.codings, dry.coding, keyed(), notCompared)
    : shared !== null ? shared.coding
    : codingOf(input, dry, manuals, notCompared, repeated, Number(tolerance), Number(size));
  const causes = [...header, ...coding.causes];
  if (!sameCurrency) causes.push('currency');
  causes.push(...offBasis);
  // Tax is no tolerance, where the settings say on which side it is.
  const tax = input.settings.amountBasis === undefined || size === 0n ? null : taxDifference({ currency: dry.currency, wouldBeMinor: dry.amountMinor, manualMinor: Number(manualMinor), taxMinor: taxes.taxMinor, lineTaxes: taxes.lineTaxes });
  const isApart = size > tolerance || tax !== null;
  const unreadable = manuals.find((manual) => manual.incomplete === 'unreadable');
  const isIncomplete = manuals.some((manual) => manual.incomplete !== null);
  if (isIncomplete) {
    causes.push('manual_incomplete');
    flags.push(...incompleteFlags(manuals.filter((manual) => manual === unreadable || manual.incomplete === 'conflicting')));
  }
  // Beyond the tolerance an amount that is only near one with tax may be off by anything.
  const isTax = tax !== null && (size <= tolerance || tax.cause !== 'tax_nearby');
  const named = !isIncomplete && isApart && !repeated && shared === null ? (isTax ? tax : amountDifference(input, dry, manuals, manualMinor as bigint, notCompared)) : null;
  if (named !== null) causes.push(named.cause);
  const status = ((): VarianceStatus => {
    if (repeated) return 'duplicate_manual';
    if (varianceMinor === null || isApart || isIncomplete) return 'amount_variance';
    if (causes.length > 0) return 'coding_variance';
    return size === 0n ? 'match' : 'match_within_tolerance';
  })();
  // What a tolerance lets pass is at stake where nothing else is wrong; beside a variance of amount it is part of that.
  const isMiscoded = coding.causes.length > 0 || AGREEING.includes(status);
  const coded = header.length > 0 ? BigInt(Math.abs(dry.amountMinor)) : BigInt(isMiscoded ? coding.miscodedMinor : 0);
  const atStakeMinor = varianceMinor === null || isIncomplete ? BigInt(Math.abs(dry.amountMinor)) : size > coded ? size : coded;
  const ordered = orderCauses(causes);
  // Nothing is told, or even looked for, of rows that agree: they are nearly all.
  const differences = AGREEING.includes(status) ? NONE : differencesOf(input.codings, {
    dry, order, manuals, manualMinor, comparable, how: named?.how ?? null, causes: ordered, combined: coding.combined,
    ...(shared !== null && offBasis.length === 0 ? { expected: shared.expected, keyed: shared.remaining } : { expected: dry.coding, keyed: keyed() }), orders: shared?.orders ?? [order],
  });
  const farApart = datesFarApart(dry, manuals, match.pass, input.settings.matching.dateWindowDays, input.periods);
  if (farApart.words !== '') flags.push(DATED_FAR_APART);
  if (farApart.outsidePeriod) {
    flags.push(DATED_OUTSIDE_PERIOD);
    notCompared.add('period');
  }
  const others = otherReferences(dry, manuals, match, input.matched);
  if (others !== '') flags.push(OTHER_REFERENCE);
  const why = inOneLine(match.why, others, farApart.words, conflictInWords(manuals));
  const agrees = agreedFields({ dry, manuals, notCompared, amountAgrees: varianceMinor !== null && !isApart, causes: ordered, dateWindowDays: input.settings.matching.dateWindowDays });
  return { dry, manuals, manualMinor, status, varianceMinor, atStakeMinor, causes: ordered, differences, flags, match: { ...match, why, agrees } };
}

/** What is said of a row, as far as there is anything to say. */
const inOneLine = (...words: string[]): string => words.filter((each) => each !== '').join('; ');

/** What an amount that is off may be off by, where it has a name; what made the pair is named in any case. */
function amountDifference({ codings, amounts }: RowRules, dry: DrySide, manuals: readonly ManualSide[], manualMinor: bigint, notCompared: ReadonlySet<string>): NamedDifference | null {
  const columns = COMPARABLE_COLUMNS.filter((column) => notCompared.has(column));
  return nearAmount(codings, amounts, dry, { amountMinor: Number(manualMinor), coding: mergeCodings(codings, manuals.map(({ coding }) => coding)), notCompared: columns });
}

/** How the coding differs. POs that repeat each other are looked at one by one, as far as each has the whole amount. */
function codingOf({ codings }: RowRules, dry: DrySide, manuals: readonly ManualSide[], notCompared: ReadonlySet<string>, repeated: boolean, tolerance: number, size: number): CodingDifference {
  if (!repeated) return compareCoding(codings, dry.coding, mergeCodings(codings, manuals.map((manual) => manual.coding)), notCompared, Math.max(tolerance, size));
  const compared = manuals.filter((manual) => Math.abs(manual.amountMinor - dry.amountMinor) <= tolerance).map((manual) => compareCoding(codings, dry.coding, manual.coding, notCompared, tolerance));
  return { ...AGREED, causes: compared.flatMap(({ causes }) => causes), combined: compared.some(({ combined }) => combined) };
}

function draftWithoutOrder({ settings, matched }: RowRules, dry: DrySide, manuals: readonly ManualSide[], manualMinor: bigint | null, match: MatchEvidence): Draft {
  const status: VarianceStatus = dry.kind === 'rejected' ? 'rejected' : dry.kind === 'cancelled' ? 'cancelled_manual' : 'premature_manual';
  const sameCurrency = manuals[0]?.currency === dry.currency;
  const varianceMinor = sameCurrency ? manualMinor : null;
  const amountAgrees = varianceMinor !== null && absolute(varianceMinor - BigInt(dry.amountMinor)) <= BigInt(toleranceMinor(settings, dry.currency, dry.amountMinor));
  const agrees = agreedFields({ dry, manuals, notCompared: new Set(match.notCompared), amountAgrees, causes: null, dateWindowDays: settings.matching.dateWindowDays });
  const others = otherReferences(dry, manuals, match, matched);
  return {
    dry, manuals, manualMinor, status, varianceMinor,
    atStakeMinor: atStakeWithoutOrder(settings, dry, manuals, varianceMinor),
    causes: rejectionCauses(dry), differences: NONE, match: { ...match, agrees, why: inOneLine(match.why, others, conflictInWords(manuals)) },
    flags: [...dry.transaction.flags, ...(others === '' ? [] : [OTHER_REFERENCE]), ...(manuals.length > 1 ? ['several_manual'] : []), ...incompleteFlags(manuals)],
  };
}

const rejectionCauses = (dry: DrySide): string[] => (dry.kind === 'rejected' ? dry.transaction.findings.filter((each) => each.severity === 'error').map((each) => each.code) : []);

/**
 * Several would-be POs that share manual POs. Each row's manual amount is its own amount; what is left of the POs sits on the
 * last row by transaction id, so that the columns add up. What lies outside the window is no row, and so bears nothing of it.
 */
function draftGroup(input: VarianceInput, pairing: Pairing): Draft[] {
  const isRow = ({ transaction }: DrySide): boolean => isWithin(input.settings.window, transaction.date);
  const sides = pairing.dry.map((index) => input.dry[index] as DrySide).sort((left, right) => Number(isRow(left)) - Number(isRow(right)) || compareText(left.transaction.reportId, right.transaction.reportId) || left.index - right.index);
  const manuals = pairing.manual.map((index) => input.manual[index] as ManualSide).sort((left, right) => compareText(left.poNumber, right.poNumber));
  const match = evidence(pairing, manuals, sides[0] as DrySide);
  // Would-be POs in several currencies have no share in one PO: such amounts are never added.
  let left = sides.every(({ currency }) => currency === sides[0]?.currency) ? sumManual(manuals) : null;
  const shares = sides.map((side, place) => {
    if (left === null) return null;
    const share = place === sides.length - 1 ? left : BigInt(side.amountMinor);
    left -= share;
    return share;
  });
  const last = shares[shares.length - 1] ?? null;
  const residual = last === null ? 0n : last - BigInt((sides[sides.length - 1] as DrySide).amountMinor);
  const differences = sharedDifferences(input.codings, sides, manuals, new Set(match.notCompared), Number(residual), (side) => toleranceMinor(input.settings, side.currency, side.amountMinor));
  // A residual may be a tax of all together, or of any part of them.
  const taxes: Taxes = { taxMinor: taxOfAll(sides), lineTaxes: sides.flatMap(({ taxMinor, lineTaxes }) => (taxMinor === null ? lineTaxes : [taxMinor, ...lineTaxes])) };
  return sides.map((side, place) => {
    const share = shares[place] ?? null;
    const own = { ...match, notCompared: [...match.notCompared], candidates: [] };
    if (side.order === null) return draftWithoutOrder(input, side, manuals, share, own);
    return judge(input, side, manuals, share, own, pairing.repeated, differences.get(side.index) as SharedDifference, taxes);
  });
}

const areElsewhere = (candidates: readonly CandidateNote[]): boolean => candidates.length > 0 && candidates.every(({ isElsewhere }) => isElsewhere);
const asListed = ({ id, why }: CandidateNote): Candidate => ({ id, why });

/** The tax of several sides; null where any of them does not say. */
function taxOfAll(sides: readonly DrySide[]): number | null {
  let sum = 0;
  for (const { taxMinor } of sides) {
    if (taxMinor === null) return null;
    sum += taxMinor;
  }
  return sum;
}

const CHANCE = 'but so many sums are possible that it may be chance';

function draftUnmatchedDry(input: VarianceInput, dry: DrySide): Draft {
  const candidates = input.matched.dryCandidates.get(dry.index) ?? [];
  const ambiguous = input.matched.ambiguousDry.has(dry.index);
  const elsewhere = namedElsewhere(input, dry);
  const counterpart = counterpartOfOrder(input, dry);
  const match: MatchEvidence = { pass: null, group: null, why: elsewhere !== '' ? elsewhere : counterpart.why !== '' ? counterpart.why : ambiguous ? 'several manual POs fit equally well, so none was taken' : input.matched.chanceDry.has(dry.index) ? `manual POs of this vendor add up to it, ${CHANCE}` : '', agrees: [], notCompared: [], candidates: candidates.map(asListed), ...counterpart.evidence, runnerUp: null };
  const flags = [...dry.transaction.flags, ...(ambiguous ? ['ambiguous'] : []), ...(elsewhere !== '' || areElsewhere(candidates) ? [OTHER_ENTITY] : [])];
  const base = { dry, manuals: [], manualMinor: null, flags, match, causes: [...rejectionCauses(dry), ...counterpart.causes], differences: NONE };
  const amount = BigInt(dry.amountMinor);
  switch (dry.kind) {
    case 'order': {
      const awaiting = isAwaiting(input, dry);
      return { ...base, status: awaiting ? 'awaiting_manual' : 'missing_manual', varianceMinor: -amount, atStakeMinor: absolute(amount) };
    }
    case 'rejected':
      return { ...base, status: 'rejected', varianceMinor: 0n, atStakeMinor: absolute(amount) };
    case 'cancelled':
      return { ...base, status: 'cancelled', varianceMinor: 0n, atStakeMinor: 0n };
    case 'pending':
      return { ...base, status: 'not_triggered', varianceMinor: 0n, atStakeMinor: 0n };
  }
}

/** Of a dry side that POs of other legal entities name: which, and where they stand; '' where none does. */
function namedElsewhere({ manual, matched: { elsewhere } }: VarianceInput, dry: DrySide): string {
  if (elsewhere.size === 0) return '';
  const naming = [...elsewhere].filter(([, { named }]) => named.includes(dry.transaction.reportId)).map(([index]) => manual[index] as ManualSide);
  return naming.map(({ poNumber, keyed }) => `${poNumber} names it, ${elsewhereInWords(keyed.entity, dry.entityCode)}`).join('; ');
}

/** Whether the clerks still have time: no more than the grace in business days have passed since approval. */
function isAwaiting({ settings, clock, asOf }: VarianceInput, dry: DrySide): boolean {
  const grace = settings.matching.manualEntryGraceDays;
  if (grace === 0 || asOf === null || dry.date === null) return false;
  const calendar: BusinessCalendar = settings.calendar;
  return clock.dateOf(asOf) <= addBusinessDays(dry.date, grace, calendar);
}

function draftUnmatchedManual(input: VarianceInput, manual: ManualSide): Draft {
  const amount = BigInt(manual.amountMinor);
  const ambiguous = input.matched.ambiguousManual.has(manual.index);
  const elsewhere = input.matched.elsewhere.get(manual.index);
  const candidates = input.matched.manualCandidates.get(manual.index) ?? [];
  const counterpart = counterpartOfManual(input, manual);
  const whyUnmatched = elsewhere !== undefined ? `names ${elsewhere.named.join(', ')}, ${elsewhereInWords(manual.keyed.entity, elsewhere.entities.join(', '))}` : counterpart.why !== '' ? counterpart.why : ambiguous ? 'several would-be POs fit equally well, so none was taken' : input.matched.chanceManual.has(manual.index) ? `would-be POs of this vendor add up to it, ${CHANCE}` : manual.references.length + manual.memoReferences.length > 0 ? `names ${[...manual.references, ...manual.memoReferences].join(', ')}, which needs no PO` : strangersNamed(input.matched.strangersNamedBy(manual));
  return {
    dry: null, manuals: [manual], manualMinor: amount, status: 'unexpected_manual', varianceMinor: amount, atStakeMinor: absolute(amount),
    causes: [...counterpart.causes, ...(manual.offBasis === null ? [] : [manual.offBasis]), ...(manual.incomplete === null ? [] : ['manual_incomplete'])], differences: NONE,
    flags: [...(ambiguous ? ['ambiguous'] : []), ...(elsewhere !== undefined || areElsewhere(candidates) ? [OTHER_ENTITY] : []), ...incompleteFlags([manual])],
    match: {
      pass: null, group: null, agrees: [], notCompared: [...manual.notCompared], runnerUp: null, candidates: candidates.map(asListed), ...counterpart.evidence,
      why: inOneLine(whyUnmatched, conflictInWords([manual])),
    },
  };
}

/** What texts say, sorted, each once. */
function said(texts: readonly string[]): string[] {
  if (texts.length === 1) return texts[0] === '' ? [] : [...texts];
  return [...new Set(texts)].filter((text) => text !== '').sort(compareText);
}

/** Whose POs these are, and who keyed them. */
function keyedOf(manuals: readonly ManualSide[]): Pick<VarianceRow['manual'], 'vendors' | 'enteredBy'> {
  return { vendors: said(manuals.map(({ keyed, vendorName }) => keyed.vendorId || vendorName)), enteredBy: said(manuals.flatMap(({ keyed }) => keyed.enteredBy)) };
}

/** In whose books they stand; nothing where the ledger says none. */
function entitiesOf(manuals: readonly ManualSide[]): Pick<VarianceRow['manual'], 'entities'> {
  const entities = said(manuals.map(({ keyed }) => keyed.entity));
  return entities.length === 0 ? {} : { entities };
}

/** The evidence of a row, with what its amounts were before they were put on one basis. */
function convertedMatch({ settings: { amountBasis } }: RowRules, { dry, manuals, match }: Draft): MatchEvidence {
  if (amountBasis === undefined) return match;
  const { approvals, purchaseOrders, ledger } = amountBasis;
  const [firstManual] = manuals;
  const as = (basis: Basis, minor: number | bigint, taxMinor: number | bigint, currency: string): Converted => ({ basis, amount: formatMinor(minor, currency), tax: formatMinor(taxMinor, currency) });
  const dryRun = dry?.order == null || approvals === purchaseOrders ? null : as(approvals, dry.expenseMinor, approvals === 'gross' ? dry.expenseMinor - dry.amountMinor : dry.amountMinor - dry.expenseMinor, dry.currency);
  // Of a PO that several share a row has a part alone.
  const whole = match.group === null && firstManual !== undefined && manuals.every(({ converted, currency }) => converted !== null && currency === firstManual.currency);
  const summed = (of: (converted: NonNullable<ManualSide['converted']>) => number): bigint => manuals.reduce((sum, { converted }) => sum + (converted === null ? 0n : BigInt(of(converted))), 0n);
  const manual = whole ? as(ledger, summed(({ amountMinor }) => amountMinor), summed(({ taxMinor }) => taxMinor), firstManual.currency) : null;
  return dryRun === null && manual === null ? match : { ...match, converted: { dryRun, manual } };
}

/** A manual PO for good: by its number, and by its legal entity where it has one, whatever other POs there are. */
const orderKey = ({ poNumber, fullName, entity }: ManualSide): string => (entity === '' ? `po\u0000${poNumber}` : `po\u0000${fullName}\u0000${entity}`);

/** `hasSiblings`: whether its report has other rows. */
function toRow(input: RowRules, draft: Draft, hasSiblings: boolean): VarianceRow {
  const { dry, manuals } = draft;
  const [firstManual] = manuals;
  const currency = dry?.currency ?? (firstManual as ManualSide).currency;
  const money = (minor: bigint | number): string => formatMinor(minor, currency);
  const transaction = dry?.transaction ?? null;
  const key = dry === null ? orderKey(firstManual as ManualSide) : hasSiblings ? `txn\u0000${dry.transaction.reportId}\u0000${dry.order?.key}` : `txn\u0000${dry.transaction.reportId}`;
  return {
    id: input.rowId(key),
    date: transaction === null ? (firstManual as ManualSide).poDate : transaction.date,
    transactionId: transaction?.reportId ?? null,
    expenseTotal: dry === null ? null : money(dry.expenseMinor),
    reportTotal: transaction === null ? null : money(transaction.totalMinor),
    currency,
    dryRun: {
      outcome: transaction?.outcome ?? 'none',
      poNumber: dry?.order?.number ?? null,
      vendorId: dry?.order?.vendorId ?? null,
      ...(dry === null || dry.entityCode === '' ? {} : { entity: dry.entityCode }),
      amount: dry?.order == null ? null : money(dry.order.amountMinor),
      findings: transaction?.findings ?? [],
    },
    manual: {
      poNumbers: manuals.map((manual) => manual.poNumber),
      amount: draft.manualMinor === null || firstManual === undefined ? null : formatMinor(draft.manualMinor, firstManual.currency),
      currency: firstManual === undefined || draft.manualMinor === null ? null : firstManual.currency,
      ...(AGREEING.includes(draft.status) ? { vendors: NONE, enteredBy: NONE } : keyedOf(manuals)),
      ...entitiesOf(manuals),
    },
    match: convertedMatch(input, draft),
    variance: draft.varianceMinor === null ? null : money(draft.varianceMinor),
    atStake: money(draft.atStakeMinor),
    status: draft.status,
    firstStatus: null,
    causes: draft.causes,
    differences: draft.differences,
    flags: draft.flags,
    resolution: null,
  };
}
