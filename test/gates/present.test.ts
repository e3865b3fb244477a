import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../src/domain/calendar.ts';
import { forPresent } from '../../src/gates/present.ts';
import { judgeGates, verdictOf } from '../../src/gates/verdict.ts';
import { goodFacts } from './facts.ts';

const at = (text: string): number => parseInstant(text) as number;
const PRESENT = { from: at('2026-06-18T12:00:00Z'), until: at('2026-06-20T12:00:00Z') };
const facts = goodFacts();
const go = verdictOf(facts, judgeGates(facts, []));

describe('a GO for an instant that nobody named', () => {
  it.each<[string, string | null, string]>([
    ['within a day of now', '2026-06-19T20:00:00Z', 'GO'],
    ['a day ago', '2026-06-18T12:00:00Z', 'GO'],
    ['longer ago', '2026-06-18T11:59:59Z', 'NO-GO: every gate passes, for a record that ends more than a day ago'],
    ['further ahead of the clock, as an instant in a wrong year is', '2027-06-09T15:10:00Z', 'NO-GO: every gate passes, for a record that ends more than a day ahead of the clock'],
    ['without any instant', null, 'NO-GO: every gate passes, for a record that ends more than a day ago'],
  ])('%s', (_, asOf, words) => {
    const judged = forPresent(go, asOf === null ? null : at(asOf), PRESENT);
    expect(judged).toMatchObject({ verdict: words === 'GO' ? 'GO' : 'NO-GO', words });
    expect(judged.actions).toHaveLength(words === 'GO' ? 0 : 1);
  });

  it('is given for any instant that is named', () => {
    expect(forPresent(go, at('2027-06-09T15:10:00Z'), null)).toBe(go);
  });
});
