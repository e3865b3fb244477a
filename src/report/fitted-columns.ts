/** A column is never narrower than this in a table that has to fit. */
const LEAST = 3;
const LEAST_WRAPPED = 6;

/** How wide a table may be, what stands around each cell, and which columns have texts that wrap. */
export interface Fitting {
  width: number;
  padding: number;
  wrapping: readonly number[];
}

const longestWord = (text: string): number => Math.max(0, ...wordsOf(text).map((word) => word.length));
const wordsOf = (text: string): string[] => text.split(/[ \n]/);
const longestLine = (text: string): number => Math.max(0, ...text.split('\n').map((line) => line.length));

/** The least widths at which no word of a table's cells has to be broken; the first row is the heading, whose words may be. */
export const wordWidths = (rows: readonly (readonly string[])[], padding: number): number[] =>
  (rows[0] ?? []).map((_, column) => Math.max(0, ...rows.slice(1).map((row) => longestWord(row[column] ?? ''))) + padding);

/** What a table of such columns takes in all, its lines included. */
export const tableWidthOf = (widths: readonly number[]): number => widths.reduce((sum, each) => sum + each, widths.length + 1);

/** Widths of the columns: as wide as their longest cell, then the widest ones are narrowed until the table fits; words are broken last. */
export function fittedWidths(rows: readonly (readonly string[])[], { width, padding, wrapping }: Fitting): number[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => longestLine(row[column] ?? ''))) + padding);
  const words = wordWidths(rows, padding);
  const narrow = (columns: readonly number[], leastOf: (column: number) => number): void => {
    while (tableWidthOf(widths) > width) {
      const wide = columns.filter((column) => (widths[column] as number) > leastOf(column));
      if (wide.length === 0) return;
      const widest = wide.reduce((most, column) => ((widths[column] as number) > (widths[most] as number) ? column : most));
      (widths[widest] as number)--;
    }
  };
  const all = widths.map((_, column) => column);
  // A column with nothing under its heading keeps room for a letter or two.
  narrow(all, (column) => Math.max(words[column] as number, LEAST + padding));
  narrow(wrapping, () => LEAST_WRAPPED + padding);
  narrow(all, () => LEAST + padding);
  return widths;
}

/** Breaks a text into lines of at most `width` characters: at spaces, and inside a word only where it is longer than a line. */
export const wrappedCell = (text: string, width: number): string => text.split('\n').map((line) => wrappedLine(line, width)).join('\n');

function wrappedLine(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (let word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length <= width) {
      line += ` ${word}`;
      continue;
    }
    if (line !== '') lines.push(line);
    while (word.length > width) {
      lines.push(word.slice(0, width));
      word = word.slice(width);
    }
    line = word;
  }
  lines.push(line);
  return lines.join('\n');
}

const LONG_WORD = 17;
const BEGINNING = 8;
const END = 7;

/** A text whose long words are shortened in their middle, `3f0c9a2e…91b7d04`: an id of 36 characters would leave no room for anything else. */
export const withShortIds = (text: string): string => text.split(' ').map((word) => {
  const [, id = '', rest = ''] = /^(.*?)([,;:]?)$/.exec(word) ?? [];
  return id.length > LONG_WORD ? `${id.slice(0, BEGINNING)}…${id.slice(-END)}${rest}` : word;
}).join(' ');
