import { type AmountBasis, isPlausibleTax, linesOnBasis, onBasis } from '../domain/amount-basis.ts';
import type { ExpenseLine, ReportSnapshot } from '../domain/expense-report.ts';
import type { Settings } from '../domain/settings.ts';
import { fold } from '../domain/text.ts';
import type { Resolved, Resolver } from './resolver.ts';

/** One expense line with what the mapping made of it. */
export interface CodedLine {
  line: ExpenseLine;
  /** In minor units, on the basis of purchase orders; as read where its tax is needed and not given, or the report is beyond the limit. */
  amountMinor: number;
  /** Whether the tax is needed and not given. */
  lacksTax: boolean;
  /** Whether the tax is needed, and can't be that of the line. */
  taxIsImplausible: boolean;
  vendor: Resolved;
  account: Resolved;
  /** Null where neither the line nor the employee has one. */
  department: Resolved | null;
  location: Resolved | null;
}

/** Lines that would become one PO. */
export interface CodedGroup {
  key: string;
  lines: CodedLine[];
  /** On the basis of purchase orders, as its lines are. */
  amountMinor: number;
}

/** A report with what the mapping made of it: lines for a PO, grouped, and lines left out. */
export interface CodedReport {
  snapshot: ReportSnapshot;
  /** The legal entity; null where the PO has none. */
  entity: Resolved | null;
  lines: CodedLine[];
  /** Whether every vendor, account, department and location of its lines leads to an active record. */
  leadsToRecords: boolean;
  groups: CodedGroup[];
  /** Whether its lines would come to more than is exact on the basis of purchase orders; then all of them are as read. */
  beyondLimit: boolean;
  approvers: Resolved[];
  leftOut: { line: ExpenseLine; why: string }[];
}

/** Codes every line of a snapshot and groups them as the settings say. */
export function codeReport(
  snapshot: ReportSnapshot,
  resolver: Resolver,
  { grouping, amountBasis }: Pick<Settings, 'grouping' | 'amountBasis'>,
  scopeOf: (line: ExpenseLine, vendorId: string) => string | null,
): CodedReport {
  const { employee } = snapshot;
  let leadsToRecords = true;
  const lines: CodedLine[] = [];
  const leftOut: CodedReport['leftOut'] = [];
  for (const line of snapshot.lines) {
    if (line.personal) {
      leftOut.push({ line, why: 'personal' });
      continue;
    }
    const vendor = resolver.vendor(line.vendorId, line.merchant);
    const why = scopeOf(line, vendor.id);
    if (why !== null) {
      leftOut.push({ line, why });
      continue;
    }
    const departmentText = line.department === '' ? employee.department : line.department;
    const locationText = line.location === '' ? employee.location : line.location;
    const account = resolver.category(line.category);
    const department = departmentText === '' ? null : resolver.department(departmentText);
    const location = locationText === '' ? null : resolver.location(locationText);
    leadsToRecords &&= vendor.state === 'ok' && account.state === 'ok' && (department === null || department.state === 'ok') && (location === null || location.state === 'ok');
    const amountMinor = amountBasis === undefined ? line.amountMinor : onBasis(line.amountMinor, line.taxMinor, amountBasis.approvals, amountBasis.purchaseOrders);
    lines.push({
      line, amountMinor: amountMinor ?? line.amountMinor, lacksTax: amountMinor === null && line.taxMinor === null,
      taxIsImplausible: amountBasis !== undefined && amountBasis.approvals !== amountBasis.purchaseOrders && !isPlausibleTax(line.amountMinor, line.taxMinor, amountBasis.approvals),
      vendor, account, department, location,
    });
  }
  const beyondLimit = amountBasis !== undefined && comesToTooMuch(lines, amountBasis);
  if (beyondLimit) for (const coded of lines) coded.amountMinor = coded.line.amountMinor;
  return { snapshot, entity: resolver.entity(snapshot.entity), lines, leadsToRecords, groups: groupLines(lines, grouping), beyondLimit, approvers: approversOf(snapshot, resolver), leftOut };
}

function comesToTooMuch(lines: readonly CodedLine[], { approvals, purchaseOrders }: AmountBasis): boolean {
  return linesOnBasis(lines.filter(({ lacksTax }) => !lacksTax).map(({ line }) => line), approvals, purchaseOrders) === 'beyond_limit';
}

function groupLines(lines: CodedLine[], grouping: Settings['grouping']): CodedGroup[] {
  const [first] = lines;
  if (first === undefined) return [];
  const key = groupKey(first, grouping);
  // What most reports are: one PO of all their lines.
  if (lines.every((line) => groupKey(line, grouping) === key)) return [{ key, lines, amountMinor: sumOf(lines) }];
  const groups = new Map<string, CodedLine[]>();
  for (const line of lines) {
    const own = groupKey(line, grouping);
    const group = groups.get(own);
    if (group === undefined) groups.set(own, [line]);
    else group.push(line);
  }
  return [...groups].map(([own, members]) => ({ key: own, lines: members, amountMinor: sumOf(members) }));
}

const groupKey = ({ line, vendor }: CodedLine, grouping: Settings['grouping']): string => (grouping === 'report' ? '' : grouping === 'line' ? line.id : vendorKey(vendor));

function sumOf(lines: readonly CodedLine[]): number {
  let sum = 0;
  for (const { amountMinor } of lines) sum += amountMinor;
  return sum;
}

/** What tells the vendors of a report apart: the ERP's id; where the ERP does not have it, what was read, as texts are compared. */
export function vendorKey(vendor: Resolved): string {
  return vendor.record !== null ? vendor.id : vendor.id !== '' ? fold(vendor.id) : `?${fold(vendor.value)}`;
}

function approversOf(snapshot: ReportSnapshot, resolver: Resolver): Resolved[] {
  if (snapshot.approvals === null) return [];
  const [only] = snapshot.approvals;
  if (only !== undefined && snapshot.approvals.length === 1) return [resolver.approver(only.approver)];
  const approvers: Resolved[] = [];
  for (const { approver } of snapshot.approvals) {
    const resolved = resolver.approver(approver);
    if (!approvers.some((known) => known === resolved || fold(known.value) === fold(resolved.value))) approvers.push(resolved);
  }
  return approvers;
}
