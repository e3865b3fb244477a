const FOLDED = new Map<string, string>();

/**
 * The form in which text is compared: NFKC, trimmed, white space collapsed, case folded. Kept for short texts, since codes and
 * names repeat over a whole ledger.
 */
export function fold(text: string): string {
  const known = FOLDED.get(text);
  if (known !== undefined) return known;
  const folded = text.normalize('NFKC').replace(/\s+/gu, ' ').trim().toUpperCase().toLowerCase();
  if (text.length <= 64 && FOLDED.size < 200_000) FOLDED.set(text, folded);
  return folded;
}

// Controls, format characters (zero-width, bidirectional, tags, interlinear), line and paragraph separators, and lone surrogates.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Text from a file, safe to print: control, escape and bidi characters become `\u{1b}`. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (character) =>
    character === '\n' ? '⏎' : character === '\t' ? ' ' : `\\u{${(character.codePointAt(0) as number).toString(16)}}`,
  );
}

/** A character as JSON escapes it: one escape a code unit. */
function jsonEscape(character: string): string {
  let escaped = '';
  for (let unit = 0; unit < character.length; unit++) escaped += `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`;
  return escaped;
}

/** A value as JSON in which nothing obeys a terminal: control and bidi characters are escapes, and the value stays the same. */
export function visibleJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(HIDDEN, (character) => (character === '\n' ? character : jsonEscape(character)));
}

/** Cuts at `limit` characters and says so with an ellipsis. */
export function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

const MOST_DIGITS = 15;

/** The number that 1 to 15 digits say; -1 for any other text. */
function wholeNumber(text: string): number {
  if (text.length === 0 || text.length > MOST_DIGITS) return -1;
  let value = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** Orders "2" before "10", numbers before all other texts, and those by code units; equal only for equal texts. */
export function compareNatural(left: string, right: string): number {
  if (left === right) return 0;
  const leftNumber = wholeNumber(left);
  const rightNumber = wholeNumber(right);
  if (leftNumber < 0 || rightNumber < 0) return leftNumber < 0 && rightNumber < 0 ? compareText(left, right) : leftNumber < 0 ? 1 : -1;
  return leftNumber === rightNumber ? compareText(left, right) : leftNumber - rightNumber;
}

/** Code-unit order: the same on every machine, whatever its locale. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
