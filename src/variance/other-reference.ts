import type { ManualSide, MatchResult } from '../matching/sides.ts';
import { strangersNamed } from '../matching/why-named.ts';

/** Flag of a row one of whose POs says what has the shape of a report's id, and is no report that takes part. */
export const OTHER_REFERENCE = 'other_reference';

/** The passes that were sure in spite of it, and say it themselves: a person, and nearly the very id. */
const SURE_PASSES: ReadonlySet<string | null> = new Set(['by_hand', 'near_reference']);

/** Which POs of a row say ids of reports that take no part, in words; '' where none does. */
export function otherReferences(manuals: readonly ManualSide[], pass: string | null, matched: Pick<MatchResult, 'strangersNamedBy'> | undefined): string {
  if (matched === undefined || SURE_PASSES.has(pass)) return '';
  return manuals.flatMap((manual) => {
    const told = strangersNamed(matched.strangersNamedBy(manual));
    return told === '' ? [] : [`${manual.poNumber}: ${told}`];
  }).join('; ');
}
