/** Points of a line of text in a cell, and of the air around it. */
const LINE = 13;
const AIR = 3;
/** Rows of a table grow no further; a longer text is read in its cell. */
const MOST_LINES = 8;
/** Characters on one unit of a column's width, less what breaking at words loses. */
const CHARACTERS = 1.15;

/**
 * The height of a row whose texts wrap, in points, reckoned from their lengths: a spreadsheet that opens the file does not always
 * measure for itself. Null where one line is enough.
 */
export function rowHeight(cells: readonly { text: string; width: number }[], size = 10): number | null {
  const lines = Math.min(MOST_LINES, Math.max(1, ...cells.map(({ text, width }) => Math.ceil((text.length * size) / (10 * width * CHARACTERS)))));
  return lines === 1 ? null : AIR + (lines * LINE * size) / 10;
}
