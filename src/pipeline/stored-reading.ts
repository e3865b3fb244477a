import { type MasterSheetInput, settingsSchema } from '../domain/settings.ts';
import type { SheetReading } from '../intake/profiled/with-input.ts';
import { readingOfSheet } from '../project/master-inputs.ts';

/** How a master sheet was read, from what its entry in the trail says; undefined for the canonical one, null for what can't have been. */
export function storedReading(options: Record<string, unknown>, sheet: string | null): SheetReading | undefined | null {
  if (Object.keys(options).length === 0) return undefined;
  const master = settingsSchema.shape.inputs.safeParse({ master: [{ ...options, sheet, file: 'kept' }] }).data?.master;
  const [entry] = Array.isArray(master) ? (master as MasterSheetInput[]) : [];
  return entry === undefined ? null : readingOfSheet([entry], entry.sheet);
}
