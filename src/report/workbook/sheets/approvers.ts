import type { Workbook } from 'exceljs';
import type { ApproverFact, DecisionModel } from '../../decision-model.ts';
import type { Column } from '../column.ts';
import { count, text } from '../content.ts';
import { addPage, freeze, putTitle } from '../sheet-page.ts';
import { putTable, setWidths } from '../table.ts';

const yesNo = (name: string, of: (fact: ApproverFact) => boolean): Column<ApproverFact> => ({ name, width: 10, of: (fact) => text(of(fact) ? 'yes' : 'NO'), look: (fact) => (of(fact) ? 'agree' : 'open') });

const COLUMNS: readonly Column<ApproverFact>[] = [
  { name: 'Expense approver email', width: 40, of: ({ email }) => text(email) },
  { name: 'ERP approver ID', width: 20, of: ({ erpApproverId }) => text(erpApproverId) },
  yesNo('Exists', ({ exists }) => exists),
  yesNo('Active', ({ active }) => active),
  { name: 'Reports', width: 10, of: ({ reports }) => count(reports) },
  { name: 'Source', width: 34, of: ({ at }) => text(at) },
];

/** Every approver of the expense system and who he is in the ERP: columns A and B are those of the mapping sheet. */
export function addApproversSheet(book: Workbook, model: DecisionModel): void {
  const sheet = addPage(book, 'Approvers', model);
  setWidths(sheet, COLUMNS.map(({ width }) => width));
  const wrong = model.approvers.filter(({ exists, active }) => !exists || !active).length;
  const headerRow = putTitle(sheet, 'Approvers', [`${model.approvers.length.toLocaleString('en-US')} approvers, ${wrong === 0 ? 'all of them known and active in the ERP' : `${wrong.toLocaleString('en-US')} of them unknown or inactive in the ERP`}.`]);
  putTable(sheet, headerRow, 'Approvers', COLUMNS, model.approvers);
  freeze(sheet, headerRow);
}
