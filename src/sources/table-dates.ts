const US_DATE = /^(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4})$/;

/** A US date (`06/02/26`, `6/2/2026`) as `2026-06-02`; any other text unchanged. */
export function isoDate(text: string): string {
  const parts = US_DATE.exec(text);
  if (parts === null) return text;
  const [, month = '', day = '', year = ''] = parts;
  return `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
