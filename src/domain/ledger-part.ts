/** The files of one export of a ledger whose headers, lines and account assignments are tables of their own; in the order in which they are imported. */
export const LEDGER_PARTS = ['headers', 'lines', 'assignments'] as const;
export type LedgerPart = (typeof LEDGER_PARTS)[number];

/** How many rows of each file belong to a document. */
export type PartRows = Readonly<Record<LedgerPart, number>>;
