import { expect, test } from 'vitest';
import { NO_REPORT, SEVERAL_REPORTS } from '../../src/matching/straight-pairs.ts';
import { NamedReports } from '../../src/pipeline/named-reports.ts';

test('a PO names what its text named: no report, one, or several in their order', () => {
  const named = new NamedReports();
  const all = [[1], [], [2, 0], [0], []];
  for (const places of all) named.push(places);
  expect(all.map((_, order) => named.at(order))).toEqual(all);
  expect(all.map((_, order) => named.oneAt(order))).toEqual([1, NO_REPORT, SEVERAL_REPORTS, 0, NO_REPORT]);
});
