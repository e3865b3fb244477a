import { fold } from './text.ts';

/** Whether a text is one of the values; `*` in a value stands for any run of characters, `~*` for an asterisk. */
export function patternMatcher(values: readonly string[]): (text: string) => boolean {
  const exact = new Set<string>();
  const patterns: RegExp[] = [];
  for (const value of values.map(fold)) {
    const parts = value.split(/(?<!~)\*/).map((part) => part.replaceAll('~*', '*'));
    if (parts.length > 1) patterns.push(new RegExp(`^${parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('.*')}$`, 'su'));
    else exact.add(parts[0] as string);
  }
  return (text) => {
    const folded = fold(text);
    return exact.has(folded) || patterns.some((pattern) => pattern.test(folded));
  };
}
