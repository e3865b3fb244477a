import Table from 'cli-table3';
import { humanAmount } from '../domain/money.ts';
import { PARITY_KINDS, type Parity, type ParityBeside, type ParityEntry, type ParityLine, type ParityOrder, type ParityReach, type ParitySide, type ParitySum } from '../domain/parity.ts';
import { plural } from '../domain/plural.ts';
import { visible } from '../domain/text.ts';
import type { Paint } from './paint.ts';
import { csvCell, markdownCell } from './variance-text.ts';
import { wrappedText } from './wrapped-text.ts';

const HEAD = ['Date', 'Source', 'Vendor', 'Approved', '', 'POs', '', 'Difference', 'Differ'];
const TOTAL = 'All';
/** What stands for a PO without a transaction, a vendor that nobody knows, a report without a date. */
const NONE = '—';

const cellsOf = ({ approved, ledger, difference, currency, ...line }: Pick<ParityLine, 'approved' | 'ledger' | 'difference' | 'currency'> & { date: string; source: string; vendor: string; differing: string }): string[] => [
  line.date, line.source, line.vendor, String(approved.count), humanAmount(approved.amount, currency), String(ledger.count), humanAmount(ledger.amount, currency), humanAmount(difference, currency), line.differing,
];

/** The lines, and a total for each currency. */
function rowsOf({ lines, totals }: Parity): string[][] {
  return [
    ...lines.map((line) => cellsOf({ ...line, date: line.date ?? NONE, source: line.source || NONE, vendor: line.vendor || NONE, differing: line.differing === 0 ? '' : String(line.differing) })),
    ...Object.entries(totals).map(([currency, total]) => cellsOf({ ...total, currency, date: TOTAL, source: '', vendor: currency, differing: '' })),
  ].map((cells) => cells.map(visible));
}

/** The table of both sides, what differs by name, and what is in no line. */
export function parityText(parity: Parity, { paint, width }: { paint: Paint; width: number | null }): string {
  const table = new Table({ head: HEAD, style: { head: [], border: [], compact: true }, colAligns: ['left', 'left', 'left', 'right', 'right', 'right', 'right', 'right', 'right'] });
  for (const cells of rowsOf(parity)) table.push(cells.map((cell, column) => (column === HEAD.length - 1 ? paint('red', cell) : cell)));
  const told = parity.entries.map((entry) => wrappedText(visible(entryText(entry)), { room: width, first: '  ', further: '    ' }));
  const beside = besideTexts(parity).map((text) => wrappedText(visible(text), { room: width, first: '', further: '  ' }));
  const colour = parity.answer === 'agree' ? 'green' : 'red';
  return [parity.lines.length === 0 ? '' : `${table.toString()}\n`, told.length === 0 ? '' : '\n', ...told, beside.length === 0 ? '' : '\n', ...beside, '\n', `${paint(colour, visible(answerText(parity)))}\n`].join('');
}

/** Whether the sides agree, in a sentence. */
export function answerText({ answer, from, to, asOf, entries, agreeing, unknown, beside }: Pick<Parity, 'answer' | 'from' | 'to' | 'asOf' | 'entries' | 'agreeing' | 'unknown' | 'beside'>): string {
  const differing = entries.filter(({ kind }) => kind !== null && PARITY_KINDS[kind].differs).length;
  const dates = from === to ? from : `${from} to ${to}`;
  const end = `, as of ${asOf}.`;
  if (answer === 'differ') return `${dates}: ${plural(differing, 'difference')}, ${plural(agreeing, 'purchase')} agree${agreeing === 1 ? 's' : ''}${end}`;
  if (answer === 'not_known') return `${dates}: not known, since ${unknown.join('; ')}${end}`;
  const without = [['vendors', beside.vendorNotCompared], ['legal entities', beside.entityNotCompared]] as const;
  const told = without.filter(([, count]) => count > 0).map(([what, count]) => (count === agreeing ? what : `${what} of ${count}`));
  return `${dates}: approvals and ledger agree, ${plural(agreeing, 'purchase')}${told.length === 0 ? '' : ` (${told.join(' and ')} not compared)`}${end}`;
}

const sideText = (side: ParitySide | null): string => (side === null ? NONE : `${side.amount === null ? `an amount in ${side.currency}` : humanAmount(side.amount, side.currency)}${side.vendor === '' ? '' : ` ${side.vendor}`}`);
const orderText = ({ number, madeBy, enteredBy }: ParityOrder): string => `${number}${madeBy === null ? '' : ` (${madeBy === 'integration' ? 'made by the integration' : `keyed by hand${enteredBy.length === 0 ? '' : ` by ${enteredBy.join(', ')}`}`})`}`;

