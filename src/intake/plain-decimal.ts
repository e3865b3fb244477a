const DECIMAL = /^(-?)(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,2}))?$/;

/** A decimal without exponent and without zeros around its digits ("0E-8" is "0", "1.5E+2" is "150"); a text that is none, unchanged. */
export function plainDecimal(text: string): string {
  const parts = DECIMAL.exec(text);
  if (parts === null) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  return decimalOf(sign === '-', whole + fraction, whole.length + Number(exponent));
}

/** A plain decimal of digits with the point after the first `point` of them; zeros that say nothing are left out. */
export function decimalOf(negative: boolean, digits: string, point: number): string {
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const whole = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const fraction = padded.slice(at).replace(/0+$/, '');
  const decimal = fraction === '' ? whole : `${whole}.${fraction}`;
  return negative && decimal !== '0' ? `-${decimal}` : decimal;
}
