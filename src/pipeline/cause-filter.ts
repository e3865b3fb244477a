import { FINDING_CODES } from '../domain/finding.ts';
import { nearest } from '../domain/nearest.ts';
import { OTHER_ENTITY } from '../domain/other-entity.ts';
import { fold } from '../domain/text.ts';
import { CannotRun } from '../domain/trouble.ts';
import type { VarianceRow } from '../domain/variance.ts';
import { isCauseId } from './cause-id.ts';
import type { DecidedRun } from './decided-run.ts';

/** What a comparison can name as a cause, whatever a run has of it. */
const COMPARED = ['vendor', 'vendor_unconfirmed', 'gl_account', 'department', 'location', 'period', 'currency', 'manual_incomplete', OTHER_ENTITY];

/** Tells the rows that `--cause` means: open ones of a root cause, by its id, or those with a cause, by its name. Throws CannotRun for a word that is neither. */
export function causeFilter(decided: DecidedRun, given: readonly string[]): (row: VarianceRow) => boolean {
  const tests = given.map((word) => {
    if (isCauseId(word)) return decided.ofCause(word);
    const wanted = fold(word);
    const known = [...FINDING_CODES, ...COMPARED, ...decided.run.summary.rootCauses.map(({ cause }) => cause).filter((cause) => cause !== '')];
    if (!known.some((cause) => fold(cause) === wanted)) {
      const close = nearest(word, known);
      throw new CannotRun(`--cause ${word} is neither the id of a root cause nor a cause`, { remedy: close === undefined ? 'po-shadow variance --root-causes lists root causes with their ids.' : `Did you mean ${close}?` });
    }
    return ({ causes }: VarianceRow) => causes.some((cause) => fold(cause) === wanted);
  });
  return (row) => tests.some((test) => test(row));
}
