import type { CoverageFact, RunCoverage } from '../../domain/coverage.ts';
import type { ChangedRow } from '../../domain/drift.ts';
import { fold } from '../../domain/text.ts';

const rowsOf = ({ facts }: RunCoverage): CoverageFact[] => facts.filter(({ what }) => what.startsWith('mapping/'));
const keyOf = ({ what, name }: CoverageFact): string => `${what} ${fold(name)}`;
const reportsOf = ({ transactions, elsewhere }: CoverageFact): number => transactions + elsewhere.transactions;

/** Mapping rows of an earlier run that led to what the ERP took, and now are gone, lead to what it does not take, or elsewhere; in the order of the sheets of then. */
export function changedTargets(before: RunCoverage, now: RunCoverage): ChangedRow[] {
  const present = new Map(rowsOf(now).map((row) => [keyOf(row), row]));
  return rowsOf(before).filter(({ active }) => active !== false).flatMap((old): ChangedRow[] => {
    const { what, name: from, target: was, at } = old;
    const row = present.get(keyOf(old));
    const reports = reportsOf(old);
    // What no report went through is missed by nobody yet.
    if (row === undefined) return [{ what, from, was, is: null, needsAction: reports > 0, reports, at }];
    if (row.active === false) return [{ what, from, was, is: `${row.target}, which the ERP does not take`, needsAction: true, reports, at: row.at }];
    return fold(row.target) === fold(was) ? [] : [{ what, from, was, is: row.target, needsAction: false, reports, at: row.at }];
  });
}
