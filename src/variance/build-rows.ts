import { type BusinessCalendar, type BusinessDate, type Instant, type ZonedClock, addBusinessDays } from '../domain/calendar.ts';
import { absolute, formatMinor } from '../domain/money.ts';
import { toleranceMinor, type Settings } from '../domain/settings.ts';
import { compareText } from '../domain/text.ts';
import type { MatchEvidence, VarianceRow, VarianceStatus } from '../domain/variance.ts';
import { type Coding, type CodingTable, mergeCodings } from '../matching/coding.ts';
import type { DrySide, ManualSide, MatchResult, Pairing } from '../matching/sides.ts';
import { compareCoding, compareHeader, notComparedOf, orderCauses } from './compare.ts';

/** What the rows are made from. */
export interface VarianceInput {
  dry: readonly DrySide[];
  manual: readonly ManualSide[];
  matched: MatchResult;
  codings: CodingTable;
  settings: Settings;
  clock: ZonedClock;
  /** The instant up to which the record is known; null for an empty record. */
  asOf: Instant | null;
  rowId(key: string): string;
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
  flags: string[];
  match: MatchEvidence;
}

/** Where every side ended: the rows of the window, made one by one as they are asked for, and what lies outside it. */
export interface VarianceResult {
  count: number;
  rows: Generator<VarianceRow>;
  /** What belongs to no row because of the window. */
  outsideWindow: { transactions: ReadonlySet<string>; manualUnexplained: number };
}

/** A row that is due, by what it is sorted by; a run holds all of these, but only one row at a time. */
interface Entry {
  date: BusinessDate;
  transactionId: string;
  poNumber: string;
  dryRunNumber: string;
  draft(): Draft;
}

/** Sorts behind every date, id and number. */
const LAST = '\uffff';

/**
 * One row per would-be PO, per rejected, pending or withdrawn report, and per manual PO that nothing explains, for what belongs
 * to the window; sorted by date, transaction id and PO number.
 */
export function buildRows(input: VarianceInput): VarianceResult {
  const { window } = input.settings;
  const within = (date: BusinessDate | null): boolean => date === null || (date >= window.from && date <= window.to);
  const entries: Entry[] = [];
  const transactions = new Set<string>();
  let manualUnexplained = 0;
  const dryDone = new Uint8Array(input.dry.length);
  const manualDone = new Uint8Array(input.manual.length);
  const add = (dry: DrySide, poNumber: string, draft: () => Draft): void => {
    const { date, reportId } = dry.transaction;
    if (within(date)) entries.push({ date: date ?? LAST, transactionId: reportId, poNumber, dryRunNumber: dry.order?.number ?? LAST, draft });
    else transactions.add(reportId);
  };

  for (const pairing of input.matched.pairings) {
    for (const index of pairing.dry) dryDone[index] = 1;
    for (const index of pairing.manual) manualDone[index] = 1;
    const poNumber = pairing.manual.reduce((least, index) => (numberOf(input, index) < least ? numberOf(input, index) : least), LAST);
    if (pairing.dry.length === 1) add(input.dry[pairing.dry[0] as number] as DrySide, poNumber, () => draftSingle(input, pairing));
    else for (const draft of draftGroup(input, pairing)) add(draft.dry as DrySide, poNumber, () => draft);
  }
  for (const side of input.dry) if (dryDone[side.index] === 0) add(side, LAST, () => draftUnmatchedDry(input, side));
  for (const side of input.manual) {
    if (manualDone[side.index] === 1) continue;
    if (within(side.poDate)) entries.push({ date: side.poDate, transactionId: LAST, poNumber: side.poNumber, dryRunNumber: LAST, draft: () => draftUnmatchedManual(input, side) });
    else manualUnexplained++;
  }
  entries.sort((left, right) => compareText(left.date, right.date) || compareText(left.transactionId, right.transactionId) || compareText(left.poNumber, right.poNumber) || compareText(left.dryRunNumber, right.dryRunNumber));
  return { count: entries.length, rows: inOrder(input, entries), outsideWindow: { transactions, manualUnexplained } };
}

