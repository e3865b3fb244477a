import { fold } from '../domain/text.ts';

/** Whether a text is one of the patterns of `scope`; `*` stands for any run of characters. */
export function fitsAny(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => fits(fold(pattern), fold(text)));
}

/** From left to right, each part between stars at the first place where it stands; the last one at the end. */
function fits(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  const [first = '', ...others] = parts;
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** A text that fits a pattern: its stars are nothing. */
export const exampleOf = (pattern: string): string => pattern.replaceAll('*', '');
