import type { Workbook } from 'exceljs';
import type { DecisionModel, RollbackFact } from '../../decision-model.ts';
import type { Column } from '../column.ts';
import { count, text } from '../content.ts';
import { addPage, freeze, putTitle } from '../sheet-page.ts';
import { putTable, setWidths } from '../table.ts';

const COLUMNS: readonly Column<RollbackFact>[] = [
  { name: 'Item', width: 26, of: ({ id }) => text(id) },
  { name: 'What must hold', width: 60, wrap: true, of: (item) => text(item.text) },
  { name: 'Kind', width: 10, of: ({ kind }) => text(kind) },
  { name: 'Verified', width: 11, of: ({ verified }) => text(verified ? 'yes' : 'NO'), look: ({ verified }) => (verified ? 'agree' : 'open') },
  { name: 'Why', width: 50, wrap: true, of: ({ why }) => text(why) },
  { name: 'By', width: 14, of: ({ by }) => text(by) },
  { name: 'At', width: 22, of: ({ at }) => text(at ?? '') },
  { name: 'Holds for (days)', width: 11, of: ({ maxAgeDays }) => count(maxAgeDays) },
];

/** The rollback checklist as it stands. */
export function addRollbackSheet(book: Workbook, model: DecisionModel): void {
  const sheet = addPage(book, 'Rollback checklist', model);
  setWidths(sheet, COLUMNS.map(({ width }) => width));
  const { rollback } = model;
  const verified = rollback.filter((item) => item.verified).length;
  const headerRow = putTitle(sheet, 'Rollback checklist', [rollback.length === 0 ? 'There is no rollback.yaml.' : `${verified} of ${rollback.length} items are verified.`]);
  putTable(sheet, headerRow, 'Rollback', COLUMNS, rollback);
  freeze(sheet, headerRow);
}
