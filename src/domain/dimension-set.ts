import { compareText, fold } from './text.ts';

/** The value that a line has in one dimension. */
export interface DimensionValue {
  code: string;
  value: string;
}

const BETWEEN = '; ';

/** The dimension values of a line as one text: `DEPARTMENT=MKT; STORE=S012`, whatever their order was. Null where the text would not tell them apart again. */
export function dimensionSetText(values: readonly DimensionValue[]): string | null {
  const parts = values.map(({ code, value }) => `${code.trim()}=${value.trim()}`).sort(compareText);
  return values.some(({ code }) => code.trim() === '' || code.includes('=')) || parts.some((part) => part.includes(';')) ? null : parts.join(BETWEEN);
}

/** What such a text says, by the folded codes of the dimensions; null for any other text. */
export function dimensionSetIn(text: string): ReadonlyMap<string, string> | null {
  if (!text.includes('=')) return null;
  const parts = text.split(BETWEEN).map((part) => part.split(/=(.*)/s));
  return parts.every(({ length }) => length > 1) ? new Map(parts.map(([code = '', value = '']) => [fold(code), value])) : null;
}
