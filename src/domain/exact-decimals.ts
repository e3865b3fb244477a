/** A plain decimal ("-12.50") as an integer of 10^-places. */
function integerOf(text: string): { value: bigint; places: number } {
  const [whole = '', fraction = ''] = text.split('.');
  return { value: BigInt(whole + fraction), places: fraction.length };
}

function productOf(texts: readonly string[]): { value: bigint; places: number } {
  return texts.map(integerOf).reduce((product, each) => ({ value: product.value * each.value, places: product.places + each.places }), { value: 1n, places: 0 });
}

/**
 * The product of plain decimals, divided by the product of others, as an integer of 10^-decimals. Null where it does not come out even there:
 * nothing is rounded. A divisor of zero is a bug of the caller.
 */
export function exactQuotient(factors: readonly string[], divisors: readonly string[], decimals: number): bigint | null {
  const above = productOf(factors);
  const below = productOf(divisors);
  const dividend = above.value * 10n ** BigInt(below.places + decimals);
  const divisor = below.value * 10n ** BigInt(above.places);
  return dividend % divisor === 0n ? dividend / divisor : null;
}

/** Whether plain decimals add up to another one, exactly. */
export function addUpTo(parts: readonly string[], whole: string): boolean {
  const all = [...parts, whole].map(integerOf);
  const places = Math.max(...all.map((each) => each.places));
  const [sum, ...values] = all.map((each) => each.value * 10n ** BigInt(places - each.places)).reverse();
  return values.reduce((added, value) => added + value, 0n) === sum;
}

/** Whether a plain decimal is zero, or none is there. */
export const isZero = (text: string): boolean => !/[1-9]/.test(text);
