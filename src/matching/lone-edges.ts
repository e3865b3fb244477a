import type { MatchingDesk } from './desk.ts';
import type { DrySide, ManualSide } from './sides.ts';

/** Two sides that fit each other, and how in words. */
export interface Edge {
  dry: DrySide;
  manual: ManualSide;
  why: string;
}

/**
 * The POs that a dry side is to be compared with: all, or those that are not ambiguous where it is itself, since two ambiguous
 * sides are never paired and there may be thousands of them.
 */
export function comparable(desk: MatchingDesk, manuals: readonly ManualSide[]): (dry: DrySide) => readonly ManualSide[] {
  const decided = desk.ambiguousManual.size === 0 ? manuals : manuals.filter((manual) => !desk.ambiguousManual.has(manual.index));
  return (dry) => (desk.ambiguousDry.has(dry.index) ? decided : manuals);
}

/**
 * Pairs every edge whose two ends have no other edge; the ends of the others are ambiguous, and so stays what an earlier pass
 * found ambiguous.
 */
export function pairLoneEdges(desk: MatchingDesk, edges: readonly Edge[], pass: string): void {
  const dryDegree = new Map<number, number>();
  const manualDegree = new Map<number, number>();
  for (const { dry, manual } of edges) {
    dryDegree.set(dry.index, (dryDegree.get(dry.index) ?? 0) + 1);
    manualDegree.set(manual.index, (manualDegree.get(manual.index) ?? 0) + 1);
  }
  for (const { dry, manual, why } of edges) {
    if (dryDegree.get(dry.index) !== 1 || manualDegree.get(manual.index) !== 1) {
      desk.ambiguousDry.add(dry.index);
      desk.ambiguousManual.add(manual.index);
    } else if (!desk.ambiguousDry.has(dry.index) && !desk.ambiguousManual.has(manual.index)) {
      desk.pair({ dry: [dry.index], manual: [manual.index], pass, why, repeated: false });
    }
  }
}
