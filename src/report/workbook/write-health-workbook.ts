import { parseInstant } from '../../domain/calendar.ts';
import type { Health } from '../../domain/health.ts';
import { type HealthRow, healthRows } from '../health-text.ts';
import type { Column } from './column.ts';
import { writeCompanion } from './companion.ts';
import { BLANK, text } from './content.ts';
import type { Look } from './look.ts';
import { dropFiles, placeFiles, temporaryName } from './place-file.ts';
import { WORKBOOK_LIMITS } from './plan.ts';

const LOOK: Record<HealthRow['state'], Look> = { act: 'open', look: 'waiting', 'not told': 'waiting', 'nothing found': 'agree' };

const COLUMNS: readonly Column<HealthRow>[] = [
  { name: 'Check', width: 34, of: ({ check }) => text(check), wrap: true },
  { name: 'State', width: 14, of: ({ state }) => text(state), look: ({ state }) => LOOK[state] },
  { name: 'What', width: 60, of: ({ says }) => text(says), wrap: true },
  { name: 'Evidence', width: 50, of: ({ evidence }) => text(evidence), wrap: true },
  { name: 'What to do', width: 50, of: ({ remedy }) => text(remedy), wrap: true },
  { name: 'Done by', width: 18, of: () => BLANK, input: true },
  { name: 'On', width: 12, of: () => BLANK, input: true },
];

/** Writes the review as a workbook to be ticked off: all of it or nothing, readable by the owner alone. The same review gives the same bytes. */
export async function writeHealthWorkbook(health: Health, out: string): Promise<void> {
  const temporary = temporaryName(out);
  try {
    await writeCompanion(temporary, 'Health', COLUMNS, healthRows(health), new Date(parseInstant(health.asOf) as number), WORKBOOK_LIMITS.sheetRows, true);
    await placeFiles([{ temporary, out }]);
  } catch (error) {
    await dropFiles([temporary]);
    throw error;
  }
}
