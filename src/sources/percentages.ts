/** Percentages are read as integers of 10^-8 percent. */
export const PERCENT_DECIMALS = 8;
const HUNDRED_PERCENT = 100 * 10 ** PERCENT_DECIMALS;
/** Percentages may be written with two decimals: each may be off by half of the last one. */
const PERCENT_SLACK = 0.005 * 10 ** PERCENT_DECIMALS;

/** Whether percentages (10^-8 percent) make a whole. */
export function isWhole(percentages: readonly number[]): boolean {
  const sum = percentages.reduce((total, percentage) => total + percentage, 0);
  return Math.abs(sum - HUNDRED_PERCENT) <= PERCENT_SLACK * percentages.length;
}

/**
 * Cuts an amount of minor units by percentages (10^-8 percent), towards zero; what is left over goes to the last, so that the shares add
 * up. Null where the percentages do not make a whole.
 */
export function cutByPercentages(percentages: readonly number[], minor: number): number[] | null {
  if (!isWhole(percentages)) return null;
  const shares = percentages.map((percentage) => Number((BigInt(minor) * BigInt(percentage)) / BigInt(HUNDRED_PERCENT)));
  const others = shares.slice(0, -1).reduce((total, share) => total + share, 0);
  return [...shares.slice(0, -1), minor - others];
}