/** A purchase that differs, by name: both documents, both amounts, and what else there is to say. */
export function entryText({ kind, date, transactionId, approved, ledger, purchaseOrders, notes }: ParityEntry): string {
  const label = kind === null ? '' : `${PARITY_KINDS[kind].label}: `;
  const documents = `${transactionId ?? 'no transaction'}, ${purchaseOrders.length === 0 ? 'no PO' : purchaseOrders.map(orderText).join(', ')}`;
  return `${label}${documents}; approved ${sideText(approved)}, in the ledger ${sideText(ledger)} (${[date ?? 'no date', ...notes].join('; ')})`;
}

const BESIDE: readonly [key: keyof ParityBeside, says: (count: number) => string][] = [
  ['codedOtherwise', (count) => `${plural(count, 'purchase')} that agree in money are coded otherwise: po-shadow variance`],
  ['vendorNotCompared', (count) => `${plural(count, 'purchase')} compared without the vendor, which the ledger does not name`],
  ['entityNotCompared', (count) => `${plural(count, 'purchase')} compared without the legal entity, which one side does not name`],
  ['rejectedEnteredByHand', (count) => `${plural(count, 'report')} that the integration would be refused, entered all the same`],
  ['notApproved', (count) => `${plural(count, 'report')} not finally approved, and without a PO`],
  ['withdrawn', (count) => `${plural(count, 'report')} withdrawn, and without a PO`],
  ['reportsOutOfScope', (count) => `${plural(count, 'report')} left out by scope, wholly or in part, or ordering nothing`],
  ['ordersOfOtherDates', (count) => `${plural(count, 'PO')} dated on these dates that belong to reports of others`],
  ['ordersDatedOtherwise', (count) => `${plural(count, 'PO')} of these reports dated on other dates`],
  ['ordersOutOfScope', (count) => `${plural(count, 'PO')} left out by scope`],
  ['ordersCancelled', (count) => `${plural(count, 'PO')} cancelled`],
  ['ordersVanished', (count) => `${plural(count, 'PO')} that a newer export no longer holds: po-shadow variance --vanished`],
  ['unreadAccepted', (count) => `${plural(count, 'document')} that can't be read, and that two people took as ${count === 1 ? 'it is' : 'they are'}: po-shadow quarantine`],
];

const reachText = ({ input, from, until }: ParityReach): string => `Known: ${input}${from === null ? '' : ` from ${from} on`}, ${until === null ? 'and nothing says until when' : `until ${until}`}.`;

/** What is in no line, or is no difference, and how far the record reaches, in words. */
function besideTexts({ beside, madeBy, reaches }: Parity): string[] {
  const texts = BESIDE.flatMap(([key, says]) => (beside[key] === 0 ? [] : [`Beside: ${says(beside[key])}.`]));
  return [...texts, ...(madeBy === null ? [] : [`POs: ${madeBy.integration} made by the integration, ${madeBy.hand} keyed by hand.`]), ...reaches.map(reachText)];
}

const CSV_COLUMNS = ['record', 'date', 'source', 'currency', 'vendor', 'approved_count', 'approved_amount', 'po_count', 'po_amount', 'difference', 'differing', 'kind', 'transaction_id', 'purchase_orders', 'ledger_currency', 'ledger_vendor', 'notes'];
const sumCells = ({ count, amount }: ParitySum): string[] => [String(count), amount];
const sideCells = (side: ParitySide | null): string[] => (side === null ? ['0', ''] : [String(side.count), side.amount ?? '']);

/** Lines (`line`), totals (`total`) and named purchases (`entry`) as CSV with a header. */
export function parityCsv({ lines, totals, entries }: Parity): string {
  const rows = [
    ...lines.map(({ date, source, currency, vendor, approved, ledger, difference, differing }) => ['line', date ?? '', source, currency, vendor, ...sumCells(approved), ...sumCells(ledger), difference, String(differing), '', '', '', '', '', '']),
    ...Object.entries(totals).map(([currency, { approved, ledger, difference }]) => ['total', '', '', currency, '', ...sumCells(approved), ...sumCells(ledger), difference, '', '', '', '', '', '', '']),
    ...entries.map(({ date, source, approved, ledger, kind, transactionId, purchaseOrders, notes }) => [
      'entry', date ?? '', source, approved?.currency ?? '', approved?.vendor ?? '', ...sideCells(approved), ...sideCells(ledger), '', '', kind ?? '', transactionId ?? '', purchaseOrders.map(({ number }) => number).join(' '), ledger?.currency ?? '', ledger?.vendor ?? '', notes.join('; '),
    ]),
  ];
  return [CSV_COLUMNS, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

/** The same as Markdown: the table, then what differs by name. */
export function parityMarkdown(parity: Parity): string {
  const rows = rowsOf(parity).map((cells) => `| ${cells.map(markdownCell).join(' | ')} |\n`).join('');
  const told = [...parity.entries.map(entryText), ...besideTexts(parity)].map((text) => `- ${markdownCell(visible(text))}\n`).join('');
  return `| ${HEAD.map((name) => name || 'Amount').join(' | ')} |\n|---|---|---|---:|---:|---:|---:|---:|---:|\n${rows}\n${told}\n${markdownCell(visible(answerText(parity)))}\n`;
}
