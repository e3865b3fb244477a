import { describe, expect, it } from 'vitest';
import { packRow } from '../../src/domain/variance.ts';
import { ReadyRows } from '../../src/pipeline/ready-rows.ts';
import { row as anyRow } from '../report/decision-fixture.ts';

const named = (transactionId: string, date: string | null, parts: Parameters<typeof anyRow>[1] = {}): ReturnType<typeof anyRow> => anyRow(transactionId, { date, ...parts });

describe('rows of plain pairs', () => {
  it('come back as they were, by date and transaction, with others in their places', () => {
    const ready = new ReadyRows();
    // More than one block on a day, two days, and a finding, so that the row without positions is another text.
    const own = Array.from({ length: 1_203 }, (_, index) => named(`EXP-${String(index).padStart(5, '0')}`, index % 3 === 0 ? '2026-06-03' : '2026-06-02', index === 7 ? { dryRun: { ...anyRow('x').dryRun, findings: [{ code: 'ROUTING_NOT_EVIDENCED', severity: 'warning', message: 'm\t\n', field: 'f', value: 'v', remedy: 'r', at: 'approvals.jsonl:9' }] } } : {}));
    for (const row of own) ready.add(row);
    const others = [named('EXP-00001a', '2026-06-02'), named('EXP-1', '2026-06-04'), named('EXP-2', null)];
    const seen: string[] = [];
    const merged = [...ready.mergedWith(others, ({ transactionId }) => seen.push(transactionId ?? ''))];
    expect(seen).toEqual(['EXP-00001a', 'EXP-1', 'EXP-2']);
    expect(ready.count).toBe(own.length);
    const expected = [...own, ...others].sort((left, right) => ((left.date ?? '~') + left.transactionId < (right.date ?? '~') + right.transactionId ? -1 : 1));
    expect(merged.map(({ detail }) => detail)).toEqual(expected.map((row) => packRow(row, true)));
    expect(merged.map(({ withoutPositions }) => withoutPositions)).toEqual(expected.map((row) => (row.dryRun.findings.length === 0 ? null : packRow(row, false))));
    expect(merged.map(({ id, transactionId, date, status, currency }) => [id, transactionId, date, status, currency])).toEqual(expected.map(({ id, transactionId, date, status, currency }) => [id, transactionId, date, status, currency]));
    expect(merged.every(({ hasBothSides }) => hasBothSides)).toBe(true);
  });

  it('are in the order of texts also where the database has another', () => {
    const ready = new ReadyRows();
    // By bytes, U+FFxx comes before an emoji; by code units, behind it.
    for (const id of ['EXP-～', 'EXP-🎉']) ready.add(named(id, '2026-06-02'));
    expect([...ready.mergedWith([], () => {})].map(({ transactionId }) => transactionId)).toEqual(['EXP-🎉', 'EXP-～']);
  });
});
