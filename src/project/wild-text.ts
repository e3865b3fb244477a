/** Wildcards that stand beside each other, or alternatives. */
const WILDCARDS = /(?:\*|\?|\[[^\]]*\])+|\{[^{}]*\}/g;
const WILDCARD = /\*|\?|\[[^\]]*\]/g;
const EDGES = /^[-_. ]+|[-_. ]+$/g;
/** A date, and a time of day that stands behind it. */
const TIME_BEHIND_DATE = /(?<!\d)((?:19|20)\d{2}-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01]))[T _-]?\d{2}[-:._h]?\d{2}(?:[-:._m]?\d{2})?(?:\.\d+)?Z?(?!\d)/g;

/** What the wildcards of a pattern stand for in a name, without separators at their edges; of alternatives in braces nothing. Undefined where it does not fit, or has more than these. */
export function wildText(pattern: string, name: string): string | undefined {
  let source = '';
  let end = 0;
  for (const { 0: wildcards, index } of pattern.matchAll(WILDCARDS)) {
    source += literal(pattern.slice(end, index)) + expression(wildcards);
    end = index + wildcards.length;
  }
  const found = new RegExp(`^${source}${literal(pattern.slice(end))}$`, 's').exec(name);
  return found?.slice(1).map((text) => text.replace(EDGES, '')).filter((text) => text !== '').join('\n');
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

function expression(wildcards: string): string {
  if (wildcards.startsWith('{')) return `(?:${wildcards.slice(1, -1).split(',').map(literal).join('|')})`;
  return `(${wildcards.replace(WILDCARD, (each) => (each === '*' ? '.*' : each === '?' ? '.' : `[${each.slice(1, -1).replace(/^!/, '^').replaceAll('\\', '\\\\')}]`))})`;
}

/** The same text without the times of day behind its dates: files that are exported one after another have each its own. */
export const withoutTimes = (text: string): string => text.replace(TIME_BEHIND_DATE, '$1');
