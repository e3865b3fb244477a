import type { BusinessDate } from '../domain/calendar.ts';
import type { ReportSnapshot } from '../domain/expense-report.ts';
import type { WouldBeLine, WouldBePurchaseOrder } from '../domain/purchase-order.ts';
import { type MasterData, periodOf } from '../domain/reference-data.ts';
import type { Settings } from '../domain/settings.ts';
import type { FieldProblem } from '../erp/field-problems.ts';
import type { ErpProfile } from '../erp/profile.ts';
import type { CodedGroup, CodedLine, CodedReport } from '../mapping/code-report.ts';

/** What POs are made by; the same for every report of a run. */
export interface DraftingRules {
  settings: Pick<Settings, 'amountBasis'>;
  master: Pick<MasterData, 'periods'>;
  profile: Pick<ErpProfile, 'requestBody'>;
}

/** The would-be POs of a report that were drafted, and which fields of their bodies the ERP's API would refuse. */
export interface DraftedOrders {
  orders: WouldBePurchaseOrder[];
  problems: FieldProblem[];
}

/** Drafts the POs of a report, one a group; `creation` is how often POs of it will have been created then. */
export function draftOrders({ snapshot, entity, groups }: CodedReport, poDate: BusinessDate, creation: number, { profile, master, settings }: DraftingRules): DraftedOrders {
  const period = periodOf(poDate, master.periods)?.name ?? '';
  const problems: FieldProblem[] = [];
  const orders = groups.map(({ key, lines, amountMinor }, index) => {
    const order: WouldBePurchaseOrder = {
      key,
      number: `DRY-${snapshot.reportId}.${index + 1}`,
      idempotencyKey: idempotencyKeyOf(snapshot, key, creation),
      entity: entity === null ? '' : entity.id,
      vendorId: (lines[0] as CodedLine).vendor.id,
      currency: snapshot.currency,
      poDate,
      period,
      amountMinor,
      expenseMinor: expenseOf(lines),
      taxMinor: taxOf(lines),
      lineTaxes: settings.amountBasis === undefined ? NO_TAXES : lineTaxesOf(lines),
      lines: lines.map(draftLine),
      requestBody: '',
    };
    const body = profile.requestBody(order, snapshot);
    order.requestBody = body.text;
    if (body.problems.length > 0) problems.push(...body.problems);
    return order;
  });
  return { orders, problems };
}

const NO_TAXES: readonly number[] = [];

/** An ERP that has seen a key answers with what it made then; what was cancelled and is ordered anew needs another. */
function idempotencyKeyOf({ reportId }: ReportSnapshot, key: string, creation: number): string {
  const own = key === '' ? `po-shadow:${reportId}` : `po-shadow:${reportId}:${key}`;
  return creation === 1 ? own : `${own}#${creation}`;
}

const draftLine = ({ line, amountMinor, account, department, location }: CodedLine): WouldBeLine => ({
  sourceLineId: line.id,
  glAccount: account.id,
  department: department === null ? '' : department.id,
  location: location === null ? '' : location.id,
  description: line.description,
  amountMinor,
  itemId: line.itemId,
  quantity: line.quantity,
});

/** What some lines come to in the expense system. */
function expenseOf(lines: CodedGroup['lines']): number {
  let sum = 0;
  for (const { line } of lines) sum += line.amountMinor;
  return sum;
}

/** The tax in some lines; null where any of them does not say, and where it is beyond what is exact. */
function taxOf(lines: CodedGroup['lines']): number | null {
  let sum = 0;
  for (const { line } of lines) {
    if (line.taxMinor === null) return null;
    sum += line.taxMinor;
  }
  return Number.isSafeInteger(sum) ? sum : null;
}

/** The taxes of several lines, each amount once; what a line does not say is none. */
function lineTaxesOf(lines: CodedGroup['lines']): number[] {
  return lines.length < 2 ? [] : [...new Set(lines.flatMap(({ line }) => (line.taxMinor === null || line.taxMinor === 0 ? [] : [line.taxMinor])))];
}

/**
 * Whether the would-be POs are the same again, PO by PO: what the ERP would be sent, and all that is compared with the ledger besides. Not every body
 * holds all of it: the company of Business Central stands in the address, and a location may be none of SAP's fields.
 */
export function sameOrders(left: readonly WouldBePurchaseOrder[], right: readonly WouldBePurchaseOrder[]): boolean {
  return left.length === right.length && left.every((order, index) => sameOrder(order, right[index] as WouldBePurchaseOrder));
}

const COMPARED = ['requestBody', 'key', 'entity', 'vendorId', 'currency', 'period', 'amountMinor'] as const satisfies readonly (keyof WouldBePurchaseOrder)[];
const COMPARED_OF_LINES = ['glAccount', 'department', 'location', 'amountMinor'] as const satisfies readonly (keyof WouldBePurchaseOrder['lines'][number])[];

function sameOrder(left: WouldBePurchaseOrder, right: WouldBePurchaseOrder): boolean {
  return COMPARED.every((field) => left[field] === right[field]) && left.lines.length === right.lines.length
    && left.lines.every((line, index) => COMPARED_OF_LINES.every((field) => line[field] === right.lines[index]?.[field]));
}
