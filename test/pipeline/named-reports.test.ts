import { expect, test } from 'vitest';
import { NamedReports } from '../../src/pipeline/named-reports.ts';

test('a PO names what its text named: no report, one, or several in their order', () => {
  const ids = ['EXP-1', 'EXP-2', 'EXP-3'];
  const placeOf = new Map(ids.map((id, place) => [id, place]));
  const named = new NamedReports((place) => ids[place] as string);
  const texts = [['EXP-2'], [], ['EXP-3', 'EXP-1'], ['EXP-1'], []];
  for (const each of texts) named.push(each, placeOf);
  expect(texts.map((_, order) => named.at(order))).toEqual(texts);
});
