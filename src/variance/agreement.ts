import { AGREEABLE, type AgreeableField } from '../domain/variance.ts';
import { DIMENSIONS } from '../matching/coding.ts';
import type { DrySide, ManualSide } from '../matching/sides.ts';
import { vendorAgrees } from '../matching/vendor-evidence.ts';
import { wordsIn } from '../matching/words.ts';

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
export function agreedFields(sides: ComparedSides): AgreeableField[] {
  const { dry: { transaction, currency, amountMinor, day, words }, manuals, dateWindowDays } = sides;
  const every = (holds: (manual: ManualSide) => boolean): boolean => manuals.every(holds);
  const agreed = new Set<string>(codingAgreed(sides));
  const add = (field: AgreeableField, holds: boolean): void => {
    if (holds) agreed.add(field);
  };
  add('reference', every(({ references, memoReferences }) => references.includes(transaction.reportId) || memoReferences.includes(transaction.reportId)));
  add('document', every(({ documentNumbers }) => documentNumbers.some((number) => transaction.documentNumbers.includes(number))));
  add('vendor', vendorIsAgreed(sides));
  add('amount', sides.amountAgrees);
  add('currency', every((manual) => manual.currency === currency));
  add('date', day !== null && every((manual) => Math.abs(manual.day - day) <= dateWindowDays));
  // The words of a report are known where a PO has its amount.
  add('words', words.length > 0 && every((manual) => manual.currency === currency && manual.amountMinor === amountMinor && wordsIn(manual.text).some((word) => words.includes(word))));
  return AGREEABLE.filter((field) => agreed.has(field));
}

function vendorIsAgreed({ dry, manuals, causes, notCompared }: ComparedSides): boolean {
  if (notCompared.has('vendor')) return false;
  if (causes === null) return manuals.every((manual) => vendorAgrees(dry, manual));
  return !causes.includes('vendor') && !causes.includes('vendor_unconfirmed');
}

/** What is coded, and the fiscal period. */
function codingAgreed({ causes, notCompared }: ComparedSides): string[] {
  return causes === null ? [] : [...DIMENSIONS, 'period'].filter((field) => !notCompared.has(field) && !causes.includes(field));
}
