import { IdShapes } from '../domain/id-shapes.ts';
import type { ManualSide } from '../matching/sides.ts';
import { unknownNamed } from '../matching/why-named.ts';

/** Flag of a row one of whose POs says what has the shape of its report's id, and is no report that is known. */
export const UNKNOWN_REFERENCE = 'unknown_reference';

/** The passes that were sure in spite of it, and say it themselves: a person, and nearly the very id. */
const SURE_PASSES: ReadonlySet<string | null> = new Set(['by_hand', 'near_reference']);

/** Which POs of a row say the id of a report that nobody knows, in words; '' where none does. */
export function unknownReferences(manuals: readonly ManualSide[], transactionId: string, pass: string | null): string {
  if (SURE_PASSES.has(pass) || manuals.every(({ text }) => text === '')) return '';
  const shapes = new IdShapes([transactionId]);
  const told = manuals.flatMap(({ poNumber, text }) => {
    const said = shapes.saidIn(text);
    return said.length === 0 ? [] : [`${poNumber}: ${unknownNamed(said)}`];
  });
  return told.join('; ');
}
