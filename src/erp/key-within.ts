/** SHA-256 of a text as 64 hexadecimal digits; given from outside, since the rules reach no module of the system. */
export type Sha256 = (text: string) => string;

const HASH_BITS = 256;
const DIGIT_BITS = 5;

/**
 * An idempotency key in at most `length` characters: itself where it fits, else the first bits of its SHA-256 in base 32 (`0` to `V`), in as many
 * digits as fit, 26 at most (130 bits).
 */
export function keyWithin(key: string, length: number, sha256: Sha256): string {
  if (key.length <= length) return key;
  const digits = Math.min(length, 26);
  const bits = BigInt(`0x${sha256(key)}`) >> BigInt(HASH_BITS - DIGIT_BITS * digits);
  return bits.toString(32).toUpperCase().padStart(digits, '0');
}
