/**
 * The same text in one piece; `first` is the character that it begins with. The engine keeps what is concatenated as a tree of its pieces until somebody reads
 * it. A text that is held for a while, and has dozens of them, costs every collection of garbage meanwhile more than all else that is held.
 */
export function flatText(text: string, first: string): string {
  // It is the reading that joins the pieces, and the assertion that keeps the engine from leaving it out.
  if (text.charCodeAt(0) !== first.charCodeAt(0)) throw new Error(`a text that begins with ${first} begins otherwise: ${text.slice(0, 20)}`);
  return text;
}
