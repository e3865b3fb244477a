import type { ReportSnapshot } from '../domain/expense-report.ts';
import { flatText } from '../domain/flat-text.ts';
import { formatMinor } from '../domain/money.ts';
import { PerCoding } from '../domain/per-coding.ts';
import { codeMember, quotedCode, quotedText } from './json-text.ts';
import type { UnsentOrder } from './order-draft.ts';

const entityMember = codeMember('entity', 'left_out');
const accountMember = codeMember('glAccount', 'written');
const departmentMember = codeMember('department', 'left_out');
const locationMember = codeMember('location', 'left_out');
/** What stands before the amount of a line, in one piece for each coding. */
const codingMembers = new PerCoding((glAccount, department, location) => flatText(`${accountMember(glAccount)}${departmentMember(department)}${locationMember(location)},"amount":"`, ','));
const itemMember = codeMember('itemId', 'left_out');
const sourceMember = codeMember('sourceLine', 'written');

/** How each line of a PO begins, by its place: written once, since every piece of a text costs. */
const BEGINNINGS: string[] = [];

function beginningOf(index: number): string {
  for (let next = BEGINNINGS.length; next <= index; next++) BEGINNINGS.push(`${next === 0 ? '' : ','}{"line":${next + 1}`);
  return BEGINNINGS[index] as string;
}

/** What few lines have besides. */
const orderedGoods = ({ itemId, quantity }: UnsentOrder['lines'][number]): string => `${itemMember(itemId)}${quantity === '' ? '' : `,"quantity":${quotedText(quantity)}`}`;

function linesOf({ lines, currency }: UnsentOrder): string {
  let text = '';
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] as UnsentOrder['lines'][number];
    text += beginningOf(index) + codingMembers.of(line.glAccount, line.department, line.location) + formatMinor(line.amountMinor, currency) + (line.description === '' ? '"' : `","description":${quotedText(line.description)}`);
    if (line.itemId !== '' || line.quantity !== '') text += orderedGoods(line);
    text += `${sourceMember(line.sourceLineId)}}`;
  }
  return text;
}

/**
 * The canonical purchase order as JSON; amounts are decimal strings in the PO's currency, absent values have no key. Keys stand in
 * a fixed order, so the same PO is the same bytes. Written piece by piece, since a run makes one for every PO.
 */
export function genericBody(order: UnsentOrder, report: Pick<ReportSnapshot, 'reportId' | 'name'>): string {
  const { currency } = order;
  return flatText(
    `{"idempotencyKey":${quotedText(order.idempotencyKey)}${entityMember(order.entity)},"vendorId":${quotedCode(order.vendorId)},"currency":${quotedCode(currency)},"poDate":${quotedCode(order.poDate)}` +
    `,"postingPeriod":${quotedCode(order.period)},"reference":${quotedText(report.reportId)},"memo":${quotedText(report.name)}` +
    `,"total":"${formatMinor(order.amountMinor, currency)}","lines":[${linesOf(order)}]}`,
    '{',
  );
}
