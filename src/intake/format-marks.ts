/** What a number format shows beside the number: in brackets with its locale (`[$CA$-1009]`), in quotes, behind a backslash, or a sign of a currency by itself. */
const SHOWN = /\[\$([^\]-]*)(?:-[^\]]*)?\]|"([^"]*)"|\\(.)|(\p{Sc})/gu;
/** A condition or colour in brackets, room of a character's width, and a character that fills. */
const NOT_SHOWN = /\[(?!\$)[^\]]*\]|[_*]./gu;
/** Between two texts that do not adjoin. */
const APART = ' 0 ';

/**
 * The texts that a worksheet's number format shows with a number, as they would stand beside it: `€` of `#,##0.00 "€"`, `CA$` of `[$CA$-1009]#,##0.00`; '' where it shows none.
 * A currency that stands in the format alone is seen by whoever looks at the sheet.
 */
export function formatMarks(format: string): string {
  const texts = [...format.replaceAll(NOT_SHOWN, '').matchAll(SHOWN)].map(([, bracketed, quoted, escaped, sign]) => (bracketed ?? quoted ?? escaped ?? sign ?? '').trim());
  return [...new Set(texts)].filter((text) => /[\p{L}\p{Sc}]/u.test(text)).join(APART);
}
