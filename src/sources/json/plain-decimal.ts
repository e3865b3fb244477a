const DECIMAL = /^(-?)(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,2}))?$/;

/** A decimal without exponent and without zeros at its end ("0E-8" is "0", "1.5E+2" is "150"); a text that is none, unchanged. */
export function plainDecimal(text: string): string {
  const parts = DECIMAL.exec(text);
  if (parts === null) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const point = whole.length + Number(exponent);
  const digits = (whole + fraction).padEnd(point, '0');
  const padded = point > 0 ? digits : '0'.repeat(1 - point) + digits;
  const cut = Math.max(point, 1);
  const decimals = padded.slice(cut).replace(/0+$/, '');
  return `${sign}${padded.slice(0, cut)}${decimals === '' ? '' : `.${decimals}`}`;
}
