import { fold } from '../domain/text.ts';

/** What ends a company's name and does not tell it from others. */
const LEGAL_FORMS = new Set([
  'inc', 'incorporated', 'corp', 'corporation', 'co', 'company', 'ltd', 'limited', 'llc', 'llp', 'plc', 'pty', 'gmbh', 'ag', 'kg', 'sa', 'sas', 'sarl', 'bv', 'nv', 'srl', 'spa', 'oy', 'ab', 'as', 'kk',
]);

/** Names are asked for again and again. */
const KNOWN = new Map<string, readonly string[]>();

/** The words that tell a company's name from others, folded: without punctuation and legal forms. */
export function nameWords(name: string): readonly string[] {
  let words = KNOWN.get(name);
  if (words === undefined) {
    words = readWords(name);
    if (KNOWN.size < 200_000) KNOWN.set(name, words);
  }
  return words;
}

function readWords(name: string): string[] {
  const words = fold(name).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  while (words.length > 1 && LEGAL_FORMS.has(words.at(-1) as string)) words.pop();
  return words;
}

/** The same as one text: names with one key can be taken for one another. */
export const nameKey = (name: string): string => nameWords(name).join(' ');
