import { type MasterSheetInput, settingsSchema } from '../domain/settings.ts';
import type { SheetReading } from '../intake/profiled/with-input.ts';
import { readingOfSheet } from '../project/master-inputs.ts';

/** How a master sheet was read, from what its entry in the trail says; undefined for the canonical one, null for what can't have been. */
export function storedReading(options: Record<string, unknown>, sheet: string | null): SheetReading | undefined | null {
  if (Object.keys(options).length === 0) return undefined;
  const master = settingsSchema.shape.inputs.safeParse({ master: [{ ...options, sheet, file: 'kept' }] }).data?.master;
  const [entry] = Array.isArray(master) ? (master as MasterSheetInput[]) : [];
  if (entry === undefined) return null;
  // Of a sheet by its own more is said than of one that lies in a folder: the audit compares what was said, and not what it amounts to.
  return Object.fromEntries(Object.entries(readingOfSheet([entry], entry.sheet) ?? {}).filter(([key]) => key in options));
}
