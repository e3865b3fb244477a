import type { MatchEvidence } from '../domain/variance.ts';
import type { DrySide, ManualSide, MatchResult } from '../matching/sides.ts';
import { strangersNamed } from '../matching/why-named.ts';

/** Flag of a row one of whose POs names another report, or says what has the shape of a report's id and is no report that takes part. */
export const OTHER_REFERENCE = 'other_reference';

/** The passes that were sure in spite of it, and say it themselves: a person, and nearly the very id. */
const SURE_PASSES: ReadonlySet<string | null> = new Set(['by_hand', 'near_reference']);

/** Which POs of a row name other reports than its own, or say ids of such as take no part, in words; '' where none does. What several reports share may name any of them. */
export function otherReferences({ transaction: { reportId } }: Pick<DrySide, 'transaction'>, manuals: readonly ManualSide[], { pass, group }: Pick<MatchEvidence, 'pass' | 'group'>, matched: Pick<MatchResult, 'strangersNamedBy'> | undefined): string {
  if (matched === undefined || SURE_PASSES.has(pass)) return '';
  return manuals.flatMap((manual) => {
    const named = [...new Set([...manual.references, ...manual.memoReferences])];
    const told = [
      ...(group !== null || named.length === 0 || named.includes(reportId) ? [] : [`it names ${named.join(', ')}`]),
      ...[strangersNamed(matched.strangersNamedBy(manual))].filter((words) => words !== ''),
    ];
    return told.length === 0 ? [] : [`${manual.poNumber}: ${told.join('; ')}`];
  }).join('; ');
}
