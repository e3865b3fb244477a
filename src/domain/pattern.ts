import { fold } from './text.ts';

/** Whether a text is one of the values; `*` in a value stands for any run of characters. */
export function patternMatcher(values: readonly string[]): (text: string) => boolean {
  const exact = new Set<string>();
  const patterns: RegExp[] = [];
  for (const value of values.map(fold)) {
    if (value.includes('*')) patterns.push(new RegExp(`^${value.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('.*')}$`, 'su'));
    else exact.add(value);
  }
  return (text) => {
    const folded = fold(text);
    return exact.has(folded) || patterns.some((pattern) => pattern.test(folded));
  };
}
