import type { Workbook } from 'exceljs';
import { amountsLine } from '../../../domain/money.ts';
import type { CoverageFact, DecisionModel } from '../../decision-model.ts';
import type { Column } from '../column.ts';
import { count, text } from '../content.ts';
import { WORKBOOK_LIMITS } from '../plan.ts';
import { addPage, freeze, putTitle } from '../sheet-page.ts';
import { putTable, setWidths } from '../table.ts';

const money = (amounts: Record<string, string>): string => (Object.keys(amounts).length === 0 ? '' : amountsLine(amounts));

const COLUMNS: readonly Column<CoverageFact>[] = [
  { name: 'What', width: 22, of: ({ what }) => text(what) },
  { name: 'Name', width: 36, wrap: true, of: ({ name }) => text(name) },
  { name: 'Leads to', width: 36, wrap: true, of: ({ target }) => text(target) },
  { name: 'Target active', width: 10, of: ({ active }) => text(active === null ? '' : active ? 'yes' : 'NO'), look: ({ active }) => (active === false ? 'open' : 'cell') },
  { name: 'Exercised', width: 11, of: ({ transactions }) => text(transactions > 0 ? 'yes' : 'NEVER'), look: ({ transactions }) => (transactions > 0 ? 'agree' : 'waiting') },
  { name: 'Transactions', width: 13, of: ({ transactions }) => count(transactions) },
  { name: 'Money', width: 28, wrap: true, of: ({ amounts }) => text(money(amounts)) },
  { name: 'Other reports', width: 11, of: ({ elsewhere }) => count(elsewhere.transactions) },
  { name: 'Source', width: 30, of: ({ at }) => text(at) },
];

/** What the two weeks exercised of mapping, routing, currencies, periods and approval paths, and what they never did. */
export function addCoverageSheet(book: Workbook, model: DecisionModel): void {
  const sheet = addPage(book, 'Coverage', model);
  setWidths(sheet, COLUMNS.map(({ width }) => width));
  // What was never exercised is what people come for; where not all fit, it is what stays.
  const never = model.coverage.filter(({ transactions }) => transactions === 0);
  const facts = [...never, ...model.coverage.filter(({ transactions }) => transactions > 0)].slice(0, WORKBOOK_LIMITS.listedFacts);
  const cut = facts.length < model.coverage.length ? ` Showing ${facts.length.toLocaleString('en-US')}.` : '';
  const headerRow = putTitle(sheet, 'Coverage', [
    `${(model.coverage.length - never.length).toLocaleString('en-US')} of ${model.coverage.length.toLocaleString('en-US')} exercised by the window; what never was comes first.${cut}`,
    'Other reports: those approved outside the window, and those not finally approved.',
  ]);
  putTable(sheet, headerRow, 'Coverage', COLUMNS, facts);
  freeze(sheet, headerRow);
}
