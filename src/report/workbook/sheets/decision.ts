import type { Workbook, Worksheet } from 'exceljs';
import { entryName } from '../../../domain/audit.ts';
import { changeTexts } from '../../../domain/checklist-change.ts';
import { currencyDecimals } from '../../../domain/currency.ts';
import type { GateResult, Remedy } from '../../../domain/gate.ts';
import { shorten } from '../../../domain/text.ts';
import type { DecisionModel } from '../../decision-model.ts';
import { actionsHeading } from '../../gate-text.ts';
import { amountsLine, minorOf } from '../../../domain/money.ts';
import { plural } from '../../../domain/plural.ts';
import { type Content, amount, count, text } from '../content.ts';
import type { RowFigures } from '../figures.ts';
import type { Look } from '../look.ts';
import { inputsInForce } from '../inputs-in-force.ts';
import { rowHeight } from '../row-height.ts';
import { addPage, printArea, put, putSection, putWide } from '../sheet-page.ts';
import { setWidths } from '../table.ts';

export const DECISION = 'Decision';

const WIDTHS = [27, 10, 17, 17, 17, 17, 19, 19, 18];
const LAST = WIDTHS.length;
/** What fits one printed page; the rest is named, and stands on the sheet that is said. */
const ACTIONS = 6;
const CURRENCIES = 6;
const INPUTS = 8;
const SETTINGS = 4;
const CHECKLIST = 4;
const EVIDENCE = 210;

/** Where the figures of a currency stand, for the totals that must agree with them. */
export interface HeadlineCells {
  net: string;
  gross: string;
  open: string;
}

/** The verdict, every gate, the headline figures, the sign-off and what it all rests on: one printed page. */
export function addDecisionSheet(book: Workbook, model: DecisionModel, figures: RowFigures): Map<string, HeadlineCells> {
  const sheet = addPage(book, DECISION, model, 'portrait');
  setWidths(sheet, WIDTHS);
  const { verdict, run, window } = model;
  putWide(sheet, 1, [1, LAST], text(`${model.company} · go-live of the expense-to-PO integration`), 'title');
  sheet.getRow(1).height = 24;
  putWide(sheet, 2, [1, LAST], text(`Parallel run ${window.from} to ${window.to} · ERP profile ${model.erp} · as of ${verdict.asOf ?? 'no record'} · run ${run.number} · po-shadow ${model.programVersion}`), 'subtitle');
  putWide(sheet, 3, [1, LAST], text(verdict.words), verdict.verdict === 'GO' ? 'go' : 'noGo', true);
  sheet.getRow(3).height = 36;
  let row = putActions(sheet, 4, verdict.actions);
  const headline = putHeadline(sheet, row + 1, model, figures);
  row = putGates(sheet, headline.next + 1, verdict.gates);
  row = putSelftest(sheet, row, model);
  row = putSettings(sheet, row, model);
  row = putChecklist(sheet, row, model);
  row = putInputs(sheet, row + 1, model);
  row = putSignOff(sheet, row + 1);
  row = putSeal(sheet, row + 1, model);
  sheet.pageSetup.fitToHeight = 1;
  sheet.pageSetup.printArea = printArea(LAST, row - 1);
  sheet.pageSetup.horizontalCentered = true;
  return headline.cells;
}

/** Size of the small print, in points. */
const SMALL = 8.5;
const heightFor = (cells: readonly { text: string; width: number }[]): number => rowHeight(cells, SMALL) ?? 14;

function putActions(sheet: Worksheet, top: number, actions: readonly Remedy[]): number {
  if (actions.length === 0) return top;
  putSection(sheet, top, actionsHeading(actions));
  actions.slice(0, ACTIONS).forEach(({ action, command, rows, clears }, index) => {
    const cleared = [rows === 0 ? '' : plural(rows, 'row'), Object.keys(clears).length === 0 ? '' : amountsLine(clears)].filter((part) => part !== '').join(', ');
    const said = shorten(`${index + 1}. ${action}${command === '' ? '' : ` (${command})`}`, 240);
    putWide(sheet, top + 1 + index, [1, 6], text(said), 'smallCell', true);
    putWide(sheet, top + 1 + index, [7, LAST], text(cleared === '' ? '' : `clears ${cleared}`), 'smallCell', true);
    sheet.getRow(top + 1 + index).height = heightFor([{ text: said, width: 105 }, { text: cleared, width: 49 }]);
  });
  const next = top + 1 + Math.min(actions.length, ACTIONS);
  if (actions.length <= ACTIONS) return next;
  put(sheet, next, 1, text(`and ${actions.length - ACTIONS} more: po-shadow gate`), 'small');
  return next + 1;
}

