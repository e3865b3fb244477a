import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Finding, finding } from '../../src/domain/finding.ts';
import { minorOf } from '../../src/domain/money.ts';
import type { VarianceRow } from '../../src/domain/variance.ts';
import { amountRules } from '../../src/matching/amounts/rates.ts';
import type { DrySide, ManualSide } from '../../src/matching/sides.ts';
import { RowTally } from '../../src/pipeline/row-tally.ts';
import { StraightRows } from '../../src/pipeline/straight-rows.ts';
import { type RowRules, rowOfNamed } from '../../src/variance/build-rows.ts';
import { namedRow } from '../../src/variance/plain-match.ts';
import { Books, type KeyedParts, type OrderParts, type ReportParts } from '../matching/books.ts';

const PERIODS = [{ start: '2026-06-01', end: '2026-06-30' }];
const line = (amount: string, account = '6110') => `${account}/D-10/L-012 ${amount}`;

/** Mostly what is usual, so that most pairs are plain and the others differ in little. */
const mostly = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> => fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const currency = fc.constantFrom('USD', 'USD', 'JPY', 'KWD');
const order = fc.record<OrderParts>({ vendor: mostly('V-1', 'v-1'), date: mostly('2026-06-03', '2026-06-05'), period: mostly('2026-06', 'June'), lines: mostly([line('100')], [line('60'), line('40', '6120')], [line('0')], [line('-5')]) });
const report = fc.record<ReportParts>({ outcome: fc.constantFrom('created', 'updated'), flags: mostly<string[]>([], ['split']), entity: mostly('', 'US1'), name: mostly('', 'Window graphics 88123') });
const keyed = fc.record<KeyedParts>({
  reference: mostly('EXP-1', '', 'EXP-1 and EXP-2'), memo: mostly('', 'for EXP-1', 'inv 88123 graphics'), vendor: mostly('V-1', 'V-2', ''), vendorName: mostly('Acme Janitorial Supply', 'Acme'), entity: mostly('', 'US1', 'US2'),
  date: mostly('2026-06-03', '2026-06-08', '2026-06-09', '2025-06-03'), period: mostly('2026-06', 'JUNE', ''), notCompared: mostly<NonNullable<KeyedParts['notCompared']>>([], ['vendor'], ['period', 'location']),
});
/** What was keyed otherwise than approved, of lines and currency; mostly nothing. */
const otherwise = mostly<KeyedParts>({}, { lines: [line('100'), line('1')] }, { lines: [line('99', '6120'), line('1')] }, { currency: 'EUR' }, { incomplete: 'ledger.csv:7' }, { offBasis: 'tax_missing' });
const settings = fc.record({ tolerance: mostly({ absolute: '0', percent: '0' }, { absolute: '2', percent: '0' }), dateWindow: fc.constantFrom(5, 4), amountBasis: mostly<object>({}, { amountBasis: { approvals: 'gross', purchaseOrders: 'net', ledger: 'net' } }) });
/** What the ERP would have said of the report, and whether its date is known. */
const told = fc.record({ findings: mostly<Finding[]>([], [finding('ROUTING_NOT_EVIDENCED', { field: 'report.approvals', value: 'manager', at: 'approvals.jsonl:7' })]), isDated: mostly(true, false) });

const pair = fc.record({ currency, order, report, keyed, otherwise, settings, told }).map((each) => {
  const books = new Books({ tolerance: each.settings.tolerance, matching: { dateWindowDays: each.settings.dateWindow }, ...each.settings.amountBasis });
  const lines = each.order.lines ?? [];
  books.approved('EXP-1', { ...each.order, currency: each.currency }, each.report).outOfScope('EXP-2');
  books.keyed('PO-1', { ...each.keyed, currency: each.currency, lines, ...each.otherwise });
  return pairOf(books, each.told);
});

interface Pair {
  rules: RowRules;
  dry: DrySide;
  manual: ManualSide;
}

function pairOf(books: Books, { findings, isDated }: { findings: Finding[]; isDated: boolean }): Pair {
  const { dry: [dry], manual: [manual], codings } = books.sides();
  const rules = { codings, settings: books.settings, amounts: amountRules(books.settings), periods: PERIODS, rowId: (key: string) => `R${key}` };
  const known = dry as DrySide;
  const date = isDated ? known.date : null;
  return { rules, dry: { ...known, date, day: isDated ? known.day : null, transaction: { ...known.transaction, date, findings } }, manual: manual as ManualSide };
}

/** What is stored and counted of a pair's row. */
function storedBy(make: typeof namedRow, { rules, dry, manual }: Pair): unknown {
  const tally = new RowTally();
  const rows = new StraightRows({ reportIdAt: () => dry.transaction.reportId, rowOf: () => make(rules, dry, manual) });
  rows.add(dry.transaction.date, 0, 0);
  const stored = [...rows.mergedWith([], tally)];
  const { totals, agreeing, transactions, unexplained } = tally;
  return { stored, totals: totals.result(), agreeing, transactions, unexplained, farApart: tally.farApart(), wouldBe: tally.wouldBe() };
}

/** Whether nothing is to be told of a row but what it matches in, and every field that was compared, but for document and words, is among that. */
function isPlain({ status, flags, match, dryRun, manual }: VarianceRow): boolean {
  const untold = ['document', 'words', ...match.notCompared];
  const agrees = ['reference', 'vendor', 'amount', 'currency', 'gl_account', 'department', 'location', 'period', 'date'].filter((field) => !untold.includes(field));
  return status === 'match' && flags.length + dryRun.findings.length === 0 && dryRun.entity === undefined && manual.entities === undefined && agrees.join() === match.agrees.join();
}

test('a pair whose row is packed at once is stored and counted as the row that is made of it, and it is one of which nothing is to be told', () => {
  let [plain, others] = [0, 0];
  fc.assert(fc.property(pair, (sides) => {
    const named = namedRow(sides.rules, sides.dry, sides.manual);
    const row = rowOfNamed(sides.rules, sides.dry, sides.manual);
    if ('detail' in named) {
      plain++;
      expect(BigInt(named.amountMinor)).toBe(minorOf(row.dryRun.amount as string, row.currency));
      expect(isPlain(row)).toBe(true);
    } else {
      others++;
      expect(isPlain(row) && sides.dry.words.length === 0 && sides.rules.settings.amountBasis === undefined).toBe(false);
    }
    expect(storedBy(namedRow, sides)).toEqual(storedBy(rowOfNamed, sides));
  }), { numRuns: 1_500 });
  expect([plain > 200, others > 200], `${plain} plain, ${others} others`).toEqual([true, true]);
});
