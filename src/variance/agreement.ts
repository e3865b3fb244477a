import type { AgreeableField } from '../domain/variance.ts';
import { DIMENSIONS } from '../matching/coding.ts';
import type { DrySide, ManualSide } from '../matching/sides.ts';
import { vendorAgrees } from '../matching/vendor-evidence.ts';
import { wordsIn } from '../matching/words.ts';

/** What is coded, and the fiscal period. */
const CODED = [...DIMENSIONS, 'period'] as const;

/** A row's two sides, and how they were compared. */
export interface ComparedSides {
  dry: DrySide;
  manuals: readonly ManualSide[];
  notCompared: ReadonlySet<string>;
  /** Whether the amounts are equal, or apart by no more than the tolerance. */
  amountAgrees: boolean;
  /** What differs; null where there is no would-be PO to compare with. */
  causes: readonly string[] | null;
  dateWindowDays: number;
}

/** The fields in which every PO of a row agrees with the report, in the order of AGREEABLE; what was not compared is none of them. */
export function agreedFields({ dry, manuals, notCompared, amountAgrees, causes, dateWindowDays }: ComparedSides): AgreeableField[] {
  const { transaction: { reportId, documentNumbers }, currency, amountMinor, day, words } = dry;
  const agreed: AgreeableField[] = [];
  if (manuals.every(({ references, memoReferences }) => references.includes(reportId) || memoReferences.includes(reportId))) agreed.push('reference');
  if (manuals.every((manual) => manual.documentNumbers.some((number) => documentNumbers.includes(number)))) agreed.push('document');
  if (vendorIsAgreed(dry, manuals, causes, notCompared)) agreed.push('vendor');
  if (amountAgrees) agreed.push('amount');
  if (manuals.every((manual) => manual.currency === currency)) agreed.push('currency');
  if (causes !== null) for (const field of CODED) if (!notCompared.has(field) && !causes.includes(field)) agreed.push(field);
  if (day !== null && manuals.every((manual) => Math.abs(manual.day - day) <= dateWindowDays)) agreed.push('date');
  // The words of a report are known where a PO has its amount.
  if (words.length > 0 && manuals.every((manual) => manual.currency === currency && manual.amountMinor === amountMinor && wordsIn(manual.text).some((word) => words.includes(word)))) agreed.push('words');
  return agreed;
}

function vendorIsAgreed(dry: DrySide, manuals: readonly ManualSide[], causes: ComparedSides['causes'], notCompared: ReadonlySet<string>): boolean {
  if (notCompared.has('vendor')) return false;
  if (causes === null) return manuals.every((manual) => vendorAgrees(dry, manual));
  return !causes.includes('vendor') && !causes.includes('vendor_unconfirmed');
}
