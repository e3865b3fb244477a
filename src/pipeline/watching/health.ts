import { type Instant, formatInstant } from '../../domain/calendar.ts';
import { reportsIn } from '../../domain/event-page.ts';
import type { Health, SharedValue } from '../../domain/health.ts';
import { MAPPING_HEADERS, type MappingSheetName } from '../../domain/reference-data.ts';
import { fold } from '../../domain/text.ts';
import { healthSchema } from '../../domain/watching-settings.ts';
import { type SheetFile, readReferenceData } from '../../reference/sheets.ts';
import { RecordReader } from '../../store/record-reader.ts';
import { reviewHealth } from '../../watching/health/review-health.ts';
import { prepareRules } from '../dry-run.ts';
import { latestInstant, readReplayInputs, requireImports } from '../replay-inputs.ts';
import type { Workplace } from '../workplace.ts';
import { UsedValues } from './used-values.ts';

/** Reviews credentials, mapping sheets and approvers against the whole record (docs/watch.md), as of an instant; nothing is stored. Throws CannotRun. */
export async function health(workplace: Workplace, asOf: Instant): Promise<Health> {
  const { settings, clock, database } = workplace;
  const inputs = await readReplayInputs(workplace);
  requireImports(inputs);
  const used = new UsedValues(await prepareRules(settings, inputs.sheetFiles));
  for (const page of new RecordReader(database).eventPages()) for (const events of reportsIn(page)) used.add(events);
  const today = clock.dateOf(asOf);
  const latest = latestInstant(inputs.imports);
  const recordTo = latest === null ? null : clock.dateOf(Math.min(latest, asOf));
  const { recordFrom, reports, valuesSeen, decisions } = used;
  const checks = reviewHealth({
    today, settings: settings.health ?? healthSchema.parse({}), credentials: settings.credentials ?? [], recordFrom, recordTo, values: used.values(), valuesSeen, rows: used.rows(), shared: await sharedValues(inputs.sheetFiles), decisions,
  });
  return { asOf: formatInstant(asOf), today, needsAction: checks.some(({ items }) => items.some(({ needsAction }) => needsAction)), recordFrom, recordTo, reports, checks };
}

/** Values that stand in several rows of a mapping sheet: those that say the same, and those that were refused because they do not. */
async function sharedValues(sheetFiles: readonly SheetFile[]): Promise<SharedValue[]> {
  const shared: SharedValue[] = [];
  const refused = new Map<string, SharedValue>();
  const mapping = sheetFiles.filter(({ kind }) => kind === 'mapping');
  await readReferenceData(mapping, ({ sheet, file }, { line, field, documentId }) => {
    // What can't be read for another reason is in quarantine, and no matter of two rows.
    if (documentId === undefined || field !== MAPPING_HEADERS[sheet as MappingSheetName][0]) return;
    const key = `${sheet} ${fold(documentId)}`;
    const known = refused.get(key);
    if (known === undefined) refused.set(key, { sheet: sheet as MappingSheetName, value: documentId, at: [`${file.shown}:${line}`], isConflict: true });
    else known.at.push(`${file.shown}:${line}`);
  }, ({ sheet, file }, { value, lines }) => shared.push({ sheet: sheet as MappingSheetName, value, at: lines.map((line) => `${file.shown}:${line}`), isConflict: false }));
  return [...refused.values(), ...shared];
}
