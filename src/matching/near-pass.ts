import { pairLoneEdges } from './exact-pass.ts';
import { type MatchingDesk, vendorAgrees } from './desk.ts';
import type { DrySide, ManualSide } from './sides.ts';
import { vendorBuckets } from './vendor-index.ts';

/** How an amount was mistyped: one digit wrong, or two neighbouring digits swapped; null where neither. Both in minor units. */
export function typingMistake(right: number, typed: number): 'one digit wrong' | 'two digits swapped' | null {
  if (right === typed || right < 0 !== typed < 0) return null;
  const width = Math.max(Math.abs(right).toString().length, Math.abs(typed).toString().length);
  const a = Math.abs(right).toString().padStart(width, '0');
  const b = Math.abs(typed).toString().padStart(width, '0');
  const places: number[] = [];
  for (let place = 0; place < width; place++) if (a[place] !== b[place]) places.push(place);
  const [first, second] = places;
  if (places.length === 1) return 'one digit wrong';
  if (places.length === 2 && first !== undefined && second !== undefined && second === first + 1 && a[first] === b[second] && a[second] === b[first]) return 'two digits swapped';
  return null;
}

/** The mistake that tells two POs apart: in the total, or in one coding group while the others agree. */
function mistakeBetween(desk: MatchingDesk, dry: DrySide, manual: ManualSide): string | null {
  const inTotal = typingMistake(dry.amountMinor, manual.amountMinor);
  if (inTotal !== null) return `${inTotal} in the total`;
  const differing = [...desk.codings.differences(dry.coding, manual.coding, [true, true, true])].filter(([, difference]) => difference !== 0);
  if (differing.length !== 1) return null;
  for (let index = 0; index < dry.coding.codes.length; index++) {
    const place = manual.coding.codes.indexOf(dry.coding.codes[index] as number);
    if (place < 0) continue;
    const mistake = typingMistake(dry.coding.amounts[index] as number, manual.coding.amounts[place] as number);
    if (mistake !== null) return `${mistake} in one line, the others agree`;
  }
  return null;
}

/** Pairs near amounts: vendor and dates agree, the amounts differ by a typing mistake, and just one fits on either side. */
export function nearPass(desk: MatchingDesk, takes: (side: DrySide) => boolean): void {
  for (const bucket of vendorBuckets(desk, takes)) {
    const mistakes = new Map<string, string>();
    const edges: [DrySide, ManualSide][] = [];
    for (const dry of bucket.dry) {
      if (!desk.dryIsFree(dry.index) || desk.ambiguousDry.has(dry.index)) continue;
      for (const manual of bucket.manual) {
        if (!desk.manualIsFree(manual.index) || desk.ambiguousManual.has(manual.index) || desk.daysApart(dry, manual) === undefined || !vendorAgrees(dry, manual)) continue;
        const mistake = mistakeBetween(desk, dry, manual);
        if (mistake === null) continue;
        mistakes.set(`${dry.index} ${manual.index}`, mistake);
        edges.push([dry, manual]);
      }
    }
    pairLoneEdges(desk, edges, 'vendor_near_amount', (dry, manual) => `same vendor and currency, dates near, ${mistakes.get(`${dry.index} ${manual.index}`)}`);
  }
}
