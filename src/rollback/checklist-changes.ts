import type { ChecklistChange } from '../domain/checklist-change.ts';
import { plural } from '../domain/plural.ts';
import type { ChecklistItem } from '../domain/rollback.ts';
import { targetHash } from './bindings.ts';
import { targetText } from './probe-outcome.ts';

/** A checklist as it was seen, and where. */
export interface SeenChecklist {
  items: readonly ChecklistItem[];
  /** `A9, 2026-06-15T08:00:00Z`; `not recorded yet` for the one of now. */
  seen: string;
  by: string;
}

type Difference = Pick<ChecklistChange, 'item' | 'what' | 'old' | 'new' | 'loosens'>;

/**
 * What is other now than when a checklist was first seen, each with where it was seen so first. `seen` has the versions from the oldest to
 * that of now; what was changed and put back in between is no change.
 */
export function changesSinceFirst(seen: readonly SeenChecklist[]): ChecklistChange[] {
  const first = seen[0];
  const now = seen.at(-1);
  if (first === undefined || now === undefined) return [];
  return differences(first.items, now.items).map((difference) => {
    let since = now;
    for (let index = seen.length - 2; index > 0; index--) {
      const version = seen[index] as SeenChecklist;
      if (!differences(first.items, version.items).some((each) => each.item === difference.item && each.what === difference.what && each.new === difference.new)) break;
      since = version;
    }
    return { ...difference, against: 'first' as const, since: since.seen, by: since.by };
  });
}

/** In what a checklist asks for less than the one that `po-shadow init` writes, or for something else under the same id. */
export function shortOf(starter: readonly ChecklistItem[], { items, seen, by }: SeenChecklist): ChecklistChange[] {
  return differences(starter, items).filter(({ loosens }) => loosens).map((difference) => ({ ...difference, against: 'init' as const, since: seen, by }));
}

/** Item by item, in the order of the older one; what was added comes last. */
function differences(before: readonly ChecklistItem[], after: readonly ChecklistItem[]): Difference[] {
  const now = new Map(after.map((item) => [item.id, item]));
  const ids = new Set(before.map(({ id }) => id));
  return [
    ...before.flatMap((item) => {
      const other = now.get(item.id);
      return other === undefined ? [{ item: item.id, what: 'item' as const, old: `"${item.text}" (${item.kind})`, new: 'removed', loosens: true }] : itemDifferences(item, other);
    }),
    ...after.filter(({ id }) => !ids.has(id)).map((item) => ({ item: item.id, what: 'item' as const, old: 'not there', new: `"${item.text}" (${item.kind})`, loosens: false })),
  ];
}

function itemDifferences(before: ChecklistItem, after: ChecklistItem): Difference[] {
  const { id: item } = before;
  const found: Difference[] = [];
  if (before.kind !== after.kind) found.push({ item, what: 'kind', old: before.kind, new: after.kind, loosens: true });
  if (before.text !== after.text) found.push({ item, what: 'text', old: `"${before.text}"`, new: `"${after.text}"`, loosens: true });
  if (before.maxAgeDays !== after.maxAgeDays) found.push({ item, what: 'maxAgeDays', old: plural(before.maxAgeDays, 'day'), new: plural(after.maxAgeDays, 'day'), loosens: after.maxAgeDays > before.maxAgeDays });
  if (before.kind === 'probe' && after.kind === 'probe' && targetHash(before.target) !== targetHash(after.target)) found.push({ item, what: 'probe', old: asked(before), new: asked(after), loosens: true });
  return found;
}

const asked = ({ target }: Extract<ChecklistItem, { kind: 'probe' }>): string => ('url' in target ? `${targetText(target)}, which answers ${target.expectStatus}` : targetText(target));
