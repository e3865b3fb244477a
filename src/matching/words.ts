import { fold } from '../domain/text.ts';

/** Shorter words say nothing. */
const LEAST_LETTERS = 3;
/** Words that any report and any memo may hold. */
const COMMON = new Set(['the', 'and', 'for', 'with', 'from', 'expense', 'expenses', 'report', 'invoice', 'order', 'purchase', 'per', 'inc', 'llc', 'total', 'approved', 'monthly', 'ref', 'see', 'reimbursement', 'store']);

/** The words of a text that may tell whose it is, folded, each once, in their order. */
export function wordsIn(text: string): readonly string[] {
  const found = new Set<string>();
  for (const word of fold(text).split(/[^\p{L}\p{N}]+/u)) if (word.length >= LEAST_LETTERS && /\p{L}/u.test(word) && !COMMON.has(word)) found.add(word);
  return [...found];
}
