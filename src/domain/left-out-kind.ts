/** What is in no row though it was imported: by `scope`, or because a manual PO dated in the window, which would be open, belongs to a report outside of it. */
export type LeftOutKind = 'expense_lines' | 'manual_po' | 'paired_outside';

const WORDS: Record<LeftOutKind, { one: string; many: string }> = {
  expense_lines: { one: 'expense lines', many: 'expense lines' },
  manual_po: { one: 'manual PO', many: 'manual POs' },
  paired_outside: { one: 'manual PO', many: 'manual POs dated in the window that differ from their reports outside of it' },
};

/** What one document is, for a list that says why it was left out. */
export const leftOutWord = (what: LeftOutKind): string => WORDS[what].one;

/** A kind with the reason that its documents share behind it, as a summary sums them up, in words. */
export function leftOutWords(what: string): string {
  const [kind = '', ...reason] = what.split(': ');
  return [Object.hasOwn(WORDS, kind) ? WORDS[kind as LeftOutKind].many : kind, ...reason].join(': ');
}