function putHeadline(sheet: Worksheet, top: number, model: DecisionModel, figures: RowFigures): { next: number; cells: Map<string, HeadlineCells> } {
  const { summary, afterResolutions } = model;
  putSection(sheet, top, 'Headline figures');
  const counts: [string, Content][] = [
    ['Approved reports', count(summary.approvedReports)], ['Would-be POs', count(summary.wouldBeOrders)], ['Rows compared', count(summary.totals.rows)], ['Rows that agree', count(summary.agreeing)],
    ['Rows open', count(afterResolutions.open)], ['Rows resolved', count(afterResolutions.resolved)], ['Nothing to do', count(figures.settled)],
  ];
  counts.forEach(([name, content], index) => {
    put(sheet, top + 1 + index, 1, text(name), 'smallCell');
    put(sheet, top + 1 + index, 2, content, 'smallBold');
  });
  const heads = ['Currency', 'Would-be POs', 'Manual POs, in rows', 'Net variance', 'Gross variance', 'At stake, open', 'Net, not resolved'];
  heads.forEach((name, index) => {
    put(sheet, top + 1, 3 + index, text(name, index === 0 ? 'left' : 'right'), 'smallBold');
  });
  const cells = new Map<string, HeadlineCells>();
  const { currencies } = figures;
  currencies.slice(0, CURRENCIES).forEach(({ currency, wouldBe, keyed, net, gross, open }, index) => {
    const row = top + 2 + index;
    const zero = (0).toFixed(currencyDecimals(currency) ?? 2);
    [text(currency), ...[wouldBe, keyed, net, gross, open, afterResolutions.net[currency] ?? zero].map((decimal) => amount(decimal, currency))].forEach((content, place) => {
      put(sheet, row, 3 + place, content, place === 0 ? 'smallCell' : 'smallBold');
    });
    cells.set(currency, { net: `${DECISION}!$F$${row}`, gross: `${DECISION}!$G$${row}`, open: `${DECISION}!$H$${row}` });
  });
  const listed = Math.min(currencies.length, CURRENCIES);
  if (currencies.length > CURRENCIES) put(sheet, top + 2 + listed, 3, text(`and ${currencies.length - CURRENCIES} more currencies on Variance`), 'small');
  const notes = headlineNotes(model, figures);
  const next = top + 1 + Math.max(counts.length, listed + 2);
  for (const [index, note] of notes.entries()) putWide(sheet, next + index, [1, LAST], text(note), 'small');
  return { next: next + notes.length, cells };
}

/** What the headline figures are, and what in them needs saying. */
function headlineNotes({ tolerated, wrong }: DecisionModel, { currencies, apart }: RowFigures): string[] {
  const amountsOf = (of: (figures: RowFigures['currencies'][number]) => string): string => {
    const amounts = currencies.map((each) => [each.currency, of(each)] as const).filter(([currency, decimal]) => minorOf(decimal, currency) !== 0n);
    return amounts.length === 0 ? 'none' : amountsLine(Object.fromEntries(amounts));
  };
  const sides = Object.entries(wrong).filter(([, rows]) => rows > 0).map(([side, rows]) => `${side} ${rows}`);
  const passed = Object.entries(tolerated).filter(([currency, amounts]) => minorOf(amounts, currency) !== 0n);
  return [
    'Net variance = manual − would-be POs; gross = the sizes of all variances. At stake, open = what open rows are about, also where their variance is zero: a refused report’s amount, or what is coded wrongly.',
    ...(apart === 0 ? [] : [`${plural(apart, 'row')} can’t be subtracted (other currencies, or another basis of amounts): would-be ${amountsOf((each) => each.apart.wouldBe)} and manual ${amountsOf((each) => each.apart.keyed)} are in those columns, and not in net.`]),
    ...(passed.length === 0 ? [] : [`Tolerances let ${amountsLine(Object.fromEntries(passed))} pass. The sums here hold that; the gate on net and gross variance counts it apart, and so says less.`]),
    ...(sides.length === 0 ? [] : [`Who was wrong, of the rows that were decided: ${sides.join(', ')}.`]),
  ];
}

