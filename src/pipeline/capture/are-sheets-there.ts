import type { StoredImport } from '../../store/record-reader.ts';

/** Whether master data and mapping sheets were imported: without them every report would be rejected, and stand so as its first status for good. */
export const areSheetsThere = (sheets: readonly StoredImport[]): boolean => sheets.some(({ kind }) => kind === 'mapping') && sheets.some(({ kind }) => kind === 'master');

/** What who captures is told once. */
export const WAITS_FOR_SHEETS = 'Waiting for sheets: what is delivered goes into the record, and is replayed once master data and mapping sheets were imported (po-shadow run).';
