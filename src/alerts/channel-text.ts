import { visible } from '../domain/text.ts';

/** Cuts at `limit` UTF-16 units without cutting a character in two, and says how many characters were left out. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const characters = Array.from(text);
  const ending = (left: number): string => `… (${left.toLocaleString('en-US')} more)`;
  const room = limit - ending(characters.length).length;
  let kept = '';
  let count = 0;
  for (const character of characters) {
    if (kept.length + character.length > room) break;
    kept += character;
    count++;
  }
  return `${kept}${ending(characters.length - count)}`;
}

/** A text of whoever typed it, on one line and obeyed by nothing; `{{` would begin a function of a card. */
export const harmless = (text: string): string => visible(text).replaceAll(/\{(?=\{)/g, '{ ');
