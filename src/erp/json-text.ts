/** How many texts are kept as they are written; more of them would be no codes any more. */
const MOST_KEPT = 20_000;

/** Keeps how codes are written, since they repeat over all POs of a run. */
function keeping(write: (code: string) => string): (code: string) => string {
  const written = new Map<string, string>();
  return (code) => {
    const known = written.get(code);
    if (known !== undefined) return known;
    const text = write(code);
    if (written.size < MOST_KEPT) written.set(code, text);
    return text;
  };
}

/** A code as JSON. */
export const quotedCode = keeping(quotedText);

/** Writes a code as a further member of a JSON object, `,"department":"D-10"`; a blank one is `written` too, or `left_out`. */
export const codeMember = (key: string, blank: 'written' | 'left_out'): ((code: string) => string) =>
  keeping((code) => (code === '' && blank === 'left_out' ? '' : `,"${key}":${quotedText(code)}`));

/** A text as JSON, as JSON.stringify writes it, which takes several times as long where there is nothing to escape. */
export function quotedText(text: string): string {
  return isPlain(text) ? `"${text}"` : JSON.stringify(text);
}

/** Whether JSON has nothing to escape in a text: no control character, quotation mark, backslash or surrogate. */
function isPlain(text: string): boolean {
  for (let place = 0; place < text.length; place++) {
    const unit = text.charCodeAt(place);
    if (unit < 0x20 || unit === 0x22 || unit === 0x5c || (unit >= 0xd800 && unit <= 0xdfff)) return false;
  }
  return true;
}
