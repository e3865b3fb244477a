import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Books } from '../matching/books.ts';

/** A report with one would-be PO, and in which of the POs it was keyed. */
interface Asked {
  vendor: string;
  account: string;
  tens: number;
  keyedIn: number;
}

const vendor = fc.constantFrom('V-1', 'V-2', 'V-3');
const period = fc.constantFrom('2026-05', '2026-06');
const asked = fc.record<Asked & { period: string }>({ vendor, account: fc.constantFrom('6110', '6120'), tens: fc.integer({ min: 1, max: 4 }), keyedIn: fc.integer({ min: 0, max: 2 }), period });
/** Up to three POs that each name all of the reports, of one vendor and period each, right or wrong; with what the last of them has too much. */
const shared = fc.record({ reports: fc.array(asked, { minLength: 2, maxLength: 4 }), pos: fc.tuple(...[0, 1, 2].map(() => fc.record({ vendor, period }))), surplus: fc.constantFrom(0, 0, 5, -5) });

const lineOf = ({ account, tens }: Asked, more = 0): string => `${account}/D-10/L-012 ${tens * 10 + more}.00`;

/** Amounts by vendor, period and account. */
function money(entries: readonly { vendor: string; period: string; account: string; tens: number }[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const entry of entries) {
    const key = `${entry.vendor} ${entry.period} ${entry.account}`;
    sums[key] = (sums[key] ?? 0) + entry.tens * 10;
  }
  return sums;
}

test('would-be POs that share POs all match only where each vendor and period has its own money, account by account; and none whose vendor or period nothing was keyed for', () => {
  let [groups, whole, open] = [0, 0, 0];
  fc.assert(fc.property(shared, ({ reports, pos, surplus }) => {
    const books = new Books();
    for (const [place, report] of reports.entries()) books.approved(`EXP-${place}`, { vendor: report.vendor, period: report.period, lines: [lineOf(report)] });
    const reference = reports.map((_, place) => `EXP-${place}`).join(' ');
    for (const [number, po] of pos.entries()) {
      const own = reports.filter(({ keyedIn }) => keyedIn === number);
      if (own.length > 0) books.keyed(`PO-${number}`, { ...po, reference, lines: own.map((report, place) => lineOf(report, number === reports.at(-1)?.keyedIn && place === 0 ? surplus : 0)) });
    }
    const rows = books.rows().filter(({ match }) => match.group !== null);
    groups += rows.length === 0 ? 0 : 1;
    for (const group of new Set(rows.map(({ match }) => match.group))) {
      const own = rows.filter(({ match }) => match.group === group);
      const reportOf = (id: string | null): (typeof reports)[number] => reports[Number(id?.slice(4))] as (typeof reports)[number];
      const numbers = own[0]?.manual.poNumbers.map((number) => Number(number.slice(3))) ?? [];
      const keyed = numbers.map((number) => pos[number] as { vendor: string; period: string });
      for (const { status, transactionId } of own) {
        if (status !== 'match') continue;
        expect(keyed.map((po) => po.vendor)).toContain(reportOf(transactionId).vendor);
        expect(keyed.map((po) => po.period)).toContain(reportOf(transactionId).period);
      }
      if (!own.every(({ status }) => status === 'match')) {
        open++;
        continue;
      }
      whole++;
      expect(money(own.map(({ transactionId }) => reportOf(transactionId)))).toEqual(money(reports.filter(({ keyedIn }) => numbers.includes(keyedIn)).map((report) => ({ ...report, ...(pos[report.keyedIn] as object) }))));
    }
  }), { numRuns: 2_000 });
  expect([groups > 300, whole > 2, open > 100], `${groups} groups, ${whole} whole, ${open} open`).toEqual([true, true, true]);
});
