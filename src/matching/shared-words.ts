import { POINTS, type Weighed } from './points.ts';
import { wordsIn } from './words.ts';

/** The pairs with points for words that only these two of all have in common: an employee's name, what was bought. */
export function shareWords(pairs: readonly Weighed[]): Weighed[] {
  const spoken = new Map<string, { dry: number; manual: number }>();
  const count = (word: string): { dry: number; manual: number } => {
    let uses = spoken.get(word);
    if (uses === undefined) spoken.set(word, (uses = { dry: 0, manual: 0 }));
    return uses;
  };
  for (const dry of new Set(pairs.map((pair) => pair.dry))) for (const word of dry.words) count(word).dry++;
  if (spoken.size === 0) return [...pairs];
  const wordsOf = new Map([...new Set(pairs.map((pair) => pair.manual))].map((manual) => [manual, wordsIn(manual.text)]));
  for (const words of wordsOf.values()) for (const word of words) count(word).manual++;
  return pairs.map((pair) => {
    const own = wordsOf.get(pair.manual) as readonly string[];
    const shared = pair.dry.words.filter((word) => own.includes(word) && count(word).dry === 1 && count(word).manual === 1);
    return shared.length === 0 ? pair : { ...pair, words: shared.slice(0, POINTS.mostWords), points: pair.points + Math.min(shared.length, POINTS.mostWords) };
  });
}
