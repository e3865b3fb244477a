import { entityInWords } from '../domain/other-entity.ts';

/** In which legal entity a PO stands, and in which it would be. */
export function elsewhereInWords(posted: string, wouldBe: string): string {
  return `posted in ${entityInWords(posted)}, would be ${wouldBe === '' ? 'in none' : wouldBe}`;
}
