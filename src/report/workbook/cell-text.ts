import { visible } from '../../domain/text.ts';

/** Most characters of a cell. */
export const CELL_CHARACTERS = 32_767;

/** Characters that XML can't hold and that are no controls, which `visible` shows. */
const NO_XML = /[\uFFFE\uFFFF]/g;
/** What a spreadsheet would take for an escaped character: `_x0009_` typed by somebody stays what was typed. */
const ESCAPE_LOOKALIKE = /_(?=x[0-9A-Fa-f]{4}_)/g;

/** Texts that are shown as they are; most are such. */
const PLAIN = /^[ -~]*$/;

/** A text as people see it in a cell: controls and bidi characters visible, cut with a note where a cell can't hold it. */
export function shownText(text: string): string {
  if (text.length <= CELL_CHARACTERS && PLAIN.test(text)) return text;
  const shown = visible(text).replace(NO_XML, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
  if (shown.length <= CELL_CHARACTERS) return shown;
  const note = `… (cut: ${shown.length.toLocaleString('en-US')} characters)`;
  const end = CELL_CHARACTERS - note.length;
  const splitsPair = (shown.charCodeAt(end - 1) & 0xfc00) === 0xd800;
  return shown.slice(0, splitsPair ? end - 1 : end) + note;
}

/** A text as people see it, as it is stored in the file. */
export const storedText = (shown: string): string => (shown.includes('_') ? shown.replace(ESCAPE_LOOKALIKE, '_x005F_') : shown);
