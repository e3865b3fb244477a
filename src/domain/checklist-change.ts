/** What of the rollback checklist is other than it was when it was first seen, or less than what `po-shadow init` writes. */
export interface ChecklistChange {
  /** Id of the item. */
  item: string;
  /** `item`: it was removed or added. `probe`: what it asks or expects. */
  what: 'item' | 'kind' | 'text' | 'maxAgeDays' | 'probe';
  /** In words; secrets of probes are masked. */
  old: string;
  new: string;
  /** Held against what `po-shadow init` writes, or against what was seen first. */
  against: 'init' | 'first';
  /** Where it was first seen so: `A9, 2026-06-15T08:00:00Z`; `not recorded yet`; for what was held against `init`, the same of the checklist. */
  since: string;
  /** Who made the entry in which it was first seen so; '' where it was the program, or nobody yet. */
  by: string;
  /** Whether less is asked for, or something else: not so where an item was added, or evidence must be newer. */
  loosens: boolean;
}

/** A change in a sentence; what was removed is named by what it said. */
export function changeText({ item, what, old, new: now, against, since, by }: ChecklistChange): string {
  const whose = against === 'init' ? `po-shadow init writes ${old}` : `was ${old}`;
  const subject = what === 'item' ? item : `${item}, ${what}`;
  return `${subject}: ${now}; ${whose}${against === 'init' ? '' : ` (${since}${by === '' ? '' : `, by ${by}`})`}`;
}

/** All changes in sentences, the items of `po-shadow init` that are not there in one. */
export function changeTexts(changes: readonly ChecklistChange[]): string[] {
  const isMissing = ({ what, against }: ChecklistChange): boolean => what === 'item' && against === 'init';
  const missing = changes.filter(isMissing).map(({ item }) => item);
  return [
    ...changes.filter((change) => !isMissing(change)).map(changeText),
    ...(missing.length === 0 ? [] : [`not in it, of what po-shadow init writes: ${missing.join(', ')}`]),
  ];
}
