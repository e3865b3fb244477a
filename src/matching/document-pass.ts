import { type MatchingDesk, vendorAgrees } from './desk.ts';
import type { DrySide, ManualSide } from './sides.ts';

/**
 * Pairs by a document number (four or more digits, no year) that the ledger shares with the report's name or descriptions, where
 * just one report and one PO have it, they are in the same currency and near in time, and vendor or amount agree too.
 */
export function documentPass(desk: MatchingDesk): void {
  const dryOf = new Map<string, DrySide[]>();
  const manualOf = new Map<string, ManualSide[]>();
  for (const manual of desk.freeManual()) for (const number of manual.documentNumbers) append(manualOf, number, manual);
  if (manualOf.size === 0) return;
  for (const side of desk.freeDry()) for (const number of side.transaction.documentNumbers) if (manualOf.has(number)) append(dryOf, number, side);
  for (const number of [...dryOf.keys()].sort()) {
    const dry = dryOf.get(number) ?? [];
    const manuals = manualOf.get(number) ?? [];
    if (new Set(dry.map((side) => side.transaction.reportId)).size !== 1 || manuals.length !== 1) continue;
    const [manual] = manuals as [ManualSide];
    const fitting = dry.filter((side) => desk.dryIsFree(side.index) && side.currency === manual.currency && desk.daysApart(side, manual) !== undefined && (vendorAgrees(side, manual) || side.amountMinor === manual.amountMinor));
    if (fitting.length !== 1 || !desk.manualIsFree(manual.index)) continue;
    desk.pair({ dry: [(fitting[0] as DrySide).index], manual: [manual.index], pass: 'document', why: `${manual.poNumber} and the report share document number ${number}`, repeated: false });
  }
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const same = map.get(key);
  if (same === undefined) map.set(key, [value]);
  else same.push(value);
}
