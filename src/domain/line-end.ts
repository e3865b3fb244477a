/** Where the PO of a line ended, in the words of the workbook: in a row of the run, or for what reason in none. */
export const LINE_ENDS = ['in a row', 'in another week', 'outside the window', 'report outside the window', 'left out by scope', 'vanished', 'cancelled', 'not replayed yet'] as const;
export type LineEnd = (typeof LINE_ENDS)[number];