const numberOf = (input: VarianceInput, index: number): string => (input.manual[index] as ManualSide).poNumber;

function* inOrder(input: VarianceInput, entries: readonly Entry[]): Generator<VarianceRow> {
  for (const entry of entries) yield toRow(input, entry.draft());
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

const evidence = (pairing: Pairing, manuals: readonly ManualSide[]): MatchEvidence => ({
  pass: pairing.pass,
  group: pairing.dry.length > 1 ? manuals.map((manual) => manual.poNumber).join('+') : null,
  why: pairing.why,
  notCompared: notComparedOf(manuals),
  candidates: [],
});

function draftSingle(input: VarianceInput, pairing: Pairing): Draft {
  const dry = input.dry[pairing.dry[0] as number] as DrySide;
  const manuals = pairing.manual.map((index) => input.manual[index] as ManualSide).sort((left, right) => compareText(left.poNumber, right.poNumber));
  const manualMinor = sumManual(manuals);
  const match = evidence(pairing, manuals);
  if (dry.order === null) return draftWithoutOrder(dry, manuals, manualMinor, match);
  return judge(input, dry, manuals, manualMinor, match, pairing.repeated, mergeCodings(input.codings, manuals.map((manual) => manual.coding)), null);
}

/** Compares one would-be PO with what was keyed for it. `groupCauses` replaces the coding's comparison in a group. */
function judge(
  input: VarianceInput, dry: DrySide, manuals: readonly ManualSide[], manualMinor: bigint | null, match: MatchEvidence, repeated: boolean, coding: Coding,
  group: { causes: string[]; miscodedMinor: number } | null,
): Draft {
  const order = dry.order as NonNullable<DrySide['order']>;
  const notCompared = new Set<string>(match.notCompared);
  const causes = compareHeader(order, manuals, notCompared);
  const wholeOrder = causes.length > 0;
  const flags = [...dry.transaction.flags];
  const tolerance = BigInt(toleranceMinor(input.settings, dry.currency, dry.amountMinor));
  const sameCurrency = manualMinor !== null && manuals[0]?.currency === dry.currency;
  const varianceMinor = sameCurrency ? manualMinor - BigInt(dry.amountMinor) : null;
  const size = varianceMinor === null ? 0n : absolute(varianceMinor);
  let miscodedMinor = 0;
  if (repeated) {
    // What repeats is compared by its first PO: the second says nothing new about the coding.
    const [first] = manuals;
    if (first !== undefined && first.amountMinor === dry.amountMinor) causes.push(...compareCoding(input.codings, dry.coding, first.coding, notCompared, Number(tolerance)).causes);
  } else {
    const compared = group ?? compareCoding(input.codings, dry.coding, coding, notCompared, Number(size > tolerance ? size : tolerance));
    causes.push(...compared.causes);
    miscodedMinor = compared.miscodedMinor;
  }
  if (!sameCurrency) causes.push('currency');
  const incomplete = manuals.find((manual) => manual.incomplete !== null);
  if (incomplete !== undefined) {
    causes.push('manual_incomplete');
    flags.push(`incomplete:${incomplete.poNumber}`);
  }
  const status = ((): VarianceStatus => {
    if (repeated) return 'duplicate_manual';
    if (varianceMinor === null || size > tolerance || incomplete !== undefined) return 'amount_variance';
    if (causes.length > 0) return 'coding_variance';
    return size === 0n ? 'match' : 'match_within_tolerance';
  })();
  const coded = wholeOrder ? BigInt(Math.abs(dry.amountMinor)) : BigInt(miscodedMinor);
  const atStakeMinor = varianceMinor === null || incomplete !== undefined ? BigInt(Math.abs(dry.amountMinor)) : size > coded ? size : coded;
  return { dry, manuals, manualMinor, status, varianceMinor, atStakeMinor, causes: orderCauses(causes), flags, match };
}

function draftWithoutOrder(dry: DrySide, manuals: readonly ManualSide[], manualMinor: bigint | null, match: MatchEvidence): Draft {
  const status: VarianceStatus = dry.kind === 'rejected' ? 'rejected' : dry.kind === 'cancelled' ? 'cancelled_manual' : 'premature_manual';
  const sameCurrency = manuals[0]?.currency === dry.currency;
  const varianceMinor = sameCurrency ? manualMinor : null;
  const expense = BigInt(Math.abs(dry.amountMinor));
  const manual = varianceMinor === null ? 0n : absolute(varianceMinor);
  return {
    dry, manuals, manualMinor, status, varianceMinor,
    atStakeMinor: status === 'rejected' || varianceMinor === null ? (expense > manual ? expense : manual) : manual,
    causes: rejectionCauses(dry), flags: [...dry.transaction.flags, ...(manuals.length > 1 ? ['several_manual'] : [])], match,
  };
}

const rejectionCauses = (dry: DrySide): string[] => (dry.kind === 'rejected' ? dry.transaction.findings.filter((each) => each.severity === 'error').map((each) => each.code) : []);

/**
 * Several would-be POs that share manual POs. Each row's manual amount is its own amount; what is left of the POs sits on the
 * last row by transaction id, so that the columns add up.
 */
function draftGroup(input: VarianceInput, pairing: Pairing): Draft[] {
  const sides = pairing.dry.map((index) => input.dry[index] as DrySide).sort((left, right) => compareText(left.transaction.reportId, right.transaction.reportId) || left.index - right.index);
  const manuals = pairing.manual.map((index) => input.manual[index] as ManualSide).sort((left, right) => compareText(left.poNumber, right.poNumber));
  const match = evidence(pairing, manuals);
  let left = sumManual(manuals);
  const shares = sides.map((side, place) => {
    if (left === null) return null;
    const share = place === sides.length - 1 ? left : BigInt(side.amountMinor);
    left -= share;
    return share;
  });
  const residual = shares[shares.length - 1] === null ? 0n : (shares[shares.length - 1] as bigint) - BigInt((sides[sides.length - 1] as DrySide).amountMinor);
  const differing = differingInGroup(input, sides, manuals, match, residual);
  return sides.map((side, place) => {
    const share = shares[place] ?? null;
    const own = { ...match, notCompared: [...match.notCompared], candidates: [] };
    if (side.order === null) return draftWithoutOrder(side, manuals, share, own);
    return judge(input, side, manuals, share, own, false, side.coding, differing.get(side.index) ?? { causes: [], miscodedMinor: 0 });
  });
}

/**
 * Which sides of a group are coded otherwise: those whose own groups the manual POs do not hold. What they and the rest of the
 * manual POs differ in is each one's causes.
 */
function differingInGroup(input: VarianceInput, sides: readonly DrySide[], manuals: readonly ManualSide[], match: MatchEvidence, residual: bigint): Map<number, { causes: string[]; miscodedMinor: number }> {
  const { codings, settings } = input;
  const whole = mergeCodings(codings, manuals.map((manual) => manual.coding));
  const remaining: Coding = { codes: [...whole.codes], amounts: [...whole.amounts] };
  const differing: DrySide[] = [];
  for (const side of sides) {
    if (side.order === null) continue;
    const held = side.coding.codes.every((code, index) => {
      const place = remaining.codes.indexOf(code);
      return place >= 0 && Math.abs(remaining.amounts[place] as number) >= Math.abs(side.coding.amounts[index] as number);
    });
    if (held) for (const [index, code] of side.coding.codes.entries()) codings.add(remaining, code, -(side.coding.amounts[index] as number));
    else differing.push(side);
  }
  const causesOf = new Map<number, { causes: string[]; miscodedMinor: number }>();
  if (differing.length === 0) return causesOf;
  const notCompared = new Set<string>(match.notCompared);
  const expected = mergeCodings(codings, differing.map((side) => side.coding));
  for (const side of differing) {
    const tolerance = toleranceMinor(settings, side.currency, side.amountMinor);
    const compared = compareCoding(codings, expected, remaining, notCompared, Math.max(tolerance, Number(absolute(residual))));
    causesOf.set(side.index, { causes: compared.causes, miscodedMinor: Math.min(compared.miscodedMinor, Math.abs(side.amountMinor)) });
  }
  return causesOf;
}

function draftUnmatchedDry(input: VarianceInput, dry: DrySide): Draft {
  const candidates = input.matched.dryCandidates.get(dry.index) ?? [];
  const ambiguous = input.matched.ambiguousDry.has(dry.index);
  const match: MatchEvidence = { pass: null, group: null, why: ambiguous ? 'several manual POs fit equally well, so none was taken' : '', notCompared: [], candidates };
  const flags = [...dry.transaction.flags, ...(ambiguous ? ['ambiguous'] : [])];
  const base = { dry, manuals: [], manualMinor: null, flags, match, causes: rejectionCauses(dry) };
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
  return {
    dry: null, manuals: [manual], manualMinor: amount, status: 'unexpected_manual', varianceMinor: amount, atStakeMinor: absolute(amount),
    causes: manual.incomplete === null ? [] : ['manual_incomplete'],
    flags: [...(ambiguous ? ['ambiguous'] : []), ...(manual.incomplete === null ? [] : [`incomplete:${manual.poNumber}`])],
    match: {
      pass: null, group: null, notCompared: [...manual.notCompared], candidates: input.matched.manualCandidates.get(manual.index) ?? [],
      why: ambiguous ? 'several would-be POs fit equally well, so none was taken' : manual.references.length + manual.memoReferences.length > 0 ? `names ${[...manual.references, ...manual.memoReferences].join(', ')}, which needs no PO` : '',
    },
  };
}

function toRow(input: VarianceInput, draft: Draft): VarianceRow {
  const { dry, manuals } = draft;
  const [firstManual] = manuals;
  const currency = dry?.currency ?? (firstManual as ManualSide).currency;
  const money = (minor: bigint | number): string => formatMinor(minor, currency);
  const transaction = dry?.transaction ?? null;
  const key = dry === null ? `po\u0000${firstManual?.poNumber}` : hasSeveralRows(input, dry) ? `txn\u0000${dry.transaction.reportId}\u0000${dry.order?.key}` : `txn\u0000${dry.transaction.reportId}`;
  return {
    id: input.rowId(key),
    date: transaction === null ? (firstManual as ManualSide).poDate : transaction.date,
    transactionId: transaction?.reportId ?? null,
    expenseTotal: dry === null ? null : money(dry.amountMinor),
    reportTotal: transaction === null ? null : money(transaction.totalMinor),
    currency,
    dryRun: {
      outcome: transaction?.outcome ?? 'none',
      poNumber: dry?.order?.number ?? null,
      vendorId: dry?.order?.vendorId ?? null,
      amount: dry?.order == null ? null : money(dry.order.amountMinor),
      findings: transaction?.findings ?? [],
    },
    manual: {
      poNumbers: manuals.map((manual) => manual.poNumber),
      amount: draft.manualMinor === null || firstManual === undefined ? null : formatMinor(draft.manualMinor, firstManual.currency),
      currency: firstManual === undefined || draft.manualMinor === null ? null : firstManual.currency,
    },
    match: draft.match,
    variance: draft.varianceMinor === null ? null : money(draft.varianceMinor),
    atStake: money(draft.atStakeMinor),
    status: draft.status,
    firstStatus: null,
    causes: draft.causes,
    flags: draft.flags,
    resolution: null,
  };
}
