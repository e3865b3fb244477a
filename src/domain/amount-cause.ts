/** What two amounts that are not equal may differ by, in the words of docs/matching.md, and what people read. */
export const AMOUNT_CAUSES = {
  sign_reversed: 'The sign was reversed',
  decimal_shifted: 'The decimal point was moved',
  tax_included: 'Tax was added',
  tax_excluded: 'Tax was left out',
  tax_nearby: 'Near the amount with tax',
  fee_included: 'A fee was added',
  fee_excluded: 'A fee was left out',
  tip_included: 'A tip was added',
  tip_excluded: 'A tip was left out',
  line_missing: 'A line was left out',
  digits_swapped: 'Two digits were swapped',
  digit_wrong: 'One digit is wrong',
  digit_missing: 'A digit too few or too many',
  rounding: 'Rounded line by line',
} as const;

/** A difference between amounts that has a name. */
export type AmountCause = keyof typeof AMOUNT_CAUSES;
export const AMOUNT_CAUSE_NAMES = Object.keys(AMOUNT_CAUSES) as AmountCause[];
export const isAmountCause = (cause: string): cause is AmountCause => Object.hasOwn(AMOUNT_CAUSES, cause);

/** A difference that has a name, and the arithmetic that shows it: `100.00 USD + 8.875 % tax = 108.88 USD`. */
export interface NamedDifference {
  cause: AmountCause;
  how: string;
}