/** How a gate ended, in a word and a look. */
function resultOf({ passed, waiver }: GateResult): { word: string; look: Look } {
  return passed ? { word: 'PASS', look: 'agree' } : waiver !== null ? { word: 'WAIVED', look: 'waiting' } : { word: 'FAIL', look: 'open' };
}

/** What a gate rests on, in a cell: its waiver first, then the evidence that is most important. */
function evidenceText({ evidence, waiver }: GateResult): string {
  const parts = waiver === null ? [...evidence] : [`Waived by ${waiver.by} (${entryName(waiver.entry)}): ${waiver.reason}${waiver.review === null ? '' : `; reviewed by ${waiver.review.by}`}`, ...evidence];
  let said = '';
  let told = 0;
  for (const part of parts) {
    if (told > 0 && said.length + part.length > EVIDENCE) break;
    said = told === 0 ? shorten(part, EVIDENCE) : `${said}; ${part}`;
    told++;
  }
  return told < parts.length ? `${said} (+${parts.length - told} on Audit)` : said;
}

function putGates(sheet: Worksheet, top: number, gates: readonly GateResult[]): number {
  putSection(sheet, top, 'Gates (∎ can’t be waived)');
  const spans: [string, number, number][] = [['Gate', 1, 1], ['Result', 2, 2], ['Measured', 3, 4], ['Required', 5, 6], ['Evidence', 7, LAST]];
  for (const [name, first, last] of spans) putWide(sheet, top + 1, [first, last], text(name), 'header');
  gates.forEach((gate, index) => {
    const row = top + 2 + index;
    const { word, look } = resultOf(gate);
    const title = `${gate.title}${gate.waivable ? '' : ' ∎'}`;
    const texts = { measured: shorten(gate.measuredText, 160), required: shorten(gate.requiredText, 160), evidence: evidenceText(gate) };
    put(sheet, row, 1, text(title), 'smallBold', true);
    put(sheet, row, 2, text(word), look);
    putWide(sheet, row, [3, 4], text(texts.measured), 'smallCell', true);
    putWide(sheet, row, [5, 6], text(texts.required), 'smallCell', true);
    putWide(sheet, row, [7, LAST], text(texts.evidence), 'smallCell', true);
    sheet.getRow(row).height = heightFor([{ text: title, width: 26 }, { text: texts.measured, width: 34 }, { text: texts.required, width: 34 }, { text: texts.evidence, width: 56 }]);
  });
  return top + 2 + gates.length;
}

/** What the program found of mistakes that were planted on this configuration: no gate, but what trust in the gates rests on. */
function putSelftest(sheet: Worksheet, row: number, { selftest }: DecisionModel): number {
  const said = shorten(selftest.words, 300);
  put(sheet, row, 1, text('Self-test (no gate)'), 'smallBold');
  putWide(sheet, row, [2, LAST], text(said), 'smallCell', true);
  sheet.getRow(row).height = heightFor([{ text: said, width: 134 }]);
  return row + 1;
}

function putSettings(sheet: Worksheet, top: number, { settingChanges }: DecisionModel): number {
  if (settingChanges.length === 0) return top;
  putSection(sheet, top + 1, 'Settings looser than their default, or changed after the first run');
  settingChanges.slice(0, SETTINGS).forEach(({ setting, old, new: now, by, why, since }, index) => {
    const said = shorten(`${setting}: ${old} → ${now}, ${/^(\d|run)/.test(since) ? `since ${since}` : since}${by === '' ? '' : `, by ${by}`}${why === '' ? '' : `: ${why}`}`, 260);
    putWide(sheet, top + 2 + index, [1, LAST], text(said), 'smallCell', true);
    sheet.getRow(top + 2 + index).height = heightFor([{ text: said, width: 160 }]);
  });
  const next = top + 2 + Math.min(settingChanges.length, SETTINGS);
  if (settingChanges.length <= SETTINGS) return next;
  put(sheet, next, 1, text(`and ${settingChanges.length - SETTINGS} more on Audit`), 'small');
  return next + 1;
}

