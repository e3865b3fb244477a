import { answerOf } from './answers.ts';
import { type MatchingDesk, sameMoney } from './desk.ts';
import type { DrySide, ManualSide } from './sides.ts';
import { vendorAgrees } from './vendor-evidence.ts';

/**
 * Pairs by a document number (four or more digits, no year) that the ledger shares with the report's name or descriptions: where
 * just one report and one PO have it, they are in the same currency and near in time, and vendor or amount agree too; several POs
 * of the vendor where together they answer the would-be PO.
 */
export function documentPass(desk: MatchingDesk): void {
  const dryOf = new Map<string, DrySide[]>();
  const manualOf = new Map<string, ManualSide[]>();
  for (const manual of desk.freeManual()) for (const number of manual.documentNumbers) append(manualOf, number, manual);
  if (manualOf.size === 0) return;
  for (const side of desk.freeDry()) for (const number of side.transaction.documentNumbers) if (manualOf.has(number)) append(dryOf, number, side);
  for (const number of [...dryOf.keys()].sort()) {
    const dry = dryOf.get(number) ?? [];
    if (new Set(dry.map((side) => side.transaction.reportId)).size !== 1) continue;
    const manuals = (manualOf.get(number) ?? []).filter((manual) => desk.manualIsFree(manual.index));
    const fitting = dry.filter((side) => desk.dryIsFree(side.index) && manuals.length > 0 && fits(desk, side, manuals));
    const [side, ...others] = fitting;
    if (side === undefined || others.length > 0) continue;
    const repeated = manuals.length > 1 && answerOf(desk, side, manuals) === 'repeated';
    desk.pair({
      dry: [side.index], manual: manuals.map((manual) => manual.index), pass: 'document', repeated,
      why: `${manuals.map((manual) => manual.poNumber).join(', ')} and the report share document number ${number}`,
    });
  }
}

function fits(desk: MatchingDesk, side: DrySide, manuals: readonly ManualSide[]): boolean {
  if (manuals.some((manual) => manual.currency !== side.currency || desk.daysApart(side, manual) === undefined || !desk.mayPair(side, manual))) return false;
  const [only, ...others] = manuals as [ManualSide, ...ManualSide[]];
  if (others.length === 0) return vendorAgrees(side, only) || sameMoney(side, only);
  return manuals.every((manual) => vendorAgrees(side, manual)) && answerOf(desk, side, manuals) !== null;
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const same = map.get(key);
  if (same === undefined) map.set(key, [value]);
  else same.push(value);
}
