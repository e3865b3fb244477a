import { describe, expect, it } from 'vitest';
import { type VarianceRow, packRow } from '../../src/domain/variance.ts';
import { inPages, readyRows } from '../../src/pipeline/rows-page.ts';
import { StraightRows } from '../../src/pipeline/straight-rows.ts';
import { row as anyRow } from '../report/decision-fixture.ts';

const named = (transactionId: string, date: string | null, parts: Parameters<typeof anyRow>[1] = {}): VarianceRow => anyRow(transactionId, { date, ...parts });

/** The rows of pairs whose reports and POs have the places of these rows. */
function straight(own: readonly VarianceRow[]): StraightRows {
  const rows = new StraightRows({
    reportIdAt: (report) => own[report]?.transactionId as string,
    rowOf(report, manual) {
      expect(manual).toBe(own.length - report);
      return own[report] as VarianceRow;
    },
  });
  for (const [report, row] of own.entries()) rows.add(row.date, report, own.length - report);
  return rows;
}

/** Counts rows; these tests have no row that is packed already. */
const countedBy = (add: (row: VarianceRow) => void): Parameters<StraightRows['mergedWith']>[1] => ({ add, addMatch: ({ transactionId }) => expect.unreachable(transactionId) });

describe('rows of plain pairs', () => {
  it('come by date and transaction, with others in their places', () => {
    // Three days, one of them unknown, more of them than a column holds at first, and a finding, so that the row without positions is another text.
    const dates = ['2026-06-03', '2026-06-02', null];
    const finding = { code: 'ROUTING_NOT_EVIDENCED', severity: 'warning', message: 'm', field: 'f', value: 'v', remedy: 'r', at: 'approvals.jsonl:9' } as const;
    const own = Array.from({ length: 4_203 }, (_, index) => named(`EXP-${String(index).padStart(5, '0')}`, dates[index % 3] ?? null, index === 7 ? { dryRun: { ...anyRow('x').dryRun, findings: [finding] } } : {}));
    const rows = straight(own);
    expect(rows.count).toBe(own.length);
    const others = [named('EXP-00001a', '2026-06-02'), named('EXP-1', '2026-06-04'), named('EXP-2', null)];
    const seen: VarianceRow[] = [];
    const merged = [...inPages(rows.mergedWith(others, countedBy((row) => seen.push(row))))].flatMap(readyRows);
    const expected = [...own, ...others].sort((left, right) => ((left.date ?? '~') + left.transactionId < (right.date ?? '~') + right.transactionId ? -1 : 1));
    expect(seen).toEqual(expected);
    expect(merged.map(({ detail }) => detail)).toEqual(expected.map((row) => packRow(row, true)));
    expect(merged.map(({ withoutPositions }) => withoutPositions)).toEqual(expected.map((row) => (row.dryRun.findings.length === 0 ? null : packRow(row, false))));
    expect(merged.map(({ id, transactionId, date, status, currency }) => [id, transactionId, date, status, currency])).toEqual(expected.map(({ id, transactionId, date, status, currency }) => [id, transactionId, date, status, currency]));
    expect(merged.every(({ hasBothSides }) => hasBothSides)).toBe(true);
  });

  it('are in the order of texts also where the database has another', () => {
    // By bytes, U+FFxx comes before an emoji; by code units, behind it.
    const rows = straight(['EXP-～', 'EXP-🎉'].map((id) => named(id, '2026-06-02')));
    expect([...rows.mergedWith([], countedBy(() => {}))].map(({ transactionId }) => transactionId)).toEqual(['EXP-🎉', 'EXP-～']);
  });
});