function putChecklist(sheet: Worksheet, top: number, { checklistChanges }: DecisionModel): number {
  const changes = changeTexts(checklistChanges);
  if (changes.length === 0) return top;
  putSection(sheet, top + 1, 'Rollback checklist: changed since it was first seen, or short of what po-shadow init writes');
  changes.slice(0, CHECKLIST).forEach((change, index) => {
    const said = shorten(change, 260);
    putWide(sheet, top + 2 + index, [1, LAST], text(said), 'smallCell', true);
    sheet.getRow(top + 2 + index).height = heightFor([{ text: said, width: 160 }]);
  });
  const next = top + 2 + Math.min(changes.length, CHECKLIST);
  if (changes.length <= CHECKLIST) return next;
  put(sheet, next, 1, text(`and ${changes.length - CHECKLIST} more on Rollback checklist`), 'small');
  return next + 1;
}

function putInputs(sheet: Worksheet, top: number, { inputs }: DecisionModel): number {
  const { listed, more, earlier } = inputsInForce(inputs, INPUTS);
  putSection(sheet, top, 'Inputs');
  const spans: [string, number, number][] = [['File', 1, 3], ['Kind', 4, 4], ['Rows', 5, 5], ['Quarantined', 6, 6], ['SHA-256', 7, LAST]];
  for (const [name, first, last] of spans) putWide(sheet, top + 1, [first, last], text(name, name === 'Rows' || name === 'Quarantined' ? 'right' : 'left'), 'smallBold');
  listed.forEach((input, index) => {
    const row = top + 2 + index;
    putWide(sheet, row, [1, 3], text(shorten(input.shown, 80)), 'smallCell');
    put(sheet, row, 4, text(input.kind), 'smallCell');
    put(sheet, row, 5, count(input.rowsRead), 'smallCell');
    put(sheet, row, 6, count(input.rowsQuarantined), 'smallCell');
    putWide(sheet, row, [7, LAST], text(input.sha256), 'smallCell');
  });
  const next = top + 2 + listed.length;
  const others = [...(more > 0 ? [`${more} more`] : []), ...(earlier > 0 ? [`${earlier} earlier`] : [])];
  if (inputs.length === 0) put(sheet, next, 1, text('Nothing was imported.'), 'small');
  else if (others.length > 0) put(sheet, next, 1, text(`and ${others.join(' and ')} on Audit`), 'small');
  return next + 1;
}

function putSignOff(sheet: Worksheet, top: number): number {
  putSection(sheet, top, 'Sign-off');
  const spans: [string, number, number][] = [['', 1, 1], ['Name', 2, 4], ['Date', 5, 6], ['Signature', 7, LAST]];
  for (const [name, first, last] of spans) putWide(sheet, top + 1, [first, last], text(name), 'smallBold');
  ['Prepared', 'Reviewed', 'Approved'].forEach((role, index) => {
    const row = top + 2 + index;
    for (const [, first, last] of spans) putWide(sheet, row, [first, last], text(first === 1 ? role : ''), first === 1 ? 'smallBold' : 'signature');
    sheet.getRow(row).height = 22;
  });
  return top + 5;
}

function putSeal(sheet: Worksheet, top: number, { run, verdict }: DecisionModel): number {
  putWide(sheet, top, [1, LAST], text(`Run ${run.number}, ${run.id}, digest ${run.digest}`), 'small');
  putWide(sheet, top + 1, [1, LAST], text(`Audit trail: ${verdict.auditLength.toLocaleString('en-US')} entries, head ${verdict.auditHead} (po-shadow audit --expect ${verdict.auditHead.slice(0, 16)}…)`), 'small');
  return top + 2;
}
