const entityInWords = (entity: string): string => (entity === '' ? 'no legal entity' : `legal entity ${entity}`);

/** In which legal entity a PO stands, and in which it would be. */
export function elsewhereInWords(posted: string, wouldBe: string): string {
  return `posted in ${entityInWords(posted)}, would be ${wouldBe === '' ? 'in none' : wouldBe}`;
}
