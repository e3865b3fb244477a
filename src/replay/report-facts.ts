import type { TaxLack } from '../domain/amount-basis.ts';
import type { ReportSnapshot } from '../domain/expense-report.ts';
import { addDocumentNumbers } from '../domain/reference-text.ts';
import type { CodedReport } from '../mapping/code-report.ts';

/** What of a report never reaches a PO, for one reason. */
export interface LeftOutLines {
  amountMinor: number;
  why: string;
}

/** Why a report of which nothing is ordered is left out that has no line of which it could be. */
const NO_LINE: LeftOutLines = { amountMinor: 0, why: 'the approved report has no line' };

/** The lines that are left out, by why; a report of which nothing is ordered (`isNothing`) is always left out for some reason. */
export function leftOutOf({ leftOut }: CodedReport, isNothing: boolean): LeftOutLines[] {
  if (isNothing && leftOut.length === 0) return [NO_LINE];
  const reasons: LeftOutLines[] = [];
  for (const { line, why } of leftOut) {
    const same = reasons.find((each) => each.why === why);
    if (same === undefined) reasons.push({ why, amountMinor: line.amountMinor });
    else same.amountMinor += line.amountMinor;
  }
  return reasons;
}

/** Of how many lines a tax that is needed is not known; null where it is of all of them, or none is needed. */
export function taxLackOf({ lines, beyondLimit }: CodedReport): TaxLack | null {
  let lacking = 0;
  for (const line of lines) if (line.lacksTax || line.taxIsImplausible) lacking++;
  if (lacking === 0 && !beyondLimit) return null;
  return lacking < lines.length ? 'partly' : 'wholly';
}

/** What a report comes to on the basis of purchase orders, which is `expenseMinor` in the expense system; that itself where it would not be exact. */
export function comparedOf({ lines }: CodedReport, expenseMinor: number): number {
  let moved = 0;
  for (const { line, amountMinor } of lines) moved += amountMinor - line.amountMinor;
  return Number.isSafeInteger(expenseMinor + moved) ? expenseMinor + moved : expenseMinor;
}

/** The vendors that could be told, each once. */
export function vendorIdsOf({ lines }: CodedReport): string[] {
  const ids = new Set<string>();
  for (const { vendor } of lines) if (vendor.id !== '') ids.add(vendor.id);
  return [...ids];
}

/** The merchants as read, each once. */
export function merchantsOf({ lines }: CodedReport): string[] {
  const merchants = new Set<string>();
  for (const { line } of lines) if (line.merchant !== '') merchants.add(line.merchant);
  return [...merchants];
}

/** The document numbers in a report's name and descriptions. */
export function documentNumbersOf({ name, lines }: ReportSnapshot): string[] {
  const found: string[] = [];
  addDocumentNumbers(name, found);
  for (const { description } of lines) addDocumentNumbers(description, found);
  return found;
}
