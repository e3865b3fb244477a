/** Flag of a row whose counterpart was posted in another legal entity; cause where it is sure which that is; and what such a row needs. */
export const OTHER_ENTITY = 'other_entity';

/** What is to be done about it. */
export const OTHER_ENTITY_FIX = 'Enter the PO in its own legal entity and cancel the other, or correct mapping/entities where the mapping is wrong.';

/** A legal entity in words: `legal entity 2000`, `no legal entity`. */
export const entityInWords = (entity: string): string => (entity === '' ? 'no legal entity' : `legal entity ${entity}`);
