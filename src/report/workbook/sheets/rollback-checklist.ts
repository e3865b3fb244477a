import type { Workbook } from 'exceljs';
import type { ChecklistChange } from '../../../domain/checklist-change.ts';
import type { DecisionModel, RollbackFact } from '../../decision-model.ts';
import type { Column } from '../column.ts';
import { count, text } from '../content.ts';
import { addPage, freeze, putSection, putTitle } from '../sheet-page.ts';
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

// The two tables share the sheet's columns.
const CHANGES: readonly Column<ChecklistChange>[] = [
  { name: 'Item', width: 0, of: ({ item }) => text(item) },
  { name: 'Was', width: 0, wrap: true, of: ({ old }) => text(old) },
  { name: 'What', width: 0, of: ({ what }) => text(what) },
  { name: 'Looser', width: 0, of: ({ loosens }) => text(loosens ? 'YES' : 'no'), look: ({ loosens }) => (loosens ? 'open' : 'plain') },
  { name: 'Is', width: 0, wrap: true, of: (change) => text(change.new) },
  { name: 'By', width: 0, of: ({ by }) => text(by) },
  { name: 'Since', width: 0, wrap: true, of: ({ against, since }) => text(against === 'init' ? 'po-shadow init writes more' : since) },
];

/** The rollback checklist as it stands, and what of it is no longer what it was. */
export function addRollbackSheet(book: Workbook, model: DecisionModel): void {
  const sheet = addPage(book, 'Rollback checklist', model);
  setWidths(sheet, COLUMNS.map(({ width }) => width));
  const { rollback, checklistChanges } = model;
  const verified = rollback.filter((item) => item.verified).length;
  const headerRow = putTitle(sheet, 'Rollback checklist', [rollback.length === 0 ? 'There is no rollback.yaml.' : `${verified} of ${rollback.length} items are verified.`]);
  const { last } = putTable(sheet, headerRow, 'Rollback', COLUMNS, rollback);
  if (checklistChanges.length > 0) {
    const top = Math.max(last, headerRow + 1) + 2;
    putSection(sheet, top, 'Changed since it was first seen, or short of what po-shadow init writes');
    putTable(sheet, top + 1, 'ChecklistChanges', CHANGES, checklistChanges, COLUMNS.map(({ width }) => width));
  }
  freeze(sheet, headerRow);
}
